// SPDX-License-Identifier: MIT
/*
 * bench-floor DIR: what reading the IOMMUs of the tree DIR costs at the very least.
 * The same files as iommu-probe reads are opened, read and closed, and nothing
 * is done with what they say.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static int failures;

typedef void (*visit_fn)(int dir, const struct dirent64 *entry);

/* Lists a directory that is open, and closes it. */
static void list(int fd, visit_fn visit)
{
	_Alignas(struct dirent64) char buffer[32768];
	ssize_t length, at;

	if (fd < 0) {
		failures++;
		return;
	}
	while ((length = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < length;) {
			const struct dirent64 *entry = (const void *)(buffer + at);

			at += entry->d_reclen;
			if (visit && *entry->d_name != '.')
				visit(fd, entry);
		}
	}
	failures += length < 0;
	close(fd);
}

static void read_file(int dir, const struct dirent64 *entry)
{
	const int fd = openat(dir, entry->d_name, O_RDONLY | O_CLOEXEC);
	char text[4097];

	if (fd < 0 || read(fd, text, sizeof(text)) < 0)
		failures++;
	if (fd >= 0)
		close(fd);
}

static void read_link(int dir, const char *name)
{
	char text[4096];

	failures += readlinkat(dir, name, text, sizeof(text)) < 0;
}

/* The device that is the IOMMU. */
static void read_parent(int dir)
{
	const int fd = openat(dir, "device", OPEN_DIR);

	if (fd < 0) {
		failures++;
		return;
	}
	read_link(dir, "device");
	read_link(fd, "subsystem");
	read_link(fd, "driver");
	close(fd);
}

/* Its models and its devices. */
static void visit_iommu(int dir, const struct dirent64 *entry)
{
	if (entry->d_type == DT_DIR)
		list(openat(dir, entry->d_name, OPEN_DIR),
		     strcmp(entry->d_name, "devices") ? read_file : NULL);
	else if (!strcmp(entry->d_name, "device"))
		read_parent(dir);
}

static void visit_class(int dir, const struct dirent64 *entry)
{
	list(openat(dir, entry->d_name, OPEN_DIR), visit_iommu);
}

int main(int argc, char *argv[])
{
	char path[4096];

	if (argc != 2 || snprintf(path, sizeof(path), "%s/sys/class/iommu", argv[1]) < 0)
		return 2;
	list(open(path, OPEN_DIR), visit_class);
	return failures ? 1 : 0;
}
