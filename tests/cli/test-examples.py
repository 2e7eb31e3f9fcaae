# SPDX-License-Identifier: MIT
"""schema/examples: one of each document, which fits the schema and is what the tool prints."""

import os
import sys

from cli import SCHEMA, SOURCE, TOOL, Case, main, parse, run, schema_errors

FOLDER = os.path.join(SOURCE, "schema", "examples")


def read(path):
    with open(path, encoding="utf-8") as file:
        return parse(file.read())


class TestExamples(Case):
    def test_documents(self):
        documents = {definition["$ref"].rpartition("/")[2] for definition in read(SCHEMA)["oneOf"]}
        examples = {name[:-len(".json")] for name in os.listdir(FOLDER) if name.endswith(".json")}
        self.assertEqual(examples, documents)
        for name in examples:
            document = read(os.path.join(FOLDER, f"{name}.json"))
            self.assertEqual(document["document"], name)
            self.assertEqual(schema_errors(document), [], name)

    def test_drift(self):
        result = run([sys.executable, os.path.join(FOLDER, "make"), "--check", TOOL])
        self.assertEqual((result.status, result.err), (0, b""))

    def test_schema_has_a_name(self):
        self.assertEqual(read(SCHEMA)["$id"], "urn:iommu-probe:schema:1")


if __name__ == "__main__":
    main()
