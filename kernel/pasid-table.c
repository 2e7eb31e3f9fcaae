// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The sanity check of a PASID table: what is claimed of it against what the
 * IOMMU can do. It does not look into the table. Built into the kernel and into
 * libiommu-probe.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/iommu-caps.h>
#include <linux/kernel.h>
#include <linux/math64.h>

#define S1DSS_MAX	IOMMU_PASID_TABLE_SMMU_PASID0

/* By STE.S1DSS */
static const enum iommu_caps_word_id s1dss_words[] = {
	[IOMMU_PASID_TABLE_SMMU_TERMINATE] = IOMMU_CAPS_PASID0_TERMINATE,
	[IOMMU_PASID_TABLE_SMMU_BYPASS] = IOMMU_CAPS_PASID0_BYPASS,
	[IOMMU_PASID_TABLE_SMMU_PASID0] = IOMMU_CAPS_PASID0_PASID0,
};

/**
 * iommu_caps_pasid_table_size - size of the root of a PASID table
 * @format: its format
 * @bits: bits of PASID that it is made for, within the format's reach
 *
 * Return: size in bytes
 */
u64 iommu_caps_pasid_table_size(const struct iommu_caps_format *format, u32 bits)
{
	u32 shift = bits > format->leaf ? bits - format->leaf : 0;

	if (shift < format->floor)
		shift = format->floor;
	return (u64)format->entry << shift;
}

/**
 * iommu_caps_pasid_table_align - alignment of the root of a PASID table
 * @format: its format
 * @bits: bits of PASID that it is made for, within the format's reach
 *
 * Return: alignment in bytes; an IOMMU may want more
 */
u64 iommu_caps_pasid_table_align(const struct iommu_caps_format *format, u32 bits)
{
	const u64 size = iommu_caps_pasid_table_size(format, bits);

	if (format->align)
		return format->align;
	return size > 64 ? size : 64;
}

static bool is_zero(const u8 *bytes, size_t n)
{
	while (n--)
		if (*bytes++)
			return false;
	return true;
}

static int check_size(const struct iommu_pasid_table_config *config)
{
	const size_t known = sizeof(*config);

	if (config->argsz < known)
		return -EINVAL;
	if (!is_zero((const u8 *)config + known, config->argsz - known))
		return -E2BIG;
	return 0;
}

static const struct iommu_caps_format *find_format(enum iommu_caps_model_id model, u32 code)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_FORMATS; i++)
		if (iommu_caps_formats[i].model == model && iommu_caps_formats[i].code == code)
			return &iommu_caps_formats[i];
	return NULL;
}

/* The first byte of the union is the format, under every model that has any. */
static int check_fields(const struct iommu_caps *caps,
			const struct iommu_pasid_table_config *config,
			const struct iommu_caps_format **format)
{
	const bool smmu = caps->model == IOMMU_CAPS_MODEL_ARM_SMMU_V3;
	const bool none = caps->model == IOMMU_CAPS_MODEL_VIRTIO_IOMMU;
	const size_t used = none ? 0 : smmu ? 2 : 1;

	if (!is_zero(config->padding, sizeof(config->padding)) ||
	    !is_zero(config->bytes + used, sizeof(config->bytes) - used))
		return -EINVAL;

	*format = find_format(caps->model, config->bytes[0]);
	if (!none && !*format)
		return -EINVAL;
	if (!smmu)
		return 0;
	if (config->arm_smmu_v3.s1dss > S1DSS_MAX)
		return -EINVAL;
	if (!config->pasid_bits && (config->arm_smmu_v3.s1fmt || config->arm_smmu_v3.s1dss))
		return -EINVAL;
	return 0;
}

static bool is_positive(const struct iommu_caps *caps, enum iommu_caps_attribute_id id)
{
	return iommu_caps_knows(caps, id) && caps->value[id];
}

/* A single context descriptor, for which stage 1 is enough. */
static bool is_single(const struct iommu_caps *caps,
		      const struct iommu_pasid_table_config *config)
{
	return caps->model == IOMMU_CAPS_MODEL_ARM_SMMU_V3 && !config->pasid_bits;
}

static int check_support(const struct iommu_caps *caps,
			 const struct iommu_pasid_table_config *config,
			 const struct iommu_caps_format *format)
{
	if (is_single(caps, config))
		return is_positive(caps, IOMMU_CAPS_PGTABLE_FORMAT) ? 0 : -EOPNOTSUPP;
	if (!is_positive(caps, IOMMU_CAPS_SSID_BITS) || !format)
		return -EOPNOTSUPP;
	/* No table at all: check_bits() has the answer. */
	if (!config->pasid_bits)
		return 0;
	if (!iommu_caps_offers(caps, IOMMU_CAPS_PASID_TABLE_FORMAT, format->word))
		return -EOPNOTSUPP;
	if (caps->model == IOMMU_CAPS_MODEL_ARM_SMMU_V3 &&
	    !iommu_caps_offers(caps, IOMMU_CAPS_PASID0, s1dss_words[config->arm_smmu_v3.s1dss]))
		return -EOPNOTSUPP;
	return 0;
}

static int check_bits(const struct iommu_caps *caps,
		      const struct iommu_pasid_table_config *config,
		      const struct iommu_caps_format *format)
{
	if (is_single(caps, config))
		return 0;
	if (!config->pasid_bits || config->pasid_bits > caps->value[IOMMU_CAPS_SSID_BITS] ||
	    config->pasid_bits > format->reach)
		return -ERANGE;
	return 0;
}

static int check_base(const struct iommu_caps *caps,
		      const struct iommu_pasid_table_config *config,
		      const struct iommu_caps_format *format)
{
	const u64 size = iommu_caps_pasid_table_size(format, config->pasid_bits);
	u64 align = iommu_caps_pasid_table_align(format, config->pasid_bits);
	u64 end, rest, width = format->width;

	if (is_positive(caps, IOMMU_CAPS_PASID_TABLE_ALIGN) &&
	    caps->value[IOMMU_CAPS_PASID_TABLE_ALIGN] > align)
		align = caps->value[IOMMU_CAPS_PASID_TABLE_ALIGN];
	div64_u64_rem(config->base_ptr, align, &rest);
	if (!config->base_ptr || rest)
		return -EINVAL;

	if (is_positive(caps, IOMMU_CAPS_OUTPUT_BITS) &&
	    caps->value[IOMMU_CAPS_OUTPUT_BITS] < width)
		width = caps->value[IOMMU_CAPS_OUTPUT_BITS];
	end = config->base_ptr + size;
	if (end < config->base_ptr || (width < 64 && end > BIT_ULL(width)))
		return -ERANGE;
	return 0;
}

/**
 * iommu_caps_check_pasid_table - whether an IOMMU can take a PASID table
 * @caps: what the IOMMU can do under one programming model
 * @config: what is claimed of the table; as many bytes as its argsz says
 *
 * A check of claim against capability, to be made before anything is touched;
 * the contents of the table are not looked at.
 *
 * Return:
 * * 0		- it can
 * * -EINVAL	- argsz is too small; or flags, padding or a field have a value
 *		  that has no meaning; or the base is 0 or not aligned
 * * -E2BIG	- argsz is larger than known, and what is beyond is not all 0
 * * -ENODEV	- the table follows another programming model
 * * -EOPNOTSUPP - no PASIDs, or not this format or PASID-0 behaviour
 * * -ERANGE	- too many bits of PASID, or 0 where that has no meaning; or the
 *		  table ends beyond the addresses that the IOMMU can use
 */
int iommu_caps_check_pasid_table(const struct iommu_caps *caps,
				 const struct iommu_pasid_table_config *config)
{
	const struct iommu_caps_format *format;
	int ret;

	ret = check_size(config);
	if (ret)
		return ret;
	if (config->flags)
		return -EINVAL;
	if (config->model != iommu_caps_models[caps->model].number)
		return -ENODEV;
	ret = check_fields(caps, config, &format);
	if (!ret)
		ret = check_support(caps, config, format);
	if (!ret)
		ret = check_bits(caps, config, format);
	if (!ret)
		ret = check_base(caps, config, format);
	return ret;
}
EXPORT_SYMBOL_GPL(iommu_caps_check_pasid_table);
