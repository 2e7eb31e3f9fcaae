// SPDX-License-Identifier: MIT
/* Capabilities from the registers that stock drivers show, or somebody gave. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "decoders.h"
#include "stock.h"

static const struct stock_group *const groups[] = {
	&stock_amd_vi,
	&stock_intel_vtd,
};

int stock_complain(struct stock_reading *r, const char *name, int error)
{
	const char *message = NULL;

	if (error == EINVAL)
		message = "not a register in hexadecimal";
	else if (error == ERANGE)
		message = "wider than the register";
	return errors_add(&r->host->errors, r->dir->path, name, error, message);
}

int stock_text(struct stock_reading *r, const char *name, bool required,
	       char text[READER_FILE_MAX + 1], size_t *length)
{
	const struct name *entry = names_find(r->entries, name);
	int ret;

	if (!entry && !required)
		return 0;
	ret = entry ? reader_read(&r->host->reader, r->dir, entry, text, length) : -ENOENT;
	if (ret == -ENOMEM)
		return ret;
	if (ret)
		return errors_add(&r->host->errors, r->dir->path, name, -ret, NULL);
	if (*length && text[*length - 1] == '\n')
		text[--*length] = '\0';
	return 1;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int stock_parse_hex(const char *text, size_t length, unsigned int bits, uint64_t *word)
{
	const uint64_t most = UINT64_MAX >> (64 - bits);
	bool over = false;
	uint64_t value = 0;
	size_t i;

	if (!length)
		return -EINVAL;
	for (i = 0; i < length; i++) {
		const int digit = hex_digit(text[i]);

		if (digit < 0)
			return -EINVAL;
		if (value > most >> 4)
			over = true;
		value = value << 4 | (uint64_t)digit;
	}
	if (over)
		return -ERANGE;
	if (value == most)
		return -EINVAL;
	*word = value;
	return 0;
}

int stock_register(struct stock_reading *r, const char *name, unsigned int reg,
		   unsigned int bits, bool required)
{
	char text[READER_FILE_MAX + 1];
	uint64_t word;
	size_t length;
	int ret;

	ret = stock_text(r, name, required, text, &length);
	if (ret <= 0)
		return ret;
	ret = stock_parse_hex(text, length, bits, &word);
	if (ret)
		return stock_complain(r, name, -ret);
	iommu_caps_regs_set(&r->regs, reg, word);
	return 0;
}

/* The way of every value is the same: as text, as the kernel would show it. */
static int add_values(struct iommu_probe_model *model, const struct iommu_caps *caps)
{
	char text[IOMMU_CAPS_TEXT_MAX];
	enum iommu_caps_attribute_id id;
	int length, ret;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		length = iommu_caps_format(caps, id, text, sizeof(text));
		if (id == IOMMU_CAPS_MODEL || !length)
			continue;
		ret = value_parse(&model->values[id], id, text, (size_t)length);
		/* The firmware may give widths that no attribute may have. */
		if (ret == -ENOMEM)
			return ret;
	}
	return 0;
}

int registers_model(enum iommu_caps_model_id id, const struct iommu_caps_regs *regs,
		    struct iommu_probe_model **model)
{
	struct iommu_caps caps;

	*model = model_new(iommu_caps_models[id].name, (int)id, IOMMU_PROBE_ORIGIN_REGISTERS);
	if (!*model)
		return -ENOMEM;
	(*model)->regs = *regs;
	/* Without a register that is required there is nothing to say. */
	if (iommu_caps_decoders[id].decode(regs, &caps) || !add_values(*model, &caps))
		return 0;
	models_free(*model);
	*model = NULL;
	return -ENOMEM;
}

int registers_read(struct iommu_probe_host *host, const struct dir *dir, const char *name,
		   const struct names *entries, struct iommu_probe_model **model)
{
	struct stock_reading r = { .host = host, .dir = dir, .entries = entries };
	size_t i;
	int ret;

	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		if (strcmp(groups[i]->name, name))
			continue;
		ret = groups[i]->read(&r);
		if (!ret)
			ret = groups[i]->facts(&r);
		return ret ? ret : registers_model(groups[i]->model, &r.regs, model);
	}
	return 0;
}
