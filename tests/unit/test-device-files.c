// SPDX-License-Identifier: MIT
/* One endpoint: the texts of its files, and its configuration space. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "device-fixture.h"

/* One-line texts of a device. */
static const char *const files[] = { "vendor", "device" };

static void check_text(const char *file, const char *expected)
{
	check(file, expected);
}

/* The path of one of them, with nothing there. */
static const char *bare(const char *file)
{
	static char path[256];

	make_device();
	snprintf(path, sizeof(path), DEVICE "%s", file);
	ck_assert_int_eq(remove(tree_path(path)), 0);
	return path;
}

static const struct {
	const char *text;
	const char *expected;
} texts[] = {
	{ "0x1002\n", "'0x1002'" },
	{ "0x1002", "'0x1002'" },
	{ "", NULL },
	{ "\n", NULL },
	{ "a b\n", "'a b'" },
	{ "\x1b[2J\n", "'\\u001b[2J'" },
	{ "\xff\xc3\n", "'\xef\xbf\xbd\xef\xbf\xbd'" },
	{ "\xc3\xa9\n", "'\xc3\xa9'" },
	{ "\\\n", "'\\\\'" },
};

START_TEST(test_texts)
{
	tree_file(bare("vendor"), texts[_i].text);
	check_text("vendor", texts[_i].expected);
}
END_TEST

START_TEST(test_no_text)
{
	bare(files[_i]);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_longest_text)
{
	char expected[4096 + 3];

	tree_letters(bare(files[_i]), 4096);
	memset(expected, 'a', sizeof(expected));
	expected[0] = expected[4097] = '\'';
	expected[4098] = '\0';
	check_text(files[_i], expected);
}
END_TEST

START_TEST(test_too_long_a_text)
{
	tree_letters(bare(files[_i]), 4097);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_huge_text)
{
	tree_letters(bare(files[_i]), 1 << 22);
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_link)
{
	tree_file(DEVICE "other", "0x1234\n");
	tree_link(bare(files[_i]), "other");
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_leads_out)
{
	tree_link(bare(files[_i]), "/etc/hostname");
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_folder)
{
	tree_dir(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

/* It waits for nobody. */
START_TEST(test_text_is_fifo)
{
	tree_fifo(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_text_is_socket)
{
	tree_socket(bare(files[_i]));
	check_text(files[_i], NULL);
}
END_TEST

START_TEST(test_unreadable_text)
{
	const char *path = bare(files[_i]);

	tree_file(path, "0x1234\n");
	tree_mode(path, 0);
	tree_drop_privileges();
	check_text(files[_i], NULL);
}
END_TEST

/* What an unprivileged user sees of configuration space, and worse. */
static void check_features(const char *state)
{
	struct json_object *device = read_device();
	char expected[32];

	snprintf(expected, sizeof(expected), "{'state':'%s'}", state);
	check_member(device, "pasid", expected);
	check_member(device, "ats", expected);
	check_member(device, "pri", expected);
	check_errors(host, "");
}

static const struct {
	size_t length;
	const char *state;
} lengths[] = {
	{ 0, "unknown" },   { 64, "unknown" },   { 255, "unknown" },   { 256, "absent" },
	{ 257, "unknown" }, { 4095, "unknown" }, { 4097, "unknown" }, { 1 << 22, "unknown" },
};

START_TEST(test_config_lengths)
{
	make_device();
	tree_letters(DEVICE "config", lengths[_i].length);
	check_features(lengths[_i].state);
}
END_TEST

static void make_fifo(const char *path)
{
	tree_fifo(path);
}

static void make_link(const char *path)
{
	tree_letters(DEVICE "other", 256);
	tree_link(path, "other");
}

static void make_link_out(const char *path)
{
	tree_link(path, "/dev/zero");
}

static void make_unreadable(const char *path)
{
	tree_letters(path, 256);
	tree_mode(path, 0);
	tree_drop_privileges();
}

static void (*const configs[])(const char *path) = {
	tree_dir, make_fifo, tree_socket, make_link, make_link_out, make_unreadable,
};

START_TEST(test_hostile_configs)
{
	make_device();
	configs[_i](DEVICE "config");
	check_features("unknown");
}
END_TEST

START_TEST(test_features_off)
{
	struct json_object *device;

	make_device();
	write_config(8, false);
	device = read_device();
	check_member(device, "pasid",
		     "{'state':'disabled','bits':8,'execute':false,'privileged':true}");
	check_member(device, "ats", "{'state':'disabled'}");
	check_member(device, "pri", "{'state':'disabled','capacity':512}");
}
END_TEST

static void add_files(TCase *tests)
{
	tcase_add_loop_test(tests, test_texts, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_no_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_longest_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_too_long_a_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_huge_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_link, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_leads_out, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_folder, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_fifo, 0, ROWS(files));
	tcase_add_loop_test(tests, test_text_is_socket, 0, ROWS(files));
	tcase_add_loop_test(tests, test_unreadable_text, 0, ROWS(files));
	tcase_add_loop_test(tests, test_config_lengths, 0, ROWS(lengths));
	tcase_add_loop_test(tests, test_hostile_configs, 0, ROWS(configs));
	tcase_add_test(tests, test_features_off);
}

int main(void)
{
	Suite *suite = suite_create("device-files");
	TCase *tests = tcase_create("device-files");

	tcase_add_checked_fixture(tests, setup, teardown);
	add_files(tests);
	suite_add_tcase(suite, tests);
	return run(suite);
}
