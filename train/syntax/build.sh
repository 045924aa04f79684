#!/usr/bin/env bash
# Rebuilds models/syntax.bin from the treebanks, with the trees that a larger parser gives to news.
#
#   train/syntax/build.sh ../shared
#
# Needs Rust, Python 3.11 and about 6 GB for PyTorch; about an hour and a half on two cores. Nothing of it is needed to build or test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
shared=$(cd "${1:?folder of the training sets}" && pwd)
build="$here/build"
mkdir -p "$build"
reader="$here/../reader"
python=$("$here/../venv.sh" "$build" "$reader/requirements.txt" "$reader/requirements-teacher.txt")
cargo build --release --quiet --manifest-path "$here/Cargo.toml" --target-dir "$build/target"
train="$build/target/release/diurna-train-syntax"
models="$here/../../models"
"$train" "$shared/data" "$models" --trees "$build"
"$python" "$here/teacher/texts.py" "$shared" > "$build/texts.txt"
"$train" "$shared/data" "$models" --split "$build/texts.txt" > "$build/texts.words"
"$python" "$here/teacher/biaffine.py" train "$build" "$build/teacher.pt" | tee "$build/teacher.log"
"$python" "$here/teacher/biaffine.py" parse "$build/teacher.pt" "$build/texts.words" > "$build/texts.trees"
"$train" "$shared/data" "$models" --silver "$build/texts.trees"
