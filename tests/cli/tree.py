# SPDX-License-Identifier: MIT
"""A host's tree in a temporary folder; paths are relative to it, folders on the way are made."""

import os
import shutil
import stat
import tempfile


# Where thousands of small files are cheapest.
MEMORY = "/dev/shm"


def folder():
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK):
        return MEMORY
    return None


class Tree:
    def __init__(self):
        self.root = tempfile.mkdtemp(prefix="iommu-", dir=folder())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def path(self, path):
        """Paths may be bytes, which need not be UTF-8."""
        full = os.path.join(os.fsencode(self.root), os.fsencode(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        return full

    def dir(self, path):
        os.makedirs(self.path(path), exist_ok=True)

    def file(self, path, content=b""):
        with open(self.path(path), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def files(self, directory, contents):
        for name, content in contents.items():
            self.file(f"{directory}/{name}", content)

    def link(self, path, target):
        os.symlink(target, self.path(path))

    def same(self, path, other):
        """The same file once more, which costs no memory."""
        os.link(self.path(other), self.path(path))

    def fifo(self, path):
        os.mkfifo(self.path(path))

    def socket(self, path):
        os.mknod(self.path(path), stat.S_IFSOCK | 0o644)
