// SPDX-License-Identifier: MIT
/* A host: which IOMMUs it has, and reading them one after the other. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "least.h"
#include "units.h"

static void drop_probe(struct names *names)
{
	size_t i, kept = 0;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->list[i].name, CLASS_PROBE_NAME))
			names->list[kept++] = names->list[i];
	names->count = kept;
}

static int list_class(struct iommu_probe_host *host)
{
	struct dir dir;
	int ret;

	ret = reader_open_dir(&host->reader, CLASS_PATH, &dir);
	if (ret == -ENOENT)
		return 0;
	if (!ret) {
		ret = reader_list(&dir, &host->names);
		reader_close_dir(&dir);
	}
	drop_probe(&host->names);
	if (ret == -ENOMEM)
		return ret;
	host->class_error = -ret;
	return 0;
}

/* A live /sys that has no classes is one that is not mounted. */
static int check_sysfs(struct iommu_probe_host *host, const char *root, bool live)
{
	struct dir dir;
	int ret;

	ret = reader_open_dir(&host->reader, live ? "/sys/class" : "/sys", &dir);
	if (ret == -ENOENT || ret == -ENOTDIR)
		return ctx_fail(host->ctx, ENODATA, live ? "%s: sysfs is not mounted" :
							   "%s: there is no folder sys in it",
				live ? "/sys" : root);
	if (ret)
		return ctx_fail(host->ctx, -ret, "%s/sys: %s", live ? "" : root, strerror(-ret));
	reader_close_dir(&dir);
	return 0;
}

static const char *reader_complaint(int error)
{
	switch (error) {
	case EBADMSG:
		return "its " MANIFEST_NAME " is malformed";
	case EPROTONOSUPPORT:
		return "its " MANIFEST_NAME " is of another version";
	default:
		return strerror(error);
	}
}

int host_new_recorded(struct iommu_probe_ctx *ctx, const char *root, bool live,
		      struct record *record, struct iommu_probe_host **host)
{
	struct iommu_probe_host *new = calloc(1, sizeof(*new));
	int ret;

	*host = NULL;
	if (!new)
		return ctx_fail(ctx, ENOMEM, "out of memory");
	new->refs = 1;
	new->ctx = iommu_probe_ctx_ref(ctx);

	ret = reader_open(&new->reader, root, live ? &reader_live_ops : &reader_safe_ops);
	if (ret) {
		ret = ctx_fail(ctx, ret == -ENOTDIR ? ENODATA : -ret, "%s: %s", root,
			       reader_complaint(-ret));
		iommu_probe_ctx_unref(ctx);
		free(new);
		return ret;
	}
	new->reader.record = record;
	new->reader.errors = &new->errors;

	ret = check_sysfs(new, root, live && !*new->reader.prefix);
	if (!ret && list_class(new))
		ret = ctx_fail(ctx, ENOMEM, "out of memory");
	if (ret)
		iommu_probe_host_unref(new);
	else
		*host = new;
	return ret;
}

int host_new(struct iommu_probe_ctx *ctx, const char *root, bool live,
	     struct iommu_probe_host **host)
{
	return host_new_recorded(ctx, root, live, NULL, host);
}

EXPORT int iommu_probe_host_new(struct iommu_probe_ctx *ctx, const char *sysroot,
				struct iommu_probe_host **host)
{
	return host_new(ctx, sysroot ? sysroot : "/", !sysroot, host);
}

int host_check_tree(struct iommu_probe_host *host)
{
	switch (host->source) {
	case HOST_REGISTERS:
		return ctx_fail(host->ctx, EOPNOTSUPP, "registers say nothing of the host");
	case HOST_DOCUMENT:
		return ctx_fail(host->ctx, EOPNOTSUPP,
				"a document says nothing of the host but its IOMMUs");
	case HOST_TREE:
	default:
		return 0;
	}
}

EXPORT struct iommu_probe_host *iommu_probe_host_ref(struct iommu_probe_host *host)
{
	if (host)
		host->refs++;
	return host;
}

EXPORT struct iommu_probe_host *iommu_probe_host_unref(struct iommu_probe_host *host)
{
	if (!host || --host->refs)
		return NULL;
	errors_clear(&host->errors);
	errors_clear(&host->notes);
	firmware_clear(&host->firmware);
	names_clear(&host->names);
	names_clear(&host->wanted);
	device_list_clear(&host->devices);
	units_clear(host);
	leasts_free(host->leasts);
	if (host->source == HOST_TREE)
		reader_close(&host->reader);
	iommu_probe_ctx_unref(host->ctx);
	free(host);
	return NULL;
}

static int class_complaint(struct iommu_probe_host *host, const char *name, int error)
{
	const char *message = NULL;

	if (error == ELOOP)
		message = "a link that leads out of the tree, or in circles";
	else if (error == ENOTDIR)
		message = "not a directory";
	return errors_add(&host->errors, CLASS_PATH, name, error, message);
}

static int iommu_new(struct iommu_probe_host *host, size_t index, struct iommu_probe_iommu **iommu)
{
	struct iommu_probe_iommu *new = calloc(1, sizeof(*new));

	if (!new)
		return -ENOMEM;
	new->name = strdup(host->names.list[index].name);
	if (!new->name) {
		free(new);
		return -ENOMEM;
	}
	new->refs = 1;
	new->host = iommu_probe_host_ref(host);
	new->index = index;
	*iommu = new;
	return 0;
}

/* 0: the directory of the IOMMU could be opened, or why not; -ENOMEM. */
static int open_iommu(struct iommu_probe_host *host, const char *name, struct dir *dir, int *error)
{
	char *path = reader_join(CLASS_PATH, name);
	int ret;

	if (!path)
		return -ENOMEM;
	ret = reader_open_dir(&host->reader, path, dir);
	free(path);
	*error = -ret;
	if (!ret || ret == -ENOMEM)
		return ret;
	return class_complaint(host, name, *error);
}

/* The IOMMU at index; *iommu stays NULL if what is there is none. -ENOMEM. */
static int read_at(struct iommu_probe_host *host, size_t index, struct iommu_probe_iommu **iommu)
{
	struct dir dir;
	int error, ret;

	ret = open_iommu(host, host->names.list[index].name, &dir, &error);
	if (ret || error == ENOTDIR)
		return ret;
	ret = iommu_new(host, index, iommu);
	if (!error) {
		if (!ret)
			ret = iommu_read(*iommu, &dir);
		reader_close_dir(&dir);
	}
	return ret;
}

/* Its parts are lent: the host stays as long as the IOMMU does. */
static int lend_unit(struct iommu_probe_host *host, size_t index, struct iommu_probe_iommu **iommu)
{
	const struct unit *unit = &host->units[index];

	if (iommu_new(host, index, iommu))
		return -ENOMEM;
	(*iommu)->borrowed = true;
	(*iommu)->parent = unit->parent;
	(*iommu)->devices = unit->devices;
	(*iommu)->models = unit->models;
	return 0;
}

static int read_from(struct iommu_probe_host *host, size_t index, struct iommu_probe_iommu **iommu)
{
	int ret = 0;

	*iommu = NULL;
	for (; index < host->names.count && !*iommu && !ret; index++)
		ret = host->source == HOST_TREE ? read_at(host, index, iommu) :
						  lend_unit(host, index, iommu);
	if (!ret)
		return 0;
	*iommu = iommu_probe_iommu_unref(*iommu);
	return ctx_fail(host->ctx, -ret, "out of memory");
}

EXPORT int iommu_probe_iommu_get_first(struct iommu_probe_host *host,
				       struct iommu_probe_iommu **iommu)
{
	int ret = 0;

	*iommu = NULL;
	errors_clear(&host->errors);
	errors_clear(&host->notes);
	firmware_clear(&host->firmware);
	if (host->source != HOST_TREE)
		ret = units_complain(host);
	else if (host->class_error)
		ret = class_complaint(host, NULL, host->class_error);
	if (ret)
		return ctx_fail(host->ctx, ENOMEM, "out of memory");
	return read_from(host, 0, iommu);
}

EXPORT int iommu_probe_iommu_get_next(struct iommu_probe_iommu *iommu,
				      struct iommu_probe_iommu **next)
{
	return read_from(iommu->host, iommu->index + 1, next);
}

EXPORT size_t iommu_probe_host_get_error_count(const struct iommu_probe_host *host)
{
	return errors_count(&host->errors);
}

EXPORT int iommu_probe_host_get_error(struct iommu_probe_host *host, size_t index,
				      const char **path, int *error, const char **message)
{
	return errors_get(&host->errors, index, NULL, path, error, message);
}

EXPORT size_t iommu_probe_host_get_note_count(const struct iommu_probe_host *host)
{
	return host->notes.count;
}

EXPORT int iommu_probe_host_get_note(const struct iommu_probe_host *host, size_t index,
				     const char **path, const char **message)
{
	if (index >= host->notes.count)
		return -ERANGE;
	if (path)
		*path = host->notes.list[index].path;
	if (message)
		*message = host->notes.list[index].message;
	return 0;
}
