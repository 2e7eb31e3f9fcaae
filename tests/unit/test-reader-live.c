// SPDX-License-Identifier: MIT
/*
 * Both readers on the same trees have to come to the same document: the live
 * one stands on libsysfs, which has bounds of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

static void compare(const char *root)
{
	struct iommu_probe_host *safe = tree_open_at(root, false);
	struct iommu_probe_host *live = tree_open_at(root, true);
	char *expected = document_text(safe), *found = document_text(live);

	ck_assert_str_eq(found, expected);
	/* A second time, since libraries keep things. */
	free(found);
	found = document_text(live);
	ck_assert_str_eq(found, expected);
	free(expected);
	free(found);
	iommu_probe_host_unref(safe);
	iommu_probe_host_unref(live);
}

#define ATTRIBUTE "/sys/class/iommu/u/arm-smmu-v3/ssid_bits"

/* The root's folder, so that the path of ATTRIBUTE has this length. */
static const char *root_of(size_t length)
{
	static char path[1024];
	size_t at, own = strlen(tree_path("")) + strlen(ATTRIBUTE);

	ck_assert_uint_lt(own, length);
	length -= own;
	for (at = 0; at < length; at++)
		path[at] = at % 100 == 99 && at + 1 < length ? '/' : 'p';
	path[length] = '\0';
	return path;
}

static void file_in(const char *root, const char *name, const void *bytes, size_t length)
{
	char path[2048];

	snprintf(path, sizeof(path), "%s/sys/class/iommu/u/arm-smmu-v3/%s", root, name);
	tree_bytes(path, bytes, length);
}

/*
 * libsysfs: over 120 characters it loses entries, over 245 it aborts, at 256
 * its stack goes.
 */
START_TEST(test_long_paths)
{
	const char *root = root_of((size_t)_i);
	char full[2048], name[24];
	size_t length;

	file_in(root, "model", "2\n", 2);
	file_in(root, "ssid_bits", "16\n", 3);
	file_in(root, "page_sizes", "4096 65536\n", 11);
	file_in(root, "stall", "forced labour\n", 14);
	/* A path that is cut somewhere must not be that of another file. */
	for (length = 1; length < sizeof(name); length++) {
		memset(name, 'n', length);
		name[length] = '\0';
		file_in(root, name, name, length);
	}
	snprintf(full, sizeof(full), "%s", tree_path(root));
	ck_assert_uint_eq(strlen(full) + strlen(ATTRIBUTE), (size_t)_i);
	compare(full);
}
END_TEST

START_TEST(test_long_names)
{
	char path[1024], name[256];

	memset(name, 'n', sizeof(name) - 1);
	name[_i] = '\0';
	snprintf(path, sizeof(path), "sys/class/iommu/%s/%s/model", name, name);
	tree_file(path, "777\n");
	snprintf(path, sizeof(path), "sys/class/iommu/%s/%s/%s", name, name, name);
	tree_file(path, "text\n");
	snprintf(path, sizeof(path), "sys/class/iommu/%s/devices/%s", name, name);
	tree_link(path, "nowhere");
	compare(tree_root());
}
END_TEST

static const size_t sizes[] = { 0, 1, 2, 100, 4094, 4095, 4096, 4097, 8191, 8192, 70000 };

#define MODEL "sys/class/iommu/u/arm-smmu-v3/"

START_TEST(test_sizes)
{
	const size_t size = sizes[_i];
	char *bytes = malloc(size + 1);
	size_t i;

	ck_assert_ptr_nonnull(bytes);
	tree_file(MODEL "model", "2\n");
	tree_letters(MODEL "letters", size);
	tree_letters(MODEL "stall", size);
	memset(bytes, 0, size + 1);
	tree_bytes(MODEL "nuls", bytes, size);
	tree_bytes(MODEL "ssid_bits", bytes, size);
	memset(bytes, '\n', size);
	tree_bytes(MODEL "newlines", bytes, size);
	tree_bytes(MODEL "pri", bytes, size);
	for (i = 0; i < size; i++)
		bytes[i] = (char)(i * 7);
	tree_bytes(MODEL "binary", bytes, size);
	tree_bytes(MODEL "ats", bytes, size);
	memset(bytes, '0', size);
	tree_bytes(MODEL "bbm", bytes, size);
	for (i = 0; i < size; i++)
		bytes[i] = i % 2 ? ' ' : 'a';
	tree_bytes(MODEL "pgtable_format", bytes, size);
	free(bytes);
	compare(tree_root());
}
END_TEST

static const struct {
	const char *bytes;
	size_t length;
} texts[] = {
	{ "16", 2 },	   { "16\n", 3 },    { "16\n\n", 4 }, { "\n16\n", 4 }, { "16\r\n", 4 },
	{ " 16\n", 4 },	   { "16 \n", 4 },   { "16\0\n", 4 }, { "16\n\0", 4 }, { "\0", 1 },
	{ "\0\n", 2 },	   { "\n", 1 },	     { "\n\0", 2 },   { "\0\0\0", 3 }, { "1\0006\n", 4 },
	{ "\xff\xfe", 2 }, { "\xc3\xa9", 2 },
};

START_TEST(test_texts)
{
	tree_file(MODEL "model", "2\n");
	tree_bytes(MODEL "ssid_bits", texts[_i].bytes, texts[_i].length);
	tree_bytes(MODEL "stall", texts[_i].bytes, texts[_i].length);
	tree_bytes(MODEL "unknown", texts[_i].bytes, texts[_i].length);
	tree_bytes("sys/class/iommu/u/amd-vi/model", texts[_i].bytes, texts[_i].length);
	compare(tree_root());
}
END_TEST

START_TEST(test_odd_names)
{
	tree_file("sys/class/iommu/riscv-iommu@0000:00:01.0/riscv-iommu/model", "257\n");
	tree_file("sys/class/iommu/a b/arm smmu/model", "2\n");
	tree_file("sys/class/iommu/a b/arm smmu/new file", "text\n");
	tree_file("sys/class/iommu/a\nb/\xff/model", "4\n");
	tree_file("sys/class/iommu/a\nb/\xff/%s%n", "%s%n\n");
	tree_file("sys/class/iommu/-/--/model", "1\n");
	tree_file("sys/class/iommu/\"\\/\"/model", "1\n");
	tree_dir("sys/class/iommu/a b/devices/cciss!c0d0");
	compare(tree_root());
}
END_TEST

START_TEST(test_secrets)
{
	tree_file(MODEL "model", "2\n");
	tree_file(MODEL "ssid_bits", "16\n");
	tree_file(MODEL "unknown", "text\n");
	tree_file("sys/class/iommu/u/amd-vi/model", "4\n");
	tree_file("sys/class/iommu/closed/amd-vi/model", "4\n");
	tree_mode(MODEL "ssid_bits", 0);
	tree_mode(MODEL "unknown", 0);
	tree_mode("sys/class/iommu/u/amd-vi", 0);
	tree_mode("sys/class/iommu/closed", 0);
	tree_drop_privileges();
	compare(tree_root());
}
END_TEST

static unsigned int random_below(unsigned int limit)
{
	return (unsigned int)rand() % limit;
}

static void random_entry(const char *path)
{
	static const char *const names[] = {
		"2\n", "257\n", "0\n", "16\n", "none\n", "enabled\n", "4096 65536\n", "",
	};
	char bytes[64];
	size_t i, length;

	switch (random_below(10)) {
	case 0:
		tree_link(path, random_below(2) ? "nowhere" : "../../../..");
		break;
	case 1:
		tree_link(path, random_below(2) ? "model" : "/etc/passwd");
		break;
	case 2:
		tree_fifo(path);
		break;
	case 3:
		tree_dir(path);
		break;
	case 4:
		tree_letters(path, 4090 + random_below(12));
		break;
	case 5:
	case 6:
		length = random_below(sizeof(bytes));
		for (i = 0; i < length; i++)
			bytes[i] = (char)random_below(256);
		tree_bytes(path, bytes, length);
		break;
	default:
		tree_file(path, names[random_below(ROWS(names))]);
		break;
	}
}

START_TEST(test_random_trees)
{
	static const char *const models[] = { "arm-smmu-v3", "amd-vi", "new", "devices", "power" };
	unsigned int iommu, model, i;
	char path[256];

	srand((unsigned int)_i);
	tree_dir("sys/class/iommu");
	for (iommu = random_below(4); iommu > 0; iommu--) {
		for (model = 0; model < ROWS(models); model++) {
			if (random_below(2))
				continue;
			snprintf(path, sizeof(path), "sys/class/iommu/u%u/%s/model", iommu,
				 models[model]);
			random_entry(path);
			for (i = 0; i < IOMMU_CAPS_ATTRIBUTES; i++) {
				if (i == IOMMU_CAPS_MODEL || random_below(3))
					continue;
				snprintf(path, sizeof(path), "sys/class/iommu/u%u/%s/%s%s", iommu,
					 models[model], iommu_caps_attributes[i].name,
					 random_below(4) ? "" : "_x");
				random_entry(path);
			}
		}
	}
	random_entry("sys/class/iommu/odd");
	compare(tree_root());
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reader-live");
	TCase *tests = tcase_create("reader-live");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_loop_test(tests, test_long_paths, 110, 132);
	tcase_add_loop_test(tests, test_long_paths, 236, 262);
	tcase_add_loop_test(tests, test_long_paths, 510, 515);
	tcase_add_loop_test(tests, test_long_names, 60, 70);
	tcase_add_loop_test(tests, test_long_names, 253, 256);
	tcase_add_loop_test(tests, test_sizes, 0, ROWS(sizes));
	tcase_add_loop_test(tests, test_texts, 0, ROWS(texts));
	tcase_add_test(tests, test_odd_names);
	tcase_add_test(tests, test_secrets);
	tcase_add_loop_test(tests, test_random_trees, 0, 60);
	tcase_set_timeout(tests, 20);
	suite_add_tcase(suite, tests);
	return run(suite);
}
