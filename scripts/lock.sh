#!/usr/bin/env bash
# Resolve pyproject.toml anew and write the four hashed lists under requirements/.
# The lists name no index and no host: whoever installs decides where the files come from, the hashes decide which.
# `uv` is used because pip-compile copies the machine's pip configuration into its output. Needs: uv on the PATH, or UV=/path/to/uv.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="${UV:-uv}"

compile() {
  "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-annotate "$@"
}

compile --upgrade --output-file requirements/base.txt
compile --upgrade --constraint requirements/base.txt --extra server --output-file requirements/server.txt
compile --upgrade --constraint requirements/base.txt --extra dev --output-file requirements/dev.txt
compile --upgrade --constraint requirements/dev.txt --extra dev --extra e2e --output-file requirements/e2e.txt

if grep -nE '://|index-url|find-links|@ ' requirements/*.txt; then
  echo "requirements/ must not name a place to fetch from" >&2
  exit 1
fi
