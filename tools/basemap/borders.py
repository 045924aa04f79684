#!/usr/bin/env python3
"""Makes data/places/borders.tsv from countries-50m.json of the npm package world-atlas.

    npm install world-atlas@2.0.2
    python3 tools/basemap/borders.py node_modules/world-atlas/countries-50m.json > data/places/borders.tsv

A line that two countries share is their border. Along it a point is kept every 50 km.
"""

import csv
import math
import sys
import json

EVERY = 50.0
# Shapes without an ISO code, by their names; those of no code here are left out.
UNNUMBERED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}

HEAD = """\
# Land borders between countries. Made by tools/basemap/borders.py; never edited.
# Origin: Natural Earth 1:50m (public domain), through the npm package world-atlas 2.0.2. Lines are those of Natural Earth (who holds
# the ground); a row says nothing about the status of a territory.
# Columns: two countries (ISO 3166-1 alpha-3, in alphabetical order), length in km, points along the border every 50 km or less (lat lon;
# tenths of a degree, WGS 84).
"""


def km(a, b):
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        world = json.load(file)
    codes = {}
    with open("data/export/countries.tsv", encoding="utf-8") as file:
        for row in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row[2]:
                codes[row[2].zfill(3)] = row[0]
    scale, move = world["transform"]["scale"], world["transform"]["translate"]
    owners = {}
    for shape in world["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes.get(shape.get("id")) or UNNUMBERED.get(name)
        if code is None or "arcs" not in shape:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            for ref in ring:
                owners.setdefault(~ref if ref < 0 else ref, set()).add(code)
    borders = {}
    for number, pair in sorted(owners.items()):
        if len(pair) != 2:
            continue
        x = y = 0
        line = []
        for dx, dy in world["arcs"][number]:
            x, y = x + dx, y + dy
            line.append((y * scale[1] + move[1], x * scale[0] + move[0]))
        borders.setdefault(tuple(sorted(pair)), []).append(line)
    print(HEAD, end="")
    for (a, b), lines in sorted(borders.items()):
        total, points = 0.0, []
        for line in lines:
            length = sum(km(p, q) for p, q in zip(line, line[1:]))
            total += length
            steps = max(1, math.ceil(length / EVERY))
            # The middle of each stretch.
            wanted = [length * (k + 0.5) / steps for k in range(steps)]
            done = 0.0
            for p, q in zip(line, line[1:]):
                long = km(p, q)
                while wanted and long > 0 and done + long >= wanted[0]:
                    share = (wanted.pop(0) - done) / long
                    points.append((p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share))
                done += long
        seen = dict.fromkeys(f"{lat:.1f} {lon:.1f}" for lat, lon in points)
        print(f"{a}\t{b}\t{total:.0f}\t{';'.join(seen)}")


if __name__ == "__main__":
    main()
