/* SPDX-License-Identifier: MIT */
/*
 * Part of iommu-probe.h, which includes it: the answers that are made of what a
 * host shows. Status, check of requirements, choice of a PASID table, reasons.
 */
#ifndef IOMMU_PROBE_ANSWERS_H
#define IOMMU_PROBE_ANSWERS_H

#include "iommu-probe.h"

#ifdef __cplusplus
extern "C" {
#endif

struct iommu_probe_condition;

/* Of a question to a host. */
enum iommu_probe_answer {
	IOMMU_PROBE_ANSWER_NO,
	IOMMU_PROBE_ANSWER_YES,
	IOMMU_PROBE_ANSWER_UNKNOWN, /* no certain no, and not all could be read */
};

/*
 * A host in one answer: whether an IOMMU is active, whose, and the least that
 * the units of each model have in common. -ENOMEM.
 */
struct iommu_probe_status;
struct iommu_probe_least;

int iommu_probe_status_new(struct iommu_probe_host *host, struct iommu_probe_status **status);
struct iommu_probe_status *iommu_probe_status_ref(struct iommu_probe_status *status);
struct iommu_probe_status *iommu_probe_status_unref(struct iommu_probe_status *status);

/* Not IOMMU_PROBE_ANSWER_YES: no IOMMU is listed; unknown where they could not be. */
enum iommu_probe_answer iommu_probe_status_get_active(const struct iommu_probe_status *status);
size_t iommu_probe_status_get_units(const struct iommu_probe_status *status);

/* What describes IOMMUs: DMAR, IVRS, IORT, RIMT, VIOT, devicetree. NULL at the end. */
const char *iommu_probe_status_get_firmware(const struct iommu_probe_status *status, size_t index);

/* By the domains of groups: translated, passthrough, mixed; NULL: not known. */
const char *iommu_probe_status_get_default_domain(const struct iommu_probe_status *status);

/* Of a host without IOMMU: the first condition of explain that fails, or NULL. */
const struct iommu_probe_condition *
iommu_probe_status_get_reason(const struct iommu_probe_status *status);

/* Models, by number, then name; those without a number last. NULL at the end. */
struct iommu_probe_least *iommu_probe_status_get_first_least(struct iommu_probe_status *status);
struct iommu_probe_least *iommu_probe_least_get_next(struct iommu_probe_least *least);
size_t iommu_probe_least_get_units(const struct iommu_probe_least *least);

/*
 * Its values are the least: numbers the least, the alignment the greatest,
 * lists what all offer. One that a unit does not report, or for which there is
 * no least, is not there. It belongs to the least, and stands alone.
 */
struct iommu_probe_model *iommu_probe_least_get_model(struct iommu_probe_least *least);

/* Whether units report different values of this name. */
bool iommu_probe_least_is_uneven(const struct iommu_probe_least *least, const char *name);

/* The best that one of them reports; NULL where there is no order. */
const struct iommu_probe_value *
iommu_probe_least_get_best(const struct iommu_probe_least *least, const char *name);

/* As iommu_probe_host_write_json(), of document "status". */
int iommu_probe_status_write_json(struct iommu_probe_status *status, iommu_probe_write_fn write,
				  void *data);

/*
 * Requirements on capabilities, NAME OP VALUE without blanks: "ssid_bits>=16",
 * "stall!=force", "pgtable_format=aarch64-4k" (a list offers it),
 * "page_sizes=1G", "pasid0=none" (an empty list), "model=arm-smmu-v3". The
 * operators are = != >= <= > <; order exists for numbers, httu and intremap.
 */
enum iommu_probe_verdict {
	IOMMU_PROBE_VERDICT_PASS,
	IOMMU_PROBE_VERDICT_FAIL,
	IOMMU_PROBE_VERDICT_UNKNOWN,
};

/* Why a requirement is not met, or not known to be. */
enum iommu_probe_reason {
	IOMMU_PROBE_REASON_VALUE,
	IOMMU_PROBE_REASON_UNKNOWN_WORD, /* one that this version cannot judge */
	IOMMU_PROBE_REASON_NOT_REPORTED,
	IOMMU_PROBE_REASON_UNREADABLE, /* see the errors of the host */
	IOMMU_PROBE_REASON_NO_MODEL,   /* the kernel shows nothing of the IOMMU */
	IOMMU_PROBE_REASON_NO_IOMMU,   /* the device is behind none */
};

struct iommu_probe_check;
struct iommu_probe_result;

/*
 * Holds every IOMMU of the host, or what was selected of it, against the
 * requirements. One with several models meets them if one model meets all. A
 * host without IOMMU does not.
 * -EINVAL: a requirement is none; the message says why. -ENOMEM.
 */
int iommu_probe_check_new(struct iommu_probe_host *host, const char *const requirements[],
			  size_t count, struct iommu_probe_check **check);
struct iommu_probe_check *iommu_probe_check_ref(struct iommu_probe_check *check);
struct iommu_probe_check *iommu_probe_check_unref(struct iommu_probe_check *check);
enum iommu_probe_answer iommu_probe_check_get_answer(const struct iommu_probe_check *check);

/* By IOMMU, model and requirement; devices behind no IOMMU last. NULL at the end. */
const struct iommu_probe_result *
iommu_probe_check_get_first_result(const struct iommu_probe_check *check);
const struct iommu_probe_result *
iommu_probe_result_get_next(const struct iommu_probe_result *result);

/* Device, IOMMU and model are NULL where there is none; a reason on PASS is none. */
const char *iommu_probe_result_get_device(const struct iommu_probe_result *result);
const char *iommu_probe_result_get_iommu(const struct iommu_probe_result *result);
const char *iommu_probe_result_get_model(const struct iommu_probe_result *result);
const char *iommu_probe_result_get_requirement(const struct iommu_probe_result *result);
enum iommu_probe_verdict iommu_probe_result_get_verdict(const struct iommu_probe_result *result);
enum iommu_probe_reason iommu_probe_result_get_reason(const struct iommu_probe_result *result);
const char *iommu_probe_result_get_message(const struct iommu_probe_result *result);

/* What was held against the requirement; NULL if there is nothing. */
const struct iommu_probe_value *
iommu_probe_result_get_value(const struct iommu_probe_result *result);

/* As iommu_probe_host_write_json(), of document "check". */
int iommu_probe_check_write_json(struct iommu_probe_check *check, iommu_probe_write_fn write,
				 void *data);

/*
 * Choosing the programming model and the PASID table format that all IOMMUs of
 * a host, or what was selected of it, and a virtual machine monitor (VMM) can
 * use, before a device is taken from its driver.
 */
struct iommu_probe_request; /* what the VMM can do and wants */
struct iommu_probe_choice;
struct iommu_probe_rejection;
struct iommu_pasid_table_config; /* linux/iommu-caps.h */

/*
 * Without further calls a request takes what there is. The setters copy what
 * they are given: -EINVAL for a word that is none, -ENOMEM.
 */
int iommu_probe_request_new(struct iommu_probe_ctx *ctx, struct iommu_probe_request **request);
struct iommu_probe_request *iommu_probe_request_ref(struct iommu_probe_request *request);
struct iommu_probe_request *iommu_probe_request_unref(struct iommu_probe_request *request);

/* A PASID table format, or stage-1 page-table format, that it can make; preferred first. */
int iommu_probe_request_accept(struct iommu_probe_request *request, const char *format);
int iommu_probe_request_accept_pgtable(struct iommu_probe_request *request, const char *format);

/* What transactions without PASID are to do: terminate, bypass or pasid0. */
int iommu_probe_request_set_pasid0(struct iommu_probe_request *request, const char *word);

/* No more bits of PASID than these; 0: one context descriptor (arm-smmu-v3). */
int iommu_probe_request_set_pasid_bits(struct iommu_probe_request *request, unsigned int bits);

/* A requirement that every IOMMU must meet, as for iommu_probe_check_new(). */
int iommu_probe_request_require(struct iommu_probe_request *request, const char *requirement);

/* -ENOMEM; that nothing can be chosen is an answer. */
int iommu_probe_choose(struct iommu_probe_host *host, const struct iommu_probe_request *request,
		       struct iommu_probe_choice **choice);
struct iommu_probe_choice *iommu_probe_choice_ref(struct iommu_probe_choice *choice);
struct iommu_probe_choice *iommu_probe_choice_unref(struct iommu_probe_choice *choice);

/* What follows is set only where the answer is yes. */
enum iommu_probe_answer iommu_probe_choice_get_answer(const struct iommu_probe_choice *choice);
const char *iommu_probe_choice_get_model(const struct iommu_probe_choice *choice);
uint32_t iommu_probe_choice_get_model_number(const struct iommu_probe_choice *choice);

/*
 * Whether the guest hands over its PASID table; if not, a page table for each
 * PASID, and the PASID table stays the host's: then size and alignment are 0.
 */
bool iommu_probe_choice_guest_owns_pasid_table(const struct iommu_probe_choice *choice);
const char *iommu_probe_choice_get_pasid_table_format(const struct iommu_probe_choice *choice);
unsigned int iommu_probe_choice_get_pasid_bits(const struct iommu_probe_choice *choice);
uint64_t iommu_probe_choice_get_pasid_table_bytes(const struct iommu_probe_choice *choice);
uint64_t iommu_probe_choice_get_pasid_table_align(const struct iommu_probe_choice *choice);
const char *iommu_probe_choice_get_pasid0(const struct iommu_probe_choice *choice); /* or NULL */
const char *iommu_probe_choice_get_pgtable_format(const struct iommu_probe_choice *choice);

/* Least of all targets; 0 where one does not report it. */
unsigned int iommu_probe_choice_get_input_bits(const struct iommu_probe_choice *choice);
unsigned int iommu_probe_choice_get_output_bits(const struct iommu_probe_choice *choice);

/*
 * The choice as a config for a table at base, checked against every target; size
 * is that of the structure as the caller knows it. Errors, which leave *config
 * as it was: as iommu_probe_iommu_check_pasid_table(), and -ENODATA: there is no
 * choice; -ENXIO: the guest owns no PASID table.
 */
int iommu_probe_choice_get_config(const struct iommu_probe_choice *choice, uint64_t base,
				  struct iommu_pasid_table_config *config, size_t size);

/*
 * The choice in the words of iommufd: data_type is of enum iommu_hwpt_data_type,
 * words the structure that goes with it, up to 4 of 64 bits. base is that of
 * the PASID table or, where the guest owns none, of the stage-1 page table. As
 * _get_config() but for -ENXIO; -EPROTONOSUPPORT: iommufd has no words for the
 * model.
 */
int iommu_probe_choice_get_iommufd(const struct iommu_probe_choice *choice, uint64_t base,
				   uint32_t *data_type, uint64_t words[4], size_t *count);

/* Why not, or why not the preferred; NULL at the end. */
const struct iommu_probe_rejection *
iommu_probe_choice_get_first_rejection(const struct iommu_probe_choice *choice);
const struct iommu_probe_rejection *
iommu_probe_rejection_get_next(const struct iommu_probe_rejection *rejection);
const char *iommu_probe_rejection_get_what(const struct iommu_probe_rejection *rejection);
const char *iommu_probe_rejection_get_iommu(const struct iommu_probe_rejection *rejection);
const char *iommu_probe_rejection_get_reason(const struct iommu_probe_rejection *rejection);
const char *iommu_probe_rejection_get_message(const struct iommu_probe_rejection *rejection);

/*
 * As iommu_probe_host_write_json(), of document "choice"; base, which may be
 * NULL, is that of _get_iommufd(), which must take it.
 */
int iommu_probe_choice_write_json(const struct iommu_probe_choice *choice, const uint64_t *base,
				  iommu_probe_write_fn write, void *data);

/*
 * Why something works on a host, or for one of its devices, or does not: a
 * chain of conditions from the firmware to the endpoint, each with what was
 * read and, where it is not met, what to do about it.
 */
enum iommu_probe_question {
	IOMMU_PROBE_QUESTION_PASID,
	IOMMU_PROBE_QUESTION_SVA,
	IOMMU_PROBE_QUESTION_PASSTHROUGH,
	IOMMU_PROBE_QUESTION_NESTING,
	IOMMU_PROBE_QUESTION_DIRTY,
};

struct iommu_probe_explanation;

/* pasid, sva, passthrough, nesting, dirty; NULL for any other number. */
const char *iommu_probe_question_get_name(enum iommu_probe_question question);

/*
 * Judges every condition. Without a device (NULL) those that need one are left
 * out. "00:05.0" means "0000:00:05.0". The host's errors are those of the
 * IOMMUs that it is about; nothing else of the host changes.
 * -ENOENT: there is no device of this name. -ENOTSUP: the host is registers
 * that somebody gave. -ENOMEM.
 */
int iommu_probe_explain(struct iommu_probe_host *host, const char *device,
			enum iommu_probe_question question,
			struct iommu_probe_explanation **explanation);
struct iommu_probe_explanation *
iommu_probe_explanation_ref(struct iommu_probe_explanation *explanation);
struct iommu_probe_explanation *
iommu_probe_explanation_unref(struct iommu_probe_explanation *explanation);

/* No if a condition fails, else unknown if one is not known, else yes. */
enum iommu_probe_answer
iommu_probe_explanation_get_answer(const struct iommu_probe_explanation *explanation);

/* In the order of the chain; NULL at the end. */
const struct iommu_probe_condition *
iommu_probe_explanation_get_first_condition(const struct iommu_probe_explanation *explanation);
const struct iommu_probe_condition *
iommu_probe_condition_get_next(const struct iommu_probe_condition *condition);

/* The remedy is NULL unless the condition fails. */
const char *iommu_probe_condition_get_name(const struct iommu_probe_condition *condition);
enum iommu_probe_verdict
iommu_probe_condition_get_verdict(const struct iommu_probe_condition *condition);
const char *iommu_probe_condition_get_message(const struct iommu_probe_condition *condition);
const char *iommu_probe_condition_get_remedy(const struct iommu_probe_condition *condition);

/* What was read: a path as on that host, and what was seen there. -ERANGE from count on. */
size_t iommu_probe_condition_get_evidence_count(const struct iommu_probe_condition *condition);
int iommu_probe_condition_get_evidence(const struct iommu_probe_condition *condition, size_t index,
				       const char **path, const char **value);

/* As iommu_probe_host_write_json(), of document "explanation". */
int iommu_probe_explanation_write_json(const struct iommu_probe_explanation *explanation,
				       iommu_probe_write_fn write, void *data);

/*
 * The sanity check of the kernel: what is claimed of a PASID table against what
 * the IOMMU can do, of which config has as many bytes as its argsz says. 0 or,
 * with a message, -EINVAL, -E2BIG, -ENODEV (a table of a model that the IOMMU
 * does not show), -EOPNOTSUPP, -ERANGE; see linux/iommu-caps.h.
 */
int iommu_probe_iommu_check_pasid_table(struct iommu_probe_iommu *iommu,
					const struct iommu_pasid_table_config *config);

#ifdef __cplusplus
}
#endif

#endif
