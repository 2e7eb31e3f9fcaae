// SPDX-License-Identifier: MIT
/* lib/condition-path.c, lib/condition-device.c: ports, endpoints and their domains. */
#include <string.h>
#include <unistd.h>
#include "explained.h"
#include "run.h"
#include "tree.h"

/* Type of the port, prefix, ACS control (-1: no ACS), bytes that can be read. */
static const struct {
	unsigned int type;
	bool prefix;
	int acs;
	size_t length;
	enum iommu_probe_verdict path_prefix;
	enum iommu_probe_verdict path_acs;
} ports[] = {
	{ PCI_ROOT_PORT, true, 0x1d, PCI_CONFIG_MAX, PASS, PASS },
	{ PCI_ROOT_PORT, false, 0x1d, PCI_CONFIG_MAX, FAIL, PASS },
	{ PCI_ROOT_PORT, true, 0x0d, PCI_CONFIG_MAX, PASS, FAIL },
	{ PCI_ROOT_PORT, true, 0x14, PCI_CONFIG_MAX, PASS, PASS },
	{ PCI_ROOT_PORT, true, 0, PCI_CONFIG_MAX, PASS, FAIL },
	/* The device is alone in its group: the kernel may know more of a root port */
	{ PCI_ROOT_PORT, true, -1, PCI_CONFIG_MAX, PASS, UNSURE },
	{ PCI_DOWNSTREAM_PORT, true, -1, PCI_CONFIG_MAX, PASS, FAIL },
	{ PCI_UPSTREAM_PORT, true, -1, PCI_CONFIG_MAX, PASS, PASS },
	{ PCI_ROOT_PORT, true, 0x1d, 64, UNSURE, UNSURE },
	{ PCI_ROOT_PORT, false, 0x1d, 256, FAIL, UNSURE },
	{ PCI_ROOT_PORT, true, 0x1d, 0, UNSURE, UNSURE },
};

START_TEST(port)
{
	write_port(ports[_i].type, ports[_i].prefix, ports[_i].acs, ports[_i].length);
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", ports[_i].path_prefix, NULL);
	/* Less than all of it: 256 bytes mean that there is no ACS. */
	if (ports[_i].length != 256)
		check("path-acs", ports[_i].path_acs, NULL);
}
END_TEST

START_TEST(ports_broken)
{
	uint8_t config[PCI_CONFIG_MAX];

	/* All ones: it has gone */
	memset(config, 0xff, sizeof(config));
	tree_bytes(PORT "/config", config, sizeof(config));
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", UNSURE, NULL);
	check("path-acs", UNSURE, NULL);
	/* Lists in circles */
	memset(config, 0, sizeof(config));
	config[0x06] = 0x10;
	config[0x34] = 0x40;
	config[0x40] = 0x05;
	config[0x41] = 0x40;
	put16(config + 0x100, 0x0b);
	put16(config + 0x102, 0x1001);
	tree_bytes(PORT "/config", config, sizeof(config));
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", UNSURE, NULL);
	check("path-acs", UNSURE, NULL);
	/* No PCI Express at all */
	memset(config, 0, sizeof(config));
	tree_bytes(PORT "/config", config, sizeof(config));
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", FAIL, "slot");
}
END_TEST

/* What the device's link in its bus may say, and what comes of its path. */
static const struct {
	const char *target;
	enum iommu_probe_verdict verdict;
} paths[] = {
	{ "../../../devices/pci0000:00/0000:00:01.0/" DEVICE, PASS },
	/* No port on the way */
	{ "../../../devices/pci0000:00/" DEVICE, PASS },
	/* A root bus below an endpoint: what is above it is no port */
	{ "../../../devices/pci0000:00/0000:00:0e.0/pci10000:00/" DEVICE, PASS },
	/* A port that is not there cannot be read */
	{ "../../../devices/pci0000:00/0000:00:07.0/" DEVICE, UNSURE },
	/* Not as the kernel makes them */
	{ DEVICE, UNSURE },
	{ "/etc", UNSURE },
	{ "../../../../../../etc", UNSURE },
	{ "../../../devices/../devices/pci0000:00/0000:00:01.0/" DEVICE, UNSURE },
	{ "../../../devices/pci0000:00/0000:00:01.0", UNSURE },
};

START_TEST(path)
{
	unlink(tree_path("sys/bus/pci/devices/" DEVICE));
	tree_link("sys/bus/pci/devices/" DEVICE, paths[_i].target);
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", paths[_i].verdict, NULL);
	check("path-acs", paths[_i].verdict, NULL);
}
END_TEST

/* Ports that lead into each other, and out. */
START_TEST(circles)
{
	unlink(tree_path(PORT "/config"));
	tree_link(PORT "/config", "/etc/passwd");
	tree_link(PORT "/0000:00:01.0", "..");
	unlink(tree_path("sys/bus/pci/devices/" DEVICE));
	tree_link("sys/bus/pci/devices/" DEVICE,
		  "../../../devices/pci0000:00/0000:00:01.0/0000:00:01.0/0000:00:01.0/" DEVICE);
	ask(DEVICE, QUESTION(PASID));
	check("path-prefix", UNSURE, NULL);
}
END_TEST

START_TEST(endpoint)
{
	/* 0x0b stands for one that is not asked for */
	write_endpoint(0x0b, 0x0f, 0x13, PCI_CONFIG_MAX);
	ask(DEVICE, QUESTION(SVA));
	check("endpoint-pasid", FAIL, "PASID");
	check("endpoint-ats", PASS, NULL);
	write_endpoint(0x1b, 0x0b, 0x13, PCI_CONFIG_MAX);
	ask(DEVICE, QUESTION(SVA));
	check("endpoint-pasid", PASS, NULL);
	check("endpoint-ats", FAIL, "ATS");
	check("endpoint-pri", PASS, NULL);
	write_endpoint(0x1b, 0x0f, 0x0b, PCI_CONFIG_MAX);
	ask(DEVICE, QUESTION(SVA));
	check("endpoint-pri", FAIL, "PRI");
	write_endpoint(0x1b, 0x0f, 0x13, 64);
	ask(DEVICE, QUESTION(SVA));
	check("endpoint-pasid", UNSURE, NULL);
	ck_assert_int_eq(iommu_probe_explanation_get_answer(explanation), IOMMU_PROBE_ANSWER_UNKNOWN);
}
END_TEST

/* The option that made it so is the one to be taken away. */
static const struct {
	const char *command_line;
	const char *config;
	const char *remedy;
} identities[] = {
	{ "iommu=pt", GOOD_CONFIG, "take iommu=pt off" },
	{ "iommu=pt iommu.passthrough=0", GOOD_CONFIG, "take iommu=pt off" },
	{ "iommu.passthrough=1", GOOD_CONFIG, "take iommu.passthrough=1 off" },
	{ "", GOOD_CONFIG "CONFIG_IOMMU_DEFAULT_PASSTHROUGH=y\n", "add iommu.passthrough=0" },
	{ "iommu=pt iommu=nopt", GOOD_CONFIG, "write DMA" },
	{ "", GOOD_CONFIG, "write DMA" },
};

START_TEST(identity)
{
	tree_file(GROUP "type", "identity\n");
	tree_file(CMDLINE, identities[_i].command_line);
	tree_file(CONFIG, identities[_i].config);
	ask(DEVICE, QUESTION(SVA));
	check("domain-type", FAIL, identities[_i].remedy);
}
END_TEST

START_TEST(platform_device)
{
	tree_dir("sys/devices/platform/9050000.dma");
	tree_link("sys/devices/platform/9050000.dma/subsystem", "../../../bus/platform");
	tree_link(UNIT "devices/9050000.dma", "../../../../devices/platform/9050000.dma");
	ask("9050000.dma", QUESTION(SVA));
	check("device-behind-unit", PASS, NULL);
	check("path-prefix", PASS, NULL);
	check("path-acs", PASS, NULL);
	check("endpoint-pasid", UNSURE, NULL);
	check("endpoint-ats", UNSURE, NULL);
	check("driver-bound", FAIL, "driver");
	unlink(tree_path("sys/devices/platform/9050000.dma/subsystem"));
	ck_assert_int_eq(rmdir(tree_path("sys/devices/platform/9050000.dma")), 0);
	ask("9050000.dma", QUESTION(SVA));
	check("path-prefix", UNSURE, NULL);
	check("driver-bound", UNSURE, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conditions-path");
	TCase *tests = tcase_create("conditions-path");

	tcase_add_checked_fixture(tests, explained_setup, explained_teardown);
	tcase_add_loop_test(tests, port, 0, ROWS(ports));
	tcase_add_test(tests, ports_broken);
	tcase_add_loop_test(tests, path, 0, ROWS(paths));
	tcase_add_test(tests, circles);
	tcase_add_test(tests, endpoint);
	tcase_add_loop_test(tests, identity, 0, ROWS(identities));
	tcase_add_test(tests, platform_device);
	suite_add_tcase(suite, tests);
	return run(suite);
}
