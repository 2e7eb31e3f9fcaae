# SPDX-License-Identifier: MIT
"""How `watch` begins and ends. What it tells of changes: tests/unit/test-monitor.c, tests/boot."""

import json
import os
import signal
import subprocess
import time
import unittest

from cli import HOSTS, TOOL, Case, environment, main, parse, schema_errors

DEADLINE = 20


class TestWatch(Case):
    def start(self, *arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        watch = subprocess.Popen([TOOL, "watch", *arguments], stdin=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, env=environment(), **options)
        self.addCleanup(self.end, watch)
        return watch

    @staticmethod
    def end(watch):
        watch.kill()
        watch.wait()
        for stream in watch.stdout, watch.stderr:
            if stream:
                stream.close()

    def synced(self, watch, mark):
        """The lines up to what says that all is told."""
        lines = []
        for line in watch.stdout:
            lines.append(line)
            if mark in line:
                return lines
        return self.fail(f"it has ended: {watch.stderr.read()}")

    def asleep(self, watch):
        """Waits until it does not run."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            with open(f"/proc/{watch.pid}/stat", encoding="ascii") as stat:
                if stat.read().rpartition(")")[2].split()[0] == "S":
                    return
            time.sleep(0.01)
        self.fail("it does not sleep")

    def check_end(self, watch, status=0, err=b""):
        self.assertEqual(watch.wait(DEADLINE), status)
        self.assertEqual(watch.stderr.read(), err)

    def test_signals(self):
        for number in signal.SIGINT, signal.SIGTERM:
            for arguments, mark in ((), b"synced\n"), (("--json",), b'"synced"'):
                with self.subTest(number=number, arguments=arguments):
                    watch = self.start(*arguments)
                    self.synced(watch, mark)
                    watch.send_signal(number)
                    self.check_end(watch)

    def test_signal_to_a_full_pipe(self):
        """Nobody reads, and the pipe takes nothing more."""
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, read_end)
        os.set_blocking(write_end, False)
        try:
            while True:
                os.write(write_end, b"x")
        except BlockingIOError:
            os.set_blocking(write_end, True)
        watch = self.start("--json", stdout=write_end)
        os.close(write_end)
        self.asleep(watch)
        watch.terminate()
        self.check_end(watch)

    def test_documents(self):
        watch = self.start("--json")
        documents = [parse(line.decode("utf-8")) for line in self.synced(watch, b'"synced"')]
        for number, document in enumerate(documents, 1):
            self.assertEqual(schema_errors(document), [])
            self.assertEqual(document["sequence"], number)
        result = self.tool("devices", "--json")
        self.assertEqual([document["device"] for document in documents if "device" in document],
                         json.loads(result.out)["devices"])

    def test_idle(self):
        """Asleep, and without a system call that would wake it."""
        watch = self.start()
        self.synced(watch, b"synced\n")
        self.asleep(watch)
        with open(f"/proc/{watch.pid}/syscall", encoding="ascii") as file:
            number, *arguments = file.read().split()
        self.assertNotEqual(number, "running")
        # The time limit of ppoll(): there is none.
        self.assertEqual(arguments[2], "0x0")

    def test_reader_leaves(self):
        watch = self.start()
        self.synced(watch, b"synced\n")
        self.asleep(watch)
        watch.stdout.close()
        self.check_end(watch)

    def test_reader_has_left(self):
        read_end, write_end = os.pipe()
        os.close(read_end)
        watch = self.start(stdout=write_end)
        os.close(write_end)
        self.check_end(watch)

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            watch = self.start(stdout=full)
        self.check_end(watch, 5, b"iommu-probe: standard output: No space left on device\n")

    def test_usage(self):
        root = os.path.join(HOSTS, "smmuv3-mixed")
        for arguments, words in ((("watch", "dmar0"), b"takes no names"),
                                 (("--sysroot", root, "watch"), b"this machine"),
                                 (("--host", root, "watch"), b"this machine")):
            result = self.tool(*arguments)
            self.assertEqual((result.status, result.out), (2, b""))
            self.assertIn(words, result.err)


if __name__ == "__main__":
    main()
