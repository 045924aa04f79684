"""Our own marking, after own/GUIDE.md, of windows of other training sets: real news in our scheme.

The texts stay where they are: `marked/*.jsonl` holds for each window its id, a digest of its words, and spans counted in words.

    marked.py --shared DIR --out BUILD                 windows to train on, from BUILD/SET.train.jsonl and marked/
    marked.py --out BUILD --print ID ...               the text of windows, to be marked (B id, then T lines)
    marked.py --out BUILD --check FILE ...             what is wrong in files of marks (B id, then N, E, C or X lines)
    marked.py --out BUILD --keep NAME FILE ...         marks as spans, written to marked/NAME.jsonl

With `--cues` the files of marks hold C lines alone: attributions in the broad sense (scheme "broad"), kept under names that begin with broad.
"""

import hashlib
import json
import pathlib
import sys

from common import HERE, write
from own import Block, parser

FOLDER = HERE / "marked"


class Marked(Block):
    """A block whose words are those of a window, as its set cut them."""

    def __init__(self, window, lines):
        super().__init__(window["id"], lines)
        self.words, self.sents = window["words"], window["sents"]
        self.lower = [word.lower().replace("’", "'") for word in self.words]

    def places(self, phrase):
        """Where a phrase stands: cut at its blanks as the window's words are, or as our own texts are."""
        want = phrase.split()
        found = [(i, i + len(want)) for i in range(len(self.words) - len(want) + 1) if want and self.words[i:i + len(want)] == want]
        return found or super().places(phrase) or self.joined(phrase)

    def joined(self, phrase):
        """Where the letters of a phrase stand, whatever blanks are between them."""
        want = "".join(phrase.lower().replace("’", "'").split())
        found = []
        for i in range(len(self.words)):
            text, end = "", i
            while end < len(self.words) and len(text) < len(want):
                text += self.lower[end]
                end += 1
            if want and text == want:
                found.append((i, end))
        return found


def digest(words):
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def texts(build):
    """All windows of the converted sets, by id."""
    found = {}
    for path in sorted(build.glob("*.train.jsonl")):
        if path.name not in ("marked.train.jsonl", "broad.train.jsonl"):
            with open(path, encoding="utf-8") as file:
                found.update((window["id"], window) for window in map(json.loads, file))
    return found


def read(path, windows):
    """The blocks of a file of marks, with what is wrong in each."""
    block, lines = None, []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "B"]:
        if line == "B" or line.startswith("B "):
            if block is not None:
                yield block, lines
            block, lines = line[2:].strip(), []
            if block and block not in windows:
                sys.exit(f"{path.name}: no window {block!r}")
        elif line.strip() and line[0] not in "#T":
            lines.append(line.rstrip())


def marks(path, windows, cues):
    """The windows of a file of marks, each with what is wrong in it; `cues`: only attributions were marked."""
    for name, lines in read(path, windows):
        block = Marked(windows[name], lines + (["N -", "X -"] if cues else []))
        window = block.window()
        if cues:
            window["names"] = window["events"] = None
        yield window, block.errors


def kept(window):
    """A window without its text, and without what is empty in it."""
    def filled(marks):
        return marks and [{key: value for key, value in mark.items() if value not in ([], {}, None)} for mark in marks]

    return {"id": window["id"], "digest": digest(window["words"]), "names": window["names"], "events": filled(window["events"]),
            "cues": filled(window["cues"])}


def restored(mark):
    """A kept window with what was left out as empty."""
    for event in mark["events"] or []:
        event |= {"mode": None, "roles": {}, "same": [], "answers": []} | event
    for cue in mark["cues"] or []:
        cue |= {"source": [], "content": [], "hedged": None} | cue
    return mark


def windows(found, name, files):
    """The windows that are marked, with the text from their sets."""
    for path in files:
        missing = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            mark = restored(json.loads(line))
            text = found.get(mark["id"])
            if text is None or digest(text["words"]) != mark["digest"]:
                missing += 1
                continue
            yield {"set": name, "id": mark["id"], "words": text["words"], "sents": text["sents"], "cased": text.get("cased", True),
                   "names": mark["names"], "events": mark["events"], "cues": mark["cues"], "fillers": None}
        if missing:
            print(f"{path.name}: {missing} windows left out, whose text is not there or is another", file=sys.stderr)


def main():
    flags = parser(__doc__)
    flags.add_argument("--print", nargs="+")
    flags.add_argument("--keep", nargs="+")
    flags.add_argument("--cues", action="store_true")
    args = flags.parse_args()
    found = texts(args.out)
    if args.print:
        for name in args.print:
            window = found[name]
            print(f"B {name}")
            for start, end in zip(window["sents"], [*window["sents"][1:], len(window["words"])]):
                print("T", " ".join(window["words"][start:end]))
            print()
        return
    if args.check or args.keep:
        paths = args.check or [pathlib.Path(path) for path in args.keep[1:]]
        good, bad = [], 0
        for path in paths:
            for window, errors in marks(path, found, args.cues):
                good += [] if errors else [window]
                bad += len(errors)
                for error in errors:
                    print(f"{path.name}: {window['id']}: {error}", file=sys.stderr)
        print(f"{len(good)} good windows, {sum(len(w['events'] or []) for w in good)} triggers, {sum(len(w['cues']) for w in good)} cues, "
              f"{sum(len(w['names'] or []) for w in good)} names, {bad} errors", file=sys.stderr)
        if args.keep:
            FOLDER.mkdir(exist_ok=True)
            lines = [json.dumps(kept(window), separators=(",", ":")) + "\n" for window in good]
            (FOLDER / f"{args.keep[0]}.jsonl").write_text("".join(lines), encoding="utf-8")
        sys.exit(1 if bad and args.check else 0)
    for name in ("marked", "broad"):
        files = [path for path in sorted(FOLDER.glob("*.jsonl")) if path.name.startswith("broad") == (name == "broad")]
        write(args.out / f"{name}.train.jsonl", windows(found, name, files))


if __name__ == "__main__":
    main()
