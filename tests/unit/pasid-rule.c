// SPDX-License-Identifier: MIT
#include "pasid-rule.h"
#include <errno.h>
#include <string.h>

/* Addresses beyond which no sum of this file can go. */
typedef unsigned __int128 u128;

#define VTD 1
#define SMMU 2
#define AMD 4
#define RISCV 257
#define VIRTIO 256

/* STE.S1Fmt */
#define LINEAR 0
#define TWO_4K 1
#define TWO_64K 2

#define CONFIG_BYTES 32

static uint64_t entries(unsigned int bits, unsigned int leaf)
{
	return bits > leaf ? 1ULL << (bits - leaf) : 1;
}

uint64_t pasid_rule_size(uint32_t model, unsigned int code, unsigned int bits)
{
	if (model == SMMU && code == LINEAR)
		return 64 * entries(bits, 0);
	if (model == SMMU && code == TWO_4K)
		return 8 * entries(bits, 6);
	if (model == SMMU && code == TWO_64K)
		return 8 * entries(bits, 10);
	if (model == VTD && code == 1)
		return 8 * (bits > 13 ? entries(bits, 6) : 128);
	if (model == AMD && code <= 2)
		return 4096;
	if (model == RISCV && code >= 1 && code <= 3)
		return 4096;
	return 0;
}

uint64_t pasid_rule_align(const struct pasid_rule_unit *unit, unsigned int code, unsigned int bits)
{
	uint64_t align = 4096;

	if (unit->model == SMMU) {
		align = pasid_rule_size(SMMU, code, bits);
		if (align < 64)
			align = 64;
	}
	return unit->align > align ? unit->align : align;
}

static unsigned int reach(uint32_t model, unsigned int code)
{
	static const unsigned int riscv[] = { 0, 8, 17, 20 };

	switch (model) {
	case VTD:
		return 20;
	case SMMU:
		/* As wide as STE.S1CDMax can say. */
		return 31;
	case AMD:
		return 9 * (code + 1);
	case RISCV:
		return riscv[code];
	}
	return 0;
}

static unsigned int address_bits(const struct pasid_rule_unit *unit)
{
	unsigned int bits = unit->model == VTD	 ? 64 :
			    unit->model == RISCV ? 56 :
						   52;

	if (unit->output_bits && unit->output_bits < bits)
		bits = unit->output_bits;
	return bits;
}

/* One byte behind another from the model's fields on, as they stand. */
static bool all_zero(const void *from, size_t length)
{
	const unsigned char *bytes = from;
	size_t i;

	for (i = 0; i < length; i++)
		if (bytes[i])
			return false;
	return true;
}

/* The first byte of the union; SMMUv3 alone has a second field. */
static bool is_well_formed(const struct iommu_pasid_table_config *config)
{
	const unsigned char *fields = (const unsigned char *)config + 24;
	const unsigned int code = fields[0], dss = fields[1];

	if (!all_zero((const char *)config + 13, 3))
		return false;
	switch (config->model) {
	case VTD:
		return code == 1 && all_zero(fields + 1, 7);
	case SMMU:
		if (!config->pasid_bits && (code || dss))
			return false;
		return code <= 2 && dss <= 2 && all_zero(fields + 2, 6);
	case AMD:
		return code <= 2 && all_zero(fields + 1, 7);
	case RISCV:
		return code >= 1 && code <= 3 && all_zero(fields + 1, 7);
	}
	return all_zero(fields, 8);
}

static int check_claim(const struct pasid_rule_unit *unit,
		       const struct iommu_pasid_table_config *config)
{
	const unsigned char *fields = (const unsigned char *)config + 24;
	const bool smmu = unit->model == SMMU;

	if (smmu && !config->pasid_bits)
		return unit->stage1 ? 0 : EOPNOTSUPP;
	/* A model without formats has no PASID, whatever its files say. */
	if (!unit->ssid_bits || unit->model == VIRTIO)
		return EOPNOTSUPP;
	if (!config->pasid_bits)
		return ERANGE;
	if (!(unit->formats & 1U << fields[0]))
		return EOPNOTSUPP;
	if (smmu && !(unit->pasid0 & 1U << fields[1]))
		return EOPNOTSUPP;
	if (config->pasid_bits > unit->ssid_bits ||
	    config->pasid_bits > reach(unit->model, fields[0]))
		return ERANGE;
	return 0;
}

static int check_address(const struct pasid_rule_unit *unit,
			 const struct iommu_pasid_table_config *config)
{
	const unsigned int code = config->bytes[0], bits = config->pasid_bits;
	const u128 end = (u128)config->base_ptr + pasid_rule_size(unit->model, code, bits);

	if (!config->base_ptr || config->base_ptr % pasid_rule_align(unit, code, bits))
		return EINVAL;
	if (end >> 64 || end > (u128)1 << address_bits(unit))
		return ERANGE;
	return 0;
}

int pasid_rule(const struct pasid_rule_unit *unit, const struct iommu_pasid_table_config *config)
{
	int error;

	if (config->argsz < CONFIG_BYTES)
		return EINVAL;
	if (!all_zero((const char *)config + CONFIG_BYTES, config->argsz - CONFIG_BYTES))
		return E2BIG;
	if (config->flags)
		return EINVAL;
	if (config->model != unit->model)
		return ENODEV;
	if (!is_well_formed(config))
		return EINVAL;
	error = check_claim(unit, config);
	return error ? error : check_address(unit, config);
}
