# SPDX-License-Identifier: MIT
"""baseline: fleets with what is expected of them, random ones, and bad ones among good ones."""

import itertools
import json
import os
import resource
import subprocess
import tempfile

from cli import HOSTS, SOURCE, TOOL, environment, main, parse, schema_errors
from fleet import baseline
from random_fleet import RandomFleet, host, smmu, vtd
from saved import SavedCase, without_messages

FLEETS = os.path.join(SOURCE, "tests", "fleets")
STATUS = {"yes": 0, "no": 1, "unknown": 4}


class BaselineCase(SavedCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else json.dumps(content).encode())
        return name

    def baseline(self, *names, folder=None, status=None):
        result = self.tool("baseline", "--json", *names, cwd=folder or self.folder)
        self.assertNotEqual(result.out, b"", result.err)
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        if status is None:
            status = STATUS[document["answer"]]
        self.assertEqual(result.status, status, result.err)
        self.assertEqual(len(result.err.splitlines()), len(document["errors"]))
        return document


class Fleets(BaselineCase):
    def test_fleets(self):
        """Those of tests/fleets, and the same by the rules."""
        for name in sorted(os.listdir(FLEETS)):
            folder = os.path.join(FLEETS, name)
            if not os.path.isdir(folder):
                continue
            with open(os.path.join(folder, "expected", "arguments"), encoding="utf-8") as file:
                status, *hosts = file.read().split()
            with self.subTest(name):
                found = self.baseline(*hosts, folder=folder, status=int(status))
                with open(os.path.join(folder, "expected", "baseline.json"),
                          encoding="utf-8") as file:
                    self.assert_same(without_messages(found), without_messages(parse(file.read())))
                documents = [self.load(folder, host) for host in hosts]
                if not any(document["errors"] for document in documents):
                    self.assert_same(found, baseline(list(zip(hosts, documents))))
                with open(os.path.join(folder, "expected", "baseline.txt"), "rb") as file:
                    expected = file.read()
                result = self.tool("baseline", *hosts, cwd=folder)
                self.assertEqual((result.status, result.out), (int(status), expected))

    def load(self, folder, name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return parse(file.read())

    def test_trees(self):
        """Saved trees as they are, and as the documents that they print."""
        names = ["intel-client", "intel-uneven", "vtd-registers", "xeon-w1290p"]
        for name in names:
            root = os.path.join(HOSTS, name)
            self.write(name, self.tool("--sysroot", root, "-J").out)
        self.assert_same(self.baseline(*names), self.baseline(*names, folder=HOSTS))

    def test_standard_input(self):
        name = self.write("a", host(vtd(input_bits=39)))
        done = subprocess.run([TOOL, "baseline", "-J", name, "-"], cwd=self.folder, timeout=10,
                              input=json.dumps(host(vtd(input_bits=48))).encode(),
                              capture_output=True, env=environment(), check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        document = parse(done.stdout.decode())
        self.assertEqual(document["hosts"], ["a", "-"])
        self.assertEqual(document["models"][0]["limited_by"][0]["hosts"], ["a"])

    def test_this_machine(self):
        here = self.tool("-J")
        self.write("a", here.out)
        document = self.baseline("/", "a")
        self.assertEqual(document["hosts"], ["/", "a"])


def without_hosts(document):
    """Which has what, whoever it is and however often it was counted."""
    return [{"name": model["name"], "capabilities": model["capabilities"],
             "uneven": model["uneven"],
             "limited_by": [(limit["capability"], limit["value"], limit["best"])
                            for limit in model["limited_by"]],
             "unreported": [entry["capability"] for entry in model["unreported"]]}
            for model in document["models"]]


class Properties(BaselineCase):
    def test_random(self):
        for seed in range(60):
            fleet = RandomFleet(seed).hosts
            names = [self.write(f"{index}.json", document)
                     for index, document in enumerate(fleet)]
            with self.subTest(seed=seed):
                found = self.baseline(*names)
                self.assert_same(found, baseline(list(zip(names, fleet))))
                # Whoever comes first.
                self.assertEqual(without_hosts(self.baseline(*reversed(names))),
                                 without_hosts(found))
                # Of a part, and the whole again.
                self.write("part", self.tool("baseline", "-J", *names[:2], cwd=self.folder).out)
                again = self.baseline("part", *names)
                self.assertEqual(without_hosts(again), without_hosts(found))
                self.assertEqual(again["answer"], found["answer"])
                self.assertEqual(without_hosts(self.baseline(*names, "part")), without_hosts(found))


class OfBaselines(BaselineCase):
    def test_units_and_hosts(self):
        self.write("a", host(vtd(input_bits=39), vtd(input_bits=48)))
        self.write("b", host(vtd(input_bits=57)))
        self.write("fleet", self.baseline("a", "b"))
        self.write("c", host(vtd(input_bits=39)))
        found = self.baseline("fleet", "c")
        self.assertEqual(found["hosts"], ["fleet", "c"])
        model_found = found["models"][0]
        self.assertEqual((model_found["units"], model_found["hosts"]), (4, ["fleet", "c"]))
        self.assertEqual(model_found["limited_by"],
                         [{"capability": "input_bits", "value": 39, "best": 57,
                           "hosts": ["fleet", "c"]}])
        self.assertIn({"capability": "ssid_bits", "hosts": ["fleet", "c"]},
                      model_found["unreported"])

    def test_partly(self):
        """A model that not all hosts of a baseline have is not common to all."""
        self.write("a", host(vtd(ssid_bits=1), smmu(ssid_bits=1)))
        self.write("b", host(vtd(ssid_bits=1)))
        self.write("c", host(smmu(ssid_bits=1)))
        self.write("fleet", self.baseline("a", "b"))
        self.assertEqual(self.baseline("a", "c")["answer"], "yes")
        found = self.baseline("fleet", "c")
        self.assertEqual(found["answer"], "no")
        self.assertEqual([model["hosts"] for model in found["models"]], [["fleet"], ["c"]])

    def test_as_host(self):
        self.write("a", host(vtd(ssid_bits=20)))
        self.write("b", host(vtd(ssid_bits=16)))
        self.write("fleet", self.baseline("a", "b"))
        for requirement, status in ("ssid_bits>=16", 0), ("ssid_bits>=17", 1), ("input_bits>=1", 4):
            self.assertEqual(self.tool("--host", "fleet", "check", requirement,
                                       cwd=self.folder).status, status)
        listed = parse(self.tool("--host", "fleet", "-J", cwd=self.folder).out.decode())
        self.assertEqual([iommu["name"] for iommu in listed["iommus"]], ["intel-vtd"])


class Bad(BaselineCase):
    def setUp(self):
        super().setUp()
        self.write("a", host(vtd(ssid_bits=1)))
        self.write("b", host(vtd(ssid_bits=2)))
        self.write("arm", host(smmu(ssid_bits=2)))
        self.write("bad", b"{")

    def test_usage(self):
        self.usage("baseline", say="one host or more")
        self.usage("baseline", "-", "-", say="only once")
        self.usage("--host", "a", "baseline", "b", say="as arguments")
        self.usage("--sysroot", "a", "baseline", "b", say="as arguments")
        self.usage("baseline", "-q", "a")

    def test_not_there(self):
        for hosts in itertools.permutations(["a", "nowhere", "bad"]):
            result = self.tool("baseline", *hosts, cwd=self.folder)
            self.assertEqual((result.status, result.out), (3, b""))
            self.assertIn(b"iommu-probe: nowhere: ", result.err)

    def test_bad_beside_good(self):
        found = self.baseline("a", "bad", "b")
        self.assertEqual((found["answer"], found["hosts"]), ("unknown", ["a", "bad", "b"]))
        self.assertEqual(found["models"][0]["hosts"], ["a", "b"])
        self.assertEqual([(error["path"], error["errno"], error["host"])
                          for error in found["errors"]], [("bad", "EBADMSG", "bad")])
        # What the good ones do not have in common, no other makes common.
        self.assertEqual(self.baseline("a", "bad", "arm")["answer"], "no")

    def test_all_bad(self):
        os.mkdir(os.path.join(self.folder, "no-sys"))
        self.write("major", {**host(), "schema_version": "2.0"})
        found = self.baseline("bad", "no-sys", "major")
        self.assertEqual((found["answer"], found["models"]), ("unknown", []))
        self.assertEqual([error["errno"] for error in found["errors"]],
                         ["EBADMSG", "EPROTONOSUPPORT", "ENODATA"])

    def test_may_have_it(self):
        """A model whose number could not be read may be the one that all the others have."""
        nameless = vtd()
        del nameless["model"]
        error = {"path": "/sys/class/iommu/unit0/intel-vtd/model", "errno": "EIO", "message": "m"}
        self.write("nameless", host(nameless, errors=[error]))
        self.assertEqual(self.baseline("a", "nameless")["answer"], "unknown")
        self.assertEqual(self.baseline("nameless")["answer"], "unknown")
        self.assertEqual(self.baseline("a", "arm", "nameless")["answer"], "no")
        self.write("class", host(errors=[{**error, "path": "/sys/class/iommu"}]))
        self.assertEqual(self.baseline("a", "class")["answer"], "unknown")

    def test_carried(self):
        error = {"path": "/sys/class/iommu/unit0/intel-vtd/stall", "errno": "EIO", "message": "m"}
        self.write("unreadable", host(vtd(ssid_bits=3), errors=[error]))
        found = self.baseline("unreadable", "a")
        self.assertEqual(found["errors"], [{**error, "host": "unreadable"}])
        self.write("fleet", found)
        # And on, of the host that it is of.
        self.assertEqual(self.baseline("fleet", "b")["errors"], found["errors"])
        self.assertEqual(parse(self.tool("--host", "fleet", "-J", cwd=self.folder).out.decode())
                         ["errors"], found["errors"])


class Many(BaselineCase):
    def measure(self, count):
        """The document, and how much memory it took at most, in KiB."""
        names = [f"{index}.json" for index in range(count)]
        for index, name in enumerate(names):
            os.link(os.path.join(self.folder, f"kind{index % 10}"),
                    os.path.join(self.folder, name))
        with open(os.path.join(self.folder, "out"), "wb") as out:
            # Few descriptors: all are closed; quarantine of the sanitizer: no memory of ours.
            child = subprocess.Popen(
                [TOOL, "baseline", "-J", *names], cwd=self.folder, stdout=out,
                env=environment(ASAN_OPTIONS="quarantine_size_mb=1"),
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)))
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
        self.assertEqual(status, 0)
        for name in names:
            os.unlink(os.path.join(self.folder, name))
        with open(os.path.join(self.folder, "out"), encoding="utf-8") as out:
            return parse(out.read()), usage.ru_maxrss

    def test_ten_thousand(self):
        for kind in range(10):
            self.write(f"kind{kind}", host(vtd(ssid_bits=10 + kind, input_bits=48),
                                           vtd(ssid_bits=20, input_bits=48 + kind % 2 * 9)))
        few, memory = self.measure(100)
        many, more_memory = self.measure(10000)
        self.assertEqual(without_hosts(many), without_hosts(few))
        self.assertEqual(len(many["hosts"]), 10000)
        self.assertEqual(many["models"][0]["units"], 20000)
        self.assertEqual(many["models"][0]["limited_by"][0]["hosts"],
                         [f"{index}.json" for index in range(0, 10000, 10)])
        # Names and a few words of each, not the documents.
        self.assertLess(more_memory - memory, 10000)


if __name__ == "__main__":
    main()
