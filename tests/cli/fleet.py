# SPDX-License-Identifier: MIT
"""The document `baseline` a second time, from the documents of its hosts and the rules alone."""

from least import NAMES, differ, least, rank, reported
from reference import ATTRIBUTES, MODELS

NO_NUMBER = 2 ** 64


def has_notion(number, name):
    return number in MODELS and MODELS[number][1] in ATTRIBUTES[name][2]


def by_model(hosts):
    """(number, name): the hosts that have it, each with the capabilities of its units."""
    found = {}
    for index, (_, document) in enumerate(hosts):
        for iommu in document["iommus"]:
            for model in iommu["models"]:
                key = (model.get("model", NO_NUMBER), model["name"])
                found.setdefault(key, {}).setdefault(index, []).append(model["capabilities"])
    return found


def limit(name, value, hosts):
    ranks = [rank(name, v) for units in hosts.values() for v in reported(name, units)]
    if value is None or None in ranks or max(ranks) == rank(name, value):
        return None
    values = [v for units in hosts.values() for v in reported(name, units)]
    return {"capability": name, "value": value, "best": max(values, key=lambda v: rank(name, v)),
            "hosts": [host for host, units in hosts.items() if value in reported(name, units)]}


def model_of(number, name, hosts, names):
    model = {"name": name, "model": number, "units": sum(len(units) for units in hosts.values()),
             "hosts": list(hosts), "capabilities": {}, "uneven": [], "limited_by": [],
             "unreported": []}
    if number == NO_NUMBER:
        del model["model"]
    for key in NAMES:
        silent = [host for host, units in hosts.items() if len(reported(key, units)) < len(units)]
        values = [value for units in hosts.values() for value in reported(key, units)]
        if values and differ(values):
            model["uneven"].append(key)
        if silent:
            if key != "model" and (values or has_notion(number, key)):
                model["unreported"].append({"capability": key, "hosts": silent})
            continue
        value = least(key, values)
        if value is None:
            continue
        model["capabilities"][key] = value
        limited = limit(key, value, hosts)
        if limited:
            model["limited_by"].append(limited)
    for part in [model, *model["limited_by"], *model["unreported"]]:
        part["hosts"] = [names[index] for index in part["hosts"]]
    return model


def baseline(hosts):
    """Of (name, document) pairs without errors, all of them readable."""
    names = [name for name, _ in hosts]
    found = by_model(hosts)
    common = [key for key, having in found.items()
              if len(having) == len(hosts) and key[0] != NO_NUMBER]
    return {"schema_version": "1.0", "document": "baseline", "answer": "yes" if common else "no",
            "hosts": names,
            "models": [model_of(*key, having, names) for key, having in sorted(found.items())],
            "errors": []}
