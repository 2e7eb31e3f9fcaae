/* SPDX-License-Identifier: MIT */
/* ACPI tables, where they can be read. */
#ifndef IOMMU_PROBE_FIRMWARE_H
#define IOMMU_PROBE_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct iommu_probe_host;

enum firmware_id {
	FIRMWARE_DMAR,
	FIRMWARE_IVRS,
	FIRMWARE_IORT,
	FIRMWARE_TABLES
};

/* Real ones have some kilobytes. */
#define FIRMWARE_TABLE_MAX (1024 * 1024)

struct firmware_table {
	bool tried;
	uint8_t *data; /* NULL: there is none that could be used */
	size_t length;
};

struct firmware {
	struct firmware_table tables[FIRMWARE_TABLES];
};

/*
 * A table whose signature, length and checksum are right; else *table is NULL.
 * One that is malformed is among the host's errors, one that may not be read
 * is not. -ENOMEM only.
 */
int firmware_get(struct iommu_probe_host *host, enum firmware_id id,
		 const struct firmware_table **table);
void firmware_clear(struct firmware *firmware);

/* Going over the structures of a table, of whatever type. */
struct firmware_walk {
	const struct firmware_table *table;
	enum firmware_id id;
	size_t at;
	size_t left; /* SIZE_MAX: as far as the table goes */
};

void firmware_walk_init(struct firmware_walk *walk, const struct firmware_table *table,
			enum firmware_id id);

/* NULL at the end, or where one is malformed. */
const uint8_t *firmware_next(struct firmware_walk *walk, size_t *length);

/* Little-endian fields. */
uint32_t firmware_get16(const uint8_t *data);
uint32_t firmware_get32(const uint8_t *data);
uint64_t firmware_get64(const uint8_t *data);

/* Widths in bits; 0 if the table is not there or does not say. -ENOMEM only. */
int firmware_host_address_width(struct iommu_probe_host *host, uint32_t *bits);
int firmware_physical_address_size(struct iommu_probe_host *host, uint32_t *bits);

#endif
