#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""make-iort.py CONSOLE OUT: the IORT that a guest has recorded, saying that the SMMUv3 updates
access and dirty state (HTTU), which QEMU's IORT and its IDR0 deny."""

import sys

from console import Console
from iort import with_httu

console, out = sys.argv[1:]
table = bytes.fromhex(Console(console).text("IORT"))
with open(out, "wb") as file:
    file.write(with_httu(table, 0x9050000, 2))
