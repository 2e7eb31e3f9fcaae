#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""ansible.py TOOL FACT: the facts that Ansible gathers of saved hosts.

Each has a script in the folder of facts that runs FACT for it, so that one run gathers all.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

from exports import Checks, stand_in, HOSTS

# Not there at all, and so that nothing can be answered.
ABSENT = "no-such-host"


def answer(tool, root, command):
    done = subprocess.run([tool, "--sysroot", root, command, "--json"], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    return json.loads(done.stdout)


def variable(host):
    return host.replace("-", "_")


def gather(tool, fact, hosts, folder):
    """Of each host, what Ansible knows; and what it has warned of."""
    facts = os.path.join(folder, "facts")
    os.makedirs(facts)
    for host in hosts:
        path = stand_in(os.path.join(folder, host), tool, os.path.join(HOSTS, host))["PATH"]
        name = os.path.join(facts, f"{variable(host)}.fact")
        with open(name, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\nPATH='{path}' exec '{os.path.abspath(fact)}'\n")
        os.chmod(name, 0o755)
    done = subprocess.run(
        ["ansible", "localhost", "-m", "setup", "-a", f"filter=ansible_local fact_path={facts}"],
        env=dict(os.environ, ANSIBLE_LOCAL_TEMP=folder, ANSIBLE_NOCOLOR="1", HOME=folder),
        check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=600)
    if not done.stdout.startswith("localhost | SUCCESS => {"):
        raise RuntimeError(done.stdout + done.stderr)
    answered = json.loads(done.stdout[done.stdout.index("{"):])
    return answered["ansible_facts"]["ansible_local"], done.stderr


def main(tool, fact):
    checks = Checks()
    hosts = [host for host in sorted(os.listdir(HOSTS))
             if os.path.isdir(os.path.join(HOSTS, host, "sys"))]
    with tempfile.TemporaryDirectory() as folder:
        facts, warnings = gather(tool, fact, [*hosts, ABSENT], folder)
    for host in hosts:
        root = os.path.join(HOSTS, host)
        checks.equal(f"{host}: the same documents", facts.get(variable(host)),
                     {"status": answer(tool, root, "status"), "host": answer(tool, root, "list")})
    checks.equal("warnings", set(re.findall(r"/(\w+)\.fact", warnings)), {variable(ABSENT)})
    return checks.exit_status()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
