# SPDX-License-Identifier: MIT
"""Fields of registers and texts of values, of which the reference decoders are made.

A field is always given by its bits and by the name it has in the architecture's document. None is
"unknown" throughout and never shown."""

from collections import namedtuple

Field = namedtuple("Field", "register high low")

K = 1024
M = 1024 * K
G = 1024 * M
T = 1024 * G


def number(value):
    return None if value is None else str(value)


def address_width(bits):
    """What a firmware table says, unless it is nothing or more than an address has."""
    return bits if bits and bits <= 64 else None


def switch(value):
    return None if value is None else ("enabled" if value else "disabled")


def listed(items):
    return None if items is None else (" ".join(str(item) for item in items) or "none")


def sizes(items):
    return None if items is None else listed(sorted(set(items)))


def both(one, other):
    """And, of values that may be unknown: one certain no is enough."""
    known = [value for value in (one, other) if value is not None]
    if any(not value for value in known):
        return False
    return True if len(known) == 2 else None


def inverse(value):
    return None if value is None else not value


def one_of(value, meanings):
    """The meaning of an encoding; None where it is unknown or reserved."""
    return meanings.get(value)


def at_most(value, limit):
    """A width, None where it is over what the architecture allows."""
    return value if value is not None and value <= limit else None


def fields_of(regs, table):
    """A function that extracts a field by name, None where its register was not given."""
    def get(name):
        field = table[name]
        word = regs.get(field.register)
        if word is None:
            return None
        return (word >> field.low) & ((1 << (field.high - field.low + 1)) - 1)
    return get
