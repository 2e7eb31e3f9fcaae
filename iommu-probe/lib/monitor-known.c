// SPDX-License-Identifier: MIT
/* What a monitor has told of, sorted for look-ups. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "monitor.h"

static int compare(const struct known *entry, enum iommu_probe_subject subject, const char *name)
{
	if (entry->subject != subject)
		return entry->subject < subject ? -1 : 1;
	return strcmp(entry->name, name);
}

/* Where it is, or belongs. */
static size_t position(const struct known_list *known, enum iommu_probe_subject subject,
		       const char *name)
{
	size_t low = 0, high = known->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(&known->list[middle], subject, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct known *known_find(const struct known_list *known, enum iommu_probe_subject subject,
			 const char *name)
{
	const size_t at = position(known, subject, name);

	if (at == known->count || compare(&known->list[at], subject, name))
		return NULL;
	return &known->list[at];
}

static int make_room(struct known_list *known)
{
	const size_t room = known->room ? 2 * known->room : 32;
	struct known *list;

	if (known->count < known->room)
		return 0;
	list = reallocarray(known->list, room, sizeof(*list));
	if (!list)
		return -ENOMEM;
	known->list = list;
	known->room = room;
	return 0;
}

struct known *known_add(struct known_list *known, enum iommu_probe_subject subject,
			const char *name)
{
	const size_t at = position(known, subject, name);
	struct known entry = { .subject = subject };

	if (make_room(known))
		return NULL;
	entry.name = strdup(name);
	if (!entry.name)
		return NULL;
	memmove(&known->list[at + 1], &known->list[at],
		(known->count - at) * sizeof(*known->list));
	known->list[at] = entry;
	known->count++;
	return &known->list[at];
}

static void entry_clear(struct known *entry)
{
	free(entry->name);
	free(entry->subsystem);
}

void known_remove(struct known_list *known, struct known *entry)
{
	const size_t at = (size_t)(entry - known->list);

	entry_clear(entry);
	known->count--;
	memmove(entry, entry + 1, (known->count - at) * sizeof(*entry));
}

void known_clear(struct known_list *known)
{
	size_t i;

	for (i = 0; i < known->count; i++)
		entry_clear(&known->list[i]);
	free(known->list);
	*known = (struct known_list){ 0 };
}
