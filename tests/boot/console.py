# SPDX-License-Identifier: MIT
"""The sections that a guest recorded on its console (inside/record.sh)."""

import base64
import gzip
import re
from collections import namedtuple

Section = namedtuple("Section", "text status")

SECTION = re.compile(r"^@@@ begin (?P<name>.*)\n(?P<text>(?:.*\n)*?.*?)@@@ end (?P=name) (?P<status>\d+)$",
                     re.MULTILINE)

# Whatever of these is in the kernel's log is a bug, whoever's it is.
TROUBLE = re.compile(r"WARNING:|BUG|Oops|Call trace|Unable to handle|use-after-free|refcount_t|corruption"
                     r"|Poison overwritten|sysfs: cannot create|blocked for more than|self-detected stall"
                     r"|detected stalls|INFO: (task|trying to register)|ODEBUG|suspected memory leak"
                     r"|iommu_caps: (registers|no directory)")


class Console:
    def __init__(self, path):
        with open(path, encoding="utf-8", errors="replace", newline="") as log:
            text = log.read().replace("\r\n", "\n")
        self.sections = {match["name"]: Section(match["text"], int(match["status"]))
                         for match in SECTION.finditer(text)}

    def __getitem__(self, name):
        if name not in self.sections:
            raise SystemExit(f"the guest has recorded no section {name}")
        return self.sections[name]

    def __contains__(self, name):
        return name in self.sections

    def text(self, name):
        return self[name].text

    def packed(self, name):
        """A section that was too long for the console as it is; ValueError if it is not whole."""
        try:
            return gzip.decompress(base64.b64decode(self.text(name))).decode()
        except (EOFError, OSError) as error:
            raise ValueError(str(error)) from error

    def words(self, name):
        """A section of lines "key value" as a dict; one of lines "key" maps to an empty string."""
        return {key: value for key, _, value in
                (line.partition(" ") for line in self.text(name).splitlines())}

    def numbers(self, name):
        return {key: int(value, 0) for key, value in self.words(name).items()}

    def numbers_of(self, name, *keys):
        words = self.words(name)
        return {key: int(words[key]) for key in keys}

    def trouble(self, but="(?!)"):
        """Lines of the kernel's log that tell of a bug, but those that are expected."""
        return [line for line in self.text("dmesg").splitlines()
                if TROUBLE.search(line) and not re.search(but, line)]
