// SPDX-License-Identifier: MIT
/* The manifest of a snapshot: lines out of failures, and failures out of lines. */
#include "manifest.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "unit.h"

START_TEST(test_lines)
{
	struct manifest manifest = { 0 }, again = { 0 };
	size_t length;
	char *text;

	ck_assert_int_eq(manifest_add(&manifest, MANIFEST_UNREADABLE, "/sys", "b c", EACCES), 0);
	ck_assert_int_eq(manifest_add(&manifest, MANIFEST_UNSEEN, "/sys", "b c", EIO), 0);
	ck_assert_int_eq(manifest_add(&manifest, MANIFEST_UNREADABLE, "/a\\\n", NULL, 524), 0);
	/* The first stands. */
	ck_assert_int_eq(manifest_add(&manifest, MANIFEST_UNSEEN, "/sys/b c", NULL, EPERM), 0);
	ck_assert_uint_eq(manifest.count, 3);
	manifest.anonymized = true;

	ck_assert_int_eq(manifest_print(&manifest, &text, &length), 0);
	ck_assert_uint_eq(strlen(text), length);
	ck_assert_ptr_nonnull(strstr(text, "iommu-probe-snapshot 1\nversion "));
	ck_assert_ptr_nonnull(strstr(text, "\nanonymized\n"
					   "unreadable 524 /a\\134\\012\n"
					   "unreadable EACCES /sys/b c\n"
					   "unseen EIO /sys/b c\n"));

	ck_assert_int_eq(manifest_parse(&again, text), 0);
	ck_assert(again.anonymized);
	ck_assert_uint_eq(again.count, 3);
	ck_assert_int_eq(manifest_find(&again, MANIFEST_UNREADABLE, "/sys", "b c"), EACCES);
	ck_assert_int_eq(manifest_find(&again, MANIFEST_UNSEEN, "/sys/b c", NULL), EIO);
	ck_assert_int_eq(manifest_find(&again, MANIFEST_UNREADABLE, "/a\\\n", NULL), 524);
	ck_assert_int_eq(manifest_find(&again, MANIFEST_UNSEEN, "/a\\\n", NULL), 0);
	ck_assert_int_eq(manifest_find(&again, MANIFEST_UNREADABLE, "/sys", NULL), 0);
	free(text);
	manifest_clear(&again);
	manifest_clear(&manifest);
}
END_TEST

static const struct {
	const char *text;
	int answer;
} rows[] = {
	{ "iommu-probe-snapshot 1", 0 },
	{ "iommu-probe-snapshot 1\n", 0 },
	{ "iommu-probe-snapshot 1\nnew\nnewer 1 2 3\n\n", 0 },
	{ "iommu-probe-snapshot 1\nunreadable 4095 /x\n", 0 },
	{ "", -EBADMSG },
	{ "junk", -EBADMSG },
	{ "iommu-probe-snapshot", -EBADMSG },
	{ "iommu-probe-snapshot 2\n", -EPROTONOSUPPORT },
	{ "iommu-probe-snapshot 1x\n", -EPROTONOSUPPORT },
	{ "iommu-probe-snapshot 1\nunreadable\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable EIO\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable EIO \n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable EIO x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable EWHAT /x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable 0 /x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable -5 /x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunreadable 4096 /x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunseen 5x /x\n", -EBADMSG },
	{ "iommu-probe-snapshot 1\nunseen  /x\n", -EBADMSG },
};

START_TEST(test_parse)
{
	struct manifest manifest = { 0 };
	char *text = strdup(rows[_i].text);

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(manifest_parse(&manifest, text), rows[_i].answer);
	if (rows[_i].answer)
		ck_assert_uint_eq(manifest.count, 0);
	manifest_clear(&manifest);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("manifest");
	TCase *tests = tcase_create("manifest");

	tcase_add_test(tests, test_lines);
	tcase_add_loop_test(tests, test_parse, 0, ROWS(rows));
	suite_add_tcase(suite, tests);
	return run(suite);
}
