/* SPDX-License-Identifier: MIT */
/* Tables for people, by libsmartcols, of columns that they can choose. */
#ifndef IOMMU_PROBE_TABLE_H
#define IOMMU_PROBE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct column {
	const char *name; /* NULL: not to be had */
	const char *help;
	bool extra; /* shown only if it is asked for */
	void (*print)(FILE *out, const struct column *column, const void *row);
	const char *capability; /* for those that print one */
};

#define COLUMNS_MAX 64

struct columns {
	const struct column *all;
	size_t count;
	const struct column *chosen[COLUMNS_MAX];
	size_t chosen_count;
	bool no_headings;
};

/* -o, -n and -H, for getopt_long() and columns_option(). */
#define COLUMNS_SHORT "o:nH"
#define COLUMNS_LONG                                                                               \
	{ "output", required_argument, NULL, 'o' }, { "noheadings", no_argument, NULL, 'n' },      \
	{                                                                                          \
		"list-columns", no_argument, NULL, 'H'                                             \
	}

void columns_init(struct columns *columns, const struct column *all, size_t count);

/*
 * "A,B", or "+A,B" for these besides the usual ones; case does not matter. -1:
 * go on; else the exit status to end with.
 */
int columns_choose(struct columns *columns, const char *names);
void columns_list(const struct columns *columns);

struct table;
struct table_line;

/* NULL without memory; tree: the column that shows which line is below which, or NULL. */
struct table *table_new(const struct columns *columns, const struct column *tree);

/* The line; NULL without memory. */
struct table_line *table_add(struct table *table, struct table_line *parent, const void *row);

/* 0, or not. */
int table_print(struct table *table);
void table_free(struct table *table);

#endif
