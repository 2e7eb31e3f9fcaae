// SPDX-License-Identifier: MIT
/* A choice, or somebody's claim, as struct iommu_pasid_table_config. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "caps.h"
#include "choose.h"

static const char *model_name(uint32_t number)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (iommu_caps_models[i].number == number)
			return iommu_caps_models[i].name;
	return "a model that is not known";
}

int check_complain(struct iommu_probe_ctx *ctx, const char *iommu,
		   const struct iommu_pasid_table_config *config, int error)
{
	switch (error) {
	case EINVAL:
		return ctx_fail(ctx, error,
				"%s: the config has a field without meaning, or its base 0x%llx is 0 or not aligned",
				iommu, (unsigned long long)config->base_ptr);
	case E2BIG:
		return ctx_fail(ctx, error, "%s: the config is of a later version", iommu);
	case EOPNOTSUPP:
		return ctx_fail(ctx, error,
				"%s: it has no PASIDs, or not this PASID table format or PASID-0 behaviour",
				iommu);
	case ERANGE:
		return ctx_fail(ctx, error,
				"%s: %u bits of PASID are not possible, or the table ends beyond its addresses",
				iommu, config->pasid_bits);
	default:
		return ctx_fail(ctx, error,
				"%s: the table is made for %s, which is no model of this IOMMU",
				iommu, model_name(config->model));
	}
}

/*
 * The model that the config names; where the IOMMU does not show it, any other
 * one, which answers to what comes before the model.
 */
static void caps_to_check(const struct iommu_probe_iommu *iommu,
			  const struct iommu_pasid_table_config *config, struct iommu_caps *caps)
{
	const struct iommu_probe_model *model;
	unsigned int other = 0;

	for (model = iommu->models; model; model = model->next) {
		if (model->id < 0 || !model->number)
			continue;
		caps_from_model(model, caps);
		if (config->argsz >= sizeof(*config) && model->number == config->model)
			return;
	}
	if (config->argsz >= sizeof(*config) && iommu_caps_models[other].number == config->model)
		other++;
	iommu_caps_init(caps, other);
}

EXPORT int iommu_probe_iommu_check_pasid_table(struct iommu_probe_iommu *iommu,
					       const struct iommu_pasid_table_config *config)
{
	struct iommu_caps caps;
	int ret;

	caps_to_check(iommu, config, &caps);
	ret = iommu_caps_check_pasid_table(&caps, config);
	return ret ? check_complain(iommu->host->ctx, iommu->name, config, -ret) : 0;
}

/* The PASID-0 behaviour under SMMUv3 is a field of its own. */
static uint8_t s1dss_of(const struct iommu_probe_choice *choice)
{
	switch (choice->pasid0) {
	case IOMMU_CAPS_PASID0_BYPASS:
		return IOMMU_PASID_TABLE_SMMU_BYPASS;
	case IOMMU_CAPS_PASID0_PASID0:
		return IOMMU_PASID_TABLE_SMMU_PASID0;
	default:
		return IOMMU_PASID_TABLE_SMMU_TERMINATE;
	}
}

static int check_targets(const struct iommu_probe_choice *choice,
			 const struct iommu_pasid_table_config *config)
{
	const struct candidate *candidate;
	const struct target *target;
	int ret;

	for (target = choice->targets; target; target = target->next) {
		candidate = target_candidate(target, choice->format->model);
		ret = iommu_caps_check_pasid_table(&candidate->caps, config);
		if (ret)
			return check_complain(choice->host->ctx, target->iommu, config, -ret);
	}
	return 0;
}

static void fill(const struct iommu_probe_choice *choice, uint64_t base,
		 struct iommu_pasid_table_config *config)
{
	memset(config, 0, sizeof(*config));
	config->argsz = sizeof(*config);
	config->model = iommu_caps_models[choice->format->model].number;
	config->pasid_bits = (uint8_t)choice->bits;
	config->base_ptr = base;
	config->bytes[0] = (uint8_t)choice->format->code;
	if (choice->format->model == IOMMU_CAPS_MODEL_ARM_SMMU_V3)
		config->arm_smmu_v3.s1dss = s1dss_of(choice);
}

EXPORT int iommu_probe_choice_get_config(const struct iommu_probe_choice *choice, uint64_t base,
					 struct iommu_pasid_table_config *config, size_t size)
{
	struct iommu_pasid_table_config filled;
	int ret;

	if (choice->answer != IOMMU_PROBE_ANSWER_YES)
		return ctx_fail(choice->host->ctx, ENODATA, "nothing could be chosen");
	if (!iommu_probe_choice_guest_owns_pasid_table(choice))
		return ctx_fail(choice->host->ctx, ENXIO,
				"under %s the PASID table stays the host's: there is none to offer",
				iommu_caps_models[choice->format->model].name);
	/* The first version; a caller of a later one gets zeros behind it. */
	if (size < sizeof(filled))
		return ctx_fail(choice->host->ctx, EINVAL, "the config is too small");
	fill(choice, base, &filled);
	ret = check_targets(choice, &filled);
	if (ret)
		return ret;
	memset(config, 0, size);
	memcpy(config, &filled, sizeof(filled));
	return 0;
}
