/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the module share. */
#ifndef _IOMMU_CAPS_PRIVATE_H
#define _IOMMU_CAPS_PRIVATE_H

#include <linux/device.h>
#include <linux/iommu-caps.h>

/* The module's own device, there for a moment; readers of the class skip it. */
#define IOMMU_CAPS_PROBE_NAME	"iommu-caps-probe"

/**
 * struct iommu_caps_reader - how the registers of one model's IOMMUs are had
 * @match: whether an IOMMU of the class is one of them; must not touch hardware
 * @read: fills the capabilities; @drvdata is that of the class device, which
 *	may not be asked for it again; -EAGAIN if that is too early
 *
 * Both are called without locks of the driver core that device_add() or
 * device_del() take, or with the class mutex held, and must take none of them.
 */
struct iommu_caps_reader {
	bool (*match)(struct device *dev);
	int (*read)(struct device *dev, void *drvdata, struct iommu_caps *caps);
};

extern const struct iommu_caps_reader iommu_caps_amd_vi_reader;
extern const struct iommu_caps_reader iommu_caps_arm_smmu_v3_reader;
extern const struct iommu_caps_reader iommu_caps_intel_vtd_reader;
extern const struct iommu_caps_reader iommu_caps_riscv_iommu_reader;
extern const struct iommu_caps_reader iommu_caps_virtio_iommu_reader;

/**
 * struct iommu_caps_file - one file of a model directory
 * @attr: the file
 * @id: the attribute that it shows
 * @caps: where its value is
 */
struct iommu_caps_file {
	struct device_attribute attr;
	enum iommu_caps_attribute_id id;
	const struct iommu_caps *caps;
};

/**
 * struct iommu_caps_dir - one model directory
 * @caps: what it shows; unchanged while it is there
 * @files: its files
 * @attrs: those of them whose value is known
 * @group: the directory
 */
struct iommu_caps_dir {
	struct iommu_caps caps;
	struct iommu_caps_file files[IOMMU_CAPS_ATTRIBUTES];
	struct attribute *attrs[IOMMU_CAPS_ATTRIBUTES + 1];
	struct attribute_group group;
};

int iommu_caps_dir_create(struct device *dev, struct iommu_caps_dir *dir);
void iommu_caps_dir_remove(struct device *dev, struct iommu_caps_dir *dir);

bool iommu_caps_has_iommu(const char *name);

#endif /* _IOMMU_CAPS_PRIVATE_H */
