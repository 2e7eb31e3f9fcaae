// SPDX-License-Identifier: MIT
/*
 * whole DIRECTORY FILES: reads a model directory that comes and goes, until
 * /tmp/stop is there. Where `model` is readable before and after, all FILES
 * files must have been there: a reader takes absence for the default.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool has_model(const char *path)
{
	char text[8];
	bool has;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	has = read(fd, text, sizeof(text)) > 0;
	close(fd);
	return has;
}

/* Without those whose names begin with a dot; -1: it is gone. */
static int count_files(const char *path)
{
	struct dirent *entry;
	int files = 0;
	DIR *dir;

	dir = opendir(path);
	if (!dir)
		return -1;
	while ((entry = readdir(dir)))
		files += entry->d_name[0] != '.';
	closedir(dir);
	return files;
}

int main(int argc, char **argv)
{
	unsigned long whole = 0, torn = 0;
	int expected, files, least;
	char model[256];

	if (argc != 3)
		return 2;
	expected = least = atoi(argv[2]);
	snprintf(model, sizeof(model), "%s/model", argv[1]);
	while (access("/tmp/stop", F_OK) < 0) {
		if (!has_model(model))
			continue;
		files = count_files(argv[1]);
		if (files < 0 || !has_model(model))
			continue;
		if (files == expected) {
			whole++;
			continue;
		}
		torn++;
		if (files < least)
			least = files;
	}
	printf("whole %lu\ntorn %lu\nleast %d\n", whole, torn, least);
	return 0;
}
