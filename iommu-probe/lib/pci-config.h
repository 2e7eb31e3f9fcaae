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

/* What a port on the way to a device says. */
struct pci_port {
	enum pci_found express; /* its PCI Express capability */
	unsigned int type;	/* of enum pci_port_type, or another */
	bool multifunction;
	uint32_t capabilities2; /* Device Capabilities 2 */
	enum pci_found acs;
	uint32_t acs_capability;
	uint32_t acs_control;
};

enum pci_port_type {
	PCI_ROOT_PORT = 4,
	PCI_UPSTREAM_PORT = 5,
	PCI_DOWNSTREAM_PORT = 6,
};

/* Device Capabilities 2: End-End TLP prefixes are supported */
#define PCI_END_END_TLP_PREFIX (1u << 21)

/* ACS: P2P request redirect, upstream forwarding */
#define PCI_ACS_REQUEST_REDIRECT 0x0004
#define PCI_ACS_UPSTREAM_FORWARDING 0x0010

/* Zeroes the Device Serial Number, if there is one. */
void pci_clear_serial(uint8_t *config, size_t length);

void pci_read_port(const uint8_t *config, size_t length, struct pci_port *port);

#endif
