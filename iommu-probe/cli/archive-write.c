// SPDX-License-Identifier: MIT
/* The same tree makes the same bytes: no times, owners or modes are in it. */
#include <errno.h>
#include <string.h>
#include "archives.h"
#include "libarchive.h"
#include "output.h"

struct output {
	int fd;
	int error;
};

/*
 * That nothing more can be written is told at the end: libarchive loses memory
 * where it is told here.
 */
static la_ssize_t write_output(struct archive *archive, void *data, const void *bytes,
			       size_t length)
{
	struct output *output = data;

	(void)archive;
	if (!output->error)
		output->error = -output_bytes(output->fd, bytes, length);
	return (la_ssize_t)length;
}

static bool ends(const char *name, const char *with)
{
	const size_t length = strlen(name), end = strlen(with);

	return length >= end && !strcmp(name + length - end, with);
}

static int set_filter(struct archive *out, const char *name)
{
	int ret;

	if (ends(name, ".zst") || ends(name, ".tzst"))
		return sym_archive_write_add_filter_zstd(out);
	if (!ends(name, ".gz") && !ends(name, ".tgz"))
		return ARCHIVE_OK;
	ret = sym_archive_write_add_filter_gzip(out);
	return ret ? ret : sym_archive_write_set_filter_option(out, "gzip", "timestamp", NULL);
}

static int write_entry(struct archive *out, struct archive_entry *entry, const char *path,
		       enum iommu_probe_snapshot_type type, const void *data, size_t length)
{
	int ret;

	sym_archive_entry_clear(entry);
	sym_archive_entry_copy_pathname(entry, path);
	sym_archive_entry_set_mtime(entry, 0, 0);
	switch (type) {
	case IOMMU_PROBE_SNAPSHOT_TYPE_DIRECTORY:
		sym_archive_entry_set_mode(entry, AE_IFDIR | 0755);
		break;
	case IOMMU_PROBE_SNAPSHOT_TYPE_LINK:
		sym_archive_entry_set_mode(entry, AE_IFLNK | 0777);
		sym_archive_entry_copy_symlink(entry, data);
		break;
	default:
		sym_archive_entry_set_mode(entry, AE_IFREG | 0644);
		sym_archive_entry_set_size(entry, (la_int64_t)length);
		break;
	}
	ret = sym_archive_write_header(out, entry);
	if (ret || type != IOMMU_PROBE_SNAPSHOT_TYPE_FILE || !length)
		return ret;
	return sym_archive_write_data(out, data, length) == (la_ssize_t)length ? ARCHIVE_OK :
									    ARCHIVE_FATAL;
}

static int write_all(struct archive *out, const struct iommu_probe_snapshot *snapshot)
{
	struct archive_entry *entry = sym_archive_entry_new();
	enum iommu_probe_snapshot_type type;
	const void *data;
	const char *path;
	size_t i, length;
	int ret = entry ? ARCHIVE_OK : ARCHIVE_FATAL;

	for (i = 0; !ret && !iommu_probe_snapshot_get_entry(snapshot, i, &path, &type, &data,
							     &length);
	     i++)
		ret = write_entry(out, entry, path, type, data, length);
	sym_archive_entry_free(entry);
	return ret ? ret : sym_archive_write_close(out);
}

int write_archive(int fd, const char *name, const struct iommu_probe_snapshot *snapshot,
		  char **message)
{
	struct output output = { .fd = fd };
	struct archive *out;
	const char *text;
	int ret = load_libarchive(message), error = 0;

	if (ret)
		return ret;
	out = sym_archive_write_new();
	if (!out)
		return -ENOMEM;
	/* It takes names of any length and of any bytes, whatever the locale. */
	ret = sym_archive_write_set_format_gnutar(out);
	if (!ret)
		ret = set_filter(out, name);
	/* Without zeros up to a whole block of a tape. */
	if (!ret)
		ret = sym_archive_write_set_bytes_in_last_block(out, 1);
	if (!ret)
		ret = sym_archive_write_open(out, &output, NULL, write_output, NULL);
	if (!ret)
		ret = write_all(out, snapshot);
	if (ret) {
		error = sym_archive_errno(out);
		/* What is not the system's error has no other text. */
		if (error <= 0) {
			error = EIO;
			text = sym_archive_error_string(out);
			*message = text ? strdup(text) : NULL;
		}
	}
	sym_archive_write_free(out);
	return output.error ? -output.error : -error;
}
