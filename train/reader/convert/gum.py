"""GUM (ud-english-gum): cues from the attributions of its discourse trees.

An attribution unit carries signals: `lex-indwd` (the verb) and `sem-atsrc` (the source). The verb must be one of SAYING or THINKING,
its source is the phrase of its subject, and its content the clause that depends on it; the clause must hold the first
word of the attributed unit. What is not sure is put to ignore_cues. Genres with a non-commercial licence are left out.
"""

import re
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402
from speech import AUTHOR, unquote  # noqa: E402

FILES = {"train": "en_gum-train.from-gum-repo.conllu", "dev": "en_gum-ud-dev.conllu"}
SAYING = set("say tell report claim announce state add note confirm deny warn allege argue insist suggest reveal admit acknowledge predict "
             "assert contend caution concede comment shout scream exclaim whisper remark declare proclaim boast joke complain explain reply "
             "respond answer stress emphasize testify recount affirm assure inform remind conclude hint imply indicate disclose estimate "
             "speculate write mention observe show ask inquire promise threaten pledge vow recall point cite propose maintain "
             "demonstrate murmur mutter call cry yell".split())
THINKING = set("think believe expect fear suspect assume anticipate doubt worry feel guess suppose imagine reckon hope wonder agree "
               "consider".split())
CLAUSES = {"ccomp", "parataxis"}
WIDER = {"xcomp"}
SKIP_SUBJECTS = {"who", "which", "that", "what", "it", "there"}
NOUN_CUES = {"statement", "claim", "report", "announcement", "allegation", "warning", "remark", "comment", "accusation", "rumor"}
UNIT = re.compile(r"Discourse=([^|]*)")
ATTRIBUTION = re.compile(r"attribution-(?:positive|negative):(\d+)->(\d+):(\d+)(?::(.*))?$")


def genres(path):
    """The genres whose texts have a licence without NC, from genre-licences.tsv."""
    with open(path, encoding="utf-8") as file:
        rows = [line.split("\t") for line in list(file)[1:] if line.strip()]
    return {row[0] for row in rows if "NC" not in row[1]}


def numbers(text):
    """Token numbers of a signal: "3,5-7" gives 3, 5, 6, 7."""
    out = set()
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        if first.isdigit() and (last or first).isdigit():
            out |= set(range(int(first), int(last or first) + 1))
    return out


def signals(text, kind):
    """Token numbers of all signals of one kind, as "lex-indwd"."""
    out = set()
    for signal in (text or "").split("+"):
        found = re.fullmatch(r"(?:\d+:)?([a-z]+-[a-z]+)-([\d,-]+?)(?:-(?:_|[a-z]\w*))?", signal)
        if found and found[1] == kind:
            out |= numbers(found[2])
    return out


def attributions(document):
    """The attributions of a document: (unit, attributed unit, token numbers of verbs), and the unit of each token."""
    units, found, unit = [], [], None
    for sentence in document:
        for misc in sentence["misc"]:
            match = UNIT.search(misc)
            if match:
                relations = match[1].split(";")
                unit = int(re.match(r"[^:]+:(\d+)", relations[0])[1])
                for relation in relations:
                    a = ATTRIBUTION.match(relation)
                    if a:
                        found.append((int(a[1]), int(a[2]), signals(a[4], "lex-indwd")))
            units.append(unit)
    return found, units


def subtree(sentence, top, without=()):
    """Sorted words that depend on a word, itself included, without the subtrees of some others."""
    children = {}
    for i, head in enumerate(sentence["heads"]):
        children.setdefault(head, []).append(i)
    out, todo = [], [top]
    while todo:
        i = todo.pop()
        if i not in without:
            out.append(i)
            todo += children.get(i, [])
    return sorted(out)


def spans(indices):
    """Runs of word indices as spans."""
    out = []
    for i in indices:
        if out and out[-1][1] == i:
            out[-1][1] = i + 1
        else:
            out.append([i, i + 1])
    return out


def subject_of(sentence, verb):
    """The subject of a verb, which may be that of the verb it is joined to; None."""
    for i, head in enumerate(sentence["heads"]):
        if head == verb and sentence["deps"][i] in ("nsubj", "nsubj:outer"):
            return i
    if sentence["deps"][verb] == "conj" and not any(
            h == verb and d.startswith(("nsubj", "csubj")) for h, d in zip(sentence["heads"], sentence["deps"])):
        return subject_of(sentence, sentence["heads"][verb])
    return None


def source_of(sentence, verb):
    """The span of the subject's phrase, or None. A relative pronoun gives the noun that it stands for."""
    subject = subject_of(sentence, verb)
    if subject is None:
        return None
    top, without = subject, set()
    if sentence["words"][subject].lower() in SKIP_SUBJECTS:
        if sentence["deps"][verb] != "acl:relcl" or sentence["words"][subject].lower() not in ("who", "which", "that"):
            return None
        top, without = sentence["heads"][verb], {verb}
    without |= {i for i, d in enumerate(sentence["deps"]) if d in ("acl:relcl", "parataxis", "cc", "conj", "cop", "aux", "case")
                and sentence["heads"][i] == top and (d not in ("cc", "conj") or i > verb > subject)}
    if sentence["deps"][top] not in ("nsubj", "nsubj:outer") and top != subject and sentence["upos"][top] == "VERB":
        return None
    found = [s for s in spans(subtree(sentence, top, without)) if s[0] <= top < s[1]]
    return found and unquote(sentence["words"], found[0])


def content_of(sentence, verb):
    """Spans of the clause that the verb reports, or None: its clausal complement, or the clause that it is inserted into."""
    words, deps, heads = sentence["words"], sentence["deps"], sentence["heads"]
    inside = [i for i, h in enumerate(heads) if h == verb and deps[i] == "ccomp"]
    if len(inside) == 1:
        found = spans([i for i in subtree(sentence, inside[0])])
    elif not inside and deps[verb] == "parataxis" and heads[verb] >= 0:
        found = spans(subtree(sentence, heads[verb], {verb}))
        if words[verb - 1:verb] == [] or len(found) > 2:
            return None
    else:
        return None
    found = [s for s in (unquote(words, s) for s in found) if s]
    found = [[s, e - 1] if e - s > 1 and words[e - 1] in {".", ","} else [s, e] for s, e in found]
    if len(inside) == 1 and len(found) > 1 or sum(e - s for s, e in found) < 3 or any(s <= verb < e for s, e in found):
        return None
    return found


def cue_of(sentence, verb, attributed):
    """The cue at a verb, or None where something is unsure. `attributed` are the words of the attributed unit here."""
    lemma = sentence["lemmas"][verb].lower()
    if sentence["upos"][verb] != "VERB" or lemma not in SAYING | THINKING:
        return None
    source, content = source_of(sentence, verb), content_of(sentence, verb)
    if not source or not content or any(source[0] < e and s < source[1] for s, e in content):
        return None
    held = [i for i in attributed if any(s <= i < e for s, e in content)]
    real = [i for i in attributed if sentence["upos"][i] != "PUNCT"]
    if not real or not set(real[:3]) <= set(held):
        return None
    if lemma in THINKING and source[1] - source[0] < 3 and sentence["words"][source[0]].lower() in AUTHOR:
        return None
    return {"start": verb, "end": verb + 1, "source": [source], "content": content, "hedged": None}


def mark(document):
    """Adds `cues` and `ignore_cues` to the sentences of a document."""
    found, units = attributions(document)
    first = 0
    for sentence in document:
        n = len(sentence["words"])
        here = units[first:first + n]
        sentence["cues"], taken = [], {}
        for unit, target, verbs in found:
            for k in sorted(verbs):
                verb = k - 1 - first
                if 0 <= verb < n and here[verb] == unit and verb not in taken:
                    cue = cue_of(sentence, verb, [i for i, u in enumerate(here) if u == target])
                    taken[verb] = cue
                    if cue:
                        sentence["cues"].append(cue)
        attributing = {u for u, _, _ in found}
        sentence["cues"].sort(key=lambda c: c["start"])
        sure = {c["start"] for c in sentence["cues"]}
        maybe = set(taken) | {
            i for i in range(n)
            if sentence["upos"][i] in ("VERB", "AUX") and here[i] in attributing
            or sentence["lemmas"][i].lower() in SAYING | THINKING | NOUN_CUES
            or sentence["words"][i].lower() in ("according", "allegedly", "reportedly", "know", "accused")}
        sentence["ignore_cues"] = [[i, i + 1 + (sentence["words"][i].lower() == "according")] for i in sorted(maybe - sure) if i + 1 < n]
        first += n
    return document


def windows(documents):
    for document in documents:
        for k, group in enumerate(common.pack(mark(document))):
            out = {"set": "gum-speech", "id": f"{document[0]['doc']}.{k}", "words": [], "sents": [], "cased": True, "names": None,
                   "events": None, "cues": [], "ignore_cues": [], "fillers": None}
            for s in group:
                at = len(out["words"])
                out["sents"].append(at)
                out["words"] += s["words"]
                out["ignore_cues"] += [[a + at, b + at] for a, b in s["ignore_cues"]]
                out["cues"] += [{**c, "start": c["start"] + at, "end": c["end"] + at, **{
                    key: [[a + at, b + at] for a, b in c[key]] for key in ("source", "content")}} for c in s["cues"]]
            yield out


def main():
    options = common.arguments(__doc__)
    base = options.shared / "data/ud-english-gum"
    free = genres(base / "genre-licences.tsv")
    for part, name in FILES.items():
        documents = common.documents(common.read_conllu(base / name))
        kept = [d for d in documents if d[0]["doc"].split("_")[1] in free]
        common.write(options.out / f"gum-speech.{part}.jsonl", windows(kept))


if __name__ == "__main__":
    main()
