# SPDX-License-Identifier: MIT
"""snapshot: what it makes of a host says the same as the host, and it leaves what it must alone."""

import gzip
import json
import os
import resource
import signal
import subprocess
import tarfile
import tempfile
import unittest

from cli import HOSTS, TOOL, environment, main
from saved import SavedCase

QUESTIONS = "pasid", "sva", "passthrough", "nesting", "dirty"
COMMANDS = [["list"], ["show"], ["devices"], ["devices", "--groups"], ["status"], ["choose"],
            ["check", "ssid_bits>=1"], ["list", "nobody"], ["explain", "nobody"],
            *(["explain", question] for question in QUESTIONS)]


class SnapshotCase(SavedCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def take(self, *arguments, name="host.tar", status=0, **options):
        result = self.tool(*arguments, "snapshot", self.path(name), **options)
        self.assertEqual((result.status, result.out), (status, b""), result.err)
        return self.path(name)

    def read_bytes(self, path):
        with open(path, "rb") as file:
            return file.read()

    def check_same(self, where, elsewhere, commands, forms=([], ["--json"])):
        for command in commands:
            for options in forms:
                with self.subTest(command=command, options=options):
                    self.assertEqual(self.tool("--host", elsewhere, *command, *options),
                                     self.tool(*where, *command, *options))

    def devices(self, *where):
        document = json.loads(self.tool(*where, "devices", "--json").out)
        return [device["name"] for device in document["devices"]]

    def write(self, path, text):
        path = self.path(path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text)
        return path


class SameAnswers(SnapshotCase):
    def check_host(self, where, snapshot):
        """A few commands of the file itself, all of the tree in it."""
        self.check_same(where, snapshot, [["list"], ["devices"]])
        tree = snapshot + ".tree"
        os.mkdir(tree)
        # Python's tarfile knows no zstd.
        subprocess.run(["tar", "-C", tree, "-xf", snapshot], check=True, timeout=10)
        commands = list(COMMANDS)
        for device in self.devices(*where)[-1:]:
            commands += [["devices", device], ["list", device], ["choose", device],
                         ["explain", device], ["explain", device, "sva"]]
        self.check_same(where, tree, commands, [["--json"]])
        self.check_same(where, tree, [["show"], ["status"], ["explain"]], [[]])

    def test_saved_hosts(self):
        for host in sorted(os.listdir(HOSTS)):
            where = ["--sysroot", os.path.join(HOSTS, host)]
            with self.subTest(host=host):
                self.check_host(where, self.take(*where, name=host + ".tar.gz"))

    def test_again(self):
        """The same host makes the same bytes, and so does its snapshot."""
        for number, host in enumerate(sorted(os.listdir(HOSTS))):
            end = (".tar", ".tar.gz", ".tar.zst")[number % 3]
            with self.subTest(host=host, end=end):
                first = self.take("--sysroot", os.path.join(HOSTS, host), name="1" + end)
                again = self.take("--host", os.path.join(HOSTS, host), name="2" + end)
                third = self.take("--host", first, name="3" + end)
                self.assertEqual(self.read_bytes(first), self.read_bytes(again))
                self.assertEqual(self.read_bytes(first), self.read_bytes(third))

    def test_this_machine(self):
        result = self.tool("snapshot", self.path("live.tar.gz"))
        self.assertIn(result.status, (0, 4), result.err)
        self.assertEqual(result.status == 4, result.err != b"")
        self.check_host([], self.path("live.tar.gz"))

    def test_forms(self):
        """By the name what it is written as, by the content what it is read as."""
        where = ["--sysroot", os.path.join(HOSTS, "smmuv3-mixed")]
        text = self.tool(*where, "-J").out
        begins = {"a.tar": b"iommu-probe-snapshot\0", "a": b"iommu-probe-snapshot\0",
                  "a.tar.gz": b"\x1f\x8b", "a.tgz": b"\x1f\x8b",
                  "a.tar.zst": b"\x28\xb5\x2f\xfd"}
        for name, begin in begins.items():
            file = self.take(*where, name=name)
            self.assertTrue(self.read_bytes(file).startswith(begin), name)
            os.rename(file, self.path("other"))
            self.assertEqual(self.tool("--host", self.path("other"), "-J").out, text, name)
            done = subprocess.run([TOOL, "--host", "-", "-J"], input=self.read_bytes(
                self.path("other")), capture_output=True, timeout=10, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, text, b""))

    def test_tar(self):
        """Anybody's tar can read it, and nothing of the moment or the user is in it."""
        file = self.take("--sysroot", os.path.join(HOSTS, "smmuv3-mixed"))
        with tarfile.open(file) as archive:
            members = archive.getmembers()
            archive.extractall(self.path("tree"))
        for member in members:
            self.assertEqual((member.mtime, member.uid, member.gid, member.uname, member.gname),
                             (0, 0, 0, "", ""))
        self.assertEqual([m.name for m in members], sorted(m.name for m in members))
        self.check_same(["--host", file], self.path("tree"), [["list"], ["devices"], ["status"]])


class Unreadable(SnapshotCase):
    """What could not be read there cannot be read here, and is said to be so."""

    def tree(self):
        iommu = "tree/sys/class/iommu/dmar0"
        self.write(iommu + "/intel-vtd/model", b"1\n")
        self.write(iommu + "/intel-vtd/page_sizes", b"4096\n" * 1000)
        os.symlink("/etc/hostname", self.path(iommu + "/intel-vtd/ssid_bits"))
        os.symlink("../../../../../../etc", self.path("tree/sys/class/iommu/dmar1"))
        os.symlink("circle", self.path("tree/sys/class/iommu/circle"))
        os.symlink("nowhere", self.path("tree/sys/class/iommu/dmar2"))
        os.mkfifo(self.path(iommu + "/intel-vtd/httu"))
        self.write(iommu + "/intel-vtd/line\nfeed \\", b"x" * 5000)
        self.write("tree/sys/firmware/acpi/tables/DMAR", b"no table")
        return self.path("tree")

    def test_replayed(self):
        tree = self.tree()
        file = self.take("--host", tree, status=4)
        self.check_same(["--host", tree], file, COMMANDS)
        again = self.take("--host", file, name="again.tar", status=4)
        self.assertEqual(self.read_bytes(file), self.read_bytes(again))
        err = self.tool("--host", tree, "snapshot", self.path("x.tar")).err.decode()
        with tarfile.open(file) as archive:
            lines = archive.extractfile("iommu-probe-snapshot").read().decode().splitlines()
        self.assertEqual(lines[0], "iommu-probe-snapshot 1")
        self.assertRegex(lines[1], r"^version \d+\.\d+\.\d+$")
        path = "/sys/class/iommu/dmar0/intel-vtd/"
        for line in (f"unreadable EFBIG {path}page_sizes", f"unreadable ELOOP {path}ssid_bits",
                     f"unreadable EINVAL {path}httu", f"unreadable EFBIG {path}line\\012feed \\134",
                     "unreadable ELOOP /sys/class/iommu/dmar1"):
            self.assertIn(line, lines)
        self.assertEqual(len(err.splitlines()), len(lines) - 2)
        self.assertIn(f"iommu-probe: {path}page_sizes: File too large\n", err)

    @unittest.skipIf(os.geteuid(), "only root can become nobody")
    def test_nobody(self):
        tree = self.tree()
        os.chmod(os.path.join(tree, "sys/firmware/acpi/tables/DMAR"), 0o000)
        os.chmod(os.path.join(tree, "sys/class/iommu/dmar0/intel-vtd/model"), 0o000)
        os.chmod(self.folder, 0o777)
        file = self.take("--host", tree, status=4, user=65534, group=65534)
        with tarfile.open(file) as archive:
            text = archive.extractfile("iommu-probe-snapshot").read()
        self.assertIn(b"unreadable EACCES /sys/firmware/acpi/tables/DMAR\n", text)
        # Whoever reads it, be it root.
        for command in COMMANDS:
            self.assertEqual(self.tool("--host", file, *command),
                             self.tool("--host", tree, *command, user=65534, group=65534))

    def test_manifest(self):
        self.write("tree/sys/class/iommu/dmar0/intel-vtd/model", b"1\n")
        for text in (b"", b"junk\n", b"iommu-probe-snapshot 2\n",
                     b"iommu-probe-snapshot 1\nunreadable /sys\n",
                     b"iommu-probe-snapshot 1\nunreadable EWHAT /sys\n",
                     b"iommu-probe-snapshot 1\nunreadable 0 /sys\n",
                     b"iommu-probe-snapshot 1\nunseen EACCES sys\n"):
            self.write("tree/iommu-probe-snapshot", text)
            result = self.tool("--host", self.path("tree"))
            self.assertEqual((result.status, result.out), (4, b""), (text, result.err))
            self.assertIn(b"iommu-probe-snapshot", result.err)
        self.write("tree/iommu-probe-snapshot", b"iommu-probe-snapshot 1\nversion 99\nnew line\n"
                   b"unreadable 5 /sys/class/iommu/dmar0/intel-vtd/model\n")
        result = self.tool("--host", self.path("tree"))
        self.assertEqual(result.status, 4)
        self.assertIn(b"intel-vtd/model: Input/output error", result.err)


class Written(SnapshotCase):
    WHERE = "--sysroot", os.path.join(HOSTS, "smmuv3-mixed")

    def refused(self, file, status=5):
        before = sorted(os.listdir(self.folder))
        result = self.tool(*self.WHERE, "snapshot", file)
        self.assertEqual((result.status, result.out), (status, b""), result.err)
        self.assertEqual(result.err.count(b"\n"), 1, result.err)
        self.assertEqual(sorted(os.listdir(self.folder)), before)
        return result.err.decode()

    def test_replaced(self):
        file = self.write("old.tar", b"old")
        os.chmod(file, 0o644)
        self.take(*self.WHERE, name="old.tar")
        self.assertNotEqual(self.read_bytes(file), b"old")
        # Some of what is in it only root may read.
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        self.assertEqual(os.listdir(self.folder), ["old.tar"])

    def test_left_alone(self):
        os.mkdir(self.path("folder"))
        os.mkfifo(self.path("fifo"))
        self.write("file", b"kept")
        os.symlink("file", self.path("link"))
        for name in "folder", "fifo", "link":
            self.assertIn("not a regular file", self.refused(self.path(name)))
        self.assertEqual(self.read_bytes(self.path("link")), b"kept")
        self.assertIn("not a regular file", self.refused("/dev/null"))
        self.refused(self.path("no/such/folder.tar"))
        self.refused(self.path("file/file.tar"))

    def test_too_large(self):
        """Half a file is none."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        result = self.tool(*self.WHERE, "snapshot", self.path("x.tar"), preexec_fn=limit)
        self.assertEqual(result.status, 5)
        self.assertIn(b"x.tar: ", result.err)
        self.assertEqual(os.listdir(self.folder), [])

    @unittest.skipIf(os.geteuid(), "only root can mount")
    def test_disk_full(self):
        command = f"mount -t tmpfs -o size=12k none {self.folder} && "
        command += '"$@"; status=$?; ls -A ' + self.folder + "; exit $status"
        done = subprocess.run(["unshare", "-m", "sh", "-c", command, "sh", TOOL, *self.WHERE,
                               "snapshot", self.path("x.tar")], capture_output=True,
                              env=environment(), timeout=10, check=False)
        if b"unshare" in done.stderr or b"mount" in done.stderr:
            self.skipTest(done.stderr.decode())
        self.assertEqual((done.returncode, done.stdout), (5, b""), done.stderr)
        self.assertIn(b"No space left on device", done.stderr)

    def test_usage(self):
        self.usage("snapshot", "--what", "a")
        for arguments, say in ([], "one file"), (["a", "b"], "one file"), (["-"], "standard output"):
            result = self.tool("snapshot", *arguments)
            self.assertEqual((result.status, result.out), (2, b""))
            self.assertIn(say, result.err.decode())
        for arguments in (["--json", "snapshot", "a"], ["snapshot", "--json", "a"]):
            result = self.tool(*arguments)
            self.assertEqual((result.status, result.out), (2, b""))
        document = self.path("host.json")
        with open(document, "wb") as file:
            file.write(self.tool(*self.WHERE, "-J").out)
        self.assertEqual(self.tool("--host", document, "snapshot", self.path("x")).status, 2)
        self.assertEqual(self.tool("--host", self.path("none"), "snapshot", self.path("x")).status, 3)


class Anonymous(SnapshotCase):
    UUID = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
    MDEV = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"

    def tree(self):
        device = "tree/sys/devices/LNXSYSTM:00/" + self.UUID + "/pci0000:00/0000:00:01.0"
        config = bytearray(4096)
        config[0x100:0x10c] = b"\x03\x00\x01\x00" + b"serialno"
        self.write(device + "/config", config)
        self.write(device + "/vendor", b"0x8086\n")
        os.makedirs(self.path("tree/sys/bus/pci/devices"))
        os.symlink("../../../" + device.removeprefix("tree/sys/"),
                   self.path("tree/sys/bus/pci/devices/0000:00:01.0"))
        group = "tree/sys/kernel/iommu_groups/0"
        self.write(group + "/type", b"DMA\n")
        os.makedirs(self.path(group + "/devices"))
        os.symlink("../../../../devices/" + self.MDEV, self.path(group + "/devices/" + self.MDEV))
        os.symlink("../../../../../kernel/iommu_groups/0", self.path(device + "/iommu_group"))
        iommu = "tree/sys/class/iommu/dmar0"
        self.write(iommu + "/intel-vtd/model", b"1\n")
        self.write(iommu + "/intel-vtd/note", b"52:54:00:12:34:56 at 0000:00:01.0\n")
        os.makedirs(self.path(iommu + "/devices"))
        os.symlink("../../../../devices/" + device.removeprefix("tree/sys/devices/"),
                   self.path(iommu + "/devices/0000:00:01.0"))
        self.write("tree/proc/cmdline", (
            f"root=UUID={self.UUID} ip=10.0.0.5::10.0.0.1:255.0.0.0:secrethost:eth0 quiet "
            "intel_iommu=on,sm_on systemd.hostname=secrethost BOOTIF=01-52-54-00-12-34-56 "
            'dyndbg="file secretfile +p" rd.lvm.lv=secrethost-vg/root vfio-pci.ids=8086:1 '
            "-- secretargument\n").encode())
        self.write("tree/proc/sys/kernel/osrelease", b"6.12.0\n")
        text = ('# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_X86=y\nCONFIG_INTEL_IOMMU=y\n'
                'CONFIG_DEFAULT_HOSTNAME="secrethost"\nCONFIG_VFIO=m\n'
                'CONFIG_MODULE_SIG_KEY="/home/secretuser/key.pem"\n')
        self.write("tree/boot/config-6.12.0", text.encode())
        return self.path("tree"), text.encode()

    def check_anonymous(self, tree):
        plain = self.take("--host", tree, name="plain.tar")
        file = self.path("anonymous.tar")
        result = self.tool("--host", tree, "snapshot", "--anonymize", file)
        self.assertEqual((result.status, result.out, result.err), (0, b"", b""))
        with tarfile.open(file) as archive:
            archive.extractall(self.path("out"))
            config = [m for m in archive.getnames() if m.endswith("config.gz")]
            data = b"".join(gzip.decompress(archive.extractfile(m).read()) for m in config)
        data += self.read_bytes(file)
        for secret in (b"secret", b"serialno", b"10.0.0", self.UUID.encode(), b"52:54:00",
                       b"52-54-00", self.MDEV.encode()):
            self.assertNotIn(secret, data)
        self.assertIn(b"\nanonymized\n", data)
        # All else is as it was, and one thing has one name everywhere.
        instead = {self.UUID: "00000000-0000-0000-0000-000000000001",
                   self.MDEV: "00000000-0000-0000-0000-000000000002",
                   "52:54:00:12:34:56": "02:00:00:00:00:01"}
        for command in COMMANDS + [["explain", "0000:00:01.0"], ["devices", "--groups"]]:
            for options in [], ["--json"]:
                was = self.tool("--host", plain, *command, *options)
                now = self.tool("--host", file, *command, *options)
                text = was.out.decode()
                for one, other in instead.items():
                    text = text.replace(one, other)
                self.assertEqual((now.status, now.out.decode()), (was.status, text))

    def test_replaced(self):
        tree, text = self.tree()
        self.check_anonymous(tree)
        with open(self.path("out/proc/cmdline"), encoding="utf-8") as file:
            self.assertEqual(file.read().split(), [
                "root=removed", "ip=removed", "quiet", "intel_iommu=on,sm_on",
                "systemd.hostname=removed", "BOOTIF=removed", "dyndbg=removed",
                "rd.lvm.lv=removed", "vfio-pci.ids=8086:1"])
        os.unlink(self.path("tree/boot/config-6.12.0"))
        self.write("tree/proc/config.gz", gzip.compress(text))
        self.check_anonymous(tree)

    def test_same_answers(self):
        """Of hosts that have nothing to hide."""
        for host in sorted(os.listdir(HOSTS)):
            root = os.path.join(HOSTS, host)
            file = self.path("x.tar")
            result = self.tool("--host", root, "snapshot", "--anonymize", file)
            self.assertEqual(result.status, 0, result.err)
            self.check_same(["--host", root], file,
                            [["list"], ["devices"], ["status"], ["explain"]], [["--json"]])


if __name__ == "__main__":
    main()
