#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""plug.py CONSOLE SOCKET: plugs an endpoint in and out through QEMU's monitor (QMP) when a mark
on the guest's console asks for it. Runs until it is killed, or both were done."""

import json
import os
import socket
import sys
import time

COMMANDS = (
    ("@@@ plug in", "device_add",
     {"driver": "pci-serial", "id": "plugged", "bus": "empty", "chardev": "nothing"}),
    ("@@@ plug out", "device_del", {"id": "plugged"}),
)


def wait_for(console, mark):
    while True:
        if os.path.exists(console):
            with open(console, encoding="utf-8", errors="replace") as log:
                if mark in log.read():
                    return
        time.sleep(0.1)


def command(monitor, name, arguments=None):
    monitor.write(json.dumps({"execute": name, "arguments": arguments or {}}) + "\n")
    monitor.flush()
    for line in monitor:
        answer = json.loads(line)
        if "error" in answer:
            sys.exit(f"plug.py: {name}: {answer['error']['desc']}")
        # Events come in between.
        if "return" in answer:
            return
    sys.exit(f"plug.py: {name}: QEMU has gone")


def main():
    console, path = sys.argv[1:]
    for mark, name, arguments in COMMANDS:
        wait_for(console, mark)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(path)
            with connection.makefile("rw", encoding="utf-8") as monitor:
                command(monitor, "qmp_capabilities")
                command(monitor, name, arguments)


if __name__ == "__main__":
    main()
