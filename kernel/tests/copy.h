/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IOMMU_CAPS_TESTS_COPY_H
#define _IOMMU_CAPS_TESTS_COPY_H

#include <kunit/test.h>
#include <linux/string.h>

/* A text of just its own length, that may be written to; freed with the test. */
static inline char *copy_text(struct kunit *test, const char *text)
{
	const size_t size = strlen(text) + 1;
	char *copy = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	return memcpy(copy, text, size);
}

#endif /* _IOMMU_CAPS_TESTS_COPY_H */
