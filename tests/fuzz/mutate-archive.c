// SPDX-License-Identifier: MIT
/*
 * Archives are made of blocks, and a header has a checksum: what is done to an
 * archive leaves its blocks in their places and puts the checksums right, more
 * often than not, as little else would get further.
 */
#include <stdio.h>
#include <string.h>
#include "fuzz.h"

#define BLOCK 512
#define SUM_AT 148
#define SUM_SIZE 8
#define MAGIC_AT 257

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static void put_sum(uint8_t *header)
{
	unsigned int sum = 0, i;
	char text[SUM_SIZE];

	memset(header + SUM_AT, ' ', SUM_SIZE);
	for (i = 0; i < BLOCK; i++)
		sum += header[i];
	snprintf(text, sizeof(text), "%06o", sum);
	memcpy(header + SUM_AT, text, sizeof(text) - 1);
}

/* Wherever one is, as in what is compressed without being made smaller. */
static void put_sums(uint8_t *data, size_t size)
{
	uint8_t *at = data, *magic;

	while ((magic = memmem(at, size - (size_t)(at - data), "ustar", 5))) {
		at = magic + 1;
		if (magic - data >= MAGIC_AT && data + size - magic >= BLOCK - MAGIC_AT)
			put_sum(magic - MAGIC_AT);
	}
}

/* A block, or a few, a second time in the place of others. */
static void copy_blocks(uint8_t *data, size_t size, unsigned int seed)
{
	const size_t blocks = size / BLOCK, from = seed % blocks, to = (seed >> 8) % blocks;
	size_t count = 1 + (seed >> 16) % 4;

	if (count > blocks - (from > to ? from : to))
		count = 1;
	memmove(data + to * BLOCK, data + from * BLOCK, count * BLOCK);
}

static void change_block(uint8_t *data, size_t size, unsigned int seed)
{
	uint8_t *const block = data + seed % (size / BLOCK) * BLOCK;
	const size_t left = LLVMFuzzerMutate(block, BLOCK, BLOCK);

	memset(block + left, 0, BLOCK - left);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	const unsigned int how = seed % 16;

	seed /= 16;
	if (size < BLOCK || how < 4)
		size = LLVMFuzzerMutate(data, size, max_size);
	else if (how < 6)
		copy_blocks(data, size, seed);
	else
		change_block(data, size, seed);
	if (how)
		put_sums(data, size);
	return size;
}
