/* SPDX-License-Identifier: MIT */
/* What is printed for other programs, a file of the tool for each format. */
#ifndef IOMMU_PROBE_CLI_EXPORT_H
#define IOMMU_PROBE_CLI_EXPORT_H

#include "cli.h"

/* Prints a decision; where there is no device, why. */
typedef void (*export_print_fn)(const struct iommu_probe_export *export);

void export_print_qemu(const struct iommu_probe_export *export);
void export_print_libvirt(const struct iommu_probe_export *export);
void export_print_virt_install(const struct iommu_probe_export *export);

/* Prints a host as it is; an exit status. */
int export_print_nfd(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host);
int export_print_prometheus(struct iommu_probe_ctx *ctx, struct iommu_probe_host *host);

/*
 * What there is to say besides the options, each line of it put by line():
 * reasons, notes, what is left out.
 */
typedef void (*export_line_fn)(const char *before, const char *text);

void export_print_remarks(const struct iommu_probe_export *export, export_line_fn line);

/* For formats where "#" begins a comment. */
void export_hash_line(const char *before, const char *text);

/*
 * A byte of a name in a file that programs read, whatever the locale is: what is
 * not printable ASCII as \xNN.
 */
void export_put_byte(char byte);

/* Whether a setting is one of those that all guests can have. */
bool export_is_for_all(const struct iommu_probe_setting *setting);

#endif
