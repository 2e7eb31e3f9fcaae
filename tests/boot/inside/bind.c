// SPDX-License-Identifier: MIT
/*
 * bind FILE CONFIG [OFFSET=BYTE]…: writes the content of CONFIG, with some bytes
 * changed, to FILE at once, as a monitor would bind a PASID table, and says how
 * that was answered: "taken", or the name of the error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	unsigned char bytes[8192];
	unsigned int offset, byte;
	FILE *in = argc > 2 ? fopen(argv[2], "r") : NULL;
	size_t size = in ? fread(bytes, 1, sizeof(bytes), in) : 0;
	int i, fd;

	if (!size)
		return 2;
	for (i = 3; i < argc; i++) {
		if (sscanf(argv[i], "%u=%x", &offset, &byte) != 2 || offset >= size)
			return 2;
		bytes[offset] = (unsigned char)byte;
	}
	fd = open(argv[1], O_WRONLY | O_CLOEXEC);
	errno = fd < 0 ? errno : 0;
	if (fd >= 0 && write(fd, bytes, size) == (ssize_t)size)
		puts("taken");
	else
		puts(strerrorname_np(errno));
	return 0;
}
