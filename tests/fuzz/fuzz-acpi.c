// SPDX-License-Identifier: MIT
/*
 * An ACPI table: a byte for which one, then its content. Length and checksum
 * are put right more often than not, as little else would get further.
 */
#include <string.h>
#include "fuzz.h"

#define CLASS "sys/class/iommu/"
#define HEADER 36

static void put_text(const char *path, const char *text)
{
	tree_file(path, text, strlen(text));
}

/* A unit of each kind that a table may describe. */
static void make_units(void)
{
	put_text(CLASS "dmar0/intel-iommu/cap", "d2008c222f0686\n");
	put_text(CLASS "dmar0/intel-iommu/ecap", "f00f4a\n");
	put_text(CLASS "dmar0/intel-iommu/address", "fed90000\n");
	tree_dir(CLASS "dmar0/devices/0000:00:02.0");
	put_text(CLASS "ivhd0/amd-iommu/cap", "1f03000f\n");
	put_text(CLASS "ivhd0/amd-iommu/features", "29d3:0\n");
	tree_dir(CLASS "smmu3.0x0000000009050000/devices/0000:00:01.0");
	put_text(CLASS "smmu3.0x0000000009050000/arm-smmu-v3/model", "2\n");
	put_text("sys/bus/pci/devices/0000:00:02.0/vendor", "0x8086\n");
}

static void put_table(const char *name, uint8_t *table, size_t size, bool repair)
{
	char path[64];
	uint8_t sum = 0;
	size_t i;

	if (repair && size >= HEADER) {
		memcpy(table, name, 4);
		for (i = 0; i < 4; i++)
			table[4 + i] = (uint8_t)(size >> 8 * i);
		for (i = 0; i < size; i++)
			sum += table[i];
		table[9] -= sum;
	}
	snprintf(path, sizeof(path), "sys/firmware/acpi/tables/%s", name);
	tree_file(path, table, size);
}

static void check_firmware(struct iommu_probe_host *host)
{
	struct iommu_probe_iommu *iommu, *next;
	const char *text;

	MUST(!iommu_probe_iommu_get_first(host, &iommu));
	for (; iommu; iommu = next) {
		MUST(!iommu_probe_iommu_read_firmware(iommu, &text));
		MUST(!iommu_probe_iommu_get_next(iommu, &next));
		iommu_probe_iommu_unref(iommu);
	}
}

static void check_explanation(struct iommu_probe_host *host)
{
	struct iommu_probe_explanation *explanation;
	struct document *document = document_new();

	MUST(!iommu_probe_explain(host, NULL, IOMMU_PROBE_QUESTION_SVA, &explanation));
	MUST(!iommu_probe_explanation_write_json(explanation, document_write, document));
	document_validate(document);
	iommu_probe_explanation_unref(explanation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "DMAR", "IVRS", "IORT" };
	struct input input = { data, size };
	const unsigned int kind = input_number(&input, 1);
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	uint8_t *table = malloc(input.left + 1);

	MUST(table);
	memcpy(table, input.data, input.left);
	make_units();
	put_table(names[kind % 3], table, input.left, kind < 0xc0);
	MUST(!iommu_probe_ctx_new(&ctx));
	MUST(!iommu_probe_host_new(ctx, tree_root(), &host));
	check_host(host);
	check_firmware(host);
	check_explanation(host);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	tree_empty();
	free(table);
	return 0;
}
