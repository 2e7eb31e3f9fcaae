#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""qemu.py TOOL QEMU: it starts with what is printed, and has the values that it was given.

An accelerated SMMUv3 needs KVM, iommufd and such a host: of it only names and ranges can be
tried, and that nothing but KVM is missing. A device of the host behind a virtual IOMMU, for
which QEMU compares addresses, cannot be tried either.
"""

import json
import os
import re
import subprocess
import sys

from exports import Checks, ask, exports, without_comments

NESTED = [11, 1]
OLD_NAMES = {"scalable-mode": "x-scalable-mode", "fsts": "x-flts"}


class Qemu:
    def __init__(self, program):
        self.program = program
        self.arm = program.endswith("aarch64")
        version = re.search(r"version (\d+)\.(\d+)", ask(program, "--version")[1])
        self.version = [int(part) for part in version.groups()]
        machine = ("-M", "virt,gic-version=3", "-cpu", "max",
                   "-device", "pxb-pcie,id=pcie.1,bus_nr=8") if self.arm else (
                       "-M", "q35,kernel-irqchip=split")
        self.command = [program, *self.firmware(), "-accel", "tcg", *machine, "-S", "-nodefaults",
                        "-display", "none", "-qmp", "stdio"]

    def firmware(self):
        """Beside a program that is not installed."""
        share = os.path.join(os.path.dirname(self.program), "..", "share")
        folders = ("qemu", "seabios") if "/" in self.program else ()
        return [word for folder in folders for word in ("-L", os.path.join(share, folder))]

    def start(self, option, names):
        """The values of these properties; or what it said instead of starting."""
        asked = [{"execute": "qmp_capabilities"}]
        asked += [{"execute": "qom-get", "arguments": {"path": "/machine/peripheral/viommu",
                                                       "property": name}} for name in names]
        asked += [{"execute": "quit"}]
        done = subprocess.run([*self.command, "-device", f"{option},id=viommu"], check=False,
                              input="\n".join(map(json.dumps, asked)), text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode:
            return done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        values = [answer.get("return", answer.get("error")) for answer in answers
                  if "return" in answer or "error" in answer]
        return dict(zip(names, values[1:]))


def pairs(option):
    return dict(pair.split("=") for pair in option.split(",")[1:])


def value_of(word):
    """As QMP has it, where "on" may be one of on, off and auto, too."""
    return int(word) if word.isdigit() else word


def same(found, word):
    if isinstance(found, bool):
        return found == (word == "on")
    return str(found) == word


def printed(tool, arm):
    """Triples of option, the release that it needs, and the host that it is of."""
    seen = {}
    for host, text in exports(tool, "qemu"):
        needed = re.search(r"^# for QEMU ([\d.]+) or newer", text)
        nested = re.findall(r"^# -device (.*)", text, re.M)
        for line in without_comments(text):
            version = [int(part) for part in needed[1].split(".")]
            seen.setdefault(line.removeprefix("-device "), (version, host))
        for option in nested:
            seen.setdefault(option, (NESTED, host))
    return [(option, *rest) for option, rest in seen.items()
            if option.startswith("arm-smmuv3") == arm]


def check_started(checks, qemu, what, option, given):
    found = qemu.start(option, list(given))
    if not isinstance(found, dict):
        checks.ok(f"{what}: starts", False, found)
        return
    for name, word in given.items():
        # An object is named by its path.
        if name != "primary-bus":
            checks.ok(f"{what}: {name}={word}", same(found[name], word), repr(found[name]))


def check_x86(checks, qemu, option, needed, host):
    given = pairs(option)
    if needed <= qemu.version:
        check_started(checks, qemu, f"{host}: {option}", option, given)
        return
    checks.ok(f"{host}: QEMU before {needed} refuses {option}",
              not isinstance(qemu.start(option, []), dict))
    if needed == NESTED and "fsts" in given:
        given.pop("pasid-bits", None)
        old = {OLD_NAMES.get(name, name): word for name, word in given.items()}
        words = ",".join(f"{name}={word}" for name, word in old.items())
        check_started(checks, qemu, f"{host}: by the names of QEMU 10, {words}",
                      f"intel-iommu,{words}", old)


def check_arm(checks, qemu, option, host):
    """As printed it wants KVM and nothing else; the rest without what needs acceleration."""
    found = qemu.start(option, [])
    checks.ok(f"{host}: {option} lacks KVM alone",
              isinstance(found, str) and "accel=on requires KVM" in found, found)
    for name, bad in ("ssidsize", "21"), ("oas", "49"), ("ril", "yes"), ("stage", None):
        if bad and name in pairs(option):
            wrong = re.sub(f",{name}=[^,]*", f",{name}={bad}", option)
            found = qemu.start(wrong, [])
            checks.ok(f"{host}: {name}={bad} is refused for itself",
                      isinstance(found, str) and "KVM" not in found, found)
    given = {**pairs(option), "accel": "off", "ats": "off", "ril": "on", "ssidsize": "0",
             "oas": "44"}
    words = ",".join(f"{name}={word}" for name, word in given.items())
    check_started(checks, qemu, f"{host}: {words}", f"arm-smmuv3,{words}", given)


def main(tool, program):
    checks = Checks()
    qemu = Qemu(program)
    options = printed(tool, qemu.arm)
    checks.ok("some options are tried", len(options) > 1, options)
    for option, needed, host in options:
        if qemu.arm:
            check_arm(checks, qemu, option, host)
        else:
            check_x86(checks, qemu, option, needed, host)
    if not qemu.arm:
        for wrong in ("intel-iommu,aw-bits=46", "intel-iommu,aw-bits=57",
                      "virtio-iommu-pci,aw-bits=65"):
            checks.ok(f"{wrong} is refused", not isinstance(qemu.start(wrong, []), dict))
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
