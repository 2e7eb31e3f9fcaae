# SPDX-License-Identifier: MIT
"""export: what other programs are told, held against what `list` says of the same host."""

import os
import re
import shlex
import xml.etree.ElementTree as ElementTree

from cli import HOSTS, Case, environment, main
from saved import commands
from tree import Tree

CLASS = "sys/class/iommu"
FORMATS = "qemu", "libvirt", "virt-install", "nfd", "prometheus"
PREFIX = "feature.node.kubernetes.io/"

# Of libvirt's <driver>, by model: attributes, and the release since which each is known.
DRIVERS = {
    "intel": {"aw_bits": "6.5.0", "caching_mode": "3.4.0", "iotlb": "3.5.0", "intremap": "3.4.0",
              "eim": "3.4.0"},
    "smmuv3": {"pciBus": "11.10.0", "accel": "12.7.0", "ats": "12.7.0", "ril": "12.7.0",
               "ssidsize": "12.7.0", "oas": "12.7.0"},
    "amd": {"iotlb": "3.5.0", "intremap": "3.4.0", "xtsup": "11.5.0"},
    "virtio": {"aw_bits": "6.5.0"},
}
MODELS = {"intel": "2.1.0", "smmuv3": "5.5.0", "virtio": "8.3.0", "amd": "11.5.0"}
DEVICES = {"intel-iommu": "intel", "arm-smmuv3": "smmuv3", "amd-iommu": "amd",
           "virtio-iommu-pci": "virtio"}
GRANULE = "12.1.0"

LABEL = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
SAMPLE = re.compile(r'(\w+)(?:\{((?:\w+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\d+)')


def hosts():
    return sorted(name for name in os.listdir(HOSTS)
                  if os.path.isdir(os.path.join(HOSTS, name, "expected")))


def lines(text):
    """Without comments."""
    return [line for line in text.splitlines() if not line.startswith("#")]


def options(line):
    """The device of QEMU's option, or virt-install's model, and what it is told."""
    _, argument = line.split(" ")
    device, *pairs = argument.split(",")
    return device, dict(pair.split("=") for pair in pairs)


def release(text):
    return [int(part) for part in text.split(".")]


def labels(text):
    return dict(line[len(PREFIX):].split("=") for line in lines(text))


def samples(text):
    found = {}
    for line in lines(text):
        match = SAMPLE.fullmatch(line)
        assert match, line
        pairs = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or "")
        key = match[1], tuple(pairs)
        assert key not in found, line
        found[key] = int(match[3])
    return found


class TestExport(Case):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)
        self.tree.dir("sys")

    def export(self, kind, *names, root=None, status=0, **how):
        result = self.tool("--sysroot", root or self.tree.root, "export", kind, *names, **how)
        self.assertEqual(result.status, status, result)
        return result.out.decode("ascii")

    def unit(self, name, model="arm-smmu-v3", number=2, **files):
        self.tree.file(f"{CLASS}/{name}/{model}/model", f"{number}\n")
        for key, text in files.items():
            self.tree.file(f"{CLASS}/{name}/{model}/{key}", f"{text}\n")

    def all_hosts(self, kind):
        for name in hosts():
            root = os.path.join(HOSTS, name)
            with self.subTest(name):
                result = self.tool("--sysroot", root, "export", kind)
                self.assertIn(result.status, (0, 1, 4))
                yield name, self.read(root), result.out.decode("ascii"), result.status

    def test_saved(self):
        every = commands("export")
        self.assertLessEqual({"qemu", "libvirt", "virt-install", "nfd", "prometheus"},
                             {command.arguments[1] for command in every})
        for command in every:
            with self.subTest(f"{command.host} {command.name}"):
                root = os.path.join(HOSTS, command.host)
                result = self.tool("--sysroot", root, *command.arguments)
                self.assertEqual(result.status, command.status)
                path = os.path.join(root, "expected", f"{command.name}.txt")
                with open(path, encoding="ascii") as file:
                    self.assertEqual(result.out.decode(), file.read())

    def test_qemu(self):
        """One option or none; never an address that a unit lacks, nothing left to find out."""
        for _, host, text, status in self.all_hosts("qemu"):
            found = [shlex.split(line) for line in lines(text)]
            self.assertEqual(text == "", False)
            if status == 1:
                self.assertEqual(found, [])
                self.assertTrue(text.startswith("# no: "), text)
                continue
            if not found:
                self.assertEqual(status, 4)
                continue
            [[option, argument]] = found
            self.assertEqual(option, "-device")
            self.assertNotIn("auto", argument)
            self.against_widths(host, argument)
            if status == 4:
                self.assertRegex(text, r"# .*not (reported|known)")

    def against_widths(self, host, argument):
        device, pairs = options(f"-device {argument}")
        models = [model["capabilities"] for iommu in host["iommus"] for model in iommu["models"]
                  if model["name"] in ("intel-vtd", "arm-smmu-v3", "riscv-iommu")]
        for option, *names in (("aw-bits", "input_bits", "s2_input_bits"), ("oas", "output_bits"),
                               ("ssidsize", "ssid_bits"), ("pasid-bits", "ssid_bits")):
            for model in models if option in pairs else []:
                for name in names:
                    self.assertLessEqual(int(pairs[option]), model.get(name) or 64)
        if device == "intel-iommu":
            self.assertEqual(pairs["caching-mode"], "on")
            self.assertIn(pairs["aw-bits"], ("39", "48"))
        if device == "arm-smmuv3":
            self.assertIn(pairs.get("oas", "44"), ("44", "48"))

    def test_libvirt(self):
        """The same as QEMU is told, as far as libvirt has words for it."""
        for name, _, text, status in self.all_hosts("libvirt"):
            root = ElementTree.fromstring(f"<devices>{text}</devices>")
            qemu = lines(self.export("qemu", root=os.path.join(HOSTS, name), status=status))
            self.assertEqual(len(root), len(qemu))
            if len(root):
                self.against_qemu(root[0], options(qemu[0]), text)

    def against_qemu(self, iommu, qemu, text):
        device, pairs = qemu
        self.assertEqual(iommu.get("model"), DEVICES[device])
        [driver] = iommu
        names = {"primary-bus": "pciBus", "device-iotlb": "iotlb"}
        expected = {names.get(key, key.replace("-", "_")): value for key, value in pairs.items()}
        known = DRIVERS[iommu.get("model")]
        if "pciBus" in expected:
            expected["pciBus"] = expected["pciBus"].removeprefix("pcie.")
        self.assertEqual(driver.attrib, {k: v for k, v in expected.items() if k in known})
        needed = [MODELS[iommu.get("model")], *(known[name] for name in driver.attrib)]
        granule = driver.find("granule")
        if granule is not None:
            self.assertEqual(granule.get("unit"), "KiB")
            self.assertEqual(granule.get("size") + "k", pairs["granule"])
            needed.append(GRANULE)
        self.assertIn(f"<!-- for libvirt {max(needed, key=release)} or newer -->", text)

    def test_virt_install(self):
        for name, _, text, status in self.all_hosts("virt-install"):
            root = os.path.join(HOSTS, name)
            xml = ElementTree.fromstring(
                f"<devices>{self.export('libvirt', root=root, status=status)}</devices>")
            self.assertEqual(len(lines(text)), len(xml))
            for line, iommu in zip(lines(text), xml):
                self.assertRegex(line, "^--iommu model=")
                model, pairs = options(line)
                self.assertEqual(model, f"model={iommu.get('model')}")
                self.assertEqual(pairs, {f"driver.{k}": v for k, v in iommu[0].attrib.items()})

    def test_nfd(self):
        """Each rule of the format, and the number of units."""
        for _, host, text, status in self.all_hosts("nfd"):
            self.assertEqual(status, 4 if host["errors"] else 0)
            self.assertLessEqual(len(text), 64 * 1024)
            for line in lines(text):
                self.assertRegex(line, f"^{re.escape(PREFIX)}[^=/]+=[^=]+$")
                for part in line[len(PREFIX):].split("="):
                    self.assertTrue(LABEL.fullmatch(part), line)
            found = labels(text)
            self.assertEqual(len(found), len(lines(text)))
            self.assertEqual(found["iommu-probe.units"], str(len(host["iommus"])))
            self.one_unit(host, found)

    def one_unit(self, host, found):
        """Of a host with one unit, every capability is a label."""
        if len(host["iommus"]) != 1:
            return
        for model in host["iommus"][0]["models"]:
            for key, value in model["capabilities"].items():
                name = f"iommu-probe.{model['name']}.{key}"
                for item in value if isinstance(value, list) else []:
                    self.assertEqual(found[f"{name}-{size(item)}"], "true")
                if key == "httu":
                    self.assertEqual(f"{name}-dirty" in found, value == "access+dirty")
                elif not isinstance(value, list) and (value or key[-10:] != "input_bits"):
                    self.assertEqual(found[name], str(value))

    def test_prometheus(self):
        for _, host, text, status in self.all_hosts("prometheus"):
            self.assertEqual(status, 4 if host["errors"] else 0)
            found = samples(text)
            self.assertEqual(found["iommu_probe_units", ()], len(host["iommus"]))
            self.assertEqual(found["iommu_probe_read_errors", ()], len(host["errors"]))
            expected = sum(len(value) if isinstance(value, list) else 1
                           for iommu in host["iommus"] for model in iommu["models"]
                           for value in model["capabilities"].values())
            models = sum(len(iommu["models"]) for iommu in host["iommus"])
            self.assertEqual(len(found), 2 + len(host["iommus"]) + models + expected)
            self.heads(text)

    def heads(self, text):
        """HELP, TYPE and all samples of a metric, one metric after the other."""
        seen, current = set(), None
        for line in text.splitlines():
            if line.startswith("# HELP "):
                current = line.split()[2]
                self.assertNotIn(current, seen)
                seen.add(current)
            elif line.startswith("#"):
                self.assertEqual(line, f"# TYPE {current} gauge")
            else:
                self.assertEqual(re.match(r"\w+", line)[0], current)

    def test_usage(self):
        for arguments in ([], ["xml"], ["--json", "qemu"], ["qemu", "--json"], ["-J", "nfd"],
                          ["", "a"], ["--nonsense"]):
            result = self.tool("--sysroot", self.tree.root, "export", *arguments)
            self.assertEqual((result.status, result.out), (2, b""), arguments)
        result = self.tool("--sysroot", self.tree.root, "--json", "export", "prometheus")
        self.assertEqual((result.status, result.out), (2, b""))

    def test_not_there(self):
        for kind in FORMATS:
            self.assertEqual(self.export(kind, "dmar0", status=3), "")

    def test_no_iommu(self):
        for kind in FORMATS[:3]:
            self.assertIn("no: there is no IOMMU", self.export(kind, status=1))
            self.assertEqual(lines(self.export("qemu", status=1)), [])
        self.assertEqual(self.export("nfd"), f"{PREFIX}iommu-probe.units=0\n")
        self.assertEqual(samples(self.export("prometheus")),
                         {("iommu_probe_units", ()): 0, ("iommu_probe_read_errors", ()): 0})

    def test_errors(self):
        """They are on stderr, and what was good is printed."""
        self.unit("dmar0", "intel-vtd", 1, input_bits=48, s2_input_bits=48, ats="enabled",
                  snoop="enabled", intremap="many words", nesting="disabled")
        for kind in FORMATS:
            result = self.tool("--sysroot", self.tree.root, "export", kind)
            self.assertEqual(result.status, 4)
            self.assertIn(b"intremap: ", result.err)
            self.assertNotEqual(result.out, b"")
        self.assertEqual(samples(self.export("prometheus", status=4))
                         ["iommu_probe_read_errors", ()], 1)

    def test_hostile_names(self):
        """Of units and models; no two of them are made one."""
        for unit in ('a"b', "a\\b", "a\\x22b", "a\x1b[2J", "\u00e4", "a b", "a,b=\"c\"", "#a"):
            self.unit(unit, asid_bits=16)
        self.tree.file(os.fsdecode(os.fsencode(self.tree.root) + b"/" + CLASS.encode() +
                                   b"/\xff/arm-smmu-v3/model")[len(self.tree.root) + 1:], "2\n")
        for variable in "C", "C.UTF-8":
            text = self.export("prometheus", env=environment(LC_ALL=variable))
            self.assertTrue(all(c == "\n" or " " <= c <= "~" for c in text))
            found = {pairs for name, pairs in samples(text) if name == "iommu_probe_devices"}
            self.assertEqual(len(found), 9)
            self.assertIn((("iommu", "a\\\\x1b[2J"),), found)
            self.assertIn((("iommu", "a\\\\x5cx22b"),), found)

    def test_hostile_models(self):
        """Kubernetes takes no such labels: a line on stderr, the others all the same."""
        for model in "a b", "-a", "a/b=c".replace("/", "\u2215"), "a" * 64, "x\n# +expiry-time=0":
            self.unit("u", model, 777, asid_bits=16)
        self.unit("u", "fine", 778, stall="new+word", tt_endian="-odd", pasid0="so-called x_",
                  ssid_bits=3)
        result = self.tool("--sysroot", self.tree.root, "export", "nfd")
        self.assertEqual(result.status, 4)
        text = result.out.decode("ascii")
        self.assertEqual([line for line in text.splitlines() if not line.startswith(PREFIX)], [])
        found = labels(text)
        self.assertEqual(found["iommu-probe.fine.ssid_bits"], "3")
        self.assertEqual(found["iommu-probe.fine.pasid0-so-called"], "true")
        self.assertNotIn("iommu-probe.fine.stall", found)
        self.assertEqual(result.err.count(b" left out: "), 8, result.err)

    def test_long_model(self):
        """As long as a label may be, and one more."""
        name = "m" * (63 - len("iommu-probe..units"))
        self.unit("a", name, 777)
        self.unit("b", name + "m", 778)
        result = self.tool("--sysroot", self.tree.root, "export", "nfd")
        self.assertIn(f"iommu-probe.{name}.units=1\n", result.out.decode())
        self.assertEqual(result.status, 4)
        self.assertNotIn(name + "m", result.out.decode())

    def test_large_file(self):
        """node-feature-discovery reads no file over 64 kB."""
        words = " ".join(f"format-{i}" for i in range(60))
        for i in range(20):
            self.unit("a", f"model-{i}", 1000 + i, pgtable_format=words)
        result = self.tool("--sysroot", self.tree.root, "export", "nfd")
        self.assertEqual(result.status, 4)
        self.assertLessEqual(len(result.out), 64 * 1024)
        self.assertGreater(len(result.out), 63 * 1024)
        self.assertIn(b"64 kB", result.err)

    def test_comments(self):
        """A name of the host that XML or a shell would take for more than a comment."""
        name = "x--><y>\x1b\n-device evil-"
        self.tree.dir(f"sys/bus/platform/devices/{name}")
        self.tree.link(f"{CLASS}/dmar0/devices/other", "nowhere")
        for kind in FORMATS[:3]:
            result = self.tool("--sysroot", self.tree.root, "export", kind, name)
            if result.status == 3:
                continue
            text = result.out.decode("ascii")
            self.assertEqual(result.status, 1)
            self.assertEqual(text.count("\n"), 1)
            self.assertTrue(text.startswith("#" if kind != "libvirt" else "<!-- "))
            if kind == "libvirt":
                self.assertEqual(len(ElementTree.fromstring(f"<d>{text}</d>")), 0)

    def test_closed_output(self):
        for kind in FORMATS:
            with open("/dev/full", "wb") as full:
                result = self.tool("--sysroot", os.path.join(HOSTS, "explain-fine"), "export",
                                   kind, stdout=full)
            self.assertEqual(result.status, 5)


def size(number):
    """As people read it."""
    if isinstance(number, str):
        return number
    for unit in "", "K", "M", "G", "T":
        if number % 1024:
            return f"{number}{unit}"
        number //= 1024
    raise ValueError(number)


if __name__ == "__main__":
    main()
