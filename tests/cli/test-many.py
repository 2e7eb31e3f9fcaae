# SPDX-License-Identifier: MIT
"""A thousand IOMMUs, as correct as one, and in time."""

import resource

from cli import TOOL, Case, main, parse, run
from reference import ATTRIBUTES, host_document
from tree import Tree

IOMMUS = 1000
DEVICES = 8
OTHERS = {"bits": "16", "number": "4096", "word": "enabled", "names": "aarch64-4k aarch64-64k",
          "numbers": "4096 65536"}

# Of processor time, whatever else the machine does; a run takes some 0.3, with sanitizers two.
SECONDS = 8


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class TestMany(Case):
    @classmethod
    def setUpClass(cls):
        cls.tree = Tree()
        cls.addClassCleanup(cls.tree.remove)
        files = {name: OTHERS[kind] + "\n" for name, (kind, _, letters) in ATTRIBUTES.items()
                 if "s" in letters}
        cls.tree.files("files", {"model": "2\n", **files})
        for i in range(IOMMUS):
            unit = f"sys/class/iommu/smmu3.0x{i * 0x20000:016x}"
            for name in "model", *files:
                cls.tree.same(f"{unit}/arm-smmu-v3/{name}", f"files/{name}")
            cls.tree.dir(f"{unit}/devices")
            for function in range(DEVICES):
                cls.tree.link(f"{unit}/devices/{i:04x}:00:01.{function}", "nowhere")

    def timed(self, *arguments):
        start = processor_time()
        result = run([TOOL, "--sysroot", self.tree.root, *arguments])
        self.assertLess(processor_time() - start, SECONDS)
        self.assertEqual((result.status, result.err), (0, b""))
        return result.out

    def test_document(self):
        document = parse(self.timed("list", "--json"))
        self.assertEqual(len(document["iommus"]), IOMMUS)
        self.assert_same(document, host_document(self.tree.root))

    def test_table(self):
        self.assertEqual(len(self.timed("list").splitlines()), IOMMUS + 1)

    def test_metrics(self):
        """A sample of each, an attribute after the other."""
        lines = self.timed("export", "prometheus").splitlines()
        for name in "devices", "model_info", "ssid_width", "nesting":
            self.assertEqual(sum(line.startswith(f"iommu_probe_{name}{{".encode())
                                 for line in lines), IOMMUS)

    def test_by_names(self):
        """Of as many devices, in any order."""
        names = [f"{i:04x}:00:01.{i % DEVICES}" for i in reversed(range(0, IOMMUS, 2))]
        document = parse(self.timed("list", "--json", *names))
        self.assertEqual([iommu["name"] for iommu in document["iommus"]],
                         [f"smmu3.0x{i * 0x20000:016x}" for i in range(0, IOMMUS, 2)])


if __name__ == "__main__":
    main()
