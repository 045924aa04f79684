"""A place on its way into the file, and rules for names."""

import math
import re
import unicodedata
from dataclasses import dataclass, field

# Countries where the spelling rules for Arabic, Persian, Pashto, Kurdish and Somali names hold.
LOOSE = set(
    "IRQ SYR LBN JOR PSE ISR EGY LBY TUN DZA MAR ESH YEM SAU ARE OMN QAT BHR KWT SDN SSD SOM DJI ERI MRT TCD IRN AFG PAK".split()
)
EXTRA = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ł": "l",
    "ŋ": "n", "ŧ": "t", "ə": "a",
}  # fmt: skip


@dataclass
class Place:
    """One row for the packer."""

    name: str
    feature: str
    lat: float
    lon: float
    population: int = 0
    precision: str = ""
    weight: int = 0
    parent: "Place | None" = None
    geonames: int = 0
    countries: list["Place"] = field(default_factory=list)
    alpha2: str = ""
    alpha3: str = ""
    names: dict[str, str] = field(default_factory=dict)
    number: int = -1

    def add(self, name: str, kind: str) -> None:
        """Adds a name; the first kind of a name stays."""
        name = " ".join(name.split())
        if name and "=" not in name:
            self.names.setdefault(name, kind)

    def country(self) -> "Place | None":
        """The country that it lies in."""
        place = self
        while place is not None and place.feature != "country":
            place = place.parent
        return place

    def row(self) -> str:
        """The line for the packer."""
        country = self.country()
        loose = any(place.alpha3 in LOOSE for place in [*([country] if country else []), *self.countries])
        names = "\x1f".join(f"{kind}={name}" for name, kind in self.names.items())
        cells = [
            self.alpha2, self.alpha3, self.feature, self.precision, self.name, f"{self.lat:.6f}", f"{self.lon:.6f}",
            self.population, max(0, min(100, round(self.weight))), self.parent.number if self.parent else "",
            self.geonames, ",".join(str(place.number) for place in self.countries), int(loose), names,
        ]  # fmt: skip
        return "\t".join(str(cell) for cell in cells)


def fold(name: str) -> str:
    """Key form, close to the reader's, for joining tables."""
    text = "".join(EXTRA.get(c, c) for c in unicodedata.normalize("NFKD", name.lower()))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[.'’‘`ʿʾʻʼ]", "", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def usable(name: str) -> bool:
    """Whether an alternate name can stand in English text.

    GeoNames holds names in every script, machine transliterations ("bghdad"), codes and links.
    """
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 3 or any(c.isdigit() or c in ",/:;=()[]" for c in name):
        return False
    if not all(unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")) for c in letters):
        return False
    if not any(c.isupper() for c in letters):
        return False
    return not (len(letters) <= 4 and all(c.isupper() for c in letters))


SHORT = {"Saint": "St", "Sainte": "Ste", "Mount": "Mt", "Fort": "Ft"}
LONG = {short: long for long, short in SHORT.items()}


def other_forms(name: str) -> list[str]:
    """The name with its first word written out ("Mount Pleasant") or short ("Mt. Pleasant")."""
    first, _, rest = name.partition(" ")
    first = first.rstrip(".")
    other = SHORT.get(first) or LONG.get(first)
    return [f"{other} {rest}"] if rest and other else []


def log_weight(population: float) -> float:
    """Ten times the number of digits: 1,000,000 people weigh 60."""
    return 10 * math.log10(population) if population >= 100 else 20


def kilometres(a: Place, lat: float, lon: float) -> float:
    """Distance good enough for joining."""
    x = (a.lon - lon) * math.cos(math.radians((a.lat + lat) / 2))
    return 111.2 * math.hypot(a.lat - lat, x)


def centre(points: list[tuple[float, float, float]]) -> tuple[float, float]:
    """Weighted mean of (lat, lon, weight) on the sphere."""
    x = y = z = 0.0
    for lat, lon, weight in points:
        a, b = math.radians(lat), math.radians(lon)
        x += weight * math.cos(a) * math.cos(b)
        y += weight * math.cos(a) * math.sin(b)
        z += weight * math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
