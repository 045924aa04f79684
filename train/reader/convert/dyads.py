"""Our own sentences of one main interaction (own/dyads/*.txt) as windows: its root after PLOVER's codebook, and its two sides.

A line: ROOT | trigger | source | target | sentence. Other acts of the sentence stay unmarked: in this scheme they are
nothing. `--check FILE ...` only says what is wrong.
"""

import sys

from common import HERE, write
from own import Block, parser


def window(name, line):
    """A line as a window of labels.py, and what is wrong in it."""
    fields = [field.strip() for field in line.split(" | ")]
    if len(fields) != 5:
        return None, [f"{len(fields)} fields in place of 5"]
    root, trigger, source, target, sentence = fields
    block = Block(name, [f"T {sentence}", "N -", f"E {trigger} | {root} | happened | agent: {source} | target: {target}"])
    made = block.window()
    # What is done is told; how it is presented is not.
    made.update(set="dyads", names=None, cues=None, roles=["agent", "target"])
    for event in made["events"]:
        event["status"] = None
        del event["same"], event["answers"]
    return made, block.errors


def windows(path):
    """The windows of a file, each with what is wrong in it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            name = f"dyads:{path.stem}:{number}"
            yield name, *window(name, line)


def main():
    args = parser(__doc__).parse_args()
    made, bad = [], 0
    for path in args.check or sorted((HERE / "own" / "dyads").glob("*.txt")):
        for name, window_of, errors in windows(path):
            made += [window_of] if not errors else []
            bad += bool(errors)
            for error in errors:
                print(f"{name}: {error}", file=sys.stderr)
    print(f"{len(made)} sentences, {bad} bad lines", file=sys.stderr)
    if args.check or bad:
        sys.exit(1 if bad else 0)
    write(args.out / "dyads.train.jsonl", made)


if __name__ == "__main__":
    main()
