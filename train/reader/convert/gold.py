"""Our own gold (gold/train, gold/dev after gold/GUIDE.md) as windows: triggers, roles, links of incidents, attributions."""

import json

import common
import reports

MANY = 6  # the guide wants at least so many triggers of an event marked; later ones may stand unmarked
EDGES = {",", ".", ":", ";", '"', "“", "”", "''", "``", "'", "’", "‘", "-", "--", "—", "–"}
NEAR = 4  # words between a cue and a source that stand together inside a quotation


def read(gold, text):
    """A report with spans in words, from a gold record and its text."""
    kept = []
    for start, end in story(gold, len(text)):
        kept += reports.tokens(text, start, end)
    words = [text[s:e] for s, e in kept]
    breaks = {i for i in range(1, len(kept)) if "\n" in text[kept[i - 1][1]:kept[i][0]]}

    def span(item, key="start"):
        if item is None or item.get(key) is None or not item.get("text"):
            return None
        return reports.word_span(kept, item[key], item[key] + len(item["text"]))

    report = {"id": gold["report"].rsplit(".", 1)[0], "words": words, "sents": reports.sentences(words, breaks)}
    report["events"], report["ignore"] = events(gold, words, span)
    report["cues"], report["ignore_cues"] = cues(gold, words, kept, span)
    return report


def story(gold, length):
    """Ranges of the text that are no boilerplate."""
    at = 0
    for start, end in sorted(gold["boilerplate"]):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length


def events(gold, words, span):
    """Triggers (of events that share one, the first main one has it) and the words whose label is not known."""
    found, ignore = [], []
    for event in sorted(gold["events"], key=lambda event: not event["main"]):
        marked = {
            "agent": [span(m) for side in event["agents"] for m in side["mentions"]],
            "target": [span(m) for side in event["targets"] for m in side["mentions"]],
            "instrument": [span(m) for m in event["instruments"]],
            "place": [span(event["place"], "text_start")],
            "time": [span(event["date"], "text_start")],
            "killed": [span(event["killed"])],
            "injured": [span(event["injured"])],
        }
        marked = {role: sorted(map(list, {tuple(s) for s in spans if s})) for role, spans in marked.items()}
        triggers = [s for s in map(span, event["mentions"]) if s]
        for start, end in sorted(triggers):
            found.append({"start": start, "end": end, "root": event["type"], "mode": event["mode"], "status": event["status"],
                          "group": event["id"], "answers": set(event["responds_to"]), "marked": marked})
        if len(triggers) >= MANY:
            forms = {" ".join(words[s:e]).lower() for s, e in triggers if e - s == 1}
            last = max(e for _, e in triggers)
            ignore += [[i, i + 1] for i in range(last, len(words)) if words[i].lower() in forms]
    kept, rest = reports.without_overlaps(found)
    taken = {i for event in kept for i in range(event["start"], event["end"])}
    return kept, sorted([s, e] for s, e in ignore + rest if s not in taken)


def roles_in(event, start, end, sents, words):
    """Of each role the mentions in the trigger's sentence; where it has none, those of the nearest sentence of the window."""
    def sentence(at):
        return sum(1 for s in sents if s <= at)

    home, out = sentence(event["start"]), {}
    for role, spans in event["marked"].items():
        if role == "place":
            spans = spans + repeated(event, spans, words, start, end, lambda at: sentence(at) == home)
        spans = [s for s in spans if start <= s[0] and s[1] <= end]
        if spans:
            # Of two sentences as near, the one before.
            near = min((abs(sentence(s) - home), sentence(s)) for s, _ in spans)[1]
            out[role] = [s for s in spans if sentence(s[0]) == near]
    return out


def repeated(event, spans, words, start, end, at_home):
    """The gold marks a place once: its name anew in the sentence of a trigger, where it is no side of the event."""
    sides = event["marked"]["agent"] + event["marked"]["target"]
    return [[s, e] for place in spans for s, e in reports.places(words, words[place[0]:place[1]])
            if [s, e] != place and start <= s and e <= end and at_home(s) and not any(a < e and s < b for a, b in sides)]


def cues(gold, words, kept, span):
    """Attributions, and the content of claims without cue: there a cue may stand unmarked."""
    found, unknown = {}, []
    for claim in gold["claims"]:
        content = reports.word_span(kept, *claim["content"])
        cue, source = span(claim["cue"]), span(claim["source"])
        if cue is None:
            unknown += [content] if content else []
            continue
        known = found.setdefault(tuple(cue), {"start": cue[0], "end": cue[1], "source": [], "content": [], "hedged": False})
        known["source"] += [source] if source and source not in known["source"] else []
        known["content"] += [p for p in pieces(content, cue, source, words) if p not in known["content"]]
        known["hedged"] |= bool(claim["hedged"])
    out, _ = reports.without_overlaps(sorted(found.values(), key=lambda cue: cue["start"]))
    for cue in out:
        cue["content"].sort()
    return out, unknown


def pieces(content, cue, source, words):
    """The content without the cue that it encloses (and the source beside the cue)."""
    if not content:
        return []
    hole = list(cue)
    if source and content[0] <= source[0] and source[1] <= content[1]:
        if source[0] - cue[1] <= NEAR and cue[0] - source[1] <= NEAR:
            hole = [min(cue[0], source[0]), max(cue[1], source[1])]
    parts = [content]
    if hole[0] < content[1] and content[0] < hole[1]:
        parts = [[content[0], hole[0]], [hole[1], content[1]]]
        for part in parts:
            while part[0] < part[1] and words[part[0]] in EDGES:
                part[0] += 1
            while part[0] < part[1] and words[part[1] - 1] in EDGES:
                part[1] -= 1
    return [part for part in parts if part[0] < part[1]]


def load(folder, texts):
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        with open(texts / gold["report"], encoding="utf-8", newline="") as file:
            yield read(gold, file.read())


def windows(report):
    def roles(event, start, end, sents):
        return roles_in(event, start, end, sents, report["words"])

    return reports.windows(report, "gold", links=True, roles=roles)


def main():
    args = common.arguments(__doc__)
    gold = args.shared / "gold"
    for part in ("train", "dev"):
        common.write(args.out / f"gold.{part}.jsonl",
                     (window for report in load(gold / part, gold / "texts") for window in windows(report)))


if __name__ == "__main__":
    main()
