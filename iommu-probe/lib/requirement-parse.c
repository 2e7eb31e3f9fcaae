// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "requirement.h"

static const struct {
	const char *text;
	enum requirement_op op;
} ops[] = {
	/* Those of two characters first. */
	{ ">=", OP_AT_LEAST }, { "<=", OP_AT_MOST }, { "!=", OP_NOT_EQUAL },
	{ "=", OP_EQUAL },     { ">", OP_ABOVE },    { "<", OP_BELOW },
};

/* What follows the operator; NULL if there is none. */
static const char *parse_op(const char *text, size_t name, enum requirement_op *op)
{
	size_t i;

	for (i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		if (strncmp(text + name, ops[i].text, strlen(ops[i].text)))
			continue;
		*op = ops[i].op;
		return text + name + strlen(ops[i].text);
	}
	return NULL;
}

static int find_attribute(const char *name, size_t length)
{
	int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (strlen(iommu_caps_attributes[id].name) == length &&
		    !strncmp(iommu_caps_attributes[id].name, name, length))
			return id;
	return -1;
}

/* Decimal, with K, M or G as powers of 1024. */
static bool parse_number(const char *text, uint64_t *number)
{
	const size_t digits = strspn(text, "0123456789");
	unsigned int shift = 0;
	char *end;

	if (!digits)
		return false;
	if (text[digits] == 'K')
		shift = 10;
	else if (text[digits] == 'M')
		shift = 20;
	else if (text[digits] == 'G')
		shift = 30;
	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || end[shift ? 1 : 0] || *number > UINT64_MAX >> shift)
		return false;
	*number <<= shift;
	return true;
}

static int parse_model(struct iommu_probe_ctx *ctx, const char *value, struct requirement *req)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++) {
		if (strcmp(iommu_caps_models[i].name, value))
			continue;
		req->number = iommu_caps_models[i].number;
		return 0;
	}
	if (value[strspn(value, "0123456789")] || !parse_number(value, &req->number))
		return ctx_fail(ctx, EINVAL, "%s: no model of this name is known; use its number",
				req->text);
	return 0;
}

static int parse_value(struct iommu_probe_ctx *ctx, const char *value, struct requirement *req)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[req->id];

	if (req->id == IOMMU_CAPS_MODEL)
		return parse_model(ctx, value, req);
	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_NUMBERS:
	case IOMMU_CAPS_KIND_NAMES:
		req->empty = !strcmp(value, "none");
		if (req->empty)
			return 0;
		break;
	default:
		break;
	}
	if (attribute->words == IOMMU_CAPS_WORDS_NONE)
		return parse_number(value, &req->number) ?
			       0 :
			       ctx_fail(ctx, EINVAL, "%s: not a number, or too big", req->text);
	req->word = word_find(attribute->words, value);
	if (req->word >= 0)
		return 0;
	return ctx_fail(ctx, EINVAL, "%s: %s has no such word", req->text, attribute->name);
}

static bool has_order(enum iommu_caps_attribute_id id)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

	if (id == IOMMU_CAPS_MODEL)
		return false;
	return attribute->kind == IOMMU_CAPS_KIND_UINT ||
	       attribute->flags & IOMMU_CAPS_FLAG_ORDER;
}

static int parse(struct iommu_probe_ctx *ctx, struct requirement *req)
{
	const size_t name = strcspn(req->text, "=!<>");
	const char *value;
	int id;

	if (strpbrk(req->text, " \t\n"))
		return ctx_fail(ctx, EINVAL, "%s: a requirement has no blanks", req->text);
	if (!req->text[name])
		return ctx_fail(ctx, EINVAL,
				"%s: not NAME OP VALUE; > and < are the shell's, so quote it: '%s>=1'",
				req->text, req->text);
	value = parse_op(req->text, name, &req->op);
	if (!value || !*value)
		return ctx_fail(ctx, EINVAL, "%s: not NAME OP VALUE", req->text);
	id = find_attribute(req->text, name);
	if (id < 0)
		return ctx_fail(ctx, EINVAL, "%s: no model has a capability of this name",
				req->text);
	req->id = (enum iommu_caps_attribute_id)id;
	if (req->op != OP_EQUAL && req->op != OP_NOT_EQUAL && !has_order(req->id))
		return ctx_fail(ctx, EINVAL, "%s: %s has no order", req->text,
				iommu_caps_attributes[id].name);
	return parse_value(ctx, value, req);
}

int requirement_parse(struct iommu_probe_ctx *ctx, const char *text, struct requirement *req)
{
	int ret;

	*req = (struct requirement){ .text = strdup(text) };
	if (!req->text)
		return ctx_fail(ctx, ENOMEM, "out of memory");
	ret = parse(ctx, req);
	if (ret)
		requirement_clear(req);
	return ret;
}

void requirement_clear(struct requirement *req)
{
	free(req->text);
	req->text = NULL;
}
