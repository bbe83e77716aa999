#!/usr/bin/env bash
# The gate as a step: annotations on standard output, the report in a folder, SARIF on demand. Its exit code is the gate's.
set -uo pipefail
traditore=${TRADITORE:-$HOME/.traditore/bin/traditore}
args=()
[ -z "${CONFIG:-}" ] || args+=(--config "$CONFIG")
[ -z "${BASELINE:-}" ] || args+=(--baseline "$BASELINE")
args+=(--)
while IFS= read -r path; do
  [ -z "$path" ] || args+=("$path")
done <<<"${PATHS:-.}"

"$traditore" gate --format github --out "${REPORT:-traditore-report}" "${args[@]}"
code=$?
if [ -n "${SARIF:-}" ]; then
  # beside the workspace first, so that the log is no document of its own run
  log=$(mktemp)
  "$traditore" gate --quiet --format sarif "${args[@]}" >"$log"
  cat "$log" >"$SARIF"
  rm -f "$log"
fi
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
