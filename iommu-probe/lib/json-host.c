// SPDX-License-Identifier: MIT
/* The document "host", one IOMMU at a time. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "internal.h"
#include "json.h"

static void write_member(struct json_sink *sink, const char *key, const char *text)
{
	json_key(sink, key);
	json_write_string(sink, text);
}

static void write_element(struct json_sink *sink, const struct iommu_probe_value *value,
			  size_t index)
{
	const char *word = iommu_probe_value_get_word(value, index);

	if (word)
		json_write_string(sink, word);
	else
		json_number(sink, iommu_probe_value_get_number(value, index));
}

static void write_value(struct json_sink *sink, const struct iommu_probe_value *value)
{
	const enum iommu_probe_kind kind = iommu_probe_value_get_kind(value);
	size_t i;

	if (kind == IOMMU_PROBE_KIND_NUMBER || kind == IOMMU_PROBE_KIND_WORD) {
		write_element(sink, value, 0);
		return;
	}
	json_open(sink, '[');
	for (i = 0; i < iommu_probe_value_get_count(value); i++) {
		json_next(sink);
		write_element(sink, value, i);
	}
	json_close(sink, ']');
}

static void write_values(struct json_sink *sink, struct iommu_probe_model *model)
{
	struct iommu_probe_value *value;

	json_key(sink, "capabilities");
	json_open(sink, '{');
	for (value = iommu_probe_model_get_first_value(model); value;
	     value = iommu_probe_value_get_next(value)) {
		json_key(sink, iommu_probe_value_get_name(value));
		write_value(sink, value);
	}
	json_close_lines(sink, '}');

	json_key(sink, "defaulted");
	json_open(sink, '[');
	for (value = iommu_probe_model_get_first_value(model); value;
	     value = iommu_probe_value_get_next(value)) {
		if (!iommu_probe_value_is_default(value))
			continue;
		json_next(sink);
		json_write_name(sink, iommu_probe_value_get_name(value));
	}
	json_close(sink, ']');
}

static void write_registers(struct json_sink *sink, const struct iommu_probe_model *model)
{
	char text[sizeof("0x") + 16];
	const char *name;
	uint64_t word;
	size_t i;

	json_key(sink, "registers");
	json_open(sink, '{');
	for (i = 0; (name = iommu_probe_model_get_register(model, i, &word)); i++) {
		snprintf(text, sizeof(text), "0x%" PRIx64, word);
		write_member(sink, name, text);
	}
	json_close_lines(sink, '}');
}

static void write_unknown(struct json_sink *sink, const struct iommu_probe_model *model)
{
	const char *text;
	size_t i, length;

	json_key(sink, "unknown");
	json_open(sink, '[');
	for (i = 0; (text = iommu_probe_model_get_unknown_text(model, i, &length)); i++) {
		json_next_line(sink);
		json_open(sink, '{');
		write_member(sink, "name", iommu_probe_model_get_unknown_name(model, i));
		json_key(sink, "text");
		json_write_text(sink, text, length);
		json_close_lines(sink, '}');
	}
	json_close_lines(sink, ']');
}

static const char *origin_name(enum iommu_probe_origin origin)
{
	switch (origin) {
	case IOMMU_PROBE_ORIGIN_ATTRIBUTES:
		return "attributes";
	case IOMMU_PROBE_ORIGIN_REGISTERS:
		return "registers";
	}
	return "";
}

static void write_model(struct json_sink *sink, struct iommu_probe_model *model)
{
	const uint64_t number = iommu_probe_model_get_number(model);

	json_open(sink, '{');
	write_member(sink, "name", iommu_probe_model_get_name(model));
	if (number) {
		json_key(sink, "model");
		json_number(sink, number);
	}
	write_member(sink, "origin", origin_name(iommu_probe_model_get_origin(model)));
	write_values(sink, model);
	write_registers(sink, model);
	write_unknown(sink, model);
	json_close_lines(sink, '}');
}

static void write_models(struct json_sink *sink, struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_model *model;

	json_key(sink, "models");
	json_open(sink, '[');
	for (model = iommu_probe_iommu_get_first_model(iommu); model;
	     model = iommu_probe_model_get_next(model)) {
		json_next_line(sink);
		write_model(sink, model);
	}
	json_close_lines(sink, ']');
}

static void write_parent(struct json_sink *sink, const struct iommu_probe_iommu *iommu)
{
	const char *driver = iommu_probe_iommu_get_parent_driver(iommu);
	const char *name = iommu_probe_iommu_get_parent_name(iommu);

	if (!name)
		return;
	json_key(sink, "parent");
	json_open(sink, '{');
	write_member(sink, "name", name);
	write_member(sink, "subsystem", iommu_probe_iommu_get_parent_subsystem(iommu));
	if (driver)
		write_member(sink, "driver", driver);
	json_close_lines(sink, '}');
}

static void write_devices(struct json_sink *sink, const struct iommu_probe_iommu *iommu)
{
	const char *name;
	size_t i;

	json_key(sink, "devices");
	json_open(sink, '[');
	for (i = 0; (name = iommu_probe_iommu_get_device(iommu, i)); i++) {
		json_next(sink);
		json_write_string(sink, name);
	}
	json_close(sink, ']');
}

static void write_iommu(struct json_sink *sink, struct iommu_probe_iommu *iommu, bool devices)
{
	json_open(sink, '{');
	write_member(sink, "name", iommu_probe_iommu_get_name(iommu));
	write_parent(sink, iommu);
	write_models(sink, iommu);
	if (devices)
		write_devices(sink, iommu);
	json_close_lines(sink, '}');
}

void json_iommu(struct json_sink *sink, struct iommu_probe_iommu *iommu)
{
	write_iommu(sink, iommu, true);
}

void json_iommu_alone(struct json_sink *sink, struct iommu_probe_iommu *iommu)
{
	write_iommu(sink, iommu, false);
}

EXPORT int iommu_probe_host_write_json(struct iommu_probe_host *host, iommu_probe_write_fn write,
				       void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	struct iommu_probe_iommu *iommu, *next;
	bool first = true;
	int ret;

	ret = iommu_probe_iommu_get_first(host, &iommu);
	if (ret)
		return ret;
	json_begin(&sink, "host");
	json_array(&sink, "iommus");
	for (; iommu; iommu = next, first = false) {
		sink.depth = 2;
		sink.empty = first;
		json_next_line(&sink);
		json_iommu(&sink, iommu);
		ret = sink.error ? sink.error : iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
		if (ret)
			return ctx_fail(host->ctx, -ret, "%s", strerror(-ret));
	}
	json_array_end(&sink, first);
	json_end(&sink, &host->errors);
	return sink.error ? ctx_fail(host->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
