// SPDX-License-Identifier: MIT
#include "least-value.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "least.h"

static enum iommu_caps_words words_of(const struct iommu_probe_value *value)
{
	return iommu_caps_attributes[value->id].words;
}

int least_order(enum iommu_caps_attribute_id id)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];

	if (attribute->flags & IOMMU_CAPS_FLAG_ALIGN)
		return -1;
	if (attribute->kind == IOMMU_CAPS_KIND_UINT)
		return 1;
	if (attribute->kind != IOMMU_CAPS_KIND_WORD)
		return 0;
	return attribute->words == IOMMU_CAPS_WORDS_SWITCH ||
	       attribute->flags & IOMMU_CAPS_FLAG_ORDER;
}

/* A member of a list of names, and its place in the table; unknown ones last. */
struct member {
	const char *text;
	unsigned int place;
};

static int compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* The copy has room for all of them. */
static void write_words(struct iommu_probe_value *copy, const struct member *members, size_t count)
{
	char *end = copy->words;
	size_t i;

	copy->count = 0;
	for (i = 0; i < count; i++) {
		if (i && !strcmp(members[i].text, members[i - 1].text))
			continue;
		end = stpcpy(end, members[i].text) + 1;
		copy->count++;
	}
}

static int sort_words(struct iommu_probe_value *copy, const struct iommu_probe_value *value)
{
	struct member *members = calloc(value->count + 1, sizeof(*members));
	const char *word = value->words;
	size_t i;

	if (!members)
		return -ENOMEM;
	for (i = 0; i < value->count; i++, word += strlen(word) + 1) {
		members[i].text = word;
		/* -1, a word that nobody knows, is the greatest. */
		members[i].place = (unsigned int)word_find(words_of(value), word);
	}
	qsort(members, value->count, sizeof(*members), compare_members);
	write_words(copy, members, value->count);
	free(members);
	return 0;
}

static void drop_repeated(struct iommu_probe_value *copy)
{
	size_t i, count = 0;

	for (i = 0; i < copy->count; i++)
		if (!count || copy->numbers[count - 1] != copy->numbers[i])
			copy->numbers[count++] = copy->numbers[i];
	copy->count = count;
}

int least_copy(struct iommu_probe_value *copy, const struct iommu_probe_value *value)
{
	int ret;

	ret = value_copy(copy, value);
	if (ret)
		return ret;
	copy->defaulted = false;
	if (copy->numbers)
		drop_repeated(copy);
	return copy->words && copy->count > 1 ? sort_words(copy, value) : 0;
}

bool least_has_word(const struct iommu_probe_value *value, const char *word)
{
	const char *other = value->words;
	size_t i;

	for (i = 0; i < value->count; i++, other += strlen(other) + 1)
		if (!strcmp(other, word))
			return true;
	return false;
}

bool least_has_number(const struct iommu_probe_value *value, uint64_t number)
{
	size_t i;

	for (i = 0; i < value->count; i++)
		if (value->numbers[i] == number)
			return true;
	return false;
}

bool least_equal(const struct iommu_probe_value *a, const struct iommu_probe_value *b)
{
	const char *word = a->words;
	size_t i;

	if (iommu_caps_attributes[a->id].kind == IOMMU_CAPS_KIND_UINT)
		return a->number == b->number;
	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++) {
		if (word ? !least_has_word(b, word) : !least_has_number(b, a->numbers[i]))
			return false;
		if (word)
			word += strlen(word) + 1;
	}
	return true;
}

int least_compare(const struct iommu_probe_value *a, const struct iommu_probe_value *b)
{
	const int order = least_order(a->id);
	int x, y;

	if (!order)
		return 0;
	if (iommu_caps_attributes[a->id].kind == IOMMU_CAPS_KIND_UINT)
		return a->number > b->number ? order : a->number < b->number ? -order : 0;
	x = word_find(words_of(a), a->words);
	y = word_find(words_of(b), b->words);
	return x < 0 || y < 0 ? 0 : x - y;
}

/* Of two lists. */
static void keep_common(struct iommu_probe_value *value, const struct iommu_probe_value *other)
{
	const char *word = value->words;
	char *end = value->words;
	size_t i, length, count = 0;

	for (i = 0; i < value->count; i++) {
		if (word) {
			length = strlen(word) + 1;
			if (least_has_word(other, word)) {
				memmove(end, word, length);
				end += length;
				count++;
			}
			word += length;
		} else if (least_has_number(other, value->numbers[i])) {
			value->numbers[count++] = value->numbers[i];
		}
	}
	value->count = count;
}

static int replace(struct iommu_probe_value *value, const struct iommu_probe_value *other)
{
	struct iommu_probe_value copy;

	if (value_copy(&copy, other))
		return -ENOMEM;
	value_clear(value);
	*value = copy;
	return 0;
}

/* Words that differ. One that nobody knows is in no order. */
static int least_word(struct iommu_probe_value *value, const struct iommu_probe_value *other)
{
	const enum iommu_caps_words words = words_of(value);
	const int a = word_find(words, value->words), b = word_find(words, other->words);

	if (a < 0 || b < 0)
		return 1;
	if (least_order(value->id))
		return a > b ? replace(value, other) : 0;
	if (words != IOMMU_CAPS_WORDS_STALL || a == IOMMU_CAPS_STALL_FORCE ||
	    b == IOMMU_CAPS_STALL_FORCE)
		return 1;
	/* Enabled here and disabled there: nobody may count on it. */
	return b == IOMMU_CAPS_STALL_DISABLED ? replace(value, other) : 0;
}

int least_of(struct iommu_probe_value *value, const struct iommu_probe_value *other)
{
	if (least_equal(value, other))
		return 0;
	switch (iommu_caps_attributes[value->id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		if (least_compare(value, other) > 0)
			value->number = other->number;
		return 0;
	case IOMMU_CAPS_KIND_WORD:
		return least_word(value, other);
	default:
		keep_common(value, other);
		return 0;
	}
}
