// SPDX-License-Identifier: MIT
/*
 * bench-libsysfs-path GROUP: the files of this group of every IOMMU of this host,
 * through libsysfs by their paths, and the names of what is behind each.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sysfs/libsysfs.h>

static int failures;

static void read_attribute(const char *path)
{
	struct sysfs_attribute *attribute = sysfs_open_attribute(path);

	if (!attribute) {
		failures++;
		return;
	}
	failures += sysfs_read_attribute(attribute) || !attribute->value;
	sysfs_close_attribute(attribute);
}

/* Lists a directory; of what is in it, reads the files if told so. */
static void list(const char *path, int read_files)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	char file[256];

	if (!dir) {
		failures++;
		return;
	}
	while ((entry = readdir(dir))) {
		if (!read_files || *entry->d_name == '.')
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) <
		    (int)sizeof(file))
			read_attribute(file);
	}
	closedir(dir);
}

int main(int argc, char *argv[])
{
	static const char class[] = "/sys/class/iommu";
	const struct dirent *entry;
	char path[256];
	DIR *dir;

	dir = argc == 2 ? opendir(class) : NULL;
	if (!dir)
		return 2;
	while ((entry = readdir(dir))) {
		if (*entry->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%.64s/%.64s", class, entry->d_name, argv[1]);
		list(path, 1);
		snprintf(path, sizeof(path), "%s/%.64s/devices", class, entry->d_name);
		list(path, 0);
	}
	closedir(dir);
	return failures ? 1 : 0;
}
