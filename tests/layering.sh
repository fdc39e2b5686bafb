#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Holds the shape of the source tree: which folder may include which, where each library
# is confined to, that a source includes its own header first, and the licence lines.
# Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
cd "${TEST_SOURCE_DIR:-$(dirname "${BASH_SOURCE[0]}")/..}" || exit 99
export LC_ALL=C

# sources FOLDER...: the C files below.
sources() {
	find "$@" -name '*.[ch]' 2>/dev/null | sort
}

# includes FILE: what it includes in quotes.
includes() {
	sed -n 's/^[ \t]*#[ \t]*include[ \t]*"\([^"]*\)".*/\1/p' "$1"
}

# layer FOLDER PATTERN: all that its files include is named by the extended regex.
layer() {
	local folder=$1 allowed=$2 file path
	while read -r file; do
		while read -r path; do
			[[ $path =~ ^($allowed)$ ]] || echo "$file includes \"$path\""
		done < <(includes "$file")
	done < <(sources "$folder") | report "$folder/ includes lower layers only"
}

# confine HEADERS FILES WHAT: only files named by the regex FILES include <HEADERS>.
confine() {
	local headers=$1 allowed=$2 file
	sources base notes verify loader tools include |
		xargs grep -lE "^[ 	]*#[ 	]*include[ 	]*<($headers)>" |
		while read -r file; do
			[[ $file =~ ^($allowed)$ ]] || echo "$file"
		done | report "$3"
}

layer include 'hallmark/.*'
layer base '(hallmark|base)/.*'
layer notes '(hallmark|base|notes)/.*|config\.h'
layer verify '(hallmark|base|notes|verify)/.*|config\.h'
layer loader '(hallmark|base|notes|verify|loader)/.*|config\.h'
layer tools '(hallmark|base|notes|verify|tools)/.*|config\.h'

# What ends up in a host may not reach for what only stamping needs, whatever the folder.
sources loader | xargs -r grep -nE \
	'#[ 	]*include "(verify/(dwarf_|draft|unify|hash|derive)|notes/(encode|put)\.h)' |
	report 'loader/ does not include what only stamping needs'

confine '(elfutils/)?(libdw|libdwfl|libdwelf|dwarf|known-dwarf)\.h' 'verify/dwarf_.*' \
	'libdw is confined to verify/dwarf_*'
confine 'openssl/.*' 'verify/hash.*|.*/signature.*' \
	'libcrypto is confined to hashes and signatures'
confine 'dlfcn\.h|link\.h' 'loader/.*' 'dlfcn.h and link.h are confined to loader/'
confine 'libelf\.h|gelf\.h' "$(cat <<-'FILES' | paste -sd '|'
	notes/.*
	verify/(dwarf_.*|derive.*|library.*)
	loader/.*
	FILES
)" 'libelf is confined to what reads or writes ELF'
confine 'jansson\.h' 'tools/.*' 'jansson is confined to tools/'
# CRC-32: of a stamp, and of the file that a .gnu_debuglink names.
confine 'zlib\.h' 'notes/.*|verify/dwarf_.*' 'zlib is confined to what computes a CRC-32'

sources base notes verify loader tools | grep '\.c$' | while read -r file; do
	header=${file%.c}.h
	[[ -f $header ]] || continue
	first=$(sed -n 's/^[ \t]*#[ \t]*include[ \t]*[<"]\([^>"]*\)[>"].*/\1/p' "$file" | head -n 1)
	[[ $first == "$header" ]] || echo "$file includes $first first"
done | report 'a source includes its own header first'

sources base notes verify loader include | grep '\.h$' | while read -r file; do
	guard=${file#include/} guard=${guard//[\/.]/_}
	grep -q "^#ifndef ${guard^^}$" "$file" || echo "$file: no guard ${guard^^}"
done | report 'headers are guarded by their own name'

# What no Makefile.inc names is not in the tarball that `make dist` makes.
find base notes verify loader tools tests fuzz include -name '*.[ch]' -o -name '*.sh' \
	-o -name '*.bash' | sort | while read -r file; do
	folder=${file%%/*} name=${file#*/}
	# Folders that are taken as a whole.
	[[ $folder == include || $name != */* ]] || continue
	grep -qE "%D%/${name//./\\.}( |$)" "$folder/Makefile.inc" || echo "$file"
done | report 'every source is in a Makefile.inc, and so in the tarball'

# What may carry a comment says under which licence it stands.
find . -path ./.git -prune -o -path './build*' -prune -o -path ./autom4te.cache -prune -o \
	-name config.h -prune -o \( -name '*.[ch]' -o -name '*.sh' -o -name '*.inc' \
	-o -name '*.ac' -o -name '*.am' -o -name '*.map' -o -name quickstart -o -path ./.ci/run \) -print | sort |
	while read -r file; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: BSD-3-Clause' ||
			echo "$file"
	done | report 'every source has its SPDX line'

done_testing
