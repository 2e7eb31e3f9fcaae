/* SPDX-License-Identifier: MIT */
/* PCI Express extended capabilities: PCI Express Base Specification, chapter 7. */
#ifndef IOMMU_PROBE_PCI_CONFIG_H
#define IOMMU_PROBE_PCI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCI_CONFIG_MAX 4096

enum pci_found {
	PCI_ABSENT,
	PCI_FOUND,
	PCI_UNKNOWN, /* it could not be read, or the list is broken before it */
};

/* A feature that a device has, and whether it is switched on. */
struct pci_feature {
	enum pci_found found;
	bool enabled;
	uint32_t value; /* the PASID's width; PRI's capacity */
	bool execute;
	bool privileged;
};

/*
 * From length bytes of configuration space, as much as could be read: 4096 are
 * all, 256 mean that there are no extended capabilities.
 */
void pci_read_pasid(const uint8_t *config, size_t length, struct pci_feature *feature);
void pci_read_ats(const uint8_t *config, size_t length, struct pci_feature *feature);
void pci_read_pri(const uint8_t *config, size_t length, struct pci_feature *feature);

#endif
