// SPDX-License-Identifier: MIT
#include "allocations.h"
#include <errno.h>
#include <stdlib.h>

#ifdef __SANITIZE_ADDRESS__
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *block, size_t size);
void REAL(free)(void *block);

/* Of malloc() the compiler believes that it changes no variable. */
static volatile size_t count, fail_at;
static volatile long outstanding;
static volatile bool paused;

static bool fails(void)
{
	if (paused || ++count != fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

static void *counted(void *block)
{
	outstanding += !!block;
	return block;
}

void *malloc(size_t size)
{
	return fails() ? NULL : counted(REAL(malloc)(size));
}

void *calloc(size_t members, size_t size)
{
	return fails() ? NULL : counted(REAL(calloc)(members, size));
}

void *realloc(void *block, size_t size)
{
	void *moved;

	if (fails())
		return NULL;
	moved = REAL(realloc)(block, size);
	if (!block)
		counted(moved);
	else if (!size && !moved)
		outstanding--;
	return moved;
}

void *reallocarray(void *block, size_t members, size_t size)
{
	if (size && members > (size_t)-1 / size) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(block, members * size);
}

void free(void *block)
{
	outstanding -= !!block;
	REAL(free)(block);
}

void allocations_fail_at(size_t n)
{
	count = 0;
	fail_at = n;
}

void allocations_pause(bool pause)
{
	paused = pause;
}

size_t allocations_count(void)
{
	return count;
}

long allocations_outstanding(void)
{
#ifdef __SANITIZE_ADDRESS__
	/* Its strdup() and the like come to free() alone; it finds leaks itself. */
	return 0;
#else
	return outstanding;
#endif
}

bool allocations_are_seen(void)
{
	/* A call that is no call, but a part of this function, is always counted. */
	void *(*volatile allocate)(size_t size) = malloc;
	const size_t before = count;
	void *block;

	block = allocate(1);
	free(block);
	return count != before;
}
