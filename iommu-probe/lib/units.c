// SPDX-License-Identifier: MIT
/* A host whose IOMMUs are there already, of registers or of a document. */
#include "units.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int host_new_of_units(struct iommu_probe_ctx *ctx, enum host_source source,
		      struct iommu_probe_host **host)
{
	*host = calloc(1, sizeof(**host));
	if (!*host)
		return ctx_fail(ctx, ENOMEM, "out of memory");
	(*host)->refs = 1;
	(*host)->ctx = iommu_probe_ctx_ref(ctx);
	(*host)->source = source;
	return 0;
}

static void unit_clear(struct unit *unit)
{
	models_free(unit->models);
	names_clear(&unit->devices);
	parent_clear(&unit->parent);
	free(unit->name);
}

struct unit *units_add(struct iommu_probe_host *host, const char *name)
{
	struct unit *list;

	if (host->unit_count == host->unit_room) {
		const size_t room = host->unit_room ? 2 * host->unit_room : 1;

		list = reallocarray(host->units, room, sizeof(*list));
		if (!list)
			return NULL;
		host->units = list;
		host->unit_room = room;
	}
	list = &host->units[host->unit_count];
	*list = (struct unit){ .name = strdup(name) };
	if (!list->name)
		return NULL;
	host->unit_count++;
	return list;
}

static int compare(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return natural_compare(x->name, y->name);
}

int units_finish(struct iommu_probe_host *host)
{
	size_t i;
	int ret = 0;

	if (host->unit_count)
		qsort(host->units, host->unit_count, sizeof(*host->units), compare);
	for (i = 0; i < host->unit_count && !ret; i++)
		ret = names_add(&host->names, host->units[i].name, 0);
	return ret;
}

void units_keep(struct iommu_probe_host *host, const bool keep[])
{
	size_t i, kept = 0;

	for (i = 0; i < host->unit_count; i++) {
		if (keep[i])
			host->units[kept++] = host->units[i];
		else
			unit_clear(&host->units[i]);
	}
	host->unit_count = kept;
}

void units_clear(struct iommu_probe_host *host)
{
	size_t i;

	for (i = 0; i < host->unit_count; i++)
		unit_clear(&host->units[i]);
	free(host->units);
	errors_clear(&host->unit_errors);
}

/* With names only what concerns them is told, as if only that had been read. */
static bool concerns(const struct iommu_probe_host *host, const char *path)
{
	const size_t length = strlen(CLASS_PATH "/");
	size_t i, end;

	if (!host->wanted.count || strncmp(path, CLASS_PATH "/", length))
		return true;
	path += length;
	end = strcspn(path, "/");
	for (i = 0; i < host->unit_count; i++)
		if (!strncmp(host->units[i].name, path, end) && !host->units[i].name[end])
			return true;
	return false;
}

int units_complain(struct iommu_probe_host *host)
{
	const struct error *error;
	size_t i;
	int ret = 0;

	for (i = 0; i < host->unit_errors.count && !ret; i++) {
		error = &host->unit_errors.list[i];
		if (concerns(host, error->path))
			ret = errors_add_of(&host->errors, error->host, error);
	}
	return ret;
}
