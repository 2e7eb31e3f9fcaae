// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"

uint64_t input_number(struct input *input, size_t bytes)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; i < bytes && input->left; i++, input->data++, input->left--)
		number |= (uint64_t)*input->data << 8 * i;
	return number;
}

char *input_text(struct input *input)
{
	const size_t length = strnlen((const char *)input->data, input->left);
	char *text = strndup((const char *)input->data, length);

	MUST(text);
	input->data += length;
	input->left -= length;
	input_number(input, 1);
	return text;
}
