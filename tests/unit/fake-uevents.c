// SPDX-License-Identifier: MIT
#include "fake-uevents.h"
#include <stdlib.h>

#define MAX 64

static struct {
	struct uevent uevent;
	int answer;
} queue[MAX];

static size_t count, taken;

static int get_fd(const struct uevent_source *source)
{
	(void)source;
	return -1;
}

static int next(struct uevent_source *source, struct uevent *uevent)
{
	(void)source;
	if (taken == count)
		return 0;
	*uevent = queue[taken].uevent;
	return queue[taken++].answer;
}

static void close_source(struct uevent_source *source)
{
	(void)source;
}

struct uevent_source *fake_uevents(void)
{
	static const struct uevent_source_ops ops = {
		.get_fd = get_fd,
		.next = next,
		.close = close_source,
	};
	static struct uevent_source source = { .ops = &ops };

	return &source;
}

void fake_uevents_clear(void)
{
	count = taken = 0;
}

/* Without an assertion of Check, which allocates memory even where it holds. */
static void make_room(void)
{
	if (count == MAX)
		abort();
}

void fake_uevent(const char *action, const char *subsystem, const char *path, uint64_t number)
{
	make_room();
	queue[count].uevent = (struct uevent){ action, subsystem, path, number };
	queue[count++].answer = 1;
}

void fake_uevent_error(int error)
{
	make_room();
	queue[count++].answer = error;
}
