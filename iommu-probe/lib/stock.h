/* SPDX-License-Identifier: MIT */
/* The attribute groups in which stock drivers show registers. */
#ifndef IOMMU_PROBE_STOCK_H
#define IOMMU_PROBE_STOCK_H

#include "internal.h"

/* A group that is being read. */
struct stock_reading {
	struct iommu_probe_host *host;
	const struct dir *dir;
	const struct names *entries;
	struct iommu_caps_regs regs;
};

/*
 * How a driver shows its registers. read() fills what the group says, facts()
 * what is known from elsewhere on the host. Both: -ENOMEM only, all else is
 * among the errors.
 */
struct stock_group {
	const char *name;
	enum iommu_caps_model_id model;
	int (*read)(struct stock_reading *r);
	int (*facts)(struct stock_reading *r);
};

extern const struct stock_group stock_amd_vi;
extern const struct stock_group stock_intel_vtd;

/*
 * The text of a file, without one final newline. 1: read. 0: it was not, which
 * is among the errors if it is required or there at all. -ENOMEM.
 */
int stock_text(struct stock_reading *r, const char *name, bool required,
	       char text[READER_FILE_MAX + 1], size_t *length);

/* A file that holds one register; as stock_text(), but 0 on success too. */
int stock_register(struct stock_reading *r, const char *name, unsigned int reg,
		   unsigned int bits, bool required);

/* -EINVAL, which all ones are too: the device has gone. -ERANGE. */
int stock_parse_hex(const char *text, size_t length, unsigned int bits, uint64_t *word);

/* An error that belongs to a file of the group. */
int stock_complain(struct stock_reading *r, const char *name, int error);

#endif
