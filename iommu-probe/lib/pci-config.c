// SPDX-License-Identifier: MIT
#include "pci-config.h"
#include <string.h>

#define EXTENDED_AT 0x100

#define ID_SERIAL 0x0003
#define ID_ACS 0x000d
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

/* ACS: capability and control register */
#define ACS_SIZE 8
#define ACS_CAPABILITY_AT 4
#define ACS_CONTROL_AT 6

/* Device Serial Number: two words */
#define SERIAL_SIZE 12
#define SERIAL_AT 4

/* The header, and the capabilities of conventional PCI. */
#define STATUS_AT 0x06
#define STATUS_CAPABILITIES 0x0010
#define HEADER_TYPE_AT 0x0e
#define HEADER_MULTIFUNCTION 0x80
#define CAPABILITIES_AT 0x34
#define CONVENTIONAL_AT 0x40
#define CONVENTIONAL_END 0x100

/* PCI Express: capabilities register with version and type, Device Capabilities 2 */
#define ID_EXPRESS 0x10
#define EXPRESS_SIZE 0x28
#define EXPRESS_FLAGS_AT 2
#define EXPRESS_VERSION(word) ((word) & 0xf)
#define EXPRESS_TYPE(word) ((word) >> 4 & 0xf)
#define EXPRESS_CAPABILITIES2_AT 0x24

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

static enum pci_found find_express(const uint8_t *config, size_t length,
				   const uint8_t **capability)
{
	/* Each takes four bytes at least: a longer list goes in circles. */
	size_t left = (CONVENTIONAL_END - CONVENTIONAL_AT) / 4, at;

	if (length < CONVENTIONAL_END || get16(config) == UINT16_MAX)
		return PCI_UNKNOWN;
	if (!(get16(config + STATUS_AT) & STATUS_CAPABILITIES))
		return PCI_ABSENT;
	at = config[CAPABILITIES_AT] & 0xfc;
	for (; left && at >= CONVENTIONAL_AT; left--, at = config[at + 1] & 0xfc) {
		if (config[at] != ID_EXPRESS)
			continue;
		*capability = config + at;
		return at + EXPRESS_SIZE <= CONVENTIONAL_END ? PCI_FOUND : PCI_UNKNOWN;
	}
	return left && !at ? PCI_ABSENT : PCI_UNKNOWN;
}

void pci_read_port(const uint8_t *config, size_t length, struct pci_port *port)
{
	const uint8_t *capability;
	uint32_t flags;

	*port = (struct pci_port){ .express = find_express(config, length, &capability) };
	if (port->express == PCI_FOUND) {
		flags = get16(capability + EXPRESS_FLAGS_AT);
		port->type = EXPRESS_TYPE(flags);
		/* Version 1 ends before it. */
		if (EXPRESS_VERSION(flags) >= 2)
			port->capabilities2 = get32(capability + EXPRESS_CAPABILITIES2_AT);
		port->multifunction = config[HEADER_TYPE_AT] & HEADER_MULTIFUNCTION;
	}
	port->acs = find(config, length, ID_ACS, ACS_SIZE, &capability);
	if (port->acs != PCI_FOUND)
		return;
	port->acs_capability = get16(capability + ACS_CAPABILITY_AT);
	port->acs_control = get16(capability + ACS_CONTROL_AT);
}

void pci_clear_serial(uint8_t *config, size_t length)
{
	const uint8_t *capability;

	if (find(config, length, ID_SERIAL, SERIAL_SIZE, &capability) == PCI_FOUND)
		memset(config + (capability - config) + SERIAL_AT, 0, SERIAL_SIZE - SERIAL_AT);
}
