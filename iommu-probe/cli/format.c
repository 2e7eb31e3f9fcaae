// SPDX-License-Identifier: MIT
#include "format.h"
#include <inttypes.h>

void format_size(char *text, size_t size, uint64_t bytes)
{
	static const char *const units[] = { "", "K", "M", "G", "T", "P", "E" };
	size_t unit = 0;

	for (; bytes && bytes % 1024 == 0; bytes /= 1024)
		unit++;
	snprintf(text, size, "%" PRIu64 "%s", bytes, units[unit]);
}

void format_value(FILE *out, const struct iommu_probe_value *value)
{
	const size_t count = value ? iommu_probe_value_get_count(value) : 0;
	char text[24];
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
			format_size(text, sizeof(text), iommu_probe_value_get_number(value, i));
			fputs(text, out);
			break;
		default:
			fputs(iommu_probe_value_get_word(value, i), out);
			break;
		}
	}
}
