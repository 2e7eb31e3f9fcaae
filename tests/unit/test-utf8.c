// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "utf8.h"

#define R "\xef\xbf\xbd"
#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *name;
	const char *text;
	size_t length;
	const char *repaired;
	size_t repaired_length;
} rows[] = {
	{ "nothing", TEXT(""), TEXT("") },
	{ "ASCII", TEXT("\x01 a~\x7f"), TEXT("\x01 a~\x7f") },
	{ "NULs", TEXT("\0a\0\0"), TEXT("\0a\0\0") },
	{ "first and last of two bytes", TEXT("\xc2\x80\xdf\xbf"), TEXT("\xc2\x80\xdf\xbf") },
	{ "first and last of three bytes", TEXT("\xe0\xa0\x80\xef\xbf\xbf"),
	  TEXT("\xe0\xa0\x80\xef\xbf\xbf") },
	{ "first and last of four bytes", TEXT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"),
	  TEXT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") },
	{ "next to the surrogates", TEXT("\xed\x9f\xbf\xee\x80\x80"),
	  TEXT("\xed\x9f\xbf\xee\x80\x80") },
	/* Tables 3-8 to 3-11 of the Unicode Standard 15 */
	{ "non-shortest forms", TEXT("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41"),
	  TEXT(R R R R R R R R "\x41") },
	{ "surrogates", TEXT("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41"),
	  TEXT(R R R R R R R R "\x41") },
	{ "others", TEXT("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42"),
	  TEXT(R R R R R "\x41" R R "\x42") },
	{ "truncated", TEXT("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41"), TEXT(R R R R "\x41") },
	/* What table 3-7 rules out, from both sides */
	{ "lead bytes that none has", TEXT("\xc0\x80\xc1\xbf\xf5\x80\xf8\xfe\xff"),
	  TEXT(R R R R R R R R R) },
	{ "beyond the last", TEXT("\xf4\x90\x80\x80"), TEXT(R R R R) },
	{ "cut off by the end: two", TEXT("a\xdf"), TEXT("a" R) },
	{ "cut off by the end: three", TEXT("a\xe0\xa0"), TEXT("a" R) },
	{ "cut off by the end: four", TEXT("a\xf0\x90\x80"), TEXT("a" R) },
	{ "a sequence cut off by another", TEXT("\xf0\x90\x80\xc3\xa9"), TEXT(R "\xc3\xa9") },
	{ "continuations alone", TEXT("\x80\x80"), TEXT(R R) },
	{ "U+FFFD itself", TEXT(R "\xff" R), TEXT(R R R) },
	{ "noncharacters", TEXT("\xef\xbf\xbe\xef\xb7\x90"), TEXT("\xef\xbf\xbe\xef\xb7\x90") },
};

static void check(const char *name, const char *text, size_t length, const char *expected,
		  size_t expected_length)
{
	size_t repaired_length;
	char *repaired, *exact = malloc(length);

	/*
	 * A block of just its size, so that reading on is noticed. Asserting costs
	 * a system call each, here too much.
	 */
	if (!exact && length)
		ck_abort_msg("out of memory");
	if (length)
		memcpy(exact, text, length);
	if (utf8_repair(exact, length, &repaired, &repaired_length))
		ck_abort_msg("%s: failed", name);
	if (repaired_length != expected_length || memcmp(repaired, expected, expected_length))
		ck_abort_msg("%s: not as expected", name);
	if (repaired[repaired_length])
		ck_abort_msg("%s: no NUL at its end", name);
	free(repaired);
	free(exact);
}

START_TEST(test_table)
{
	check(rows[_i].name, rows[_i].text, rows[_i].length, rows[_i].repaired,
	      rows[_i].repaired_length);
}
END_TEST

static size_t encode(unsigned long c, char *text)
{
	if (c < 0x80) {
		text[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		text[0] = (char)(0xc0 | c >> 6);
		text[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		text[0] = (char)(0xe0 | c >> 12);
		text[1] = (char)(0x80 | (c >> 6 & 0x3f));
		text[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	text[0] = (char)(0xf0 | c >> 18);
	text[1] = (char)(0x80 | (c >> 12 & 0x3f));
	text[2] = (char)(0x80 | (c >> 6 & 0x3f));
	text[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* A plane at a time: large blocks cost more than what is in them. */
START_TEST(test_every_character)
{
	const unsigned long first = (unsigned long)_i << 16;
	static char text[4 << 16];
	size_t length = 0;
	unsigned long c;

	for (c = first; c < first + 0x10000; c++)
		if (c < 0xd800 || c > 0xdfff)
			length += encode(c, text + length);
	check("all", text, length, text, length);
}
END_TEST

START_TEST(test_every_surrogate)
{
	unsigned long c;
	char text[4];

	for (c = 0xd800; c <= 0xdfff; c++)
		check("surrogate", text, encode(c, text), TEXT(R R R));
}
END_TEST

/*
 * By the definition, not by a table: whether n bytes begin a character of
 * `size` bytes, by the range of characters that they leave open.
 */
static bool begins(const unsigned char *text, size_t n, size_t size)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned long most[] = { 0, 0x7f, 0x7ff, 0xffff, 0x10ffff };
	static const unsigned char mark[] = { 0, 0x00, 0xc0, 0xe0, 0xf0 };
	static const unsigned char mask[] = { 0, 0x80, 0xe0, 0xf0, 0xf8 };
	unsigned long low, high;
	size_t i;

	if (n > size || (text[0] & mask[size]) != mark[size])
		return false;
	low = high = text[0] & (unsigned char)~mask[size];
	for (i = 1; i < size; i++) {
		if (i < n && (text[i] & 0xc0) != 0x80)
			return false;
		low = low << 6 | (i < n ? text[i] & 0x3f : 0);
		high = high << 6 | (i < n ? text[i] & 0x3f : 0x3f);
	}
	if (low < least[size])
		low = least[size];
	if (high > most[size])
		high = most[size];
	/* Something must be left beside the surrogates. */
	return low <= high && (low < 0xd800 || high > 0xdfff);
}

static size_t reference(const unsigned char *text, size_t length, char *out)
{
	size_t at, n, size, longest, end = 0;
	bool whole;

	for (at = 0; at < length; at += longest) {
		longest = 1;
		whole = false;
		for (size = 1; size <= 4; size++) {
			for (n = 1; n <= size && at + n <= length; n++) {
				if (!begins(text + at, n, size))
					break;
				whole |= n == size;
				longest = n > longest ? n : longest;
			}
		}
		memcpy(out + end, whole ? (const char *)text + at : R, whole ? longest : 3);
		end += whole ? longest : 3;
	}
	return end;
}

/* Both sides of each border of table 3-7. */
static const unsigned char borders[] = {
	0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
	0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
};

START_TEST(test_reference)
{
	unsigned char text[4] = { borders[_i] };
	char expected[12];
	int i, j, k;

	for (i = 0; i < ROWS(borders); i++) {
		for (j = 0; j < ROWS(borders); j++) {
			for (k = 0; k < ROWS(borders); k++) {
				text[1] = borders[i];
				text[2] = borders[j];
				text[3] = borders[k];
				check("reference", (const char *)text, 4, expected,
				      reference(text, 4, expected));
			}
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("utf8");
	TCase *tests = tcase_create("utf8");

	tcase_add_loop_test(tests, test_table, 0, ROWS(rows));
	tcase_add_loop_test(tests, test_every_character, 0, 17);
	tcase_add_test(tests, test_every_surrogate);
	tcase_add_loop_test(tests, test_reference, 0, ROWS(borders));
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return run(suite);
}
