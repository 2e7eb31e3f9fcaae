# SPDX-License-Identifier: MIT
"""compare: what it prints and ends with, by random pairs and a second set of rules."""

import json
import os
import random

from cli import HOSTS, SOURCE, main, parse, schema_errors
from comparison import comparison
from random_fleet import RandomFleet, host, smmu, vtd
from saved import FolderCase, without_messages

FLEETS = os.path.join(SOURCE, "tests", "fleets")
PAIRS = 300

FULL = vtd(ssid_bits=20, input_bits=48, s2_input_bits=48, output_bits=46, asid_bits=16)


class CompareCase(FolderCase):
    def compare(self, *arguments, status, folder=None):
        result = self.tool("compare", "--json", *arguments, cwd=folder or self.folder)
        self.assertEqual(result.status, status, result)
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        if not status:
            self.assertEqual(document["answer"], "yes")
        elif status == 1 or not document["errors"]:
            self.assertEqual(document["answer"], "no")
        return document

    def refused(self, status, *arguments, say=b"", **options):
        for json_option in [], ["--json"]:
            result = self.tool("compare", *json_option, *arguments, cwd=self.folder, **options)
            self.assertEqual((result.status, result.out), (status, b""), (arguments, result))
            self.assertIn(say, result.err)


class Rules(CompareCase):
    def test_random(self):
        """The same seed, the same hosts."""
        statuses = set()
        for seed in range(PAIRS):
            hosts = RandomFleet(seed).hosts + RandomFleet(seed + PAIRS).hosts
            # The second is often the first in all but one of its models' values.
            a, b = random.Random(seed).choices(hosts, k=2)
            if seed % 3:
                b = self.changed(seed, a)
            self.write("a", a)
            self.write("b", b)
            status, expected = comparison(("a", a), ("b", b))
            with self.subTest(seed=seed):
                found = self.compare("a", "b", status=status)
                self.assert_same(without_messages(found), expected)
            statuses.add(status)
        self.assertEqual(statuses, {0, 1, 4})

    def changed(self, seed, document):
        other = parse(json.dumps(document))
        fleet = RandomFleet(seed)
        for iommu in other["iommus"]:
            for model in iommu["models"]:
                for name in random.Random(seed).sample(sorted(model["capabilities"]),
                                                       min(2, len(model["capabilities"]))):
                    model["capabilities"][name] = fleet.value(name)
        return other

    def test_itself(self):
        """Saved trees, as they are and as documents; what a host is called makes no difference."""
        for name in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, name)
            document = self.tool("--sysroot", root, "-J").out
            self.write("a.json", document)
            results = []
            for arguments in ([root, root], ["a.json", root], [root, "a.json"],
                              ["--sysroot", root, root], ["--host", root, "a.json"]):
                result = self.tool("compare", "-J", *arguments, cwd=self.folder)
                found = parse(result.out.decode())
                self.assertEqual(schema_errors(found), [])
                self.assertEqual(found["differences"], [], (name, arguments))
                results.append((result.status, found["answer"], len(found["errors"])))
            self.assertEqual(len(set(results)), 1, (name, results))
            if not json.loads(document)["iommus"]:
                self.assertEqual(results[0][1], "no", name)

    def test_fleets(self):
        """No host is in the way of a guest that was made for the baseline."""
        for name in sorted(os.listdir(FLEETS)):
            folder = os.path.join(FLEETS, name)
            if not os.path.isdir(folder):
                continue
            hosts = [host for host in sorted(os.listdir(folder)) if host.endswith(".json")]
            baseline = self.tool("baseline", "-J", *hosts, cwd=folder).out
            path = os.path.join(self.folder, self.write("baseline", baseline))
            for one in hosts:
                result = self.tool("compare", "-J", path, one, cwd=folder)
                found = parse(result.out.decode())
                self.assertFalse(any(row["blocking"] for row in found["differences"]),
                                 (name, one))


class People(CompareCase):
    def say(self, a, b, status, out, err=b""):
        self.write("a", a)
        self.write("b", b)
        result = self.tool("compare", "a", "b", cwd=self.folder)
        self.assertEqual(result, (status, out, err))

    def test_lines(self):
        self.say(host(smmu(ssid_bits=16, ats="disabled")), host(vtd()), 1,
                 b"BLOCKS  arm-smmu-v3: no IOMMU of this model\n")
        self.say(host(smmu(ssid_bits=16, pasid0=["bypass", "pasid0"], ats="enabled")),
                 host(smmu(ssid_bits=20, pasid0=["pasid0"], ats="disabled")), 1,
                 b"DIFFERS arm-smmu-v3 ssid_bits: 20 instead of 16\n"
                 b"BLOCKS  arm-smmu-v3 pasid0: lacks bypass\n"
                 b"BLOCKS  arm-smmu-v3 ats: disabled instead of enabled\n")

    def test_nothing(self):
        next_model = {**vtd(ssid_bits=20), "name": "next", "model": 777}
        self.say(host(next_model), host(next_model), 0, b"no differences\n")
        self.say(host(), host(next_model), 1, b"", b"iommu-probe: a: there is no IOMMU\n")
        self.say(host(next_model), host(), 1, b"BLOCKS  next: no IOMMU of this model\n",
                 b"iommu-probe: b: there is no IOMMU\n")

    def test_not_known(self):
        """What A does not report is said, where it is what the status is about."""
        virtio = {**vtd(input_bits=48, page_sizes=[4096]), "name": "virtio-iommu", "model": 256}
        self.say(host(virtio), host(virtio), 4, b"",
                 b"iommu-probe: a: virtio-iommu: pgtable_format is not known\n")
        silent = host(virtio)
        silent["iommus"][0]["models"] = []
        self.say(silent, host(virtio), 4, b"",
                 b"iommu-probe: a: the kernel shows nothing of an IOMMU\n")

    def test_errors(self):
        """With whose they are; with them 0 is no status."""
        error = {"path": "/sys/class/iommu/x/y", "errno": "EIO", "message": "bad"}
        next_model = {**vtd(ssid_bits=20), "name": "next", "model": 777}
        self.say(host(next_model), host(next_model, errors=[error]), 4, b"no differences\n",
                 b"iommu-probe: b: /sys/class/iommu/x/y: bad\n")
        found = self.compare("a", "b", status=4)
        self.assertEqual(found["errors"], [{**error, "host": "b", "message": "bad"}])


class Bad(CompareCase):
    def test_usage(self):
        self.write("a", host(FULL))
        for arguments in ([], ["a", "a", "a"], ["-", "-"], ["--host", "-", "-"], ["-q", "a"],
                          ["--host", "a", "a", "a"], ["--sysroot", self.folder, "a", "a"]):
            self.refused(2, *arguments, say=b"--help")

    def test_bad(self):
        text = json.dumps(host(FULL)).encode()
        self.write("a", text)
        self.write("cut", text[:-2])
        self.write("empty", b"")
        self.write("major", text.replace(b'"1.0"', b'"2.0"'))
        self.write("status", text.replace(b'"document": "host"', b'"document": "status"'))
        for name in "cut", "empty", "major", "status":
            self.refused(4, name, "a", say=f"iommu-probe: {name}: ".encode())
            self.refused(4, "a", name, say=f"iommu-probe: {name}: ".encode())
        self.refused(3, "gone", "a", say=b"iommu-probe: gone: ")
        self.refused(3, "a", "gone", say=b"iommu-probe: gone: ")
        # What is worse, whichever it is of.
        self.refused(3, "cut", "gone", say=b"cut")
        self.refused(3, "gone", "cut", say=b"cut")
        os.mkdir(os.path.join(self.folder, "bare"))
        self.refused(5, "bare", "a", say=b"bare")
        self.refused(5, "gone", "bare", say=b"gone")
        self.refused(5, "cut", "--sysroot", "bare", say=b"cut")

    def test_newer_minor(self):
        document = {**host(FULL), "schema_version": "1.9", "later": {"x": []}}
        self.write("a", document)
        self.write("b", host(FULL))
        self.assertEqual(self.compare("a", "b", status=4)["differences"], [])


if __name__ == "__main__":
    main()
