// SPDX-License-Identifier: MIT
/* lib/baseline.c: getters, and every single allocation that fails in turn. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "failures.h"
#include "internal.h"
#include "run.h"

/* Longer than what json-c takes for a string at first. */
#define LONG "a text of so many letters that room for it must be made more than once, and again"
#define HEAD "{\"schema_version\":\"1.0\",\"document\":\"host\",\"iommus\":["
#define UNIT(name, bits) \
	"{\"name\":\"" name "\",\"parent\":{\"name\":\"p\",\"subsystem\":\"s\"," \
	"\"driver\":\"d\"},\"models\":[{\"name\":\"arm-smmu-v3\",\"model\":2," \
	"\"origin\":\"attributes\",\"capabilities\":{\"ssid_bits\":" bits "," \
	"\"pasid0\":[\"bypass\",\"pasid0\"],\"page_sizes\":[4096,65536]," \
	"\"stall\":\"disabled\",\"new\":[1,2]},\"defaulted\":[\"stall\"]," \
	"\"registers\":{\"idr0\":\"0x1\"},\"unknown\":[{\"name\":\"x\",\"text\":\"y\"}]}]," \
	"\"devices\":[\"0000:00:01.0\"]}"
#define TAIL \
	"],\"errors\":[{\"path\":\"/sys/class/iommu/b/x\",\"errno\":\"EIO\"," \
	"\"message\":\"" LONG "\"}]}"
#define HOST(bits) HEAD UNIT("a", "20") "," UNIT("b", bits) TAIL

static const char part[] =
	"{\"schema_version\":\"1.0\",\"document\":\"baseline\",\"answer\":\"unknown\","
	"\"hosts\":[\"x\"],\"models\":[{\"name\":\"arm-smmu-v3\",\"model\":2,\"units\":2,"
	"\"hosts\":[\"x\"],\"capabilities\":{\"ssid_bits\":9,\"pasid0\":[\"bypass\"]},"
	"\"uneven\":[\"ssid_bits\",\"tt_endian\"],\"limited_by\":[{\"capability\":\"ssid_bits\","
	"\"value\":9,\"best\":12,\"hosts\":[\"x\"]}],\"unreported\":[{\"capability\":\"stall\","
	"\"hosts\":[\"x\"]}]}],\"errors\":[{\"path\":\"/y\",\"errno\":\"EIO\",\"message\":\"m\","
	"\"host\":\"x\"}]}";

static int add(struct iommu_probe_baseline *baseline, struct iommu_probe_ctx *ctx,
	       const char *name, const char *document)
{
	struct iommu_probe_host *host;
	int ret;

	ret = iommu_probe_host_new_document(ctx, name, document, strlen(document), &host);
	if (ret)
		return ret;
	ret = iommu_probe_baseline_add(baseline, name, host);
	iommu_probe_host_unref(host);
	return ret;
}

static int fill(struct iommu_probe_baseline *baseline, struct iommu_probe_ctx *ctx)
{
	int ret;

	ret = add(baseline, ctx, "one", HOST("10"));
	if (!ret)
		ret = add(baseline, ctx, "two", HOST("8"));
	if (!ret)
		ret = add(baseline, ctx, "part", part);
	if (!ret)
		ret = iommu_probe_baseline_add_unreadable(baseline, "bad", EBADMSG, NULL);
	return ret;
}

static int session(int which, struct text *text)
{
	struct iommu_probe_baseline *baseline;
	struct iommu_probe_ctx *ctx;
	int ret;

	(void)which;
	ret = iommu_probe_ctx_new(&ctx);
	if (ret)
		return ret;
	ret = iommu_probe_baseline_new(ctx, &baseline);
	if (!ret)
		ret = fill(baseline, ctx);
	if (!ret)
		ret = iommu_probe_baseline_write_json(baseline, text_keep, text);
	if (ret && !*iommu_probe_ctx_get_message(ctx))
		ret = -EPROTO;
	iommu_probe_baseline_unref(baseline);
	iommu_probe_ctx_unref(ctx);
	return ret;
}

/* json-c may take memory that ran out for a fault of the text. */
START_TEST(test_memory)
{
	fail_each_allocation(session, 0, -EBADMSG);
}
END_TEST

static struct iommu_probe_ctx *ctx;
static struct iommu_probe_baseline *baseline;

static void setup(void)
{
	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ck_assert_int_eq(iommu_probe_baseline_new(ctx, &baseline), 0);
}

static void teardown(void)
{
	iommu_probe_baseline_unref(baseline);
	iommu_probe_ctx_unref(ctx);
}

/* The names of hosts, a comma behind each. */
static void check_hosts(enum iommu_probe_part which, const char *capability, const char *expected)
{
	struct iommu_probe_least *least = iommu_probe_baseline_get_first_least(baseline);
	size_t position = 0, length = 0;
	char text[256] = "";
	const char *name;

	while ((name = iommu_probe_baseline_get_next_host(baseline, least, which, capability,
							  &position)))
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s,", name);
	ck_assert_str_eq(text, expected);
}

START_TEST(test_getters)
{
	const char *host, *path, *message;
	int error;

	ck_assert_int_eq(iommu_probe_baseline_get_answer(baseline), IOMMU_PROBE_ANSWER_UNKNOWN);
	ck_assert_ptr_null(iommu_probe_baseline_get_first_least(baseline));
	ck_assert_int_eq(fill(baseline, ctx), 0);

	ck_assert_uint_eq(iommu_probe_baseline_get_host_count(baseline), 4);
	ck_assert_str_eq(iommu_probe_baseline_get_host(baseline, 3), "bad");
	ck_assert_ptr_null(iommu_probe_baseline_get_host(baseline, 4));
	check_hosts(IOMMU_PROBE_PART_HAS_MODEL, NULL, "one,two,part,");
	check_hosts(IOMMU_PROBE_PART_LIMITS, "ssid_bits", "two,");
	check_hosts(IOMMU_PROBE_PART_LIMITS, "page_sizes", "");
	check_hosts(IOMMU_PROBE_PART_LIMITS, "nothing", "");
	check_hosts(IOMMU_PROBE_PART_NOT_REPORTED, "stall", "part,");
	check_hosts(IOMMU_PROBE_PART_NOT_REPORTED, "input_bits", "one,two,part,");
	check_hosts((enum iommu_probe_part)9, "input_bits", "");

	ck_assert_uint_eq(iommu_probe_baseline_get_error_count(baseline), 4);
	ck_assert_int_eq(iommu_probe_baseline_get_error(baseline, 0, &host, &path, &error,
							&message),
			 0);
	ck_assert_str_eq(host, "one");
	ck_assert_str_eq(path, "/sys/class/iommu/b/x");
	ck_assert_int_eq(error, EIO);
	ck_assert_str_eq(message, LONG);
	ck_assert_int_eq(iommu_probe_baseline_get_error(baseline, 3, &host, NULL, NULL, NULL), 0);
	ck_assert_str_eq(host, "bad");
	ck_assert_int_eq(iommu_probe_baseline_get_error(baseline, 4, NULL, NULL, NULL, NULL),
			 -ERANGE);
}
END_TEST

START_TEST(test_references)
{
	ck_assert_ptr_eq(iommu_probe_baseline_ref(baseline), baseline);
	ck_assert_ptr_null(iommu_probe_baseline_unref(baseline));
	ck_assert_int_eq(add(baseline, ctx, "one", HOST("1")), 0);
	ck_assert_ptr_null(iommu_probe_baseline_ref(NULL));
	ck_assert_ptr_null(iommu_probe_baseline_unref(NULL));
}
END_TEST

/* Writing that fails ends the document. */
static int refuse(void *data, const char *text, size_t length)
{
	size_t *left = data;

	(void)text;
	(void)length;
	return (*left)-- ? 0 : -ENOSPC;
}

START_TEST(test_write_fails)
{
	size_t n, left;
	int ret = -1;

	ck_assert_int_eq(fill(baseline, ctx), 0);
	for (n = 0; ret; n++) {
		left = n;
		ret = iommu_probe_baseline_write_json(baseline, refuse, &left);
		ck_assert_msg(!ret || ret == -ENOSPC, "%d", ret);
	}
	ck_assert_uint_gt(n, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("baseline");
	TCase *tests = tcase_create("baseline");
	TCase *memory = tcase_create("memory");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_getters);
	tcase_add_test(tests, test_references);
	tcase_add_test(tests, test_write_fails);
	suite_add_tcase(suite, tests);
	tcase_add_test(memory, test_memory);
	tcase_set_timeout(memory, 60);
	suite_add_tcase(suite, memory);
	return run(suite);
}
