"""Our own written examples (own/*.txt, format in own/GUIDE.md) as windows; `--check FILE ...` only says what is wrong."""

import argparse
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import labels  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,:]\d+)*|\w+(?:[-’'](?!s\b|t\b|re\b|ve\b|ll\b|d\b)\w+)*|n't|['’]\w+|\S")
HEADS = {"T", "N", "E", "C", "X"}


def tokens(text):
    """Words and punctuation of a sentence; "didn't" gives "did", "n't", "Sana'a" stays whole."""
    text = re.sub(r"(?i)n(['’])t\b", r" n\1t", text)
    text = re.sub(r"(['’])(s|re|ve|ll|d|m)\b", r" \1\2", text)
    out = []
    for piece in text.split():
        if re.fullmatch(r"n['’]t|['’](?:s|re|ve|ll|d|m)", piece):
            out.append(piece)
        else:
            out += TOKEN.findall(piece)
    return out


class Block:
    """One block of an own file: its words, and the lines that mark them."""

    def __init__(self, name, lines):
        self.name, self.errors = name, []
        self.words, self.sents = [], []
        self.lines = []
        for line in lines:
            head, _, rest = line.partition(" ")
            if head == "T":
                self.sents.append(len(self.words))
                self.words += tokens(rest)
            elif head in HEADS:
                self.lines.append((head, rest.strip()))
            else:
                self.errors.append(f"line opens with {head!r}")
        self.lower = [w.lower().replace("’", "'") for w in self.words]

    def places(self, phrase):
        """Where a phrase stands, as spans in text order."""
        want = [w.lower().replace("’", "'") for w in tokens(phrase)]
        n = len(want)
        exact = tokens(phrase)
        found = [(i, i + n) for i in range(len(self.words) - n + 1) if self.words[i:i + n] == exact]
        return found or [(i, i + n) for i in range(len(self.words) - n + 1) if n and self.lower[i:i + n] == want]

    def find(self, phrase, near=None):
        """The span of a phrase: the one numbered by @n, the nearest to the word `near`, or the first."""
        phrase, at, number = phrase.strip().partition("@") if re.search(r"@\d+$", phrase.strip()) else (phrase.strip(), "", "")
        phrase = phrase.strip()
        if " ... " in phrase:
            first, last = phrase.split(" ... ", 1)
            start, ends = self.find(first, near), [e for _, e in self.places(last)]
            if start is None:
                return None
            ends = [e for e in ends if e > start[1]]
            if not ends:
                self.errors.append(f"no {last!r} after {first!r}")
                return None
            return (start[0], ends[0])
        found = self.places(phrase)
        if at:
            found = found[int(number) - 1:int(number)]
        if not found:
            self.errors.append(f"not in the text: {phrase!r}{at}{number}")
            return None
        if near is not None and not at:
            # Of equals the one in the same sentence, then the nearest.
            sentence = self.sentence(near)
            return min(found, key=lambda s: (self.sentence(s[0]) != sentence, abs(s[0] - near)))
        return found[0]

    def sentence(self, word):
        return max(i for i, s in enumerate(self.sents) if s <= word)

    def window(self):
        """The block as a window of labels.py."""
        events, cues = [], []
        by_name, empty, named = {}, False, False
        pending, listed = [], []
        for head, rest in self.lines:
            parts = [p.strip() for p in rest.split("|")]
            if head == "N":
                named = True
                listed += [part.partition(" ")[::2] for part in parts if part not in ("-", "")]
            elif head == "E":
                self.event(parts, events, by_name, pending)
            elif head == "C":
                cue = self.cue(parts)
                if cue:
                    cues.append(cue)
            elif head == "X":
                empty = True
        names = self.names(listed)
        for event, key, value in pending:
            other = by_name.get(value)
            if other is None:
                self.errors.append(f"{key}: no event line {value!r}")
            elif key == "same":
                event["same"] = [other]
            else:
                event["answers"] = event.get("answers", []) + [other]
        if not named:
            self.errors.append("no N line")
        if bool(events) == empty:
            self.errors.append("needs E lines or X -, not both")
        close(events)
        window = {"set": "own", "id": self.name, "words": self.words, "sents": self.sents, "cased": True,
                  "names": names, "events": events, "cues": cues, "fillers": None}
        self.errors += labels.problems(window)
        return window

    def names(self, listed):
        """Every place of the names, longer ones first: "Tarvesh" stands within "Tarvesh City", whichever is listed first."""
        names = []
        for label, phrase in sorted(listed, key=lambda name: -len(tokens(name[1]))):
            if label not in labels.NAMES:
                self.errors.append(f"name {label!r}")
                continue
            for span in self.places(phrase) or [self.find(phrase)]:
                if span and not any(s < span[1] and span[0] < e for s, e, _ in names):
                    names.append([*span, label])
        return sorted(names)

    def event(self, parts, events, by_name, pending):
        if len(parts) < 3:
            self.errors.append(f"E {' | '.join(parts)}: trigger | ROOT/mode | status are needed")
            return
        span = self.find(parts[0])
        root, _, mode = parts[1].partition("/")
        if span is None:
            return
        event = {"start": span[0], "end": span[1], "root": root, "mode": mode or None, "status": parts[2], "roles": {}}
        if any(e["start"] < span[1] and span[0] < e["end"] for e in events):
            self.errors.append(f"trigger {parts[0]!r} overlaps another")
            return
        by_name[parts[0]] = len(events)
        for part in parts[3:]:
            key, colon, value = part.partition(":")
            key, value = key.strip(), value.strip()
            if key in labels.LINKS:
                pending.append((event, key, value))
            elif key in labels.ROLES and colon:
                spans = [self.find(p, span[0]) for p in value.split(";") if p.strip() not in ("", "-")]
                event["roles"][key] = [list(s) for s in spans if s]
            else:
                self.errors.append(f"role {part!r}")
        events.append(event)

    def cue(self, parts):
        span = self.find(parts[0])
        if span is None:
            return None
        cue = {"start": span[0], "end": span[1], "source": [], "content": [], "hedged": None}
        for part in parts[1:]:
            key, _, value = part.partition(":")
            key, value = key.strip(), value.strip()
            if key == "hedged" and value in ("yes", "no"):
                cue["hedged"] = value == "yes"
            elif key in labels.SPEECH:
                spans = [self.find(p, span[0]) for p in value.split(";") if p.strip() not in ("", "-")]
                cue[key] = [list(s) for s in spans if s]
            else:
                self.errors.append(f"C part {part!r}")
        return cue


def close(events):
    """Makes `same` symmetric and transitive: triggers of one incident know each other."""
    group = list(range(len(events)))
    for i, event in enumerate(events):
        for j in event.get("same", []):
            a, b = group[i], group[j]
            group = [a if g == b else g for g in group]
    for i, event in enumerate(events):
        event["same"] = [j for j in range(len(events)) if j != i and group[j] == group[i]]
        event.setdefault("answers", [])


def blocks(path):
    """The blocks of a file, with the number of their first line."""
    lines, start = [], 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            start = start or number
            lines.append(line.rstrip())
        elif lines:
            yield Block(f"{path.stem}:{start}", lines)
            lines, start = [], 0


def parser(text):
    """The flags of a converter of what we wrote or marked ourselves."""
    flags = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--check", nargs="+", type=pathlib.Path)
    flags.add_argument("--shared", type=pathlib.Path, help="not used; there so that all converters are called alike")
    flags.add_argument("--out", type=pathlib.Path, default=HERE / "build")
    return flags


def main():
    args = parser(__doc__).parse_args()
    windows, bad = [], 0
    for path in args.check or sorted((HERE / "own").glob("*.txt")):
        for block in blocks(path):
            windows.append(block.window())
            for error in block.errors:
                bad += 1
                print(f"{path.name}: {block.name}: {error}", file=sys.stderr)
    sentences = sum(len(w["sents"]) for w in windows)
    events = sum(len(w["events"]) for w in windows)
    empty = sum(not w["events"] for w in windows)
    print(f"{len(windows)} blocks ({empty} without event), {sentences} sentences, {events} triggers, "
          f"{sum(len(w['cues']) for w in windows)} cues, {bad} errors", file=sys.stderr)
    if args.check or bad:
        sys.exit(1 if bad else 0)
    from common import write
    write(args.out / "own.train.jsonl", windows)


if __name__ == "__main__":
    main()
