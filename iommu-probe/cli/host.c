// SPDX-License-Identifier: MIT
/* Where a host is read from: a document, a snapshot, a directory, this machine. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "archives.h"
#include "cli.h"

/* Up to one byte more than a document may have. */
#define TEXT_MAX (IOMMU_PROBE_DOCUMENT_MAX + 1)

static int read_all(int fd, char **text, size_t *length)
{
	size_t room = 0;
	ssize_t n = 1;
	char *longer;

	*text = NULL;
	*length = 0;
	while (n && *length < TEXT_MAX) {
		if (*length == room) {
			room = room ? 2 * room : 65536;
			if (room > TEXT_MAX)
				room = TEXT_MAX;
			longer = realloc(*text, room);
			if (!longer)
				return -ENOMEM;
			*text = longer;
		}
		n = read(fd, *text + *length, room - *length);
		if (n < 0 && errno != EINTR)
			return -errno;
		*length += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* The last message of the library, which may begin with the name. */
static const char *message_of(const struct iommu_probe_ctx *ctx, const char *where)
{
	const char *message = iommu_probe_ctx_get_message(ctx);
	const size_t length = strlen(where);

	return strncmp(message, where, length) || strncmp(message + length, ": ", 2) ?
		       message :
		       message + length + 2;
}

static int open_snapshot(struct iommu_probe_ctx *ctx, const char *data, size_t length,
			 struct iommu_probe_host **host, const char **message)
{
	static char kept[512];
	char *dir, *why;
	int ret;

	ret = extract_archive(data, length, &dir, &why);
	if (ret) {
		snprintf(kept, sizeof(kept), "%s", why ? why : strerror(-ret));
		free(why);
		/* That there is no room here says nothing about the snapshot. */
		if (ret != -EBADMSG && ret != -EFBIG)
			ret = -ENODATA;
	} else {
		ret = iommu_probe_host_new(ctx, dir, host);
		if (ret)
			snprintf(kept, sizeof(kept), "%s", message_of(ctx, dir));
		free(dir);
	}
	*message = kept;
	return ret;
}

static int open_file(struct iommu_probe_ctx *ctx, const char *where, int fd,
		     struct iommu_probe_host **host, const char **message)
{
	size_t length;
	char *text;
	int ret;

	ret = read_all(fd, &text, &length);
	if (ret) {
		*message = strerror(-ret);
	} else if (is_archive(text, length)) {
		ret = open_snapshot(ctx, text, length, host, message);
	} else {
		ret = iommu_probe_host_new_document(ctx, where, text, length, host);
		if (ret)
			*message = message_of(ctx, where);
	}
	free(text);
	return ret;
}

int cli_read_host(struct iommu_probe_ctx *ctx, const char *where, struct iommu_probe_host **host,
		  const char **message)
{
	const bool given = !strcmp(where, "-");
	const int fd = given ? STDIN_FILENO : open(where, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat about;
	int ret;

	*host = NULL;
	if (fd < 0 || fstat(fd, &about)) {
		ret = -errno;
		*message = strerror(errno);
	} else if (S_ISDIR(about.st_mode)) {
		/* The root of this machine is this machine. */
		ret = iommu_probe_host_new(ctx, strcmp(where, "/") ? where : NULL, host);
		if (ret)
			*message = message_of(ctx, where);
	} else {
		ret = open_file(ctx, where, fd, host, message);
	}
	if (fd >= 0 && !given)
		close(fd);
	return ret;
}

int cli_open_host(struct iommu_probe_ctx *ctx, const char *where, struct iommu_probe_host **host)
{
	const char *message;
	int ret;

	ret = cli_read_host(ctx, where, host, &message);
	if (!ret)
		return EXIT_ANSWERED;
	cli_complain("%s: %s", where, message);
	switch (ret) {
	case -ENOENT:
	case -ENOTDIR:
		return EXIT_NOT_THERE;
	case -ENODATA:
	case -ENOMEM:
		return EXIT_NOTHING;
	default:
		return EXIT_UNREADABLE;
	}
}
