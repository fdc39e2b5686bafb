#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# Does what README.md tells its reader to do, and compares what it promises. The blocks to
# use are marked by comments that a reader of the rendered page does not see:
#
#   <!-- file NAME -->    the block is that file
#   <!-- run -->          commands to run; <!-- run fails -->: the last one must fail
#   <!-- output -->       what the commands before it print at the end
#
# The files for make, CMake and autotools are then used too, where the tool is there. Needs
# a build tree: TEST_SOURCE_DIR and TEST_BUILD_DIR.

set -euo pipefail
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL

source=${TEST_SOURCE_DIR:?}
build=${TEST_BUILD_DIR:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	printf 'readme: %s\n' "$*" >&2
	exit 1
}

# As if the build tree were installed.
install_build_tree() {
	mkdir -p "$work/bin" "$work/pkgconfig"
	cat >"$work/pkgconfig/hallmark.pc" <<-END
		hallmark=$work/bin/hallmark
		Name: hallmark
		Description: the build tree
		Version: 0
		Libs: -L$build/.libs -Wl,-rpath,$build/.libs -lhallmark ${TEST_SANITIZE:-}
		Cflags: -I$source/include
	END
	ln -s "${HALLMARK:-$build/hallmark}" "$work/bin/hallmark"
	printf '#!/bin/sh\nexec %s "$@"\n' "${CC:-gcc}" >"$work/bin/cc"
	chmod +x "$work/bin/cc"
	export PATH=$work/bin:$PATH PKG_CONFIG_PATH=$work/pkgconfig CC=cc
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

follow_readme() {
	local block
	for block in "$work"/blocks/*; do
		case $block in
		*.file) tail -n +2 "$block" >"$(head -n 1 "$block")" ;;
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

install_build_tree
split_readme
mkdir "$work/reader"
cd "$work/reader"
follow_readme
echo "README.md: every command works and prints what it says"

rm -f host hello.so
try make . hello.so 'make'
if type cmake >/dev/null 2>&1; then
	try cmake cmake-build ./hello.so 'cmake -B cmake-build && cmake --build cmake-build'
fi
if type autoreconf libtoolize >/dev/null 2>&1; then
	# shellcheck disable=SC2016 # expanded where it runs
	try autotools autotools-build .libs/hello.so 'autoreconf -i && mkdir autotools-build &&
		cd autotools-build && ../configure --prefix=/opt/greeter && make &&
		make install DESTDIR="$PWD/root" && cd root/opt/greeter &&
		hallmark verify --host bin/host lib/greeter/hello.so'
fi
