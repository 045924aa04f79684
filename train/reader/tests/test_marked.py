"""Our own marking: of windows of other sets (marked.py), of single sentences (dyads.py), and the names of a block."""

import json
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE / "convert"))
import dyads  # noqa: E402
import labels  # noqa: E402
import marked  # noqa: E402
import own  # noqa: E402

WORDS = "Gunmen don ’ t free Omar Hale . Omar Hale fled Tarvesh .".split()
WINDOW = {"set": "wikievents", "id": "d:1", "words": WORDS, "sents": [0, 7], "cased": True}
MARKS = """B d:1
N PER Hale | PER Omar Hale | GPE Tarvesh
E fled | RETREAT | happened | agent: Omar Hale | place: Tarvesh
C don't | source: Gunmen | content: free Omar Hale | hedged: no
"""


class Marks(unittest.TestCase):
    def read(self, text, cues=False):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "m.txt"
            path.write_text(text, encoding="utf-8")
            return list(marked.marks(path, {"d:1": WINDOW}, cues))

    def test_marks_are_spans_of_the_words_of_the_set(self):
        [(window, errors)] = self.read(MARKS)
        self.assertEqual(errors, [])
        # The longer name wins wherever it stands, whichever is listed first.
        self.assertEqual(window["names"], [[5, 7, "PER"], [8, 10, "PER"], [11, 12, "GPE"]])
        # The agent of the same sentence; blanks of a phrase need not be those of the text.
        self.assertEqual(window["events"][0]["roles"], {"agent": [[8, 10]], "place": [[11, 12]]})
        self.assertEqual([(c["start"], c["end"], c["source"], c["content"]) for c in window["cues"]], [(1, 4, [[0, 1]], [[4, 7]])])

    def test_what_is_kept_holds_no_text_and_comes_back(self):
        [(window, _)] = self.read(MARKS)
        kept = marked.kept(window)
        self.assertNotIn("Omar", json.dumps(kept))
        back = marked.restored(json.loads(json.dumps(kept)))
        for layer in ("names", "events", "cues"):
            self.assertEqual(back[layer], window[layer])

    def test_attributions_alone(self):
        [(window, errors)] = self.read("B d:1\nC fled | source: Omar Hale | content: Tarvesh\n", cues=True)
        self.assertEqual((errors, window["names"], window["events"]), ([], None, None))
        self.assertEqual(len(window["cues"]), 1)

    def test_another_text_is_left_out(self):
        [(window, _)] = self.read(MARKS)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "m.jsonl"
            path.write_text(json.dumps(marked.kept(window)) + "\n", encoding="utf-8")
            self.assertEqual([w["id"] for w in marked.windows({"d:1": WINDOW}, "marked", [path])], ["d:1"])
            other = dict(WINDOW, words=[*WORDS[:-1], "!"])
            self.assertEqual(list(marked.windows({"d:1": other}, "marked", [path])), [])
            self.assertEqual(list(marked.windows({}, "marked", [path])), [])

    def test_every_kept_mark_is_sound(self):
        for path in sorted(marked.FOLDER.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                mark = marked.restored(json.loads(line))
                spans = [e for part in ("names",) for _, e, *_ in mark[part] or []] + [x["end"] for p in ("events", "cues") for x in mark[p] or []]
                n = max([*spans, 1])
                window = {"words": ["x"] * max(n, 400), "sents": [0], "fillers": None, **{k: mark[k] for k in ("names", "events", "cues")}}
                self.assertEqual(labels.problems(window), [], mark["id"])


class Dyads(unittest.TestCase):
    def test_a_line(self):
        window, errors = dyads.window("d:1", "YIELD | lifted | Tarvia | the ban | Tarvia lifted the ban.")
        self.assertEqual(errors, [])
        self.assertEqual(window["events"], [{"start": 1, "end": 2, "root": "YIELD", "mode": None, "status": None,
                                             "roles": {"agent": [[0, 1]], "target": [[2, 4]]}}])
        self.assertEqual((window["names"], window["cues"]), (None, None))

    def test_what_is_wrong_is_told(self):
        self.assertEqual(dyads.window("d:1", "YIELD | lifted | Tarvia")[1], ["3 fields in place of 5"])
        self.assertTrue(dyads.window("d:1", "YIELD | raised | Tarvia | the ban | Tarvia lifted the ban.")[1])

    def test_every_sentence_of_ours_is_sound(self):
        found = [(name, errors) for path in sorted((own.HERE / "own" / "dyads").glob("*.txt")) for name, _, errors in dyads.windows(path)]
        self.assertGreater(len(found), 900)
        self.assertEqual([x for x in found if x[1]], [])


if __name__ == "__main__":
    unittest.main()
