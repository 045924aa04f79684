"""MUC-3/4 as windows: fillers of the templates, and triggers with roles that stand in a sentence with fillers.

dev trains, tst1 and tst2 measure. The texts are upper case: words are put in lower case, `cased` is false.
"""

import re

import common
import reports
from tables import (MUC_DOUBT, MUC_INSTRUMENT_MODES, MUC_MODES, MUC_PHRASE_TYPES, MUC_ROLES, MUC_SLOTS, MUC_STAGES, MUC_TRIGGERS,
                    MUC_UNKNOWN, WORD_MODES)

PARTS = {"train": ["dev"], "dev": ["tst1", "tst2"]}
ROLES = ["agent", "target", "instrument"]
SIDES = {"PerpInd", "Target", "Victim", "Described"}  # one of these beside a trigger makes it one of the template
FAR = 25  # words between a trigger and a filler
ORDER = list(dict.fromkeys(MUC_SLOTS.values()))
TEXT_ID = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d+)\b.*$", re.M)
SLOT = re.compile(r"^(\d+)\. +([A-Z ]+: [A-Z ]*?[A-Z]) {2,}(.*)$")
STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
DATELINE = re.compile(r"\A.{0,600}?\[TEXT\]|\A[^.]{0,150}? -- ", re.S)


def texts(text):
    """(id, text) of each report of a file."""
    found = list(TEXT_ID.finditer(text))
    for match, after in zip(found, [*found[1:], None]):
        yield match.group(1), text[match.end():after.start() if after else len(text)]


def templates(text):
    """The templates of a key file, as dicts of slot -> lines of the value; those of reports without incident too."""
    out, slot = [], None
    for line in text.splitlines():
        match = SLOT.match(line)
        if match:
            number, slot, value = match.groups()
            if int(number) == 0:
                out.append({})
            out[-1][slot] = [value.strip()]
        elif line.startswith(" ") and slot and out and line.strip():
            out[-1][slot].append(line.strip())
        else:
            slot = None
    return out


def strings(lines):
    """Strings of a slot, all alternatives and fills; in `"PRESIDENT": "CEREZO"` both."""
    found = [re.sub(r"\\(.)", r"\1", s) for line in lines for s in STRING.findall(line)]
    return [s for s in dict.fromkeys(found) if s.strip("- ")]


def incident(template):
    """Type, stage, mode and fillers of a template; None where there is no incident."""
    kind = template.get("INCIDENT: TYPE", ["*"])[0].split("/")[0].strip()
    if kind not in MUC_MODES:
        return None
    root, mode = MUC_MODES[kind]
    told = {MUC_INSTRUMENT_MODES.get(t.strip()) for line in template.get("INCIDENT: INSTRUMENT TYPE", []) for t in line.split(":")[0].split("/")}
    if kind in ("ATTACK", "BOMBING") and len(told) == 1 and None not in told:
        mode = told.pop()
    stages = {MUC_STAGES.get(stage.strip()) for stage in template.get("INCIDENT: STAGE OF EXECUTION", [""])[0].split("/")}
    fillers = [(filler, string) for slot, filler in MUC_SLOTS.items() for string in strings(template.get(slot, []))]
    return {"kind": kind, "root": root, "mode": mode, "status": stages.pop() if len(stages) == 1 else None, "fillers": fillers}


def words_of(text):
    return [text[s:e].lower() for s, e in reports.tokens(text)]


def mentions(words, fillers):
    """All mentions of fillers, the longest first, none overlapping: (start, end, filler)."""
    wanted = sorted({(tuple(words_of(string)), filler) for filler, string in fillers}, key=lambda f: (-len(f[0]), ORDER.index(f[1]), f))
    taken, out = set(), []
    for phrase, filler in wanted:
        for s, e in reports.places(words, list(phrase)):
            if taken.isdisjoint(range(s, e)):
                taken.update(range(s, e))
                out.append((s, e, filler))
    return sorted(out)


def read(name, text, incidents):
    """A report with spans in words, from its text and its incidents."""
    head = DATELINE.search(text)
    start = head.end() if head else 0
    spans = reports.tokens(text, start)
    words = [text[s:e].lower() for s, e in spans]
    breaks = {i for i in range(1, len(spans)) if re.search(r"\n\s*\n", text[spans[i - 1][1]:spans[i][0]])}
    sents = reports.sentences(words, breaks, cased=False)
    fillers = mentions(words, [f for one in incidents for f in one["fillers"]])
    filled = {i for s, e, _ in fillers for i in range(s, e)}
    known = [(one, mentions(words, one["fillers"])) for one in incidents]
    events, ignore = [], []
    for first, last in reports.cut(sents, len(words)):
        for s, e, kinds in triggers(words, first, last, filled):
            event = best(words, (s, e), (first, last), [k for k in known if k[0]["kind"] in kinds])
            if event:
                events.append(event)
            elif not filled & set(range(s, e)):
                ignore.append([s, e])
    return {"id": name, "words": words, "sents": sents, "events": events, "ignore": ignore,
            "fillers": [[s, e, filler] for s, e, filler in fillers if filler != "Described"]}


def triggers(words, first, last, filled):
    """Words of a sentence that may be triggers, with the incident types that they may tell of."""
    i = first
    while i < last:
        pair = " ".join(words[i:min(i + 2, last)])
        if pair in MUC_PHRASE_TYPES:
            yield i, i + 2, {MUC_PHRASE_TYPES[pair]}
            i += 1
        else:
            kinds = {kind for kind, table in MUC_TRIGGERS.items() if words[i] in table and i not in filled}
            if kinds or words[i] in MUC_UNKNOWN:
                yield i, i + 1, kinds
        i += 1


def best(words, trigger, sentence, known):
    """The event of a trigger: of the incident with most fillers beside it; None where no side stands there."""
    choice = None
    for one, found in known:
        near = [(s, e, f) for s, e, f in found if sentence[0] <= s and e <= sentence[1] and distance(trigger, (s, e)) <= FAR
                and (e <= trigger[0] or trigger[1] <= s)]
        if any(f in SIDES for _, _, f in near) and (choice is None or len(near) > len(choice[1])):
            choice = (one, near)
    if choice is None:
        return None
    one, near = choice
    roles = {}
    for s, e, filler in near:
        roles.setdefault(MUC_ROLES[filler], []).append([s, e])
    mode = one["mode"]
    if one["kind"] == "ATTACK":
        mode = WORD_MODES.get(words[trigger[0]], mode)
    doubt = not MUC_DOUBT.isdisjoint(words[sentence[0]:sentence[1]])
    return {"start": trigger[0], "end": trigger[1], "root": one["root"], "mode": mode,
            "status": None if doubt and one["status"] == "happened" else one["status"], "roles": roles}


def distance(a, b):
    return max(b[0] - a[1], a[0] - b[1], 0)


def load(folder, part):
    known, bodies = {}, []
    for path in sorted((folder / part).iterdir()):
        text = path.read_text(encoding="latin-1")
        if path.name.startswith("key-"):
            for template in templates(text):
                name = template["MESSAGE: ID"][0].split()[0]
                one = incident(template)
                known.setdefault(name, []).extend([one] if one else [])
        elif path.name.startswith(part + "-"):
            bodies += texts(text)
    # A report without key is left out: nothing is known of it.
    return [read(name, text, known[name]) for name, text in bodies if name in known]


def windows(report):
    return reports.windows(report, "muc", {"roots": [], "roles": ROLES}, cased=False, limit=common.WIDE)


def main():
    args = common.arguments(__doc__)
    for part, folders in PARTS.items():
        found = [report for name in folders for report in load(args.shared / "data" / "muc", name)]
        common.write(args.out / f"muc.{part}.jsonl", (window for report in found for window in windows(report)))


if __name__ == "__main__":
    main()
