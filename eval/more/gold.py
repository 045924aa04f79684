"""Gold of ours on reports whose texts are not here: joins it with the texts, or takes it out of finished files.

    python gold.py join --shared ../../../shared --out FOLDER
    python gold.py keep --shared ../../../shared --from FOLDER --index INDEX.jsonl

`reports.jsonl` holds a report a line: the set and id of its text, a digest of it, and the annotation after the guide of the shared gold.
Words are kept as [start, end] in code points, never as text. `join` writes a folder that `diurna-eval records --data FOLDER` reads.
"""

import argparse
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE / "reports.jsonl"
# Where the texts of a set lie.
SETS = {"clusters": "data/clusters/reports.jsonl", "lgl": "data/lgl/documents.jsonl",
        "timebank": "data/te3-timebank-tbaq/documents.jsonl", "aquaint": "data/te3-aquaint/documents.jsonl"}
def texts(shared, name):
    """The texts of a set by id."""
    with open(shared / SETS[name], encoding="utf-8") as lines:
        return {(r.get("id") or r["doc"]): r["text"] for r in map(json.loads, lines)}


def texts_once(sets, shared, name):
    """The same, read at the first question and kept in `sets`."""
    if name not in sets:
        sets[name] = texts(shared, name)
    return sets[name]


def digest(text):
    """What tells whether a text is the one that was annotated."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept(value):
    """An annotation without words: {"text", "start"} become {"span": [start, end]}."""
    if isinstance(value, list):
        return [kept(v) for v in value]
    if not isinstance(value, dict):
        return value
    out = {k: kept(v) for k, v in value.items() if v not in (None, [])}
    if "text" in out:
        # Dates call their first day `start` and the offset of their words `text_start`.
        start = out.pop("text_start" if "text_start" in out else "start")
        out["span"] = [start, start + len(out.pop("text"))]
    return out


def joined(value, text, inside=""):
    """The inverse: dates and places call their offset `text_start`."""
    if isinstance(value, list):
        return [joined(v, text, inside) for v in value]
    if not isinstance(value, dict):
        return value
    out = {k: joined(v, text, k) for k, v in value.items() if k != "span"}
    if "span" in value:
        start, end = value["span"]
        out["text"] = text[start:end]
        out["text_start" if inside in ("date", "place") else "start"] = start
    return out


def join(shared, out):
    """Writes gold, texts and index to a folder; says which texts are others than were annotated."""
    out.mkdir(parents=True, exist_ok=True)
    sets, wrong, index = {}, [], []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        name = report["set"]
        text = texts_once(sets, shared, name).get(report["id"], "")
        file = f"{name}_{report['id']}.txt"
        if digest(text) != report["digest"]:
            wrong.append(file)
            continue
        gold = joined(report["gold"], text)
        (out / file).write_text(text, encoding="utf-8", newline="")
        (out / f"{file[:-4]}.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        index.append(json.dumps({"file": file, "date": report.get("date")}))
    (out / "index.jsonl").write_text("".join(f"{line}\n" for line in index), encoding="utf-8")
    return len(index), wrong


def keep(shared, folder, index):
    """Takes the annotation out of finished files and writes `reports.jsonl`."""
    sets, lines = {}, []
    for entry in sorted(map(json.loads, index.read_text(encoding="utf-8").splitlines()), key=lambda e: e["file"]):
        gold = json.loads((folder / f"{entry['file'][:-4]}.json").read_text(encoding="utf-8"))
        gold = {"events": gold["events"], "claims": gold["claims"]}
        text = texts_once(sets, shared, entry["set"])[entry["id"]]
        lines.append(json.dumps({"set": entry["set"], "id": entry["id"], "date": entry["date"], "digest": digest(text), "gold": kept(gold)},
                                ensure_ascii=False, separators=(",", ":")))
    temporary = FILE.with_suffix(".part")
    temporary.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    temporary.replace(FILE)
    return len(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["join", "keep"])
    parser.add_argument("--shared", type=pathlib.Path, required=True, help="the folder of data and gold")
    parser.add_argument("--out", type=pathlib.Path, help="where to write the joined gold")
    parser.add_argument("--from", type=pathlib.Path, dest="folder", help="finished files, NAME.json")
    parser.add_argument("--index", type=pathlib.Path, help="lines with file, set, id and date")
    args = parser.parse_args()
    if args.what == "keep":
        if not (args.folder and args.index):
            parser.error("keep needs --from and --index")
        print(f"{keep(args.shared, args.folder, args.index)} reports kept in {FILE}")
        return
    if not args.out:
        parser.error("join needs --out")
    count, wrong = join(args.shared, args.out)
    print(f"{count} reports written to {args.out}")
    if wrong:
        raise SystemExit("error: other texts than were annotated: " + ", ".join(wrong) + "\nhint: the sets have changed")


if __name__ == "__main__":
    main()
