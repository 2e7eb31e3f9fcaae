#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-snapshot.py TOOL FILE CONSOLE: the snapshot that a guest has taken (record_snapshot).

It goes to FILE, and of it the TOOL here has to say what it said there, to the byte."""

import base64
import os
import subprocess
import sys

from checks import Checks
from console import Console

SAID = "said "


def say(tool, file, arguments):
    done = subprocess.run([tool, "--host", file, *arguments], capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C"}, check=False)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def said(console, name):
    err = console.text(f"{name} stderr") if f"{name} stderr" in console else ""
    return console.text(name), err, console[name].status


def main():
    tool, file, log = sys.argv[1:]
    console = Console(log)
    checks = Checks()
    taken = said(console, "snapshot-taken")
    checks.equal("a snapshot is taken, all of it", taken, ("", "", 0))
    checks.equal("it is the same when it is taken again", console["snapshot-again"].status, 0)
    with open(file, "wb") as out:
        out.write(base64.b64decode(console.text("snapshot")))
    names = [name for name in console.sections
             if name.startswith(SAID) and not name.endswith(" stderr")]
    checks.ok("the guest has said something", names)
    for name in names:
        checks.equal(f"snapshot: {name.removeprefix(SAID)}",
                     say(tool, file, name.removeprefix(SAID).split()), said(console, name))
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
