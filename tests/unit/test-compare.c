// SPDX-License-Identifier: MIT
/* lib/compare*.c and comparison.c: each rule, whole hosts, failing allocations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compare.h"
#include "failures.h"
#include "least-value.h"
#include "random-fleet.h"
#include "run.h"
#include "tree.h"

#define C(change) IOMMU_PROBE_CHANGE_##change
#define NONE (-1)

/* - for a value that is not reported. */
static const struct {
	const char *name;
	const char *a;
	const char *b;
	int change;
	bool blocking;
	const char *message;
} rows[] = {
	{ "ssid_bits", "20", "20", NONE, false, NULL },
	{ "ssid_bits", "20", "16", C(SMALLER), true, "16 instead of 20" },
	{ "ssid_bits", "16", "20", C(MORE), false, "20 instead of 16" },
	{ "ssid_bits", "16", "-", C(NOT_REPORTED), true, "not reported instead of 16" },
	{ "ssid_bits", "0", "-", NONE, false, NULL },
	{ "ssid_bits", "0", "8", C(MORE), false, "8 instead of 0" },
	{ "input_bits", "48", "39", C(SMALLER), true, "39 instead of 48" },
	{ "input_bits", "48", "-", C(NOT_REPORTED), true, "not reported instead of 48" },
	{ "bbm", "2", "1", C(SMALLER), true, "1 instead of 2" },
	{ "pasid_table_align", "64", "4096", C(GREATER), true, "4096 instead of 64" },
	{ "pasid_table_align", "4096", "64", C(MORE), false, "64 instead of 4096" },
	{ "pasid_table_align", "4096", "-", C(NOT_REPORTED), true, "not reported instead of 4096" },
	{ "pasid_table_align", "0", "-", C(NOT_REPORTED), true, "not reported instead of 0" },
	{ "ats", "enabled", "disabled", C(OFF), true, "disabled instead of enabled" },
	{ "ats", "disabled", "enabled", C(MORE), false, "enabled instead of disabled" },
	{ "ats", "disabled", "-", NONE, false, NULL },
	{ "ats", "enabled", "-", C(NOT_REPORTED), true, "not reported instead of enabled" },
	{ "ats", "enabled", "new", C(CHANGED), true, "new instead of enabled" },
	{ "ats", "disabled", "new", C(CHANGED), false, "new instead of disabled" },
	{ "ats", "new", "enabled", C(CHANGED), true, "enabled instead of new" },
	{ "ats", "new", "new", NONE, false, NULL },
	{ "ats", "new", "newer", C(CHANGED), true, "newer instead of new" },
	{ "ats", "new", "-", C(NOT_REPORTED), true, "not reported instead of new" },
	{ "httu", "access+dirty", "access", C(LOWER), true, "access instead of access+dirty" },
	{ "httu", "access", "none", C(LOWER), true, "none instead of access" },
	{ "httu", "none", "access", C(MORE), false, "access instead of none" },
	{ "httu", "none", "new", C(CHANGED), false, "new instead of none" },
	{ "httu", "access", "new", C(CHANGED), true, "new instead of access" },
	{ "httu", "none", "-", NONE, false, NULL },
	{ "intremap", "x2apic", "xapic", C(LOWER), true, "xapic instead of x2apic" },
	{ "intremap", "none", "x2apic", C(MORE), false, "x2apic instead of none" },
	{ "intremap", "xapic", "-", C(NOT_REPORTED), true, "not reported instead of xapic" },
	{ "stall", "enabled", "enabled", NONE, false, NULL },
	{ "stall", "enabled", "disabled", C(CHANGED), true, "disabled instead of enabled" },
	{ "stall", "enabled", "force", C(CHANGED), true, "force instead of enabled" },
	{ "stall", "disabled", "force", C(CHANGED), true, "force instead of disabled" },
	{ "stall", "disabled", "enabled", C(CHANGED), false, "enabled instead of disabled" },
	{ "stall", "force", "enabled", C(CHANGED), false, "enabled instead of force" },
	{ "stall", "force", "disabled", C(CHANGED), false, "disabled instead of force" },
	{ "stall", "disabled", "new", C(CHANGED), true, "new instead of disabled" },
	{ "stall", "new", "disabled", C(CHANGED), true, "disabled instead of new" },
	/* By way of a host that does not report it, disabled would become force. */
	{ "stall", "disabled", "-", C(NOT_REPORTED), true, "not reported instead of disabled" },
	{ "tt_endian", "little", "big", C(CHANGED), true, "big instead of little" },
	{ "tt_endian", "both", "little", C(CHANGED), true, "little instead of both" },
	{ "tt_endian", "little", "both", C(CHANGED), false, "both instead of little" },
	{ "tt_endian", "new", "both", C(CHANGED), true, "both instead of new" },
	{ "tt_endian", "little", "-", C(NOT_REPORTED), true, "not reported instead of little" },
	{ "pgtable_format", "aarch64-4k aarch64-64k", "aarch64-64k aarch64-4k", NONE, false, NULL },
	{ "pgtable_format", "aarch64-4k aarch64-64k", "aarch64-16k", C(MISSING_WORD), true,
	  "lacks aarch64-4k,aarch64-64k" },
	{ "pgtable_format", "aarch64-4k", "aarch64-16k aarch64-4k", C(MORE), false,
	  "aarch64-4k,aarch64-16k instead of aarch64-4k" },
	{ "pgtable_format", "none", "new", C(MORE), false, "new instead of none" },
	{ "pgtable_format", "new", "none", C(MISSING_WORD), true, "lacks new" },
	{ "pgtable_format", "none", "-", NONE, false, NULL },
	{ "pgtable_format", "new", "-", C(NOT_REPORTED), true, "not reported instead of new" },
	{ "page_sizes", "4096 65536", "4096", C(MISSING_WORD), true, "lacks 65536" },
	{ "page_sizes", "4096", "4096 65536", C(MORE), false, "4096,65536 instead of 4096" },
	{ "page_sizes", "none", "-", NONE, false, NULL },
};

static enum iommu_caps_attribute_id id_of(const char *name)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (!strcmp(iommu_caps_attributes[id].name, name))
			return id;
	ck_abort_msg("%s: no attribute", name);
}

/* As leasts have it. */
static struct iommu_probe_value least(enum iommu_caps_attribute_id id, const char *text)
{
	struct iommu_probe_value value = { .id = id }, copy = { .id = id };

	if (!text || !strcmp(text, "-"))
		return value;
	fleet_set(&value, id, text);
	ck_assert_int_eq(least_copy(&copy, &value), 0);
	value_clear(&value);
	return copy;
}

START_TEST(test_rows)
{
	const enum iommu_caps_attribute_id id = id_of(rows[_i].name);
	struct iommu_probe_value a = least(id, rows[_i].a), b = least(id, rows[_i].b);
	enum iommu_probe_change change = 0;
	bool blocking = false;
	char *message;

	ck_assert_int_eq(compare_values(&a, &b, &change, &blocking), rows[_i].change != NONE);
	if (rows[_i].change != NONE) {
		ck_assert_int_eq((int)change, rows[_i].change);
		ck_assert_int_eq(blocking, rows[_i].blocking);
		message = compare_message(&a, &b, change);
		ck_assert_str_eq(message, rows[_i].message);
		free(message);
	}
	value_clear(&a);
	value_clear(&b);
}
END_TEST

#define TEXTS_MOST 6

/* What is not reported by a is not compared. */
static bool blocks(const struct iommu_probe_value *a, const struct iommu_probe_value *b)
{
	enum iommu_probe_change change;
	bool blocking;

	return a->known && compare_values(a, b, &change, &blocking) && blocking;
}

/* Of all values that make a difference, one that is not reported among them. */
START_TEST(test_transitive)
{
	const enum iommu_caps_attribute_id id = (enum iommu_caps_attribute_id)_i;
	const char *const *texts = fleet_texts(id);
	struct iommu_probe_value values[TEXTS_MOST];
	size_t i, j, k, count = 0;

	do {
		ck_assert_uint_lt(count, TEXTS_MOST);
		values[count] = least(id, texts[count]);
	} while (texts[count++]);
	for (i = 0; i < count; i++) {
		ck_assert(!blocks(&values[i], &values[i]));
		for (j = 0; j < count; j++)
			for (k = 0; k < count; k++)
				if (!blocks(&values[i], &values[j]) &&
				    !blocks(&values[j], &values[k]) &&
				    blocks(&values[i], &values[k]))
					ck_abort_msg("%s: %zu to %zu to %zu",
						     iommu_caps_attributes[id].name, i, j, k);
	}
	for (i = 0; i < count; i++)
		value_clear(&values[i]);
}
END_TEST

#define HEAD "{\"schema_version\":\"1.0\",\"document\":"
#define HOST(iommus) HEAD "\"host\",\"iommus\":[" iommus "],\"errors\":[]}"
#define BAD(iommus) \
	HEAD "\"host\",\"iommus\":[" iommus "],\"errors\":[{\"path\":\"/sys/x\"," \
	     "\"errno\":\"EIO\",\"message\":\"m\"}]}"
#define NAMED(name, models) "{\"name\":\"" name "\",\"models\":[" models "],\"devices\":[]}"
#define IOMMU(models) NAMED("unit0", models)
#define SECOND(models) NAMED("unit1", models)
#define MODEL(name, number, capabilities) \
	"{\"name\":\"" name "\"," number "\"origin\":\"attributes\",\"capabilities\":{" \
	capabilities "},\"defaulted\":[],\"registers\":{},\"unknown\":[]}"
#define NEXT(capabilities) IOMMU(MODEL("next", "\"model\":777,", capabilities))
#define NEXT2(capabilities) SECOND(MODEL("next", "\"model\":777,", capabilities))
#define OTHER SECOND(MODEL("other", "\"model\":778,", ""))
#define BASELINE(hosts) \
	HEAD "\"baseline\",\"answer\":\"no\",\"hosts\":[\"x\",\"y\"],\"models\":[" \
	     "{\"name\":\"next\",\"model\":777,\"units\":2,\"hosts\":[" hosts "]," \
	     "\"capabilities\":{\"ssid_bits\":9},\"uneven\":[],\"limited_by\":[]," \
	     "\"unreported\":[]}],\"errors\":[{\"path\":\"/sys/y\",\"errno\":\"EIO\"," \
	     "\"message\":\"m\",\"host\":\"y\"}]}"
#define WIDE "\"input_bits\":48"

static const struct {
	const char *a;
	const char *b;
	const char *found; /* answer, differences, what is not known, whose errors */
} hosts[] = {
	{ HOST(NEXT(WIDE)), HOST(NEXT(WIDE)), "yes" },
	{ HOST(NEXT(WIDE)), HOST(NEXT("\"input_bits\":39")), "no next.input_bits!" },
	{ HOST(NEXT("\"input_bits\":39")), HOST(NEXT(WIDE)), "yes next.input_bits" },
	{ HOST(NEXT("\"ssid_bits\":9,\"ats\":\"enabled\"")), HOST(NEXT("\"ssid_bits\":16")),
	  "no next.ssid_bits next.ats!" },
	/* A model is its number and its name. */
	{ HOST(NEXT(WIDE)), HOST(OTHER), "no next!" },
	{ HOST(NEXT(WIDE)), HOST(IOMMU(MODEL("next", "\"model\":778,", WIDE))), "no next!" },
	{ HOST(NEXT(WIDE)), HOST(NEXT(WIDE) "," OTHER), "yes" },
	{ HOST(OTHER "," NEXT(WIDE)), HOST(""), "no next! other!" },
	{ HOST(""), HOST(NEXT(WIDE)), "no" },
	{ HOST(""), HOST(""), "no" },
	{ HOST(IOMMU("")), HOST(""), "no ?" },
	{ HOST(IOMMU("")), HOST(NEXT(WIDE)), "unknown ?" },
	{ HOST(NEXT(WIDE) "," SECOND("")), HOST(NEXT(WIDE)), "unknown ?" },
	{ HOST(NEXT(WIDE)), HOST(NEXT(WIDE) "," SECOND("")), "yes" },
	{ HOST(NEXT(WIDE)), HOST(IOMMU("")), "no next!" },
	/* What a does not report, and knows that it does not. */
	{ HOST(NEXT("\"input_bits\":0")), HOST(NEXT("\"input_bits\":0")), "yes" },
	{ HOST(NEXT("\"input_bits\":0")), HOST(NEXT(WIDE)), "unknown next.input_bits?" },
	{ HOST(NEXT(WIDE) "," NEXT2("")), HOST(NEXT(WIDE)), "unknown next.input_bits?" },
	{ HOST(NEXT(WIDE)), HOST(NEXT(WIDE) "," NEXT2("")), "no next.input_bits!" },
	{ HOST(NEXT("\"stall\":\"force\"") "," NEXT2("\"stall\":\"enabled\"")),
	  HOST(NEXT("\"stall\":\"force\"")), "unknown next.stall?" },
	{ HOST(NEXT(WIDE ",\"ats\":\"enabled\"")), HOST(NEXT(WIDE ",\"bbm\":1")),
	  "no next.ats! next.bbm?" },
	{ HOST(IOMMU(MODEL("virtio-iommu", "\"model\":256,",
			   WIDE ",\"pgtable_format\":[\"virtio-map\"]"))),
	  HOST(IOMMU(MODEL("virtio-iommu", "\"model\":256,",
			   WIDE ",\"pgtable_format\":[\"virtio-map\"],\"page_sizes\":[4096]"))),
	  "unknown virtio-iommu.page_sizes?" },
	/* A model without a number is none that could be compared. */
	{ HOST(IOMMU(MODEL("next", "", ""))), HOST(NEXT(WIDE)), "unknown next?" },
	/* Errors of either, with whose they are; of a baseline's those of its hosts. */
	{ BAD(NEXT(WIDE)), HOST(NEXT(WIDE)), "yes a:/sys/x" },
	{ HOST(NEXT(WIDE)), BAD(NEXT(WIDE)), "yes b:/sys/x" },
	{ BASELINE("\"x\",\"y\""), HOST(NEXT("\"ssid_bits\":9")), "yes y:/sys/y" },
	{ BASELINE("\"x\",\"y\""), HOST(NEXT("\"ssid_bits\":8")), "no next.ssid_bits! y:/sys/y" },
	{ BASELINE("\"x\",\"y\""), HOST(OTHER), "no next! y:/sys/y" },
	{ BASELINE("\"x\""), HOST(OTHER), "yes y:/sys/y" },
	{ BASELINE("\"x\""), HOST(""), "no y:/sys/y" },
	{ HOST(NEXT("\"ssid_bits\":9")), BASELINE("\"x\",\"y\""), "yes y:/sys/y" },
	{ HOST(NEXT("\"ssid_bits\":9")), BASELINE("\"x\""), "no next! y:/sys/y" },
};

static void describe(struct iommu_probe_comparison *comparison, FILE *out)
{
	static const char *const answers[] = { "no", "yes", "unknown" };
	const struct iommu_probe_difference *difference =
		iommu_probe_comparison_get_first_difference(comparison);
	const char *model, *capability, *host, *path;
	size_t i;

	fputs(answers[iommu_probe_comparison_get_answer(comparison)], out);
	for (; difference; difference = iommu_probe_difference_get_next(difference)) {
		capability = iommu_probe_difference_get_capability(difference);
		fprintf(out, " %s%s%s%s", iommu_probe_difference_get_model(difference),
			capability ? "." : "", capability ? capability : "",
			iommu_probe_difference_is_blocking(difference) ? "!" : "");
	}
	for (i = 0; !iommu_probe_comparison_get_unreported(comparison, i, &model, &capability); i++)
		fprintf(out, " %s%s%s?", model ? model : "", capability ? "." : "",
			capability ? capability : "");
	for (i = 0; !iommu_probe_comparison_get_error(comparison, i, &host, &path, NULL, NULL); i++)
		fprintf(out, " %s:%s", host, path);
	ck_assert_uint_eq(i, iommu_probe_comparison_get_error_count(comparison));
}

#define CLASS "/sys/class/iommu/"

/* Of each host a model that is there twice, one of its own, and an error. */
static void make_trees(void)
{
	static const char *const files[][2] = {
		{ "a" CLASS "dmar0/intel-vtd/model", "1\n" },
		{ "a" CLASS "dmar0/intel-vtd/ssid_bits", "20\n" },
		{ "a" CLASS "dmar0/intel-vtd/page_sizes", "4096 65536\n" },
		{ "a" CLASS "dmar0/intel-vtd/pasid0", "pasid0 new\n" },
		{ "a" CLASS "dmar0/intel-vtd/ats", "x y\n" },
		{ "a" CLASS "dmar1/intel-vtd/model", "1\n" },
		{ "a" CLASS "dmar2/next/model", "777\n" },
		{ "b" CLASS "dmar0/intel-vtd/model", "1\n" },
		{ "b" CLASS "dmar0/intel-vtd/asid_bits", "16\n" },
		{ "b" CLASS "dmar0/intel-vtd/intremap", "new\n" },
		{ "b" CLASS "dmar0/intel-vtd/bbm", "x\n" },
	};
	size_t i;

	tree_setup();
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		tree_file(files[i][0], files[i][1]);
	tree_dir("a" CLASS "silent");
}

static int open_tree(struct iommu_probe_ctx *ctx, const char *name, struct iommu_probe_host **host)
{
	return host_new(ctx, tree_path(name), false, host);
}

static int session(int which, struct text *text)
{
	const char *first = which ? "b" : "a", *second = which ? "a" : "b";
	struct iommu_probe_comparison *comparison = NULL;
	struct iommu_probe_host *a = NULL, *b = NULL;
	struct iommu_probe_ctx *ctx;
	int ret;

	text->length = 0;
	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = open_tree(ctx, first, &a);
	if (!ret)
		ret = open_tree(ctx, second, &b);
	if (!ret)
		ret = iommu_probe_compare(first, a, second, b, &comparison);
	if (!ret)
		ret = iommu_probe_comparison_write_json(comparison, text_keep, text);
	iommu_probe_comparison_unref(comparison);
	iommu_probe_host_unref(a);
	iommu_probe_host_unref(b);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

START_TEST(test_memory)
{
	fail_each_allocation(session, _i, 0);
}
END_TEST

static struct iommu_probe_ctx *ctx;

static struct iommu_probe_comparison *compare(int which)
{
	const char *const texts[] = { hosts[which].a, hosts[which].b };
	struct iommu_probe_comparison *comparison;
	struct iommu_probe_host *opened[2];
	int i;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(iommu_probe_host_new_document(ctx, "x", texts[i],
							       strlen(texts[i]), &opened[i]),
				 0);
	ck_assert_int_eq(iommu_probe_compare("a", opened[0], "b", opened[1], &comparison), 0);
	/* It stands without them. */
	iommu_probe_host_unref(opened[0]);
	iommu_probe_host_unref(opened[1]);
	iommu_probe_ctx_unref(ctx);
	return comparison;
}

START_TEST(test_hosts)
{
	struct iommu_probe_comparison *comparison = compare(_i);
	char text[256] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	ck_assert_ptr_nonnull(out);
	describe(comparison, out);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_str_eq(text, hosts[_i].found);
	iommu_probe_comparison_unref(comparison);
}
END_TEST

START_TEST(test_getters)
{
	struct iommu_probe_comparison *comparison = compare(1);
	const struct iommu_probe_difference *difference =
		iommu_probe_comparison_get_first_difference(comparison);

	ck_assert_ptr_eq(iommu_probe_comparison_ref(comparison), comparison);
	ck_assert_ptr_null(iommu_probe_comparison_unref(comparison));
	ck_assert_ptr_null(iommu_probe_comparison_ref(NULL));
	ck_assert_int_eq((int)iommu_probe_difference_get_change(difference), C(SMALLER));
	ck_assert_uint_eq(iommu_probe_value_get_number(iommu_probe_difference_get_a(difference), 0),
			  48);
	ck_assert_uint_eq(iommu_probe_value_get_number(iommu_probe_difference_get_b(difference), 0),
			  39);
	ck_assert_str_eq(iommu_probe_difference_get_message(difference), "39 instead of 48");
	iommu_probe_comparison_unref(comparison);
	comparison = compare(4);
	difference = iommu_probe_comparison_get_first_difference(comparison);
	ck_assert_int_eq((int)iommu_probe_difference_get_change(difference), C(NO_MODEL));
	ck_assert_ptr_null(iommu_probe_difference_get_a(difference));
	ck_assert_ptr_null(iommu_probe_difference_get_b(difference));
	iommu_probe_comparison_unref(comparison);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare");
	TCase *tests = tcase_create("compare");
	TCase *memory = tcase_create("memory");

	tcase_add_loop_test(tests, test_rows, 0, ROWS(rows));
	tcase_add_loop_test(tests, test_transitive, IOMMU_CAPS_MODEL + 1, IOMMU_CAPS_ATTRIBUTES);
	tcase_add_loop_test(tests, test_hosts, 0, ROWS(hosts));
	tcase_add_test(tests, test_getters);
	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(memory, make_trees, tree_teardown);
	tcase_add_loop_test(memory, test_memory, 0, 2);
	tcase_set_timeout(memory, 60);
	suite_add_tcase(suite, memory);
	return run(suite);
}
