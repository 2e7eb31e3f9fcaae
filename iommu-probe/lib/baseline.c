// SPDX-License-Identifier: MIT
/* What several hosts have in common. A host that is folded in is not kept. */
#include "baseline.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "least-value.h"

EXPORT int iommu_probe_baseline_new(struct iommu_probe_ctx *ctx,
				    struct iommu_probe_baseline **baseline)
{
	*baseline = calloc(1, sizeof(**baseline));
	if (!*baseline)
		return ctx_fail(ctx, ENOMEM, "out of memory");
	(*baseline)->refs = 1;
	(*baseline)->ctx = iommu_probe_ctx_ref(ctx);
	return 0;
}

EXPORT struct iommu_probe_baseline *iommu_probe_baseline_ref(struct iommu_probe_baseline *baseline)
{
	if (baseline)
		baseline->refs++;
	return baseline;
}

EXPORT struct iommu_probe_baseline *
iommu_probe_baseline_unref(struct iommu_probe_baseline *baseline)
{
	if (!baseline || --baseline->refs)
		return NULL;
	leasts_free(baseline->leasts);
	errors_clear(&baseline->errors);
	names_clear(&baseline->hosts);
	iommu_probe_ctx_unref(baseline->ctx);
	free(baseline);
	return NULL;
}

static struct least_host *add_host(struct iommu_probe_least *least, size_t index)
{
	struct least_host *list;

	if (least->host_count == least->host_room) {
		const size_t room = least->host_room ? 2 * least->host_room : 4;

		list = reallocarray(least->hosts, room, sizeof(*list));
		if (!list)
			return NULL;
		least->hosts = list;
		least->host_room = room;
	}
	list = &least->hosts[least->host_count++];
	*list = (struct least_host){ .index = index };
	return list;
}

/* Before the host's value is folded in. */
static void weigh(struct iommu_probe_least *least, struct least_host *host,
		  const struct iommu_probe_least *own, enum iommu_caps_attribute_id id)
{
	const struct least_capability *mine = &own->capabilities[id];
	const struct least_capability *all = &least->capabilities[id];
	int order;

	if (mine->unreported)
		host->unreported |= BIT_ULL(id);
	if (!mine->reported || !least_order(id))
		return;
	order = all->reported ? least_compare(&mine->value, &all->value) : -1;
	if (order > 0)
		return;
	host->limits |= BIT_ULL(id);
	/* Those before it have more. */
	if (order < 0)
		least->since[id] = (size_t)(host - least->hosts);
}

static int fold(struct iommu_probe_baseline *baseline, size_t index,
		const struct iommu_probe_least *own)
{
	struct iommu_probe_least *least = least_find(&baseline->leasts, own->model);
	struct least_host *host = least ? add_host(least, index) : NULL;
	unsigned int id;

	if (!host)
		return -ENOMEM;
	host->partial = own->partial;
	least->whole_count += !own->partial;
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
		weigh(least, host, own, id);
	return least_merge(&baseline->leasts, own);
}

static int add(struct iommu_probe_baseline *baseline, const char *name,
	       struct iommu_probe_host *host, struct host_leasts *sum)
{
	const size_t index = baseline->hosts.count;
	const struct iommu_probe_least *own;
	const struct error *error;
	size_t i;
	int ret;

	ret = host_read_leasts(host, sum);
	if (!ret)
		ret = names_add(&baseline->hosts, name, 0);
	for (own = sum->leasts; own && !ret; own = own->next)
		ret = fold(baseline, index, own);
	for (i = 0; i < host->errors.count && !ret; i++) {
		error = &host->errors.list[i];
		ret = errors_add_of(&baseline->errors, error->host ? error->host : name, error);
	}
	baseline->read_count++;
	baseline->uncertain_count += sum->uncertain;
	return ret;
}

EXPORT int iommu_probe_baseline_add(struct iommu_probe_baseline *baseline, const char *name,
				    struct iommu_probe_host *host)
{
	struct host_leasts sum;
	int ret;

	ret = add(baseline, name, host, &sum);
	leasts_free(sum.leasts);
	return ret ? ctx_fail(baseline->ctx, -ret, "out of memory") : 0;
}

EXPORT int iommu_probe_baseline_add_unreadable(struct iommu_probe_baseline *baseline,
					       const char *name, int error, const char *message)
{
	const struct error entry = {
		.path = (char *)name,
		.error = error,
		.message = (char *)(message ? message : strerror(error)),
	};

	if (!names_add(&baseline->hosts, name, 0) &&
	    !errors_add_of(&baseline->errors, name, &entry))
		return 0;
	return ctx_fail(baseline->ctx, ENOMEM, "out of memory");
}

/* A model is common where every host that could be read has it. */
EXPORT enum iommu_probe_answer
iommu_probe_baseline_get_answer(const struct iommu_probe_baseline *baseline)
{
	const struct iommu_probe_least *least;

	for (least = baseline->leasts; least; least = least->next)
		if (iommu_probe_baseline_is_common(baseline, least))
			return baseline->errors.count ? IOMMU_PROBE_ANSWER_UNKNOWN :
							IOMMU_PROBE_ANSWER_YES;
	/* Those that may have others might have one in common with the rest. */
	if (baseline->uncertain_count == baseline->read_count)
		return IOMMU_PROBE_ANSWER_UNKNOWN;
	for (least = baseline->leasts; least; least = least->next)
		if (least->model->number && least->whole_count + baseline->uncertain_count >=
						    baseline->read_count)
			return IOMMU_PROBE_ANSWER_UNKNOWN;
	return IOMMU_PROBE_ANSWER_NO;
}

EXPORT bool iommu_probe_baseline_is_common(const struct iommu_probe_baseline *baseline,
					   const struct iommu_probe_least *least)
{
	/* Of one whose number could not be read nobody knows what it is. */
	return least->model->number && least->whole_count == baseline->read_count;
}

EXPORT size_t iommu_probe_baseline_get_host_count(const struct iommu_probe_baseline *baseline)
{
	return baseline->hosts.count;
}

EXPORT const char *iommu_probe_baseline_get_host(const struct iommu_probe_baseline *baseline,
						 size_t index)
{
	return index < baseline->hosts.count ? baseline->hosts.list[index].name : NULL;
}

EXPORT struct iommu_probe_least *
iommu_probe_baseline_get_first_least(struct iommu_probe_baseline *baseline)
{
	return baseline->leasts;
}

bool least_is_limited(const struct iommu_probe_least *least, enum iommu_caps_attribute_id id)
{
	const struct least_capability *capability = &least->capabilities[id];

	return least->model->values[id].known && capability->best.known &&
	       least_compare(&capability->best, &capability->value) > 0;
}

bool least_is_unreported(const struct iommu_probe_least *least, enum iommu_caps_attribute_id id)
{
	const struct least_capability *capability = &least->capabilities[id];

	if (id == IOMMU_CAPS_MODEL || !capability->unreported)
		return false;
	return capability->reported || capability->apart ||
	       (least->model->id >= 0 &&
		iommu_caps_attributes[id].models & BIT(least->model->id));
}

bool least_host_is(const struct iommu_probe_least *least, size_t n, enum iommu_probe_part part,
		   enum iommu_caps_attribute_id id)
{
	const struct least_host *host = &least->hosts[n];

	switch (part) {
	case IOMMU_PROBE_PART_HAS_MODEL:
		return !host->partial;
	case IOMMU_PROBE_PART_LIMITS:
		return least_is_limited(least, id) && n >= least->since[id] &&
		       host->limits & BIT_ULL(id);
	case IOMMU_PROBE_PART_NOT_REPORTED:
		return least_is_unreported(least, id) && host->unreported & BIT_ULL(id);
	default:
		return false;
	}
}

EXPORT const char *
iommu_probe_baseline_get_next_host(const struct iommu_probe_baseline *baseline,
				   const struct iommu_probe_least *least,
				   enum iommu_probe_part part, const char *capability,
				   size_t *position)
{
	int id = 0;

	while (part != IOMMU_PROBE_PART_HAS_MODEL && id < IOMMU_CAPS_ATTRIBUTES &&
	       strcmp(iommu_caps_attributes[id].name, capability))
		id++;
	for (; id < IOMMU_CAPS_ATTRIBUTES && *position < least->host_count; ++*position) {
		if (!least_host_is(least, *position, part, (enum iommu_caps_attribute_id)id))
			continue;
		return baseline->hosts.list[least->hosts[(*position)++].index].name;
	}
	return NULL;
}

EXPORT size_t iommu_probe_baseline_get_error_count(const struct iommu_probe_baseline *baseline)
{
	return errors_count(&baseline->errors);
}

EXPORT int iommu_probe_baseline_get_error(struct iommu_probe_baseline *baseline, size_t index,
					  const char **host, const char **path, int *error,
					  const char **message)
{
	return errors_get(&baseline->errors, index, host, path, error, message);
}
