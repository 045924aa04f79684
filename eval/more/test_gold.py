"""Annotation without words comes back with them: python3 -m unittest discover -s eval/more"""

import json
import pathlib
import tempfile
import unittest

import gold

TEXT = "Gao, Mali. Gunmen shot two guards on Monday, said Ada Nwosu."
FULL = {
    "events": [{
        "id": "e1", "type": "ASSAULT", "mentions": [{"text": "shot", "start": 18}],
        "agents": [{"name": "gunmen", "mentions": [{"text": "Gunmen", "start": 11}]}],
        "date": {"start": "2031-05-05", "end": "2031-05-05", "text": "Monday", "text_start": 37},
        "place": {"name": "Gao", "text": "Gao", "text_start": 0, "lat": 16.27, "lon": -0.05},
        "killed": {"low": 2, "high": 2, "text": "two guards", "start": 23},
    }],
    "claims": [{"id": "c1", "source": {"text": "Ada Nwosu", "start": 50}, "content": [11, 43], "hedged": False}],
}


class Gold(unittest.TestCase):
    def test_words_become_spans(self):
        out = gold.kept(FULL)
        self.assertEqual(out["events"][0]["mentions"], [{"span": [18, 22]}])
        self.assertEqual(out["events"][0]["date"], {"start": "2031-05-05", "end": "2031-05-05", "span": [37, 43]})
        self.assertNotIn("Monday", json.dumps(out))

    def test_spans_become_words_again(self):
        self.assertEqual(gold.joined(gold.kept(FULL), TEXT), FULL)

    def test_another_text_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "data/lgl").mkdir(parents=True)
            (folder / "data/lgl/documents.jsonl").write_text(json.dumps({"doc": "1", "text": TEXT + " "}) + "\n")
            line = {"set": "lgl", "id": "1", "date": None, "digest": gold.digest(TEXT), "gold": gold.kept(FULL)}
            gold.FILE = folder / "reports.jsonl"
            gold.FILE.write_text(json.dumps(line) + "\n")
            self.assertEqual(gold.join(folder, folder / "out"), (0, ["lgl_1.txt"]))
            (folder / "data/lgl/documents.jsonl").write_text(json.dumps({"doc": "1", "text": TEXT}) + "\n")
            self.assertEqual(gold.join(folder, folder / "out"), (1, []))
            self.assertEqual(json.loads((folder / "out/lgl_1.json").read_text()), FULL)


if __name__ == "__main__":
    unittest.main()
