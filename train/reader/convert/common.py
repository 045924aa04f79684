"""What the converters share: reading CoNLL-U, packing sentences into windows, writing windows.

A *sentence* is a dict with at least `words` (a list of strings); whatever is marked in it (`names`, `ignore_names`,
`events`) counts words from the start of the sentence. `doc` names its document.
Importing this makes `import labels` work.
"""

import argparse
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
import labels  # noqa: E402

LIMIT = 90  # words of a window
WIDE = 160  # words of a window where a whole report decides (MUC)
LONGEST = 160  # words of a sentence; longer ones are dropped


def arguments(text):
    """The command line of a converter: `--shared` and `--out`."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent.parent / "shared")
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "build")
    return parser.parse_args()


def size(sentence):
    """Words of a sentence, which is a dict with `words` or a plain list of words."""
    return len(sentence["words"] if isinstance(sentence, dict) else sentence)


def pack(sentences, limit=LIMIT):
    """Groups of consecutive sentences of at most `limit` words each; no sentence is split.

    A sentence of more than `limit` words is a group of its own; one of more than LONGEST words is dropped, and
    what stands before it is not joined with what stands after it. Call it once for each document.
    """
    groups, group, words = [], [], 0
    for sentence in sentences:
        n = size(sentence)
        if n == 0:
            continue
        if group and words + n > limit:
            groups.append(group)
            group, words = [], 0
        if n > LONGEST:
            continue
        group.append(sentence)
        words += n
    return groups + [group] if group else groups


def documents(sentences):
    """Runs of sentences of the same `doc`, as lists."""
    run = []
    for sentence in sentences:
        if run and run[-1]["doc"] != sentence["doc"]:
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def join(group):
    """Words, sents, names, ignore_names and events of a group of sentences, counted from the start of the group."""
    out = {"words": [], "sents": [], "names": [], "ignore_names": [], "events": []}
    for sentence in group:
        at = len(out["words"])
        out["sents"].append(at)
        out["words"] += sentence["words"]
        for key in ("names", "ignore_names"):
            out[key] += [[s + at, e + at, *rest] for s, e, *rest in sentence.get(key, [])]
        for event in sentence.get("events", []):
            out["events"].append({**event, "start": event["start"] + at, "end": event["end"] + at})
    return out


def write(path, windows):
    """Writes windows, one JSON object a line, to a temporary file that is then renamed. Ends the program at a bad
    window or a second use of an id."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    seen = set()
    with open(part, "w", encoding="utf-8") as file:
        for window in windows:
            found = labels.problems(window)
            if window["id"] in seen:
                found.append("id is not unique")
            seen.add(window["id"])
            if found:
                sys.exit(f"{path.name}: {window['id']}: {'; '.join(found)}")
            file.write(json.dumps(window, ensure_ascii=False, separators=(",", ":")) + "\n")
    os.replace(part, path)


def read_conllu(path):
    """Sentences of a CoNLL-U file. Each is a dict: `doc`, `sent_id`, `text`, `meta` (other comments), `words` and, as
    long as `words`, the columns `lemmas`, `upos`, `xpos`, `feats`, `heads` (index of a word of the sentence, -1 for the root), `deps`,
    `misc` (strings). Ranges ("3-4") and empty words ("3.1") are left out."""
    doc, meta, rows = "", {}, []
    with open(path, encoding="utf-8") as file:
        for line in [*file, "\n"]:
            line = line.rstrip("\r\n")
            if line.startswith("#"):
                key, _, value = line[1:].strip().partition(" = ")
                if key == "newdoc id":
                    doc = value
                meta[key] = value
            elif line:
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
            elif rows:
                yield sentence_of(doc, meta, rows)
                meta, rows = {}, []


def sentence_of(doc, meta, rows):
    """One sentence of read_conllu."""
    place = {row[0]: i for i, row in enumerate(rows)}
    column = list(zip(*rows))
    return {
        "doc": doc, "sent_id": meta.get("sent_id", ""), "text": meta.get("text", ""), "meta": meta,
        "words": list(column[1]), "lemmas": list(column[2]), "upos": list(column[3]), "xpos": list(column[4]),
        "feats": list(column[5]), "heads": [place.get(head, -1) for head in column[6]], "deps": list(column[7]),
        "misc": list(column[9]),
    }
