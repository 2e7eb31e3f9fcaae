// SPDX-License-Identifier: MIT
#include "facts.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

/* Kernels allow for 4096 at most, which may grow. */
#define COMMAND_LINE_MAX (64 * 1024)
#define RELEASE_MAX 256
#define COMPRESSED_MAX (1024 * 1024)
#define CONFIG_MAX (4 * 1024 * 1024)
#define LINE_MAX_SIZE 4096

static const struct {
	const char *name;
	const char *path;
	enum facts_hardware hardware;
} tables[FACTS_TABLES] = {
	[FACTS_DMAR] = { "DMAR", FACTS_ACPI_TABLES "/DMAR", FACTS_INTEL },
	[FACTS_IVRS] = { "IVRS", FACTS_ACPI_TABLES "/IVRS", FACTS_AMD },
	[FACTS_IORT] = { "IORT", FACTS_ACPI_TABLES "/IORT", FACTS_ARM },
	[FACTS_RIMT] = { "RIMT", FACTS_ACPI_TABLES "/RIMT", FACTS_RISCV },
	[FACTS_VIOT] = { "VIOT", FACTS_ACPI_TABLES "/VIOT", FACTS_VIRTIO },
	[FACTS_DEVICETREE] = { "devicetree", FACTS_DEVICETREE_PATH, FACTS_HARDWARE_UNKNOWN },
};

const char *facts_table_name(enum facts_table table)
{
	return tables[table].name;
}

const char *facts_table_path(enum facts_table table)
{
	return tables[table].path;
}

bool facts_has_table(const struct facts *facts)
{
	size_t i;

	for (i = 0; i < FACTS_TABLES; i++)
		if (facts->tables.there[i])
			return true;
	return false;
}

void facts_clear(struct facts *facts)
{
	free(facts->command_line);
	free(facts->release);
	free(facts->config);
	free(facts->config_path);
	*facts = (struct facts){ 0 };
}

static int read_bytes(struct iommu_probe_host *host, const char *path, const char *name,
		      size_t max, uint8_t **data, size_t *length)
{
	struct dir dir;
	int ret;

	*data = NULL;
	ret = reader_open_dir(&host->reader, path, &dir);
	if (ret)
		return ret;
	ret = reader_read_all(&dir, name, max, data, length);
	reader_close_dir(&dir);
	return ret;
}

/* A text of this many bytes, which it takes over; *text stays NULL if it is none. */
static int take_text(uint8_t *data, size_t length, char **text)
{
	char *copy = NULL;

	if (!memchr(data, '\0', length)) {
		copy = realloc(data, length + 1);
		if (!copy) {
			free(data);
			return -ENOMEM;
		}
		copy[length] = '\0';
	} else {
		free(data);
	}
	*text = copy;
	return 0;
}

/* NULL for what cannot be read; without the line feeds at the end. -ENOMEM. */
static int read_text(struct iommu_probe_host *host, const char *path, const char *name,
		     size_t max, char **text)
{
	uint8_t *data;
	size_t length;
	int ret;

	ret = read_bytes(host, path, name, max, &data, &length);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	while (length && data[length - 1] == '\n')
		length--;
	return take_text(data, length, text);
}

/* Any file could be in its place. */
static bool is_config(const char *text)
{
	const char *line;

	for (line = text; line; line = strchr(line, '\n'), line += !!line)
		if (!strncmp(line, "CONFIG_", 7) || !strncmp(line, "# CONFIG_", 9))
			return true;
	return false;
}

static int keep_config(struct facts *facts, char *text, const char *path, const char *name)
{
	if (!text || !is_config(text)) {
		free(text);
		return 0;
	}
	facts->config = text;
	return asprintf(&facts->config_path, "%s/%s", path, name) < 0 ? -ENOMEM : 0;
}

static int read_config_gz(struct iommu_probe_host *host, struct facts *facts)
{
	uint8_t *data;
	char *text, *config = NULL;
	size_t length;
	int ret;

	ret = read_bytes(host, "/proc", "config.gz", COMPRESSED_MAX, &data, &length);
	if (!ret) {
		ret = facts_inflate(data, length, &text, &length);
		free(data);
	}
	if (!ret)
		ret = take_text((uint8_t *)text, length, &config);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	return keep_config(facts, config, "/proc", "config.gz");
}

static int read_config_at(struct iommu_probe_host *host, struct facts *facts, const char *path,
			  const char *name)
{
	char *text = NULL;
	int ret;

	if (facts->config)
		return 0;
	ret = read_text(host, path, name, CONFIG_MAX, &text);
	return ret ? ret : keep_config(facts, text, path, name);
}

/* A release is part of a path. */
static bool is_file_name(const char *release)
{
	return *release && !strchr(release, '/') && *release != '.' && strlen(release) < 200;
}

static int read_kernel_config(struct iommu_probe_host *host, struct facts *facts)
{
	char name[RELEASE_MAX + 32], path[RELEASE_MAX + 32];
	int ret;

	ret = read_config_gz(host, facts);
	if (ret || !facts->release || !is_file_name(facts->release))
		return ret;
	snprintf(name, sizeof(name), "config-%s", facts->release);
	snprintf(path, sizeof(path), "/usr/lib/modules/%s", facts->release);
	ret = read_config_at(host, facts, "/boot", name);
	return ret ? ret : read_config_at(host, facts, path, "config");
}

void facts_find_tables(const struct iommu_probe_host *host, struct firmware_tables *found)
{
	const int acpi = reader_exists(&host->reader, FACTS_ACPI_TABLES);
	size_t i;

	if (acpi == -ENOENT) {
		found->there[FACTS_DEVICETREE] =
			!reader_exists(&host->reader, FACTS_DEVICETREE_PATH);
		found->known = found->there[FACTS_DEVICETREE];
		return;
	}
	found->known = !acpi;
	for (i = 0; i < FACTS_DEVICETREE && !acpi; i++) {
		const int ret = reader_exists(&host->reader, tables[i].path);

		found->there[i] = !ret;
		if (ret && ret != -ENOENT)
			found->known = false;
	}
}

enum facts_hardware facts_hardware_of_unit(const char *name)
{
	static const struct {
		const char *beginning;
		enum facts_hardware hardware;
	} drivers[] = {
		{ "dmar", FACTS_INTEL },
		{ "ivhd", FACTS_AMD },
		{ "smmu3.", FACTS_ARM },
		{ "smmu.", FACTS_ARM },
		{ "riscv-iommu@", FACTS_RISCV },
	};
	size_t i;

	for (i = 0; i < sizeof(drivers) / sizeof(*drivers); i++)
		if (!strncmp(name, drivers[i].beginning, strlen(drivers[i].beginning)))
			return drivers[i].hardware;
	/* That of virtio gives it the name of its own device. */
	return is_pci_address(name) ? FACTS_VIRTIO : FACTS_HARDWARE_UNKNOWN;
}

static enum facts_hardware hardware_of_config(const struct facts *facts)
{
	if (facts_config(facts, "X86") == FACTS_OPTION_YES)
		return FACTS_X86;
	if (facts_config(facts, "ARM64") == FACTS_OPTION_YES)
		return FACTS_ARM;
	if (facts_config(facts, "RISCV") == FACTS_OPTION_YES)
		return FACTS_RISCV;
	return FACTS_HARDWARE_UNKNOWN;
}

/* The host bridge is its maker's; virtual ones pretend to be anybody's. */
static int hardware_of_bridge(struct iommu_probe_host *host, struct facts *facts)
{
	char *vendor = NULL;
	int ret;

	ret = read_text(host, "/sys/bus/pci/devices/0000:00:00.0", "vendor", LINE_MAX_SIZE,
			&vendor);
	if (!vendor)
		return ret;
	if (!strcmp(vendor, "0x8086"))
		facts->hardware = FACTS_INTEL;
	else if (!strcmp(vendor, "0x1022"))
		facts->hardware = FACTS_AMD;
	free(vendor);
	return 0;
}

static int find_hardware(struct iommu_probe_host *host, struct facts *facts)
{
	size_t i;

	for (i = 0; i < host->names.count && !facts->hardware; i++)
		facts->hardware = facts_hardware_of_unit(host->names.list[i].name);
	for (i = 0; i < FACTS_TABLES && !facts->hardware; i++)
		if (facts->tables.there[i])
			facts->hardware = tables[i].hardware;
	if (!facts->hardware)
		facts->hardware = hardware_of_config(facts);
	return facts->hardware == FACTS_X86 && !facts->guest ? hardware_of_bridge(host, facts) : 0;
}

static int find_guest(struct iommu_probe_host *host, struct facts *facts)
{
	static const char *const makers[] = { "QEMU", "VMware, Inc.", "innotek GmbH", "Xen" };
	char *maker = NULL, *product = NULL;
	size_t i;
	int ret;

	ret = read_text(host, "/sys/class/dmi/id", "sys_vendor", LINE_MAX_SIZE, &maker);
	if (!ret)
		ret = read_text(host, "/sys/class/dmi/id", "product_name", LINE_MAX_SIZE, &product);
	for (i = 0; maker && i < sizeof(makers) / sizeof(*makers); i++)
		if (!strcmp(maker, makers[i]))
			facts->guest = true;
	if (product && (!strcmp(product, "Virtual Machine") || !strcmp(product, "KVM")))
		facts->guest = true;
	free(maker);
	free(product);
	return ret;
}

int facts_read(struct iommu_probe_host *host, struct facts *facts)
{
	int ret;

	*facts = (struct facts){ 0 };
	ret = read_text(host, "/proc", "cmdline", COMMAND_LINE_MAX, &facts->command_line);
	if (!ret)
		ret = read_text(host, "/proc/sys/kernel", "osrelease", RELEASE_MAX,
				&facts->release);
	if (!ret)
		ret = read_kernel_config(host, facts);
	if (!ret)
		ret = find_guest(host, facts);
	if (ret) {
		facts_clear(facts);
		return ret;
	}
	facts_find_tables(host, &facts->tables);
	ret = find_hardware(host, facts);
	if (ret)
		facts_clear(facts);
	return ret;
}
