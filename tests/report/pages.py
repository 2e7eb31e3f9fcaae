# SPDX-License-Identifier: MIT
"""Reports of saved hosts, opened in the browser, and the documents that they must show."""

import json
import os
import pathlib
import subprocess
import sys

from chromium import Page

HERE = os.path.dirname(os.path.abspath(__file__))
HOSTS = os.path.join(HERE, "..", "hosts")
FLEETS = os.path.join(HERE, "..", "fleets")

# Checks are reported as those of guests are.
sys.path.append(os.path.join(HERE, "..", "boot"))
from checks import Checks  # noqa: E402

__all__ = ["Checks", "FLEETS", "HOSTS", "Report", "saved_hosts", "tool"]


def tool(program, *arguments, cwd=HOSTS):
    """Exit status, what it printed, and what it complained of."""
    done = subprocess.run([os.path.abspath(program), *arguments], check=False, cwd=cwd, timeout=300,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def saved_hosts():
    """Those of tests/hosts, as given to the tool in that folder."""
    return sorted(name for name in os.listdir(HOSTS)
                  if os.path.isdir(os.path.join(HOSTS, name, "expected")))


class Report:
    """The page of some hosts, made by the tool in a folder and opened from there."""

    def __init__(self, program, browser, folder, hosts, cwd=HOSTS, **size):
        self.program, self.hosts, self.cwd = program, hosts, cwd
        file = os.path.join(folder, "report.html")
        self.status, _, self.complaints = tool(program, "report", "-o", file, *hosts, cwd=cwd)
        self.url = pathlib.Path(file).as_uri()
        self.page = Page(browser, self.url, **size)

    def json(self, *arguments):
        """A document of the tool, of hosts as the report has them."""
        return json.loads(tool(self.program, *arguments, "--json", cwd=self.cwd)[1])

    def check_quiet(self, checks, what):
        """Nothing was fetched, nothing was refused, nothing went wrong."""
        checks.equal(f"{what}: nothing is fetched but the page", self.page.requests(), [self.url])
        checks.equal(f"{what}: nothing on the console", self.page.complaints(), [])

    def require(self, text, show="all"):
        """Fills in the filter, as somebody who types."""
        self.page.run(f"""{{
            const field = document.getElementById("requirements");
            field.value = {json.dumps(text)};
            field.dispatchEvent(new Event("input"));
            const show = document.getElementById("show");
            show.value = {json.dumps(show)};
            show.dispatchEvent(new Event("change"));
        }}""")

    def text(self, element_id):
        return self.page.run(f'document.getElementById("{element_id}").textContent')
