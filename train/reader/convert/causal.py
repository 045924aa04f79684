"""Causal News Corpus (V2): what a protest, an arrest or an attack answers, as `answers` links (subtask 2); its other sentences (subtask 1) to be marked.

Each sentence marks a cause (ARG0) and an effect (ARG1). A link is made only where each span holds exactly one word of TRIGGERS,
the pair of roots is one of PAIRS, and the cause is no aim, condition or demand. Everything else about the sentence is unknown.
"""

import csv
import re
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

FILES = {"train": "train_subtask2.csv"}  # the dev part of the set has no such link
# Sentences of which nothing is known here: `marked.py` joins our own marks with them, and nothing trains on them without.
PLAIN = "train_subtask1.csv"
FOLDER = "data/causal-news/tanfiona+CausalNewsCorpus/data/V2"
TRIGGERS = {}
for label, words in {
    "PROTEST": "protest protests protested",
    "PROTEST/demonstration": "demonstration demonstrations demonstrated rally rallies marched dharna",
    "PROTEST/riot": "riot riots rioted rioting",
    "PROTEST/strike": "strike strikes hartal bandh",
    "PROTEST/hunger_strike": "fasted",
    "COERCE/arrest": "arrest arrests arrested arresting detained detention detaining detentions jailed jailing imprisoned imprisonment",
    "COERCE/curfew": "curfew",
    "COERCE/seizure": "seized confiscated eviction evictions evicted",
    "COERCE/other": "lathicharge lathi-charge teargas ban banned",
    "ASSAULT": "attack attacks attacked attacking assault assaulted assaulting assaults killed killing killings murder murdered murders "
               "lynching lynched",
    "ASSAULT/beating": "beaten thrashed thrashing",
    "ASSAULT/sexual": "rape raped gangrape gang-rape molestation",
    "ASSAULT/firearms": "firing shooting shootings gunned",
    "ASSAULT/bombing": "blast blasts bombing bombings",
    "ASSAULT/arson": "torched arson torching",
    "ASSAULT/armed_clash": "clash clashes clashed gunbattle",
    "ASSAULT/kidnapping": "kidnapped kidnapping abducted abduction kidnappings",
    "SANCTION": "expelled expulsion dismissal deported deportation",
}.items():
    TRIGGERS.update((word, label) for word in words.split())
PAIRS = {("PROTEST", "ASSAULT"), ("PROTEST", "COERCE"), ("PROTEST", "SANCTION"), ("COERCE", "PROTEST"), ("COERCE", "ASSAULT")}
# Causes that have not happened, and words near a trigger that give it another sense.
UNREAL = {"to", "demanding", "demand", "demands", "demanded", "if", "unless", "seeking", "would", "could", "may", "might", "will", "not", "no",
          "threat", "threatened", "lift", "release", "repeal", "warned", "planned"}
NEAR = {"heart", "hunger", "air", "drone", "panic"}
SIGNALS = {"to", "if", "till", "until", "unless", "so", "when", "while"}
TAG = re.compile(r"(</?(?:ARG0|ARG1|SIG\d)>)")


def parse(text):
    """Words of a marked text, and the word indices inside each kind of tag ("ARG0", "ARG1", "SIG")."""
    words, inside, open_tags = [], {"ARG0": [], "ARG1": [], "SIG": []}, set()
    for piece in TAG.split(text):
        if TAG.fullmatch(piece):
            name = piece.strip("<>/")
            name = "SIG" if name.startswith("SIG") else name
            (open_tags.discard if piece.startswith("</") else open_tags.add)(name)
            continue
        for word in piece.split():
            for name in open_tags:
                inside[name].append(len(words))
            words.append(word)
    return words, inside


def trigger(words, indices):
    """The only word of TRIGGERS among some words, or None. Adverbial "in protest" is no event of its own."""
    found = [i for i in indices if words[i].lower() in TRIGGERS]
    if len(found) != 1:
        return None
    around = {w.lower() for w in words[max(0, found[0] - 1):found[0] + 2]}
    if around & NEAR or words[found[0]].lower() == "protest" and words[found[0] - 1:found[0]] == ["in"]:
        return None
    return found[0]


def link(words, inside):
    """The triggers (effect, cause) of a sure link, or None."""
    effect, cause = trigger(words, inside["ARG1"]), trigger(words, inside["ARG0"])
    if effect is None or cause is None or effect == cause:
        return None
    roots = tuple(TRIGGERS[words[i].lower()].split("/")[0] for i in (effect, cause))
    said = {words[i].lower() for i in inside["ARG0"] if i < cause}
    if roots not in PAIRS or said & UNREAL or {words[i].lower() for i in inside["SIG"]} & SIGNALS:
        return None
    if {words[i].lower() for i in inside["ARG1"]} & {"if", "would", "threatened", "warned", "urged", "demanded"}:
        return None
    return effect, cause


def windows(rows):
    """One window of each sentence with links; a sentence with several marked pairs has one row for each."""
    merged = {}
    for row in rows:
        words, inside = parse(row["text_w_pairs"] or "")
        found = link(words, inside) if inside["ARG0"] and inside["ARG1"] and len(words) <= common.LONGEST else None
        if found and (tuple(words) not in merged or found not in merged[tuple(words)][1]):
            merged.setdefault(tuple(words), (row["index"], []))[1].append(found)
    for words, (name, links) in merged.items():
        places = sorted({i for pair in links for i in pair})
        events = []
        for i in places:
            root, _, mode = TRIGGERS[words[i].lower()].partition("/")
            answers = [places.index(cause) for effect, cause in links if effect == i]
            events.append({"start": i, "end": i + 1, "root": root, "mode": mode or None, "status": None, "roles": {},
                           **({"answers": answers} if answers else {})})
        yield {"set": "causal-news", "id": name, "words": list(words), "sents": [0], "cased": True, "names": None, "events": events,
               "roots": [], "roles": [], "cues": None, "fillers": None}


def plain(rows, seen):
    """One window of each sentence that is not among `seen` (lists of words), with nothing marked in it."""
    seen = set(map(tuple, seen))
    for row in rows:
        words = (row["text"] or "").split()
        if words and len(words) <= common.LIMIT and tuple(words) not in seen:
            seen.add(tuple(words))
            yield {"set": "causal-plain", "id": f"cnc-plain:{row['index']}", "words": words, "sents": [0], "cased": True, "names": None,
                   "events": None, "cues": None, "fillers": None}


def main():
    options = common.arguments(__doc__)
    for part, name in FILES.items():
        with open(options.shared / FOLDER / name, encoding="utf-8-sig", newline="") as file:
            linked = list(windows(csv.DictReader(file)))
        common.write(options.out / f"causal-news.{part}.jsonl", linked)
    with open(options.shared / FOLDER / PLAIN, encoding="utf-8-sig", newline="") as file:
        common.write(options.out / "causal-plain.train.jsonl", plain(csv.DictReader(file), [window["words"] for window in linked]))


if __name__ == "__main__":
    main()
