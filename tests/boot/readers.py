# SPDX-License-Identifier: MIT
"""What readers met while directories came and went (inside/work.sh)."""

# The tool's 4: a file was there in readdir and gone at open.
FILE_ERRORS = {"No such file or directory", "No such device"}
TOOL_STATUSES = {"0", "4"}


def check_readers(checks, console, section, least):
    words = console.words(section)
    checks.ok(f"{section}: readers have read", int(words["cat"]) >= least, words["cat"])
    statuses = {key[len("tool-status-"):] for key in words if key.startswith("tool-status-")}
    checks.ok(f"{section}: the tool has run, with 0 or 4 as its exit status",
              statuses and statuses <= TOOL_STATUSES, str(statuses))
    errors = {line[len("error "):] for line in console.text(section).splitlines()
              if line.startswith("error ")}
    checks.ok(f"{section}: readers met ENOENT and ENODEV at most", errors <= FILE_ERRORS, str(errors))


def check_objects(checks, console, cycles):
    """A unit that leaked each time would be seen in one of the caches."""
    before, after = console.numbers("objects-before"), console.numbers("objects-after")
    grown = {cache: after[cache] - before.get(cache, 0) for cache in after
             if after[cache] - before.get(cache, 0) > cycles // 4}
    checks.equal("units that come and go: no memory is lost", grown, {})
