/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_ENV_LINUX_EXPORT_H
#define KERNEL_ENV_LINUX_EXPORT_H

#define EXPORT_SYMBOL_GPL(symbol) _Static_assert(sizeof(&(symbol)), #symbol)

#endif
