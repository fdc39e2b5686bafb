#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# hm_open() of a plugin of which one bit is wrong, or that ends early: every bit of its
# stamp and of its headers, every length. Prints TAP.
set -u
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
build=${TEST_BUILD_DIR:-$source}
hallmark=${HALLMARK:-$build/hallmark}
# shellcheck disable=SC2206 # flags
cc=(${CC:-cc} -g -O1 -I"$source/include" -I"$source/tests" -I"$source" ${TEST_SANITIZE:-})
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99

cat >plugin.c <<'SOURCE'
#include "loader_api.h"
int spell_count = 3;
__thread int spell_depth = 5;
int plugin_init(void);
int plugin_init(void) { return 0; }
int spell_check(const struct config *config, const char *word)
{
	return host_log(config, word) + host_level + spell_depth - 5;
}
SOURCE
# The section form is what the loader has a quick way for; the linked one it reads in full.
{
	"${cc[@]}" -rdynamic -o host "$source/tests/damaged_open.c" \
		"$source/tests/stamp_repair.c" -L"$build/.libs" -Wl,-rpath,"$build/.libs" \
		-lhallmark -lz &&
		"$hallmark" stamp --role host --package example.org/editor host &&
		gcc -g -O1 -I"$source/include" -I"$source/tests" -fPIC -c plugin.c &&
		gcc -shared -o section.so plugin.o &&
		"$hallmark" stamp --package example.org/spell --init plugin_init section.so &&
		"$hallmark" stamp --package example.org/spell --init plugin_init \
			--object note.o plugin.o &&
		gcc -shared -o linked.so plugin.o note.o &&
		strip -g section.so linked.so
} >log 2>&1 || { cat log && exit 99; }

status=0
for form in section linked; do
	./host "./$form.so" "$form" || status=1
done 2>err
grep -v '^Inconsistency detected by ld.so' err | head -n 5 | sed 's/^/# /'
echo 1..14
exit $status
