"""Opens the exports of the invented incidents with the readers of the field.

    cargo run -p diurna-export --example formats -- FOLDER
    python tests/readers/check.py FOLDER

Checks types, numbers of rows and values that were worked out by hand from `crates/export/tests/common/mod.rs`.
"""

import datetime
import json
import sys
import unittest
from pathlib import Path

import duckdb
import geopandas
import pandas
import pyarrow
import pyarrow.csv
import pyarrow.parquet

FOLDER = Path("sample")

# All incidents but the movement that is younger than a week; incident 42 is denied, 30 only planned.
ALL = [12, 13, 20, 21, 30, 40, 41, 42, 50]


def columns(name):
    """Names of the columns of a layout: GDELT's files do not have them inside."""
    path = Path(__file__).parents[2] / "crates/export/tests/columns.tsv"
    rows = (line.split("\t") for line in path.read_text().splitlines() if not line.startswith("#"))
    return [column for layout, column in rows if layout == name]


class Pandas(unittest.TestCase):
    def test_acled(self):
        table = pandas.read_csv(FOLDER / "acled", parse_dates=["event_date"])
        self.assertEqual(list(table.columns), columns("acled"))
        self.assertEqual(list(table.event_id_cnty), ["SYR12", "IRN20", "NGA21", "NGA40"])
        self.assertEqual(table.event_date.dt.date[2], datetime.date(2031, 5, 8))
        for column in ["year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"]:
            self.assertEqual(table[column].dtype.kind, "i", column)
        self.assertEqual(table.latitude.dtype.kind, "f")
        self.assertEqual(list(table.fatalities), [16, 0, 0, 12])
        self.assertEqual(table.groupby("event_type").fatalities.sum()["Battles"], 16)

    def test_ucdp(self):
        table = pandas.read_csv(FOLDER / "ucdp", parse_dates=["date_start", "date_end"])
        self.assertEqual(list(table.columns), columns("ucdp"))
        self.assertEqual(list(table.id), [12, 13, 40])
        self.assertEqual(table.active_year.dtype.kind, "b")
        parts = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]
        self.assertTrue((table[parts].sum(axis=1) == table.best).all())
        self.assertTrue(((table.low <= table.best) & (table.best <= table.high)).all())
        self.assertEqual(list(table.best), [14, 2, 24])
        self.assertEqual(table.date_start.dt.date[0], datetime.date(2031, 5, 4))
        self.assertEqual(list(table.type_of_violence), [1, 1, 3])

    def test_gdelt(self):
        codes = {name: str for name in ["EventCode", "EventBaseCode", "EventRootCode"]}
        events = pandas.read_csv(
            FOLDER / "gdelt", sep="\t", header=None, names=columns("gdelt"), dtype=codes, quoting=3, index_col=False
        )
        self.assertEqual(events.shape, (7, 61))
        self.assertEqual(list(events.EventCode), ["195", "193", "173", "141", "193", "130", "182"])
        self.assertEqual(list(events.QuadClass), [4, 4, 4, 3, 4, 3, 4])
        self.assertEqual(events.GoldsteinScale[5], -4.4)
        self.assertEqual(events.Day[0], 20310504)
        mentions = pandas.read_csv(
            FOLDER / "gdelt-mentions", sep="\t", header=None, names=columns("gdelt-mentions"), quoting=3, index_col=False
        )
        self.assertEqual(mentions.shape, (9, 16))
        joined = mentions.merge(events, on="GlobalEventID")
        self.assertEqual(len(joined), 9)
        self.assertEqual(list(mentions.groupby("GlobalEventID").size()[:2]), [2, 1])

    def test_polecat(self):
        table = pandas.read_csv(FOLDER / "polecat", sep="\t", quoting=3, parse_dates=["Event Date", "Publication Date"])
        self.assertEqual(list(table.columns), columns("polecat"))
        self.assertEqual(list(table["Event Type"]), ["ASSAULT", "ASSAULT", "COERCE", "PROTEST", "ASSAULT", "THREATEN", "ASSAULT"])
        self.assertEqual(table.Intensity[0], -9.5)
        self.assertEqual(table.Latitude[0], 35.25)

    def test_lines(self):
        plover = pandas.read_json(FOLDER / "plover", lines=True, dtype={"id": str})
        self.assertEqual(list(plover.id), [str(i) for i in ALL])
        self.assertEqual(plover["mode"][7], ["aerial", "negation"])
        own = pandas.read_json(FOLDER / "jsonl", lines=True)
        self.assertEqual(list(own.id), ALL)
        self.assertEqual(own.killed[0]["best"]["low"], 14)

    def test_hxl(self):
        table = pandas.read_csv(FOLDER / "csv", skiprows=[1])
        tags = pandas.read_csv(FOLDER / "csv", nrows=1).iloc[0]
        self.assertEqual(list(tags[: len(columns("csv"))]), columns("csv"))
        self.assertEqual(list(table.incident_id), ALL)
        self.assertEqual(table.killed_best[0], 14)
        self.assertTrue(pandas.isna(table.killed_high[0]), "14 or more has no end")
        self.assertEqual(table.differs.dtype.kind, "b")

    def test_annotations(self):
        page = json.loads((FOLDER / "annotations").read_text())
        targets = pandas.json_normalize(page["items"], "target", ["id"])
        self.assertEqual(page["type"], "AnnotationPage")
        self.assertTrue({"source", "selector", "id"} <= set(targets.columns))
        self.assertTrue(targets.source.str.match("https?://|urn:sha256:").all())


class Geo(unittest.TestCase):
    def check(self, frame):
        self.assertEqual(len(frame), len(ALL))
        self.assertEqual(frame.crs.to_epsg(), 4326)
        strike = frame[frame.incident_id == 12].iloc[0]
        self.assertEqual((strike.geometry.x, strike.geometry.y), (40.125, 35.25))
        # The threat has no place, and the movement has left its own behind.
        self.assertEqual(list(frame[frame.geometry.isna() | frame.geometry.is_empty].incident_id), [30, 41])

    def test_geojson(self):
        self.check(geopandas.read_file(FOLDER / "geojson"))

    def test_geoparquet(self):
        frame = geopandas.read_parquet(FOLDER / "parquet")
        self.assertEqual(frame.crs.to_string(), "OGC:CRS84")
        self.check(frame.to_crs(4326))


class Arrow(unittest.TestCase):
    def test_parquet(self):
        table = pyarrow.parquet.read_table(FOLDER / "parquet")
        types = {name: table.schema.field(name).type for name in table.schema.names}
        self.assertEqual(types["incident_id"], pyarrow.uint64())
        self.assertEqual(types["date_start"], pyarrow.date32())
        self.assertEqual(types["killed_best"], pyarrow.int32())
        self.assertEqual(types["latitude"], pyarrow.float64())
        self.assertEqual(types["differs"], pyarrow.bool_())
        self.assertEqual(types["notes"], pyarrow.string())
        self.assertEqual(types["agents"].value_type, pyarrow.string())
        rows = table.to_pylist()
        self.assertEqual([row["incident_id"] for row in rows], ALL)
        strike = rows[0]
        self.assertEqual(strike["agents"], ["Syrian Arab Armed Forces"])
        self.assertEqual(strike["sources"], ["Valley Times", "Coast News"])
        self.assertEqual(rows[8]["agents"], [])
        self.assertEqual(strike["date_start"], datetime.date(2031, 5, 4))
        self.assertEqual((strike["killed_low"], strike["killed_high"]), (14, None))
        made = json.loads(table.schema.metadata[b"diurna"])
        self.assertEqual(made["producers"][0]["model"], "reader/3")
        self.assertEqual(made["filters"], {"since": "2031-01-01"})

    def test_csv(self):
        table = pyarrow.csv.read_csv(FOLDER / "ucdp")
        self.assertEqual(table.schema.field("date_start").type, pyarrow.date32())
        self.assertEqual(table.num_rows, 3)


class Duck(unittest.TestCase):
    def test_parquet(self):
        query = f"""
            SELECT type, count(*), sum(killed_best), min(date_start) FROM read_parquet('{FOLDER / "parquet"}')
            WHERE status = 'happened' GROUP BY type ORDER BY type
        """
        self.assertEqual(
            duckdb.sql(query).fetchall(),
            [
                ("ASSAULT", 4, 40, datetime.date(2031, 4, 1)),
                ("COERCE", 1, None, datetime.date(2031, 5, 10)),
                ("PROTEST", 1, None, datetime.date(2031, 5, 5)),
                ("THREATEN", 1, None, datetime.date(2031, 5, 1)),
            ],
        )
        agents = f"SELECT DISTINCT unnest(agents) AS agent FROM read_parquet('{FOLDER / 'parquet'}') ORDER BY agent"
        self.assertIn(("Marsh Front",), duckdb.sql(agents).fetchall())

    def test_text(self):
        acled = duckdb.sql(f"SELECT sum(fatalities) FROM read_csv('{FOLDER / 'acled'}')").fetchall()
        self.assertEqual(acled, [(28,)])
        own = duckdb.sql(f"SELECT id, killed.best.low FROM read_json('{FOLDER / 'jsonl'}', format = 'nd') ORDER BY id LIMIT 1")
        self.assertEqual(own.fetchall(), [(12, 14)])


class Made(unittest.TestCase):
    def test_every_file_has_one_beside_it(self):
        for name in ["acled", "ucdp", "gdelt", "gdelt-mentions", "polecat", "plover", "csv", "jsonl"]:
            made = json.loads((FOLDER / f"{name}.meta.json").read_text())
            self.assertEqual(made["format"], name)
            self.assertEqual(made["producers"][0]["gazetteer"], "00ff")
            self.assertEqual(sum(made["left_out"].values()) + made["incidents"], 10, name)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        FOLDER = Path(sys.argv.pop(1))
    unittest.main()
