// SPDX-License-Identifier: MIT
/* The document "event", which is a line. */
#include <errno.h>
#include <string.h>
#include "json.h"
#include "monitor.h"

static int add_subject(struct json_object *object, const struct iommu_probe_event *event)
{
	const bool is_iommu = event->subject == IOMMU_PROBE_SUBJECT_IOMMU;

	if (event->subject == IOMMU_PROBE_SUBJECT_NONE)
		return 0;
	if (json_add(object, "subject", json_object_new_string(is_iommu ? "iommu" : "device")) ||
	    json_add(object, "name", json_string(event->name)))
		return -ENOMEM;
	if (event->iommu)
		return json_add(object, "iommu", json_iommu(event->iommu));
	return event->device ? json_add(object, "device", json_device(event->device)) : 0;
}

static int fill(struct json_object *object, struct iommu_probe_event *event)
{
	if (json_add(object, "schema_version", json_object_new_string(JSON_SCHEMA_VERSION)) ||
	    json_add(object, "document", json_object_new_string("event")) ||
	    json_add(object, "sequence", json_object_new_uint64(event->sequence)) ||
	    json_add(object, "event",
		     json_object_new_string(iommu_probe_event_get_kind_name(event))) ||
	    add_subject(object, event))
		return -ENOMEM;
	return json_add(object, "errors", json_errors(&event->errors));
}

EXPORT int iommu_probe_event_write_json(struct iommu_probe_event *event, iommu_probe_write_fn write,
					void *data)
{
	struct json_sink sink = { .write = write, .data = data, .one_line = true };
	struct json_object *object = json_object_new_object();

	if (!object || fill(object, event))
		sink.error = -ENOMEM;
	if (!sink.error)
		json_print(&sink, object, 0);
	json_puts(&sink, "\n");
	json_object_put(object);
	return sink.error ? ctx_fail(event->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
