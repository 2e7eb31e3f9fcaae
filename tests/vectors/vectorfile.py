# SPDX-License-Identifier: MIT
"""Vector files held against the decoder, and its command line."""

import os
import sys

from decoder import decode, model_named, parse_registers

HEADER = "# registers\texpected\torigin"


def parse_expected(column):
    """name=text pairs to a dict; a comma stands for the blank inside a list."""
    expected = {}
    for pair in column.split():
        name, equals, text = pair.partition("=")
        if not equals or name in expected:
            raise ValueError(f"malformed expectation {pair}")
        expected[name] = text.replace(",", " ")
    return expected


def check_vector(model, line):
    """What is wrong with one line of a vector file: a list of messages, empty if nothing."""
    columns = line.split("\t")
    if len(columns) != 3 or not all(columns):
        return ["not three columns"]
    try:
        computed = decode(model, parse_registers(model, columns[0].split()))
        expected = parse_expected(columns[1])
    except ValueError as error:
        return [str(error)]
    return [f"{name}: expected {expected.get(name, '(nothing)')}, "
            f"computed {computed.get(name, '(nothing)')}"
            for name in sorted({*computed, *expected})
            if computed.get(name) != expected.get(name)]


def check_file(path):
    """Vectors passed and failed; the model is the file's name."""
    model = os.path.basename(path).removesuffix(".tsv")
    model_named(model)
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    passed = failed = 0
    if lines[:1] != [HEADER]:
        print(f"{path}:1: not the header of a vector file")
        failed += 1
    for count, line in enumerate(lines[1:], start=2):
        wrong = check_vector(model, line)
        for message in wrong:
            print(f"{path}:{count}: {message}")
        if wrong:
            failed += 1
        else:
            passed += 1
    return passed, failed


def main(arguments):
    try:
        if len(arguments) >= 2 and arguments[0] == "--check":
            results = [check_file(path) for path in arguments[1:]]
            passed = sum(result[0] for result in results)
            failed = sum(result[1] for result in results)
            print(f"{passed} passed, {failed} failed")
            return 1 if failed or not passed else 0
        if len(arguments) >= 2 and not arguments[0].startswith("-"):
            model, words = arguments[0], arguments[1:]
            for name, text in decode(model, parse_registers(model, words)).items():
                print(f"{name}={text}")
            return 0
    except (OSError, ValueError) as error:
        print(f"decoder.py: {error}", file=sys.stderr)
        return 2
    print("usage: decoder.py MODEL name=hex… | --check FILE…", file=sys.stderr)
    return 2
