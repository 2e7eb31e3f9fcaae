// SPDX-License-Identifier: MIT
/* lib/requirement-*.c, lib/check.c: what is taken for a requirement, and what meets it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "requirement.h"
#include "run.h"
#include "tree.h"
#include "unit.h"

static const struct {
	const char *text;
	const char *name;
	enum requirement_op op;
	bool empty;
	uint64_t number;
	const char *word;
} good[] = {
	{ "ssid_bits=16", "ssid_bits", OP_EQUAL, false, 16, NULL },
	{ "ssid_bits!=16", "ssid_bits", OP_NOT_EQUAL, false, 16, NULL },
	{ "ssid_bits>=16", "ssid_bits", OP_AT_LEAST, false, 16, NULL },
	{ "ssid_bits<=16", "ssid_bits", OP_AT_MOST, false, 16, NULL },
	{ "ssid_bits>16", "ssid_bits", OP_ABOVE, false, 16, NULL },
	{ "ssid_bits<16", "ssid_bits", OP_BELOW, false, 16, NULL },
	{ "ssid_bits>=0", "ssid_bits", OP_AT_LEAST, false, 0, NULL },
	{ "ssid_bits>=0016", "ssid_bits", OP_AT_LEAST, false, 16, NULL },
	{ "pasid_table_align<=4K", "pasid_table_align", OP_AT_MOST, false, 4096, NULL },
	{ "pasid_table_align<=2M", "pasid_table_align", OP_AT_MOST, false, 2097152, NULL },
	{ "pasid_table_align<=1G", "pasid_table_align", OP_AT_MOST, false, 1073741824, NULL },
	{ "bbm>1", "bbm", OP_ABOVE, false, 1, NULL },
	{ "page_sizes=1G", "page_sizes", OP_EQUAL, false, 1073741824, NULL },
	{ "page_sizes=4096", "page_sizes", OP_EQUAL, false, 4096, NULL },
	{ "page_sizes!=64K", "page_sizes", OP_NOT_EQUAL, false, 65536, NULL },
	{ "page_sizes=none", "page_sizes", OP_EQUAL, true, 0, NULL },
	{ "page_sizes!=none", "page_sizes", OP_NOT_EQUAL, true, 0, NULL },
	{ "pasid0=none", "pasid0", OP_EQUAL, true, 0, NULL },
	{ "pasid0=bypass", "pasid0", OP_EQUAL, false, 0, "bypass" },
	{ "pgtable_format=aarch64-4k", "pgtable_format", OP_EQUAL, false, 0, "aarch64-4k" },
	{ "s2_pgtable_format=aarch64-4k", "s2_pgtable_format", OP_EQUAL, false, 0, "aarch64-4k" },
	{ "stall!=force", "stall", OP_NOT_EQUAL, false, 0, "force" },
	{ "httu=none", "httu", OP_EQUAL, false, 0, "none" },
	{ "httu>=access", "httu", OP_AT_LEAST, false, 0, "access" },
	{ "httu<access+dirty", "httu", OP_BELOW, false, 0, "access+dirty" },
	{ "intremap>xapic", "intremap", OP_ABOVE, false, 0, "xapic" },
	{ "btm=enabled", "btm", OP_EQUAL, false, 0, "enabled" },
	{ "tt_endian=both", "tt_endian", OP_EQUAL, false, 0, "both" },
	{ "model=arm-smmu-v3", "model", OP_EQUAL, false, 2, NULL },
	{ "model!=intel-vtd", "model", OP_NOT_EQUAL, false, 1, NULL },
	{ "model=2", "model", OP_EQUAL, false, 2, NULL },
	{ "model=4711", "model", OP_EQUAL, false, 4711, NULL },
	{ "model=riscv-iommu", "model", OP_EQUAL, false, 257, NULL },
};

static struct iommu_probe_ctx *ctx;

static void setup(void)
{
	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
}

static void teardown(void)
{
	iommu_probe_ctx_unref(ctx);
}

START_TEST(test_good)
{
	struct requirement req;

	ck_assert_int_eq(requirement_parse(ctx, good[_i].text, &req), 0);
	ck_assert_str_eq(req.text, good[_i].text);
	ck_assert_str_eq(iommu_caps_attributes[req.id].name, good[_i].name);
	ck_assert_int_eq(req.op, good[_i].op);
	ck_assert(req.empty == good[_i].empty);
	if (good[_i].word)
		ck_assert_str_eq(iommu_caps_words[req.word].text, good[_i].word);
	else
		ck_assert_uint_eq(req.number, good[_i].number);
	if (good[_i].word)
		ck_assert_int_eq(iommu_caps_words[req.word].words,
				 iommu_caps_attributes[req.id].words);
	requirement_clear(&req);
}
END_TEST

/* With a part of the message that says what is wrong. */
static const struct {
	const char *text;
	const char *message;
} bad[] = {
	{ "", "NAME OP VALUE" },
	/* A bare name: the shell took the rest. */
	{ "ssid_bits", "'ssid_bits>=1'" },
	{ "nobody", "shell" },
	{ "ssid_bits >=16", "blank" },
	{ "ssid_bits>= 16", "blank" },
	{ " ssid_bits>=16", "blank" },
	{ "ssid_bits>=16 ", "blank" },
	{ "ssid_bits>=16\t", "blank" },
	{ "ssid_bits>=16\n", "blank" },
	{ "ssid_bits >= 16", "blank" },
	{ "ssid_bits 16", "blank" },
	{ "ssid_bits>=", "NAME OP VALUE" },
	{ "ssid_bits=", "NAME OP VALUE" },
	{ "ssid_bits!", "NAME OP VALUE" },
	{ "ssid_bits!16", "NAME OP VALUE" },
	{ ">=16", "name" },
	{ "=", "" },
	{ "ssid_bits==16", "number" },
	{ "ssid_bits=>16", "number" },
	{ "ssid_bits=<16", "number" },
	{ "ssid_bits<>16", "number" },
	{ "ssid_bits>==16", "number" },
	/* Names */
	{ "ssid_bit>=16", "name" },
	{ "ssid_bitss>=16", "name" },
	{ "SSID_BITS>=16", "name" },
	{ "nobody=1", "name" },
	{ "s=1", "name" },
	{ "registers=1", "name" },
	/* Orders that there are not */
	{ "stall>=enabled", "order" },
	{ "btm>disabled", "order" },
	{ "nesting>=enabled", "order" },
	{ "tt_endian<=big", "order" },
	{ "pgtable_format>=aarch64-4k", "order" },
	{ "pasid_table_format<linear", "order" },
	{ "page_sizes>=4K", "order" },
	{ "page_sizes<=none", "order" },
	{ "pasid0>none", "order" },
	{ "model>=2", "order" },
	{ "model<intel-vtd", "order" },
	/* Values that are none */
	{ "ssid_bits>=x", "number" },
	{ "ssid_bits>=-1", "number" },
	{ "ssid_bits>=+1", "number" },
	{ "ssid_bits>=0x10", "number" },
	{ "ssid_bits>=16.0", "number" },
	{ "ssid_bits>=none", "number" },
	{ "ssid_bits>=K", "number" },
	{ "ssid_bits>=1KK", "number" },
	{ "ssid_bits>=1KB", "number" },
	{ "ssid_bits>=1k", "number" },
	{ "ssid_bits>=1m", "number" },
	{ "page_sizes=1g", "number" },
	{ "page_sizes=1T", "number" },
	{ "page_sizes=4K,2M", "number" },
	{ "page_sizes=nothing", "number" },
	{ "ssid_bits>=18446744073709551616", "number" },
	{ "ssid_bits>=99999999999999999999999999", "number" },
	{ "pasid_table_align<=17179869184G", "number" },
	{ "pasid_table_align<=18014398509481984K", "number" },
	{ "stall=on", "word" },
	{ "stall=ENABLED", "word" },
	{ "stall=none", "word" },
	{ "httu>=full", "word" },
	{ "httu>=dirty", "word" },
	{ "intremap>=apic", "word" },
	{ "pgtable_format=aarch64-8k", "word" },
	{ "pgtable_format=aarch64-4k,aarch64-64k", "word" },
	{ "pgtable_format=linear", "word" },
	{ "pasid_table_format=aarch64-4k", "word" },
	{ "s2_pgtable_format=vtd-fs-4lvl", "word" },
	{ "model=arm-smmu-v4", "number" },
	{ "model=arm-smmu", "number" },
	{ "model=smmuv3", "number" },
	{ "model=none", "number" },
	{ "model=2K", "number" },
	{ "model=-2", "number" },
	{ "model=0x2", "number" },
};

START_TEST(test_bad)
{
	struct requirement req;
	const char *message;

	ck_assert_int_eq(requirement_parse(ctx, bad[_i].text, &req), -EINVAL);
	message = iommu_probe_ctx_get_message(ctx);
	/* Which one, and why. */
	ck_assert_ptr_eq(strstr(message, bad[_i].text), message);
	if (!strstr(message + strlen(bad[_i].text), bad[_i].message))
		ck_abort_msg("'%s': \"%s\" does not say \"%s\"", bad[_i].text, message,
			     bad[_i].message);
	ck_assert_ptr_null(req.text);
}
END_TEST

/* Of those of a check the first bad one is named, and nothing is left behind. */
START_TEST(test_bad_among_good)
{
	static const char *const list[] = { "ssid_bits>=1", "btm=enabled", "stall=on", "nobody=1" };
	struct iommu_probe_check *check;

	tree_dir("sys/class/iommu/unit");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_check_new(host, list, 4, &check), -EINVAL);
	ck_assert_ptr_null(check);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(host->ctx), "stall=on"));
	ck_assert_int_eq(iommu_probe_check_new(host, list, 2, &check), 0);
	iommu_probe_check_unref(check);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("requirement");
	TCase *parse = tcase_create("parse"), *check = tcase_create("check");

	tcase_add_checked_fixture(parse, setup, teardown);
	tcase_add_loop_test(parse, test_good, 0, ROWS(good));
	tcase_add_loop_test(parse, test_bad, 0, ROWS(bad));
	suite_add_tcase(suite, parse);
	tcase_add_checked_fixture(check, unit_setup, unit_teardown);
	tcase_add_test(check, test_bad_among_good);
	suite_add_tcase(suite, check);
	return run(suite);
}
