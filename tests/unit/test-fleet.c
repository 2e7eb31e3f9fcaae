// SPDX-License-Identifier: MIT
/* What holds of baselines and comparisons of all hosts, tried on random ones. */
#include <string.h>
#include "least-value.h"
#include "random-fleet.h"
#include "random.h"
#include "run.h"

/* In parts, which run one after the other, so that a failure names a small one. */
#define PARTS 20
#define CASES_OF_PART 5000

/* One of so many goes by way of a document too, or has all its triples tried. */
#define DOCUMENTS 60
#define TRIPLES 3

static struct iommu_probe_ctx *ctx;
static uint64_t current;

#define MUST(what) \
	do { \
		if (!(what)) \
			ck_abort_msg("seed %llu: %s", (unsigned long long)current, #what); \
	} while (0)

static bool same_values(const struct iommu_probe_model *a, const struct iommu_probe_model *b)
{
	unsigned int id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		const struct iommu_probe_value *x = &a->values[id], *y = &b->values[id];

		if (x->known != y->known || (x->known && !least_equal(x, y)))
			return false;
	}
	return true;
}

/* Models, which of them are common, and capabilities. */
static bool same(struct iommu_probe_baseline *a, struct iommu_probe_baseline *b)
{
	const struct iommu_probe_least *x = a->leasts, *y = b->leasts;

	for (; x && y; x = x->next, y = y->next)
		if (strcmp(x->model->name, y->model->name) || x->model->number != y->model->number ||
		    iommu_probe_baseline_is_common(a, x) != iommu_probe_baseline_is_common(b, y) ||
		    !same_values(x->model, y->model))
			return false;
	return !x && !y;
}

/* Counts differences, and those of them that block. */
static size_t compare(struct iommu_probe_host *a, struct iommu_probe_host *b, size_t *blocking)
{
	const struct iommu_probe_difference *difference;
	struct iommu_probe_comparison *comparison;
	size_t count = 0;

	*blocking = 0;
	MUST(!iommu_probe_compare("a", a, "b", b, &comparison));
	difference = iommu_probe_comparison_get_first_difference(comparison);
	for (; difference; difference = iommu_probe_difference_get_next(difference)) {
		count++;
		*blocking += iommu_probe_difference_is_blocking(difference);
	}
	if (*blocking)
		MUST(iommu_probe_comparison_get_answer(comparison) == IOMMU_PROBE_ANSWER_NO);
	iommu_probe_comparison_unref(comparison);
	return count;
}

static bool blocks(struct iommu_probe_host *a, struct iommu_probe_host *b)
{
	size_t blocking;

	compare(a, b, &blocking);
	return blocking;
}

static void check_order(struct fleet *fleet, struct iommu_probe_baseline *baseline)
{
	size_t which[FLEET_MOST] = { 0, 1, 2 }, i, j, other;
	struct iommu_probe_baseline *shuffled;

	for (i = fleet->count - 1; i; i--) {
		j = random_below(&fleet->seed, (unsigned int)i + 1);
		other = which[i];
		which[i] = which[j];
		which[j] = other;
	}
	shuffled = fleet_baseline(fleet, which);
	MUST(same(baseline, shuffled));
	iommu_probe_baseline_unref(shuffled);
}

static void check_again(struct fleet *fleet, struct iommu_probe_baseline *baseline,
			struct iommu_probe_host *host)
{
	struct iommu_probe_baseline *again;
	size_t i;

	MUST(!iommu_probe_baseline_new(ctx, &again));
	MUST(!iommu_probe_baseline_add(again, "baseline", host));
	MUST(same(baseline, again));
	for (i = 0; i < fleet->count; i++)
		MUST(!iommu_probe_baseline_add(again, "host", fleet->hosts[i]));
	MUST(same(baseline, again));
	iommu_probe_baseline_unref(again);
}

static void check_blocking(const struct fleet *fleet, struct iommu_probe_host *host)
{
	size_t blocking, i;

	for (i = 0; i < fleet->count; i++) {
		MUST(!blocks(host, fleet->hosts[i]));
		MUST(!compare(fleet->hosts[i], fleet->hosts[i], &blocking));
	}
	MUST(!compare(host, host, &blocking));
}

/* Of all hosts and the baseline; how often both steps do not block. */
static size_t check_transitive(const struct fleet *fleet, struct iommu_probe_host *host)
{
	bool no[FLEET_MOST + 1][FLEET_MOST + 1];
	size_t i, j, k, count = 0;
	const size_t all = fleet->count + 1;

	for (i = 0; i < all; i++)
		for (j = 0; j < all; j++)
			no[i][j] = i != j && blocks(i ? fleet->hosts[i - 1] : host,
						    j ? fleet->hosts[j - 1] : host);
	for (i = 0; i < all; i++)
		for (j = 0; j < all; j++)
			for (k = 0; k < all; k++) {
				if (i == j || j == k || no[i][j] || no[j][k])
					continue;
				MUST(!no[i][k]);
				count++;
			}
	return count;
}

static size_t check_case(uint64_t seed)
{
	static const size_t in_order[FLEET_MOST] = { 0, 1, 2 };
	struct iommu_probe_baseline *baseline;
	struct iommu_probe_host *host;
	struct fleet fleet;
	size_t count;

	current = seed;
	fleet_new(&fleet, ctx, seed);
	baseline = fleet_baseline(&fleet, in_order);
	host = fleet_host_of(&fleet, baseline);
	check_order(&fleet, baseline);
	check_again(&fleet, baseline, host);
	check_blocking(&fleet, host);
	count = seed % TRIPLES ? 0 : check_transitive(&fleet, host);
	iommu_probe_host_unref(host);
	if (!(seed % DOCUMENTS)) {
		host = fleet_host_of_document(&fleet, baseline);
		check_again(&fleet, baseline, host);
		check_blocking(&fleet, host);
		MUST(check_transitive(&fleet, host) == count);
		iommu_probe_host_unref(host);
	}
	iommu_probe_baseline_unref(baseline);
	fleet_clear(&fleet);
	return count;
}

START_TEST(test_properties)
{
	const uint64_t first = (uint64_t)_i * CASES_OF_PART;
	uint64_t seed;
	size_t count = 0;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	for (seed = first; seed < first + CASES_OF_PART; seed++)
		count += check_case(seed);
	iommu_probe_ctx_unref(ctx);
	/* Else it says nothing. */
	ck_assert_uint_gt(count, CASES_OF_PART / 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fleet");
	TCase *tests = tcase_create("fleet");

	tcase_add_loop_test(tests, test_properties, 0, PARTS);
	/* Under sanitizers, on a machine that does other things too. */
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
