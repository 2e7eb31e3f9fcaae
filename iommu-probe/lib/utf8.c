// SPDX-License-Identifier: MIT
#include "utf8.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* Unicode, table 3-7: how a sequence goes on after its first byte. */
static const struct {
	unsigned char first, last;     /* of the first byte */
	unsigned char low, high;       /* of the second byte; the rest is 80..BF */
	unsigned char length;
} sequences[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 },
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

/* Length of the sequence that text begins with, or of what is left of one. */
static size_t sequence(const unsigned char *text, size_t length, bool *well_formed)
{
	size_t i, n;

	*well_formed = false;
	for (i = 0; i < sizeof(sequences) / sizeof(*sequences); i++)
		if (text[0] >= sequences[i].first && text[0] <= sequences[i].last)
			break;
	if (i == sizeof(sequences) / sizeof(*sequences))
		return 1;

	for (n = 1; n < sequences[i].length && n < length; n++) {
		const unsigned char low = n == 1 ? sequences[i].low : 0x80;
		const unsigned char high = n == 1 ? sequences[i].high : 0xbf;

		if (text[n] < low || text[n] > high)
			return n;
	}
	*well_formed = n == sequences[i].length;
	return n;
}

bool utf8_is_ascii(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)text[i] > 0x7f)
			return false;
	return true;
}

int utf8_repair(const char *text, size_t length, char **repaired, size_t *repaired_length)
{
	/* At worst each byte is replaced by three. */
	char *out = malloc(3 * length + 1);
	size_t at, n, end = 0;
	bool well_formed;

	if (!out)
		return -ENOMEM;
	for (at = 0; at < length; at += n) {
		n = sequence((const unsigned char *)text + at, length - at, &well_formed);
		memcpy(out + end, well_formed ? text + at : REPLACEMENT, well_formed ? n : 3);
		end += well_formed ? n : 3;
	}
	out[end] = '\0';
	*repaired = out;
	*repaired_length = end;
	return 0;
}
