#!/usr/bin/env bash
# Rebuilds models/reader.bin from the training sets and the pretrained encoder, in one go.
#
#   train/reader/build.sh ../shared [epochs]
#
# Needs Python 3.11 and about 6 GB for PyTorch; takes about two hours on two cores. Nothing of it is needed to build or test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=$(cd "${1:?folder of the training sets}" && pwd)
epochs=${2:-6}
build="$here/build"
mkdir -p "$build"
python=$("$here/../venv.sh" "$build" "$here/requirements.txt")
cd "$root"
# The windows that marked.py joins with our marks come from the other converters.
for converter in own dyads gold wikievents muc propbank gum causal names factuality marked; do
  "$python" "$here/convert/$converter.py" --shared "$shared" --out "$build"
done
"$python" "$here/train.py" --data "$build" --out "$build/reader.pt" --epochs "$epochs" | tee "$build/train.log"
"$python" "$here/export.py" "$build/reader.pt" "$root/models/reader.bin"
