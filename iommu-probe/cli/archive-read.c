// SPDX-License-Identifier: MIT
/* Reading archives that may come from anybody. */
#include "archives.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "libarchive.h"
#include "temporary.h"

/* Of a host with 10,000 IOMMUs there are fewer, and less. */
#define ENTRIES_MAX 1000000
#define BYTES_MAX (256 * 1024 * 1024)
#define DEPTH_MAX 64

#define BLOCK_SIZE 512
#define TAR_MAGIC_AT 257

struct extraction {
	struct archive *in;
	const char *path; /* of the entry in work */
	int root;
	size_t entries;
	uint64_t bytes;
	char **message;
};

bool is_archive(const char *data, size_t length)
{
	static const char gzip[] = { '\x1f', '\x8b' };
	static const char zstd[] = { '\x28', '\xb5', '\x2f', '\xfd' };
	static const char tar[] = { 'u', 's', 't', 'a', 'r' };

	return (length >= sizeof(gzip) && !memcmp(data, gzip, sizeof(gzip))) ||
	       (length >= sizeof(zstd) && !memcmp(data, zstd, sizeof(zstd))) ||
	       (length >= BLOCK_SIZE && !memcmp(data + TAR_MAGIC_AT, tar, sizeof(tar)));
}

/* Returns -error. */
__attribute__((format(printf, 3, 4))) static int refuse(struct extraction *x, int error,
							const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vasprintf(x->message, format, args) < 0)
		*x->message = NULL;
	va_end(args);
	return *x->message ? -error : -ENOMEM;
}

static int refuse_entry(struct extraction *x, const char *why)
{
	return refuse(x, EBADMSG, "%s: %s", x->path, why);
}

static int refuse_system(struct extraction *x, int error)
{
	switch (error) {
	case EEXIST:
		return refuse_entry(x, "it is there twice");
	case ELOOP:
	case ENOTDIR:
		return refuse_entry(x, "it is below what is no directory");
	default:
		return refuse(x, error, "%s: %s", x->path, strerror(error));
	}
}

static int refuse_archive(struct extraction *x)
{
	const char *text = sym_archive_error_string(x->in);

	return refuse(x, sym_archive_errno(x->in) == ENOMEM ? ENOMEM : EBADMSG, "%s",
		      text ? text : "not an archive");
}

/* The next part of a path, without those that change nothing; 0 at the end. */
static size_t next_part(const char **path)
{
	size_t length;

	do {
		*path += strspn(*path, "/");
		length = strcspn(*path, "/");
		if (length != 1 || **path != '.')
			return length;
		*path += length;
	} while (true);
}

static bool is_up(const char *part, size_t length)
{
	return length == 2 && part[0] == '.' && part[1] == '.';
}

static int check_path(struct extraction *x)
{
	size_t depth = 0, length;
	const char *part;

	if (*x->path == '/')
		return refuse_entry(x, "its name is absolute");
	for (part = x->path; (length = next_part(&part)); part += length) {
		if (is_up(part, length))
			return refuse_entry(x, "its name has .. in it");
		if (length > NAME_MAX)
			return refuse_entry(x, "its name is too long");
		if (++depth > DEPTH_MAX)
			return refuse(x, EFBIG, "%s: deeper than %d folders", x->path, DEPTH_MAX);
	}
	return 0;
}

/* What the link says, from the folder that it is in. */
static int check_link(struct extraction *x, const char *text)
{
	size_t depth = 0, length;
	const char *part;

	if (!*text || *text == '/' || strlen(text) >= PATH_MAX)
		return refuse_entry(x, "a link that leads out of the archive");
	for (part = x->path; (length = next_part(&part)); part += length)
		depth++;
	for (part = text; (length = next_part(&part)); part += length) {
		if (!is_up(part, length))
			depth++;
		else if (--depth == 0)
			return refuse_entry(x, "a link that leads out of the archive");
	}
	return 0;
}

/* Opens one folder further, which is made if it is not there; closes fd. */
static int enter(int fd, const char *name)
{
	int next = mkdirat(fd, name, 0700), error = errno;

	if (!next || error == EEXIST) {
		next = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		error = errno;
	}
	close(fd);
	return next < 0 ? -error : next;
}

/* The folder that the entry is in, and its name there, "" for the root itself. */
static int open_parent(struct extraction *x, char name[NAME_MAX + 1])
{
	const char *part = x->path, *after;
	int fd = fcntl(x->root, F_DUPFD_CLOEXEC, 0);
	size_t length = next_part(&part);

	if (fd < 0)
		return -errno;
	while (fd >= 0) {
		snprintf(name, NAME_MAX + 1, "%.*s", (int)length, part);
		after = part + length;
		length = next_part(&after);
		if (!length)
			break;
		part = after;
		fd = enter(fd, name);
	}
	return fd;
}

static int copy_data(struct extraction *x, int fd)
{
	char buffer[65536];
	la_ssize_t got;

	while ((got = sym_archive_read_data(x->in, buffer, sizeof(buffer))) > 0) {
		x->bytes += (uint64_t)got;
		if (x->bytes > BYTES_MAX)
			return refuse(x, EFBIG, "more than %d bytes", BYTES_MAX);
		if (write(fd, buffer, (size_t)got) != got)
			return refuse_system(x, errno ? errno : ENOSPC);
	}
	return got < 0 ? refuse_archive(x) : 0;
}

static int make_file(struct extraction *x, struct archive_entry *entry, int parent,
		     const char *name)
{
	int fd, ret;

	/* Before anything of it is unpacked. */
	if (sym_archive_entry_size(entry) > BYTES_MAX - (la_int64_t)x->bytes)
		return refuse(x, EFBIG, "more than %d bytes", BYTES_MAX);
	fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse_system(x, errno);
	errno = 0;
	ret = copy_data(x, fd);
	if (close(fd) && !ret)
		ret = refuse_system(x, errno);
	return ret;
}

static int make_entry(struct extraction *x, struct archive_entry *entry, int parent,
		      const char *name)
{
	const char *link = sym_archive_entry_symlink(entry);
	int ret;

	switch (sym_archive_entry_filetype(entry)) {
	case AE_IFDIR:
		ret = enter(fcntl(parent, F_DUPFD_CLOEXEC, 0), name);
		if (ret < 0)
			return refuse_system(x, -ret);
		close(ret);
		return 0;
	case AE_IFREG:
		return make_file(x, entry, parent, name);
	case AE_IFLNK:
	default:
		ret = check_link(x, link ? link : "");
		if (!ret && symlinkat(link, parent, name))
			ret = refuse_system(x, errno);
		return ret;
	}
}

static int check_type(struct extraction *x, struct archive_entry *entry)
{
	if (sym_archive_entry_hardlink(entry))
		return refuse_entry(x, "a hard link");
	switch (sym_archive_entry_filetype(entry)) {
	case AE_IFDIR:
	case AE_IFREG:
	case AE_IFLNK:
		return 0;
	default:
		return refuse_entry(x, "neither a file nor a directory nor a link");
	}
}

static int extract_entry(struct extraction *x, struct archive_entry *entry)
{
	char name[NAME_MAX + 1];
	int parent, ret;

	x->path = sym_archive_entry_pathname(entry);
	if (!x->path)
		return refuse(x, EBADMSG, "an entry without a name");
	if (++x->entries > ENTRIES_MAX)
		return refuse(x, EFBIG, "more than %d entries", ENTRIES_MAX);
	ret = check_type(x, entry);
	if (!ret)
		ret = check_path(x);
	if (ret)
		return ret;
	parent = open_parent(x, name);
	if (parent < 0)
		return refuse_system(x, -parent);
	/* "./", as tar has it. */
	if (*name)
		ret = make_entry(x, entry, parent, name);
	close(parent);
	return ret;
}

static int extract_all(struct extraction *x, const char *data, size_t length)
{
	struct archive_entry *entry;
	int ret;

	if (sym_archive_read_support_format_tar(x->in) || sym_archive_read_support_filter_gzip(x->in) ||
	    sym_archive_read_support_filter_zstd(x->in) ||
	    sym_archive_read_open_memory(x->in, data, length))
		return refuse_archive(x);
	while (!(ret = sym_archive_read_next_header(x->in, &entry))) {
		ret = extract_entry(x, entry);
		if (ret)
			return ret;
	}
	return ret == ARCHIVE_EOF ? 0 : refuse_archive(x);
}

int extract_archive(const char *data, size_t length, char **dir, char **message)
{
	struct extraction x = { .root = -1, .message = message };
	int ret = load_libarchive(message);

	*dir = NULL;
	if (ret)
		return ret;
	x.in = sym_archive_read_new();
	ret = x.in ? 0 : -ENOMEM;
	if (!ret)
		ret = temporary_dir(dir);
	if (!ret) {
		x.root = open(*dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		ret = x.root < 0 ? -errno : extract_all(&x, data, length);
	}
	if (x.root >= 0)
		close(x.root);
	sym_archive_read_free(x.in);
	if (!ret)
		return 0;
	free(*dir);
	*dir = NULL;
	return ret;
}
