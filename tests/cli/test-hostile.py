# SPDX-License-Identifier: MIT
"""Trees that somebody made up: whatever is in them, the tool comes to an end, with a document."""

import os

from cli import Case, environment, main, without_messages
from random_tree import RandomTree
from reference import host_document
from tree import Tree

TREES = 300

EVIL = [b"\x1b[31mred", b"a\nb", b"a\rb", b"\x07bell", b"\x7f", b"\x9b1m", "\u009b1m".encode(),
        "\u0085next".encode(), b"\xff\xfe", b"tab\there", b"\xc2", b"%s%n%x", b"$(id)", b"\\x1b"]


class TestRandom(Case):
    def test_trees(self):
        """Whole documents, against those of an independent reader."""
        for seed in range(TREES):
            with self.subTest(seed), Tree() as tree:
                RandomTree(tree, seed)
                document = self.read(tree.root)
                self.assert_same(without_messages(document), host_document(tree.root))

    def test_tables(self):
        """The table for people, too, has its bounds: lines, and no control characters."""
        for seed in range(0, TREES, 5):
            with self.subTest(seed), Tree() as tree:
                RandomTree(tree, seed)
                result = self.tool("--sysroot", tree.root)
                document = self.read(tree.root)
                self.assertEqual(result.status, 4 if document["errors"] else 0)
                self.check_stdout(result.out)
                lines = sum(max(1, len(iommu["models"])) for iommu in document["iommus"])
                self.assertEqual(len(result.out.splitlines()), lines + 1 if lines else 0)

    def check_stdout(self, out):
        self.assertEqual([c for c in out.replace(b"\n", b"") if c < 32 or c == 127], [])


class TestNames(Case):
    """Names that are meant for the terminal, wherever there can be one."""

    LOCALES = "C", "C.UTF-8"

    def check(self, *arguments, locale):
        result = self.tool(*arguments, env=environment(LC_ALL=locale))
        text = result.out.decode("utf-8", "replace")
        self.assertEqual([c for c in text if c != "\n" and (c < " " or "\x7f" <= c < "\xa0")], [])
        return result

    def test_everywhere(self):
        for evil in EVIL:
            with self.subTest(evil), Tree() as tree:
                unit = b"sys/class/iommu/" + evil
                tree.file(unit + b"/" + evil + b"/model", "777\n")
                tree.file(unit + b"/" + evil + b"/" + evil, b"x" * 5000)
                tree.file(unit + b"/intel-vtd/model", evil)
                tree.file(unit + b"/amd-vi/model", "4\n")
                tree.file(unit + b"/amd-vi/intremap", evil)
                tree.link(unit + b"/devices/" + evil, evil)
                tree.link(unit + b"/device", b"../../../devices/" + evil)
                tree.link(b"sys/devices/" + evil + b"/subsystem", evil)
                tree.link(b"sys/devices/" + evil + b"/driver", evil)
                tree.file(b"sys/class/iommu/" + evil + b"2")
                for locale in self.LOCALES:
                    self.assertEqual(self.check("--sysroot", tree.root, locale=locale).status, 4)
                self.assert_same(without_messages(self.read(tree.root, status=4)),
                                 host_document(tree.root))

    def test_as_arguments(self):
        with Tree() as tree:
            tree.dir("sys/class/iommu")
            for evil in EVIL:
                for locale in self.LOCALES:
                    with self.subTest(evil, locale=locale):
                        result = self.check("--sysroot", tree.root, "list", evil, locale=locale)
                        self.assertEqual((result.status, result.out), (3, b""))
                        result = self.check("--sysroot", os.fsencode(tree.root) + b"/" + evil,
                                            locale=locale)
                        self.assertEqual((result.status, result.out), (3, b""))
                        result = self.check(b"no" + evil, locale=locale)
                        self.assertEqual((result.status, result.out), (2, b""))


if __name__ == "__main__":
    main()
