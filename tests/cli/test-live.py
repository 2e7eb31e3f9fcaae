# SPDX-License-Identifier: MIT
"""This machine's own sysfs: trees bound over /sys in a mount namespace of the test's own.

The live reader stands on libsysfs; it has to come to what the reader of saved trees comes to.
"""

import os
import sys

from cli import HOSTS, TOOL, Case, main, run, without_messages
from random_tree import RandomTree
from tree import Tree

TREES = 60

BIND = 'mount --bind "$0/sys" /sys && exec "$@"'


def live(root, *arguments):
    return run(["unshare", "-rm", "sh", "-c", BIND, root, TOOL, *arguments])


class TestLive(Case):
    def compare(self, root, *names):
        saved = self.read(root, *names)
        result = live(root, "list", "--json", *names)
        self.check_stderr(result.err)
        self.assert_same(without_messages(self.check_document(result)), without_messages(saved))
        return saved

    def test_hosts(self):
        for host in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, host)
            if not os.path.isdir(os.path.join(root, "sys")):
                continue
            with self.subTest(host):
                document = self.compare(root)
                table = self.tool("--sysroot", root, "list")
                self.assertEqual(live(root, "list"), table)
                for iommu in document["iommus"]:
                    self.compare(root, iommu["name"])
                    for device in iommu["devices"]:
                        self.compare(root, device)

    def test_random_trees(self):
        for seed in range(TREES):
            with self.subTest(seed), Tree() as tree:
                RandomTree(tree, seed)
                # Without classes it is taken for a sysfs that is not mounted.
                tree.dir("sys/class")
                self.compare(tree.root)

    def test_parents(self):
        """Kernel names with a !, which stands for a slash, and links to links."""
        with Tree() as tree:
            for name in "a!b", "c":
                tree.file(f"sys/devices/{name}/uevent")
                tree.link(f"sys/devices/{name}/subsystem", "../../bus/platform")
                tree.link(f"sys/devices/{name}/driver", "../../bus/platform/drivers/d!e")
                tree.link(f"sys/class/iommu/{name}/device", f"../../../devices/{name}")
            tree.dir("sys/bus/platform/drivers/d!e")
            self.compare(tree.root)

    def test_missing_name(self):
        root = os.path.join(HOSTS, "smmuv3-mixed")
        result = live(root, "list", "nobody")
        self.assertEqual((result.status, result.out), (3, b""))
        self.assertEqual(result.err, self.tool("--sysroot", root, "list", "nobody").err)

    def test_no_sysroot_is_live(self):
        with Tree() as tree:
            tree.dir("sys/class/iommu/only-here")
            result = live(tree.root, "list", "--json")
            self.assertIn(b'"only-here"', result.out)
            self.assertEqual(result.status, 0)


def refusal():
    """Why a file system cannot be mounted over /sys here; "" if it can."""
    try:
        with Tree() as tree:
            tried = run(["unshare", "-rm", "mount", "--bind", tree.root, "/sys"])
    except OSError as error:
        return str(error)
    return tried.err.decode(errors="replace").strip() if tried.status else ""


if __name__ == "__main__":
    REFUSAL = refusal()
    if REFUSAL:
        print(f"SKIPPED, ALL OF IT: unshare -rm is not permitted here: {REFUSAL}", file=sys.stderr)
        # What meson takes for a skipped test; on CI nothing may be skipped.
        sys.exit(1 if os.environ.get("CI") else 77)
    main()
