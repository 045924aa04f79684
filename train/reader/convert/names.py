"""Sets with names: uner-ewt, wikigold, crossner-politics (here), ud-english-gum (names_gum.py), re3d (names_re3d.py).

None of the first four marks nationalities (GRP), weapons or vehicles as we do: their `kinds` leave these out.
"""

import sys

from common import arguments, documents, join, pack, write
from places import place

KINDS = ["PER", "ORG", "GPE", "LOC", "FAC"]
PLACE, IGNORE, NONE = "place", "ignore", None

# What a set's label is for us: a label, PLACE (see places.py), IGNORE (may be a name or hold one) or NONE (no name).
# OTH is none of the kinds that the set marks; "O" are slips of the annotators.
UNER = {"PER": "PER", "ORG": "ORG", "LOC": PLACE, "OTH": NONE, "O": IGNORE}
WIKIGOLD = {"PER": "PER", "ORG": "ORG", "LOC": PLACE, "MISC": IGNORE}
CROSSNER = {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "GPE", "location": PLACE,
            # A nationality may be in these ("Spanish general election"), and is then not marked apart.
            "election": IGNORE, "event": IGNORE, "misc": IGNORE}


def spans(tags):
    """Spans of BIO tags, as [start, end, label]; an I that continues nothing opens a span."""
    out = []
    for i, tag in enumerate(tags):
        head, _, label = tag.partition("-")
        if head == "I" and out and out[-1][1] == i and out[-1][2] == label:
            out[-1][1] = i + 1
        elif head in ("B", "I"):
            out.append([i, i + 1, label])
    return out


def sentence(doc, words, marked, table):
    """A sentence with its marked spans turned into ours."""
    names, ignored = [], []
    for s, e, label in marked:
        ours = table[label]
        if ours == IGNORE:
            # Punctuation that is marked by mistake is no name.
            if any(c.isalnum() for w in words[s:e] for c in w):
                ignored.append([s, e])
        elif ours is not NONE:
            names.append([s, e, place(words[s:e]) if ours == PLACE else ours])
    return {"doc": doc, "words": words, "names": names, "ignore_names": ignored}


def columns(path, table, word=0, tag=-1, separator=None, lone=False):
    """Sentences of a file with one word a line. A document opens at `# newdoc` or `-DOCSTART-`; with `lone` every sentence
    is a document of its own."""
    doc, count, words, tags = "0", 0, [], []
    with open(path, encoding="utf-8") as file:
        for line in [*file, "\n"]:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                doc = line.removeprefix("# newdoc id = ")
            elif line.startswith("-DOCSTART-"):
                doc = str(int(doc) + 1)
            elif line.startswith("# "):
                continue
            elif line.strip():
                row = line.split(separator)
                words.append(row[word])
                tags.append(row[tag])
            elif words:
                count += 1
                yield sentence(str(count) if lone else doc, words, spans(tags), table)
                words, tags = [], []


def windows(name, sentences, kinds):
    """Windows of a set with names only."""
    for run in documents(sentences):
        for number, group in enumerate(pack(run), 1):
            joined = join(group)
            yield {"set": name, "id": f"{name}:{run[0]['doc']}:{number}", "words": joined["words"], "sents": joined["sents"],
                   "cased": True, "names": sorted(joined["names"], key=lambda n: n[:2]), "kinds": kinds,
                   "ignore_names": sorted(joined["ignore_names"]), "events": None, "cues": None, "fillers": None}


def tell(path, made):
    """One line about what was written."""
    count = {}
    for window in made:
        for _, _, label in window["names"]:
            label = "/".join(label) if isinstance(label, list) else label
            count[label] = count.get(label, 0) + 1
    print(f"{path}: {len(made)} windows, {sum(len(w['sents']) for w in made)} sentences, {sum(len(w['words']) for w in made)} words, "
          f"{count}, ignored {sum(len(w['ignore_names']) for w in made)}", file=sys.stderr)


def main():
    import names_gum
    import names_re3d
    args = arguments(__doc__)
    data = args.shared / "data"
    crossner = data / "crossner-politics/ner_data/politics"
    sets = [
        ("uner-ewt", "train", columns(data / "uner-ewt/en_ewt-ud-train.OLD-0c47.iob2", UNER, 1, 2, "\t"), KINDS),
        ("uner-ewt", "dev", columns(data / "uner-ewt/en_ewt-ud-dev.iob2", UNER, 1, 2, "\t"), KINDS),
        ("wikigold", "train", columns(data / "wikigold/data/wikigold/CONLL-format/data/wikigold.conll.txt", WIKIGOLD), KINDS),
        ("crossner-politics", "train", columns(crossner / "train.txt", CROSSNER, separator="\t", lone=True), KINDS),
        ("crossner-politics", "dev", columns(crossner / "dev.txt", CROSSNER, separator="\t", lone=True), KINDS),
        ("ud-english-gum", "train", names_gum.sentences(data / "ud-english-gum"), KINDS),
        ("re3d", "train", names_re3d.sentences(data / "re3d"), names_re3d.KINDS),
    ]
    for name, part, sentences, kinds in sets:
        made = list(windows(name, sentences, kinds))
        path = args.out / f"{name}.{part}.jsonl"
        write(path, made)
        tell(path, made)


if __name__ == "__main__":
    main()
