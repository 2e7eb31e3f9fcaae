# SPDX-License-Identifier: MIT
"""What `export` prints of every saved host, for those that read it."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOSTS = os.path.join(HERE, "..", "hosts")

# Checks are reported as those of guests are.
sys.path.append(os.path.join(HERE, "..", "boot"))
from checks import Checks  # noqa: E402

__all__ = ["Checks", "exports", "ask", "without_comments"]


def exports(tool, kind):
    """Pairs of host and text; of those that have no answer, too."""
    for host in sorted(os.listdir(HOSTS)):
        root = os.path.join(HOSTS, host)
        if os.path.isdir(os.path.join(root, "expected")):
            done = subprocess.run([tool, "--sysroot", root, "export", kind], check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, timeout=60)
            if done.returncode not in (0, 1, 4):
                raise RuntimeError(f"{host}: {kind}: exit status {done.returncode}")
            yield host, done.stdout.decode()


def ask(*command, text=None):
    """Exit status, and what it said."""
    done = subprocess.run(command, input=text, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)
    return done.returncode, done.stdout


def without_comments(text):
    return [line for line in text.splitlines() if not line.startswith("#")]
