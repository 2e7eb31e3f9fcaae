// SPDX-License-Identifier: MIT
/* What a choice must suit: IOMMUs under their models, and devices. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "caps.h"
#include "choose.h"
#include "device.h"

void targets_free(struct target *targets)
{
	struct candidate *candidate, *next_candidate;
	struct target *target, *next;

	for (target = targets; target; target = next) {
		next = target->next;
		for (candidate = target->candidates; candidate; candidate = next_candidate) {
			next_candidate = candidate->next;
			rejections_clear(&candidate->rejections);
			free(candidate);
		}
		free(target->device);
		free(target->iommu);
		free(target);
	}
}

struct candidate *target_candidate(const struct target *target, enum iommu_caps_model_id model)
{
	struct candidate *candidate;

	for (candidate = target->candidates; candidate; candidate = candidate->next)
		if (candidate->caps.model == model)
			return candidate;
	return NULL;
}

static int judge_requirements(const struct iommu_probe_request *request,
			      const struct iommu_probe_iommu *iommu,
			      const struct iommu_probe_model *model, struct candidate *candidate)
{
	enum iommu_probe_verdict verdict;
	enum iommu_probe_reason reason;
	struct iommu_probe_value value;
	bool has_value;
	size_t i;
	int ret;

	candidate->requirements = IOMMU_PROBE_VERDICT_PASS;
	for (i = 0; i < request->requirement_count; i++) {
		const struct requirement *req = &request->requirements[i];

		ret = requirement_judge(req, model, &verdict, &reason, &value, &has_value);
		value_clear(&value);
		if (ret)
			return ret;
		if (verdict == IOMMU_PROBE_VERDICT_PASS)
			continue;
		if (candidate->requirements != IOMMU_PROBE_VERDICT_FAIL)
			candidate->requirements = verdict;
		ret = reject(&candidate->rejections, req->text, iommu->name,
			     reason == IOMMU_PROBE_REASON_UNREADABLE ? "unreadable" : "requirement",
			     "%s %s this requirement", model->name,
			     verdict == IOMMU_PROBE_VERDICT_FAIL ? "does not meet" :
							   "is not known to meet");
		if (ret)
			return ret;
	}
	return 0;
}

static int add_candidate(const struct iommu_probe_request *request,
			 const struct iommu_probe_iommu *iommu,
			 const struct iommu_probe_model *model, struct target *target)
{
	struct candidate *candidate = calloc(1, sizeof(*candidate));
	unsigned int id;

	if (!candidate)
		return -ENOMEM;
	rejections_init(&candidate->rejections);
	candidate->next = target->candidates;
	target->candidates = candidate;
	caps_from_model(model, &candidate->caps);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (model->values[id].unreadable)
			candidate->unreadable |= BIT_ULL(id);
	return judge_requirements(request, iommu, model, candidate);
}

static int add_target(struct target ***end, const char *device, const char *iommu,
		      struct target **added)
{
	struct target *target = calloc(1, sizeof(*target));

	if (!target)
		return -ENOMEM;
	**end = target;
	*end = &target->next;
	target->device = device ? strdup(device) : NULL;
	target->iommu = iommu ? strdup(iommu) : NULL;
	*added = target;
	return (device && !target->device) || (iommu && !target->iommu) ? -ENOMEM : 0;
}

static int read_target(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		       const struct iommu_probe_iommu *iommu, struct target *target)
{
	const struct iommu_probe_model *model;
	struct features features;
	int ret = 0;

	target->silent = !iommu->models;
	for (model = iommu->models; model && !ret; model = model->next) {
		if (!model->number)
			target->nameless = true;
		else if (model->id >= 0)
			ret = add_candidate(request, iommu, model, target);
	}
	if (ret || !target->device)
		return ret;
	ret = features_read(host, target->device, &features);
	target->has_width = features.pasid.found != PCI_UNKNOWN;
	target->width = features.pasid.value;
	return ret;
}

/* As often as it was asked for: by its own name, and by each device's. */
static int read_iommu(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		      const struct iommu_probe_iommu *iommu, struct target ***end)
{
	const struct names *wanted = &host->wanted;
	struct target *target;
	size_t i;
	int ret = 0;

	if (!wanted->count) {
		ret = add_target(end, NULL, iommu->name, &target);
		return ret ? ret : read_target(host, request, iommu, target);
	}
	for (i = 0; i < wanted->count && !ret; i++) {
		const struct name *name = &wanted->list[i];
		const bool device = name->type == WANTED_DEVICE &&
				    names_find(&iommu->devices, name->name);

		if (!device && (name->type != WANTED_IOMMU || strcmp(name->name, iommu->name)))
			continue;
		ret = add_target(end, device ? name->name : NULL, iommu->name, &target);
		if (!ret)
			ret = read_target(host, request, iommu, target);
	}
	return ret;
}

int targets_read(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		 struct target **targets)
{
	struct iommu_probe_iommu *iommu, *next;
	struct target **end = targets, *target;
	size_t i;
	int ret;

	*targets = NULL;
	ret = iommu_probe_iommu_get_first(host, &iommu);
	for (; !ret && iommu; iommu = next) {
		ret = read_iommu(host, request, iommu, &end);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	for (i = 0; i < host->wanted.count && !ret; i++)
		if (host->wanted.list[i].type == WANTED_ALONE)
			ret = add_target(&end, host->wanted.list[i].name, NULL, &target);
	return ret;
}
