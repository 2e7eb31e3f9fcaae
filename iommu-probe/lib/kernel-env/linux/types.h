/* SPDX-License-Identifier: MIT */
/* The kernel's names, for the files of kernel/ that the library is built with. */
#ifndef KERNEL_ENV_LINUX_TYPES_H
#define KERNEL_ENV_LINUX_TYPES_H

#include_next <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

typedef __u8 u8;
typedef __u32 u32;
typedef __u64 u64;

#endif
