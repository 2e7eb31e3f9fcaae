# SPDX-License-Identifier: MIT
"""JSON documents of the tool against the schema and against the decoder's texts."""

import json
import os

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "..", "..", "schema", "iommu-probe-1.schema.json")


def check_schema(checks, what, document):
    check_schemas(checks, what, [document])


def check_schemas(checks, what, documents):
    if not os.path.exists(SCHEMA):
        checks.skip(f"{what} fits the schema", "there is no schema")
        return
    try:
        import jsonschema
    except ImportError:
        checks.skip(f"{what} fits the schema", "python3-jsonschema is missing")
        return
    with open(SCHEMA, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    errors = [f"{error.json_path}: {error.message}" for document in documents
              for error in validator.iter_errors(document)]
    checks.ok(f"{what} fits the schema", not errors, "; ".join(errors))


def load(checks, console, section, status=0):
    """The document of a section, or an empty one with a failed check."""
    recorded = console[section]
    checks.equal(f"{section}: exit status {status}", recorded.status, status)
    try:
        document = json.loads(recorded.text)
    except ValueError as error:
        checks.ok(f"{section} is JSON", False, str(error))
        return {}
    check_schema(checks, section, document)
    checks.equal(f"{section} is a host document", document.get("document"), "host")
    checks.equal(f"{section} has no errors", document.get("errors"), [])
    return document


def text_of(value):
    """A capability as its file has it."""
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return str(value)


def check_capabilities(checks, what, document, expected, origin, registers, defaulted=()):
    """expected: attribute -> text, `model` among them, of all that is not a default."""
    iommus = document.get("iommus", [])
    models = iommus[0].get("models", []) if len(iommus) == 1 else []
    if not checks.equal(f"{what}: one IOMMU with one model", len(models), 1):
        return
    model = models[0]
    found = {name: text_of(value) for name, value in model["capabilities"].items()
             if name not in model["defaulted"]}
    found["model"] = text_of(model.get("model"))
    checks.equal(f"{what}: the values come from {origin}", model["origin"], origin)
    checks.equal(f"{what}: capabilities are the decoder's texts", found, expected)
    checks.equal(f"{what}: the registers as they stand", model["registers"],
                 {name: f"{word:#x}" for name, word in registers.items()})
    checks.equal(f"{what}: defaulted is what has no file", sorted(model["defaulted"]), sorted(defaulted))
    checks.equal(f"{what}: no file is unknown", model["unknown"], [])
