# SPDX-License-Identifier: MIT
"""Documents of hosts that nobody has."""

import random

from least import NAMES
from reference import ATTRIBUTES, MODELS

VALUES = {"bits": [0, 16, 39, 48, 64], "number": [64, 4096], "numbers": [[4096], [4096, 65536], []],
          "names": [[], ["new-word"]]}
WORDS = {"stall": ["disabled", "enabled", "force"], "tt_endian": ["little", "big", "both"],
         "httu": ["none", "access", "access+dirty", "more"],
         "intremap": ["none", "xapic", "x2apic"]}
LISTS = {"pasid0": ["terminate", "bypass", "pasid0"], "pasid_table_format": ["linear", "2lvl-64k"],
         "pgtable_format": ["aarch64-4k", "aarch64-64k"], "s2_pgtable_format": ["vtd-ss-4lvl"],
         "stream_table_format": ["2lvl", "linear"]}


def host(*models, errors=()):
    iommus = [{"name": f"unit{index}", "models": [model], "devices": []}
              for index, model in enumerate(models)]
    return {"schema_version": "1.0", "document": "host", "iommus": iommus, "errors": list(errors)}


def model(name, number, capabilities):
    return {"name": name, "model": number, "origin": "attributes", "capabilities": capabilities,
            "defaulted": [], "registers": {}, "unknown": []}


def vtd(**capabilities):
    return model("intel-vtd", 1, capabilities)


def smmu(**capabilities):
    return model("arm-smmu-v3", 2, capabilities)


class RandomFleet:
    """Of hosts that differ in a few values, as hosts do; the same seed, the same fleet."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.hosts = [host(*(self.model() for _ in range(self.random.randint(0, 3))))
                      for _ in range(self.random.randint(1, 5))]

    def value(self, name):
        if name in LISTS and self.random.randrange(4):
            return self.random.sample(LISTS[name], self.random.randint(1, len(LISTS[name])))
        if name == "stream_table_format":
            return []
        kind = ATTRIBUTES[name][0]
        values = WORDS.get(name, ["disabled", "enabled"]) if kind == "word" else VALUES[kind]
        return self.random.choice(values)

    def model(self):
        number = self.random.choice([1, 1, 1, 2, 999])
        name, letter, _ = MODELS.get(number, ("next", "i", 0))
        return model(name, number, {key: self.value(key) for key in NAMES
                                    if key in ATTRIBUTES and self.random.random() < 0.95
                                    and letter in ATTRIBUTES[key][2]})
