# SPDX-License-Identifier: MIT
"""What the tool ends with, and what it then has printed."""

import os
import unittest

from cli import TOOL, Case, main, run
from tree import Tree


class TestExitStatus(Case):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.tree.dir("sys/class/iommu")
        self.root = self.tree.root

    def check(self, status, *arguments, out=None, err=None, **options):
        result = self.tool(*arguments, **options)
        self.assertEqual(result.status, status, result)
        if out is not None:
            self.assertEqual(result.out, out)
        if err is not None:
            self.assertIn(err, result.err)
        if status not in (0, 1):
            self.assertNotEqual(result.err, b"")
        return result

    def test_answered(self):
        self.check(0, "--sysroot", self.root)
        self.check(0, "--sysroot", self.root, "list")
        self.check(0, "list", "--sysroot", self.root)
        self.check(0, f"--sysroot={self.root}", "--json", "list")
        self.check(0, "-J", "--sysroot", self.root)
        self.check(0, "list", "-J", "--sysroot", self.root)

    def test_help_and_version(self):
        for arguments in ["--help"], ["-h"], ["list", "--help"], ["list", "-h"]:
            result = self.check(0, *arguments)
            self.assertTrue(result.out.startswith(b"Usage: iommu-probe "), result.out)
            self.assertEqual(result.err, b"")
        result = self.check(0, "--version")
        self.assertRegex(result.out, rb"^iommu-probe [0-9]+(\.[0-9]+)+\n$")

    def test_usage(self):
        for arguments in (["--nonsense"], ["-Z"], ["nonsense"], ["list", "--nonsense"],
                          ["list", "-Z"], ["--sysroot"], ["list", "--sysroot"], [""],
                          ["--sysroot", self.root, "nonsense"]):
            result = run([TOOL, *arguments])
            self.assertEqual(result.status, 2, arguments)
            self.assertEqual(result.out, b"", arguments)
            self.assertIn(b"--help", result.err, arguments)

    def test_usage_comes_first(self):
        """Whatever else is wrong."""
        self.check(2, "--sysroot", f"{self.root}/gone", "nonsense", out=b"")
        with open("/dev/full", "wb") as full:
            self.check(2, "nonsense", stdout=full)

    def test_sysroot_missing(self):
        self.check(3, "--sysroot", f"{self.root}/gone", "list", out=b"", err=b"/gone: ")
        self.check(3, "--sysroot", f"{self.root}/gone", "list", "--json", out=b"")
        self.check(3, "--sysroot", "", "list", out=b"")

    def test_sysroot_without_sys(self):
        self.tree.dir("empty")
        self.check(5, "--sysroot", f"{self.root}/empty", "list", out=b"", err=b"/empty: ")
        self.check(5, "--sysroot", f"{self.root}/empty", "list", "--json", out=b"")

    def test_sysroot_is_file(self):
        self.tree.file("file")
        self.check(5, "--sysroot", f"{self.root}/file", "list", out=b"", err=b"/file: ")

    def test_name_missing(self):
        self.tree.dir("sys/class/iommu/dmar0")
        for names in ["dmar1"], ["dmar0", "dmar1"], ["00:05.0"], [""], ["../dmar0"]:
            for json in [], ["--json"]:
                self.check(3, "--sysroot", self.root, "list", *json, *names, out=b"")
        result = self.check(3, "--sysroot", self.root, "list", "dmar1")
        self.assertEqual(len(result.err.splitlines()), 1)
        self.assertIn(b"dmar1", result.err)

    def test_unreadable(self):
        self.tree.file("sys/class/iommu/dmar0/intel-vtd/model", "1\n")
        self.tree.file("sys/class/iommu/dmar0/intel-vtd/ssid_bits", "x\n")
        self.tree.file("sys/class/iommu/file")
        for json in [], ["--json"]:
            result = self.check(4, "--sysroot", self.root, "list", *json)
            lines = result.err.splitlines()
            self.assertEqual(len(lines), 2, lines)
            self.assertIn(b" /sys/class/iommu/dmar0/intel-vtd/ssid_bits: ", lines[0])
            self.assertIn(b" /sys/class/iommu/file: ", lines[1])
            # What was good is still printed.
            self.assertIn(b"intel-vtd", result.out)

    def test_unreadable_class(self):
        os.rmdir(f"{self.root}/sys/class/iommu")
        self.tree.file("sys/class/iommu")
        for json in [], ["--json"]:
            self.check(4, "--sysroot", self.root, "list", *json, err=b" /sys/class/iommu: ")

    def test_full(self):
        """Small documents fail at the end, large ones on the way."""
        self.tree.dir("sys/class/iommu/dmar0")
        for json in [], ["--json"]:
            with open("/dev/full", "wb") as full:
                self.check(5, "--sysroot", self.root, "list", *json, stdout=full, err=b"No space")
        for i in range(200):
            self.tree.file(f"sys/class/iommu/dmar{i}/intel-vtd/model", "1\n")
        for json in [], ["--json"]:
            with open("/dev/full", "wb") as full:
                self.check(5, "--sysroot", self.root, "list", *json, stdout=full, err=b"No space")
        with open("/dev/full", "wb") as full:
            self.check(5, "--help", stdout=full)
            self.check(5, "--version", stdout=full)

    def closed(self, *arguments):
        return run(["sh", "-c", 'exec "$@" >&-', "sh", TOOL, *arguments])

    def test_closed(self):
        self.tree.dir("sys/class/iommu/dmar0")
        for arguments in ["list"], ["list", "--json"], ["--help"]:
            result = self.closed("--sysroot", self.root, *arguments)
            self.assertEqual(result.status, 5, (arguments, result))

    def test_closed_pipe(self):
        """SIGPIPE ends it, or it says so itself."""
        for i in range(200):
            self.tree.file(f"sys/class/iommu/dmar{i}/intel-vtd/model", "1\n")
        for ignored in "", "trap '' PIPE; ":
            result = run(["bash", "-c", ignored + '"$@" | true; exit ${PIPESTATUS[0]}', "bash",
                          TOOL, "--sysroot", self.root, "list", "--json"])
            self.assertIn(result.status, [5, 128 + 13] if not ignored else [5], result)

    def test_nothing_open(self):
        """Not even stderr: it answers, or says with its status that it can't."""
        self.tree.dir("sys/class/iommu/dmar0")
        result = run(["sh", "-c", 'exec "$@" <&- 2>&-', "sh", TOOL, "--sysroot", self.root,
                      "list", "--json"])
        self.assertEqual(result.status, 0)
        result = run(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", TOOL, "--sysroot", self.root,
                      "list", "--json"])
        self.assertEqual(result.status, 5)

    def test_no_sysfs(self):
        """This machine without /sys."""
        probe = ["unshare", "-rm", "true"]
        try:
            if run(probe).status:
                raise OSError
        except OSError:
            if os.environ.get("CI"):
                raise
            raise unittest.SkipTest("unshare -rm is not permitted here") from None
        for json in [], ["--json"]:
            result = run(["unshare", "-rm", "sh", "-c",
                          'mount -t tmpfs none /sys && exec "$@"', "sh", TOOL, "list", *json])
            self.assertEqual((result.status, result.out), (5, b""), result.err)


if __name__ == "__main__":
    main()
