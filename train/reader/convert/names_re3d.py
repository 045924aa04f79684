"""Names of re3d (reports about Iraq and Syria). It marks noun phrases, named or not, also nested, by character.

Spans of confidence < SURE were put up by a program and mostly not confirmed. A name is the capitalised run of a sure span,
without titles and nationalities; weapons and vehicles are taken as they stand, also common nouns.
"""

import json
import re

from places import GPE, place

KINDS = ["PER", "ORG", "GPE", "LOC", "FAC", "GRP"]  # weapons and vehicles: only some occurrences
LEFT_OUT = {"BBC Online", "Delegation of the European Union to Syria"}  # not free for all uses
TYPES = {"Person": "PER", "Organisation": "ORG", "Location": "place"}
THINGS = {"Weapon": "WEA", "MilitaryPlatform": "VEH"}
SURE = 0.5
NO_THING = {"strike", "strikes", "airstrike", "airstrikes", "attack", "attacks", "bombardment", "chemicals", "hardware", "loader", "loaders",
            "bridge", "unit", "she", "bulldozer", "bombers", "node"}
PRONOUNS = set("he she it they i we you his her its their our my your him them us me himself herself itself themselves who whom which that"
               " this these those".split())
DETERMINERS = set("the a an this that these those such other all some any no both its their his her our several multiple one two three four"
                  " five six seven eight nine ten single".split())
TITLES = set("mr. mrs. ms. dr. dr mr sir lord lady king prince president vice prime minister secretary under foreign state defence defense"
             " general gen. lt. col. maj. brig. capt. sgt. lieutenant colonel major brigadier captain sergeant admiral army navy air force"
             " ambassador envoy special presidential senior acting deputy assistant director chief commander spokesman spokesperson chairman"
             " chargé d’affaires a.i. representative high commissioner coordinator member mp professor prof. sheikh staff petty officer corporal private lance".split())
NO_NAME = {"Western", "West", "Eastern", "Northern", "Southern", "Soldiers", "Ministers", "Minister-designate", "Battalion", "Department",
           "Government", "Noncommissioned", "Airmen", "VBIED", "IED", "ISIL-held", "Turks", "Syrian Arab", "Men and Women", "Joint and Coalition",
           "Members of the Security Council", "Inherent Resolve", "Kurdistan Regional", "Moroccans", "Shi'ite"}
BOILERPLATE = 8  # a sentence of as many words is taken once: the releases repeat their closing paragraphs, unmarked
BEFORE_OTHERS = {"of", "for", "to", "at", "in", "with", "and"}  # what follows these in a person's description is not the person
AFTER_OTHERS = {"regime", "government", "family"}  # what stands before these may be a person
ARTICLE = re.compile(r"(?:al|as|az|ar|ad|el|an|at|ash)-[A-Z]")
SHARE = 0.2  # a label that is a smaller part of a name's marks is taken for an error
INSIDE = {"PER": {"al", "bin", "-"}, "ORG": {"of", "the", "for", "and", "&", "al", "to"}, "place": {"of", "al", "az", "-"}}
TOKEN = re.compile(
    r"\[\d+\]|(?:[A-Za-z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Prof|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|\b[A-Z]\.(?= [A-Z])"
    r"|\d+(?:[.,:]\d+)+|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-’'](?!(?:s|t|re|ve|ll|d|m)\b)\w+)*|\S")


def tokens(text):
    """(word, begin, end) of a text; note marks like [1] are left out."""
    return [(m[0], m.start(), m.end()) for m in TOKEN.finditer(text) if not re.fullmatch(r"\[\d+\]", m[0])]


def starts(text, words):
    """Indices of the words that open a sentence."""
    out = [0]
    for i in range(1, len(words)):
        gap = text[words[i - 1][2]:words[i][1]]
        before = words[i - 1][0] if words[i - 1][0] not in "”\"’')" or i < 2 else words[i - 2][0]
        opens = words[i][0][0].isupper() or words[i][0] in "“\"‘'"
        if "\n" in gap or (gap and before in (".", "!", "?") and opens):
            out.append(i)
    return out


class Report:
    """One document: its words, and its spans as [start, end, type, sure] of words."""

    def __init__(self, text, entities, lower):
        self.tokens = tokens(text)
        self.words = [t[0] for t in self.tokens]
        self.starts = starts(text, self.tokens)
        self.lower = lower
        self.spans, self.torn = [], []
        begins = {t[1]: i for i, t in enumerate(self.tokens)}
        ends = {t[2]: i + 1 for i, t in enumerate(self.tokens)}
        for entity in entities:
            s, e = begins.get(entity["begin"]), ends.get(entity["end"])
            sure = entity["confidence"] >= SURE
            if s is not None and e is not None:
                self.spans.append((s, e, entity["type"], sure))
            elif sure or entity["type"] == "Nationality":
                self.torn += [[i, i + 1] for i, t in enumerate(self.tokens) if t[1] < entity["end"] and entity["begin"] < t[2]]

    def capital(self, i):
        """Whether a word looks like part of a name; at the start of a sentence only if it is not seen in lower case elsewhere."""
        word = self.words[i]
        low = word.lower()
        if ARTICLE.match(word):
            return True
        return word[0].isupper() and low not in PRONOUNS | DETERMINERS and not (i in self.starts and low in self.lower)

    def runs(self, s, e, kind):
        """The capitalised runs of a span."""
        out, i = [], s
        while i < e:
            if not self.capital(i):
                i += 1
                continue
            last = j = i
            while j + 1 < e and (self.capital(j + 1) or self.words[j + 1].lower() in INSIDE[kind]):
                j += 1
                last = j if self.capital(j) else last
            out.append((i, last + 1))
            i = last + 1
        return out

    def text(self, s, e):
        return " ".join(self.words[s:e])

    def own(self, s, e, run, kind):
        """Whether a run names what its span is about, and not only something that the span mentions."""
        before, after = self.words[s:run[0]], self.words[run[1]:e]
        if kind == "PER":
            return not BEFORE_OTHERS & {w.lower() for w in before} and not (after and (after[0].isalpha() or after[0] in ("'s", "’s")))
        return not (kind == "ORG" and after and (after[0] in AFTER_OTHERS or after[0] in ("'s", "’s")))

    def untitled(self, s, e):
        """A person without titles: what follows the last title word."""
        for i in range(e - 1, s - 1, -1):
            if self.words[i].lower() in TITLES:
                return (i + 1, e)
        return (s, e)


def learn(reports):
    """What the reports call what: nationalities, and the labels of each name that is the only one of a sure span."""
    nations, known = set(), {}
    for report in reports:
        nations |= {report.text(s, e) for s, e, kind, _ in report.spans if kind == "Nationality" and report.words[s][0].isupper()}
    nations.discard("U.S.")
    nations |= {nation + "s" for nation in nations}
    for report in reports:
        for s, e, kind, sure in report.spans:
            if sure and kind in TYPES:
                runs = report.runs(s, e, TYPES[kind])
                run = runs[0] if len(runs) == 1 else None
                if not run or not report.own(s, e, run, TYPES[kind]):
                    continue
                if TYPES[kind] == "PER":
                    run = report.untitled(*run)
                if run[0] < run[1] and report.text(*run) not in nations:
                    known.setdefault(report.text(*run), []).append(TYPES[kind])
    return nations, {name: {k for k in kinds if kinds.count(k) >= SHARE * len(kinds)} for name, kinds in known.items()}


def label(text, kind, nations, known):
    """Our label of a name that the set calls `kind` (None: not said), or None if that cannot be told."""
    if text in nations:
        return "GRP"
    if text in GPE:
        return "GPE"
    if text in NO_NAME or (" and " in text and text.split(" and ")[0] in nations | GPE):
        return None
    kinds = known.get(text, set())
    if kinds == {"ORG", "place"} and kind != "PER":
        # A government is often called by its place.
        return ["ORG", "GPE", "LOC", "FAC"]
    if kind is None or (len(kinds) == 1 and kind not in kinds):
        kind = next(iter(kinds)) if len(kinds) == 1 else None
    return place(text.split()) if kind == "place" else kind


def mark(report, nations, known):
    """Names and ignored spans of a report."""
    names, ignored, taken = [], list(report.torn), {}

    def add(s, e, what):
        if s < e and what and not any(i in taken for i in range(s, e)):
            names.append([s, e, what])
            taken.update(dict.fromkeys(range(s, e), what))
            return True
        return False

    spans = sorted(set(report.spans), key=lambda x: (not x[3], x[0] - x[1]))
    for s, e, kind, sure in spans:
        if kind in THINGS:
            while s < e and (report.words[s].lower() in DETERMINERS or report.words[s].isdigit() or report.words[s] in nations
                             or (s + 1 < e and report.words[s] in known)):
                s += 1
            plain = sure and s < e and not {",", "-", "'s", "’s"} & set(report.words[s:e]) and report.words[e - 1].lower() not in NO_THING
            if not (plain and not re.fullmatch(r"[A-Z]+ \d+", report.text(s, e)) and add(s, e, THINGS[kind])):
                ignored.append([s, e])
    # First the spans that hold one name, then those of which only parts are names.
    for several in (False, True):
        for s, e, kind, sure in spans:
            if not sure or kind not in TYPES:
                continue
            runs = report.runs(s, e, TYPES[kind])
            if not runs and report.words[s].lower() not in PRONOUNS:
                ignored.append([s, e])
            elif (len(runs) > 1) == several:
                # "Sarmin, Syria": each is a place.
                listed = kind == "Location" and all(report.words[a[1]:b[0]] == [","] for a, b in zip(runs, runs[1:]))
                for run in runs:
                    name = report.untitled(*run) if kind == "Person" else run
                    sole = (listed or not several) and report.own(s, e, run, TYPES[kind])
                    if kind == "Person" and run == runs[0] and run[0] < name[0] < name[1] - 1:
                        sole = True  # "Gen. Omar Hale of the Guard"
                    for cut in range(name[0] + 1, name[1]):
                        # "the Middle East Tobias Ellwood" is no name: a place and a person.
                        first, second = report.text(name[0], cut), report.text(cut, name[1])
                        if kind == "Person" and known.get(second) == {"PER"} and (first in nations | GPE or known.get(first, {"PER"}) != {"PER"}):
                            add(name[0], cut, label(first, None, nations, known))
                            name = (cut, name[1])
                            break
                    told = label(report.text(*name), TYPES[kind] if sole else None, nations, known)
                    if not add(*name, told) and name[0] < name[1]:
                        ignored.append([*name])
                    if name[0] > run[0]:
                        ignored.append([run[0], name[0]])
    for s, e, kind, sure in spans:
        text = report.text(s, e)
        if kind == "Nationality" and text in nations:
            add(s, e, "GRP")
        elif kind in TYPES and not sure and report.words[s][0].isupper():
            if not ((text in GPE or TYPES[kind] in known.get(text, ())) and add(s, e, label(text, TYPES[kind], nations, known))):
                ignored.append([s, e])
    # What is a name elsewhere, and is not marked here.
    elsewhere = nations | GPE | set(known)
    ignored += [[i, i + n] for n in range(1, 6) for i in range(len(report.words) - n + 1) if report.text(i, i + n) in elsewhere]
    spare = sorted({i for s, e in ignored for i in range(s, e) if i not in taken})
    return names, [[i, i + 1] for i in spare]


def sentences(folder):
    """The sentences of the free parts of re3d."""
    raw = []
    for part in sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in LEFT_OUT):
        entities = {}
        for entity in map(json.loads, (part / "entities.json").read_text(encoding="utf-8").splitlines()):
            entities.setdefault(entity["documentId"], []).append(entity)
        for document in map(json.loads, (part / "documents.json").read_text(encoding="utf-8").splitlines()):
            raw.append((document["_id"], document["text"], entities.get(document["_id"], [])))
    lower = {word for _, text, _ in raw for word, _, _ in tokens(text) if word.islower()}
    reports = [(name, Report(text, entities, lower)) for name, text, entities in raw]
    nations, known = learn([report for _, report in reports])
    seen = set()
    for name, report in reports:
        names, ignored = mark(report, nations, known)
        for s, e in zip(report.starts, [*report.starts[1:], len(report.words)]):
            if e - s >= BOILERPLATE and report.text(s, e) in seen:
                continue
            seen.add(report.text(s, e))
            yield {"doc": name, "words": report.words[s:e],
                   "names": [[a - s, b - s, what] for a, b, what in names if s <= a and b <= e],
                   "ignore_names": [[a - s, b - s] for a, b in ignored if s <= a and b <= e]}
