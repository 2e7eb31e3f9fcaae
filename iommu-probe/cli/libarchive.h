/* SPDX-License-Identifier: MIT */
/*
 * libarchive, loaded when an archive is read or written. With all that it needs
 * in its turn a start takes three times as long, and few commands are for an
 * archive.
 */
#ifndef IOMMU_PROBE_LIBARCHIVE_H
#define IOMMU_PROBE_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#define LIBARCHIVE_FUNCTIONS(use)                  \
	use(archive_entry_clear)                   \
	use(archive_entry_copy_pathname)           \
	use(archive_entry_copy_symlink)            \
	use(archive_entry_filetype)                \
	use(archive_entry_free)                    \
	use(archive_entry_hardlink)                \
	use(archive_entry_new)                     \
	use(archive_entry_pathname)                \
	use(archive_entry_set_mode)                \
	use(archive_entry_set_mtime)               \
	use(archive_entry_set_size)                \
	use(archive_entry_size)                    \
	use(archive_entry_symlink)                 \
	use(archive_errno)                         \
	use(archive_error_string)                  \
	use(archive_read_data)                     \
	use(archive_read_free)                     \
	use(archive_read_new)                      \
	use(archive_read_next_header)              \
	use(archive_read_open_memory)              \
	use(archive_read_support_filter_gzip)      \
	use(archive_read_support_filter_zstd)      \
	use(archive_read_support_format_tar)       \
	use(archive_write_add_filter_gzip)         \
	use(archive_write_add_filter_zstd)         \
	use(archive_write_close)                   \
	use(archive_write_data)                    \
	use(archive_write_free)                    \
	use(archive_write_header)                  \
	use(archive_write_new)                     \
	use(archive_write_open)                    \
	use(archive_write_set_bytes_in_last_block) \
	use(archive_write_set_filter_option)       \
	use(archive_write_set_format_gnutar)

/* Each is called as sym_ and its name, once libarchive is loaded. */
#define LIBARCHIVE_DECLARE(name) extern __typeof__(name) *sym_##name;
LIBARCHIVE_FUNCTIONS(LIBARCHIVE_DECLARE)

/* 0, or -ELIBACC and *message, which is to be freed and may be NULL. */
int load_libarchive(char **message);

#endif
