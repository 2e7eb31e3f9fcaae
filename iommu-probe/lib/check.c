// SPDX-License-Identifier: MIT
/* Holding IOMMUs against requirements. */
#include "result.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "answer.h"

char *value_text(const struct iommu_probe_value *value)
{
	char *text = NULL;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (!value->count)
		fputs("none", out);
	for (i = 0; i < value->count; i++) {
		const char *word = iommu_probe_value_get_word(value, i);

		fputs(i ? "," : "", out);
		if (word)
			fputs(word, out);
		else
			fprintf(out, "%" PRIu64, iommu_probe_value_get_number(value, i));
	}
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

static int message_of_value(struct iommu_probe_result *result)
{
	char *text = value_text(&result->value);
	int n = -1;

	if (text)
		n = asprintf(&result->message, "%s is %s%s",
			     iommu_caps_attributes[result->requirement->id].name, text,
			     result->verdict == IOMMU_PROBE_VERDICT_FAIL &&
					     result->reason == IOMMU_PROBE_REASON_UNKNOWN_WORD ?
				     ", which this version does not know" :
				     "");
	free(text);
	return n < 0 ? -ENOMEM : 0;
}

static int set_message(struct iommu_probe_result *result)
{
	const char *name = iommu_caps_attributes[result->requirement->id].name;
	int n = -1;

	if (result->has_value)
		return message_of_value(result);
	switch (result->reason) {
	case IOMMU_PROBE_REASON_NOT_REPORTED:
		n = asprintf(&result->message, "%s is not reported", name);
		break;
	case IOMMU_PROBE_REASON_UNREADABLE:
		n = asprintf(&result->message, "%s could not be read", name);
		break;
	case IOMMU_PROBE_REASON_NO_IOMMU:
		n = asprintf(&result->message, "the device is behind no IOMMU");
		break;
	default:
		n = asprintf(&result->message, "the kernel shows nothing of this IOMMU");
		break;
	}
	return n < 0 ? -ENOMEM : 0;
}

static int copy(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

/* Appends it, so that it is freed whatever becomes of it. */
static struct iommu_probe_result *result_new(struct iommu_probe_check *check,
					     const struct requirement *requirement,
					     const char *device, const char *iommu,
					     const char *model)
{
	struct iommu_probe_result *result = calloc(1, sizeof(*result));

	if (!result)
		return NULL;
	*check->end = result;
	check->end = &result->next;
	result->requirement = requirement;
	if (copy(&result->device, device) || copy(&result->iommu, iommu) ||
	    copy(&result->model, model))
		return NULL;
	return result;
}

/* Results without a model, all of the same reason. */
static int add_reason(struct iommu_probe_check *check, const char *device, const char *iommu,
		      enum iommu_probe_reason reason, enum iommu_probe_verdict verdict)
{
	struct iommu_probe_result *result;
	size_t i;

	for (i = 0; i < check->count; i++) {
		result = result_new(check, &check->requirements[i], device, iommu, NULL);
		if (!result)
			return -ENOMEM;
		result->reason = reason;
		result->verdict = verdict;
		if (set_message(result))
			return -ENOMEM;
	}
	check->answer = answer_both(check->answer, answer_of(verdict));
	return 0;
}

static int check_model(struct iommu_probe_check *check, const char *device,
		       const struct iommu_probe_iommu *iommu, const struct iommu_probe_model *model,
		       enum iommu_probe_answer *answer)
{
	struct iommu_probe_result *result;
	size_t i;

	*answer = IOMMU_PROBE_ANSWER_YES;
	for (i = 0; i < check->count; i++) {
		result = result_new(check, &check->requirements[i], device, iommu->name,
				    model->name);
		if (!result ||
		    requirement_judge(result->requirement, model, &result->verdict,
				      &result->reason, &result->value, &result->has_value) ||
		    set_message(result))
			return -ENOMEM;
		*answer = answer_both(*answer, answer_of(result->verdict));
	}
	return 0;
}

static int check_target(struct iommu_probe_check *check, const char *device,
			const struct iommu_probe_iommu *iommu)
{
	const struct iommu_probe_model *model;
	enum iommu_probe_answer answer, any = IOMMU_PROBE_ANSWER_NO;
	int ret = 0;

	if (!iommu->models)
		return add_reason(check, device, iommu->name, IOMMU_PROBE_REASON_NO_MODEL,
				  IOMMU_PROBE_VERDICT_UNKNOWN);
	for (model = iommu->models; model && !ret; model = model->next) {
		ret = check_model(check, device, iommu, model, &answer);
		any = answer_either(any, answer);
	}
	check->answer = answer_both(check->answer, any);
	return ret;
}

/* As often as it was asked for: by its own name, and by each device's. */
static int check_iommu(struct iommu_probe_check *check, const struct iommu_probe_iommu *iommu)
{
	const struct names *wanted = &check->host->wanted;
	size_t i;
	int ret = 0;

	if (!wanted->count)
		return check_target(check, NULL, iommu);
	for (i = 0; i < wanted->count && !ret; i++) {
		const struct name *name = &wanted->list[i];

		if (name->type == WANTED_IOMMU && !strcmp(name->name, iommu->name))
			ret = check_target(check, NULL, iommu);
		else if (name->type == WANTED_DEVICE && names_find(&iommu->devices, name->name))
			ret = check_target(check, name->name, iommu);
	}
	return ret;
}

static int check_alone(struct iommu_probe_check *check)
{
	const struct names *wanted = &check->host->wanted;
	size_t i;
	int ret = 0;

	for (i = 0; i < wanted->count && !ret; i++)
		if (wanted->list[i].type == WANTED_ALONE)
			ret = add_reason(check, wanted->list[i].name, NULL,
					 IOMMU_PROBE_REASON_NO_IOMMU, IOMMU_PROBE_VERDICT_FAIL);
	return ret;
}

static int check_host(struct iommu_probe_check *check)
{
	struct iommu_probe_iommu *iommu, *next;
	bool any = false;
	int ret;

	ret = iommu_probe_iommu_get_first(check->host, &iommu);
	for (; !ret && iommu; iommu = next) {
		any = true;
		ret = check_iommu(check, iommu);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	if (!ret)
		ret = check_alone(check);
	if (!any && !check->results)
		check->answer = check->host->class_error ? IOMMU_PROBE_ANSWER_UNKNOWN : IOMMU_PROBE_ANSWER_NO;
	return ret;
}

static int parse_all(struct iommu_probe_check *check, const char *const requirements[],
		     size_t count)
{
	int ret = 0;

	for (; check->count < count && !ret; check->count += !ret)
		ret = requirement_parse(check->host->ctx, requirements[check->count],
					&check->requirements[check->count]);
	return ret;
}

EXPORT int iommu_probe_check_new(struct iommu_probe_host *host, const char *const requirements[],
				 size_t count, struct iommu_probe_check **check)
{
	struct iommu_probe_check *new = calloc(1, sizeof(*new));
	int ret = -ENOMEM;

	*check = NULL;
	if (!new)
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	new->refs = 1;
	new->host = iommu_probe_host_ref(host);
	new->end = &new->results;
	new->answer = IOMMU_PROBE_ANSWER_YES;
	new->requirements = calloc(count + 1, sizeof(*new->requirements));
	if (new->requirements)
		ret = parse_all(new, requirements, count);
	if (!ret)
		ret = check_host(new);
	if (!ret) {
		*check = new;
		return 0;
	}
	iommu_probe_check_unref(new);
	return ret == -ENOMEM ? ctx_fail(host->ctx, ENOMEM, "out of memory") : ret;
}

EXPORT struct iommu_probe_check *iommu_probe_check_ref(struct iommu_probe_check *check)
{
	if (check)
		check->refs++;
	return check;
}

static void result_free(struct iommu_probe_result *result)
{
	value_clear(&result->value);
	free(result->device);
	free(result->iommu);
	free(result->model);
	free(result->message);
	free(result);
}

EXPORT struct iommu_probe_check *iommu_probe_check_unref(struct iommu_probe_check *check)
{
	struct iommu_probe_result *result, *next;
	size_t i;

	if (!check || --check->refs)
		return NULL;
	for (result = check->results; result; result = next) {
		next = result->next;
		result_free(result);
	}
	for (i = 0; i < check->count; i++)
		requirement_clear(&check->requirements[i]);
	free(check->requirements);
	iommu_probe_host_unref(check->host);
	free(check);
	return NULL;
}
