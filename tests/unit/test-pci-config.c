// SPDX-License-Identifier: MIT
/* Extended capabilities: those of real endpoints, lists that are broken, noise. */
#include "pci-config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "random.h"
#include "run.h"

#define AER 0x0001
#define ATS 0x000f
#define PRI 0x0013
#define PASID 0x001b
#define OTHER 0x0018
#define EXTENDED 0x100
#define VERSION 1
static uint8_t config[PCI_CONFIG_MAX];
/* What is read last; of each kind one. */
static struct pci_feature pasid, ats, pri;

static void put16(size_t at, unsigned int word)
{
	config[at] = word & 0xff;
	config[at + 1] = word >> 8 & 0xff;
}

static void put32(size_t at, uint32_t word)
{
	put16(at, word & 0xffff);
	put16(at + 2, word >> 16);
}

static void put_header(size_t at, unsigned int id, unsigned int next)
{
	put32(at, id | (uint32_t)VERSION << 16 | (uint32_t)next << 20);
}

static void put_pasid(size_t at, unsigned int next, unsigned int capability, unsigned int control)
{
	put_header(at, PASID, next);
	put16(at + 4, capability);
	put16(at + 6, control);
}

static void put_ats(size_t at, unsigned int next, unsigned int control)
{
	put_header(at, ATS, next);
	put16(at + 4, 0x0060);
	put16(at + 6, control);
}

static void put_pri(size_t at, unsigned int next, unsigned int control, uint32_t capacity)
{
	put_header(at, PRI, next);
	put16(at + 4, control);
	put16(at + 6, 0x0100);
	put32(at + 8, capacity);
	/* What was allocated of it. */
	put32(at + 12, 0xdeadbeef);
}

static void setup(void)
{
	memset(config, 0, sizeof(config));
	put32(0, 0x0b258086);
}

/* From a copy that is no longer than length, for the sanitizer to watch. */
static void read_first(size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, config, length);
	/* Nothing of what was there before stays. */
	memset(&pasid, 0xff, sizeof(pasid));
	memset(&ats, 0xff, sizeof(ats));
	memset(&pri, 0xff, sizeof(pri));
	pci_read_pasid(copy, length, &pasid);
	pci_read_ats(copy, length, &ats);
	pci_read_pri(copy, length, &pri);
	free(copy);
}

static const char *state(const struct pci_feature *feature)
{
	if (feature->found == PCI_FOUND)
		return feature->enabled ? "on" : "off";
	ck_assert(feature->found == PCI_ABSENT || feature->found == PCI_UNKNOWN);
	ck_assert(!feature->enabled && !feature->execute && !feature->privileged);
	ck_assert_uint_eq(feature->value, 0);
	return feature->found == PCI_ABSENT ? "absent" : "?";
}

/* "PASID[,bits,x,p] ATS PRI[,capacity]" */
static void check_first(size_t length, const char *expected)
{
	char found[128], capacity[16] = "", width[16] = "";

	read_first(length);
	if (pasid.found == PCI_FOUND)
		snprintf(width, sizeof(width), ",%u%s%s", pasid.value, pasid.execute ? ",x" : "",
			 pasid.privileged ? ",p" : "");
	if (pri.found == PCI_FOUND)
		snprintf(capacity, sizeof(capacity), ",%u", pri.value);
	snprintf(found, sizeof(found), "%s%s %s %s%s", state(&pasid), width, state(&ats),
		 state(&pri), capacity);
	ck_assert_str_eq(found, expected);
}

static void check(const char *expected)
{
	check_first(PCI_CONFIG_MAX, expected);
}

/* Data streaming accelerator of a server, all of it in use. */
static void put_dsa(void)
{
	put_header(0x100, AER, 0x150);
	put_header(0x150, 0x0017, 0x160);
	put_header(0x160, OTHER, 0x170);
	put_header(0x170, 0x0010, 0x220);
	put_ats(0x220, 0x230, 0x8000);
	put_pasid(0x230, 0x240, 0x1404, 0x0005);
	put_pri(0x240, 0, 0x0001, 0x200);
}

START_TEST(test_dsa)
{
	put_dsa();
	check("on,20,p on on,512");
}
END_TEST

START_TEST(test_integrated_graphics)
{
	put_pasid(0x100, 0x200, 0x1400, 0);
	put_ats(0x200, 0x300, 0);
	put_pri(0x300, 0, 0, 0x8000);
	check("off,20 off off,32768");
}
END_TEST

START_TEST(test_amd_gpu)
{
	put_header(0x100, 0x000b, 0x150);
	put_header(0x150, AER, 0x2b0);
	put_ats(0x2b0, 0x2c0, 0);
	put_pri(0x2c0, 0x2d0, 0, 0x20);
	put_pasid(0x2d0, 0, 0x1006, 0);
	check("off,16,x,p off off,32");
}
END_TEST

START_TEST(test_none_of_them)
{
	put_header(0x100, AER, 0x150);
	put_header(0x150, OTHER, 0);
	check("absent absent absent");
}
END_TEST

/* As much as could be read; the whole list is there each time. */
static const struct {
	size_t length;
	const char *expected;
} lengths[] = {
	{ 0, "? ? ?" },
	{ 1, "? ? ?" },
	{ 64, "? ? ?" },
	{ 255, "? ? ?" },
	{ 256, "absent absent absent" },
	{ 257, "? ? ?" },
	{ 260, "? ? ?" },
	{ 0x250, "? ? ?" },
	{ 4095, "? ? ?" },
	{ 4096, "on,20,p on on,512" },
};

START_TEST(test_lengths)
{
	put_dsa();
	check_first(lengths[_i].length, lengths[_i].expected);
}
END_TEST

START_TEST(test_nothing_was_read)
{
	struct pci_feature feature;

	pci_read_pasid(NULL, 0, &feature);
	ck_assert_int_eq(feature.found, PCI_UNKNOWN);
}
END_TEST

START_TEST(test_empty_list)
{
	check("absent absent absent");
	/* What is behind an empty list is none of it. */
	put_pasid(0x150, 0, 0x1400, 1);
	check("absent absent absent");
	/* The other way to have none. */
	put32(EXTENDED, 0x0000ffff);
	check("absent absent absent");
}
END_TEST

/* A device that has gone answers so. */
START_TEST(test_all_ones)
{
	memset(config, 0xff, sizeof(config));
	check("? ? ?");
	check_first(256, "absent absent absent");
	check_first(64, "? ? ?");
}
END_TEST

/* It went while it was read: what was found stands. */
START_TEST(test_all_ones_behind)
{
	put_dsa();
	memset(config + 0x230, 0xff, sizeof(config) - 0x230);
	check("? on ?");
}
END_TEST

START_TEST(test_circles)
{
	put_dsa();
	/* back to the start */
	put_pasid(0x230, 0x100, 0x1404, 0x0005);
	check("on,20,p on ?");
	/* to itself */
	put_ats(0x220, 0x220, 0x8000);
	check("? on ?");
	put_header(0x100, AER, 0x100);
	check("? ? ?");
}
END_TEST

/* The longest list there is room for, each capability of eight bytes, is none. */
START_TEST(test_longest_list)
{
	size_t at;

	for (at = EXTENDED; at < PCI_CONFIG_MAX - 16; at += 8)
		put_header(at, OTHER, (unsigned int)at + 8);
	put_pri(PCI_CONFIG_MAX - 16, 0, 1, 7);
	check("absent absent on,7");
	put_header(PCI_CONFIG_MAX - 16, OTHER, PCI_CONFIG_MAX - 8);
	put_header(PCI_CONFIG_MAX - 8, OTHER, 0);
	check("absent absent absent");
	put_ats(PCI_CONFIG_MAX - 8, 0, 0x8000);
	check("absent on absent");
}
END_TEST

/* Backwards is as good as forwards. */
START_TEST(test_any_order)
{
	put_header(0x100, OTHER, 0xf00);
	put_pri(0xf00, 0x300, 1, 1);
	put_pasid(0x300, 0x200, 0x1f00, 0);
	put_ats(0x200, 0, 0);
	check("off,31 off on,1");
}
END_TEST

/* The first of a kind counts. */
START_TEST(test_twice)
{
	put_pasid(0x100, 0x200, 0x0800, 1);
	put_pasid(0x200, 0, 0x1406, 0);
	check("on,8 absent absent");
}
END_TEST

/* Where no extended capability can be. */
static const unsigned int below[] = { 0x004, 0x010, 0x040, 0x0fc };

START_TEST(test_next_below)
{
	put_ats(0x100, below[_i], 0x8000);
	put_pasid(below[_i] < 0xf8 ? below[_i] : 0xf8, 0, 0x1400, 1);
	check("? on ?");
}
END_TEST

/* The two lowest bits of a pointer are reserved. */
START_TEST(test_unaligned)
{
	put_header(0x100, OTHER, 0x200 + (unsigned int)_i);
	put_pasid(0x200, (unsigned int)_i, 0x1002, 1);
	check("on,16,x absent absent");
}
END_TEST

/* A capability is eight bytes, PRI's sixteen; what doesn't fit is broken. */
static const struct {
	unsigned int id;
	unsigned int at;
	const char *expected;
} ends[] = {
	{ PASID, 0xff0, "on,5 absent absent" }, { PASID, 0xff4, "on,5 absent absent" },
	{ PASID, 0xff8, "on,5 absent absent" }, { PASID, 0xffc, "? absent absent" },
	{ ATS, 0xff0, "absent on absent" },	{ ATS, 0xff8, "absent on absent" },
	{ ATS, 0xffc, "absent ? absent" },	{ PRI, 0xff0, "absent absent on,9" },
	{ PRI, 0xff4, "absent absent ?" },	{ PRI, 0xff8, "absent absent ?" },
	{ PRI, 0xffc, "absent absent ?" },	{ OTHER, 0xffc, "absent absent absent" },
};

/* The capability's bytes, as far as there is room for them. */
static void put_words(size_t at, const unsigned int words[6])
{
	size_t i;

	for (i = 0; i < 6 && at + 2 * i < PCI_CONFIG_MAX; i++)
		put16(at + 2 * i, words[i]);
}

START_TEST(test_ends)
{
	static const unsigned int pasid_words[6] = { 0x0500, 1 };
	static const unsigned int ats_words[6] = { 0, 0x8000 };
	static const unsigned int pri_words[6] = { 1, 0x0100, 9 };
	const unsigned int at = ends[_i].at;

	put_header(0x100, OTHER, at);
	put_header(at, ends[_i].id, 0);
	put_words(at + 4, ends[_i].id == PASID ? pasid_words :
			  ends[_i].id == ATS   ? ats_words :
						 pri_words);
	check(ends[_i].expected);
}
END_TEST

/* Whatever the version: it only grows. */
START_TEST(test_versions)
{
	const uint32_t version = (uint32_t)_i << 16;

	put32(0x100, PASID | version | 0x200u << 20);
	put16(0x104, 0x1400);
	put32(0x200, ATS | version | 0x300u << 20);
	put16(0x206, 0x8000);
	put32(0x300, PRI | version);
	put32(0x308, 0xffffffff);
	check("off,20 on off,4294967295");
}
END_TEST

/* A next of 0xfff and a version of 15: the header is not the pointer. */
START_TEST(test_next_at_the_end)
{
	put32(0x100, ATS | 0xfu << 16 | 0xfffu << 20);
	check("absent off absent");
}
END_TEST

START_TEST(test_widths)
{
	char expected[64];

	put_pasid(0x100, 0, (unsigned int)_i << 8, 0);
	snprintf(expected, sizeof(expected), "off,%d absent absent", _i);
	check(expected);
	/* Reserved bits around it. */
	put_pasid(0x100, 0, (unsigned int)_i << 8 | 0xe0f9, 0xfffe);
	check(expected);
}
END_TEST

static const struct {
	unsigned int control;
	const char *expected;
} ats_controls[] = {
	{ 0x0000, "absent off absent" },
	{ 0x8000, "absent on absent" },
	{ 0x7fff, "absent off absent" },
	{ 0x801f, "absent on absent" },
};

START_TEST(test_ats_controls)
{
	put_ats(0x100, 0, ats_controls[_i].control);
	check(ats_controls[_i].expected);
}
END_TEST

static const struct {
	unsigned int control;
	uint32_t capacity;
	const char *expected;
} pri_controls[] = {
	{ 0x0000, 0, "absent absent off,0" },
	{ 0x0001, 1, "absent absent on,1" },
	{ 0xfffe, 0x10000, "absent absent off,65536" },
	{ 0xffff, 0x80000000, "absent absent on,2147483648" },
};

START_TEST(test_pri_controls)
{
	put_pri(0x100, 0, pri_controls[_i].control, pri_controls[_i].capacity);
	check(pri_controls[_i].expected);
}
END_TEST

/* Each id is all sixteen bits. */
START_TEST(test_similar_ids)
{
	put_header(0x100, PASID | 0x0100, 0x200);
	put_header(0x200, ATS | 0x8000, 0x300);
	put_header(0x300, PRI | 0x1000, 0);
	check("absent absent absent");
}
END_TEST

static const unsigned int wanted[] = { PASID, ATS, PRI, AER, OTHER };

/* A list that is mostly one, of which any byte may be wrong. */
static void put_noise(uint64_t *state)
{
	size_t at = EXTENDED, i;
	unsigned int next, n;

	for (i = 0; i < sizeof(config); i += 8) {
		const uint64_t bits = random_next(state);

		memcpy(config + i, &bits, 8);
	}
	if (random_percent(state, 10))
		return;
	for (n = random_below(state, 20); n--; at = next & 0xffc) {
		next = random_below(state, 0x1000);
		if (random_percent(state, 80) && next < EXTENDED)
			next += EXTENDED;
		put_header(at & 0xffc, wanted[random_below(state, 5)], n ? next : 0);
	}
}

static void check_noise(const struct pci_feature *feature, uint32_t most)
{
	ck_assert_uint_le(feature->value, most);
	state(feature);
}

START_TEST(test_random_bytes)
{
	uint64_t seed = 20240607;
	size_t length;
	int i;

	for (i = 0; i < 100000; i++) {
		put_noise(&seed);
		length = random_percent(&seed, 90) ? PCI_CONFIG_MAX :
						     random_below(&seed, PCI_CONFIG_MAX + 1);
		read_first(length);
		check_noise(&pasid, 31);
		check_noise(&ats, 0);
		check_noise(&pri, UINT32_MAX);
		ck_assert(length == PCI_CONFIG_MAX ||
			  (pasid.found != PCI_FOUND && ats.found != PCI_FOUND &&
			   pri.found != PCI_FOUND));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pci-config");
	TCase *tests = tcase_create("pci-config");

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_set_timeout(tests, 50);
	tcase_add_test(tests, test_dsa);
	tcase_add_test(tests, test_integrated_graphics);
	tcase_add_test(tests, test_amd_gpu);
	tcase_add_test(tests, test_none_of_them);
	tcase_add_loop_test(tests, test_lengths, 0, ROWS(lengths));
	tcase_add_test(tests, test_nothing_was_read);
	tcase_add_test(tests, test_empty_list);
	tcase_add_test(tests, test_all_ones);
	tcase_add_test(tests, test_all_ones_behind);
	tcase_add_test(tests, test_circles);
	tcase_add_test(tests, test_longest_list);
	tcase_add_test(tests, test_any_order);
	tcase_add_test(tests, test_twice);
	tcase_add_loop_test(tests, test_next_below, 0, ROWS(below));
	tcase_add_loop_test(tests, test_unaligned, 0, 4);
	tcase_add_loop_test(tests, test_ends, 0, ROWS(ends));
	tcase_add_loop_test(tests, test_versions, 0, 16);
	tcase_add_test(tests, test_next_at_the_end);
	tcase_add_loop_test(tests, test_widths, 0, 32);
	tcase_add_loop_test(tests, test_ats_controls, 0, ROWS(ats_controls));
	tcase_add_loop_test(tests, test_pri_controls, 0, ROWS(pri_controls));
	tcase_add_test(tests, test_similar_ids);
	tcase_add_test(tests, test_random_bytes);
	suite_add_tcase(suite, tests);
	return run(suite);
}
