"""Names of GUM. It marks every noun phrase; a name is the run of proper nouns about a head that is one."""

import csv
import re

from common import read_conllu
from places import place

FILE = "en_gum-train.from-gum-repo.conllu"
TYPES = {"person": "PER", "organization": "ORG", "place": "place"}
TITLES = {
    "mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr", "prof.", "sir", "lord", "lady", "king", "queen", "prince", "princess", "emperor",
    "president", "vice", "minister", "prime", "premier", "chancellor", "secretary", "senator", "sen.", "congressman", "governor", "gov.",
    "mayor", "ambassador", "judge", "justice", "general", "gen.", "colonel", "col.", "captain", "capt.", "major", "maj.",
    "lieutenant", "lt.", "sergeant", "sgt.", "admiral", "professor", "director", "chairman", "speaker", "pope", "saint", "st.",
    "bishop", "archbishop", "father", "reverend", "rev.", "doctor", "coach", "mom", "dad", "mama", "papa", "grandma", "grandpa",
    "honor", "honour", "god", "attorney", "solicitor", "counsel", "commissioner", "commander", "leader", "editor",
}
GENERIC = {"world", "nation", "administration", "state", "downtown"}  # on their own no name for us
# Words that may stand inside a name between two of its proper nouns.
INSIDE_PERSON = {"-", "de", "la", "van", "von", "der", "bin", "al", "el", "ibn", "'"}
INSIDE = INSIDE_PERSON | {"of", "the", "for", "and", "&", "–", "du", "des", "del", "on"}
ENTITY = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")


def licensed(folder):
    """The genres whose texts are free for all uses."""
    with open(folder / "genre-licences.tsv", encoding="utf-8") as file:
        return {row["genre"] for row in csv.DictReader(file, delimiter="\t") if "NC" not in row["text_licence"]}


def mentions(misc):
    """Spans [start, end, type] of a sentence from its MISC column."""
    out, unclosed = [], {}
    for i, cell in enumerate(misc):
        field = next((f for f in cell.split("|") if f.startswith("Entity=")), "Entity=")
        for opened, closed, end in ENTITY.findall(field.removeprefix("Entity=")):
            if opened:
                number, kind = opened.split("-")[:2]
                if closed:
                    out.append([i, i + 1, kind])
                else:
                    unclosed.setdefault(number, []).append((i, kind))
            elif unclosed.get(end.split("-")[0]):
                start, kind = unclosed[end.split("-")[0]].pop()
                out.append([start, i + 1, kind])
    return out


def proper(sentence, i):
    """Whether a word is a proper noun, or an adjective or the like that is part of one ("United")."""
    return sentence["xpos"][i] in ("NNP", "NNPS")


def core(sentence, start, end, kind):
    """The name in a span, as (start, end); None where its head is no proper noun."""
    heads = [i for i in range(start, end) if not start <= sentence["heads"][i] < end]
    if not heads or sentence["upos"][heads[0]] != "PROPN" or not proper(sentence, heads[0]):
        return None
    head = heads[0]
    inside = INSIDE_PERSON if kind == "person" else INSIDE

    def joins(i):
        word = sentence["words"][i].lower()
        # "and" joins words of one name ("Health and Safety Office"), not two names.
        apart = word in ("and", "&") and sentence["heads"][sentence["heads"][i]] == head and sentence["deps"][sentence["heads"][i]] == "conj"
        return word in inside and not apart

    def reach(step, stop):
        edge, i = head, head + step
        while i != stop and (proper(sentence, i) or joins(i)):
            # The other side of a conjunction is another name.
            if sentence["heads"][i] == head and sentence["deps"][i] == "conj":
                break
            if proper(sentence, i):
                edge = i
            i += step
        return edge

    first, last = reach(-1, start - 1), reach(1, end)
    titles = [i for i in range(first, head) if sentence["deps"][i] == "nmod:desc" or sentence["words"][i].lower() in TITLES]
    if kind == "person" and titles:
        first = titles[-1] + 1
    return first, last + 1


def names(sentence):
    """Names, and the spans that may be a nationality or a title."""
    found, ignored = [], []
    for start, end, kind in mentions(sentence["misc"]):
        span = core(sentence, start, end, kind) if kind in TYPES else None
        if not span:
            continue
        words = sentence["words"][span[0]:span[1]]
        if kind == "person" and (words[-1].lower() in TITLES or "NNPS" in sentence["xpos"][span[0]:span[1]]):
            ignored.append([*span])
        elif len(words) == 1 and words[0].lower() in GENERIC:
            ignored.append([*span])
        elif kind == "organization" and place(words) == "GPE":
            found.append([*span, ["ORG", "GPE"]])  # a country as a team or a government
        else:
            found.append([*span, place(words) if TYPES[kind] == "place" else TYPES[kind]])
    kept = []
    for name in sorted(found, key=lambda n: n[0] - n[1]):
        if all(name[1] <= s or e <= name[0] for s, e, _ in kept):
            kept.append(name)
    return sorted(kept, key=lambda n: n[:2]), [i for i in ignored if all(i[1] <= s or e <= i[0] for s, e, _ in kept)]


def sentences(folder):
    """The sentences of GUM's training part, without the genres that are not free."""
    genres = licensed(folder)
    for sentence in read_conllu(folder / FILE):
        if sentence["doc"].split("_")[1] in genres:
            found, ignored = names(sentence)
            yield {"doc": sentence["doc"], "words": sentence["words"], "names": found, "ignore_names": ignored}
