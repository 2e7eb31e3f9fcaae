/* SPDX-License-Identifier: MIT */
/* Which virtual IOMMU suits a host, and with which options. */
#ifndef IOMMU_PROBE_LIB_EXPORT_H
#define IOMMU_PROBE_LIB_EXPORT_H

#include <linux/kernel.h>
#include "caps.h"
#include "least.h"

/* Rows of the table of options. */
enum export_option_id {
	EXPORT_PRIMARY_BUS,
	EXPORT_ACCEL,
	EXPORT_STAGE,
	EXPORT_SSIDSIZE,
	EXPORT_OAS,
	EXPORT_RIL,
	EXPORT_ATS,
	EXPORT_AW_BITS,
	EXPORT_CACHING_MODE,
	EXPORT_DEVICE_IOTLB,
	EXPORT_INTREMAP,
	EXPORT_EIM,
	EXPORT_SNOOP_CONTROL,
	EXPORT_SCALABLE_MODE,
	EXPORT_FSTS,
	EXPORT_FS1GP,
	EXPORT_PASID_BITS,
	EXPORT_DMA_REMAP,
	EXPORT_XTSUP,
	EXPORT_GRANULE,
};

struct export_option {
	const char *name;
	bool nested;
	const char *libvirt;	     /* NULL: libvirt has none */
	const char *libvirt_version; /* since when it has */
};

struct iommu_probe_setting {
	struct iommu_probe_setting *next;
	const struct export_option *option;
	char value[16]; /* empty: left out */
	char *reason;
};

struct export_device {
	const char *qemu;
	const char *qemu_version;
	const char *libvirt;
	const char *libvirt_version;
	const char *notes[4];
};

struct iommu_probe_export {
	unsigned int refs;
	struct iommu_probe_host *host;
	struct iommu_probe_least *leasts;
	size_t units;
	size_t open; /* units that do not show all of their models */
	bool registers; /* some are known by their registers alone */
	/* Whether no SMMUv3 has big-endian tables alone: the words have no least. */
	enum iommu_probe_answer little;
	enum iommu_probe_answer answer;
	const struct iommu_probe_least *least; /* that the settings are of */
	struct iommu_caps caps;		       /* of that */
	struct iommu_caps partial;	       /* and where not all units report something */
	const struct export_device *device;    /* NULL: there is none */
	struct iommu_probe_setting *settings;
	struct iommu_probe_setting **end;
	char **reasons;
	size_t reason_count;
};

/*
 * What a model's decisions are made of. They return 0 or -ENOMEM, and change
 * the answer, which begins as yes.
 */
int export_set(struct iommu_probe_export *export, enum export_option_id id, const char *format,
	       ...) PRINTF(3, 4);

/* The same; where units differ in the capability, the reason says so. */
int export_set_least(struct iommu_probe_export *export, enum export_option_id id,
		     unsigned int value, enum iommu_caps_attribute_id attribute);

/* Without the option; off, where QEMU would have it on. */
int export_leave(struct iommu_probe_export *export, enum export_option_id id, bool off,
		 const char *format, ...) PRINTF(4, 5);

/* Without the option, since what it depends on is not known. */
int export_miss(struct iommu_probe_export *export, enum export_option_id id,
		enum iommu_caps_attribute_id attribute);

/* On where the capability is enabled, else as export_leave(). */
int export_switch(struct iommu_probe_export *export, enum export_option_id id,
		  enum iommu_caps_attribute_id attribute, bool off);

/* A rule that is broken, or of which it is not known. */
int export_refuse(struct iommu_probe_export *export, const char *format, ...) PRINTF(2, 3);
int export_doubt(struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute);

/* Of export->least. */
void export_read_caps(struct iommu_probe_export *export);

/*
 * Whether a number is too small, or a word not offered, of those units that
 * report it: a no, whatever the others are.
 */
bool export_lacks_number(const struct iommu_probe_export *export,
			 enum iommu_caps_attribute_id attribute, u64 number);
bool export_lacks_word(const struct iommu_probe_export *export,
		       enum iommu_caps_attribute_id attribute, enum iommu_caps_word_id word);

bool export_knows(const struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute);
u64 export_value(const struct iommu_probe_export *export, enum iommu_caps_attribute_id attribute);

/* Refuses if a unit is known to translate fewer bits of an address than these. */
int export_need_width(struct iommu_probe_export *export, unsigned int least);

/*
 * The bits of an address that every unit translates in either stage; 0 if they
 * are not known, and *missing is what was not reported.
 */
unsigned int export_width(const struct iommu_probe_export *export,
			  enum iommu_caps_attribute_id *missing);

void export_forget_settings(struct iommu_probe_export *export);

/* A model's decisions; each also sets the device. */
int export_arm_smmu_v3(struct iommu_probe_export *export);
int export_intel_vtd(struct iommu_probe_export *export);
int export_amd_vi(struct iommu_probe_export *export);
int export_generic(struct iommu_probe_export *export);

#endif
