/* SPDX-License-Identifier: MIT */
/* What every unit test's main() is made of. */
#ifndef TESTS_RUN_H
#define TESTS_RUN_H

#include <check.h>

/*
 * Runs all cases and frees them; what main() returns. Under meson, which sets
 * CK_TAP_LOG_FILE_NAME, the report is TAP.
 */
int run(Suite *suite);

/* A row each of a table, of which the test knows its number as _i. */
#define ROWS(table) ((int)(sizeof(table) / sizeof(*(table))))

#endif
