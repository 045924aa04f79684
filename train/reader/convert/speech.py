"""Attribution cues of PropBank: which span is the source, which the content, and whether a content is surely a clause."""

import pathlib
import re

QUOTES = {'"', "''", "``", "“", "”", "'", "`", "‘", "’", "«", "»"}
OPENERS = {"that", "if", "whether", "what", "why", "how", "who", "where", "when", "which"}
DETERMINERS = {"the", "a", "an", "this", "these", "those", "some", "any", "all", "no", "more", "his", "her", "their", "its"}
AUTHOR = {"i", "we", "you", "me", "us", "one", "anyone", "my", "your", "our", "yourself"}
BE = {"is", "are", "was", "were", "be", "been", "being", "'s", "'re", "got"}
# A content of these verbs is a clause unless it opens like this.
NO_CLAUSE = {"about", "something", "nothing", "anything", "everything", "of", "to", "as", "so", "for", "on", "like"}
POSSESSIVES = {"'s", "’s", "'", "my", "your", "his", "her", "its", "our", "their", "whose"}
TAIL = {"'s", "’s", "'", "’", ",", "."}


def table(name):
    """Rows of a .tsv beside this file, without comments."""
    with open(pathlib.Path(__file__).with_name(name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]


SPEECH = {row[1]: row for row in table("propbank_speech.tsv")}


def args_of(prop, label):
    """Spans of an argument, with its continuations, in text order. `label` is "ARG0", "ARGM-LOC" ..."""
    wanted = {label, "C-" + label, label + "-DSP", "C-" + label + "-DSP"}
    return sorted([s, e] for name, s, e in prop["args"] if name in wanted)


def trim(words, span, lead=(), tail=TAIL):
    """A span without quotation marks and commas at its ends, leading prepositions and a trailing possessive, or None."""
    s, e = span
    marks = QUOTES | {",", ".", ":", ";", "-", "--"}
    while s < e and (words[s] in marks or words[s].lower() in lead):
        s += 1
    while s < e and (words[e - 1] in marks or words[e - 1] in tail):
        e -= 1
    return [s, e] if s < e else None


def unquote(words, span):
    """A content without the commas and quotation marks around it; a mark whose partner stands inside is kept."""
    s, e = span
    while s < e and words[s] in {",", ".", ":", ";", "-", "--"}:
        s += 1
    while s < e and words[e - 1] in {",", ":", ";", "-", "--"}:
        e -= 1
    if e - s > 1 and words[s] in QUOTES and sum(w in QUOTES for w in words[s + 1:e - 1]) % 2 == 0:
        s += 1
        if words[e - 1] in QUOTES:
            e -= 1
    elif words[e - 1] in QUOTES and sum(w in QUOTES for w in words[s:e - 1]) % 2 == 0:
        e -= 1
    while s < e and words[e - 1] in {",", ":", ";", "-", "--"}:
        e -= 1
    return [s, e] if s < e else None


def quoted(words, span):
    """Whether quotation marks stand at the start and the end of a span, or right outside."""
    s, e = span
    opens = s > 0 and words[s - 1] in QUOTES or words[s] in QUOTES
    closes = any(0 < k < len(words) and words[k] in QUOTES for k in (e - 1, e, e + 1))
    return opens and closes


def clausal(sentence, span, strict, infinitive):
    """Whether a content is surely a clause: by its first word, by quotation marks, or (not `strict`) by a verb whose
    subject opens it."""
    words, (s, e) = sentence["words"], span
    first = words[s].lower()
    if first in OPENERS or quoted(words, span) or infinitive and first == "to":
        return True
    for prop in sentence["props"]:
        if not s < prop["i"] < e:
            continue
        before = [a for a in prop["args"] if s <= a[1] and a[2] <= prop["i"] and a[0] != "V"]
        cores = [a for a in before if a[0][:4] in ("ARG0", "ARG1", "ARG2") or a[0].startswith("R-")]
        subject = next((a for a in cores if a[1] in (s, s + 1)), None)
        if not subject or len(cores) > 1 or words[subject[2] - 1].lower() in POSSESSIVES:
            continue
        reduced = subject[0] != "ARG0" and subject[2] == prop["i"] and re.search(r"(ed|en|ing)$", words[prop["i"]])
        if not reduced and not (strict and first in DETERMINERS and prop["i"] - subject[2] > 3):
            return True
    return False


def passive(words, i):
    """Whether a verb is a participle after a form of "be"."""
    return bool(re.search(r"(ed|en|told|said|thought|known|felt)$", words[i].lower())) and any(
        w.lower() in BE for w in words[max(0, i - 3):i])


def verb_span(prop):
    """The verb of a proposition with a particle that follows at once."""
    end = prop["i"] + 1
    if any(name == "C-V" and s == end for name, s, _ in prop["args"]):
        end += 1
    return [prop["i"], end]


def cue_of(sentence, prop):
    """A cue, or None where it is not sure that there is one."""
    _, _, source, content, flags = SPEECH[prop["roleset"]]
    words = sentence["words"]
    contents = [c for c in (unquote(words, span) for span in args_of(prop, "ARG" + content)) if c]
    contents = [c for c in contents if not c[0] <= prop["i"] < c[1]]
    if not contents or sum(e - s for s, e in contents) < 3:
        return None
    split = "clause" in flags and contents[0][1] <= prop["i"] < contents[-1][0] or any(name == f"C-ARG{content}-DSP" for name, *_ in prop["args"])
    plain = "clause" in flags and words[contents[0][0]].lower() not in NO_CLAUSE and sum(e - s for s, e in contents) > 3
    if not split and not plain and not clausal(sentence, contents[0], "strict" in flags, "to" in flags.split(",")):
        return None
    sources = [t for t in (trim(words, s, {"by", "of"}) for s in args_of(prop, "ARG" + source)) if t]
    if not sources and not passive(words, prop["i"]):
        return None
    if "mental" in flags and any(e - s < 3 and words[s].lower() in AUTHOR for s, e in sources):
        return None
    if any(a < d and c < b for a, b in sources for c, d in contents):
        return None
    start, end = verb_span(prop)
    return {"start": start, "end": end, "source": sources, "content": contents, "hedged": None}
