#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""vectors.py FILE…: register vectors as rows of C; the model is the file's name."""

import os
import sys

HEADER = "# registers\texpected\torigin"


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rows(path):
    model = os.path.basename(path).removesuffix(".tsv")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    if lines[:1] != [HEADER]:
        raise ValueError(f"{path}: not the header of a vector file")
    for number, line in enumerate(lines[1:], start=2):
        registers, expected, _ = line.split("\t")
        yield f"\t{{ {quote(model)}, {number}, {quote(registers)}, {quote(expected)} }},"


def main(paths):
    for path in paths:
        print(*rows(path), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
