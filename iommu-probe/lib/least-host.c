// SPDX-License-Identifier: MIT
/* What the IOMMUs of a host have in common. */
#include "least.h"

static int fold_iommu(struct host_leasts *sum, const struct iommu_probe_iommu *iommu)
{
	const struct iommu_probe_model *model;
	int ret = 0;

	for (model = iommu->models; model && !ret; model = model->next) {
		ret = least_fold(&sum->leasts, model);
		if (!model->number)
			sum->uncertain = true;
	}
	if (!iommu->models && iommu->host->errors.count)
		sum->uncertain = true;
	sum->silent += !iommu->models;
	sum->units++;
	return ret;
}

static int fold_iommus(struct iommu_probe_host *host, struct host_leasts *sum)
{
	struct iommu_probe_iommu *iommu, *next;
	int ret;

	ret = iommu_probe_iommu_get_first(host, &iommu);
	for (; !ret && iommu; iommu = next) {
		ret = fold_iommu(sum, iommu);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	return ret;
}

/* The IOMMUs that a baseline has are one a model, whatever they were made of. */
static int take_leasts(struct iommu_probe_host *host, struct host_leasts *sum)
{
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_least *least;
	int ret;

	/* For its errors. */
	ret = iommu_probe_iommu_get_first(host, &iommu);
	iommu_probe_iommu_unref(iommu);
	for (least = host->leasts; least && !ret; least = least->next) {
		ret = least_merge(&sum->leasts, least);
		sum->units += least->units;
	}
	return ret;
}

int host_read_leasts(struct iommu_probe_host *host, struct host_leasts *sum)
{
	*sum = (struct host_leasts){ .uncertain = host->uncertain || host->class_error };
	return host->leasts ? take_leasts(host, sum) : fold_iommus(host, sum);
}
