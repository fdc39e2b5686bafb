#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# A text editor and six plugins for it: builds and stamps them, shows what the editor says
# to each, and ends with six verdicts. Fails if one of them is not as it should be, or if
# code of a rejected plugin ran.
#
#   demo.sh [FOLDER]      builds there; default: a temporary folder
#
# With an installed Hallmark that pkg-config knows, nothing else is needed. Else HALLMARK
# names the tool, and HALLMARK_CFLAGS and HALLMARK_LIBS say how to compile and link; where
# TEST_SOURCE_DIR and TEST_BUILD_DIR name a tree of Hallmark itself, these come from it.

set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)

fail() {
	printf 'demo: %s\n' "$*" >&2
	exit 1
}

say() {
	printf '\n== %s\n' "$*"
}

# file, what is the matter with it, its verdict, and a word that the reason must contain
plugins=(
	'spell.so|fits|accepted, example.org/editor/spell|'
	'limit.so|built against an older editor.h|rejected, HM_ERR_INCOMPATIBLE|wrap_column'
	'words.so|entry point of another signature|rejected, HM_ERR_INCOMPATIBLE|plugin_check'
	'blanks.so|never stamped|rejected, HM_ERR_NO_STAMP|stamp'
	'truncated.so|truncated|rejected, HM_ERR_FORMAT|truncated'
	'quote.so|made for another program|rejected, HM_ERR_INCOMPATIBLE|example.org/mailer/quote'
)

use_build_tree() {
	local libraries=$TEST_BUILD_DIR/.libs
	export HALLMARK=${HALLMARK:-$TEST_BUILD_DIR/hallmark}
	export HALLMARK_CFLAGS="-I$TEST_SOURCE_DIR/include"
	# A library built with a sanitizer wants its run-time in the program.
	export HALLMARK_LIBS="-L$libraries -Wl,-rpath,$libraries -lhallmark ${TEST_SANITIZE:-}"
}

build() {
	# Not a part of the make that may have started this: its flags are not for here.
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$folder" -f "$here/editor/Makefile" \
		all >"$folder/build.log" 2>&1 || {
		cat "$folder/build.log" >&2
		fail "the editor or a plugin could not be built"
	}
	grep -E ' stamp |^strip' "$folder/build.log" || :
}

# Runs the editor on the letter; its commands come from standard input.
edit() { # OPTION...
	(cd "$folder" && ./editor "$@" letter.txt) 2>&1
}

show_plugin() { # FILE TITLE VERDICT WORD
	local output name=${1%.so}
	say "$1: $2"
	output=$(printf 'k\nP\n' | edit -p "$1") || fail "the editor failed: $output"
	printf '%s\n' "$output"
	if [[ $output == *HM_ERR_UNSUPPORTED* ]]; then
		echo "this build of Hallmark cannot load plugins"
		exit 77
	fi
	[[ $output == *"$1: $3"* ]] || fail "$1: the verdict is not \"$3\""
	[[ $output == *"$4"* ]] || fail "$1: the reason does not name $4"
	if [[ $3 == accepted* ]]; then
		[[ $output == *"$name: the constructor runs"*"$name: init runs"* ]] ||
			fail "$1 was accepted, but did not run"
		[[ $output == *"2:1: spell: "* ]] || fail "$1 found no mistake"
	elif [[ $output == *'runs'* ]]; then
		fail "$1 was rejected, but code of it ran"
	fi
}

# What the editor's process has mapped, with a plugin open.
show_libraries() {
	local maps
	say "libraries in the editor's process"
	if [[ ! -r /proc/self/maps ]]; then
		echo "cannot be seen on this system"
		return
	fi
	# shellcheck disable=SC2016 # the editor's shell expands it
	maps=$(printf '!cat /proc/$PPID/maps\n' | edit -p spell.so |
		sed -n 's:.*/\([^/]*\.so[.0-9]*\)$:\1:p' | sort -u)
	printf '%s\n' "$maps"
	[[ $maps == *libhallmark* ]] || fail "libhallmark.so is not mapped"
	[[ $maps != *libdw* && $maps != *libcrypto* ]] ||
		fail "the editor has libdw or libcrypto mapped"
}

# All six in one process, which outlives the five that are rejected.
show_verdicts() {
	local options=() plugin file title verdict word output ran
	for plugin in "${plugins[@]}"; do
		options+=(-p "${plugin%%|*}")
	done
	output=$(printf 'P\n' | edit "${options[@]}") || fail "the editor failed: $output"
	ran=$(grep 'runs$' <<<"$output") || :
	[[ $ran == $'spell: the constructor runs\nspell: init runs' ]] ||
		fail "other code ran than that of spell.so: $ran"
	for plugin in "${plugins[@]}"; do
		IFS='|' read -r file title verdict word <<<"$plugin"
		grep "^$file: $verdict" <<<"$output" || fail "$file: not \"$verdict\""
	done
}

if [[ -n ${TEST_BUILD_DIR:-} ]]; then
	use_build_tree
fi
if [[ $# -gt 0 ]]; then
	mkdir -p "$1"
	folder=$(cd "$1" && pwd)
else
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT
fi

say "building and stamping"
build
cat >"$folder/letter.txt" <<'END'
Dear editor,
teh parcel that we expected has not arrived, and the line that says so is
definately longer than some would like; I recieve nothing but seperate excuses.
END

for plugin in "${plugins[@]}"; do
	IFS='|' read -r file title verdict word <<<"$plugin"
	show_plugin "$file" "$title" "$verdict" "$word"
done
show_libraries
say "six verdicts of one process"
show_verdicts
