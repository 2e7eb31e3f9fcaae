/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What an IOMMU can do, in the form that decoders fill and that files and
 * documents are made of. Compiled into the kernel and into libiommu-probe.
 */
#ifndef _LINUX_IOMMU_CAPS_H
#define _LINUX_IOMMU_CAPS_H

#include <linux/bits.h>
#include <linux/types.h>
#include <uapi/linux/iommu-caps.h>

/* Rows of the table of models */
enum iommu_caps_model_id {
#define IOMMU_CAPS_DEF_MODEL(id, ...) IOMMU_CAPS_MODEL_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_MODELS
};

/* Rows of the table of attributes */
enum iommu_caps_attribute_id {
#define IOMMU_CAPS_DEF_ATTRIBUTE(id, ...) IOMMU_CAPS_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_ATTRIBUTES
};

/* Sets of words */
enum iommu_caps_words {
	IOMMU_CAPS_WORDS_NONE,
	IOMMU_CAPS_WORDS_SWITCH,
	IOMMU_CAPS_WORDS_HTTU,
	IOMMU_CAPS_WORDS_STALL,
	IOMMU_CAPS_WORDS_S1,
	IOMMU_CAPS_WORDS_S2,
	IOMMU_CAPS_WORDS_PASID_TABLE,
	IOMMU_CAPS_WORDS_PASID0,
	IOMMU_CAPS_WORDS_STREAM,
	IOMMU_CAPS_WORDS_ENDIAN,
	IOMMU_CAPS_WORDS_INTREMAP,
};

/* Rows of the table of PASID table formats */
enum iommu_caps_format_id {
#define IOMMU_CAPS_DEF_FORMAT(model, id, ...) IOMMU_CAPS_FORMAT_##model##_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_FORMATS
};

/* Rows of the table of words */
enum iommu_caps_word_id {
#define IOMMU_CAPS_DEF_WORD(words, id, ...) IOMMU_CAPS_##words##_##id,
#include <linux/iommu-caps-defs.h>
	IOMMU_CAPS_ALL_WORDS
};

enum iommu_caps_kind {
	IOMMU_CAPS_KIND_UINT,
	IOMMU_CAPS_KIND_WORD,
	IOMMU_CAPS_KIND_NAMES,
	IOMMU_CAPS_KIND_NUMBERS,
};

/* Flags of an attribute; see iommu-caps-defs.h */
#define IOMMU_CAPS_FLAG_PLAIN		0
#define IOMMU_CAPS_FLAG_BITS		BIT(0)
#define IOMMU_CAPS_FLAG_WIDTH		(BIT(1) | IOMMU_CAPS_FLAG_BITS)
#define IOMMU_CAPS_FLAG_ORDER		BIT(2)
#define IOMMU_CAPS_FLAG_ALIGN		BIT(3)
#define IOMMU_CAPS_FLAG_REQUIRED	BIT(4)
#define IOMMU_CAPS_FLAG_LEVEL		BIT(5)

/* A list of names holds up to eight words, one a byte of its value. */
#define IOMMU_CAPS_NAMES_MAX	8

/* The longest text of a value: 64 powers of two, parted by blanks. */
#define IOMMU_CAPS_TEXT_MAX	1024

/**
 * struct iommu_caps_model - a row of the table of models
 * @name: name of the model directory
 * @number: content of its file "model"
 * @align: least alignment of a PASID table's base pointer, in bytes
 */
struct iommu_caps_model {
	const char *name;
	u32 number;
	u32 align;
};

/**
 * struct iommu_caps_attribute - a row of the table of attributes
 * @name: name of the file
 * @doc: what it says, in one line
 * @kind: form of its text
 * @words: the set of words that it is made of
 * @flags: IOMMU_CAPS_FLAG_BITS and so on
 * @fallback: what an absent file means: number, word or 0 for an empty list
 * @models: a bit for each model that has the notion
 */
struct iommu_caps_attribute {
	const char *name;
	const char *doc;
	enum iommu_caps_kind kind;
	enum iommu_caps_words words;
	u32 flags;
	u32 fallback;
	u32 models;
};

/**
 * struct iommu_caps_word - a row of the table of words
 * @words: the set that it belongs to
 * @text: how it is written
 */
struct iommu_caps_word {
	enum iommu_caps_words words;
	const char *text;
};

/**
 * struct iommu_caps_format - a row of the table of PASID table formats
 * @model: the model that has it
 * @word: its name
 * @code: what stands for it in struct iommu_pasid_table_config
 * @entry: the root table has @entry << max(@floor, bits - @leaf) bytes
 * @leaf: see @entry
 * @floor: see @entry
 * @align: of the root table, in bytes; 0: its own size, 64 at least
 * @reach: most bits of PASID
 * @width: bits of an address that the base may have
 */
struct iommu_caps_format {
	enum iommu_caps_model_id model;
	enum iommu_caps_word_id word;
	u32 code;
	u32 entry;
	u32 leaf;
	u32 floor;
	u32 align;
	u32 reach;
	u32 width;
};

extern const struct iommu_caps_model iommu_caps_models[IOMMU_CAPS_MODELS];
extern const struct iommu_caps_attribute iommu_caps_attributes[IOMMU_CAPS_ATTRIBUTES];
extern const struct iommu_caps_format iommu_caps_formats[IOMMU_CAPS_FORMATS];
extern const struct iommu_caps_word iommu_caps_words[IOMMU_CAPS_ALL_WORDS];

/**
 * struct iommu_caps - capabilities of one IOMMU under one programming model
 * @model: which model, an index of iommu_caps_models
 * @known: a bit for each attribute that has a value; the others have no file
 * @value: by the attribute's kind: the number; the word; up to
 *	IOMMU_CAPS_NAMES_MAX words in bytes, the first in the lowest, each plus
 *	one; a bit for each power of two
 */
struct iommu_caps {
	enum iommu_caps_model_id model;
	u64 known;
	u64 value[IOMMU_CAPS_ATTRIBUTES];
};

#define IOMMU_CAPS_REGS_MAX	16

/**
 * struct iommu_caps_regs - what a decoder works from
 * @known: a bit for each value that could be had
 * @value: by the model's own numbering, in its header in models/
 */
struct iommu_caps_regs {
	u32 known;
	u64 value[IOMMU_CAPS_REGS_MAX];
};

static inline void iommu_caps_regs_set(struct iommu_caps_regs *regs,
				       unsigned int reg, u64 value)
{
	regs->value[reg] = value;
	regs->known |= BIT(reg);
}

static inline bool iommu_caps_regs_has(const struct iommu_caps_regs *regs,
				       unsigned int reg)
{
	return regs->known & BIT(reg);
}

/* For attributes that are a number, a word, or powers of two. */
static inline void iommu_caps_set(struct iommu_caps *caps,
				  enum iommu_caps_attribute_id id, u64 value)
{
	caps->value[id] = value;
	caps->known |= BIT_ULL(id);
}

static inline void iommu_caps_set_switch(struct iommu_caps *caps,
					 enum iommu_caps_attribute_id id, bool on)
{
	iommu_caps_set(caps, id, on ? IOMMU_CAPS_SWITCH_ENABLED :
				      IOMMU_CAPS_SWITCH_DISABLED);
}

/*
 * For a width that comes from a firmware table, which may say anything: none
 * where it is more than an address has, or nothing at all.
 */
static inline void iommu_caps_set_width(struct iommu_caps *caps,
					enum iommu_caps_attribute_id id,
					const struct iommu_caps_regs *regs,
					unsigned int reg)
{
	if (iommu_caps_regs_has(regs, reg) && regs->value[reg] && regs->value[reg] <= 64)
		iommu_caps_set(caps, id, regs->value[reg]);
}

/* For lists of names: makes the list known and empty. */
static inline void iommu_caps_set_none(struct iommu_caps *caps,
				       enum iommu_caps_attribute_id id)
{
	iommu_caps_set(caps, id, 0);
}

void iommu_caps_add(struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		    enum iommu_caps_word_id word);

bool iommu_caps_offers(const struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		       enum iommu_caps_word_id word);

static inline bool iommu_caps_knows(const struct iommu_caps *caps,
				    enum iommu_caps_attribute_id id)
{
	return caps->known & BIT_ULL(id);
}

void iommu_caps_init(struct iommu_caps *caps, enum iommu_caps_model_id model);
int iommu_caps_format(const struct iommu_caps *caps,
		      enum iommu_caps_attribute_id id, char *text, size_t size);

u64 iommu_caps_pasid_table_size(const struct iommu_caps_format *format, u32 bits);
u64 iommu_caps_pasid_table_align(const struct iommu_caps_format *format, u32 bits);
int iommu_caps_check_pasid_table(const struct iommu_caps *caps,
				 const struct iommu_pasid_table_config *config);

#endif /* _LINUX_IOMMU_CAPS_H */
