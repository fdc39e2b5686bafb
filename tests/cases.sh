#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The verdict cases, with GCC and with Clang. Prints TAP: a line per case and compiler.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.bash"
probe=${TEST_BUILD_DIR:-.}/tests/quick_probe
[[ ! -x $probe ]] || export QUICK_PROBE=$probe

for compiler in gcc clang; do
	if command -v "$compiler" >/dev/null; then
		CC=$compiler CFLAGS='-g -O1' VERBOSE=1 bash "$here/cases/run" --tap | adopt "$compiler"
	else
		skip "$compiler" "$compiler is not installed"
	fi
done
done_testing
