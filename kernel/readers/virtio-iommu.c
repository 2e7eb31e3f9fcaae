// SPDX-License-Identifier: GPL-2.0
/*
 * virtio-iommu: the configuration of a device that the kernel's driver has
 * bound.
 */
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <uapi/linux/virtio_iommu.h>
#include "../iommu-caps.h"
#include "../models/virtio-iommu.h"

/* The bus is not exported. */
static bool virtio_iommu_match(struct device *dev)
{
	const struct device *parent = dev->parent;

	return parent && parent->bus && !strcmp(parent->bus->name, "virtio") &&
	       parent->driver && !strcmp(parent->driver->name, "virtio_iommu");
}

static int virtio_iommu_read(struct device *dev, void *drvdata, struct iommu_caps *caps)
{
	struct virtio_device *vdev = dev_to_virtio(dev->parent);
	struct iommu_caps_regs regs = { };
	u64 word;

	virtio_cread_le(vdev, struct virtio_iommu_config, page_size_mask, &word);
	/* All ones is what a bus answers where nothing is. */
	if (word == U64_MAX)
		return -ENXIO;
	iommu_caps_regs_set(&regs, VIRTIO_IOMMU_PAGE_SIZE_MASK, word);

	/* virtio_has_feature() is a BUG() where the driver doesn't know the bit. */
	if (__virtio_test_bit(vdev, VIRTIO_IOMMU_F_INPUT_RANGE)) {
		virtio_cread_le(vdev, struct virtio_iommu_config, input_range.end, &word);
		iommu_caps_regs_set(&regs, VIRTIO_IOMMU_INPUT_END, word);
	}
	return virtio_iommu_decode(&regs, caps);
}

const struct iommu_caps_reader iommu_caps_virtio_iommu_reader = {
	.match = virtio_iommu_match,
	.read = virtio_iommu_read,
};
