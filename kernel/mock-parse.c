// SPDX-License-Identifier: GPL-2.0
/*
 * Text of attributes and registers, the way back: from what is written to
 * configfs to values. What no IOMMU shows is refused.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/string.h>
#include "mock.h"

#define BITS_MAX	64
#define LEVEL_MAX	2

/* No sign, no prefix, no blanks, and no more than readers have room for. */
static int parse_number(const char *text, u64 *number)
{
	int ret;

	if (!isdigit(*text))
		return -EINVAL;
	ret = kstrtou64(text, 10, number);
	if (!ret && *number > S64_MAX)
		return -ERANGE;
	return ret;
}

static int parse_uint(u32 flags, const char *text, u64 *value)
{
	const int ret = parse_number(text, value);

	if (ret)
		return ret;
	if (flags & IOMMU_CAPS_FLAG_BITS && *value > BITS_MAX)
		return -ERANGE;
	if (flags & IOMMU_CAPS_FLAG_LEVEL && *value > LEVEL_MAX)
		return -ERANGE;
	if (flags & IOMMU_CAPS_FLAG_ALIGN && !is_power_of_2(*value))
		return -EINVAL;
	return 0;
}

static int find_word(enum iommu_caps_words words, const char *text)
{
	int i;

	for (i = 0; i < IOMMU_CAPS_ALL_WORDS; i++)
		if (iommu_caps_words[i].words == words && !strcmp(iommu_caps_words[i].text, text))
			return i;
	return -EINVAL;
}

/* Whether a PASID table format is one of the model's; other words are anybody's. */
static bool is_of_model(enum iommu_caps_model_id model, int word)
{
	unsigned int i;

	if (iommu_caps_words[word].words != IOMMU_CAPS_WORDS_PASID_TABLE)
		return true;
	for (i = 0; i < IOMMU_CAPS_FORMATS; i++)
		if (iommu_caps_formats[i].model == model && iommu_caps_formats[i].word == word)
			return true;
	return false;
}

static int parse_names(struct iommu_caps *caps, enum iommu_caps_attribute_id id, char *text)
{
	unsigned int count = 0;
	const char *name;
	int word;

	iommu_caps_set_none(caps, id);
	if (!strcmp(text, "none"))
		return 0;
	while ((name = strsep(&text, " "))) {
		word = find_word(iommu_caps_attributes[id].words, name);
		if (word < 0 || !is_of_model(caps->model, word) ||
		    iommu_caps_offers(caps, id, word))
			return -EINVAL;
		if (++count > IOMMU_CAPS_NAMES_MAX)
			return -E2BIG;
		iommu_caps_add(caps, id, word);
	}
	return 0;
}

static int parse_numbers(char *text, u64 *set)
{
	const char *word;
	u64 number;
	int ret;

	*set = 0;
	if (!strcmp(text, "none"))
		return 0;
	while ((word = strsep(&text, " "))) {
		ret = parse_number(word, &number);
		if (ret)
			return ret;
		/* Ascending: no lower one may be there as yet. */
		if (!is_power_of_2(number) || *set >= number)
			return -EINVAL;
		*set |= number;
	}
	return 0;
}

/**
 * iommu_caps_mock_parse - set an attribute by its text
 * @caps: what to change; of no use after an error
 * @id: which attribute
 * @text: its text, or "" for an attribute without a file; is written to
 *
 * Return: 0, -EINVAL for a text that no IOMMU shows, -ERANGE for a number that
 * is too big, -E2BIG for too many words
 */
int iommu_caps_mock_parse(struct iommu_caps *caps, enum iommu_caps_attribute_id id,
			  char *text)
{
	const struct iommu_caps_attribute *attribute = &iommu_caps_attributes[id];
	u64 value;
	int ret;

	if (!*text) {
		caps->known &= ~BIT_ULL(id);
		return 0;
	}
	switch (attribute->kind) {
	case IOMMU_CAPS_KIND_UINT:
		ret = parse_uint(attribute->flags, text, &value);
		break;
	case IOMMU_CAPS_KIND_WORD:
		ret = find_word(attribute->words, text);
		value = ret;
		break;
	case IOMMU_CAPS_KIND_NAMES:
		return parse_names(caps, id, text);
	case IOMMU_CAPS_KIND_NUMBERS:
		ret = parse_numbers(text, &value);
		break;
	default:
		return -EINVAL;
	}
	if (ret < 0)
		return ret;
	iommu_caps_set(caps, id, value);
	return 0;
}

static int parse_register(const struct iommu_caps_register *known, char *text,
			  struct iommu_caps_regs *regs)
{
	const char *name = strsep(&text, "=");
	unsigned int i;
	u64 value;
	int ret;

	for (i = 0; known[i].name; i++)
		if (!strcmp(known[i].name, name))
			break;
	if (!known[i].name || !text || iommu_caps_regs_has(regs, i))
		return -EINVAL;
	ret = kstrtou64(text, known[i].use == IOMMU_CAPS_REGISTER_FACT ? 10 : 16, &value);
	if (ret)
		return ret;
	if (known[i].bits < 64 && value >> known[i].bits)
		return -ERANGE;
	iommu_caps_regs_set(regs, i, value);
	return 0;
}

/**
 * iommu_caps_mock_parse_regs - registers by their text
 * @known: those of the model
 * @text: "name=word …", words in hexadecimal, of facts in decimal; is written to
 * @regs: gets the registers
 *
 * Return: 0, -EINVAL for what is no register or no number, -ERANGE for a word
 * that is wider than the register
 */
int iommu_caps_mock_parse_regs(const struct iommu_caps_register *known, char *text,
			       struct iommu_caps_regs *regs)
{
	char *word;
	int ret;

	memset(regs, 0, sizeof(*regs));
	while ((word = strsep(&text, " "))) {
		ret = parse_register(known, word, regs);
		if (ret)
			return ret;
	}
	return 0;
}
