// SPDX-License-Identifier: MIT
/*
 * ACPI tables: the header (ACPI specification, "System Description Table
 * Header"), then what DMAR (Intel VT-d specification, "BIOS Considerations")
 * and IVRS (AMD 48882, "I/O Virtualization ACPI Table") say about widths, and
 * the structures of these two and of IORT (Arm DEN0049).
 */
#include "firmware.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"

#define TABLES_PATH "/sys/firmware/acpi/tables"

#define HEADER_SIZE 36
#define HEADER_LENGTH_AT 4

/* A fixed part of at least this size, which IORT's is too. */
#define FIXED_SIZE 48
#define DMAR_WIDTH_AT 36
#define IVRS_INFO_AT 36
#define IORT_COUNT_AT 36
#define IORT_NODES_AT 40

static const struct {
	const char *signature;
	size_t length_at; /* in a structure */
} tables[FIRMWARE_TABLES] = {
	[FIRMWARE_DMAR] = { "DMAR", 2 },
	[FIRMWARE_IVRS] = { "IVRS", 2 },
	[FIRMWARE_IORT] = { "IORT", 1 },
};

uint32_t firmware_get32(const uint8_t *data)
{
	return data[0] | data[1] << 8 | data[2] << 16 | (uint32_t)data[3] << 24;
}

uint32_t firmware_get16(const uint8_t *data)
{
	return data[0] | data[1] << 8;
}

uint64_t firmware_get64(const uint8_t *data)
{
	return firmware_get32(data) | (uint64_t)firmware_get32(data + 4) << 32;
}

static const char *header_complaint(const struct firmware_table *table, const char *signature)
{
	uint8_t sum = 0;
	size_t i;

	if (table->length < FIXED_SIZE)
		return "the table is too short";
	if (memcmp(table->data, signature, 4))
		return "the table has another signature";
	if (firmware_get32(table->data + HEADER_LENGTH_AT) != table->length)
		return "the table's length is not that of the file";
	for (i = 0; i < table->length; i++)
		sum += table->data[i];
	return sum ? "the table's checksum is wrong" : NULL;
}

void firmware_walk_init(struct firmware_walk *walk, const struct firmware_table *table,
			enum firmware_id id)
{
	*walk = (struct firmware_walk){ table, id, FIXED_SIZE, SIZE_MAX };
	if (id != FIRMWARE_IORT)
		return;
	walk->at = firmware_get32(table->data + IORT_NODES_AT);
	walk->left = firmware_get32(table->data + IORT_COUNT_AT);
}

static bool is_end(const struct firmware_walk *walk)
{
	return !walk->left || (walk->left == SIZE_MAX && walk->at == walk->table->length);
}

/* Where a structure ends, or why it does not. */
static const char *structure_complaint(const struct firmware_walk *walk, size_t *length)
{
	const struct firmware_table *table = walk->table;

	if (walk->at < FIXED_SIZE || walk->at > table->length || table->length - walk->at < 4)
		return "the table ends within a structure";
	*length = firmware_get16(table->data + walk->at + tables[walk->id].length_at);
	if (*length < 4)
		return "a structure of the table has no length";
	if (*length > table->length - walk->at)
		return "a structure of the table goes beyond its end";
	return NULL;
}

static void go_on(struct firmware_walk *walk, size_t length)
{
	walk->at += length;
	if (walk->left != SIZE_MAX)
		walk->left--;
}

const uint8_t *firmware_next(struct firmware_walk *walk, size_t *length)
{
	const uint8_t *structure = walk->table->data + walk->at;

	if (is_end(walk) || structure_complaint(walk, length))
		return NULL;
	go_on(walk, *length);
	return structure;
}

/*
 * Structures of types that nobody knew when this was written are skipped by
 * their length. A malformed one makes what follows it unknown, not the header.
 */
static const char *structures_complaint(const struct firmware_table *table, enum firmware_id id)
{
	struct firmware_walk walk;
	const char *complaint = NULL;
	size_t length;

	firmware_walk_init(&walk, table, id);
	while (!complaint && !is_end(&walk)) {
		complaint = structure_complaint(&walk, &length);
		if (!complaint)
			go_on(&walk, length);
	}
	return complaint;
}

static uint32_t dmar_width(const struct firmware_table *table)
{
	/* It is stored less one. */
	return table->data[DMAR_WIDTH_AT] + 1u;
}

static uint32_t ivrs_size(const struct firmware_table *table)
{
	/* IVinfo.PASize */
	return firmware_get32(table->data + IVRS_INFO_AT) >> 8 & 0x7f;
}

/* No address has more bits. */
static const char *width_complaint(const struct firmware_table *table, enum firmware_id id)
{
	uint32_t bits = 0;

	if (id == FIRMWARE_DMAR)
		bits = dmar_width(table);
	else if (id == FIRMWARE_IVRS)
		bits = ivrs_size(table);
	return bits > 64 ? "the table's address width is over 64 bits" : NULL;
}

static int check(struct iommu_probe_host *host, struct firmware_table *table, enum firmware_id id)
{
	const char *complaint = header_complaint(table, tables[id].signature);

	if (!complaint)
		complaint = width_complaint(table, id);
	if (complaint) {
		free(table->data);
		table->data = NULL;
	} else {
		complaint = structures_complaint(table, id);
	}
	return complaint ? errors_add(&host->errors, TABLES_PATH, tables[id].signature, EINVAL,
				      complaint) :
			   0;
}

static int load(struct iommu_probe_host *host, struct firmware_table *table, enum firmware_id id)
{
	struct dir dir;
	int ret;

	ret = reader_open_dir(&host->reader, TABLES_PATH, &dir);
	if (!ret) {
		ret = reader_read_all(&dir, tables[id].signature, FIRMWARE_TABLE_MAX, &table->data,
				      &table->length);
		reader_close_dir(&dir);
	}
	switch (ret) {
	case 0:
		return check(host, table, id);
	case -ENOENT:
	case -ENOTDIR:
	/* What only root may see is no error. */
	case -EACCES:
	case -EPERM:
		return 0;
	case -ENOMEM:
		return ret;
	default:
		return errors_add(&host->errors, TABLES_PATH, tables[id].signature, -ret, NULL);
	}
}

int firmware_get(struct iommu_probe_host *host, enum firmware_id id,
		 const struct firmware_table **table)
{
	struct firmware_table *found = &host->firmware.tables[id];
	int ret = 0;

	if (!found->tried) {
		found->tried = true;
		ret = load(host, found, id);
	}
	*table = !ret && found->data ? found : NULL;
	return ret;
}

void firmware_clear(struct firmware *firmware)
{
	size_t i;

	for (i = 0; i < FIRMWARE_TABLES; i++)
		free(firmware->tables[i].data);
	*firmware = (struct firmware){ 0 };
}

int firmware_host_address_width(struct iommu_probe_host *host, uint32_t *bits)
{
	const struct firmware_table *table;
	int ret;

	*bits = 0;
	ret = firmware_get(host, FIRMWARE_DMAR, &table);
	if (!ret && table)
		*bits = dmar_width(table);
	return ret;
}

int firmware_physical_address_size(struct iommu_probe_host *host, uint32_t *bits)
{
	const struct firmware_table *table;
	int ret;

	*bits = 0;
	ret = firmware_get(host, FIRMWARE_IVRS, &table);
	if (!ret && table)
		*bits = ivrs_size(table);
	return ret;
}
