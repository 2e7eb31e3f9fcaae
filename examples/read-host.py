#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How wide PASIDs may be behind each IOMMU, from the document of `iommu-probe --json`.

iommu-probe --json | read-host.py
"""

import json
import sys


def bits(model):
    """A capability that is missing could not be read, or the model has no such notion."""
    return model["capabilities"].get("ssid_bits", "?")


def main():
    document = json.load(sys.stdin)
    if document["schema_version"].split(".")[0] != "1" or document["document"] != "host":
        sys.exit("read-host: no document that this program knows")
    for iommu in document["iommus"]:
        if not iommu["models"]:
            print(f"{iommu['name']}: the kernel shows nothing")
        for model in iommu["models"]:
            print(f"{iommu['name']}: {model['name']}, {bits(model)} bits of PASID, "
                  f"{len(iommu['devices'])} devices")
    for error in document["errors"]:
        print(f"read-host: {error['path']}: {error['message']}", file=sys.stderr)
    return 4 if document["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
