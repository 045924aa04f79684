"""Figures on the dev windows while training; the official ones are `diurna-eval`'s.

Tags: exact spans with labels, over the words whose label is known. Pairs: words of gold anchors, by role.
"""

import torch

import labels
from batches import EVENT_TAGS, FILLER_TAGS, NAME_TAGS, Batch

CUE_TAGS = ["O", "B-CUE", "I-CUE"]
TAGS = {"names": NAME_TAGS, "events": EVENT_TAGS, "cues": CUE_TAGS, "fillers": FILLER_TAGS}


def spans(tags):
    """{(start, end, label)} of a sequence of tags; an inside without a beginning begins one."""
    out, start, label = [], None, None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (not tag.startswith("I-") or tag[2:] != label):
            out.append((start, i, label))
            start = None
        if tag != "O" and start is None:
            start, label = i, tag[2:]
    return set(out)


def f1(right, found, wanted):
    p, r = right / max(1, found), right / max(1, wanted)
    return round(2 * p * r / max(1e-9, p + r), 3)


class Count:
    def __init__(self):
        self.right = self.found = self.wanted = 0

    def add(self, found, wanted):
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def f1(self):
        return f1(self.right, self.found, self.wanted)


def coarse(span):
    """Places of one kind: UNER and others do not part towns, regions and buildings."""
    s, e, label = span
    return (s, e, "LOC" if label in ("GPE", "LOC", "FAC") else label)


@torch.no_grad()
def figures(net, dev):
    """{set: {layer: F1}}."""
    was = net.training
    net.eval()
    out = {}
    for name, examples in dev.items():
        counts, status, mode, hedge = {}, [0, 0], [0, 0], Count()
        pairs = {p: Count() for p in labels.PAIRS}
        ordered = sorted(examples, key=lambda x: len(x.pieces))
        for at in range(0, len(ordered), 24):
            batch = Batch(ordered[at:at + 24])
            words = net.encode(batch)
            for layer, head in (("names", net.names), ("events", net.events), ("cues", net.cues), ("fillers", net.fillers)):
                if not batch.tags[layer].any():
                    continue
                best = head(words).argmax(-1)
                for i, x in enumerate(batch.examples):
                    allowed = getattr(x, layer)
                    if allowed is None:
                        continue
                    tags = TAGS[layer]
                    gold = [tags[a[0]] if a else "O" for a in allowed]
                    # A label of another kind at a word where the set does not mark that kind is no mistake.
                    mine = [tags[t] if allowed[j] is not None and (t in allowed[j] and gold[j] != "O" or tags[t][2:] in kinds(allowed, tags)) else "O"
                            for j, t in enumerate(best[i, :x.words].tolist())]
                    a, b = spans(mine), spans(gold)
                    if layer == "names":
                        a, b = set(map(coarse, a)), set(map(coarse, b))
                    counts.setdefault(layer, Count()).add(a, b)
            if not len(batch.at):
                continue
            anchors = words[batch.window, batch.at]
            known = batch.status.any(-1)
            picked = net.statuses(anchors).argmax(-1)
            status[0] += int(batch.status[torch.arange(len(picked)), picked][known].sum())
            status[1] += int(known.sum())
            has = batch.modes >= 0
            mode[0] += int((net.modes(anchors).argmax(-1) == batch.modes)[has].sum())
            mode[1] += int(has.sum())
            has = batch.hedged >= 0
            said = (net.hedge(anchors)[:, 0] > 0) & has
            hedge.right += int((said & (batch.hedged == 1)).sum())
            hedge.found += int(said.sum())
            hedge.wanted += int((batch.hedged == 1).sum())
            logits = net.pairs(words, batch.window, batch.at, batch.kinds, batch.sentence)
            said = (logits > 0) & (batch.known > 0)
            wanted = batch.pairs > 0
            for p, label in enumerate(labels.PAIRS):
                pairs[label].right += int((said & wanted)[..., p].sum())
                pairs[label].found += int(said[..., p].sum())
                pairs[label].wanted += int(wanted[..., p].sum())
        row = {layer: count.f1() for layer, count in counts.items()}
        for label, (a, n) in (("status", status), ("mode", mode)):
            if n:
                row[label] = round(a / n, 3)
        if hedge.wanted:
            row["hedge"] = hedge.f1()
        row |= {p: c.f1() for p, c in pairs.items() if c.wanted}
        out[name] = row
    net.train(was)
    return out


def kinds(allowed, tags):
    """Labels that the set marks: those that are not free at every word without one."""
    free = next((a for a in allowed if a and a[0] == 0), [0])
    return {t[2:] for t in tags if t != "O"} - {tags[i][2:] for i in free if i}


