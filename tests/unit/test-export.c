// SPDX-License-Identifier: MIT
/* lib/export*.c: the virtual IOMMU that suits a host, and its options. */
#include <stdio.h>
#include <string.h>
#include "export-fixture.h"
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static void expect_of(const char *const names[], size_t count, const char *expected)
{
	struct iommu_probe_host *host = tree_open(false);
	struct iommu_probe_export *export;
	char text[1024];

	ck_assert_int_eq(iommu_probe_host_select(host, names, count), 0);
	ck_assert_int_eq(iommu_probe_export_new(host, &export), 0);
	text_of_export(export, text, sizeof(text));
	ck_assert_str_eq(text, expected);
	iommu_probe_export_unref(export);
	iommu_probe_host_unref(host);
}

static void expect(const char *expected)
{
	expect_of(NULL, 0, expected);
}

#define SMMU(bits) "arm-smmuv3,primary-bus=pcie.1,accel=on,stage=1," bits
#define SMMU_ALL SMMU("ats=on,ril=on,ssidsize=20,oas=48")
#define MINE ", QEMU's SMMUv3 has them"
#define DOUBT(name) \
	"unknown : " name " is not reported: whether QEMU takes this host is not known"

/* One file of an SMMUv3 that otherwise suits. */
static const struct {
	const char *file;
	const char *text; /* NULL: it is not there */
	const char *expected;
} smmus[] = {
	{ NULL, NULL, SMMU_ALL },
	{ "ssid_bits", "0\n", SMMU("ats=on,ril=on,ssidsize=0,oas=48") },
	{ "ssid_bits", "1\n", SMMU("ats=on,ril=on,ssidsize=1,oas=48") },
	{ "ssid_bits", "21\n", SMMU_ALL },
	{ "ssid_bits", "x\n", "unknown " SMMU("ats=on,ril=on,oas=48") },
	{ "output_bits", "52\n", SMMU_ALL },
	{ "output_bits", "47\n", SMMU("ats=on,ril=on,ssidsize=20,oas=44") },
	{ "output_bits", "44\n", SMMU("ats=on,ril=on,ssidsize=20,oas=44") },
	{ "output_bits", "42\n",
	  "no: output addresses (OAS) have 42 bits, those of QEMU's SMMUv3 at least 44" },
	{ "output_bits", "0\n", "unknown " SMMU("ats=on,ril=on,ssidsize=20") },
	{ "output_bits", NULL, "unknown " SMMU("ats=on,ril=on,ssidsize=20") },
	{ "ril", "disabled\n", SMMU("ats=on,ril=off,ssidsize=20,oas=48") },
	{ "ril", NULL, SMMU("ats=on,ril=off,ssidsize=20,oas=48") },
	{ "ats", "disabled\n", SMMU("ats=off,ril=on,ssidsize=20,oas=48") },
	{ "ats", "perhaps\n", "unknown " SMMU("ril=on,ssidsize=20,oas=48") },
	{ "nesting", "disabled\n", "no: nesting is disabled: no stage 1 of a guest can be used" },
	{ "nesting", "x y\n", DOUBT("nesting") SMMU_ALL },
	{ "stream_table_format", "2lvl\n", SMMU_ALL },
	{ "stream_table_format", "linear\n",
	  "no: stream tables of two levels (STLEVEL) are not offered" MINE },
	{ "stream_table_format", "\x1b\n", DOUBT("stream_table_format") SMMU_ALL },
	{ "pgtable_format", "aarch64-64k aarch64-16k aarch64-4k\n", SMMU_ALL },
	{ "pgtable_format", "aarch64-16k aarch64-64k\n",
	  "no: pages of 4K (GRAN4K) are not offered" MINE },
	{ "pgtable_format", "aarch64-4k aarch64-64k\n",
	  "no: pages of 16K (GRAN16K) are not offered" MINE },
	{ "pgtable_format", "aarch64-4k aarch64-16k\n",
	  "no: pages of 64K (GRAN64K) are not offered" MINE },
	{ "pgtable_format", "\n", DOUBT("pgtable_format") SMMU_ALL },
	{ "tt_endian", "both\n", SMMU_ALL },
	{ "tt_endian", "big\n",
	  "no: translation tables are big-endian (TTENDIAN), those of QEMU's SMMUv3 are not" },
	{ "tt_endian", "middle\n", DOUBT("tt_endian") SMMU_ALL },
	{ "sid_bits", "16\n", SMMU_ALL },
	{ "sid_bits", "15\n",
	  "no: stream IDs (SIDSIZE) have 15 bits, those of QEMU's SMMUv3 16" },
	{ "sid_bits", "0\n", DOUBT("sid_bits") SMMU_ALL },
};

START_TEST(test_smmu)
{
	unit_smmu("b", smmus[_i].file, smmus[_i].text);
	expect(smmus[_i].expected);
}
END_TEST

/* The same of several units, of which the others suit, whichever is read first. */
START_TEST(test_least_smmu)
{
	unit_smmu("a", NULL, NULL);
	unit_smmu("b", smmus[_i].file, smmus[_i].text);
	expect(smmus[_i].expected);
	unit_smmu("c", NULL, NULL);
	expect(smmus[_i].expected);
	expect_of((const char *const[]){ "a" }, 1, SMMU_ALL);
}
END_TEST

START_TEST(test_all_reasons)
{
	unit_smmu("a", "pgtable_format", "aarch64-4k aarch64-64k\n");
	unit_smmu("b", "stream_table_format", "linear\n");
	expect("no: stream tables of two levels (STLEVEL) are not offered" MINE
	       "; pages of 16K (GRAN16K) are not offered" MINE);
}
END_TEST

#define VTD(width) "intel-iommu," width "caching-mode=on,device-iotlb=on,"
#define REST "intremap=on,eim=on,snoop-control=on"
#define NESTED "+scalable-mode=on+fsts=on+fs1gp=on+pasid-bits=20"
#define ALL48 VTD("aw-bits=48,") REST NESTED

static const struct {
	const char *file;
	const char *text;
	const char *expected;
} vtds[] = {
	{ NULL, NULL, ALL48 },
	{ "input_bits", "64\n", ALL48 },
	{ "input_bits", "48\n", ALL48 },
	{ "input_bits", "47\n", VTD("aw-bits=39,") REST },
	{ "input_bits", "46\n", VTD("aw-bits=39,") REST },
	{ "input_bits", "39\n", VTD("aw-bits=39,") REST },
	{ "input_bits", "38\n",
	  "no: addresses have 38 bits, those of QEMU's intel-iommu at least 39" },
	{ "input_bits", "0\n", "unknown " VTD("") REST },
	{ "input_bits", NULL, "unknown " VTD("") REST },
	{ "s2_input_bits", "39\n", VTD("aw-bits=39,") REST },
	{ "s2_input_bits", "48\n", ALL48 },
	{ "s2_input_bits", "30\n",
	  "no: addresses have 30 bits, those of QEMU's intel-iommu at least 39" },
	{ "s2_input_bits", NULL, "unknown " VTD("") REST },
	{ "ats", NULL, "intel-iommu,aw-bits=48,caching-mode=on," REST NESTED },
	{ "ats", "?\n", "unknown intel-iommu,aw-bits=48,caching-mode=on," REST NESTED },
	{ "intremap", "xapic\n",
	  VTD("aw-bits=48,") "intremap=on,eim=off,snoop-control=on" NESTED },
	{ "intremap", "none\n",
	  VTD("aw-bits=48,") "intremap=off,eim=off,snoop-control=on" NESTED },
	{ "intremap", "new\n", "unknown " VTD("aw-bits=48,") "snoop-control=on" NESTED },
	{ "snoop", "disabled\n", VTD("aw-bits=48,") "intremap=on,eim=on" NESTED },
	{ "nesting", "disabled\n", VTD("aw-bits=48,") REST },
	{ "nesting", "new\n", "unknown " VTD("aw-bits=48,") REST },
	{ "pgtable_format", "none\n", VTD("aw-bits=48,") REST },
	{ "pgtable_format", "vtd-fs-5lvl\n", VTD("aw-bits=48,") REST },
	{ "pgtable_format", "\n", "unknown " VTD("aw-bits=48,") REST },
	{ "page_sizes", "4096 2097152\n",
	  VTD("aw-bits=48,") REST "+scalable-mode=on+fsts=on+fs1gp=off+pasid-bits=20" },
	{ "page_sizes", "x\n",
	  "unknown " VTD("aw-bits=48,") REST "+scalable-mode=on+fsts=on+pasid-bits=20" },
	{ "ssid_bits", "8\n",
	  VTD("aw-bits=48,") REST "+scalable-mode=on+fsts=on+fs1gp=on+pasid-bits=8" },
	{ "ssid_bits", "40\n", ALL48 },
	{ "ssid_bits", "0\n", VTD("aw-bits=48,") REST "+scalable-mode=on+fsts=on+fs1gp=on" },
	{ "ssid_bits", "x\n",
	  "unknown " VTD("aw-bits=48,") REST "+scalable-mode=on+fsts=on+fs1gp=on" },
};

START_TEST(test_vtd)
{
	unit_vtd("dmar0", vtds[_i].file, vtds[_i].text);
	expect(vtds[_i].expected);
}
END_TEST

START_TEST(test_least_vtd)
{
	unit_vtd("dmar0", vtds[_i].file, vtds[_i].text);
	unit_vtd("dmar1", NULL, NULL);
	expect(vtds[_i].expected);
	expect_of((const char *const[]){ "dmar1" }, 1, ALL48);
}
END_TEST

/* No stage 2: its width is that of nothing. */
START_TEST(test_one_stage)
{
	unit_vtd("dmar0", "s2_input_bits", NULL);
	unit_file("dmar0", "intel-vtd", "s2_pgtable_format", "none\n");
	expect(ALL48);
}
END_TEST

START_TEST(test_amd)
{
	unit_file("ivhd0", "amd-vi", "model", "4\n");
	unit_file("ivhd0", "amd-vi", "ats", "enabled\n");
	unit_file("ivhd0", "amd-vi", "intremap", "x2apic\n");
	unit_file("ivhd0", "amd-vi", "input_bits", "48\n");
	expect("amd-iommu,dma-remap=on,device-iotlb=on,intremap=on,xtsup=on");
	unit_file("ivhd0", "amd-vi", "intremap", "xapic\n");
	expect("amd-iommu,dma-remap=on,device-iotlb=on,intremap=on");
	unit_file("ivhd0", "amd-vi", "intremap", "none\n");
	expect("amd-iommu,dma-remap=on,device-iotlb=on,intremap=off");
	unit_file("ivhd0", "amd-vi", "intremap", "new\n");
	expect("unknown amd-iommu,dma-remap=on,device-iotlb=on");
	unit_file("ivhd0", "amd-vi", "intremap", "none\n");
	unit_file("ivhd0", "amd-vi", "input_bits", "0\n");
	expect("unknown amd-iommu,dma-remap=on,device-iotlb=on,intremap=off");
}
END_TEST

static const struct {
	const char *bits;
	const char *sizes;
	const char *expected;
} generics[] = {
	{ "64\n", "4096 2097152\n", "virtio-iommu-pci,aw-bits=64,granule=4k" },
	{ "48\n", "16384\n", "virtio-iommu-pci,aw-bits=48,granule=16k" },
	{ "32\n", "65536\n", "virtio-iommu-pci,aw-bits=32,granule=64k" },
	{ "32\n", "8192\n", "virtio-iommu-pci,aw-bits=32,granule=8k" },
	{ "31\n", "4096\n",
	  "no: addresses have 31 bits, those of QEMU's virtio-iommu-pci at least 32" },
	{ "48\n", "2097152\n", "no: no page of 4K, 8K, 16K or 64K is offered by all units" },
	{ "0\n", "4096\n", "unknown virtio-iommu-pci,granule=4k" },
	{ "48\n", "x\n", "unknown virtio-iommu-pci,aw-bits=48" },
};

START_TEST(test_generic)
{
	unit_file("a", "virtio-iommu", "model", "256\n");
	unit_file("a", "virtio-iommu", "input_bits", generics[_i].bits);
	unit_file("a", "virtio-iommu", "page_sizes", generics[_i].sizes);
	expect(generics[_i].expected);
}
END_TEST

START_TEST(test_no_iommu)
{
	tree_dir("sys/class/iommu");
	expect("no: there is no IOMMU");
	tree_dir("sys/bus/pci/devices/0000:00:02.0");
	expect_of((const char *const[]){ "00:02.0" }, 1, "no: 0000:00:02.0 is behind no IOMMU");
	unit_smmu("a", NULL, NULL);
	expect_of((const char *const[]){ "a", "00:02.0" }, 2,
		  "no: 0000:00:02.0 is behind no IOMMU");
}
END_TEST

START_TEST(test_unlisted_class)
{
	tree_file("sys/class/iommu", "");
	expect("unknown : IOMMUs could not be listed");
}
END_TEST

#define LOAD ": see if the module iommu_caps can be loaded"

/* What is known of some decides only where it is a no. */
START_TEST(test_silent_unit)
{
	tree_dir(CLASS "silent");
	expect("unknown : the kernel does not show of which model 1 of 1 units is" LOAD);
	unit_smmu("a", NULL, NULL);
	expect("unknown : the kernel does not show of which model 1 of 2 units is" LOAD);
	unit_smmu("b", "nesting", "disabled\n");
	expect("no: nesting is disabled: no stage 1 of a guest can be used");
	expect_of((const char *const[]){ "a" }, 1, SMMU_ALL);
}
END_TEST

/* A model that could not be read may be one that suits. */
START_TEST(test_unreadable_model)
{
	unit_smmu("a", "nesting", "disabled\n");
	unit_file("a", "other", "model", "x\n");
	expect("unknown : nesting is disabled: no stage 1 of a guest can be used; "
	       "the kernel does not show of which model 1 of 1 units is" LOAD);
	unit_smmu("b", NULL, NULL);
	expect("no: nesting is disabled: no stage 1 of a guest can be used");
}
END_TEST

START_TEST(test_many_reasons)
{
	const char *names[40];
	char path[64], buffer[40][16];
	struct iommu_probe_host *host;
	struct iommu_probe_export *export;
	size_t i;

	for (i = 0; i < 40; i++) {
		snprintf(buffer[i], sizeof(buffer[i]), "0000:%02zx:00.0", i);
		snprintf(path, sizeof(path), "sys/bus/pci/devices/%.15s", buffer[i]);
		tree_dir(path);
		names[i] = buffer[i];
	}
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_host_select(host, names, 40), 0);
	ck_assert_int_eq(iommu_probe_export_new(host, &export), 0);
	ck_assert_str_eq(iommu_probe_export_get_reason(export, 39),
			 "0000:27:00.0 is behind no IOMMU");
	ck_assert_ptr_null(iommu_probe_export_get_reason(export, 40));
	iommu_probe_export_unref(export);
	iommu_probe_host_unref(host);
}
END_TEST

#define NOTHING_COMMON "no: no model that QEMU has a device for is common to all units"

START_TEST(test_models)
{
	unit_smmu("a", NULL, NULL);
	unit_vtd("b", NULL, NULL);
	expect(NOTHING_COMMON);
	expect_of((const char *const[]){ "b" }, 1, ALL48);
	/* The one that both have, whatever else they have. */
	unit_file("a", "virtio-iommu", "model", "256\n");
	unit_file("a", "virtio-iommu", "input_bits", "48\n");
	unit_file("a", "virtio-iommu", "page_sizes", "4096\n");
	unit_file("b", "virtio-iommu", "model", "256\n");
	unit_file("b", "virtio-iommu", "input_bits", "40\n");
	unit_file("b", "virtio-iommu", "page_sizes", "4096\n");
	expect("virtio-iommu-pci,aw-bits=40,granule=4k");
	expect_of((const char *const[]){ "a" }, 1, SMMU_ALL);
	/* Where the first is refused, the next. */
	unit_file("a", "arm-smmu-v3", "tt_endian", "big\n");
	expect_of((const char *const[]){ "a" }, 1, "virtio-iommu-pci,aw-bits=48,granule=4k");
}
END_TEST

START_TEST(test_unknown_models)
{
	unit_file("a", "new", "model", "777\n");
	expect(NOTHING_COMMON);
	/* Of another number than the one that is known. */
	unit_file("b", "intel-vtd", "model", "778\n");
	expect_of((const char *const[]){ "b" }, 1, NOTHING_COMMON);
	unit_file("c", "intel-vtd", "model", "x\n");
	expect_of((const char *const[]){ "c" }, 1,
		  "unknown : the kernel does not show of which model 1 of 1 units is" LOAD);
}
END_TEST

/* libvirt's words for it, and since when it has them. */
START_TEST(test_libvirt)
{
	struct iommu_probe_host *host;
	struct iommu_probe_export *export;
	const struct iommu_probe_setting *setting;

	unit_smmu("a", NULL, NULL);
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_export_new(host, &export), 0);
	ck_assert_str_eq(iommu_probe_export_get_libvirt_model(export), "smmuv3");
	ck_assert_str_eq(iommu_probe_export_get_libvirt_version(export), "12.7.0");
	setting = iommu_probe_export_get_first_setting(export);
	ck_assert_str_eq(iommu_probe_setting_get_libvirt_name(setting), "pciBus");
	ck_assert_str_eq(iommu_probe_setting_get_value(setting), "pcie.1");
	ck_assert_str_eq(iommu_probe_setting_get_libvirt_value(setting), "1");
	setting = iommu_probe_setting_get_next(iommu_probe_setting_get_next(setting));
	ck_assert_str_eq(iommu_probe_setting_get_name(setting), "stage");
	ck_assert_ptr_null(iommu_probe_setting_get_libvirt_name(setting));
	ck_assert_ptr_null(iommu_probe_setting_get_libvirt_value(setting));
	iommu_probe_export_unref(iommu_probe_export_ref(export));
	ck_assert_uint_eq(iommu_probe_export_get_units(export), 1);
	iommu_probe_export_unref(export);
	iommu_probe_host_unref(host);
	ck_assert_ptr_null(iommu_probe_export_unref(NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("export");
	TCase *tests = tcase_create("export");

	tcase_add_checked_fixture(tests, tree_setup, tree_teardown);
	tcase_add_loop_test(tests, test_smmu, 0, ROWS(smmus));
	tcase_add_loop_test(tests, test_least_smmu, 0, ROWS(smmus));
	tcase_add_test(tests, test_all_reasons);
	tcase_add_loop_test(tests, test_vtd, 0, ROWS(vtds));
	tcase_add_loop_test(tests, test_least_vtd, 0, ROWS(vtds));
	tcase_add_test(tests, test_one_stage);
	tcase_add_test(tests, test_amd);
	tcase_add_loop_test(tests, test_generic, 0, ROWS(generics));
	tcase_add_test(tests, test_no_iommu);
	tcase_add_test(tests, test_unlisted_class);
	tcase_add_test(tests, test_silent_unit);
	tcase_add_test(tests, test_unreadable_model);
	tcase_add_test(tests, test_many_reasons);
	tcase_add_test(tests, test_models);
	tcase_add_test(tests, test_unknown_models);
	tcase_add_test(tests, test_libvirt);
	suite_add_tcase(suite, tests);
	return run(suite);
}
