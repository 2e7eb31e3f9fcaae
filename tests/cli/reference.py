# SPDX-License-Identifier: MIT
"""The document `list --json` a second time, from the description of the documents alone.

It knows model directories, not registers, reads as root does, and leaves messages out.
"""

import errno
import os
import re
import stat

MODELS = {
    1: ("intel-vtd", "i", 4096),
    2: ("arm-smmu-v3", "s", 64),
    4: ("amd-vi", "a", 4096),
    256: ("virtio-iommu", "v", 0),
    257: ("riscv-iommu", "r", 4096),
}

# name: kind, what an absent file means, models that have the notion
ATTRIBUTES = {
    "asid_bits": ("bits", 0, "isar"),
    "ssid_bits": ("bits", 0, "isar"),
    "sid_bits": ("bits", 0, "s"),
    "input_bits": ("bits", 0, "isarv"),
    "s2_input_bits": ("bits", 0, "isar"),
    "output_bits": ("bits", 0, "isar"),
    "btm": ("word", "disabled", "s"),
    "httu": ("word", "none", "isar"),
    "stall": ("word", "disabled", "s"),
    "pgtable_format": ("names", [], "isarv"),
    "s2_pgtable_format": ("names", [], "isar"),
    "page_sizes": ("numbers", [], "isarv"),
    "s2_page_sizes": ("numbers", [], "isar"),
    "pasid_table_format": ("names", [], "isar"),
    "pasid_table_align": ("number", None, "isar"),
    "pasid0": ("names", [], "isar"),
    "nesting": ("word", "disabled", "isar"),
    "s2fwb": ("word", "disabled", "s"),
    "stream_table_format": ("names", [], "s"),
    "tt_endian": ("word", "little", "s"),
    "lpa2": ("word", "disabled", "s"),
    "bbm": ("number", 0, "s"),
    "ril": ("word", "disabled", "s"),
    "ats": ("word", "disabled", "isar"),
    "pri": ("word", "disabled", "isar"),
    "coherent": ("word", "disabled", "is"),
    "snoop": ("word", "disabled", "i"),
    "dirty_tracking": ("word", "disabled", "isa"),
    "intremap": ("word", "none", "ia"),
    "posted_interrupts": ("word", "disabled", "ia"),
}

CLASS = b"/sys/class/iommu"
PCI = re.compile(rb"([0-9a-fA-F]{4,}):([0-9a-fA-F]{2}):([0-9a-fA-F]{2})\.([0-7])")
TOKEN = re.compile(rb"0x([0-9a-fA-F]+)|([0-9]+)|(.)", re.DOTALL)


def natural(name):
    """A key to sort by."""
    pci = PCI.fullmatch(name)
    if pci:
        return 0, [int(number, 16) for number in pci.groups()], name
    tokens = []
    for hexadecimal, decimal, other in TOKEN.findall(name):
        if other:
            tokens.append((ord(other), 0, 0))
        elif decimal:
            tokens.append((ord("0"), 0, int(decimal)))
        else:
            tokens.append((ord("0"), 1, int(hexadecimal, 16)))
    return 1, tokens, name


def text_of(raw):
    return raw.decode("utf-8", "replace")


def last_part(link):
    """What a link says is the name of something; None if it says none."""
    last = os.path.basename(link)
    return None if last in (b"", b".", b"..") else text_of(last)


class Malformed(Exception):
    def __init__(self, number):
        super().__init__(os.strerror(number))
        self.number = number


def parse_number(text, most=2 ** 63 - 1):
    if not re.fullmatch(rb"[0-9]+", text):
        raise Malformed(errno.EINVAL)
    if int(text) > most:
        raise Malformed(errno.ERANGE)
    return int(text)


def parse_words(text):
    if not re.fullmatch(rb"[!-~]+( [!-~]+)*", text):
        raise Malformed(errno.EINVAL)
    words = text.split(b" ")
    if words == [b"none"]:
        return []
    if b"none" in words:
        raise Malformed(errno.EINVAL)
    return words


def parse(kind, text):
    if kind == "bits":
        return parse_number(text, 64)
    if kind == "number":
        return parse_number(text)
    if kind == "word":
        if not re.fullmatch(rb"[!-~]{1,63}", text):
            raise Malformed(errno.EINVAL)
        return text.decode()
    words = parse_words(text)
    if kind == "numbers":
        if not all(re.fullmatch(rb"[0-9]+", word) for word in words):
            raise Malformed(errno.EINVAL)
        return sorted(parse_number(word) for word in words)
    if any(len(word) > 63 for word in words):
        raise Malformed(errno.EINVAL)
    return [word.decode() for word in words]


class Reference:
    def __init__(self, root):
        self.root = os.fsencode(root)
        self.errors = []

    def complain(self, path, number):
        self.errors.append((natural(path), number, path))

    def resolve(self, path):
        """Where a path leads without leaving the tree; an OSError of the one that fails."""
        done, rest, links = [], [part for part in path.split(b"/") if part], 0
        while rest:
            part = rest.pop(0)
            if part in (b"", b"."):
                continue
            if part == b"..":
                if not done:
                    raise OSError(errno.ELOOP, "leads out")
                done.pop()
                continue
            full = b"/".join([self.root, *done, part])
            mode = os.lstat(full).st_mode
            if stat.S_ISLNK(mode):
                links += 1
                target = os.readlink(full)
                if links > 40 or target.startswith(b"/"):
                    raise OSError(errno.ELOOP, "leads out or in circles")
                rest = target.split(b"/") + rest
            elif not stat.S_ISDIR(mode):
                raise OSError(errno.ENOTDIR, "not a directory")
            else:
                done.append(part)
        return b"/".join([self.root, *done])

    def read_file(self, directory, path, name):
        """Its bytes; None, and an error, if it cannot be read."""
        full = os.path.join(directory, name)
        mode = os.lstat(full).st_mode
        number = 0
        if stat.S_ISLNK(mode):
            number = errno.ELOOP
        elif stat.S_ISDIR(mode):
            number = errno.EISDIR
        elif not stat.S_ISREG(mode):
            number = errno.EINVAL
        elif os.stat(full).st_size > 4096:
            number = errno.EFBIG
        if number:
            self.complain(path + b"/" + name, number)
            return None
        with open(full, "rb") as file:
            text = file.read()
        return text[:-1] if text.endswith(b"\n") else text

    def read_value(self, directory, path, name, kind):
        text = self.read_file(directory, path, name.encode())
        if text is None:
            return None
        try:
            return parse(kind, text)
        except Malformed as malformed:
            self.complain(path + b"/" + name.encode(), malformed.number)
            return None

    def model(self, directory, path, name, entries):
        number = self.read_value(directory, path, "model", "number")
        document = {"name": text_of(name), "model": number, "origin": "attributes",
                    "capabilities": {}, "defaulted": [], "registers": {}, "unknown": []}
        if number == 0:
            self.complain(path + b"/model", errno.EINVAL)
        if not number:
            del document["model"]
            return document
        known, letter, align = MODELS.get(number, (None, "", 0))
        if known and known.encode() != name:
            self.complain(path + b"/model", errno.EINVAL)
        for attribute, (kind, absent, letters) in ATTRIBUTES.items():
            if attribute.encode() in entries:
                value = self.read_value(directory, path, attribute, kind)
                if value is not None:
                    document["capabilities"][attribute] = value
            elif letter and letter in letters:
                document["capabilities"][attribute] = align if absent is None else absent
                document["defaulted"].append(attribute)
        for entry in sorted(entries, key=natural):
            if text_of(entry) in ("model", *ATTRIBUTES):
                continue
            if stat.S_ISREG(os.lstat(os.path.join(directory, entry)).st_mode):
                text = self.read_file(directory, path, entry)
                if text is not None:
                    document["unknown"].append({"name": text_of(entry), "text": text_of(text)})
        return document

    def parent(self, path):
        try:
            device = self.resolve(path + b"/device")
            link = os.readlink(os.path.join(self.resolve(path), b"device"))
            subsystem = os.readlink(os.path.join(device, b"subsystem"))
        except OSError as error:
            if error.errno == errno.ELOOP:
                self.complain(path + b"/device", errno.ELOOP)
            return None
        parent = {"name": last_part(link), "subsystem": last_part(subsystem)}
        if not all(parent.values()):
            return None
        try:
            driver = last_part(os.readlink(os.path.join(device, b"driver")))
            if driver:
                parent["driver"] = driver
        except OSError:
            pass
        return parent

    def iommu(self, directory, path, name):
        document = {"name": text_of(name), "parent": None, "models": [], "devices": []}
        entries = os.listdir(directory)
        if b"device" in entries:
            document["parent"] = self.parent(path)
        if not document["parent"]:
            del document["parent"]
        models = []
        for entry in entries:
            full = os.path.join(directory, entry)
            if not stat.S_ISDIR(os.lstat(full).st_mode):
                continue
            inside = os.listdir(full)
            if entry == b"devices":
                document["devices"] = [text_of(device) for device in sorted(inside, key=natural)]
            elif b"model" in inside:
                model = self.model(full, path + b"/" + entry, entry, inside)
                models.append((model.get("model", 2 ** 64), natural(entry), model))
        document["models"] = [model for *_, model in sorted(models, key=lambda m: m[:2])]
        return document

    def host(self):
        iommus = []
        try:
            names = os.listdir(self.resolve(CLASS))
        except FileNotFoundError:
            names = []
        except OSError as error:
            self.complain(CLASS, error.errno)
            names = []
        for name in sorted(names, key=natural):
            path = CLASS + b"/" + name
            if name == b"iommu-caps-probe":
                continue
            try:
                directory = self.resolve(path)
            except OSError as error:
                self.complain(path, error.errno)
                if error.errno != errno.ENOTDIR:
                    iommus.append({"name": text_of(name), "models": [], "devices": []})
                continue
            iommus.append(self.iommu(directory, path, name))
        return {"schema_version": "1.0", "document": "host", "iommus": iommus,
                "errors": [{"path": text_of(path), "errno": errno.errorcode[number]}
                           for _, number, path in sorted(self.errors)]}


def host_document(root):
    return Reference(root).host()
