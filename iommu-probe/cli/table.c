// SPDX-License-Identifier: MIT
#include "table.h"
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "cli.h"

struct table {
	struct libscols_table *lines;
	const struct columns *columns;
};

void columns_init(struct columns *columns, const struct column *all, size_t count)
{
	size_t i;

	*columns = (struct columns){ .all = all, .count = count };
	for (i = 0; i < count; i++)
		if (!all[i].extra)
			columns->chosen[columns->chosen_count++] = &all[i];
}

static const struct column *find(const struct columns *columns, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->all[i].name && strlen(columns->all[i].name) == length &&
		    !strncasecmp(columns->all[i].name, name, length))
			return &columns->all[i];
	return NULL;
}

int columns_choose(struct columns *columns, const char *names)
{
	size_t length;

	if (*names == '+')
		names++;
	else
		columns->chosen_count = 0;
	for (;; names += length + 1) {
		const struct column *column;

		length = strcspn(names, ",");
		column = find(columns, names, length);
		if (!column || columns->chosen_count == COLUMNS_MAX) {
			cli_complain("%.*s: %s", (int)length, names,
				     column ? "too many columns" : "no such column; see -H");
			return cli_usage();
		}
		columns->chosen[columns->chosen_count++] = column;
		if (!names[length])
			return -1;
	}
}

void columns_list(const struct columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->all[i].name)
			printf("%-20s %s\n", columns->all[i].name, columns->all[i].help);
}

struct table *table_new(const struct columns *columns, const struct column *tree)
{
	struct table *table = calloc(1, sizeof(*table));
	size_t i;

	if (!table)
		return NULL;
	table->columns = columns;
	table->lines = scols_new_table();
	if (!table->lines) {
		free(table);
		return NULL;
	}
	for (i = 0; i < columns->chosen_count; i++) {
		if (!scols_table_new_column(table->lines, columns->chosen[i]->name, 0,
					    tree == columns->chosen[i] ? SCOLS_FL_TREE : 0)) {
			table_free(table);
			return NULL;
		}
	}
	if (scols_table_enable_noheadings(table->lines, columns->no_headings)) {
		table_free(table);
		return NULL;
	}
	return table;
}

/* The text that a column prints; NULL without memory. */
static char *cell(const struct column *column, const void *row)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	column->print(out, column, row);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

struct table_line *table_add(struct table *table, struct table_line *parent, const void *row)
{
	struct libscols_line *line =
		scols_table_new_line(table->lines, (struct libscols_line *)parent);
	char *text;
	size_t i;

	for (i = 0; line && i < table->columns->chosen_count; i++) {
		text = cell(table->columns->chosen[i], row);
		/* The line takes the text over. */
		if (!text || scols_line_refer_data(line, i, text)) {
			free(text);
			return NULL;
		}
	}
	return (struct table_line *)line;
}

int table_print(struct table *table)
{
	/* Without lines it prints nothing, not even headings. */
	return scols_print_table(table->lines);
}

void table_free(struct table *table)
{
	if (!table)
		return;
	scols_unref_table(table->lines);
	free(table);
}
