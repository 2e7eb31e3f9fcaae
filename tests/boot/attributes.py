# SPDX-License-Identifier: MIT
"""The files of a model directory against what an independent decoder says of the registers."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vectors"))

from decoder import MODELS, decode  # noqa: E402 (it is found by the line above)


def recorded_files(console, section):
    """name -> (mode, content) of a section made by contents()."""
    files = {}
    for line in console.text(section).splitlines():
        name, mode, content = (line + " ").split(" ")[:3]
        files[name] = mode, bytes.fromhex(content)
    return files


def without_file(model, registers):
    """What the model has the notion of, but not this unit a value."""
    return [name for name, text in MODELS[model].decode(registers).items() if text is None]


def check_attributes(checks, where, files, model, registers):
    expected = decode(model, registers)
    checks.equal(f"{where}: the files are those of the decoder", sorted(files), sorted(expected))
    for name, text in expected.items():
        if name in files:
            checks.equal(f"{where}: {name} is {text}", files[name], ("444", f"{text}\n".encode()))
    return expected
