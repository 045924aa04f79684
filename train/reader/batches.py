"""Windows as tensors: pieces, allowed labels, anchors and their pairs."""

import copy

import numpy
import torch

import labels
import rename
from wordpiece import shape

NAME_TAGS, EVENT_TAGS, FILLER_TAGS = (labels.bio(x) for x in (labels.NAMES, labels.ROOTS, labels.FILLERS))
CUE, UNKNOWN = len(labels.ROOTS), len(labels.ROOTS) + 1
MAX_PIECES = 250
STOPS = set(",.;:()[]\"“”")


class Example:
    """One window, ready to be padded into a batch."""

    def __init__(self, window, wordpiece, terms=None):
        terms = terms or {}
        # Roles are marked by their head words alone: what stands beside them is unknown.
        self.heads_only = terms.get("heads_only", False)
        # How much it counts where a role is not marked; less for sets that overlook many.
        self.negatives = terms.get("negatives", 1.0)
        self.set, self.id = window["set"], window["id"]
        # Whether our own scheme may learn from it too.
        self.borrowed = terms.get("borrowed", True)
        self.scheme = labels.SCHEMES.index(terms.get("scheme", labels.SCHEMES[0]))
        self.window, self.wordpiece = window, wordpiece
        self.spell(window["words"])
        n = self.words = len(self.first)
        self.text = window["words"][:n] if self.heads_only else None
        self.sentence, at = [], -1
        starts = set(window["sents"])
        for i in range(n):
            at += i in starts
            self.sentence.append(at)
        self.names = self.tag_names(window, n)
        self.events = self.tag_events(window, n)
        self.cues = self.tag_cues(window, n)
        self.fillers = self.tag_fillers(window, n)
        self.anchors = self.find_anchors(window, n)
        # What the teacher says of it (`teach.py`), and whether of these very words.
        self.taught, self.verbatim = None, True

    def spell(self, words):
        """Pieces and case shapes of the words."""
        cased = self.window.get("cased", True)
        self.pieces, self.shapes, self.first = [self.wordpiece.index["[CLS]"]], [0], []
        for word in words:
            got = self.wordpiece.pieces(word)
            if len(self.pieces) + len(got) >= MAX_PIECES:
                break
            self.first.append(len(self.pieces))
            self.pieces += got
            self.shapes += [shape(word, cased)] * len(got)
        self.pieces.append(self.wordpiece.index["[SEP]"])
        self.shapes.append(0)

    def with_names(self, pool, rng):
        """The example with other names in it; itself where there are none to exchange, or no room for longer ones."""
        words = rename.renamed(self.window, pool, rng)
        if words is None:
            return self
        out = copy.copy(self)
        out.verbatim = False
        out.spell(words)
        return out if len(out.first) == self.words else self

    def phrase(self, at):
        """Words that may belong to the phrase of a head word: a few to either side, up to a comma or full stop."""
        out = []
        for step in (-1, 1):
            w = at + step
            while 0 <= w < self.words and abs(w - at) <= 6 and self.text[w] not in STOPS:
                out.append(w)
                w += step
        return out

    def tag_names(self, window, n):
        if window.get("names") is None:
            return None
        kinds = window.get("kinds")
        free = [] if kinds is None else [i for i, t in enumerate(NAME_TAGS) if t != "O" and t[2:] not in kinds]
        allowed = [[0, *free] for _ in range(n)]
        for s, e in window.get("ignore_names") or []:
            for i in range(s, min(e, n)):
                allowed[i] = None
        for s, e, label in window["names"]:
            for i in range(s, min(e, n)):
                prefix = "B-" if i == s else "I-"
                allowed[i] = [NAME_TAGS.index(prefix + one) for one in ([label] if isinstance(label, str) else label)]
        return allowed

    def tag_events(self, window, n):
        if window.get("events") is None:
            return None
        roots = window.get("roots")
        free = [] if roots is None else [i for i, t in enumerate(EVENT_TAGS) if t != "O" and t[2:] not in roots]
        allowed = [[0, *free] if len(free) < len(EVENT_TAGS) - 1 else None for _ in range(n)]
        for s, e in window.get("ignore") or []:
            for i in range(s, min(e, n)):
                allowed[i] = None
        for event in window["events"]:
            for i in range(event["start"], min(event["end"], n)):
                prefix = "B-" if i == event["start"] else "I-"
                allowed[i] = None if event["root"] is None else [EVENT_TAGS.index(prefix + event["root"])]
        return allowed

    def tag_cues(self, window, n):
        if window.get("cues") is None:
            return None
        allowed = [[0] for _ in range(n)]
        for s, e in window.get("ignore_cues") or []:
            for i in range(s, min(e, n)):
                allowed[i] = None
        for cue in window["cues"]:
            for i in range(cue["start"], min(cue["end"], n)):
                allowed[i] = [1 if i == cue["start"] else 2]
        return allowed

    def tag_fillers(self, window, n):
        if window.get("fillers") is None:
            return None
        allowed = [[0] for _ in range(n)]
        for s, e, label in window["fillers"]:
            for i in range(s, min(e, n)):
                allowed[i] = [FILLER_TAGS.index(("B-" if i == s else "I-") + label)]
        return allowed

    def find_anchors(self, window, n):
        """(word, kind, status set, mode, hedge, {pair: words}, pairs that are known)."""
        out = []
        events = window.get("events") or []
        known_roles = window.get("roles", labels.ROLES)
        for event in events:
            if event["start"] >= n:
                continue
            root = event.get("root")
            kind = UNKNOWN if root is None else labels.ROOTS.index(root)
            status = event.get("status")
            status = [status] if isinstance(status, str) else status
            status = status and [labels.STATUSES.index(s) for s in status]
            mode = f"{root}/{event['mode']}" if event.get("mode") else None
            mode = mode and labels.ROOT_MODES.index(mode)
            pairs, known = {}, []
            if root is not None and event.get("roles") is not None:
                known = [labels.PAIRS.index(r) for r in known_roles]
                for role, spans in event["roles"].items():
                    pairs[labels.PAIRS.index(role)] = [i for s, e in spans for i in range(s, min(e, n))]
            for link in labels.LINKS:
                if event.get(link) is not None:
                    known.append(labels.PAIRS.index(link))
                    pairs[labels.PAIRS.index(link)] = [events[j]["start"] for j in event[link] if events[j]["start"] < n]
            out.append((event["start"], kind, status, mode, None, pairs, known))
        for cue in window.get("cues") or []:
            if cue["start"] >= n:
                continue
            pairs = {labels.PAIRS.index(p): [i for s, e in cue[p] for i in range(s, min(e, n))] for p in labels.SPEECH}
            out.append((cue["start"], CUE, None, None, cue.get("hedged"), pairs, [labels.PAIRS.index(p) for p in labels.SPEECH]))
        return out


def allowed_tensor(lists, words, tags):
    """[batch, words, tags] of booleans, all false where nothing is known."""
    out = numpy.zeros((len(lists), words, tags), dtype=bool)
    for b, allowed in enumerate(lists):
        for i, one in enumerate(allowed or []):
            if one is not None:
                out[b, i, one] = True
    return torch.from_numpy(out)


def packed(examples, budget, order=lambda x: len(x.pieces)):
    """The examples in batches of at most `budget` pieces with their padding, in an order that brings like lengths together."""
    out, group, longest = [], [], 0
    for x in sorted(examples, key=order):
        longest = max(longest, len(x.pieces))
        if group and (len(group) + 1) * longest > budget:
            out.append(group)
            group, longest = [], len(x.pieces)
        group.append(x)
    return out + [group] if group else out


# How often, in training, a window of another scheme is read as ours, so that ours learns from it too.
BORROWED = 0.25


class Batch:
    """Padded examples; with a random number generator, some are read under our own scheme."""

    def __init__(self, examples, rng=None):
        self.examples = examples
        self.schemes = torch.tensor([0 if rng and x.borrowed and rng.random() < BORROWED else x.scheme for x in examples])
        b, n, w = len(examples), max(len(x.pieces) for x in examples), max(x.words for x in examples)
        # Filled as arrays of numpy, whose single cells are cheap to set.
        pieces, shapes = numpy.zeros((b, n), dtype=numpy.int64), numpy.zeros((b, n), dtype=numpy.int64)
        first, sentence = numpy.zeros((b, w), dtype=numpy.int64), numpy.full((b, w), 99, dtype=numpy.int64)
        for i, x in enumerate(examples):
            pieces[i, :len(x.pieces)] = x.pieces
            shapes[i, :len(x.shapes)] = x.shapes
            first[i, :x.words] = x.first
            sentence[i, :x.words] = x.sentence
        self.pieces, self.shapes, self.first, self.sentence = map(torch.from_numpy, (pieces, shapes, first, sentence))
        self.lengths = torch.tensor([len(x.pieces) for x in examples])
        self.tags = {
            "names": allowed_tensor([x.names for x in examples], w, len(NAME_TAGS)),
            "events": allowed_tensor([x.events for x in examples], w, len(EVENT_TAGS)),
            "cues": allowed_tensor([x.cues for x in examples], w, 3),
            "fillers": allowed_tensor([x.fillers for x in examples], w, len(FILLER_TAGS)),
        }
        anchors = [(i, *a) for i, x in enumerate(examples) for a in x.anchors]
        self.window = torch.tensor([a[0] for a in anchors], dtype=torch.long)
        self.at = torch.tensor([a[1] for a in anchors], dtype=torch.long)
        self.kinds = torch.tensor([a[2] for a in anchors], dtype=torch.long)
        k = len(anchors)
        status = numpy.zeros((k, len(labels.STATUSES)), dtype=bool)
        modes = numpy.full(k, -100, dtype=numpy.int64)
        hedged = numpy.full(k, -1.0, dtype=numpy.float32)
        pairs = numpy.zeros((k, w, len(labels.PAIRS)), dtype=numpy.float32)
        known = numpy.zeros((k, w, len(labels.PAIRS)), dtype=numpy.float32)
        for a, (i, _, _, statuses, mode, hedge, roles, marked) in enumerate(anchors):
            x = examples[i]
            if statuses:
                status[a, statuses] = True
            if mode is not None:
                modes[a] = mode
            if hedge is not None:
                hedged[a] = float(hedge)
            for p in marked:
                known[a, :x.words, p] = x.negatives
            for p, words in roles.items():
                if p not in marked or not words:
                    continue
                if x.heads_only:
                    known[a, [w for at in words for w in x.phrase(at)], p] = 0.0
                pairs[a, words, p] = 1.0
                known[a, words, p] = 1.0
        self.status, self.modes, self.hedged, self.pairs, self.known = map(
            torch.from_numpy, (status, modes, hedged, pairs, known))
        self.taught = self.gather(w, k) if rng else None

    def gather(self, w, k):
        """What the teacher says of the examples that are read in their own scheme: logits by head, and which rows they are."""
        taught = [x.taught if x.scheme == s else None for x, s in zip(self.examples, self.schemes.tolist())]
        if not any(taught):
            return None
        some = next(t for t in taught if t)
        words = {name: torch.zeros(len(taught), w, some[name].shape[-1], dtype=torch.float16) for name in ("names", "events", "cues", "words")}
        seen, verbatim = torch.zeros(len(taught), w, dtype=torch.bool), torch.zeros(len(taught), w, dtype=torch.bool)
        sizes = {"status": len(labels.STATUSES), "pairs": len(labels.PAIRS)}
        anchors = {name: torch.zeros(k, *((w, n) if name == "pairs" else (n,)), dtype=torch.float16) for name, n in sizes.items()}
        anchors["hedge"], known = torch.zeros(k, dtype=torch.float16), torch.zeros(k, dtype=torch.bool)
        for i, (x, t) in enumerate(zip(self.examples, taught)):
            if t is None:
                continue
            n = min(x.words, len(t["names"]))
            for name, out in words.items():
                out[i, :n] = t[name][:n]
            seen[i, :n], verbatim[i, :n] = True, x.verbatim
            rows = (self.window == i).nonzero()[:, 0]
            if len(rows):
                known[rows] = True
                for name, out in anchors.items():
                    if name == "pairs":
                        out[rows, :n] = t[name][:, :n]
                    else:
                        out[rows] = t[name]
        return words, seen, verbatim, anchors, known
