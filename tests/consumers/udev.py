#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""udev.py TOOL RULES UDEVADM…: which models udev says that the IOMMUs of saved hosts have.

A saved host is bound over /sys in a mount namespace of its own, the rules are among those of
this machine.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from exports import HOSTS, Checks, ask

DEFINITIONS = os.path.join(HOSTS, "..", "..", "kernel", "include", "linux", "iommu-caps-defs.h")

INSIDE = """mount --bind "$0/sys" /sys && mount -t tmpfs none /run &&
mkdir -p /run/udev/rules.d && cp "$1" /run/udev/rules.d && shift &&
SYSTEMD_DEVICE_VERIFY_SYSFS=0 exec "$@" """

BAD = 'TEST=="amd-vi/model", ENV{IOMMU_MODEL}+=amd-vi\n', 'TES=="amd-vi/model"\n'


def models_known():
    with open(DEFINITIONS, encoding="ascii") as file:
        return re.findall(r'^IOMMU_CAPS_DEF_MODEL\(\w+, "([^"]+)"', file.read(), re.MULTILINE)


def expected(tool, root, known):
    """The models of each IOMMU, of those that the rules can know."""
    done = subprocess.run([tool, "--sysroot", root, "list", "--json"], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    for iommu in json.loads(done.stdout)["iommus"]:
        names = [model["name"] for model in iommu["models"] if model["name"] in known]
        yield iommu["name"], [" ".join(names)] if names else []


def tagged(udevadm, rules, root, iommu, action):
    _, text = ask("unshare", "-rm", "sh", "-c", INSIDE, root, rules,
                  *udevadm, "test", f"--action={action}", f"/sys/class/iommu/{iommu}")
    if not re.search(r"^\s*SUBSYSTEM=iommu$", text, re.MULTILINE):
        return text
    return re.findall(r"^\s*IOMMU_MODEL=(.*)$", text, re.MULTILINE)


def check_hosts(checks, tool, rules, udevadm, known):
    for host in sorted(os.listdir(HOSTS)):
        root = os.path.join(HOSTS, host)
        if not os.path.isdir(os.path.join(root, "sys/class/iommu")):
            continue
        for iommu, models in expected(tool, root, known):
            checks.equal(f"{host}: {iommu}", tagged(udevadm, rules, root, iommu, "add"), models)


def make_iommu(root, *folders):
    """An IOMMU with these in it, of the first's name."""
    iommu = os.path.join(root, "sys/devices/virtual/iommu", folders[0].split("/")[0])
    for entry in folders:
        os.makedirs(os.path.dirname(os.path.join(iommu, entry)))
        with open(os.path.join(iommu, entry), "w", encoding="ascii") as file:
            file.write("1\n")
    with open(os.path.join(iommu, "uevent"), "w", encoding="ascii"):
        pass
    os.makedirs(os.path.join(root, "sys/class/iommu"), exist_ok=True)
    os.symlink("../../../../class/iommu", os.path.join(iommu, "subsystem"))
    name = os.path.basename(iommu)
    os.symlink(f"../../devices/virtual/iommu/{name}", os.path.join(root, "sys/class/iommu", name))
    return name


def check_models(checks, tool, rules, udevadm, known):
    """Each alone, all of them at once, and none where there is another model than the driver's."""
    everything = [f"{model}/model" for model in known]
    cases = [[entry] for entry in everything]
    cases += [["ivhd0/x", *everything], ["dmar0/x", "intel-iommu/cap", "arm-smmu-v9/model"],
              ["dmar1/x", "intel-iommu/cap", "arm-smmu-v3/model"], ["dmar2/x", "intel-iommu/ecap"]]
    for case in cases:
        with tempfile.TemporaryDirectory() as root:
            name = make_iommu(root, *case)
            ((_, models),) = expected(tool, root, known)
            for action in "add", "change":
                checks.equal(f"{' '.join(case)}: {action}",
                             tagged(udevadm, rules, root, name, action), models)
    checks.ok("there are models", len(known) > 4, known)


def check_verify(checks, rules, udevadm):
    """Releases before 254 cannot."""
    if ask(*udevadm, "verify", "--help")[0]:
        return
    status, text = ask(*udevadm, "verify", "--resolve-names=never", rules)
    checks.equal("the rules are taken", status, 0)
    checks.ok("and nothing is said about them", re.search(r"Fail: +0$", text.strip()), text)
    with tempfile.TemporaryDirectory() as folder:
        for number, bad in enumerate(BAD):
            name = shutil.copy(rules, os.path.join(folder, f"{number}.rules"))
            with open(name, "a", encoding="ascii") as file:
                file.write(bad)
            checks.ok(f"{bad!r} is refused", ask(*udevadm, "verify", name)[0])


def main(tool, rules, *udevadm):
    checks = Checks()
    known = models_known()
    refused, why = ask("unshare", "-rm", "mount", "--bind", HOSTS, "/sys")
    if refused:
        checks.skip("every saved host", f"unshare -rm is not permitted here: {why.strip()}")
    else:
        check_hosts(checks, tool, rules, udevadm, known)
        check_models(checks, tool, rules, udevadm, known)
    check_verify(checks, rules, udevadm)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
