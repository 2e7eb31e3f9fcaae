// SPDX-License-Identifier: MIT
/* lib/document*.c: documents as hosts, good ones and all others. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "run.h"

#define HEAD "{\"schema_version\":\"1.0\",\"document\":\"host\",\"iommus\":["
#define TAIL "],\"errors\":[]}"
#define IOMMU(models) "{\"name\":\"a\",\"models\":[" models "],\"devices\":[]}"
#define MODEL(members, capabilities) \
	"{\"name\":\"arm-smmu-v3\",\"model\":2,\"origin\":\"attributes\"," members \
	"\"capabilities\":{" capabilities "},\"defaulted\":[],\"registers\":{},\"unknown\":[]}"
/* An IOMMU of which nothing is known. */
#define SILENT(name) HEAD "{\"name\":\"" name "\",\"models\":[],\"devices\":[]}" TAIL
#define HOST(capabilities) HEAD IOMMU(MODEL("", capabilities)) TAIL

static struct iommu_probe_ctx *ctx;
static struct iommu_probe_host *host;

static void setup(void)
{
	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	host = NULL;
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
}

/* What valgrind and the sanitizers see is a text without a byte behind it. */
static int read_bytes(const char *bytes, size_t length)
{
	char *exact = malloc(length ? length : 1);
	int ret;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, bytes, length);
	ret = iommu_probe_host_new_document(ctx, "x.json", exact, length, &host);
	free(exact);
	return ret;
}

static int read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static const struct {
	const char *text;
	int error;
	const char *message; /* a part of it */
} bad[] = {
	{ "", EBADMSG, "empty" },
	{ " ", EBADMSG, "ends too early" },
	{ "null\n", EBADMSG, "not a document" },
	{ "[]", EBADMSG, "not a document" },
	{ "1.5", EBADMSG, "not" },
	{ "{}", EBADMSG, "schema_version: missing" },
	{ "dmar0 intel-vtd", EBADMSG, "not JSON" },
	{ HEAD, EBADMSG, "not JSON: it ends too early" },
	{ HEAD TAIL "x", EBADMSG, "not JSON" },
	{ HEAD TAIL "{}", EBADMSG, "not JSON" },
	{ HEAD "," TAIL, EBADMSG, "not JSON" },
	{ HEAD "\"\xff\"" TAIL, EBADMSG, "not JSON" },
	{ HEAD "\"\xed\xa0\x80\"" TAIL, EBADMSG, "not JSON" },
	{ HEAD "1" TAIL, EBADMSG, "iommus: holds something that is no object" },
	{ HEAD "null" TAIL, EBADMSG, "iommus: holds something that is no object" },
	{ "{\"schema_version\":\"2.0\",\"document\":\"host\"}", EPROTONOSUPPORT, "version 2.0" },
	{ "{\"schema_version\":\"10.0\",\"document\":\"host\"}", EPROTONOSUPPORT, "version 10.0" },
	{ "{\"schema_version\":\"1\",\"document\":\"host\"}", EBADMSG, "not a version" },
	{ "{\"schema_version\":\"1.x\",\"document\":\"host\"}", EBADMSG, "not a version" },
	{ "{\"schema_version\":\".0\",\"document\":\"host\"}", EBADMSG, "not a version" },
	{ "{\"schema_version\":1.0,\"document\":\"host\"}", EBADMSG, "not a string" },
	{ "{\"schema_version\":\"1.0\",\"document\":\"status\"}", EBADMSG, "of kind status" },
	{ "{\"schema_version\":\"1.0\",\"document\":\"host\"}", EBADMSG, "iommus: missing" },
	{ "{\"schema_version\":\"1.0\",\"document\":\"host\",\"iommus\":[]}", EBADMSG,
	  "errors: missing" },
	{ "{\"schema_version\":\"1.0\",\"document\":\"host\",\"iommus\":{}}", EBADMSG,
	  "iommus: not an array" },
	{ HEAD "{}" TAIL, EBADMSG, "name: missing" },
	{ HEAD "{\"name\":\"\",\"models\":[],\"devices\":[]}" TAIL, EBADMSG, "name: empty" },
	{ HEAD "{\"name\":\"a/b\",\"models\":[],\"devices\":[]}" TAIL, EBADMSG, "not a name" },
	{ HEAD "{\"name\":\"..\",\"models\":[],\"devices\":[]}" TAIL, EBADMSG, "not a name" },
	{ HEAD "{\"name\":\"a\\u0000b\",\"models\":[],\"devices\":[]}" TAIL, EBADMSG, "a NUL" },
	{ HEAD "{\"name\":\"a\",\"models\":[]}" TAIL, EBADMSG, "a: devices: missing" },
	{ HEAD "{\"name\":\"a\",\"models\":[],\"devices\":[1]}" TAIL, EBADMSG, "not a string" },
	{ HEAD "{\"name\":\"a\",\"models\":[],\"devices\":[\"x\",\"x\"]}" TAIL, EBADMSG,
	  "x: a device that is there twice" },
	{ HEAD "{\"name\":\"a\",\"models\":[],\"devices\":[],\"parent\":{}}" TAIL, EBADMSG,
	  "name: missing" },
	{ HEAD IOMMU("") "," IOMMU("") TAIL, EBADMSG, "a: an IOMMU that is there twice" },
	{ HEAD IOMMU("{}") TAIL, EBADMSG, "a: origin: missing" },
	{ HEAD IOMMU(MODEL("", "") "," MODEL("", "")) TAIL, EBADMSG,
	  "a: arm-smmu-v3: a model that is there twice" },
	{ HEAD IOMMU(MODEL("\"model\":0,", "")) TAIL, EBADMSG, "the number 0" },
	{ HEAD IOMMU(MODEL("\"model\":\"2\",", "")) TAIL, EBADMSG, "not a whole number" },
	{ HEAD IOMMU(MODEL("\"origin\":\"guess\",", "")) TAIL, EBADMSG, "neither" },
	{ HOST("\"ssid_bits\":-1"), EBADMSG, "arm-smmu-v3: ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":1.0"), EBADMSG, "ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":1e1"), EBADMSG, "ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":\"1\""), EBADMSG, "ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":null"), EBADMSG, "ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":true"), EBADMSG, "ssid_bits: not a number" },
	{ HOST("\"ssid_bits\":65"), EBADMSG, "ssid_bits: the number is too big" },
	{ HOST("\"pasid_table_align\":9223372036854775808"), EBADMSG, "too big" },
	{ HOST("\"pasid_table_align\":99999999999999999999999"), EBADMSG, "too big" },
	{ HOST("\"pasid_table_align\":-99999999999999999999999"), EBADMSG, "not a number" },
	{ HOST("\"stall\":1"), EBADMSG, "stall: not a word" },
	{ HOST("\"stall\":\"\""), EBADMSG, "stall: not a word" },
	{ HOST("\"stall\":\"a b\""), EBADMSG, "stall: not a word" },
	{ HOST("\"stall\":\"a\\u0000\""), EBADMSG, "stall: not a word" },
	{ HOST("\"stall\":[\"force\"]"), EBADMSG, "stall: not a word" },
	{ HOST("\"pasid0\":\"bypass\""), EBADMSG, "pasid0: not an array of words" },
	{ HOST("\"pasid0\":[\"a b\"]"), EBADMSG, "pasid0: not an array of words" },
	{ HOST("\"pasid0\":[\"none\"]"), EBADMSG, "pasid0: not an array of words" },
	{ HOST("\"pasid0\":[1]"), EBADMSG, "pasid0: not an array of words" },
	{ HOST("\"page_sizes\":[\"4096\"]"), EBADMSG, "page_sizes: not an array of numbers" },
	{ HOST("\"page_sizes\":[-4096]"), EBADMSG, "page_sizes: not an array of numbers" },
	{ HOST("\"page_sizes\":[[]]"), EBADMSG, "page_sizes: not an array of numbers" },
	{ HEAD "],\"errors\":[{\"path\":\"/x\",\"message\":\"m\"}]}", EBADMSG, "errno: missing" },
};

START_TEST(test_bad)
{
	ck_assert_int_eq(read_text(bad[_i].text), -bad[_i].error);
	ck_assert_ptr_null(host);
	ck_assert_msg(strstr(iommu_probe_ctx_get_message(ctx), bad[_i].message), "%s: %s",
		      bad[_i].text, iommu_probe_ctx_get_message(ctx));
	ck_assert_int_eq(strncmp(iommu_probe_ctx_get_message(ctx), "x.json: ", 8), 0);
}
END_TEST

START_TEST(test_nul)
{
	static const char text[] = HEAD TAIL "\0";

	ck_assert_int_eq(read_bytes(text, sizeof(text)), -EBADMSG);
}
END_TEST

START_TEST(test_too_long)
{
	ck_assert_int_eq(iommu_probe_host_new_document(ctx, "x", "", IOMMU_PROBE_DOCUMENT_MAX + 1,
						       &host),
			 -EFBIG);
}
END_TEST

/* Every beginning of a good document. */
START_TEST(test_truncated)
{
	static const char text[] = HOST("\"stall\":\"force\",\"page_sizes\":[4096]");
	size_t length;

	for (length = 0; length < sizeof(text) - 1; length++)
		ck_assert_int_eq(read_bytes(text, length), -EBADMSG);
	ck_assert_int_eq(read_bytes(text, length), 0);
}
END_TEST

START_TEST(test_nested)
{
	char text[4096] = HEAD "{\"name\":\"a\",\"models\":[],\"devices\":[],\"new\":";
	int i;

	for (i = 0; i < 40; i++)
		strcat(text, "[");
	for (i = 0; i < 40; i++)
		strcat(text, "]");
	strcat(text, "}" TAIL);
	ck_assert_int_eq(read_text(text), -EBADMSG);
}
END_TEST

START_TEST(test_long_names)
{
	char text[8192], name[1024];

	memset(name, 'n', sizeof(name));
	name[765] = '\0';
	snprintf(text, sizeof(text), SILENT("%s"), name);
	ck_assert_int_eq(read_text(text), 0);
	host = iommu_probe_host_unref(host);
	name[765] = 'n';
	name[766] = '\0';
	snprintf(text, sizeof(text), SILENT("%s"), name);
	ck_assert_int_eq(read_text(text), -EBADMSG);
}
END_TEST

START_TEST(test_many_models)
{
	char *text, *end;
	int i;

	text = malloc(65536);
	ck_assert_ptr_nonnull(text);
	end = stpcpy(text, HEAD "{\"name\":\"a\",\"devices\":[],\"models\":[");
	for (i = 1; i <= 65; i++)
		end += sprintf(end, "%s{\"name\":\"m\",\"model\":%d,\"origin\":\"attributes\","
				    "\"capabilities\":{},\"defaulted\":[],\"registers\":{},"
				    "\"unknown\":[]}", i == 1 ? "" : ",", 1000 + i);
	strcpy(end, "]}" TAIL);
	ck_assert_int_eq(read_text(text), -EBADMSG);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(ctx), "too many models"));
	free(text);
}
END_TEST

/* Of a repeated member the last one counts, as for most that read JSON. */
START_TEST(test_repeated_member)
{
	struct iommu_probe_iommu *iommu;
	char value[64];

	ck_assert_int_eq(read_text(HOST("\"ssid_bits\":1,\"ssid_bits\":2")), 0);
	iommu = only_iommu(host);
	text_of_value(iommu_probe_model_get_value(only_model(iommu), "ssid_bits"), value,
		      sizeof(value));
	ck_assert_str_eq(value, "2");
	iommu_probe_iommu_unref(iommu);
}
END_TEST

/* A newer minor version: members, words, a model, a capability that nobody knows. */
START_TEST(test_newer)
{
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_model *model;
	char value[64];

	ck_assert_int_eq(
		read_text("{\"schema_version\":\"1.17\",\"document\":\"host\",\"new\":{\"x\":null},"
			  "\"iommus\":[{\"name\":\"b\",\"new\":[1.5],\"devices\":[],\"models\":["
			  "{\"name\":\"new\",\"model\":999,\"origin\":\"registers\",\"new\":true,"
			  "\"capabilities\":{\"stall\":\"maybe\",\"new_bits\":7,\"new_list\":[],"
			  "\"new_words\":[\"a\",\"b\"],\"new_object\":{}},\"defaulted\":[\"new\"],"
			  "\"registers\":{\"new\":\"0x1\"},\"unknown\":[]}]}],\"errors\":[]}"),
		0);
	iommu = only_iommu(host);
	model = only_model(iommu);
	ck_assert_uint_eq(iommu_probe_model_get_number(model), 999);
	text_of_value(iommu_probe_model_get_value(model, "stall"), value, sizeof(value));
	ck_assert_str_eq(value, "maybe");
	/* As this version would have found their files. */
	ck_assert_uint_eq(iommu_probe_model_get_unknown_count(model), 3);
	ck_assert_str_eq(iommu_probe_model_get_unknown_name(model, 0), "new_bits");
	ck_assert_str_eq(iommu_probe_model_get_unknown_text(model, 0, NULL), "7");
	ck_assert_str_eq(iommu_probe_model_get_unknown_text(model, 1, NULL), "none");
	ck_assert_str_eq(iommu_probe_model_get_unknown_text(model, 2, NULL), "a b");
	iommu_probe_iommu_unref(iommu);
}
END_TEST

/* Whatever order they were written in. */
START_TEST(test_order)
{
	char names[64];

	ck_assert_int_eq(read_text(HEAD "{\"name\":\"dmar10\",\"models\":[],\"devices\":[]},"
					"{\"name\":\"dmar2\",\"models\":[],\"devices\":[]}" TAIL),
			 0);
	iommu_names(host, names, sizeof(names));
	ck_assert_str_eq(names, "dmar2,dmar10,");
}
END_TEST

/* An IOMMU outlives what it was read from. */
START_TEST(test_references)
{
	struct iommu_probe_iommu *iommu;

	ck_assert_int_eq(read_text(HOST("\"ssid_bits\":1")), 0);
	iommu = only_iommu(host);
	host = iommu_probe_host_unref(host);
	ck_assert_str_eq(iommu_probe_model_get_name(only_model(iommu)), "arm-smmu-v3");
	iommu_probe_iommu_unref(iommu);
}
END_TEST

#define ERRORS \
	"],\"errors\":[{\"path\":\"/sys/class/iommu/a/arm-smmu-v3/stall\",\"errno\":\"EINVAL\"," \
	"\"message\":\"m\"},{\"path\":\"/sys/class/iommu/b\",\"errno\":\"EACCES\"," \
	"\"message\":\"n\"}," \
	"{\"path\":\"/x\",\"errno\":\"ENEW\",\"message\":\"o\",\"host\":\"h\"}]}"

START_TEST(test_errors)
{
	static const char *const requirements[] = { "stall!=force" };
	static const char *const names[] = { "a" };
	const struct iommu_probe_result *result;
	struct iommu_probe_check *check;
	struct iommu_probe_iommu *iommu;

	ck_assert_int_eq(read_text(HEAD IOMMU(MODEL("", "")) ERRORS), 0);
	iommu_probe_iommu_unref(only_iommu(host));
	check_errors(host, "/sys/class/iommu/a/arm-smmu-v3/stall EINVAL,"
			   "/sys/class/iommu/b EACCES,/x EIO");
	/* A file that could not be read is not the same as none. */
	ck_assert_int_eq(iommu_probe_check_new(host, requirements, 1, &check), 0);
	result = iommu_probe_check_get_first_result(check);
	ck_assert_int_eq(iommu_probe_result_get_reason(result), IOMMU_PROBE_REASON_UNREADABLE);
	iommu_probe_check_unref(check);

	/* With names, what concerns them. */
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	iommu_probe_iommu_unref(iommu);
	check_errors(host, "/sys/class/iommu/a/arm-smmu-v3/stall EINVAL,/x EIO");
}
END_TEST

/* The class could not be listed there: no is no answer. */
START_TEST(test_class_error)
{
	static const char *const requirements[] = { "ssid_bits>=1" };
	struct iommu_probe_check *check;

	ck_assert_int_eq(read_text(HEAD "],\"errors\":[{\"path\":\"/sys/class/iommu\","
					"\"errno\":\"EACCES\",\"message\":\"m\"}]}"), 0);
	ck_assert_int_eq(iommu_probe_check_new(host, requirements, 1, &check), 0);
	ck_assert_int_eq(iommu_probe_check_get_answer(check), IOMMU_PROBE_ANSWER_UNKNOWN);
	check_errors(host, "/sys/class/iommu EACCES");
	iommu_probe_check_unref(check);
}
END_TEST

START_TEST(test_not_of_documents)
{
	struct iommu_probe_explanation *explanation;
	struct iommu_probe_device *device;
	struct iommu_probe_status *status;

	ck_assert_int_eq(read_text(HEAD TAIL), 0);
	ck_assert_int_eq(iommu_probe_device_get_first(host, &device), -EOPNOTSUPP);
	ck_assert_int_eq(iommu_probe_status_new(host, &status), -EOPNOTSUPP);
	ck_assert_int_eq(iommu_probe_explain(host, NULL, IOMMU_PROBE_QUESTION_PASID, &explanation),
			 -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(iommu_probe_ctx_get_message(ctx), "document"));
}
END_TEST

#define BASELINE(hosts, model) \
	"{\"schema_version\":\"1.0\",\"document\":\"baseline\",\"answer\":\"yes\"," \
	"\"hosts\":" hosts ",\"models\":[" model "],\"errors\":[]}"
#define LEAST(units, more) \
	"{\"name\":\"intel-vtd\",\"model\":1,\"units\":" units ",\"hosts\":[\"a\"]," \
	"\"capabilities\":{\"input_bits\":39}," more "}"
#define NO_MORE "\"uneven\":[],\"limited_by\":[],\"unreported\":[]"

static const struct {
	const char *text;
	const char *message;
} bad_baselines[] = {
	{ BASELINE("1", ""), "hosts: not an array" },
	{ BASELINE("[]", "1"), "models: holds" },
	{ BASELINE("[]", "{}"), "name: missing" },
	{ BASELINE("[]", LEAST("0", NO_MORE)), "units: not a number" },
	{ BASELINE("[]", LEAST("9223372036854775807", NO_MORE)), "units: not a number" },
	{ BASELINE("[]", LEAST("1", NO_MORE) "," LEAST("1", NO_MORE)), "there twice" },
	{ BASELINE("[]", LEAST("1", "\"uneven\":[1],\"limited_by\":[],\"unreported\":[]")),
	  "not a string" },
	{ BASELINE("[]", LEAST("1", "\"uneven\":[],\"limited_by\":[{\"capability\":"
				    "\"input_bits\",\"best\":\"x\"}],\"unreported\":[]")),
	  "input_bits: not a number" },
	{ BASELINE("[]", LEAST("1", "\"uneven\":[],\"limited_by\":[{\"capability\":"
				    "\"input_bits\"}],\"unreported\":[]")),
	  "best: missing" },
};

START_TEST(test_bad_baseline)
{
	ck_assert_int_eq(read_text(bad_baselines[_i].text), -EBADMSG);
	ck_assert_msg(strstr(iommu_probe_ctx_get_message(ctx), bad_baselines[_i].message), "%s",
		      iommu_probe_ctx_get_message(ctx));
}
END_TEST

START_TEST(test_baseline)
{
	struct iommu_probe_iommu *iommu;
	struct iommu_probe_model *model;
	char value[64];

	ck_assert_int_eq(read_text(BASELINE("[\"a\"]", LEAST("3", NO_MORE))), 0);
	iommu = only_iommu(host);
	ck_assert_str_eq(iommu_probe_iommu_get_name(iommu), "intel-vtd");
	model = only_model(iommu);
	ck_assert_str_eq(iommu_probe_model_get_name(model), "intel-vtd");
	text_of_value(iommu_probe_model_get_value(model, "input_bits"), value, sizeof(value));
	ck_assert_str_eq(value, "39");
	ck_assert_ptr_null(iommu_probe_model_get_value(model, "ssid_bits"));
	iommu_probe_iommu_unref(iommu);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("document");
	TCase *tests = tcase_create("document");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_bad, 0, ROWS(bad));
	tcase_add_test(tests, test_nul);
	tcase_add_test(tests, test_too_long);
	tcase_add_test(tests, test_truncated);
	tcase_add_test(tests, test_nested);
	tcase_add_test(tests, test_long_names);
	tcase_add_test(tests, test_many_models);
	tcase_add_test(tests, test_repeated_member);
	tcase_add_test(tests, test_newer);
	tcase_add_test(tests, test_order);
	tcase_add_test(tests, test_references);
	tcase_add_test(tests, test_errors);
	tcase_add_test(tests, test_class_error);
	tcase_add_test(tests, test_not_of_documents);
	tcase_add_loop_test(tests, test_bad_baseline, 0, ROWS(bad_baselines));
	tcase_add_test(tests, test_baseline);
	suite_add_tcase(suite, tests);
	return run(suite);
}
