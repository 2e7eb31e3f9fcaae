#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""devices: saved hosts, the tree, groups as lspci has them, columns; those of list too."""

import os
import struct

from cli import HOSTS, TOOL, environment, main, parse, run
from saved import SavedCase, commands, without_messages
from tree import Tree

DSA = os.path.join(HOSTS, "sapphire-rapids-dsa")
GPU = os.path.join(HOSTS, "amd-gpu")
CLASS = "sys/class/iommu"
PCI = "sys/bus/pci/devices"

UNKNOWN = {"state": "unknown"}
HEADINGS = ["NAME", "DOMAIN", "DRIVER", "PASID", "ATS", "PRI", "USABLE"]
COLUMNS = [*HEADINGS, "IOMMU", "GROUP", "HARDWARE"]
LIST_HEADINGS = ["IOMMU", "MODEL", "SSID", "ASID", "INPUT", "OUTPUT", "PGTABLE", "PASID-TABLE",
                 "DEVICES"]


def saved(host, name):
    path = os.path.join(HOSTS, host, "expected", name)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


def stripped(text):
    """Without the blanks that fill columns up."""
    return [line.rstrip() for line in text.splitlines()]


class DevicesCase(SavedCase):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)

    def text(self, *arguments, root=None, status=0, locale="C", err=b"", **changes):
        """What people get."""
        result = self.tool("--sysroot", root or self.tree.root, *arguments,
                           env=environment(LC_ALL=locale, **changes))
        self.assertEqual(result.status, status, result)
        self.assertEqual(result.err, err)
        return result.out.decode()

    def refuse(self, status, *arguments, root=None):
        """Nothing is printed, as a table or as a document, and stderr says why."""
        for json in [], ["--json"]:
            result = self.tool("--sysroot", root or self.tree.root, *arguments, *json)
            self.assertEqual((result.status, result.out), (status, b""), (arguments, result))
            self.assertNotEqual(result.err, b"")
        return result.err.decode()


class TestSaved(DevicesCase):
    def test_there_are_some(self):
        self.assertLessEqual({"sapphire-rapids-dsa", "amd-gpu"},
                             {command.host for command in commands("devices")})

    def test_documents(self):
        for command in commands("devices"):
            with self.subTest(f"{command.host} {command.name}"):
                root = os.path.join(HOSTS, command.host)
                document = self.document(root, *command.arguments, status=command.status)
                expected = saved(command.host, f"{command.name}.json")
                self.assert_same(without_messages(document), without_messages(parse(expected)))

    def test_tables(self):
        for command in commands("devices"):
            root = os.path.join(HOSTS, command.host)
            for suffix, options in ("", []), ("-groups", ["--groups"]):
                expected = saved(command.host, f"{command.name}{suffix}.txt")
                if expected is None:
                    continue
                with self.subTest(f"{command.host} {command.name}{suffix}"):
                    text = self.text(*command.arguments, *options, root=root, locale="C.UTF-8",
                                     status=command.status)
                    self.assertEqual(stripped(text), stripped(expected))

    def test_every_host(self):
        """Each fits the schema; every device alone is what it is among all."""
        for host in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, host)
            whole = self.document(root, "devices")
            for device in whole["devices"]:
                with self.subTest(host, device=device["name"]):
                    alone = self.document(root, "devices", device["name"])
                    self.assert_same(alone["devices"], [device])

    def test_by_iommu(self):
        """An IOMMU brings what `list` says is behind it."""
        for host in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, host)
            for iommu in self.document(root, "list")["iommus"]:
                with self.subTest(host, iommu=iommu["name"]):
                    found = self.document(root, "devices", iommu["name"])["devices"]
                    self.assertEqual([device["name"] for device in found], iommu["devices"])
                    self.assertEqual({device["iommu"] for device in found},
                                     {iommu["name"]} if found else set())


class TestTable(DevicesCase):
    def test_tree(self):
        self.assertEqual(stripped(self.text("devices", "dmar5", root=DSA)), [
            "NAME             DOMAIN   DRIVER     PASID ATS PRI USABLE",
            "dmar5",
            "|-group 3",
            "| |-0000:00:1f.0 identity -          -     -   -   none",
            "| `-0000:00:1f.4 identity i801_smbus ?     ?   ?   ats?",
            "`-group 20",
            "  `-0000:6a:01.0 DMA-FQ   idxd       on,20 on  on  ats"])

    def test_tree_of_one(self):
        self.assertEqual(stripped(self.text("devices", "03:00.0", root=GPU)), [
            "NAME             DOMAIN   DRIVER PASID  ATS PRI USABLE",
            "ivhd0",
            "`-group 14",
            "  `-0000:03:00.0 identity amdgpu off,16 off off pasid,16 ats pri"])

    def test_no_iommu(self):
        self.assertEqual(stripped(self.text("devices", "fe:00.0", root=DSA)), [
            "NAME           DOMAIN DRIVER PASID ATS PRI USABLE",
            "no IOMMU known",
            "`-0000:fe:00.0 -      -      -     -   -   none"])

    def test_no_group(self):
        self.tree.link(f"{CLASS}/dmar0/devices/uart.0", "nowhere")
        self.assertEqual(stripped(self.text("devices")), [
            "NAME     DOMAIN DRIVER PASID ATS PRI USABLE",
            "dmar0",
            "`-uart.0 -      -      ?     ?   ?   pasid? ats? pri?"])

    def test_nothing(self):
        self.tree.dir("sys")
        for options in [], ["--groups"], ["-n"], ["--names"]:
            result = self.tool("--sysroot", self.tree.root, "devices", *options)
            self.assertEqual((result.status, result.out), (0, b""), result)
        document = self.document(self.tree.root, "devices", status=0)
        self.assert_same(document, {"schema_version": "1.0", "document": "devices", "devices": [],
                                    "errors": []})

    def test_iommu_without_devices(self):
        self.assertEqual(self.text("devices", "dmar1", root=DSA), "")

    def test_no_colour(self):
        plain = self.text("devices", root=DSA)
        self.assertNotIn("\x1b", plain)
        for changes in {"NO_COLOR": "1"}, {"NO_COLOR": ""}, {"TERM": "xterm-256color"}:
            self.assertEqual(self.text("devices", root=DSA, **changes), plain)

    def test_width(self):
        """It is no narrower for a narrow terminal."""
        self.assertEqual(self.text("devices", root=DSA, COLUMNS="20"),
                         self.text("devices", root=DSA))

    def test_hostile_names(self):
        evil = "a\x1b[2J\n\u202eb"
        self.tree.link(f"{CLASS}/{evil}/devices/{evil}", "../../../../devices/evil")
        self.tree.link("sys/devices/evil/driver", f"../../drivers/{evil}")
        self.tree.link("sys/devices/evil/iommu_group", "../../kernel/iommu_groups/1")
        self.tree.file("sys/devices/evil/vendor", "0x\x1b[2J\r\x07\n")
        self.tree.file("sys/devices/evil/device", b"\xff\x9b2J\n")
        self.tree.file("sys/devices/evil/class", "0x\x1b[2Jab\n")
        self.tree.file("sys/kernel/iommu_groups/1/type", "\x1b[2J\t\x7f\n")
        self.tree.link(f"sys/kernel/iommu_groups/1/devices/{evil}", "nowhere")
        device = self.document(self.tree.root, "devices", status=0)["devices"][0]
        self.assertEqual((device["name"], device["iommu"], device["driver"]), (evil, evil, evil))
        self.assertEqual(device["domain"], "\x1b[2J\t\x7f")
        self.assertEqual(device["device"], "\ufffd\ufffd2J")
        for locale in "C", "C.UTF-8":
            for options, lines in ([], 4), (["--groups"], 2), (["-o", "+IOMMU,GROUP"], 4):
                out = self.tool("--sysroot", self.tree.root, "devices", *options,
                                env=environment(LC_ALL=locale)).out
                self.assertEqual(len(out.splitlines()), lines, out)
                for bad in b"\x1b", b"\r", b"\x07", b"\x7f", b"\t\x7f", b"\xff":
                    self.assertNotIn(bad, out)


class TestGroups(DevicesCase):
    def test_groups(self):
        """As lspci -nn has them, for bug reports."""
        self.assertEqual(self.text("devices", "--groups", root=DSA), """\
No IOMMU group:
	0000:fe:00.0 Class [0880]: Device [8086:3250]
IOMMU Group 3:
	0000:00:1f.0 Class [0601]: Device [8086:1b81]
	0000:00:1f.4 Class [0c05]: Device [8086:1bc9] driver i801_smbus
IOMMU Group 9:
	0000:16:00.0 Class [0200]: Device [8086:1593] driver ice
	0000:16:00.1 Class [0200]: Device [8086:1593] driver vfio-pci
IOMMU Group 20:
	0000:6a:01.0 Class [0880]: Device [8086:0b25] driver idxd
IOMMU Group 31:
	0000:e7:01.0 Class [0880]: Device [8086:0b25] driver idxd
""")

    def test_named(self):
        self.assertEqual(self.text("devices", "--groups", "16:00.1", root=DSA), """\
IOMMU Group 9:
	0000:16:00.1 Class [0200]: Device [8086:1593] driver vfio-pci
""")

    def test_order(self):
        """Groups by number, whatever their devices are called."""
        for name, group in ("a", 10), ("b", 9), ("c", 2), ("d", 10):
            self.tree.link(f"{CLASS}/dmar0/devices/{name}", f"../../../../devices/{name}")
            self.tree.link(f"sys/devices/{name}/iommu_group", f"../../kernel/iommu_groups/{group}")
        self.assertEqual(self.text("devices", "--groups"), "IOMMU Group 2:\n\tc\n"
                         "IOMMU Group 9:\n\tb\nIOMMU Group 10:\n\ta\n\td\n")

    def test_little_known(self):
        """Neither class nor numbers need be there."""
        for name, files in ("a", {"vendor": "0x8086\n", "class": "0x010802\n"}),\
                           ("b", {"device": "0x0b25\n"}), ("c", {"class": "0x010802\n"}):
            self.tree.link(f"{CLASS}/dmar0/devices/{name}", f"../../../../devices/{name}")
            self.tree.files(f"sys/devices/{name}", files)
        self.assertEqual(self.text("devices", "--groups").splitlines()[:2],
                         ["No IOMMU group:", "\ta Class [0108]: Device [8086:????]"])

    def test_without_class(self):
        self.tree.link(f"{CLASS}/dmar0/devices/a", "../../../../devices/a")
        self.tree.files("sys/devices/a", {"vendor": "0x8086\n", "device": "0x0b25\n"})
        self.assertEqual(self.text("devices", "--groups"),
                         "No IOMMU group:\n\ta Device [8086:0b25]\n")

    def test_names(self):
        """Of the hardware, by this machine's database if it has one; JSON is as it was."""
        for options in ["--names"], ["--names", "--groups"]:
            result = self.tool("--sysroot", DSA, "devices", *options, "6a:01.0")
            self.assertEqual(result.status, 0, result)
            self.assertIn(b"0000:6a:01.0", result.out)
            self.assertLessEqual(len(result.err.splitlines()), 1)
        self.assert_same(self.document(DSA, "devices", "--names"), self.document(DSA, "devices"))


class TestColumns(DevicesCase):
    def columns(self, command, *arguments, root=DSA):
        return self.text(command, *arguments, root=root).splitlines()

    def test_usual(self):
        self.assertEqual(self.columns("devices")[0].split(), HEADINGS)
        self.assertEqual(self.columns("list")[0].split(), LIST_HEADINGS)

    def test_chosen(self):
        for option in ["-o", "NAME,IOMMU,GROUP"], ["-oname,iommu,group"],\
                      ["--output", "Name,Iommu,Group"], ["--output=NAME,IOMMU,GROUP"]:
            self.assertEqual(stripped("\n".join(self.columns("devices", *option, "dmar4"))), [
                "NAME             IOMMU GROUP", "dmar4", "`-group 31",
                "  `-0000:e7:01.0 dmar4 31"])
        self.assertEqual(self.columns("list", "-o", "IOMMU,ssid_bits,Origin", "dmar5"),
                         ["IOMMU SSID_BITS ORIGIN", "dmar5 0         registers"])

    def test_added(self):
        self.assertEqual(self.columns("devices", "-o", "+IOMMU,GROUP")[0].split(),
                         [*HEADINGS, "IOMMU", "GROUP"])
        self.assertEqual(self.columns("list", "-o", "+NUMBER")[0].split(),
                         [*LIST_HEADINGS, "NUMBER"])
        # The last one stands; what is added is added to it.
        self.assertEqual(self.columns("list", "-o", "IOMMU,MODEL", "-o", "DEVICES")[0].split(),
                         ["DEVICES"])
        self.assertEqual(self.columns("list", "-o", "IOMMU", "-o", "+DEVICES")[0].split(),
                         ["IOMMU", "DEVICES"])

    def test_twice(self):
        self.assertEqual(self.columns("list", "-o", "IOMMU,IOMMU", "dmar5"),
                         ["IOMMU IOMMU", "dmar5 dmar5"])

    def test_no_headings(self):
        for option in "-n", "--noheadings":
            for command in "devices", "list":
                self.assertEqual([line.split() for line in self.columns(command, option)],
                                 [line.split() for line in self.columns(command)[1:]])
        self.assertEqual(self.columns("list", "-no", "IOMMU", "dmar5"), ["dmar5"])

    def test_list_columns(self):
        """Of which each can be chosen; without a host."""
        for option in "-H", "--list-columns":
            for command, usual in ("devices", COLUMNS), ("list", LIST_HEADINGS):
                lines = self.text(command, option, root="/nowhere").splitlines()
                names = [line.split()[0] for line in lines]
                self.assertEqual(names[:len(usual)], usual)
                for line in lines:
                    self.assertGreater(len(line.split()), 1, line)
                for name in names:
                    self.assertEqual(self.columns(command, "-o", name)[0].strip(), name)

    def test_list_columns_once(self):
        for command in "devices", "list":
            names = [line.split()[0] for line in self.columns(command, "-H")]
            self.assertEqual(len(names), len(set(names)), names)

    def test_all_at_once(self):
        for command in "devices", "list":
            names = [line.split()[0] for line in self.columns(command, "-H")]
            names = sorted(set(names), key=names.index)
            self.assertEqual(self.columns(command, "-o", ",".join(names))[0].split(), names)

    def test_too_many(self):
        self.usage("--sysroot", DSA, "list", "-o", ",".join(["IOMMU"] * 1000), say="IOMMU")

    def test_unknown(self):
        for command in "devices", "list":
            for wrong in ("NONSENSE", "", "+", ",", "NAME,", ",NAME", "IOMMU,,IOMMU", "IOMM",
                          "IOMMUS", "IOMMU ", " IOMMU", "+IOMMU,+IOMMU", "++IOMMU", "IOMMU;MODEL"):
                for root in DSA, "/nowhere":
                    self.usage("--sysroot", root, command, "-o", wrong, say="column")
            self.usage("--sysroot", DSA, command, "-o")
        # Of the other command.
        self.usage("--sysroot", DSA, "devices", "-o", "SSID_BITS", say="SSID_BITS")
        self.usage("--sysroot", DSA, "list", "-o", "USABLE", say="USABLE")
        self.usage("--sysroot", DSA, "list", "-o", "\x1b[2J", say="\\x1b")

    def test_tree_is_of_names(self):
        """Which device is below which group is to be seen at their names."""
        lines = self.columns("devices", "-o", "DRIVER,NAME", "6a:01.0")
        self.assertEqual([line.rstrip() for line in lines], [
            "DRIVER NAME", "       dmar5", "       `-group 20", "idxd     `-0000:6a:01.0"])

    def test_json(self):
        """No option of tables changes the document."""
        for command, name in ("devices", "6a:01.0"), ("list", "dmar5"):
            plain = self.document(DSA, command, name)
            for options in ["-n"], ["-o", "IOMMU"], ["-o", "+DRIVER", "-n"]:
                self.assert_same(self.document(DSA, command, *options, name), plain)
        self.assert_same(self.document(DSA, "devices", "--groups"), self.document(DSA, "devices"))


class TestNames(DevicesCase):
    def names(self, *names):
        return [device["name"] for device in self.document(DSA, "devices", *names)["devices"]]

    def test_names(self):
        behind = ["0000:00:1f.0", "0000:00:1f.4", "0000:6a:01.0"]
        self.assertEqual(self.names("dmar5"), behind)
        self.assertEqual(self.names("dmar5", "6a:01.0", "0000:6a:01.0", "dmar5"), behind)
        self.assertEqual(self.names("e7:01.0", "6a:01.0"), ["0000:6a:01.0", "0000:e7:01.0"])
        self.assertEqual(self.names("dmar5", "e7:01.0"), [*behind, "0000:e7:01.0"])
        self.assertEqual(self.names("0000:fe:00.0", "fe:00.0"), ["0000:fe:00.0"])
        self.assertEqual(self.names("dmar1"), [])

    def test_not_there(self):
        for names in ["dmar6"], ["dmar5", "6a:01.1"], [""], ["../dmar5"], ["0000:6a:01"]:
            err = self.refuse(3, "devices", *names, root=DSA)
            self.assertEqual(len(err.splitlines()), 1)
            self.assertIn(names[-1], err)
        self.refuse(3, "devices", "--groups", "dmar6", root=DSA)

    def test_platform_device_alone(self):
        self.tree.link("sys/bus/platform/devices/uart.0", "../../../devices/uart.0")
        self.tree.link("sys/devices/uart.0/subsystem", "../../bus/platform")
        self.tree.link("sys/devices/uart.0/driver", "../../bus/platform/drivers/serial")
        found = self.document(self.tree.root, "devices", "uart.0", status=0)["devices"]
        self.assertEqual([(device["subsystem"], device.get("driver")) for device in found],
                         [("platform", "serial")])
        # Without its name only PCI functions are there.
        self.assertEqual(self.document(self.tree.root, "devices")["devices"], [])


class TestStatus(DevicesCase):
    def test_usage(self):
        for wrong in ["--nonsense"], ["-Z"], ["--group=1"], ["--output"]:
            self.usage("--sysroot", DSA, "devices", *wrong)

    def test_help(self):
        text = self.text("devices", "--help", root="/nowhere")
        for option in "--groups", "--names", "-n", "-o", "-H":
            self.assertIn(option, text)

    def test_no_host(self):
        self.refuse(3, "devices", root="/nowhere")
        self.refuse(5, "devices")

    def test_errors(self):
        """Those of the IOMMUs, and only of the ones that are named."""
        self.tree.link(f"{CLASS}/dmar0/devices/a", "nowhere")
        self.tree.file(f"{CLASS}/dmar1/intel-vtd/model", "1\n")
        self.tree.file(f"{CLASS}/dmar1/intel-vtd/ats", "a b\n")
        self.tree.link(f"{CLASS}/dmar1/devices/b", "nowhere")
        path = "/sys/class/iommu/dmar1/intel-vtd/ats"
        document = self.document(self.tree.root, "devices", status=4)
        self.assertEqual([(error["path"], error["errno"]) for error in document["errors"]],
                         [(path, "EINVAL")])
        self.assertEqual([device["name"] for device in document["devices"]], ["a", "b"])
        for options in [], ["--groups"]:
            result = self.tool("--sysroot", self.tree.root, "devices", *options)
            self.assertEqual(result.status, 4)
            self.assertEqual(len(result.err.splitlines()), 1, result.err)
            self.assertTrue(result.err.startswith(f"iommu-probe: {path}: ".encode()))
            self.assertEqual(len(result.out.splitlines()), 3 if options else 5, result.out)
        self.document(self.tree.root, "devices", "a", status=0)
        self.document(self.tree.root, "devices", "b", status=4)

    def test_unreadable_bus(self):
        self.tree.file(PCI)
        self.tree.link(f"{CLASS}/dmar0/devices/a", "nowhere")
        document = self.document(self.tree.root, "devices", status=4)
        self.assertEqual([error["path"] for error in document["errors"]], ["/sys/bus/pci/devices"])
        self.assertEqual(len(document["devices"]), 1)
        self.document(self.tree.root, "devices", "a", status=0)

    def test_unreadable_class(self):
        self.tree.file(CLASS)
        self.tree.link(f"{PCI}/0000:00:02.0", "nowhere")
        document = self.document(self.tree.root, "devices", status=4)
        self.assertEqual([device["name"] for device in document["devices"]], ["0000:00:02.0"])
        self.assertNotIn("iommu", document["devices"][0])

    def test_devices_have_no_errors(self):
        """What an unprivileged user may not read of them is no error."""
        self.tree.link(f"{CLASS}/dmar0/devices/0000:00:02.0", "../../../../devices/a")
        self.tree.fifo("sys/devices/a/config")
        self.tree.dir("sys/devices/a/vendor")
        self.tree.link("sys/devices/a/device", "/etc/passwd")
        self.tree.file("sys/devices/a/iommu_group", "1")
        self.tree.fifo("sys/devices/a/driver")
        device, = self.document(self.tree.root, "devices", status=0)["devices"]
        self.assertEqual(device, {"name": "0000:00:02.0", "subsystem": "pci", "iommu": "dmar0",
                                  "pasid": UNKNOWN, "ats": UNKNOWN, "pri": UNKNOWN, "usable": {}})

    def test_full(self):
        for options in [], ["--groups"], ["--json"], ["-H"], ["--help"]:
            with open("/dev/full", "wb") as full:
                result = run([TOOL, "--sysroot", DSA, "devices", *options], stdout=full)
            self.assertEqual(result.status, 5, (options, result))

    def test_many(self):
        """One of each kind a device, and no more than a moment."""
        config = bytearray(4096)
        struct.pack_into("<I", config, 0x100, 0x001b | 1 << 16)
        struct.pack_into("<HH", config, 0x104, 0x1400, 1)
        self.tree.file("sys/devices/config", bytes(config))
        for number in range(1000):
            name = f"{number:04x}:00:00.0"
            self.tree.link(f"{CLASS}/dmar{number % 7}/devices/{name}",
                           f"../../../../devices/{name}")
            self.tree.same(f"sys/devices/{name}/config", "sys/devices/config")
            self.tree.link(f"sys/devices/{name}/iommu_group",
                           f"../../kernel/iommu_groups/{number // 3}")
        document = self.document(self.tree.root, "devices", status=0)
        self.assertEqual([device["name"] for device in document["devices"]],
                         [f"{number:04x}:00:00.0" for number in range(1000)])
        self.assertEqual({device["pasid"]["state"] for device in document["devices"]}, {"enabled"})
        self.assertEqual(len(self.text("devices", "--groups").splitlines()), 1000 + 334)
        self.assertGreater(len(self.text("devices").splitlines()), 1000 + 334 + 7)


if __name__ == "__main__":
    main()
