/* SPDX-License-Identifier: MIT */
/* Why something works on a host, or does not: a chain of conditions. */
#ifndef IOMMU_PROBE_CONDITIONS_H
#define IOMMU_PROBE_CONDITIONS_H

#include "device.h"
#include "facts.h"
#include "internal.h"

struct evidence {
	char *path; /* as on that host */
	char *value;
};

/* One condition as it was judged. */
struct iommu_probe_condition {
	struct iommu_probe_condition *next;
	const struct condition *row;
	enum iommu_probe_verdict verdict;
	bool blocked; /* not judged: one that it stands on failed */
	char *message;
	char *remedy;
	struct evidence *evidence;
	size_t evidence_count;
};

struct iommu_probe_explanation {
	unsigned int refs;
	struct iommu_probe_host *host;
	char *device;
	enum iommu_probe_question question;
	enum iommu_probe_answer answer;
	struct iommu_probe_condition *conditions;
};

/* What conditions are judged by. */
struct explain {
	struct iommu_probe_host *host;
	enum iommu_probe_question question;
	struct facts facts;
	struct names units;		   /* all IOMMUs of the host */
	struct iommu_probe_device *device; /* NULL: the host is asked about */
	struct iommu_probe_iommu **iommus; /* those that it is about */
	size_t iommu_count;
	const struct iommu_probe_condition *judged; /* those before */
	struct errors errors; /* while more is read */
};

#define CONDITION_STANDS_ON_MAX 2

struct condition {
	const char *name;
	unsigned int questions; /* bits, by enum iommu_probe_question */
	bool needs_device;
	const char *stands_on[CONDITION_STANDS_ON_MAX];
	const char *text;
	const char *remedy;
	/* Sets the verdict, by one of the functions below. -ENOMEM only. */
	int (*judge)(const struct explain *x, struct iommu_probe_condition *c);
};

#define CONDITION(name, function, ...)                                                             \
	int function(const struct explain *x, struct iommu_probe_condition *c);
#include "conditions-list.h"
#undef CONDITION

/* The table; NULL as the name behind the last. */
extern const struct condition conditions[];

/* The verdict, with what is so. Without a remedy it is that of the table. -ENOMEM. */
int condition_pass(struct iommu_probe_condition *c);
int condition_pass_since(struct iommu_probe_condition *c, const char *format, ...) PRINTF(2, 3);
int condition_unsure(struct iommu_probe_condition *c, const char *format, ...) PRINTF(2, 3);
int condition_fail(struct iommu_probe_condition *c, const char *remedy, const char *format, ...)
	PRINTF(3, 4);

/* What was read, and where. -ENOMEM. */
int condition_saw(struct iommu_probe_condition *c, const char *path, const char *format, ...)
	PRINTF(3, 4);

/* The first line of a file of that host, if it can be read. -ENOMEM only. */
int condition_saw_file(const struct explain *x, struct iommu_probe_condition *c, const char *path,
		       const char *name);

/* The command line's word that counts. */
int condition_saw_word(struct iommu_probe_condition *c, const struct facts_word *word);

/* An option of the configuration. FACTS_OPTION_UNKNOWN: nothing was seen. */
int condition_saw_option(const struct explain *x, struct iommu_probe_condition *c,
			 const char *name, enum facts_option *option);

void condition_free(struct iommu_probe_condition *c);

/* Whose an IOMMU is; where it cannot be told, whose the host's are. */
enum facts_hardware explain_hardware(const struct explain *x,
				     const struct iommu_probe_iommu *iommu);

/* Whether a condition before this one failed. */
bool explain_failed(const struct explain *x, const char *name);

#endif
