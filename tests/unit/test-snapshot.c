// SPDX-License-Identifier: MIT
/* What is in a snapshot, and where; that it says the same is what tests/cli shows. */
#include <errno.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"
#define UNIT "sys/devices/virtual/iommu/dmar0/"
#define UUID "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
#define UUID_CAPITALS "1B4E28BA-2FA1-11D2-883F-0016D3CCA427"
#define UUID_1 "00000000-0000-0000-0000-000000000001"

struct entry {
	enum iommu_probe_snapshot_type type;
	const void *data;
	size_t length;
};

static struct iommu_probe_snapshot *take(bool anonymous)
{
	struct iommu_probe_host *host = tree_open(false);
	struct iommu_probe_snapshot *snapshot;

	ck_assert_int_eq(iommu_probe_snapshot_new(host, anonymous, &snapshot), 0);
	iommu_probe_host_unref(host);
	return snapshot;
}

static bool find(const struct iommu_probe_snapshot *snapshot, const char *path, struct entry *entry)
{
	const char *found;
	size_t i;

	for (i = 0; !iommu_probe_snapshot_get_entry(snapshot, i, &found, &entry->type,
						    &entry->data, &entry->length);
	     i++)
		if (!strcmp(found, path))
			return true;
	return false;
}

static void check(const struct iommu_probe_snapshot *snapshot, const char *path,
		  enum iommu_probe_snapshot_type type, const char *text)
{
	struct entry entry;

	ck_assert_msg(find(snapshot, path, &entry), "%s is missing", path);
	ck_assert_int_eq((int)entry.type, (int)type);
	ck_assert_uint_eq(entry.length, strlen(text));
	ck_assert(!entry.length || !memcmp(entry.data, text, entry.length));
}

static void check_file(const struct iommu_probe_snapshot *snapshot, const char *path,
		       const char *text)
{
	check(snapshot, path, IOMMU_PROBE_SNAPSHOT_TYPE_FILE, text);
}

static void check_link(const struct iommu_probe_snapshot *snapshot, const char *path,
		       const char *text)
{
	check(snapshot, path, IOMMU_PROBE_SNAPSHOT_TYPE_LINK, text);
}

START_TEST(test_entries)
{
	struct iommu_probe_snapshot *snapshot;
	struct entry entry;

	tree_link(CLASS "dmar0", "../../devices/virtual/iommu/dmar0");
	tree_file(UNIT "intel-vtd/model", "1\n");
	tree_file(UNIT "uevent", "DEVTYPE=x\n");
	tree_link(UNIT "devices/dangling", "nowhere/at/all");
	tree_file("sys/devices/virtual/net/eth0/address", "52:54:00:12:34:56\n");
	tree_file("etc/hostname", "me\n");
	tree_letters("sys/firmware/acpi/tables/VIOT", 40);
	snapshot = take(false);
	check_link(snapshot, CLASS "dmar0", "../../devices/virtual/iommu/dmar0");
	check(snapshot, "sys/devices/virtual/iommu/dmar0", IOMMU_PROBE_SNAPSHOT_TYPE_DIRECTORY, "");
	check_file(snapshot, UNIT "intel-vtd/model", "1\n");
	check_link(snapshot, UNIT "devices/dangling", "nowhere/at/all");
	/* It was listed. */
	check_file(snapshot, UNIT "uevent", "");
	ck_assert(find(snapshot, "sys/firmware/acpi/tables/VIOT", &entry));
	ck_assert_uint_eq(entry.length, 40);
	ck_assert(!find(snapshot, "sys/devices/virtual/net", &entry));
	ck_assert(!find(snapshot, "etc", &entry));
	ck_assert_int_eq(iommu_probe_snapshot_get_unreadable(snapshot, 0, NULL, NULL), -ERANGE);
	iommu_probe_snapshot_unref(snapshot);
}
END_TEST

/* Nothing leads out of a snapshot, and what led out cannot be followed there either. */
START_TEST(test_links_out)
{
	struct iommu_probe_snapshot *snapshot;
	const char *path;
	int error;

	tree_link(CLASS "dmar0", "../../../../outside/unit");
	tree_link(CLASS "dmar1", "/outside/");
	tree_link(CLASS "dmar2", "./../../.././sys/class/iommu//dmar3");
	tree_dir(CLASS "dmar3");
	tree_fifo(CLASS "dmar4");
	snapshot = take(false);
	check_link(snapshot, CLASS "dmar0", "dmar0/unit");
	check_link(snapshot, CLASS "dmar1", "dmar1/");
	check_link(snapshot, CLASS "dmar2", "./../../.././sys/class/iommu//dmar3");
	check_link(snapshot, CLASS "dmar4", "dmar4");
	ck_assert_int_eq(iommu_probe_snapshot_get_unreadable(snapshot, 0, &path, &error), 0);
	ck_assert_str_eq(path, "/" CLASS "dmar0");
	ck_assert_int_eq(error, ELOOP);
	iommu_probe_snapshot_unref(snapshot);
}
END_TEST

START_TEST(test_whole_host)
{
	static const char *const name = "dmar1";
	struct iommu_probe_snapshot *snapshot;
	struct iommu_probe_host *host;

	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar1/intel-vtd/model", "1\n");
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, &name, 1), 0);
	ck_assert_int_eq(iommu_probe_snapshot_new(host, false, &snapshot), 0);
	iommu_probe_host_unref(host);
	check_file(snapshot, CLASS "dmar0/intel-vtd/model", "1\n");
	iommu_probe_snapshot_unref(iommu_probe_snapshot_ref(snapshot));
	check_file(snapshot, CLASS "dmar1/intel-vtd/model", "1\n");
	iommu_probe_snapshot_unref(snapshot);
	iommu_probe_snapshot_unref(NULL);
}
END_TEST

struct row {
	const char *text;
	const char *anonymous;
};

static const struct row texts[] = {
	{ "00:11:22:33:44:55\n", "02:00:00:00:00:01\n" },
	{ "a 00-11-22-33-44-5A;00-11-22-33-44-5a\n", "a 02-00-00-00-00-01;02-00-00-00-00-01\n" },
	{ "00:11:22:33:44:55:66:77\n", "02:00:00:00:00:00:00:01\n" },
	{ "00:11:22:33:44\n", "00:11:22:33:44\n" },
	{ "x00:11:22:33:44:55 00:11:22:33:44:5g\n", "x00:11:22:33:44:55 00:11:22:33:44:5g\n" },
	{ "0000:00:01.0 pci:v00008086d00001234sv\n", "0000:00:01.0 pci:v00008086d00001234sv\n" },
	{ UUID " " UUID_CAPITALS "\n", UUID_1 " " UUID_1 "\n" },
	{ UUID "8\n", UUID "8\n" },
	{ "1b4e28ba-2fa1-11d2-883f-0016d3cca42\n", "1b4e28ba-2fa1-11d2-883f-0016d3cca42\n" },
	{ "me\n", "me\n" },
};

START_TEST(test_anonymous_text)
{
	struct iommu_probe_snapshot *snapshot;

	tree_file(CLASS "dmar0/new/model", "777\n");
	tree_file(CLASS "dmar0/new/text", texts[_i].text);
	snapshot = take(true);
	check_file(snapshot, CLASS "dmar0/new/text", texts[_i].anonymous);
	iommu_probe_snapshot_unref(snapshot);
}
END_TEST

static const struct row command_lines[] = {
	{ "", "\n" },
	{ "  quiet\tro \n", "quiet ro \n" },
	{ "root=/dev/sda1 iommu=pt intel_iommu=on,sm_on",
	  "root=removed iommu=pt intel_iommu=on,sm_on \n" },
	{ "dyndbg=\"a b\" \"x=a b\" pci=nomsi arm-smmu.x=1",
	  "dyndbg=removed x=removed pci=nomsi arm-smmu.x=removed \n" },
	{ "ro -- me=1 you", "ro \n" },
	{ "BOOT_IMAGE=/vmlinuz iommu.passthrough=1\n",
	  "BOOT_IMAGE=removed iommu.passthrough=1 \n" },
	{ "a=\"not closed", "a=removed \n" },
};

START_TEST(test_anonymous_command_line)
{
	struct iommu_probe_snapshot *snapshot;

	tree_dir("sys");
	tree_file("proc/cmdline", command_lines[_i].text);
	snapshot = take(true);
	check_file(snapshot, "proc/cmdline", command_lines[_i].anonymous);
	iommu_probe_snapshot_unref(snapshot);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("snapshot");
	TCase *tests = tcase_create("snapshot");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_test(tests, test_entries);
	tcase_add_test(tests, test_links_out);
	tcase_add_test(tests, test_whole_host);
	tcase_add_loop_test(tests, test_anonymous_text, 0, ROWS(texts));
	tcase_add_loop_test(tests, test_anonymous_command_line, 0, ROWS(command_lines));
	suite_add_tcase(suite, tests);
	return run(suite);
}
