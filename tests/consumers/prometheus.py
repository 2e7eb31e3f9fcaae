#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""prometheus.py TOOL PROMTOOL: its lint has nothing to say."""

import sys

from exports import Checks, ask, exports

BAD = 'iommu_probe_x{iommu="a} 1\n', "# TYPE a_bits gauge\na_bits 1\n"


def main(tool, promtool):
    checks = Checks()
    for host, text in exports(tool, "prometheus"):
        checks.equal(f"{host}: is taken", ask(promtool, "check", "metrics", text=text), (0, ""))
    for text in BAD:
        status, _ = ask(promtool, "check", "metrics", text=text)
        checks.ok(f"{text!r} is refused", status)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
