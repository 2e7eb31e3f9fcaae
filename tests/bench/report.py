# SPDX-License-Identifier: MIT
"""The figures as tables in Markdown."""

import cases


def table(heads, rows):
    """The first column is text, the others are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


HEADS = ["CPU, ms", "ratio", "memory, MB", "system calls"]


def row(name, figure, reference, empty):
    """Memory is what is more than that of an empty process."""
    return [
        name,
        f"{figure['cpu'] / 1000:.1f}",
        f"{figure['cpu'] / reference['cpu']:.2f}",
        f"{(figure['memory'] - empty['memory']) * 1024 / 1e6:.1f}",
        f"{figure['calls']:,}",
    ]


def of_programs(title, figures, reference):
    return table([title, *HEADS], [row(f"`{name}`", figure, figures[reference],
                                       figures[cases.EMPTY])
                                   for name, figure in figures.items()])


def of_fleets(fleets):
    """Against the smallest of them."""
    first = next(iter(fleets.values()))[cases.BASELINE]
    return table([f"`{cases.BASELINE}`", *HEADS],
                 [row(f"{size:,} documents", figures[cases.BASELINE], first, figures[cases.EMPTY])
                  for size, figures in fleets.items()])


def of_goals(goals):
    return table(["goal", "at most", "measured", ""],
                 [[goal["text"], f"{goal['most']}", f"{goal['value']:.2f}",
                   "held" if goal["value"] <= goal["most"] else "missed"] for goal in goals])


def report(results):
    return "\n".join([
        *(of_programs(f"{size:,} IOMMUs", figures, cases.FLOOR)
          for size, figures in results["hosts"].items()),
        of_fleets(results["fleet"]),
        of_programs("to start", results["cold"], cases.LSCPU),
        of_goals(results["goals"]),
    ])
