#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""choose: saved hosts, the struct and the words that it writes, exit statuses."""

import os
import struct

from cli import HOSTS, TOOL, environment, main, run
from saved import SavedCase
from tree import Tree

MIXED = os.path.join(HOSTS, "smmuv3-mixed")
VTD = os.path.join(HOSTS, "vtd-nesting")
AMD = os.path.join(HOSTS, "amd-levels")
RISCV = os.path.join(HOSTS, "riscv")

LABELS = (("pasid_table_format", "PASID table format"), ("pasid_bits", "PASID bits"),
          ("pasid_table_bytes", "PASID table bytes"), ("pasid_table_align", "PASID table align"),
          ("pasid0", "without PASID"), ("pgtable_format", "page-table format"),
          ("input_bits", "input bits"), ("output_bits", "output bits"))
OWNS = {"pasid-table": "the PASID table", "page-table": "a page table for each PASID"}


def text_of(document):
    lines = []
    choice = document.get("choice")
    if choice:
        lines.append(f"{'model':<20} {choice['model']} ({choice['model_number']})\n")
        lines.append(f"{'the guest owns':<20} {OWNS[choice['guest_owns']]}\n")
        lines += [f"{label:<20} {choice[key]}\n" for key, label in LABELS if key in choice]
        if "iommufd" in choice:
            iommufd = choice["iommufd"]
            lines.append(f"{'iommufd data type':<20} {iommufd['hwpt_data_type']}, words "
                         f"{' '.join(iommufd['words'])}\n")
    for rejection in document["rejected"]:
        place = f"{rejection['iommu']}: " if "iommu" in rejection else ""
        lines.append(f"rejected: {place}{rejection['what']}: {rejection['message']}\n")
    return "".join(lines)


def config(model, bits, base, *fields):
    """struct iommu_pasid_table_config, as this machine has it in memory."""
    return struct.pack("=IIIB3xQ8s", 32, 0, model, bits, base, bytes(fields))


class TestChoose(SavedCase):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.file = self.tree.path("config").decode()

    def choose(self, status, *arguments, root=MIXED, say=""):
        result = self.tool("--sysroot", root, "choose", *arguments)
        self.assertEqual(result.status, status, (arguments, result))
        self.assertIn(say, result.err.decode())
        return result

    def test_saved(self):
        self.check_saved("choose", text_of)

    def test_lines(self):
        result = self.choose(0, "00:01.0", "--base-ptr", "0x2000")
        self.assertEqual(result.out.decode().splitlines(), [
            "model                arm-smmu-v3 (2)",
            "the guest owns       the PASID table",
            "PASID table format   2lvl-64k",
            "PASID bits           20",
            "PASID table bytes    8192",
            "PASID table align    8192",
            "without PASID        pasid0",
            "page-table format    aarch64-4k",
            "input bits           48",
            "output bits          48",
            "iommufd data type    2, words 0xa00000000000202b 0x2"])
        self.assertEqual(result.err, b"")

    def test_every_no_has_a_reason(self):
        """At least one for each IOMMU that is concerned, where it is their combination."""
        for host in "mixed-models", "smmuv3-stock", "vtd-pss-without-pasid":
            document = self.document(os.path.join(HOSTS, host), "choose")
            targets = {target["iommu"] for target in document["targets"]}
            self.assertEqual({rejection["iommu"] for rejection in document["rejected"]}, targets)
            self.assertNotIn("choice", document)

    def written(self, *arguments, root=MIXED):
        if os.path.exists(self.file):
            os.unlink(self.file)
        self.choose(0, *arguments, "--config", self.file, root=root)
        with open(self.file, "rb") as file:
            return file.read()

    def test_config(self):
        self.assertEqual(self.written("00:01.0", "--base-ptr", "0x2000"),
                         config(2, 20, 0x2000, 2, 2))
        self.assertEqual(self.written("--base-ptr", "0x2000"), config(2, 16, 0x2000, 2, 2))
        self.assertEqual(self.written("--accept", "2lvl-4k", "--pasid0", "bypass", "--base-ptr",
                                      "0xffffffe000"), config(2, 16, 0xffffffe000, 1, 1))
        self.assertEqual(self.written("--accept", "linear", "--pasid0", "terminate", "--base-ptr",
                                      "4194304"), config(2, 16, 0x400000, 0, 0))
        self.assertEqual(self.written("--pasid-bits", "0", "--base-ptr", "64"),
                         config(2, 0, 64, 0, 0))
        self.assertEqual(self.written("ivhd0", "--base-ptr", "0x1000", root=AMD),
                         config(4, 9, 0x1000, 0))
        self.assertEqual(self.written("ivhd1", "--base-ptr", "0x1000", root=AMD),
                         config(4, 16, 0x1000, 1))
        self.assertEqual(self.written("--base-ptr", "0x1000", root=RISCV),
                         config(257, 20, 0x1000, 3))
        self.assertEqual(self.written("--base-ptr", "0x1000", "--json", root=RISCV),
                         config(257, 20, 0x1000, 3))

    def test_config_in_place_of_another_file(self):
        self.tree.file("config", b"x" * 1000)
        self.choose(0, "--base-ptr", "0x2000", "--config", self.file)
        self.assertEqual(os.path.getsize(self.file), 32)

    def not_written(self, status, *arguments, root=MIXED, say=""):
        for json in [], ["--json"]:
            self.choose(status, "--config", self.file, *arguments, *json, root=root, say=say)
            self.assertFalse(os.path.exists(self.file), arguments)

    def test_config_refused(self):
        self.not_written(1, "--base-ptr", "0x2100", say="0x2100")
        self.not_written(1, "--base-ptr", "0", say="0x0")
        self.not_written(1, "--base-ptr", "0x100000000000")
        self.not_written(1, "--base-ptr", "0xfffffffffffffe00")
        self.not_written(1, "6a:01.0", "--base-ptr", "0x1000", root=VTD, say="host")
        self.not_written(1, "--base-ptr", "0x1000", root=VTD)
        self.not_written(1, "--base-ptr", "0x1000", root=os.path.join(HOSTS, "no-iommu"))
        self.not_written(4, "--base-ptr", "0x1000", root=os.path.join(HOSTS, "smmuv3-stock"))
        self.not_written(3, "--base-ptr", "0x1000", "nobody", say="nobody")

    def test_refused_base_is_not_in_the_document(self):
        document = self.document(MIXED, "choose", "--base-ptr", "0x2100", status=1)
        self.assertEqual(document["answer"], "yes")
        self.assertNotIn("iommufd", document["choice"])
        document = self.document(RISCV, "choose", "--base-ptr", "0x1000", status=0)
        self.assertNotIn("iommufd", document["choice"])

    def test_config_unwritable(self):
        # By a link: whatever a broken tool puts in its place, this machine keeps its own.
        self.tree.link("full", "/dev/full")
        for path in "", "/nowhere/config", "/full":
            path = self.tree.root + path
            self.choose(5, "--base-ptr", "0x2000", "--config", path, say=path)
            self.assertFalse(os.path.isfile(path))

    def test_usage(self):
        for arguments in (["--accept", "nonsense"], ["--accept", ""], ["--accept", "linear,"],
                          ["--accept", "linear,,2lvl-4k"], ["--accept", "aarch64-4k"],
                          ["--pgtable", "linear"], ["--pgtable", "aarch64-4k,x"],
                          ["--pasid0", "none"], ["--pasid0", "pasid0,bypass"], ["--pasid0", ""],
                          ["--pasid-bits", "x"], ["--pasid-bits", "-1"], ["--pasid-bits", ""],
                          ["--pasid-bits", "1K"], ["--pasid-bits", "65"], ["--pasid-bits", "0x10"],
                          ["--pasid-bits", "99999999999999999999"], ["--pasid-bits", "4294967296"],
                          ["--base-ptr", "x"], ["--base-ptr", ""], ["--base-ptr", "-4096"],
                          ["--base-ptr", " 4096"], ["--base-ptr", "0x"], ["--base-ptr", "4096k"],
                          ["--base-ptr", "0x10000000000000000"],
                          ["--require", "ssid_bits"], ["--require", "ssid_bit>=1"],
                          ["--config", self.file], ["--nonsense"], ["--accept"]):
            self.usage("--sysroot", MIXED, "choose", *arguments)
            self.usage("--sysroot", f"{self.tree.root}/nowhere", "choose", "nobody", *arguments)
        self.assertFalse(os.path.exists(self.file))

    def test_octal_is_no_address(self):
        """A leading 0 means nothing, or is refused, but is not another number."""
        result = self.tool("--sysroot", MIXED, "choose", "--base-ptr", "08192")
        self.assertIn(result.status, (0, 2))
        result = self.tool("--sysroot", MIXED, "choose", "--base-ptr", "020000")
        self.assertIn(result.status, (1, 2), result.out)

    def test_names(self):
        self.choose(3, "00:07.0", say="00:07.0")
        self.choose(3, "00:01.0", "", say="")
        document = self.document(MIXED, "choose", "0001:00:01.0", "00:01.0", status=0)
        self.assertEqual(document["targets"], [
            {"device": "0000:00:01.0", "iommu": "smmu3.0x0000000009050000"},
            {"device": "0001:00:01.0", "iommu": "smmu3.0x00000000e0600000"}])

    def test_statuses_of_hosts(self):
        self.choose(3, root=self.tree.root + "/nowhere")
        self.choose(5, root=self.tree.root)
        self.tree.dir("sys")
        result = self.choose(1, root=self.tree.root, say="no IOMMU")
        self.assertEqual(result.out, b"")
        self.tree.file("sys/class/iommu")
        self.choose(4, root=self.tree.root, say="/sys/class/iommu")
        document = self.document(self.tree.root, "choose", status=4)
        self.assertEqual((document["answer"], document["targets"]), ("unknown", []))

    def test_errors_beside_a_yes(self):
        """What was chosen stands, but it is no 0 that comes with errors."""
        unit = "sys/class/iommu/unit/arm-smmu-v3"
        self.tree.files(unit, {"model": "2\n", "ssid_bits": "20\n", "nesting": "enabled\n",
                               "pgtable_format": "aarch64-4k\n", "pasid0": "pasid0\n",
                               "pasid_table_format": "linear\n", "stall": "x y\n"})
        document = self.document(self.tree.root, "choose", status=4)
        self.assertEqual((document["answer"], len(document["errors"])), ("yes", 1))

    def test_unknown_words_are_never_chosen(self):
        unit = "sys/class/iommu/unit/arm-smmu-v3"
        self.tree.files(unit, {"model": "2\n", "ssid_bits": "20\n", "nesting": "enabled\n",
                               "pgtable_format": "aarch64-d128 aarch64-64k\n",
                               "pasid0": "newly terminate\n",
                               "pasid_table_format": "3lvl linear\n"})
        choice = self.document(self.tree.root, "choose", status=0)["choice"]
        self.assertEqual((choice["pasid_table_format"], choice["pgtable_format"], choice["pasid0"]),
                         ("linear", "aarch64-64k", "terminate"))
        self.tree.file(f"{unit}/pasid_table_format", "3lvl\n")
        document = self.document(self.tree.root, "choose", status=1)
        self.assertEqual(document["answer"], "no")
        # A state of nesting that nobody knows is not that it is on.
        self.tree.file(f"{unit}/pasid_table_format", "linear\n")
        self.tree.file(f"{unit}/nesting", "partly\n")
        document = self.document(self.tree.root, "choose")
        self.assertNotEqual(document["answer"], "yes")

    def test_hostile_names(self):
        self.tree.file("sys/class/iommu/a\x1b[2J\n b/intel-vtd/model", "1\n")
        result = self.choose(1, root=self.tree.root)
        self.assertNotIn(b"\x1b", result.out)
        for line in result.out.splitlines():
            self.assertTrue(line.startswith(b"rejected: "), line)

    def test_full(self):
        for json in [], ["--json"]:
            with open("/dev/full", "wb") as full:
                result = run([TOOL, "--sysroot", MIXED, "choose", *json], stdout=full,
                             env=environment())
            self.assertEqual(result.status, 5, result)


if __name__ == "__main__":
    main()
