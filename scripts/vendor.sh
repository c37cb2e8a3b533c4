#!/usr/bin/env bash
# Fetch the front-end libraries anew from their npm packages into ethics_review/static/vendor/. Needs: npm.
# htmx is not here: the Python package django-htmx ships it (django_htmx/htmx-2.min.js).
# Source maps are left out, and the comments that point to them are cut, so that no browser asks for a file that is not there.
set -euo pipefail
cd "$(dirname "$0")/.."

vendor() { # package range file…
  local package="$1" range="$2" target="ethics_review/static/vendor/$1" work
  shift 2
  work="$(mktemp -d)"
  tar -xzf "$work/$(cd "$work" && npm pack --silent "$package@$range" | tail -n 1)" -C "$work"
  rm -rf "$target"
  mkdir -p "$target"
  for file in "$@"; do
    grep -v 'sourceMappingURL=' "$work/package/$file" > "$target/$(basename "$file")"
  done
  cp "$work"/package/LICENSE* "$target/LICENSE"
  node -p "require('$work/package/package.json').version" > "$target/VERSION"
  rm -rf "$work"
  echo "$package $(cat "$target/VERSION")"
}

vendor bootstrap '~5.3.8' dist/css/bootstrap.min.css dist/js/bootstrap.bundle.min.js
vendor chart.js '~4.6.1' dist/chart.umd.min.js
