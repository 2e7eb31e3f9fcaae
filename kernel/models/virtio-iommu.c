// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * virtio-iommu: capabilities from the device's configuration. Fields are those
 * of the Virtual I/O Device (VIRTIO) specification, "IOMMU device". There are
 * no registers that anybody could read out of a bug report: all are facts.
 */
#include <linux/bits.h>
#include "decoders.h"
#include "virtio-iommu.h"

/* Without VIRTIO_IOMMU_F_INPUT_RANGE */
#define INPUT_BITS_ALL	64

/* Numbers in attributes are 2^63 - 1 at most; masks may have all high bits. */
#define PAGE_SIZES	GENMASK_ULL(62, 0)

const struct iommu_caps_register virtio_iommu_registers[] = {
	[VIRTIO_IOMMU_PAGE_SIZE_MASK] = { "page_size_mask", 64, IOMMU_CAPS_REGISTER_FACT },
	[VIRTIO_IOMMU_INPUT_END] = { "input_end", 64, IOMMU_CAPS_REGISTER_FACT },
	{ }
};

static u32 width_of(u64 address)
{
	u32 bits = 0;

	for (; address; address >>= 1)
		bits++;
	return bits;
}

/**
 * virtio_iommu_decode - capabilities of a virtio IOMMU from its configuration
 * @regs: facts, by enum virtio_iommu_reg
 * @caps: gets what they say; what they don't say is left unknown
 *
 * Return: 0
 */
int virtio_iommu_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps)
{
	u32 input = INPUT_BITS_ALL;

	if (iommu_caps_regs_has(regs, VIRTIO_IOMMU_INPUT_END))
		input = width_of(regs->value[VIRTIO_IOMMU_INPUT_END]);

	iommu_caps_init(caps, IOMMU_CAPS_MODEL_VIRTIO_IOMMU);
	if (input)
		iommu_caps_set(caps, IOMMU_CAPS_INPUT_BITS, input);
	iommu_caps_add(caps, IOMMU_CAPS_PGTABLE_FORMAT, IOMMU_CAPS_S1_VIRTIO_MAP);
	if (iommu_caps_regs_has(regs, VIRTIO_IOMMU_PAGE_SIZE_MASK))
		iommu_caps_set(caps, IOMMU_CAPS_PAGE_SIZES,
			       regs->value[VIRTIO_IOMMU_PAGE_SIZE_MASK] & PAGE_SIZES);
	return 0;
}
