#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""ktap.py LOG SUITE…: counts the results of KUnit tests in a kernel's log, which is KTAP.

A result counts where nothing is nested in it: a case, or each parameter of one. Whatever makes a
log less than the whole results of all SUITEs is a failure: a plan that is not kept, a suite that
is missing, a complaint of the kernel. The last line is "N passed, M failed[, K skipped]"."""

import re
import sys

PREFIX = re.compile(r"^\[ *\d+\.\d+\] ?")
PLAN = re.compile(r"^1\.\.(\d+)$")
RESULT = re.compile(r"^(not )?ok (\d+)(?: -)? ?(.*)$")
SKIP = re.compile(r"# SKIP\b", re.IGNORECASE)
TROUBLE = re.compile(r"WARNING:|BUG:|BUG |Oops|Kernel panic|Call [Tt]race|UBSAN:|KASAN:|possible recursive locking"
                     r"|possible circular locking|sysfs: cannot create")


class Level:
    """Results of one nesting: how many are planned, how many were seen, whether one is bad."""

    def __init__(self, indent):
        self.indent = indent
        self.planned = None
        self.seen = 0
        self.bad = False


class Log:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.suites = set()
        self.levels = []

    def fail(self, message):
        print(f"FAIL {message}")
        self.failed += 1

    def leave(self, indent):
        """Ends the levels that are deeper; the last of them, if any."""
        level = None
        while self.levels and self.levels[-1].indent > indent:
            level = self.levels.pop()
            if level.planned is not None and level.seen != level.planned:
                self.fail(f"{level.seen} results instead of {level.planned}")
                level.bad = True
        return level

    def level(self, indent):
        if not self.levels or self.levels[-1].indent < indent:
            self.levels.append(Level(indent))
        return self.levels[-1]

    def result(self, indent, bad, number, name):
        nested = self.leave(indent)
        level = self.level(indent)
        level.seen += 1
        level.bad = level.bad or bad
        if number != level.seen:
            self.fail(f"result {number} where {level.seen} is due: {name}")
        if indent == 0:
            self.suites.add(name.split(" ")[0])
        if bad:
            # What is nested in it may have failed already.
            if not nested or not nested.bad:
                self.fail(name)
        elif nested:
            if nested.bad:
                self.fail(f"{name} is ok, and what is nested in it is not")
        elif SKIP.search(name):
            print(f"SKIP {name}")
            self.skipped += 1
        else:
            self.passed += 1

    def read(self, lines):
        for line in lines:
            line = PREFIX.sub("", line.rstrip("\r\n"))
            text = line.lstrip(" ")
            indent = len(line) - len(text)
            plan, result = PLAN.match(text), RESULT.match(text)
            if plan:
                self.level(indent).planned = int(plan[1])
            elif result:
                self.result(indent, bool(result[1]), int(result[2]), result[3])
            elif TROUBLE.search(text):
                self.fail(text)
        if not self.levels:
            self.fail("no results at all")
        self.leave(-1)


def main(path, *suites):
    log = Log()
    with open(path, encoding="utf-8", errors="replace") as file:
        log.read(file)
    for suite in suites:
        if suite not in log.suites:
            log.fail(f"no results of {suite}")
    print(f"{log.passed} passed, {log.failed} failed" +
          (f", {log.skipped} skipped" if log.skipped else ""))
    return 1 if log.failed or not log.passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
