// SPDX-License-Identifier: MIT
#include "export-fixture.h"
#include <check.h>
#include <stdio.h>
#include <string.h>
#include "tree.h"

struct file {
	const char *name;
	const char *text;
};

void unit_file(const char *unit, const char *model, const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "sys/class/iommu/%s/%s/%s", unit, model, file);
	tree_file(path, text);
}

static void unit(const char *name, const char *model, const struct file files[], const char *file,
		 const char *text)
{
	bool used = !file;

	for (; files->name; files++) {
		const bool other = file && !strcmp(files->name, file);

		used = used || other;
		if (!other || text)
			unit_file(name, model, files->name, other ? text : files->text);
	}
	ck_assert_msg(used, "%s is none of the files", file);
}

void unit_smmu(const char *name, const char *file, const char *text)
{
	static const struct file files[] = {
		{ "model", "2\n" },
		{ "nesting", "enabled\n" },
		{ "stream_table_format", "2lvl linear\n" },
		{ "pgtable_format", "aarch64-4k aarch64-16k aarch64-64k\n" },
		{ "tt_endian", "little\n" },
		{ "sid_bits", "32\n" },
		{ "ssid_bits", "20\n" },
		{ "output_bits", "48\n" },
		{ "ril", "enabled\n" },
		{ "ats", "enabled\n" },
		{ NULL, NULL },
	};

	unit(name, "arm-smmu-v3", files, file, text);
}

void unit_vtd(const char *name, const char *file, const char *text)
{
	static const struct file files[] = {
		{ "model", "1\n" },
		{ "input_bits", "57\n" },
		{ "s2_input_bits", "57\n" },
		{ "s2_pgtable_format", "vtd-ss-5lvl vtd-ss-4lvl\n" },
		{ "pgtable_format", "vtd-fs-5lvl vtd-fs-4lvl\n" },
		{ "page_sizes", "4096 2097152 1073741824\n" },
		{ "nesting", "enabled\n" },
		{ "ssid_bits", "20\n" },
		{ "ats", "enabled\n" },
		{ "snoop", "enabled\n" },
		{ "intremap", "x2apic\n" },
		{ NULL, NULL },
	};

	unit(name, "intel-vtd", files, file, text);
}

/* No assertion here: each of them allocates. */
static void append(char *text, size_t size, const char *more)
{
	strncat(text, more, size - strlen(text) - 1);
}

static void append_reasons(const struct iommu_probe_export *export, char *text, size_t size)
{
	const char *reason;
	size_t i;

	for (i = 0; (reason = iommu_probe_export_get_reason(export, i)); i++) {
		append(text, size, i ? "; " : ": ");
		append(text, size, reason);
	}
}

void text_of_export(const struct iommu_probe_export *export, char *text, size_t size)
{
	static const char *const answers[] = {
		[IOMMU_PROBE_ANSWER_NO] = "no",
		[IOMMU_PROBE_ANSWER_YES] = "",
		[IOMMU_PROBE_ANSWER_UNKNOWN] = "unknown ",
	};
	const struct iommu_probe_setting *setting = iommu_probe_export_get_first_setting(export);
	const char *device = iommu_probe_export_get_qemu_device(export);

	*text = '\0';
	append(text, size, answers[iommu_probe_export_get_answer(export)]);
	append_reasons(export, text, size);
	if (!device) {
		append(text, size, setting ? ", but settings" : "");
		return;
	}
	append(text, size, device);
	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		if (!iommu_probe_setting_get_value(setting)) {
			/* Nothing is left out without a word. */
			if (!iommu_probe_setting_get_reason(setting))
				append(text, size, ", and no reason");
			continue;
		}
		append(text, size, iommu_probe_setting_is_nested(setting) ? "+" : ",");
		append(text, size, iommu_probe_setting_get_name(setting));
		append(text, size, "=");
		append(text, size, iommu_probe_setting_get_value(setting));
	}
}
