// SPDX-License-Identifier: MIT
#include "pci-config.h"

#define EXTENDED_AT 0x100
#define HEADER_SIZE 4

/* PASID Capability Register, Max PASID Width */
#define PASID_CAPABILITY_AT 4
#define PASID_WIDTH(word) ((word) >> 8 & 0x1f)
#define PASID_SIZE 8

static uint32_t get32(const uint8_t *data)
{
	return data[0] | data[1] << 8 | data[2] << 16 | (uint32_t)data[3] << 24;
}

enum pci_found pci_find_extended(const uint8_t *config, size_t length, uint16_t id, size_t *at)
{
	/* Each takes eight bytes at least: a longer list goes in circles. */
	size_t left = (PCI_CONFIG_MAX - EXTENDED_AT) / 8, next = EXTENDED_AT;
	uint32_t header;

	if (length < PCI_CONFIG_MAX)
		return length == EXTENDED_AT ? PCI_ABSENT : PCI_UNKNOWN;
	while (left--) {
		header = get32(config + next);
		/* Nothing at all, or a device that has gone. */
		if (next == EXTENDED_AT && !header)
			return PCI_ABSENT;
		if (header == UINT32_MAX)
			return PCI_UNKNOWN;
		if ((header & 0xffff) == id) {
			*at = next;
			return PCI_FOUND;
		}
		next = header >> 20 & 0xffc;
		if (!next)
			return PCI_ABSENT;
		if (next < EXTENDED_AT)
			return PCI_UNKNOWN;
	}
	return PCI_UNKNOWN;
}

enum pci_found pci_pasid_width(const uint8_t *config, size_t length, uint32_t *bits)
{
	enum pci_found found;
	size_t at;

	found = pci_find_extended(config, length, PCI_EXTENDED_PASID, &at);
	if (found != PCI_FOUND)
		return found;
	if (at + PASID_SIZE > length)
		return PCI_UNKNOWN;
	*bits = PASID_WIDTH(get32(config + at + PASID_CAPABILITY_AT));
	return PCI_FOUND;
}
