"""A parser that teaches the small one: MPNet-base with heads for tags, arcs and relations (Dozat and Manning 2017). Never shipped.

    biaffine.py train TREES OUT       train on TREES/train.trees, measure on TREES/*.dev.trees, write OUT
    biaffine.py parse OUT WORDS       trees of WORDS (as `diurna-train-syntax … --split` writes them) to standard output

It needs the packages of ../reader/requirements.txt and requirements-teacher.txt. Seeds are fixed.
"""

import pathlib
import random
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "reader"))
import encoder  # noqa: E402
import teacher as mpnet  # noqa: E402
from batches import packed  # noqa: E402
from wordpiece import WordPiece, shape  # noqa: E402

LAYERS, EPOCHS, BUDGET = 9, 3, 1400
RATE, HEAD_RATE, WARM = 6e-5, 1.2e-3, 0.06
ARC, REL, LONGEST = 384, 128, 220


class Parser(mpnet.Teacher):
    """Encoder and heads. The root's head is the word itself."""

    def __init__(self, tags, rels):
        super().__init__()
        self.layers = self.layers[:LAYERS]
        hidden = self.norm.weight.shape[0]
        self.tag = nn.Linear(hidden, tags)
        self.arc_head, self.arc_dep = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.rel_head, self.rel_dep = nn.Linear(hidden, REL), nn.Linear(hidden, REL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.rel = nn.Parameter(torch.zeros(rels, REL + 1, REL + 1))

    def forward(self, batch):
        x = self.encode(batch)
        act = lambda layer: F.dropout(F.gelu(layer(x)), 0.2, self.training).float()  # noqa: E731
        one = lambda v: torch.cat([v, torch.ones_like(v[..., :1])], -1)  # noqa: E731
        head, dep = act(self.arc_head), act(self.arc_dep)
        arcs = one(dep) @ self.arc @ head.transpose(1, 2)
        words = torch.arange(x.shape[1])[None, :] < batch.words[:, None]
        arcs = arcs.masked_fill(~words[:, None, :], -1e4)
        return self.tag(x).float(), arcs, one(act(self.rel_head)), one(act(self.rel_dep))

    def relations(self, rel_head, rel_dep, heads):
        """Scores of relations, given heads [batch, words]."""
        chosen = torch.gather(rel_head, 1, heads[:, :, None].expand(-1, -1, rel_head.shape[-1]))
        return torch.einsum("bni,rij,bnj->bnr", rel_dep, self.rel, chosen)


class Sentence:
    def __init__(self, rows, pieces_of):
        self.words = [r[0] for r in rows]
        self.rows = rows
        self.pieces, self.shapes, self.first = [101], [0], []
        for word in self.words:
            self.first.append(len(self.pieces))
            got = pieces_of.pieces(word)
            self.pieces += got
            self.shapes += [shape(word)] * len(got)
        self.pieces.append(102)
        self.shapes.append(0)


class Batch:
    def __init__(self, sentences, table=None):
        n = max(len(s.pieces) for s in sentences)
        m = max(len(s.words) for s in sentences)
        pad = lambda rows, size, fill: torch.tensor([list(r) + [fill] * (size - len(r)) for r in rows])  # noqa: E731
        self.sentences = sentences
        self.pieces = pad([s.pieces for s in sentences], n, 0)
        self.shapes = pad([s.shapes for s in sentences], n, 0)
        self.first = pad([s.first for s in sentences], m, 0)
        self.lengths = torch.tensor([len(s.pieces) for s in sentences])
        self.words = torch.tensor([len(s.words) for s in sentences])
        self.schemes = torch.zeros(len(sentences), dtype=torch.long)
        if table:
            self.tags = pad([[table["tags"][r[1]] for r in s.rows] for s in sentences], m, -100)
            self.heads = pad([[int(r[2]) for r in s.rows] for s in sentences], m, -100)
            self.rels = pad([[table["rels"][r[3]] for r in s.rows] for s in sentences], m, -100)


def read(path, pieces_of):
    out = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if rows := [line.split("\t") for line in block.split("\n") if line]:
            out.append(Sentence(rows, pieces_of))
    return out


def is_tree(heads):
    roots = [i for i, h in enumerate(heads) if h == i]
    if len(roots) != 1:
        return False
    for i in range(len(heads)):
        steps = 0
        while heads[i] != i:
            i, steps = heads[i], steps + 1
            if steps > len(heads):
                return False
    return True


def eisner(scores):
    """The best projective tree with one root (Eisner 1996); scores[d, h], the root's on the diagonal."""
    n = len(scores)
    own = np.full((n + 1, n + 1), -1e9)
    own[1:, 1:] = scores
    own[1:, 0] = scores.diagonal()
    n += 1
    whole, half = np.full((2, n, n), -1e9), np.full((2, n, n), -1e9)
    mid, cut = np.zeros((2, n, n), int), np.zeros((2, n, n), int)
    for i in range(n):
        whole[:, i, i] = 0
    for width in range(1, n):
        for i in range(n - width):
            j = i + width
            both = whole[1, i, i:j] + whole[0, i + 1:j + 1, j]
            # The word before all takes one child only.
            if i == 0:
                both = np.where(np.arange(width) == 0, both, -1e9)
            k = int(both.argmax())
            half[0, i, j], half[1, i, j] = both[k] + own[i, j], both[k] + own[j, i]
            mid[:, i, j] = i + k
            left = whole[0, i, i:j] + half[0, i:j, j]
            k = int(left.argmax())
            whole[0, i, j], cut[0, i, j] = left[k], i + k
            right = half[1, i, i + 1:j + 1] + whole[1, i + 1:j + 1, j]
            k = int(right.argmax())
            whole[1, i, j], cut[1, i, j] = right[k], i + 1 + k
    heads = [0] * n
    stack = [(True, 1, 0, n - 1)]
    while stack:
        done, side, i, j = stack.pop()
        if i == j:
            continue
        if done:
            k = cut[side, i, j]
            stack += [(True, 0, i, k), (False, 0, k, j)] if side == 0 else [(False, 1, i, k), (True, 1, k, j)]
        else:
            k = mid[side, i, j]
            head, dep = (j, i) if side == 0 else (i, j)
            heads[dep] = head
            stack += [(True, 1, i, k), (True, 0, k + 1, j)]
    return [d - 1 if heads[d] == 0 else int(heads[d]) - 1 for d in range(1, n)]


def parse(net, batch):
    """Tags, heads and relations of each sentence, as indices."""
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        tags, arcs, rel_head, rel_dep = net(batch)
        logs = torch.log_softmax(arcs.float(), -1).numpy()
        heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
        for b, s in enumerate(batch.sentences):
            n = len(s.words)
            own = logs[b, :n, :n]
            guess = own.argmax(-1).tolist()
            heads[b, :n] = torch.tensor(guess if is_tree(guess) else eisner(own))
        with torch.autocast("cpu", enabled=False):
            rels = net.relations(rel_head.float(), rel_dep.float(), heads)
        # Only the root is "root".
        at = torch.arange(heads.shape[1])[None, :]
        rels[..., net.root] = torch.where(heads == at, 1e4, -1e4)
        return tags.argmax(-1), heads, rels.argmax(-1)


def measure(net, sentences, table):
    net.eval()
    tag = uas = las = n = 0
    for part in packed(sentences, 6000):
        batch = Batch(part, table)
        tags, heads, rels = parse(net, batch)
        known = batch.heads >= 0
        right = (heads == batch.heads) & known
        tag += ((tags == batch.tags) & known).sum().item()
        uas += right.sum().item()
        las += (right & (rels == batch.rels)).sum().item()
        n += known.sum().item()
    return f"tags {100 * tag / n:.2f} UAS {100 * uas / n:.2f} LAS {100 * las / n:.2f}"


def train(trees, out):
    torch.manual_seed(7)
    rng = random.Random(7)
    pieces_of = WordPiece(encoder.vocabulary(encoder.folder()))
    sentences = [s for s in read(trees / "train.trees", pieces_of) if len(s.pieces) <= LONGEST]
    dev = {p.name: read(p, pieces_of) for p in sorted(trees.glob("*.dev.trees"))}
    everything = sentences + [s for d in dev.values() for s in d]
    names = lambda i: {t: k for k, t in enumerate(sorted({r[i] for s in everything for r in s.rows}))}  # noqa: E731
    table = {"tags": names(1), "rels": names(3)}
    net = Parser(len(table["tags"]), len(table["rels"]))
    net.load_encoder(mpnet.load(trees))
    net.root = table["rels"]["root"]
    fresh = [p for name, p in net.named_parameters() if name.split(".")[0] in ("tag", "arc", "rel", "arc_head", "arc_dep", "rel_head", "rel_dep", "shapes")]
    ids = {id(p) for p in fresh}
    old = [p for p in net.parameters() if id(p) not in ids and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": fresh, "lr": HEAD_RATE}], weight_decay=0.01, betas=(0.9, 0.98))
    plans = []
    for _ in range(EPOCHS):
        # Like lengths together, but not always the same ones.
        parts = packed(sentences, BUDGET, order=lambda s: len(s.pieces) * rng.uniform(0.85, 1.15))
        rng.shuffle(parts)
        plans.append(parts)
    steps = sum(map(len, plans))
    warm = steps * WARM
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / (steps - warm))))
    began, k = time.time(), 0
    for epoch, parts in enumerate(plans):
        net.train()
        for part in parts:
            batch = Batch(part, table)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tags, arcs, rel_head, rel_dep = net(batch)
            known = batch.heads >= 0
            rels = net.relations(rel_head.float(), rel_dep.float(), batch.heads.clamp(min=0))
            loss = (F.cross_entropy(tags[known], batch.tags[known]) + F.cross_entropy(arcs.float()[known], batch.heads[known])
                    + F.cross_entropy(rels[known], batch.rels[known]))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            k += 1
            if k % 50 == 0:
                print(f"step {k}/{steps} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
        for name, d in dev.items():
            print(f"epoch {epoch}: {name} {measure(net, d, table)}", flush=True)
        torch.save({"net": net.state_dict(), "table": table}, out)


def apply(path, words):
    saved = torch.load(path)
    table = saved["table"]
    net = Parser(len(table["tags"]), len(table["rels"]))
    net.load_state_dict(saved["net"])
    net.root = table["rels"]["root"]
    net.eval()
    pieces_of = WordPiece(encoder.vocabulary(encoder.folder()))
    sentences = [s for s in read(words, pieces_of) if 3 <= len(s.words) and len(s.pieces) <= LONGEST]
    tag_names, rel_names = list(table["tags"]), list(table["rels"])
    out = {}
    for part in packed(sentences, 6000):
        tags, heads, rels = parse(net, Batch(part))
        for b, s in enumerate(part):
            out[id(s)] = "".join(f"{w}\t{tag_names[tags[b, i]]}\t{heads[b, i]}\t{rel_names[rels[b, i]]}\n" for i, w in enumerate(s.words))
    for s in sentences:
        print(out[id(s)])


if __name__ == "__main__":
    {"train": train, "parse": apply}[sys.argv[1]](*map(pathlib.Path, sys.argv[2:]))
