"""WikiEvents as windows: KAIROS events and arguments in our roots and roles (tables.py).

Of train only a rebuilt form is left: the place of a trigger, and in arg-train.jsonl that of an argument, is the first
occurrence of its text in the document, which is often not the right one. So both are placed anew (`placed`): a trigger where its
arguments stand in the same sentence (in dev all but 1 in 100 do), an argument where it stands nearest to the trigger.
Where that does not tell, all occurrences of the trigger's words go to `ignore`. arg-train.jsonl tells nothing more and is not read.

Written twice: as our guide would read it (`wikievents`: what is unmarked is mostly unknown) and as it stands (`wikievents-strict`).
"""

import collections
import json

import common
import reports
from tables import (KAIROS, KAIROS_BESIDE_ATTACK, KAIROS_HARM, KAIROS_IGNORED, KAIROS_ROLES, KAIROS_WORDS, OTHER_BOMBS,
                    WORD_MODES)

ROOTS = ["ASSAULT", "PROTEST"]  # in the sense of our guide: marked wherever they occur, but for words that hide() finds
ROLES = ["agent", "target", "instrument", "place", "killed", "injured"]
FAR = 60  # words between a trigger and an argument that is found by its text
AROUND = 8
OFTEN, SHARE = 2, 0.1  # a word that is so often, and in such a share of its occurrences, a trigger may elsewhere be overlooked
EMPTY = {"were", "was", "have", "had", "has", "in", "los", "make", "it", "that"}  # slips of the annotators


def two_levels(kind):
    return ".".join(kind.split(".")[:2])


def same_text(words, text):
    """Whether words are a text that may have lost the second of two equal last letters ("went of", "kil")."""
    joined = " ".join(words)
    return joined == text or (joined[:-1] == text and joined[-2:-1] == joined[-1:])


def occurrences(words, text):
    n = len(text.split())
    return [[i, i + n] for i in range(len(words) - n + 1) if n and same_text(words[i:i + n], text)]


def nearest(words, sents, text, trigger):
    """Where an argument stands: in the trigger's sentence, else nearest to it."""
    def sentence(at):
        return sum(1 for s in sents if s <= at)

    home = sentence(trigger[0])
    found = [s for s in occurrences(words, text) if abs(s[0] - trigger[0]) <= FAR]
    return min(found, key=lambda s: (sentence(s[0]) != home, abs(s[0] - trigger[0])), default=None)


def read_train(line):
    """A line of train.jsonl: words, and events whose trigger and arguments are known by their text."""
    doc = json.loads(line)
    words = doc["tokens"]
    told = []
    for event in doc["event_mentions"]:
        start, end = event["trigger"]["start_idx"], event["trigger"]["end_idx"]
        text = " ".join(words[start:end]) or event["trigger"]["text"]
        told.append((event["event_type"], text, [(a["role"], a["text"]) for a in event["arguments"]]))
    sents = reports.sentences(words)
    return report(doc["docid"], words, sents, *placed(words, sents, told))


def placed(words, sents, told):
    """Marks (type, start, end, [(role, span)]) of events (type, text, [(role, text)]), and spans where an event may stand."""
    marks, lost, groups = [], [], {}
    for kind, text, arguments in told:
        groups.setdefault((kind, text), []).append(arguments)
    for (kind, text), events in groups.items():
        free = occurrences(words, text)
        # Those with most arguments first; those without get what is left, if that is no more than they are.
        events.sort(key=len, reverse=True)
        open_ = []
        for arguments in events:
            scores = [sum(1 for _, a in arguments if in_sentence(words, sents, a, span)) for span in free]
            if not scores or max(scores) == 0:
                open_.append(arguments)
                continue
            span = free.pop(scores.index(max(scores)))
            marks.append((kind, *span, arguments))
        if len(open_) >= len(free):
            marks += [(kind, *span, arguments) for span, arguments in zip(free, open_)]
        elif open_:
            lost += free
    return [(kind, start, end, [(role, span) for role, text in arguments for span in [nearest(words, sents, text, (start, end))] if span])
            for kind, start, end, arguments in marks], lost


def in_sentence(words, sents, text, trigger):
    start = max(s for s in sents if s <= trigger[0])
    end = min([s for s in sents if s > start], default=len(words))
    return any(not (s < trigger[1] - start and trigger[0] - start < e) for s, e in occurrences(words[start:end], text))


def read_dev(line):
    """A line of dev.jsonl: the original format."""
    doc = json.loads(line)
    sents, at = [], 0
    for tokens, _ in doc["sentences"]:
        sents.append(at)
        at += len(tokens)
    place = {entity["id"]: [entity["start"], entity["end"]] for entity in doc["entity_mentions"]}
    marks = [(event["event_type"], event["trigger"]["start"], event["trigger"]["end"],
              [(a["role"], place[a["entity_id"]]) for a in event["arguments"]]) for event in doc["event_mentions"]]
    # Its sentences are at times several.
    return report(doc["doc_id"], doc["tokens"], reports.sentences(doc["tokens"], set(sents)), marks, [])


def report(name, words, sents, marks, lost):
    attack = any(two_levels(kind) == "Conflict.Attack" for kind, *_ in marks)
    events, ignore, known = [], list(lost), {}
    for kind, start, end, arguments in marks:
        lower = [w.lower() for w in words[start:end]]
        root, mode = label(kind, lower, attack)
        if root is None:
            ignore.append([start, end])
            continue
        if root == "ASSAULT":
            mode = mode_of(kind, lower, words[max(0, start - AROUND):end + AROUND])
        event = known.get((start, end, root))
        if event is None:
            event = known[start, end, root] = {"start": start, "end": end, "root": root, "mode": mode, "status": None, "roles": {}}
            events.append(event)
        event["mode"] = event["mode"] or mode
        for role, span in arguments:
            for ours in KAIROS_ROLES.get(role, []) + ([KAIROS_HARM[two_levels(kind)]] if role == "Victim" and two_levels(kind) in KAIROS_HARM else []):
                spans = event["roles"].setdefault(ours, [])
                if span not in spans:
                    spans.append(span)
    for event in events:
        for spans in event["roles"].values():
            spans.sort()
    events, rest = reports.without_overlaps(events)
    taken = {i for event in events for i in range(event["start"], event["end"])}
    ignore = sorted({i for s, e in ignore + rest for i in range(s, e)} - taken)
    return {"id": name, "words": words, "sents": sents, "events": events, "ignore": [[i, i + 1] for i in ignore]}


def label(kind, lower, attack):
    """Root and mode of a type, None where nothing is said of it."""
    short = two_levels(kind)
    if kind in KAIROS_IGNORED or EMPTY.issuperset(lower) or (short in KAIROS_BESIDE_ATTACK and not attack):
        return None, None
    if short in KAIROS_WORDS and not KAIROS_WORDS[short] & set(lower):
        return None, None
    return KAIROS.get(short, (None, None))


def mode_of(kind, lower, around):
    for word in lower:
        if word in WORD_MODES:
            return WORD_MODES[word]
    if kind.endswith(".DetonateExplode") and not OTHER_BOMBS & {w.lower() for w in around}:
        return "bombing"
    return None


def forms(found):
    """Words that are triggers of ROOTS, each by itself and often."""
    count = collections.Counter(report["words"][event["start"]].lower() for report in found for event in report["events"]
                                if event["root"] in ROOTS and event["end"] - event["start"] == 1)
    every = collections.Counter(word.lower() for report in found for word in report["words"])
    return {word for word, n in count.items() if n >= OFTEN and n >= SHARE * every[word]}


def hide(report, words):
    """Puts unmarked occurrences of such words to `ignore`: the set overlooks many."""
    known = {i for span in report["events"] for i in range(span["start"], span["end"])} | {s for s, _ in report["ignore"]}
    report["ignore"] += [[i, i + 1] for i, word in enumerate(report["words"]) if word.lower() in words and i not in known]
    report["ignore"].sort()


def windows(report):
    return reports.windows(report, "wikievents", {"roots": ROOTS, "roles": ROLES})


def strict(report):
    """The same under the set's own scheme: what it leaves unmarked is nothing there, whatever our guide says of it."""
    roots = sorted({root for root, _ in KAIROS.values()})
    return reports.windows(report, "wikievents-strict", {"roots": roots, "roles": ROLES})


def main():
    args = common.arguments(__doc__)
    folder = args.shared / "data" / "wikievents"
    words = None
    for part, read in (("train", read_train), ("dev", read_dev)):
        with open(folder / f"{part}.jsonl", encoding="utf-8") as file:
            found = [read(line) for line in file]
        words = words or forms(found)
        common.write(args.out / f"wikievents-strict.{part}.jsonl", (window for report in found for window in strict(report)))
        for report in found:
            hide(report, words)
        common.write(args.out / f"wikievents.{part}.jsonl", (window for report in found for window in windows(report)))


if __name__ == "__main__":
    main()
