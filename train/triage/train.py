"""Trains triage: a linear model that says whether a sentence may hold an event of the code book.

    python3 train.py --data <windows> --shared <sets> --out <models>

`--data` holds the windows that train/reader/convert/*.py make, `--shared` gold/ and data/clusters (measured on, never
trained on). Writes triage.bin and triage.card.json. Nothing is drawn at random: the same data give the same file.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import struct
import sys
import tomllib

import numpy as np

import features
from measure import Reports, share, table

HERE = pathlib.Path(__file__).resolve().parent
POSITIVE = {"own": 3.0, "gold": 4.0, "wikievents": 2.0, "muc": 1.0, "propbank-ewt": 0.6}  # weights of a sentence
COMPLETE = ["own", "gold"]  # every event is marked: a sentence without a trigger is a negative
WEAK = {"uner-ewt": 0.4, "ud-english-gum": 0.4, "wikigold": 0.8}  # general text, unmarked
ORDINARY = 6.0  # weight of a sentence of a block that we wrote to hold no event
HELD_OUT = 4  # of those blocks every fourth, by hash of its id, only measures
STRONG = 0.0  # unmarked sentences with more than this after the first round are left out of the second
STEPS, RATE, DECAY = 300, 0.05, 2e-5
RECALL, MARGIN = 0.98, 0.01
HIGH, PART = 1.0, 0.6
SIZE = 1 << features.BITS
GLUED = re.compile(r"(?i)n['’]t|['’](?:s|re|ve|ll|d|m)")


def windows(folder, name):
    with open(folder / f"{name}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def sentences(window):
    """Text of each sentence, whether a trigger begins in it, and whether all its words are judged."""
    bounds = [*window["sents"], len(window["words"])]
    for a, b in zip(bounds, bounds[1:]):
        text = ""
        for word in window["words"][a:b]:
            text += word if not text or GLUED.fullmatch(word) else " " + word
        held = any(a <= event["start"] < b for event in window["events"] or [])
        yield text, held, not any(s < b and a < e for s, e in window.get("ignore") or [])


def held_out(window):
    return window["set"] == "own" and not window["events"] and features.fnv(window["id"].encode()) % HELD_OUT == 0


def key(text):
    return tuple(features.words(text))


def measured(data):
    """Sentences that only measure, by name."""
    out = {}
    for name in ("gold", "wikievents"):
        out[f"{name} dev, with trigger"] = [t for w in windows(data, f"{name}.dev") for t, held, _ in sentences(w) if held]
    out["UNER EWT dev"] = [t for w in windows(data, "uner-ewt.dev") for t, _, _ in sentences(w)]
    out["own blocks without event, held out"] = [
        t for w in windows(data, "own.train") if held_out(w) for t, _, _ in sentences(w)]
    return out


def training(data, barred):
    """Sentences, labels and weights that are sure, the unmarked ones with weights, and how many were barred."""
    sure, weak, positive, dropped = [], [], set(), 0
    for name in POSITIVE:
        for window in windows(data, f"{name}.train"):
            if held_out(window):
                continue
            for text, held, judged in sentences(window):
                if key(text) in barred:
                    dropped += 1
                elif held:
                    sure.append((text, 1.0, POSITIVE[name]))
                    positive.add(key(text))
                elif name in COMPLETE and judged:
                    ordinary = name == "own" and not window["events"]
                    sure.append((text, 0.0, ORDINARY if ordinary else POSITIVE[name]))
    for name, weight in WEAK.items():
        for window in windows(data, f"{name}.train"):
            for text, _, _ in sentences(window):
                if key(text) in barred:
                    dropped += 1
                elif key(text) not in positive:
                    weak.append((text, 0.0, weight))
    return sure, weak, dropped


class Rows:
    """Features of many sentences."""

    def __init__(self, texts):
        rows = [features.features(text) for text in texts]
        self.slots = np.array([slot for row in rows for slot in row], dtype=np.int64)
        self.rows = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.root = np.sqrt(np.array([max(1, len(row)) for row in rows], dtype=np.float64))

    def scores(self, weights, bias):
        return np.bincount(self.rows, weights=weights[self.slots], minlength=len(self.root)) / self.root + bias


def fit(examples):
    """Weights and bias by Adam on the whole set at once, logistic loss with weight decay."""
    texts, labels, weights = zip(*examples)
    rows, labels, weights = Rows(texts), np.array(labels), np.array(weights) / sum(weights)
    w, bias = np.zeros(SIZE), 0.0
    first, second = np.zeros(SIZE + 1), np.zeros(SIZE + 1)
    for step in range(1, STEPS + 1):
        error = (1 / (1 + np.exp(-rows.scores(w, bias))) - labels) * weights
        slope = np.bincount(rows.slots, weights=(error / rows.root)[rows.rows], minlength=SIZE) + DECAY * w
        slope = np.append(slope, error.sum())
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        move *= RATE * (1 - 0.9 * step / STEPS)
        w, bias = w - move[:-1], bias - move[-1]
    return w, float(bias)


def packed(weights):
    """Weights as signed bytes, and what a byte is worth."""
    scale = float(np.float32(np.abs(weights).max() / 127))
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), scale


def threshold(scores):
    """The highest that leaves RECALL of each set, less a margin."""
    low = min(np.sort(s)[int((1 - RECALL) * len(s))] for s in scores)
    return float(np.floor((low - MARGIN) * 100) / 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent / "reader" / "build")
    parser.add_argument("--shared", type=pathlib.Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parents[1] / "models")
    args = parser.parse_args()

    sets = tomllib.loads((HERE.parent / "reader" / "sets.toml").read_text(encoding="utf-8"))
    measure = measured(args.data)
    reports = Reports(args.shared)
    barred = {key(text) for texts in [*measure.values(), reports.sentences()] for text in texts}
    sure, weak, dropped = training(args.data, barred)
    assert not barred & {key(text) for text, _, _ in sure + weak}, "a sentence that measures is trained on"

    weights, bias = fit(sure + weak)
    scores = Rows([text for text, _, _ in weak]).scores(weights, bias)
    kept = [example for example, score in zip(weak, scores) if score < STRONG]
    weights, bias = fit(sure + kept)
    weights, scale = packed(weights)
    bias = float(np.float32(bias))

    def judge(texts):
        return Rows(texts).scores(weights.astype(np.float64) * scale, bias)

    scored = {name: judge(texts) for name, texts in measure.items()}
    low = threshold([s for name, s in scored.items() if "with trigger" in name])
    figures = {}
    for name, s in scored.items():
        found = "with trigger" in name
        figures[name] = {"sentences": len(s), "recall" if found else "passed_over": share(s >= low if found else s < low)}
    figures |= reports.figures(judge, measure["gold dev, with trigger"], low, HIGH, PART)
    recalls = [figure["recall"] for figure in figures.values() if "recall" in figure]
    table(figures)
    if min(recalls) < RECALL:
        sys.exit(f"recall is under {RECALL}: nothing was written")

    header = b"DIURTRI1" + struct.pack("<Ifffff", features.BITS, scale, bias, low, HIGH, PART)
    body = header + weights.tobytes()
    (args.out / "triage.bin").write_bytes(body)
    labels = collections.Counter(label for _, label, _ in sure)
    card = {
        "file": "models/triage.bin",
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "what": "Logistic regression over hashed words, beginnings of words and pairs of words of a sentence (i8 weights): "
                "may it hold an event of the code book?",
        "data": [{"name": name, "licence": sets[name]["licence"], "use": use}
                 for name, use in [(n, "sentences with a trigger" + (", and those without" if n in COMPLETE else ""))
                                   for n in POSITIVE] + [(n, "unmarked text, as weak negatives") for n in WEAK]],
        "sentences": {"with_trigger": labels[1.0], "without": labels[0.0], "unmarked": len(kept),
                      "unmarked_left_out_after_first_round": len(weak) - len(kept), "left_out_as_also_measured_on": dropped},
        "threshold": {
            "low": low, "high": HIGH, "part": PART,
            "why": f"low: the highest that finds {RECALL} of the sentences with a trigger both of gold dev and of wikievents dev, "
                   f"less {MARGIN}. A report is read if one sentence reaches high, or at least the part of its sentences (one at "
                   "least) reaches low: so a single sentence is held to low alone. high and part leave every report of gold dev "
                   "with events. Thresholds and settings were chosen on these dev parts: the recalls are no test.",
        },
        "figures": figures,
        "rebuild": "train/triage/README.md",
    }
    (args.out / "triage.card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
