/* SPDX-License-Identifier: MIT */
/* That nothing outside a folder is opened, made or removed. */
#ifndef TESTS_FUZZ_INSIDE_H
#define TESTS_FUZZ_INSIDE_H

/* Ends the process at the first that is, until inside_end(). */
void inside_begin(const char *folder);
void inside_end(void);

#endif
