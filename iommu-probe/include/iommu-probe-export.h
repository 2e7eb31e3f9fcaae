/* SPDX-License-Identifier: MIT */
/*
 * Part of iommu-probe.h, which includes it: what other programs can be told of
 * a host. The virtual IOMMU that a guest may have there, and its options.
 */
#ifndef IOMMU_PROBE_EXPORT_H
#define IOMMU_PROBE_EXPORT_H

#include "iommu-probe-answers.h"

#ifdef __cplusplus
extern "C" {
#endif

struct iommu_probe_export;
struct iommu_probe_setting;

/*
 * Reads every IOMMU of the host, or what was selected of it, and decides which
 * virtual IOMMU of QEMU suits a guest that gets devices behind any of them. It
 * follows one model that all of them show; of several, the first that QEMU can
 * follow. That there is none is an answer. -ENOMEM.
 */
int iommu_probe_export_new(struct iommu_probe_host *host, struct iommu_probe_export **exported);
struct iommu_probe_export *iommu_probe_export_ref(struct iommu_probe_export *exported);
struct iommu_probe_export *iommu_probe_export_unref(struct iommu_probe_export *exported);

/* The least of each model that the IOMMUs show; NULL if there is none. */
struct iommu_probe_least *
iommu_probe_export_get_first_least(struct iommu_probe_export *exported);
size_t iommu_probe_export_get_units(const struct iommu_probe_export *exported);

/*
 * Yes: everything that matters is known. Unknown: something was not reported,
 * and the settings are those that are known all the same, or none. No: QEMU
 * refuses a guest with such devices, whatever its options are; no settings.
 */
enum iommu_probe_answer iommu_probe_export_get_answer(const struct iommu_probe_export *exported);

/* Why the answer is not yes, for people. NULL from the last one on. */
const char *iommu_probe_export_get_reason(const struct iommu_probe_export *exported, size_t index);

/*
 * The host's model that the device follows, QEMU's device and the oldest
 * release that is known to take the settings; what libvirt calls the device and
 * its oldest release that takes those which it has. NULL where the answer is
 * no, and where it is unknown for lack of a model.
 */
const char *iommu_probe_export_get_model(const struct iommu_probe_export *exported);
const char *iommu_probe_export_get_qemu_device(const struct iommu_probe_export *exported);
const char *iommu_probe_export_get_qemu_version(const struct iommu_probe_export *exported);
const char *iommu_probe_export_get_libvirt_model(const struct iommu_probe_export *exported);
const char *iommu_probe_export_get_libvirt_version(const struct iommu_probe_export *exported);

/* What a guest needs besides, for people. NULL from the last one on. */
const char *iommu_probe_export_get_note(const struct iommu_probe_export *exported, size_t index);

/* The settings, in the order in which they are to be written; NULL at the end. */
const struct iommu_probe_setting *
iommu_probe_export_get_first_setting(const struct iommu_probe_export *exported);
const struct iommu_probe_setting *
iommu_probe_setting_get_next(const struct iommu_probe_setting *setting);

/* Name of the device's property in QEMU. */
const char *iommu_probe_setting_get_name(const struct iommu_probe_setting *setting);

/* NULL: it is left out. Never one that QEMU would have to find out ("auto"). */
const char *iommu_probe_setting_get_value(const struct iommu_probe_setting *setting);

/* Why it is left out, off, or less than one of the IOMMUs has; else NULL. */
const char *iommu_probe_setting_get_reason(const struct iommu_probe_setting *setting);

/*
 * Whether it is one of those that let a guest's own stage 1 be used by the
 * host's hardware, which want more of guest and QEMU than the others: for all
 * such settings or none, see the export's notes.
 */
bool iommu_probe_setting_is_nested(const struct iommu_probe_setting *setting);

/*
 * The attribute of libvirt's <driver>, NULL where it has none, and its value
 * there, NULL where it is left out. "granule" is an element: <granule size='4'
 * unit='KiB'/>.
 */
const char *iommu_probe_setting_get_libvirt_name(const struct iommu_probe_setting *setting);
const char *iommu_probe_setting_get_libvirt_value(const struct iommu_probe_setting *setting);

#ifdef __cplusplus
}
#endif

#endif
