// SPDX-License-Identifier: MIT
#include "errors.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "names.h"

static int make_room(struct errors *errors, size_t more)
{
	struct error *list;
	size_t room;

	if (more <= errors->room - errors->count)
		return 0;
	room = errors->room + (more < errors->room ? errors->room : more + 8);
	list = reallocarray(errors->list, room, sizeof(*list));
	if (!list)
		return -ENOMEM;
	errors->list = list;
	errors->room = room;
	return 0;
}

int errors_add(struct errors *errors, const char *path, const char *name, int error,
	       const char *message)
{
	struct error entry = { .error = error };
	char number[32];

	if (!message)
		message = strerrordesc_np(error);
	/* Drivers answer with some that only the kernel has a name for. */
	if (!message) {
		snprintf(number, sizeof(number), "error %d", error);
		message = number;
	}
	if (make_room(errors, 1))
		return -ENOMEM;
	if (asprintf(&entry.path, "%s%s%s", path, name ? "/" : "", name ? name : "") < 0)
		return -ENOMEM;
	entry.message = strdup(message);
	if (!entry.message) {
		free(entry.path);
		return -ENOMEM;
	}
	errors->list[errors->count++] = entry;
	errors->sorted = false;
	return 0;
}

int errors_add_of(struct errors *errors, const char *host, const struct error *error)
{
	char *copy = host ? strdup(host) : NULL;
	int ret;

	if (host && !copy)
		return -ENOMEM;
	ret = errors_add(errors, error->path, NULL, error->error, error->message);
	if (ret)
		free(copy);
	else
		errors->list[errors->count - 1].host = copy;
	return ret;
}

static void entry_clear(struct error *entry)
{
	free(entry->host);
	free(entry->path);
	free(entry->message);
}

void errors_clear(struct errors *errors)
{
	size_t i;

	for (i = 0; i < errors->count; i++)
		entry_clear(&errors->list[i]);
	free(errors->list);
	*errors = (struct errors){ 0 };
}

static int compare(const void *a, const void *b)
{
	const struct error *x = a, *y = b;
	int order = natural_compare(x->path, y->path);

	if (!order)
		order = x->error - y->error;
	if (!order)
		order = natural_compare(x->host ? x->host : "", y->host ? y->host : "");
	return order ? order : strcmp(x->message, y->message);
}

/* Of several hosts, the same one may be there twice. */
static bool is_repeated(const struct error *entry, const struct error *before)
{
	return !entry->host && !compare(before, entry);
}

static void drop_repeated(struct errors *errors)
{
	size_t i, kept = 0;

	for (i = 0; i < errors->count; i++) {
		if (kept && is_repeated(&errors->list[i], &errors->list[kept - 1]))
			entry_clear(&errors->list[i]);
		else
			errors->list[kept++] = errors->list[i];
	}
	errors->count = kept;
}

void errors_sort(struct errors *errors)
{
	if (!errors->sorted && errors->count > 1) {
		qsort(errors->list, errors->count, sizeof(*errors->list), compare);
		drop_repeated(errors);
	}
	errors->sorted = true;
}

size_t errors_count(const struct errors *errors)
{
	/* Nobody sees whether they are in order already. */
	errors_sort((struct errors *)errors);
	return errors->count;
}

int errors_move(struct errors *to, struct errors *from)
{
	if (!from->count)
		return 0;
	if (make_room(to, from->count))
		return -ENOMEM;
	memcpy(to->list + to->count, from->list, from->count * sizeof(*from->list));
	to->count += from->count;
	to->sorted = false;
	from->count = 0;
	return 0;
}

int errors_get(struct errors *errors, size_t index, const char **host, const char **path,
	       int *error, const char **message)
{
	const struct error *entry;

	if (index >= errors_count(errors))
		return -ERANGE;
	entry = &errors->list[index];
	if (host)
		*host = entry->host;
	if (path)
		*path = entry->path;
	if (error)
		*error = entry->error;
	if (message)
		*message = entry->message;
	return 0;
}

void errors_drop(struct errors *errors, bool (*drop)(const struct error *error, const void *data),
		 const void *data)
{
	size_t i, kept = 0;

	for (i = 0; i < errors->count; i++) {
		if (drop(&errors->list[i], data))
			entry_clear(&errors->list[i]);
		else
			errors->list[kept++] = errors->list[i];
	}
	errors->count = kept;
}
