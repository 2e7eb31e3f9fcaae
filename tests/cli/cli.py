# SPDX-License-Identifier: MIT
"""The built tool, the schema of its documents, and what all tests do with them.

Each test is called with the tool's path, the schema's and the project's folder.
"""

import json
import os
import subprocess
import sys
import unicodedata
import unittest
from collections import namedtuple

import jsonschema

TOOL, SCHEMA, SOURCE = map(os.path.abspath, sys.argv[1:4])
del sys.argv[1:4]

HOSTS = os.path.join(SOURCE, "tests", "hosts")

with open(SCHEMA, encoding="utf-8") as schema_file:
    VALIDATOR = jsonschema.Draft202012Validator(json.load(schema_file))

Result = namedtuple("Result", "status out err")


def without_repeated_keys(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"repeated keys: {pairs}")
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=without_repeated_keys)


def schema_errors(document):
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def environment(**changes):
    return {**os.environ, "LC_ALL": "C", **changes}


def run(command, **options):
    options.setdefault("env", environment())
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("timeout", 10)
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, **options)
    return Result(done.returncode, done.stdout, done.stderr)


def is_control(character):
    return unicodedata.category(character) == "Cc"


class Case(unittest.TestCase):
    maxDiff = None

    def tool(self, *arguments, **options):
        result = run([TOOL, *arguments], **options)
        self.check_stderr(result.err)
        return result

    def check_stderr(self, err):
        """Lines of the tool alone, of which no name on a host makes anything else."""
        # As a terminal of UTF-8 would, and one of Latin-1.
        for encoding in "utf-8", "latin-1":
            text = err.decode(encoding, "replace")
            bad = [c for c in text if c != "\n" and is_control(c)]
            self.assertEqual(bad, [], f"control characters on stderr ({encoding})")
        for line in err.splitlines():
            self.assertTrue(line.startswith((b"iommu-probe: ", b"Try '")), err)

    def read(self, root, *names, status=None, **options):
        """The document of `list`, which fits the schema; status None: as its errors say."""
        result = self.tool("--sysroot", root, "list", "--json", *names, **options)
        return self.check_document(result, status)

    def check_document(self, result, status=None):
        document = parse(result.out.decode("utf-8"))
        self.assertEqual(schema_errors(document), [])
        errors = document["errors"]
        if status is None:
            status = 4 if errors else 0
        self.assertEqual(result.status, status, result.err)
        # One line an error, in the same order; names may have been escaped.
        lines = result.err.decode("ascii" if not errors else "utf-8", "replace").splitlines()
        self.assertEqual(len(lines), len(errors), lines)
        for line, error in zip(lines, errors):
            if error["path"].isprintable() and error["path"].isascii():
                self.assertTrue(line.startswith(f"iommu-probe: {error['path']}: "), line)
        return document

    def assert_same(self, found, expected):
        """Documents, the order of their members included."""
        self.assertEqual(json.dumps(found, indent=1), json.dumps(expected, indent=1))


def without_messages(document):
    """They are for people, and may be put in other words."""
    errors = [{key: value for key, value in error.items() if key != "message"}
              for error in document["errors"]]
    return {**document, "errors": errors}


def main():
    unittest.main(verbosity=1)
