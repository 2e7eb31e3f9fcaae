#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""content.py TOOL CHROMIUM: every host, value and register of the documents is in the page."""

import os
import sys
import tempfile

from chromium import Chromium
from pages import Checks, FLEETS, Report, saved_hosts

# What the page shows: of each table its title, and rows of cells by name.
TABLES = """[...document.querySelectorAll("main > section")].map((section) => ({
    title: section.querySelector("h2").textContent,
    heads: [...section.querySelectorAll("thead th[data-name]")].map((th) => th.textContent),
    rows: [...section.querySelectorAll("tbody > tr")].map((row) => ({
        host: row.querySelector("th > button")?.textContent ?? null,
        head: row.querySelector("th").textContent,
        why: row.querySelector(".why")?.textContent,
        cells: [...row.querySelectorAll("td[data-name]")].map((td) => [td.dataset.name, {
            text: (td.querySelector(".value") ?? td).textContent,
            marks: td.querySelector(".mark")?.textContent ?? "",
            heard: td.querySelector(".aside")?.textContent ?? "",
        }]),
    })),
}))"""

# One after the other, since a page with all of them open is long.
DETAILS = """[...document.querySelectorAll("th > button")].map((button) => {
    const cells = (table) => [...table.tBodies[0].rows].map((row) =>
        [...row.cells].map((cell) => cell.textContent));
    button.click();
    const detail = document.getElementById(button.getAttribute("aria-controls"));
    const found = {
        host: button.textContent,
        errors: [...detail.querySelectorAll(".errors li")].map((li) => li.textContent),
        iommus: [...detail.querySelectorAll("section")].map((section) => ({
            name: section.querySelector("h4").firstChild.textContent,
            text: section.textContent,
            models: [...section.querySelectorAll(".model")].map((model) => ({
                title: model.querySelector("h5").textContent,
                command: model.querySelector("p > code")?.textContent ?? null,
                tables: [...model.querySelectorAll("table")].map((table) =>
                    [table.caption.textContent, cells(table)]),
            })),
        })),
    };
    button.click();
    return found;
})"""

UNITS = "KMGTPE"


def size(number):
    unit = ""
    for name in UNITS:
        if not number or number % 1024:
            break
        number, unit = number // 1024, name
    return f"{number}{unit}"


def shown(name, value):
    """A value as people read it."""
    if value is None:
        return "-"
    if not isinstance(value, list):
        return str(value)
    members = map(size, value) if name.endswith("page_sizes") else value
    return ", ".join(map(str, members)) or "none"


def key(model):
    return model["name"], model.get("model")


def title(model):
    return f"{model['name']} ({model['model']})" if "model" in model else model["name"]


def marks(name, host, own, least):
    """By what the baseline's document says of this host."""
    limits = [entry for entry in least["limited_by"] if entry["capability"] == name]
    value = own["capabilities"].get(name)
    found = ""
    if limits and host in limits[0]["hosts"] and value == limits[0]["value"]:
        found += "▼"
    elif value is not None and value != least["capabilities"].get(name):
        found += "≠"
    found += "~" if name in own["uneven"] else ""
    return found + "?" * any(entry["capability"] == name for entry in own["unreported"])


def check_table(checks, table, least, alone):
    what = title(least)
    checks.ok(f"{what}: its title", table["title"].startswith(
        f"{what}: {least['units']} unit"), table["title"])
    baseline, *rows = table["rows"]
    checks.equal(f"{what}: names of capabilities", table["heads"],
                 [name for name, _ in baseline["cells"]])
    checks.ok(f"{what}: no capability is left out", set(least["capabilities"]) - {"model"} |
              {entry["capability"] for entry in least["unreported"]} | set(least["uneven"]) ==
              set(table["heads"]), table["heads"])
    best = {entry["capability"]: entry["best"] for entry in least["limited_by"]}
    checks.equal(f"{what}: the baseline's row",
                 {name: cell["text"] for name, cell in baseline["cells"]},
                 {name: shown(name, least["capabilities"].get(name)) +
                  (f" best {shown(name, best[name])}" if name in best else "")
                  for name in table["heads"]})
    members = [(host, own) for host, document in alone.items() for own in document["models"]
               if key(own) == key(least)]
    checks.equal(f"{what}: its hosts", [row["host"] for row in rows], [h for h, _ in members])
    for row, (host, own) in zip(rows, members):
        cells = dict(row["cells"])
        checks.equal(f"{what}: {host}: values", {n: c["text"] for n, c in cells.items()},
                     {n: shown(n, own["capabilities"].get(n)) for n in table["heads"]})
        checks.equal(f"{what}: {host}: marks", {n: c["marks"] for n, c in cells.items()},
                     {n: marks(n, host, own, least) for n in table["heads"]})
        checks.ok(f"{what}: {host}: marks are heard, too",
                  all(bool(c["marks"]) == bool(c["heard"]) for c in cells.values()))


def expected_tables(model):
    found = []
    if model["registers"]:
        found.append(["Registers", [list(pair) for pair in model["registers"].items()]])
    found.append(["Capabilities", [
        [name, shown(name, value), "default" if name in model["defaulted"] else ""]
        for name, value in model["capabilities"].items()]])
    if model["unknown"]:
        found.append(["Files that this version does not know",
                      [[file["name"], file["text"]] for file in model["unknown"]]])
    return found


def check_detail(checks, report, found, document):
    host = found["host"]
    checks.equal(f"{host}: its errors", found["errors"],
                 [f"{error['path']}: {error['message']}" for error in document["errors"]])
    checks.equal(f"{host}: its IOMMUs", [iommu["name"] for iommu in found["iommus"]],
                 [iommu["name"] for iommu in document["iommus"]])
    for shown_iommu, iommu in zip(found["iommus"], document["iommus"]):
        what = f"{host}: {iommu['name']}"
        checks.ok(f"{what}: its devices", all(device in shown_iommu["text"]
                                              for device in iommu["devices"]))
        checks.equal(f"{what}: its models", [model["title"] for model in shown_iommu["models"]],
                     [title(model) for model in iommu["models"]])
        for shown_model, model in zip(shown_iommu["models"], iommu["models"]):
            checks.equal(f"{what}: {model['name']}: registers, capabilities, other files",
                         shown_model["tables"], expected_tables(model))
            if shown_model["command"]:
                check_command(checks, report, what, shown_model["command"], model)


def check_command(checks, report, what, command, model):
    """The command that the page offers says the same of the words."""
    decoded = report.json(*command.split()[1:])["iommus"][0]["models"][0]
    checks.equal(f"{what}: what its command decodes", decoded["registers"], model["registers"])


def main(program, chromium):
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium(chromium) as browser:
        with open(os.path.join(folder, "bad.json"), "w", encoding="utf-8") as file:
            file.write('{"document": "host"}')
        hosts = [*saved_hosts(), os.path.join(folder, "bad.json"),
                 *(os.path.join(FLEETS, name) for name in (
                     "unknown-words/tomorrow.json", "not-reported/silent.json",
                     "two-models/both.json", "uneven-units/uneven.json"))]
        report = Report(program, browser, folder, hosts)
        fleet = report.json("baseline", *hosts)
        alone = {host: report.json("baseline", host) for host in hosts}
        tables = report.page.run(TABLES)
        rest = [host for host, document in alone.items() if not document["models"]]
        checks.equal("a table a model, and one of the rest", len(tables),
                     len(fleet["models"]) + bool(rest))
        for table, least in zip(tables, fleet["models"]):
            check_table(checks, table, least, alone)
        checks.equal("hosts with nothing to compare", [row["host"] for row in tables[-1]["rows"]],
                     rest)
        checks.ok("why there is nothing to compare", all(row["why"] for row in tables[-1]["rows"]))
        for found in report.page.run(DETAILS):
            host = found["host"]
            document = alone[host] if host.endswith("bad.json") else \
                report.json("--host", host, "list")
            check_detail(checks, report, found, {"iommus": [], **document})
        checks.ok("how many hosts", report.text("summary").startswith(
            f"{len(hosts)} hosts, 1 of which could not be read."), report.text("summary"))
        report.check_quiet(checks, "the page")
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
