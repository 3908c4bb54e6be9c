#!/usr/bin/env bash
# Installs what the page's tests take from npm (tsc, axe-core) into .cache/web, at the versions of
# tests/web_types/package-lock.json. With --refresh it takes newer versions and writes that file.
# The page itself takes nothing from npm.
set -euo pipefail
cd "$(dirname "$0")/.."
from=tests/web_types into=.cache/web
mkdir -p "$into"
cp "$from/package.json" "$from/package-lock.json" "$into/"
if [[ "${1:-}" == --refresh ]]; then
    npm --prefix "$into" update --save --no-audit --no-fund --ignore-scripts
    cp "$into/package.json" "$into/package-lock.json" "$from/"
else
    npm --prefix "$into" ci --no-audit --no-fund --ignore-scripts --loglevel=error
fi
