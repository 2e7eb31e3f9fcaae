/* SPDX-License-Identifier: MIT */
/*
 * A host's tree in a temporary folder. Paths are relative to it, folders on the
 * way are made, and whatever fails fails the test.
 */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <stddef.h>

/* A test's fixture: makes the folder, removes it with all that is in it. */
void tree_setup(void);
void tree_teardown(void);

const char *tree_root(void);

/* "ROOT/path", until the next call. */
const char *tree_path(const char *path);

void tree_dir(const char *path);
void tree_file(const char *path, const char *text);
void tree_bytes(const char *path, const void *bytes, size_t length);
/* A file of this many letters. */
void tree_letters(const char *path, size_t length);
void tree_link(const char *path, const char *target);
void tree_fifo(const char *path);
void tree_socket(const char *path);
void tree_mode(const char *path, unsigned int mode);

/* From here to the teardown without root's power to read everything. */
void tree_drop_privileges(void);

#endif
