"""Our own tables: features, abbreviations, spellings; and what is near what."""

import math
import sys
from collections import defaultdict
from pathlib import Path

from place import Place, fold, kilometres
from sources import table

SETTLEMENTS = {"capital", "admin_seat", "city", "town", "village", "neighbourhood"}


class Nearby:
    """Towns by square of one degree."""

    def __init__(self, cities: list[Place]):
        self.squares = defaultdict(list)
        for city in cities:
            self.squares[(math.floor(city.lat), math.floor(city.lon))].append(city)

    def around(self, lat: float, lon: float) -> list[Place]:
        """Towns of the square and its neighbours."""
        a, b = math.floor(lat), math.floor(lon)
        return [city for i in (-1, 0, 1) for j in (-1, 0, 1) for city in self.squares[(a + i, b + j)]]

    def town(self, nation: Place | None, lat: float, lon: float) -> Place | None:
        """The nearest town of that country within 100 km."""
        here = [(kilometres(city, lat, lon), city.geonames, city) for city in self.around(lat, lon)
                if nation is None or city.country() is nation]  # fmt: skip
        best = min(here, key=lambda row: row[:2], default=None)
        return best[2] if best and best[0] < 100 else None


def airfield_names(name: str) -> list[str]:
    """What else news calls an airfield of that name."""
    names = []
    plain = name.replace(" International Airport", " Airport").replace(" Army Air Field", " Airfield")
    names.append(plain)
    for long, shorts in {
        " Air Base": [" Airbase", " air force base", " air base", " Airfield"],
        " AFB": [" Air Force Base", " Air Base"],
        " Air Force Base": [" AFB", " Air Base"],
        " Airfield": [" Air Base", " Airbase"],
        " International Airport": [" International"],
        " Airport": [" Airfield"],
    }.items():
        if plain.endswith(long):
            names += [plain.removesuffix(long) + short for short in shorts]
    return [other for other in names if other != name]


def features(
    folder: Path, nations: dict[str, Place], kept: list[Place], near: Nearby, continents: dict
) -> list[Place]:
    """Continents, and the places of features.tsv."""
    by_alpha3 = {place.alpha3: place for place in nations.values()}
    divisions: dict[tuple[str, str, str], Place] = {}
    for place in kept:
        for name in place.names:
            divisions.setdefault((place.feature, place.country().alpha3, fold(name)), place)
    found = []
    by_name = {fold(row["name"]): row for row in continents.values()}
    for row in table(folder / "features.tsv"):
        place = feature(row, by_alpha3, divisions, near)
        if place is None:
            continue
        if place.feature == "continent" and fold(place.name) in by_name:
            known_row = by_name[fold(place.name)]
            place.lat, place.lon = float(known_row["lat"]), float(known_row["lng"])
            place.geonames = int(known_row["geonameId"])
        found.append(place)
    return found


# Weight of a feature by how likely its name means it (1-5), on the scale of log_weight.
WEIGHTS = {"1": 15, "2": 25, "3": 38, "4": 48, "5": 60}


def feature(row: dict[str, str], by_alpha3: dict[str, Place], divisions: dict, near: Nearby) -> Place | None:
    """One place of ours; `None` if it only adds to a place that is there already."""
    name, lat, lon, kind = row["name"], float(row["lat"]), float(row["lon"]), row["feature"]
    nation = by_alpha3.get(row["country"])
    place = Place(name, kind, lat, lon, precision=row["precision"], weight=WEIGHTS[row["weight"]])
    if row["precision"] == "country":
        place.weight += 20
    place.countries = [by_alpha3[code] for code in row["countries"].split("|") if code in by_alpha3]
    place.parent = divisions.get(("admin1", row["country"], fold(row["admin1"])), nation)
    if place.parent is nation and nation is not None and row["precision"] in ("exact", "town"):
        town = near.town(nation, lat, lon)
        if town and kilometres(town, lat, lon) < 15:
            place.parent = town.parent
    if place.parent is not None and place.countries == [nation]:
        place.countries = []
    names = [name, *filter(None, row["aliases"].split("|"))]
    same = known(place, names, divisions, near)
    if same is None:
        for other in names:
            place.add(other, "ours")
        return place
    for other in names:
        same.names[other] = "ours"
    same.weight = max(same.weight, place.weight)
    if same.feature == "admin1":
        same.lat, same.lon = lat, lon
    return None


def known(place: Place, names: list[str], divisions: dict, near: Nearby) -> Place | None:
    """The division or town of GeoNames that a feature of ours is, if any."""
    country = place.country()
    if country is None:
        return None
    if place.feature in ("region", "district"):
        level = "admin1" if place.feature == "region" else "admin2"
        same = divisions.get((level, country.alpha3, fold(names[0])))
        return same if same and kilometres(same, place.lat, place.lon) < 250 else None
    if place.feature in SETTLEMENTS:
        keys = {fold(other) for other in names}
        here = [town for town in near.around(place.lat, place.lon)
                if town.country() is country and kilometres(town, place.lat, place.lon) < 20
                and not keys.isdisjoint(map(fold, town.names))]  # fmt: skip
        return min(here, key=lambda town: (kilometres(town, place.lat, place.lon), town.geonames), default=None)
    return None


def abbreviations(folder: Path, by_code: dict[str, Place], every: list[Place]) -> None:
    """Adds the names of abbreviations.tsv."""
    by_id = {place.geonames: place for place in every if place.geonames}
    for row in table(folder / "abbreviations.tsv"):
        target = row["target"]
        place = by_id.get(int(target.split(":")[1])) if target.startswith("geonames:") else by_code.get(target)
        if place is None:
            raise SystemExit(f"error: abbreviations.tsv: no place {target}")
        for name in row["names"].split("|"):
            short = len(fold(name).replace(" ", "")) <= 5
            kind = "historic" if name.endswith("=h") else "abbreviation" if short else "ours"
            place.add(name.removesuffix("=h"), kind)


def centres(folder: Path, by_code: dict[str, Place]) -> None:
    """Moves divisions to the points of divisions.tsv."""
    for row in table(folder / "divisions.tsv"):
        place = by_code.get(row["code"])
        if place is None:
            raise SystemExit(f"error: divisions.tsv: no division {row['code']}")
        place.lat, place.lon = float(row["lat"]), float(row["lon"])


def demonyms(data: Path, nations: dict[str, Place], by_code: dict[str, Place], every: list[Place]) -> None:
    """Adds what people and things of a place are called."""
    by_alpha3 = {place.alpha3: place for place in nations.values()}
    states = data / "actors" / "states.tsv"
    for line in states.read_text(encoding="utf-8").splitlines() if states.exists() else []:
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 5 or cells[0] not in by_alpha3:
            continue
        for name in [*cells[3].split("|"), *cells[4].split("|")]:
            by_alpha3[cells[0]].add(name, "demonym")
    by_name = {fold(name): place for place in every for name, kind in place.names.items() if kind == "ours"}
    for row in table(data / "places" / "demonyms.tsv"):
        place = by_code.get(row["target"]) or by_name.get(fold(row["target"]))
        if place is None:
            print(f"warning: demonyms.tsv: no place {row['target']}", file=sys.stderr)
            continue
        for name in row["names"].split("|"):
            place.add(name, "demonym")


def spellings(folder: Path, every: list[Place]) -> None:
    """Adds the pairs of spellings.tsv to the places that have one of the two names.

    The rules of that file for beginnings and endings are carried out at look-up, in `loose.rs`.
    """
    index: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in every:
        country = place.country()
        if country is not None:
            for key in {fold(name) for name, kind in place.names.items() if kind != "demonym"}:
                index[(country.alpha3, key)].append(place)
    added = lost = 0
    for row in table(folder / "spellings.tsv"):
        if row["kind"] != "pair":
            continue
        country = row["note"][:3]
        best = [max(index[(country, fold(row[cell]))], key=lambda place: place.weight, default=None) for cell in "ab"]
        if best == [None, None]:
            lost += 1
            continue
        if best[0] is best[1]:
            continue
        first = best[0] if best[1] is None or (best[0] and best[0].weight >= best[1].weight) else best[1]
        missing = "b" if first is best[0] else "a"
        former = missing == "b" and "former" in row["note"]
        first.add(row[missing], "historic" if former else "ours")
        added += 1
    print(f"{added} spellings added, {lost} pairs without a place", file=sys.stderr)
