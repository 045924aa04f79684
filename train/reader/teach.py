"""Writes down what the teacher says of the training windows, so that the reader learns from it too (`train.py --taught`).

    python teach.py --data build --teacher build/teacher.pt [--sets own gold ...]

One file a set, `taught/SET.pt`: by id of a window the logits of its words and anchors, and the teacher's vectors of its words, in
half precision.
"""

import argparse
import pathlib
import time
import tomllib

import torch

from batches import Batch, Example, packed
from encoder import load
from teacher import Teacher
from train import HERE, merge, windows

# The labels of words that are handed on. Fillers are MUC's own, which has marks enough.
TAGS = ("names", "events", "cues")
BUDGET = 4000


def said(net, examples):
    """What the teacher says of each example: (id, its logits and vectors)."""
    for group in packed(examples, BUDGET):
        batch = Batch(group)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            words = net.encode(batch)
            tags = {name: getattr(net, name)(words) for name in TAGS}
            anchors = words[batch.window, batch.at] if len(batch.at) else None
            of_anchors = {} if anchors is None else {
                "status": net.statuses(anchors), "hedge": net.hedge(anchors)[:, 0],
                "pairs": net.pairs(words, batch.window, batch.at, batch.kinds, batch.sentence)}
        for i, x in enumerate(group):
            mine = (batch.window == i).nonzero()[:, 0]
            out = {name: logits[i, :x.words].half() for name, logits in tags.items()}
            out["words"] = words[i, :x.words].half()
            if len(mine):
                out |= {name: logits[mine].half() for name, logits in of_anchors.items()}
                out["pairs"] = out["pairs"][:, :x.words].clone()
            yield x.id, out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "build")
    parser.add_argument("--teacher", type=pathlib.Path, default=HERE / "build" / "teacher.pt")
    parser.add_argument("--sets", nargs="*", default=["own", "gold", "marked", "broad", "dyads", "wikievents-strict", "uner-ewt", "ud-english-gum", "gum-speech"])
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    _, wordpiece = load()
    net = Teacher()
    net.load_state_dict(torch.load(args.teacher))
    net.eval()
    table = tomllib.loads((HERE / "sets.toml").read_text())
    sets = {name: windows(args.data / f"{name}.train.jsonl") for name in table}
    merge(sets, table)
    (args.data / "taught").mkdir(exist_ok=True)
    for name in args.sets:
        began = time.time()
        examples = [Example(window, wordpiece, table[name]) for window in sets[name]]
        torch.save(dict(said(net, examples)), args.data / "taught" / f"{name}.pt")
        print(f"{name}: {len(examples)} windows, {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
