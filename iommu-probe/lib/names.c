// SPDX-License-Identifier: MIT
#include "names.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Bytes; each block is twice as long as the one before. */
#define BLOCK_LEAST 256
#define BLOCK_MOST 32768

struct names_block {
	struct names_block *next;
	size_t left;
	char *end; /* of what is used */
	char text[];
};

static int add_block(struct names *names, size_t length)
{
	size_t size = BLOCK_LEAST;
	struct names_block *block;

	if (names->blocks)
		size = 2 * (size_t)(names->blocks->end - names->blocks->text) + BLOCK_LEAST;
	if (size > BLOCK_MOST)
		size = BLOCK_MOST;
	if (size < length)
		size = length;
	block = malloc(sizeof(*block) + size);
	if (!block)
		return -ENOMEM;
	block->next = names->blocks;
	block->left = size;
	block->end = block->text;
	names->blocks = block;
	return 0;
}

static char *keep_text(struct names *names, const char *text)
{
	const size_t length = strlen(text) + 1;
	char *copy;

	if ((!names->blocks || names->blocks->left < length) && add_block(names, length))
		return NULL;
	copy = names->blocks->end;
	memcpy(copy, text, length);
	names->blocks->end += length;
	names->blocks->left -= length;
	return copy;
}

int names_add(struct names *names, const char *name, unsigned char type)
{
	char *copy;

	if (names->count == names->room) {
		const size_t room = names->room ? 2 * names->room : 16;
		struct name *list = reallocarray(names->list, room, sizeof(*list));

		if (!list)
			return -ENOMEM;
		names->list = list;
		names->room = room;
	}
	copy = keep_text(names, name);
	if (!copy)
		return -ENOMEM;
	names->list[names->count++] = (struct name){ copy, type, is_pci_address(copy) };
	return 0;
}

void names_clear(struct names *names)
{
	struct names_block *block, *next;

	for (block = names->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	free(names->list);
	*names = (struct names){ 0 };
}

/* Without a locale, and inline: every name is looked at many times. */
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

typedef bool (*is_digit_fn)(char c);

static inline size_t count_digits(const char *text, is_digit_fn is_one)
{
	size_t count = 0;

	while (is_one(text[count]))
		count++;
	return count;
}

bool is_pci_address(const char *name)
{
	const size_t segment = count_digits(name, is_hex_digit);
	const char *rest = name + segment;

	return segment >= 4 && rest[0] == ':' && is_hex_digit(rest[1]) && is_hex_digit(rest[2]) &&
	       rest[3] == ':' && is_hex_digit(rest[4]) && is_hex_digit(rest[5]) &&
	       rest[6] == '.' && rest[7] >= '0' && rest[7] <= '7' && !rest[8];
}

/*
 * Numbers of any length, without converting them: leading zeros aside, the
 * longer one is greater, and digits of equally long ones compare as text.
 */
static inline int compare_digits(const char **a, const char **b, is_digit_fn is_one)
{
	size_t x, y;
	int order;

	while (**a == '0')
		++*a;
	while (**b == '0')
		++*b;
	x = count_digits(*a, is_one);
	y = count_digits(*b, is_one);
	order = x != y ? (x < y ? -1 : 1) : strncasecmp(*a, *b, x);
	*a += x;
	*b += y;
	return order;
}

static int compare_pci(const char *a, const char *b)
{
	int order;

	/* Of one length they have as many digits each, leading zeros or not. */
	if (strlen(a) == strlen(b))
		return strcasecmp(a, b);
	for (;;) {
		order = compare_digits(&a, &b, is_hex_digit);
		if (order || !*a)
			return order;
		a++;
		b++;
	}
}

static bool is_hex(const char *text)
{
	return text[0] == '0' && text[1] == 'x' && is_hex_digit(text[2]);
}

static int compare_text(const char *a, const char *b)
{
	int order = 0;

	while (!order && *a && *b) {
		if (*a == *b && !is_digit(*a)) {
			a++;
			b++;
		} else if (is_hex(a) && is_hex(b)) {
			a += 2;
			b += 2;
			order = compare_digits(&a, &b, is_hex_digit);
		} else if (is_hex(a) || is_hex(b)) {
			/* Other numbers come before: an order whatever follows. */
			if (is_digit(*a) && is_digit(*b))
				return is_hex(a) ? 1 : -1;
			return (unsigned char)*a - (unsigned char)*b;
		} else if (is_digit(*a) && is_digit(*b)) {
			order = compare_digits(&a, &b, is_digit);
		} else {
			order = (unsigned char)*a++ - (unsigned char)*b++;
		}
	}
	return order ? order : (unsigned char)*a - (unsigned char)*b;
}

static int compare_kind(const char *a, bool a_is_pci, const char *b, bool b_is_pci)
{
	int order;

	if (a_is_pci != b_is_pci)
		return a_is_pci ? -1 : 1;
	order = a_is_pci ? compare_pci(a, b) : compare_text(a, b);
	return order ? order : strcmp(a, b);
}

int natural_compare(const char *a, const char *b)
{
	return compare_kind(a, is_pci_address(a), b, is_pci_address(b));
}

static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return compare_kind(x->name, x->is_pci, y->name, y->is_pci);
}

void names_sort(struct names *names)
{
	if (names->count > 1)
		qsort(names->list, names->count, sizeof(*names->list), compare);
}

const struct name *names_find(const struct names *names, const char *name)
{
	const struct name key = { .name = (char *)name, .is_pci = is_pci_address(name) };

	if (!names->count)
		return NULL;
	return bsearch(&key, names->list, names->count, sizeof(key), compare);
}
