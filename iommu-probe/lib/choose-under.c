// SPDX-License-Identifier: MIT
/* Choosing under one model: what all targets offer and the VMM accepts. */
#include <errno.h>
#include <stdlib.h>
#include "answer.h"
#include "choose.h"

struct attempt {
	enum iommu_caps_model_id model;
	const struct iommu_probe_request *request;
	const struct target *targets;
	struct iommu_probe_choice *choice;
	bool single; /* one context descriptor, no PASID */
};

static const char *name_of(enum iommu_caps_attribute_id id)
{
	return iommu_caps_attributes[id].name;
}

static void weigh(struct attempt *a, enum iommu_probe_answer answer)
{
	a->choice->answer = answer_both(a->choice->answer, answer);
}

static const struct candidate *candidate_of(const struct attempt *a, const struct target *target)
{
	return target_candidate(target, a->model);
}

static const struct target *with_candidate(const struct attempt *a, const struct target *target)
{
	while (target && !candidate_of(a, target))
		target = target->next;
	return target;
}

static const struct target *first(const struct attempt *a)
{
	return with_candidate(a, a->targets);
}

static const struct target *next(const struct attempt *a, const struct target *target)
{
	return with_candidate(a, target->next);
}

/* 1: the capability is known. 0: it is not, which is noted. -ENOMEM. */
static int need(struct attempt *a, const struct target *target, enum iommu_caps_attribute_id id)
{
	const struct candidate *candidate = candidate_of(a, target);
	int ret;

	if (iommu_caps_knows(&candidate->caps, id))
		return 1;
	weigh(a, IOMMU_PROBE_ANSWER_UNKNOWN);
	ret = reject(&a->choice->rejections, name_of(id), target->iommu, "unreadable", "%s %s",
		     name_of(id),
		     candidate->unreadable & BIT_ULL(id) ? "could not be read" : "is not reported");
	return ret;
}

static u64 value_of(const struct attempt *a, const struct target *target,
		    enum iommu_caps_attribute_id id)
{
	return candidate_of(a, target)->caps.value[id];
}

static int judge_requirements(struct attempt *a, const struct target *target)
{
	struct candidate *candidate = target_candidate(target, a->model);

	weigh(a, answer_of(candidate->requirements));
	rejections_append(&a->choice->rejections, &candidate->rejections);
	return 0;
}

static int judge_nesting(struct attempt *a, const struct target *target)
{
	const int ret = need(a, target, IOMMU_CAPS_NESTING);

	if (ret <= 0 || value_of(a, target, IOMMU_CAPS_NESTING) == IOMMU_CAPS_SWITCH_ENABLED)
		return ret < 0 ? ret : 0;
	weigh(a, IOMMU_PROBE_ANSWER_NO);
	return reject(&a->choice->rejections, "nesting", target->iommu, "no-nesting",
		      "stage 1 on stage 2, which a guest's own tables need, is %s",
		      iommu_caps_words[value_of(a, target, IOMMU_CAPS_NESTING)].text);
}

/* The widest PASID that IOMMU and device have; 0 and no error: none or unknown. */
static int judge_pasid(struct attempt *a, const struct target *target, u32 *bits)
{
	int ret;

	*bits = 0;
	if (target->has_width && !target->width) {
		weigh(a, IOMMU_PROBE_ANSWER_NO);
		ret = reject(&a->choice->rejections, target->device, target->iommu, "no-pasid",
			     "the device itself has no PASID");
		if (ret)
			return ret;
	}
	ret = need(a, target, IOMMU_CAPS_SSID_BITS);
	if (ret <= 0)
		return ret;
	*bits = (u32)value_of(a, target, IOMMU_CAPS_SSID_BITS);
	if (!*bits) {
		weigh(a, IOMMU_PROBE_ANSWER_NO);
		return reject(&a->choice->rejections, "ssid_bits", target->iommu, "no-pasid",
			      "the IOMMU has no PASID, or it is left off");
	}
	if (target->has_width && target->width && target->width < *bits)
		*bits = target->width;
	return 0;
}

static int judge_bits(struct attempt *a)
{
	const int wanted = a->request->pasid_bits;
	const struct target *target;
	u32 bits, least = wanted < 0 ? 64 : (u32)wanted;
	int ret = 0;

	for (target = first(a); target && !ret; target = next(a, target)) {
		ret = judge_pasid(a, target, &bits);
		if (bits && bits < least)
			least = bits;
		if (ret || wanted)
			continue;
		weigh(a, IOMMU_PROBE_ANSWER_NO);
		ret = reject(&a->choice->rejections, "0 PASID bits", target->iommu, "not-offered",
			     "a single context descriptor is a notion of %s",
			     iommu_caps_models[IOMMU_CAPS_MODEL_ARM_SMMU_V3].name);
	}
	a->choice->bits = least;
	return ret;
}

/* A target without PASIDs, which was noted, has nothing to say of their tables. */
static bool is_out(const struct attempt *a, const struct target *target,
		   enum iommu_caps_attribute_id id)
{
	const struct iommu_caps *caps = &candidate_of(a, target)->caps;

	/* A single context descriptor needs none. */
	if (a->single || (id != IOMMU_CAPS_PASID_TABLE_FORMAT && id != IOMMU_CAPS_PASID0))
		return false;
	return iommu_caps_knows(caps, IOMMU_CAPS_SSID_BITS) && !caps->value[IOMMU_CAPS_SSID_BITS];
}

/* Notes every target that does not say what it offers; it may offer anything. */
static int need_all(struct attempt *a, enum iommu_caps_attribute_id id)
{
	const struct target *target;
	int ret = 1;

	for (target = first(a); target && ret >= 0; target = next(a, target))
		if (!is_out(a, target, id))
			ret = need(a, target, id);
	return ret < 0 ? ret : 0;
}

/* 1: no target is known not to offer it. 0: one is, which is noted. -ENOMEM. */
static int all_offer(struct attempt *a, enum iommu_caps_attribute_id id, int word)
{
	const struct target *target;
	int all = 1, ret = 0;

	for (target = first(a); target && !ret; target = next(a, target)) {
		const struct iommu_caps *caps = &candidate_of(a, target)->caps;

		if (is_out(a, target, id) || !iommu_caps_knows(caps, id) ||
		    iommu_caps_offers(caps, id, (enum iommu_caps_word_id)word))
			continue;
		all = 0;
		ret = reject(&a->choice->rejections, iommu_caps_words[word].text, target->iommu,
			     "not-offered", "not among its %s", name_of(id));
	}
	return ret ? ret : all;
}

/* What came of a list. */
static int conclude(struct attempt *a, bool chosen, enum iommu_caps_attribute_id id)
{
	const struct target *target;
	int ret = 0;

	if (chosen)
		return 0;
	weigh(a, IOMMU_PROBE_ANSWER_NO);
	for (target = first(a); target && !ret; target = next(a, target))
		if (!is_out(a, target, id))
			ret = reject(&a->choice->rejections, name_of(id), target->iommu,
				     "not-offered", "nothing that is accepted is offered by all");
	return ret;
}

/* Those accepted; else those of the first target; where that is silent, all. */
static void preferences(const struct attempt *a, const struct word_list *accept,
			enum iommu_caps_attribute_id id, struct word_list *words)
{
	const struct iommu_caps *caps = &candidate_of(a, first(a))->caps;
	u64 list;
	int i;

	*words = *accept;
	if (accept->count)
		return;
	for (list = caps->value[id]; list; list >>= 8)
		words->words[words->count++] = (int)(list & 0xff) - 1;
	for (i = 0; !iommu_caps_knows(caps, id) && i < IOMMU_CAPS_ALL_WORDS; i++)
		if (iommu_caps_words[i].words == iommu_caps_attributes[id].words)
			words->words[words->count++] = i;
}

static const struct iommu_caps_format *format_of(const struct attempt *a, int word)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_FORMATS; i++)
		if (iommu_caps_formats[i].model == a->model &&
		    (int)iommu_caps_formats[i].word == word)
			return &iommu_caps_formats[i];
	return NULL;
}

/* Those that all offer, in order, as far as one that reaches the wanted bits. */
static int offered_formats(struct attempt *a, const struct iommu_caps_format *formats[],
			   size_t *count)
{
	const struct iommu_caps_format *format;
	struct word_list words;
	size_t i;
	int ret;

	*count = 0;
	preferences(a, &a->request->accept, IOMMU_CAPS_PASID_TABLE_FORMAT, &words);
	for (i = 0; i < words.count; i++) {
		format = format_of(a, words.words[i]);
		if (!format)
			continue;
		ret = all_offer(a, IOMMU_CAPS_PASID_TABLE_FORMAT, (int)format->word);
		if (ret < 0)
			return ret;
		if (!ret)
			continue;
		formats[(*count)++] = format;
		if (format->reach >= a->choice->bits)
			break;
	}
	return 0;
}

static int reject_reach(struct attempt *a, const struct iommu_caps_format *format)
{
	const struct target *target;
	int ret = 0;

	for (target = first(a); target && !ret; target = next(a, target))
		ret = reject(&a->choice->rejections, iommu_caps_words[format->word].text,
			     target->iommu, "beyond-reach", "it reaches %u bits, %u are wanted",
			     format->reach, a->choice->bits);
	return ret;
}

/* The first that reaches the wanted bits, else the one of widest reach. */
static int choose_format(struct attempt *a)
{
	const struct iommu_caps_format *formats[WORDS_MAX], *widest = NULL;
	size_t i, count;
	int ret;

	ret = need_all(a, IOMMU_CAPS_PASID_TABLE_FORMAT);
	if (!ret)
		ret = offered_formats(a, formats, &count);
	if (ret)
		return ret;
	for (i = 0; i < count; i++)
		if (!widest || formats[i]->reach > widest->reach)
			widest = formats[i];
	for (i = 0; i < count && !ret; i++)
		if (formats[i] != widest)
			ret = reject_reach(a, formats[i]);
	a->choice->format = widest;
	if (widest && widest->reach < a->choice->bits)
		a->choice->bits = widest->reach;
	return ret ? ret : conclude(a, widest, IOMMU_CAPS_PASID_TABLE_FORMAT);
}

/* Stage 1 is all that it needs; which choose_pgtable() looks at. */
static int choose_single(struct attempt *a)
{
	const struct word_list *accept = &a->request->accept;
	bool accepted = !accept->count;
	size_t i;

	for (i = 0; i < accept->count; i++)
		if (accept->words[i] == IOMMU_CAPS_PASID_TABLE_LINEAR)
			accepted = true;
	a->choice->bits = 0;
	a->choice->format = format_of(a, IOMMU_CAPS_PASID_TABLE_LINEAR);
	return conclude(a, accepted, IOMMU_CAPS_PASID_TABLE_FORMAT);
}

/* The first of words that all offer; -1 if there is none. */
static int first_offered(struct attempt *a, enum iommu_caps_attribute_id id,
			 const struct word_list *words, int *chosen)
{
	size_t i;
	int ret;

	*chosen = -1;
	ret = need_all(a, id);
	for (i = 0; i < words->count && !ret; i++) {
		ret = all_offer(a, id, words->words[i]);
		if (ret > 0)
			*chosen = words->words[i];
	}
	return ret < 0 ? ret : conclude(a, *chosen >= 0, id);
}

static int choose_pgtable(struct attempt *a)
{
	struct word_list words;

	preferences(a, &a->request->pgtable, IOMMU_CAPS_PGTABLE_FORMAT, &words);
	return first_offered(a, IOMMU_CAPS_PGTABLE_FORMAT, &words, &a->choice->pgtable);
}

/* Under VT-d the PASID table holds host-physical addresses and stays the host's. */
static bool guest_owns_table(const struct attempt *a)
{
	return a->model != IOMMU_CAPS_MODEL_INTEL_VTD;
}

/* Where the guest owns no PASID table, only if it was asked for. */
static int choose_pasid0(struct attempt *a)
{
	/* The most useful first. */
	static const struct word_list all = {
		{ IOMMU_CAPS_PASID0_PASID0, IOMMU_CAPS_PASID0_BYPASS, IOMMU_CAPS_PASID0_TERMINATE },
		3,
	};
	const struct word_list asked = { { a->request->pasid0 }, 1 };
	const bool owned = guest_owns_table(a);
	int ret;

	a->choice->pasid0 = -1;
	if (a->single || (!owned && a->request->pasid0 < 0))
		return 0;
	ret = first_offered(a, IOMMU_CAPS_PASID0, a->request->pasid0 < 0 ? &all : &asked,
			    &a->choice->pasid0);
	if (!owned)
		a->choice->pasid0 = -1;
	return ret;
}

/* The greatest of the table's own and of what each target wants. */
static int choose_align(struct attempt *a)
{
	const struct target *target;
	u64 align;
	int ret;

	if (!a->choice->format || !guest_owns_table(a))
		return 0;
	align = iommu_caps_pasid_table_align(a->choice->format, a->choice->bits);
	for (target = first(a); target; target = next(a, target)) {
		ret = need(a, target, IOMMU_CAPS_PASID_TABLE_ALIGN);
		if (ret < 0)
			return ret;
		if (ret && value_of(a, target, IOMMU_CAPS_PASID_TABLE_ALIGN) > align)
			align = value_of(a, target, IOMMU_CAPS_PASID_TABLE_ALIGN);
	}
	a->choice->align = align;
	return 0;
}

/* The least, where every target reports it; 0 is not reported. */
static u32 least_width(const struct attempt *a, enum iommu_caps_attribute_id id)
{
	const struct target *target;
	u32 least = UINT32_MAX;

	for (target = first(a); target; target = next(a, target)) {
		const struct iommu_caps *caps = &candidate_of(a, target)->caps;
		const u32 width = iommu_caps_knows(caps, id) ? (u32)caps->value[id] : 0;

		if (width < least)
			least = width;
	}
	return least;
}

int choose_under(enum iommu_caps_model_id model, const struct iommu_probe_request *request,
		 const struct target *targets, struct iommu_probe_choice *choice)
{
	struct attempt a = {
		.model = model,
		.request = request,
		.targets = targets,
		.choice = choice,
		.single = !request->pasid_bits && model == IOMMU_CAPS_MODEL_ARM_SMMU_V3,
	};
	const struct target *target;
	int ret = 0;

	choice->answer = IOMMU_PROBE_ANSWER_YES;
	for (target = first(&a); target && !ret; target = next(&a, target)) {
		ret = judge_requirements(&a, target);
		if (!ret)
			ret = judge_nesting(&a, target);
	}
	if (!ret && !a.single)
		ret = judge_bits(&a);
	if (!ret)
		ret = a.single ? choose_single(&a) : choose_format(&a);
	if (!ret)
		ret = choose_pgtable(&a);
	if (!ret)
		ret = choose_pasid0(&a);
	if (!ret)
		ret = choose_align(&a);
	choice->input_bits = least_width(&a, IOMMU_CAPS_INPUT_BITS);
	choice->output_bits = least_width(&a, IOMMU_CAPS_OUTPUT_BITS);
	return ret;
}
