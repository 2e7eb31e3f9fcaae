// SPDX-License-Identifier: MIT
/* Requirements, parted by NULs, of an SMMUv3 of which most is known. */
#include <errno.h>
#include <string.h>
#include "fuzz.h"

#define REQUIREMENTS_MAX 8

static const struct iommu_probe_register registers[] = {
	{ "idr0", 0x0d44101b }, { "idr1", 0x02730014 }, { "idr5", 0x74 },
};

static void check_answer(struct iommu_probe_check *check)
{
	struct document *document = document_new();

	MUST(!iommu_probe_check_write_json(check, document_write, document));
	document_validate(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	const char *texts[REQUIREMENTS_MAX];
	struct iommu_probe_check *check;
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	size_t count = 0;
	int ret;

	while (input.left && count < REQUIREMENTS_MAX)
		texts[count++] = input_text(&input);
	MUST(!iommu_probe_ctx_new(&ctx));
	MUST(!iommu_probe_host_new_decoded(ctx, "arm-smmu-v3", registers, 3, &host));
	ret = iommu_probe_check_new(host, texts, count, &check);
	MUST(!ret || ret == -EINVAL);
	if (!ret)
		check_answer(check);
	else
		MUST(*iommu_probe_ctx_get_message(ctx));
	iommu_probe_check_unref(check);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	while (count)
		free((char *)texts[--count]);
	return 0;
}
