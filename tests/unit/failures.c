// SPDX-License-Identifier: MIT
#include "failures.h"
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "allocations.h"

int text_keep(void *data, const char *bytes, size_t length)
{
	struct text *text = data;

	if (length > sizeof(text->bytes) - text->length)
		return -EFBIG;
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	return 0;
}

static int run_session(session_fn session, int which, struct text *text)
{
	text->length = 0;
	return session(which, text);
}

void fail_each_allocation(session_fn session, int which, int also)
{
	static struct text whole, text;
	size_t count, n;
	long before;
	int ret;

	/* Twice, since libraries and libc keep things from their first use. */
	ck_assert_int_eq(run_session(session, which, &whole), 0);
	before = allocations_outstanding();
	allocations_fail_at(0);
	ck_assert_int_eq(run_session(session, which, &whole), 0);
	count = allocations_count();
	ck_assert_int_eq(allocations_outstanding(), before);
	if (!allocations_are_seen()) {
		fputs("# allocations are not seen here: none can fail\n", stderr);
		return;
	}
	ck_assert_uint_ge(count, 50);

	for (n = 1; n <= count; n++) {
		allocations_fail_at(n);
		ret = run_session(session, which, &text);
		allocations_fail_at(0);
		if (ret && ret != -ENOMEM && ret != also)
			ck_abort_msg("allocation %zu of %zu: %d", n, count, ret);
		if (!ret && (text.length != whole.length ||
			     memcmp(text.bytes, whole.bytes, text.length)))
			ck_abort_msg("allocation %zu of %zu: another text, and no error", n, count);
		if (allocations_outstanding() != before)
			ck_abort_msg("allocation %zu of %zu: %ld blocks are lost", n, count,
				     allocations_outstanding() - before);
	}
}
