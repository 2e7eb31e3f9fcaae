// SPDX-License-Identifier: MIT
/* Conditions of a host: is there an IOMMU, and is it on? */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "conditions.h"

/* What somebody does whose firmware describes no IOMMU. */
static const char *const firmware_remedies[FACTS_HARDWARES] = {
	[FACTS_HARDWARE_UNKNOWN] = "turn the IOMMU on in the firmware's setup",
	[FACTS_X86] = "turn the IOMMU on in the firmware's setup: \"VT-d\" (Intel) or \"IOMMU\" (AMD)",
	[FACTS_INTEL] = "turn on \"Intel VT for Directed I/O (VT-d)\" in the firmware's setup",
	[FACTS_AMD] = "turn on \"IOMMU\" in the firmware's setup (often under AMD CBS, NBIO)",
	[FACTS_ARM] = "turn on \"SMMU\" in the firmware's setup",
	[FACTS_RISCV] = "use firmware that describes the IOMMU (RIMT or device tree)",
	[FACTS_VIRTIO] = "use firmware that describes the IOMMU (VIOT)",
};

static const char *const guest_remedies[FACTS_HARDWARES] = {
	[FACTS_HARDWARE_UNKNOWN] =
		"give the virtual machine an IOMMU (QEMU: -device virtio-iommu-pci)",
	[FACTS_X86] =
		"give the virtual machine an IOMMU (QEMU: -machine q35 -device intel-iommu,intremap=on)",
	[FACTS_ARM] = "give the virtual machine an IOMMU (QEMU: -machine virt,iommu=smmuv3)",
	[FACTS_RISCV] = "give the virtual machine an IOMMU (QEMU: -machine virt,iommu-sys=on)",
};

static const char *firmware_remedy(const struct facts *facts)
{
	if (!facts->guest)
		return firmware_remedies[facts->hardware];
	if (!guest_remedies[facts->hardware])
		return guest_remedies[FACTS_X86];
	return guest_remedies[facts->hardware];
}

int condition_firmware_table(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct facts *facts = &x->facts;
	size_t i;

	for (i = 0; i < FACTS_TABLES; i++)
		if (facts->tables.there[i] && condition_saw(c, facts_table_path(i), "there"))
			return -ENOMEM;
	if (facts_has_table(facts))
		return condition_pass(c);
	if (!facts->tables.known)
		return condition_unsure(c, "which tables the firmware has cannot be read");
	if (condition_saw(c, FACTS_ACPI_TABLES, "no DMAR, IVRS, IORT, RIMT or VIOT"))
		return -ENOMEM;
	return condition_fail(c, firmware_remedy(facts), "the firmware describes no IOMMU%s",
			      facts->guest ? ": the virtual machine has none" : "");
}

/* Options of which one is enough; NULL behind them. */
struct drivers {
	const char *options[4];
	const char *remedy;
};

static const struct drivers drivers[FACTS_HARDWARES] = {
	[FACTS_INTEL] = { { "INTEL_IOMMU" }, "use a kernel with CONFIG_INTEL_IOMMU=y" },
	[FACTS_AMD] = { { "AMD_IOMMU" }, "use a kernel with CONFIG_AMD_IOMMU=y" },
	[FACTS_ARM] = { { "ARM_SMMU_V3", "ARM_SMMU" },
			"use a kernel with CONFIG_ARM_SMMU_V3=y (CONFIG_ARM_SMMU=y for SMMUv1 and v2)" },
	[FACTS_RISCV] = { { "RISCV_IOMMU" }, "use a kernel with CONFIG_RISCV_IOMMU=y" },
	[FACTS_VIRTIO] = { { "VIRTIO_IOMMU" }, "use a kernel with CONFIG_VIRTIO_IOMMU=y" },
};

/* Only its driver puts an IOMMU there. */
static int saw_unit(const struct explain *x, struct iommu_probe_condition *c)
{
	if (condition_saw(c, CLASS_PATH, "%s%s", x->units.list[0].name,
			  x->units.count > 1 ? " and others" : ""))
		return -ENOMEM;
	return condition_pass(c);
}

int condition_kernel_driver(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct drivers *d = &drivers[x->facts.hardware];
	enum facts_option option = FACTS_OPTION_UNKNOWN;
	size_t i;

	if (x->units.count)
		return saw_unit(x, c);
	if (!d->options[0])
		return condition_unsure(c, "it cannot be told whose IOMMU it would be");
	for (i = 0; d->options[i]; i++) {
		if (condition_saw_option(x, c, d->options[i], &option))
			return -ENOMEM;
		if (option >= FACTS_OPTION_MODULE)
			return condition_pass(c);
	}
	if (option == FACTS_OPTION_UNKNOWN)
		return condition_unsure(c, "the kernel's configuration cannot be read");
	if (x->facts.tables.there[FACTS_DEVICETREE])
		return condition_unsure(c,
			"the kernel has no driver for Arm's SMMU, and the device tree may have another maker's IOMMU");
	return condition_fail(c, d->remedy, "the kernel was built without the driver, CONFIG_%s",
			      d->options[0]);
}

static int unread_command_line(struct iommu_probe_condition *c)
{
	return condition_unsure(c, "the kernel's command line cannot be read");
}

/* iommu=off is for good, whatever comes behind it. */
static int switched_off(struct iommu_probe_condition *c, const struct facts_word *word,
			const char *option)
{
	char remedy[96];

	snprintf(remedy, sizeof(remedy), "take %s off the kernel's command line", option);
	if (condition_saw_word(c, word))
		return -ENOMEM;
	return condition_fail(c, remedy, "the kernel's command line has %s", option);
}

static int judge_intel(const struct explain *x, struct iommu_probe_condition *c)
{
	static const char *const words[] = { "on", "off", NULL };
	const struct facts_word word = facts_last_word(&x->facts, "intel_iommu", words);
	enum facts_option option;

	if (word.index == 1) {
		if (condition_saw_word(c, &word))
			return -ENOMEM;
		return condition_fail(c, "put intel_iommu=on in the place of intel_iommu=off",
				      "the last word on the kernel's command line is intel_iommu=off");
	}
	if (!word.index) {
		if (condition_saw_word(c, &word))
			return -ENOMEM;
		return condition_pass(c);
	}
	if (condition_saw(c, FACTS_COMMAND_LINE, "no intel_iommu=") ||
	    condition_saw_option(x, c, "INTEL_IOMMU_DEFAULT_ON", &option))
		return -ENOMEM;
	if (option == FACTS_OPTION_UNKNOWN)
		return condition_unsure(c,
			"intel_iommu=on is not on the command line, and the kernel's configuration, which has the default, cannot be read");
	if (option == FACTS_OPTION_YES)
		return condition_pass(c);
	return condition_fail(c, "add intel_iommu=on to the kernel's command line",
			      "the driver is off by default, and intel_iommu=on is not on the command line");
}

static int judge_x86(const struct explain *x, struct iommu_probe_condition *c)
{
	static const char *const off[] = { "off", NULL };
	struct facts_word word;

	if (!x->facts.command_line)
		return unread_command_line(c);
	word = facts_last_word(&x->facts, "iommu", off);
	if (!word.index)
		return switched_off(c, &word, "iommu=off");
	if (x->facts.hardware == FACTS_INTEL)
		return judge_intel(x, c);
	word = facts_last_word(&x->facts, "amd_iommu", off);
	if (!word.index)
		return switched_off(c, &word, "amd_iommu=off");
	if (condition_saw(c, FACTS_COMMAND_LINE, "no amd_iommu=off, no iommu=off"))
		return -ENOMEM;
	return condition_pass(c);
}

int condition_driver_enabled(const struct explain *x, struct iommu_probe_condition *c)
{
	if (x->units.count)
		return saw_unit(x, c);
	switch (x->facts.hardware) {
	case FACTS_INTEL:
	case FACTS_AMD:
		return judge_x86(x, c);
	case FACTS_ARM:
	case FACTS_RISCV:
	case FACTS_VIRTIO:
		return condition_pass_since(c, "no boot option turns this driver off");
	default:
		return condition_unsure(c, "it cannot be told whose IOMMU it would be");
	}
}

/* The remedy of what failed first is the one that helps. */
static const char *first_remedy(const struct explain *x)
{
	const struct iommu_probe_condition *c;

	for (c = x->judged; c; c = c->next)
		if (c->remedy)
			return c->remedy;
	return NULL;
}

static const char *log_remedy(enum facts_hardware hardware)
{
	switch (hardware) {
	case FACTS_INTEL:
		return "look for the reason in the kernel's log (dmesg | grep -e DMAR -e IOMMU)";
	case FACTS_AMD:
		return "look for the reason in the kernel's log (dmesg | grep AMD-Vi)";
	case FACTS_ARM:
		return "load the driver (modprobe arm-smmu-v3), or look for the reason in the kernel's log (dmesg | grep -i smmu)";
	default:
		return NULL;
	}
}

int condition_unit_present(const struct explain *x, struct iommu_probe_condition *c)
{
	const char *remedy = first_remedy(x);

	if (x->host->class_error)
		return condition_unsure(c, "%s cannot be read: %s", CLASS_PATH,
					strerror(x->host->class_error));
	if (x->units.count)
		return saw_unit(x, c);
	if (condition_saw(c, CLASS_PATH, "empty"))
		return -ENOMEM;
	return condition_fail(c, remedy ? remedy : log_remedy(x->facts.hardware),
			      "the kernel lists no IOMMU");
}
