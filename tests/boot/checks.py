# SPDX-License-Identifier: MIT
"""Checks by name, a line each, which ./run counts."""


class Checks:
    def __init__(self):
        self.failed = 0

    def ok(self, what, holds, detail="it does not"):
        if holds:
            print(f"ok {what}")
        else:
            self.failed += 1
            # One line a check, whatever a guest has printed.
            print("FAIL " + f"{what}: {detail}".replace("\n", "\\n"))
        return bool(holds)

    def equal(self, what, found, expected):
        return self.ok(what, found == expected, f"{found!r} instead of {expected!r}")

    def skip(self, what, why):
        print(f"SKIP {what}: {why}")

    def exit_status(self):
        return 1 if self.failed else 0
