// SPDX-License-Identifier: MIT
#include "pci-config.h"

#define EXTENDED_AT 0x100

#define ID_ATS 0x000f
#define ID_PRI 0x0013
#define ID_PASID 0x001b

/* PASID: capability and control register */
#define PASID_CAPABILITY_AT 4
#define PASID_EXECUTE 0x0002
#define PASID_PRIVILEGED 0x0004
#define PASID_WIDTH(word) ((word) >> 8 & 0x1f)
#define PASID_SIZE 8
#define PASID_CONTROL_AT 6
#define PASID_ENABLE 0x0001

/* ATS: control register */
#define ATS_SIZE 8
#define ATS_CONTROL_AT 6
#define ATS_ENABLE 0x8000

/* PRI: control register, outstanding page request capacity */
#define PRI_SIZE 16
#define PRI_CONTROL_AT 4
#define PRI_ENABLE 0x0001
#define PRI_CAPACITY_AT 8

static uint32_t get16(const uint8_t *data)
{
	return data[0] | (uint32_t)data[1] << 8;
}

static uint32_t get32(const uint8_t *data)
{
	return get16(data) | get16(data + 2) << 16;
}

/* The capability, all size bytes of it. */
static enum pci_found find(const uint8_t *config, size_t length, uint32_t id, size_t size,
			   const uint8_t **capability)
{
	/* Each takes eight bytes at least: a longer list goes in circles. */
	size_t left = (PCI_CONFIG_MAX - EXTENDED_AT) / 8, at = EXTENDED_AT;
	uint32_t header;

	if (length < PCI_CONFIG_MAX)
		return length == EXTENDED_AT ? PCI_ABSENT : PCI_UNKNOWN;
	while (left-- && at >= EXTENDED_AT) {
		header = get32(config + at);
		/* Nothing at all, or a device that has gone. */
		if (at == EXTENDED_AT && !header)
			return PCI_ABSENT;
		if (header == UINT32_MAX)
			return PCI_UNKNOWN;
		if ((header & 0xffff) == id) {
			*capability = config + at;
			return at + size <= length ? PCI_FOUND : PCI_UNKNOWN;
		}
		at = header >> 20 & 0xffc;
		if (!at)
			return PCI_ABSENT;
	}
	return PCI_UNKNOWN;
}

void pci_read_pasid(const uint8_t *config, size_t length, struct pci_feature *feature)
{
	const uint8_t *capability;
	uint32_t word;

	*feature = (struct pci_feature){
		.found = find(config, length, ID_PASID, PASID_SIZE, &capability),
	};
	if (feature->found != PCI_FOUND)
		return;
	word = get16(capability + PASID_CAPABILITY_AT);
	feature->value = PASID_WIDTH(word);
	feature->execute = word & PASID_EXECUTE;
	feature->privileged = word & PASID_PRIVILEGED;
	feature->enabled = get16(capability + PASID_CONTROL_AT) & PASID_ENABLE;
}

void pci_read_ats(const uint8_t *config, size_t length, struct pci_feature *feature)
{
	const uint8_t *capability;

	*feature = (struct pci_feature){
		.found = find(config, length, ID_ATS, ATS_SIZE, &capability),
	};
	if (feature->found == PCI_FOUND)
		feature->enabled = get16(capability + ATS_CONTROL_AT) & ATS_ENABLE;
}

void pci_read_pri(const uint8_t *config, size_t length, struct pci_feature *feature)
{
	const uint8_t *capability;

	*feature = (struct pci_feature){
		.found = find(config, length, ID_PRI, PRI_SIZE, &capability),
	};
	if (feature->found != PCI_FOUND)
		return;
	feature->enabled = get16(capability + PRI_CONTROL_AT) & PRI_ENABLE;
	feature->value = get32(capability + PRI_CAPACITY_AT);
}
