// SPDX-License-Identifier: MIT
/* Conditions of how the kernel was built. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "conditions.h"

/* All of them are needed; NULL behind them. */
struct options {
	const char *list[3];
};

static const struct options sva[FACTS_HARDWARES] = {
	[FACTS_HARDWARE_UNKNOWN] = { { "IOMMU_SVA" } },
	[FACTS_X86] = { { "IOMMU_SVA" } },
	[FACTS_INTEL] = { { "INTEL_IOMMU_SVM", "IOMMU_SVA" } },
	[FACTS_AMD] = { { "IOMMU_SVA" } },
	[FACTS_ARM] = { { "ARM_SMMU_V3_SVA", "IOMMU_SVA" } },
	[FACTS_RISCV] = { { "IOMMU_SVA" } },
	[FACTS_VIRTIO] = { { "IOMMU_SVA" } },
};

static const struct options nesting[FACTS_HARDWARES] = {
	[FACTS_HARDWARE_UNKNOWN] = { { "IOMMUFD" } },
	[FACTS_X86] = { { "IOMMUFD" } },
	[FACTS_INTEL] = { { "IOMMUFD" } },
	[FACTS_AMD] = { { "IOMMUFD", "AMD_IOMMU_IOMMUFD" } },
	[FACTS_ARM] = { { "IOMMUFD", "ARM_SMMU_V3_IOMMUFD" } },
	[FACTS_RISCV] = { { "IOMMUFD" } },
	[FACTS_VIRTIO] = { { "IOMMUFD" } },
};

static const struct options vfio = { { "VFIO" } };
static const struct options iommufd = { { "IOMMUFD" } };

static enum facts_hardware hardware(const struct explain *x)
{
	return x->iommu_count ? explain_hardware(x, x->iommus[0]) : x->facts.hardware;
}

static int unread(struct iommu_probe_condition *c)
{
	return condition_unsure(c, "the kernel's configuration cannot be read");
}

static int fail_option(struct iommu_probe_condition *c, const char *name)
{
	char remedy[96];

	snprintf(remedy, sizeof(remedy), "use a kernel with CONFIG_%s=y", name);
	return condition_fail(c, remedy, "the kernel was built without CONFIG_%s", name);
}

/* Passes, or ends at the first that is not set. */
static int judge_options(const struct explain *x, struct iommu_probe_condition *c,
			 const struct options *options)
{
	enum facts_option option;
	size_t i;

	for (i = 0; options->list[i]; i++) {
		if (condition_saw_option(x, c, options->list[i], &option))
			return -ENOMEM;
		if (option == FACTS_OPTION_UNKNOWN)
			return unread(c);
		if (option == FACTS_OPTION_NO)
			return fail_option(c, options->list[i]);
	}
	return condition_pass(c);
}

/*
 * Updates of these two switched SVA off on x86 in the sources, not in the
 * configuration; their later ones may have it on again.
 */
static bool may_be_off(const struct explain *x, enum facts_hardware hardware)
{
	const char *release = x->facts.release;

	if (hardware != FACTS_INTEL && hardware != FACTS_AMD && hardware != FACTS_X86)
		return false;
	return !release || !strncmp(release, "6.12.", 5) || !strncmp(release, "6.18.", 5);
}

static int judge_sva(const struct explain *x, struct iommu_probe_condition *c)
{
	const enum facts_hardware whose = hardware(x);

	if (judge_options(x, c, &sva[whose]))
		return -ENOMEM;
	if (c->verdict != IOMMU_PROBE_VERDICT_PASS || !may_be_off(x, whose))
		return 0;
	if (!x->facts.release)
		return condition_unsure(c,
			"the kernel's release cannot be read, and some have SVA off on x86");
	if (condition_saw(c, FACTS_RELEASE, "%s", x->facts.release))
		return -ENOMEM;
	return condition_unsure(c,
		"updates of this release have SVA off on x86, whatever the configuration says");
}

/* Containers of VFIO's own, or iommufd: either will do. */
static int judge_passthrough(const struct explain *x, struct iommu_probe_condition *c)
{
	enum facts_option type1, fd;

	if (judge_options(x, c, &vfio))
		return -ENOMEM;
	if (c->verdict != IOMMU_PROBE_VERDICT_PASS)
		return 0;
	if (condition_saw_option(x, c, "IOMMUFD", &fd) ||
	    condition_saw_option(x, c, "VFIO_IOMMU_TYPE1", &type1))
		return -ENOMEM;
	if (fd != FACTS_OPTION_NO || type1 != FACTS_OPTION_NO)
		return condition_pass(c);
	return condition_fail(c, "use a kernel with CONFIG_IOMMUFD=y (or CONFIG_VFIO_IOMMU_TYPE1=y)",
			      "the kernel was built without CONFIG_IOMMUFD and CONFIG_VFIO_IOMMU_TYPE1");
}

int condition_kernel_config(const struct explain *x, struct iommu_probe_condition *c)
{
	switch (x->question) {
	case IOMMU_PROBE_QUESTION_SVA:
		return judge_sva(x, c);
	case IOMMU_PROBE_QUESTION_PASSTHROUGH:
		return judge_passthrough(x, c);
	case IOMMU_PROBE_QUESTION_NESTING:
		return judge_options(x, c, &nesting[hardware(x)]);
	default:
		return judge_options(x, c, &iommufd);
	}
}
