// SPDX-License-Identifier: MIT
/* /proc/config.gz: some bytes may stand for very many, so there is a bound. */
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>
#include "facts.h"

/* Real ones have about 300 kilobytes. */
#define TEXT_MAX (4 * 1024 * 1024)
#define TEXT_STEP (512 * 1024)

/* With a gzip header and trailer, as zlib has it. */
#define GZIP_WINDOW (15 + 16)

/* zlib's own default. */
#define MEMORY_LEVEL 8

static int grow(char **text, size_t room)
{
	char *longer = realloc(*text, room + 1);

	if (!longer)
		return -ENOMEM;
	*text = longer;
	return 0;
}

static int inflate_all(z_stream *stream, char **text, size_t *length)
{
	size_t room = 0;
	int state = Z_OK;

	while (state == Z_OK) {
		if (*length == room) {
			if (room == TEXT_MAX)
				return -EFBIG;
			room += TEXT_STEP;
			if (grow(text, room))
				return -ENOMEM;
		}
		stream->next_out = (unsigned char *)*text + *length;
		stream->avail_out = (unsigned int)(room - *length);
		state = inflate(stream, Z_NO_FLUSH);
		*length = room - stream->avail_out;
	}
	if (state == Z_MEM_ERROR)
		return -ENOMEM;
	return state == Z_STREAM_END ? 0 : -EINVAL;
}

int facts_inflate(const unsigned char *data, size_t length, char **text, size_t *text_length)
{
	z_stream stream = { .next_in = (unsigned char *)data, .avail_in = (unsigned int)length };
	int ret;

	*text = NULL;
	*text_length = 0;
	if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
		return -ENOMEM;
	ret = inflate_all(&stream, text, text_length);
	inflateEnd(&stream);
	if (!ret) {
		(*text)[*text_length] = '\0';
		return 0;
	}
	free(*text);
	*text = NULL;
	return ret;
}

int facts_deflate(const unsigned char *data, size_t length, unsigned char **packed,
		  size_t *packed_length)
{
	z_stream stream = { .next_in = (unsigned char *)data, .avail_in = (unsigned int)length };
	size_t room;

	*packed = NULL;
	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	room = deflateBound(&stream, length);
	*packed = malloc(room);
	if (*packed) {
		stream.next_out = *packed;
		stream.avail_out = (unsigned int)room;
		deflate(&stream, Z_FINISH);
		*packed_length = room - stream.avail_out;
	}
	deflateEnd(&stream);
	return *packed ? 0 : -ENOMEM;
}
