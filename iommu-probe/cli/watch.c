// SPDX-License-Identifier: MIT
/* watch: what is there, then every change, until a signal or the reader ends it. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include "cli.h"

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

/* Without SA_RESTART, so that a reader that reads nothing does not hold it up. */
static void catch_signals(void)
{
	struct sigaction end = { .sa_handler = stop }, ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&end.sa_mask);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &end, NULL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void print_models(struct iommu_probe_iommu *iommu)
{
	struct iommu_probe_model *model = iommu_probe_iommu_get_first_model(iommu);
	const char *before = ": ";

	for (; model; model = iommu_probe_model_get_next(model)) {
		fputs(before, stdout);
		cli_put(stdout, iommu_probe_model_get_name(model));
		before = ", ";
	}
}

static void print_device(const struct iommu_probe_device *device)
{
	const char *driver = iommu_probe_device_get_driver(device);
	const char *iommu = iommu_probe_device_get_iommu(device);

	fputs(iommu ? ": behind " : ": behind no IOMMU", stdout);
	if (iommu)
		cli_put(stdout, iommu);
	fputs(driver ? ", driver " : ", no driver", stdout);
	if (driver)
		cli_put(stdout, driver);
}

static void print_line(const struct iommu_probe_event *event)
{
	const bool is_device =
		iommu_probe_event_get_subject(event) == IOMMU_PROBE_SUBJECT_DEVICE;
	const struct iommu_probe_device *device = iommu_probe_event_get_device(event);
	struct iommu_probe_iommu *iommu = iommu_probe_event_get_iommu(event);
	const char *name = iommu_probe_event_get_name(event);

	fputs(iommu_probe_event_get_kind_name(event), stdout);
	if (name) {
		fputs(is_device ? " device " : " iommu ", stdout);
		cli_put(stdout, name);
	}
	if (iommu)
		print_models(iommu);
	if (device)
		print_device(device);
	putchar('\n');
}

/* True if there were some. */
static bool complain(struct iommu_probe_event *event)
{
	const size_t count = iommu_probe_event_get_error_count(event);
	const char *path, *message;
	size_t i;

	for (i = 0; i < count; i++)
		if (!iommu_probe_event_get_error(event, i, &path, NULL, &message))
			cli_complain("%s: %s", path, message);
	return count;
}

/* 0, or a negative errno of standard output, which nothing waits for after that. */
static int print(const struct cli *cli, struct iommu_probe_event *event)
{
	int ret = 0;

	errno = 0;
	if (cli->json)
		ret = iommu_probe_event_write_json(event, cli_write, stdout);
	else
		print_line(event);
	if (ret || (!ferror(stdout) && !fflush(stdout)))
		return ret;
	return errno ? -errno : -EIO;
}

/* Until there is something to read; a signal that comes just before counts, too. */
static int wait_for(int fd)
{
	/* Nothing is asked of standard output but to say when its reader leaves. */
	struct pollfd fds[] = { { .fd = fd, .events = POLLIN }, { .fd = STDOUT_FILENO } };
	sigset_t ends, before;
	int ret = 0;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, &before);
	if (!stopped && ppoll(fds, 2, NULL, &before) < 0 && errno != EINTR)
		ret = -errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!ret && fds[1].revents & (POLLERR | POLLHUP))
		ret = -EPIPE;
	return ret;
}

/* Prints what there is to be told; *errors is set if there were errors. */
static int print_events(const struct cli *cli, struct iommu_probe_monitor *monitor, bool *errors)
{
	struct iommu_probe_event *event;
	int ret;

	do {
		ret = iommu_probe_monitor_next(monitor, &event);
		if (ret || !event)
			return ret;
		ret = print(cli, event);
		if (complain(event))
			*errors = true;
		iommu_probe_event_unref(event);
	} while (!ret && !stopped);
	return ret;
}

static int follow(const struct cli *cli, struct iommu_probe_ctx *ctx,
		  struct iommu_probe_monitor *monitor)
{
	bool errors = false;
	int ret = 0;

	while (!ret && !stopped) {
		ret = print_events(cli, monitor, &errors);
		if (!ret && !stopped)
			ret = wait_for(iommu_probe_monitor_get_fd(monitor));
	}
	if (stopped || ret == -EPIPE)
		ret = 0;
	if (ret && ferror(stdout))
		cli_complain("standard output: %s", strerror(-ret));
	else if (ret)
		cli_fail(ctx, ret);
	/* What nobody takes is not written again, nor complained of by main(). */
	if (ferror(stdout)) {
		__fpurge(stdout);
		clearerr(stdout);
	}
	if (ret)
		return EXIT_NOTHING;
	return errors ? EXIT_UNREADABLE : EXIT_ANSWERED;
}

static int watch(const struct cli *cli)
{
	static const struct list all;
	struct iommu_probe_monitor *monitor;
	struct iommu_probe_host *host;
	struct iommu_probe_ctx *ctx;
	int ret, status;

	status = cli_open(cli, &all, &ctx, &host);
	if (status)
		return status;
	catch_signals();
	ret = iommu_probe_monitor_new(host, &monitor);
	iommu_probe_host_unref(host);
	if (ret) {
		status = cli_fail(ctx, ret);
	} else {
		status = follow(cli, ctx, monitor);
		iommu_probe_monitor_unref(monitor);
	}
	iommu_probe_ctx_unref(ctx);
	return status;
}

static int run(struct cli *cli, int argc, char *argv[])
{
	static const struct option options[] = { CLI_LONG, { 0 } };
	int option, status;

	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		status = cli_option(cli, option, optarg);
		if (status >= 0)
			return status;
	}
	if (optind < argc) {
		cli_complain("watch takes no names");
		return cli_usage();
	}
	if (cli->sysroot || cli->host) {
		cli_complain("watch is about this machine: a saved one does not change");
		return cli_usage();
	}
	return watch(cli);
}

const struct command command_watch = {
	.name = "watch",
	.synopsis = "watch",
	.summary = "every IOMMU and endpoint, then every change of them",
	.run = run,
};
