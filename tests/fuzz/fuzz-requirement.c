// SPDX-License-Identifier: MIT
/* Requirements, parted by NULs, of a host of which most is known; a byte says which. */
#include <errno.h>
#include <string.h>
#include "fuzz.h"

#define REGISTERS_MAX 3
#define REQUIREMENTS_MAX 8

static const struct {
	const char *model;
	struct iommu_probe_register registers[REGISTERS_MAX];
	size_t count;
} hosts[] = {
	{ "arm-smmu-v3", { { "idr0", 0x0d44101b }, { "idr1", 0x02730014 }, { "idr5", 0x74 } }, 3 },
	{ "intel-vtd", { { "cap", 0x19ed008c40780c66 }, { "ecap", 0x3ee9e86f050df } }, 2 },
	{ "amd-vi", { { "efr", 0xa5bf732fa2295afe }, { "efr2", 0x1d }, { "cap", 0xf03000f } }, 3 },
	{ "riscv-iommu", { { "caps", 0x178e2cf0f10 } }, 1 },
};

static void check_requirements(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host,
			       const char *const texts[], size_t count)
{
	struct document *document;
	struct iommu_probe_check *check;
	const int ret = iommu_probe_check_new(host, texts, count, &check);

	MUST(!ret || ret == -EINVAL);
	if (ret) {
		MUST(*iommu_probe_ctx_get_message(ctx));
		return;
	}
	document = document_new();
	MUST(!iommu_probe_check_write_json(check, document_write, document));
	document_validate(document);
	iommu_probe_check_unref(check);
}

/* Of each requirement that is one. */
static void check_request(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host,
			  const char *const texts[], size_t count)
{
	struct iommu_probe_request *request;
	size_t i;
	int ret;

	MUST(!iommu_probe_request_new(ctx, &request));
	for (i = 0; i < count; i++) {
		ret = iommu_probe_request_require(request, texts[i]);
		MUST(!ret || (ret == -EINVAL && *iommu_probe_ctx_get_message(ctx)));
	}
	check_choice(host, request);
	iommu_probe_request_unref(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	const size_t which = input_number(&input, 1) % (sizeof(hosts) / sizeof(*hosts));
	const char *texts[REQUIREMENTS_MAX];
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	size_t count = 0;

	while (input.left && count < REQUIREMENTS_MAX)
		texts[count++] = input_text(&input);
	MUST(!iommu_probe_ctx_new(&ctx));
	MUST(!iommu_probe_host_new_decoded(ctx, hosts[which].model, hosts[which].registers,
					   hosts[which].count, &host));
	check_requirements(ctx, host, texts, count);
	check_request(ctx, host, texts, count);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	while (count)
		free((char *)texts[--count]);
	return 0;
}
