// SPDX-License-Identifier: MIT
/*
 * bench-measure [--sys DIR] COMMAND…: runs a command and prints what it cost, as
 * "user system memory status": microseconds of processor time, KiB at the
 * peak, exit status. With --sys the command has DIR for its /sys, in a mount
 * namespace that was made before it started.
 *
 * A program of its own because memory at the peak counts from before exec():
 * the child of a bigger process would never show less than that one has.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "bench-measure: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void replace_sys(const char *dir)
{
	if (unshare(CLONE_NEWNS))
		die("unshare");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		die("/");
	if (mount(dir, "/sys", NULL, MS_BIND, NULL))
		die(dir);
}

/* /dev/zero swallows what it is given, and grep does not stop for it. */
static void run(char *argv[])
{
	const int in = open("/dev/null", O_RDONLY), out = open("/dev/zero", O_WRONLY);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		die("/dev/zero");
	close(in);
	close(out);
	execvp(*argv, argv);
	die(*argv);
}

static long long microseconds(const struct timeval *time)
{
	return 1000000LL * time->tv_sec + time->tv_usec;
}

int main(int argc, char *argv[])
{
	struct rusage usage;
	int status;
	pid_t pid;

	argv++;
	if (argc > 2 && !strcmp(*argv, "--sys")) {
		replace_sys(argv[1]);
		argv += 2;
	}
	if (!*argv) {
		fputs("usage: bench-measure [--sys DIR] COMMAND...\n", stderr);
		return 2;
	}
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid)
		run(argv);
	if (wait4(pid, &status, 0, &usage) != pid)
		die("wait4");
	printf("%lld %lld %ld %d\n", microseconds(&usage.ru_utime), microseconds(&usage.ru_stime),
	       usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return 0;
}
