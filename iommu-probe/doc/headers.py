#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""doxygen's filter: comments of the public headers, as it wants to have them.

In a header a comment belongs to all declarations up to the next empty line, and
if these only name structs, to those of the next paragraph too. Plain text is
meant in it: nothing is a command or a tag. Every object's _ref() and _unref()
do the same.

headers.py HEADER
"""

import os
import re
import sys

COUNTED = {
    "_ref": "Takes one more reference, for _unref(). NULL is taken. Returns the object.",
    "_unref": "Drops a reference; the object goes with its last. NULL is taken. Returns NULL.",
}


def marked(comment, mark="/**"):
    """The comment with another beginning, and what doxygen would make something of escaped."""
    inside = re.sub(r"([\\@<>#&$%])", r"\\\1", comment[2:-2])
    return mark + inside + "*/"


def declarations(lines):
    """Each with the lines that it goes on in; a body is one with its head."""
    found, depth = [], 0
    for line in lines:
        if found and (depth or not re.search(r"[;}]\s*(/\*.*\*/)?$", found[-1])) and not (
                found[-1].startswith("#")):
            found[-1] += "\n" + line
        else:
            found.append(line)
        depth += line.count("{") - line.count("}")
    return found


def members(body):
    """Comments of a struct's or enum's members: behind them, or before."""
    body = re.sub(r"(?<=[,;] )\s*(/\*.*?\*/)(?=\n)",
                  lambda found: marked(found.group(1), "/**<"), body)
    return re.sub(r"(?<=\n)(\s*)(/\*(?!\*).*?\*/)",
                  lambda found: found.group(1) + marked(found.group(2)), body, flags=re.S)


def documented(declaration, comment):
    name = re.search(r"(_ref|_unref)\(", declaration)
    if name:
        comment = f"/* {COUNTED[name.group(1)]} */"
    if not comment:
        return members(declaration)
    return marked(comment) + "\n" + members(declaration)


def filtered(header):
    carried = None
    for paragraph in header.split("\n\n"):
        found = re.match(r"(/\*.*?\*/)\n(.*)", paragraph, re.S)
        comment, rest = (found.group(1), found.group(2)) if found else (None, paragraph)
        if paragraph.startswith("#") or rest.startswith(("#if", "extern", "}")):
            comment = carried = None
        comment = comment or carried
        found = declarations(rest.split("\n"))
        names_only = all(re.match(r"(struct \w+;|#define)", each) for each in found)
        carried = comment if names_only else None
        yield "\n".join(documented(each, comment) for each in found)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        # The licence and the head of the file, which is the file's own.
        head, _, rest = file.read().partition("\n#ifndef ")
    licence, _, about = head.partition("\n")
    comment = marked(about.strip(), f"/** @file {os.path.basename(sys.argv[1])}")
    print(licence, comment, "#ifndef " + "\n\n".join(filtered(rest)), sep="\n")


if __name__ == "__main__":
    main()
