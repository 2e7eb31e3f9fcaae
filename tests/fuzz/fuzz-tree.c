// SPDX-License-Identifier: MIT
/*
 * A whole saved host: entries, each a byte for its kind, its path up to a NUL,
 * two bytes of length and so many of content. Every document is made of it.
 */
#include <string.h>
#include "fuzz.h"

#define ENTRIES_MAX 400

static size_t content(struct input *input)
{
	size_t length = input_number(input, 2);

	return length < input->left ? length : input->left;
}

static void add_entry(struct input *input)
{
	const char kind = (char)input_number(input, 1);
	char *path = input_text(input), *target;
	size_t length;

	switch (kind) {
	case 'l':
		target = input_text(input);
		tree_link(path, target);
		free(target);
		break;
	case 'd':
		tree_dir(path);
		break;
	case 'p':
		tree_fifo(path);
		break;
	default:
		length = content(input);
		tree_file(path, input->data, length);
		input->data += length;
		input->left -= length;
	}
	free(path);
}

static void check_explanations(struct iommu_probe_host *host, const char *device)
{
	enum iommu_probe_question question = 0;

	/* A device may be listed under a name that nobody can give. */
	for (; iommu_probe_question_get_name(question); question++)
		check_explanation(host, device, question);
}

static void check_devices(struct iommu_probe_host *host)
{
	struct iommu_probe_device *device;
	char *name = NULL;

	MUST(!iommu_probe_device_get_first(host, &device));
	if (device)
		name = strdup(iommu_probe_device_get_name(device));
	iommu_probe_device_unref(device);
	check_explanations(host, NULL);
	if (name)
		check_explanations(host, name);
	free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	unsigned int i;

	for (i = 0; input.left && i < ENTRIES_MAX; i++)
		add_entry(&input);
	MUST(!iommu_probe_ctx_new(&ctx));
	if (!iommu_probe_host_new(ctx, tree_root(), &host)) {
		check_host(host);
		check_answers(host, ctx);
		check_devices(host);
		iommu_probe_host_unref(host);
	} else {
		MUST(*iommu_probe_ctx_get_message(ctx));
	}
	iommu_probe_ctx_unref(ctx);
	tree_empty();
	return 0;
}
