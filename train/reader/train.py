"""Trains the reader's network on the windows in build/ and writes a checkpoint after each epoch.

    python train.py --data build --out build/reader.pt [--epochs 3] [--leave SET ...]

Deterministic for one machine and thread count: seeds are fixed, batches are drawn from a seeded shuffle.
"""

import argparse
import json
import pathlib
import random
import time
import tomllib

import torch
from torch.nn import functional as F

import labels
import measure
import rename
import teacher
from batches import Batch, Example, packed
from encoder import load
from model import Reader, dropped

HERE = pathlib.Path(__file__).resolve().parent
# How much each part of the loss counts.
WEIGHTS = {"names": 1.0, "events": 2.0, "cues": 1.0, "fillers": 0.7, "status": 0.5, "mode": 0.5, "hedge": 0.3, "pairs": 2.0, "vectors": 0.5}


# The fields of a layer: what is marked, then what is said about the marking.
LAYERS = {"names": ["names", "kinds", "ignore_names"], "events": ["events", "roots", "roles", "ignore"],
          "cues": ["cues", "ignore_cues"], "fillers": ["fillers"]}


def windows(path):
    """The windows of a file."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(path, wordpiece, terms=None):
    """The examples of a file of windows."""
    return [Example(window, wordpiece, terms) for window in windows(path)]


def merge(sets, table):
    """Joins windows of the same words and scheme from several sets into one that has the layers of all: one pass instead of two.

    It stays with the set that is shown most often, so that no set is shown less than it asks for."""
    seen = {}
    for name, group in sorted(sets.items(), key=lambda item: -table[item[0]]["times"]):
        kept = []
        for window in group:
            first = seen.setdefault((table[name].get("scheme"), *window["words"]), (name, window))
            if first[0] == name or any(first[1].get(k) is not None and window.get(k) is not None for k in LAYERS):
                kept.append(window)
                continue
            for layer, fields in LAYERS.items():
                if window.get(layer) is not None:
                    first[1].update({f: window[f] for f in fields if f in window})
        sets[name] = kept


def marginal(logits, allowed):
    """Mean over words of -log of the probability of the allowed labels; words where nothing is known do not count."""
    known = allowed.any(-1)
    if not known.any():
        return None
    scores = torch.log_softmax(logits.float()[known], -1)
    return -torch.logsumexp(scores.masked_fill(~allowed[known], float("-inf")), -1).sum() / known.sum().clamp(min=1)


# How far the teacher's choices are evened out before they are taken over.
TEMPERATURE = 2.0
# What the teacher is asked about: it has seen too little of what is rare (numbers of dead, answers), and of modes.
ASKED = torch.tensor([float(pair not in ("killed", "injured", *labels.LINKS)) for pair in labels.PAIRS])


def divergence(logits, wanted):
    """Mean divergence of the labels that the reader chooses from those that the teacher chooses."""
    ours = torch.log_softmax(logits.float() / TEMPERATURE, -1)
    theirs = torch.softmax(wanted.float() / TEMPERATURE, -1)
    return F.kl_div(ours, theirs, reduction="sum") * TEMPERATURE ** 2 / len(logits)


def losses(net, batch, share=0.0, bridge=None):
    """The parts of the loss on a batch; of what the teacher has told, `share` is taken from it and the rest from the marks."""
    words = dropped(net.encode(batch), net.drop, net.training)
    told, seen, verbatim, of_anchors, known = batch.taught or (None,) * 5
    out = {}

    def put(name, marked, rows=None, logits=None, wanted=None):
        """The loss of a head: by its marks, and on `rows` by the teacher's logits."""
        if wanted is not None and rows.any():
            soft = divergence(logits[rows], wanted[rows])
            marked = soft * share + (marked * (1 - share) if marked is not None else 0.0)
        if marked is not None:
            out[name] = marked

    for name, head in (("names", net.names), ("events", net.events), ("cues", net.cues), ("fillers", net.fillers)):
        logits = head(words)
        put(name, marginal(logits, batch.tags[name]), seen, logits, told and told.get(name))
    if len(batch.at):
        anchors = words[batch.window, batch.at]
        status, modes, hedge = net.statuses(anchors), net.modes(anchors), net.hedge(anchors)[:, 0].float()
        has_status, has_mode, hedged = batch.status.any(-1), batch.modes >= 0, batch.hedged >= 0
        put("status", marginal(status, batch.status), told and known & has_status, status, told and of_anchors["status"])
        by_mode = F.cross_entropy(modes.float(), batch.modes, ignore_index=-100) if has_mode.any() else None
        put("mode", by_mode)
        if hedged.any():
            wanted = batch.hedged
            if told:
                wanted = torch.where(known, wanted.lerp(torch.sigmoid(of_anchors["hedge"].float()), share), wanted)
            out["hedge"] = F.binary_cross_entropy_with_logits(hedge[hedged], wanted[hedged])
        if batch.known.any():
            logits = net.pairs(words, batch.window, batch.at, batch.kinds, batch.sentence).float()
            wanted = batch.pairs
            if told:
                # For yes and no the mean of both losses is the loss of the mean.
                wanted = torch.where(known[:, None, None], wanted.lerp(torch.sigmoid(of_anchors["pairs"].float()), share * ASKED), wanted)
            each = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * batch.known
            # A sum over words, a mean over anchors: long windows do not thin out the few words that matter.
            out["pairs"] = each.sum() / (10.0 * len(batch.at))
    if told and bridge is not None and verbatim.any():
        out["vectors"] = 1 - F.cosine_similarity(bridge(words)[verbatim].float(), told["words"][verbatim].float(), dim=-1).mean()
    return out


def epoch_of(sets, times, rng, budget):
    """Batches of about `budget` pieces, alike in length, in random order."""
    chosen = []
    for name in sorted(sets):
        examples, count = sets[name], times[name]
        chosen += examples * int(count)
        rest = count - int(count)
        if rest:
            chosen += rng.sample(examples, round(rest * len(examples)))
    rng.shuffle(chosen)
    batches = []
    for at in range(0, len(chosen), 400):
        batches += packed(chosen[at:at + 400], budget)
    rng.shuffle(batches)
    return batches


def keep(net, path):
    """Writes a checkpoint, whole or not at all."""
    temporary = path.with_suffix(".part")
    torch.save(net.state_dict(), temporary)
    temporary.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "build")
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "build" / "reader.pt")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--budget", type=int, default=2000, help="pieces a batch")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--leave", nargs="*", default=[], help="sets to leave out")
    parser.add_argument("--start", type=pathlib.Path, help="a checkpoint to go on from, its weights only")
    parser.add_argument("--threads", type=int, default=2, help="1 where other work runs beside: waiting threads cost more than they give")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--taught", type=pathlib.Path, help="the folder that teach.py wrote")
    parser.add_argument("--share", type=float, default=0.5, help="how much of the loss is the teacher's where it has told")
    parser.add_argument("--limit", type=int, help="so many batches an epoch at most, rates falling over them (to compare sets)")
    parser.add_argument("--times", nargs="*", default=[], metavar="SET=N", help="how often an epoch shows a set, other than sets.toml says")
    parser.add_argument("--encoder", choices=["minilm", "e5", "mpnet"], default="minilm",
                        help="mpnet is the teacher; e5 is to compare with, see compare/README.md")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    if args.encoder == "e5":
        from compare import e5
        tensors, wordpiece = e5.load(args.data)
    else:
        tensors, wordpiece = load()
    table = tomllib.loads((HERE / "sets.toml").read_text())
    for one in args.times:
        name, times = one.split("=")
        table[name]["times"] = float(times)
    sets = {}
    for name in table:
        path = args.data / f"{name}.train.jsonl"
        if name in args.leave or not path.exists():
            print(f"{name}: left out", flush=True)
            continue
        sets[name] = windows(path)
    merge(sets, table)
    for name, group in sets.items():
        sets[name] = [Example(window, wordpiece, table[name]) for window in group]
        print(f"{name}: {len(sets[name])} windows, {sum(x.words for x in sets[name])} words", flush=True)
    for name, group in sets.items():
        path = args.taught and args.taught / f"{name}.pt"
        if path and path.exists():
            said = torch.load(path)
            for x in group:
                x.taught = said.get(x.id)
    # From the reader's vectors to the teacher's; thrown away after training.
    bridge = torch.nn.Linear(384, 768)
    pool = rename.pools([x.window for x in group] for group in sets.values())
    times = {name: table[name]["times"] for name in sets}
    dev = {}
    for path in sorted(args.data.glob("*.dev.jsonl")):
        name = path.name.split(".")[0]
        dev[name] = read(path, wordpiece, table.get(name))
    if args.encoder == "mpnet":
        net = teacher.Teacher()
        net.load_encoder(teacher.load(args.data))
    else:
        net = Reader(vocabulary=len(tensors["embeddings.word_embeddings.weight"]),
                     positions=len(tensors["embeddings.position_embeddings.weight"]))
        net.load_encoder(tensors)
    if args.start:
        state = torch.load(args.start)
        known = state.get("schemes.weight", net.schemes.weight)
        # A scheme that is new begins as that of GUM, whose attribution is the widest, and which marks no events.
        new = known[labels.SCHEMES.index("gum")].repeat(len(labels.SCHEMES) - len(known), 1)
        state["schemes.weight"] = torch.cat([known, new])
        net.load_state_dict(state, strict=False)
    plan = [epoch_of(sets, times, rng, args.budget)[:args.limit] for _ in range(args.epochs)]
    total = sum(map(len, plan))
    old = {"words", "positions", "norm", "layers", "distances"}
    encoder = [p for n, p in net.named_parameters() if n.split(".")[0] in old and p.requires_grad]
    heads = [p for n, p in net.named_parameters() if n.split(".")[0] not in old] + list(bridge.parameters())
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.head_rate}],
                                  weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (total - s) / max(1, total - warm))))
    step, began, seen, sums = 0, time.time(), 0, {}
    for number, batches in enumerate(plan, 1):
        net.train()
        for group in batches:
            batch = Batch([x.with_names(pool, rng) if rng.random() < rename.SHOWN else x for x in group], rng)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = losses(net, batch, args.share, bridge)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*net.parameters(), *bridge.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += int(batch.lengths.sum())
            for k, v in parts.items():
                n, s = sums.get(k, (0, 0.0))
                sums[k] = (n + 1, s + v.item())
            if step % 500 == 0:
                keep(net, args.out)
            if step % 100 == 0 or step == total:
                rate = seen / (time.time() - began)
                print(f"{step}/{total} {rate:.0f} pieces/s " + " ".join(f"{k} {s / n:.3f}" for k, (n, s) in sorted(sums.items())), flush=True)
                sums = {}
        keep(net, args.out)
        print(f"epoch {number}: " + json.dumps(measure.figures(net, dev)), flush=True)


if __name__ == "__main__":
    main()
