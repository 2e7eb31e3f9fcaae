// SPDX-License-Identifier: MIT
/* Looking into a kernel's command line and configuration. */
#include <ctype.h>
#include <string.h>
#include "facts.h"

/* An argument of the command line, without quotation marks around it. */
struct argument {
	const char *text;
	size_t length;
	size_t name_length;
	const char *value; /* behind "=" */
	size_t value_length;
};

static void strip_quotes(const char **text, size_t *length)
{
	if (*length && **text == '"') {
		(*text)++;
		(*length)--;
	}
	if (*length && (*text)[*length - 1] == '"')
		(*length)--;
}

/* As next_arg() of the kernel: blanks within quotation marks part nothing. */
static bool next_argument(const char **at, struct argument *argument)
{
	const char *end, *equals;
	bool quoted = false;

	while (isspace((unsigned char)**at))
		(*at)++;
	if (!**at)
		return false;
	for (end = *at; *end && (quoted || !isspace((unsigned char)*end)); end++)
		if (*end == '"')
			quoted = !quoted;
	*argument = (struct argument){ .text = *at, .length = (size_t)(end - *at) };
	*at = end;
	strip_quotes(&argument->text, &argument->length);
	equals = memchr(argument->text, '=', argument->length);
	argument->name_length = equals ? (size_t)(equals - argument->text) : argument->length;
	if (equals) {
		argument->value = equals + 1;
		argument->value_length = argument->length - argument->name_length - 1;
		strip_quotes(&argument->value, &argument->value_length);
	}
	return true;
}

static bool is_option(const struct argument *argument, const char *option)
{
	size_t i;

	if (strlen(option) != argument->name_length)
		return false;
	for (i = 0; i < argument->name_length; i++) {
		const char c = argument->text[i];

		if ((c == '-' ? '_' : c) != (option[i] == '-' ? '_' : option[i]))
			return false;
	}
	return true;
}

static int find_word(const char *text, size_t length, const char *const words[])
{
	size_t i;

	for (i = 0; words[i]; i++)
		if (strlen(words[i]) <= length && !strncmp(text, words[i], strlen(words[i])))
			return (int)i;
	return -1;
}

static int last_in_list(const struct argument *argument, const char *const words[])
{
	const char *at = argument->value;
	size_t left = argument->value_length, n;
	int found = -1, word;

	while (left) {
		const char *comma = memchr(at, ',', left);

		n = comma ? (size_t)(comma - at) : left;
		word = find_word(at, n, words);
		if (word >= 0)
			found = word;
		n += !!comma;
		at += n;
		left -= n;
	}
	return found;
}

struct facts_word facts_last_word(const struct facts *facts, const char *option,
				  const char *const words[])
{
	struct facts_word last = { .index = -1 };
	const char *at = facts->command_line;
	struct argument argument;
	int word;

	while (at && next_argument(&at, &argument)) {
		if (argument.length == 2 && !strncmp(argument.text, "--", 2))
			break;
		if (!argument.value || !is_option(&argument, option))
			continue;
		word = last_in_list(&argument, words);
		if (word >= 0)
			last = (struct facts_word){ word, argument.text, argument.length };
	}
	return last;
}

/* "CONFIG_NAME=y", at the beginning of a line; what follows "=", or NULL. */
static const char *value_in_line(const char *line, const char *name, size_t length)
{
	if (strncmp(line, "CONFIG_", 7) || strncmp(line + 7, name, length))
		return NULL;
	return line[7 + length] == '=' ? line + 7 + length + 1 : NULL;
}

/* "# CONFIG_NAME is not set" */
static bool is_unset(const char *line, const char *name, size_t length)
{
	return !strncmp(line, "# CONFIG_", 9) && !strncmp(line + 9, name, length) &&
	       line[9 + length] == ' ';
}

enum facts_option facts_config(const struct facts *facts, const char *name)
{
	const size_t length = strlen(name);
	enum facts_option option = FACTS_OPTION_NO;
	const char *line = facts->config, *value;

	if (!line)
		return FACTS_OPTION_UNKNOWN;
	/* What depends on something that is off is not even mentioned. */
	for (; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		value = value_in_line(line, name, length);
		if (value)
			option = *value == 'y' ? FACTS_OPTION_YES :
				 *value == 'm' ? FACTS_OPTION_MODULE :
						 FACTS_OPTION_NO;
		else if (is_unset(line, name, length))
			option = FACTS_OPTION_NO;
	}
	return option;
}
