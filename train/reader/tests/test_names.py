"""Tests of the converters of names and of status, on small invented inputs."""

import csv
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "convert"))
import common  # noqa: E402
import factuality  # noqa: E402
import labels  # noqa: E402
import names  # noqa: E402
import names_gum  # noqa: E402
import names_re3d  # noqa: E402

PLACE = ["GPE", "LOC", "FAC"]


def window(**more):
    return {"set": "s", "id": "s:1", "words": "Omar saw Tarvesh .".split(), "sents": [0], "cased": True, "names": [], "events": None,
            "cues": None, "fillers": None, **more}


class Format(unittest.TestCase):
    def test_problems(self):
        self.assertEqual(labels.problems(window(names=[[0, 1, "PER"], [2, 3, PLACE]], kinds=["PER"], ignore_names=[[3, 4]])), [])
        for bad in (dict(names=[[0, 1, []]]), dict(names=[[0, 1, ["GPE", "TOWN"]]]), dict(names=[[0, 1, ["GPE", "GPE"]]]),
                    dict(names=[[2, 5, PLACE]]), dict(ignore_names=[[4, 5]]), dict(kinds=["TOWN"])):
            self.assertEqual(len(labels.problems(window(**bad))), 1, bad)

    def test_pack(self):
        lengths = [[size for size in map(len, group)] for group in common.pack([["w"] * n for n in (40, 50, 1, 161, 30, 100, 0, 5)])]
        self.assertEqual(lengths, [[40, 50], [1], [30], [100], [5]])
        self.assertEqual(common.pack([]), [])

    def test_join(self):
        joined = common.join([{"words": ["a", "b"], "names": [[0, 1, "PER"]]},
                              {"words": ["c"], "names": [[0, 1, PLACE]], "ignore_names": [[0, 1]], "events": [{"start": 0, "end": 1}]}])
        self.assertEqual(joined, {"words": ["a", "b", "c"], "sents": [0, 2], "names": [[0, 1, "PER"], [2, 3, PLACE]],
                                  "ignore_names": [[2, 3]], "events": [{"start": 2, "end": 3}]})

    def test_write_refuses(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "s.train.jsonl"
            common.write(path, [window()])
            self.assertEqual(json.loads(path.read_text())["words"][0], "Omar")
            for bad in ([window(sents=[1])], [window(), window()]):
                with self.assertRaises(SystemExit):
                    common.write(path, bad)
            self.assertEqual(len(path.read_text().splitlines()), 1)

    def test_read_conllu(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.conllu"
            path.write_text("# newdoc id = d\n# sent_id = d-1\n# text = He's in.\n1-2\tHe's\t_\t_\t_\t_\t_\t_\t_\t_\n"
                            "1\tHe\the\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n2\t's\tbe\tAUX\tVBZ\t_\t3\tcop\t_\t_\n"
                            "3\tin\tin\tADV\tRB\t_\t0\troot\t_\tA=b\n3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_")
            (sentence,) = common.read_conllu(path)
        self.assertEqual((sentence["doc"], sentence["sent_id"], sentence["words"]), ("d", "d-1", ["He", "'s", "in"]))
        self.assertEqual((sentence["heads"], sentence["misc"][2]), ([2, 2, -1], "A=b"))


class Columns(unittest.TestCase):
    def read(self, text, *args, **more):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.txt"
            path.write_text(text)
            return list(names.columns(path, *args, **more))

    def test_spans(self):
        self.assertEqual(names.spans(["I-PER", "I-PER", "I-ORG", "O", "B-LOC", "B-LOC", "I-LOC", "O"]),
                         [[0, 2, "PER"], [2, 3, "ORG"], [4, 5, "LOC"], [5, 7, "LOC"]])

    def test_uner(self):
        text = "# newdoc id = d\n# text = x\n1\tTarvesh\tB-LOC\t-\t-\n2\tTarvi\tB-OTH\t-\t-\n3\t!\tB-O\t-\t-\n\n# x\n1\tIran\tB-LOC\t-\t-\n"
        first, second = self.read(text, names.UNER, 1, 2, "\t")
        self.assertEqual((first["doc"], first["names"], first["ignore_names"]), ("d", [[0, 1, PLACE]], []))
        self.assertEqual(second["names"], [[0, 1, "GPE"]])

    def test_documents(self):
        first, second = self.read("Omar I-PER\n\n-DOCSTART- O\n\nTarvi I-MISC\n", names.WIKIGOLD)
        self.assertNotEqual(first["doc"], second["doc"])
        self.assertEqual((first["names"], second["ignore_names"]), ([[0, 1, "PER"]], [[0, 1]]))
        made = list(names.windows("s", [first, second], names.KINDS))
        self.assertEqual([labels.problems(w) for w in made], [[], []])

    def test_crossner(self):
        text = "Omar\tB-politician\nBlue\tB-politicalparty\nParty\tI-politicalparty\n2001\tB-election\nvote\tI-election\n\nIt\tO\n"
        first, second = self.read(text, names.CROSSNER, separator="\t", lone=True)
        self.assertEqual((first["names"], first["ignore_names"]), ([[0, 1, "PER"], [1, 3, "ORG"]], [[3, 5]]))
        self.assertEqual((first["doc"], second["doc"]), ("1", "2"))


def gum(*rows):
    """A sentence from (word, upos, xpos, head from 0, deprel, entity)."""
    words, upos, xpos, heads, deps, misc = zip(*rows)
    return {"words": list(words), "upos": upos, "xpos": xpos, "heads": heads, "deps": deps,
            "misc": [f"Entity={m}|X=y" if m else "_" for m in misc]}


class Gum(unittest.TestCase):
    def test_titles_and_parts(self):
        sentence = gum(("President", "PROPN", "NNP", 1, "nmod:desc", "(1-person-new-nnnnn-cf1-1-sgl"), ("Omar", "PROPN", "NNP", 3, "nsubj", ""),
                       ("Hale", "PROPN", "NNP", 1, "flat", "1)"), ("left", "VERB", "VBD", -1, "root", ""),
                       ("the", "DET", "DT", 5, "det", "(2-organization-new-nnnnn-cf2-1-sgl-X_%28Y%29"), ("University", "PROPN", "NNP", 3, "obj", ""),
                       ("of", "ADP", "IN", 7, "case", ""), ("Tarvesh", "PROPN", "NNP", 5, "nmod", "(3-place-new-nnnnn-cf3-1-sgl)2)"),
                       ("for", "ADP", "IN", 10, "case", ""), ("the", "DET", "DT", 10, "det", "(4-place-new-nnnnn-cf4-1-sgl"),
                       ("town", "NOUN", "NN", 3, "obl", "4)"))
        self.assertEqual(names_gum.names(sentence), ([[1, 3, "PER"], [5, 8, "ORG"]], []))

    def test_office_and_country(self):
        sentence = gum(("Iran", "PROPN", "NNP", 1, "compound", "(1-person-new-nnnnn-cf1-1-sgl(2-place-new-nnnnn-cf1-1-sgl)"),
                       ("Minister", "PROPN", "NNP", 2, "nmod:desc", ""), ("Hale", "PROPN", "NNP", 3, "nsubj", "1)"), ("met", "VERB", "VBD", -1, "root", ""),
                       ("Iran", "PROPN", "NNP", 3, "obj", "(3-organization-new-nnnnn-cf1-1-sgl)"),
                       ("World", "PROPN", "NNP", 3, "obl", "(4-place-new-nnnnn-cf1-1-sgl)"))
        self.assertEqual(names_gum.names(sentence), ([[0, 1, "GPE"], [2, 3, "PER"], [4, 5, ["ORG", "GPE"]]], [[5, 6]]))

    def test_two_names_and_plural(self):
        sentence = gum(("Tarvesh", "PROPN", "NNP", 3, "nsubj", "(1-place-new-nnnnn-cf1-1-sgl(2-place-new-nnnnn-cf1-1-sgl)"),
                       ("and", "CCONJ", "CC", 2, "cc", ""), ("Iran", "PROPN", "NNP", 0, "conj", "(3-place-new-nnnnn-cf1-1-sgl)1)"),
                       ("host", "VERB", "VBP", -1, "root", ""), ("Tarvians", "PROPN", "NNPS", 3, "obj", "(5-person-new-nnnnn-cf1-1-sgl)"))
        self.assertEqual(names_gum.names(sentence), ([[0, 1, PLACE], [2, 3, "GPE"]], [[4, 5]]))

    def test_licences(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(pathlib.Path(folder) / "genre-licences.tsv", "w") as file:
                csv.writer(file, delimiter="\t").writerows([("genre", "text_licence"), ("news", "CC BY 2.5"), ("essay", "CC BY-NC-SA 4.0")])
            self.assertEqual(names_gum.licensed(pathlib.Path(folder)), {"news"})


class Re3d(unittest.TestCase):
    TEXT = ("Tarvian President Omar Hale didn't visit Port Sava, Iraq.[1] He said rebels used a mortar near Sava.\n"
            "Gen. Bo Lund of the Sava Guard met Sava Guard fighters.")
    MARKS = [("Tarvian President Omar Hale", "Person", 1), ("Tarvian", "Nationality", 0), ("Port Sava, Iraq", "Location", 1), ("He", "Person", 1),
             ("rebels", "Organisation", 1), ("a mortar", "Weapon", 1), ("Gen. Bo Lund of the Sava Guard", "Person", 1),
             ("Sava Guard fighters", "Organisation", 1)]

    def folder(self, root):
        for part in ("Free", "BBC Online"):
            folder = pathlib.Path(root) / part
            folder.mkdir()
            (folder / "documents.json").write_text(json.dumps({"_id": part, "text": self.TEXT}))
            entities = [{"documentId": part, "begin": self.TEXT.index(value), "end": self.TEXT.index(value) + len(value), "type": kind,
                         "value": value, "confidence": sure} for value, kind, sure in self.MARKS]
            (folder / "entities.json").write_text("\n".join(map(json.dumps, entities)))
        return pathlib.Path(root)

    def test_tokens(self):
        self.assertEqual([t[0] for t in names_re3d.tokens("U.S.-led didn't Omar's al-Sava 1,000.[12]")],
                         ["U.S.", "-", "led", "did", "n't", "Omar", "'s", "al-Sava", "1,000", "."])

    def test_names(self):
        with tempfile.TemporaryDirectory() as root:
            made = list(names_re3d.sentences(self.folder(root)))
        told = [{" ".join(s["words"][a:b]): what for a, b, what in s["names"]} for s in made]
        self.assertEqual(told, [{"Tarvian": "GRP", "Omar Hale": "PER", "Port Sava": PLACE, "Iraq": "GPE"}, {"mortar": "WEA"},
                                {"Bo Lund": "PER", "Sava Guard": "ORG"}])
        self.assertEqual([made[1]["words"][s] for s, _ in made[1]["ignore_names"]], ["rebels"])


class Factuality(unittest.TestCase):
    def test_events(self):
        targets = [{"span1": [i, i + 1], "label": value} for i, value in enumerate([1.5, 1.4, -1.0, 3.0, 3.0, -0.9])]
        found = factuality.events(targets, ["VERB", "VERB", "NOUN", "ADJ", "VBD", "VERB"], ["go", "go", "war", "red", "be", "go"])
        self.assertEqual([(e["start"], e["status"][0]) for e in found], [(0, "happened"), (2, "planned")])
        self.assertEqual(len(factuality.events(targets, None, None)), 4)

    def test_timeless(self):
        sure = [{"span1": [i, i + 1], "label": 3.0} for i in (1, 4)]
        found = factuality.events(sure, ["NNP", "VBD", "PRP", "MD", "VB"], ["x", "say", "it", "will", "buy"], True)
        self.assertEqual([e["start"] for e in found], [1])

    def test_uds(self):
        ewt = [{"doc": "d", "words": ["Yes", "!"], "upos": ["INTJ", "PUNCT"], "lemmas": ["yes", "!"]},
               {"doc": "d", "words": ["He", "left"], "upos": ["PRON", "VERB"], "lemmas": ["he", "leave"]}]
        rows = [{"text": text, "targets": [{"span1": [1, 2], "label": 3.0}], "idx": i} for i, text in enumerate(["He left", "It went"])]
        made = list(factuality.windows("s", factuality.uds(rows, ewt)))
        self.assertEqual([(w["words"], [e["start"] for e in w["events"]]) for w in made],
                         [(["Yes", "!", "He", "left"], [3]), (["It", "went"], [1])])
        self.assertEqual([labels.problems(w) for w in made], [[], []])
        self.assertEqual((made[0]["names"], made[0]["roots"]), (None, []))


if __name__ == "__main__":
    unittest.main()
