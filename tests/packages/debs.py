# SPDX-License-Identifier: MIT
"""The Debian packages in a folder."""

import glob
import os
import subprocess
import sys

# What programs say is checked as that of consumers is.
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "consumers"))
from exports import Checks, ask  # noqa: E402

__all__ = ["Checks", "PACKAGES", "ask", "field", "unpacked"]

PACKAGES = "iommu-probe", "libiommu-probe1", "libiommu-probe-dev", "iommu-caps-dkms"


def named(folder, package):
    (name,) = glob.glob(os.path.join(folder, f"{package}_*.deb"))
    return name


def field(folder, package, name):
    return ask("dpkg-deb", "-f", named(folder, package), name)[1].strip()


def unpacked(folder, package, root):
    """Puts its files below ROOT; all that are there then."""
    subprocess.run(["dpkg-deb", "-x", named(folder, package), root], check=True)
    return sorted(os.path.relpath(os.path.join(path, name), root)
                  for path, _, names in os.walk(root) for name in names)
