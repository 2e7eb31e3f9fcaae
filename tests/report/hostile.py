#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""hostile.py TOOL CHROMIUM: what a host calls itself is text, whatever it is."""

import json
import os
import sys
import tempfile

from chromium import Chromium
from pages import Checks, Report

# Each would set it, or fetch something, if it were ever taken for more than text.
EVIL = (
    '</script><script>window.taken = true</script>',
    '<!--<script>window.taken = true</script>-->',
    '"><img src="http://192.0.2.1/x" onerror="window.taken = true">',
    "'\"><svg onload=window.taken=true>",
    '<iframe src="javascript:parent.taken = true">',
    '<link rel=stylesheet href=http://192.0.2.1/x><style>*{display:none}',
    '&lt;b&gt;&amp;', '\u2028\u2029', '\u202e\u2066evil', 'javascript:window.taken=true',
    '__proto__', 'constructor', '${window.taken = true}', '{"exact number":"1"}', '\x1b[31m\x07',
    'x' * 700,
)

FOUND = """({
    taken: window.taken ?? null,
    names: [...document.querySelectorAll("th > button")].map((button) => button.textContent),
    tags: [...new Set([...document.querySelectorAll("*")].map((element) => element.tagName))],
    handlers: [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames()
        .some((name) => name.startsWith("on") || name === "src" || name === "style")).length,
    text: (document.querySelectorAll("th > button").forEach((button) => button.click()),
        document.getElementById("fleet").textContent),
})"""

TAGS = {"BODY", "BUTTON", "CAPTION", "CODE", "DD", "DETAILS", "DIV", "DL", "DT", "FORM", "H1", "H2",
        "H3", "H4", "H5", "HEAD", "HEADER", "HTML", "INPUT", "LABEL", "LI", "LINK", "MAIN", "META",
        "NOSCRIPT", "OPTION", "P", "SCRIPT", "SECTION", "SELECT", "SMALL", "SPAN", "STYLE",
        "SUMMARY", "TABLE", "TBODY", "TD", "TH", "THEAD", "TITLE", "TR", "UL", "WBR", "STRONG"}


def evil_host(text):
    """A host of which everything that is text says it."""
    name = text.replace("/", "|")
    model = {"name": name, "model": 777, "origin": "attributes",
             "capabilities": {"nesting": "enabled", "stall": "<b>force", "asid_bits": 8,
                              "pasid_table_align": 2 ** 63 - 1, "page_sizes": [4096, 2 ** 60]},
             "defaulted": [], "registers": {}, "unknown": [{"name": name, "text": text}]}
    return {"schema_version": "1.0", "document": "host", "iommus": [
        {"name": name, "parent": {"name": name, "subsystem": name, "driver": name},
         "models": [model], "devices": [name]}],
        "errors": [{"path": f"/sys/class/iommu/{name}", "errno": "EIO", "message": text}]}


def write(folder, hosts):
    names = []
    for i, text in enumerate(hosts):
        name = f"{i}{text}".replace("/", "|")[:200]
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(evil_host(text), file)
        names.append(name)
    return names


def check_page(checks, report, names):
    found = report.page.run(FOUND)
    checks.equal("nothing of it runs", found["taken"], None)
    checks.equal("no elements but the page's own", set(found["tags"]) - TAGS, set())
    checks.equal("no attributes that act", found["handlers"], 0)
    checks.equal("every name is there, letter by letter", sorted(found["names"]), sorted(names))
    for text in EVIL:
        name = text.replace("/", "|")
        checks.ok(f"as a name: {text[:60]!r}", found["text"].count(name) >= 6)
        checks.ok(f"as a text: {text[:60]!r}", text in found["text"])
    checks.ok("a number that a double has not", "9223372036854775807" in found["text"])
    checks.ok("a size that a double would hide", "4K, 1E" in found["text"])
    for text in "pasid_table_align=9223372036854775807", "page_sizes=1073741824G":
        report.require(text)
        checks.ok(f"{text}: exact", report.text("answer").startswith(
            f"Of {len(names)} hosts {len(names)} meet this"), report.text("answer"))
    for text in EVIL:
        report.require(text)
    checks.equal("nor as a requirement", report.page.run("window.taken ?? null"), None)
    report.require("")
    report.check_quiet(checks, "the page")


def check_policy(checks, page):
    """Even if something of it became an element."""
    page.run("""{
        const script = document.createElement("script");
        script.textContent = "window.taken = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend",
            '<img src="http://192.0.2.1/x" onerror="window.taken = true">' +
            '<a id="link" href="javascript:window.taken = true">x</a>' +
            '<form id="form" action="http://192.0.2.1/x"></form><base href="http://192.0.2.1/">');
        document.getElementById("link").click();
        document.getElementById("form").submit();
    }""")
    checks.equal("fetching is refused", page.run(
        "fetch('http://192.0.2.1/x').then(() => 'fetched', () => 'refused')"), "refused")
    checks.equal("nothing of it runs", page.run("window.taken ?? null"), None)
    checks.equal("the base is the page's own", page.run("document.baseURI"),
                 page.run("location.href"))
    sent = [event for event in page.told("Network.responseReceived")
            if not event["response"]["url"].startswith("file:")]
    checks.equal("nothing of it is fetched", sent, [])
    checks.ok("the browser says what it refused", len(page.complaints()) >= 4)


def main(program, chromium):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        names = write(folder, EVIL)
        report = Report(program, browser, folder, names, cwd=folder)
        checks.equal("all are read", report.status, 4)
        check_page(checks, report, names)
        check_policy(checks, report.page)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
