// SPDX-License-Identifier: MIT
/*
 * lib/iommufd.c: the words of a choice, decoded again by the architectures'
 * own tables, field by field.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "choose.h"
#include "run.h"
#include "tree.h"
#include "unit.h"

/* enum iommu_hwpt_data_type; tests/kernel/uapi.c holds it against the kernel's. */
#define VTD_S1 1
#define ARM_SMMUV3 2
#define AMD_GUEST 3

#define NOT_WRITTEN 0xa5a5a5a5a5a5a5a5ULL

static struct candidate candidate;
static struct target target;
static struct iommu_probe_choice choice;

static void setup(void)
{
	unit_setup();
	tree_dir("sys/class/iommu");
	host = tree_open(false);
}

/* Something that a target with these addresses can do, chosen. */
static void choose(enum iommu_caps_format_id format, unsigned int bits, int pasid0, int pgtable,
		   unsigned int output_bits)
{
	static const enum iommu_caps_word_id behaviours[] = {
		IOMMU_CAPS_PASID0_TERMINATE, IOMMU_CAPS_PASID0_BYPASS, IOMMU_CAPS_PASID0_PASID0,
	};
	struct iommu_caps *caps = &candidate.caps;
	unsigned int i;

	memset(&candidate, 0, sizeof(candidate));
	iommu_caps_init(caps, iommu_caps_formats[format].model);
	iommu_caps_set(caps, IOMMU_CAPS_SSID_BITS, 31);
	iommu_caps_set(caps, IOMMU_CAPS_OUTPUT_BITS, output_bits);
	iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, (enum iommu_caps_word_id)pgtable);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID_TABLE_FORMAT);
	iommu_caps_add(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, iommu_caps_formats[format].word);
	iommu_caps_set_none(caps, IOMMU_CAPS_PASID0);
	for (i = 0; i < 3; i++)
		iommu_caps_add(caps, IOMMU_CAPS_PASID0, behaviours[i]);
	target = (struct target){ .iommu = (char *)"unit", .candidates = &candidate };
	choice = (struct iommu_probe_choice){
		.refs = 1, .host = host, .targets = &target, .answer = IOMMU_PROBE_ANSWER_YES,
		.format = &iommu_caps_formats[format], .bits = bits, .pasid0 = pasid0,
		.pgtable = pgtable, .output_bits = output_bits,
	};
}

/* A field as documents name them: bits high:low of a word. */
static uint64_t field(uint64_t word, unsigned int high, unsigned int low)
{
	uint64_t result = 0;
	unsigned int bit;

	for (bit = low; bit <= high; bit++)
		if (word >> bit & 1)
			result |= 1ULL << (bit - low);
	return result;
}

/* Arm IHI 0070, "Stream Table Entry" */
struct ste {
	unsigned int v, config, s1fmt, s1cdmax, s1dss;
	uint64_t s1contextptr;
};

static void decode_ste(const uint64_t words[2], struct ste *ste)
{
	ste->v = (unsigned int)field(words[0], 0, 0);
	ste->config = (unsigned int)field(words[0], 3, 1);
	ste->s1fmt = (unsigned int)field(words[0], 5, 4);
	ste->s1contextptr = field(words[0], 51, 6) << 6;
	ste->s1cdmax = (unsigned int)field(words[0], 63, 59);
	ste->s1dss = (unsigned int)field(words[1], 1, 0);
	/* All else is reserved, or the host's to say. */
	if (field(words[0], 58, 52) || field(words[1], 63, 2))
		ck_abort_msg("reserved bits of 0x%llx 0x%llx", (unsigned long long)words[0],
			     (unsigned long long)words[1]);
}

/* AMD 48882, "Device Table Entry Format" */
struct dte {
	unsigned int v, giov, gv, glx, paging;
	uint64_t gcr3;
};

static void decode_dte(const uint64_t words[4], struct dte *dte)
{
	dte->v = (unsigned int)field(words[0], 0, 0);
	dte->giov = (unsigned int)field(words[0], 54, 54);
	dte->gv = (unsigned int)field(words[0], 55, 55);
	dte->glx = (unsigned int)field(words[0], 57, 56);
	dte->gcr3 = field(words[0], 60, 58) << 12 | field(words[1], 31, 16) << 15 |
		    field(words[1], 63, 43) << 31;
	dte->paging = (unsigned int)field(words[2], 55, 54);
	/* Nothing of the host's: no second stage, no domain, no interrupts. */
	if (field(words[0], 53, 2) || field(words[0], 63, 61) || field(words[1], 15, 0) ||
	    field(words[1], 42, 32) || words[2] & ~(3ULL << 54) || words[3])
		ck_abort_msg("other bits of 0x%llx 0x%llx 0x%llx 0x%llx",
			     (unsigned long long)words[0], (unsigned long long)words[1],
			     (unsigned long long)words[2], (unsigned long long)words[3]);
}

static int get(uint64_t base, uint32_t *type, uint64_t words[4], size_t *count)
{
	const uint64_t none[4] = { NOT_WRITTEN, NOT_WRITTEN, NOT_WRITTEN, NOT_WRITTEN };
	int ret;

	memcpy(words, none, sizeof(none));
	*count = 99;
	ret = iommu_probe_choice_get_iommufd(&choice, base, type, words, count);
	/* Words beyond are not touched. */
	if (!ret && memcmp(words + *count, none, (4 - *count) * sizeof(*words)))
		ck_abort_msg("more than %zu words", *count);
	return ret;
}

/* Bases with each bit alone, and with all from it to the highest one. */
static uint64_t base_of(unsigned int n, unsigned int lowest, unsigned int highest)
{
	const unsigned int bit = lowest + n / 2;

	if (n % 2 == 0)
		return 1ULL << bit;
	return ((1ULL << (highest - bit + 1)) - 1) << bit;
}

static unsigned int log2_of(uint64_t power)
{
	unsigned int bit = 0;

	while (power >> bit != 1)
		bit++;
	return bit;
}

static void check_ste(uint64_t base)
{
	const unsigned int dss = choice.pasid0 == IOMMU_CAPS_PASID0_PASID0 ? 2 :
				 choice.pasid0 == IOMMU_CAPS_PASID0_BYPASS ? 1 :
									     0;
	uint64_t words[4];
	uint32_t type;
	size_t count;
	struct ste ste;

	if (get(base, &type, words, &count))
		ck_abort_msg("0x%llx: %s", (unsigned long long)base,
			     iommu_probe_ctx_get_message(host->ctx));
	decode_ste(words, &ste);
	/* Config 101: stage 1 translates, stage 2 is bypassed; the host nests it. */
	if (type != ARM_SMMUV3 || count != 2 || ste.v != 1 || ste.config != 5 ||
	    ste.s1contextptr != base || ste.s1cdmax != choice.bits || ste.s1dss != dss ||
	    ste.s1fmt != choice.format->code)
		ck_abort_msg("base 0x%llx: 0x%llx 0x%llx", (unsigned long long)base,
			     (unsigned long long)words[0], (unsigned long long)words[1]);
}

static const enum iommu_caps_format_id smmu_formats[] = {
	IOMMU_CAPS_FORMAT_ARM_SMMU_V3_LINEAR,
	IOMMU_CAPS_FORMAT_ARM_SMMU_V3_2LVL_4K,
	IOMMU_CAPS_FORMAT_ARM_SMMU_V3_2LVL_64K,
};

START_TEST(test_smmu)
{
	static const int behaviours[] = { -1, IOMMU_CAPS_PASID0_TERMINATE, IOMMU_CAPS_PASID0_BYPASS,
					  IOMMU_CAPS_PASID0_PASID0 };
	unsigned int bits, dss, n, lowest;

	for (bits = 0; bits < 32; bits++) {
		/* A single context descriptor is linear, and says nothing of PASID 0. */
		for (dss = bits ? 1 : 0; dss < (bits ? 4 : _i ? 0 : 1); dss++) {
			choose(smmu_formats[_i], bits, behaviours[dss], IOMMU_CAPS_S1_AARCH64_4K,
			       52);
			lowest = log2_of(iommu_caps_pasid_table_align(choice.format, bits));
			for (n = 0; n < 2 * (52 - lowest); n++)
				check_ste(base_of(n, lowest, 51));
		}
	}
}
END_TEST

static void check_dte(uint64_t base)
{
	uint64_t words[4];
	uint32_t type;
	size_t count;
	struct dte dte;

	if (get(base, &type, words, &count))
		ck_abort_msg("0x%llx: %s", (unsigned long long)base,
			     iommu_probe_ctx_get_message(host->ctx));
	decode_dte(words, &dte);
	if (type != AMD_GUEST || count != 4 || dte.v != 1 || dte.gv != 1 ||
	    dte.gcr3 != base || dte.glx != choice.format->code ||
	    dte.giov != (choice.pasid0 == IOMMU_CAPS_PASID0_PASID0) ||
	    dte.paging != (choice.pgtable == IOMMU_CAPS_S1_AMD_V2_5LVL))
		ck_abort_msg("base 0x%llx: 0x%llx 0x%llx 0x%llx", (unsigned long long)base,
			     (unsigned long long)words[0], (unsigned long long)words[1],
			     (unsigned long long)words[2]);
}

START_TEST(test_amd)
{
	static const enum iommu_caps_format_id formats[] = {
		IOMMU_CAPS_FORMAT_AMD_VI_GCR3_1LVL,
		IOMMU_CAPS_FORMAT_AMD_VI_GCR3_2LVL,
		IOMMU_CAPS_FORMAT_AMD_VI_GCR3_3LVL,
	};
	static const int behaviours[] = { IOMMU_CAPS_PASID0_BYPASS, IOMMU_CAPS_PASID0_PASID0 };
	static const int tables[] = { IOMMU_CAPS_S1_AMD_V2_4LVL, IOMMU_CAPS_S1_AMD_V2_5LVL };
	unsigned int n, i;

	for (i = 0; i < 4; i++) {
		choose(formats[_i], 9 * ((unsigned int)_i + 1), behaviours[i / 2], tables[i % 2],
		       64);
		for (n = 0; n < 2 * (52 - 12); n++)
			check_dte(base_of(n, 12, 51));
	}
}
END_TEST

/* struct iommu_hwpt_vtd_s1: flags, address of the page table, width of its addresses */
START_TEST(test_vtd)
{
	const int table = _i ? IOMMU_CAPS_S1_VTD_FS_5LVL : IOMMU_CAPS_S1_VTD_FS_4LVL;
	uint64_t words[4];
	unsigned int n;
	uint32_t type;
	size_t count;

	choose(IOMMU_CAPS_FORMAT_INTEL_VTD_SCALABLE, 20, -1, table, 52);
	for (n = 0; n < 2 * (52 - 12); n++) {
		ck_assert_int_eq(get(base_of(n, 12, 51), &type, words, &count), 0);
		ck_assert_uint_eq(type, VTD_S1);
		ck_assert_uint_eq(count, 3);
		ck_assert_uint_eq(words[0], 0);
		ck_assert_uint_eq(words[1], base_of(n, 12, 51));
		ck_assert_uint_eq(words[2], _i ? 57 : 48);
	}
	ck_assert_int_eq(get(0, &type, words, &count), -EINVAL);
	ck_assert_int_eq(get(0x800, &type, words, &count), -EINVAL);
	ck_assert_int_eq(get(0x1001, &type, words, &count), -EINVAL);
	ck_assert_int_eq(get(1ULL << 52, &type, words, &count), -ERANGE);
	/* Where nobody says how wide addresses are, none is too high. */
	choose(IOMMU_CAPS_FORMAT_INTEL_VTD_SCALABLE, 20, -1, table, 0);
	ck_assert_int_eq(get(1ULL << 63, &type, words, &count), 0);
	choose(IOMMU_CAPS_FORMAT_INTEL_VTD_SCALABLE, 20, -1, table, 64);
	ck_assert_int_eq(get(1ULL << 63, &type, words, &count), 0);
}
END_TEST

/* What the check refuses has no words. */
static const struct {
	enum iommu_caps_format_id format;
	unsigned int bits;
	uint64_t base;
	int error;
} refused[] = {
	{ IOMMU_CAPS_FORMAT_ARM_SMMU_V3_LINEAR, 16, 0, EINVAL },
	{ IOMMU_CAPS_FORMAT_ARM_SMMU_V3_LINEAR, 16, 0x200000, EINVAL },
	{ IOMMU_CAPS_FORMAT_ARM_SMMU_V3_LINEAR, 16, 1ULL << 44, ERANGE },
	{ IOMMU_CAPS_FORMAT_ARM_SMMU_V3_2LVL_64K, 16, 0x100, EINVAL },
	{ IOMMU_CAPS_FORMAT_ARM_SMMU_V3_2LVL_64K, 16, 1ULL << 52, ERANGE },
	{ IOMMU_CAPS_FORMAT_AMD_VI_GCR3_2LVL, 16, 0, EINVAL },
	{ IOMMU_CAPS_FORMAT_AMD_VI_GCR3_2LVL, 16, 0x800, EINVAL },
	{ IOMMU_CAPS_FORMAT_AMD_VI_GCR3_2LVL, 16, 1ULL << 44, ERANGE },
	{ IOMMU_CAPS_FORMAT_AMD_VI_GCR3_2LVL, 19, 0x1000, ERANGE },
	/* iommufd has no words for these, whatever the base is. */
	{ IOMMU_CAPS_FORMAT_RISCV_IOMMU_PD20, 20, 0x1000, EPROTONOSUPPORT },
	{ IOMMU_CAPS_FORMAT_RISCV_IOMMU_PD20, 20, 0x1001, EINVAL },
};

START_TEST(test_refused)
{
	uint64_t words[4];
	uint32_t type;
	size_t count;

	choose(refused[_i].format, refused[_i].bits, IOMMU_CAPS_PASID0_PASID0,
	       IOMMU_CAPS_S1_AARCH64_4K, 44);
	ck_assert_int_eq(get(refused[_i].base, &type, words, &count), -refused[_i].error);
	ck_assert_str_ne(iommu_probe_ctx_get_message(host->ctx), "");
	ck_assert_uint_eq(words[0], NOT_WRITTEN);
}
END_TEST

static int get_config(struct iommu_pasid_table_config *config)
{
	return iommu_probe_choice_get_config(&choice, 0x1000, config, sizeof(*config));
}

/* As much as the caller has room for; nothing of it where there is an error. */
START_TEST(test_config)
{
	_Alignas(struct iommu_pasid_table_config) unsigned char room[48];
	unsigned char before[sizeof(room)];
	struct iommu_pasid_table_config *config = (void *)room;
	const size_t known = sizeof(*config);
	size_t size;
	int ret;

	choose(IOMMU_CAPS_FORMAT_ARM_SMMU_V3_2LVL_4K, 16, IOMMU_CAPS_PASID0_BYPASS,
	       IOMMU_CAPS_S1_AARCH64_4K, 44);
	memset(before, 0xa5, sizeof(before));
	for (size = 0; size <= sizeof(room); size++) {
		memset(room, 0xa5, sizeof(room));
		ret = iommu_probe_choice_get_config(&choice, 0x2000, config, size);
		ck_assert_int_eq(ret, size < known ? -EINVAL : 0);
		ck_assert_mem_eq(room + size, before, sizeof(room) - size);
		if (ret) {
			ck_assert_mem_eq(room, before, sizeof(room));
			continue;
		}
		ck_assert_uint_eq(config->argsz, known);
		ck_assert_uint_eq(config->model, 2);
		ck_assert_uint_eq(config->pasid_bits, 16);
		ck_assert_uint_eq(config->base_ptr, 0x2000);
		ck_assert_uint_eq(config->arm_smmu_v3.s1fmt, 1);
		ck_assert_uint_eq(config->arm_smmu_v3.s1dss, 1);
		memset(before, 0, size - known);
		ck_assert_mem_eq(room + known, before, size - known);
		memset(before, 0xa5, sizeof(before));
	}
	memset(room, 0xa5, sizeof(room));
	ck_assert_int_eq(iommu_probe_choice_get_config(&choice, 0x2100, config, known), -EINVAL);
	ck_assert_mem_eq(room, before, sizeof(room));
}
END_TEST

START_TEST(test_nothing_chosen)
{
	struct iommu_pasid_table_config config;
	uint64_t words[4];
	uint32_t type;
	size_t count;

	choose(IOMMU_CAPS_FORMAT_INTEL_VTD_SCALABLE, 20, -1, IOMMU_CAPS_S1_VTD_FS_4LVL, 52);
	ck_assert_int_eq(get_config(&config), -ENXIO);
	choice.answer = IOMMU_PROBE_ANSWER_NO;
	ck_assert_int_eq(get_config(&config), -ENODATA);
	ck_assert_int_eq(get(0x1000, &type, words, &count), -ENODATA);
	choice.answer = IOMMU_PROBE_ANSWER_UNKNOWN;
	ck_assert_int_eq(get(0x1000, &type, words, &count), -ENODATA);
	ck_assert_ptr_null(iommu_probe_choice_get_model(&choice));
	ck_assert_ptr_null(iommu_probe_choice_get_pasid_table_format(&choice));
	ck_assert_uint_eq(iommu_probe_choice_get_pasid_bits(&choice), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("iommufd");
	TCase *tests = tcase_create("words");

	tcase_add_checked_fixture(tests, setup, unit_teardown);
	tcase_add_loop_test(tests, test_smmu, 0, ROWS(smmu_formats));
	tcase_add_loop_test(tests, test_amd, 0, 3);
	tcase_add_loop_test(tests, test_vtd, 0, 2);
	tcase_add_loop_test(tests, test_refused, 0, ROWS(refused));
	tcase_add_test(tests, test_config);
	tcase_add_test(tests, test_nothing_chosen);
	suite_add_tcase(suite, tests);
	return run(suite);
}
