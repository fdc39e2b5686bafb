#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What libhallmark.so exports is what its map lists is what the public headers declare; it
# needs neither libdw nor libcrypto. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C
source=${TEST_SOURCE_DIR:?} build=${TEST_BUILD_DIR:?}
library=$build/.libs/libhallmark.so
map=$source/loader/libhallmark.map
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

[[ -f $library ]] || { echo "$library is missing" >&2; exit 99; }

# Functions that the headers mark with HM_API, as the compiler sees them.
for header in "$source"/include/hallmark/*.h; do
	echo "#include <hallmark/${header##*/}>"
done | ${CC:-cc} -E -P -D'HM_API=HM_API_MARK' -I"$source/include" -x c - |
	tr '\n' ' ' | tr ';{}' '\n' | grep HM_API_MARK |
	sed -n 's/.*HM_API_MARK[^(]*[^A-Za-z0-9_]\(hm_[a-z0-9_]*\) *(.*/\1/p' |
	sort -u >"$work/headers"
sed -n 's/^[ \t]*\(hm_[a-z0-9_]*\);.*/\1/p' "$map" | sort >"$work/map"
readelf --dyn-syms --wide "$library" |
	awk '$7 != "UND" && $5 != "LOCAL" && $4 != "OBJECT" && $8 ~ /@/ {
		sub(/@.*/, "", $8); print $8 }' | sort -u >"$work/library"

{
	[[ -s $work/headers ]] || echo 'no function is marked HM_API'
} | report 'the headers declare functions'
diff "$work/headers" "$work/map" | report 'the headers and the map list the same'
diff "$work/map" "$work/library" | report 'the map and the library list the same'
uniq -d "$work/map" | report 'the map lists each symbol once'

for header in "$source"/include/hallmark/*.h; do
	grep -nE '^[a-z].*\bhm_[a-z_]+\(' "$header" | grep -vE 'HM_API|static inline|typedef' |
		sed "s|^|${header##*/}:|"
done | report 'every public function is marked HM_API'

readelf --dyn-syms --wide "$library" |
	awk '$7 != "UND" && $5 != "LOCAL" && $7 != "ABS" && $8 !~ /@@HALLMARK_/ && NR > 3 && $8 {
		print $8 }' | report 'every exported symbol has a version of ours'

readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' |
	grep -vE '^(libelf|libz|libc|libdl|libpthread|ld-linux[a-z0-9-]*|ld64|lib(a|t|ub)san)\.so' |
	report 'the library needs libelf, zlib and the C library only'

{
	readelf -d "$library" | grep -qE 'SONAME.*\[libhallmark\.so\.[0-9]+\]' ||
		echo 'no SONAME'
} | report 'the library has its SONAME'

ldd "$library" | grep -E 'libdw\.|libcrypto|libjansson|libssl|not found' |
	report 'ldd lists neither libdw nor libcrypto'

# The public headers stand alone, in C and in C++, and say nothing that warns.
for header in "$source"/include/hallmark/*.h; do
	${CC:-cc} -std=c11 -Wall -Wextra -Werror -pedantic -fsyntax-only \
		-I"$source/include" -x c - 2>&1 <<-SOURCE
			#include <hallmark/${header##*/}>
			int not_empty;
		SOURCE
done | report 'each public header stands alone in C11'
if ${CXX:-c++} --version >/dev/null 2>&1; then
	for header in "$source"/include/hallmark/*.h; do
		${CXX:-c++} -std=c++11 -Wall -Wextra -Werror -fsyntax-only \
			-I"$source/include" -x c++ - <<<"#include <hallmark/${header##*/}>" 2>&1
	done | report 'each public header stands alone in C++11'
else
	skip 'each public header stands alone in C++11' 'there is no C++ compiler'
fi

done_testing
