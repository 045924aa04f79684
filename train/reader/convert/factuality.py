"""Event factuality (UDS-IH2 and MEANTIME, of the factuality_bert collection) as events of which only the status is known.

The sets give a value from -3 (surely not) to 3 (surely so) for a word. UW is not used: it holds licensed newswire.
"""

import json
import sys

from common import arguments, documents, join, pack, read_conllu, write

FOLDER = "factuality/njjiang+factuality_bert/glue_data"
EWT = {"train": "ud-english-ewt/en_ewt-ud-train.conllu", "dev": "ud-english-ewt/en_ewt-ud-dev.conllu"}
FACT, NO_FACT = ["happened", "ongoing"], ["planned", "threatened", "demanded", "denied", "hypothetical"]
AT_LEAST, AT_MOST = 1.5, -1.0  # what lies between is left out
TAGS = {"VERB", "NOUN", "NN", "NNS"}  # and VB..., of the two tag sets


def status(value):
    """The statuses that a value allows, or None."""
    return list(FACT) if value >= AT_LEAST else list(NO_FACT) if value <= AT_MOST else None


def open_ended(tags, i):
    """Whether a word may tell of the future, by Penn tags: MEANTIME gives 3 also to what surely will be."""
    if tags[i].startswith("NN"):
        return "MD" in tags
    return tags[i] == "VB" or bool({"MD", "TO"} & set(tags[max(0, i - 4):i]))


def events(targets, tags, lemmas, timeless=False):
    """Events of the targets of one sentence; `tags` and `lemmas` may be None; `timeless`: 3 does not say that it has happened yet."""
    out = []
    for target in targets:
        s, e = target["span1"]
        if tags and not (tags[s] in TAGS or tags[s].startswith("VB")):
            continue
        if lemmas and lemmas[s] == "be":
            continue
        which = status(target["label"])
        if which == FACT and timeless and (not tags or open_ended(tags, s)):
            continue
        if which:
            out.append({"start": s, "end": e, "root": None, "mode": None, "status": which, "roles": {}})
    return sorted(out, key=lambda event: event["start"])


def load(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def uds(rows, ewt):
    """UDS-IH2 marks sentences of EWT: the documents of EWT with the marks; a sentence that is cut otherwise there is on its own."""
    marked, at = {}, 0
    index = {}
    for i, sentence in enumerate(ewt):
        index.setdefault(" ".join(sentence["words"]), []).append(i)
    alone = []
    for row in rows:
        # Both are in the same order: of equal sentences the next one.
        places = index.get(row["text"], [])
        place = next((p for p in places if p >= at), None)
        if place is None:
            alone.append(row)
        else:
            marked[place] = row["targets"]
            at = place + 1
    for i, sentence in enumerate(ewt):
        yield {"doc": sentence["doc"], "words": sentence["words"],
               "events": events(marked.get(i, []), sentence["upos"], sentence["lemmas"])}
    yield from singles(alone, {})


def tagged(path):
    """Tags and lemmas of the sentences of MEANTIME's .conll file, by text."""
    out, rows = {}, []
    with open(path, encoding="utf-8") as file:
        for line in [*file, "\n"]:
            row = line.rstrip("\n").split("\t")
            if len(row) > 3:
                rows.append(row)
            elif rows:
                out[" ".join(r[1] for r in rows)] = ([r[3] for r in rows], [r[6] for r in rows])
                rows = []
    return out


def singles(rows, tags, timeless=False):
    """Sentences that are documents of their own."""
    for row in rows:
        yield {"doc": f"s{row['idx']}", "words": row["text"].split(" "),
               "events": events(row["targets"], *tags.get(row["text"], (None, None)), timeless)}


def windows(name, sentences):
    """Windows of a set with status only; those without an event are left out."""
    for run in documents(sentences):
        for number, group in enumerate(pack(run), 1):
            joined = join(group)
            if joined["events"]:
                yield {"set": name, "id": f"{name}:{run[0]['doc']}:{number}", "words": joined["words"], "sents": joined["sents"],
                       "cased": True, "names": None, "events": joined["events"], "roots": [], "roles": [], "cues": None,
                       "fillers": None}


def main():
    args = arguments(__doc__)
    data = args.shared / "data"
    for part in ("train", "dev"):
        meantime = data / FOLDER / "MEANTIME"
        sets = {
            "uds-ih2": uds(load(data / FOLDER / "UDS_IH2" / f"{part}.jsonl"), list(read_conllu(data / EWT[part]))),
            "meantime-factuality": singles(load(meantime / f"{part}.jsonl"), tagged(meantime / f"{part}.conll"), True),
        }
        for name, sentences in sets.items():
            made = list(windows(name, sentences))
            path = args.out / f"{name}.{part}.jsonl"
            write(path, made)
            count = [event["status"][0] for window in made for event in window["events"]]
            print(f"{path}: {len(made)} windows, {sum(len(w['sents']) for w in made)} sentences, {sum(len(w['words']) for w in made)} words, "
                  f"{count.count(FACT[0])} facts, {count.count(NO_FACT[0])} others", file=sys.stderr)


if __name__ == "__main__":
    main()
