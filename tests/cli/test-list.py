# SPDX-License-Identifier: MIT
"""list --json: single trees, each with the whole document that it has to give."""

from cli import Case, main, without_messages
from tree import Tree

UNIT = "sys/class/iommu/unit"


def host(*iommus, errors=()):
    return {"schema_version": "1.0", "document": "host", "iommus": list(iommus),
            "errors": [{"path": path, "errno": errno} for path, errno in errors]}


def iommu(name, *models, parent=None, devices=()):
    document = {"name": name, "parent": parent, "models": list(models), "devices": list(devices)}
    if parent is None:
        del document["parent"]
    return document


def model(name, number, capabilities, defaulted=(), unknown=()):
    document = {"name": name, "model": number, "origin": "attributes",
                "capabilities": capabilities, "defaulted": list(defaulted), "registers": {},
                "unknown": [{"name": key, "text": text} for key, text in unknown]}
    if number is None:
        del document["model"]
    return document


VIRTIO_DEFAULTS = {"input_bits": 0, "pgtable_format": [], "page_sizes": []}


class TestList(Case):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.remove)

    def check(self, expected, *names):
        self.assert_same(without_messages(self.read(self.tree.root, *names)), expected)

    def test_no_class(self):
        self.tree.dir("sys")
        self.check(host())

    def test_empty_class(self):
        self.tree.dir("sys/class/iommu")
        self.check(host())

    def test_nothing_known(self):
        self.tree.dir(UNIT)
        self.check(host(iommu("unit")))

    def test_defaults(self):
        self.tree.file(f"{UNIT}/virtio-iommu/model", "256\n")
        self.check(host(iommu("unit", model("virtio-iommu", 256, VIRTIO_DEFAULTS,
                                            VIRTIO_DEFAULTS))))

    def test_some_files(self):
        self.tree.files(f"{UNIT}/virtio-iommu", {
            "model": "256\n", "page_sizes": "2097152 4096\n", "ssid_bits": "20\n"})
        self.check(host(iommu("unit", model(
            "virtio-iommu", 256,
            {"ssid_bits": 20, "input_bits": 0, "pgtable_format": [], "page_sizes": [4096, 2097152]},
            ["input_bits", "pgtable_format"]))))

    def test_every_kind(self):
        self.tree.files(f"{UNIT}/next", {
            "model": "9223372036854775807\n", "pasid_table_align": "9223372036854775807\n",
            "asid_bits": "64", "stall": "word-of-the-future\n", "pasid0": "c b a\n",
            "s2_page_sizes": "none\n", "page_sizes": "9223372036854775807 1 10 2"})
        self.check(host(iommu("unit", model(
            "next", 2 ** 63 - 1,
            {"asid_bits": 64, "stall": "word-of-the-future", "page_sizes": [1, 2, 10, 2 ** 63 - 1],
             "s2_page_sizes": [], "pasid_table_align": 2 ** 63 - 1, "pasid0": ["c", "b", "a"]}))))

    def test_unknown_files(self):
        self.tree.files(f"{UNIT}/next", {
            "model": "777\n", "z10": "ten\n", "z9": b"\x00\xff\xc3\xa9\n", "empty": "",
            "lines": "a\nb\n\n"})
        self.tree.file(f"{UNIT}/next".encode() + b"/\xff", "name\n")
        self.tree.dir(f"{UNIT}/next/dir")
        self.tree.fifo(f"{UNIT}/next/fifo")
        self.tree.socket(f"{UNIT}/next/socket")
        self.tree.link(f"{UNIT}/next/link", "z10")
        self.check(host(iommu("unit", model("next", 777, {}, unknown=[
            ("empty", ""), ("lines", "a\nb\n"), ("z9", "\0\ufffd\xe9"), ("z10", "ten"),
            ("\ufffd", "name")]))))

    def test_errors(self):
        self.tree.files(f"{UNIT}/virtio-iommu", {
            "model": "256\n", "page_sizes": "4K\n", "input_bits": "65\n", "new": b"a" * 4097})
        self.tree.dir(f"{UNIT}/virtio-iommu/pgtable_format")
        self.tree.fifo(f"{UNIT}/virtio-iommu/httu")
        self.tree.link(f"{UNIT}/virtio-iommu/ats", "model")
        where = "/sys/class/iommu/unit/virtio-iommu"
        self.check(host(iommu("unit", model("virtio-iommu", 256, {})), errors=[
            (f"{where}/ats", "ELOOP"), (f"{where}/httu", "EINVAL"),
            (f"{where}/input_bits", "ERANGE"), (f"{where}/new", "EFBIG"),
            (f"{where}/page_sizes", "EINVAL"), (f"{where}/pgtable_format", "EISDIR")]))

    def test_malformed_models(self):
        self.tree.files(f"{UNIT}/zero", {"model": "0\n", "ssid_bits": "20\n", "new": "x\n"})
        self.tree.files(f"{UNIT}/word", {"model": "two\n"})
        self.tree.files(f"{UNIT}/intel-vtd", {"model": "256\n"})
        self.tree.files(f"{UNIT}/arm-smmu-v3", {"model": "3\n"})
        where = "/sys/class/iommu/unit"
        self.check(host(iommu("unit", model("arm-smmu-v3", 3, {}),
                              model("intel-vtd", 256, VIRTIO_DEFAULTS, VIRTIO_DEFAULTS),
                              model("word", None, {}), model("zero", None, {})),
                        errors=[(f"{where}/intel-vtd/model", "EINVAL"),
                                (f"{where}/word/model", "EINVAL"),
                                (f"{where}/zero/model", "EINVAL")]))

    def test_parents_and_devices(self):
        self.tree.link("sys/class/iommu/a", "../../devices/a.0/iommu/a")
        self.tree.link("sys/devices/a.0/iommu/a/device", "../../../a.0")
        self.tree.link("sys/devices/a.0/subsystem", "../../bus/platform")
        self.tree.link("sys/devices/a.0/driver", "../../bus/platform/drivers/arm-smmu-v3")
        self.tree.link("sys/devices/a.0/iommu/a/devices/0000:00:10.0", "nowhere")
        self.tree.link("sys/devices/a.0/iommu/a/devices/0000:00:0a.0", "/etc")
        self.tree.link("sys/class/iommu/b", "../../devices/b.0/iommu/b")
        self.tree.link("sys/devices/b.0/iommu/b/device", "../../../b.0")
        self.tree.link("sys/devices/b.0/subsystem", "../../bus/pci")
        self.tree.link("sys/class/iommu/c", "../../devices/virtual/iommu/c")
        self.tree.dir("sys/devices/virtual/iommu/c")
        self.check(host(
            iommu("a", parent={"name": "a.0", "subsystem": "platform", "driver": "arm-smmu-v3"},
                  devices=["0000:00:0a.0", "0000:00:10.0"]),
            iommu("b", parent={"name": "b.0", "subsystem": "pci"}), iommu("c")))

    def test_class_entries(self):
        for name in "dmar10", "dmar2", "iommu-caps-probe":
            self.tree.dir(f"sys/class/iommu/{name}")
        self.tree.file("sys/class/iommu/file")
        self.tree.link("sys/class/iommu/gone", "../../devices/gone")
        self.tree.link("sys/class/iommu/out", "/sys")
        self.check(host(iommu("dmar2"), iommu("dmar10"), iommu("gone"), iommu("out"), errors=[
            ("/sys/class/iommu/file", "ENOTDIR"), ("/sys/class/iommu/gone", "ENOENT"),
            ("/sys/class/iommu/out", "ELOOP")]))

    def test_names(self):
        self.tree.link("sys/class/iommu/dmar0/devices/0000:00:05.0", "nowhere")
        self.tree.dir("sys/class/iommu/dmar1")
        self.tree.file("sys/class/iommu/dmar1/bad/model", "x\n")
        self.tree.link("sys/bus/pci/devices/0000:00:06.0", "nowhere")
        dmar0 = iommu("dmar0", devices=["0000:00:05.0"])
        dmar1 = iommu("dmar1", model("bad", None, {}))
        bad = [("/sys/class/iommu/dmar1/bad/model", "EINVAL")]
        self.check(host(dmar0, dmar1, errors=bad))
        self.check(host(dmar0), "dmar0")
        self.check(host(dmar0), "00:05.0")
        self.check(host(dmar0), "0000:00:05.0", "00:05.0", "dmar0")
        self.check(host(dmar1, errors=bad), "dmar1")
        self.check(host(), "00:06.0")


if __name__ == "__main__":
    main()
