// SPDX-License-Identifier: MIT
/* Judging the conditions of a question one after the other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "answer.h"
#include "conditions.h"

static int copy_names(struct names *to, const struct names *from)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < from->count && !ret; i++)
		ret = names_add(to, from->list[i].name, from->list[i].type);
	return ret;
}

/* What is in the class and no directory is no IOMMU. */
static int list_units(struct explain *x)
{
	const struct names *names = &x->host->names;
	char path[sizeof(CLASS_PATH "/") + NAME_SIZE];
	struct dir dir;
	size_t i;
	int ret = 0;

	for (i = 0; i < names->count && ret != -ENOMEM; i++) {
		snprintf(path, sizeof(path), CLASS_PATH "/%s", names->list[i].name);
		ret = reader_open_dir(&x->host->reader, path, &dir);
		if (!ret)
			reader_close_dir(&dir);
		if (ret != -ENOTDIR && ret != -ENOMEM)
			ret = names_add(&x->units, names->list[i].name, names->list[i].type);
	}
	return ret == -ENOMEM ? ret : 0;
}

/* The conditions that it stands on are judged before it. */
static const char *blocked_by(const struct explain *x, const struct condition *row)
{
	size_t i;

	for (i = 0; i < CONDITION_STANDS_ON_MAX; i++)
		if (row->stands_on[i] && explain_failed(x, row->stands_on[i]))
			return row->stands_on[i];
	return NULL;
}

static int judge(const struct explain *x, struct iommu_probe_condition *c)
{
	/* An empty class is the answer, whatever it is that made it empty. */
	const char *before = blocked_by(x, c->row);

	if (!before)
		return c->row->judge(x, c);
	c->blocked = true;
	return condition_unsure(c, "not judged: it stands on %s", before);
}

static int judge_all(struct explain *x, struct iommu_probe_explanation *explanation)
{
	struct iommu_probe_condition **end = &explanation->conditions;
	const struct condition *row;

	for (row = conditions; row->name; row++) {
		if (!(row->questions & 1u << x->question) || (row->needs_device && !x->device))
			continue;
		*end = calloc(1, sizeof(**end));
		if (!*end)
			return -ENOMEM;
		(*end)->row = row;
		/* It looks back on all before, and there it is not judged itself. */
		if (judge(x, *end))
			return -ENOMEM;
		explanation->answer = answer_both(explanation->answer, answer_of((*end)->verdict));
		x->judged = explanation->conditions;
		end = &(*end)->next;
	}
	return 0;
}

static int add_iommu(struct explain *x, struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_iommu **longer;

	longer = reallocarray(x->iommus, x->iommu_count + 1, sizeof(struct iommu_probe_iommu *));
	if (!longer)
		return -ENOMEM;
	x->iommus = longer;
	x->iommus[x->iommu_count++] = iommu_probe_iommu_ref(iommu);
	return 0;
}

/* Of a device that more than one lists, the one that it was given. */
static int read_iommus(struct explain *x)
{
	struct iommu_probe_iommu *iommu, *next;
	int ret;

	ret = iommu_probe_iommu_get_first(x->host, &iommu);
	for (; !ret && iommu; iommu = next) {
		if (!x->device || (x->device->iommu && !strcmp(x->device->iommu, iommu->name)))
			ret = add_iommu(x, iommu);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
	}
	return ret;
}

/* -ENOENT also where the name is an IOMMU's. */
static int select_device(struct iommu_probe_host *host, const char *name)
{
	int ret;

	ret = iommu_probe_host_select(host, &name, 1);
	if (ret)
		return ret;
	/* Where no list can be read, it is not certain that it is not there. */
	if (!host->wanted.count)
		return names_add(&host->wanted, name, WANTED_ALONE);
	if (host->wanted.list[0].type == WANTED_IOMMU)
		return ctx_fail(host->ctx, ENOENT, "%s: no device of this name", name);
	return 0;
}

static int read_device(struct explain *x, const char *name)
{
	int ret;

	ret = select_device(x->host, name);
	if (!ret)
		ret = iommu_probe_device_get_first(x->host, &x->device);
	return ret;
}

/* The host forgets its errors whenever its IOMMUs are read. */
static int read_all(struct explain *x, const char *name)
{
	struct errors *errors = &x->host->errors;
	int ret;

	errors_clear(errors);
	ret = facts_read(x->host, &x->facts);
	if (!ret)
		ret = errors_move(&x->errors, errors);
	if (!ret && name)
		ret = read_device(x, name);
	if (!ret)
		ret = errors_move(&x->errors, errors);
	if (!ret)
		ret = read_iommus(x);
	return ret ? ret : errors_move(errors, &x->errors);
}

static int explain(struct explain *x, const char *name,
		   struct iommu_probe_explanation *explanation)
{
	int ret;

	ret = read_all(x, name);
	if (!ret && x->device) {
		explanation->device = strdup(x->device->name);
		ret = explanation->device ? 0 : -ENOMEM;
	}
	return ret ? ret : judge_all(x, explanation);
}

static void explain_clear(struct explain *x)
{
	size_t i;

	for (i = 0; i < x->iommu_count; i++)
		iommu_probe_iommu_unref(x->iommus[i]);
	free(x->iommus);
	iommu_probe_device_unref(x->device);
	names_clear(&x->units);
	errors_clear(&x->errors);
	facts_clear(&x->facts);
}

/* Selecting the device is for this one question: the host gets its own back. */
static int explain_device(struct explain *x, const char *name,
			  struct iommu_probe_explanation *explanation)
{
	struct iommu_probe_host *host = x->host;
	const struct names names = host->names, wanted = host->wanted;
	int ret;

	host->names = (struct names){ 0 };
	host->wanted = (struct names){ 0 };
	ret = copy_names(&host->names, &names);
	if (!ret)
		ret = explain(x, name, explanation);
	names_clear(&host->names);
	names_clear(&host->wanted);
	host->names = names;
	host->wanted = wanted;
	return ret;
}

static int explain_host(struct iommu_probe_host *host, const char *name,
			struct iommu_probe_explanation *explanation)
{
	struct explain x = { .host = host, .question = explanation->question };
	int ret;

	ret = list_units(&x);
	if (!ret)
		ret = name ? explain_device(&x, name, explanation) : explain(&x, NULL, explanation);
	explain_clear(&x);
	return ret;
}

EXPORT int iommu_probe_explain(struct iommu_probe_host *host, const char *device,
			       enum iommu_probe_question question,
			       struct iommu_probe_explanation **explanation)
{
	struct iommu_probe_explanation *new;
	int ret;

	*explanation = NULL;
	ret = host_check_tree(host);
	if (ret)
		return ret;
	if (!iommu_probe_question_get_name(question))
		return ctx_fail(host->ctx, EINVAL, "no such question");
	new = calloc(1, sizeof(*new));
	if (!new)
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	new->refs = 1;
	new->host = iommu_probe_host_ref(host);
	new->question = question;
	new->answer = IOMMU_PROBE_ANSWER_YES;
	ret = explain_host(host, device, new);
	if (!ret) {
		*explanation = new;
		return 0;
	}
	iommu_probe_explanation_unref(new);
	return ret == -ENOMEM ? ctx_fail(host->ctx, ENOMEM, "out of memory") : ret;
}
