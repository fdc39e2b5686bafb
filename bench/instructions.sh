#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# Instructions of our own code, counted by callgrind: the same on a busy machine as on an
# idle one, and with any C library. The peer is what instructions.txt keeps; over 5 % more
# shows. Counts depend on the compiler and its options, so they are only compared if both
# are those that the kept ones are of.
#
#   KEEP=1 make bench BENCHES=instructions      writes instructions.txt anew

set -euo pipefail
export LC_ALL=C

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$source")
build=${TEST_BUILD_DIR:-$top}
hallmark=${HALLMARK:-hallmark}
kept=$source/instructions.txt
read -ra cc <<<"${CC:-cc}"
# shellcheck source-path=SCRIPTDIR source=generate.bash disable=SC1091
. "$source/generate.bash"

if ! command -v valgrind >/dev/null; then
	echo '# valgrind is missing'
	exit 77
fi

# count OBJECT COMMAND...: instructions within one object
count() {
	local object=$1
	shift
	valgrind --tool=callgrind --callgrind-out-file=profile --compress-strings=no \
		--compress-pos=no "$@" >log 2>&1 || { tail -n 3 log >&2 && return 1; }
	# A line behind "calls=" is what was spent in the callee.
	awk -v object="$object" '
		/^ob=/ { ours = index($0, object) > 0; next }
		/^calls=/ { callee = 1; next }
		/^[0-9*+-]/ {
			if (!callee && ours)
				sum += $2
			callee = 0
		}
		END { printf "%.0f\n", sum }' profile
}

# How what is measured was compiled.
compiler="$("${cc[@]}" -dumpmachine) $("${cc[@]}" -dumpfullversion -dumpversion) $(sed -n \
	's/^CFLAGS = //p' "$build/Makefile" 2>/dev/null || :)"
comparable=false
[[ $(sed -n "s/^compiler: //p" "$kept" 2>/dev/null || :) != "$compiler" ]] || comparable=true
new=$PWD/counts
echo "compiler: $compiler" >"$new"
$comparable || echo "# kept counts are of another compiler or other options than $compiler"

tell() { # NAME COUNT
	local before
	echo "$2 $1" >>"$new"
	before=$(awk -v name="$1" 'index($0, " " name) && substr($0, length($1) + 2) == name {
		print $1 }' "$kept" 2>/dev/null || :)
	if $comparable && [[ -n $before ]]; then
		printf '%s\t%s\t%s\tinstr\t1.05\n' "$1" "$2" "$before"
	else
		printf '%s\t%s\t-\tinstr\t-\n' "$1" "$2"
	fi
}

series() { # NAME FUNCTIONS TYPES
	local once more
	mkdir "$1" && cd "$1"
	generate_header "$2" "$3" >api.h
	generate_host "$2" "$3" >host_functions.c
	generate_plugin "$2" >plugin.c
	"${cc[@]}" -g -O1 -rdynamic -I"$top/include" -o host "$source/open.c" host_functions.c \
		-L"$build/.libs" -Wl,-rpath,"$build/.libs" -lhallmark
	"${cc[@]}" -g -O1 -shared -fPIC -o plugin.so plugin.c
	"$hallmark" stamp --role host --package example.org/bench host
	"$hallmark" stamp --package example.org/bench/plugin plugin.so
	strip -g plugin.so
	# One round is two opens, the first of which reads the host's stamps: by tables that
	# are hashed by another secret in each process, so what is left is taken of many.
	once=$(count /libhallmark.so --toggle-collect=hm_open ./host ./plugin.so 1 fits)
	more=$(count /libhallmark.so --toggle-collect=hm_open ./host ./plugin.so 101 fits)
	tell "$1: first hm_open" "$((once - (more - once) / 100))"
	tell "$1: each further hm_open" "$(((more - once) / 100))"
	tell "$1: verify" "$(count "$(basename "$hallmark")" "$hallmark" verify --host host plugin.so)"
	cd ..
}

series 'small' 3 2
series '1,000 symbols' 1000 10
[[ -z ${KEEP:-} ]] || cp "$new" "$kept"
