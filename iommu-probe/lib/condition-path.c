// SPDX-License-Identifier: MIT
/*
 * Conditions of the way between a device and its IOMMU. The ports are those
 * that the device's link in its bus names: each is opened below the root by its
 * own path, so that no tree can lead anywhere else, or in circles.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "conditions.h"

#define PCI_PATH "/sys/bus/pci/devices"

/* What a bus's link begins with, and what that is seen from the root. */
#define LINK_START "../../../devices/"
#define DEVICES_PATH "/sys/devices/"

/* What a port does to the whole. */
typedef int (*judge_port_fn)(const struct explain *x, struct iommu_probe_condition *c,
			     const char *path, const struct pci_port *port);

static const char *last_part(const char *path)
{
	return strrchr(path, '/') + 1;
}

static int read_port(const struct explain *x, const char *path, struct pci_port *port)
{
	uint8_t *config = NULL;
	size_t length = 0;
	struct dir dir;
	int ret;

	ret = reader_open_dir(&x->host->reader, path, &dir);
	if (!ret) {
		ret = reader_read_all(&dir, "config", PCI_CONFIG_MAX, &config, &length);
		reader_close_dir(&dir);
	}
	if (ret == -ENOMEM)
		return ret;
	pci_read_port(config, ret ? 0 : length, port);
	free(config);
	return 0;
}

/* A certain no stands whatever comes after it; so does what is not known before a yes. */
static int judge_port(const struct explain *x, struct iommu_probe_condition *c, const char *path,
		      judge_port_fn judge)
{
	struct pci_port port;

	if (c->verdict == IOMMU_PROBE_VERDICT_FAIL)
		return 0;
	return read_port(x, path, &port) ? -ENOMEM : judge(x, c, path, &port);
}

/* Behind the last root bus: a device may make one of its own, as Intel's VMD does. */
static char *behind_root(char *path)
{
	char *name = path + strlen(DEVICES_PATH), *root;

	while ((root = strstr(name, "/pci")))
		name = root + 1;
	return name;
}

/* Each part of the path that is a PCI address, up to the device, is a port. */
static int judge_path(const struct explain *x, struct iommu_probe_condition *c, char *path,
		      judge_port_fn judge)
{
	char *name = behind_root(path), *end;
	size_t ports = 0;
	int ret = 0;

	c->verdict = IOMMU_PROBE_VERDICT_PASS;
	for (; (end = strchr(name, '/')) && !ret; name = end + 1) {
		*end = '\0';
		if (is_pci_address(name)) {
			ret = judge_port(x, c, path, judge);
			ports++;
		}
		*end = '/';
	}
	if (ret || c->verdict != IOMMU_PROBE_VERDICT_PASS)
		return ret;
	if (ports)
		return condition_pass(c);
	if (condition_saw(c, path, "no port above it"))
		return -ENOMEM;
	return condition_pass_since(c,
		"the device is part of the root complex: there is no port on the way");
}

/* Of a link that is as the kernel makes them; *path stays NULL for another. -ENOMEM. */
static int find_path(const struct explain *x, char **path)
{
	char *text = NULL;
	struct dir dir;
	int ret;

	ret = reader_open_dir(&x->host->reader, PCI_PATH, &dir);
	if (ret)
		return ret == -ENOMEM ? ret : 0;
	ret = reader_link_text(&dir, x->device->name, &text);
	reader_close_dir(&dir);
	if (!text)
		return ret;
	if (!strncmp(text, LINK_START, strlen(LINK_START)) &&
	    !strstr(text + strlen(LINK_START), "..") &&
	    asprintf(path, DEVICES_PATH "%s", text + strlen(LINK_START)) < 0) {
		*path = NULL;
		ret = -ENOMEM;
	}
	free(text);
	return ret;
}

static int saw_other_bus(const struct iommu_probe_device *device, struct iommu_probe_condition *c)
{
	char *path;
	int ret;

	if (asprintf(&path, "/sys/bus/%s/devices", device->subsystem) < 0)
		return -ENOMEM;
	ret = condition_saw(c, path, "%s", device->name);
	free(path);
	return ret;
}

static int judge_ports(const struct explain *x, struct iommu_probe_condition *c,
		       judge_port_fn judge)
{
	char *path = NULL;
	int ret;

	if (!strcmp(x->device->subsystem, "unknown"))
		return condition_unsure(c, "on what bus the device is cannot be read");
	if (strcmp(x->device->subsystem, "pci")) {
		if (saw_other_bus(x->device, c))
			return -ENOMEM;
		return condition_pass_since(c,
			"the device is no PCI device: there is no port on the way");
	}
	ret = find_path(x, &path);
	if (ret)
		return ret;
	if (path && !strcmp(last_part(path), x->device->name))
		ret = judge_path(x, c, path, judge);
	else
		ret = condition_unsure(c, "which ports are on the way cannot be read");
	free(path);
	return ret;
}

static int saw_port(struct iommu_probe_condition *c, const char *path, const char *format,
		    uint32_t value)
{
	char config[PATH_MAX + 16], text[64];

	snprintf(config, sizeof(config), "%s/config", path);
	snprintf(text, sizeof(text), format, value);
	return condition_saw(c, config, "%s", text);
}

static int judge_prefix(const struct explain *x, struct iommu_probe_condition *c,
			const char *path, const struct pci_port *port)
{
	(void)x;
	if (port->express == PCI_UNKNOWN)
		return condition_unsure(c,
			"the configuration space of port %s cannot be read in full: root may",
					last_part(path));
	if (port->express == PCI_ABSENT) {
		if (saw_port(c, path, "no PCI Express capability", 0))
			return -ENOMEM;
		return condition_fail(c, NULL, "port %s is no port of PCI Express",
				      last_part(path));
	}
	if (saw_port(c, path, "Device Capabilities 2: 0x%08x", port->capabilities2))
		return -ENOMEM;
	if (port->capabilities2 & PCI_END_END_TLP_PREFIX)
		return 0;
	return condition_fail(c, NULL, "port %s does not pass End-End TLP prefixes on",
			      last_part(path));
}

int condition_path_prefix(const struct explain *x, struct iommu_probe_condition *c)
{
	return judge_ports(x, c, judge_prefix);
}

/* The kernel's rule: what a port has no bit for is taken as always on. */
static int judge_acs_control(struct iommu_probe_condition *c, const char *path,
			     const struct pci_port *port)
{
	const uint32_t wanted = (PCI_ACS_REQUEST_REDIRECT | PCI_ACS_UPSTREAM_FORWARDING) &
				port->acs_capability;

	if (saw_port(c, path, "ACS control: 0x%04x", port->acs_control))
		return -ENOMEM;
	if ((port->acs_control & wanted) == wanted)
		return 0;
	return condition_fail(c, "turn ACS on in the firmware's setup: the port has it",
			      "ACS of port %s is not on", last_part(path));
}

static int judge_acs(const struct explain *x, struct iommu_probe_condition *c, const char *path,
		     const struct pci_port *port)
{
	/* Only one that could forward from one function to another matters. */
	if (port->express == PCI_FOUND && port->type == PCI_UPSTREAM_PORT && !port->multifunction)
		return saw_port(c, path, "upstream port of a single function", 0);
	if (port->express == PCI_UNKNOWN || port->acs == PCI_UNKNOWN)
		return condition_unsure(c,
			"the configuration space of port %s cannot be read in full: root may",
					last_part(path));
	if (port->acs == PCI_FOUND)
		return judge_acs_control(c, path, port);
	if (saw_port(c, path, "no ACS capability", 0))
		return -ENOMEM;
	/* Of some ports the kernel knows that they isolate all the same. */
	if (port->express == PCI_FOUND && port->type == PCI_ROOT_PORT &&
	    x->device->members.count == 1)
		return condition_unsure(c,
			"port %s has no ACS; that the device is alone in its group says that the kernel may know better",
					last_part(path));
	return condition_fail(c, NULL, "port %s has no ACS", last_part(path));
}

int condition_path_acs(const struct explain *x, struct iommu_probe_condition *c)
{
	return judge_ports(x, c, judge_acs);
}
