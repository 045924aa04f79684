"""News text to be parsed by the teacher: every set marked "train" whose text is news, and our own examples, one paragraph a line.

    python3 teacher/texts.py ../../../shared > texts.txt
"""

import csv
import json
import pathlib
import re
import sys

OWN = pathlib.Path(__file__).resolve().parents[2] / "reader" / "own"
# Parts of re3d that are not free for all uses.
LEFT_OUT = {"BBC Online", "Delegation of the European Union to Syria"}


def joined(tokens):
    """Text of tokens that a set's tokeniser cut: closing marks and clitics go to the word before, hyphens between two words."""
    text = " ".join(tokens)
    text = re.sub(r" ([’'])(?: ?)(s|t|re|ve|ll|d|m)\b", r"\1\2", text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    text = re.sub(r"([$€£]) (\d)", r"\1\2", text)
    text = re.sub(r" n't\b", "n't", text)
    text = re.sub(r"([(\[“]) ", r"\1", text)
    return re.sub(r" ([.,;:!?%)\]”])", r"\1", text)


def own():
    """Our own examples: the lines of text of those in blocks, the last field of the single sentences."""
    for path in sorted(OWN.glob("*.txt")):
        yield from (line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("T "))
    for path in sorted((OWN / "dyads").glob("*.txt")):
        yield from (line.rsplit(" | ", 1)[1] for line in path.read_text(encoding="utf-8").splitlines() if " | " in line and not line.startswith("#"))


def wikievents(shared):
    """Training part of WikiEvents."""
    for line in (shared / "data/wikievents/train.jsonl").read_text(encoding="utf-8").splitlines():
        yield from (joined(sentence.split()) for sentence in json.loads(line)["sentences"])


def causal(shared):
    """Training part of the Causal News Corpus."""
    path = shared / "data/causal-news/tanfiona+CausalNewsCorpus/data/V2/train_subtask1.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from (joined(row["text"].split()) for row in csv.DictReader(file))


def re3d(shared):
    """Free parts of re3d."""
    for part in sorted(p for p in (shared / "data/re3d").iterdir() if p.is_dir() and p.name not in LEFT_OUT):
        for line in (part / "documents.json").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def gold(shared):
    """Texts of the training part of our own gold."""
    for path in sorted((shared / "gold/train").glob("*.json")):
        yield (shared / "gold/texts" / f"{path.stem}.txt").read_text(encoding="utf-8")


def main():
    shared = pathlib.Path(sys.argv[1])
    for source in (own(), wikievents(shared), causal(shared), re3d(shared), gold(shared)):
        for text in source:
            for line in text.splitlines():
                if line := " ".join(line.split()):
                    print(line)


if __name__ == "__main__":
    main()
