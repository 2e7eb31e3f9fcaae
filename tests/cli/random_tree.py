# SPDX-License-Identifier: MIT
"""Trees of random entries, in the places where readers look: the same seed, the same tree."""

import os
import random

from reference import ATTRIBUTES

NAMES = [b"unit", b"dmar0", b"dmar2", b"dmar10", b"smmu3.0x0000000009050000", b"0000:00:00.2",
         b"iommu-caps-probe", b"riscv-iommu@0000:00:01.0", b"a b", b"a\nb", b"\x1b[31mred",
         b"\xff\xfe", "\u202eabc\u009b1m".encode(), b"%s%n", b"-x", b"\"\\", b"..x", b"n" * 120]
DIRECTORIES = [b"arm-smmu-v3", b"intel-vtd", b"amd-vi", b"virtio-iommu", b"riscv-iommu", b"next",
               b"arm-smmu", b"devices", b"power", b"a\tb", b"\x80"]
ENTRIES = [b"model", b"new", b"new2", b"new10", b"a\x7fb", b"\xc3\xa9", b"\xc2\x9b"]
NUMBERS = [b"0", b"1", b"2", b"4", b"256", b"257", b"258", b"3", b"777", b"16", b"64", b"65",
           b"0020", b"9223372036854775807", b"9223372036854775808", b"9" * 30, b"-1", b"0x2", b"+2"]
WORDS = [b"none", b"enabled", b"disabled", b"force", b"aarch64-4k", b"linear", b"4096", b"65536",
         b"w" * 63, b"w" * 64, b"\xc3\xa9", b"a\0b"]
TARGETS = [b"nowhere", b"model", b".", b"..", b"/", b"/etc/passwd", b"/sys/class/iommu", b"loop",
           b"../../../../../../../../etc/passwd", b"../..", b"../../devices/one", b"../unit"]


class RandomTree:
    def __init__(self, tree, seed):
        self.tree = tree
        self.random = random.Random(seed)
        self.grow()

    def some(self, choices, most):
        return self.random.sample(choices, self.random.randint(0, min(most, len(choices))))

    def content(self):
        kind = self.random.randrange(8)
        end = self.random.choice([b"", b"\n", b"\n", b"\n", b"\n\n", b"\r\n"])
        if kind < 3:
            return self.random.choice(NUMBERS) + end
        if kind < 6:
            words = self.random.choices(WORDS, k=self.random.randint(1, 4))
            return self.random.choice([b" ", b" ", b" ", b"  ", b","]).join(words) + end
        if kind == 6:
            return self.random.randbytes(self.random.randrange(100))
        return b"x" * self.random.choice([0, 1, 4095, 4096, 4097, 10000])

    def entry(self, path):
        """Anything at all, mostly a file."""
        if os.path.lexists(self.tree.path(path)):
            return
        kind = self.random.randrange(20)
        if kind == 0:
            self.tree.link(path, self.random.choice(TARGETS))
        elif kind == 1:
            self.tree.fifo(path)
        elif kind == 2:
            self.tree.socket(path)
        elif kind == 3:
            self.tree.dir(path)
        else:
            self.tree.file(path, self.content())

    def directory(self, path):
        for name in self.some(ENTRIES, 5):
            self.entry(path + b"/" + name)
        for name in self.some([name.encode() for name in ATTRIBUTES], 12):
            self.entry(path + b"/" + name)
        # Mostly one that is read on.
        if self.random.randrange(4) and not os.path.lexists(self.tree.path(path + b"/model")):
            self.tree.file(path + b"/model", self.random.choice(NUMBERS[:9]) + b"\n")

    def unit(self, path):
        self.tree.dir(path)
        for name in self.some(DIRECTORIES, 4):
            if self.random.randrange(5):
                self.directory(path + b"/" + name)
            else:
                self.entry(path + b"/" + name)
        if not self.random.randrange(3):
            self.tree.link(path + b"/device", self.random.choice(
                TARGETS + 3 * [b"../../../devices/one", b"../../devices/one"]))

    def grow(self):
        if not self.random.randrange(20):
            self.tree.dir("sys")
            self.entry(b"sys/class/iommu")
            return
        self.tree.dir("sys/class/iommu")
        subsystem = self.random.choice(["../../bus/pci", "a", "/b"])
        self.tree.link("sys/devices/one/subsystem", subsystem)
        if self.random.randrange(2):
            self.tree.link("sys/devices/one/driver", "../../bus/pci/drivers/x")
        self.unit(b"sys/devices/one/unit")
        for name in self.some(NAMES, 6):
            path = b"sys/class/iommu/" + name
            kind = self.random.randrange(6)
            if kind == 0:
                self.entry(path)
            elif kind == 1:
                self.tree.link(path, self.random.choice(TARGETS))
            elif kind == 2:
                self.tree.link(path, b"../../devices/one/unit")
            else:
                self.unit(path)
