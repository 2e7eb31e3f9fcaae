// SPDX-License-Identifier: MIT
/* Writing documents: what goes to write(), and what happens when it fails. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "opened.h"
#include "run.h"
#include "tree.h"

#define CLASS "sys/class/iommu/"

static struct iommu_probe_host *host;

static void setup(void)
{
	tree_setup();
	tree_file(CLASS "dmar0/intel-vtd/model", "1\n");
	tree_file(CLASS "dmar0/intel-vtd/ssid_bits", "x\n");
	tree_link(CLASS "dmar0/devices/0000:00:01.0", "nowhere");
	tree_file(CLASS "dmar1/new/model", "777\n");
	tree_file(CLASS "dmar1/new/new", "\"text\"\n");
	tree_dir(CLASS "dmar2");
	tree_file(CLASS "file", "");
	host = tree_open(false);
}

static void teardown(void)
{
	iommu_probe_host_unref(host);
	tree_teardown();
}

struct sink {
	size_t writes;
	size_t fails_at; /* 0: never */
	int error;
	FILE *out;
};

static int sink_write(void *data, const char *text, size_t length)
{
	struct sink *sink = data;

	/* Without assertions, which cost a system call each, but for the worst. */
	if (!length)
		ck_abort_msg("nothing is written");
	if (++sink->writes == sink->fails_at)
		return sink->error;
	if (sink->fails_at && sink->writes > sink->fails_at)
		ck_abort_msg("after an error more is written");
	return fwrite(text, 1, length, sink->out) == length ? 0 : -EIO;
}

/* What was written, to be freed. */
static char *write_to(struct sink *sink, int expected)
{
	char *text;
	size_t size;

	sink->writes = 0;
	sink->out = open_memstream(&text, &size);
	ck_assert_ptr_nonnull(sink->out);
	ck_assert_int_eq(iommu_probe_host_write_json(host, sink_write, sink), expected);
	ck_assert_int_eq(fclose(sink->out), 0);
	return text;
}

/* A document that is longer than what is written at once. */
static void make_long(void)
{
	char path[64], text[4001];
	int i;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (i = 0; i < 12; i++) {
		snprintf(path, sizeof(path), CLASS "dmar1/new/long%d", i);
		tree_file(path, text);
	}
}

START_TEST(test_failing_sink)
{
	static const int errors[] = { -EIO, -EPIPE, -ENOSPC, -ENOENT, -ENOMEM, 1 };
	struct sink sink = { .error = errors[_i] };
	char *whole, *part, *again;
	size_t writes, i;

	make_long();
	whole = write_to(&sink, 0);
	writes = sink.writes;
	ck_assert_uint_ge(writes, 10);
	for (i = 1; i <= writes; i++) {
		sink.fails_at = i;
		/* A sink has no positive answers. */
		part = write_to(&sink, errors[_i] > 0 ? -EIO : errors[_i]);
		ck_assert_uint_eq(sink.writes, i);
		if (strncmp(part, whole, strlen(part)))
			ck_abort_msg("write %zu: not the beginning of the document", i);
		if (!*iommu_probe_ctx_get_message(host->ctx))
			ck_abort_msg("write %zu: no message", i);
		free(part);
	}
	/* Nothing has suffered. */
	sink.fails_at = 0;
	again = write_to(&sink, 0);
	ck_assert_str_eq(again, whole);
	ck_assert_uint_eq(sink.writes, writes);
	free(again);
	free(whole);
}
END_TEST

/* The texts of the pieces are those of one document. */
START_TEST(test_document)
{
	struct json_object *document, *iommus, *errors;
	char *text = document_text(host);

	ck_assert_uint_ge(strlen(text), 2);
	ck_assert_str_eq(text + strlen(text) - 3, "\n}\n");
	document = json_tokener_parse(text);
	ck_assert_ptr_nonnull(document);
	ck_assert_str_eq(json_object_get_string(json_object_object_get(document, "schema_version")),
			 "1.0");
	ck_assert_str_eq(json_object_get_string(json_object_object_get(document, "document")),
			 "host");
	iommus = json_object_object_get(document, "iommus");
	ck_assert_uint_eq(json_object_array_length(iommus), 3);
	errors = json_object_object_get(document, "errors");
	ck_assert_uint_eq(json_object_array_length(errors), 2);
	json_object_put(document);
	free(text);
}
END_TEST

START_TEST(test_empty_document)
{
	static const char *const names[] = { "0000:00:1f.0" };
	char *text;

	tree_link("sys/bus/pci/devices/0000:00:1f.0", "nowhere");
	ck_assert_int_eq(iommu_probe_host_select(host, names, 1), 0);
	text = document_text(host);
	ck_assert_str_eq(text, "{\n"
			       "  \"schema_version\": \"1.0\",\n"
			       "  \"document\": \"host\",\n"
			       "  \"iommus\": [],\n"
			       "  \"errors\": []\n"
			       "}\n");
	free(text);
}
END_TEST

static const struct {
	const char *bytes;
	size_t length;
	const char *expected; /* as json-c reads it back */
	size_t expected_length;
} texts[] = {
	{ "", 0, "", 0 },
	{ "plain", 5, "plain", 5 },
	{ "\"\\/\b\f\r\t\x01\x1f\x7f", 10, "\"\\/\b\f\r\t\x01\x1f\x7f", 10 },
	{ "a\nb\nc", 5, "a\nb\nc", 5 },
	{ "\n    indented", 13, "\n    indented", 13 },
	{ "a\0b\0", 4, "a\0b\0", 4 },
	{ "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9 },
	{ "\xe2\x80\xa8\xe2\x80\xa9", 6, "\xe2\x80\xa8\xe2\x80\xa9", 6 },
	{ "\xff\x80", 2, "\xef\xbf\xbd\xef\xbf\xbd", 6 },
	{ "\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 9 },
};

/* Any bytes in a file come out as the string that they are, or as close as can be. */
START_TEST(test_texts)
{
	struct json_object *document, *at;
	char *text;

	tree_bytes(CLASS "dmar1/new/new", texts[_i].bytes, texts[_i].length);
	text = document_text(host);
	document = json_tokener_parse(text);
	ck_assert_ptr_nonnull(document);
	at = json_object_object_get(document, "iommus");
	at = json_object_array_get_idx(at, 1);
	at = json_object_array_get_idx(json_object_object_get(at, "models"), 0);
	at = json_object_array_get_idx(json_object_object_get(at, "unknown"), 0);
	at = json_object_object_get(at, "text");
	ck_assert_int_eq(json_object_get_string_len(at), texts[_i].expected_length);
	ck_assert_mem_eq(json_object_get_string(at), texts[_i].expected,
			 texts[_i].expected_length);
	json_object_put(document);
	free(text);
}
END_TEST

/* Control characters are never in a document as they are. */
START_TEST(test_control_characters)
{
	char bytes[256], *text;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	tree_bytes(CLASS "dmar1/new/new", bytes, sizeof(bytes));
	text = document_text(host);
	for (i = 0; text[i]; i++)
		ck_assert(text[i] == '\n' || (unsigned char)text[i] >= ' ');
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tests = tcase_create("json");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_failing_sink, 0, 6);
	tcase_add_test(tests, test_document);
	tcase_add_test(tests, test_empty_document);
	tcase_add_loop_test(tests, test_texts, 0, ROWS(texts));
	tcase_add_test(tests, test_control_characters);
	tcase_set_timeout(tests, 20);
	suite_add_tcase(suite, tests);
	return run(suite);
}
