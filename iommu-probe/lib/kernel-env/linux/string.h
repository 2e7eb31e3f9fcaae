/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_ENV_LINUX_STRING_H
#define KERNEL_ENV_LINUX_STRING_H

#include <string.h>

#endif
