"""PropBank on English Web Treebank (propbank-ewt): cues with source and content, events with roles, and negatives.

Only the train and dev parts are read. Which rolesets tell what is in propbank_speech.tsv and propbank_events.tsv.
Newsgroups and weblogs give cues and events; mail, answers and reviews give cues, and sentences without any event.
"""

import json
import re
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402
from speech import AUTHOR, OPENERS, SPEECH, args_of, cue_of, table, trim, verb_span  # noqa: E402

NEWS = {"newsgroup", "weblog"}
NEGATIVES = {"train": 1500, "dev": 200}
ANIMALS = {"bear", "bears", "cat", "cats", "dog", "dogs", "wolf", "wolves", "elk", "animal", "animals", "bird", "birds", "rat", "rats",
           "fish", "bugs", "spirit", "time", "cancer", "disease", "hurricane", "storm"}
NOUN_CUES = {"statement", "statements", "claim", "claims", "report", "reports", "announcement", "allegation", "allegations", "warning",
              "warnings", "remarks", "comments", "reportedly", "allegedly", "apparently", "per", "rumors", "accusation", "accusations"}
SAFE_WORDS = re.compile(r"(?i)^(kill|dea[dt]|die[ds]?$|dying|murder|attack|bomb|wars?$|shoot|shot|gun|protest|arrest|polic|fight|threat|weapon|terror|riot|"
                        r"prison|jail|soldier|troop|army|militar|strike|explo|assault|rob|stol|steal|sued?$|lawsuit|rape|abus|violen)")
DATE = re.compile(r"(?i)^(\d{1,4}|mon|tues|wednes|thurs|fri|satur|sun)(day)?s?$|^(january|february|march|april|june|july|august|"
                  r"september|october|november|december|jan\.|feb\.|aug\.|sept?\.|oct\.|nov\.|dec\.|mid-\w+|yesterday|today|tonight|"
                  r"tomorrow|last|week|weeks|month|months|year|years|morning|night|evening|afternoon|days?|\d+s)$")
NO_DATE = {"when", "while", "after", "before", "as", "once", "until", "since", "that", "whenever", "every", "for", "if"}
LEAD = {"agent": {"by", "of", "from", "between", "among"}, "target": {"of", "on", "against", "at", "with", "to", "upon", "for", "from"},
        "place": {"in", "at", "on", "near", "outside", "inside", "across", "around", "within", "throughout"},
        "time": {"in", "on", "at", "during"}}
EVENTS = {row[0]: row for row in table("propbank_events.tsv")}


def short(words, span):
    """A noun phrase without what a comma, a bracket or a relative pronoun joins to it."""
    s, e = span
    for k in range(s + 1, e):
        if words[k].lower() in {"(", "who", "which", "that", "whose", "whom"}:
            return [s, k]
        if words[k] == "," and not {"and", "or", "&"} & {w.lower() for w in words[k:e]}:
            return [s, k]
    return [s, e]


def part(words, span, role):
    """The span of a role: without preposition and appositions; None where it is not sure."""
    if role == "time":
        lowered = {w.lower() for w in words[span[0]:span[1]]}
        if span[1] - span[0] > 6 or lowered & NO_DATE or not any(DATE.match(w) for w in words[span[0]:span[1]]):
            return None
    span = trim(words, span, LEAD[role])
    span = span and trim(words, short(words, span))
    if role == "place" and span and (span[1] - span[0] > 8 or words[span[0]].lower() in OPENERS | {"there", "here", "from", "to"}):
        return None
    return span


def event_of(sentence, prop):
    """An event, or None where the verb may be used in another sense."""
    _, label, agent, target, note = EVENTS[prop["roleset"]]
    if label == "?":
        return None
    words = sentence["words"]
    if note == "blame" and any(words[s].lower() == "on" for s, _ in args_of(prop, "ARG1") + args_of(prop, "ARG2")):
        target = "1" if any(words[s].lower() == "on" for s, _ in args_of(prop, "ARG1")) else "2"
    roles = {}
    for role, argument in (("agent", "ARG" + agent), ("target", "ARG" + target), ("place", "ARGM-LOC"), ("time", "ARGM-TMP")):
        spans = [part(words, span, role) for span in args_of(prop, argument) if argument != "ARG-"]
        spans = [s for s in spans if s and not s[0] <= prop["i"] < s[1]]
        if spans:
            roles[role] = spans[:1] if role in ("agent", "target") else spans
    sides = roles.get("agent", []) + roles.get("target", [])
    if not sides or label.split("/")[0] not in ("ASSAULT", "COERCE") and "agent" not in roles:
        return None
    said = {w.lower() for s, e in sides for w in words[s:e]}
    if said & (AUTHOR | ANIMALS) or any(words[s].lower() in {"that", "it", "to", "this", "what", "how"} for s, _ in sides):
        return None
    if note in ("killed", "injured") and "target" in roles:
        roles[note] = roles["target"]
    root, _, mode = label.partition("/")
    start, end = verb_span(prop)
    return {"start": start, "end": end, "root": root, "mode": mode or None, "status": None, "roles": roles}


def mark(sentence, news):
    """The cues, ignore_cues, events and ignore of a sentence."""
    words = sentence["words"]
    out = {"words": words, "cues": [], "ignore_cues": [], "events": [], "ignore": []}
    for prop in sentence["props"]:
        if prop["roleset"] in SPEECH:
            cue = cue_of(sentence, prop) if SPEECH[prop["roleset"]][0] == "cue" else None
            if cue:
                out["cues"].append(cue)
            else:
                out["ignore_cues"].append(verb_span(prop))
        if news and prop["roleset"] in EVENTS:
            event = event_of(sentence, prop)
            if event:
                out["events"].append(event)
            else:
                out["ignore"].append(verb_span(prop))
    taken = {k for c in out["cues"] for k in range(c["start"], c["end"])} | {s for s, _ in out["ignore_cues"]}
    for i, word in enumerate(words):
        pair = word.lower() == "according" and words[i + 1:i + 2] == ["to"]
        if i not in taken and (pair or word.lower() in NOUN_CUES):
            out["ignore_cues"].append([i, i + 2 if pair else i + 1])
    return out


def quiet(sentence):
    """Whether a sentence surely has no event and no cue."""
    rolesets = {p["roleset"] for p in sentence["props"]}
    return len(sentence["words"]) >= 6 and not rolesets & (SPEECH.keys() | EVENTS.keys()) and not any(
        SAFE_WORDS.match(w) for w in sentence["words"])


def shift(spans, at):
    return [[s + at, e + at] for s, e in spans]


def window(name, part_name, group, news):
    """One window of a group of marked sentences; `news` None for negatives."""
    out = {"set": "propbank-ewt", "id": name, "words": [], "sents": [], "cased": True, "names": None, "events": [], "cues": [],
           "ignore_cues": [], "ignore": [], "fillers": None, "roles": ["agent", "target", "killed", "injured", "place", "time"]}
    for s in group:
        at = len(out["words"])
        out["sents"].append(at)
        out["words"] += s["words"]
        for key in ("ignore", "ignore_cues"):
            out[key] += shift(s[key], at)
        for c in s["cues"]:
            out["cues"].append({**c, "start": c["start"] + at, "end": c["end"] + at,
                                "source": shift(c["source"], at), "content": shift(c["content"], at)})
        for e in s["events"]:
            out["events"].append({**e, "start": e["start"] + at, "end": e["end"] + at,
                                  "roles": {r: shift(spans, at) for r, spans in e["roles"].items()}})
    if news is not None:
        out["roots"] = []
        if not news:
            out["events"] = None
    return out


def runs(sentences, keep):
    """Runs of neighbouring sentences for which `keep` is true."""
    run = []
    for s in [*sentences, None]:
        if s is not None and keep(s):
            run.append(s)
        elif run:
            yield run
            run = []


def windows(sentences, split):
    """All windows of one part."""
    cued, negatives = [], []
    for document in common.documents(sentences):
        doc = document[0]["doc"]
        news = doc.split("-")[0] in NEWS
        marked = [{**mark(s, news), "quiet": not news and quiet(s)} for s in document]
        if news:
            cued += [window(f"{doc}.{k}", split, g, True) for k, g in enumerate(common.pack(marked))]
            continue
        groups = [g for run in runs(marked, lambda s: not s["quiet"]) for g in common.pack(run)]
        cued += [window(f"{doc}.{k}", split, g, False) for k, g in enumerate(groups) if any(s["cues"] for s in g)]
        groups = [g for run in runs(marked, lambda s: s["quiet"]) for g in common.pack(run)]
        negatives += [window(f"{doc}.n{k}", split, g, None) for k, g in enumerate(groups)]
    step = max(1, -(-len(negatives) // NEGATIVES[split]))
    return cued + negatives[::step]


def main():
    options = common.arguments(__doc__)
    parts = {"train": [], "dev": []}
    with open(options.shared / "data/propbank-ewt/ewt-propbank-joined.jsonl", encoding="utf-8") as file:
        for line in file:
            sentence = json.loads(line)
            if sentence["split"] in parts:
                sentence["doc"] = sentence["sent_id"].rsplit("-", 1)[0]
                parts[sentence["split"]].append(sentence)
    for split, sentences in parts.items():
        common.write(options.out / f"propbank-ewt.{split}.jsonl", windows(sentences, split))


if __name__ == "__main__":
    main()
