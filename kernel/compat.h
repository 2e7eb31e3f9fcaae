/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between the kernels that the module is built for, all of them;
 * in the kernel tree there is one kernel and no such file.
 */
#ifndef _IOMMU_CAPS_COMPAT_H
#define _IOMMU_CAPS_COMPAT_H

#include <linux/version.h>

/* Before 6.7 AMD's attribute "features" shows EFR2 first, since then EFR. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
#define IOMMU_CAPS_AMD_EFR_FIRST	1
#else
#define IOMMU_CAPS_AMD_EFR_FIRST	0
#endif

/* Before 6.4 the callbacks of a class interface are given the interface too. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define IOMMU_CAPS_CALLBACK_ARGS	struct device *dev
#else
#define IOMMU_CAPS_CALLBACK_ARGS	struct device *dev, struct class_interface *intf
#endif

#endif /* _IOMMU_CAPS_COMPAT_H */
