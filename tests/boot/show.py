#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""show.py CONSOLE: the commands of a guest that is shown (inside/show-*), as somebody who typed them sees them."""

import sys

from console import Console

for name, section in Console(sys.argv[1]).sections.items():
    number, _, command = name.partition(" ")
    if not command.endswith(" stderr"):
        print(("" if number == "1" else "\n") + f"# {command}")
    print(section.text, end="")
