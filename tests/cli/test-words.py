# SPDX-License-Identifier: MIT
"""What has several descriptions is in all of them, in the same words.

Commands, their options and arguments: sources, --help, man pages, completion.
Attributes, models and formats: schema, `list`, iommu_caps(4), completion.
Exit statuses: --help, iommu-probe(1), the pages of the commands.

Called with the folders of the built completions and man pages besides.
"""

import glob
import os
import re
import shutil
import sys
import unittest

MAN, COMPLETIONS = (os.path.abspath(sys.argv.pop()) for _ in range(2))

from cli import SCHEMA, SOURCE, TOOL, Case, main, parse  # noqa: E402
from shells import SHELLS  # noqa: E402

SOURCES = os.path.join(SOURCE, "iommu-probe", "cli")
PAGES = os.path.join(SOURCE, "iommu-probe", "man")
COMMON = {"--host", "--sysroot", "--json", "-J", "--help", "-h", "--version"}
WITHOUT_JSON = {"export", "snapshot"}
# Options of every command with a table: cli/table.h.
COLUMNS = [{"--output", "-o"}, {"--noheadings", "-n"}, {"--list-columns", "-H"}]


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def commands():
    """Name and options of every command, as its source has them: the spellings of each."""
    found = {}
    for path in glob.glob(os.path.join(SOURCES, "*.c")):
        source = text(path)
        name = re.search(r"^const struct command command_\w+ = \{\n\t\.name = \"(\w+)\"", source,
                         re.M)
        if not name:
            continue
        short = "".join(re.findall(r'"(\w+)" CLI_SHORT', source))
        options = list(COLUMNS) if "COLUMNS_LONG" in source else []
        for option, letter in re.findall(
                r"\{ \"([a-z0-9-]+)\", \w+_argument, NULL, '(.)' \}", source):
            options.append({"--" + option} | ({"-" + letter} if letter in short else set()))
        found[name.group(1)] = options
    return found


def spellings(options):
    return set().union(*options)


def plain(scdoc):
    """Text without scdoc's emphasis."""
    return re.sub(r"(?<!\w)_|_(?!\w)|[*\\]", "", scdoc)


def section(page, name):
    found = re.search(rf"^# {name}\n(.*?)(?=^# |\Z)", page, re.M | re.S)
    return found.group(1) if found else ""


class Words(Case):
    @classmethod
    def setUpClass(cls):
        cls.commands = commands()
        cls.schema = parse(text(SCHEMA))

    def help(self, *arguments):
        result = self.tool(*arguments, "--help")
        self.assertEqual(result.status, 0)
        return result.out.decode()

    def synopses(self):
        """Of each command, blanks made one; and its summary."""
        listed = self.help().split("Commands:\n")[1].split("\n\n")[0]
        found = {}
        for entry in re.split(r"^  (?=\w)", listed, flags=re.M)[1:]:
            *synopsis, summary = entry.rstrip("\n").split("\n      ")
            synopsis = " ".join(" ".join(synopsis).split())
            found[synopsis.split()[0]] = synopsis, summary
        return found

    def page(self, command):
        return text(os.path.join(PAGES, f"iommu-probe-{command}.1.scd"))


class TestCommands(Words):
    def test_sources(self):
        self.assertGreater(len(self.commands), 12)
        self.assertEqual(self.commands["check"], [{"--on"}, {"--profile"}, {"--quiet", "-q"}])

    def test_help(self):
        synopses = self.synopses()
        self.assertEqual(set(synopses), set(self.commands))
        for command, options in self.commands.items():
            named = set(re.findall(r"(?<![\w-])--?[a-zA-Z][a-z0-9-]*", synopses[command][0]))
            self.assertLessEqual(named, spellings(options), command)
            for option in options:
                self.assertTrue(option & named, f"{command} {option} in --help")

    def test_options_are_taken(self):
        """What sources were read for is what the tool does."""
        for command in set(self.commands) - {"watch"}:
            for option in spellings(self.commands[command]) | {"--nonsense"}:
                err = self.tool(command, option).err
                known = b"unrecognized option" not in err and b"invalid option" not in err
                self.assertEqual(known, option != "--nonsense", f"{command} {option}: {err}")

    def test_main_page(self):
        page = text(os.path.join(PAGES, "iommu-probe.1.scd"))
        listed = re.findall(r"^\*iommu-probe-(\w+)\*\(1\)\n\t(.*)$", section(page, "COMMANDS"),
                            re.M)
        self.assertEqual(listed, [(command, summary)
                                  for command, (_, summary) in self.synopses().items()],
                         "iommu-probe(1) has the commands of --help, in order")
        options = plain(section(page, "OPTIONS"))
        for option in COMMON:
            self.assertRegex(options, rf"(?m)^(--?\w+, )?{option}\b")

    def test_pages(self):
        for command, (synopsis, _) in self.synopses().items():
            page = self.page(command)
            self.assertEqual(" ".join(plain(section(page, "SYNOPSIS")).split()),
                             f"iommu-probe {synopsis}", f"{command}: man page and --help")
            described = set()
            for line in re.findall(r"^\*-.*$", section(page, "OPTIONS"), re.M):
                if line.startswith("*--host*,"):
                    continue
                described |= set(re.findall(r"\*(--?[A-Za-z0-9-]+)\*", line))
            expected = spellings(self.commands[command])
            if command not in WITHOUT_JSON:
                expected |= {"--json", "-J"}
            self.assertEqual(described, expected, f"{command}: options of the man page")

    def test_readme(self):
        table = section(text(os.path.join(SOURCE, "README.md")).replace("\n## ", "\n# "), "Commands")
        self.assertEqual(re.findall(r"(?m)^\| `(\w+)", table), list(self.synopses()))

    def test_documents(self):
        """A page names the document that --json prints."""
        documents = {definition["$ref"].rpartition("/")[2] for definition in self.schema["oneOf"]}
        named = set()
        for command in set(self.commands) - WITHOUT_JSON:
            found = re.search(r"^\tPrint one JSON document( a line)?, \*(\w+)\* in the schema\.$",
                              self.page(command), re.M)
            self.assertTrue(found, command)
            named.add(found.group(2))
        self.assertEqual(named, documents)

    def test_pages_are_built(self):
        sources = {os.path.basename(path)[:-len(".scd")]
                   for path in glob.glob(os.path.join(PAGES, "*.scd"))}
        self.assertEqual(sources, {f"iommu-probe-{command}.1" for command in self.commands} |
                         {"iommu-probe.1", "libiommu-probe.3", "iommu_caps.4"})
        if os.path.isdir(MAN):
            built = {name for name in os.listdir(MAN) if re.search(r"\.[1-8]$", name)}
            self.assertIn(built, (set(), sources))


class TestExitStatus(Words):
    def test_meanings(self):
        page = section(text(os.path.join(PAGES, "iommu-probe.1.scd")), "EXIT STATUS")
        described = re.findall(r"^\*(\d)\*\n\t(.*)$", page, re.M)
        told = " ".join(self.help().split("Exit status: ")[1].split())
        self.assertEqual([status for status, _ in described], list("012345"))
        for status, meaning in described:
            found = re.search(rf"{status} ([^,(]*?)(?=[,.]| \()", told)
            self.assertTrue(found, f"{status} in --help")
            self.assertTrue(meaning.lower().startswith(found.group(1)),
                            f"{status}: {found.group(1)} in --help, {meaning} in iommu-probe(1)")

    def test_pages(self):
        for command in self.commands:
            status = section(self.page(command), "EXIT STATUS")
            self.assertRegex(status, r"(?m)^\*[0-5]\*$", command)
            self.assertIn("Others are those of *iommu-probe*(1).", status, command)


class TestAttributes(Words):
    def attributes(self):
        return self.schema["$defs"]["capabilities"]["properties"]

    def test_columns(self):
        listed = [line.split()[0].lower()
                  for line in self.tool("list", "-H").out.decode().splitlines()]
        self.assertEqual(listed[-len(self.attributes()):], list(self.attributes()))

    def test_man_page(self):
        path = os.path.join(MAN, "iommu_caps.4.filled")
        if not os.path.exists(path):
            self.skipTest("no man pages were built")
        page = section(text(path), "ATTRIBUTES")
        described = re.findall(r"^\*(\S+)\*\n\t(.)(.*)\.\+\+$", page.replace("\\", ""), re.M)
        self.assertEqual([name for name, _, _ in described], ["model", *self.attributes()])
        for name, first, rest in described[1:]:
            told = self.attributes()[name]["description"]
            self.assertEqual(first.lower() + rest, told[0].lower() + told[1:])

    def test_decode_page(self):
        """Registers that decode(1) names are those that completion offers."""
        page = self.page("decode")
        named = {model: set(re.findall(r"[a-z]+\d?", re.sub(r"\([^)]*\)", "", registers)))
                 for model, registers in re.findall(r"^([\w-]+): (.*)$", page, re.M)}
        offered = {}
        for word in re.search(r"for register in (.*); do", text(
                os.path.join(COMPLETIONS, "iommu-probe"))).group(1).split():
            model, _, register = word.partition(":")
            offered.setdefault(model, set()).add(register)
        self.assertEqual(named, offered)
        schema = set(self.schema["$defs"]["registers"]["properties"])
        self.assertEqual(set().union(*offered.values()), schema)


class Completion(Words):
    name = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not shutil.which(cls.name):
            raise unittest.SkipTest(f"no {cls.name} here")
        cls.shell = SHELLS[cls.name](TOOL, COMPLETIONS)

    @classmethod
    def tearDownClass(cls):
        cls.shell.close()

    def offers(self, line):
        return [offer.replace("\\", "") for offer in self.shell.complete("iommu-probe " + line)[0]]

    def test_commands(self):
        self.assertEqual(self.offers(""), sorted(self.commands))

    def test_options(self):
        for command, options in self.commands.items():
            expected = spellings(options) | COMMON - (
                {"--json", "-J"} if command in WITHOUT_JSON else set())
            found = set(self.offers(f"{command} -")) | set(self.offers(f"{command} --"))
            self.assertEqual(found, expected, f"{self.name}: {command}")

    def test_words_of_synopses(self):
        """Formats of `export` and questions of `explain`."""
        for command in "export", "explain":
            synopsis = " ".join(" ".join(self.synopses()[command][0].split()).split())
            words = re.search(r"[\w-]+(\|[\w-]+)+", synopsis).group().split("|")
            found = self.offers(f"--host /nonexistent {command} ")
            self.assertEqual(found, sorted(words), f"{self.name}: {command}")

    def test_attributes(self):
        properties = self.schema["$defs"]["capabilities"]["properties"]
        offered = self.offers("check ")
        self.assertEqual({re.split("[<>=]", offer)[0] for offer in offered},
                         {"model", *properties}, self.name)
        for name, attribute in properties.items():
            words = attribute.get("$comment", "").removeprefix("known words: ").split()
            found = [offer for offer in offered if re.match(rf"{name}[<>=]", offer)]
            self.assertEqual(sorted(re.split(">=|<=|=", offer)[1] for offer in found),
                             sorted(words or [""]), f"{self.name}: {name}")

    def test_requirements_are_taken(self):
        """What is offered can be asked; a number is for the user to say."""
        for offer in self.offers("check "):
            asked = offer + ("1" if offer.endswith("=") else "")
            result = self.tool("--sysroot", os.path.join(SOURCE, "tests/hosts/mixed-models"),
                               "check", asked)
            self.assertIn(result.status, (0, 1, 4), result.err)


class TestBash(Completion):
    name = "bash"


class TestZsh(Completion):
    name = "zsh"


class TestFish(Completion):
    name = "fish"


# The base has no shell.
del Completion

if __name__ == "__main__":
    main()
