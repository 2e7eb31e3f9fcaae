// SPDX-License-Identifier: MIT
/* Conditions of the IOMMUs: what their hardware has, and how the kernel runs them. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "conditions.h"

/* Bits of Intel's ECAP, which say more than what the kernel left on. */
#define ECAP_NEST (1ull << 26)
#define ECAP_PASID (1ull << 40)
#define ECAP_SMTS (1ull << 43)
#define ECAP_SLTS (1ull << 46)
#define ECAP_FLTS (1ull << 47)

/* Something that hardware has. */
struct feature {
	enum iommu_caps_attribute_id id;
	const char *what;
	uint64_t ecap; /* all of them; 0: the attribute says it all */
};

static bool get_ecap(const struct iommu_probe_model *model, uint64_t *ecap)
{
	const char *name;
	size_t i;

	if (model->id != IOMMU_CAPS_MODEL_INTEL_VTD)
		return false;
	for (i = 0; (name = iommu_probe_model_get_register(model, i, ecap)); i++)
		if (!strcmp(name, "ecap"))
			return true;
	return false;
}

static bool has_feature(const struct iommu_probe_value *value)
{
	if (iommu_caps_attributes[value->id].kind == IOMMU_CAPS_KIND_UINT)
		return value->number;
	return word_find(IOMMU_CAPS_WORDS_SWITCH, value->words) == IOMMU_CAPS_SWITCH_ENABLED;
}

/* A word that is new says nothing. */
static bool is_known(const struct iommu_probe_value *value)
{
	return value->known && (iommu_caps_attributes[value->id].kind == IOMMU_CAPS_KIND_UINT ||
				word_find(IOMMU_CAPS_WORDS_SWITCH, value->words) >= 0);
}

/* What a model has no notion of, its IOMMUs have not. */
static bool lacks_notion(const struct iommu_probe_model *model, const struct iommu_probe_value *value)
{
	return model->id >= 0 && !value->known && !value->unreadable &&
	       !(iommu_caps_attributes[value->id].models & BIT(model->id));
}

static enum iommu_probe_verdict judge_model(const struct iommu_probe_model *model,
					    const struct feature *feature)
{
	const struct iommu_probe_value *value = &model->values[feature->id];
	uint64_t ecap;

	if (is_known(value) && has_feature(value))
		return IOMMU_PROBE_VERDICT_PASS;
	if (feature->ecap && model->id == IOMMU_CAPS_MODEL_INTEL_VTD) {
		/* Without it, nothing tells hardware from what was left off. */
		if (!get_ecap(model, &ecap))
			return IOMMU_PROBE_VERDICT_UNKNOWN;
		return (ecap & feature->ecap) == feature->ecap ? IOMMU_PROBE_VERDICT_PASS :
								 IOMMU_PROBE_VERDICT_FAIL;
	}
	return is_known(value) || lacks_notion(model, value) ? IOMMU_PROBE_VERDICT_FAIL :
							       IOMMU_PROBE_VERDICT_UNKNOWN;
}

static int saw_register(const struct explain *x, struct iommu_probe_condition *c,
			const struct iommu_probe_iommu *iommu,
			const struct iommu_probe_model *model)
{
	const bool is_intel = model->id == IOMMU_CAPS_MODEL_INTEL_VTD;
	char path[sizeof(CLASS_PATH "//intel-iommu") + NAME_SIZE];

	snprintf(path, sizeof(path), "%s/%s/%s", CLASS_PATH, iommu->name,
		 is_intel ? "intel-iommu" : "amd-iommu");
	return condition_saw_file(x, c, path, is_intel ? "ecap" : "features");
}

static int saw_model(const struct explain *x, struct iommu_probe_condition *c,
		     const struct iommu_probe_iommu *iommu, const struct iommu_probe_model *model,
		     const struct feature *feature)
{
	const struct iommu_probe_value *value = &model->values[feature->id];
	const enum iommu_caps_attribute_id file =
		lacks_notion(model, value) ? IOMMU_CAPS_MODEL : feature->id;
	char path[sizeof(CLASS_PATH "//") + 2 * NAME_SIZE];
	uint64_t ecap;

	if (model->origin == IOMMU_PROBE_ORIGIN_REGISTERS)
		return saw_register(x, c, iommu, model);
	snprintf(path, sizeof(path), "%s/%s/%s", CLASS_PATH, iommu->name, model->name);
	if (condition_saw_file(x, c, path, iommu_caps_attributes[file].name))
		return -ENOMEM;
	return feature->ecap && get_ecap(model, &ecap) ? saw_register(x, c, iommu, model) : 0;
}

/* A device is driven through one of the models: the best counts. */
static int judge_iommu(const struct explain *x, struct iommu_probe_condition *c,
		       const struct iommu_probe_iommu *iommu, const struct feature *feature,
		       enum iommu_probe_verdict *verdict)
{
	const struct iommu_probe_model *model;
	bool fails = iommu->models, passes = false;

	for (model = iommu->models; model; model = model->next) {
		const enum iommu_probe_verdict one = judge_model(model, feature);

		if (saw_model(x, c, iommu, model, feature))
			return -ENOMEM;
		passes |= one == IOMMU_PROBE_VERDICT_PASS;
		fails &= one == IOMMU_PROBE_VERDICT_FAIL;
	}
	*verdict = passes ? IOMMU_PROBE_VERDICT_PASS :
		   fails  ? IOMMU_PROBE_VERDICT_FAIL :
			    IOMMU_PROBE_VERDICT_UNKNOWN;
	return 0;
}

static int unsure_of(struct iommu_probe_condition *c, const struct iommu_probe_iommu *iommu)
{
	if (iommu->models)
		return condition_unsure(c, "what %s has could not be read", iommu->name);
	return condition_unsure(c, "the kernel shows nothing of %s: the module iommu_caps would",
				iommu->name);
}

/* All IOMMUs must have it, and they may differ: the first that does not is named. */
static int judge_feature(const struct explain *x, struct iommu_probe_condition *c,
			 const struct feature *feature)
{
	const struct iommu_probe_iommu *fails = NULL, *unsure = NULL;
	enum iommu_probe_verdict verdict;
	size_t i;

	for (i = 0; i < x->iommu_count; i++) {
		if (judge_iommu(x, c, x->iommus[i], feature, &verdict))
			return -ENOMEM;
		if (verdict == IOMMU_PROBE_VERDICT_FAIL && !fails)
			fails = x->iommus[i];
		if (verdict == IOMMU_PROBE_VERDICT_UNKNOWN && !unsure)
			unsure = x->iommus[i];
	}
	if (fails)
		return condition_fail(c, NULL, "%s has no %s", fails->name, feature->what);
	if (unsure)
		return unsure_of(c, unsure);
	return x->iommu_count ? condition_pass(c) :
				condition_unsure(c, "the IOMMU could not be read");
}

int condition_hardware_pasid(const struct explain *x, struct iommu_probe_condition *c)
{
	/* PSS alone, the width of what is not there, means nothing. */
	static const struct feature feature = { IOMMU_CAPS_SSID_BITS, "PASIDs", ECAP_PASID };

	return judge_feature(x, c, &feature);
}

int condition_hardware_nesting(const struct explain *x, struct iommu_probe_condition *c)
{
	static const struct feature feature = { IOMMU_CAPS_NESTING, "nested translation",
						ECAP_NEST | ECAP_FLTS | ECAP_SLTS };

	return judge_feature(x, c, &feature);
}

int condition_hardware_dirty(const struct explain *x, struct iommu_probe_condition *c)
{
	static const struct feature feature = { IOMMU_CAPS_DIRTY_TRACKING,
						"tracking of dirty pages", 0 };

	return judge_feature(x, c, &feature);
}

/* Only the model directory, and only where there are PASIDs, tells the mode itself. */
static bool is_scalable(const struct iommu_probe_iommu *iommu)
{
	const struct iommu_probe_model *model;

	for (model = iommu->models; model; model = model->next)
		if (model->id == IOMMU_CAPS_MODEL_INTEL_VTD &&
		    model->origin == IOMMU_PROBE_ORIGIN_ATTRIBUTES &&
		    model->values[IOMMU_CAPS_SSID_BITS].known &&
		    model->values[IOMMU_CAPS_SSID_BITS].number)
			return true;
	return false;
}

/* An IOMMU of Intel's that certainly has no scalable mode, or NULL. */
static const struct iommu_probe_iommu *without_scalable(const struct explain *x)
{
	const struct iommu_probe_model *model;
	uint64_t ecap;
	size_t i;

	for (i = 0; i < x->iommu_count; i++)
		for (model = x->iommus[i]->models; model; model = model->next)
			if (get_ecap(model, &ecap) && !(ecap & ECAP_SMTS))
				return x->iommus[i];
	return NULL;
}

static int judge_scalable_option(const struct explain *x, struct iommu_probe_condition *c)
{
	static const char *const words[] = { "sm_on", "sm_off", NULL };
	const struct facts_word word = facts_last_word(&x->facts, "intel_iommu", words);
	enum facts_option option;

	if (!x->facts.command_line)
		return condition_unsure(c, "the kernel's command line cannot be read");
	if (word.index >= 0 && condition_saw_word(c, &word))
		return -ENOMEM;
	if (word.index == 1)
		return condition_fail(c, "put sm_on in the place of sm_off (intel_iommu=on,sm_on)",
				      "scalable mode is off: the last word on it is sm_off");
	if (!word.index)
		return condition_pass(c);
	if (condition_saw(c, FACTS_COMMAND_LINE, "no intel_iommu=sm_on") ||
	    condition_saw_option(x, c, "INTEL_IOMMU_SCALABLE_MODE_DEFAULT_ON", &option))
		return -ENOMEM;
	if (option == FACTS_OPTION_UNKNOWN)
		return condition_unsure(c,
			"sm_on is not on the command line, and the kernel's configuration, which has the default, cannot be read");
	if (option == FACTS_OPTION_YES)
		return condition_pass(c);
	return condition_fail(c, NULL, "scalable mode is off by default, and sm_on is not on the command line");
}

static int judge_scalable(const struct explain *x, struct iommu_probe_condition *c)
{
	const struct iommu_probe_iommu *legacy = without_scalable(x);
	char path[sizeof(CLASS_PATH "//intel-vtd") + NAME_SIZE];
	size_t i, scalable = 0;

	if (legacy) {
		snprintf(path, sizeof(path), "%s/%s/intel-iommu", CLASS_PATH, legacy->name);
		if (condition_saw_file(x, c, path, "ecap"))
			return -ENOMEM;
		return condition_fail(c, "use hardware whose IOMMU has scalable mode: no option adds it",
				      "%s has no scalable mode", legacy->name);
	}
	for (i = 0; i < x->iommu_count; i++)
		scalable += is_scalable(x->iommus[i]);
	if (!scalable || scalable < x->iommu_count)
		return judge_scalable_option(x, c);
	snprintf(path, sizeof(path), "%s/%s/intel-vtd", CLASS_PATH, x->iommus[0]->name);
	if (condition_saw_file(x, c, path, "ssid_bits"))
		return -ENOMEM;
	return condition_pass(c);
}

int condition_kernel_mode(const struct explain *x, struct iommu_probe_condition *c)
{
	bool unknown = !x->iommu_count;
	size_t i;

	for (i = 0; i < x->iommu_count; i++) {
		const enum facts_hardware hardware = explain_hardware(x, x->iommus[i]);

		if (hardware == FACTS_INTEL)
			return judge_scalable(x, c);
		unknown |= hardware == FACTS_HARDWARE_UNKNOWN || hardware == FACTS_X86;
	}
	if (unknown)
		return condition_unsure(c, "it cannot be told whose IOMMU it is");
	return condition_pass_since(c, "this IOMMU has no mode to be chosen");
}
