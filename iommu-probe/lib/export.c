// SPDX-License-Identifier: MIT
/* The virtual IOMMU that suits a host: which model of the host it follows. */
#include "export.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "answer.h"

/* By the model of the host. */
static int (*const decide[IOMMU_CAPS_MODELS])(struct iommu_probe_export *export) = {
	[IOMMU_CAPS_MODEL_INTEL_VTD] = export_intel_vtd,
	[IOMMU_CAPS_MODEL_ARM_SMMU_V3] = export_arm_smmu_v3,
	[IOMMU_CAPS_MODEL_AMD_VI] = export_amd_vi,
	[IOMMU_CAPS_MODEL_VIRTIO_IOMMU] = export_generic,
	[IOMMU_CAPS_MODEL_RISCV_IOMMU] = export_generic,
};

static int reason(struct iommu_probe_export *export, const char *format, va_list args)
{
	char **reasons;
	char *text;

	reasons = reallocarray(export->reasons, export->reason_count + 1, sizeof(*reasons));
	if (!reasons)
		return -ENOMEM;
	export->reasons = reasons;
	if (vasprintf(&text, format, args) < 0)
		return -ENOMEM;
	reasons[export->reason_count++] = text;
	return 0;
}

int export_refuse(struct iommu_probe_export *export, const char *format, ...)
{
	va_list args;
	int ret;

	export->answer = IOMMU_PROBE_ANSWER_NO;
	va_start(args, format);
	ret = reason(export, format, args);
	va_end(args);
	return ret;
}

static PRINTF(2, 3) int doubt(struct iommu_probe_export *export, const char *format, ...)
{
	va_list args;
	int ret;

	export->answer = answer_both(export->answer, IOMMU_PROBE_ANSWER_UNKNOWN);
	va_start(args, format);
	ret = reason(export, format, args);
	va_end(args);
	return ret;
}

int export_doubt(struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute)
{
	return doubt(export, "%s is not reported: whether QEMU takes this host is not known",
		     iommu_caps_attributes[attribute].name);
}

/* The first of them. */
static void forget_reasons(struct iommu_probe_export *export, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(export->reasons[i]);
	export->reason_count -= count;
	for (i = 0; i < export->reason_count; i++)
		export->reasons[i] = export->reasons[i + count];
}

/* -ENOMEM; else the answer says whether it can be followed. */
static int attempt(struct iommu_probe_export *export, const struct iommu_probe_least *least)
{
	const size_t before = export->reason_count;
	int ret;

	export->least = least;
	export_read_caps(export);
	export->answer = IOMMU_PROBE_ANSWER_YES;
	ret = decide[least->model->id](export);
	if (export->answer == IOMMU_PROBE_ANSWER_NO) {
		export_forget_settings(export);
		export->device = NULL;
	} else {
		/* What was said against others is of no interest any more. */
		forget_reasons(export, before);
	}
	return ret;
}

/* Units that do not show all of their models may have any. */
static int doubt_model(struct iommu_probe_export *export)
{
	export_forget_settings(export);
	export->device = NULL;
	return doubt(export,
		     "the kernel does not show of which model %zu of %zu units %s: see if the "
		     "module iommu_caps can be loaded",
		     export->open, export->units, export->open == 1 ? "is" : "are");
}

/* The first model of all units that QEMU does not refuse. */
static int choose(struct iommu_probe_export *export)
{
	const struct iommu_probe_least *least;
	bool certain, some = false;
	int ret = 0;

	export->answer = IOMMU_PROBE_ANSWER_NO;
	for (least = export->leasts; least && !ret; least = least->next) {
		certain = least->units == export->units;
		if (least->model->id < 0 || !least->model->number ||
		    (!certain && least->units + export->open < export->units))
			continue;
		some = true;
		ret = attempt(export, least);
		if (export->answer == IOMMU_PROBE_ANSWER_NO)
			continue;
		return ret || certain ? ret : doubt_model(export);
	}
	if (ret)
		return ret;
	/* Any of them may have another model in common. */
	if (export->open == export->units) {
		export->answer = IOMMU_PROBE_ANSWER_UNKNOWN;
		return doubt_model(export);
	}
	if (some)
		return 0;
	return export_refuse(export, "no model that QEMU has a device for is common to all units");
}

static void fold_endianness(struct iommu_probe_export *export,
			    const struct iommu_probe_model *model)
{
	enum iommu_probe_answer little = IOMMU_PROBE_ANSWER_UNKNOWN;
	struct iommu_caps caps;

	if (model->id != IOMMU_CAPS_MODEL_ARM_SMMU_V3)
		return;
	caps_from_model(model, &caps);
	if (iommu_caps_knows(&caps, IOMMU_CAPS_TT_ENDIAN))
		little = caps.value[IOMMU_CAPS_TT_ENDIAN] == IOMMU_CAPS_ENDIAN_BIG ?
				 IOMMU_PROBE_ANSWER_NO :
				 IOMMU_PROBE_ANSWER_YES;
	export->little = answer_both(export->little, little);
}

static int fold_unit(struct iommu_probe_export *export, const struct iommu_probe_iommu *iommu)
{
	const struct iommu_probe_model *model;
	bool open = !iommu->models;
	int ret = 0;

	for (model = iommu->models; model && !ret; model = model->next) {
		open = open || !model->number;
		if (model->origin == IOMMU_PROBE_ORIGIN_REGISTERS)
			export->registers = true;
		fold_endianness(export, model);
		ret = least_fold(&export->leasts, model);
	}
	export->units++;
	export->open += open;
	return ret;
}

static int read_units(struct iommu_probe_export *export)
{
	struct iommu_probe_iommu *iommu, *next;
	int ret;

	ret = iommu_probe_iommu_get_first(export->host, &iommu);
	for (; !ret && iommu; iommu = next) {
		ret = fold_unit(export, iommu);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	return ret;
}

/* A device that was asked for and is behind no IOMMU cannot be given to a guest. */
static int refuse_outside(struct iommu_probe_export *export)
{
	const struct names *wanted = &export->host->wanted;
	size_t i;
	int ret = 0;

	for (i = 0; i < wanted->count && !ret; i++)
		if (wanted->list[i].type == WANTED_ALONE)
			ret = export_refuse(export, "%s is behind no IOMMU", wanted->list[i].name);
	if (ret || export->answer != IOMMU_PROBE_ANSWER_NO)
		return ret;
	export_forget_settings(export);
	export->device = NULL;
	return 0;
}

static int read_export(struct iommu_probe_export *export)
{
	int ret;

	ret = read_units(export);
	if (ret)
		return ret;
	if (!export->units && export->host->class_error) {
		export->answer = IOMMU_PROBE_ANSWER_UNKNOWN;
		ret = doubt(export, "IOMMUs could not be listed");
	} else if (export->units) {
		ret = choose(export);
	} else if (!export->host->wanted.count) {
		ret = export_refuse(export, "there is no IOMMU");
	}
	return ret ? ret : refuse_outside(export);
}

EXPORT int iommu_probe_export_new(struct iommu_probe_host *host, struct iommu_probe_export **export)
{
	struct iommu_probe_export *new = calloc(1, sizeof(*new));
	int ret = -ENOMEM;

	*export = NULL;
	if (new) {
		new->refs = 1;
		new->host = iommu_probe_host_ref(host);
		new->end = &new->settings;
		new->little = IOMMU_PROBE_ANSWER_YES;
		ret = read_export(new);
	}
	if (!ret) {
		*export = new;
		return 0;
	}
	iommu_probe_export_unref(new);
	return ctx_fail(host->ctx, -ret, "out of memory");
}

EXPORT struct iommu_probe_export *iommu_probe_export_ref(struct iommu_probe_export *export)
{
	if (export)
		export->refs++;
	return export;
}

EXPORT struct iommu_probe_export *iommu_probe_export_unref(struct iommu_probe_export *export)
{
	if (!export || --export->refs)
		return NULL;
	export_forget_settings(export);
	forget_reasons(export, export->reason_count);
	free(export->reasons);
	leasts_free(export->leasts);
	iommu_probe_host_unref(export->host);
	free(export);
	return NULL;
}
