// SPDX-License-Identifier: MIT
/* The text of an attribute: a byte that says which one, then the text. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include "fuzz.h"

static void check_word(const char *word)
{
	const size_t length = strlen(word);
	size_t i;

	MUST(length >= 1 && length <= 63);
	for (i = 0; i < length; i++)
		MUST(isgraph((unsigned char)word[i]));
}

static void check_value(const struct iommu_probe_value *value)
{
	const u32 flags = iommu_caps_attributes[value->id].flags;
	size_t i;

	for (i = 0; i < value->count; i++) {
		const char *word = iommu_probe_value_get_word(value, i);
		const uint64_t number = iommu_probe_value_get_number(value, i);

		if (word) {
			check_word(word);
			continue;
		}
		MUST(number <= INT64_MAX);
		MUST(!(flags & IOMMU_CAPS_FLAG_BITS) || number <= 64);
		MUST(!i || number >= iommu_probe_value_get_number(value, i - 1));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	const enum iommu_caps_attribute_id id = input_number(&input, 1) % IOMMU_CAPS_ATTRIBUTES;
	struct iommu_probe_value value = { 0 };
	/* As the readers leave it: with a NUL behind. */
	char *text = calloc(1, input.left + 1);
	int ret;

	MUST(text);
	memcpy(text, input.data, input.left);
	ret = value_parse(&value, id, text, input.left);
	MUST(!ret || ret == -EINVAL || ret == -ERANGE);
	if (!ret) {
		MUST(value.known && value.id == id);
		check_value(&value);
	} else {
		MUST(!value.known && *value_complaint(id, -ret));
	}
	value_clear(&value);
	free(text);
	return 0;
}
