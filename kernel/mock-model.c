// SPDX-License-Identifier: GPL-2.0
/*
 * A programming model of a pretend IOMMU, a directory that is named after it:
 *
 *	<attribute>	as its file in the class has it; an empty line: there is
 *			no such file
 *	registers	"idr0=… idr1=…", what its attributes are decoded from;
 *			those that were written before are gone
 *
 * Of a unit that is live, what is written is seen at once.
 */
#include <linux/configfs.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "mock.h"

static struct iommu_caps_mock_model *to_model(struct config_item *item)
{
	return container_of(item, struct iommu_caps_mock_model, item);
}

/**
 * iommu_caps_mock_show_model - show the directory of a model
 * @model: of a unit that is in the class, and is locked
 *
 * Return: 0 or an error
 */
int iommu_caps_mock_show_model(struct iommu_caps_mock_model *model)
{
	const int ret = iommu_caps_dir_create(model->unit->iommu.dev, &model->dir);

	model->shown = !ret;
	return ret;
}

/**
 * iommu_caps_mock_hide_model - take the directory of a model away, if it is there
 * @model: of a unit that is locked
 */
void iommu_caps_mock_hide_model(struct iommu_caps_mock_model *model)
{
	if (model->shown)
		iommu_caps_dir_remove(model->unit->iommu.dev, &model->dir);
	model->shown = false;
}

static void model_announce(struct iommu_caps_mock_model *model)
{
	kobject_uevent(&model->unit->iommu.dev->kobj, KOBJ_CHANGE);
}

/*
 * Whoever reads the directory while it changes meets one that is gone, never
 * one that is half the old and half the new one.
 */
static int model_change(struct iommu_caps_mock_model *model, const struct iommu_caps *caps)
{
	int ret = 0;

	iommu_caps_mock_hide_model(model);
	model->dir.caps = *caps;
	if (model->unit->live) {
		ret = iommu_caps_mock_show_model(model);
		model_announce(model);
	}
	return ret;
}

static ssize_t model_attribute_show(struct config_item *item, enum iommu_caps_attribute_id id,
				    char *page)
{
	struct iommu_caps_mock_model *model = to_model(item);
	char text[IOMMU_CAPS_TEXT_MAX];
	int len;

	mutex_lock(&model->unit->lock);
	len = iommu_caps_format(&model->dir.caps, id, text, sizeof(text));
	mutex_unlock(&model->unit->lock);
	return len ? sysfs_emit(page, "%s\n", text) : 0;
}

/* What was written, without the end of its line; to be freed. */
static char *written_text(const char *page, size_t count)
{
	char *text;

	if (count && page[count - 1] == '\n')
		count--;
	if (memchr(page, '\0', count))
		return ERR_PTR(-EINVAL);
	text = kmemdup_nul(page, count, GFP_KERNEL);
	return text ? text : ERR_PTR(-ENOMEM);
}

static ssize_t model_attribute_store(struct config_item *item, enum iommu_caps_attribute_id id,
				     const char *page, size_t count)
{
	struct iommu_caps_mock_model *model = to_model(item);
	struct iommu_caps caps;
	char *text;
	int ret;

	text = written_text(page, count);
	if (IS_ERR(text))
		return PTR_ERR(text);

	mutex_lock(&model->unit->lock);
	caps = model->dir.caps;
	ret = iommu_caps_mock_parse(&caps, id, text);
	if (!ret)
		ret = model_change(model, &caps);
	mutex_unlock(&model->unit->lock);
	kfree(text);
	return ret ? ret : count;
}

/* configfs does not say which attribute it calls for: each has functions of its own. */
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, ...)						\
static ssize_t model_##id##_show(struct config_item *item, char *page)			\
{											\
	return model_attribute_show(item, IOMMU_CAPS_##id, page);			\
}											\
											\
static ssize_t model_##id##_store(struct config_item *item, const char *page,		\
				  size_t count)						\
{											\
	return model_attribute_store(item, IOMMU_CAPS_##id, page, count);		\
}

#include <linux/iommu-caps-defs.h>

static struct configfs_attribute model_attributes[IOMMU_CAPS_ATTRIBUTES] = {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, ...)					\
	[IOMMU_CAPS_##id] = { name, THIS_MODULE, 0644, model_##id##_show, model_##id##_store },
#include <linux/iommu-caps-defs.h>
};

static ssize_t model_registers_show(struct config_item *item, char *page)
{
	struct iommu_caps_mock_model *model = to_model(item);
	const struct iommu_caps_register *known =
		iommu_caps_decoders[model->dir.caps.model].registers;
	ssize_t len = 0;
	unsigned int i;

	mutex_lock(&model->unit->lock);
	for (i = 0; known[i].name; i++) {
		const char *form = known[i].use == IOMMU_CAPS_REGISTER_FACT ? "%s%s=%llu" :
									      "%s%s=%llx";

		if (iommu_caps_regs_has(&model->regs, i))
			len += sysfs_emit_at(page, len, form, len ? " " : "", known[i].name,
					     model->regs.value[i]);
	}
	mutex_unlock(&model->unit->lock);
	return len ? len + sysfs_emit_at(page, len, "\n") : 0;
}

static ssize_t model_registers_store(struct config_item *item, const char *page, size_t count)
{
	struct iommu_caps_mock_model *model = to_model(item);
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[model->dir.caps.model];
	struct iommu_caps_regs regs;
	struct iommu_caps caps;
	char *text;
	int ret;

	text = written_text(page, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	ret = iommu_caps_mock_parse_regs(decoder->registers, text, &regs);
	kfree(text);
	if (!ret)
		ret = decoder->decode(&regs, &caps);
	if (ret)
		return ret;

	mutex_lock(&model->unit->lock);
	model->regs = regs;
	ret = model_change(model, &caps);
	mutex_unlock(&model->unit->lock);
	return ret ? ret : count;
}
CONFIGFS_ATTR(model_, registers);

static void model_release(struct config_item *item)
{
	kfree(to_model(item));
}

static struct configfs_item_operations model_item_ops = {
	.release = model_release,
};

/* By model: the attributes that it has, and registers if there is a decoder. */
static struct {
	struct configfs_attribute *attrs[IOMMU_CAPS_ATTRIBUTES + 2];
	struct config_item_type type;
} model_types[IOMMU_CAPS_MODELS];

/**
 * iommu_caps_mock_init_models - make the files of all models from the tables
 */
void iommu_caps_mock_init_models(void)
{
	unsigned int model, id, n;

	/* What is required is given by the name of the directory. */
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (iommu_caps_attributes[id].flags & IOMMU_CAPS_FLAG_REQUIRED)
			model_attributes[id].ca_mode = 0444;

	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		for (id = 0, n = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
			if (iommu_caps_attributes[id].models & BIT(model))
				model_types[model].attrs[n++] = &model_attributes[id];
		if (iommu_caps_decoders[model].decode)
			model_types[model].attrs[n++] = &model_attr_registers;
		model_types[model].type.ct_owner = THIS_MODULE;
		model_types[model].type.ct_item_ops = &model_item_ops;
		model_types[model].type.ct_attrs = model_types[model].attrs;
	}
}

/**
 * iommu_caps_mock_new_model - give a unit another programming model
 * @unit: the unit
 * @name: name of the model
 *
 * Return: the model's item, or an error; -EINVAL if there is no such model
 */
struct config_item *iommu_caps_mock_new_model(struct iommu_caps_mock_unit *unit,
					      const char *name)
{
	struct iommu_caps_mock_model *model;
	unsigned int id;
	int ret = 0;

	for (id = 0; id < IOMMU_CAPS_MODELS; id++)
		if (!strcmp(iommu_caps_models[id].name, name))
			break;
	if (id == IOMMU_CAPS_MODELS)
		return ERR_PTR(-EINVAL);

	model = kzalloc(sizeof(*model), GFP_KERNEL);
	if (!model)
		return ERR_PTR(-ENOMEM);
	model->unit = unit;
	iommu_caps_init(&model->dir.caps, id);

	mutex_lock(&unit->lock);
	if (unit->live) {
		ret = iommu_caps_mock_show_model(model);
		model_announce(model);
	}
	if (!ret)
		list_add_tail(&model->node, &unit->models);
	mutex_unlock(&unit->lock);
	if (ret) {
		kfree(model);
		return ERR_PTR(ret);
	}
	config_item_init_type_name(&model->item, name, &model_types[id].type);
	return &model->item;
}

/**
 * iommu_caps_mock_drop_model - take a programming model from its unit
 * @item: the model's item
 */
void iommu_caps_mock_drop_model(struct config_item *item)
{
	struct iommu_caps_mock_model *model = to_model(item);
	struct iommu_caps_mock_unit *unit = model->unit;

	mutex_lock(&unit->lock);
	iommu_caps_mock_hide_model(model);
	if (unit->live)
		model_announce(model);
	list_del(&model->node);
	mutex_unlock(&unit->lock);
	config_item_put(item);
}
