"""Converters of attributions and links, on invented sentences: propbank, gum, causal."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "convert"))
import causal  # noqa: E402
import common  # noqa: E402
import gum  # noqa: E402
import propbank  # noqa: E402
import speech  # noqa: E402


def sentence(text, *props):
    return {"words": text.split(), "props": [{"roleset": r, "i": i, "args": list(a)} for r, i, *a in props]}


class Propbank(unittest.TestCase):
    def test_that_clause_keeps_that(self):
        out = propbank.mark(sentence(
            "The mayor of Orvale said that the bridge was closed .",
            ("say.01", 4, ["ARG0", 0, 4], ["V", 4, 5], ["ARG1", 5, 10])), True)
        self.assertEqual(out["cues"], [{"start": 4, "end": 5, "source": [[0, 4]], "content": [[5, 10]], "hedged": None}])
        self.assertEqual(out["ignore_cues"], [])

    def test_quotation_marks_stay_outside(self):
        words = '" We held the town , " he said .'.split()
        self.assertEqual(speech.unquote(words, [0, 7]), [1, 5])

    def test_noun_content_is_unknown(self):
        out = propbank.mark(sentence("She denied the award of money .", ("deny.01", 1, ["ARG0", 0, 1], ["ARG1", 2, 6])), True)
        self.assertEqual((out["cues"], out["ignore_cues"]), ([], [[1, 2]]))

    def test_author_thinks(self):
        out = propbank.mark(sentence("I think that it rains .", ("think.01", 1, ["ARG0", 0, 1], ["ARG1", 2, 5])), True)
        self.assertEqual((out["cues"], out["ignore_cues"]), ([], [[1, 2]]))

    def test_according_to_is_unknown(self):
        out = propbank.mark(sentence("According to Mara it rains ."), False)
        self.assertEqual((out["cues"], out["ignore_cues"]), ([], [[0, 2]]))

    def test_event_with_roles(self):
        text = "Two guards were killed by gunmen , who fled , in Orvale on Monday ."
        out = propbank.mark(sentence(text, ("kill.01", 3, ["ARG1", 0, 2], ["ARG0", 4, 9], ["ARGM-LOC", 10, 12], ["ARGM-TMP", 12, 14])), True)
        self.assertEqual(out["events"], [{
            "start": 3, "end": 4, "root": "ASSAULT", "mode": None, "status": None,
            "roles": {"agent": [[5, 6]], "target": [[0, 2]], "place": [[11, 12]], "time": [[13, 14]], "killed": [[0, 2]]}}])

    def test_private_sense_is_ignored(self):
        out = propbank.mark(sentence("You attack the dog .", ("attack.01", 1, ["ARG0", 0, 1], ["ARG1", 2, 4])), True)
        self.assertEqual((out["events"], out["ignore"]), ([], [[1, 2]]))

    def test_windows_count_from_their_start(self):
        first = {"doc": "weblog-x", **sentence("It rained .")}
        second = {"doc": "weblog-x", **sentence("Mara said that it was late .", ("say.01", 1, ["ARG0", 0, 1], ["ARG1", 2, 6]))}
        (window,) = propbank.windows([first, second], "dev")
        self.assertEqual(window["sents"], [0, 3])
        self.assertEqual(window["cues"], [{"start": 4, "end": 5, "source": [[3, 4]], "content": [[5, 9]], "hedged": None}])
        self.assertEqual((window["roots"], window["events"]), ([], []))
        self.assertEqual(common.labels.problems(window), [])

    def test_negative(self):
        (window,) = propbank.windows([{"doc": "reviews-x", **sentence("The soup here is always very warm .")}], "dev")
        self.assertNotIn("roots", window)
        self.assertEqual((window["events"], window["cues"]), ([], []))


class Gum(unittest.TestCase):
    def document(self, rows):
        columns = list(zip(*rows))
        words, lemmas, upos, heads, deps, misc = map(list, columns)
        return [{"doc": "GUM_news_x", "words": words, "lemmas": lemmas, "upos": upos, "heads": [h - 1 for h in heads], "deps": deps, "misc": misc}]

    def test_attribution(self):
        (out,) = gum.mark(self.document([
            ("Old", "old", "ADJ", 2, "amod", "Discourse=attribution-positive:1->2:0:sem-atsrc-1-2-_+lex-indwd-3-_"),
            ("Mara", "Mara", "PROPN", 3, "nsubj", "_"),
            ("said", "say", "VERB", 0, "root", "_"),
            ("the", "the", "DET", 5, "det", "Discourse=ROOT:2:0"),
            ("bridge", "bridge", "NOUN", 6, "nsubj", "_"),
            ("fell", "fall", "VERB", 3, "ccomp", "_"),
            (".", ".", "PUNCT", 3, "punct", "_"),
        ]))
        self.assertEqual(out["cues"], [{"start": 2, "end": 3, "source": [[0, 2]], "content": [[3, 6]], "hedged": None}])
        self.assertEqual(out["ignore_cues"], [])

    def test_no_attribution_is_unknown(self):
        (out,) = gum.mark(self.document([
            ("She", "she", "PRON", 2, "nsubj", "Discourse=ROOT:1:0"),
            ("told", "tell", "VERB", 0, "root", "_"),
            ("jokes", "joke", "NOUN", 2, "obj", "_"),
            (".", ".", "PUNCT", 2, "punct", "_"),
        ]))
        self.assertEqual(out["cues"], [])
        self.assertEqual(out["ignore_cues"], [[1, 2], [2, 3]])

    def test_signals(self):
        text = "sem-atsrc-12-13-gold+lex-indwd-15,17-_+0:lex-indwd-20-_"
        self.assertEqual(gum.signals(text, "lex-indwd"), {15, 17, 20})
        self.assertEqual(gum.signals(text, "sem-atsrc"), {12, 13})
        self.assertEqual(gum.signals("sem-atsrc-4-5+lex-indwd-7", "lex-indwd"), {7})


class Causal(unittest.TestCase):
    def links(self, text):
        return [w["events"] for w in causal.windows([{"text_w_pairs": text, "index": "x"}])]

    def test_protest_answers_killing(self):
        (events,) = self.links("<ARG1>Miners held a rally</ARG1> <SIG0>after</SIG0> <ARG0>the killing of a worker</ARG0> .")
        self.assertEqual([(e["start"], e["root"], e.get("answers")) for e in events], [(3, "PROTEST", [1]), (6, "ASSAULT", None)])

    def test_aims_give_nothing(self):
        self.assertEqual(self.links("<ARG1>Miners held a rally</ARG1> <ARG0><SIG0>to</SIG0> stop the arrest of a worker</ARG0> ."), [])

    def test_dead_of_an_attack_are_no_answer(self):
        self.assertEqual(self.links("<ARG1>Two were killed</ARG1> <SIG0>by</SIG0> <ARG0>a blast</ARG0> ."), [])

    def test_plain_sentences_stand_once_and_say_nothing(self):
        rows = [{"index": "a", "text": "Miners marched ."}, {"index": "b", "text": "Miners  marched ."}, {"index": "c", "text": "Guards struck ."},
                {"index": "d", "text": ""}, {"index": "e", "text": "on " * 91}]
        found = list(causal.plain(rows, [["Guards", "struck", "."]]))
        self.assertEqual([(w["id"], w["words"]) for w in found], [("cnc-plain:a", ["Miners", "marched", "."])])
        self.assertEqual([found[0][layer] for layer in ("names", "events", "cues", "fillers")], [None] * 4)


if __name__ == "__main__":
    unittest.main()
