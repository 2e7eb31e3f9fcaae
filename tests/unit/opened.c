// SPDX-License-Identifier: MIT
#include "opened.h"
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tree.h"

struct iommu_probe_host *tree_open_at(const char *root, bool live)
{
	struct iommu_probe_ctx *ctx;
	struct iommu_probe_host *host;
	int ret;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ret = host_new(ctx, root, live, &host);
	ck_assert_msg(!ret, "%s: %s", root, iommu_probe_ctx_get_message(ctx));
	ck_assert_ptr_nonnull(host);
	/* The host has its own reference. */
	iommu_probe_ctx_unref(ctx);
	return host;
}

struct iommu_probe_host *tree_open(bool live)
{
	return tree_open_at(tree_root(), live);
}

int tree_open_fails(const char *root, char *message, size_t size)
{
	struct iommu_probe_host *host = (void *)message;
	struct iommu_probe_ctx *ctx;
	int ret;

	ck_assert_int_eq(iommu_probe_ctx_new(&ctx), 0);
	ck_assert_str_eq(iommu_probe_ctx_get_message(ctx), "");
	ret = iommu_probe_host_new(ctx, root, &host);
	ck_assert_int_lt(ret, 0);
	ck_assert_ptr_null(host);
	snprintf(message, size, "%s", iommu_probe_ctx_get_message(ctx));
	ck_assert_str_ne(message, "");
	iommu_probe_ctx_unref(ctx);
	return ret;
}

struct iommu_probe_iommu *only_iommu(struct iommu_probe_host *host)
{
	struct iommu_probe_iommu *iommu, *next;

	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	ck_assert_ptr_nonnull(iommu);
	ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
	ck_assert_ptr_null(next);
	return iommu;
}

struct iommu_probe_model *only_model(struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_model *model = iommu_probe_iommu_get_first_model(iommu);

	ck_assert_ptr_nonnull(model);
	ck_assert_ptr_null(iommu_probe_model_get_next(model));
	return model;
}

void iommu_names(struct iommu_probe_host *host, char *text, size_t size)
{
	struct iommu_probe_iommu *iommu, *next;
	FILE *out = fmemopen(text, size, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(iommu_probe_iommu_get_first(host, &iommu), 0);
	for (; iommu; iommu = next) {
		fprintf(out, "%s,", iommu_probe_iommu_get_name(iommu));
		ck_assert_int_eq(iommu_probe_iommu_get_next(iommu, &next), 0);
		iommu_probe_iommu_unref(iommu);
	}
	fputc('\0', out);
	ck_assert_int_eq(fclose(out), 0);
}

void text_of_value(const struct iommu_probe_value *value, char *text, size_t size)
{
	const size_t count = iommu_probe_value_get_count(value);
	FILE *out = fmemopen(text, size, "w");
	size_t i;

	ck_assert_ptr_nonnull(out);
	if (!count)
		fputs("none", out);
	for (i = 0; i < count; i++) {
		const char *word = iommu_probe_value_get_word(value, i);

		fputs(i ? " " : "", out);
		if (word)
			fputs(word, out);
		else
			fprintf(out, "%llu",
				(unsigned long long)iommu_probe_value_get_number(value, i));
	}
	fputc('\0', out);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_ptr_null(iommu_probe_value_get_word(value, count));
	ck_assert_uint_eq(iommu_probe_value_get_number(value, count), 0);
}

void check_errors(struct iommu_probe_host *host, const char *expected)
{
	const size_t count = iommu_probe_host_get_error_count(host);
	const char *path, *message;
	char found[8192];
	FILE *out = fmemopen(found, sizeof(found), "w");
	size_t i;
	int error;

	ck_assert_ptr_nonnull(out);
	for (i = 0; i < count; i++) {
		ck_assert_int_eq(iommu_probe_host_get_error(host, i, &path, &error, &message), 0);
		ck_assert_str_ne(message, "");
		fprintf(out, "%s%s %s", i ? "," : "", path, strerrorname_np(error));
	}
	fputc('\0', out);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_str_eq(found, expected);
	ck_assert_int_eq(iommu_probe_host_get_error(host, count, NULL, NULL, NULL), -ERANGE);
}

static int append(void *data, const char *text, size_t length)
{
	return fwrite(text, 1, length, data) == length ? 0 : -EIO;
}

char *document_text(struct iommu_probe_host *host)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(iommu_probe_host_write_json(host, append, out), 0);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}
