#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every public symbol is described in the library's pages.

test-api.py PAGES SYMBOLS
"""

import glob
import os
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

PAGES, SYMBOLS = sys.argv[1:3]


class TestApi(unittest.TestCase):
    def members(self):
        """Names of functions, and what is said about each."""
        for path in glob.glob(os.path.join(PAGES, "xml", "*_8h.xml")):
            for member in ElementTree.parse(path).iter("memberdef"):
                if member.get("kind") == "function":
                    yield member.findtext("name"), " ".join(
                        text.strip() for part in ("briefdescription", "detaileddescription")
                        for text in member.find(part).itertext()).strip()

    def test_every_symbol(self):
        described = dict(self.members())
        with open(SYMBOLS, encoding="utf-8") as file:
            symbols = re.findall(r"^\t(iommu_probe_\w+);$", file.read(), re.M)
        self.assertGreater(len(symbols), 100)
        self.assertEqual(sorted(described), symbols)
        for symbol, text in described.items():
            self.assertTrue(text, symbol)

    def test_pages(self):
        self.assertTrue(os.path.exists(os.path.join(PAGES, "html", "index.html")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
