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

# The validator of the browser tests: one file that a page of the browser itself runs, so that nobody needs node for it.
bundle() { # package range target export…
  local package="$1" range="$2" target="$3" work
  shift 3
  work="$(mktemp -d)"
  (cd "$work" && npm install --silent --no-save "$package@$range" esbuild > /dev/null)
  echo "export { $(IFS=,; echo "$*") } from '$package/browser';" > "$work/entry.js"
  rm -rf "$target"
  mkdir -p "$target"
  (cd "$work" && npx esbuild entry.js --bundle --minify --format=iife --global-name=HtmlValidator --target=chrome120 \
    --legal-comments=none --log-level=error --outfile=bundle.js)
  cp "$work/bundle.js" "$target/$package.js"
  for licence in "$work"/node_modules/{"$package",ajv,fast-deep-equal,fast-uri,json-schema-traverse,kleur,semver}/[Ll][Ii][Cc]*; do
    echo "== $(basename "$(dirname "$licence")")"
    cat "$licence"
  done > "$target/LICENSE"
  node -p "require('$work/node_modules/$package/package.json').version" > "$target/VERSION"
  rm -rf "$work"
  echo "$package $(cat "$target/VERSION")"
}

# Bootstrap's dark colours wait for an attribute that only a script could set. In a file of their own a media query asks
# for them, whatever the browser runs.
dark() { # stylesheet target
  node -e '
    const rules = require("fs").readFileSync(process.argv[1], "utf8").match(/(?<=[{}])\[data-bs-theme=dark\][^{]*\{[^}]*\}/g);
    console.log(rules.map((rule) => rule.replaceAll("[data-bs-theme=dark]", ":root")).join("\n"));
  ' "$1" > "$2"
}

vendor bootstrap '~5.3.8' dist/css/bootstrap.min.css dist/js/bootstrap.bundle.min.js
dark ethics_review/static/vendor/bootstrap/{bootstrap.min,dark}.css
vendor chart.js '~4.6.1' dist/chart.umd.min.js
bundle html-validate '~10.17.0' tests/e2e_browser/vendor HtmlValidate StaticConfigLoader
