# SPDX-License-Identifier: MIT
"""Processor time against the number of IOMMUs, as an SVG with two logarithmic axes."""

import math
from html import escape

from cases import EMPTY, FLOOR, LIVE, SAVED

WIDTH, HEIGHT = 860, 480
LEFT, RIGHT, TOP, BOTTOM = 70, 280, 30, 50
LINE = 17

COLOURS = {FLOOR: "#000000", SAVED: "#c01c28", LIVE: "#e66100"}
OTHERS = ["#1a5fb4", "#26a269", "#813d9c", "#63452c", "#3584e4", "#2ec27e", "#9141ac", "#865e3c"]


class Scale:
    def __init__(self, least, most, start, end):
        self.least, self.most = math.log10(least), math.log10(most)
        self.start, self.end = start, end

    def __call__(self, value):
        part = (math.log10(value) - self.least) / ((self.most - self.least) or 1)
        return self.start + part * (self.end - self.start)

    def decades(self):
        return [10 ** n for n in range(math.ceil(self.least), math.floor(self.most) + 1)]


def text(x, y, words, anchor="start", colour="#000000"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
            f"{escape(words)}</text>")


def line(x1, y1, x2, y2):
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#cccccc"/>'


def spread(places):
    """Moves labels apart that would lie on each other; from the top downwards."""
    placed = []
    for place in places:
        placed.append(max(place, placed[-1] + LINE) if placed else place)
    over = max(0, placed[-1] - (HEIGHT - 10)) if placed else 0
    return [place - over for place in placed]


def grid(x, y):
    for size in x.decades():
        yield line(x(size), TOP, x(size), HEIGHT - BOTTOM)
        yield text(x(size), HEIGHT - BOTTOM + LINE, f"{size:,}", "middle")
    for milliseconds in y.decades():
        yield line(LEFT, y(milliseconds), WIDTH - RIGHT, y(milliseconds))
        yield text(LEFT - 6, y(milliseconds) + 4, f"{milliseconds:g}", "end")
    yield text(LEFT, HEIGHT - 12, "IOMMUs, each with 9 attributes and 8 endpoints")
    yield text(LEFT - 40, TOP - 12, "processor time, ms")


def lines(hosts, x, y):
    names = [name for name in next(iter(hosts.values())) if name != EMPTY]
    last = max(hosts)
    others = iter(OTHERS)
    colours = {name: COLOURS.get(name) or next(others) for name in names}
    names.sort(key=lambda name: -hosts[last][name]["cpu"])
    labels = spread([y(hosts[last][name]["cpu"] / 1000) for name in names])
    for name, label in zip(names, labels):
        points = [(x(size), y(figures[name]["cpu"] / 1000)) for size, figures in hosts.items()]
        path = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
        width = 2.5 if name in COLOURS else 1.2
        yield f'<path d="M{path}" fill="none" stroke="{colours[name]}" stroke-width="{width}"/>'
        yield text(WIDTH - RIGHT + 10, label + 4, name, colour=colours[name])


def chart(hosts):
    times = [figures[name]["cpu"] / 1000 for figures in hosts.values() for name in figures
             if name != EMPTY]
    x = Scale(min(hosts), max(hosts), LEFT, WIDTH - RIGHT)
    y = Scale(min(times), max(times), HEIGHT - BOTTOM, TOP)
    body = "\n".join([*grid(x, y), *lines(hosts, x, y)])
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="sans-serif" font-size="13">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n')
