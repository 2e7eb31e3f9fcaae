/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_ENV_LINUX_BITFIELD_H
#define KERNEL_ENV_LINUX_BITFIELD_H

#define FIELD_GET(mask, word) (((word) & (mask)) / ((mask) & -(mask)))

#endif
