// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The rows of iommu-caps-defs.h as tables, and the text of a value. Built into
 * the kernel and into libiommu-probe.
 */
#include <linux/export.h>
#include <linux/iommu-caps.h>
#include <linux/kernel.h>
#include <linux/string.h>

const struct iommu_caps_model iommu_caps_models[IOMMU_CAPS_MODELS] = {
#define IOMMU_CAPS_DEF_MODEL(id, name, align) \
	[IOMMU_CAPS_MODEL_##id] = { name, IOMMU_CAPS_NUMBER_##id, align },
#include <linux/iommu-caps-defs.h>
};
EXPORT_SYMBOL_GPL(iommu_caps_models);

#define ON(model) BIT(IOMMU_CAPS_MODEL_##model)

/* Lists and numbers have no word as their default. */
#define IOMMU_CAPS_0 0

const struct iommu_caps_attribute iommu_caps_attributes[IOMMU_CAPS_ATTRIBUTES] = {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, name, kind, words, flags, fallback, models, doc) \
	[IOMMU_CAPS_##id] = { name, doc, IOMMU_CAPS_KIND_##kind,			\
			      IOMMU_CAPS_WORDS_##words, IOMMU_CAPS_FLAG_##flags,	\
			      IOMMU_CAPS_##fallback, models },
#include <linux/iommu-caps-defs.h>
};
EXPORT_SYMBOL_GPL(iommu_caps_attributes);

/* Alignment to its own size, in a row of the table of formats. */
#define SIZE 0

const struct iommu_caps_format iommu_caps_formats[IOMMU_CAPS_FORMATS] = {
#define IOMMU_CAPS_DEF_FORMAT(model, id, code, ...)				\
	[IOMMU_CAPS_FORMAT_##model##_##id] = { IOMMU_CAPS_MODEL_##model,	\
					       IOMMU_CAPS_PASID_TABLE_##id,	\
					       IOMMU_PASID_TABLE_##code, __VA_ARGS__ },
#include <linux/iommu-caps-defs.h>
};
EXPORT_SYMBOL_GPL(iommu_caps_formats);

const struct iommu_caps_word iommu_caps_words[IOMMU_CAPS_ALL_WORDS] = {
#define IOMMU_CAPS_DEF_WORD(words, id, text) \
	[IOMMU_CAPS_##words##_##id] = { IOMMU_CAPS_WORDS_##words, text },
#include <linux/iommu-caps-defs.h>
};
EXPORT_SYMBOL_GPL(iommu_caps_words);

/**
 * iommu_caps_init - begin a set of capabilities
 * @caps: what to fill
 * @model: the programming model that it is about
 *
 * What every IOMMU of a model has is set, all else is unknown.
 */
void iommu_caps_init(struct iommu_caps *caps, enum iommu_caps_model_id model)
{
	const u32 bit = BIT(model);

	memset(caps, 0, sizeof(*caps));
	caps->model = model;
	iommu_caps_set(caps, IOMMU_CAPS_MODEL, iommu_caps_models[model].number);
	if (iommu_caps_attributes[IOMMU_CAPS_PASID_TABLE_ALIGN].models & bit)
		iommu_caps_set(caps, IOMMU_CAPS_PASID_TABLE_ALIGN,
			       iommu_caps_models[model].align);
}
EXPORT_SYMBOL_GPL(iommu_caps_init);

/**
 * iommu_caps_add - append a word to a list of names
 * @caps: what to change
 * @id: the list, which becomes known
 * @word: the word; a ninth is dropped
 */
void iommu_caps_add(struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		    enum iommu_caps_word_id word)
{
	unsigned int shift;

	caps->known |= BIT_ULL(id);
	for (shift = 0; shift < 8 * IOMMU_CAPS_NAMES_MAX; shift += 8) {
		if (caps->value[id] >> shift & 0xff)
			continue;
		caps->value[id] |= (u64)(word + 1) << shift;
		return;
	}
}
EXPORT_SYMBOL_GPL(iommu_caps_add);

/**
 * iommu_caps_offers - whether a list of names has a word
 * @caps: where the list is
 * @id: which list
 * @word: the word
 *
 * Return: true if it does; false also where the list is not known
 */
bool iommu_caps_offers(const struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		       enum iommu_caps_word_id word)
{
	u64 list;

	if (!iommu_caps_knows(caps, id))
		return false;
	for (list = caps->value[id]; list; list >>= 8)
		if ((list & 0xff) == word + 1)
			return true;
	return false;
}
EXPORT_SYMBOL_GPL(iommu_caps_offers);

static int format_names(u64 list, char *text, size_t size)
{
	int len = 0;

	for (; list; list >>= 8)
		len += scnprintf(text + len, size - len, "%s%s", len ? " " : "",
				 iommu_caps_words[(list & 0xff) - 1].text);
	return len;
}

static int format_numbers(u64 set, char *text, size_t size)
{
	int len = 0;

	for (; set; set &= set - 1)
		len += scnprintf(text + len, size - len, "%s%llu", len ? " " : "",
				 (unsigned long long)(set & -set));
	return len;
}

/**
 * iommu_caps_format - the text of a value, as its file shows it
 * @caps: where the value is
 * @id: which attribute
 * @text: gets the text, without a final newline
 * @size: size of @text; IOMMU_CAPS_TEXT_MAX is enough for every value
 *
 * Return: length of the text, 0 if the value is not known
 */
int iommu_caps_format(const struct iommu_caps *caps,
		      enum iommu_caps_attribute_id id, char *text, size_t size)
{
	const u64 value = caps->value[id];

	if (!iommu_caps_knows(caps, id))
		return 0;

	switch (iommu_caps_attributes[id].kind) {
	case IOMMU_CAPS_KIND_UINT:
		return scnprintf(text, size, "%llu", (unsigned long long)value);
	case IOMMU_CAPS_KIND_WORD:
		return scnprintf(text, size, "%s", iommu_caps_words[value].text);
	case IOMMU_CAPS_KIND_NAMES:
		return value ? format_names(value, text, size) :
			       scnprintf(text, size, "none");
	case IOMMU_CAPS_KIND_NUMBERS:
		return value ? format_numbers(value, text, size) :
			       scnprintf(text, size, "none");
	}
	return 0;
}
EXPORT_SYMBOL_GPL(iommu_caps_format);
