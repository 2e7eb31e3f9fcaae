/* SPDX-License-Identifier: MIT */
/* PCI Express extended capabilities: PCI Express Base Specification, chapter 7. */
#ifndef IOMMU_PROBE_PCI_CONFIG_H
#define IOMMU_PROBE_PCI_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#define PCI_CONFIG_MAX 4096

#define PCI_EXTENDED_PASID 0x001b

enum pci_found {
	PCI_ABSENT,
	PCI_FOUND,
	PCI_UNKNOWN, /* it could not be read, or the list is broken before it */
};

/*
 * An extended capability in length bytes of configuration space, as much as
 * could be read: 4096 are all, 256 mean that there are none.
 */
enum pci_found pci_find_extended(const uint8_t *config, size_t length, uint16_t id, size_t *at);

/* Width in bits that a device's PASID capability has. */
enum pci_found pci_pasid_width(const uint8_t *config, size_t length, uint32_t *bits);

#endif
