#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""rules.py TOOL PROMTOOL: the rules and the dashboard, on the metrics of ten saved hosts.

What they have to say is what the tool's own documents say of the same hosts: `baseline` of
each alone and of all, and `check`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

from exports import HERE, HOSTS, Checks, ask

CONTRIB = os.path.join(HERE, "..", "..", "contrib", "prometheus")
RULES = ("iommu-probe.rules.yml", "guests.rules.yml")
FLEET = ("amd-gpu", "epyc-four-segments", "intel-client", "intel-uneven", "mixed-models",
         "no-iommu", "sapphire-rapids", "smmuv3-mixed", "smmuv3-unreadable", "vtd-nesting")
GUESTS = {
    "vsmmu": ("model=arm-smmu-v3", "ssid_bits>=16", "nesting=enabled",
              "pasid_table_format=2lvl-64k"),
    "vtd-48": ("model=intel-vtd", "input_bits>=48"),
}
SWITCH = {"disabled": 0, "enabled": 1}
SAMPLE = re.compile(r"(\w+)(?:\{(.*)\})? (\d+)")
NAME = re.compile(r"\b(?:\w+:)?(?:iommu_probe_\w+|ALERTS)(?::\w+)?")
# After the time that alerts wait.
WHEN = "30m"


class Fleet:
    def __init__(self, tool):
        self.tool = os.path.abspath(tool)
        self.alone = {host: self.json("baseline", host)["models"] for host in FLEET}
        self.all = self.json("baseline", *FLEET)["models"]
        self.samples = [(host, *sample) for host in FLEET for sample in self.metrics(host)]

    def run(self, *arguments):
        return subprocess.run([self.tool, *arguments], check=False, cwd=HOSTS, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.decode()

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json"))

    def metrics(self, host):
        for line in self.run("--host", host, "export", "prometheus").splitlines():
            if not line.startswith("#"):
                name, labels, value = SAMPLE.fullmatch(line).groups()
                yield name, labels or "", int(value)

    def answer(self, host, requirements):
        return self.json("--host", host, "check", *requirements)["answer"]

    def series(self):
        """As node_exporter would have them from the textfiles, for an hour."""
        return [{"series": f'{name}{{job="fleet",instance="{host}",{labels}}}',
                 "values": f"{value}x60"} for host, name, labels, value in self.samples]


def metric(name):
    """The capability as metrics call it."""
    if name == "pasid_table_align":
        return "pasid_table_align_bytes"
    return name.replace("_bits", "_width")


def number(name, value):
    """Of a number or switch; None of words and lists."""
    if isinstance(value, int):
        return value
    return SWITCH.get(value) if isinstance(value, str) and name != "stall" else None


def sample(name, value, /, **labels):
    text = ", ".join(f'{key}="{label}"' for key, label in labels.items())
    return {"labels": f"{name}{{{text}}}", "value": value}


def numbers(record, model, **labels):
    return [sample(record, number(name, value), job="fleet", **labels, model=model["name"],
                   capability=metric(name))
            for name, value in model["capabilities"].items()
            if name not in ("model", "pasid_table_align") and number(name, value) is not None]


def members(record, model, **labels):
    """Words are as lists of one, and of different ones none is common to all."""
    return [sample(record, model["units"], job="fleet", **labels, model=model["name"],
                   capability=name, value=member)
            for name, value in model["capabilities"].items()
            if number(name, value) is None and (isinstance(value, list) or
                                                name not in model["uneven"])
            for member in (value if isinstance(value, list) else [value])]


def expected(fleet):
    """Expressions, each with all of its samples."""
    alone = [(host, model) for host in FLEET for model in fleet.alone[host]]
    of_host, of_fleet = "instance:iommu_probe_", "job:iommu_probe_"
    yield f"{of_host}capability:min", [
        entry for host, model in alone
        for entry in numbers(f"{of_host}capability:min", model, instance=host)]
    yield f"{of_host}member:all", [
        entry for host, model in alone
        for entry in members(f"{of_host}member:all", model, instance=host)]
    yield f"{of_host}model_units:count", [
        sample(f"{of_host}model_units:count", model["units"], job="fleet", instance=host,
               model=model["name"]) for host, model in alone]
    yield f"{of_host}capability:uneven", [
        sample(f"{of_host}capability:uneven", 1, job="fleet", instance=host, model=model["name"],
               capability=metric(name)) for host, model in alone for name in model["uneven"]]
    yield f"{of_fleet}capability:min", [
        entry for model in fleet.all for entry in numbers(f"{of_fleet}capability:min", model)]
    yield f"{of_fleet}member:all", [
        entry for model in fleet.all for entry in members(f"{of_fleet}member:all", model)]
    yield f"{of_fleet}model_instances:count", [
        sample(f"{of_fleet}model_instances:count", len(model["hosts"]), job="fleet",
               model=model["name"]) for model in fleet.all]
    aligned = f'{of_fleet}capability:max{{capability="pasid_table_align_bytes"}}'
    yield aligned, [
        sample(f"{of_fleet}capability:max", model["capabilities"]["pasid_table_align"],
               job="fleet", model=model["name"], capability="pasid_table_align_bytes")
        for model in fleet.all if "pasid_table_align" in model["capabilities"]]
    best = f"{of_fleet}capability:max > {of_fleet}capability:min"
    yield best, [
        sample(f"{of_fleet}capability:max", number(limit["capability"], limit["best"]),
               job="fleet", model=model["name"], capability=metric(limit["capability"]))
        for model in fleet.all for limit in model["limited_by"]
        if number(limit["capability"], limit["best"]) is not None
        and limit["capability"] != "pasid_table_align"]


def alerts(fleet):
    """ALERTS that fire."""
    def alert(name, severity, **labels):
        return sample("ALERTS", 1, alertname=name, alertstate="firing", job="fleet",
                      severity=severity, **labels)

    for host in FLEET:
        if fleet.json("--host", host, "list")["errors"]:
            yield alert("IommuReadErrors", "warning", instance=host)
        for model in fleet.alone[host]:
            for name in model["uneven"]:
                yield alert("IommuUnitsDiffer", "info", instance=host, model=model["name"],
                            capability=metric(name))
        for guest, requirements in GUESTS.items():
            if fleet.answer(host, requirements) != "yes":
                yield alert("IommuGuestDoesNotFit", "info", instance=host, guest=guest)


def dashboard_queries(text):
    """Of every panel, and of every variable, as they are once the variables are chosen."""
    dashboard = json.loads(text)
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$job", "fleet").replace("$model", ".*")
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            query = re.fullmatch(r"label_values\((.*), \w+\)", variable["query"])[1]
            yield f"variable {variable['name']}", query.replace("$job", "fleet")


def failed(promtool, series, tests):
    """Expressions that do not have exactly these samples, and what promtool says."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tests.yml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({
                "rule_files": [os.path.join(CONTRIB, name) for name in RULES],
                "evaluation_interval": "1m",
                "tests": [{"interval": "1m", "input_series": series, "promql_expr_test": [
                    {"expr": expression, "eval_time": WHEN, "exp_samples": samples}
                    for expression, samples in tests]}],
            }, file)
        status, text = ask(promtool, "test", "rules", path)
    return {expression for expression, _ in tests
            if f"expr: {json.dumps(expression)}," in text}, status, text


def check_rules(checks, promtool, fleet):
    wanted = [*expected(fleet), ("ALERTS", list(alerts(fleet)))]
    found, status, text = failed(promtool, fleet.series(), wanted)
    checks.equal("promtool's status", status, 1 if found else 0)
    for expression, samples in wanted:
        checks.ok(f"{expression}: {len(samples)}, as the documents say",
                  samples and expression not in found, text)
    less = [(expression, samples[1:]) for expression, samples in wanted]
    found, _, _ = failed(promtool, fleet.series(), less)
    checks.equal("of each, one less is seen", found, {expression for expression, _ in less})


def recorded():
    for name in RULES:
        with open(os.path.join(CONTRIB, name), encoding="utf-8") as file:
            yield from re.findall(r"record: (\S+)", file.read())


def check_dashboard(checks, promtool, fleet):
    with open(os.path.join(CONTRIB, "dashboard.json"), encoding="utf-8") as file:
        queries = list(dashboard_queries(file.read()))
    known = {"ALERTS", *recorded(), *(name for _, name, _, _ in fleet.samples)}
    shown = [(f"count({query}) > bool 0", [{"labels": "{}", "value": 1}]) for _, query in queries]
    found, _, text = failed(promtool, fleet.series(), shown)
    checks.ok("dashboard: has queries", len(queries) > 5)
    for (title, query), (expression, _) in zip(queries, shown):
        names = set(NAME.findall(query))
        checks.ok(f"dashboard: {title}: metrics that there are", names and names <= known,
                  names - known)
        checks.ok(f"dashboard: {title}: shows something of these hosts", expression not in found,
                  text)


def main(tool, promtool):
    checks = Checks()
    fleet = Fleet(tool)
    for name in RULES:
        status, text = ask(promtool, "check", "rules", os.path.join(CONTRIB, name))
        checks.ok(f"{name}: is taken", not status, text)
    check_rules(checks, promtool, fleet)
    check_dashboard(checks, promtool, fleet)
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
