#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# zsh as host, its three dozen modules as plugins, some of which need symbols of others; and
# a shell in whose header one struct has got a member. See README.md here.
#
#   zsh.sh [FOLDER]     FOLDER keeps source and builds between runs; default: real/zsh
#
# HALLMARK names the tool (default: hallmark in PATH), JOBS the number of compilers.

set -euo pipefail
export LC_ALL=C

# shellcheck source-path=SCRIPTDIR source=source.bash disable=SC1091
. "$(dirname "$0")/source.bash"

hallmark=${HALLMARK:-hallmark}
folder=${1:-real/zsh}
cc=${CC:-cc}

logged() { # LOG COMMAND...
	local log=$1
	shift
	"$@" >>"$log" 2>&1 && return
	tail -n 20 "$log" >&2
	fail "cannot build zsh: the end of $PWD/$log is above"
}

# Unstripped, as its makefiles would not leave it.
make_zsh() { # TREE TARGET...
	logged "$1.log" make -C "$1/Src" -j"${JOBS:-2}" EXELDFLAGS= LIBLDFLAGS= "${@:2}"
}

configure() {
	cd build && ./configure --enable-dynamic --with-tcsetpgrp CC="$cc" CFLAGS='-g -O1'
}

build() {
	[[ -e build/built ]] && return
	rm -rf build
	cp -r source build
	(logged ../build.log configure)
	make_zsh build
	touch build/built
}

# The same shell after `int since;` was put in front of a member of struct hookdef.
build_changed() {
	[[ -e changed/built ]] && return
	rm -rf changed
	cp -r build changed
	rm -f changed/Src/zsh changed/built
	sed -i '/^struct hookdef {/,/^}/s/^ *int flags;/    int since; int flags;/' changed/Src/zsh.h
	cmp -s build/Src/zsh.h changed/Src/zsh.h && fail "no struct hookdef with flags in zsh.h"
	make_zsh changed zsh
	touch changed/built
}

stamp() {
	local file
	rm -rf stamped && mkdir stamped
	for file in build changed; do
		cp "$file/Src/zsh" "stamped/$file"
		"$hallmark" stamp --role host --package zsh.org/zsh "stamped/$file"
	done
	for file in build/Src/*/*.so; do
		cp "$file" stamped/
		"$hallmark" stamp --package "zsh.org/$(basename "$file" .so)" \
			"stamped/$(basename "$file")"
	done
	strip stamped/*
}

# verify MODULE HOST...: the report, and the exit status as `status`
verify() {
	local module=$1 host hosts=()
	shift
	for host in "$@"; do
		hosts+=(--host "stamped/$host")
	done
	status=0
	report=$("$hallmark" verify "${hosts[@]}" "$module" 2>&1) || status=$?
}

# Modules that others need, in the order in which those are loaded.
needed=(zle.so complete.so tcp.so)

expect_all_fit() {
	local module
	for module in stamped/*.so; do
		verify "$module" build "${needed[@]}"
		[[ $status == 0 && $report != *warning:* ]] ||
			fail "$module: exit status $status, not 0 without warnings: $report"
	done
	pass "$(find stamped -name '*.so' | wc -l) modules fit the shell and each other"
}

# What is missing without the module that has it is named, and nothing else said.
expect_needed_missing() {
	verify stamped/zftp.so build
	[[ $status == 1 && $report == *' symbols'*tcp_close,*tcp_connect,*'HM_OPEN_GLOBAL'* ]] ||
		fail "zftp.so without tcp.so: exit status $status: $report"
	[[ $report != *differs* ]] || fail "zftp.so without tcp.so: $report"
	pass "zftp.so does not fit without tcp.so"
}

# Those modules and no others that use what has to do with the struct.
expect_change_found() {
	local module symbols uses refused=0
	for module in stamped/*.so; do
		symbols=$(nm -D --undefined-only "$module")
		uses=0
		[[ $symbols != *hookfunc* && $symbols != *hookdef* ]] || uses=1
		verify "$module" changed "${needed[@]}"
		[[ $status == "$uses" ]] || fail "$module: exit status $status, not $uses: $report"
		((uses)) || continue
		refused=$((refused + 1))
		[[ $report == *'struct hookdef differs'*'.flags '*'(since was inserted before it)'* ]] ||
			fail "$module: the report does not say what moved: $report"
	done
	((refused)) || fail "no module uses struct hookdef"
	pass "$refused modules do not fit the changed shell, all others do"
}

type "$hallmark" >/dev/null 2>&1 || fail "no hallmark: set HALLMARK to the tool"
case $hallmark in
*/*) hallmark=$(realpath "$hallmark") ;;
esac
for tool in "$cc" make strip nm; do
	type "$tool" >/dev/null 2>&1 || skip "no $tool to build zsh with"
done
echo '#include <curses.h>' | "$cc" -E - >/dev/null 2>&1 || skip "no curses.h to build zsh with"
fetch_source zsh "$folder"
cd "$folder"

build
build_changed
stamp
expect_all_fit
expect_needed_missing
expect_change_found
verify stamped/zpty.so changed "${needed[@]}"
printf '%s\n' "$report"
