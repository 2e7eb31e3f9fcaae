// SPDX-License-Identifier: MIT
/* The safe reader: what it follows, what it opens, and what it says of the rest. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	host = NULL;
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

/* An IOMMU where links may lead, with a model directory to tell it by. */
static void make_unit(const char *path)
{
	char file[256];

	snprintf(file, sizeof(file), "%s/arm-smmu-v3/model", path);
	tree_file(file, "2\n");
}

/* The only IOMMU, whose models are as many, with just these errors. */
static void check(size_t models, const char *errors)
{
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_model *model;

	host = tree_open(false);
	iommu = only_iommu(host);
	ck_assert_str_eq(iommu_probe_iommu_get_name(iommu), "unit");
	model = iommu_probe_iommu_get_first_model(iommu);
	for (; models && model; models--)
		model = iommu_probe_model_get_next(model);
	ck_assert_uint_eq(models, 0);
	ck_assert_ptr_null(model);
	check_errors(host, errors);
	iommu_probe_iommu_unref(iommu);
}

static const struct {
	const char *target;
	const char *error; /* NULL: it leads to a unit */
} links[] = {
	{ "../../devices/unit", NULL },
	{ "../../devices/../devices/./unit", NULL },
	{ "../../../sys/devices/unit", NULL }, /* as far as the root */
	{ "../../../target", NULL },	       /* outside of sys, but in the tree */
	{ "../../devices/unit/", NULL },
	{ "../../links/relative", NULL },
	{ "/sys/devices/unit", "ELOOP" }, /* absolute, though it is in the tree */
	{ "/", "ELOOP" },
	{ "/nowhere", "ELOOP" },
	{ "/etc", "ELOOP" },
	{ "../../../../etc", "ELOOP" },
	{ "../../../../../../../../../../../../etc", "ELOOP" },
	{ "../../../..", "ELOOP" },
	{ "../../../../ROOT/sys/devices/unit", "ELOOP" }, /* out and in again */
	{ "../../links/absolute", "ELOOP" },
	{ "../../links/out", "ELOOP" },
	{ "../../links/out/in", "ELOOP" },
	{ "../../devices/../../../target", "ELOOP" },
	{ "../../devices/gone", "ENOENT" },
	{ "../../gone/../devices/unit", "ENOENT" },
	{ "../../links/dangling", "ENOENT" },
	{ "unit", "ELOOP" }, /* itself */
	{ "../../links/circle1", "ELOOP" },
};

START_TEST(test_links)
{
	const char *name = strrchr(tree_root(), '/') + 1, *at;
	char target[256], errors[256] = "";

	make_unit("sys/devices/unit");
	make_unit("target");
	tree_link("sys/links/relative", "../devices/unit");
	tree_link("sys/links/absolute", "/sys/devices/unit");
	tree_link("sys/links/out", "../../..");
	tree_link("sys/links/dangling", "../devices/gone");
	tree_link("sys/links/circle1", "circle2");
	tree_link("sys/links/circle2", "circle1");

	at = strstr(links[_i].target, "ROOT");
	if (at)
		snprintf(target, sizeof(target), "%.*s%s%s", (int)(at - links[_i].target),
			 links[_i].target, name, at + 4);
	else
		snprintf(target, sizeof(target), "%s", links[_i].target);
	tree_link(CLASS "unit", target);
	if (links[_i].error)
		snprintf(errors, sizeof(errors), "/sys/class/iommu/unit %s", links[_i].error);
	check(links[_i].error ? 0 : 1, errors);
}
END_TEST

/* The kernel follows 40 links. */
START_TEST(test_chain_of_links)
{
	char name[32], target[32];
	int i;

	make_unit("sys/devices/unit");
	tree_link("sys/links/1", "../devices/unit");
	for (i = 2; i < _i; i++) {
		snprintf(name, sizeof(name), "sys/links/%d", i);
		snprintf(target, sizeof(target), "%d", i - 1);
		tree_link(name, target);
	}
	snprintf(target, sizeof(target), "../../links/%d", _i - 1);
	tree_link(CLASS "unit", target);
	if (_i <= 40)
		check(1, "");
	else
		check(0, "/sys/class/iommu/unit ELOOP");
}
END_TEST

/* Links to the parent, its subsystem and driver; only the first has to lead anywhere. */
static void check_parent(const char *name, const char *subsystem, const char *driver,
			 const char *errors)
{
	struct iommu_probe_iommu *iommu;

	make_unit(CLASS "unit");
	host = tree_open(false);
	iommu = only_iommu(host);
	check_errors(host, errors);
	ck_assert_pstr_eq(iommu_probe_iommu_get_parent_name(iommu), name);
	ck_assert_pstr_eq(iommu_probe_iommu_get_parent_subsystem(iommu), subsystem);
	ck_assert_pstr_eq(iommu_probe_iommu_get_parent_driver(iommu), driver);
	iommu_probe_iommu_unref(iommu);
}

START_TEST(test_parent)
{
	tree_link("sys/devices/arm.0/subsystem", "../../bus/platform");
	tree_link("sys/devices/arm.0/driver", "../../bus/platform/drivers/arm-smmu-v3");
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	check_parent("arm.0", "platform", "arm-smmu-v3", "");
}
END_TEST

START_TEST(test_parent_without_driver)
{
	tree_link("sys/devices/arm.0/subsystem", "../../bus/platform");
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	check_parent("arm.0", "platform", NULL, "");
}
END_TEST

START_TEST(test_parent_without_subsystem)
{
	tree_link("sys/devices/arm.0/driver", "../../bus/platform/drivers/arm-smmu-v3");
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	check_parent(NULL, NULL, NULL, "");
}
END_TEST

START_TEST(test_parent_gone)
{
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	check_parent(NULL, NULL, NULL, "");
}
END_TEST

START_TEST(test_parent_outside)
{
	tree_link(CLASS "unit/device", "/sys/devices/arm.0");
	check_parent(NULL, NULL, NULL, "/sys/class/iommu/unit/device ELOOP");
}
END_TEST

/* Nothing but links names a device: files of these names are nothing. */
START_TEST(test_parent_of_files)
{
	tree_fifo("sys/devices/arm.0/subsystem");
	tree_file("sys/devices/arm.0/driver", "arm-smmu-v3\n");
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	check_parent(NULL, NULL, NULL, "");
}
END_TEST

START_TEST(test_parent_is_fifo)
{
	tree_fifo(CLASS "unit/device");
	check_parent(NULL, NULL, NULL, "");
}
END_TEST

/* Wherever one is met: Check's timeout of four seconds ends a reader that waits. */
static const struct {
	const char *path;
	const char *errors;
	size_t models;
} fifos[] = {
	{ CLASS "unit/arm-smmu-v3/ssid_bits", "/sys/class/iommu/unit/arm-smmu-v3/ssid_bits EINVAL",
	  1 },
	{ CLASS "unit/arm-smmu-v3/unknown", "", 1 },
	{ CLASS "unit/riscv-iommu/model", "/sys/class/iommu/unit/riscv-iommu/model EINVAL", 2 },
	{ CLASS "unit/riscv-iommu", "", 1 },
	{ CLASS "unit/devices", "", 1 },
	{ CLASS "unit/devices/0000:00:01.0", "", 1 },
	{ CLASS "fifo", "/sys/class/iommu/fifo ENOTDIR", 1 },
};

START_TEST(test_fifos)
{
	make_unit(CLASS "unit");
	tree_fifo(fifos[_i].path);
	check(fifos[_i].models, fifos[_i].errors);
}
END_TEST

START_TEST(test_sizes)
{
	static const size_t sizes[] = { 0, 1, 2, 4095, 4096, 4097, 8192, 100000 };
	const struct name entry = { .name = (char *)"file", .type = DT_REG };
	const struct name unknown = { .name = (char *)"file", .type = DT_UNKNOWN };
	char text[READER_FILE_MAX + 1];
	struct dir dir;
	size_t length;
	int ret;

	tree_letters("sys/folder/file", sizes[_i]);
	host = tree_open(false);
	ck_assert_int_eq(reader_open_dir(&host->reader, "/sys/folder", &dir), 0);
	ck_assert_str_eq(dir.path, "/sys/folder");
	ret = reader_read(&host->reader, &dir, &entry, text, &length);
	ck_assert_int_eq(ret, sizes[_i] > READER_FILE_MAX ? -EFBIG : 0);
	if (!ret) {
		ck_assert_uint_eq(length, sizes[_i]);
		ck_assert_uint_eq(strlen(text), length);
	}
	/* Some file systems leave it to stat(). */
	ck_assert_int_eq(reader_read(&host->reader, &dir, &unknown, text, &length), ret);
	reader_close_dir(&dir);
}
END_TEST

START_TEST(test_types)
{
	static const struct {
		const char *name;
		unsigned char type;
		int ret;
		bool dir, regular;
	} entries[] = {
		{ "dir", DT_DIR, -EISDIR, true, false },
		{ "fifo", DT_FIFO, -EINVAL, false, false },
		{ "file", DT_REG, 0, false, true },
		{ "link", DT_LNK, -ELOOP, false, false },
		{ "socket", DT_SOCK, -EINVAL, false, false },
		{ "gone", DT_UNKNOWN, -ENOENT, false, false },
	};
	char text[READER_FILE_MAX + 1];
	struct names names = { 0 };
	struct name entry;
	struct dir dir;
	size_t length, i, known;

	tree_dir("sys/folder/dir");
	tree_fifo("sys/folder/fifo");
	tree_file("sys/folder/file", "");
	tree_link("sys/folder/link", "dir");
	tree_socket("sys/folder/socket");
	host = tree_open(false);
	ck_assert_int_eq(reader_open_dir(&host->reader, "/sys/folder", &dir), 0);
	ck_assert_int_eq(reader_list(&dir, &names), 0);
	ck_assert_uint_eq(names.count, 5);
	for (i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
		if (i < names.count)
			ck_assert_str_eq(names.list[i].name, entries[i].name);
		for (known = 0; known < 2; known++) {
			entry.name = (char *)entries[i].name;
			entry.type = known ? entries[i].type : DT_UNKNOWN;
			ck_assert_int_eq(reader_is_dir(&dir, &entry), entries[i].dir);
			ck_assert_int_eq(reader_is_regular(&dir, &entry), entries[i].regular);
			ck_assert_int_eq(reader_read(&host->reader, &dir, &entry, text, &length),
					 entries[i].ret);
		}
	}
	/* Seen in the listing, but it is something else by now. */
	entry = (struct name){ .name = (char *)"gone", .type = DT_REG };
	ck_assert_int_eq(reader_read(&host->reader, &dir, &entry, text, &length), -ENOENT);
	entry = (struct name){ .name = (char *)"link", .type = DT_REG };
	ck_assert_int_eq(reader_read(&host->reader, &dir, &entry, text, &length), -ELOOP);
	entry = (struct name){ .name = (char *)"dir", .type = DT_REG };
	ck_assert_int_eq(reader_read(&host->reader, &dir, &entry, text, &length), -EISDIR);
	entry = (struct name){ .name = (char *)"fifo", .type = DT_REG };
	ck_assert_int_le(reader_read(&host->reader, &dir, &entry, text, &length), 0);
	names_clear(&names);
	reader_close_dir(&dir);
}
END_TEST

START_TEST(test_exists)
{
	tree_link("sys/folder/dangling", "nowhere");
	tree_link("sys/folder/out", "../../..");
	host = tree_open(false);
	ck_assert_int_eq(reader_exists(&host->reader, "/sys/folder"), 0);
	ck_assert_int_eq(reader_exists(&host->reader, "/sys/folder/dangling"), 0);
	ck_assert_int_eq(reader_exists(&host->reader, "/sys/folder/gone"), -ENOENT);
	ck_assert_int_eq(reader_exists(&host->reader, "/sys/folder/out/etc"), -ELOOP);
	ck_assert_int_eq(reader_exists(&host->reader, "/sys/../../etc"), -ELOOP);
}
END_TEST

START_TEST(test_subdir)
{
	struct dir dir, subdir;

	tree_dir("sys/folder/dir");
	tree_link("sys/folder/link", "dir");
	tree_file("sys/folder/file", "");
	tree_fifo("sys/folder/fifo");
	host = tree_open(false);
	ck_assert_int_eq(reader_open_dir(&host->reader, "/sys/folder", &dir), 0);
	ck_assert_int_eq(reader_open_subdir(&dir, "dir", &subdir), 0);
	ck_assert_str_eq(subdir.path, "/sys/folder/dir");
	ck_assert_int_eq(fcntl(subdir.fd, F_GETFD), FD_CLOEXEC);
	reader_close_dir(&subdir);
	ck_assert_int_lt(reader_open_subdir(&dir, "link", &subdir), 0);
	ck_assert_int_eq(reader_open_subdir(&dir, "file", &subdir), -ENOTDIR);
	ck_assert_int_eq(reader_open_subdir(&dir, "fifo", &subdir), -ENOTDIR);
	ck_assert_int_eq(reader_open_subdir(&dir, "gone", &subdir), -ENOENT);
	reader_close_dir(&dir);
}
END_TEST

/* Nothing stays open: the next descriptor has the number of the one before. */
START_TEST(test_descriptors)
{
	const int before = dup(0);
	struct iommu_probe_iommu *iommu, *next;
	int after;

	ck_assert_int_ge(before, 0);
	close(before);
	make_unit(CLASS "unit");
	tree_file(CLASS "unit/arm-smmu-v3/ssid_bits", "x\n");
	tree_letters(CLASS "unit/arm-smmu-v3/large", 5000);
	tree_dir(CLASS "unit/devices");
	tree_link(CLASS "dangling", "nowhere");
	tree_file(CLASS "file", "");
	tree_dir("sys/devices/arm.0");
	tree_link(CLASS "unit/device", "../../../devices/arm.0");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	for (; iommu; iommu = next) {
		ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
		iommu_probe_iommu_unref(iommu);
	}
	host = iommu_probe_host_unref(host);
	after = dup(0);
	ck_assert_int_eq(after, before);
	close(after);
}
END_TEST

/* Errors that no tree can bring about, and such as have no name in C. */
static int failing_error;

static int failing_read(const struct reader *reader, const struct dir *dir, const char *name,
			char *text, size_t *length)
{
	(void)reader;
	(void)dir;
	(void)name;
	(void)text;
	(void)length;
	return -failing_error;
}

START_TEST(test_errors_of_the_system)
{
	static const int errors[] = { EIO, ENODEV, ETIMEDOUT, 512, 524, 4095 };
	struct reader_ops ops = { .read = failing_read };
	struct iommu_probe_iommu *iommu;
	const char *path, *message;
	char *text;
	int error;

	failing_error = errors[_i];
	make_unit(CLASS "unit");
	host = tree_open(false);
	host->reader.ops = &ops;
	iommu = only_iommu(host);
	iommu_probe_iommu_unref(iommu);
	ck_assert_uint_eq(iommu_probe_host_get_error_count(host), 1);
	ck_assert_int_eq(iommu_probe_host_get_error(host, 0, &path, &error, &message), 0);
	ck_assert_str_eq(path, "/sys/class/iommu/unit/arm-smmu-v3/model");
	ck_assert_int_eq(error, errors[_i]);
	ck_assert_str_ne(message, "");
	text = document_text(host);
	ck_assert_ptr_nonnull(strstr(text, "\"errno\": \""));
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reader");
	TCase *tests = tcase_create("reader");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_links, 0, ROWS(links));
	tcase_add_loop_test(tests, test_chain_of_links, 38, 43);
	tcase_add_test(tests, test_parent);
	tcase_add_test(tests, test_parent_without_driver);
	tcase_add_test(tests, test_parent_without_subsystem);
	tcase_add_test(tests, test_parent_gone);
	tcase_add_test(tests, test_parent_outside);
	tcase_add_test(tests, test_parent_of_files);
	tcase_add_test(tests, test_parent_is_fifo);
	tcase_add_loop_test(tests, test_fifos, 0, ROWS(fifos));
	tcase_add_loop_test(tests, test_sizes, 0, 8);
	tcase_add_test(tests, test_types);
	tcase_add_test(tests, test_exists);
	tcase_add_test(tests, test_subdir);
	tcase_add_test(tests, test_descriptors);
	tcase_add_loop_test(tests, test_errors_of_the_system, 0, 6);
	suite_add_tcase(suite, tests);
	return run(suite);
}
