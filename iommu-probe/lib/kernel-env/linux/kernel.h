/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_ENV_LINUX_KERNEL_H
#define KERNEL_ENV_LINUX_KERNEL_H

#include <stdarg.h>
#include <stdio.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define fallthrough __attribute__((__fallthrough__))

/* As snprintf(), but returns what was really written. */
__attribute__((format(printf, 3, 4))) static inline int scnprintf(char *text, size_t size,
								   const char *format, ...)
{
	va_list args;
	int len;

	if (!size)
		return 0;
	va_start(args, format);
	len = vsnprintf(text, size, format, args);
	va_end(args);
	if (len < 0)
		return 0;
	return (size_t)len < size ? len : (int)size - 1;
}

#endif
