#!/usr/bin/env python3
"""Makes data/publish/world.tsv from countries-110m.json of the npm package world-atlas.

    npm install world-atlas@2.0.2
    python3 tools/basemap/build.py node_modules/world-atlas/countries-110m.json > data/publish/world.tsv

Coasts and borders are those of Natural Earth 4.1 at 1:110 million (public domain). Points are rounded to a hundredth of a
degree; points that coincide after that are dropped, and so is Antarctica. Nothing else is changed.
"""

import json
import sys

ANTARCTICA = "010"

HEAD = """\
# Outlines of countries and territories, coarse, for small maps. Made by tools/basemap/build.py; never edited.
# Origin: Natural Earth 1:110m (public domain), through the npm package world-atlas 2.0.2. Rounded to a hundredth of a degree; without
# Antarctica. Lines are those of Natural Earth (who holds the ground); a row says nothing about the status of a territory.
# Columns, separated by tabs:
#   arc      longitude and latitude of the first point, then steps to the next ones, in hundredths of a degree
#   country  ISO 3166-1 numeric code (- for none), then rings of arcs; rings are parted by ";", ~N is arc N backwards
"""


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        world = json.load(file)
    scale, move = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * scale[0] + move[0]) * 100), round((y * scale[1] + move[1]) * 100))
            if not points or points[-1] != point:
                points.append(point)
        arcs.append(points)

    countries, used = [], {}
    for shape in world["objects"]["countries"]["geometries"]:
        code = shape.get("id", "-")
        if code == ANTARCTICA:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = []
        for ring in (ring for polygon in polygons for ring in polygon):
            names = []
            for ref in ring:
                plain = ~ref if ref < 0 else ref
                number = used.setdefault(plain, len(used))
                names.append(f"~{number}" if ref < 0 else str(number))
            rings.append(" ".join(names))
        countries.append((code, ";".join(rings)))

    print(HEAD, end="")
    for plain in used:
        points = arcs[plain]
        steps = [points[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:])]
        print("arc\t" + " ".join(f"{x} {y}" for x, y in steps))
    for code, rings in sorted(countries):
        print(f"country\t{code}\t{rings}")


if __name__ == "__main__":
    main()
