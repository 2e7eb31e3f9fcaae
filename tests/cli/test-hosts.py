# SPDX-License-Identifier: MIT
"""The hosts of tests/hosts: a new machine is a folder there, with what is expected of it.

hosts/NAME/sys is its sysfs, as far as it matters; hosts/NAME/expected has what `list` and
`status` print.
"""

import os

from cli import HOSTS, Case, main, parse, schema_errors, without_messages
from reference import host_document


def names():
    return sorted(name for name in os.listdir(HOSTS)
                  if os.path.isdir(os.path.join(HOSTS, name, "expected")))


def expected(host, name):
    path = os.path.join(HOSTS, host, "expected", name)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read().decode()


class TestHosts(Case):
    def test_there_are_some(self):
        self.assertLessEqual({"no-iommu", "smmuv3-mixed", "smmuv3-stock", "unknown-model"},
                             set(names()))

    def test_document(self):
        for host in names():
            with self.subTest(host):
                text = expected(host, "list.json")
                self.assertEqual(schema_errors(parse(text)), [])
                self.assert_same(self.read(os.path.join(HOSTS, host)), parse(text))

    def test_reference(self):
        """Two readers of the same description; it leaves registers out."""
        for host in names():
            document = parse(expected(host, "list.json"))
            if any(model["origin"] != "attributes" or model["registers"]
                   for iommu in document["iommus"] for model in iommu["models"]):
                continue
            with self.subTest(host):
                self.assert_same(without_messages(document),
                                 host_document(os.path.join(HOSTS, host)))

    def test_table(self):
        for host in names():
            with self.subTest(host):
                text = expected(host, "list.txt")
                result = self.tool("--sysroot", os.path.join(HOSTS, host), "list")
                document = parse(expected(host, "list.json"))
                self.assertEqual(result.status, 4 if document["errors"] else 0)
                self.assertEqual(result.out.decode(), text)

    def test_status(self):
        for host in names():
            with self.subTest(host):
                document = parse(expected(host, "status.json"))
                root = os.path.join(HOSTS, host)
                for json in [], ["--json"]:
                    result = self.tool("--sysroot", root, "status", *json)
                    self.assertEqual(result.status, 4 if document["errors"] else
                                     0 if document["active"] else 1)
                    if json:
                        self.assert_same(parse(result.out.decode()), document)
                    else:
                        self.assertEqual(result.out.decode(), expected(host, "status.txt"))

    def test_hint(self):
        """Where the kernel shows nothing, one line says what would."""
        for host in names():
            with self.subTest(host):
                iommus = parse(expected(host, "list.json"))["iommus"]
                silent = [iommu for iommu in iommus if not iommu["models"]]
                result = self.tool("--sysroot", os.path.join(HOSTS, host), "list")
                lines = [line for line in result.err.splitlines() if b"iommu_caps" in line]
                self.assertEqual(len(lines), 1 if silent else 0, result.err)
                result = self.tool("--sysroot", os.path.join(HOSTS, host), "list", "--json")
                self.assertNotIn(b"iommu_caps", result.err)

    def test_by_device(self):
        """Each endpoint alone brings the IOMMU that it is behind, and no other."""
        for host in names():
            whole = parse(expected(host, "list.json"))
            for iommu in whole["iommus"]:
                for device in iommu["devices"]:
                    with self.subTest(host, device=device):
                        found = self.read(os.path.join(HOSTS, host), device)
                        behind = [other for other in whole["iommus"]
                                  if device in other["devices"]]
                        self.assert_same(found["iommus"], behind)


if __name__ == "__main__":
    main()
