#!/usr/bin/env bash
# Everything the tests need, and all tests. Ends with a line "N passed, N failed".
# Usage: ./test.sh [FILTER]   FILTER is passed to dotnet test, for instance FullyQualifiedName~Claim
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# The shell without windows draws the same pages with a third less work.
find_chromium() { command -v chromium-headless-shell || command -v chromium; }

install_chromium() {
  find_chromium >/dev/null && return 0
  echo "Installing Chromium for the browser tests…"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq chromium-headless-shell fonts-noto-cjk >/dev/null || $sudo apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
}

install_chromium || { echo "Chromium could not be installed; set AFTERSALES_TEST_CHROMIUM to a Chromium binary."; exit 1; }
export AFTERSALES_TEST_CHROMIUM="${AFTERSALES_TEST_CHROMIUM:-$(find_chromium)}"
# The driver's own copy of Node is not executable everywhere; the one that builds the pages' assets will do.
export PLAYWRIGHT_NODEJS_PATH="${PLAYWRIGHT_NODEJS_PATH:-$(command -v node)}"

# One compiler for all projects halves the time of a build; the tests want its memory back.
dotnet build AfterSales.sln -v quiet -p:UseSharedCompilation=true || exit 1
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
run() {
  dotnet test "tests/$1" --no-build --logger "trx;LogFileName=$1.trx" --results-directory "$results" ${2:+--filter "$2"} --logger "console;verbosity=minimal"
}

status=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  run "$name" "$@" || status=1
done

count() { grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count passed)
failed=$(count failed)
# A runner that died left no figures of its own.
[ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$passed" != 0 ]
