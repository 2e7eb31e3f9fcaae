// SPDX-License-Identifier: MIT
/* Choosing among the models that all targets have in common. */
#include "choose.h"
#include <errno.h>
#include <stdlib.h>
#include "answer.h"

/* What a target does not tell of itself it may have. */
static bool is_open(const struct target *target)
{
	return target->silent || target->nameless;
}

/* What speaks against a target whatever the model is. */
static int reject_target(struct iommu_probe_choice *choice, const struct target *target)
{
	if (!target->iommu)
		return reject(&choice->rejections, target->device, NULL, "no-iommu",
			      "the device is behind no IOMMU");
	if (target->silent)
		return reject(&choice->rejections, "model", target->iommu, "no-model",
			      "the kernel shows nothing of this IOMMU");
	if (target->nameless)
		return reject(&choice->rejections, "model", target->iommu, "unreadable",
			      "a model that it shows could not be read");
	return 0;
}

static int reject_targets(struct iommu_probe_choice *choice)
{
	const struct target *target;
	int ret = 0;

	for (target = choice->targets; target && !ret; target = target->next)
		ret = reject_target(choice, target);
	return ret;
}

static int reject_models(struct iommu_probe_choice *choice, const struct target *target)
{
	const struct candidate *candidate;
	int ret = 0;

	if (!target->candidates && target->iommu && !is_open(target))
		return reject(&choice->rejections, "model", target->iommu, "no-common-model",
			      "no model that it shows is known");
	for (candidate = target->candidates; candidate && !ret; candidate = candidate->next)
		ret = reject(&choice->rejections, iommu_caps_models[candidate->caps.model].name,
			     target->iommu, "no-common-model", "not a model of all IOMMUs concerned");
	return ret;
}

static int reject_combination(struct iommu_probe_choice *choice)
{
	const struct target *target;
	int ret = 0;

	for (target = choice->targets; target && !ret; target = target->next)
		ret = reject_models(choice, target);
	return ret;
}

enum common {
	COMMON_NO,
	COMMON_MAYBE, /* of all that tell, which may be none */
	COMMON_YES,
};

static enum common is_common(const struct target *targets, enum iommu_caps_model_id model,
			     bool *any)
{
	enum common common = COMMON_YES;
	const struct target *target;

	*any = false;
	for (target = targets; target; target = target->next) {
		if (target_candidate(target, model))
			*any = true;
		else if (is_open(target))
			common = COMMON_MAYBE;
		else
			return COMMON_NO;
	}
	return targets ? common : COMMON_NO;
}

static size_t preference(const struct iommu_probe_request *request,
			 const struct iommu_probe_choice *choice)
{
	size_t i;

	for (i = 0; i < request->accept.count; i++)
		if (request->accept.words[i] == (int)choice->format->word)
			break;
	return i;
}

/* By the VMM's order of formats, then by bits, then by number of the model. */
static bool is_better(const struct iommu_probe_request *request,
		      const struct iommu_probe_choice *a, const struct iommu_probe_choice *b)
{
	const size_t x = preference(request, a), y = preference(request, b);

	if (x != y)
		return x < y;
	if (a->bits != b->bits)
		return a->bits > b->bits;
	return iommu_caps_models[a->format->model].number <
	       iommu_caps_models[b->format->model].number;
}

/* Takes over what the attempt came to, and lets go of it. */
static void take(struct iommu_probe_choice *choice, struct iommu_probe_choice *attempt)
{
	struct iommu_probe_host *host = choice->host;
	struct target *targets = choice->targets;
	const unsigned int refs = choice->refs;

	rejections_clear(&choice->rejections);
	*choice = *attempt;
	choice->refs = refs;
	choice->host = host;
	choice->targets = targets;
	rejections_init(&choice->rejections);
	rejections_append(&choice->rejections, &attempt->rejections);
}

/* A yes has the rejections of its own model, a no those of all. */
static void weigh_attempt(const struct iommu_probe_request *request,
			  struct iommu_probe_choice *choice, struct iommu_probe_choice *attempt)
{
	if (attempt->answer != IOMMU_PROBE_ANSWER_YES) {
		if (choice->answer != IOMMU_PROBE_ANSWER_YES)
			rejections_append(&choice->rejections, &attempt->rejections);
		choice->answer = answer_either(choice->answer, attempt->answer);
	} else if (choice->answer != IOMMU_PROBE_ANSWER_YES || is_better(request, attempt, choice)) {
		take(choice, attempt);
	}
}

/* What others don't tell can make a no of a yes, never a yes of a no. */
static int attempt_model(const struct iommu_probe_request *request,
			 struct iommu_probe_choice *choice, enum iommu_caps_model_id model,
			 enum common common)
{
	struct iommu_probe_choice attempt = { 0 };
	int ret;

	rejections_init(&attempt.rejections);
	ret = choose_under(model, request, choice->targets, &attempt);
	if (common == COMMON_MAYBE)
		attempt.answer = answer_both(attempt.answer, IOMMU_PROBE_ANSWER_UNKNOWN);
	if (!ret)
		weigh_attempt(request, choice, &attempt);
	rejections_clear(&attempt.rejections);
	return ret;
}

static int choose(const struct iommu_probe_request *request, struct iommu_probe_choice *choice)
{
	enum common common;
	unsigned int model;
	bool any, some = false;
	int ret = 0;

	choice->answer = IOMMU_PROBE_ANSWER_NO;
	for (model = 0; model < IOMMU_CAPS_MODELS && !ret; model++) {
		common = is_common(choice->targets, model, &any);
		some = some || common != COMMON_NO;
		if (common != COMMON_NO && any)
			ret = attempt_model(request, choice, model, common);
		else if (common != COMMON_NO)
			choice->answer = answer_either(choice->answer, IOMMU_PROBE_ANSWER_UNKNOWN);
	}
	if (!ret && choice->answer != IOMMU_PROBE_ANSWER_YES)
		ret = reject_targets(choice);
	if (!ret && !some)
		ret = reject_combination(choice);
	if (!choice->targets && choice->host->class_error)
		choice->answer = IOMMU_PROBE_ANSWER_UNKNOWN;
	return ret;
}

EXPORT int iommu_probe_choose(struct iommu_probe_host *host,
			      const struct iommu_probe_request *request,
			      struct iommu_probe_choice **choice)
{
	struct iommu_probe_choice *new = calloc(1, sizeof(*new));
	int ret;

	*choice = NULL;
	if (!new)
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	new->refs = 1;
	new->host = iommu_probe_host_ref(host);
	rejections_init(&new->rejections);
	ret = targets_read(host, request, &new->targets);
	if (!ret)
		ret = choose(request, new);
	if (!ret) {
		*choice = new;
		return 0;
	}
	iommu_probe_choice_unref(new);
	return ctx_fail(host->ctx, -ret, "out of memory");
}
