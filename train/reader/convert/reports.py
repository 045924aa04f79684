"""What the converters of event sets share: a text or a list of words into sentences, a report with spans into windows.

A *report* is a dict with `words`, `sents` (first word of each sentence) and spans counted in words of the whole report:
`events` (as in labels.py, with `group`: the incident that the trigger tells of, and `answers`: groups that it
answers; both only with `links`), `cues`, `fillers`, `ignore`, `ignore_cues`; what is absent stays absent.
"""

import re

import common

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:/]\d+)*\w*(?:-\w+)*|\w+(?:[-’']\w+)*|[.]{2,}|-{2,}|\S")
CLITIC = re.compile(r"(n['’]t|['’](?:s|re|ve|ll|d|m))$", re.I)
ABBREVIATIONS = set(
    "mr mrs ms dr prof rev fr gen lt col maj capt cmdr sgt brig adm gov sen rep pres st sr jr hon ret no vs inc ltd co corp etc"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Words that open a sentence after "U.S." and the like.
OPENERS = {"The", "It", "He", "She", "They", "In", "But", "A", "An", "On", "At", "This", "That", "However", "We", "As", "There"}
CLOSING = {"”", "’", ")", "]", "''", "»"}


def tokens(text, start=0, end=None):
    """Spans of the words of a text, as character offsets; "didn't" gives "did" and "n't"."""
    out = []
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        s, e = match.span()
        clitic = CLITIC.search(match.group())
        if clitic and clitic.start() > 0:
            out += [(s, s + clitic.start()), (s + clitic.start(), e)]
        else:
            out.append((s, e))
    return out


def sentences(words, breaks=(), cased=True):
    """First word of each sentence. `breaks`: words that open one in any case (a line ended before them)."""
    starts, i, n, opened = [0], 1, len(words), 0
    while i < n:
        if i in breaks:
            starts.append(i)
            opened = i
        elif ends(words, i - 1, cased, starts[-1]):
            # Closing quotation marks and brackets belong to the sentence that they close.
            while i < n and i not in breaks and closes(words, opened, i):
                i += 1
            if i < n:
                starts.append(i)
        i += 1
    return sorted(set(starts)) if n else []


def ends(words, i, cased, start=0):
    """Whether the word at i ends the sentence that opens at start."""
    word, after = words[i], words[i + 1]
    if word in ("!", "?"):
        return True
    if re.fullmatch(r"(?:\w\.){2,}", word):
        return after in OPENERS
    if word != ".":
        return False
    before = words[i - 1] if i else ""
    if before.lower() in ABBREVIATIONS and not (before.lower() == "no" and not after.isdigit()):
        return False
    if len(before) == 1 and before.isalpha() and before != "I":
        return after in OPENERS
    if after in (".", ",", ";", ":") or (before.isdigit() and i - 1 == start):
        return False
    # "1 . 5" and "com . uk": a lower-case word or a number after a number goes on.
    return not (before.isdigit() and after[:1].isdigit()) and not (cased and after[:1].islower())


def closes(words, start, i):
    """Whether the word at i is a closing mark; a straight quotation mark is one where one stands open since start."""
    if words[i] in CLOSING:
        return words[i] != "’" or words[i + 1:i + 2] != ["s"]
    return words[i] == '"' and words[start:i].count('"') % 2 == 1


def cut(sents, n):
    """The sentences as (start, end), those of more than common.LONGEST words in pieces."""
    for start, end in zip(sents, [*sents[1:], n]):
        for at in range(start, end, common.LONGEST):
            yield at, min(at + common.LONGEST, end)


def word_span(spans, start, end):
    """The words that a range of characters touches, as a span; None where it touches none."""
    inside = [i for i, (s, e) in enumerate(spans) if s < end and start < e]
    return [inside[0], inside[-1] + 1] if inside else None


def places(words, phrase):
    """Where a list of words stands in another, as spans."""
    n = len(phrase)
    return [[i, i + n] for i in range(len(words) - n + 1) if words[i:i + n] == phrase] if n else []


def without_overlaps(events):
    """The events whose trigger overlaps no earlier one of the list, in text order, and what is left of the other triggers."""
    kept, taken, left = [], {}, []
    for event in events:
        span = range(event["start"], event["end"])
        if any(i in taken for i in span):
            left += [i for i in span if i not in taken]
            continue
        taken.update((i, event) for i in span)
        kept.append(event)
    rest = [[i, i + 1] for i in sorted(set(left) - set(taken))]
    return sorted(kept, key=lambda event: event["start"]), rest


def windows(report, name, fixed=None, cased=True, links=False, roles=None, limit=common.LIMIT):
    """The windows of a report. `roles`: a function (event, start, end, sents) that gives the roles of an event in the
    window start..end; without it those of `event["roles"]` that stand in the window. `fixed`: further keys of every window."""
    words = report["words"]
    pieces = [{"words": words[s:e], "start": s, "end": e} for s, e in cut(report["sents"], len(words))]
    for number, group in enumerate(common.pack(pieces, limit), 1):
        start, end = group[0]["start"], group[-1]["end"]
        sents = [piece["start"] for piece in group]

        def inside(s, e, start=start, end=end):
            return start <= s and e <= end

        def moved(spans, start=start, inside=inside):
            return [[s - start, e - start, *rest] for s, e, *rest in spans if inside(s, e)]

        def clipped(spans, start=start, end=end):
            return [[max(s, start) - start, min(e, end) - start] for s, e in spans if s < end and start < e]

        window = {"set": name, "id": f"{name}:{report['id']}:{number}", "words": words[start:end],
                  "sents": [s - start for s in sents], "cased": cased, "names": None}
        window["events"] = None
        if "events" in report:
            chosen = [event for event in report["events"] if inside(event["start"], event["end"])]
            window["events"] = []
            for event in chosen:
                found = roles(event, start, end, sents) if roles else event["roles"]
                out = {"start": event["start"] - start, "end": event["end"] - start, "root": event["root"],
                       "mode": event["mode"], "status": event["status"],
                       "roles": {role: spans for role, spans in ((r, moved(found[r])) for r in sorted(found)) if spans}}
                if links:
                    out["same"] = [i for i, other in enumerate(chosen) if other is not event and other["group"] == event["group"]]
                    out["answers"] = [i for i, other in enumerate(chosen) if other["group"] in event["answers"]]
                window["events"].append(out)
        window.update(fixed or {})
        for key in ("ignore", "ignore_cues"):
            if key in report:
                window[key] = clipped(report[key])
        window["cues"] = None
        if "cues" in report:
            window["cues"] = [
                {"start": cue["start"] - start, "end": cue["end"] - start, "source": moved(cue["source"]),
                 "content": clipped(cue["content"]), "hedged": cue["hedged"]}
                for cue in report["cues"] if inside(cue["start"], cue["end"])]
        window["fillers"] = moved(report["fillers"]) if "fillers" in report else None
        yield window
