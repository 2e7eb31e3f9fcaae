// SPDX-License-Identifier: MIT
/* The document "event", which is a line. */
#include <string.h>
#include "json.h"
#include "monitor.h"

static void write_subject(struct json_sink *sink, struct iommu_probe_event *event)
{
	const bool is_iommu = event->subject == IOMMU_PROBE_SUBJECT_IOMMU;

	if (event->subject == IOMMU_PROBE_SUBJECT_NONE)
		return;
	json_key(sink, "subject");
	json_write_name(sink, is_iommu ? "iommu" : "device");
	json_key(sink, "name");
	json_write_string(sink, event->name);
	if (event->iommu) {
		json_key(sink, "iommu");
		json_iommu(sink, event->iommu);
	} else if (event->device) {
		json_key(sink, "device");
		json_write_object(sink, json_device(event->device));
	}
}

EXPORT int iommu_probe_event_write_json(struct iommu_probe_event *event, iommu_probe_write_fn write,
					void *data)
{
	struct json_sink sink = { .write = write, .data = data, .one_line = true };

	json_open(&sink, '{');
	json_key(&sink, "schema_version");
	json_write_name(&sink, JSON_SCHEMA_VERSION);
	json_key(&sink, "document");
	json_write_name(&sink, "event");
	json_key(&sink, "sequence");
	json_number(&sink, event->sequence);
	json_key(&sink, "event");
	json_write_name(&sink, iommu_probe_event_get_kind_name(event));
	write_subject(&sink, event);
	json_key(&sink, "errors");
	json_write_object(&sink, json_errors(&event->errors));
	json_close_lines(&sink, '}');
	json_puts(&sink, "\n");
	json_flush(&sink);
	return sink.error ? ctx_fail(event->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
