// SPDX-License-Identifier: MIT
#include "explained.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

struct iommu_probe_host *host;
struct iommu_probe_explanation *explanation;

void put16(uint8_t *at, unsigned int value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

void write_port(unsigned int type, bool prefix, int acs_control, size_t length)
{
	uint8_t config[PCI_CONFIG_MAX] = { 0x86, 0x80 };

	config[0x06] = 0x10;
	config[0x0e] = 1;
	config[0x34] = 0x40;
	put16(config + 0x40, 0x10);
	put16(config + 0x42, type << 4 | 2);
	put16(config + 0x66, prefix ? 0x20 : 0);
	if (acs_control >= 0) {
		put16(config + 0x100, 0x0d);
		config[0x102] = 1;
		put16(config + 0x104, 0x1f);
		put16(config + 0x106, (unsigned int)acs_control);
	}
	tree_bytes(PORT "/config", config, length);
}

void write_endpoint(unsigned int pasid, unsigned int ats, unsigned int pri, size_t length)
{
	uint8_t config[PCI_CONFIG_MAX] = { 0x86, 0x80 };

	put16(config + 0x100, pasid);
	put16(config + 0x102, 0x1201);
	put16(config + 0x104, 0x1404);
	put16(config + 0x120, ats);
	put16(config + 0x122, 0x1401);
	put16(config + 0x140, pri);
	put16(config + 0x142, 1);
	tree_bytes(ENDPOINT "/config", config, length);
}

static void write_good_configs(void)
{
	write_port(PCI_ROOT_PORT, true, 0x1d, PCI_CONFIG_MAX);
	write_endpoint(0x1b, 0x0f, 0x13, PCI_CONFIG_MAX);
}

static void write_unit(void)
{
	tree_file(UNIT "intel-iommu/cap", "19ed008c40780c66\n");
	tree_file(UNIT "intel-iommu/ecap", ECAP "\n");
	tree_link(UNIT "devices/" DEVICE, "../../../../devices/pci0000:00/0000:00:01.0/" DEVICE);
}

static void write_device(void)
{
	tree_link("sys/bus/pci/devices/" DEVICE,
		  "../../../devices/pci0000:00/0000:00:01.0/" DEVICE);
	tree_link("sys/bus/pci/devices/0000:00:01.0", "../../../devices/pci0000:00/0000:00:01.0");
	tree_link(ENDPOINT "/subsystem", "../../../../bus/pci");
	tree_link(ENDPOINT "/driver", "../../../../bus/pci/drivers/idxd");
	tree_file(ENDPOINT "/modalias", "pci:v8086\n");
	tree_link(ENDPOINT "/iommu_group", "../../../../kernel/iommu_groups/7");
	tree_file(GROUP "type", "DMA-FQ\n");
	tree_link(GROUP "devices/" DEVICE,
		  "../../../../devices/pci0000:00/0000:00:01.0/" DEVICE);
	tree_file(PORT "/class", "0x060400\n");
}

void explained_setup(void)
{
	host = NULL;
	explanation = NULL;
	tree_setup();
	write_unit();
	write_device();
	write_good_configs();
	tree_file(DMAR, "");
	tree_file(CMDLINE, "intel_iommu=on,sm_on\n");
	tree_file("proc/sys/kernel/osrelease", "1\n");
	tree_file(CONFIG, GOOD_CONFIG);
}

void explained_teardown(void)
{
	iommu_probe_explanation_unref(explanation);
	iommu_probe_host_unref(host);
	tree_teardown();
}

void ask(const char *device, enum iommu_probe_question question)
{
	iommu_probe_explanation_unref(explanation);
	iommu_probe_host_unref(host);
	host = tree_open(false);
	ck_assert_int_eq(iommu_probe_explain(host, device, question, &explanation), 0);
}

const struct iommu_probe_condition *find(const char *name)
{
	const struct iommu_probe_condition *c =
		iommu_probe_explanation_get_first_condition(explanation);

	while (c && strcmp(iommu_probe_condition_get_name(c), name))
		c = iommu_probe_condition_get_next(c);
	ck_assert_msg(c, "no %s", name);
	return c;
}

void check(const char *name, enum iommu_probe_verdict verdict, const char *remedy)
{
	const struct iommu_probe_condition *c = find(name);
	const char *found = iommu_probe_condition_get_remedy(c);

	ck_assert_msg(iommu_probe_condition_get_verdict(c) == verdict, "%s is %d: %s", name,
		      iommu_probe_condition_get_verdict(c), iommu_probe_condition_get_message(c));
	ck_assert_msg(!found == (verdict != FAIL), "%s", name);
	if (remedy)
		ck_assert_msg(strstr(found, remedy), "%s: %s", name, found);
	if (verdict != UNSURE && strcmp(name, "driver-enabled"))
		ck_assert_msg(iommu_probe_condition_get_evidence_count(c) ||
				      !strcmp(name, "kernel-mode"),
			      "%s without evidence", name);
}

void change(const char *path, const char *text)
{
	unlink(tree_path(path));
	if (text)
		tree_file(path, text);
}

void empty_class(void)
{
	change(UNIT "devices/" DEVICE, NULL);
	change(UNIT "intel-iommu/cap", NULL);
	change(UNIT "intel-iommu/ecap", NULL);
	ck_assert_int_eq(rmdir(tree_path(UNIT "intel-iommu")), 0);
	ck_assert_int_eq(rmdir(tree_path(UNIT "devices")), 0);
	ck_assert_int_eq(rmdir(tree_path(UNIT)), 0);
	change(DMAR, NULL);
}
