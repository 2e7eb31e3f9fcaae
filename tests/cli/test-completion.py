# SPDX-License-Identifier: MIT
"""Completion in real shells: what is offered, what becomes of the line, and that nothing else does.

Called with the folder of the built completions besides.
"""

import os
import shutil
import sys
import unittest

FOLDER = os.path.abspath(sys.argv.pop())

from cli import HOSTS, TOOL, main  # noqa: E402
from shells import SHELLS  # noqa: E402
from tree import Tree  # noqa: E402

MIXED = os.path.join(HOSTS, "mixed-models")
TARGETS = ["0000:6a:01.0", "0001:01:00.0", "0002:00:05.0", "dmar0", "smmu3.0x0000000009050000",
           "virtio0-iommu"]


class Completion:
    name = None

    @classmethod
    def setUpClass(cls):
        if not shutil.which(cls.name):
            raise unittest.SkipTest(f"no {cls.name} here")
        cls.shell = SHELLS[cls.name](TOOL, FOLDER)

    @classmethod
    def tearDownClass(cls):
        cls.shell.close()

    def tearDown(self):
        self.assertEqual(self.shell.stderr(), "")
        self.assertEqual(self.shell.made_files(), [])

    def offers(self, line):
        return self.shell.complete(line)[0]

    def check(self, line, expected):
        """How much of a word is offered, and how it is quoted, is the shell's own."""
        found = [offer.replace("\\", "") for offer in self.offers(line)]
        self.assertEqual(found, expected, line)

    def line(self, line, expected):
        made = self.shell.complete(line)[1]
        if made is not None:
            self.assertEqual(made, expected)

    def test_names(self):
        for command in "list", "show", "devices", "choose", "export qemu", "check --on":
            self.check(f"iommu-probe --host {MIXED} {command} ", TARGETS)
        self.check(f"iommu-probe --sysroot={MIXED} list dmar0 v", ["virtio0-iommu"])
        self.check(f"iommu-probe --sysroot {MIXED} explain ",
                   sorted(TARGETS[:3] + ["pasid", "sva", "passthrough", "nesting", "dirty"]))
        self.check(f"iommu-probe --sysroot {MIXED} explain 0000:6a:01.0 p", ["pasid", "passthrough"])

    def test_colons(self):
        self.line(f"iommu-probe --sysroot {MIXED} list 0000:", f"iommu-probe --sysroot {MIXED} "
                  "list 0000:6a:01.0 ")

    def test_no_host(self):
        """What cannot be read is offered nothing for, and no error is shown."""
        for host in "/nonexistent", "/dev/null":
            self.check(f"iommu-probe --host {host} show ", [])

    def test_hostile_names(self):
        """A name on a host is no word of the shell's."""
        tree = Tree()
        self.addCleanup(tree.remove)
        names = ["$(touch made)", "`touch made`", "a b", ";touch made", "*"]
        for name in names:
            tree.dir(f"sys/class/iommu/{name}")
        found = self.offers(f"iommu-probe --sysroot {tree.root} list ")
        self.assertEqual(len(found), len(names), found)
        _, made = self.shell.complete(f"iommu-probe --sysroot {tree.root} show \\;")
        if made is not None:
            self.assertEqual(made, f"iommu-probe --sysroot {tree.root} show \\;touch\\ made ")

    def test_requirements(self):
        self.check("iommu-probe check input", ["input_bits>="])
        self.check("iommu-probe choose --require sta", ["stall=disabled", "stall=enabled",
                                                        "stall=force"])
        self.line("iommu-probe check nesting=e", "iommu-probe check nesting=enabled ")
        # > is the shell's unless it is quoted; nothing parts the operator from its number.
        self.line("iommu-probe check input", "iommu-probe check input_bits\\>=")
        self.line("iommu-probe check 'httu>=access+", "iommu-probe check 'httu>=access+dirty' ")

    def test_lists(self):
        # zsh takes the comma back if none follows.
        comma = "," if self.name == "zsh" else ""
        self.line("iommu-probe choose --accept linear,2", "iommu-probe choose --accept "
                  "linear,2lvl-")
        self.line("iommu-probe choose --accept=sca", "iommu-probe choose --accept=scalable" + comma)
        self.line("iommu-probe list -o +s2_i", "iommu-probe list -o +s2_input_bits" + comma)
        self.assertEqual(len(self.offers("iommu-probe choose --pgtable virtio-map,riscv-")), 3)

    def test_registers(self):
        self.line("iommu-probe decode amd-vi efr=1 efr2", "iommu-probe decode amd-vi efr=1 efr2=")
        self.assertEqual([offer.rstrip("=") for offer in
                          self.offers("iommu-probe decode intel-vtd ")], ["cap", "ecap"])
        self.assertEqual([offer.rstrip("=") for offer in
                          self.offers("iommu-probe decode riscv-iommu c")], ["caps"])


class TestBash(Completion, unittest.TestCase):
    name = "bash"

    @classmethod
    def setUpClass(cls):
        if not os.path.exists("/usr/share/bash-completion/bash_completion"):
            raise unittest.SkipTest("no bash-completion here")
        super().setUpClass()


class TestZsh(Completion, unittest.TestCase):
    name = "zsh"


class TestFish(Completion, unittest.TestCase):
    name = "fish"


if __name__ == "__main__":
    main()
