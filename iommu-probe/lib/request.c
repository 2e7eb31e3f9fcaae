// SPDX-License-Identifier: MIT
/* What a VMM can do and wants. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "choose.h"

EXPORT int iommu_probe_request_new(struct iommu_probe_ctx *ctx,
				   struct iommu_probe_request **request)
{
	*request = calloc(1, sizeof(**request));
	if (!*request)
		return ctx_fail(ctx, ENOMEM, "out of memory");
	(*request)->refs = 1;
	(*request)->ctx = iommu_probe_ctx_ref(ctx);
	(*request)->pasid0 = -1;
	(*request)->pasid_bits = -1;
	return 0;
}

EXPORT struct iommu_probe_request *iommu_probe_request_ref(struct iommu_probe_request *request)
{
	if (request)
		request->refs++;
	return request;
}

EXPORT struct iommu_probe_request *iommu_probe_request_unref(struct iommu_probe_request *request)
{
	size_t i;

	if (!request || --request->refs)
		return NULL;
	for (i = 0; i < request->requirement_count; i++)
		requirement_clear(&request->requirements[i]);
	free(request->requirements);
	iommu_probe_ctx_unref(request->ctx);
	free(request);
	return NULL;
}

static int add_word(struct iommu_probe_ctx *ctx, struct word_list *list,
		    enum iommu_caps_words words, const char *text)
{
	const int word = word_find(words, text);
	size_t i;

	if (word < 0)
		return ctx_fail(ctx, EINVAL, "%s: no such format", text);
	for (i = 0; i < list->count; i++)
		if (list->words[i] == word)
			return 0;
	/* There are fewer words than room. */
	list->words[list->count++] = word;
	return 0;
}

EXPORT int iommu_probe_request_accept(struct iommu_probe_request *request, const char *format)
{
	return add_word(request->ctx, &request->accept, IOMMU_CAPS_WORDS_PASID_TABLE, format);
}

EXPORT int iommu_probe_request_accept_pgtable(struct iommu_probe_request *request,
					      const char *format)
{
	return add_word(request->ctx, &request->pgtable, IOMMU_CAPS_WORDS_S1, format);
}

EXPORT int iommu_probe_request_set_pasid0(struct iommu_probe_request *request, const char *word)
{
	const int found = word_find(IOMMU_CAPS_WORDS_PASID0, word);

	if (found < 0)
		return ctx_fail(request->ctx, EINVAL, "%s: not terminate, bypass or pasid0", word);
	request->pasid0 = found;
	return 0;
}

EXPORT int iommu_probe_request_set_pasid_bits(struct iommu_probe_request *request,
					      unsigned int bits)
{
	if (bits > 64)
		return ctx_fail(request->ctx, EINVAL, "%u: no PASID has so many bits", bits);
	request->pasid_bits = (int)bits;
	return 0;
}

EXPORT int iommu_probe_request_require(struct iommu_probe_request *request,
				       const char *requirement)
{
	const size_t count = request->requirement_count;
	struct requirement *list =
		reallocarray(request->requirements, count + 1, sizeof(*list));
	int ret;

	if (!list)
		return ctx_fail(request->ctx, ENOMEM, "out of memory");
	request->requirements = list;
	ret = requirement_parse(request->ctx, requirement, &list[count]);
	request->requirement_count += !ret;
	return ret;
}
