#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The verdict cases, with GCC and with Clang. Prints TAP: a line per case and compiler.
set -u
run=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/cases/run
count=0 status=0
probe=${TEST_BUILD_DIR:-.}/tests/quick_probe
[[ ! -x $probe ]] || export QUICK_PROBE=$probe

for compiler in gcc clang; do
	if ! command -v "$compiler" >/dev/null; then
		count=$((count + 1))
		echo "ok - $compiler # SKIP $compiler is not installed"
		continue
	fi
	while IFS= read -r line; do
		case $line in
		1..*) count=$((count + ${line#1..})) ;;
		'ok - '*) echo "ok - $compiler: ${line#ok - }" ;;
		'not ok - '*)
			echo "not ok - $compiler: ${line#not ok - }"
			status=1
			;;
		*) echo "$line" ;;
		esac
	done < <(CC=$compiler CFLAGS='-g -O1' VERBOSE=1 bash "$run" --tap)
done
echo "1..$count"
exit $status
