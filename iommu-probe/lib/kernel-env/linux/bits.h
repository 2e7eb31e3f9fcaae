/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_ENV_LINUX_BITS_H
#define KERNEL_ENV_LINUX_BITS_H

#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define GENMASK(high, low) ((~0UL >> (8 * sizeof(long) - 1 - (high))) & (~0UL << (low)))
#define GENMASK_ULL(high, low) ((~0ULL >> (63 - (high))) & (~0ULL << (low)))

#endif
