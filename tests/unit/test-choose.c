// SPDX-License-Identifier: MIT
/*
 * lib/choose*.c: whatever hosts there are, what is chosen is what all of them
 * offer, and the best of it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "choose-rule.h"
#include "pasid-rule.h"
#include "random.h"
#include "run.h"
#include "tree.h"
#include "unit.h"

#define PARTS 4
#define HOSTS (100000 / PARTS)
/* Where each is chosen for several times. */
#define FEWER (40000 / PARTS)
#define TREES 400

/* What every part begins with. */
static uint64_t seed;
static struct random_host now;
static struct iommu_probe_request *request;
static struct iommu_probe_choice *choice;

static void setup(void)
{
	unit_setup();
	tree_dir("sys/class/iommu");
	host = tree_open(false);
	request = NULL;
	choice = NULL;
}

static void teardown(void)
{
	iommu_probe_choice_unref(choice);
	iommu_probe_request_unref(request);
	unit_teardown();
}

/* The next host, the next request, and what comes of them. */
static void choose_next(enum random_shape shape)
{
	iommu_probe_choice_unref(choice);
	iommu_probe_request_unref(request);
	random_host(&seed, shape, &now);
	request = random_request(&seed, host->ctx);
	choice = random_choose(host, &now, request);
}

/* Everything that is chosen, as a text to compare. */
static void describe(const struct iommu_probe_choice *c, char *text, size_t size)
{
	const char *pasid0 = iommu_probe_choice_get_pasid0(c);

	if (iommu_probe_choice_get_answer(c) != IOMMU_PROBE_ANSWER_YES) {
		snprintf(text, size, "%d", iommu_probe_choice_get_answer(c));
		return;
	}
	snprintf(text, size, "%s %u %s %u %llu/%llu %s %s %u %u",
		 iommu_probe_choice_get_model(c), iommu_probe_choice_get_model_number(c),
		 iommu_probe_choice_get_pasid_table_format(c),
		 iommu_probe_choice_get_pasid_bits(c),
		 (unsigned long long)iommu_probe_choice_get_pasid_table_bytes(c),
		 (unsigned long long)iommu_probe_choice_get_pasid_table_align(c),
		 pasid0 ? pasid0 : "-", iommu_probe_choice_get_pgtable_format(c),
		 iommu_probe_choice_get_input_bits(c), iommu_probe_choice_get_output_bits(c));
}

static void describe_expected(const struct expected *e, char *text, size_t size)
{
	if (e->answer != IOMMU_PROBE_ANSWER_YES) {
		snprintf(text, size, "%d", e->answer);
		return;
	}
	snprintf(text, size, "%s %u %s %u %llu/%llu %s %s %u %u",
		 iommu_caps_models[e->model].name, iommu_caps_models[e->model].number,
		 iommu_caps_words[e->format].text, e->bits, (unsigned long long)e->bytes,
		 (unsigned long long)e->align,
		 e->pasid0 < 0 ? "-" : iommu_caps_words[e->pasid0].text,
		 iommu_caps_words[e->pgtable].text, e->input_bits, e->output_bits);
}

static bool lists(const struct iommu_caps *caps, enum iommu_caps_attribute_id id, const char *word)
{
	u64 list;

	for (list = caps->value[id]; caps->known >> id & 1 && list; list >>= 8)
		if (!strcmp(iommu_caps_words[(list & 0xff) - 1].text, word))
			return true;
	return false;
}

static enum iommu_caps_model_id chosen_model(void)
{
	unsigned int i;

	for (i = 0; i < IOMMU_CAPS_MODELS; i++)
		if (!strcmp(iommu_caps_models[i].name, iommu_probe_choice_get_model(choice)))
			return i;
	ck_abort_msg("%s", iommu_probe_choice_get_model(choice));
}

/* A target offers what was chosen, and would say no to more. */
static bool offers(const struct random_target *target)
{
	const struct random_model *model = choose_rule_model(target, chosen_model());
	const unsigned int bits = iommu_probe_choice_get_pasid_bits(choice);
	const char *pasid0 = iommu_probe_choice_get_pasid0(choice);

	return model && model->requirements == IOMMU_PROBE_VERDICT_PASS &&
	       model->caps.value[IOMMU_CAPS_NESTING] == IOMMU_CAPS_SWITCH_ENABLED &&
	       bits <= model->caps.value[IOMMU_CAPS_SSID_BITS] &&
	       (!bits || !target->has_width || bits <= target->width) &&
	       (!bits || lists(&model->caps, IOMMU_CAPS_PASID_TABLE_FORMAT,
			       iommu_probe_choice_get_pasid_table_format(choice))) &&
	       (!pasid0 || lists(&model->caps, IOMMU_CAPS_PASID0, pasid0)) &&
	       lists(&model->caps, IOMMU_CAPS_PGTABLE_FORMAT,
		     iommu_probe_choice_get_pgtable_format(choice));
}

static void check_offered(unsigned int row)
{
	size_t i;

	for (i = 0; i < now.count; i++)
		if (!offers(&now.targets[i]))
			ck_abort_msg("host %u: target %zu does not offer what was chosen", row, i);
}

/* By the kernel's check and by the other rule, at the least and at a high base. */
static void check_accepted(unsigned int row)
{
	const u64 align = iommu_probe_choice_get_pasid_table_align(choice);
	const u64 bases[] = { align, (1ULL << 31) - align };
	struct iommu_pasid_table_config config;
	struct iommu_caps caps;
	size_t i, n;

	for (n = 0; n < 2 && align < 1ULL << 30; n++) {
		if (iommu_probe_choice_get_config(choice, bases[n], &config, sizeof(config)))
			ck_abort_msg("host %u: %s", row, iommu_probe_ctx_get_message(host->ctx));
		for (i = 0; i < now.count; i++) {
			caps = choose_rule_model(&now.targets[i], chosen_model())->caps;
			if (iommu_caps_check_pasid_table(&caps, &config))
				ck_abort_msg("host %u: target %zu refuses it", row, i);
		}
		if (!iommu_probe_choice_get_config(choice, bases[n] + 1, &config, sizeof(config)) ||
		    !iommu_probe_choice_get_config(choice, 0, &config, sizeof(config)))
			ck_abort_msg("host %u: any base is taken", row);
	}
}

/* A no and an unknown have a reason, in words of the document. */
static void check_rejections(unsigned int row)
{
	static const char *const reasons[] = {
		"not-offered", "no-common-model", "no-pasid", "no-nesting", "beyond-reach",
		"requirement", "unreadable", "no-model", "no-iommu",
	};
	const struct iommu_probe_rejection *rejection =
		iommu_probe_choice_get_first_rejection(choice);
	size_t i;

	if (!rejection && iommu_probe_choice_get_answer(choice) != IOMMU_PROBE_ANSWER_YES)
		ck_abort_msg("host %u: no reason is given", row);
	for (; rejection; rejection = iommu_probe_rejection_get_next(rejection)) {
		for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
			if (!strcmp(iommu_probe_rejection_get_reason(rejection), reasons[i]))
				break;
		if (i == sizeof(reasons) / sizeof(*reasons) ||
		    !*iommu_probe_rejection_get_what(rejection) ||
		    !*iommu_probe_rejection_get_message(rejection))
			ck_abort_msg("host %u: %s", row,
				     iommu_probe_rejection_get_reason(rejection));
	}
}

START_TEST(test_rule)
{
	char found[256], text[256];
	struct expected expected;
	unsigned int i, answers[3] = { 0 };

	seed = (unsigned int)_i;
	for (i = 0; i < HOSTS; i++) {
		choose_next(RANDOM_ANY);
		describe(choice, found, sizeof(found));
		choose_rule(&now, request, &expected);
		describe_expected(&expected, text, sizeof(text));
		if (strcmp(found, text))
			ck_abort_msg("host %u: '%s' instead of '%s'", i, found, text);
		answers[expected.answer]++;
		check_rejections(i);
		if (expected.answer != IOMMU_PROBE_ANSWER_YES)
			continue;
		check_offered(i);
		if (iommu_probe_choice_guest_owns_pasid_table(choice))
			check_accepted(i);
	}
	/* So that it is not always the same. */
	for (i = 0; i < 3; i++)
		ck_assert_uint_gt(answers[i], HOSTS / 20);
}
END_TEST

/* The place of a word in a list, or behind it. */
static size_t place(const struct iommu_caps *caps, enum iommu_caps_attribute_id id,
		    const char *word)
{
	size_t n;

	for (n = 0; n < 8; n++) {
		const unsigned int member = caps->value[id] >> 8 * n & 0xff;

		if (member && !strcmp(iommu_caps_words[member - 1].text, word))
			break;
	}
	return n;
}

static bool is_narrower(unsigned int less, unsigned int more)
{
	/* 0: not reported, of which nothing may be assumed. */
	return !less || (more && less <= more);
}

/* less was chosen among the same targets as more, and one besides. */
static bool is_no_wider(const struct iommu_probe_choice *less,
			const struct iommu_probe_choice *more)
{
	static const unsigned int rank[] = {
		[IOMMU_PROBE_ANSWER_NO] = 0, [IOMMU_PROBE_ANSWER_UNKNOWN] = 1, [IOMMU_PROBE_ANSWER_YES] = 2,
	};
	const struct iommu_caps *first = &now.targets[0].models[0].caps;
	const char *a, *b;

	if (less->answer != IOMMU_PROBE_ANSWER_YES)
		return rank[less->answer] <= rank[more->answer];
	if (more->answer != IOMMU_PROBE_ANSWER_YES)
		return false;
	if (iommu_probe_choice_get_pasid_bits(less) > iommu_probe_choice_get_pasid_bits(more))
		return false;
	a = iommu_probe_choice_get_pgtable_format(less);
	b = iommu_probe_choice_get_pgtable_format(more);
	if (!request->pgtable.count && place(first, IOMMU_CAPS_PGTABLE_FORMAT, a) <
					       place(first, IOMMU_CAPS_PGTABLE_FORMAT, b))
		return false;
	a = iommu_probe_choice_get_pasid0(less);
	b = iommu_probe_choice_get_pasid0(more);
	if (!a != !b || (a && !strcmp(a, "pasid0") && strcmp(b, "pasid0")))
		return false;
	return is_narrower(less->input_bits, more->input_bits) &&
	       is_narrower(less->output_bits, more->output_bits);
}

/* Each target more leaves less to choose from. */
START_TEST(test_more_targets)
{
	struct iommu_probe_choice *more;
	char before[256], after[256];
	unsigned int i;
	size_t count;

	seed = 100 + (unsigned int)_i;
	for (i = 0; i < FEWER; i++) {
		choose_next(i % 2 ? RANDOM_ONE : RANDOM_ANY);
		for (count = now.count; count > 1; count--) {
			now.count = count - 1;
			more = random_choose(host, &now, request);
			describe(more, before, sizeof(before));
			describe(choice, after, sizeof(after));
			/* Under several models another one may come to be the best. */
			if (i % 2 ? !is_no_wider(choice, more) :
				    more->answer == IOMMU_PROBE_ANSWER_NO && choice->answer)
				ck_abort_msg("host %u, target %zu: from '%s' to '%s'", i, count,
					     before, after);
			iommu_probe_choice_unref(choice);
			choice = more;
		}
	}
}
END_TEST

/* But for the first, of which preferences are taken. */
START_TEST(test_order)
{
	char before[256], after[256];
	struct random_target target;
	unsigned int i;
	size_t a, b;

	seed = 200 + (unsigned int)_i;
	for (i = 0; i < FEWER; i++) {
		choose_next(RANDOM_ANY);
		if (now.count < 3)
			continue;
		a = 1 + random_below(&seed, (unsigned int)now.count - 1);
		b = 1 + random_below(&seed, (unsigned int)now.count - 1);
		target = now.targets[a];
		now.targets[a] = now.targets[b];
		now.targets[b] = target;
		describe(choice, before, sizeof(before));
		iommu_probe_choice_unref(choice);
		choice = random_choose(host, &now, request);
		describe(choice, after, sizeof(after));
		if (strcmp(before, after))
			ck_abort_msg("host %u: from '%s' to '%s'", i, before, after);
	}
}
END_TEST

static char *rejections_text(const struct iommu_probe_choice *c)
{
	const struct iommu_probe_rejection *rejection = iommu_probe_choice_get_first_rejection(c);
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	for (; rejection; rejection = iommu_probe_rejection_get_next(rejection)) {
		const char *iommu = iommu_probe_rejection_get_iommu(rejection);

		fprintf(out, "%s %s %s: %s\n", iommu_probe_rejection_get_what(rejection),
			iommu ? iommu : "-", iommu_probe_rejection_get_reason(rejection),
			iommu_probe_rejection_get_message(rejection));
	}
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

/* What is read of a tree is what the other tests make up. */
START_TEST(test_trees)
{
	struct iommu_probe_choice *read;
	char of_memory[256], of_tree[256], *a, *b;
	struct iommu_probe_host *saved;
	unsigned int i;

	seed = 300 + (unsigned int)_i;
	for (i = 0; i < TREES / PARTS; i++) {
		choose_next(RANDOM_READ);
		tree_teardown();
		tree_setup();
		saved = random_tree(&now);
		ck_assert_int_eq(iommu_probe_choose(saved, request, &read), 0);
		describe(choice, of_memory, sizeof(of_memory));
		describe(read, of_tree, sizeof(of_tree));
		if (strcmp(of_memory, of_tree))
			ck_abort_msg("host %u: '%s' instead of '%s'", i, of_tree, of_memory);
		a = rejections_text(choice);
		b = rejections_text(read);
		ck_assert_str_eq(a, b);
		free(a);
		free(b);
		iommu_probe_choice_unref(read);
		iommu_probe_host_unref(saved);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("choose");
	TCase *tests = tcase_create("random");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, test_rule, 0, PARTS);
	tcase_add_loop_test(tests, test_more_targets, 0, PARTS);
	tcase_add_loop_test(tests, test_order, 0, PARTS);
	tcase_add_loop_test(tests, test_trees, 0, PARTS);
	suite_add_tcase(suite, tests);
	return run(suite);
}
