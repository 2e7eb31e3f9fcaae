# SPDX-License-Identifier: MIT
"""The schema takes what is good and nothing else, and the tool's examples are good."""

import copy
import glob
import json
import os
import unittest

import jsonschema
from cli import HOSTS, SCHEMA, SOURCE, VALIDATOR, main, parse, schema_errors

OPTIONAL = {"parent", "driver", "model"}

# A document in which every member of every shape is there.
FULL = {
    "schema_version": "1.0", "document": "host",
    "iommus": [{
        "name": "unit",
        "parent": {"name": "unit.0", "subsystem": "platform", "driver": "arm-smmu-v3"},
        "models": [{
            "name": "arm-smmu-v3", "model": 2, "origin": "attributes",
            "capabilities": {"ssid_bits": 20, "stall": "force", "pasid0": ["bypass"],
                             "page_sizes": [4096]},
            "defaulted": ["ssid_bits"], "registers": {"idr0": "0x1"},
            "unknown": [{"name": "new", "text": ""}]}],
        "devices": ["0000:00:01.0"]}],
    "errors": [{"path": "/sys/class/iommu", "errno": "EACCES", "message": "Permission denied"}]}


def containers(node, where=()):
    """Every object and array of a document, with the way to it."""
    if isinstance(node, (dict, list)):
        yield where, node
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from containers(value, (*where, key))


def changed(where, change):
    document = copy.deepcopy(FULL)
    node = document
    for key in where:
        node = node[key]
    change(node)
    return document


class TestSchema(unittest.TestCase):
    def refuses(self, document, what):
        self.assertNotEqual(schema_errors(document), [], f"{what}: {json.dumps(document)}")

    def test_is_a_schema(self):
        with open(SCHEMA, encoding="utf-8") as file:
            jsonschema.Draft202012Validator.check_schema(json.load(file))

    def test_every_object_is_closed(self):
        def walk(node, where):
            if isinstance(node, dict):
                if "properties" in node and "oneOf" not in node:
                    self.assertIs(node.get("additionalProperties"), False, where)
                    self.assertLessEqual(set(node.get("required", [])), set(node["properties"]))
                for key, value in node.items():
                    walk(value, f"{where}/{key}")
            elif isinstance(node, list):
                for item in node:
                    walk(item, where)
        walk(VALIDATOR.schema, "")

    def test_full(self):
        self.assertEqual(schema_errors(FULL), [])

    def test_missing_members(self):
        for where, node in containers(FULL):
            if not isinstance(node, dict) or (where and where[-1] in ("capabilities", "registers")):
                continue
            for key in node:
                document = changed(where, lambda target, key=key: target.pop(key))
                if key in OPTIONAL:
                    self.assertEqual(schema_errors(document), [], (where, key))
                else:
                    self.refuses(document, f"{where} without {key}")

    def test_additional_members(self):
        for where, node in containers(FULL):
            if isinstance(node, dict):
                document = changed(where, lambda target: target.update(surprise=1))
                self.refuses(document, f"{where} with another member")

    def test_other_types(self):
        """Nothing is null, and no member has two types."""
        def kind(value):
            return int if isinstance(value, int) else type(value)

        for where, node in containers(FULL):
            for key, value in node.items() if isinstance(node, dict) else enumerate(node):
                for other in None, True, 1, 1.5, "x y", [], {}, [None], -1:
                    if kind(other) == kind(value) and other is not True and other != -1:
                        continue
                    document = changed(where, lambda target, key=key, other=other:
                                       target.__setitem__(key, other))
                    self.refuses(document, f"{where} {key} as {other!r}")

    def test_numbers(self):
        model = ("iommus", 0, "models", 0)
        for where, key, good, bad in (
                (model, "model", (1, 257, 2 ** 63 - 1), (0, -1, 2 ** 63, 1.5)),
                ((*model, "capabilities"), "ssid_bits", (0, 20, 64), (-1, 65, 2 ** 63, "20")),
                ((*model, "capabilities"), "pasid_table_align", (0, 2 ** 63 - 1), (-1, 2 ** 63)),
                ((*model, "capabilities"), "page_sizes", ([], [1, 2]), ([-1], ["1"], 4096, "none")),
                ((*model, "capabilities"), "pasid0", ([], ["new"]), (["a b"], [""], [1], "none")),
                ((*model, "capabilities"), "stall", ("new", "a" * 63),
                 ("", "a b", "a" * 64, "\x7f")),
                ((*model, "registers"), "idr0", ("0x0", "0xffffffff"), ("0x", "ff", "0x0f", "0xF")),
                (model, "origin", ("attributes", "registers"), ("file", "")),
                (model, "defaulted", ([], ["bbm", "ril"]), (["model"], ["new"])),
                (("errors", 0), "errno", ("ENOENT", "EL2NSYNC"), ("", "enoent", "No such file")),
                ((), "schema_version", ("1.0", "1.7"), ("2.0", "1", "1.x")),
                ((), "document", ("host",), ("guest", "")),
        ):
            for value in (*good, *bad):
                document = changed(where, lambda target, key=key, value=value:
                                   target.__setitem__(key, value))
                if value in good:
                    self.assertEqual(schema_errors(document), [], (key, value))
                else:
                    self.refuses(document, f"{key} as {value!r}")

    def test_examples(self):
        paths = glob.glob(os.path.join(SOURCE, "schema", "examples", "*.json"))
        paths += glob.glob(os.path.join(HOSTS, "*", "expected", "*.json"))
        self.assertNotEqual(paths, [])
        for path in paths:
            with self.subTest(path), open(path, encoding="utf-8") as file:
                self.assertEqual(schema_errors(parse(file.read())), [])


if __name__ == "__main__":
    main()
