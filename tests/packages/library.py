#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""library.py PACKAGES SOURCE: what is built outside of SOURCE, by pkg-config, and the tool itself.

Nothing is installed: the packages are unpacked, and found there.
"""

import glob
import json
import os
import sys
import tempfile

from debs import PACKAGES, Checks, ask, unpacked

CC = "cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic"

# With the static library, and the shared ones that it is made of.
STATIC = "-liommu-probe", "-l:libiommu-probe.a"

ANSWER = "0000:00:01.0: a 2lvl-64k table of model 2 for 20 bits, 8192 bytes\n"


def environment(root):
    (library,) = glob.glob(os.path.join(root, "usr/lib/*/libiommu-probe.so.1"))
    folder = os.path.dirname(library)
    _, own = ask("pkg-config", "--variable=pc_path", "pkg-config")
    return dict(os.environ, LD_LIBRARY_PATH=folder, PKG_CONFIG_SYSROOT_DIR="",
                PKG_CONFIG_LIBDIR=f"{folder}/pkgconfig:{own.strip()}")


def flags(checks, env, root, *options):
    """Of this machine's other libraries they are as they are; of ours below the root."""
    status, text = ask("pkg-config", f"--define-variable=prefix={root}/usr", *options,
                       "iommu-probe", env=env)
    checks.equal(f"pkg-config {' '.join(options)}: is answered", status, 0)
    return text.split()


def check_programs(checks, env, root, source):
    example = os.path.join(source, "examples", "vmm-choose.c")
    host = os.path.join(source, "tests", "hosts", "smmuv3-mixed")
    shared = flags(checks, env, root, "--cflags", "--libs")
    static = flags(checks, env, root, "--cflags", "--libs", "--static")
    static = [STATIC[1] if word == STATIC[0] else word for word in static]
    for kind, words in ("shared", shared), ("static", static):
        program = os.path.join(root, f"vmm-choose-{kind}")
        checks.equal(f"{kind}: is built", ask(*CC, "-o", program, example, *words), (0, ""))
        checks.equal(f"{kind}: runs", ask(program, "0000:00:01.0", host, env=env), (0, ANSWER))
        _, needed = ask("readelf", "-d", program)
        checks.equal(f"{kind}: is what it is", "[libiommu-probe.so.1]" in needed, kind == "shared")


def check_headers(checks, env, root):
    """Each alone; the others are parts of the first."""
    words = flags(checks, env, root, "--cflags")
    for header in "iommu-probe.h", "linux/iommu-caps.h":
        done = ask(*CC, *words, "-fsyntax-only", "-xc", "-", text=f"#include <{header}>\n")
        checks.equal(f"{header}: stands alone", done, (0, ""))


def check_tool(checks, env, root, source):
    """Its answers, and of a snapshot, which takes another library, the same."""
    tool = os.path.join(root, "usr/bin/iommu-probe")
    snapshot = os.path.join(root, "host.tar.zst")
    for host in "intel-uneven", "smmuv3-mixed", "sapphire-rapids":
        folder = os.path.join(source, "tests", "hosts", host)
        with open(os.path.join(folder, "expected", "list.json"), encoding="utf-8") as file:
            expected = json.load(file)
        answer = ask(tool, "--sysroot", folder, "list", "--json", env=env)
        checks.equal(f"{host}: is answered", json.loads(answer[1]), expected)
        checks.equal(f"{host}: is saved",
                     ask(tool, "--sysroot", folder, "snapshot", snapshot, env=env), (0, ""))
        checks.equal(f"{host}: and read again",
                     ask(tool, "--host", snapshot, "list", "--json", env=env), answer)


def main(packages, source):
    checks = Checks()
    with tempfile.TemporaryDirectory() as root:
        for package in PACKAGES:
            unpacked(packages, package, root)
        env = environment(root)
        check_programs(checks, env, root, source)
        check_headers(checks, env, root)
        check_tool(checks, env, root, source)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
