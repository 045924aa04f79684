"""The reader's network: six BERT layers with a case-shape embedding, and heads on one pass.

Tags (names, events, cues, fillers) are read off each word's first piece; mode and status off the first word of a trigger,
the hedge off the first word of a cue. Roles, sources, contents and links are scored for each pair of an *anchor* (a trigger
or cue) and a word by a small network that also sees how far apart the two are.
"""

import torch
from torch import nn
from torch.nn import functional as F

import labels

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PAIR = 128
# Distance in words, signed, by bucket; and distance in sentences from -2 to 2.
BUCKETS = [-40, -20, -10, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 40]


def bucket(distance):
    """Index of the last bound that is not above the distance (works on tensors)."""
    bounds = torch.tensor(BUCKETS[1:], device=distance.device)
    return torch.bucketize(distance, bounds, right=True)


def dropped(x, share, training):
    """Dropout with eight random numbers out of one draw: drawing one by one took a tenth of a step."""
    if not training or not share:
        return x
    limit, n = round(share * 256), x.numel()
    drawn = torch.empty((n + 7) // 8, dtype=torch.int64).random_(-2 ** 63, None).view(torch.uint8)[:n]
    return x * (drawn >= limit).view(x.shape).to(x.dtype).mul_(256 / (256 - limit))


def attend(q, k, v, bias):
    """Attention spelt out: on short windows twice as fast, with its gradient, as the fused one."""
    scores = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2)) + bias
    return torch.matmul(torch.softmax(scores, -1, dtype=torch.float32).to(v.dtype), v)


class Layer(nn.Module):
    """One layer of BERT: attention, then a wider layer, each added to what came in and normed."""

    def __init__(self, hidden=HIDDEN, inner=INNER, eps=1e-12):
        super().__init__()
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=eps)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=eps)

    def forward(self, x, bias, drop):
        b, n, hidden = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, hidden // HEADS).permute(2, 0, 3, 1, 4)
        a = attend(q, k, v, bias)
        a = a.transpose(1, 2).reshape(b, n, hidden)
        x = self.norm1(x + dropped(self.out(a), drop, self.training))
        return self.norm2(x + dropped(self.down(F.gelu(self.up(x))), drop, self.training))


class Reader(nn.Module):
    """The network; `teacher.py` has a larger one with the same heads."""

    def __init__(self, vocabulary=30522, positions=512, shapes=6, schemes=len(labels.SCHEMES), drop=0.1, layers=LAYERS,
                 hidden=HIDDEN, inner=INNER, eps=1e-12):
        super().__init__()
        self.drop = drop
        self.words = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.shapes = nn.Embedding(shapes, hidden)
        self.schemes = nn.Embedding(schemes, hidden)
        self.norm = nn.LayerNorm(hidden, eps=eps)
        self.layers = nn.ModuleList(Layer(hidden, inner, eps) for _ in range(layers))
        self.names = nn.Linear(hidden, len(labels.bio(labels.NAMES)))
        self.events = nn.Linear(hidden, len(labels.bio(labels.ROOTS)))
        self.cues = nn.Linear(hidden, 3)
        self.fillers = nn.Linear(hidden, len(labels.bio(labels.FILLERS)))
        self.modes = nn.Linear(hidden, len(labels.ROOT_MODES))
        self.statuses = nn.Linear(hidden, len(labels.STATUSES))
        self.hedge = nn.Linear(hidden, 1)
        self.anchor = nn.Linear(hidden, PAIR)
        self.other = nn.Linear(hidden, PAIR)
        # What the anchor is: a root, a cue, or a trigger of unknown root.
        self.kind = nn.Embedding(len(labels.ROOTS) + 2, PAIR)
        self.near = nn.Embedding(len(BUCKETS), PAIR)
        self.sentence = nn.Embedding(5, PAIR)
        self.pair = nn.Linear(PAIR, PAIR)
        self.score = nn.Linear(PAIR, len(labels.PAIRS))
        for module in (self.names, self.events, self.cues, self.fillers, self.modes, self.statuses, self.hedge,
                       self.anchor, self.other, self.pair, self.score):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)
        for module in (self.shapes, self.kind, self.near, self.sentence):
            nn.init.normal_(module.weight, std=0.02)
        # To begin with, all schemes are one.
        nn.init.zeros_(self.schemes.weight)
        # Most pairs are nothing.
        nn.init.constant_(self.score.bias, -3.0)

    def load_encoder(self, tensors):
        """Takes the weights of a BERT checkpoint (names as in its safetensors)."""
        get = lambda name: tensors[name].float()  # noqa: E731
        with torch.no_grad():
            self.words.weight.copy_(get("embeddings.word_embeddings.weight"))
            # The type embedding is the same for all pieces.
            self.positions.weight.copy_(get("embeddings.position_embeddings.weight")
                                        + get("embeddings.token_type_embeddings.weight")[0])
            self.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
            self.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    parts = [get(f"{at}attention.self.{p}.{kind}") for p in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                    for ours, theirs in ((layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                                         (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")):
                        getattr(ours, kind).copy_(get(f"{at}{theirs}.{kind}"))

    def encode(self, batch):
        """Vectors of words [batch, words, HIDDEN]."""
        pieces, shapes, lengths, first = batch.pieces, batch.shapes, batch.lengths, batch.first
        n = pieces.shape[1]
        x = self.words(self.rows(pieces)) + self.positions.weight[:n] + self.shapes(shapes) + self.schemes(batch.schemes)[:, None]
        x = dropped(self.norm(x), self.drop, self.training)
        padding = torch.arange(n)[None, :] >= lengths[:, None]
        bias = torch.zeros(padding.shape, dtype=torch.bfloat16).masked_fill(padding, -1e4)[:, None, None, :] + self.bias(n)
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[-1]))

    def rows(self, pieces):
        """Rows of the pieces in the table of word vectors."""
        return pieces

    def bias(self, n):
        """What attention adds for the distance of two pieces: nothing."""
        return 0

    def pairs(self, words, window, at, kinds, sentence_of):
        """Logits [anchors, words, pairs]: anchors stand in `window` at word `at`; sentence_of is [batch, words]."""
        a = self.anchor(words[window, at]) + self.kind(kinds)
        w = self.other(words)[window]
        position = torch.arange(words.shape[1])
        near = self.near(bucket(position[None, :] - at[:, None]))
        gap = (sentence_of[window] - sentence_of[window, at][:, None]).clamp(-2, 2) + 2
        h = F.gelu(a[:, None] + w + near + self.sentence(gap))
        h = F.gelu(self.pair(dropped(h, self.drop, self.training))) + h
        return self.score(h)
