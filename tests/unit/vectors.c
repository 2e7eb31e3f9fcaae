// SPDX-License-Identifier: MIT
#include "vectors.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADING "# registers\texpected\torigin\n"

const char *vectors_root;

static void fail(const char *file, const char *why)
{
	fprintf(stderr, "tests/vectors/%s: %s\n", file, why);
	exit(EXIT_FAILURE);
}

size_t vectors_read(const char *file, enum iommu_caps_model_id model, struct vector **list,
		    size_t count)
{
	char path[4096], *line = NULL;
	unsigned int number = 1;
	size_t size = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/vectors/%s", vectors_root ? vectors_root : "", file);
	in = fopen(path, "r");
	if (!in)
		fail(file, strerror(errno));
	if (getline(&line, &size, in) < 0 || strcmp(line, HEADING))
		fail(file, "not the heading of a vector file");
	while (getline(&line, &size, in) >= 0) {
		char *rest = line, *registers = strsep(&rest, "\t");
		char *expected = strsep(&rest, "\t");
		struct vector *new;

		number++;
		if (!expected || !rest || strchr(rest, '\t'))
			fail(file, "a line without three columns");
		new = reallocarray(*list, count + 1, sizeof(*new));
		if (!new)
			fail(file, "out of memory");
		*list = new;
		new[count++] = (struct vector){ model, number, strdup(registers),
						strdup(expected) };
	}
	free(line);
	fclose(in);
	return count;
}

void vectors_free(struct vector *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(list[i].registers);
		free(list[i].expected);
	}
	free(list);
}

static int set_register(const struct iommu_caps_decoder *decoder, const char *name,
			const char *word, struct iommu_caps_regs *regs)
{
	unsigned int i;
	char *end;

	for (i = 0; decoder->registers[i].name; i++) {
		const struct iommu_caps_register *known = &decoder->registers[i];
		const int base = known->use == IOMMU_CAPS_REGISTER_FACT ? 10 : 16;
		unsigned long long value;

		if (strcmp(known->name, name))
			continue;
		errno = 0;
		value = strtoull(word, &end, base);
		if (errno || end == word || *end || (known->bits < 64 && value >> known->bits))
			return -EINVAL;
		iommu_caps_regs_set(regs, i, value);
		return 0;
	}
	return -EINVAL;
}

int vectors_registers(const struct iommu_caps_decoder *decoder, const char *text,
		      struct iommu_caps_regs *regs)
{
	char *copy = strdup(text), *rest = copy, *pair;
	int ret = copy ? 0 : -ENOMEM;

	memset(regs, 0, sizeof(*regs));
	while (!ret && (pair = strsep(&rest, " "))) {
		const char *name = strsep(&pair, "=");

		ret = pair ? set_register(decoder, name, pair, regs) : -EINVAL;
	}
	free(copy);
	return ret;
}

void vectors_expected(const char *expected, const char *name, char *text, size_t size)
{
	const size_t length = strlen(name);
	char *comma;

	*text = '\0';
	for (; *expected; expected += strcspn(expected, " ")) {
		expected += strspn(expected, " ");
		if (strncmp(expected, name, length) || expected[length] != '=')
			continue;
		expected += length + 1;
		snprintf(text, size, "%.*s", (int)strcspn(expected, " "), expected);
		break;
	}
	while ((comma = strchr(text, ',')))
		*comma = ' ';
}
