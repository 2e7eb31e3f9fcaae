#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""decode: the registers of tests/vectors by way of the tool, and all that it refuses."""

import os
from concurrent.futures import ThreadPoolExecutor

from cli import SOURCE, TOOL, Case, main, parse, run, schema_errors
from reference import ATTRIBUTES, MODELS

NUMBERS = {name: number for number, (name, *_) in MODELS.items()}

# In the order in which documents have them.
REGISTERS = {
    "intel-vtd": ("cap", "ecap"),
    "arm-smmu-v3": ("idr0", "idr1", "idr2", "idr3", "idr4", "idr5", "iidr", "cr0", "cr2"),
    "amd-vi": ("cap", "efr", "efr2"),
    "riscv-iommu": ("caps",),
}

MANDATORY = {"intel-vtd": ("cap", "ecap"), "arm-smmu-v3": ("idr0", "idr1", "idr5"),
             "amd-vi": ("efr",), "riscv-iommu": ("caps",)}

# Known of a machine, but by no register: nobody can give them.
FACTS = {"intel-vtd": ("haw", "scalable"), "amd-vi": ("pasize", "la57"),
         "arm-smmu-v3": ("iort_httu", "coherent", "page_size"), "riscv-iommu": ()}

GOOD = {
    "intel-vtd": {"cap": "d2008c40660462", "ecap": "f050da"},
    "arm-smmu-v3": {"idr0": "80fe6bf", "idr1": "e739d10", "idr5": "1005d"},
    "amd-vi": {"efr": "a5bf732fa2295afe"},
    "riscv-iommu": {"caps": "78c2cf4f10"},
}

XEON = """\
decoded
  model:     intel-vtd (1), decoded from registers: what the hardware has, not what the kernel left on
  registers: cap=0xd2008c40660462 ecap=0xf050da

ATTRIBUTE          VALUE       FROM
asid_bits          8           CAP.ND (2:0)
ssid_bits          0           ECAP.SMTS (43), PASID (40), PSS (39:35)
input_bits         39          CAP.FL5LP (60), SAGAW (12:8), MGAW (21:16); \
ECAP.SMTS (43), FLTS (47), SLTS (46)
s2_input_bits      39          CAP.SAGAW (12:8), MGAW (21:16); ECAP.SMTS (43), SLTS (46)
httu               none        ECAP.SMTS (43), FLTS (47)
pgtable_format     none        ECAP.SMTS (43), FLTS (47); CAP.FL5LP (60)
s2_pgtable_format  vtd-ss-4lvl CAP.SAGAW (12:8); ECAP.SMTS (43), SLTS (46)
page_sizes         none        ECAP.SMTS (43), FLTS (47); CAP.FL1GP (56)
s2_page_sizes      4K,2M,1G    CAP.SLLPS (37:34), SAGAW (12:8); ECAP.SMTS (43), SLTS (46)
pasid_table_format none        ECAP.SMTS (43), PASID (40), PSS (39:35)
pasid_table_align  4096        the model's
pasid0             none        ECAP.SMTS (43), PASID (40), PSS (39:35)
nesting            disabled    ECAP.SMTS (43), NEST (26), FLTS (47), SLTS (46)
ats                disabled    ECAP.DT (2)
pri                disabled    ECAP.SMTS (43), PRS (29), PDS (42), DT (2)
coherent           disabled    ECAP.SMTS (43), SMPWC (48), C (0)
snoop              enabled     ECAP.SC (7)
dirty_tracking     disabled    ECAP.SMTS (43), SSADS (45), SMPWC (48)
intremap           x2apic      ECAP.IR (3), EIM (4)
posted_interrupts  disabled    CAP.PI (59)
"""

# Without EFR2 and header: what needs them is not there.
EPYC = """\
decoded
  model:     amd-vi (4), decoded from registers: what the hardware has, not what the kernel left on
  registers: efr=0xa5bf732fa2295afe

ATTRIBUTE          VALUE                   FROM
asid_bits          16                      the model's
ssid_bits          16                      EFR.GTSup (4), GIOSup (48), PPRSup (1), EPHSup (50), \
PASmax (36:32)
input_bits         57                      EFR.GTSup (4), GIOSup (48), GATS (13:12), HATS (11:10)
s2_input_bits      64                      EFR.HATS (11:10)
httu               access+dirty            EFR.GTSup (4), GIOSup (48)
pgtable_format     amd-v2-5lvl,amd-v2-4lvl EFR.GTSup (4), GIOSup (48), GATS (13:12)
s2_pgtable_format  amd-v1                  EFR.HATS (11:10)
page_sizes         4K,2M,1G                EFR.GTSup (4), GIOSup (48)
s2_page_sizes      4K,2M,1G                EFR.HATS (11:10)
pasid_table_format gcr3-1lvl,gcr3-2lvl     EFR.GTSup (4), GIOSup (48), PPRSup (1), EPHSup (50), \
PASmax (36:32), GLXSup (15:14)
pasid_table_align  4096                    the model's
pasid0             bypass,pasid0           EFR.GTSup (4), GIOSup (48), PPRSup (1), EPHSup (50), \
PASmax (36:32)
pri                enabled                 EFR.GTSup (4), GIOSup (48), PPRSup (1), EPHSup (50)
dirty_tracking     enabled                 EFR.HDSup (52), HATS (11:10)
intremap           x2apic                  EFR.XTSup (2)
posted_interrupts  enabled                 EFR.GASup (7), GAMSup (23:21)
"""

# Stage 1 is not there: much is none, its input is that of stage 2.
STAGE2 = """\
decoded
  model:     arm-smmu-v3 (2), decoded from registers: what the hardware has, not what the kernel left on
  registers: idr0=0x2480019 idr1=0x510 idr5=0x74 cr0=0x1f

ATTRIBUTE           VALUE                              FROM
asid_bits           0                                  IDR0.S1P (1), ASID16 (12)
ssid_bits           0                                  IDR0.S1P (1); IDR1.SSIDSIZE (10:6)
sid_bits            16                                 IDR1.SIDSIZE (5:0)
input_bits          44                                 IDR0.S1P (1), S2P (0), TTF (3:2); \
IDR5.VAX (11:10), OAS (2:0)
s2_input_bits       44                                 IDR0.S2P (0); IDR5.OAS (2:0)
output_bits         44                                 IDR5.OAS (2:0)
btm                 disabled                           IDR0.BTM (5); CR2.PTM (2)
httu                none                               IDR0.S1P (1), HTTU (7:6)
stall               force                              IDR0.STALL_MODEL (25:24)
pgtable_format      none                               IDR0.S1P (1), TTF (3:2); \
IDR5.GRAN4K (4), GRAN16K (5), GRAN64K (6)
s2_pgtable_format   aarch64-4k,aarch64-16k,aarch64-64k IDR0.S2P (0), TTF (3:2); \
IDR5.GRAN4K (4), GRAN16K (5), GRAN64K (6)
page_sizes          none                               IDR0.S1P (1), TTF (3:2); \
IDR5.GRAN4K (4), GRAN16K (5), GRAN64K (6)
s2_page_sizes       4K,16K,64K,2M,32M,512M,1G          IDR0.S2P (0), TTF (3:2); \
IDR5.GRAN4K (4), GRAN16K (5), GRAN64K (6)
pasid_table_format  none                               IDR0.S1P (1), CD2L (19); \
IDR1.SSIDSIZE (10:6)
pasid_table_align   64                                 the model's
pasid0              none                               IDR0.S1P (1); IDR1.SSIDSIZE (10:6)
nesting             disabled                           IDR0.S1P (1), S2P (0); errata by IIDR
stream_table_format linear                             IDR0.ST_LEVEL (28:27)
tt_endian           little                             IDR0.TTENDIAN (22:21)
lpa2                disabled                           IDR5.DS (7)
ats                 disabled                           IDR0.ATS (10); CR0.ATSCHK (4)
pri                 disabled                           IDR0.PRI (16); CR0.PRIQEN (1)
coherent            enabled                            IDR0.COHACC (4)
dirty_tracking      disabled                           IDR0.S1P (1), HTTU (7:6), COHACC (4)
"""


def vectors(model):
    path = os.path.join(SOURCE, "tests", "vectors", model + ".tsv")
    with open(path, encoding="utf-8") as file:
        return [line.split("\t")[:2] for line in file.read().splitlines()[1:]]


def digits_of(model, name):
    """Of the widest word that a register has."""
    return 8 if model == "arm-smmu-v3" or (model, name) == ("amd-vi", "cap") else 16


def words_of(pairs):
    return dict(pair.split("=") for pair in pairs.split())


def typed(name, text):
    """The text of an attribute's file as the member of a document."""
    kind = ATTRIBUTES[name][0]
    if kind in ("bits", "number"):
        return int(text)
    if kind == "word":
        return text
    words = [] if text == "none" else text.split(",")
    return [int(word) for word in words] if kind == "numbers" else words


def document(model, words, expected):
    """words: name to hexadecimal digits; expected: as the vectors have it."""
    values = words_of(expected)
    capabilities = {name: typed(name, values[name]) for name in ATTRIBUTES if name in values}
    registers = {name: hex(int(words[name], 16)) for name in REGISTERS[model] if name in words}
    shown = {"name": model, "model": int(values["model"]), "origin": "registers",
             "capabilities": capabilities, "defaulted": [], "registers": registers, "unknown": []}
    return {"schema_version": "1.0", "document": "host",
            "iommus": [{"name": "decoded", "models": [shown], "devices": []}], "errors": []}


def run_all(function, arguments):
    """As many at a time as there are processors: most of a test's time is that of new processes."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda some: function(*some), arguments))


class TestDecode(Case):
    def decode(self, *arguments):
        result = self.tool("decode", *arguments)
        self.assertEqual((result.status, result.err), (0, b""))
        return result.out.decode()

    def decoded(self, *arguments):
        found = parse(self.decode(*arguments, "--json"))
        self.assertEqual(schema_errors(found), [])
        return found

    def usage(self, *arguments, says=b""):
        result = self.tool("decode", *arguments)
        self.assertEqual((result.status, result.out), (2, b""), arguments)
        self.assertIn(says, result.err)
        self.assertIn(b"--help", result.err)

    def check_vector(self, model, registers, expected):
        found = self.decoded(model, *registers.split())
        self.assert_same(found, document(model, words_of(registers), expected))

    def test_vectors(self):
        for model, facts in FACTS.items():
            every = vectors(model)
            usable = [(model, *vector) for vector in every
                      if not set(words_of(vector[0])) & set(facts)]
            # Those with facts are for the decoder alone, which has a test of its own.
            self.assertGreaterEqual(len(usable), 50, model)
            if facts:
                self.assertLess(len(usable), len(every), model)
            with self.subTest(model, vectors=len(usable), skipped=len(every) - len(usable)):
                run_all(self.check_vector, usable)

    def test_people(self):
        for text, arguments in (
                (XEON, ["intel-vtd", "cap=d2008c40660462", "ecap=f050da"]),
                (EPYC, ["amd-vi", "efr=a5bf732fa2295afe"]),
                (STAGE2, ["arm-smmu-v3", "idr0=2480019", "idr1=510", "idr5=74", "cr0=1f"])):
            with self.subTest(arguments[0]):
                self.assertEqual(self.decode(*arguments), text)

    def test_order(self):
        """Of arguments; options may stand anywhere."""
        pairs = [f"{name}={word}" for name, word in GOOD["arm-smmu-v3"].items()]
        expected = self.decode("arm-smmu-v3", *pairs)
        self.assertEqual(self.decode("arm-smmu-v3", *reversed(pairs)), expected)
        result = self.tool("-J", "decode", "arm-smmu-v3", *pairs)
        self.assertEqual(result.out.decode(), self.decode("-J", "arm-smmu-v3", *pairs))
        self.assertEqual(result.out.decode(), self.decode("arm-smmu-v3", "-J", *pairs))

    def test_hexadecimal(self):
        expected = self.decode("intel-vtd", "cap=d2008c40660462", "ecap=f050da")
        for cap in "0xd2008c40660462", "D2008C40660462", "0xD2008c40660462", \
                "0XD2008C40660462", "00000000000000d2008c40660462", "0x00d2008c40660462":
            self.assertEqual(self.decode("intel-vtd", f"cap={cap}", "ecap=0xF050DA"), expected)
        for zero in "0", "00", "0x0", "00000000000000000000000000":
            self.assertEqual(self.decoded("intel-vtd", f"cap={zero}", f"ecap={zero}")
                             ["iommus"][0]["models"][0]["registers"], {"cap": "0x0", "ecap": "0x0"})

    def test_all_ones(self):
        """What sysfs would not be believed is taken as it is given."""
        for model, names in REGISTERS.items():
            wide = {name: "f" * digits_of(model, name) for name in names}
            found = self.decoded(model, *(f"{name}={word}" for name, word in wide.items()))
            self.assertEqual(found["iommus"][0]["models"][0]["registers"],
                             {name: "0x" + word for name, word in wide.items()})

    def test_not_given(self):
        """Each register that is not mandatory: only what needs it is missing."""
        needs = {("arm-smmu-v3", "idr3"): {"s2fwb", "bbm", "ril"},
                 ("arm-smmu-v3", "cr0"): {"ats", "pri"}, ("arm-smmu-v3", "cr2"): {"btm"},
                 ("amd-vi", "efr2"): {"nesting"}, ("amd-vi", "cap"): {"ats"}}
        for model, names in REGISTERS.items():
            # Hardware that has it all, so that nothing is off without more.
            words = {name: GOOD[model].get(name, "0") for name in names}
            if model == "arm-smmu-v3":
                words["idr0"] = "80f16bf"
            whole = self.decoded(model, *(f"{name}={word}" for name, word in words.items()))
            whole = whole["iommus"][0]["models"][0]["capabilities"]
            for name in set(names) - set(MANDATORY[model]):
                with self.subTest(model, without=name):
                    found = self.decoded(model, *(f"{other}={word}" for other, word in words.items()
                                                  if other != name))
                    missing = set(whole) - set(found["iommus"][0]["models"][0]["capabilities"])
                    self.assertEqual(missing, needs.get((model, name), set()))

    def test_unknown_model(self):
        self.usage(says=b"model")
        for model in "vtd", "INTEL-VTD", "1", "", "intel-vtd ", "intel-iommu", "decoded":
            self.usage(model, "cap=1", "ecap=1", says=model.encode())
        # A model that has no registers.
        self.usage("virtio-iommu")
        self.usage("virtio-iommu", "cap=1")
        self.usage("cap=1", "ecap=1")

    def test_missing(self):
        for model, mandatory in MANDATORY.items():
            self.usage(model)
            for missing in mandatory:
                words = {name: GOOD[model].get(name, "0") for name in REGISTERS[model]}
                del words[missing]
                self.usage(model, *(f"{name}={word}" for name, word in words.items()),
                           says=missing.encode())

    def check_arguments(self, cases):
        """Each (model, argument) is refused beside what would be good, before or behind it."""
        def check(i, model, argument):
            name = argument.partition("=")[0]
            good = [f"{other}={word}" for other, word in GOOD[model].items() if other != name]
            json = ["--json"] if i % 3 else []
            self.usage(*json, model, *([argument, *good] if i % 2 else [*good, argument]),
                       says=name.encode())

        run_all(check, [(i, *case) for i, case in enumerate(cases)])

    def test_unknown_register(self):
        own = ["cap2", "efr3", "idr6", "idr", "caps2", "CAP", "EFR", "IDR0", "", " cap"]
        others = {name for names in REGISTERS.values() for name in names}
        self.check_arguments([(model, f"{name}=1") for model in GOOD
                              for name in [*own, *sorted(others - set(REGISTERS[model]))]])

    def test_facts(self):
        """Nor can any vector be given that has one."""
        for model, facts in FACTS.items():
            if not facts:
                continue
            self.check_arguments([(model, f"{fact}=1") for fact in facts])
            with_facts = [registers for registers, _ in vectors(model)
                          if set(words_of(registers)) & set(facts)]
            self.usage(model, *with_facts[0].split())

    def test_trap_features(self):
        """Arm's boot log has features 0x…, the driver's own bits: it is no register."""
        self.check_arguments([("arm-smmu-v3", "features=0094dfef")])
        self.usage("arm-smmu-v3", "features=0094dfef", says=b"features")

    def test_trap_pss_is_not_pasid(self):
        found = self.decoded("intel-vtd", "cap=19ed008c40780c66", "ecap=3ee9e86f050df")
        capabilities = found["iommus"][0]["models"][0]["capabilities"]
        for name, value in {"ssid_bits": 0, "pasid_table_format": [], "pri": "disabled"}.items():
            self.assertEqual(capabilities[name], value)

    def test_twice(self):
        for model, words in GOOD.items():
            pairs = [f"{name}={word}" for name, word in words.items()]
            for name, word in words.items():
                self.usage(model, *pairs, f"{name}={word}", says=name.encode())
                self.usage(model, f"{name}=1", *pairs, says=name.encode())

    def test_malformed(self):
        texts = ["", "0x", "0X", "x", "0xx", "g", "1g", "0x1g", "-1", "+1", "0x-1", "0x+1", "-0x1",
                 "--1", " 1", "1 ", "0x 1", "1,2", "1:2", "0x0x1", "00x1", "1=2", "=1", "1h", "1L",
                 "1.0", "1e+1", "\t1", "1\n", "\u0661"]
        cases = [("intel-vtd", f"cap={text}") for text in texts]
        for model, words in GOOD.items():
            for name in words:
                cases += [(model, f"{name}={text}") for text in ("", "0x", "-1", "1g")]
                cases += [(model, name)]
        self.check_arguments([*cases, ("intel-vtd", "="), ("intel-vtd", "")])

    def test_wide(self):
        cases = []
        for model, names in REGISTERS.items():
            for name in names:
                digits = digits_of(model, name)
                cases += [(model, f"{name}={text}")
                          for text in ("1" + "0" * digits, "f" * 40, "0x1" + "0" * digits)]
        self.check_arguments(cases)

    def test_names_are_escaped(self):
        """They are the caller's, and go to a terminal; check_stderr() looks."""
        for name in "\x1b[31m", "\x9b31m", "a\nb", "\xff":
            self.usage("intel-vtd", f"{name}=1")
            self.usage(name, "cap=1", "ecap=1")
        self.usage(b"intel-vtd", b"\xff\x1b=1")

    def test_options(self):
        for option in "--nonsense", "-Z":
            result = run([TOOL, "decode", option, "intel-vtd", "cap=1", "ecap=1"])
            self.assertEqual((result.status, result.out), (2, b""))
        self.assertTrue(self.decode("--help").startswith("Usage: "))


if __name__ == "__main__":
    main()
