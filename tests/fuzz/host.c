// SPDX-License-Identifier: MIT
#include "fuzz.h"

void check_host(struct iommu_probe_host *host)
{
	struct iommu_probe_status *status;
	struct document *document = document_new();

	MUST(!iommu_probe_host_write_json(host, document_write, document));
	document_validate(document);

	document = document_new();
	MUST(!iommu_probe_host_write_json_devices(host, document_write, document));
	document_validate(document);

	document = document_new();
	MUST(!iommu_probe_status_new(host, &status));
	MUST(!iommu_probe_status_write_json(status, document_write, document));
	iommu_probe_status_unref(status);
	document_validate(document);
}
