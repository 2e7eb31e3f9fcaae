// SPDX-License-Identifier: MIT
#include "unit.h"
#include <check.h>
#include <stdio.h>
#include <string.h>
#include "tree.h"

struct iommu_probe_host *host;
struct iommu_probe_iommu *iommu;
struct iommu_probe_model *model;

void unit_setup(void)
{
	tree_setup();
	host = NULL;
	iommu = NULL;
}

void unit_teardown(void)
{
	iommu_probe_iommu_unref(iommu);
	iommu_probe_host_unref(host);
	tree_teardown();
}

void unit_read(const char *errors)
{
	host = tree_open(false);
	iommu = only_iommu(host);
	model = only_model(iommu);
	check_errors(host, errors);
}

static void capabilities(char *text, size_t size)
{
	struct iommu_probe_value *value = iommu_probe_model_get_first_value(model);
	FILE *out = fmemopen(text, size, "w");
	char one[512];

	ck_assert_ptr_nonnull(out);
	for (; value; value = iommu_probe_value_get_next(value)) {
		const char *name = iommu_probe_value_get_name(value);

		ck_assert_ptr_eq(iommu_probe_model_get_value(model, name), value);
		text_of_value(value, one, sizeof(one));
		fprintf(out, "%s%s=%s,", iommu_probe_value_is_default(value) ? "~" : "", name, one);
	}
	fputc('\0', out);
	ck_assert_int_eq(fclose(out), 0);
}

void unit_check(const char *expected)
{
	char text[8192];

	capabilities(text, sizeof(text));
	ck_assert_str_eq(text, expected);
}

void unit_check_value(const char *name, const char *expected)
{
	struct iommu_probe_value *value = iommu_probe_model_get_value(model, name);
	char text[512];

	ck_assert_msg(value, "%s is missing", name);
	ck_assert(!iommu_probe_value_is_default(value));
	text_of_value(value, text, sizeof(text));
	ck_assert_str_eq(text, expected);
}

void unit_file(const char *directory, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof(path), UNIT "%s/%s", directory, name);
	tree_file(path, text);
}
