# SPDX-License-Identifier: MIT
"""What is expected of a host of tests/hosts beyond `list`: hosts/NAME/expected/commands.

A line each: a name, the exit status, the arguments as a shell would read them. With --json the
tool has to print expected/NAME.json, but for the messages, which are for people.
"""

import json
import os
import shlex
import tempfile
from collections import namedtuple

from cli import HOSTS, Case, parse, schema_errors

Command = namedtuple("Command", "host name status arguments")


def commands(kind):
    """Those of all hosts that are commands of this kind."""
    found = []
    for host in sorted(os.listdir(HOSTS)):
        path = os.path.join(HOSTS, host, "expected", "commands")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("#")]
        for line in lines:
            name, status, *arguments = shlex.split(line)
            if arguments[0] == kind:
                found.append(Command(host, name, int(status), arguments))
    return found


def without_messages(node):
    if isinstance(node, dict):
        return {key: without_messages(value) for key, value in node.items() if key != "message"}
    return [without_messages(item) for item in node] if isinstance(node, list) else node


class SavedCase(Case):
    def document(self, root, *arguments, status=None):
        """The document, which fits the schema, with its errors on stderr too."""
        result = self.tool("--sysroot", root, *arguments, "--json")
        self.assertNotEqual(result.out, b"", result.err)
        document = parse(result.out.decode())
        self.assertEqual(schema_errors(document), [])
        for error in document["errors"]:
            self.assertIn(f"iommu-probe: {error['path']}: ".encode(), result.err)
        if status is not None:
            self.assertEqual(result.status, status, result.err)
        return document

    def check_saved(self, kind, print_text):
        """Every command; print_text makes of a document what people get."""
        every = commands(kind)
        self.assertNotEqual(every, [])
        for command in every:
            with self.subTest(f"{command.host} {command.name}"):
                root = os.path.join(HOSTS, command.host)
                path = os.path.join(root, "expected", f"{command.name}.json")
                with open(path, encoding="utf-8") as file:
                    expected = parse(file.read())
                document = self.document(root, *command.arguments, status=command.status)
                self.assert_same(without_messages(document), without_messages(expected))
                result = self.tool("--sysroot", root, *command.arguments)
                self.assertEqual(result.status, command.status, result.err)
                self.assertEqual(result.out.decode(), print_text(document))

    def usage(self, *arguments, say=""):
        """Wrong usage: 2, nothing printed, and why."""
        for json in [], ["--json"]:
            result = self.tool(*json, *arguments)
            self.assertEqual((result.status, result.out), (2, b""), (arguments, result))
            self.assertIn(b"--help", result.err)
            self.assertIn(say, result.err.decode())


class FolderCase(SavedCase):
    """With a folder for documents."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else json.dumps(content).encode())
        return name
