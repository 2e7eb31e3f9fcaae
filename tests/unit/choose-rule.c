// SPDX-License-Identifier: MIT
#include "choose-rule.h"
#include <string.h>
#include "pasid-rule.h"

#define SMMU IOMMU_CAPS_MODEL_ARM_SMMU_V3
#define VTD IOMMU_CAPS_MODEL_INTEL_VTD

/* One model, those that show it, and whether all do. */
struct trial {
	enum iommu_caps_model_id model;
	const struct iommu_probe_request *request;
	const struct random_target *targets[RANDOM_TARGETS];
	const struct iommu_caps *caps[RANDOM_TARGETS];
	size_t count;
	bool single;
	bool certain_no;
	bool open;
};

const struct random_model *choose_rule_model(const struct random_target *target,
					     enum iommu_caps_model_id model)
{
	size_t i;

	for (i = 0; i < target->count; i++)
		if (target->models[i].caps.model == model)
			return &target->models[i];
	return NULL;
}

static bool is_silent(const struct random_target *target)
{
	return !target->alone && !target->count && !target->foreign;
}

static unsigned int reach_of(int format)
{
	switch (format) {
	case IOMMU_CAPS_PASID_TABLE_GCR3_1LVL:
		return 9;
	case IOMMU_CAPS_PASID_TABLE_GCR3_2LVL:
		return 18;
	case IOMMU_CAPS_PASID_TABLE_GCR3_3LVL:
		return 27;
	case IOMMU_CAPS_PASID_TABLE_PD8:
		return 8;
	case IOMMU_CAPS_PASID_TABLE_PD17:
		return 17;
	case IOMMU_CAPS_PASID_TABLE_PD20:
	case IOMMU_CAPS_PASID_TABLE_SCALABLE:
		return 20;
	default:
		return 31;
	}
}

static unsigned int code_of(int format)
{
	switch (format) {
	case IOMMU_CAPS_PASID_TABLE_SCALABLE:
	case IOMMU_CAPS_PASID_TABLE_2LVL_4K:
	case IOMMU_CAPS_PASID_TABLE_GCR3_2LVL:
	case IOMMU_CAPS_PASID_TABLE_PD8:
		return 1;
	case IOMMU_CAPS_PASID_TABLE_2LVL_64K:
	case IOMMU_CAPS_PASID_TABLE_GCR3_3LVL:
	case IOMMU_CAPS_PASID_TABLE_PD17:
		return 2;
	case IOMMU_CAPS_PASID_TABLE_PD20:
		return 3;
	default:
		return 0;
	}
}

static bool knows(const struct trial *t, size_t i, enum iommu_caps_attribute_id id)
{
	return t->caps[i]->known >> id & 1;
}

static bool lists(const struct iommu_caps *caps, enum iommu_caps_attribute_id id, int word)
{
	u64 list;

	for (list = caps->value[id]; list; list >>= 8)
		if ((int)(list & 0xff) - 1 == word)
			return true;
	return false;
}

/* Whether nobody is known not to offer it. */
static bool possible(const struct trial *t, enum iommu_caps_attribute_id id, int word)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (knows(t, i, id) && !lists(t->caps[i], id, word))
			return false;
	return true;
}

static void look_at_all(struct trial *t, enum iommu_caps_attribute_id id)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (!knows(t, i, id))
			t->open = true;
}

/* The n-th in the order of the VMM, or of the first target; -1 behind the last. */
static int preferred(const struct trial *t, const struct word_list *accept,
		     enum iommu_caps_attribute_id id, size_t n)
{
	const u8 *all = random_words(t->model, id);

	if (accept->count)
		return n < accept->count ? accept->words[n] : -1;
	if (!knows(t, 0, id))
		return n < strlen((const char *)all) ? all[n] : -1;
	return n < 8 ? (int)(t->caps[0]->value[id] >> 8 * n & 0xff) - 1 : -1;
}

static bool is_of_model(const struct trial *t, int format)
{
	return format > 0 && strchr((const char *)random_words(t->model,
							       IOMMU_CAPS_PASID_TABLE_FORMAT),
				    format);
}

static unsigned int wanted_bits(struct trial *t)
{
	const int asked = t->request->pasid_bits;
	unsigned int least = asked < 0 ? 255 : (unsigned int)asked, bits;
	size_t i;

	look_at_all(t, IOMMU_CAPS_SSID_BITS);
	for (i = 0; i < t->count; i++) {
		bits = knows(t, i, IOMMU_CAPS_SSID_BITS) ?
			       (unsigned int)t->caps[i]->value[IOMMU_CAPS_SSID_BITS] :
			       255;
		if (bits < least)
			least = bits;
		if (t->targets[i]->has_width && t->targets[i]->width < least)
			least = t->targets[i]->width;
	}
	if (!least)
		t->certain_no = true;
	return least;
}

static void find_format(struct trial *t, struct expected *e)
{
	const enum iommu_caps_attribute_id id = IOMMU_CAPS_PASID_TABLE_FORMAT;
	const unsigned int wanted = wanted_bits(t);
	unsigned int most = 0;
	size_t n;
	int word;

	look_at_all(t, id);
	e->format = -1;
	for (n = 0; (word = preferred(t, &t->request->accept, id, n)) >= 0; n++) {
		if (!is_of_model(t, word) || !possible(t, id, word))
			continue;
		if (reach_of(word) > most) {
			most = reach_of(word);
			e->format = word;
		}
		if (most >= wanted)
			break;
	}
	if (e->format < 0)
		t->certain_no = true;
	e->bits = wanted < most ? wanted : most;
}

static void find_single(struct trial *t, struct expected *e)
{
	const struct word_list *accept = &t->request->accept;
	bool accepted = !accept->count;
	size_t n;

	for (n = 0; n < accept->count; n++)
		if (accept->words[n] == IOMMU_CAPS_PASID_TABLE_LINEAR)
			accepted = true;
	if (!accepted)
		t->certain_no = true;
	e->format = IOMMU_CAPS_PASID_TABLE_LINEAR;
	e->bits = 0;
}

static void find_pgtable(struct trial *t, struct expected *e)
{
	const enum iommu_caps_attribute_id id = IOMMU_CAPS_PGTABLE_FORMAT;
	size_t n = 0;

	look_at_all(t, id);
	do {
		e->pgtable = preferred(t, &t->request->pgtable, id, n++);
	} while (e->pgtable >= 0 && !possible(t, id, e->pgtable));
	if (e->pgtable < 0)
		t->certain_no = true;
}

static void find_pasid0(struct trial *t, struct expected *e)
{
	static const int order[] = { IOMMU_CAPS_PASID0_PASID0, IOMMU_CAPS_PASID0_BYPASS,
				     IOMMU_CAPS_PASID0_TERMINATE };
	const int asked = t->request->pasid0;
	size_t n;

	e->pasid0 = -1;
	if (t->single || (t->model == VTD && asked < 0))
		return;
	look_at_all(t, IOMMU_CAPS_PASID0);
	for (n = 0; n < 3 && e->pasid0 < 0; n++)
		if ((asked < 0 || asked == order[n]) &&
		    possible(t, IOMMU_CAPS_PASID0, order[n]))
			e->pasid0 = order[n];
	if (e->pasid0 < 0)
		t->certain_no = true;
	if (t->model == VTD)
		e->pasid0 = -1;
}

static unsigned int least(const struct trial *t, enum iommu_caps_attribute_id id)
{
	unsigned int value, result = 255;
	size_t i;

	for (i = 0; i < t->count; i++) {
		value = knows(t, i, id) ? (unsigned int)t->caps[i]->value[id] : 0;
		if (value < result)
			result = value;
	}
	return result;
}

static void find_table(struct trial *t, struct expected *e)
{
	struct pasid_rule_unit unit = { .model = iommu_caps_models[t->model].number };
	size_t i;

	/* The host's own is nobody else's concern. */
	e->bytes = e->align = 0;
	if (t->model == VTD || e->format < 0)
		return;
	look_at_all(t, IOMMU_CAPS_PASID_TABLE_ALIGN);
	e->bytes = pasid_rule_size(unit.model, code_of(e->format), e->bits);
	for (i = 0; i < t->count; i++)
		if (t->caps[i]->value[IOMMU_CAPS_PASID_TABLE_ALIGN] > unit.align)
			unit.align = t->caps[i]->value[IOMMU_CAPS_PASID_TABLE_ALIGN];
	e->align = pasid_rule_align(&unit, code_of(e->format), e->bits);
}

static void judge_each(struct trial *t)
{
	size_t i;

	look_at_all(t, IOMMU_CAPS_NESTING);
	for (i = 0; i < t->count; i++) {
		const enum iommu_probe_verdict verdict =
			choose_rule_model(t->targets[i], t->model)->requirements;

		if (verdict == IOMMU_PROBE_VERDICT_FAIL)
			t->certain_no = true;
		if (verdict == IOMMU_PROBE_VERDICT_UNKNOWN)
			t->open = true;
		if (knows(t, i, IOMMU_CAPS_NESTING) &&
		    t->caps[i]->value[IOMMU_CAPS_NESTING] != IOMMU_CAPS_SWITCH_ENABLED)
			t->certain_no = true;
	}
}

/* Those that show it; false: one is there that certainly does not. */
static bool gather(struct trial *t, const struct random_host *host)
{
	size_t i;

	for (i = 0; i < host->count; i++) {
		const struct random_target *target = &host->targets[i];
		const struct random_model *model = choose_rule_model(target, t->model);

		if (model) {
			t->targets[t->count] = target;
			t->caps[t->count++] = &model->caps;
		} else if (is_silent(target) || target->nameless) {
			t->open = true;
		} else {
			return false;
		}
	}
	return true;
}

static void try_model(struct trial *t, const struct random_host *host, struct expected *e)
{
	e->answer = IOMMU_PROBE_ANSWER_NO;
	e->model = t->model;
	t->single = t->model == SMMU && !t->request->pasid_bits;
	if (!gather(t, host))
		return;
	if (t->count) {
		judge_each(t);
		if (t->single)
			find_single(t, e);
		else
			find_format(t, e);
		find_pgtable(t, e);
		find_pasid0(t, e);
		find_table(t, e);
		e->input_bits = least(t, IOMMU_CAPS_INPUT_BITS);
		e->output_bits = least(t, IOMMU_CAPS_OUTPUT_BITS);
	}
	if (!t->certain_no)
		e->answer = t->open ? IOMMU_PROBE_ANSWER_UNKNOWN : IOMMU_PROBE_ANSWER_YES;
}

/* How early the VMM names a format. */
static size_t place(const struct iommu_probe_request *request, int format)
{
	size_t n;

	for (n = 0; n < request->accept.count && request->accept.words[n] != format; n++)
		;
	return n;
}

static bool is_better(const struct iommu_probe_request *request, const struct expected *a,
		      const struct expected *b)
{
	const size_t x = place(request, a->format), y = place(request, b->format);

	if (a->answer != b->answer || a->answer != IOMMU_PROBE_ANSWER_YES)
		return a->answer == IOMMU_PROBE_ANSWER_YES ||
		       (a->answer == IOMMU_PROBE_ANSWER_UNKNOWN && b->answer == IOMMU_PROBE_ANSWER_NO);
	if (x != y)
		return x < y;
	return a->bits > b->bits;
}

/* In the order of their numbers, so that of equal ones the lowest is kept. */
void choose_rule(const struct random_host *host, const struct iommu_probe_request *request,
		 struct expected *expected)
{
	static const enum iommu_caps_model_id order[] = {
		VTD, SMMU, IOMMU_CAPS_MODEL_AMD_VI, IOMMU_CAPS_MODEL_VIRTIO_IOMMU,
		IOMMU_CAPS_MODEL_RISCV_IOMMU,
	};
	struct expected e;
	size_t i;

	*expected = (struct expected){ .answer = IOMMU_PROBE_ANSWER_NO };
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		struct trial t = { .model = order[i], .request = request };

		e = (struct expected){ 0 };
		try_model(&t, host, &e);
		if (is_better(request, &e, expected))
			*expected = e;
	}
}
