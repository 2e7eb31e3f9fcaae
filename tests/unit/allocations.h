/* SPDX-License-Identifier: MIT */
/*
 * malloc() and its family, of the whole process, with failures on demand. Of
 * glibc, or of the address sanitizer where the test is built with it.
 */
#ifndef TESTS_ALLOCATIONS_H
#define TESTS_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* From now on the n-th allocation fails, once; 0: none does. */
void allocations_fail_at(size_t n);

/* Since the last allocations_fail_at(). */
size_t allocations_count(void);

/* Until they are resumed, allocations neither fail nor count. */
void allocations_pause(bool pause);

/* Blocks that are not freed. */
long allocations_outstanding(void);

/* False where something else stands before malloc(), as valgrind does. */
bool allocations_are_seen(void);

#endif
