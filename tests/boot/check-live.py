#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-live.py MODEL [OPTION…] CONSOLE: what a guest with a live IOMMU has recorded (inside/live).

NAME=PATTERN makes sure that a guest is what it is there for: a shell pattern that the text of a
capability matches without the module or with it."""

import argparse
import fnmatch
import sys

import choice
import explained
import truth
from attributes import check_attributes, decode, recorded_files, without_file
from checks import Checks
from console import Console
from documents import check_capabilities, load
from readers import check_readers

LOADS = 50
REBINDS = 50


def check_list(checks, console, section, *words):
    checks.equal(f"{section}: exit status 0", console[section].status, 0)
    text = console.text(section)
    checks.ok(f"{section} shows {' and '.join(words)}", all(word in text for word in words), text)


def size_for_people(size):
    for bits, unit in (60, "E"), (50, "P"), (40, "T"), (30, "G"), (20, "M"), (10, "K"):
        if size >> bits and not size % (1 << bits):
            return f"{size >> bits}{unit}"
    return str(size)


def for_people(name, text):
    words = text.split(" ")
    if name.endswith("page_sizes") and text != "none":
        words = [size_for_people(int(word)) for word in words]
    return ",".join(words)


def check_show(checks, console, section, expected, source):
    """A line for each value: what it is and where it comes from."""
    checks.equal(f"{section}: exit status 0", console[section].status, 0)
    lines = [line.split() for line in console.text(section).splitlines()]
    shown = {line[0]: line[1] for line in lines if len(line) > 1}
    values = {name: for_people(name, text) for name, text in expected.items() if name != "model"}
    checks.equal(f"{section} shows every value", {name: shown.get(name) for name in values}, values)
    checks.ok(f"{section} says where they come from", source in console.text(section))


def check_silence(checks, console, true, document):
    """Without the module nothing is known of an IOMMU whose driver shows nothing."""
    iommus = document.get("iommus", [])
    checks.equal("json-without: no model is known", [i["models"] for i in iommus], [[]])
    check_list(checks, console, "list-without", true.name)
    check_list(checks, console, "show-without", true.name)
    for section in "list-without", "show-without":
        said = console.text(f"{section} stderr") if f"{section} stderr" in console else ""
        checks.ok(f"{section}: one line on stderr names the module",
                  "iommu_caps" in said and said.count("\n") == 1, said)


def check_without(checks, console, true, document, model):
    expected = decode(model, true.without)
    check_capabilities(checks, "json-without", document, expected, "registers", true.stock)
    check_list(checks, console, "list-without", true.name, model)
    check_show(checks, console, "show-without", expected, "decoded from registers")
    checks.ok("list-without: nothing on stderr", "list-without stderr" not in console)
    return expected


def check_with(checks, console, true, document, model):
    expected = check_attributes(checks, "files", recorded_files(console, "files"), model, true.registers)
    check_capabilities(checks, "json-with", document, expected, "attributes", true.stock or {},
                       without_file(model, true.registers))
    check_list(checks, console, "list-with", true.name, model)
    check_show(checks, console, "show-with", expected, f"{model}/input_bits")
    return expected


def check_places(checks, console, true, documents):
    """Where the IOMMU is and what is behind it, whatever is known of itself."""
    endpoints = console.text("endpoints").splitlines()
    checks.equal("the class has one IOMMU", console.text("class"), true.name + "\n")
    checks.ok("there are endpoints behind it", endpoints)
    for which, document in documents.items():
        found = [(i["name"], i.get("parent"), i["devices"]) for i in document.get("iommus", [])]
        checks.equal(f"json-{which}: name, parent and devices of the IOMMU", found,
                     [(true.name, true.parent, endpoints)])
        checks.equal(f"json-endpoint-{which}: an endpoint stands for its IOMMU",
                     load(checks, console, f"json-endpoint-{which}"), document)
    checks.equal("json-nobody: a name that is not there: nothing, exit status 3",
                 console["json-nobody"], ("", 3))


def check_uevents(checks, console):
    """The unit's own KOBJ_ADD was long ago: one change event says that there is more now."""
    path = console.text("path").strip().removeprefix("/sys")
    events = [line.split(" ") for line in console.text("uevents").splitlines()[1:]]
    checks.equal("load: one uevent of the unit, a change",
                 [event for event in events if event[1] == path], [["change", path]])


def check_loads(checks, console):
    loads = console.words("loads")
    checks.equal(f"loads: {LOADS} under readers", loads["loads"], str(LOADS))
    check_readers(checks, console, "loads", LOADS)
    seen = console.numbers_of("loads", "whole", "torn", "least")
    checks.ok("loads: the directory was seen", seen["whole"], str(seen))
    checks.ok("loads: where model is, all files are", not seen["torn"], str(seen))


def check_rebinds(checks, console):
    """The unit goes and comes under the module: as one that comes late."""
    for action in "rebind", "rebinds", "reload-driver":
        checks.equal(f"{action}: exit status 0", console[action].status, 0)
    for action in "rebind", "reload-driver":
        checks.equal(f"{action}: the files are what they were", console.text(f"files-{action}"),
                     console.text("files"))
    path = console.text("path").strip().removeprefix("/sys")
    events = [line.split(" ") for line in console.text("uevents-rebind").splitlines()[1:]]
    checks.equal("rebind: the unit goes, comes, and has more than at first",
                 [event[0] for event in events if event[1] == path], ["remove", "add", "change"])
    check_readers(checks, console, "rebinds", REBINDS)
    checks.equal(f"rebinds: {REBINDS} under readers", console.words("rebinds")["rebinds"], str(REBINDS))


def check_end(checks, console, true):
    checks.equal("unload leaves the class as it was", console.text("class-after"), console.text("class"))
    checks.equal("unload leaves the unit as it was", console.text("after"), console.text("before"))
    if true.stock:
        checks.equal("unload leaves the stock driver's files as they were",
                     console.text("stock-after"), console.text("stock-before"))
    checks.equal("json-after: as it was without the module", console.text("json-after"),
                 console.text("json-without"))
    checks.equal("no module is left", list(console.words("lsmod")), list(console.words("lsmod-before")))
    checks.equal("the kernel's log is clean", console.trouble(), [])


def check_answers(checks, console, true, which, expected):
    """The tool's answers, from what it was seen to read."""
    choice.check_choice(checks, console, which, true.name, expected)
    choice.check_requirement(checks, console, which, expected)
    explained.check_live(checks, console, which, true.registers, expected)


def check_patterns(checks, which, patterns, capabilities):
    for pattern in patterns:
        name = pattern.partition("=")[0]
        text = f"{name}={capabilities.get(name)}"
        checks.ok(f"this guest {which} the module: {pattern}", fnmatch.fnmatchcase(text, pattern), text)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", default=[], metavar="NAME=PATTERN")
    parser.add_argument("--with", action="append", default=[], metavar="NAME=PATTERN", dest="with_")
    parser.add_argument("--scalable", type=int, choices=(0, 1), help="whether scalable mode is in use")
    parser.add_argument("model", choices=truth.OF_MODEL)
    parser.add_argument("console")
    return parser.parse_args()


def main():
    given = arguments()
    console = Console(given.console)
    checks = Checks()
    true = truth.OF_MODEL[given.model](checks, console)
    if given.scalable is not None:
        checks.equal("this guest's scalable mode", true.registers["scalable"], given.scalable)

    for action in "witness", "facts", "load", "unload":
        checks.equal(f"{action}: exit status 0", console[action].status, 0)
    documents = {which: load(checks, console, f"json-{which}") for which in ("without", "with")}
    check_places(checks, console, true, documents)
    if true.without:
        shown = check_without(checks, console, true, documents["without"], given.model)
        check_patterns(checks, "without", given.without, shown)
        check_answers(checks, console, true, "without", shown)
    else:
        check_silence(checks, console, true, documents["without"])
        check_answers(checks, console, true, "without", None)
    shown = check_with(checks, console, true, documents["with"], given.model)
    check_patterns(checks, "with", given.with_, shown)
    check_answers(checks, console, true, "with", shown)
    check_uevents(checks, console)
    if "loads" in console:
        check_loads(checks, console)
    if "rebinds" in console:
        check_rebinds(checks, console)
    check_end(checks, console, true)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
