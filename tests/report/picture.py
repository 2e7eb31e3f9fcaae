#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""picture.py TOOL CHROMIUM FILE: a picture of the page of some saved hosts."""

import sys
import tempfile

from chromium import Chromium
from pages import Report

HOSTS = ("intel-client", "intel-uneven", "sapphire-rapids", "sapphire-rapids-dsa", "vtd-nesting",
         "xeon-w1290p")


def main(program, chromium, file):
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        report = Report(program, browser, folder, HOSTS, width=1280, height=880)
        report.page.run('document.getElementById("differing").click()')
        report.require("input_bits>=48")
        report.page.media(scheme="light")
        with open(file, "wb") as out:
            out.write(report.page.png())


if __name__ == "__main__":
    main(*sys.argv[1:])
