// SPDX-License-Identifier: MIT
#include "names.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	names->list[names->count++] = (struct name){ copy, type };
	return 0;
}

void names_clear(struct names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		free(names->list[i].name);
	free(names->list);
	*names = (struct names){ 0 };
}

static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return natural_compare(x->name, y->name);
}

void names_sort(struct names *names)
{
	if (names->count > 1)
		qsort(names->list, names->count, sizeof(*names->list), compare);
}

const struct name *names_find(const struct names *names, const char *name)
{
	const struct name key = { .name = (char *)name };

	if (!names->count)
		return NULL;
	return bsearch(&key, names->list, names->count, sizeof(key), compare);
}

#define HEX_DIGITS "0123456789abcdefABCDEF"

bool is_pci_address(const char *name)
{
	const size_t segment = strspn(name, HEX_DIGITS);
	const char *rest = name + segment;

	return segment >= 4 && rest[0] == ':' && isxdigit((unsigned char)rest[1]) &&
	       isxdigit((unsigned char)rest[2]) && rest[3] == ':' &&
	       isxdigit((unsigned char)rest[4]) && isxdigit((unsigned char)rest[5]) &&
	       rest[6] == '.' && rest[7] >= '0' && rest[7] <= '7' && !rest[8];
}

/*
 * Numbers of any length, without converting them: leading zeros aside, the
 * longer one is greater, and digits of equally long ones compare as text.
 */
static int compare_digits(const char **a, const char **b, const char *digits)
{
	size_t x, y;
	int order;

	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	x = strspn(*a, digits);
	y = strspn(*b, digits);
	order = x != y ? (x < y ? -1 : 1) : strncasecmp(*a, *b, x);
	*a += x;
	*b += y;
	return order;
}

static int compare_pci(const char *a, const char *b)
{
	int order;

	for (;;) {
		order = compare_digits(&a, &b, HEX_DIGITS);
		if (order || !*a)
			return order;
		a++;
		b++;
	}
}

static bool is_hex(const char *text)
{
	return text[0] == '0' && text[1] == 'x' && isxdigit((unsigned char)text[2]);
}

static int compare_text(const char *a, const char *b)
{
	int order = 0;

	while (!order && *a && *b) {
		if (is_hex(a) && is_hex(b)) {
			a += 2;
			b += 2;
			order = compare_digits(&a, &b, HEX_DIGITS);
		} else if (is_hex(a) || is_hex(b)) {
			/* Other numbers come before: an order whatever follows. */
			if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b))
				return is_hex(a) ? 1 : -1;
			return (unsigned char)*a - (unsigned char)*b;
		} else if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			order = compare_digits(&a, &b, "0123456789");
		} else {
			order = (unsigned char)*a++ - (unsigned char)*b++;
		}
	}
	return order ? order : (unsigned char)*a - (unsigned char)*b;
}

int natural_compare(const char *a, const char *b)
{
	const bool pci = is_pci_address(a);
	int order;

	if (pci != is_pci_address(b))
		return pci ? -1 : 1;
	order = pci ? compare_pci(a, b) : compare_text(a, b);
	return order ? order : strcmp(a, b);
}
