# SPDX-License-Identifier: MIT
"""--host with archives that may come from anybody: refused in one line, and nothing is left."""

import gzip
import io
import os
import signal
import subprocess
import tarfile
import tempfile
import time

from cli import TOOL, Case, environment, main

MODEL = "sys/class/iommu/dmar0/intel-vtd/model"


def member(name, kind=tarfile.REGTYPE, text=b"", link=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.size = len(text)
    info.linkname = link
    return info, text


def archive(*members, form=tarfile.GNU_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info, text in members:
            tar.addfile(info, io.BytesIO(text))
    return out.getvalue()


class ArchiveCase(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.temporary = os.path.join(folder.name, "tmp")
        self.outside = os.path.join(folder.name, "outside")
        os.mkdir(self.temporary)
        os.mkdir(self.outside)
        with open(os.path.join(self.outside, "file"), "wb") as file:
            file.write(b"kept")

    def file(self, data):
        path = os.path.join(self.folder, "host.tar")
        with open(path, "wb") as file:
            file.write(data)
        return path

    def host(self, data, *command):
        result = self.tool("--host", self.file(data), *command,
                           env=environment(TMPDIR=self.temporary))
        self.assertEqual(os.listdir(self.temporary), [])
        self.assertEqual(os.listdir(self.outside), ["file"])
        with open(os.path.join(self.outside, "file"), "rb") as file:
            self.assertEqual(file.read(), b"kept")
        return result

    def refused(self, data, say, status=4):
        result = self.host(data)
        self.assertEqual((result.status, result.out), (status, b""), result.err)
        self.assertEqual(result.err.count(b"\n"), 1, result.err)
        self.assertIn(say, result.err.decode())
        self.assertIn("host.tar: ", result.err.decode())


class Taken(ArchiveCase):
    def test_as_people_pack(self):
        """./ before names, folders or none, a link to what is not there."""
        for form in tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT:
            for data in (archive(member(MODEL, text=b"1\n"), form=form),
                         archive(member("./", tarfile.DIRTYPE), member("./sys", tarfile.DIRTYPE),
                                 member("./sys/", tarfile.DIRTYPE),
                                 member("./" + MODEL, text=b"1\n"), form=form),
                         archive(member("sys/class/iommu/dmar0", tarfile.SYMTYPE,
                                        link="../../devices//./dmar0"),
                                 member("sys/devices/dmar0/intel-vtd/model", text=b"1\n"),
                                 member("sys/devices/dmar0/driver", tarfile.SYMTYPE,
                                        link="../../none"), form=form)):
                result = self.host(data, "list", "-n")
                self.assertEqual((result.status, result.err), (0, b""))
                self.assertIn(b"dmar0 intel-vtd", result.out)

    def test_empty(self):
        self.refused(archive(member("proc", tarfile.DIRTYPE)), "there is no folder sys in it", 5)
        self.assertEqual(self.host(archive(member("sys", tarfile.DIRTYPE))).status, 0)

    def test_private(self):
        """Nobody else may look into what is extracted, and a signal removes it."""
        data = archive(member(MODEL, text=b"1\n"))
        for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
            # It waits for somebody to read what it says.
            read, write = os.pipe()
            os.set_blocking(write, False)
            try:
                while True:
                    os.write(write, b"x" * 4096)
            except BlockingIOError:
                os.set_blocking(write, True)
            with subprocess.Popen([TOOL, "--host", self.file(data)], stdout=write,
                                  env=environment(TMPDIR=self.temporary)) as process:
                os.close(write)
                until = time.monotonic() + 8
                while not self.extracted() and time.monotonic() < until:
                    time.sleep(0.01)
                base = os.path.join(self.temporary, *os.listdir(self.temporary))
                self.assertEqual(os.stat(base).st_mode & 0o777, 0o700)
                process.send_signal(number)
                self.assertEqual(process.wait(timeout=8), -number)
            os.close(read)
            self.assertEqual(os.listdir(self.temporary), [])

    def extracted(self):
        return any(files for _, _, files in os.walk(self.temporary))


class Refused(ArchiveCase):
    def test_names(self):
        outside = os.path.join(self.outside, "new")
        self.refused(archive(member(outside)), "absolute")
        self.refused(archive(member("/sys")), "absolute")
        for name in "../new", "sys/../../new", "sys/..", "..", "./../outside/new":
            self.refused(archive(member(name)), "..")
        self.refused(archive(member("sys/" + "n" * 256)), "too long")
        self.refused(archive(member("/".join("d" * 65))), "folders")

    def test_links(self):
        for link in (self.outside, "/", "..", "../..", "../sys/../../outside", "x/../../../y"):
            self.refused(archive(member("sys/link", tarfile.SYMTYPE, link=link)) if link != ".."
                         else archive(member("link", tarfile.SYMTYPE, link=link)), "leads out")
        self.refused(archive(member("sys/link", tarfile.SYMTYPE)), "")
        self.refused(archive(member("sys/link", tarfile.LNKTYPE, link="sys/file")), "hard link")
        self.refused(archive(member("sys/link", tarfile.LNKTYPE,
                                    link=os.path.join(self.outside, "file"))), "hard link")

    def test_through_links(self):
        inside = member("sys/link", tarfile.SYMTYPE, link="folder")
        folder = member("sys/folder", tarfile.DIRTYPE)
        self.refused(archive(folder, inside, member("sys/link/file")), "no directory")
        self.refused(archive(folder, inside, member("sys/link", tarfile.DIRTYPE)), "no directory")
        self.refused(archive(folder, inside, member("sys/link")), "twice")
        self.refused(archive(folder, member("sys/folder", tarfile.SYMTYPE, link="x")), "twice")
        self.refused(archive(member("sys/file"), member("sys/file")), "twice")
        self.refused(archive(member("sys/file"), member("sys/file/file")), "no directory")
        self.refused(archive(folder, member("sys/folder")), "twice")

    def test_kinds(self):
        for kind in tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE:
            self.refused(archive(member("sys/x", kind)), "neither a file")

    def test_too_much(self):
        info, _ = member("sys/x")
        info.size = 1 << 40
        self.refused(info.tobuf(tarfile.GNU_FORMAT) + bytes(2048), "bytes")
        # Some kilobytes that stand for 300 megabytes.
        zeros = io.BytesIO()
        info.size = 100 << 20
        with gzip.GzipFile(fileobj=zeros, mode="wb", compresslevel=9) as out:
            for name in "abc":
                info.name = "sys/" + name
                out.write(info.tobuf(tarfile.GNU_FORMAT))
                for _ in range(100):
                    out.write(bytes(1 << 20))
        self.refused(zeros.getvalue(), "bytes")

    def test_torn(self):
        """At any byte, and with any byte wrong, it is refused or read: never a crash."""
        whole = archive(member(MODEL, text=b"1\n"), member("sys/x", tarfile.SYMTYPE, link="y"))
        packed = gzip.compress(whole)
        for length in range(1, len(packed), 7):
            result = self.host(packed[:length])
            self.assertIn(result.status, (0, 4, 5), result.err)
        for at in list(range(0, 1024, 13)) + list(range(1536, 2048, 13)):
            result = self.host(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
            self.assertIn(result.status, (0, 4, 5), result.err)
        self.refused(b"\x28\xb5\x2f\xfd" + b"junk" * 100, "")
        self.refused(b"\x1f\x8b" + b"junk" * 100, "")
        self.refused(gzip.compress(b"no archive"), "")

    def test_nowhere_to_put_it(self):
        result = self.tool("--host", self.file(archive(member(MODEL, text=b"1\n"))),
                           env=environment(TMPDIR=os.path.join(self.folder, "none")))
        self.assertEqual((result.status, result.out, result.err.count(b"\n")), (5, b"", 1))


if __name__ == "__main__":
    main()
