// SPDX-License-Identifier: MIT
/*
 * cost FILE…: processor time to open, read and close each file, in nanoseconds,
 * and how many times that of the first one it is. Before each turn of a file the
 * first one has a turn too, for what else runs here changes from moment to
 * moment; both figures are the medians of all turns.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TURNS 201
#define READS 20

static long now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time))
		exit(1);
	return 1000000000L * time.tv_sec + time.tv_nsec;
}

static void read_file(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[4097];

	if (fd < 0 || read(fd, text, sizeof(text)) <= 0 || close(fd)) {
		perror(path);
		exit(1);
	}
}

static long turn(const char *path)
{
	const long start = now();
	int i;

	for (i = 0; i < READS; i++)
		read_file(path);
	return (now() - start) / READS;
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double figures[TURNS])
{
	qsort(figures, TURNS, sizeof(*figures), compare);
	return figures[TURNS / 2];
}

int main(int argc, char *argv[])
{
	static double cost[TURNS], ratio[TURNS];
	int i, n;

	for (i = 1; i < argc; i++) {
		for (n = 0; n < TURNS; n++) {
			const long first = turn(argv[1]);

			cost[n] = (double)turn(argv[i]);
			ratio[n] = cost[n] / (double)first;
		}
		printf("%6.0f %.2f %s\n", median(cost), median(ratio), argv[i]);
	}
	return argc < 2 ? 2 : 0;
}
