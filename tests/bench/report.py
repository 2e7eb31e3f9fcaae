# SPDX-License-Identifier: MIT
"""The figures as tables in Markdown."""

import cases


def table(heads, rows):
    """The first column is text, the others are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rows(figures, reference):
    for name, figure in figures.items():
        yield [
            f"`{name}`",
            f"{figure['cpu'] / 1000:.1f}",
            f"{figure['cpu'] / figures[reference]['cpu']:.2f}",
            f"{(figure['memory'] - figures[cases.EMPTY]['memory']) * 1024 / 1e6:.1f}",
            f"{figure['calls']:,}",
        ]


def report(results):
    parts = []
    for size, figures in results["hosts"].items():
        parts.append(table([f"{size:,} IOMMUs", "CPU, ms", "ratio", "memory, MB", "system calls"],
                           rows(figures, cases.FLOOR)))
    parts.append(table(["to start", "CPU, ms", "ratio", "memory, MB", "system calls"],
                       rows(results["cold"], cases.LSCPU)))
    parts.append(table(["goal", "at most", "measured", ""],
                       [[goal["text"], f"{goal['most']}", f"{goal['value']:.2f}",
                         "held" if goal["value"] <= goal["most"] else "missed"]
                        for goal in results["goals"]]))
    return "\n".join(parts)
