#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""large.py TOOL CHROMIUM: a fleet of a thousand hosts is shown as one of three is."""

import os
import shutil
import sys
import tempfile

from chromium import Chromium
from pages import Checks, FLEETS, HOSTS, Report, tool

COUNT = 1000
SOURCES = ("epyc-four-segments", "intel-uneven", "sapphire-rapids", "smmuv3-mixed", "riscv")

ROWS = """({
    hosts: document.querySelectorAll("th > button").length,
    shown: [...document.querySelectorAll("th > button")].filter((button) =>
        button.checkVisibility()).length,
    cells: document.querySelectorAll("tbody td[data-name]").length,
})"""
LAST = """(() => {
    const button = [...document.querySelectorAll("th > button")].find((one) =>
        one.textContent === "last.json");
    button.click();
    return document.getElementById(button.getAttribute("aria-controls")).textContent;
})()"""


def fleet(program, folder):
    """Documents, as many as it takes of those that saved hosts print."""
    documents = [tool(program, "--host", os.path.join(HOSTS, name), "list", "--json")[1]
                 for name in SOURCES]
    names = [f"host-{i:04}.json" for i in range(COUNT - 1)]
    for i, name in enumerate(names):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(documents[i % len(documents)])
    shutil.copy(os.path.join(FLEETS, "four-xeons", "xeon-57.json"),
                os.path.join(folder, "last.json"))
    return [*names, "last.json"]


def main(program, chromium):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        report = Report(program, browser, folder, fleet(program, folder), cwd=folder)
        checks.equal("it is made", report.status, 0)
        rows = report.page.run(ROWS)
        checks.equal("every host is there", (rows["hosts"], rows["shown"]), (COUNT, COUNT))
        checks.ok("with its values", rows["cells"] > 15 * COUNT, rows["cells"])
        report.require("model=arm-smmu-v3 ssid_bits>=16", "yes")
        smmus = len(range(SOURCES.index("smmuv3-mixed"), COUNT - 1, len(SOURCES)))
        checks.equal("how many meet a requirement", report.text("answer"),
                     f"Of {COUNT} hosts {smmus} meet this, {COUNT - smmus} do not, "
                     "of 0 it is not known.")
        checks.equal("they are left", report.page.run(ROWS)["shown"], smmus)
        report.require("")
        checks.ok("a host is opened", "vtd-fs-5lvl" in report.page.run(LAST))
        report.check_quiet(checks, "the page")
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
