// SPDX-License-Identifier: MIT
#include "format.h"
#include <inttypes.h>

static void format_size(FILE *out, uint64_t size)
{
	static const char *const units[] = { "", "K", "M", "G", "T", "P", "E" };
	size_t unit = 0;

	for (; size && size % 1024 == 0; size /= 1024)
		unit++;
	fprintf(out, "%" PRIu64 "%s", size, units[unit]);
}

void format_value(FILE *out, const struct iommu_probe_value *value)
{
	const size_t count = value ? iommu_probe_value_get_count(value) : 0;
	size_t i;

	if (!count)
		fputs(value ? "none" : "-", out);
	for (i = 0; i < count; i++) {
		if (i)
			fputc(',', out);
		switch (iommu_probe_value_get_kind(value)) {
		case IOMMU_PROBE_KIND_NUMBER:
			fprintf(out, "%" PRIu64, iommu_probe_value_get_number(value, i));
			break;
		case IOMMU_PROBE_KIND_NUMBERS:
			format_size(out, iommu_probe_value_get_number(value, i));
			break;
		default:
			fputs(iommu_probe_value_get_word(value, i), out);
			break;
		}
	}
}
