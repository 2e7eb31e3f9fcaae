# SPDX-License-Identifier: MIT
"""--host: documents, directories, this machine; what a saved tree and its document both answer."""

import json
import os
import subprocess
import tempfile

from cli import HOSTS, TOOL, environment, main
from saved import SavedCase

REQUIREMENTS = ["ssid_bits>=1", "stall!=force", "nesting=enabled", "page_sizes=1G",
                "output_bits>=40", "intremap>=x2apic", "model=arm-smmu-v3"]


class HostCase(SavedCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else json.dumps(text).encode())
        return path

    def saved(self, host):
        return self.path("saved.json", self.tool("--sysroot", os.path.join(HOSTS, host), "-J").out)


class Documents(HostCase):
    def test_same_answers(self):
        """As of the tree that the document was made of, to the byte."""
        for host in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, host)
            document = self.saved(host)
            commands = [["-J"], [], ["choose", "-J"]]
            commands += [["check", "-J", requirement] for requirement in REQUIREMENTS]
            for command in commands:
                with self.subTest(host=host, command=command):
                    self.assertEqual(self.tool("--host", document, *command),
                                     self.tool("--sysroot", root, *command))

    def test_names(self):
        document = self.saved("smmuv3-mixed")
        root = os.path.join(HOSTS, "smmuv3-mixed")
        iommus = json.loads(self.tool("--sysroot", root, "-J").out)["iommus"]
        for name in [iommus[0]["name"]] + [iommu["devices"][0] for iommu in iommus]:
            self.assertEqual(self.tool("--host", document, "-J", name),
                             self.tool("--sysroot", root, "-J", name))
        self.assertEqual(self.tool("--host", document, "list", "nobody").status, 3)
        shown = self.tool("--host", document, "show", iommus[0]["name"])
        self.assertEqual((shown.status, shown.err), (0, b""))

    def test_standard_input(self):
        root = os.path.join(HOSTS, "vtd-registers")
        text = self.tool("--sysroot", root, "-J").out
        done = subprocess.run([TOOL, "--host", "-", "-J"], input=text, capture_output=True,
                              env=environment(), timeout=10, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, text, b""))

    def test_directory(self):
        root = os.path.join(HOSTS, "vtd-registers")
        self.assertEqual(self.tool("--host", root, "-J"), self.tool("--sysroot", root, "-J"))
        # All of it is there.
        self.assertEqual(self.tool("--host", root, "devices"),
                         self.tool("--sysroot", root, "devices"))
        self.assertEqual(self.tool("--host", self.folder).status, 5)

    def test_this_machine(self):
        self.assertEqual(self.tool("--host", "/", "-J"), self.tool("-J"))


class Refused(HostCase):
    def refused(self, status, say, *arguments):
        result = self.tool(*arguments)
        self.assertEqual((result.status, result.out), (status, b""), result.err)
        self.assertEqual(result.err.count(b"\n"), 1)
        self.assertIn(say.encode(), result.err)

    def test_not_of_documents(self):
        document = self.saved("vtd-registers")
        for command in ["devices"], ["status"], ["explain"], ["explain", "pasid"]:
            self.usage("--host", document, *command, say="a document says nothing")

    def test_both(self):
        root = os.path.join(HOSTS, "vtd-registers")
        for arguments in (["--host", root, "--sysroot", root], ["--sysroot", root, "--host", root],
                          ["--host", root, "list", "--sysroot", root]):
            self.usage(*arguments, say="--host and --sysroot")

    def test_not_there(self):
        nowhere = os.path.join(self.folder, "nowhere.json")
        self.refused(3, f"{nowhere}: No such file", "--host", nowhere)

    def test_bad(self):
        good = {"schema_version": "1.0", "document": "host", "iommus": [], "errors": []}
        for name, text, say in (
                ("empty", b"", "empty"), ("truncated", json.dumps(good).encode()[:-1], "too early"),
                ("trailing", json.dumps(good).encode() + b"]", "not JSON"),
                ("nul", json.dumps(good).encode() + b"\0", "NUL"),
                ("binary", bytes(range(256)), "not JSON"),
                ("kind", {**good, "document": "devices"}, "of kind devices"),
                ("major", {**good, "schema_version": "2.0"}, "of version 2.0"),
                ("control", {**good, "document": "a\nb\x1b[31m"}, "of kind a\\x0ab")):
            path = self.path(name, text)
            with self.subTest(name):
                self.refused(4, say, "--host", path)
                self.refused(4, f"{path}: ", "--host", path, "check", "ssid_bits>=1")
        newer = self.path("minor", {**good, "schema_version": "1.99", "more": [{}]})
        self.assertEqual(self.tool("--host", newer, "-J").status, 0)

    def test_too_long(self):
        path = self.path("long", b"")
        os.truncate(path, 64 * 1024 * 1024 + 1)
        self.refused(4, "longer than a document may be", "--host", path)


if __name__ == "__main__":
    main()
