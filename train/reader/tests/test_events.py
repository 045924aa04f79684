"""Converters of events: reports, wikievents, muc, gold, on invented texts."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "convert"))
import common  # noqa: E402
import gold  # noqa: E402
import muc  # noqa: E402
import reports  # noqa: E402
import wikievents  # noqa: E402


def cut(text):
    return [text[s:e] for s, e in reports.tokens(text)]


class Reports(unittest.TestCase):
    def test_tokens(self):
        self.assertEqual(cut("Tarvesh's U.S.-backed men didn't fire 1,200 car-bombs."),
                         ["Tarvesh", "'s", "U.S.", "-", "backed", "men", "did", "n't", "fire", "1,200", "car-bombs", "."])

    def test_sentences(self):
        words = 'Gen . Ulm of the U . S . said : “ Go . ” He went . Then rain'.split()
        self.assertEqual(reports.sentences(words), [0, 15, 18])
        self.assertEqual(reports.sentences("a headline The town fell .".split(), {2}), [0, 2])
        self.assertEqual(reports.sentences('" Go . " He went .'.split()), [0, 4])

    def test_windows_drop_what_crosses(self):
        words = ["w"] * 60 + ["x"] * 60
        event = {"start": 1, "end": 2, "root": "ASSAULT", "mode": None, "status": None, "roles": {"agent": [[0, 1], [70, 71]]}}
        report = {"id": "r", "words": words, "sents": [0, 60], "events": [event], "ignore": [[58, 62]]}
        first, second = reports.windows(report, "s")
        self.assertEqual(first["events"][0]["roles"], {"agent": [[0, 1]]})
        self.assertEqual((first["ignore"], second["ignore"]), ([[58, 60]], [[0, 2]]))
        self.assertEqual(second["events"], [])

    def test_overlapping_triggers(self):
        events = [{"start": 2, "end": 3}, {"start": 1, "end": 3}, {"start": 5, "end": 6}]
        self.assertEqual(reports.without_overlaps(events), ([events[0], events[2]], [[1, 2]]))


class WikiEvents(unittest.TestCase):
    def read(self, words, *events):
        told = [{"event_type": kind, "arguments": [{"role": r, "text": t} for r, t in arguments],
                 "trigger": {"start_idx": start, "end_idx": end, "text": text}} for kind, start, end, text, arguments in events]
        return wikievents.read_train(json.dumps({"docid": "d", "tokens": words.split(), "event_mentions": told}))

    def test_places_a_trigger_beside_its_arguments(self):
        report = self.read("The attack ended . Rebels led the attack in Ulm .",
                           ("Conflict.Attack", 1, 2, "attack", [("Attacker", "Rebels"), ("Place", "Ulm")]))
        (event,) = report["events"]
        self.assertEqual((event["start"], event["end"], event["root"]), (7, 8, "ASSAULT"))
        self.assertEqual(event["roles"], {"agent": [[4, 5]], "place": [[9, 10]]})
        wikievents.hide(report, {"attack"})
        self.assertEqual(report["ignore"], [[1, 2]])

    def test_nothing_is_known_where_a_trigger_may_stand_twice(self):
        report = self.read("The attack ended . The attack failed .", ("Conflict.Attack", 1, 2, "attack", []))
        self.assertEqual((report["events"], report["ignore"]), ([], [[1, 2], [5, 6]]))

    def test_clipped_text_and_harm(self):
        report = self.read("They set off a bomb to kill guards .",
                           ("Conflict.Attack", 1, 3, "set of", [("ExplosiveDevice", "bomb")]),
                           ("Life.Die", 0, 0, "kil", [("Victim", "guards")]))
        self.assertEqual([(e["start"], e["end"], e["roles"]) for e in report["events"]],
                         [(1, 3, {"instrument": [[4, 5]]}), (6, 7, {"target": [[7, 8]], "killed": [[7, 8]]})])

    def test_labels(self):
        self.assertEqual(wikievents.label("Contact.Contact", ["said"], True), (None, None))
        self.assertEqual(wikievents.label("Contact.Contact", ["met"], True), ("CONSULT", None))
        self.assertEqual(wikievents.label("Contact.Contact.Broadcast", ["talk"], True), (None, None))
        self.assertEqual(wikievents.label("Life.Die", ["died"], False), (None, None))
        self.assertEqual(wikievents.label("Life.Die", ["died"], True), ("ASSAULT", None))
        self.assertEqual(wikievents.label("Justice.ArrestJailDetain", ["held"], False), ("COERCE", "arrest"))
        self.assertEqual(wikievents.mode_of("Conflict.Attack.DetonateExplode", ["blast"], ["The", "blast"]), "bombing")
        self.assertIsNone(wikievents.mode_of("Conflict.Attack.DetonateExplode", ["blast"], ["car", "blast"]))


KEY = """
0.  MESSAGE: ID                     DEV-MUC3-9001 (X)
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         "CAR BOMB" / "BOMB"
7.  INCIDENT: INSTRUMENT TYPE       VEHICLE BOMB: "CAR BOMB" / "BOMB"
9.  PERP: INDIVIDUAL ID             ? "REBELS"
                                    "A MAN"
10. PERP: ORGANIZATION ID           -
12. PHYS TGT: ID                    "\\"ULM\\" MILL"
18. HUM TGT: NAME                   *
19. HUM TGT: DESCRIPTION            "MILLER": "IVO TARN"

0.  MESSAGE: ID                     DEV-MUC3-9002 (X)
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""
TEXT = """DEV-MUC3-9001 (X)

   TARVESH, 3 JAN 90 -- [TEXT] THE REBELS BLEW UP THE "ULM" MILL WITH A
CAR BOMB.  A BLAST WAS HEARD.

   THE MILLER WILL NOT SAY WHO ATTACKED.


DEV-MUC3-9002 (X)

   ULM, 4 JAN 90 -- IT RAINED.
"""


class Muc(unittest.TestCase):
    def setUp(self):
        self.templates = muc.templates(KEY)
        self.texts = list(muc.texts(TEXT))

    def test_key(self):
        one = muc.incident(self.templates[0])
        self.assertEqual((one["root"], one["mode"], one["status"]), ("ASSAULT", "car_bomb", "happened"))
        self.assertEqual(one["fillers"], [
            ("PerpInd", "REBELS"), ("PerpInd", "A MAN"), ("Target", '"ULM" MILL'), ("Described", "MILLER"), ("Described", "IVO TARN"),
            ("Weapon", "CAR BOMB"), ("Weapon", "BOMB")])
        self.assertIsNone(muc.incident(self.templates[1]))

    def test_report(self):
        report = muc.read(*self.texts[0], [muc.incident(self.templates[0])])
        # the rebels blew up the " ulm " mill with a car bomb . | a blast was heard . | the miller will not say who attacked .
        self.assertEqual(report["sents"], [0, 14, 19])
        self.assertEqual(report["fillers"], [[1, 2, "PerpInd"], [5, 9, "Target"], [11, 13, "Weapon"]])
        # A victim that is only described is a target of the event, but no filler.
        first, second = report["events"]
        self.assertEqual((first["start"], first["end"], first["mode"], first["status"]), (2, 4, "car_bomb", "happened"))
        self.assertEqual(first["roles"], {"agent": [[1, 2]], "target": [[5, 9]], "instrument": [[11, 13]]})
        # "will not" makes the stage doubtful.
        self.assertEqual((second["start"], second["status"], second["roles"]), (25, None, {"target": [[20, 21]]}))
        self.assertEqual(report["ignore"], [[15, 16]])

    def test_report_without_incident(self):
        name, text = self.texts[1]
        (window,) = muc.windows(muc.read(name, text, []))
        self.assertEqual((window["words"], window["events"], window["fillers"]), (["it", "rained", "."], [], []))


GOLD_TEXT = "Raid in Ulm\n\nRebels raided Ulm on Monday. “The raid,” Tarn said, “was a reply.” It followed a strike.\nAdvert here\n"


def mark(text, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = GOLD_TEXT.index(text, at + 1)
    return {"text": text, "start": at}


def side(*mentions):
    return {"name": "", "mentions": list(mentions), "kind": "unknown", "country": None}


def incident(name, main, root, mentions, **more):
    return {"id": name, "main": main, "type": root, "mode": None, "status": "happened", "mentions": mentions, "agents": [],
            "targets": [], "instruments": [], "date": None, "place": None, "killed": None, "injured": None, "sources": [],
            "responds_to": [], **more}


def place(text, nth=0):
    return {"text": text, "text_start": mark(text, nth)["start"]}


class Gold(unittest.TestCase):
    # 0 Raid in Ulm | 3 Rebels raided Ulm on Monday . | 9 “ The raid , ” Tarn said , “ was a reply . ” | 23 It followed a strike .
    def setUp(self):
        start, end = mark("The raid")["start"], GOLD_TEXT.index(".”") + 1
        self.record = {
            "report": "r.txt", "boilerplate": [[mark("Advert")["start"], len(GOLD_TEXT)]],
            "events": [
                incident("e2", False, "ASSAULT", [mark("strike"), mark("raid", 1)]),
                incident("e1", True, "ASSAULT", [mark("Raid"), mark("raided"), mark("raid", 1)], agents=[side(mark("Rebels"))],
                         place=place("Ulm"), date=place("Monday"), responds_to=["e2"]),
            ],
            "claims": [
                {"source": mark("Tarn"), "cue": mark("said"), "content": [start, end], "hedged": True},
                {"source": mark("It"), "cue": None, "content": [mark("a strike")["start"], mark("a strike")["start"] + 8], "hedged": False},
            ],
        }

    def test_window(self):
        (window,) = gold.windows(gold.read(self.record, GOLD_TEXT))
        self.assertEqual(window["sents"], [0, 3, 9, 23])
        self.assertEqual(len(window["words"]), 28)
        self.assertEqual([(e["start"], e["same"], e["answers"]) for e in window["events"]],
                         [(0, [1, 2], [3]), (4, [0, 2], [3]), (11, [0, 1], [3]), (26, [], [])])
        title, raided, raid, strike = (e["roles"] for e in window["events"])
        self.assertEqual(title, {"agent": [[3, 4]], "place": [[2, 3]], "time": [[7, 8]]})
        # The place is named anew in the sentence of the trigger.
        self.assertEqual(raided, {"agent": [[3, 4]], "place": [[5, 6]], "time": [[7, 8]]})
        self.assertEqual(raid, {"agent": [[3, 4]], "place": [[2, 3]], "time": [[7, 8]]})
        self.assertEqual(strike, {})

    def test_attribution(self):
        (window,) = gold.windows(gold.read(self.record, GOLD_TEXT))
        self.assertEqual(window["cues"], [{"start": 15, "end": 16, "source": [[14, 15]], "content": [[10, 12], [18, 21]], "hedged": True}])
        self.assertEqual(window["ignore_cues"], [[25, 27]])
        self.assertEqual(common.labels.problems(window), [])

    def test_report_without_events(self):
        (window,) = gold.windows(gold.read({**self.record, "events": [], "claims": []}, GOLD_TEXT))
        self.assertEqual((window["events"], window["cues"]), ([], []))


if __name__ == "__main__":
    unittest.main()
