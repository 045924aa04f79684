"""What triage finds and passes over on whole reports."""

import json

import numpy as np

import features

ORDINARY = ["sports", "science", "technology", "business", "entertainment"]


def share(flags):
    return round(float(np.mean(flags)), 4)


def held(scores, low, high, part):
    """Whether a report with these sentences is read; `Triage::holds` in crates/reader/src/triage.rs decides the same."""
    return bool((scores >= high).any() or (scores >= low).sum() >= max(1, part * len(scores)))


class Reports:
    """Reports of gold/dev and of data/clusters."""

    def __init__(self, shared):
        self.gold, self.clusters = [], []
        for path in sorted((shared / "gold" / "dev").glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            with open(shared / "gold" / "texts" / gold["report"], encoding="utf-8", newline="") as file:
                self.gold.append((bool(gold["events"]), cut(file.read())))
        with open(shared / "data" / "clusters" / "reports.jsonl", encoding="utf-8") as file:
            for line in file:
                report = json.loads(line)
                self.clusters.append((report["category"], cut(report["text"])))

    def sentences(self):
        return [sentence for _, text in self.gold + self.clusters for sentence in text]

    def figures(self, judge, planted, low, high, part):
        """Recall on gold, shares passed over; and how often a report that is passed over is read once one sentence with a
        trigger stands in it, which is what the rule costs."""
        gold = [held(judge(text), low, high, part) for events, text in self.gold if events]
        out = {"gold dev, reports with events": {"reports": len(gold), "recall": share(gold)}}
        quiet = []
        for name, wanted in [("clusters, ordinary", ORDINARY)] + [(f"clusters, {c}", [c]) for c in ORDINARY + ["world"]]:
            scores = [judge(text) for category, text in self.clusters if category in wanted]
            over = [not held(s, low, high, part) for s in scores]
            out[name] = {"reports": len(over), "passed_over": share(over)}
            if wanted is ORDINARY:
                quiet = [s for s, o in zip(scores, over) if o]
                every = np.concatenate(scores)
                out["clusters, ordinary, sentences"] = {"sentences": len(every), "passed_over": share(every < low)}
        plants = judge(planted)
        trials = [held(np.append(s, p), low, high, part) for s in quiet for p in plants]
        out["one gold sentence put into an ordinary report passed over"] = {"trials": len(trials), "found": share(trials)}
        return out


def cut(text):
    return [sentence for sentence in features.sentences(text) if features.words(sentence)]


def table(figures):
    for name, figure in figures.items():
        (n_name, n), (what, value) = figure.items()
        print(f"{name:60} {what:12} {value:.4f}  of {n} {n_name}")
