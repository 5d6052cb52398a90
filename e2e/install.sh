#!/usr/bin/env bash
# Installs what the browser tests need and the machine lacks: the npm packages
# (never a browser of their own) and Debian's chromium.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  # Not `npm ci`: some npm versions leave other systems' optional packages out of
  # the lock file, then refuse it for that. The versions are the locked ones all the same.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then exit 0; fi
if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation
else
  echo "the browser tests need chromium: apt-get install chromium, or name one with CHROMIUM=/path" >&2
  exit 1
fi
