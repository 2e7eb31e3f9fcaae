// SPDX-License-Identifier: MIT
/* The table of conditions, and what all of them are judged with. */
#include "conditions.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASID (1u << IOMMU_PROBE_QUESTION_PASID)
#define SVA (1u << IOMMU_PROBE_QUESTION_SVA)
#define PASSTHROUGH (1u << IOMMU_PROBE_QUESTION_PASSTHROUGH)
#define NESTING (1u << IOMMU_PROBE_QUESTION_NESTING)
#define DIRTY (1u << IOMMU_PROBE_QUESTION_DIRTY)
#define ALL (PASID | SVA | PASSTHROUGH | NESTING | DIRTY)

#define STANDS_ON(...) { __VA_ARGS__ }
#define CONDITION(n, function, q, device, stands, t, r)                                            \
	{ .name = n, .questions = q, .needs_device = device, .stands_on = stands,                  \
	  .text = t, .remedy = r, .judge = function },

const struct condition conditions[] = {
#include "conditions-list.h"
	{ 0 },
};

static int set_text(char **text, const char *format, va_list args)
{
	char *new;
	const int n = vasprintf(&new, format, args);

	if (n < 0)
		return -ENOMEM;
	free(*text);
	*text = new;
	return 0;
}

int condition_pass(struct iommu_probe_condition *c)
{
	return condition_pass_since(c, "%s", c->row->text);
}

int condition_pass_since(struct iommu_probe_condition *c, const char *format, ...)
{
	va_list args;
	int ret;

	c->verdict = IOMMU_PROBE_VERDICT_PASS;
	va_start(args, format);
	ret = set_text(&c->message, format, args);
	va_end(args);
	return ret;
}

int condition_unsure(struct iommu_probe_condition *c, const char *format, ...)
{
	va_list args;
	int ret;

	c->verdict = IOMMU_PROBE_VERDICT_UNKNOWN;
	va_start(args, format);
	ret = set_text(&c->message, format, args);
	va_end(args);
	return ret;
}

int condition_fail(struct iommu_probe_condition *c, const char *remedy, const char *format, ...)
{
	va_list args;
	int ret;

	c->verdict = IOMMU_PROBE_VERDICT_FAIL;
	va_start(args, format);
	ret = set_text(&c->message, format, args);
	va_end(args);
	if (ret)
		return ret;
	c->remedy = strdup(remedy ? remedy : c->row->remedy);
	return c->remedy ? 0 : -ENOMEM;
}

int condition_saw(struct iommu_probe_condition *c, const char *path, const char *format, ...)
{
	struct evidence *longer =
		reallocarray(c->evidence, c->evidence_count + 1, sizeof(*longer));
	va_list args;
	int ret;

	if (!longer)
		return -ENOMEM;
	c->evidence = longer;
	longer += c->evidence_count;
	*longer = (struct evidence){ .path = strdup(path) };
	c->evidence_count++;
	va_start(args, format);
	ret = set_text(&longer->value, format, args);
	va_end(args);
	return longer->path ? ret : -ENOMEM;
}

int condition_saw_file(const struct explain *x, struct iommu_probe_condition *c, const char *path,
		       const char *name)
{
	const struct name entry = { .name = (char *)name };
	char text[READER_FILE_MAX + 1], *full;
	struct dir dir;
	size_t length;
	int ret;

	ret = reader_open_dir(&x->host->reader, path, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_read(&x->host->reader, &dir, &entry, text, &length);
	reader_close_dir(&dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	text[strcspn(text, "\n")] = '\0';
	if (asprintf(&full, "%s/%s", path, name) < 0)
		return -ENOMEM;
	ret = condition_saw(c, full, "%s", text);
	free(full);
	return ret;
}

int condition_saw_word(struct iommu_probe_condition *c, const struct facts_word *word)
{
	return condition_saw(c, FACTS_COMMAND_LINE, "%.*s", (int)word->length, word->argument);
}

int condition_saw_option(const struct explain *x, struct iommu_probe_condition *c,
			 const char *name, enum facts_option *option)
{
	static const char *const values[] = {
		[FACTS_OPTION_NO] = "is not set",
		[FACTS_OPTION_MODULE] = "=m",
		[FACTS_OPTION_YES] = "=y",
	};

	*option = facts_config(&x->facts, name);
	if (*option == FACTS_OPTION_UNKNOWN)
		return 0;
	return condition_saw(c, x->facts.config_path, "CONFIG_%s%s%s", name,
			     *option == FACTS_OPTION_NO ? " " : "", values[*option]);
}

void condition_free(struct iommu_probe_condition *c)
{
	size_t i;

	for (i = 0; i < c->evidence_count; i++) {
		free(c->evidence[i].path);
		free(c->evidence[i].value);
	}
	free(c->evidence);
	free(c->message);
	free(c->remedy);
	free(c);
}

enum facts_hardware explain_hardware(const struct explain *x, const struct iommu_probe_iommu *iommu)
{
	static const enum facts_hardware of_model[IOMMU_CAPS_MODELS] = {
		[IOMMU_CAPS_MODEL_INTEL_VTD] = FACTS_INTEL,
		[IOMMU_CAPS_MODEL_ARM_SMMU_V3] = FACTS_ARM,
		[IOMMU_CAPS_MODEL_AMD_VI] = FACTS_AMD,
		[IOMMU_CAPS_MODEL_VIRTIO_IOMMU] = FACTS_VIRTIO,
		[IOMMU_CAPS_MODEL_RISCV_IOMMU] = FACTS_RISCV,
	};
	const struct iommu_probe_model *model;
	enum facts_hardware hardware;

	for (model = iommu->models; model; model = model->next)
		if (model->id >= 0)
			return of_model[model->id];
	hardware = facts_hardware_of_unit(iommu->name);
	return hardware ? hardware : x->facts.hardware;
}

bool explain_failed(const struct explain *x, const char *name)
{
	const struct iommu_probe_condition *c;

	for (c = x->judged; c; c = c->next)
		if (!strcmp(c->row->name, name))
			return c->verdict == IOMMU_PROBE_VERDICT_FAIL || c->blocked;
	return false;
}
