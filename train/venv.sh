#!/usr/bin/env bash
# Makes a virtual environment for training where there is none, and prints its Python; $PYTHON goes before.
#
#   train/venv.sh FOLDER REQUIREMENTS [REQUIREMENTS_WITHOUT_DEPENDENCIES]
set -euo pipefail
python=${PYTHON:-"$1/venv/bin/python"}
if [ ! -x "$python" ]; then
  python3 -m venv "$1/venv" >&2
  "$1/venv/bin/pip" install --quiet -r "$2" >&2
  [ -z "${3:-}" ] || "$1/venv/bin/pip" install --quiet --no-deps -r "$3" >&2
fi
echo "$python"
