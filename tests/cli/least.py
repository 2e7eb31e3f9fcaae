# SPDX-License-Identifier: MIT
"""The least of several values a second time, from the rules and the table of words alone."""

import json
import os
import re

from cli import SOURCE

WIDTHS = {"sid_bits", "input_bits", "s2_input_bits", "output_bits"}
ORDERS = (["disabled", "enabled"], ["none", "access", "access+dirty"], ["none", "xapic", "x2apic"])


def table():
    """Names of the attributes, and words by text, in the order of the table."""
    path = os.path.join(SOURCE, "kernel/include/linux/iommu-caps-defs.h")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    names = re.findall(r'^IOMMU_CAPS_DEF_ATTRIBUTE\(\w+, "(\w+)"', text, re.MULTILINE)
    words = re.findall(r'^IOMMU_CAPS_DEF_WORD\(\w+, \w+, "([^"]+)"', text, re.MULTILINE)
    return names, words


NAMES, WORDS = table()


def place(member):
    """By size, or by the table; what is not in it last."""
    if isinstance(member, int):
        return member, ""
    return WORDS.index(member) if member in WORDS else len(WORDS), member


def least_word(name, values):
    if name == "stall":
        return "disabled" if set(values) == {"enabled", "disabled"} else None
    if name == "tt_endian":
        return None
    for order in ORDERS:
        if set(values) <= set(order):
            return min(values, key=order.index)
    return None


def least(name, values):
    """Of values that were all reported; None: there is none."""
    if isinstance(values[0], list):
        common = set(values[0]).intersection(*values)
        if name == "stream_table_format":
            return sorted(common, key=["2lvl", "linear"].index)
        return sorted(common, key=place)
    if len(set(values)) == 1:
        return values[0]
    if isinstance(values[0], int):
        return max(values) if name == "pasid_table_align" else min(values)
    return least_word(name, values)


def differ(values):
    return len({json.dumps(sorted(v) if isinstance(v, list) else v) for v in values}) > 1


def reported(name, units):
    """What these capabilities say of it; a width of 0 says nothing."""
    return [unit[name] for unit in units
            if name in unit and not (name in WIDTHS and unit[name] == 0)]


def rank(name, value):
    """Greater is better; None: in no order."""
    if name in ("stall", "tt_endian") or isinstance(value, list):
        return None
    if isinstance(value, int):
        return -value if name == "pasid_table_align" else value
    return next((order.index(value) for order in ORDERS if value in order), None)
