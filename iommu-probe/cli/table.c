// SPDX-License-Identifier: MIT
#include "table.h"
#include <libsmartcols.h>
#include <stdlib.h>

struct table {
	struct libscols_table *lines;
	size_t columns;
};

struct table *table_new(const char *const columns[], size_t count)
{
	struct table *table = calloc(1, sizeof(*table));
	size_t i;

	if (!table)
		return NULL;
	table->columns = count;
	table->lines = scols_new_table();
	if (!table->lines) {
		free(table);
		return NULL;
	}
	for (i = 0; i < count; i++) {
		if (!scols_table_new_column(table->lines, columns[i], 0, 0)) {
			table_free(table);
			return NULL;
		}
	}
	return table;
}

int table_add(struct table *table, char *const cells[])
{
	struct libscols_line *line = scols_table_new_line(table->lines, NULL);
	size_t i;
	int ret = line ? 0 : -1;

	for (i = 0; i < table->columns && !ret; i++)
		ret = scols_line_set_data(line, i, cells[i]);
	return ret;
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
