#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""filter.py TOOL CHROMIUM: the page answers requirements as `check` does, of every host."""

import os
import sys
import tempfile

from chromium import Chromium
from pages import Checks, FLEETS, Report, saved_hosts, tool

ANSWERS = {"yes": "PASS", "no": "FAIL", "unknown": "UNKNOWN"}

REQUIREMENTS = (
    "ssid_bits>=16", "ssid_bits=0", "ssid_bits!=20", "ssid_bits>19", "ssid_bits<=16",
    "asid_bits<16", "sid_bits>=1", "sid_bits<64", "input_bits>=48", "input_bits=39",
    "output_bits>=46", "s2_input_bits!=48", "input_bits>=1K", "pasid_table_align=4K",
    "pasid_table_align<=64", "pasid_table_align>=18446744073709551615", "bbm>=1", "bbm=0",
    "model=1", "model=arm-smmu-v3", "model!=amd-vi", "model=777", "model=257",
    "btm=enabled", "btm!=enabled", "nesting=enabled", "nesting!=disabled", "stall!=force",
    "stall=disabled", "httu>=access", "httu<access+dirty", "httu=none", "intremap>=xapic",
    "intremap<x2apic", "tt_endian=little", "tt_endian!=both", "pgtable_format=aarch64-4k",
    "pgtable_format!=vtd-fs-5lvl", "pgtable_format=none", "pasid_table_format=2lvl-64k",
    "pasid_table_format!=none", "pasid0=pasid0", "page_sizes=1G", "page_sizes=4096",
    "page_sizes!=2M", "s2_page_sizes=none", "dirty_tracking=enabled",
    "posted_interrupts=enabled", "snoop=disabled", "ats=enabled pri=enabled",
    "model=intel-vtd ssid_bits=20", "model=arm-smmu-v3 ssid_bits>=16 nesting=enabled",
    "httu=access coherent=enabled",
)

REFUSED = (
    "ssid_bits", "ssid_bits>=", ">=16", "=", "ssid_bits>=x", "ssid_bits>=-1", "ssid_bits>=16k",
    "ssid_bits>=16KK", "ssid_bits>=18446744073709551616", "ssid_bits>=99999999999G",
    "ssid_bits==16", "ssid_bits=>16", "frobs=1", "SSID_BITS=1", "nesting>=enabled", "nesting=on",
    "stall>disabled", "model>=1", "model=vtd", "model=1K", "httu>=dirty", "page_sizes>=4K",
    "pgtable_format=aarch64-8k", "page_sizes=4096x", "ssid_bits>=0x10",
)

STATE = """[...document.querySelectorAll("th > button")].map((button) => {
    const row = button.closest("tr");
    const verdict = row.querySelector(".verdict");
    return {
        host: button.textContent,
        verdict: verdict.hidden ? null : verdict.querySelector("strong")?.textContent ?? "",
        why: verdict.textContent,
        shown: row.checkVisibility(),
    };
})"""


def answer(report, host, requirements):
    """That of the document: to the exit status other errors matter as well."""
    return ANSWERS[report.json("--host", host, "check", *requirements)["answer"]]


def check_requirement(checks, report, hosts, text):
    expected = {host: answer(report, host, text.split()) for host in hosts}
    report.require(text)
    rows = report.page.run(STATE)
    checks.equal(f"{text}: answers", {row["host"]: row["verdict"] for row in rows}, expected)
    checks.ok(f"{text}: what is not met is said why",
              all(len(row["why"]) > len(row["verdict"]) + 4 for row in rows
                  if row["verdict"] != "PASS"))
    checks.ok(f"{text}: all are there", all(row["shown"] for row in rows))
    numbers = [list(expected.values()).count(word) for word in ("PASS", "FAIL", "UNKNOWN")]
    checks.equal(f"{text}: how many", report.text("answer"),
                 f"Of {len(hosts)} hosts {numbers[0]} meet this, {numbers[1]} do not, "
                 f"of {numbers[2]} it is not known.")
    for show, word in ("yes", "PASS"), ("no", "FAIL"), ("unknown", "UNKNOWN"):
        report.require(text, show)
        checks.equal(f"{text}: {show}: rows that are left",
                     {row["host"] for row in report.page.run(STATE) if row["shown"]},
                     {host for host, found in expected.items() if found == word})


def check_refused(checks, report, text):
    """The same words as the tool's, and no answer."""
    status, _, complaint = tool(report.program, "--host", "no-iommu", "check", text)
    checks.equal(f"{text}: the tool refuses it", status, 2)
    report.require(text)
    words = complaint.splitlines()[0].removeprefix("iommu-probe: ").split("; > and <")[0]
    checks.equal(f"{text}: is refused", report.text("answer"), words)
    checks.ok(f"{text}: answers nothing", all(row["verdict"] is None and row["shown"]
                                              for row in report.page.run(STATE)))
    checks.equal(f"{text}: is marked", report.page.run(
        'document.getElementById("requirements").getAttribute("aria-invalid")'), "true")


def check_spelling(checks, report):
    """As one has them from a shell, and none at all."""
    report.require("  'ssid_bits>=16'\t\"nesting=enabled\" ")
    quoted = report.page.run(STATE)
    report.require("ssid_bits>=16 nesting=enabled")
    checks.equal("quotes of a shell", quoted, report.page.run(STATE))
    for show in "all", "no":
        report.require("   ", show)
        checks.ok(f"without requirements all are there ({show})", all(
            row["verdict"] is None and row["shown"] for row in report.page.run(STATE)))


def main(program, chromium):
    checks = Checks()
    hosts = [*saved_hosts(), *(os.path.join(FLEETS, name) for name in (
        "unknown-words/tomorrow.json", "not-reported/silent.json", "two-models/both.json",
        "errors/unreadable.json", "not-reported/missing.json"))]
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        report = Report(program, browser, folder, hosts)
        for text in REQUIREMENTS:
            check_requirement(checks, report, hosts, text)
        for text in REFUSED:
            check_refused(checks, report, text)
        check_spelling(checks, report)
        report.check_quiet(checks, "the page")
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
