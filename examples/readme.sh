#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# Does what README.md tells its reader to do, and compares what it promises. The blocks to
# use are marked by comments that a reader of the rendered page does not see:
#
#   <!-- file NAME -->    the block is that file
#   <!-- run -->          commands to run; <!-- run fails -->: the last one must fail
#   <!-- output -->       what the commands before it print at the end
#
# The Makefile is then used too; files that are also in greeter/ are the same there, where
# builds.sh uses them. Needs a build tree: TEST_SOURCE_DIR and TEST_BUILD_DIR.

set -euo pipefail
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL

source=${TEST_SOURCE_DIR:?}
# shellcheck source-path=SCRIPTDIR source=installed.bash
. "$(dirname "${BASH_SOURCE[0]}")/installed.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	printf 'readme: %s\n' "$*" >&2
	exit 1
}

# One file per marked block, in order, named NUMBER.KIND; its first line is the argument.
split_readme() {
	mkdir "$work/blocks"
	awk -v folder="$work/blocks" '
		/^<!-- (file|run|output).* -->$/ {
			kind = $2
			name = sprintf("%s/%03d.%s", folder, ++number, kind)
			print $3 == "-->" ? "" : $3 >name
			next
		}
		/^```/ && name { if (inside) { close(name); name = "" } inside = !inside; next }
		inside && name { print >name }
	' "$source/README.md"
}

run_block() { # FILE
	local status=0 wanted=0
	[[ $(head -n 1 "$1") != fails ]] || wanted=1
	printed=$(tail -n +2 "$1" | bash -e 2>&1) || status=$?
	[[ $status -eq $wanted ]] ||
		fail "status $status, not $wanted, of: $(tail -n +2 "$1")"$'\n'"$printed"
	# README.md shows what GCC gives. Clang leaves the types of functions out that are not
	# marked, and there are none of a sanitizer's.
	if [[ -n ${TEST_SANITIZE:-} || $(cc --version) == *clang* ]]; then
		printed=$(sed '/^hallmark: .*: warning: /d' <<<"$printed")
	fi
}

write_file() { # NAME BLOCK
	local example=$source/examples/greeter/$1
	tail -n +2 "$2" >"$1"
	[[ ! -e $example ]] || diff -u <(sed '1{/SPDX/d}' "$example") "$1" ||
		fail "$1 is not what examples/greeter/$1 is"
}

follow_readme() {
	local block
	for block in "$work"/blocks/*; do
		case $block in
		*.file) write_file "$(head -n 1 "$block")" "$block" ;;
		*.run) run_block "$block" ;;
		*.output)
			diff -u <(tail -n +2 "$block") - <<<"$printed" ||
				fail "that is not what README.md promises"
			;;
		esac
	done
}

# Runs a build with its output kept for the case that it fails, then the host.
try() { # NAME FOLDER PLUGIN COMMAND
	local log=$work/$1.log
	bash -ec "$4" >"$log" 2>&1 || {
		cat "$log" >&2
		fail "the build with $1 failed"
	}
	[[ $(cd "$2" && ./host "$3") == 'limit 10' ]] || fail "the host built with $1 fails"
	echo "$1: built, stamped and run"
}

install_hallmark "$work/root" || fail 'make install fails'
split_readme
mkdir "$work/reader"
cd "$work/reader"
follow_readme
echo "README.md: every command works and prints what it says"

rm -f host hello.so
try make . hello.so 'make'
