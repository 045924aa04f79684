"""Writes a checkpoint as the file of weights that the reader in Rust loads.

    python export.py build/reader.pt ../../models/reader.bin [EARLIER.pt SHARE]

With an earlier checkpoint, SHARE (0-1) of it and the rest of the first are taken; schemes that it did not know are the first's.
Matrices of the encoder become signed bytes with a step for each output; heads stay in floating point.
Layout: see crates/network/src/weights.rs and kernel.rs.
"""

import hashlib
import json
import pathlib
import struct
import sys

import numpy
import torch

import encoder
import labels

BLOCK = 16


def quantized(matrix):
    """Signed bytes of a matrix [outputs, inputs] and the step of each row."""
    steps = numpy.abs(matrix).max(axis=1) / 127.0
    steps[steps == 0] = 1e-9
    return numpy.clip(numpy.rint(matrix / steps[:, None]), -127, 127).astype(numpy.int8), steps.astype(numpy.float32)


def packed(matrix):
    """Bytes [outputs, inputs] in blocks: [outputs / 16][inputs / 4][16][4]."""
    outputs, inputs = matrix.shape
    return matrix.reshape(outputs // BLOCK, BLOCK, inputs // 4, 4).transpose(0, 2, 1, 3).copy()


def head(weights, *names, width=None):
    """Heads side by side, turned to [inputs, outputs] and filled up to `width` outputs."""
    weight = numpy.concatenate([weights[f"{n}.weight"] for n in names]).T
    bias = numpy.concatenate([weights[f"{n}.bias"] for n in names])
    fill = (width or len(bias)) - len(bias)
    return (numpy.pad(weight, ((0, 0), (0, fill))).astype(numpy.float32).copy(),
            numpy.pad(bias, (0, fill)).astype(numpy.float32))


def tensors(weights):
    """(name, kind, array) in the order of the file."""
    words, steps = quantized(weights["words.weight"])
    yield "words", "i8", words
    yield "words.steps", "f32", steps
    yield "positions", "f32", weights["positions.weight"]
    yield "shapes", "f32", weights["shapes.weight"]
    yield "schemes", "f32", weights["schemes.weight"]
    for part in ("weight", "bias"):
        yield f"norm.{part}", "f32", weights[f"norm.{part}"]
    for i in range(sum(1 for n in weights if n.endswith(".qkv.weight"))):
        for part in ("qkv", "out", "up", "down"):
            name = f"layers.{i}.{part}"
            matrix, steps = quantized(weights[f"{name}.weight"])
            yield f"{name}.packed", "i8", packed(matrix).reshape(matrix.shape)
            yield f"{name}.offsets", "i32", (128 * matrix.astype(numpy.int32).sum(axis=1)).astype(numpy.int32)
            yield f"{name}.steps", "f32", steps
            yield f"{name}.bias", "f32", weights[f"{name}.bias"]
        for norm in ("norm1", "norm2"):
            for part in ("weight", "bias"):
                yield f"layers.{i}.{norm}.{part}", "f32", weights[f"layers.{i}.{norm}.{part}"]
    for name, names, width in (("tags", ("names", "events", "cues", "fillers"), 64),
                               ("judge", ("modes", "statuses", "hedge"), 64), ("anchor", ("anchor",), None),
                               ("other", ("other",), None), ("pair", ("pair",), None), ("score", ("score",), 32)):
        weight, bias = head(weights, *names, width=width)
        yield f"{name}.weight", "f32", weight
        yield f"{name}.bias", "f32", bias
    for name in ("kind", "near", "sentence"):
        yield name, "f32", weights[f"{name}.weight"]


def mean(last, earlier, share):
    """A share of an earlier checkpoint and the rest of the last (Wortsman et al. 2022)."""
    known = len(earlier["schemes.weight"])
    earlier["schemes.weight"] = torch.cat([earlier["schemes.weight"], last["schemes.weight"][known:]])
    return {name: share * earlier[name] + (1 - share) * value for name, value in last.items()}


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    weights = torch.load(source)
    if len(sys.argv) > 3:
        weights = mean(weights, torch.load(sys.argv[3]), float(sys.argv[4]))
    weights = {k: v.float().numpy() for k, v in weights.items()}
    entries, body = {}, bytearray()

    def add(name, kind, shape, data):
        body.extend(b"\0" * (-len(body) % 64))
        entries[name] = {"kind": kind, "shape": list(shape), "at": len(body), "size": len(data)}
        body.extend(data)

    for name, kind, array in tensors(weights):
        add(name, kind, array.shape, array.tobytes())
    pieces = "\n".join(encoder.vocabulary(encoder.folder())).encode()
    add("pieces", "text", [len(pieces)], pieces)
    version = hashlib.sha256(bytes(body)).hexdigest()[:12]
    header = json.dumps({"about": {"version": version, "names": labels.NAMES, "roots": labels.ROOTS, "schemes": labels.SCHEMES}, "tensors": entries}).encode()
    header += b" " * (-(12 + len(header)) % 64)
    temporary = target.with_suffix(".part")
    temporary.write_bytes(b"DIURNET1" + struct.pack("<I", len(header)) + header + bytes(body))
    temporary.replace(target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, version {version}")


if __name__ == "__main__":
    main()
