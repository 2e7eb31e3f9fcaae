// SPDX-License-Identifier: MIT
/*
 * What tells whose machine it is, out of a snapshot. Values that nothing here
 * reads are dropped by rule, not by a list of bad ones, which would have holes;
 * what is like an address or a UUID gets a number instead, the same everywhere.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "facts.h"
#include "pci-config.h"
#include "snapshot.h"

#define REMOVED "removed"

#define UUID_LENGTH 36
#define MAC_PAIRS 6

/* In place of the n-th that was met. */
struct seen {
	struct names uuids;
	struct names macs;
};

/* From 1; 0 without memory. */
static size_t number_of(struct names *seen, const char *text, size_t length)
{
	char *copy = strndup(text, length);
	size_t i;
	int ret = 0;

	if (!copy)
		return 0;
	for (i = 0; i < seen->count && strcasecmp(seen->list[i].name, copy); i++)
		;
	if (i == seen->count)
		ret = names_add(seen, copy, 0);
	free(copy);
	return ret ? 0 : i + 1;
}

static bool is_uuid(const char *text)
{
	size_t i;

	for (i = 0; i < UUID_LENGTH; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (text[i] != '-')
				return false;
		} else if (!isxdigit((unsigned char)text[i])) {
			return false;
		}
	}
	return !isalnum((unsigned char)text[i]);
}

/* How long it is, 0: it is none. Longer ones are those of other networks. */
static size_t mac_length(const char *text)
{
	const char separator = text[0] && text[1] ? text[2] : '\0';
	size_t length = 0;

	if (separator != ':' && separator != '-')
		return 0;
	while (isxdigit((unsigned char)text[length]) && isxdigit((unsigned char)text[length + 1])) {
		length += 3;
		if (text[length - 1] != separator)
			break;
	}
	if (length < 3 * MAC_PAIRS || isalnum((unsigned char)text[length - 1]))
		return 0;
	return length - 1;
}

static int replace_uuid(struct seen *seen, char *text)
{
	const size_t number = number_of(&seen->uuids, text, UUID_LENGTH);
	char digits[24];

	snprintf(digits, sizeof(digits), "%012zu", number % 1000000000000);
	memcpy(text, "00000000-0000-0000-0000-", UUID_LENGTH - 12);
	memcpy(text + UUID_LENGTH - 12, digits, 12);
	return number ? 0 : -ENOMEM;
}

static int replace_mac(struct seen *seen, char *text, size_t length)
{
	const size_t number = number_of(&seen->macs, text, length);
	char digits[8];
	size_t i;

	for (i = 0; i < length; i++)
		if (isxdigit((unsigned char)text[i]))
			text[i] = '0';
	/* Not one that a maker gave. */
	text[1] = '2';
	snprintf(digits, sizeof(digits), "%04x", (unsigned int)number & 0xffff);
	memcpy(text + length - 5, digits, 2);
	memcpy(text + length - 2, digits + 2, 2);
	return number ? 0 : -ENOMEM;
}

/* In its place: what comes instead is as long. */
static int replace_all(struct seen *seen, char *text)
{
	char before = ' ';
	size_t length;
	int ret = 0;

	for (; *text && !ret; before = *text++) {
		if (isalnum((unsigned char)before) || before == ':')
			continue;
		length = mac_length(text);
		if (is_uuid(text)) {
			ret = replace_uuid(seen, text);
			text += UUID_LENGTH - 1;
		} else if (length) {
			ret = replace_mac(seen, text, length);
			text += length - 1;
		}
	}
	return ret;
}

/* Those that say how IOMMUs and devices are set up. */
static bool keeps_value(const char *option, size_t length)
{
	static const char *const words[] = { "iommu", "pci", "vfio" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(option, length, words[i], strlen(words[i])))
			return true;
	return false;
}

/* As the kernel sees it: to a blank that is not between quotes. */
static size_t option_length(const char *option)
{
	bool quoted = false;
	size_t i;

	for (i = 0; option[i] && (quoted || !isspace((unsigned char)option[i])); i++)
		quoted ^= option[i] == '"';
	return i;
}

/* Without the quote that may be before the name, and its other one with the value. */
static void print_removed(const char *option, const char *value, FILE *out)
{
	option += *option == '"';
	fprintf(out, "%.*s=" REMOVED " ", (int)(value - option), option);
}

static void clean_command_line(const char *text, FILE *out)
{
	const char *option = text + strspn(text, " \t\n"), *value;
	size_t length;

	for (; (length = option_length(option));
	     option += length, option += strspn(option, " \t\n")) {
		/* The rest is for the first program. */
		if (length == 2 && !strncmp(option, "--", 2))
			break;
		value = memchr(option, '=', length);
		if (!value || keeps_value(option, (size_t)(value - option)))
			fprintf(out, "%.*s ", (int)length, option);
		else
			print_removed(option, value, out);
	}
	fputc('\n', out);
}

/* Names of hosts, keys, files: texts, and nothing here reads any of them. */
static void clean_config(const char *text, FILE *out)
{
	const char *value, *end;

	for (; *text; text = end) {
		end = strchrnul(text, '\n');
		value = memmem(text, (size_t)(end - text), "=\"", 2);
		end += *end == '\n';
		if (!strncmp(text, "CONFIG_", 7) && value)
			fprintf(out, "%.*s\"\"\n", (int)(value + 1 - text), text);
		else
			fwrite(text, 1, (size_t)(end - text), out);
	}
}

static int rewrite(struct record_entry *entry, const char *text,
		   void (*clean)(const char *text, FILE *out))
{
	char *cleaned = NULL;
	size_t length;
	FILE *out = open_memstream(&cleaned, &length);
	bool failed;

	if (!out)
		return -ENOMEM;
	clean(text, out);
	failed = ferror(out);
	/* Where the last step has no memory, there is no text and no failure. */
	if (fclose(out) || failed || !cleaned) {
		free(cleaned);
		return -ENOMEM;
	}
	free(entry->data);
	entry->data = (uint8_t *)cleaned;
	entry->length = length;
	return 0;
}

static int compress_again(struct record_entry *entry)
{
	uint8_t *data;
	size_t length;
	int ret;

	ret = facts_deflate(entry->data, entry->length, &data, &length);
	if (ret)
		return ret;
	free(entry->data);
	entry->data = data;
	entry->length = length;
	return 0;
}

/* One that cannot be unpacked says nothing to the library either. */
static int clean_compressed(struct record_entry *entry)
{
	size_t length;
	char *text;
	int ret;

	ret = facts_inflate(entry->data, entry->length, &text, &length);
	if (ret == -EINVAL || ret == -EFBIG) {
		entry->length = 0;
		return 0;
	}
	if (!ret)
		ret = rewrite(entry, text, clean_config);
	free(text);
	return ret ? ret : compress_again(entry);
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static int clean_file(struct seen *seen, struct record_entry *entry)
{
	const char *name = strrchr(entry->path, '/');
	int ret = 0;

	if (begins(entry->path, "/sys/")) {
		if (begins(entry->path, FACTS_ACPI_TABLES "/"))
			return 0;
		if (!strcmp(name, "/config"))
			pci_clear_serial(entry->data, entry->length);
	} else if (!strcmp(entry->path, FACTS_COMMAND_LINE)) {
		ret = rewrite(entry, (char *)entry->data, clean_command_line);
	} else if (!strcmp(name, "/config.gz")) {
		return clean_compressed(entry);
	} else {
		ret = rewrite(entry, (char *)entry->data, clean_config);
	}
	if (ret || memchr(entry->data, '\0', entry->length))
		return ret;
	return replace_all(seen, (char *)entry->data);
}

static int clean_entry(struct seen *seen, struct record_entry *entry)
{
	int ret;

	ret = replace_all(seen, entry->path);
	if (ret || !entry->has_data)
		return ret;
	return entry->type == DT_LNK ? replace_all(seen, (char *)entry->data) :
				       clean_file(seen, entry);
}

int anonymize(struct iommu_probe_snapshot *snapshot)
{
	struct seen seen = { 0 };
	size_t i;
	int ret = 0;

	for (i = 0; i < snapshot->entry_count && !ret; i++)
		ret = clean_entry(&seen, snapshot->entries[i]);
	for (i = 0; i < snapshot->line_count && !ret; i++)
		ret = replace_all(&seen, snapshot->lines[i]->path);
	names_clear(&seen.uuids);
	names_clear(&seen.macs);
	snapshot->record.manifest.anonymized = true;
	return ret;
}
