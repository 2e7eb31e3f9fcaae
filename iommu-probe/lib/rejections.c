// SPDX-License-Identifier: MIT
/* Why something was not chosen. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "choose.h"

void rejections_init(struct rejections *rejections)
{
	rejections->first = NULL;
	rejections->end = &rejections->first;
}

void rejections_append(struct rejections *to, struct rejections *from)
{
	*to->end = from->first;
	if (from->first)
		to->end = from->end;
	rejections_init(from);
}

void rejections_clear(struct rejections *rejections)
{
	struct iommu_probe_rejection *rejection, *next;

	for (rejection = rejections->first; rejection; rejection = next) {
		next = rejection->next;
		free(rejection->what);
		free(rejection->iommu);
		free(rejection->message);
		free(rejection);
	}
	rejections_init(rejections);
}

int reject(struct rejections *rejections, const char *what, const char *iommu, const char *reason,
	   const char *message, ...)
{
	struct iommu_probe_rejection *rejection = calloc(1, sizeof(*rejection));
	va_list args;

	if (!rejection)
		return -ENOMEM;
	/* From here on it is freed with the others. */
	*rejections->end = rejection;
	rejections->end = &rejection->next;
	rejection->reason = reason;
	rejection->what = strdup(what);
	rejection->iommu = iommu ? strdup(iommu) : NULL;
	va_start(args, message);
	if (vasprintf(&rejection->message, message, args) < 0)
		rejection->message = NULL;
	va_end(args);
	return rejection->what && rejection->message && (rejection->iommu || !iommu) ? 0 : -ENOMEM;
}

EXPORT const struct iommu_probe_rejection *
iommu_probe_choice_get_first_rejection(const struct iommu_probe_choice *choice)
{
	return choice->rejections.first;
}

EXPORT const struct iommu_probe_rejection *
iommu_probe_rejection_get_next(const struct iommu_probe_rejection *rejection)
{
	return rejection->next;
}

EXPORT const char *iommu_probe_rejection_get_what(const struct iommu_probe_rejection *rejection)
{
	return rejection->what;
}

EXPORT const char *iommu_probe_rejection_get_iommu(const struct iommu_probe_rejection *rejection)
{
	return rejection->iommu;
}

EXPORT const char *iommu_probe_rejection_get_reason(const struct iommu_probe_rejection *rejection)
{
	return rejection->reason;
}

EXPORT const char *iommu_probe_rejection_get_message(const struct iommu_probe_rejection *rejection)
{
	return rejection->message;
}
