// SPDX-License-Identifier: MIT
/* The document "devices", one device at a time. */
#include <errno.h>
#include <string.h>
#include "device.h"
#include "json.h"

static const char *state_name(enum iommu_probe_state state)
{
	switch (state) {
	case IOMMU_PROBE_STATE_ABSENT:
		return "absent";
	case IOMMU_PROBE_STATE_DISABLED:
		return "disabled";
	case IOMMU_PROBE_STATE_ENABLED:
		return "enabled";
	default:
		return "unknown";
	}
}

/* Adds an object with the state, for more to be added. */
static int add_state(struct json_object *object, const char *key, enum iommu_probe_state state,
		     struct json_object **added)
{
	*added = json_object_new_object();
	if (json_add(object, key, *added))
		return -ENOMEM;
	return json_add(*added, "state", json_object_new_string(state_name(state)));
}

static bool is_there(enum iommu_probe_state state)
{
	return state == IOMMU_PROBE_STATE_DISABLED || state == IOMMU_PROBE_STATE_ENABLED;
}

static int add_pasid(struct json_object *object, const struct iommu_probe_device *device)
{
	const enum iommu_probe_state state = iommu_probe_device_get_pasid(device);
	const struct pci_feature *pasid = &device->features.pasid;
	struct json_object *added;

	if (add_state(object, "pasid", state, &added))
		return -ENOMEM;
	if (!is_there(state))
		return 0;
	if (json_add(added, "bits", json_object_new_uint64(pasid->value)) ||
	    json_add(added, "execute", json_object_new_boolean(pasid->execute)))
		return -ENOMEM;
	return json_add(added, "privileged", json_object_new_boolean(pasid->privileged));
}

static int add_pri(struct json_object *object, const struct iommu_probe_device *device)
{
	const enum iommu_probe_state state = iommu_probe_device_get_pri(device);
	struct json_object *added;

	if (add_state(object, "pri", state, &added))
		return -ENOMEM;
	if (!is_there(state))
		return 0;
	return json_add(added, "capacity", json_object_new_uint64(device->features.pri.value));
}

static int add_usable(struct json_object *object, const struct iommu_probe_device *device)
{
	struct json_object *added = json_object_new_object();
	int ret;

	ret = json_add(object, "usable", added);
	if (!ret && device->usable_pasid_bits >= 0)
		ret = json_add(added, "pasid_bits",
			       json_object_new_uint64((uint64_t)device->usable_pasid_bits));
	if (!ret && device->usable_ats >= 0)
		ret = json_add(added, "ats", json_object_new_boolean(device->usable_ats));
	if (!ret && device->usable_pri >= 0)
		ret = json_add(added, "pri", json_object_new_boolean(device->usable_pri));
	return ret;
}

static int add_group(struct json_object *object, const struct iommu_probe_device *device)
{
	struct json_object *members;
	size_t i;
	int ret;

	if (device->group < 0)
		return 0;
	ret = json_add(object, "group", json_object_new_uint64((uint64_t)device->group));
	if (ret || !device->has_members)
		return ret;
	members = json_object_new_array();
	ret = json_add(object, "group_members", members);
	for (i = 0; i < device->members.count && !ret; i++)
		ret = json_append(members, json_string(device->members.list[i].name));
	return ret;
}

static int fill(struct json_object *object, const struct iommu_probe_device *device)
{
	struct json_object *added;

	if (json_add(object, "name", json_string(device->name)) ||
	    json_add(object, "subsystem", json_string(device->subsystem)) ||
	    json_add_optional(object, "iommu", device->iommu) || add_group(object, device) ||
	    json_add_optional(object, "domain", device->domain) ||
	    json_add_optional(object, "driver", device->driver) ||
	    json_add_optional(object, "vendor", device->vendor) ||
	    json_add_optional(object, "device", device->device) || add_pasid(object, device) ||
	    add_state(object, "ats", iommu_probe_device_get_ats(device), &added) ||
	    add_pri(object, device) || add_usable(object, device))
		return -ENOMEM;
	return 0;
}

struct json_object *json_device(const struct iommu_probe_device *device)
{
	struct json_object *object = json_object_new_object();

	if (!object || !fill(object, device))
		return object;
	json_object_put(object);
	return NULL;
}

EXPORT int iommu_probe_host_write_json_devices(struct iommu_probe_host *host,
					       iommu_probe_write_fn write, void *data)
{
	struct json_sink sink = { .write = write, .data = data };
	struct iommu_probe_device *device, *next;
	bool first = true;
	int ret;

	ret = iommu_probe_device_get_first(host, &device);
	if (ret)
		return ret;
	json_begin(&sink, "devices");
	json_array(&sink, "devices");
	for (; device; device = next, first = false) {
		struct json_object *object = json_device(device);

		json_element(&sink, object, first);
		json_object_put(object);
		ret = sink.error ? sink.error : iommu_probe_device_get_next(device, &next);
		iommu_probe_device_unref(device);
		if (ret)
			return ctx_fail(host->ctx, -ret, "%s", strerror(-ret));
	}
	json_array_end(&sink, first);
	json_end(&sink, &host->errors);
	return sink.error ? ctx_fail(host->ctx, -sink.error, "%s", strerror(-sink.error)) : 0;
}
