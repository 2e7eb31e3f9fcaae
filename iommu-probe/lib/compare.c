// SPDX-License-Identifier: MIT
/* Can a guest that was made for one host run on another? */
#include "compare.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "baseline.h"

/* The message is taken over; NULL is -ENOMEM. */
static int add_difference(struct iommu_probe_comparison *comparison,
			  const struct iommu_probe_difference *from, const char *model,
			  char *message)
{
	struct iommu_probe_difference *new = calloc(1, sizeof(*new));

	if (!new || !message) {
		free(new);
		free(message);
		return -ENOMEM;
	}
	*comparison->end = new;
	comparison->end = &new->next;
	new->capability = from->capability;
	new->blocking = from->blocking;
	new->change = from->change;
	new->message = message;
	new->model = strdup(model);
	if (new->blocking)
		comparison->answer = IOMMU_PROBE_ANSWER_NO;
	if (!new->model || value_copy(&new->a, &from->a) || value_copy(&new->b, &from->b))
		return -ENOMEM;
	return 0;
}

static int add_gap(struct iommu_probe_comparison *comparison, const char *model,
		   const char *capability)
{
	struct comparison_gap *list;
	char *copy;

	if (comparison->gap_count == comparison->gap_room) {
		const size_t room = comparison->gap_room ? 2 * comparison->gap_room : 8;

		list = reallocarray(comparison->gaps, room, sizeof(*list));
		if (!list)
			return -ENOMEM;
		comparison->gaps = list;
		comparison->gap_room = room;
	}
	copy = model ? strdup(model) : NULL;
	if (model && !copy)
		return -ENOMEM;
	list = &comparison->gaps[comparison->gap_count++];
	*list = (struct comparison_gap){ .model = copy, .capability = capability };
	return 0;
}

/* Not reported by a, though the model has the notion, or one of the hosts has it. */
static bool is_gap(const struct iommu_probe_least *a, const struct iommu_probe_least *b,
		   enum iommu_caps_attribute_id id)
{
	return least_is_unreported(a, id) || a->capabilities[id].apart ||
	       (a->model->id < 0 && b->capabilities[id].reported);
}

static int compare_capability(struct iommu_probe_comparison *comparison,
			      const struct iommu_probe_least *a,
			      const struct iommu_probe_least *b, enum iommu_caps_attribute_id id)
{
	const struct iommu_probe_value *x = &a->model->values[id], *y = &b->model->values[id];
	struct iommu_probe_difference difference = {
		.capability = iommu_caps_attributes[id].name,
		.a = *x,
		.b = *y,
	};

	if (!x->known)
		return is_gap(a, b, id) ?
			       add_gap(comparison, a->model->name, difference.capability) :
			       0;
	if (!compare_values(x, y, &difference.change, &difference.blocking))
		return 0;
	return add_difference(comparison, &difference, a->model->name,
			      compare_message(x, y, difference.change));
}

static int add_no_model(struct iommu_probe_comparison *comparison,
			const struct iommu_probe_least *a, bool partial)
{
	const struct iommu_probe_difference difference = {
		.blocking = true,
		.change = IOMMU_PROBE_CHANGE_NO_MODEL,
	};

	return add_difference(comparison, &difference, a->model->name,
			      strdup(partial ? "not all hosts have an IOMMU of this model" :
					       "no IOMMU of this model"));
}

static int compare_model(struct iommu_probe_comparison *comparison,
			 const struct iommu_probe_least *a, struct iommu_probe_least **leasts)
{
	const struct iommu_probe_least *b;
	unsigned int id;
	int ret = 0;

	/* Nobody counts on what only some have. */
	if (a->partial)
		return 0;
	/* Its number could not be read: nobody knows what it is. */
	if (!a->model->number)
		return add_gap(comparison, a->model->name, NULL);
	b = least_find(leasts, a->model);
	if (!b)
		return -ENOMEM;
	/* One that was added just now has no units. */
	if (!b->units || b->partial)
		return add_no_model(comparison, a, b->partial);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES && !ret; id++)
		if (id != IOMMU_CAPS_MODEL)
			ret = compare_capability(comparison, a, b, id);
	return ret;
}

/* A certain no wins over what is not known. */
static int judge(struct iommu_probe_comparison *comparison, const struct host_leasts *a,
		 const struct host_leasts *b)
{
	int ret = 0;

	if (a->silent)
		ret = add_gap(comparison, NULL, NULL);
	if (comparison->answer == IOMMU_PROBE_ANSWER_NO)
		return ret;
	if ((!a->units && !a->uncertain) || (!b->units && !b->uncertain))
		comparison->answer = IOMMU_PROBE_ANSWER_NO;
	else if (comparison->gap_count || a->uncertain || !b->units)
		comparison->answer = IOMMU_PROBE_ANSWER_UNKNOWN;
	return ret;
}

static int read_host(struct iommu_probe_comparison *comparison, const char *name,
		     struct iommu_probe_host *host, struct host_leasts *sum)
{
	const struct error *error;
	size_t i;
	int ret;

	ret = host_read_leasts(host, sum);
	for (i = 0; i < host->errors.count && !ret; i++) {
		error = &host->errors.list[i];
		ret = errors_add_of(&comparison->errors, error->host ? error->host : name, error);
	}
	return ret;
}

static int compare(struct iommu_probe_comparison *comparison, struct iommu_probe_host *a,
		   struct iommu_probe_host *b)
{
	struct host_leasts sum_a, sum_b = { 0 };
	struct iommu_probe_least *least;
	int ret;

	ret = read_host(comparison, comparison->a, a, &sum_a);
	if (!ret)
		ret = read_host(comparison, comparison->b, b, &sum_b);
	for (least = sum_a.leasts; least && !ret; least = least->next)
		ret = compare_model(comparison, least, &sum_b.leasts);
	if (!ret)
		ret = judge(comparison, &sum_a, &sum_b);
	leasts_free(sum_a.leasts);
	leasts_free(sum_b.leasts);
	return ret;
}

EXPORT int iommu_probe_compare(const char *name_a, struct iommu_probe_host *a, const char *name_b,
			       struct iommu_probe_host *b,
			       struct iommu_probe_comparison **comparison)
{
	struct iommu_probe_comparison *new = calloc(1, sizeof(*new));
	int ret = -ENOMEM;

	*comparison = NULL;
	if (new) {
		new->refs = 1;
		new->ctx = iommu_probe_ctx_ref(a->ctx);
		new->answer = IOMMU_PROBE_ANSWER_YES;
		new->end = &new->differences;
		new->a = strdup(name_a);
		new->b = strdup(name_b);
		if (new->a && new->b)
			ret = compare(new, a, b);
	}
	if (!ret) {
		*comparison = new;
		return 0;
	}
	iommu_probe_comparison_unref(new);
	return ctx_fail(a->ctx, -ret, "out of memory");
}
