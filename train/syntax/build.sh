#!/usr/bin/env bash
# Rebuilds models/syntax.bin from the treebanks, with the trees that a larger parser gives to news.
#
#   train/syntax/build.sh ../shared
#
# Needs Rust, Python 3.11 and about 6 GB for PyTorch; about an hour on two cores. Nothing of it is needed to build or test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
shared=$(cd "${1:?folder of the training sets}" && pwd)
build="$here/build"
mkdir -p "$build"
python=${PYTHON:-"$build/venv/bin/python"}
if [ ! -x "$python" ]; then
  python3 -m venv "$build/venv"
  "$build/venv/bin/pip" install --quiet -r "$here/../reader/requirements.txt"
  "$build/venv/bin/pip" install --quiet --no-deps -r "$here/../reader/requirements-teacher.txt"
fi
cargo build --release --quiet --manifest-path "$here/Cargo.toml" --target-dir "$build/target"
train="$build/target/release/diurna-train-syntax"
models="$here/../../models"
"$train" "$shared/data" "$models" --trees "$build"
"$python" "$here/teacher/texts.py" "$shared" > "$build/texts.txt"
"$train" "$shared/data" "$models" --split "$build/texts.txt" > "$build/texts.words"
"$python" "$here/teacher/biaffine.py" train "$build" "$build/teacher.pt" | tee "$build/teacher.log"
"$python" "$here/teacher/biaffine.py" parse "$build/teacher.pt" "$build/texts.words" > "$build/texts.trees"
"$train" "$shared/data" "$models" --silver "$build/texts.trees"
