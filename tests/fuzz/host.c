// SPDX-License-Identifier: MIT
#include "fuzz.h"

void check_host(struct iommu_probe_host *host)
{
	struct iommu_probe_status *status;
	struct document *document = document_new();

	MUST(!iommu_probe_host_write_json(host, document_write, document));
	document_validate(document);

	document = document_new();
	MUST(!iommu_probe_host_write_json_devices(host, document_write, document));
	document_validate(document);

	document = document_new();
	MUST(!iommu_probe_status_new(host, &status));
	MUST(!iommu_probe_status_write_json(status, document_write, document));
	iommu_probe_status_unref(status);
	document_validate(document);
}

int check_explanation(struct iommu_probe_host *host, const char *device,
		      enum iommu_probe_question question)
{
	struct iommu_probe_explanation *explanation;
	struct document *document;
	int ret;

	ret = iommu_probe_explain(host, device, question, &explanation);
	if (ret)
		return ret;
	document = document_new();
	MUST(!iommu_probe_explanation_write_json(explanation, document_write, document));
	document_validate(document);
	iommu_probe_explanation_unref(explanation);
	return 0;
}

void check_choice(struct iommu_probe_host *host, const struct iommu_probe_request *request)
{
	struct iommu_probe_choice *choice;
	struct document *document = document_new();

	MUST(!iommu_probe_choose(host, request, &choice));
	MUST(!iommu_probe_choice_write_json(choice, NULL, document_write, document));
	document_validate(document);
	iommu_probe_choice_unref(choice);
}

/* One that asks for nothing, and one that asks for much. */
static void check_choices(struct iommu_probe_host *host, struct iommu_probe_ctx *ctx)
{
	static const char *const formats[] = { "2lvl-64k", "linear", "scalable", "gcr3-2lvl", "pd17" };
	struct iommu_probe_request *request;
	size_t i;

	MUST(!iommu_probe_request_new(ctx, &request));
	check_choice(host, request);
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		MUST(!iommu_probe_request_accept(request, formats[i]));
	MUST(!iommu_probe_request_accept_pgtable(request, "aarch64-4k"));
	MUST(!iommu_probe_request_accept_pgtable(request, "vtd-fs-4lvl"));
	MUST(!iommu_probe_request_set_pasid0(request, "terminate"));
	MUST(!iommu_probe_request_set_pasid_bits(request, 10));
	MUST(!iommu_probe_request_require(request, "output_bits>=40"));
	check_choice(host, request);
	iommu_probe_request_unref(request);
}

static void check_requirements(struct iommu_probe_host *host)
{
	static const char *const texts[] = {
		"ssid_bits>=16", "httu>=access", "page_sizes=2M", "stall!=force", "model!=arm-smmu-v3",
	};
	struct iommu_probe_check *check;
	struct document *document = document_new();

	MUST(!iommu_probe_check_new(host, texts, sizeof(texts) / sizeof(*texts), &check));
	MUST(!iommu_probe_check_write_json(check, document_write, document));
	document_validate(document);
	iommu_probe_check_unref(check);
}

static void check_export(struct iommu_probe_host *host)
{
	const struct iommu_probe_setting *setting;
	struct iommu_probe_export *exported;
	enum iommu_probe_answer answer;
	bool why;

	MUST(!iommu_probe_export_new(host, &exported));
	answer = iommu_probe_export_get_answer(exported);
	why = iommu_probe_export_get_reason(exported, 0);
	setting = iommu_probe_export_get_first_setting(exported);
	MUST(!setting || answer != IOMMU_PROBE_ANSWER_NO);
	for (; setting; setting = iommu_probe_setting_get_next(setting)) {
		/* What is not known may be a setting, left out. */
		why |= answer == IOMMU_PROBE_ANSWER_UNKNOWN &&
		       !iommu_probe_setting_get_value(setting);
		MUST(iommu_probe_setting_get_value(setting) ||
		     iommu_probe_setting_get_reason(setting));
	}
	MUST(why == (answer != IOMMU_PROBE_ANSWER_YES));
	iommu_probe_export_unref(exported);
}

void check_answers(struct iommu_probe_host *host, struct iommu_probe_ctx *ctx)
{
	check_requirements(host);
	check_choices(host, ctx);
	check_export(host);
}
