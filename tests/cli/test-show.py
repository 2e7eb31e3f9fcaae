#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""show: all of one IOMMU, for people and as a document."""

import os

from cli import HOSTS, TOOL, Case, main, parse, run
from tree import Tree

REGISTERS = "decoded from registers: what the hardware has, not what the kernel left on"
ATTRIBUTES = "as the kernel part shows it"

SAPPHIRE_RAPIDS = f"""\
dmar5
  firmware:  DMAR: unit at 0xd13fc000, PCI segment 0, the devices it names
  devices:   0000:6a:01.0
  model:     intel-vtd (1), {REGISTERS}
  registers: cap=0x19ed008c40780c66 ecap=0x3ee9e86f050df

ATTRIBUTE          VALUE                   FROM
asid_bits          16                      CAP.ND (2:0)
ssid_bits          0                       ECAP.SMTS (43), PASID (40), PSS (39:35)
input_bits         57                      CAP.FL5LP (60), SAGAW (12:8), MGAW (21:16); \
ECAP.SMTS (43), FLTS (47), SLTS (46)
s2_input_bits      57                      CAP.SAGAW (12:8), MGAW (21:16); \
ECAP.SMTS (43), SLTS (46)
output_bits        52                      table DMAR, host address width
httu               access+dirty            ECAP.SMTS (43), FLTS (47)
pgtable_format     vtd-fs-5lvl,vtd-fs-4lvl ECAP.SMTS (43), FLTS (47); CAP.FL5LP (60)
s2_pgtable_format  vtd-ss-5lvl,vtd-ss-4lvl CAP.SAGAW (12:8); ECAP.SMTS (43), SLTS (46)
page_sizes         4K,2M,1G                ECAP.SMTS (43), FLTS (47); CAP.FL1GP (56)
s2_page_sizes      4K,2M,1G                CAP.SLLPS (37:34), SAGAW (12:8); \
ECAP.SMTS (43), SLTS (46)
pasid_table_format none                    ECAP.SMTS (43), PASID (40), PSS (39:35)
pasid_table_align  4096                    the model's
pasid0             none                    ECAP.SMTS (43), PASID (40), PSS (39:35)
nesting            enabled                 ECAP.SMTS (43), NEST (26), FLTS (47), SLTS (46)
ats                enabled                 ECAP.DT (2)
pri                disabled                ECAP.SMTS (43), PRS (29), PDS (42), DT (2)
coherent           enabled                 ECAP.SMTS (43), SMPWC (48), C (0)
snoop              enabled                 ECAP.SC (7)
dirty_tracking     enabled                 ECAP.SMTS (43), SSADS (45), SMPWC (48)
intremap           x2apic                  ECAP.IR (3), EIM (4)
posted_interrupts  enabled                 CAP.PI (59)
"""

VIRTIO = f"""\
unit
  parent:    virtio virtio3, driver virtio_iommu
  devices:   0000:00:03.0 0000:00:10.0 9050000.iommu
  model:     virtio-iommu (256), {ATTRIBUTES}

ATTRIBUTE      VALUE              FROM
input_bits     48                 virtio-iommu/input_bits
httu           word-of-the-future virtio-iommu/httu
pgtable_format none               default, no file
page_sizes     1,1000,4K,1M,3G,1E virtio-iommu/page_sizes
new_file       raw text           a file not known to this version
"""

ARM_GPU = """\
smmu3.0x0000000013000000
  parent:    platform arm-smmu-v3.1.auto, driver arm-smmu-v3
  devices:   000f:01:00.0
"""


class TestShow(Case):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.tree.dir("sys/class/iommu")

    def host(self, name):
        return os.path.join(HOSTS, name)

    def text(self, root, name, status=0):
        result = self.tool("--sysroot", root, "show", name)
        self.assertEqual(result.status, status, result)
        return result.out.decode()

    def document(self, root, name):
        """Which is that of list with the same name."""
        result = self.tool("--sysroot", root, "show", "--json", name)
        listed = self.tool("--sysroot", root, "list", "--json", name)
        self.assertEqual((result.status, result.out), (listed.status, listed.out))
        return self.check_document(result)

    def capabilities(self, host, name):
        (iommu,) = self.document(self.host(host), name)["iommus"]
        (model,) = iommu["models"]
        return model["capabilities"]

    def usage(self, *arguments):
        for json in [], ["--json"]:
            result = self.tool("--sysroot", self.host("smmuv3-mixed"), "show", *json, *arguments)
            self.assertEqual((result.status, result.out), (2, b""))
            self.assertIn(b"--help", result.err)

    def virtio(self):
        unit = "sys/class/iommu/unit"
        self.tree.files(f"{unit}/virtio-iommu", {
            "model": "256\n", "input_bits": "48\n", "httu": "word-of-the-future\n",
            "page_sizes": f"{2 ** 60} 3221225472 1000 1 4096 1048576\n",
            "new_file": "raw text\n"})
        for device in "0000:00:10.0", "9050000.iommu", "0000:00:03.0":
            self.tree.link(f"{unit}/devices/{device}", "nowhere")
        self.tree.link(f"{unit}/device", "../../../devices/virtio3")
        self.tree.link("sys/devices/virtio3/subsystem", "../../bus/virtio")
        self.tree.link("sys/devices/virtio3/driver", "../../bus/virtio/drivers/virtio_iommu")

    def test_registers(self):
        self.assertEqual(self.text(self.host("sapphire-rapids"), "dmar5"), SAPPHIRE_RAPIDS)

    def test_attributes(self):
        self.virtio()
        self.assertEqual(self.text(self.tree.root, "unit"), VIRTIO)

    def firmware(self, host, name):
        lines = self.text(self.host(host), name).splitlines()
        return [line.removeprefix("  firmware:  ") for line in lines
                if line.startswith("  firmware:")]

    def test_firmware(self):
        """Which unit of the table it is: by address, by PCI address in its segment."""
        self.assertEqual(self.firmware("intel-client", "dmar0"), [
            "DMAR: unit at 0xfed90000, PCI segment 0, the devices it names"])
        self.assertEqual(self.firmware("intel-client", "dmar1"), [
            "DMAR: unit at 0xfed91000, PCI segment 0, all devices that no other unit has"])
        for number in range(8):
            self.assertEqual(self.firmware("epyc-four-segments", f"ivhd{number}"), [
                f"IVRS: unit at 0xf{number}100000, PCI segment {number // 2}"])
        for host, name in ("xeon-w1290p", "dmar0"), ("smmuv3-mixed", "00:01.0"):
            self.assertEqual(self.firmware(host, name), [])

    def test_hosts(self):
        """Each IOMMU of each host, by its name and by those of its devices."""
        for host in sorted(os.listdir(HOSTS)):
            root = self.host(host)
            listed = parse(self.tool("--sysroot", root, "list", "--json").out)
            for iommu in listed["iommus"]:
                with self.subTest(host, iommu=iommu["name"]):
                    document = self.document(root, iommu["name"])
                    self.assert_same(document["iommus"], [iommu])
                    for error in document["errors"]:
                        self.assertIn(error, listed["errors"])
                    status = 4 if document["errors"] else 0
                    text = self.text(root, iommu["name"], status)
                    self.check_text(text, iommu)
                    for device in iommu["devices"]:
                        self.assertEqual(self.text(root, device, status), text)
                        self.assert_same(self.document(root, device), document)

    def check_text(self, text, iommu):
        """A line each of everything that the document has."""
        lines = [line.split() for line in text.splitlines()]
        self.assertEqual(lines[0], [iommu["name"]])
        self.assertEqual([line[1:] for line in lines if line[:1] == ["devices:"]],
                         [iommu["devices"]] if iommu["devices"] else [])
        self.assertEqual([line[1] for line in lines if line[:1] == ["model:"]],
                         [model["name"] for model in iommu["models"]])
        names = [line[0] for line in lines if line and line[0].endswith("_bits")]
        self.assertEqual(names, [name for model in iommu["models"]
                                 for name in [*model["capabilities"],
                                              *(file["name"] for file in model["unknown"])]
                                 if name.endswith("_bits")])

    def test_short_name(self):
        root = self.host("smmuv3-mixed")
        self.assertEqual(self.text(root, "00:02.0"), self.text(root, "smmu3.0x0000000009050000"))
        self.assertIn("smmu3.0x00000000e0600000\n", self.text(root, "0001:00:01.0"))

    def test_not_there(self):
        for host in "smmuv3-mixed", "no-iommu":
            for name in "dmar0", "", "0000:00:1f.7", "1f.7", ".", "..", "smmu3", \
                    "smmu3.0x0000000009050000/arm-smmu-v3", "../iommu/smmu3.0x0000000009050000":
                for json in [], ["--json"]:
                    result = self.tool("--sysroot", self.host(host), "show", *json, name)
                    self.assertEqual((result.status, result.out), (3, b""), name)
                    self.assertEqual(len(result.err.splitlines()), 1)

    def test_usage(self):
        self.usage()
        self.usage("smmu3.0x0000000009050000", "smmu3.0x00000000e0600000")
        self.usage("smmu3.0x0000000009050000", "smmu3.0x0000000009050000")
        self.usage("gone", "gone")
        for option in "--nonsense", "-Z":
            result = run([TOOL, "show", option, "unit"])
            self.assertEqual((result.status, result.out), (2, b""))

    def test_without_models(self):
        """What is known is shown; what would show more is said, for people alone."""
        result = self.tool("--sysroot", self.host("arm-gpu"), "show", "000f:01:00.0")
        self.assertEqual((result.status, result.out.decode()), (0, ARM_GPU))
        self.assertEqual(len(result.err.splitlines()), 1)
        self.assertIn(b"iommu_caps", result.err)
        result = self.tool("--sysroot", self.host("arm-gpu"), "show", "-J", "000f:01:00.0")
        self.assertEqual((result.status, result.err), (0, b""))

    def test_device_without_iommu(self):
        root = self.host("no-iommu")
        result = self.tool("--sysroot", root, "show", "00:02.0")
        self.assertEqual((result.status, result.out), (0, b""))
        self.assertIn(b"no IOMMU", result.err)
        self.assertEqual(self.document(root, "00:02.0")["iommus"], [])

    def test_errors(self):
        """Those of the IOMMU that is asked for, and no other; what was good is shown."""
        unit = "sys/class/iommu/dmar0/intel-iommu"
        self.tree.files(unit, {"cap": "0xd2008c40660462\n", "ecap": "f050da\n"})
        self.tree.files("sys/class/iommu/dmar1/intel-iommu",
                        {"cap": "d2008c40660462\n", "ecap": "f050da\n"})
        result = self.tool("--sysroot", self.tree.root, "show", "dmar0")
        self.assertEqual(result.status, 4)
        self.assertEqual(result.err.splitlines()[0].split(b": ")[1],
                         b"/sys/class/iommu/dmar0/intel-iommu/cap")
        self.assertEqual(len(result.err.splitlines()), 1)
        self.assertIn(b"registers: ecap=0xf050da\n", result.out)
        self.assertNotIn(b"ssid_bits", result.out)
        self.document(self.tree.root, "dmar0")
        result = self.tool("--sysroot", self.tree.root, "show", "dmar1")
        self.assertEqual((result.status, result.err), (0, b""))

    def test_several_models(self):
        """One after the other, the registers beside the model that they belong to."""
        unit = "sys/class/iommu/dmar0"
        self.tree.files(f"{unit}/intel-iommu", {"cap": "D2008C40660462\n", "ecap": "f050da\n"})
        self.tree.files(f"{unit}/intel-vtd", {"model": "1\n", "ssid_bits": "0\n"})
        self.tree.files(f"{unit}/virtio-iommu", {"model": "256\n"})
        self.tree.files(f"{unit}/next", {"model": "0\n"})
        lines = self.text(self.tree.root, "dmar0", status=4).splitlines()
        self.assertEqual([line for line in lines if line.startswith("  ")], [
            f"  model:     intel-vtd (1), {ATTRIBUTES}",
            "  registers: cap=0xd2008c40660462 ecap=0xf050da",
            f"  model:     virtio-iommu (256), {ATTRIBUTES}",
            f"  model:     next, {ATTRIBUTES}"])
        self.assertIn(["ssid_bits", "0", "intel-vtd/ssid_bits"], [line.split() for line in lines])
        self.assertIn(["asid_bits", "0", "default,", "no", "file"],
                      [line.split() for line in lines])

    def test_guess(self):
        """Said for people, in JSON too, and no error."""
        self.tree.file("sys/class/iommu/ivhd0/amd-iommu/features", "29d7:1d\n")
        for json in [], ["--json"]:
            result = self.tool("--sysroot", self.tree.root, "show", *json, "ivhd0")
            self.assertEqual(result.status, 0)
            self.assertTrue(result.err.startswith(
                b"iommu-probe: /sys/class/iommu/ivhd0/amd-iommu/features: "), result.err)
            self.assertEqual(len(result.err.splitlines()), 1)
            self.assertIn(b"29d7", result.out)
        self.assertEqual(parse(result.out)["errors"], [])

    def test_hostile_names(self):
        """Nothing from a host reaches a terminal as it is."""
        bad = b"\x1b[31m\n\xff\x9b"
        unit = b"sys/class/iommu/" + bad
        self.tree.file(unit + b"/" + bad + b"/model", "777\n")
        self.tree.file(unit + b"/" + bad + b"/" + bad, bad)
        self.tree.link(unit + b"/devices/" + bad, "nowhere")
        self.tree.link(unit + b"/device", b"../../../devices/" + bad)
        self.tree.link(b"sys/devices/" + bad + b"/subsystem", b"../../bus/" + bad)
        self.tree.link(b"sys/devices/" + bad + b"/driver", b"../../bus/x/" + bad)
        for name in bad, bad:
            result = self.tool("--sysroot", self.tree.root, "show", name)
            self.assertEqual(result.status, 0, result)
            for byte in b"\x1b\xff\x9b":
                self.assertNotIn(bytes([byte]), result.out)

    def test_trap_pss_is_not_pasid(self):
        """A server whose ECAP has PSS 19, and PASID clear."""
        for unit in range(6):
            capabilities = self.capabilities("sapphire-rapids", f"dmar{unit}")
            self.assertEqual(capabilities["ssid_bits"], 0)
            self.assertEqual(capabilities["output_bits"], 52)

    def test_trap_units_differ(self):
        """The graphics unit of a client against the one of all else."""
        graphics = self.capabilities("intel-client", "00:02.0")
        others = self.capabilities("intel-client", "00:14.0")
        self.assertEqual({name for name in graphics if graphics[name] != others[name]},
                         {"ats", "snoop", "posted_interrupts"})

    def test_trap_width_is_stored_less_one(self):
        """26h in the table DMAR is 39 bits."""
        with open(os.path.join(self.host("intel-client"), "sys/firmware/acpi/tables/DMAR"),
                  "rb") as file:
            self.assertEqual(file.read()[36], 0x26)
        for unit in "dmar0", "dmar1":
            self.assertEqual(self.capabilities("intel-client", unit)["output_bits"], 39)

    def test_trap_segments(self):
        """IOMMUs hide in several PCI segments, under names full of colons."""
        root = self.host("epyc-four-segments")
        units = ["0000:00", "0000:80", "0001:40", "0001:c0", "0002:00", "0002:80", "0003:40",
                 "0003:c0"]
        for number, bus in enumerate(units):
            (iommu,) = self.document(root, f"{bus}:01.1")["iommus"]
            self.assertEqual(iommu["name"], f"ivhd{number}")
            self.assertEqual(iommu["parent"], {"name": f"{bus}:00.2", "subsystem": "pci"})
        self.tree.files("sys/class/iommu/0003:c0:00.2/amd-iommu", {"features": "0\n"})
        self.assertIn("0003:c0:00.2\n", self.text(self.tree.root, "0003:c0:00.2"))

    def test_trap_empty_class(self):
        """The firmware's table is there, and no IOMMU: an answer, and no error."""
        self.tree.link("sys/bus/pci/devices/0000:00:02.0", "nowhere")
        self.tree.file("sys/firmware/acpi/tables/DMAR", b"whatever")
        self.assertEqual(self.document(self.tree.root, "00:02.0")["iommus"], [])
        result = self.tool("--sysroot", self.tree.root, "show", "00:02.0")
        self.assertEqual((result.status, result.out), (0, b""))
        self.assertIn(b"no IOMMU", result.err)
        self.assertEqual(self.tool("--sysroot", self.tree.root, "show", "dmar0").status, 3)


if __name__ == "__main__":
    main()
