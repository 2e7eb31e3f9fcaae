# SPDX-License-Identifier: MIT
"""report: the page as a file. What is in it are the documents; what it shows, tests/report asks."""

import base64
import hashlib
import html.parser
import json
import os
import re
import stat
import subprocess

from cli import HOSTS, SOURCE, TOOL, main, parse, schema_errors
from reference import ATTRIBUTES, MODELS
from saved import FolderCase

FLEET = ["epyc-four-segments", "intel-uneven", "no-iommu", "riscv", "smmuv3-mixed",
         "smmuv3-stock", "unknown-model", "xeon-w1290p"]
EVIL = ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;b&gt;", "\"'`",
        "\u2028\u2029\u2027\ue280", "<img src=x onerror=alert(1)>", "a\\\nb\\\"", "\u202eevil"]


class Reader(html.parser.HTMLParser):
    """Elements with their attributes, and the text that comes first in them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append([tag, dict(attrs), ""])
        self.inside = True

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.elements[-1][2] += data

    def all(self, tag):
        return [element for element in self.elements if element[0] == tag]

    def texts(self, role):
        return [text for _, attrs, text in self.all("script") if attrs.get("data-role") == role]

    def documents(self, role):
        return [parse(text) for text in self.texts(role)]


class ReportCase(FolderCase):
    def report(self, *arguments, status=0, cwd=HOSTS, **options):
        result = self.tool("report", *arguments, cwd=cwd, **options)
        self.assertEqual(result.status, status, result.err)
        return result

    def page(self, *hosts, **options):
        return Reader(self.report(*hosts, **options).out.decode())


class TestDocuments(ReportCase):
    def test_documents(self):
        """The tool's own documents of each host, of each alone, and of all."""
        page = self.page(*FLEET)
        for role in "host", "alone", "fleet":
            for document in page.documents(role):
                self.assertEqual(schema_errors(document), [])
        for name, found, alone in zip(FLEET, page.documents("host"), page.documents("alone"),
                                      strict=True):
            self.assert_same(found, self.read(os.path.join(HOSTS, name)))
            self.assert_same(alone, self.baseline(name))
        self.assert_same(page.documents("fleet"), [self.baseline(*FLEET)])

    def baseline(self, *names):
        return parse(self.tool("baseline", "--json", *names, cwd=HOSTS).out.decode())

    def test_forms(self):
        """A host is a tree, a document of it, a snapshot, standard input, and a baseline."""
        tree = os.path.join(HOSTS, "intel-client")
        document = self.tool("--sysroot", tree, "--json").out
        self.write("host.json", document)
        self.write("fleet.json", self.tool("baseline", "--json", "host.json", cwd=self.folder).out)
        self.tool("--sysroot", tree, "snapshot", os.path.join(self.folder, "host.tar.gz"))
        with open(os.path.join(self.folder, "host.json"), "rb") as given:
            done = subprocess.run([TOOL, "report", tree, "host.json", "host.tar.gz", "fleet.json",
                                   "-"], cwd=self.folder, stdin=given, check=True, timeout=10,
                                  stdout=subprocess.PIPE)
        found = Reader(done.stdout.decode()).documents("host")
        expected = parse(document.decode())
        for i in 0, 1, 2, 4:
            self.assert_same(found[i], expected)
        self.assertEqual(found[3]["iommus"][0]["name"], "intel-vtd")

    def test_tables(self):
        """The page judges by the table that everything else is made of."""
        [tables] = self.page("no-iommu").documents("tables")
        self.assertEqual({row["number"]: (row["name"], row["align"]) for row in tables["models"]},
                         {number: (name, align) for number, (name, _, align) in MODELS.items()})
        kinds = {"UINT": ("bits", "number"), "WORD": ("word",), "NAMES": ("names",),
                 "NUMBERS": ("numbers",)}
        rows = {row["name"]: row for row in tables["attributes"]}
        self.assertEqual(list(rows), ["model", *ATTRIBUTES])
        for name, (kind, default, letters) in ATTRIBUTES.items():
            row = rows[name]
            self.assertIn(kind, kinds[row["kind"]])
            if kind in ("word", "bits"):
                self.assertEqual(row["default"], default, name)
            self.assertEqual(row["models"], [number for number, model in MODELS.items()
                                             if model[1] in letters], name)

    def test_same_bytes(self):
        self.assertEqual(self.report(*FLEET).out, self.report(*FLEET).out)


class TestSafety(ReportCase):
    def test_policy(self):
        """Nothing but the page's own style and script has an effect, and nothing is fetched."""
        text = self.report(*FLEET).out.decode()
        page = Reader(text)
        [policy] = [attrs["content"] for _, attrs, _ in page.all("meta")
                    if attrs.get("http-equiv") == "Content-Security-Policy"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        [style] = page.all("style")
        [script] = [element for element in page.all("script") if "type" not in element[1]]
        self.assertEqual(rules, {
            "default-src": "'none'", "img-src": "data:", "base-uri": "'none'",
            "form-action": "'none'", "style-src": self.source(style[2]),
            "script-src": self.source(script[2])})
        for _, attrs, _ in page.elements:
            for name, value in attrs.items():
                self.assertFalse(name.startswith("on") or name in ("src", "style"), attrs)
                self.assertTrue(name != "href" or value == "data:,", attrs)
        for word in "http://", "https://", "url(", "@import", "innerHTML", "eval(":
            self.assertNotIn(word, style[2] + script[2])

    def source(self, text):
        digest = hashlib.sha256(text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    def test_evil(self):
        """Names and texts that are meant for a browser stay within their document."""
        with open(os.path.join(SOURCE, "tests", "hosts", "unknown-model", "expected",
                               "list.json"), encoding="utf-8") as file:
            host = parse(file.read())
        iommu = host["iommus"][0]
        tame = Reader(self.report("unknown-model").out.decode())
        for i, evil in enumerate(EVIL):
            with self.subTest(evil):
                name = evil.replace("/", "|")
                iommu["name"] = iommu["models"][0]["name"] = name
                iommu["devices"] = [name]
                iommu["models"][0]["unknown"] = [{"name": name, "text": evil}]
                name = os.path.join(self.folder, f"{name}{i}")
                with open(name, "w", encoding="utf-8") as file:
                    json.dump({**host, "errors": []}, file)
                page = self.page(name)
                self.assert_same(page.documents("host"), [{**host, "errors": []}])
                self.assertEqual(page.documents("fleet")[0]["hosts"], [name])
                for role in "host", "alone", "fleet":
                    for document in page.texts(role):
                        self.assertIsNone(re.search("[<\u2028\u2029\n]", document))
                # The same elements as of a tame host.
                self.assertEqual([tag for tag, _, _ in page.elements],
                                 [tag for tag, _, _ in tame.elements])

    def test_bytes(self):
        """A file name is any bytes; the page is UTF-8."""
        name = os.path.join(os.fsencode(self.folder), b"\xe2\x80\xff\xe2\xe2\x80\xa8.json")
        with open(name, "wb") as file:
            file.write(self.tool("--sysroot", os.path.join(HOSTS, "riscv"), "--json").out)
        [fleet] = self.page(name).documents("fleet")
        self.assertEqual(fleet["hosts"],
                         [self.folder + "/\ufffd\ufffd\ufffd\u2028.json"])


class TestErrors(ReportCase):
    def test_unreadable(self):
        """One that cannot be read is in the page with its error, beside the others."""
        with open(os.path.join(self.folder, "bad.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        bad = os.path.join(self.folder, "bad.json")
        result = self.report("riscv", bad, "smmuv3-unreadable", status=4)
        page = Reader(result.out.decode())
        self.assertEqual(len(page.documents("host")), 2)
        alone = page.documents("alone")
        self.assertEqual([len(document["errors"]) for document in alone], [0, 1, 1])
        self.assertEqual(alone[1]["errors"][0]["path"], bad)
        self.assertEqual(len(result.err.splitlines()), 2)

    def test_not_there(self):
        """Then there is no page, nor a file."""
        file = os.path.join(self.folder, "page.html")
        for arguments in ["riscv", "nowhere"], ["-o", file, "riscv", "nowhere"]:
            result = self.report(*arguments, status=3)
            self.assertEqual(result.out, b"")
            self.assertIn(b"nowhere", result.err)
        self.assertEqual(os.listdir(self.folder), [])

    def test_answer(self):
        """That hosts have no model in common is in the page; it answers no question."""
        [fleet] = self.page("riscv", "xeon-w1290p").documents("fleet")
        self.assertEqual(fleet["answer"], "no")

    def test_usage(self):
        for say, *arguments in (
                ("one host or more", "report"), ("only once", "report", "-", "-"),
                ("argument", "report", "-o"), ("option", "report", "--frobnicate", "a"),
                ("takes its hosts as arguments", "--sysroot", HOSTS, "report", "riscv"),
                ("there is no --json", "report", "--json", "riscv")):
            result = self.tool(*arguments)
            self.assertEqual((result.status, result.out), (2, b""), arguments)
            self.assertIn(b"--help", result.err)
            self.assertIn(say, result.err.decode())

    def test_full(self):
        with open("/dev/full", "wb") as full:
            result = self.report("riscv", status=5, stdout=full)
        self.assertIn(b"standard output", result.err)


class TestFile(ReportCase):
    def setUp(self):
        super().setUp()
        self.path = os.path.join(self.folder, "page.html")

    def test_file(self):
        expected = self.report(*FLEET).out
        for option in ["-o", self.path], ["--output", self.path], [f"-o{self.path}"]:
            result = self.report(*option, *FLEET)
            self.assertEqual(result.out, b"")
            with open(self.path, "rb") as file:
                self.assertEqual(file.read(), expected)
            os.unlink(self.path)
        self.assertEqual(self.report("-o", "-", *FLEET).out, expected)
        self.assertEqual(os.listdir(self.folder), [])

    def test_mode(self):
        for mask, mode in (0o022, 0o644), (0o077, 0o600), (0, 0o666):
            self.report("-o", self.path, "riscv", preexec_fn=lambda mask=mask: os.umask(mask))
            self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), mode)

    def test_replaced(self):
        """What was there is there until the page is whole; a link or FIFO is left alone."""
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("before")
        self.report("-o", self.path, "riscv", "nowhere", status=3)
        with open(self.path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "before")
        link, fifo = os.path.join(self.folder, "link"), os.path.join(self.folder, "fifo")
        os.symlink(self.path, link)
        os.mkfifo(fifo)
        for path in link, fifo:
            result = self.report("-o", path, "riscv", status=5)
            self.assertIn(b"not a regular file", result.err)
        self.report("-o", self.path, "riscv")
        with open(self.path, encoding="utf-8") as file:
            self.assertTrue(file.read().startswith("<!DOCTYPE html>"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["fifo", "link", "page.html"])

    def test_nowhere(self):
        result = self.report("-o", os.path.join(self.folder, "no", "page.html"), "riscv",
                             status=5)
        self.assertIn(b"page.html: No such file", result.err)


if __name__ == "__main__":
    main()
