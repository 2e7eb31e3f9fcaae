// SPDX-License-Identifier: MIT
/* Configuration space, of any length. */
#include <string.h>
#include "fuzz.h"
#include "pci-config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pci_feature pasid, ats, pri;
	struct pci_port port;
	uint8_t *config;

	if (size > PCI_CONFIG_MAX)
		return -1;
	/* Of just this size, so that a byte too far is seen. */
	config = malloc(size ? size : 1);
	MUST(config);
	memcpy(config, data, size);
	pci_read_pasid(config, size, &pasid);
	pci_read_ats(config, size, &ats);
	pci_read_pri(config, size, &pri);
	pci_read_port(config, size, &port);
	MUST(pasid.found != PCI_FOUND || pasid.value <= 31);
	MUST(size >= 256 || (pasid.found != PCI_FOUND && ats.found != PCI_FOUND));
	free(config);
	return 0;
}
