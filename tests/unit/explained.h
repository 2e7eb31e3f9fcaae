/* SPDX-License-Identifier: MIT */
/*
 * A test's fixture: the tree of a host on which all is well, one Intel IOMMU
 * with one endpoint below one port, to be changed and then asked about.
 */
#ifndef TESTS_EXPLAINED_H
#define TESTS_EXPLAINED_H

#include "conditions.h"

#define PASS IOMMU_PROBE_VERDICT_PASS
#define FAIL IOMMU_PROBE_VERDICT_FAIL
#define UNSURE IOMMU_PROBE_VERDICT_UNKNOWN
#define QUESTION(name) IOMMU_PROBE_QUESTION_##name

#define PORT "sys/devices/pci0000:00/0000:00:01.0"
#define DEVICE "0000:01:00.0"
#define ENDPOINT PORT "/" DEVICE
#define UNIT "sys/class/iommu/dmar0/"
#define GROUP "sys/kernel/iommu_groups/7/"
#define CONFIG "boot/config-1"
#define CMDLINE "proc/cmdline"
#define DMAR "sys/firmware/acpi/tables/DMAR"

/* Bits of ECAP: PASID, SMTS, NEST, SLTS, FLTS, SSADS, SMPWC */
#define ECAP "1e90004000000"

#define GOOD_CONFIG                                                                                \
	"CONFIG_X86=y\nCONFIG_INTEL_IOMMU=y\nCONFIG_INTEL_IOMMU_SVM=y\nCONFIG_IOMMU_SVA=y\n"       \
	"CONFIG_VFIO=m\nCONFIG_IOMMUFD=m\nCONFIG_VFIO_IOMMU_TYPE1=m\n"

/* What ask() asked last; the teardown frees it. */
extern struct iommu_probe_host *host;
extern struct iommu_probe_explanation *explanation;

/* tree_setup() and tree_teardown() are among them. */
void explained_setup(void);
void explained_teardown(void);

/* Another file in its place, or NULL: none. */
void change(const char *path, const char *text);

/* Takes the only IOMMU and the firmware's table away. */
void empty_class(void);

/* A port of PCI Express of this type, with what it says. */
void write_port(unsigned int type, bool prefix, int acs_control, size_t length);

/* A chain of three capabilities, each of which may be another's number instead. */
void write_endpoint(unsigned int pasid, unsigned int ats, unsigned int pri, size_t length);
void put16(uint8_t *at, unsigned int value);

/* Opens the host anew; device may be NULL. */
void ask(const char *device, enum iommu_probe_question question);

/* A condition, which must be there. */
const struct iommu_probe_condition *find(const char *name);

/* Its verdict; the remedy holds this, or NULL: whatever belongs to the verdict. */
void check(const char *name, enum iommu_probe_verdict verdict, const char *remedy);

#endif
