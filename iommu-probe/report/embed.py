#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""embed.py PAGE STYLE SCRIPT... OUTPUT VERSION: the page of a report as C.

Only this style and this script may run in it: their hashes are in the page's
policy. They are without comments, which are for those who read the files.
"""

import base64
import hashlib
import re
import sys

DOCUMENTS = "@DOCUMENTS@"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def without_comments(text):
    """Blocks and lines of their own; there are no others."""
    return re.sub(r"^\s*(/\*.*?\*/|//[^\n]*)\n", "", text, flags=re.S | re.M)


def policy_hash(text):
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def as_array(name, text):
    data = text.encode("utf-8")
    rows = (", ".join(str(byte if byte < 128 else byte - 256) for byte in data[i:i + 20])
            for i in range(0, len(data), 20))
    return (f"const char {name}[] = {{\n" + "".join(f"\t{row},\n" for row in rows) + "};\n"
            f"const size_t {name}_size = sizeof({name});\n")


def main(page, style, *rest):
    *scripts, output, version = rest
    style = without_comments(read(style))
    script = '"use strict";\n(() => {\n' + "".join(map(without_comments, map(read, scripts)))
    script += "})();\n"
    text = read(page)
    for mark, value in (("@STYLE_HASH@", policy_hash(style)),
                        ("@SCRIPT_HASH@", policy_hash(script)),
                        ("@VERSION@", version), ("@STYLE@", style), ("@SCRIPT@", script)):
        if text.count(mark) != 1:
            raise ValueError(f"{page}: {mark} is there {text.count(mark)} times")
        text = text.replace(mark, value)
    head, tail = text.split(DOCUMENTS)
    with open(output, "w", encoding="ascii") as file:
        file.write('#include "report.h"\n\n')
        file.write(as_array("report_head", head))
        file.write(as_array("report_tail", tail))


if __name__ == "__main__":
    main(*sys.argv[1:])
