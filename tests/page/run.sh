#!/bin/sh
# Tests of the page in a browser, against the program itself.
#   tests/page/run.sh DIURNA [FOLDER FOR PICTURES]
# Needs Node 20 and Chromium (CHROMIUM=path, else /usr/bin/chromium), and `npm ci` in page/ once.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 DIURNA [FOLDER]" >&2; exit 2; }
[ -d "$here/../../page/node_modules" ] || { echo "run first: (cd page && npm ci)" >&2; exit 2; }
for test in weight numbers walk two keyboard views; do
  node "$here/$test.mjs" "$1" "${2:-}"
done
