/* SPDX-License-Identifier: MIT */
/* Every single allocation of what a program does fails in turn. */
#ifndef TESTS_FAILURES_H
#define TESTS_FAILURES_H

#include <stddef.h>

/* Documents, without an allocation of their own. */
struct text {
	size_t length;
	char bytes[65536];
};

/* An iommu_probe_write_fn, to a text. */
int text_keep(void *text, const char *bytes, size_t length);

/* From the beginning to the end; which: of those that a test has. */
typedef int (*session_fn)(int which, struct text *text);

/*
 * Fails unless it answers -ENOMEM or the whole text, never half of it, and
 * nothing is lost. Besides -ENOMEM it may answer this negative errno, or 0: none.
 */
void fail_each_allocation(session_fn session, int which, int also);

#endif
