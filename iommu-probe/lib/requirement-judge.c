// SPDX-License-Identifier: MIT
#include <errno.h>
#include <string.h>
#include "decoders.h"
#include "requirement.h"

static bool holds(enum requirement_op op, uint64_t value, uint64_t wanted)
{
	switch (op) {
	case OP_EQUAL:
		return value == wanted;
	case OP_NOT_EQUAL:
		return value != wanted;
	case OP_AT_LEAST:
		return value >= wanted;
	case OP_AT_MOST:
		return value <= wanted;
	case OP_ABOVE:
		return value > wanted;
	case OP_BELOW:
		return value < wanted;
	}
	return false;
}

static bool offers_word(const struct iommu_probe_value *value, const char *word)
{
	size_t i;

	for (i = 0; i < value->count; i++)
		if (!strcmp(iommu_probe_value_get_word(value, i), word))
			return true;
	return false;
}

static bool offers_number(const struct iommu_probe_value *value, uint64_t number)
{
	size_t i;

	for (i = 0; i < value->count; i++)
		if (value->numbers[i] == number)
			return true;
	return false;
}

static bool list_meets(const struct requirement *req, const struct iommu_probe_value *value)
{
	bool offered;

	if (req->empty)
		offered = !value->count;
	else if (iommu_caps_attributes[req->id].kind == IOMMU_CAPS_KIND_NAMES)
		offered = offers_word(value, iommu_caps_words[req->word].text);
	else
		offered = offers_number(value, req->number);
	return offered == (req->op == OP_EQUAL);
}

static enum iommu_probe_verdict judge_value(const struct requirement *req,
					    const struct iommu_probe_value *value,
					    enum iommu_probe_reason *reason)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[req->id];
	bool met;
	int word;

	*reason = IOMMU_PROBE_REASON_VALUE;
	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		met = holds(req->op, value->number, req->number);
		break;
	case IOMMU_CAPS_KIND_WORD:
		word = word_find(attribute->words, iommu_probe_value_get_word(value, 0));
		met = word >= 0 && holds(req->op, (uint64_t)word, (uint64_t)req->word);
		if (word < 0)
			*reason = IOMMU_PROBE_REASON_UNKNOWN_WORD;
		break;
	default:
		met = list_meets(req, value);
		break;
	}
	return met ? IOMMU_PROBE_VERDICT_PASS : IOMMU_PROBE_VERDICT_FAIL;
}

static bool is_not_reported(const struct iommu_probe_value *value)
{
	const u32 flags = iommu_caps_attributes[value->id].flags;

	return (flags & IOMMU_CAPS_FLAG_WIDTH) == IOMMU_CAPS_FLAG_WIDTH && !value->number;
}

/* Why a capability that a model can have is not there. */
static enum iommu_probe_reason missing_reason(const struct requirement *req,
					      const struct iommu_probe_model *model)
{
	struct iommu_caps caps;
	bool unreadable;

	/* Of registers that were not all there, nothing was decoded. */
	if (model->origin == IOMMU_PROBE_ORIGIN_REGISTERS && model->id >= 0 &&
	    iommu_caps_decoders[model->id].decode)
		unreadable = iommu_caps_decoders[model->id].decode(&model->regs, &caps);
	else
		unreadable = !model->number || model->values[req->id].unreadable;
	return unreadable ? IOMMU_PROBE_REASON_UNREADABLE : IOMMU_PROBE_REASON_NOT_REPORTED;
}

/*
 * The value to judge: the model's own; its number; where it lacks the notion,
 * the default of the table. 0: there is one. 1: there is none. -ENOMEM.
 */
static int find_value(const struct requirement *req, const struct iommu_probe_model *model,
		      struct iommu_probe_value *value)
{
	*value = (struct iommu_probe_value){ .id = req->id };
	if (req->id == IOMMU_CAPS_MODEL) {
		value->number = model->number;
		value->count = 1;
		return !model->number;
	}
	if (model->values[req->id].known)
		return value_copy(value, &model->values[req->id]);
	if (model->id < 0 || model->values[req->id].unreadable ||
	    iommu_caps_attributes[req->id].models & BIT(model->id))
		return 1;
	return value_set_default(value, req->id, &iommu_caps_models[model->id]);
}

int requirement_judge(const struct requirement *req, const struct iommu_probe_model *model,
		      enum iommu_probe_verdict *verdict, enum iommu_probe_reason *reason,
		      struct iommu_probe_value *value, bool *has_value)
{
	int ret;

	*verdict = IOMMU_PROBE_VERDICT_UNKNOWN;
	*has_value = false;
	ret = find_value(req, model, value);
	if (ret < 0)
		return ret;
	if (ret) {
		*reason = missing_reason(req, model);
	} else if (is_not_reported(value)) {
		*reason = IOMMU_PROBE_REASON_NOT_REPORTED;
	} else {
		*verdict = judge_value(req, value, reason);
		*has_value = true;
	}
	return 0;
}
