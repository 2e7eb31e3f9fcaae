/* SPDX-License-Identifier: MIT */
/*
 * libiommu-probe: the IOMMUs of a host, and what they can do.
 *
 * Calls that can fail return 0 or a negative errno; a message about the last
 * failure is kept in the context. The library never prints, never exits and
 * reads no environment variables. Objects are counted: _ref() and _unref()
 * take NULL. Strings and objects that a getter returns belong to the object
 * that was asked and live as long as it does. All objects of one context
 * belong to one thread at a time.
 *
 * What could not be read or made sense of is no failure of a call: it is left
 * out of the objects and listed among the host's errors.
 */
#ifndef IOMMU_PROBE_H
#define IOMMU_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct iommu_probe_ctx;
struct iommu_probe_host;
struct iommu_probe_iommu;
struct iommu_probe_model;
struct iommu_probe_value;

/* Takes the text of a document piece by piece; 0 or a negative errno. */
typedef int (*iommu_probe_write_fn)(void *data, const char *text, size_t length);

/* Context: where messages are kept. -ENOMEM. */
int iommu_probe_ctx_new(struct iommu_probe_ctx **ctx);
struct iommu_probe_ctx *iommu_probe_ctx_ref(struct iommu_probe_ctx *ctx);
struct iommu_probe_ctx *iommu_probe_ctx_unref(struct iommu_probe_ctx *ctx);

/* One line about the last call that failed; "" if none did. */
const char *iommu_probe_ctx_get_message(const struct iommu_probe_ctx *ctx);

/*
 * A host: this machine (sysroot NULL) or a saved one, whose sysfs is in
 * sysroot/sys. Of a saved host nothing outside of sysroot is ever read.
 * -ENOENT: sysroot is not there. -ENODATA: there is no sysfs. -ENOMEM, or
 * what the system answers. A host without IOMMUs is no failure.
 */
int iommu_probe_host_new(struct iommu_probe_ctx *ctx, const char *sysroot,
			 struct iommu_probe_host **host);
struct iommu_probe_host *iommu_probe_host_ref(struct iommu_probe_host *host);
struct iommu_probe_host *iommu_probe_host_unref(struct iommu_probe_host *host);

/* A register that somebody read; its name is that of get_register(). */
struct iommu_probe_register {
	const char *name; /* in lower case: "idr0" */
	uint64_t word;    /* as it was read */
};

/*
 * A host that is one IOMMU named "decoded", known by registers of a model
 * ("arm-smmu-v3"). All ones are taken as they are. -EINVAL: the model or a
 * register is not known, a register is given twice, or one is missing without
 * which nothing can be decoded. -ERANGE: a word is wider than its register.
 */
int iommu_probe_host_new_decoded(struct iommu_probe_ctx *ctx, const char *model,
				 const struct iommu_probe_register registers[], size_t count,
				 struct iommu_probe_host **host);

/*
 * A host out of the text of a document "host" or "baseline" of version 1.x, as
 * other hosts print them; members that are not known are passed over. Of a
 * baseline each model is one IOMMU, named after it. name is what messages call
 * the document. What could not be read there is among the host's errors again.
 * Devices, status and explanations are not to be had of it: -EOPNOTSUPP.
 * -EBADMSG: it is no such document, or malformed. -EPROTONOSUPPORT: another
 * major version. -EFBIG: longer than IOMMU_PROBE_DOCUMENT_MAX bytes. -ENOMEM.
 */
#define IOMMU_PROBE_DOCUMENT_MAX (64 * 1024 * 1024)

int iommu_probe_host_new_document(struct iommu_probe_ctx *ctx, const char *name, const char *text,
				  size_t length, struct iommu_probe_host **host);

/*
 * From now on the host has only the IOMMUs of these names, and those behind
 * which the devices of these names are. "00:05.0" means "0000:00:05.0". A
 * device that is behind no IOMMU adds none.
 * -ENOENT: a name is neither an IOMMU nor a device; the message says which.
 * Another errno, such as -EIO: a list that it may be in could not be read.
 */
int iommu_probe_host_select(struct iommu_probe_host *host, const char *const names[],
			    size_t count);

/*
 * The IOMMUs, in natural order (dmar2 before dmar10), each read when it is
 * asked for. *iommu gets a reference that the caller drops, or NULL at the
 * end. _get_first() begins anew, with an empty list of errors. -ENOMEM.
 */
int iommu_probe_iommu_get_first(struct iommu_probe_host *host, struct iommu_probe_iommu **iommu);
int iommu_probe_iommu_get_next(struct iommu_probe_iommu *iommu, struct iommu_probe_iommu **next);
struct iommu_probe_iommu *iommu_probe_iommu_ref(struct iommu_probe_iommu *iommu);
struct iommu_probe_iommu *iommu_probe_iommu_unref(struct iommu_probe_iommu *iommu);

/* Name in /sys/class/iommu. */
const char *iommu_probe_iommu_get_name(const struct iommu_probe_iommu *iommu);

/* The device that is the IOMMU; each NULL if it has none. */
const char *iommu_probe_iommu_get_parent_name(const struct iommu_probe_iommu *iommu);
const char *iommu_probe_iommu_get_parent_subsystem(const struct iommu_probe_iommu *iommu);
const char *iommu_probe_iommu_get_parent_driver(const struct iommu_probe_iommu *iommu);

/*
 * A line on which unit of the firmware's table DMAR, IVRS or IORT it is; *text
 * is NULL if there is no such table, or it may not be read. -ENOMEM.
 */
int iommu_probe_iommu_read_firmware(struct iommu_probe_iommu *iommu, const char **text);

/* The devices behind the IOMMU, in natural order; NULL from count on. */
size_t iommu_probe_iommu_get_device_count(const struct iommu_probe_iommu *iommu);
const char *iommu_probe_iommu_get_device(const struct iommu_probe_iommu *iommu, size_t index);

/*
 * The programming models that the IOMMU shows, by number, then name; those
 * whose number is not known come last. NULL at the end.
 */
struct iommu_probe_model *iommu_probe_iommu_get_first_model(struct iommu_probe_iommu *iommu);
struct iommu_probe_model *iommu_probe_model_get_next(struct iommu_probe_model *model);

/* Name of the model directory, or of the model that registers belong to. */
const char *iommu_probe_model_get_name(const struct iommu_probe_model *model);

/* Number of the model; 0 if its file "model" could not be read. */
uint64_t iommu_probe_model_get_number(const struct iommu_probe_model *model);

/* Where the capabilities of a model are known from. */
enum iommu_probe_origin {
	IOMMU_PROBE_ORIGIN_ATTRIBUTES, /* files of the model directory */
	/*
	 * Words that a stock driver shows, decoded: what the hardware has, not
	 * what the kernel left on. Nothing is defaulted.
	 */
	IOMMU_PROBE_ORIGIN_REGISTERS,
};

/* Of all its capabilities. */
enum iommu_probe_origin iommu_probe_model_get_origin(const struct iommu_probe_model *model);

/*
 * The registers that are known of the IOMMU, whatever the origin of its
 * capabilities, by their names in the architecture's documents in lower case.
 * NULL, and *word unchanged, from the last one on.
 */
const char *iommu_probe_model_get_register(const struct iommu_probe_model *model, size_t index,
					   uint64_t *word);

/*
 * Files of the model directory that this version of the library does not know,
 * as they are, in natural order, without one final newline. The text may hold
 * any bytes; length may be NULL. NULL from count on.
 */
size_t iommu_probe_model_get_unknown_count(const struct iommu_probe_model *model);
const char *iommu_probe_model_get_unknown_name(const struct iommu_probe_model *model, size_t index);
const char *iommu_probe_model_get_unknown_text(const struct iommu_probe_model *model, size_t index,
					       size_t *length);

/*
 * Capabilities, in the order of the table of attributes; NULL at the end. One
 * that is not there could not be read, or the model has no such notion. What
 * each means: kernel/Documentation/ABI/testing/sysfs-class-iommu-caps.
 */
struct iommu_probe_value *iommu_probe_model_get_first_value(struct iommu_probe_model *model);
struct iommu_probe_value *iommu_probe_value_get_next(struct iommu_probe_value *value);
struct iommu_probe_value *iommu_probe_model_get_value(struct iommu_probe_model *model,
						      const char *name);

/* What a value is, and which getters it has. */
enum iommu_probe_kind {
	IOMMU_PROBE_KIND_NUMBER,  /* get_number(…, 0) */
	IOMMU_PROBE_KIND_WORD,    /* get_word(…, 0), which may be one of the future */
	IOMMU_PROBE_KIND_NAMES,   /* get_word(), preferred first */
	IOMMU_PROBE_KIND_NUMBERS, /* get_number(), ascending */
};

/* Name of the attribute, and what its value is. */
const char *iommu_probe_value_get_name(const struct iommu_probe_value *value);
enum iommu_probe_kind iommu_probe_value_get_kind(const struct iommu_probe_value *value);

/* Whether the file was absent, so that the value is what its absence means. */
bool iommu_probe_value_is_default(const struct iommu_probe_value *value);

/*
 * Where a value of origin registers comes from, for people: register fields
 * with their bits, a firmware table. NULL for values of other origin.
 */
const char *iommu_probe_value_get_source(const struct iommu_probe_value *value);

/* Members of a list; 1 for a number or word. NULL and 0 from count on. */
size_t iommu_probe_value_get_count(const struct iommu_probe_value *value);
const char *iommu_probe_value_get_word(const struct iommu_probe_value *value, size_t index);
uint64_t iommu_probe_value_get_number(const struct iommu_probe_value *value, size_t index);

/*
 * What could not be read or made sense of since _get_first(), by path, then
 * errno. Some files of devices and of the kernel not every host has, or shows to
 * everybody: that is no error, but what they would say is unknown. A path is that of the host itself, without the sysroot. error is a
 * positive errno; each of the three may be NULL. -ERANGE from count on.
 */
size_t iommu_probe_host_get_error_count(const struct iommu_probe_host *host);
int iommu_probe_host_get_error(struct iommu_probe_host *host, size_t index, const char **path,
			       int *error, const char **message);

/*
 * What was taken for something without being certain, for people; since
 * _get_first(). -ERANGE from count on.
 */
size_t iommu_probe_host_get_note_count(const struct iommu_probe_host *host);
int iommu_probe_host_get_note(const struct iommu_probe_host *host, size_t index,
			      const char **path, const char **message);

/*
 * Endpoints: what is behind IOMMUs, and all PCI functions; of a host with a
 * selection those named and those behind the IOMMUs named. Iterated as IOMMUs
 * are; the IOMMUs are read first.
 */
struct iommu_probe_device;

int iommu_probe_device_get_first(struct iommu_probe_host *host,
				 struct iommu_probe_device **device);
int iommu_probe_device_get_next(struct iommu_probe_device *device,
				struct iommu_probe_device **next);
struct iommu_probe_device *iommu_probe_device_ref(struct iommu_probe_device *device);
struct iommu_probe_device *iommu_probe_device_unref(struct iommu_probe_device *device);

/*
 * NULL where there is none, or it could not be told; but a subsystem that could
 * not be told is "unknown".
 */
const char *iommu_probe_device_get_name(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_subsystem(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_iommu(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_driver(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_domain(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_vendor(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_device(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_class(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_modalias(const struct iommu_probe_device *device);

/* The IOMMU group, -1 if there is none, and the devices in it. */
int64_t iommu_probe_device_get_group(const struct iommu_probe_device *device);
size_t iommu_probe_device_get_group_count(const struct iommu_probe_device *device);
const char *iommu_probe_device_get_group_member(const struct iommu_probe_device *device,
						size_t index);

/* A feature of the device's own, from its configuration space. */
enum iommu_probe_state {
	IOMMU_PROBE_STATE_UNKNOWN, /* it may not be read, or is no PCI device */
	IOMMU_PROBE_STATE_ABSENT,
	IOMMU_PROBE_STATE_DISABLED,
	IOMMU_PROBE_STATE_ENABLED,
};

/* Whether the device has it, and whether it is on. */
enum iommu_probe_state iommu_probe_device_get_pasid(const struct iommu_probe_device *device);
enum iommu_probe_state iommu_probe_device_get_ats(const struct iommu_probe_device *device);
enum iommu_probe_state iommu_probe_device_get_pri(const struct iommu_probe_device *device);

/* Of a PASID capability that is there: its width, and what it may be used for. */
unsigned int iommu_probe_device_get_pasid_bits(const struct iommu_probe_device *device);
bool iommu_probe_device_get_pasid_execute(const struct iommu_probe_device *device);
bool iommu_probe_device_get_pasid_privileged(const struct iommu_probe_device *device);

/* Of PRI: how many page requests may be outstanding. */
uint32_t iommu_probe_device_get_pri_capacity(const struct iommu_probe_device *device);

/*
 * What device and IOMMU can do together; -1 where it is not known. 0: at least
 * one of them certainly cannot.
 */
int iommu_probe_device_get_usable_pasid_bits(const struct iommu_probe_device *device);
int iommu_probe_device_get_usable_ats(const struct iommu_probe_device *device);
int iommu_probe_device_get_usable_pri(const struct iommu_probe_device *device);

/* As iommu_probe_host_write_json(), of document "devices". */
int iommu_probe_host_write_json_devices(struct iommu_probe_host *host, iommu_probe_write_fn write,
					void *data);

/*
 * The whole host as a JSON document of schema/iommu-probe-1.schema.json, given
 * to write() piece by piece, one IOMMU at a time. An error of write() ends it
 * and is returned. -ENOMEM.
 */
int iommu_probe_host_write_json(struct iommu_probe_host *host, iommu_probe_write_fn write,
				void *data);

#ifdef __cplusplus
}
#endif

#include "iommu-probe-answers.h"
#include "iommu-probe-baseline.h"
#include "iommu-probe-comparison.h"
#include "iommu-probe-export.h"
#include "iommu-probe-monitor.h"
#include "iommu-probe-snapshot.h"

#endif
