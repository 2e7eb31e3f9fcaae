/* SPDX-License-Identifier: MIT */
/* The kernel's events, from a list. */
#ifndef TESTS_FAKE_UEVENTS_H
#define TESTS_FAKE_UEVENTS_H

#include <stdint.h>
#include "monitor.h"

/* The one source that there is. */
struct uevent_source *fake_uevents(void);

void fake_uevents_clear(void);

/* To be taken by the monitor, in order; the strings are not copied. */
void fake_uevent(const char *action, const char *subsystem, const char *path, uint64_t number);
void fake_uevent_error(int error);

#endif
