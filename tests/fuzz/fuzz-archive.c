// SPDX-License-Identifier: MIT
/*
 * An archive as a host: what it leaves behind once it is extracted, and what
 * commands make of that.
 */
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "archives.h"
#include "command.h"
#include "fuzz.h"
#include "inside.h"
#include "temporary.h"

#define DEPTH_MAX 64
#define WORDS_MAX 12

static const char *const list[] = { "list", "--json", NULL };

/* @: the archive, without --host. Some hosts have what is named here. */
static const char *const commands[][WORDS_MAX] = {
	{ "status" },
	{ "status", "--json" },
	{ "list" },
	{ "show", "dmar0" },
	{ "devices" },
	{ "devices", "--groups" },
	{ "devices", "--json" },
	{ "explain", "nesting" },
	{ "explain", "--json", "0000:00:02.0", "sva" },
	{ "explain", "--json" },
	{ "check", "ssid_bits>=1", "page_sizes=4K" },
	{ "check", "--json", "httu>=access", "model!=3", "stall!=force", "input_bits>39" },
	{ "choose", "--base-ptr", "0x80000000" },
	{ "choose", "--json", "--accept", "2lvl-64k,linear,scalable", "--pasid-bits", "8" },
	{ "baseline", "@", "@" },
	{ "baseline", "--json", "@", "@" },
	{ "compare", "@", "@" },
	{ "compare", "--json", "@", "@" },
	{ "export", "qemu" },
	{ "export", "libvirt" },
	{ "export", "virt-install" },
	{ "export", "nfd" },
	{ "export", "prometheus" },
};

/* Texts that all are in the folder of the process. */
struct paths {
	char archive[64], temporary[64], host[64], snapshot[64];
};

static const struct paths *prepare(void)
{
	static struct paths paths;

	snprintf(paths.archive, sizeof(paths.archive), "%s/host.tar", tree_root());
	snprintf(paths.temporary, sizeof(paths.temporary), "%s/tmp", tree_root());
	snprintf(paths.host, sizeof(paths.host), "%s/host", tree_root());
	snprintf(paths.snapshot, sizeof(paths.snapshot), "%s/snapshot.tar.gz", tree_root());
	tree_dir("tmp");
	MUST(!setenv("TMPDIR", paths.temporary, 1));
	MUST(!setenv("LC_ALL", "C", 1));
	return &paths;
}

/* The same, from the folder that it is in. */
static bool leads_out(int depth, const char *link)
{
	size_t length;

	for (; *link; link += length + strspn(link + length, "/")) {
		length = strcspn(link, "/");
		if (length == 2 && !strncmp(link, "..", 2))
			depth--;
		else if (length != 1 || *link != '.')
			depth++;
		if (depth < 0)
			return true;
	}
	return false;
}

static int check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char link[PATH_MAX];
	ssize_t length;

	(void)type;
	MUST(ftw->level <= DEPTH_MAX);
	if (S_ISDIR(st->st_mode)) {
		MUST((st->st_mode & 0777) == 0700);
	} else if (S_ISREG(st->st_mode)) {
		MUST((st->st_mode & 0777) == 0600 && st->st_nlink == 1);
	} else {
		MUST(S_ISLNK(st->st_mode));
		length = readlink(path, link, sizeof(link) - 1);
		MUST(length > 0);
		link[length] = '\0';
		MUST(*link != '/' && !leads_out(ftw->level - 1, link));
	}
	return 0;
}

/* The host as a snapshot of itself says the same, unless it cannot be one. */
static void check_snapshot(const struct paths *paths, const struct outcome *listed)
{
	const char *const take[] = { "snapshot", paths->snapshot, NULL };
	const char *const hide[] = { "snapshot", "--anonymize", paths->snapshot, NULL };
	struct outcome taken, again;

	inside_begin(tree_root());
	command_run(&taken, paths->host, take);
	if (!access(paths->snapshot, F_OK)) {
		command_run(&again, paths->snapshot, list);
		MUST(again.status == listed->status && !strcmp(again.out, listed->out));
		command_clear(&again);
	}
	command_clear(&taken);
	command_run(&taken, paths->host, hide);
	command_clear(&taken);
	inside_end();
}

static void check_command(const struct paths *paths, const char *const command[])
{
	const char *words[WORDS_MAX + 1];
	struct outcome outcome;
	bool named = false;
	size_t i;

	for (i = 0; i < WORDS_MAX && command[i]; i++) {
		words[i] = strcmp(command[i], "@") ? command[i] : paths->archive;
		named |= words[i] == paths->archive;
	}
	words[i] = NULL;
	inside_begin(named ? tree_root() : paths->host);
	command_run(&outcome, named ? NULL : paths->host, words);
	inside_end();
	command_clear(&outcome);
}

/* All commands take long: some of them, which depends on all of the archive. */
/* All commands take long: some of them, which depends on all of the archive. */
static void check_commands(const struct paths *paths, uint32_t hash)
{
	const size_t count = sizeof(commands) / sizeof(*commands);
	struct outcome outcome, listed;
	size_t i;

	for (i = 0; i < 3; i++, hash /= count)
		check_command(paths, commands[hash % count]);
	inside_begin(paths->host);
	command_run(&listed, paths->host, list);
	/* The archive is what is in it. */
	inside_begin(tree_root());
	command_run(&outcome, paths->archive, list);
	inside_end();
	MUST(outcome.status == listed.status && !strcmp(outcome.out, listed.out));
	command_clear(&outcome);
	if (*listed.out && hash % 4 == 0)
		check_snapshot(paths, &listed);
	command_clear(&listed);
}

static void check_refusal(const struct paths *paths)
{
	struct outcome outcome;

	inside_begin(tree_root());
	command_run(&outcome, paths->archive, list);
	inside_end();
	MUST(outcome.status >= 4 && !outcome.out_length);
	MUST(strchr(outcome.err, '\n') == outcome.err + outcome.err_length - 1);
	command_clear(&outcome);
}

static uint32_t hash_of(const uint8_t *data, size_t size)
{
	uint32_t hash = 2166136261u;

	for (; size; size--)
		hash = (hash ^ *data++) * 16777619u;
	return hash;
}

/* Where it is to go, the rest of the process' folder being outside. */
static int extract(const struct paths *paths, const uint8_t *data, size_t size)
{
	char *dir, *message;
	int ret;

	inside_begin(paths->temporary);
	ret = extract_archive((const char *)data, size, &dir, &message);
	if (ret) {
		MUST(ret < 0 && !dir && (ret != -EBADMSG || *message));
	} else {
		MUST(!message && !nftw(dir, check_file, 16, FTW_PHYS));
		/* Commands may remove what is temporary. */
		MUST(!rename(dir, paths->host));
		/* Nothing is beside it. */
		*strrchr(dir, '/') = '\0';
		MUST(!rmdir(dir) && !mkdir(dir, 0700));
	}
	free(message);
	free(dir);
	temporary_remove();
	inside_end();
	MUST(!rmdir(paths->temporary) && !mkdir(paths->temporary, 0700));
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct paths *paths = prepare();

	if (!is_archive((const char *)data, size))
		return -1;
	tree_file("host.tar", data, size);
	if (extract(paths, data, size))
		check_refusal(paths);
	else
		check_commands(paths, hash_of(data, size));
	temporary_remove();
	/* Nothing is left. */
	MUST(!rmdir(paths->temporary));
	tree_empty();
	return 0;
}
