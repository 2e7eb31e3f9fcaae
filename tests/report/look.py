#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""look.py TOOL CHROMIUM: every text can be read, light, dark and on paper."""

import re
import sys
import tempfile

from chromium import Chromium
from pages import Checks, Report

HOSTS = ("amd-gpu", "intel-uneven", "sapphire-rapids", "smmuv3-mixed", "smmuv3-unreadable",
         "unknown-model", "xeon-w1290p", "no-iommu")

# WCAG 2.2, "relative luminance" and "contrast ratio": of each text that is seen, the least.
CONTRAST = """(() => {
    const parse = (color) => color.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) =>
        c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ratio = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length < 4 || color[3] === 1)
                return color;
            if (color[3] !== 0)
                throw new Error("a background that is half transparent");
        }
        return [255, 255, 255];
    };
    const found = [];
    const add = (what, color, background) => {
        if (parse(color).length === 4)
            throw new Error("a colour that is half transparent");
        found.push([what, ratio(parse(color), background), color, String(background)]);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const element = node.parentElement;
        if (node.data.trim() && element.checkVisibility() && !element.closest(".aside"))
            add(`${element.tagName} ${element.className} "${node.data.trim()}"`,
                getComputedStyle(element).color, behind(element));
    }
    const input = document.getElementById("requirements");
    add("placeholder", getComputedStyle(input, "::placeholder").color, behind(input));
    return found;
})()"""

EDGES = """(() => {
    const of = (element) => getComputedStyle(element);
    return [...document.querySelectorAll("input[type=text], select")].map((element) =>
        [of(element).borderTopColor, of(element).backgroundColor]);
})()"""

# A difference is a character, too, in each of these cells.
MARKS = """[...document.querySelectorAll(".limits, .differs")].map((cell) =>
    cell.querySelector(".mark")?.textContent ?? "")"""


def look(checks, report, scheme):
    page = report.page
    page.media(scheme=scheme)
    for text in "", "ssid_bits>=16", "ssid_bits":
        report.require(text)
        found = page.run(CONTRAST)
        low = [entry for entry in found if entry[1] < 4.5]
        checks.ok(f"{scheme}: contrast of {len(found)} texts, with {text!r}",
                  len(found) > 300 and not low, low[:3])
    report.require("")
    background = page.run("getComputedStyle(document.body).backgroundColor")
    checks.equal(f"{scheme}: background", background,
                 {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}[scheme])


PAPER = """({
    wide: document.documentElement.scrollWidth - innerWidth,
    wider: [...document.querySelectorAll("main *")].filter((element) => element.checkVisibility()
        && !element.closest(".aside")
        && element.getBoundingClientRect().right > innerWidth + 1).length,
    values: [...document.querySelectorAll("tbody td[data-name]")].every((cell) =>
        cell.checkVisibility() && getComputedStyle(cell, "::before").content.includes(
            cell.dataset.name)),
    controls: [...document.querySelectorAll("input, select, #meanings")].filter((element) =>
        element.checkVisibility()).length,
    colours: [...new Set([...document.querySelectorAll("main *")].map((element) =>
        getComputedStyle(element).color))].sort(),
    open: document.querySelector(".below").checkVisibility(),
})"""


def on_paper(checks, report):
    """A4, 210 mm wide with the browser's margins: 717 pixels of 1/96 inch."""
    page = report.page
    page.size(717, 1000)
    for scheme in "light", "dark":
        page.media("print", scheme)
        paper = page.run(PAPER)
        checks.equal(f"paper, {scheme}: nothing is cut off", (paper["wide"], paper["wider"]),
                     (0, 0))
        checks.ok(f"paper, {scheme}: every value is there, and its name", paper["values"])
        checks.equal(f"paper, {scheme}: no controls", paper["controls"], 0)
        checks.equal(f"paper, {scheme}: black and grey", paper["colours"],
                     ["rgb(0, 0, 0)", "rgb(51, 51, 51)"])
        checks.ok(f"paper, {scheme}: a host that is open", paper["open"])
        low = [entry for entry in page.run(CONTRAST) if entry[1] < 4.5]
        checks.equal(f"paper, {scheme}: contrast", low, [])
    page.media()
    pdf = page.pdf(paperWidth=8.27, paperHeight=11.69)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    checks.ok("it prints", pdf.startswith(b"%PDF-") and 1 < pages < 20, f"{pages} pages")


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def main(program, chromium):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        report = Report(program, browser, folder, HOSTS)
        report.page.run('document.querySelectorAll("th > button").forEach((b) => b.click())')
        report.page.run('document.getElementById("meanings").open = true')
        for scheme in "light", "dark":
            look(checks, report, scheme)
            for edge, field in report.page.run(EDGES):
                low, high = sorted(map(luminance, (edge, field)))
                checks.ok(f"{scheme}: the edge of a field", (high + 0.05) / (low + 0.05) >= 3)
        marks = report.page.run(MARKS)
        checks.ok("differences are not told by colour alone", marks and all(marks))
        on_paper(checks, report)
        report.check_quiet(checks, "the page")
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
