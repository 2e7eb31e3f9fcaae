# SPDX-License-Identifier: MIT
"""Programs of examples/ that read documents, in Python and, where there is Go, in Go."""

import os
import shutil
import sys
import tempfile
import unittest

from cli import HOSTS, SOURCE, Case, environment, main, run

EXAMPLES = os.path.join(SOURCE, "examples")

MIXED = b"""dmar0: intel-vtd, 20 bits of PASID, 1 devices
smmu3.0x0000000009050000: arm-smmu-v3, 20 bits of PASID, 1 devices
virtio0-iommu: virtio-iommu, ? bits of PASID, 1 devices
"""


class Reader(Case):
    program = None

    def result(self, host):
        with tempfile.TemporaryFile() as document:
            document.write(self.tool("--sysroot", os.path.join(HOSTS, host), "--json").out)
            document.seek(0)
            return run(self.program, stdin=document)

    def test_models(self):
        self.assertEqual(self.result("mixed-models"), (0, MIXED, b""))

    def test_nothing_shown(self):
        result = self.result("smmuv3-stock")
        self.assertEqual(result.status, 0)
        self.assertIn(b": the kernel shows nothing\n", result.out)

    def test_errors(self):
        result = self.result("smmuv3-unreadable")
        self.assertEqual(result.status, 4)
        self.assertIn(b"read-host: /sys/class/iommu/", result.err)

    def test_another_document(self):
        with open(os.path.join(SOURCE, "schema", "examples", "status.json"), "rb") as document:
            result = run(self.program, stdin=document)
        self.assertEqual((result.status, result.out), (1, b""))


class TestPython(Reader):
    program = [sys.executable, os.path.join(EXAMPLES, "read-host.py")]


class TestGo(Reader):
    @classmethod
    def setUpClass(cls):
        go = shutil.which("go")
        if not go:
            raise unittest.SkipTest("no Go here")
        cls.folder = tempfile.TemporaryDirectory()
        cls.program = [os.path.join(cls.folder.name, "read-host")]
        result = run([go, "build", "-o", cls.program[0], os.path.join(EXAMPLES, "read-host.go")],
                     env=environment(GOCACHE=os.path.join(cls.folder.name, "cache"),
                                     GOFLAGS="-mod=mod", GO111MODULE="off"), timeout=300)
        if result.status:
            raise AssertionError(result.err.decode())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()


# The base reads with no program.
del Reader

if __name__ == "__main__":
    main()
