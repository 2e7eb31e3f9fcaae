#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""ktap.py must see what goes wrong, in whatever way a kernel's log shows it."""

import os
import subprocess
import sys
import tempfile
import unittest

KTAP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ktap.py")

# As a kernel prints it: a suite of a plain case and one with two parameters, and another suite.
GOOD = """\
[    0.100000] KTAP version 1
[    0.100000] 1..2
[    0.100000]     KTAP version 1
[    0.100000]     # Subtest: first
[    0.100000]     # module: first_test
[    0.100000]     1..2
[    0.110000]     ok 1 plain
[    0.110000]         KTAP version 1
[    0.110000]         # Subtest: of_many
[    0.120000]         ok 1 one: 1..2
[    0.120000]         ok 2 two
[    0.120000]     # of_many: pass:2 fail:0 skip:0 total:2
[    0.120000]     ok 2 of_many
[    0.120000] # first: pass:2 fail:0 skip:0 total:2
[    0.120000] # Totals: pass:3 fail:0 skip:0 total:3
[    0.120000] ok 1 first
[    0.120000]     KTAP version 1
[    0.120000]     # Subtest: second
[    0.120000]     1..1
[    0.130000]     ok 1 alone
[    0.130000] ok 2 second
[    0.130000] reboot: System halted
"""


class Ktap(unittest.TestCase):
    def count(self, log, *suites):
        """Exit status and last line."""
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(log)
            file.flush()
            done = subprocess.run([KTAP, file.name, *(suites or ("first", "second"))],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()[-1]

    def changed(self, *changes):
        log = GOOD
        for old, new in changes:
            self.assertIn(old, log)
            log = log.replace(old, new)
        return log

    def test_good(self):
        self.assertEqual(self.count(GOOD), (0, "4 passed, 0 failed"))

    def test_carriage_returns(self):
        self.assertEqual(self.count(GOOD.replace("\n", "\r\n")), (0, "4 passed, 0 failed"))

    def test_failed_parameter(self):
        log = self.changed(("ok 2 two", "not ok 2 two"), ("ok 2 of_many", "not ok 2 of_many"),
                           ("ok 1 first", "not ok 1 first"))
        self.assertEqual(self.count(log), (1, "3 passed, 1 failed"))

    def test_failed_case(self):
        log = self.changed(("ok 1 alone", "not ok 1 alone"), ("ok 2 second", "not ok 2 second"))
        self.assertEqual(self.count(log), (1, "3 passed, 1 failed"))

    def test_failed_suite(self):
        """As by its exit function, where all cases have passed."""
        self.assertEqual(self.count(self.changed(("ok 2 second", "not ok 2 second"))),
                         (1, "4 passed, 1 failed"))

    def test_ok_over_a_failure(self):
        self.assertEqual(self.count(self.changed(("ok 2 two", "not ok 2 two")))[0], 1)

    def test_two_failures_of_a_suite(self):
        log = self.changed(("ok 1 plain", "not ok 1 plain"), ("ok 2 two", "not ok 2 two"),
                           ("ok 2 of_many", "not ok 2 of_many"), ("ok 1 first", "not ok 1 first"))
        self.assertEqual(self.count(log), (1, "2 passed, 2 failed"))

    def test_skipped(self):
        log = self.changed(("ok 1 alone", "ok 1 alone # SKIP no hardware"))
        self.assertEqual(self.count(log), (0, "3 passed, 0 failed, 1 skipped"))

    def test_truncated(self):
        lines = GOOD.splitlines(keepends=True)
        for end in range(len(lines) - 2):
            self.assertEqual(self.count("".join(lines[:end]))[0], 1, lines[end - 1])

    def test_case_missing(self):
        self.assertEqual(self.count(self.changed(("[    0.110000]     ok 1 plain\n", "")))[0], 1)

    def test_suite_missing(self):
        self.assertEqual(self.count(GOOD, "first", "second", "third"), (1, "4 passed, 1 failed"))

    def test_complaints_of_the_kernel(self):
        for line in ("WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1", "BUG: KASAN: slab-out-of-bounds in f",
                     "UBSAN: shift-out-of-bounds in x.c:1:2", "Kernel panic - not syncing: x",
                     "WARNING: possible recursive locking detected",
                     "sysfs: cannot create duplicate filename '/x'"):
            log = GOOD.replace("[    0.130000]     ok 1 alone", f"[    0.125000] {line}\n[    0.130000]     ok 1 alone")
            self.assertEqual(self.count(log), (1, "4 passed, 1 failed"), line)

    def test_nothing(self):
        self.assertEqual(self.count("[    0.1] reboot: System halted\n")[0], 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
