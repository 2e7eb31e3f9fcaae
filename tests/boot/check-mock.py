#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check-mock.py CONSOLE: what a guest with pretend IOMMUs has recorded (inside/mock)."""

import json
import struct
import sys

import choice
from attributes import check_attributes, recorded_files
from checks import Checks
from console import Console
from documents import check_schema, load, text_of
from readers import check_objects, check_readers
from watching import check_beginning, check_told, events_of

from decoder import parse_registers  # attributes knows where it is

MODELS = {"smmu": "arm-smmu-v3", "amd": "amd-vi"}
PARENT = {"name": "iommu_caps_mock", "subsystem": "platform", "driver": "iommu_caps_mock"}

# The answers to a config that differs in some bytes, by the name of their sections.
REFUSALS = {"short": "EINVAL", "flag": "EINVAL", "other-model": "ENODEV", "many-bits": "ERANGE",
            "padding": "EINVAL", "unaligned": "EINVAL", "half-aligned": "EINVAL",
            "no-base": "EINVAL", "high-base": "ERANGE", "field": "EINVAL"}

# What is written to files, and how they answer.
WRITES = {
    "ssid_bits '65'": "ERANGE", "ssid_bits '-1'": "EINVAL", "ssid_bits '0x10'": "EINVAL",
    "bbm '3'": "ERANGE", "pasid_table_align '96'": "EINVAL", "nesting 'perhaps'": "EINVAL",
    "pasid_table_format 'gcr3-1lvl'": "EINVAL", "page_sizes '4097'": "EINVAL",
    "registers 'idr0=1'": "EINVAL", "registers 'idr0=100000000 idr1=0 idr5=0'": "ERANGE",
    "registers 'idr0=0 idr1=0 idr5=0 efr=0'": "EINVAL", "model '2'": "EACCES", "live '2'": "EINVAL"}

DIRECTORIES = {"mkdir no-such-model": "Invalid argument",
               "mkdir iommu-caps-probe": "Invalid argument",
               "mkdir smmu-registers": "File exists", "rmdir smmu-registers": "Directory not empty",
               "rmmod iommu_caps_mock": "Resource temporarily unavailable",
               "rmmod iommu_caps": "Resource temporarily unavailable"}


def succeeded(checks, console, *sections):
    for section in sections:
        checks.equal(f"{section}: exit status 0", console[section].status, 0)


def announced(console, section, name):
    """The actions that were announced of an IOMMU."""
    events = [line.split(" ") for line in console.text(section).splitlines()]
    return [event[0] for event in events if event[-1].endswith(f"/iommu/{name}")]


def packed(console, section):
    """A document that was too long for the console as it is."""
    try:
        return json.loads(console.packed(section))
    except ValueError as error:
        return {"iommus": [], "no document": str(error)}


def check_setup(checks, console):
    """By registers or by attributes: the files are those of the decoder."""
    shown = {}
    for kind, model in MODELS.items():
        words = console.text(f"registers-{kind}").split()
        checks.ok(f"{kind}: the registers that were written are read", words)
        registers = parse_registers(model, words)
        for how in "registers", "attributes":
            succeeded(checks, console, f"by-{how}-{kind}")
            shown[f"{kind}-{how}"] = model, check_attributes(
                checks, f"{kind} by {how}", recorded_files(console, f"files-{kind}-{how}"), model, registers)
        checks.equal(f"{kind}: it is added, then changed by its directory",
                     announced(console, "uevents-live", f"{kind}-registers"), ["add", "change"])
    return shown


def check_document(checks, console, shown, real):
    document = load(checks, console, "json")
    iommus = {iommu["name"]: iommu for iommu in document.get("iommus", [])}
    checks.equal("json: the pretend ones, and the real one", set(iommus), {*shown, real})
    checks.equal("json: the parent says which are pretend",
                 {name for name, iommu in iommus.items() if iommu.get("parent") == PARENT}, set(shown))
    for name, (model, expected) in shown.items():
        models = iommus.get(name, {}).get("models", [])
        found = {key: text_of(value) for entry in models for key, value in entry["capabilities"].items()}
        checks.equal(f"json: {name} has the decoder's texts", {**found, "model": expected["model"]}, expected)
        checks.equal(f"json: the model of {name}, from attributes",
                     [(entry["name"], entry["origin"]) for entry in models], [(model, "attributes")])


def check_refusals(checks, console, unit, no_bits):
    for section, answer in {**REFUSALS, "no-bits": no_bits}.items():
        changed, _, found = console.text(f"{section}-{unit}").strip().rpartition(" ")
        checks.equal(f"{unit}: the config with {section} ({changed}) is refused", found, answer)


def check_bind(checks, console, unit, no_bits, expected):
    """Chosen, written, taken; and refused wherever it is not what was chosen."""
    document = choice.load(checks, console, f"choose-{unit}", "choice")
    choice.check_answer(checks, console, f"choose-{unit}", document, "yes")
    config = bytes.fromhex(console.text(f"config-{unit}"))
    argsz, flags, model, bits, base = struct.unpack("<IIIB3xQ", config[:24])
    checks.equal(f"{unit}: the config that was written", (argsz, flags, model, bits, base, *config[24:26]), expected)
    checks.equal(f"{unit}: the kernel's check takes it", console.text(f"taken-{unit}").strip(), "taken")
    checks.equal(f"{unit}: written to the kernel at once, it is taken",
                 console[f"taken-at-once-{unit}"].status, 0)
    check_refusals(checks, console, unit, no_bits)


def check_agreement(checks, console, section, least):
    text = console.text(section)
    checks.equal(f"{section}: library and kernel agree on every config", console[section].status, 0)
    words = console.words(section)
    print(f"# {section}: " + ", ".join(text.splitlines()))
    counts = {key: int(value) for key, value in words.items() if key.startswith("errno-")}
    checks.ok(f"{section}: at least {least} configs", sum(counts.values()) >= least, text)
    checks.ok(f"{section}: every answer was among them", counts and all(counts.values()), text)


def check_changes(checks, console):
    """A live unit: what is written is seen, and said."""
    before = recorded_files(console, "files-smmu-registers")
    succeeded(checks, console, "change", "absent", "registers-again")
    changed = {**before, "ssid_bits": ("444", b"16\n")}
    checks.equal("a change: it is said once", announced(console, "uevents-change", "smmu-registers"), ["change"])
    checks.equal("a change: the file has it, and no other", recorded_files(console, "files-changed"), changed)
    del changed["httu"]
    checks.equal("an empty line: there is no such file", recorded_files(console, "files-absent"), changed)
    checks.equal("registers: all is decoded anew", recorded_files(console, "files-again"), before)


def check_two_models(checks, console):
    succeeded(checks, console, "second-model", "second-registers", "second-gone")
    iommus = load(checks, console, "json-two").get("iommus", [])
    checks.equal("two models: both are shown", [[model["name"] for model in iommu["models"]] for iommu in iommus],
                 [["arm-smmu-v3", "amd-vi"]])
    checks.equal("two models: a table of either is taken", console.text("two-amd").strip(), "taken")
    checks.equal("one model: only one of its own is", console.text("one-amd").strip(), "ENODEV")


def check_bad_input(checks, console, real):
    found = {}
    for line in console.text("refusals").splitlines():
        path, quoted, answer = line.partition("'")[0], line.split("'")[1], line.split("'")[2].strip()
        found[f"{path.strip().rpartition('/')[2]} '{quoted}'"] = answer
    checks.equal("what no IOMMU shows is refused", found, WRITES)
    checks.equal("what is refused changes nothing", console.text("files-unchanged"),
                 console.text("files-smmu-attributes"))
    found = {}
    for line in console.text("directories").splitlines():
        command, name, answer = line.split(" ", 2)
        found[f"{command} {name.rpartition('/')[2]}"] = answer
    checks.equal("directories that cannot be made or removed, modules in use", found, DIRECTORIES)
    checks.equal(f"{real} is the name of a real one: refused", console.text("clash"),
                 f"{real}/live '1' EEXIST\n0\n")


def check_strange_names(checks, console):
    succeeded(checks, console, "strange")
    document = packed(console, "strange")
    check_schema(checks, "strange names: the document", document)
    names = {iommu["name"] for iommu in document["iommus"]}
    expected = {"a b", "%s%n%p", "ümläut", "a=b", "-n", "*", "a!b", "0" * 200}
    checks.ok("strange names are names", expected <= names, str(names))


def check_gone(checks, console, real):
    succeeded(checks, console, "away", "no-model-left")
    checks.equal("a unit that is not live takes nothing", console.text("not-live").strip(), "ENXIO")
    checks.equal("a unit without a model takes nothing", console.text("nothing-shown").strip(), "ENODEV")
    iommus = load(checks, console, "json-nothing").get("iommus", [])
    checks.equal("a unit without a model is one of which nothing is known",
                 [iommu["models"] for iommu in iommus], [[]])
    checks.equal("what was made is gone", console.text("class-after-unmake"), f"{real}\n")


def check_many(checks, console):
    succeeded(checks, console, "many", "busy")
    document = packed(console, "many")
    check_schema(checks, "1,000 units: the document", document)
    checks.equal("1,000 units: the document has no errors", document.get("errors"), [])
    units = [iommu["models"] for iommu in document["iommus"] if iommu["name"].startswith("many.")]
    checks.equal("1,000 units: all are shown", len(units), 1000)
    checks.ok("1,000 units: each with its 16 bits",
              all(models[0]["capabilities"]["ssid_bits"] == 16 for models in units if models) and all(units))
    check_readers(checks, console, "many-readers", 1)
    check_readers(checks, console, "busy-readers", 1)
    check_objects(checks, console, 1000)


def check_watch(checks, console, real):
    """Every unit is added, changed by its directory, and removed; the real one is changed by each load."""
    succeeded(checks, console, "come-and-go", "told", "watch-status")
    checks.equal("watch: nothing on stderr", console.text("watch-errors"), "")
    events = check_beginning(checks, "watch", events_of(console.packed("watch")), real)

    cycles = [(event, f"cycle.{i}") for i in range(1, 1001) for event in ("add", "change", "remove")]
    # The last one loses its model before it goes.
    last = [(event, "last") for event in ("add", "change", "change", "remove")]
    check_told(checks, events, [("change", real), *cycles, ("change", real), *last])


def main():
    console = Console(sys.argv[1])
    checks = Checks()
    real = console.text("real").strip()
    checks.ok("there is a real IOMMU", real and "\n" not in real, real)
    succeeded(checks, console, "load-mock")
    checks.equal("the module alone pretends nothing", console.text("class-none"), f"{real}\n")
    shown = check_setup(checks, console)
    check_document(checks, console, shown, real)
    # SMMUv3: bits 0 are a single descriptor, which has no format.
    check_bind(checks, console, "smmu-registers", "EINVAL", (32, 0, 2, 20, 0x80000000, 2, 2))
    check_bind(checks, console, "amd-attributes", "ERANGE", (32, 0, 4, 16, 0x80000000, 2, 0))
    checks.equal("AMD's table is nothing for an SMMUv3", console.text("smmu-is-no-amd").strip(), "ENODEV")
    check_agreement(checks, console, "agree", 1000)
    check_changes(checks, console)
    check_two_models(checks, console)
    check_agreement(checks, console, "agree-two", 1000)
    check_bad_input(checks, console, real)
    check_strange_names(checks, console)
    check_gone(checks, console, real)
    check_many(checks, console)
    checks.equal("the class is as it was", console.text("class-after"), f"{real}\n")
    succeeded(checks, console, "unload-mock", "unload")
    check_watch(checks, console, real)
    checks.ok("the log says that they are pretend", "pretend" in console.text("dmesg"))
    checks.equal("no module is left", console.text("lsmod"), "")
    checks.equal("the kernel's log is clean", console.trouble(), [])
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main())
