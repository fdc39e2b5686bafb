#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# The distribution's Python as host, its extension modules as plugins: built as they are,
# with their debug information in packages of its own. See README.md here.
#
#   python.sh [FOLDER]     FOLDER gets the stamped copies; default: real/python
#
# HALLMARK names the tool (default: hallmark in PATH). With TEST_BUILD_DIR, where
# libhallmark.so has been built, a program opens the modules as well.

set -euo pipefail
export LC_ALL=C

# shellcheck source-path=SCRIPTDIR source=source.bash disable=SC1091
. "$(dirname "$0")/source.bash"

hallmark=${HALLMARK:-hallmark}
folder=${1:-real/python}
cc=${CC:-cc}
here=$(cd "$(dirname "$0")" && pwd)
include=${TEST_SOURCE_DIR:-$here/../..}/include

# Debug interpreter and release interpreter of one version: python3.11d, python3.11
find_python() {
	local debug
	for debug in /usr/bin/python3.*d; do
		[[ -x $debug && -x ${debug%d} ]] && version=${debug#/usr/bin/python} && version=${version%d}
	done
	[[ -n ${version:-} ]] || skip "no interpreter with debug information: python3-dbg"
	modules=/usr/lib/python$version/lib-dynload
}

# stamp NAME SUFFIX MODULE-TAG: interpreter and modules, as NAME/python and NAME/*.so
stamp() {
	local name=$1 file
	rm -rf "$name" && mkdir "$name"
	cp "/usr/bin/python$version$2" "$name/python"
	"$hallmark" stamp --role host --package python.org/python "$name/python" ||
		skip "no debug information of /usr/bin/python$version$2"
	cp "$modules"/*".cpython-$3-"*.so "$name/"
	for file in "$name"/*.so; do
		"$hallmark" stamp --package "python.org/$(basename "${file%%.*}")" "$file" \
			2>>"$name/warnings" || fail "cannot stamp $file"
	done
}

# verify HOST MODULE...: the answer as JSON; the exit status as `status`
verify() {
	local host=$1
	shift
	status=0
	json=$("$hallmark" verify --json --host "$host" "$@" 2>&1) || status=$?
}

# The rules that it breaks, each once.
breaks() {
	grep -B 1 '"severity": "break"' <<<"$json" | sed -n 's/.*"rule": "\(.*\)".*/\1/p' | sort -u
}

expect_all_fit() { # HOST-NAME MODULES-NAME
	verify "$1/python" "$2"/*.so
	[[ $status == 0 && $json != *'"break"'* && $json != *'"warning"'* ]] ||
		fail "not all $2 modules fit the $1 interpreter: $(head -c 2000 <<<"$json")"
	pass "$(find "$2" -name '*.so' | wc -l) $2 modules fit the $1 interpreter"
}

# Who counts references in a variable that the release interpreter does not have.
expect_counters_refused() {
	local file symbols counting refused=0
	for file in debug/*.so; do
		symbols=$(nm -D --undefined-only "$file")
		counting=0
		[[ $symbols != *_Py_RefTotal* && $symbols != *_Py_NegativeRefcount* ]] ||
			counting=1
		verify release/python "$file"
		[[ $status == "$counting" ]] || fail "$file: exit status $status, not $counting: $json"
		if ((counting)); then
			refused=$((refused + 1))
			[[ $(breaks) == symbol-missing ]] ||
				fail "$file: more than symbols is missing: $json"
		fi
	done
	((refused)) || fail "no debug module counts references"
	pass "$refused debug modules do not fit the release interpreter, for want of _Py_RefTotal"
}

open_all() {
	local library="libpython${version}d.so.1.0"
	if [[ -z ${TEST_BUILD_DIR:-} ]] ||
		! cp "$(find /usr/lib -name "$library" | head -n 1)" . 2>/dev/null; then
		echo "SKIP: opening the modules: no $library, or TEST_BUILD_DIR is not set"
		return
	fi
	"$hallmark" stamp --role library --package python.org/libpython "$library"
	# shellcheck disable=SC2016
	"$cc" -g -rdynamic -I"$include" -x c - -x none -o open -Wl,--no-as-needed "./$library" \
		-L"$TEST_BUILD_DIR/.libs" -lhallmark <<'SOURCE' || fail "cannot build the program"
#include <hallmark/hallmark.h>
#include <stdio.h>
int main(int argc, char **argv)
{
	int opened = 0;
	for (int i = 1; i < argc; i++) {
		struct hm_plugin *plugin;
		struct hm_error *error = hm_open(argv[i], NULL, &plugin);
		if (error)
			puts(hm_error_message(error));
		hm_error_free(error);
		opened += !error;
	}
	printf("%d opened\n", opened);
	return opened != argc - 1;
}
SOURCE
	"$hallmark" stamp --role host --package example.org/open open
	status=0
	report=$(LD_LIBRARY_PATH=$PWD:$TEST_BUILD_DIR/.libs ./open debug/*.so) || status=$?
	[[ $status == 0 ]] || fail "hm_open() refused: $report"
	pass "hm_open(): $report"
}

type "$hallmark" >/dev/null 2>&1 || fail "no hallmark: set HALLMARK to the tool"
case $hallmark in
*/*) hallmark=$(realpath "$hallmark") ;;
esac
find_python
mkdir -p "$folder" && cd "$folder"

stamp debug d "${version/./}d"
stamp release '' "${version/./}"

expect_all_fit debug debug
expect_all_fit release release
# Since Python 3.8 the two builds have one ABI, and the documentation says so.
expect_all_fit debug release
expect_counters_refused
open_all
