"""Turns shipped weights back into a checkpoint, so that training can go on from them.

    python restore.py ../../models/reader.bin build/start.pt

The inverse of export.py: signed bytes times their steps. What export.py had rounded stays rounded; exporting the checkpoint
again gives the same file.
"""

import json
import pathlib
import struct
import sys

import numpy
import torch

import labels
from export import BLOCK

KINDS = {"f32": numpy.float32, "i32": numpy.int32, "i8": numpy.int8}


def read(path):
    """The tensors of a file of weights by name."""
    data = path.read_bytes()
    if data[:8] != b"DIURNET1":
        raise SystemExit(f"error: {path} is no file of weights of the reader\nhint: models/reader.bin is one")
    size, = struct.unpack_from("<I", data, 8)
    entries = json.loads(data[12:12 + size])["tensors"]
    body = 12 + size
    return {name: numpy.frombuffer(data, KINDS[e["kind"]], e["size"] // numpy.dtype(KINDS[e["kind"]]).itemsize, body + e["at"]).reshape(e["shape"])
            for name, e in entries.items() if e["kind"] in KINDS}


def unpacked(matrix):
    """Rows [outputs, inputs] of blocks [outputs / 16][inputs / 4][16][4]."""
    outputs, inputs = matrix.shape
    return matrix.reshape(outputs // BLOCK, inputs // 4, BLOCK, 4).transpose(0, 2, 1, 3).reshape(outputs, inputs)


def heads(tensors, name, sizes):
    """The heads that stand side by side in `name`, each [outputs, inputs], with their biases."""
    at = 0
    for head, size in sizes:
        yield f"{head}.weight", tensors[f"{name}.weight"][:, at:at + size].T
        yield f"{head}.bias", tensors[f"{name}.bias"][at:at + size]
        at += size


def state(tensors):
    """(name, array) of the checkpoint."""
    yield "words.weight", tensors["words"] * tensors["words.steps"][:, None]
    for table in ("positions", "shapes", "schemes", "kind", "near", "sentence"):
        yield f"{table}.weight", tensors[table]
    for name, array in tensors.items():
        layer, _, part = name.rpartition(".")
        if part == "packed":
            yield f"{layer}.weight", unpacked(array) * tensors[f"{layer}.steps"][:, None]
        elif part == "bias" and name.startswith("layers.") or "norm" in layer:
            yield name, array
    yield from heads(tensors, "tags", [("names", len(labels.bio(labels.NAMES))), ("events", len(labels.bio(labels.ROOTS))), ("cues", 3),
                                       ("fillers", len(labels.bio(labels.FILLERS)))])
    yield from heads(tensors, "judge", [("modes", len(labels.ROOT_MODES)), ("statuses", len(labels.STATUSES)), ("hedge", 1)])
    for head in ("anchor", "other", "pair"):
        yield from heads(tensors, head, [(head, len(tensors[f"{head}.bias"]))])
    yield from heads(tensors, "score", [("score", len(labels.PAIRS))])


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    weights = {name: torch.from_numpy(numpy.array(array, dtype=numpy.float32)) for name, array in state(read(source))}
    temporary = target.with_suffix(".part")
    torch.save(weights, temporary)
    temporary.replace(target)


if __name__ == "__main__":
    main()
