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

__all__ = ["Checks", "HOSTS", "exports", "ask", "stand_in", "without_comments"]


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


def stand_in(folder, tool, root):
    """An environment in which `iommu-probe` is the tool, about a saved host."""
    os.makedirs(folder, exist_ok=True)
    name = os.path.join(folder, "iommu-probe")
    with open(name, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\nexec '{os.path.abspath(tool)}' --sysroot '{root}' \"$@\"\n")
    os.chmod(name, 0o755)
    return dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")


def without_comments(text):
    return [line for line in text.splitlines() if not line.startswith("#")]
