// SPDX-License-Identifier: MIT
/*
 * What a virtual machine monitor does before it takes a device from its host
 * driver: can the guest have a PASID table of its own, and of which format?
 *
 *	vmm-choose DEVICE [SYSROOT]
 */
#include <inttypes.h>
#include <iommu-probe.h>
#include <linux/iommu-caps.h>
#include <stdio.h>

/* Where this VMM's guests put the table; a real one learns it from the guest. */
#define GUEST_TABLE 0x80000000

static void print_reasons(const struct iommu_probe_choice *choice, const char *device)
{
	const struct iommu_probe_rejection *no = iommu_probe_choice_get_first_rejection(choice);

	for (; no; no = iommu_probe_rejection_get_next(no))
		printf("%s: no table of its own: %s: %s\n", device,
		       iommu_probe_rejection_get_what(no), iommu_probe_rejection_get_message(no));
}

static int offer(const struct iommu_probe_choice *choice, const char *device)
{
	struct iommu_pasid_table_config config;

	if (iommu_probe_choice_get_answer(choice) != IOMMU_PROBE_ANSWER_YES) {
		print_reasons(choice, device);
		return 1;
	}
	if (!iommu_probe_choice_guest_owns_pasid_table(choice)) {
		printf("%s: %s page tables, a PASID each\n", device,
		       iommu_probe_choice_get_pgtable_format(choice));
		return 0;
	}
	/* This config is what binding would hand over; it is checked already. */
	if (iommu_probe_choice_get_config(choice, GUEST_TABLE, &config, sizeof(config)))
		return -1;
	printf("%s: a %s table of model %" PRIu32 " for %u bits, %" PRIu64 " bytes\n", device,
	       iommu_probe_choice_get_pasid_table_format(choice), config.model, config.pasid_bits,
	       iommu_probe_choice_get_pasid_table_bytes(choice));
	return 0;
}

int main(int argc, char *argv[])
{
	struct iommu_probe_request *request = NULL;
	struct iommu_probe_choice *choice = NULL;
	struct iommu_probe_host *host = NULL;
	struct iommu_probe_ctx *ctx = NULL;
	const char *device = argv[1];
	int ret = -1;

	if (argc < 2 || iommu_probe_ctx_new(&ctx))
		return 2;
	if (!iommu_probe_host_new(ctx, argc > 2 ? argv[2] : NULL, &host) &&
	    !iommu_probe_host_select(host, &device, 1) && !iommu_probe_request_new(ctx, &request) &&
	    !iommu_probe_request_accept(request, "2lvl-64k") &&
	    !iommu_probe_request_accept(request, "linear") &&
	    !iommu_probe_choose(host, request, &choice))
		ret = offer(choice, device);
	if (ret < 0)
		fprintf(stderr, "%s\n", iommu_probe_ctx_get_message(ctx));
	iommu_probe_choice_unref(choice);
	iommu_probe_request_unref(request);
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret ? 1 : 0;
}
