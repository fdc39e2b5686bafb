#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What `make install` puts where, and that `make uninstall` leaves nothing of it, nor takes
# what is not its own. Prints TAP.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.bash"
export LC_ALL=C TEST_BUILD_DIR=${TEST_BUILD_DIR:-$PWD}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
root=$work/root

in_root() { # TARGET
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$TEST_BUILD_DIR" "$1" \
		DESTDIR="$root"
}

holds "make install" in_root install
for file in bin/hallmark lib/libhallmark.so include/hallmark/plugin.h \
	include/hallmark/interface.h lib/pkgconfig/hallmark.pc \
	lib/cmake/Hallmark/HallmarkConfig.cmake share/aclocal/hallmark.m4 \
	share/hallmark/hallmark.mk share/man/man1/hallmark.1 share/man/man3/hm_open.3 \
	share/man/man3/hm_close.3 share/man/man7/hallmark.7 \
	share/doc/hallmark/rules.md share/bash-completion/completions/hallmark; do
	[[ -n $(find "$root" -path "*/$file") ]] || echo "$file is not there"
done | report "all parts are installed"

foreign=$(find "$root" -type d -path '*/include/hallmark')/other.h
echo '/* of another project */' >"$foreign"
holds "make uninstall" in_root uninstall
find "$root" ! -type d ! -path "$foreign" | report "no file is left"
holds "what others have put there stays" grep -q another "$foreign"
rm -f "$foreign"
holds "make uninstall once more" in_root uninstall
find "$root" -type d -empty -iname hallmark | report "no folder of its own is left"
done_testing
