#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
#   lint.sh BUILD      analyses the sources without running them; `make lint` calls it
#
# gcc -fanalyzer and clang-tidy (.clang-tidy says which checks) for C, shellcheck for
# scripts, codespell for all text. One that is missing is named, and passed over. Exit
# status 1 if any finds something.
set -u
build=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 99
jobs=$(nproc 2>/dev/null || echo 2)
status=0
flags=(-std=gnu11 -include "$build/config.h" -Iinclude -I.)
# GCC 12 knows nothing of scope guards: these four say what is released, or written by
# whoever returned no error, is not.
analyzer=(-O1 -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-null-dereference
	-Wno-analyzer-use-after-free -Wno-analyzer-use-of-uninitialized-value -Werror)

# In an unpacked release there is no git.
files() {
	git ls-files 2>/dev/null | grep . ||
		find . -type f -not -path './.git/*' -not -path './build*' -printf '%P\n'
}

scripts() {
	files | while IFS= read -r file; do
		[[ $file == build-aux/* || ! -f $file ]] && continue
		[[ $file == *.sh || $file == *.bash ]] || head -n 1 "$file" | grep -q '^#!.*sh$' &&
			echo "$file"
	done
}

# check NAME PROGRAM COMMAND...
check() {
	local name=$1 program=$2
	shift 2
	if ! command -v "$program" >/dev/null; then
		echo "$name: passed over, $program is not installed"
	elif "$@"; then
		echo "$name: nothing found"
	else
		echo "$name: FOUND something"
		status=1
	fi
}

sources() {
	printf '%s\0' base/*.c notes/*.c verify/*.c loader/*.c tools/*.c
}

analyze() {
	sources | xargs -0 -P "$jobs" -n 8 bash -c '
		status=0 n=$1; shift
		flags=("${@:1:n}"); shift "$n"
		for file; do gcc "${flags[@]}" -c -o /dev/null "$file" || status=1; done
		exit $status' _ $((${#flags[@]} + ${#analyzer[@]})) "${flags[@]}" "${analyzer[@]}"
}

tidy() {
	sources | xargs -0 -P "$jobs" -n 8 bash -c '
		build=$1; shift
		clang-tidy --quiet "$@" -- -std=gnu11 -include "$build/config.h" -Iinclude -I. \
			2>/dev/null' _ "$build"
}

check_scripts() {
	scripts | tr '\n' '\0' | xargs -0 shellcheck --severity=warning
}

# Misspelled on purpose: a spelling checker as an example; words of troff and of DWARF.
check_spelling() {
	files | grep -vE '^(LICENSE|examples/demo.sh|examples/editor/plugins/spell.c)$' |
		tr '\n' '\0' | xargs -0 codespell --ignore-words-list=bu,endianity,tthe
}

check 'gcc -fanalyzer' gcc analyze
check clang-tidy clang-tidy tidy
check shellcheck shellcheck check_scripts
check codespell codespell check_spelling
exit $status
