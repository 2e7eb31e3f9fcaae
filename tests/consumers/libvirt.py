#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""libvirt.py TOOL GRAMMAR VALIDATOR: what is printed is an <iommu> of a domain.

Two grammars judge: the project's own, which names the release of libvirt of each attribute, and
that of a real libvirt, by virt-xml-validate or, of a newer one, by its domain.rng. What is newer
than the real one must be what it refuses.
"""

import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from exports import Checks, ask, exports

DOMAIN = """<domain type='kvm'>
  <name>guest</name>
  <memory unit='MiB'>512</memory>
  <os><type>hvm</type></os>
  <devices>
{}  </devices>
</domain>
"""

# The grammar's own: of another version, another model, another spelling, out of range.
BAD = (
    "<iommu model='smmuv3'><driver ssidSize='16'/></iommu>",
    "<iommu model='smmuv3'><driver ssidsize='21'/></iommu>",
    "<iommu model='smmuv3'><driver oas='46'/></iommu>",
    "<iommu model='smmuv3'><driver aw_bits='48'/></iommu>",
    "<iommu model='intel'><driver aw_bits='57'/></iommu>",
    "<iommu model='intel'><driver accel='on'/></iommu>",
    "<iommu model='intel'><driver pasid='on'/></iommu>",
    "<iommu model='intel'><driver intremap='auto'/></iommu>",
    "<iommu model='virtio'><driver><granule size='2' unit='KiB'/></driver></iommu>",
    "<iommu model='amd'><driver aw_bits='48'/></iommu>",
    "<iommu model='other'/>",
)


def validate(program, text):
    """Whether the schema takes it; a path is that of a schema."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(text)
        file.flush()
        if program.endswith(".rng"):
            return ask("xmllint", "--noout", "--relaxng", program, file.name)
        return ask(program, file.name, "domain")


def release(text):
    return [int(part) for part in text.split(".")]


def release_of(validator):
    """Of the libvirt that it belongs to."""
    if not validator.endswith(".rng"):
        return release(re.search(r"[\d.]+\d", ask(validator, "--version")[1])[0])
    # Of the schema itself nothing is told: the newest that is asked for.
    return [2 ** 16]


def check_host(checks, host, text, grammar, validator):
    elements = ElementTree.fromstring(f"<devices>{text}</devices>")
    if not len(elements):
        return 0
    checks.equal(f"{host}: the project's grammar",
                 validate(grammar, ElementTree.tostring(elements[0], "unicode"))[0], 0)
    needed = re.search(r"<!-- for libvirt ([\d.]+) or newer -->", text)[1]
    status, said = validate(validator, DOMAIN.format(text))
    if release(needed) <= release_of(validator):
        checks.ok(f"{host}: libvirt's schema", not status, said)
    else:
        checks.ok(f"{host}: refused by libvirt before {needed}", status)
    return 1


def main(tool, grammar, validator):
    checks = Checks()
    tried = sum(check_host(checks, host, text, grammar, validator)
                for host, text in exports(tool, "libvirt"))
    checks.ok("some hosts are tried", tried > 10)
    for text in BAD:
        checks.ok(f"{text} is refused", validate(grammar, text)[0])
    status, _ = validate(validator, DOMAIN.format("<iommu model='other'/>"))
    checks.ok("libvirt's schema refuses anything", status)
    return checks.exit_status()


if __name__ == "__main__":
    if not os.path.exists(sys.argv[2]):
        sys.exit(f"no {sys.argv[2]}")
    sys.exit(main(*sys.argv[1:]))
