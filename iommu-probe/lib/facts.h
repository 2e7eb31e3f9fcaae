/* SPDX-License-Identifier: MIT */
/* What a host says of itself besides its IOMMUs: boot, kernel, firmware. */
#ifndef IOMMU_PROBE_FACTS_H
#define IOMMU_PROBE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

struct iommu_probe_host;

#define FACTS_COMMAND_LINE "/proc/cmdline"
#define FACTS_RELEASE "/proc/sys/kernel/osrelease"
#define FACTS_ACPI_TABLES "/sys/firmware/acpi/tables"
#define FACTS_DEVICETREE_PATH "/sys/firmware/devicetree/base"

/* Where firmware describes IOMMUs; the device tree only where there is no ACPI. */
enum facts_table {
	FACTS_DMAR,
	FACTS_IVRS,
	FACTS_IORT,
	FACTS_RIMT,
	FACTS_VIOT,
	FACTS_DEVICETREE,
	FACTS_TABLES
};

/* Which of them there are, readable or not. */
struct firmware_tables {
	bool known; /* it could be told */
	bool there[FACTS_TABLES];
};

/* Whose IOMMUs these are, or would be. */
enum facts_hardware {
	FACTS_HARDWARE_UNKNOWN,
	FACTS_X86, /* Intel's or AMD's */
	FACTS_INTEL,
	FACTS_AMD,
	FACTS_ARM,
	FACTS_RISCV,
	FACTS_VIRTIO,
	FACTS_HARDWARES
};

/* An option of the kernel's configuration. */
enum facts_option {
	FACTS_OPTION_UNKNOWN, /* the configuration could not be read */
	FACTS_OPTION_NO,
	FACTS_OPTION_MODULE,
	FACTS_OPTION_YES,
};

struct facts {
	char *command_line; /* each NULL where it could not be read */
	char *release;
	char *config;
	char *config_path;
	struct firmware_tables tables;
	bool guest; /* certainly a virtual machine */
	enum facts_hardware hardware;
};

/* What cannot be read is not known, and no error. -ENOMEM only. */
int facts_read(struct iommu_probe_host *host, struct facts *facts);
void facts_clear(struct facts *facts);

void facts_find_tables(const struct iommu_probe_host *host, struct firmware_tables *found);

/* DMAR to VIOT and devicetree, and the path of each. */
const char *facts_table_name(enum facts_table table);
const char *facts_table_path(enum facts_table table);
bool facts_has_table(const struct facts *facts);

/* By the name that its driver gives an IOMMU. */
enum facts_hardware facts_hardware_of_unit(const char *name);

/* The name is without CONFIG_. */
enum facts_option facts_config(const struct facts *facts, const char *name);

/* A word of the command line, "intel_iommu=on,sm_on", and which part of it counts. */
struct facts_word {
	int index; /* -1: none */
	const char *argument;
	size_t length;
};

/*
 * Which of these words, after which comes NULL, an option of the command line
 * said last; the option may be there more than once, each time with a list. As
 * in the kernel, a word is told by its beginning, - and _ are the same in the
 * name of an option, and what follows "--" is not the kernel's.
 */
struct facts_word facts_last_word(const struct facts *facts, const char *option,
				  const char *const words[]);

/* The configuration's text, from its compressed form. -EINVAL, -EFBIG, -ENOMEM. */
int facts_inflate(const unsigned char *data, size_t length, char **text, size_t *text_length);

/* And back, the same bytes from the same text: no time is in it. -ENOMEM. */
int facts_deflate(const unsigned char *data, size_t length, unsigned char **packed,
		  size_t *packed_length);

#endif
