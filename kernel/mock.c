// SPDX-License-Identifier: GPL-2.0
/*
 * Pretend IOMMUs, so that what reads /sys/class/iommu and what binds PASID
 * tables can be tried without the hardware. They are set up in configfs, below
 * iommu_caps_mock/, and are in the class as any IOMMU is; their parent, the
 * platform device iommu_caps_mock, tells them from real ones.
 *
 *	<unit>/live		1: it is in the class, 0: it is not
 *	<unit>/bind		write a struct iommu_pasid_table_config: the
 *				answer is that of iommu_caps_check_pasid_table()
 *	<unit>/<model>/		made by mkdir: a programming model (mock-model.c)
 */
#include <linux/configfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "mock.h"

#define NAME	"iommu_caps_mock"

static struct platform_device *parent;

static struct iommu_caps_mock_unit *to_unit(struct config_item *item)
{
	return container_of(to_config_group(item), struct iommu_caps_mock_unit, group);
}

static void unit_hide_models(struct iommu_caps_mock_unit *unit)
{
	struct iommu_caps_mock_model *model;

	list_for_each_entry(model, &unit->models, node)
		iommu_caps_mock_hide_model(model);
}

static int unit_show_models(struct iommu_caps_mock_unit *unit)
{
	struct iommu_caps_mock_model *model;
	int ret;

	list_for_each_entry(model, &unit->models, node) {
		ret = iommu_caps_mock_show_model(model);
		if (ret)
			return ret;
	}
	return 0;
}

static int unit_go_live(struct iommu_caps_mock_unit *unit)
{
	const char *name = config_item_name(&unit->group.cg_item);
	int ret;

	/* The class would answer with a stack trace. */
	if (iommu_caps_has_iommu(name))
		return -EEXIST;

	memset(&unit->iommu, 0, sizeof(unit->iommu));
	ret = iommu_device_sysfs_add(&unit->iommu, &parent->dev, NULL, "%s", name);
	if (ret)
		return ret;
	ret = unit_show_models(unit);
	if (ret) {
		unit_hide_models(unit);
		iommu_device_sysfs_remove(&unit->iommu);
		return ret;
	}

	unit->live = true;
	dev_info(unit->iommu.dev, "a pretend IOMMU\n");
	/* The models came after the unit's own KOBJ_ADD. */
	kobject_uevent(&unit->iommu.dev->kobj, KOBJ_CHANGE);
	return 0;
}

static void unit_go_away(struct iommu_caps_mock_unit *unit)
{
	unit_hide_models(unit);
	iommu_device_sysfs_remove(&unit->iommu);
	unit->live = false;
}

static ssize_t iommu_caps_mock_live_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", READ_ONCE(to_unit(item)->live));
}

static ssize_t iommu_caps_mock_live_store(struct config_item *item, const char *page,
					  size_t count)
{
	struct iommu_caps_mock_unit *unit = to_unit(item);
	bool live;
	int ret;

	ret = kstrtobool(page, &live);
	if (ret)
		return ret;

	mutex_lock(&unit->lock);
	if (live && !unit->live)
		ret = unit_go_live(unit);
	else if (!live && unit->live)
		unit_go_away(unit);
	mutex_unlock(&unit->lock);
	return ret ? ret : count;
}
CONFIGFS_ATTR(iommu_caps_mock_, live);

/* What comes before the model is said of any: of one that it is not made for. */
static int unit_check_none(const struct iommu_pasid_table_config *config)
{
	const unsigned int other = iommu_caps_models[0].number == config->model;
	struct iommu_caps caps;

	iommu_caps_init(&caps, other);
	return iommu_caps_check_pasid_table(&caps, config);
}

static int unit_check(struct iommu_caps_mock_unit *unit,
		      const struct iommu_pasid_table_config *config)
{
	struct iommu_caps_mock_model *model;
	int ret;

	list_for_each_entry(model, &unit->models, node) {
		ret = iommu_caps_check_pasid_table(&model->dir.caps, config);
		if (ret != -ENODEV)
			return ret;
	}
	return unit_check_none(config);
}

static ssize_t iommu_caps_mock_bind_store(struct config_item *item, const char *page,
					  size_t count)
{
	const struct iommu_pasid_table_config *config = (const void *)page;
	struct iommu_caps_mock_unit *unit = to_unit(item);
	int ret = -ENXIO;

	/* The check looks at as many bytes as argsz says; all of the page is there. */
	if (count < sizeof(config->argsz) || count != config->argsz)
		return -EINVAL;

	mutex_lock(&unit->lock);
	if (unit->live)
		ret = unit_check(unit, config);
	mutex_unlock(&unit->lock);
	return ret ? ret : count;
}
CONFIGFS_ATTR_WO(iommu_caps_mock_, bind);

static struct configfs_attribute *unit_attrs[] = {
	&iommu_caps_mock_attr_live,
	&iommu_caps_mock_attr_bind,
	NULL
};

static void unit_release(struct config_item *item)
{
	kfree(to_unit(item));
}

static struct configfs_item_operations unit_item_ops = {
	.release = unit_release,
};

static struct config_item *unit_make_model(struct config_group *group, const char *name)
{
	return iommu_caps_mock_new_model(to_unit(&group->cg_item), name);
}

static void unit_drop_model(struct config_group *group, struct config_item *item)
{
	iommu_caps_mock_drop_model(item);
}

static struct configfs_group_operations unit_group_ops = {
	.make_item = unit_make_model,
	.drop_item = unit_drop_model,
};

static const struct config_item_type unit_type = {
	.ct_owner = THIS_MODULE,
	.ct_item_ops = &unit_item_ops,
	.ct_group_ops = &unit_group_ops,
	.ct_attrs = unit_attrs,
};

static struct config_group *root_make_unit(struct config_group *group, const char *name)
{
	struct iommu_caps_mock_unit *unit;

	if (!strcmp(name, IOMMU_CAPS_PROBE_NAME))
		return ERR_PTR(-EINVAL);

	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return ERR_PTR(-ENOMEM);
	mutex_init(&unit->lock);
	INIT_LIST_HEAD(&unit->models);
	config_group_init_type_name(&unit->group, name, &unit_type);
	return &unit->group;
}

static void root_drop_unit(struct config_group *group, struct config_item *item)
{
	struct iommu_caps_mock_unit *unit = to_unit(item);

	mutex_lock(&unit->lock);
	if (unit->live)
		unit_go_away(unit);
	mutex_unlock(&unit->lock);
	config_item_put(item);
}

static struct configfs_group_operations root_group_ops = {
	.make_group = root_make_unit,
	.drop_item = root_drop_unit,
};

static const struct config_item_type root_type = {
	.ct_owner = THIS_MODULE,
	.ct_group_ops = &root_group_ops,
};

static struct configfs_subsystem subsystem = {
	.su_group = {
		.cg_item = {
			.ci_namebuf = NAME,
			.ci_type = &root_type,
		},
	},
};

/* There is nothing to probe: the driver's name is what it is for. */
static int mock_probe(struct platform_device *pdev)
{
	return 0;
}

static struct platform_driver mock_driver = {
	.driver = {
		.name = NAME,
	},
};

static int __init iommu_caps_mock_init(void)
{
	int ret;

	parent = platform_create_bundle(&mock_driver, mock_probe, NULL, 0, NULL, 0);
	if (IS_ERR(parent))
		return PTR_ERR(parent);

	iommu_caps_mock_init_models();
	config_group_init(&subsystem.su_group);
	mutex_init(&subsystem.su_mutex);
	ret = configfs_register_subsystem(&subsystem);
	if (ret) {
		platform_device_unregister(parent);
		platform_driver_unregister(&mock_driver);
		return ret;
	}
	dev_notice(&parent->dev, "IOMMUs below this device are pretend ones\n");
	return 0;
}

/* No unit is left: each of them holds the module. */
static void __exit iommu_caps_mock_exit(void)
{
	configfs_unregister_subsystem(&subsystem);
	platform_device_unregister(parent);
	platform_driver_unregister(&mock_driver);
}

module_init(iommu_caps_mock_init);
module_exit(iommu_caps_mock_exit);

MODULE_DESCRIPTION("Pretend IOMMUs, for tests");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
