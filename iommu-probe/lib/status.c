// SPDX-License-Identifier: MIT
/* A host in one answer. */
#include "status.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_PATH "/sys/kernel/iommu_groups"

static int read_units(struct iommu_probe_status *status)
{
	struct host_leasts sum;
	int ret;

	ret = host_read_leasts(status->host, &sum);
	status->leasts = sum.leasts;
	status->units = sum.units;
	return ret;
}

/* Domains of other types, such as those of guests, say nothing of the default. */
static int read_domain(struct iommu_probe_status *status, const struct dir *groups,
		       const char *name)
{
	static const struct name type = { .name = (char *)"type" };
	char text[READER_FILE_MAX + 1];
	struct dir group;
	size_t length;
	int ret;

	ret = reader_open_subdir(groups, name, &group);
	if (!ret) {
		ret = reader_read(&status->host->reader, &group, &type, text, &length);
		reader_close_dir(&group);
	}
	/* It came with Linux 4.16, and a group may go at any time. */
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	text[strcspn(text, "\n")] = '\0';
	if (!strcmp(text, "DMA") || !strcmp(text, "DMA-FQ"))
		status->translated = true;
	else if (!strcmp(text, "identity"))
		status->passthrough = true;
	return 0;
}

static int complain(struct iommu_probe_status *status, int error)
{
	if (error == -ENOMEM)
		return error;
	return errors_add(&status->host->errors, GROUPS_PATH, NULL, -error, NULL);
}

static int read_domains(struct iommu_probe_status *status)
{
	struct names names = { 0 };
	struct dir groups;
	size_t i;
	int ret;

	ret = reader_open_dir(&status->host->reader, GROUPS_PATH, &groups);
	if (ret == -ENOENT)
		return 0;
	if (ret)
		return complain(status, ret);
	ret = reader_list(&groups, &names);
	if (ret)
		ret = complain(status, ret);
	for (i = 0; i < names.count && !ret; i++)
		ret = read_domain(status, &groups, names.list[i].name);
	names_clear(&names);
	reader_close_dir(&groups);
	return ret;
}

/* The host's own conditions, which every question has. */
static int read_reason(struct iommu_probe_status *status)
{
	if (status->units)
		return 0;
	return iommu_probe_explain(status->host, NULL, IOMMU_PROBE_QUESTION_PASSTHROUGH,
				   &status->explanation);
}

static int read_status(struct iommu_probe_status *status)
{
	int ret;

	ret = read_units(status);
	if (ret || status->host->source != HOST_TREE)
		return ret;
	/* It reads the units anew, and with them the errors. */
	ret = read_reason(status);
	if (ret)
		return ret;
	facts_find_tables(status->host, &status->firmware);
	return read_domains(status);
}

EXPORT int iommu_probe_status_new(struct iommu_probe_host *host, struct iommu_probe_status **status)
{
	struct iommu_probe_status *new;
	int ret = -ENOMEM;

	*status = NULL;
	if (host->source == HOST_DOCUMENT)
		return host_check_tree(host);
	new = calloc(1, sizeof(*new));
	if (new) {
		new->refs = 1;
		new->host = iommu_probe_host_ref(host);
		ret = read_status(new);
	}
	if (!ret) {
		*status = new;
		return 0;
	}
	iommu_probe_status_unref(new);
	return ctx_fail(host->ctx, -ret, "out of memory");
}

EXPORT struct iommu_probe_status *iommu_probe_status_ref(struct iommu_probe_status *status)
{
	if (status)
		status->refs++;
	return status;
}

EXPORT struct iommu_probe_status *iommu_probe_status_unref(struct iommu_probe_status *status)
{
	if (!status || --status->refs)
		return NULL;
	leasts_free(status->leasts);
	iommu_probe_explanation_unref(status->explanation);
	iommu_probe_host_unref(status->host);
	free(status);
	return NULL;
}

EXPORT enum iommu_probe_answer
iommu_probe_status_get_active(const struct iommu_probe_status *status)
{
	if (status->units)
		return IOMMU_PROBE_ANSWER_YES;
	return status->host->class_error ? IOMMU_PROBE_ANSWER_UNKNOWN : IOMMU_PROBE_ANSWER_NO;
}

EXPORT size_t iommu_probe_status_get_units(const struct iommu_probe_status *status)
{
	return status->units;
}

EXPORT struct iommu_probe_least *
iommu_probe_status_get_first_least(struct iommu_probe_status *status)
{
	return status->leasts;
}

EXPORT const char *iommu_probe_status_get_firmware(const struct iommu_probe_status *status,
						   size_t index)
{
	unsigned int i;

	for (i = 0; i < FACTS_TABLES; i++)
		if (status->firmware.there[i] && !index--)
			return facts_table_name(i);
	return NULL;
}

EXPORT const char *iommu_probe_status_get_default_domain(const struct iommu_probe_status *status)
{
	if (status->translated && status->passthrough)
		return "mixed";
	if (status->translated)
		return "translated";
	return status->passthrough ? "passthrough" : NULL;
}

EXPORT const struct iommu_probe_condition *
iommu_probe_status_get_reason(const struct iommu_probe_status *status)
{
	const struct iommu_probe_condition *condition = NULL;

	if (status->explanation)
		condition = iommu_probe_explanation_get_first_condition(status->explanation);
	while (condition && iommu_probe_condition_get_verdict(condition) != IOMMU_PROBE_VERDICT_FAIL)
		condition = iommu_probe_condition_get_next(condition);
	return condition;
}
