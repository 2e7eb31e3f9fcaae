// SPDX-License-Identifier: MIT
/* lib/facts.c, lib/facts-words.c, lib/facts-gzip.c: boot, kernel and firmware of a host. */
#include "facts.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define BOUND (4 * 1024 * 1024)

static struct iommu_probe_host *host;
static struct facts facts;

static void setup(void)
{
	tree_setup();
	tree_dir("sys/class/iommu");
	host = NULL;
	facts = (struct facts){ 0 };
}

static void teardown(void)
{
	facts_clear(&facts);
	iommu_probe_host_unref(host);
	tree_teardown();
}

static void read_facts(void)
{
	facts_clear(&facts);
	iommu_probe_host_unref(host);
	host = tree_open(false);
	ck_assert_int_eq(facts_read(host, &facts), 0);
	ck_assert_uint_eq(iommu_probe_host_get_error_count(host), 0);
}

START_TEST(nothing)
{
	read_facts();
	ck_assert_ptr_null(facts.command_line);
	ck_assert_ptr_null(facts.release);
	ck_assert_ptr_null(facts.config);
	ck_assert(!facts.tables.known);
	ck_assert(!facts_has_table(&facts));
	ck_assert_int_eq(facts.hardware, FACTS_HARDWARE_UNKNOWN);
	ck_assert_int_eq(facts_config(&facts, "VFIO"), FACTS_OPTION_UNKNOWN);
}
END_TEST

/* Of on, off, sm_on, sm_off of intel_iommu, what counts, and where it was said. */
static const struct {
	const char *line;
	int index;
	const char *argument;
} lines[] = {
	{ "quiet", -1, "" },
	{ "intel_iommu=on", 0, "intel_iommu=on" },
	{ "intel_iommu=on intel_iommu=off quiet\n", 1, "intel_iommu=off" },
	{ "intel_iommu=off  intel_iommu=on", 0, "intel_iommu=on" },
	{ "intel_iommu=off,on", 0, "intel_iommu=off,on" },
	{ "intel_iommu=on,sm_on", 2, "intel_iommu=on,sm_on" },
	{ "intel_iommu=sm_on,sm_off x", 3, "intel_iommu=sm_on,sm_off" },
	{ "intel_iommu=sm_on intel_iommu=strict", 2, "intel_iommu=sm_on" },
	{ "intel-iommu=on", 0, "intel-iommu=on" },
	{ "\"intel_iommu=on\"", 0, "intel_iommu=on" },
	{ "intel_iommu=\"off\"", 1, "intel_iommu=\"off" },
	{ "x=\"a intel_iommu=on b\"", -1, "" },
	{ "root=/dev/sda -- intel_iommu=on", -1, "" },
	{ "intel_iommu", -1, "" },
	{ "intel_iommu=", -1, "" },
	{ "intel_iommu=,,", -1, "" },
	{ "intel_iommu=o", -1, "" },
	{ "intel_iommux=on xintel_iommu=on", -1, "" },
	/* As the kernel: by its beginning */
	{ "intel_iommu=only", 0, "intel_iommu=only" },
	{ "intel_iommu=\"", -1, "" },
	{ "\"", -1, "" },
};

START_TEST(words)
{
	static const char *const of_option[] = { "on", "off", "sm_on", "sm_off", NULL };
	struct facts_word word;

	tree_file("proc/cmdline", lines[_i].line);
	read_facts();
	word = facts_last_word(&facts, "intel_iommu", of_option);
	ck_assert_int_eq(word.index, lines[_i].index);
	ck_assert_uint_eq(word.length, strlen(lines[_i].argument));
	if (word.length)
		ck_assert(!memcmp(word.argument, lines[_i].argument, word.length));
}
END_TEST

START_TEST(command_line)
{
	tree_file("proc/cmdline", "");
	read_facts();
	ck_assert_str_eq(facts.command_line, "");
	tree_letters("proc/cmdline", 64 * 1024);
	read_facts();
	ck_assert_uint_eq(strlen(facts.command_line), 64 * 1024);
	/* More than any kernel has; and no text */
	tree_letters("proc/cmdline", 64 * 1024 + 1);
	read_facts();
	ck_assert_ptr_null(facts.command_line);
	tree_bytes("proc/cmdline", "intel_iommu=on\0off", 18);
	read_facts();
	ck_assert_ptr_null(facts.command_line);
}
END_TEST

START_TEST(links)
{
	tree_file("proc/secret", "intel_iommu=on");
	tree_link("proc/cmdline", "secret");
	tree_fifo("proc/sys/kernel/osrelease");
	tree_link("proc/config.gz", "/etc/passwd");
	tree_link("sys/firmware", "/sys/firmware");
	read_facts();
	ck_assert_ptr_null(facts.command_line);
	ck_assert_ptr_null(facts.release);
	ck_assert_ptr_null(facts.config);
	ck_assert(!facts.tables.known);
}
END_TEST

#define CONFIG                                                                                     \
	"# CONFIG_VFIO_NOIOMMU is not set\nCONFIG_VFIO=m\nCONFIG_IOMMUFD=y\nCONFIG_HZ=250\n"       \
	"# CONFIG_X is not set\nCONFIG_Y=n\nCONFIG_TWICE=y\nCONFIG_TWICE=m\n"

static void check_config(const char *path)
{
	read_facts();
	ck_assert_str_eq(facts.config_path, path);
	ck_assert_int_eq(facts_config(&facts, "VFIO"), FACTS_OPTION_MODULE);
	ck_assert_int_eq(facts_config(&facts, "IOMMUFD"), FACTS_OPTION_YES);
	ck_assert_int_eq(facts_config(&facts, "VFIO_NOIOMMU"), FACTS_OPTION_NO);
	ck_assert_int_eq(facts_config(&facts, "X"), FACTS_OPTION_NO);
	ck_assert_int_eq(facts_config(&facts, "Y"), FACTS_OPTION_NO);
	ck_assert_int_eq(facts_config(&facts, "NOT_THERE"), FACTS_OPTION_NO);
	ck_assert_int_eq(facts_config(&facts, "IOMMU"), FACTS_OPTION_NO);
	ck_assert_int_eq(facts_config(&facts, "TWICE"), FACTS_OPTION_MODULE);
}

/* A file of this text, compressed. */
static void write_gzip(const char *path, const char *text, size_t length, size_t times)
{
	gzFile file;

	tree_file(path, "");
	file = gzopen(tree_path(path), "wb9");
	ck_assert_ptr_nonnull(file);
	for (; times; times--)
		ck_assert_int_eq(gzwrite(file, text, (unsigned int)length), (int)length);
	ck_assert_int_eq(gzclose(file), Z_OK);
}

START_TEST(configurations)
{
	tree_file("proc/sys/kernel/osrelease", "7.3.4-test\n");
	tree_file("usr/lib/modules/7.3.4-test/config", CONFIG);
	check_config("/usr/lib/modules/7.3.4-test/config");
	tree_file("boot/config-7.3.4-test", CONFIG);
	check_config("/boot/config-7.3.4-test");
	write_gzip("proc/config.gz", CONFIG, strlen(CONFIG), 1);
	check_config("/proc/config.gz");
	/* What is no good is left for the next */
	tree_file("proc/config.gz", "no gzip");
	check_config("/boot/config-7.3.4-test");
	tree_bytes("boot/config-7.3.4-test", "CONFIG_VFIO=y\n\0", 15);
	check_config("/usr/lib/modules/7.3.4-test/config");
}
END_TEST

START_TEST(no_configuration)
{
	tree_file("proc/sys/kernel/osrelease", "1\n");
	tree_file("boot/config-1", "something else\n");
	read_facts();
	ck_assert_ptr_null(facts.config);
	tree_letters("boot/config-1", BOUND + 1);
	read_facts();
	ck_assert_ptr_null(facts.config);
	tree_file("boot/config-1", "");
	read_facts();
	ck_assert_ptr_null(facts.config);
}
END_TEST

START_TEST(releases)
{
	static const char *const bad[] = { "../1", "..", "", "a/b" };
	size_t i;

	tree_file("boot/config-", CONFIG);
	tree_file("boot/config-../1", CONFIG);
	tree_file("boot/1", CONFIG);
	tree_file("usr/lib/modules/config", CONFIG);
	tree_file("usr/lib/config", CONFIG);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		tree_file("proc/sys/kernel/osrelease", bad[i]);
		read_facts();
		ck_assert_msg(!facts.config, "%s: %s", bad[i], facts.config_path);
	}
	tree_letters("proc/sys/kernel/osrelease", 250);
	read_facts();
	ck_assert_ptr_null(facts.config);
}
END_TEST

START_TEST(bombs)
{
	static char zeros[65536];

	memset(zeros, '\n', sizeof(zeros));
	memcpy(zeros, "CONFIG_VFIO=y\n", 14);
	/* Just the bound, and more */
	write_gzip("proc/config.gz", zeros, sizeof(zeros), BOUND / sizeof(zeros) - 1);
	read_facts();
	ck_assert_int_eq(facts_config(&facts, "VFIO"), FACTS_OPTION_YES);
	write_gzip("proc/config.gz", zeros, sizeof(zeros), 2 * BOUND / sizeof(zeros));
	read_facts();
	ck_assert_ptr_null(facts.config);
}
END_TEST

/* Cut anywhere, or with any byte changed, it is none, or the very same. */
START_TEST(broken_gzip)
{
	unsigned char data[4096];
	char *text;
	size_t length, got, i;
	FILE *file;

	write_gzip("proc/config.gz", CONFIG, strlen(CONFIG), 1);
	file = fopen(tree_path("proc/config.gz"), "rb");
	ck_assert_ptr_nonnull(file);
	length = fread(data, 1, sizeof(data), file);
	fclose(file);
	for (i = 0; i < length; i++)
		ck_assert_int_eq(facts_inflate(data, i, &text, &got), -EINVAL);
	for (i = 0; i < length; i++) {
		data[i] ^= 0x55;
		if (!facts_inflate(data, length, &text, &got))
			ck_assert_str_eq(text, CONFIG);
		free(text);
		data[i] ^= 0x55;
	}
	ck_assert_int_eq(facts_inflate(data, length, &text, &got), 0);
	ck_assert_str_eq(text, CONFIG);
	free(text);
}
END_TEST

START_TEST(tables)
{
	enum facts_table i;

	tree_dir("sys/firmware/devicetree/base");
	read_facts();
	ck_assert(facts.tables.there[FACTS_DEVICETREE]);
	/* A stub beside ACPI describes nothing */
	tree_file("sys/firmware/acpi/tables/FACP", "");
	read_facts();
	ck_assert(facts.tables.known);
	ck_assert(!facts_has_table(&facts));
	for (i = 0; i < FACTS_DEVICETREE; i++) {
		tree_file(facts_table_path(i) + 1, "");
		read_facts();
		ck_assert(facts.tables.there[i]);
		ck_assert_ptr_nonnull(strstr(facts_table_path(i), facts_table_name(i)));
	}
	ck_assert(!facts.tables.there[FACTS_DEVICETREE]);
	ck_assert_str_eq(facts_table_name(FACTS_DEVICETREE), "devicetree");
}
END_TEST

/* A file there makes this whose hardware it is; all those above are there too. */
static const struct {
	const char *path;
	const char *text;
	enum facts_hardware hardware;
} evidence[] = {
	{ "proc/sys/kernel/osrelease", "1", FACTS_HARDWARE_UNKNOWN },
	{ "sys/bus/pci/devices/0000:00:00.0/vendor", "0x1022\n", FACTS_HARDWARE_UNKNOWN },
	{ "boot/config-1", "CONFIG_RISCV=y\n", FACTS_RISCV },
	{ "boot/config-1", "CONFIG_ARM64=y\n", FACTS_ARM },
	{ "boot/config-1", "CONFIG_X86=y\n", FACTS_AMD },
	{ "sys/bus/pci/devices/0000:00:00.0/vendor", "0x8086\n", FACTS_INTEL },
	{ "sys/bus/pci/devices/0000:00:00.0/vendor", "0x8087\n", FACTS_X86 },
	{ "sys/bus/pci/devices/0000:00:00.0/vendor", "0x1022\n", FACTS_AMD },
	{ "sys/class/dmi/id/sys_vendor", "QEMU\n", FACTS_X86 },
	{ "sys/firmware/acpi/tables/VIOT", "", FACTS_VIRTIO },
	{ "sys/firmware/acpi/tables/RIMT", "", FACTS_RISCV },
	{ "sys/firmware/acpi/tables/IORT", "", FACTS_ARM },
	{ "sys/firmware/acpi/tables/IVRS", "", FACTS_AMD },
	{ "sys/firmware/acpi/tables/DMAR", "", FACTS_INTEL },
	{ "sys/class/iommu/unknown/uevent", "", FACTS_INTEL },
	{ "sys/class/iommu/smmu3.0x0/uevent", "", FACTS_ARM },
	{ "sys/class/iommu/riscv-iommu@0/uevent", "", FACTS_RISCV },
	{ "sys/class/iommu/ivhd0/uevent", "", FACTS_AMD },
	{ "sys/class/iommu/dmar0/uevent", "", FACTS_INTEL },
	{ "sys/class/iommu/0000:00:01.0/uevent", "", FACTS_VIRTIO },
};

START_TEST(hardware)
{
	size_t i;

	for (i = 0; i < sizeof(evidence) / sizeof(*evidence); i++) {
		tree_file(evidence[i].path, evidence[i].text);
		read_facts();
		ck_assert_msg(facts.hardware == evidence[i].hardware, "%s: %d", evidence[i].path,
			      facts.hardware);
	}
	ck_assert(facts.guest);
}
END_TEST

START_TEST(unreadable)
{
	if (getuid())
		return;
	tree_file("proc/cmdline", "intel_iommu=on");
	tree_file("sys/firmware/acpi/tables/FACP", "");
	tree_mode("proc/cmdline", 0);
	tree_mode("sys/firmware", 0);
	tree_drop_privileges();
	read_facts();
	ck_assert_ptr_null(facts.command_line);
	ck_assert(!facts.tables.known);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("facts");
	TCase *tests = tcase_create("facts");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, nothing);
	tcase_add_loop_test(tests, words, 0, ROWS(lines));
	tcase_add_test(tests, command_line);
	tcase_add_test(tests, links);
	tcase_add_test(tests, configurations);
	tcase_add_test(tests, no_configuration);
	tcase_add_test(tests, releases);
	tcase_add_test(tests, bombs);
	tcase_add_test(tests, broken_gzip);
	tcase_add_test(tests, tables);
	tcase_add_test(tests, hardware);
	tcase_add_test(tests, unreadable);
	suite_add_tcase(suite, tests);
	return run(suite);
}
