"""What signed bytes cost: figures on the dev windows of a checkpoint in floating point and as it is shipped.

    python quantised.py --data build build/reader.pt [--json FILE]

Matrices of the encoder and rows of the word embedding are rounded as export.py does; the input of each matrix is rounded
row by row to signed bytes, as crates/network/src/kernel.rs does.
"""

import argparse
import json
import pathlib
import tomllib

import torch
from torch import nn
from torch.nn import functional as F

import measure
import train
from encoder import load
from model import Reader

HERE = pathlib.Path(__file__).resolve().parent


def rounded(rows):
    """Rows as signed bytes with a step each, turned back."""
    steps = rows.abs().amax(-1, keepdim=True) / 127.0
    steps[steps == 0] = 1e-9
    return torch.clamp(torch.round(rows / steps), -127, 127) * steps


class Rounded(nn.Module):
    """A matrix in signed bytes whose input is rounded row by row."""

    def __init__(self, linear):
        super().__init__()
        self.weight, self.bias = nn.Parameter(rounded(linear.weight.detach())), linear.bias

    def forward(self, x):
        return F.linear(rounded(x), self.weight, self.bias)


def quantised(net):
    """Turns the encoder of a network into what is shipped."""
    with torch.no_grad():
        net.words.weight.copy_(rounded(net.words.weight))
    for layer in net.layers:
        for part in ("qkv", "out", "up", "down"):
            setattr(layer, part, Rounded(getattr(layer, part)))
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "build")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there too")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    _, wordpiece = load()
    table = tomllib.loads((HERE / "sets.toml").read_text())
    dev = {path.name.split(".")[0]: train.read(path, wordpiece, table.get(path.name.split(".")[0]))
           for path in sorted(args.data.glob("*.dev.jsonl"))}
    net = Reader()
    net.load_state_dict(torch.load(args.checkpoint))
    plain = measure.figures(net, dev)
    shipped = measure.figures(quantised(net), dev)
    both = {name: {layer: [value, shipped[name][layer]] for layer, value in row.items()} for name, row in plain.items()}
    for name, row in both.items():
        print(name, " ".join(f"{layer} {a:.3f}>{b:.3f}" for layer, (a, b) in row.items()))
    if args.json:
        args.json.write_text(json.dumps(both, indent=1) + "\n")


if __name__ == "__main__":
    main()
