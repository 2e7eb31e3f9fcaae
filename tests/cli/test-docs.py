# SPDX-License-Identifier: MIT
"""Command lines of README.md and docs/ are run, and print what is printed there.

A block that is fenced as

- console: lines that begin with "$ " are run, one after the other in one shell,
  and print what is below them; a line "…" is any number of lines
- sh: for the reader's own machine: run with a saved host in its place, and with
  stand-ins for programs that change it; nothing may be a usage error
- yaml: commands in it are run likewise, and so are examples of man pages

Blocks without a name are not run. Relative links lead to files.
"""

import glob
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

import yaml

from cli import SOURCE, TOOL, main

PAGES = [os.path.join(SOURCE, "README.md"), *sorted(glob.glob(os.path.join(SOURCE, "docs", "*.md")))]
# Whose IOMMUs the reader of an sh block has.
READER = os.path.join(SOURCE, "tests", "hosts", "explain-fine")
CHANGING = ["apt", "insmod", "jq", "make", "meson", "modprobe", "mount", "ninja", "scp", "ssh", "sudo",
            "systemctl"]

# Only the commands that are about a host get the saved one.
WRAPPER = f"""#!/bin/sh
case " $* " in
*" watch "*) exit 0 ;;
*" --host "* | *" --sysroot "* | *" baseline "* | *" decode "*) ;;
*) set -- --host {shlex.quote(READER)} "$@" ;;
esac
{shlex.quote(TOOL)} "$@"
status=$?
[ $status -ne 2 ] && [ $status -ne 5 ] || echo "$*" >>"$WRONG"
exit $status
"""

# What a command prints ends with a line of its own.
MARK = "-- end of a command --"


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def blocks(page, name):
    for found in re.finditer(rf"^```{name}\n(.*?)^```$", text(page), re.M | re.S):
        yield found.group(1)


def commands(block):
    """Pairs of a command and what it prints."""
    pairs = []
    for line in block.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        elif pairs:
            pairs[-1][1].append(line)
        else:
            raise AssertionError(f"printed by no command: {line}")
    return pairs


def matches(printed, shown):
    """But for blanks at the ends of lines, which editors take away."""
    pattern = "".join("(.*\n)*?" if line == "…" else re.escape(line.rstrip()) + "\n"
                      for line in shown)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


class Sandbox:
    """A folder that looks like the project's, from which nothing of it can be changed by name."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.work = os.path.join(self.folder.name, "work")
        self.wrong = os.path.join(self.folder.name, "wrong")
        programs = os.path.join(self.folder.name, "bin")
        os.mkdir(self.work)
        os.mkdir(programs)
        for name in "docs", "examples", "schema":
            os.symlink(os.path.join(SOURCE, name), os.path.join(self.work, name))
        # Where commands are run, and write files.
        tests = os.path.join(self.work, "tests")
        shutil.copytree(os.path.join(SOURCE, "tests", "fleets"), os.path.join(tests, "fleets"))
        os.symlink(os.path.join(SOURCE, "tests", "hosts"), os.path.join(tests, "hosts"))
        self.environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": self.work,
                            "LC_ALL": "C.UTF-8", "WRONG": self.wrong}
        self.programs = programs

    def program(self, name, script):
        path = os.path.join(self.programs, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        os.chmod(path, 0o755)

    def run(self, script):
        return subprocess.run(["bash", "-c", script], cwd=self.work, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60, check=False)

    def usage_errors(self):
        return text(self.wrong) if os.path.exists(self.wrong) else ""

    def close(self):
        self.folder.cleanup()


class TestDocs(unittest.TestCase):
    maxDiff = None

    def sandbox(self):
        sandbox = Sandbox()
        self.addCleanup(sandbox.close)
        return sandbox

    def test_console(self):
        count = 0
        for page in PAGES:
            for block in blocks(page, "console"):
                pairs = commands(block)
                sandbox = self.sandbox()
                sandbox.program("iommu-probe", f'#!/bin/sh\nexec {shlex.quote(TOOL)} "$@"\n')
                script = "".join(f"{command}\necho '{MARK}'\n" for command, _ in pairs)
                printed = sandbox.run(script).stdout.split(MARK + "\n")
                for (command, shown), lines in zip(pairs, printed):
                    count += 1
                    with self.subTest(page=os.path.basename(page), command=command):
                        if not matches(lines.splitlines(), shown):
                            self.assertEqual(lines, "\n".join(shown) + "\n")
        self.assertGreater(count, 10)

    def run_as_reader(self, script):
        sandbox = self.sandbox()
        sandbox.program("iommu-probe", WRAPPER)
        for name in CHANGING:
            sandbox.program(name, "#!/bin/sh\n")
        # Documents that the reader has of other machines.
        for name, host in ("a", "xeon-39"), ("b", "xeon-57"):
            shutil.copy(os.path.join(SOURCE, "tests", "fleets", "four-xeons", f"{host}.json"),
                        os.path.join(sandbox.work, f"{name}.json"))
        os.mkdir(os.path.join(sandbox.work, "scripts"))
        for name in "run", "test", "bench", "generate":
            self.assertTrue(os.access(os.path.join(SOURCE, "scripts", name), os.X_OK))
            os.symlink("/bin/true", os.path.join(sandbox.work, "scripts", name))
        result = sandbox.run(f"set -u\n{script}\ntrue\n")
        self.assertEqual((result.returncode, sandbox.usage_errors()), (0, ""), result.stdout)
        self.assertNotRegex(result.stdout, r"(?m)^bash: ", script)

    def test_sh(self):
        for page in PAGES:
            for block in blocks(page, "sh"):
                with self.subTest(page=os.path.basename(page), block=block):
                    self.run_as_reader(block)

    def test_man_pages(self):
        """The examples of man pages; ++ ends a line."""
        count = 0
        for page in glob.glob(os.path.join(SOURCE, "iommu-probe", "man", "*.1.scd")):
            examples = text(page).partition("\n# EXAMPLES\n")[2].partition("\n# ")[0]
            for line in re.findall(r"(?m)^\t?((?:iommu-probe).*?)(?:\+\+)?$", examples):
                with self.subTest(page=os.path.basename(page), line=line):
                    self.run_as_reader(line.replace("\\", ""))
                    count += 1
        self.assertGreater(count, 8)

    def commands_of_yaml(self, node):
        """What cloud-init's runcmd and Ansible's command and shell run."""
        if isinstance(node, list):
            for item in node:
                yield from self.commands_of_yaml(item)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "runcmd":
                    yield from value
                elif key in ("ansible.builtin.command", "ansible.builtin.shell"):
                    yield value
                else:
                    yield from self.commands_of_yaml(value)

    def test_yaml(self):
        for page in PAGES:
            for block in blocks(page, "yaml"):
                for document in yaml.safe_load_all(block):
                    for command in self.commands_of_yaml(document):
                        with self.subTest(page=os.path.basename(page), command=command):
                            self.run_as_reader(command)

    def test_links(self):
        for page in PAGES:
            body = re.sub(r"^```.*?^```$", "", text(page), flags=re.M | re.S)
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)|(?:src|srcset)=\"([^\"]+)\"", body):
                target = "".join(target)
                if "://" in target:
                    continue
                path = os.path.join(os.path.dirname(page), target)
                self.assertTrue(os.path.exists(path), f"{os.path.basename(page)}: {target}")


if __name__ == "__main__":
    main()
