#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# One header, many builds, one set of hashes: compilers, optimisation, versions of DWARF and
# shapes of debug information. Prints TAP: a line per build.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.bash"
hallmark=${HALLMARK:-hallmark}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

# What two builds have to share: every symbol and every tag with its hash.
hashes() {
	"$hallmark" show --derive --json "$@" | python3 -c '
import json, sys
stamp = json.load(sys.stdin)
for kind in ("provides", "requires"):
    for symbol in stamp[kind]:
        if symbol.get("digest"):
            print(kind, symbol["name"], symbol["digest"])
for tag in stamp["tags"]:
    print(tag["kind"], tag["tag"], tag["digest"])'
}

build() { # OUT COMPILER FLAG...
	local out=$1 compiler=$2 unit objects=()
	shift 2
	for unit in provider_log provider_value; do
		"$compiler" -g -fPIC "$@" -I"$here/../include" -c "$here/matrix/$unit.c" \
			-o "$out.$unit.o" || return 1
		objects+=("$out.$unit.o")
	done
	"$compiler" -shared "$@" "${objects[@]}" -o "$out"
}

check() { # NAME FILE
	local name=$1 file=$2
	if ! hashes "$file" >"$file.hashes" 2>"$file.err" || [[ ! -s $file.hashes ]]; then
		not_ok "$name" "$(<"$file.err")"
	elif [[ ! -e $work/reference ]]; then
		cp "$file.hashes" "$work/reference"
		ok "$name ($(wc -l <"$work/reference") hashes, the reference)"
	else
		diff "$work/reference" "$file.hashes" | report "$name"
	fi
}

# Shapes that a linked file is brought into afterwards.
shape() { # SHAPE FILE
	case $1 in
	dwz) dwz "$2" || grep -qE "not beneficial|Unknown debugging section" "$2.log" ;;
	separate)
		objcopy --only-keep-debug "$2" "$2.debug" && objcopy --strip-debug "$2" &&
			objcopy --add-gnu-debuglink="$2.debug" "$2"
		;;
	*) true ;;
	esac
}

for compiler in gcc clang; do
	if ! command -v "$compiler" >/dev/null; then
		skip "$compiler" "$compiler is not installed"
		continue
	fi
	for level in -O0 -O2 -Os; do
		for dwarf in -gdwarf-4 -gdwarf-5; do
			for kind in plain -gz -fdebug-types-section -gsplit-dwarf -flto dwz separate; do
				name="$compiler $level $dwarf $kind"
				flags=("$level" "$dwarf")
				[[ $kind == -* ]] && flags+=("$kind")
				if [[ $kind == dwz ]] && ! command -v dwz >/dev/null; then
					skip "$name" "dwz is not installed"
					continue
				fi
				if [[ $kind == -flto && $compiler == clang ]]; then
					command -v ld.lld >/dev/null || {
						skip "$name" "lld is not installed"
						continue
					}
					flags+=(-fuse-ld=lld)
				fi
				out=$work/${name// /_}.so
				if build "$out" "$compiler" "${flags[@]}" >"$out.log" 2>&1 &&
					shape "$kind" "$out" >>"$out.log" 2>&1; then
					if grep -q "^dwz: .*Unknown" "$out.log"; then
						skip "$name" "dwz cannot read this form"
						continue
					fi
					check "$name" "$out"
				else
					not_ok "$name: does not build" "$(<"$out.log")"
				fi
			done
		done
	done
done
done_testing
