// SPDX-License-Identifier: MIT
#include "manifest.h"
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE MANIFEST_NAME " "
#define FORMAT_VERSION "1"
#define ANONYMIZED "anonymized"

/* Larger than any that a kernel answers with. */
#define ERRNO_MAX 4095

static const char *const kinds[MANIFEST_KINDS] = {
	[MANIFEST_UNREADABLE] = "unreadable",
	[MANIFEST_UNSEEN] = "unseen",
};

/* Of "path/name", without making it. */
static char character(const struct manifest_line *line, size_t at, size_t length)
{
	if (at < length || !line->name)
		return line->path[at];
	return at == length ? '/' : line->name[at - length - 1];
}

static int compare(const void *a, const void *b)
{
	const struct manifest_line *x = a, *y = b;
	const size_t x_length = strlen(x->path), y_length = strlen(y->path);
	unsigned char c, d;
	size_t i = 0;

	do {
		c = (unsigned char)character(x, i, x_length);
		d = (unsigned char)character(y, i, y_length);
		i++;
	} while (c && c == d);
	return c != d ? c - d : (int)x->kind - (int)y->kind;
}

static void line_free(void *data)
{
	struct manifest_line *line = data;

	free(line->path);
	free(line);
}

int manifest_add(struct manifest *manifest, enum manifest_kind kind, const char *path,
		 const char *name, int error)
{
	struct manifest_line *line = malloc(sizeof(*line)), **found;

	if (!line)
		return -ENOMEM;
	*line = (struct manifest_line){ .kind = kind, .error = error };
	if (asprintf(&line->path, "%s%s%s", path, name ? "/" : "", name ? name : "") < 0) {
		free(line);
		return -ENOMEM;
	}
	found = tsearch(line, &manifest->lines, compare);
	if (!found || *found != line)
		line_free(line);
	else
		manifest->count++;
	return found ? 0 : -ENOMEM;
}

int manifest_find(const struct manifest *manifest, enum manifest_kind kind, const char *path,
		  const char *name)
{
	const struct manifest_line key = { .kind = kind, .path = (char *)path, .name = name };
	struct manifest_line **found;

	found = tfind(&key, &manifest->lines, compare);
	return found ? (*found)->error : 0;
}

void manifest_clear(struct manifest *manifest)
{
	tdestroy(manifest->lines, line_free);
	*manifest = (struct manifest){ 0 };
}

struct visitor {
	int (*visit)(void *data, const struct manifest_line *line);
	void *data;
	int ret;
};

static void visit_node(const void *node, VISIT when, void *data)
{
	struct visitor *visitor = data;

	if ((when == postorder || when == leaf) && !visitor->ret)
		visitor->ret = visitor->visit(visitor->data,
					      *(const struct manifest_line *const *)node);
}

int manifest_visit(const struct manifest *manifest,
		   int (*visit)(void *data, const struct manifest_line *line), void *data)
{
	struct visitor visitor = { .visit = visit, .data = data };

	twalk_r(manifest->lines, visit_node, &visitor);
	return visitor.ret;
}

static int print_line(void *data, const struct manifest_line *line)
{
	const char *name = strerrorname_np(line->error), *at;
	FILE *out = data;

	fprintf(out, "%s ", kinds[line->kind]);
	if (name)
		fprintf(out, "%s ", name);
	else
		fprintf(out, "%d ", line->error);
	for (at = line->path; *at; at++) {
		if (*at == '\\' || *at == '\n')
			fprintf(out, "\\%03o", (unsigned char)*at);
		else
			fputc(*at, out);
	}
	fputc('\n', out);
	return 0;
}

int manifest_print(const struct manifest *manifest, char **text, size_t *length)
{
	FILE *out = open_memstream(text, length);
	bool failed;

	if (!out)
		return -ENOMEM;
	fprintf(out, FIRST_LINE FORMAT_VERSION "\nversion %s\n", IOMMU_PROBE_VERSION);
	if (manifest->anonymized)
		fputs(ANONYMIZED "\n", out);
	manifest_visit(manifest, print_line, out);
	failed = ferror(out);
	/* Where the last step has no memory, there is no text and no failure. */
	if (!fclose(out) && !failed && *text)
		return 0;
	free(*text);
	*text = NULL;
	return -ENOMEM;
}

/* By its name, or its number where it has none; 0: neither. */
static int parse_error(const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);
	const char *name;
	int error;

	if (end != text)
		return !*end && number > 0 && number <= ERRNO_MAX ? (int)number : 0;
	for (error = 1; error <= ERRNO_MAX; error++) {
		name = strerrorname_np(error);
		if (name && !strcmp(name, text))
			return error;
	}
	return 0;
}

/* In its place. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; to++) {
		if (!strncmp(text, "\\134", 4) || !strncmp(text, "\\012", 4)) {
			*to = text[1] == '1' ? '\\' : '\n';
			text += 4;
		} else {
			*to = *text++;
		}
	}
	*to = '\0';
}

static int parse_line(struct manifest *manifest, char *line)
{
	char *word = strsep(&line, " "), *error = strsep(&line, " ");
	int number;
	size_t i;

	if (!error && !strcmp(word, ANONYMIZED))
		manifest->anonymized = true;
	for (i = 0; i < MANIFEST_KINDS; i++) {
		if (strcmp(word, kinds[i]))
			continue;
		number = error && line ? parse_error(error) : 0;
		if (!number || *line != '/')
			return -EBADMSG;
		unescape(line);
		return manifest_add(manifest, i, line, NULL, number);
	}
	/* Of later versions, which add what does not change what is there. */
	return 0;
}

int manifest_parse(struct manifest *manifest, char *text)
{
	const size_t length = strlen(FIRST_LINE);
	char *line = strsep(&text, "\n");
	int ret = 0;

	if (strncmp(line, FIRST_LINE, length))
		return -EBADMSG;
	if (strcmp(line + length, FORMAT_VERSION))
		return -EPROTONOSUPPORT;
	while (!ret && (line = strsep(&text, "\n")))
		ret = parse_line(manifest, line);
	if (ret)
		manifest_clear(manifest);
	return ret;
}
