#!/bin/sh
# Whether the committed page is what these sources build: types and hints first, then a fresh build against crates/serve/page.
set -eu
cd "$(dirname -- "$0")"
# Only where the installed packages are older than the lock.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent
npm run --silent check
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npx vite build --logLevel warn --outDir "$fresh" --emptyOutDir
diff -r "$fresh" ../crates/serve/page
echo "the committed page is up to date"
