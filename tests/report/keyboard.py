#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""keyboard.py TOOL CHROMIUM: all that the page can do is done without a mouse."""

import sys
import tempfile

from chromium import Chromium
from pages import Checks, Report

HOSTS = ("intel-uneven", "sapphire-rapids", "xeon-w1290p", "no-iommu")
SHIFT = 8

FOCUS = """(({ id, tagName, textContent, className }) =>
    id || (tagName === "BUTTON" ? textContent : className || tagName))(document.activeElement)"""
OUTLINE = """(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})()"""
ORDER = ("requirements", "show", "differing", "region", "intel-uneven", "sapphire-rapids",
         "xeon-w1290p", "region", "no-iommu", "SUMMARY")


def walk(checks, page):
    for name in ORDER:
        page.key("Tab")
        checks.equal(f"Tab comes to {name}", page.run(FOCUS), name)
        checks.ok(f"the focus is seen on {name}", page.run(OUTLINE))
    for name in ORDER[-2::-1]:
        page.key("Tab", modifiers=SHIFT)
        checks.equal(f"Shift-Tab comes to {name}", page.run(FOCUS), name)


def fill_in(checks, report):
    """From the field of requirements, where the focus is by now."""
    page = report.page
    page.type("ssid_bits>=1 model=1")
    checks.ok("requirements are typed", report.text("answer").startswith("Of 4 hosts 0 meet"),
              report.text("answer"))
    page.key("Tab")
    for show in "unknown", "no":
        page.key("ArrowUp")
        checks.equal(f"what is shown is chosen: {show}",
                     page.run('document.getElementById("show").value'), show)
    page.key("Tab")
    page.key(" ", " ")
    checks.ok("a blank ticks the box", page.run(
        'document.getElementById("differing").checked && '
        'document.getElementById("fleet").classList.contains("differing")'))
    checks.ok("then what does not differ is gone", page.run(
        '!document.querySelector(".same").checkVisibility() && '
        'document.querySelector(".limits").checkVisibility()'))
    page.key(" ", " ")
    checks.ok("another brings it back", page.run(
        'document.querySelector(".same").checkVisibility()'))


def scroll(checks, page):
    """From the box, where the focus is by now, to the table."""
    page.size(700, 900)
    page.key("Tab")
    for _ in range(5):
        page.key("ArrowRight")
    checks.ok("an arrow scrolls the table", page.run("""(async () => {
        for (let i = 0; i < 100 && !document.activeElement.scrollLeft; i++)
            await new Promise((done) => setTimeout(done, 50));
        return document.activeElement.scrollLeft > 0;
    })()"""))


OPEN = """(() => {
    const button = document.activeElement;
    const below = document.getElementById(button.getAttribute("aria-controls"));
    return [button.getAttribute("aria-expanded"), Boolean(below?.textContent.includes("dmar0"))];
})()"""


def open_host(checks, page):
    """From the table, where the focus is by now, to its first host."""
    page.key("Tab")
    checks.equal("a host is closed at first", page.run(OPEN), ["false", False])
    for key, text in ("Enter", "\r"), (" ", " "):
        page.key(key, text)
        checks.equal(f"{key!r} opens a host", page.run(OPEN), ["true", True])
        page.key(key, text)
        checks.equal(f"{key!r} closes it", page.run(OPEN), ["false", False])
    page.key("Enter", "\r")
    page.key("Escape")
    checks.equal("so does Escape", page.run(OPEN), ["false", False])
    page.key("Escape")
    checks.equal("another does nothing", page.run(OPEN), ["false", False])
    checks.equal("the focus stays", page.run(FOCUS), "intel-uneven")


NAMELESS = """[...document.querySelectorAll("input, select, button, [tabindex]")].filter(
    (element) => !(element.labels?.length || element.textContent.trim())).length"""
UNNAMED = """[...document.querySelectorAll("[aria-labelledby], [aria-describedby]")].flatMap(
    (element) => `${element.getAttribute("aria-labelledby") ?? ""} ${
        element.getAttribute("aria-describedby") ?? ""}`.trim().split(/ +/)).filter(
    (id) => !document.getElementById(id)).length"""
TWICE = """(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.length - new Set(ids).size;
})()"""


def main(program, chromium):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        report = Report(program, browser, folder, HOSTS)
        walk(checks, report.page)
        fill_in(checks, report)
        scroll(checks, report.page)
        open_host(checks, report.page)
        for what, script in (("every control has a name", NAMELESS),
                             ("every reference leads somewhere", UNNAMED),
                             ("no id is there twice", TWICE)):
            checks.equal(what, report.page.run(script), 0)
        report.check_quiet(checks, "the page")
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
