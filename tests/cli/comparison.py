# SPDX-License-Identifier: MIT
"""The document `comparison` a second time, from two documents `host` and the rules alone."""

from fleet import NO_NUMBER, by_model, has_notion
from least import NAMES, ORDERS, WORDS, differ, least, rank, reported

NOTHING = (0, "disabled", "none", [])


def least_of(name, units):
    """None where one of them does not report it, or there is none."""
    values = reported(name, units)
    return least(name, values) if len(values) == len(units) else None


def is_least(name, value):
    """Of its kind: of an alignment, of stall and of tt_endian nothing is."""
    if name in ("pasid_table_align", "stall", "tt_endian"):
        return False
    return value in NOTHING


def words_differ(name, a, b):
    if name in ("stall", "tt_endian"):
        known = a in WORDS and b in WORDS
        if name == "tt_endian":
            return "changed", not (known and b == "both")
        return "changed", not known or a == "enabled" or b == "force"
    if None in (rank(name, a), rank(name, b)):
        return "changed", not is_least(name, a)
    if rank(name, b) > rank(name, a):
        return "more", False
    return ("off" if a in ORDERS[0] else "lower"), True


def differ_in(name, a, b):
    """Reason, and whether it blocks; None if in nothing that matters."""
    if b is None:
        return None if is_least(name, a) else ("not-reported", True)
    if not differ([a, b]):
        return None
    if isinstance(a, list):
        return ("more", False) if set(a) <= set(b) else ("missing-word", True)
    if isinstance(a, int):
        if rank(name, b) > rank(name, a):
            return "more", False
        return ("greater" if name == "pasid_table_align" else "smaller"), True
    return words_differ(name, a, b)


def is_gap(number, name, a, b):
    """Of which a model, or one of its IOMMUs, has a notion, but not all of A's report it."""
    return bool(has_notion(number, name) or reported(name, a) or
                (not has_notion(number, "input_bits") and reported(name, b)))


def compare_models(model, a, b):
    """Rows, and whether all of A is known."""
    rows, known = [], True
    for name in NAMES:
        value, other = least_of(name, a), least_of(name, b)
        if name == "model":
            continue
        if value is None:
            known = known and not is_gap(model[0], name, a, b)
            continue
        found = differ_in(name, value, other)
        if not found:
            continue
        row = {"model": model[1], "capability": name, "a": value}
        if other is not None:
            row["b"] = other
        rows.append({**row, "blocking": found[1], "reason": found[0]})
    return rows, known


def comparison(a, b):
    """Of (name, document) pairs without errors: the document but for messages, and the status."""
    (name_a, host_a), (name_b, host_b) = a, b
    there = {key: units[0] for key, units in by_model([b]).items()}
    rows, known = [], all(iommu["models"] for iommu in host_a["iommus"])
    for model, units in sorted(by_model([a]).items()):
        if model[0] == NO_NUMBER:
            known = False
        elif model not in there:
            rows.append({"model": model[1], "blocking": True, "reason": "no-model"})
        else:
            more, all_known = compare_models(model, units[0], there[model])
            rows += more
            known = known and all_known
    blocked = any(row["blocking"] for row in rows)
    if blocked or not host_a["iommus"] or not host_b["iommus"]:
        status = 1
    else:
        status = 0 if known else 4
    return status, {"schema_version": "1.0", "document": "comparison", "a": name_a, "b": name_b,
                    "answer": "no" if status else "yes", "differences": rows, "errors": []}
