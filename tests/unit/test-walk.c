// SPDX-License-Identifier: MIT
/* Both ways of opening below a root come to the same. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "run.h"
#include "tree.h"
#include "walk.h"

static const struct {
	const char *path;
	int expected; /* of opening a directory */
} rows[] = {
	{ "/a/b", 0 },
	{ "a//b/", 0 },
	{ "a/./b/../b", 0 },
	{ "a/../a/b/../../a", 0 },
	{ "..", -ELOOP },
	{ "a/../..", -ELOOP },
	{ "a/b/../../../a", -ELOOP },
	{ "missing", -ENOENT },
	{ "a/missing/b", -ENOENT },
	{ "file", -ENOTDIR },
	{ "file/b", -ENOTDIR },
	{ "fifo", -ENOTDIR },
	{ "to-b", 0 },
	{ "to-b/../b", 0 },
	{ "a/up-and-down", 0 },
	{ "a/up-and-down/../b", 0 },
	{ "to-file", -ENOTDIR },
	{ "dangling", -ENOENT },
	{ "absolute", -ELOOP },
	{ "absolute/b", -ELOOP },
	{ "out", -ELOOP },
	{ "a/out", -ELOOP },
	{ "self", -ELOOP },
	{ "circle-1", -ELOOP },
	{ "chain-1", 0 },
	{ "chain-0", -ELOOP },
};

static void setup(void)
{
	char name[32], target[32];
	int i;

	tree_setup();
	tree_dir("a/b");
	tree_file("file", "text");
	tree_fifo("fifo");
	tree_link("to-b", "a/b");
	tree_link("a/up-and-down", "../a/../a/b");
	tree_link("to-file", "file");
	tree_link("dangling", "nowhere");
	tree_link("absolute", "/usr");
	tree_link("out", "../..");
	tree_link("a/out", "../../x");
	tree_link("self", "self");
	tree_link("circle-1", "circle-2");
	tree_link("circle-2", "circle-1");
	/* From chain-1 on 40 links are followed, from chain-0 on 41. */
	for (i = 0; i <= 40; i++) {
		snprintf(name, sizeof(name), "chain-%d", i);
		snprintf(target, sizeof(target), i < 40 ? "chain-%d" : "a", i + 1);
		tree_link(name, target);
	}
}

static int open_root(void)
{
	const int root = open(tree_root(), O_PATH | O_DIRECTORY | O_CLOEXEC);

	ck_assert_int_ge(root, 0);
	return root;
}

static void check_same(int a, int b)
{
	struct stat x, y;

	if (a < 0 || b < 0) {
		ck_assert_int_eq(a, b);
		return;
	}
	ck_assert_int_eq(fstat(a, &x), 0);
	ck_assert_int_eq(fstat(b, &y), 0);
	ck_assert(x.st_dev == y.st_dev && x.st_ino == y.st_ino);
	ck_assert_int_eq(fcntl(a, F_GETFL) & O_PATH, fcntl(b, F_GETFL) & O_PATH);
	ck_assert_int_ne(fcntl(b, F_GETFD) & FD_CLOEXEC, 0);
	close(a);
	close(b);
}

START_TEST(test_directories)
{
	const int root = open_root();
	const int fd = walk_by_hand(root, rows[_i].path, O_RDONLY | O_DIRECTORY);

	ck_assert_msg((fd < 0 ? fd : 0) == rows[_i].expected, "%s: %d", rows[_i].path, fd);
	check_same(walk(root, rows[_i].path, O_RDONLY | O_DIRECTORY), fd);
	close(root);
}
END_TEST

START_TEST(test_anything)
{
	const int root = open_root();

	check_same(walk(root, rows[_i].path, O_PATH | O_NOFOLLOW),
		   walk_by_hand(root, rows[_i].path, O_PATH | O_NOFOLLOW));
	close(root);
}
END_TEST

START_TEST(test_lengths)
{
	char path[2 * PATH_MAX];
	const int root = open_root();

	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	ck_assert_int_eq(walk_by_hand(root, path, O_PATH | O_NOFOLLOW), -ENAMETOOLONG);
	path[NAME_MAX + 1] = '\0';
	ck_assert_int_eq(walk_by_hand(root, path, O_PATH | O_NOFOLLOW), -ENAMETOOLONG);
	path[NAME_MAX] = '\0';
	ck_assert_int_eq(walk_by_hand(root, path, O_PATH | O_NOFOLLOW), -ENOENT);
	close(root);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walk");

	tcase_add_checked_fixture(tcase, setup, tree_teardown);
	tcase_add_loop_test(tcase, test_directories, 0, ROWS(rows));
	tcase_add_loop_test(tcase, test_anything, 0, ROWS(rows));
	tcase_add_test(tcase, test_lengths);
	suite_add_tcase(suite, tcase);
	return run(suite);
}
