// SPDX-License-Identifier: MIT
/* The text of an attribute, by its kind in the table, and what it says. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "internal.h"
#include "sources.h"

#define WORD_MAX 63
#define BITS_MAX 64

static int parse_number(const char *text, size_t length, uint64_t *number)
{
	uint64_t value = 0;
	bool over = false;
	size_t i;

	if (!length)
		return -EINVAL;
	for (i = 0; i < length; i++) {
		const unsigned int digit = (unsigned char)text[i] - '0';

		if (digit > 9)
			return -EINVAL;
		if (value > ((uint64_t)INT64_MAX - digit) / 10)
			over = true;
		else
			value = 10 * value + digit;
	}
	*number = value;
	return over ? -ERANGE : 0;
}

/* Parts the words of a list by NULs and counts them. */
static int split_words(char *text, size_t length, size_t longest, size_t *count)
{
	size_t i, start = 0;

	*count = 0;
	for (i = 0; i <= length; i++) {
		if (i < length && text[i] != ' ') {
			if (text[i] < '!' || text[i] > '~')
				return -EINVAL;
			continue;
		}
		if (i == start || i - start > longest)
			return -EINVAL;
		text[i] = '\0';
		start = i + 1;
		++*count;
	}
	return 0;
}

static int parse_list(char *text, size_t length, size_t longest, size_t *count)
{
	const char *word = text;
	size_t i;
	int ret;

	ret = split_words(text, length, longest, count);
	if (ret)
		return ret;
	for (i = 0; i < *count; i++, word += strlen(word) + 1) {
		if (strcmp(word, "none"))
			continue;
		if (*count > 1)
			return -EINVAL;
		*count = 0;
	}
	return 0;
}

static int keep_words(struct iommu_probe_value *value, const char *text, size_t length,
		      size_t count)
{
	/* calloc: the empty list has no word, and the last one needs its NUL. */
	char *words = calloc(1, length + 1);

	if (!words)
		return -ENOMEM;
	memcpy(words, text, length);
	value->words = words;
	value->count = count;
	return 0;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int keep_numbers(struct iommu_probe_value *value, const char *text, size_t count)
{
	uint64_t *numbers = calloc(count + 1, sizeof(*numbers));
	size_t i;
	int ret;

	if (!numbers)
		return -ENOMEM;
	for (i = 0; i < count; i++, text += strlen(text) + 1) {
		ret = parse_number(text, strlen(text), &numbers[i]);
		if (ret) {
			free(numbers);
			return ret;
		}
	}
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	value->numbers = numbers;
	value->count = count;
	return 0;
}

int value_parse(struct iommu_probe_value *value, enum iommu_caps_attribute_id id, char *text,
		size_t length)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];
	size_t count;
	int ret;

	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		ret = parse_number(text, length, &value->number);
		if (!ret && attribute->flags & IOMMU_CAPS_FLAG_BITS && value->number > BITS_MAX)
			ret = -ERANGE;
		value->count = 1;
		break;
	case IOMMU_CAPS_KIND_WORD:
		ret = split_words(text, length, WORD_MAX, &count);
		if (!ret && count != 1)
			ret = -EINVAL;
		if (!ret)
			ret = keep_words(value, text, length, count);
		break;
	case IOMMU_CAPS_KIND_NAMES:
		ret = parse_list(text, length, WORD_MAX, &count);
		if (!ret)
			ret = keep_words(value, text, length, count);
		break;
	case IOMMU_CAPS_KIND_NUMBERS:
	default:
		/* Numbers may have any number of leading zeros. */
		ret = parse_list(text, length, length, &count);
		if (!ret)
			ret = keep_numbers(value, text, count);
		break;
	}
	value->id = id;
	value->known = !ret;
	value->unreadable = ret;
	return ret;
}

int value_set_default(struct iommu_probe_value *value, enum iommu_caps_attribute_id id,
		      const struct iommu_caps_model *model)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];
	const char *word;
	int ret = 0;

	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		value->number = attribute->flags & IOMMU_CAPS_FLAG_ALIGN ? model->align :
									   attribute->fallback;
		value->count = 1;
		break;
	case IOMMU_CAPS_KIND_WORD:
		word = iommu_caps_words[attribute->fallback].text;
		ret = keep_words(value, word, strlen(word), 1);
		break;
	default:
		/* The empty list needs nothing. */
		break;
	}
	value->id = id;
	value->known = value->defaulted = !ret;
	return ret;
}

/* Length of count words with a NUL each. */
static size_t words_length(const char *words, size_t count)
{
	const char *end = words;

	while (count--)
		end += strlen(end) + 1;
	return (size_t)(end - words);
}

int value_copy(struct iommu_probe_value *copy, const struct iommu_probe_value *value)
{
	const size_t count = value->count;

	*copy = *value;
	copy->model = NULL;
	copy->words = NULL;
	copy->numbers = NULL;
	if (value->words)
		return keep_words(copy, value->words, words_length(value->words, count), count);
	if (!value->numbers)
		return 0;
	copy->numbers = calloc(count + 1, sizeof(*copy->numbers));
	if (!copy->numbers)
		return -ENOMEM;
	memcpy(copy->numbers, value->numbers, count * sizeof(*copy->numbers));
	return 0;
}

void value_clear(struct iommu_probe_value *value)
{
	free(value->words);
	free(value->numbers);
}

int word_find(enum iommu_caps_words words, const char *text)
{
	int i;

	for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++)
		if (iommu_caps_words[i].words == words && !strcmp(iommu_caps_words[i].text, text))
			return i;
	return -1;
}

const char *value_complaint(enum iommu_caps_attribute_id id, int error)
{
	if (error == ERANGE)
		return "the number is too big";
	if (error != EINVAL)
		return NULL;
	switch (iommu_caps_attributes[id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return "not a decimal number";
	case IOMMU_CAPS_KIND_WORD:
		return "not a single word";
	case IOMMU_CAPS_KIND_NAMES:
		return "not a list of words parted by single blanks";
	default:
		return "not a list of decimal numbers parted by single blanks";
	}
}

static struct iommu_probe_value *first_known(struct iommu_probe_model *model, size_t id)
{
	for (; id < IOMMU_CAPS_ATTRIBUTES; id++)
		if (model->values[id].known)
			return &model->values[id];
	return NULL;
}

EXPORT struct iommu_probe_value *iommu_probe_model_get_first_value(struct iommu_probe_model *model)
{
	return first_known(model, 0);
}

EXPORT struct iommu_probe_value *iommu_probe_value_get_next(struct iommu_probe_value *value)
{
	return value->model ? first_known(value->model, value->id + 1) : NULL;
}

EXPORT struct iommu_probe_value *iommu_probe_model_get_value(struct iommu_probe_model *model,
							     const char *name)
{
	struct iommu_probe_value *value;

	for (value = first_known(model, 0); value; value = iommu_probe_value_get_next(value))
		if (!strcmp(iommu_probe_value_get_name(value), name))
			break;
	return value;
}

EXPORT const char *iommu_probe_value_get_name(const struct iommu_probe_value *value)
{
	return iommu_caps_attributes[value->id].name;
}

EXPORT enum iommu_probe_kind iommu_probe_value_get_kind(const struct iommu_probe_value *value)
{
	switch (iommu_caps_attributes[value->id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return IOMMU_PROBE_KIND_NUMBER;
	case IOMMU_CAPS_KIND_WORD:
		return IOMMU_PROBE_KIND_WORD;
	case IOMMU_CAPS_KIND_NAMES:
		return IOMMU_PROBE_KIND_NAMES;
	default:
		return IOMMU_PROBE_KIND_NUMBERS;
	}
}

EXPORT bool iommu_probe_value_is_default(const struct iommu_probe_value *value)
{
	return value->defaulted;
}

EXPORT const char *iommu_probe_value_get_source(const struct iommu_probe_value *value)
{
	if (!value->model || value->model->origin != IOMMU_PROBE_ORIGIN_REGISTERS)
		return NULL;
	return iommu_caps_source(value->model->id, value->id);
}

EXPORT size_t iommu_probe_value_get_count(const struct iommu_probe_value *value)
{
	return value->count;
}

EXPORT const char *iommu_probe_value_get_word(const struct iommu_probe_value *value, size_t index)
{
	const char *word = value->words;

	if (!word || index >= value->count)
		return NULL;
	while (index--)
		word += strlen(word) + 1;
	return word;
}

EXPORT uint64_t iommu_probe_value_get_number(const struct iommu_probe_value *value, size_t index)
{
	if (index >= value->count)
		return 0;
	return value->numbers ? value->numbers[index] : value->number;
}
