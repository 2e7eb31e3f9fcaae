// SPDX-License-Identifier: MIT
/* The kernel's events, by libudev. */
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
#include "monitor.h"

/* Of events that wait; root gets it, others as much as the system lets them have. */
#define BUFFER_BYTES (16 << 20)

struct udev_source {
	struct uevent_source source;
	struct udev *udev;
	struct udev_monitor *monitor;
	struct udev_device *device; /* of the last event */
};

static int get_fd(const struct uevent_source *source)
{
	return udev_monitor_get_fd(((const struct udev_source *)source)->monitor);
}

static int next(struct uevent_source *source, struct uevent *uevent)
{
	struct udev_source *self = (struct udev_source *)source;

	self->device = udev_device_unref(self->device);
	/* EINVAL, EBADMSG: a message that is none, which is gone by now. */
	do {
		errno = 0;
		self->device = udev_monitor_receive_device(self->monitor);
	} while (!self->device && (errno == EINTR || errno == EINVAL || errno == EBADMSG));
	if (!self->device)
		return errno == EAGAIN ? 0 : -(errno ? errno : EIO);
	*uevent = (struct uevent){
		.action = udev_device_get_action(self->device),
		.subsystem = udev_device_get_subsystem(self->device),
		.path = udev_device_get_devpath(self->device),
		.number = udev_device_get_seqnum(self->device),
	};
	return uevent->action && uevent->subsystem && uevent->path ? 1 : -ENOMEM;
}

static void close_source(struct uevent_source *source)
{
	struct udev_source *self = (struct udev_source *)source;

	udev_device_unref(self->device);
	udev_monitor_unref(self->monitor);
	udev_unref(self->udev);
	free(self);
}

static const struct uevent_source_ops ops = {
	.get_fd = get_fd,
	.next = next,
	.close = close_source,
};

static int listen_to(struct udev_source *self)
{
	int ret;

	errno = 0;
	self->udev = udev_new();
	if (self->udev)
		self->monitor = udev_monitor_new_from_netlink(self->udev, "kernel");
	if (!self->monitor)
		return errno ? -errno : -ENOMEM;
	/* Without it, events are lost sooner, and that is noticed. */
	udev_monitor_set_receive_buffer_size(self->monitor, BUFFER_BYTES);
	ret = udev_monitor_enable_receiving(self->monitor);
	return ret < 0 ? ret : 0;
}

int uevent_source_open(struct uevent_source **source)
{
	struct udev_source *self = calloc(1, sizeof(*self));
	int ret;

	if (!self)
		return -ENOMEM;
	self->source.ops = &ops;
	ret = listen_to(self);
	if (ret)
		close_source(&self->source);
	else
		*source = &self->source;
	return ret;
}
