// SPDX-License-Identifier: MIT
/* Two documents, parted by a NUL, as hosts: given to all that takes documents. */
#include <string.h>
#include "fuzz.h"

static struct iommu_probe_host *read_host(struct iommu_probe_ctx *ctx, const char *text,
					  size_t length)
{
	struct iommu_probe_host *host;
	struct document *document;

	if (iommu_probe_host_new_document(ctx, "fuzz", text, length, &host)) {
		MUST(*iommu_probe_ctx_get_message(ctx));
		return NULL;
	}
	document = document_new();
	MUST(!iommu_probe_host_write_json(host, document_write, document));
	document_validate(document);
	check_answers(host, ctx);
	return host;
}

static void check_baseline(struct iommu_probe_ctx *ctx, struct iommu_probe_host *a,
			   struct iommu_probe_host *b)
{
	struct iommu_probe_baseline *baseline;
	struct document *document = document_new();

	MUST(!iommu_probe_baseline_new(ctx, &baseline));
	MUST(!iommu_probe_baseline_add(baseline, "a", a));
	MUST(!iommu_probe_baseline_add(baseline, "b", b));
	MUST(!iommu_probe_baseline_write_json(baseline, document_write, document));
	document_validate(document);
	iommu_probe_baseline_unref(baseline);
}

static void check_comparison(struct iommu_probe_host *a, struct iommu_probe_host *b)
{
	struct iommu_probe_comparison *comparison;
	struct document *document = document_new();

	MUST(!iommu_probe_compare("a", a, "b", b, &comparison));
	MUST(!iommu_probe_comparison_write_json(comparison, document_write, document));
	document_validate(document);
	iommu_probe_comparison_unref(comparison);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	char *a_text = input_text(&input);
	struct iommu_probe_host *a, *b;
	struct iommu_probe_ctx *ctx;

	MUST(!iommu_probe_ctx_new(&ctx));
	a = read_host(ctx, a_text, strlen(a_text));
	/* What follows may hold NULs. */
	b = read_host(ctx, (const char *)input.data, input.left);
	if (a && b) {
		check_baseline(ctx, a, b);
		check_comparison(a, b);
	} else if (a) {
		check_comparison(a, a);
	}
	iommu_probe_host_unref(a);
	iommu_probe_host_unref(b);
	iommu_probe_ctx_unref(ctx);
	free(a_text);
	return 0;
}
