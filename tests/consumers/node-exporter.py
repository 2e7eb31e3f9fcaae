#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""node-exporter.py TOOL WRITE-EXPORT NODE-EXPORTER: what a scrape of it says of saved hosts."""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request

from exports import Checks, exports, stand_in, without_comments, HOSTS

SAMPLE = re.compile(r"(iommu_probe_\w+(?:\{.*\})?) (\S+)$")

# Prints half a line, and then something becomes of the one who asked.
HALF = "#!/bin/sh\nprintf 'iommu_probe_units'\n"
ENDS = {"is stopped": "kill -TERM $PPID; sleep 1\n", "gets no answer": "exit 5\n",
        "dies": "kill -KILL $$\n"}


class NodeExporter:
    """On a port of the system's choice, with the textfile collector alone."""

    def __init__(self, program, folder):
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            [program, "--collector.disable-defaults", "--collector.textfile",
             f"--collector.textfile.directory={folder}", "--web.listen-address=127.0.0.1:0"],
            stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            port = re.search(r'msg="Listening on" address=127\.0\.0\.1:(\d+)', line)
            if port:
                self.url = f"http://127.0.0.1:{port[1]}/metrics"
                return
        raise RuntimeError(f"{program} ends with exit status {self.process.wait()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def scrape(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url, timeout=60) as answer:
            return answer.read().decode()


def samples(text):
    found = filter(None, map(SAMPLE.match, without_comments(text)))
    return {match[1]: float(match[2]) for match in found}


def write(program, environment, kind, file):
    done = subprocess.run([program, kind, file], env=environment, check=False,
                          stderr=subprocess.PIPE, text=True, timeout=60)
    return done.returncode


def read(file):
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def check_scrapes(checks, tool, program, node_exporter, folder):
    """All are written to the same file, one after the other."""
    file = os.path.join(folder, "metrics", "iommu-probe.prom")
    os.makedirs(os.path.dirname(file))
    with NodeExporter(node_exporter, os.path.dirname(file)) as running:
        for host, text in exports(tool, "prometheus"):
            environment = stand_in(folder, tool, os.path.join(HOSTS, host))
            checks.ok(f"{host}: is written", write(program, environment, "prometheus", file)
                      in (0, 4))
            scraped = running.scrape()
            checks.equal(f"{host}: the same samples", samples(scraped), samples(text))
            checks.ok(f"{host}: no error", "node_textfile_scrape_error 0\n" in scraped, scraped)
        with open(os.path.join(os.path.dirname(file), "bad.prom"), "w", encoding="utf-8") as bad:
            bad.write("iommu_probe_x{\n")
        checks.ok("a bad file is an error", "node_textfile_scrape_error 1\n" in running.scrape())


def check_labels(checks, tool, program, folder):
    file = os.path.join(folder, "features", "iommu-probe")
    os.makedirs(os.path.dirname(file))
    for host, text in exports(tool, "nfd"):
        environment = stand_in(folder, tool, os.path.join(HOSTS, host))
        write(program, environment, "nfd", file)
        checks.equal(f"{host}: the same labels", read(file), text)
    checks.equal("everybody may read it", os.stat(file).st_mode & 0o777, 0o644)


def check_failures(checks, program, folder):
    """The file of before stays, and nothing else."""
    files = os.path.join(folder, "failures")
    os.makedirs(files)
    file = os.path.join(files, "iommu-probe.prom")
    tool = os.path.join(folder, "iommu-probe")
    environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
    for what, end in ENDS.items():
        with open(file, "w", encoding="utf-8") as before:
            before.write("before\n")
        with open(tool, "w", encoding="utf-8") as script:
            script.write(HALF + end)
        checks.ok(f"{what}: says so", write(program, environment, "prometheus", file))
        checks.equal(f"{what}: the file of before", read(file), "before\n")
        checks.equal(f"{what}: nothing else", os.listdir(files), ["iommu-probe.prom"])
    checks.ok("without its folder it fails",
              write(program, environment, "prometheus", os.path.join(folder, "none", "file")))


def main(tool, program, node_exporter):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        check_scrapes(checks, tool, program, node_exporter, folder)
        check_labels(checks, tool, program, folder)
        check_failures(checks, program, folder)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
