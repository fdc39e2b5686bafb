#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Files of other machines, stamped and verified here: the verdict cases with every cross
# compiler that is installed (Debian: gcc-s390x-linux-gnu and so on). The verdicts are those
# of this machine; a case that depends on the size of long or the sign of char says so.
#
#   cross.sh             TAP: a selection, as `make check` runs it
#   cross.sh --table     all cases on all machines, counted (make check-cross)
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C
cases=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/cases
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

targets=(aarch64-linux-gnu arm-linux-gnueabihf i686-linux-gnu powerpc64le-linux-gnu
	riscv64-linux-gnu s390x-linux-gnu)

# What byte order and word size decide most; and a few of everything on the others.
selection() { # TARGET
	case $1 in
	s390x-*) echo "$cases"/{bitfield,build,enum,result,struct}-*.c ;;
	*) echo "$cases"/{array-member,bitfield-order,bitfield-width,cycle-self,expects}*.c ;;
	esac
}

# Prints why there can be no files of a machine, if that is so.
obstacle() { # COMPILER
	if ! command -v "$1" >/dev/null; then
		echo "$1 is not installed"
	elif ! $1 -shared -x c -o "$work/probe.so" - <<<'#include <stddef.h>' 2>/dev/null; then
		echo "$1 has no C library (libc6-dev-s390x-cross and so on)"
	fi
}

run_tap() {
	local target files reason
	for target in "${targets[@]}"; do
		reason=$(obstacle "$target-gcc")
		if [[ -n $reason ]]; then
			skip "$target" "$reason"
			continue
		fi
		read -ra files <<<"$(selection "$target")"
		CC=$target-gcc VERBOSE=1 bash "$cases/run" --tap "${files[@]}" | adopt "$target"
	done
	done_testing
}

# The lines of a log that are so, counted.
lines() { grep -c -- "$2" "$1"; }

print_table() {
	local compiler log reason status=0
	printf '%-28s %6s %6s %7s  %s\n' compiler same other skipped 'skipped because'
	for compiler in "${CC:-gcc}" "${targets[@]/%/-gcc}"; do
		log=$work/$compiler
		reason=$(obstacle "$compiler")
		if [[ -n $reason ]]; then
			printf '%-28s %s\n' "$compiler" "$reason"
			continue
		fi
		CC=$compiler bash "$cases/run" --tap >"$log" || status=1
		reason=$(sed -n 's/.*# SKIP //p' "$log" | sort | uniq -c |
			awk '{ n = $1; $1 = ""; printf "%s%d%s", (NR > 1 ? "; " : ""), n, $0 }')
		printf '%-28s %6d %6d %7d  %s\n' "$compiler" \
			"$(grep '^ok' "$log" | grep -vc '# SKIP')" "$(lines "$log" '^not ok')" \
			"$(lines "$log" '# SKIP')" "$reason"
		sed -n 's/^not ok - /    other: /p' "$log"
	done
	return $status
}

if [[ ${1:-} == --table ]]; then
	print_table
else
	run_tap
fi
