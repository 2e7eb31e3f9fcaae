// SPDX-License-Identifier: MIT
/*
 * What Linux shows of an AMD IOMMU in <iommu>/amd-iommu. The file "features"
 * has EFR alone on old kernels, later EFR and EFR2, whose order changed with
 * Linux 6.7.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "amd-vi.h"
#include "stock.h"

struct features {
	uint64_t first;
	uint64_t second;
	bool two;
};

static int parse(const char *text, size_t length, struct features *f)
{
	const char *colon = memchr(text, ':', length);
	const size_t first = colon ? (size_t)(colon - text) : length;
	int ret;

	ret = stock_parse_hex(text, first, 64, &f->first);
	f->two = colon;
	if (ret || !colon)
		return ret;
	return stock_parse_hex(colon + 1, length - first - 1, 64, &f->second);
}

/* "6.12.38-…": two numbers of a few digits; what is not like that is no release. */
static bool parse_release(const char *text, unsigned int *major, unsigned int *minor)
{
	const size_t first = strspn(text, "0123456789");
	size_t second;

	if (!first || first > 4 || text[first] != '.')
		return false;
	second = strspn(text + first + 1, "0123456789");
	if (!second || second > 4)
		return false;
	return sscanf(text, "%u.%u", major, minor) == 2;
}

/* Of the host that is read, which need not be this one. 0: not known. -ENOMEM. */
static int kernel_release(struct stock_reading *r, unsigned int *major, unsigned int *minor)
{
	static const struct name entry = { .name = (char *)"osrelease" };
	char text[READER_FILE_MAX + 1];
	struct dir dir;
	size_t length;
	int ret;

	ret = reader_open_dir(&r->host->reader, "/proc/sys/kernel", &dir);
	if (!ret) {
		ret = reader_read(&r->host->reader, &dir, &entry, text, &length);
		reader_close_dir(&dir);
	}
	if (ret == -ENOMEM)
		return ret;
	return !ret && parse_release(text, major, minor);
}

/* Which of two words is EFR2, where they don't tell themselves. -ENOMEM. */
static int order_by_kernel(struct stock_reading *r, bool *efr_first)
{
	unsigned int major, minor;
	const int ret = kernel_release(r, &major, &minor);

	if (ret < 0)
		return ret;
	*efr_first = true;
	if (ret) {
		*efr_first = major > 6 || (major == 6 && minor >= 7);
		return 0;
	}
	return errors_add(&r->host->notes, r->dir->path, "features", 0,
			  "which word is EFR is a guess: the kernel's release is not known");
}

static int keep(struct stock_reading *r, const struct features *f)
{
	const bool high_first = f->first >> 32, high_second = f->second >> 32;
	bool efr_first;
	int ret = 0;

	/* EFR2 has no bits above 31 yet, and may be 0, which EFR never is. */
	if (!f->first || !f->second)
		efr_first = f->first;
	else if (high_first != high_second)
		efr_first = high_first;
	else
		ret = order_by_kernel(r, &efr_first);
	if (ret)
		return ret;
	iommu_caps_regs_set(&r->regs, AMD_VI_EFR, efr_first ? f->first : f->second);
	iommu_caps_regs_set(&r->regs, AMD_VI_EFR2, efr_first ? f->second : f->first);
	return 0;
}

static int read_group(struct stock_reading *r)
{
	char text[READER_FILE_MAX + 1];
	struct features f = { 0 };
	size_t length;
	int ret;

	ret = stock_register(r, "cap", AMD_VI_CAP, 32, false);
	if (ret)
		return ret;
	ret = stock_text(r, "features", true, text, &length);
	if (ret <= 0)
		return ret;
	ret = parse(text, length, &f);
	if (ret)
		return stock_complain(r, "features", -ret);
	if (f.two)
		return keep(r, &f);
	iommu_caps_regs_set(&r->regs, AMD_VI_EFR, f.first);
	return 0;
}

static int read_facts(struct stock_reading *r)
{
	uint32_t bits;
	const int ret = firmware_physical_address_size(r->host, &bits);

	if (!ret && bits)
		iommu_caps_regs_set(&r->regs, AMD_VI_PASIZE, bits);
	return ret;
}

const struct stock_group stock_amd_vi = {
	.name = "amd-iommu",
	.model = IOMMU_CAPS_MODEL_AMD_VI,
	.read = read_group,
	.facts = read_facts,
};
