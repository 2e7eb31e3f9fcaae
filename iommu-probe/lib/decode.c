// SPDX-License-Identifier: MIT
/* A host that is one IOMMU, known by registers that somebody gave. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "units.h"

/* A model may have facts only, which nobody can give. */
static bool has_registers(const struct iommu_caps_decoder *decoder)
{
	const struct iommu_caps_register *reg;

	for (reg = decoder->registers; reg && reg->name; reg++)
		if (reg->use != IOMMU_CAPS_REGISTER_FACT)
			return true;
	return false;
}

/* A row of the table of models. */
static int find_model(struct iommu_probe_ctx *ctx, const char *name)
{
	int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (!strcmp(iommu_caps_models[i].name, name) &&
		    has_registers(&iommu_caps_decoders[i]))
			return i;
	return ctx_fail(ctx, EINVAL, "%s: no model whose registers can be decoded", name);
}

static int set_register(struct iommu_probe_ctx *ctx, const struct iommu_caps_register *known,
			const struct iommu_probe_register *given, struct iommu_caps_regs *regs)
{
	unsigned int i;

	for (i = 0; known[i].name; i++)
		if (known[i].use != IOMMU_CAPS_REGISTER_FACT &&
		    !strcmp(known[i].name, given->name))
			break;
	if (!known[i].name)
		return ctx_fail(ctx, EINVAL, "%s: no register of the model", given->name);
	if (iommu_caps_regs_has(regs, i))
		return ctx_fail(ctx, EINVAL, "%s: given twice", given->name);
	if (given->word > UINT64_MAX >> (64 - known[i].bits))
		return ctx_fail(ctx, ERANGE, "%s: wider than %u bits", given->name,
				known[i].bits);
	iommu_caps_regs_set(regs, i, given->word);
	return 0;
}

static int set_registers(struct iommu_probe_ctx *ctx, const struct iommu_caps_register *known,
			 const struct iommu_probe_register given[], size_t count,
			 struct iommu_caps_regs *regs)
{
	unsigned int reg;
	size_t i;
	int ret = 0;

	for (i = 0; i < count && !ret; i++)
		ret = set_register(ctx, known, &given[i], regs);
	for (reg = 0; known[reg].name && !ret; reg++)
		if (known[reg].use == IOMMU_CAPS_REGISTER_REQUIRED &&
		    !iommu_caps_regs_has(regs, reg))
			ret = ctx_fail(ctx, EINVAL, "%s: missing, and nothing can be decoded without",
				       known[reg].name);
	return ret;
}

EXPORT int iommu_probe_host_new_decoded(struct iommu_probe_ctx *ctx, const char *model,
					const struct iommu_probe_register registers[], size_t count,
					struct iommu_probe_host **host)
{
	struct iommu_caps_regs regs = { 0 };
	struct unit *unit;
	int id, ret;

	*host = NULL;
	id = find_model(ctx, model);
	if (id < 0)
		return id;
	ret = set_registers(ctx, iommu_caps_decoders[id].registers, registers, count, &regs);
	if (ret)
		return ret;

	ret = host_new_of_units(ctx, HOST_REGISTERS, host);
	if (ret)
		return ret;
	unit = units_add(*host, "decoded");
	if (unit && !registers_model((enum iommu_caps_model_id)id, &regs, &unit->models) &&
	    !units_finish(*host))
		return 0;
	*host = iommu_probe_host_unref(*host);
	return ctx_fail(ctx, ENOMEM, "out of memory");
}
