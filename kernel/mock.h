/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the module iommu_caps_mock share. */
#ifndef _IOMMU_CAPS_MOCK_H
#define _IOMMU_CAPS_MOCK_H

#include <linux/configfs.h>
#include <linux/iommu.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include "iommu-caps.h"
#include "models/decoders.h"

/**
 * struct iommu_caps_mock_unit - a pretend IOMMU
 * @group: its directory in configfs
 * @lock: guards all of it and of its models
 * @models: what it is programmed by, in the order in which they were made
 * @live: whether it is in the class
 * @iommu: as which it is there
 */
struct iommu_caps_mock_unit {
	struct config_group group;
	struct mutex lock; /* all of it and of its models */
	struct list_head models;
	bool live;
	struct iommu_device iommu;
};

/**
 * struct iommu_caps_mock_model - a programming model of a pretend IOMMU
 * @item: its directory in configfs
 * @unit: whose it is; outlives it, being the directory above
 * @node: in the unit's list
 * @regs: the registers that were written last
 * @dir: its capabilities, and the directory that shows them
 * @shown: whether the directory is there
 */
struct iommu_caps_mock_model {
	struct config_item item;
	struct iommu_caps_mock_unit *unit;
	struct list_head node;
	struct iommu_caps_regs regs;
	struct iommu_caps_dir dir;
	bool shown;
};

void iommu_caps_mock_init_models(void);
struct config_item *iommu_caps_mock_new_model(struct iommu_caps_mock_unit *unit,
					      const char *name);
void iommu_caps_mock_drop_model(struct config_item *item);
int iommu_caps_mock_show_model(struct iommu_caps_mock_model *model);
void iommu_caps_mock_hide_model(struct iommu_caps_mock_model *model);

int iommu_caps_mock_parse(struct iommu_caps *caps, enum iommu_caps_attribute_id id,
			  char *text);
int iommu_caps_mock_parse_regs(const struct iommu_caps_register *known, char *text,
			       struct iommu_caps_regs *regs);

#endif /* _IOMMU_CAPS_MOCK_H */
