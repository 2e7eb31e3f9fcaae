#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""explain: why something works or not, for people and as a document.

What is expected of saved hosts in full is in hosts/NAME/expected; here is what matters.
"""

import gzip
import os

from cli import HOSTS, main, parse, schema_errors
from saved import SavedCase, commands
from tree import Tree

STATUS = {"yes": 0, "no": 1, "unknown": 4}

DEVICE = "0000:6b:00.0"

# Of each document the conditions that do not pass, and what their remedy must and must not say.
FINE = {}
CASES = {
    ("explain-fine", DEVICE, "pasid"): FINE,
    ("explain-fine", DEVICE, "sva"): FINE,
    ("explain-fine", DEVICE, "passthrough"): FINE,
    ("explain-fine", DEVICE, "nesting"): FINE,
    ("explain-fine", DEVICE, "dirty"): FINE,
    ("explain-fine", None, "pasid"): FINE,
    ("explain-fine", None, "sva"): FINE,
    ("explain-fine", None, "passthrough"): FINE,
    ("explain-fine", None, "nesting"): FINE,
    ("explain-fine", None, "dirty"): FINE,
    ("explain-intel-iommu-off", None, "pasid"): {
        "driver-enabled": "intel_iommu=on", "unit-present": "intel_iommu=on",
        "hardware-pasid": None, "kernel-mode": None},
    ("explain-intel-iommu-off", DEVICE, "pasid"): {
        "driver-enabled": "intel_iommu=on", "unit-present": "intel_iommu=on",
        "device-behind-unit": None, "group-isolated": None, "hardware-pasid": None,
        "kernel-mode": None},
    ("explain-sm-on-without-pasid", DEVICE, "pasid"): {"hardware-pasid": "no option"},
    ("explain-sm-on-without-pasid", None, "pasid"): {"hardware-pasid": "no option"},
    ("explain-port-without-prefix", DEVICE, "pasid"): {"path-prefix": "slot"},
    ("explain-group-of-two", DEVICE, "pasid"): {"group-isolated": "slot"},
    ("explain-group-of-two", DEVICE, "passthrough"): {"group-isolated": "whole group"},
    ("explain-arm-without-sva", "000f:01:00.0", "pasid"): FINE,
    ("explain-arm-without-sva", "000f:01:00.0", "sva"): {
        "kernel-config": "CONFIG_ARM_SMMU_V3_SVA=y"},
    ("explain-endpoint-without-pasid", DEVICE, "pasid"): {"endpoint-pasid": "PASID"},
    ("explain-endpoint-without-pasid", DEVICE, "sva"): {
        "endpoint-pasid": "PASID", "endpoint-pri": "PRI"},
    ("explain-iommu-pt", "0000:01:00.0", "sva"): {"domain-type": "take iommu=pt off"},
    ("explain-iommu-pt", "0000:01:00.0", "passthrough"): FINE,
    ("explain-vm-without-viommu", None, "pasid"): {
        "firmware-table": "QEMU", "kernel-driver": None, "driver-enabled": None,
        "unit-present": "QEMU", "hardware-pasid": None, "kernel-mode": None},
    ("explain-vm-without-viommu", "0000:00:02.0", "passthrough"): {
        "firmware-table": "QEMU", "kernel-driver": None, "driver-enabled": None,
        "unit-present": "QEMU", "device-behind-unit": None, "group-isolated": None,
        "domain-type": None},
    ("explain-stock-arm64", "000f:01:00.0", "pasid"): {"hardware-pasid": None},
    ("explain-stock-arm64", None, "pasid"): {"hardware-pasid": None},
    ("explain-stock-arm64", None, "nesting"): {"hardware-nesting": None},
}

# What belongs to others than the host's architecture is in no text about it.
FOREIGN = {
    "explain-arm-without-sva": ("intel", "amd", "VT-d", "sm_on", "INTEL", "AMD"),
    "explain-stock-arm64": ("intel", "amd", "VT-d", "sm_on", "INTEL", "AMD"),
    "explain-iommu-pt": ("intel", "VT-d", "sm_on", "INTEL", "SMMU"),
    "explain-intel-iommu-off": ("amd", "AMD", "SMMU"),
    "explain-fine": ("amd", "AMD", "SMMU"),
}


def text_of(document):
    lines = []
    for condition in document["conditions"]:
        lines.append(f"{condition['result'].upper():7} {condition['name']}: {condition['message']}")
        lines += [f"          {evidence['path']}: {evidence['value']}"
                  for evidence in condition["evidence"]]
        if "remedy" in condition:
            lines.append(f"        > {condition['remedy']}")
    return "".join(f"{line}\n" for line in lines)


class TestExplain(SavedCase):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.root = self.tree.root

    def explain(self, root, *arguments):
        result = self.tool("--sysroot", root, "explain", "--json", *arguments)
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        self.assertEqual(document["errors"], [])
        for condition in document["conditions"]:
            self.assertEqual("remedy" in condition, condition["result"] == "fail", condition)
        self.assertEqual(result.status, STATUS[document["answer"]])
        return document

    def of_host(self, host, device, question):
        return self.explain(os.path.join(HOSTS, host), *([device] if device else []), question)

    def results(self, root, *arguments):
        return {condition["name"]: condition["result"]
                for condition in self.explain(root, *arguments)["conditions"]}

    def check_condition(self, condition, wanted):
        name = condition["name"]
        if name not in wanted:
            self.assertEqual(condition["result"], "pass", condition)
        elif wanted[name] is None:
            self.assertEqual(condition["result"], "unknown", condition)
        else:
            self.assertEqual(condition["result"], "fail", condition)
            self.assertIn(wanted[name], condition["remedy"])
            self.assertNotEqual(condition["evidence"], [])

    def test_hosts(self):
        for (host, device, question), wanted in CASES.items():
            with self.subTest(host, device=device, question=question):
                document = self.of_host(host, device, question)
                for condition in document["conditions"]:
                    self.check_condition(condition, wanted)
                results = [condition["result"] for condition in document["conditions"]]
                answer = "no" if "fail" in results else "unknown" if "unknown" in results else "yes"
                self.assertEqual(document["answer"], answer)
                self.assertEqual(document["question"], question)
                self.assertEqual(document.get("device"), device)

    def test_saved(self):
        self.check_saved("explain", text_of)
        # Guests have said themselves what is expected of them.
        self.assertEqual({(command.host, *command.arguments[1:])
                          for command in commands("explain")
                          if not command.host.startswith("guest-")},
                         {tuple(word for word in case if word) for case in CASES})

    def test_foreign(self):
        for host, device, question in CASES:
            for condition in self.of_host(host, device, question)["conditions"]:
                for word in FOREIGN.get(host, ()):
                    text = condition["message"] + condition.get("remedy", "")
                    self.assertNotIn(word, text, (host, condition))

    def test_evidence(self):
        """Each path is there on the host, or it is said what is not there."""
        for host, device, question in CASES:
            for condition in self.of_host(host, device, question)["conditions"]:
                for evidence in condition["evidence"]:
                    path = os.path.join(HOSTS, host, evidence["path"].lstrip("/"))
                    if not evidence["value"].startswith(("no ", "not ", "empty")):
                        self.assertTrue(os.path.lexists(path), (host, evidence))

    def test_text(self):
        root = os.path.join(HOSTS, "explain-sm-on-without-pasid")
        result = self.tool("--sysroot", root, "explain", DEVICE)
        self.assertEqual(result.status, 1)
        text = result.out.decode()
        self.assertIn("""\
FAIL    hardware-pasid: dmar0 has no PASIDs
          /sys/class/iommu/dmar0/intel-iommu/ecap: 3ee9e86f050df
        > use hardware whose IOMMU has PASIDs: no option adds them
PASS    kernel-mode: the kernel runs the IOMMU in the mode that this needs
          /proc/cmdline: intel_iommu=on,sm_on
""", text)
        heads = [line.split()[0] for line in text.splitlines() if not line.startswith(" ")]
        self.assertEqual(set(heads), {"PASS", "FAIL"})

    def test_arguments(self):
        root = os.path.join(HOSTS, "explain-fine")
        # The default, the short form of the name, options behind
        same = [self.explain(root, *arguments)
                for arguments in ([DEVICE], [DEVICE, "pasid"], ["6b:00.0"], ["6b:00.0", "pasid"])]
        for document in same[1:]:
            self.assert_same(document, same[0])
        self.assert_same(self.explain(root), self.explain(root, "pasid"))
        for arguments, status in (
                ([DEVICE, "nonsense"], 2), ([DEVICE, ""], 2), (["pasid", DEVICE], 2),
                ([DEVICE, "pasid", "sva"], 2),
                (["gone", "nonsense"], 2), (["gone"], 3), (["gone", "pasid"], 3),
                (["0000:6b:00.7"], 3), (["dmar0"], 3), ([""], 3), (["../../etc"], 3)):
            for json in [], ["--json"]:
                result = self.tool("--sysroot", root, "explain", *json, *arguments)
                self.assertEqual((result.status, result.out), (status, b""), arguments)
                self.assertNotEqual(result.err, b"")

    def test_this_machine(self):
        """Whatever it is, the document fits."""
        result = self.tool("explain", "--json")
        if result.status == 5:
            self.skipTest("no sysfs")
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        self.assertIn(result.status, (0, 1, 4))

    def test_nothing(self):
        """A host of which nothing is known but that its class is empty."""
        self.tree.dir("sys/class/iommu")
        self.assertEqual(self.results(self.root), {
            "firmware-table": "unknown", "kernel-driver": "unknown", "driver-enabled": "unknown",
            "unit-present": "fail", "hardware-pasid": "unknown", "kernel-mode": "unknown"})

    def test_errors(self):
        """What could not be read is there too, and no yes beside it."""
        self.tree.file("sys/class/iommu/dmar0/intel-iommu/cap", "x\n")
        result = self.tool("--sysroot", self.root, "explain", "dirty", "--json")
        self.assertEqual(result.status, 4)
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        self.assertEqual([error["path"] for error in document["errors"]],
                         ["/sys/class/iommu/dmar0/intel-iommu/cap",
                          "/sys/class/iommu/dmar0/intel-iommu/ecap"])

    def hostile(self):
        self.tree.file("sys/class/iommu/dmar0/intel-iommu/cap", "19ed008c40780c66\n")
        self.tree.file("sys/class/iommu/dmar0/intel-iommu/ecap", "3ef9ea6f050df\n")
        self.tree.file("sys/firmware/acpi/tables/VIOT")
        device = "0000:00:01.0"
        self.tree.link(f"sys/class/iommu/dmar0/devices/{device}", "x")
        self.tree.link(f"sys/bus/pci/devices/{device}", f"../../../devices/pci0000:00/{device}")
        self.tree.dir(f"sys/devices/pci0000:00/{device}")
        self.tree.file("proc/sys/kernel/osrelease", "1\n")
        return device

    def test_hostile_files(self):
        device = self.hostile()
        for cmdline in (b"\xff\xfe intel_iommu=sm_on,\xff", b"\x1b[31m intel_iommu=\x1b,sm_on",
                        b'intel_iommu=sm_on" ' * 3000, b"a" * 1000000, b"\0" * 100, b""):
            for config in (b"\0\1\2", b"CONFIG_\xff=y\n" * 10, b"\n" * 100000, b""):
                self.tree.file("proc/cmdline", cmdline)
                self.tree.file("boot/config-1", config)
                for question in "pasid", "sva", "passthrough", "nesting", "dirty":
                    self.explain(self.root, device, question)
                result = self.tool("--sysroot", self.root, "explain", device)
                self.assertNotIn(b"\x1b", result.out)

    def test_hostile_gzip(self):
        self.hostile()
        self.tree.file("proc/config.gz", gzip.compress(b"CONFIG_IOMMUFD=y\n" + b"\n" * (1 << 26)))
        self.assertEqual(self.results(self.root, "dirty")["kernel-config"], "unknown")
        self.tree.file("proc/config.gz", gzip.compress(b"CONFIG_IOMMUFD=y\n"))
        self.assertEqual(self.results(self.root, "dirty")["kernel-config"], "pass")
        self.tree.file("proc/config.gz", gzip.compress(b"CONFIG_IOMMUFD=y\n")[:-1])
        self.assertEqual(self.results(self.root, "dirty")["kernel-config"], "unknown")

    def test_hostile_links(self):
        """Nothing outside of the tree is ever read."""
        device = self.hostile()
        with Tree() as outside:
            outside.file("cmdline", "intel_iommu=sm_on\n")
            outside.file("config-1", "CONFIG_IOMMUFD=y\n")
            self.tree.link("proc/cmdline", f"{outside.root}/cmdline")
            self.tree.link("boot", outside.root)
            self.tree.link("usr", "/usr")
            self.assertEqual(self.results(self.root, device, "pasid")["kernel-mode"], "unknown")
            self.assertEqual(self.results(self.root, "dirty")["kernel-config"], "unknown")

    def test_hostile_paths(self):
        """Links of a device that no kernel makes; the port that it names is not to be found."""
        self.hostile()
        for n, target in enumerate((
                "../../../devices/" + "0000:00:02.0/" * 200 + "{}", "{}", "/", "/{}", ".",
                "../../../devices/../../{}", "../../../devices/{}", "../../../devices//{}",
                "../../../devices/pci0000:00/\x1b/{}", "../../../devices/pci/pci/{}")):
            device = f"0000:00:{n + 2:02x}.0"
            self.tree.link(f"sys/bus/pci/devices/{device}", target.format(device))
            self.explain(self.root, device, "pasid")


if __name__ == "__main__":
    main()
