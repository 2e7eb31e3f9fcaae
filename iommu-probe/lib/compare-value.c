// SPDX-License-Identifier: MIT
/*
 * Two values of a capability: may a guest that relies on the first meet the
 * second? "Does not block" is transitive, whatever is not reported in between:
 * a value may go unreported only where any other would do.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compare.h"
#include "least-value.h"
#include "result.h"

static const struct iommu_caps_attribute *attribute_of(const struct iommu_probe_value *value)
{
	return &iommu_caps_attributes[value->id];
}

/* A row of the table of words; -1: nobody knows the word. */
static int row_of(const struct iommu_probe_value *value)
{
	return word_find(attribute_of(value)->words, value->words);
}

/*
 * The least of its kind, which all others are more than. Alignments have none,
 * nor have words without order: of stall, force is not more than disabled.
 */
static bool is_least(const struct iommu_probe_value *value)
{
	int row;

	switch (attribute_of(value)->kind) {
	case IOMMU_CAPS_KIND_UINT:
		return least_order(value->id) > 0 && !value->number;
	case IOMMU_CAPS_KIND_WORD:
		row = row_of(value);
		return least_order(value->id) && row >= 0 &&
		       (!row ||
			iommu_caps_words[row - 1].words != attribute_of(value)->words);
	default:
		return !value->count;
	}
}

/* Of words that differ and have no order. */
static bool is_blocking(const struct iommu_probe_value *a, const struct iommu_probe_value *b)
{
	const int from = row_of(a), to = row_of(b);

	if (from < 0 || to < 0)
		return true;
	switch (attribute_of(a)->words) {
	case IOMMU_CAPS_WORDS_STALL:
		return from == IOMMU_CAPS_STALL_ENABLED || to == IOMMU_CAPS_STALL_FORCE;
	case IOMMU_CAPS_WORDS_ENDIAN:
		return to != IOMMU_CAPS_ENDIAN_BOTH;
	default:
		return true;
	}
}

static enum iommu_probe_change compare_words(const struct iommu_probe_value *a,
					     const struct iommu_probe_value *b, bool *blocking)
{
	const int more = least_compare(b, a);

	if (!least_order(a->id)) {
		*blocking = is_blocking(a, b);
		return IOMMU_PROBE_CHANGE_CHANGED;
	}
	/* A word that nobody knows. */
	if (!more) {
		*blocking = !is_least(a);
		return IOMMU_PROBE_CHANGE_CHANGED;
	}
	*blocking = more < 0;
	if (more > 0)
		return IOMMU_PROBE_CHANGE_MORE;
	return attribute_of(a)->words == IOMMU_CAPS_WORDS_SWITCH ? IOMMU_PROBE_CHANGE_OFF :
								   IOMMU_PROBE_CHANGE_LOWER;
}

/* Writes those of a that b lacks, where they are asked for; how many. */
static size_t find_missing(const struct iommu_probe_value *a, const struct iommu_probe_value *b,
			   FILE *out)
{
	size_t i, count = 0;

	for (i = 0; i < a->count; i++) {
		const char *word = iommu_probe_value_get_word(a, i);

		if (word ? least_has_word(b, word) : least_has_number(b, a->numbers[i]))
			continue;
		if (out && word)
			fprintf(out, "%s%s", count ? "," : "", word);
		else if (out)
			fprintf(out, "%s%" PRIu64, count ? "," : "", a->numbers[i]);
		count++;
	}
	return count;
}

static enum iommu_probe_change compare_numbers(const struct iommu_probe_value *a,
					       const struct iommu_probe_value *b, bool *blocking)
{
	*blocking = least_compare(b, a) < 0;
	if (!*blocking)
		return IOMMU_PROBE_CHANGE_MORE;
	return least_order(a->id) < 0 ? IOMMU_PROBE_CHANGE_GREATER : IOMMU_PROBE_CHANGE_SMALLER;
}

bool compare_values(const struct iommu_probe_value *a, const struct iommu_probe_value *b,
		    enum iommu_probe_change *change, bool *blocking)
{
	if (!b->known) {
		*change = IOMMU_PROBE_CHANGE_NOT_REPORTED;
		*blocking = true;
		return !is_least(a);
	}
	if (least_equal(a, b))
		return false;
	switch (attribute_of(a)->kind) {
	case IOMMU_CAPS_KIND_UINT:
		*change = compare_numbers(a, b, blocking);
		break;
	case IOMMU_CAPS_KIND_WORD:
		*change = compare_words(a, b, blocking);
		break;
	default:
		*blocking = find_missing(a, b, NULL);
		*change = *blocking ? IOMMU_PROBE_CHANGE_MISSING_WORD : IOMMU_PROBE_CHANGE_MORE;
		break;
	}
	return true;
}

static char *missing_message(const struct iommu_probe_value *a, const struct iommu_probe_value *b)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs("lacks ", out);
	find_missing(a, b, out);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

char *compare_message(const struct iommu_probe_value *a, const struct iommu_probe_value *b,
		      enum iommu_probe_change change)
{
	char *from, *to = NULL, *text = NULL;
	int n = -1;

	if (change == IOMMU_PROBE_CHANGE_MISSING_WORD)
		return missing_message(a, b);
	from = value_text(a);
	if (change == IOMMU_PROBE_CHANGE_NOT_REPORTED)
		to = strdup("not reported");
	else
		to = value_text(b);
	if (from && to)
		n = asprintf(&text, "%s instead of %s", to, from);
	free(from);
	free(to);
	return n < 0 ? NULL : text;
}
