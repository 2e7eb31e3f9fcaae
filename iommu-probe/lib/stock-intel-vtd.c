// SPDX-License-Identifier: MIT
/* What Linux shows of a VT-d unit in <iommu>/intel-iommu. */
#include "intel-vtd.h"
#include "stock.h"

static int read_group(struct stock_reading *r)
{
	const int ret = stock_register(r, "cap", INTEL_VTD_CAP, 64, true);

	return ret ? ret : stock_register(r, "ecap", INTEL_VTD_ECAP, 64, true);
}

static int read_facts(struct stock_reading *r)
{
	uint32_t bits;
	const int ret = firmware_host_address_width(r->host, &bits);

	if (!ret && bits)
		iommu_caps_regs_set(&r->regs, INTEL_VTD_HAW, bits);
	return ret;
}

const struct stock_group stock_intel_vtd = {
	.name = "intel-iommu",
	.model = IOMMU_CAPS_MODEL_INTEL_VTD,
	.read = read_group,
	.facts = read_facts,
};
