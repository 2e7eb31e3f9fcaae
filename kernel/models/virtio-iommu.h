/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef _IOMMU_CAPS_MODELS_VIRTIO_IOMMU_H
#define _IOMMU_CAPS_MODELS_VIRTIO_IOMMU_H

#include <linux/iommu-caps.h>

/* What the decoder works from: fields of the device's configuration. */
enum virtio_iommu_reg {
	VIRTIO_IOMMU_PAGE_SIZE_MASK,
	/* not known: the device has not offered VIRTIO_IOMMU_F_INPUT_RANGE */
	VIRTIO_IOMMU_INPUT_END,
};

int virtio_iommu_decode(const struct iommu_caps_regs *regs, struct iommu_caps *caps);

#endif /* _IOMMU_CAPS_MODELS_VIRTIO_IOMMU_H */
