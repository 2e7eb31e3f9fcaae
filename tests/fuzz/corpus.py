#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""corpus.py TARGET FOLDER: what a fuzzer begins with, from the vectors and the saved hosts."""

import gzip
import io
import os
import re
import struct
import sys
import tarfile

TESTS = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
HOSTS = os.path.join(TESTS, "hosts")
FLEETS = os.path.join(TESTS, "fleets")
sys.path.insert(0, os.path.join(TESTS, "vectors"))
KERNEL = os.path.join(TESTS, "..", "kernel")
NUMBERS = os.path.join(KERNEL, "include", "uapi", "linux", "iommu-caps.h")
DEFINITIONS = os.path.join(KERNEL, "include", "linux", "iommu-caps-defs.h")

from decoder import parse_registers  # noqa: E402


def rows(macro):
    """Of a table that the kernel part and the fuzzers share, the first string of each row."""
    with open(DEFINITIONS, encoding="utf-8") as file:
        return re.findall(rf'^IOMMU_CAPS_DEF_{macro}\([^"]*"([^"]*)"', file.read(), re.M)


def registers(model):
    """Names in the order of the decoder; none if there is no decoder."""
    path = os.path.join(KERNEL, "models", model + ".h")
    if not os.path.exists(path):
        return []
    prefix = model.upper().replace("-", "_") + "_"
    with open(path, encoding="utf-8") as file:
        return [name.lower() for name in re.findall(rf"^\t{prefix}(\w+)[,\n]", file.read(), re.M)]


def vectors(model):
    path = os.path.join(TESTS, "vectors", model + ".tsv")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as file:
        for line in file.read().splitlines()[1:]:
            words, expected, _ = line.split("\t")
            yield parse_registers(model, words.split()), expected.split()


def decoder():
    for number, model in enumerate(rows("MODEL")):
        order = registers(model)
        for words, _ in vectors(model):
            known = sum(1 << order.index(name) for name in words)
            yield struct.pack("<BH", number, known) + b"".join(
                struct.pack("<Q", words.get(name, 0)) for name in order)


def attribute():
    names = rows("ATTRIBUTE")
    for model in rows("MODEL"):
        for _, expected in vectors(model):
            for pair in expected:
                name, text = pair.split("=")
                yield bytes([names.index(name)]) + text.replace(",", " ").encode() + b"\n"


def requirement():
    """Of each vector, by as many as are taken at once, of the host in fuzz-requirement.c."""
    for number, model in enumerate(("arm-smmu-v3", "intel-vtd", "amd-vi", "riscv-iommu")):
        for _, expected in vectors(model):
            for at in range(0, len(expected), 8):
                for operator in "=", "!=", ">=", "<":
                    texts = (pair.split(",")[0].replace("=", operator)
                             for pair in expected[at:at + 8])
                    yield bytes([number]) + "\0".join(texts).encode()


def entries(root):
    for folder, folders, files in os.walk(root):
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, root)
            if inside.split("/")[0] != "expected":
                yield path, inside.encode()


def tree():
    """A saved host each, as fuzz-tree.c reads it."""
    for host in sorted(os.listdir(HOSTS)):
        content = b""
        for path, inside in entries(os.path.join(HOSTS, host)):
            if os.path.islink(path):
                content += b"l" + inside + b"\0" + os.fsencode(os.readlink(path)) + b"\0"
            elif os.path.isdir(path):
                content += b"d" + inside + b"\0"
            else:
                with open(path, "rb") as file:
                    text = file.read(0xffff)
                content += b"f" + inside + b"\0" + struct.pack("<H", len(text)) + text
        yield content


def tar(members, form):
    """Of (name, what tarfile.TarInfo has of it, content)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, kind, link, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def members(root):
    for path, inside in entries(root):
        if os.path.islink(path):
            yield inside.decode(), tarfile.SYMTYPE, os.readlink(path), b""
        elif os.path.isdir(path):
            yield inside.decode(), tarfile.DIRTYPE, "", b""
        else:
            with open(path, "rb") as file:
                yield inside.decode(), tarfile.REGTYPE, "", file.read()


def zstd(content):
    """Blocks as they are, within a frame: what is changed in them stays a frame."""
    size = 1 << 16
    blocks = [content[at:at + size] for at in range(0, len(content), size)]
    frame = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(content))
    for block in blocks:
        head = len(block) << 3 | (block is blocks[-1])
        frame += struct.pack("<I", head)[:3] + block
    return frame


def odd_members():
    """What no snapshot has in it, an archive each."""
    file = ("sys/class/iommu/dmar0/intel-iommu/cap", tarfile.REGTYPE, "", b"d2008c222f0686\n")
    up = ("sys/up", tarfile.SYMTYPE, "..", b"")
    for kind in tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE:
        yield [file, ("sys/odd", kind, file[0], b"")]
    for link in "/sys", "../../../out", "up/../../out", "none", "./" * 9 + "none":
        yield [file, up, ("sys/odd", tarfile.SYMTYPE, link, b"")]
    for name in ("/sys/odd", "../odd", "sys/../../odd", "d/" * 70, "n" * 300, "./sys//./odd",
                 "\x1b[2J"):
        yield [file, (name, tarfile.REGTYPE, "", b"x")]
    yield [file, file]
    yield [file, (file[0] + "/below", tarfile.REGTYPE, "", b"")]
    # By way of another link, they lead out for whoever follows them.
    out = ("sys/out", tarfile.SYMTYPE, "up/..", b"")
    yield [up, out, ("sys/out/new", tarfile.DIRTYPE, "", b"")]
    yield [up, ("sys/class/iommu", tarfile.SYMTYPE, "../up/..", b"")]
    yield [file, ("iommu-probe-snapshot", tarfile.REGTYPE, "",
                  b"iommu-probe-snapshot 1\nversion 0.1.0\nanonymized\n"
                  b"unreadable EIO /sys/class/iommu/dmar0/intel-iommu/ecap\n"
                  b"unseen EACCES /sys/class/iommu/dmar0/devices\n")]


def archive():
    """Saved hosts, all formats and compressions among them, and archives that are refused."""
    forms = tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT
    for number, host in enumerate(sorted(os.listdir(HOSTS))):
        content = tar(members(os.path.join(HOSTS, host)), forms[number % 3])
        yield gzip.compress(content, mtime=0)
        # A fuzzer cuts longer ones off.
        if len(content) < 1 << 16:
            yield (content, gzip.compress(content, 0, mtime=0), zstd(content))[number // 3 % 3]
    for odd in odd_members():
        yield tar(odd, tarfile.GNU_FORMAT)
        yield tar(odd, tarfile.PAX_FORMAT)


def files_named(names):
    for host in sorted(os.listdir(HOSTS)):
        for path, _ in entries(os.path.join(HOSTS, host)):
            if os.path.basename(path) in names and os.path.isfile(path):
                with open(path, "rb") as file:
                    yield os.path.basename(path), file.read()


def pci_config():
    for _, content in files_named(["config"]):
        yield content


def acpi():
    names = ["DMAR", "IVRS", "IORT"]
    for name, content in files_named(names):
        yield bytes([names.index(name)]) + content


def document():
    """Each host of a fleet with its baseline; each saved host with itself."""
    pairs = []
    for fleet in sorted(os.listdir(FLEETS)):
        folder = os.path.join(FLEETS, fleet)
        if not os.path.isdir(folder):
            continue
        hosts = [os.path.join(folder, name) for name in sorted(os.listdir(folder))
                 if name.endswith(".json")]
        baseline = os.path.join(folder, "expected", "baseline.json")
        pairs += [(baseline, host) for host in hosts]
    for host in sorted(os.listdir(HOSTS)):
        listed = os.path.join(HOSTS, host, "expected", "list.json")
        pairs.append((listed, listed))
    for pair in pairs:
        texts = []
        for path in pair:
            with open(path, "rb") as file:
                texts.append(file.read())
        yield b"\0".join(texts)


def pasid_table():
    """All that a unit may offer, then a config without its argsz."""
    with open(NUMBERS, encoding="utf-8") as file:
        numbers = dict(re.findall(r"IOMMU_CAPS_NUMBER_(\w+) = (\d+)", file.read()))
    for model, name in enumerate(rows("MODEL")):
        number = int(numbers[name.upper().replace("-", "_")])
        yield struct.pack("<BBBBBBIIII", model, 0xff, 0xff, 20, 48, 5, 32, 0, number, 8) + \
            struct.pack("<QQ", 0x100000, 0)


def main(arguments):
    target, folder = arguments
    os.makedirs(folder, exist_ok=True)
    count = 0
    for content in sorted(set(globals()[target.replace("-", "_")]())):
        with open(os.path.join(folder, f"seed-{count:04}"), "wb") as file:
            file.write(content)
        count += 1
    if not count:
        sys.exit(f"corpus.py: nothing to begin with for {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
