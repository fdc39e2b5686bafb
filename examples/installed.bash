# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# To be sourced: installs the build tree for the tests of what its users would build.

# install_hallmark FOLDER: what `make install` does, into FOLDER; sets PATH and the like so
# that tools and builds find it, as if it were /usr. Returns 1 with make's words if it fails.
install_hallmark() {
	local root=$1 build=${TEST_BUILD_DIR:?} prefix log=$1.log
	prefix=$(sed -n 's/^prefix=//p' "$build/hallmark.pc")
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$build" install DESTDIR="$root" \
		>"$log" 2>&1 || {
		cat "$log" >&2
		return 1
	}
	prefix=$root$prefix
	# Of the place where it will be, and no place for it to be linked from.
	rm -f "$prefix"/lib/*.la
	sed -i -e "s|^prefix=.*|prefix=$prefix|" \
		-e "s|^Libs: |&-Wl,-rpath,\${libdir} ${TEST_SANITIZE:-} |" \
		"$prefix/lib/pkgconfig/hallmark.pc"
	mkdir -p "$root/compiler"
	printf '#!/bin/sh\nexec %s "$@"\n' "${CC:-gcc}" >"$root/compiler/cc"
	chmod +x "$root/compiler/cc"
	export PATH=$root/compiler:$prefix/bin:$PATH CC=cc
	export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
	export CMAKE_PREFIX_PATH=$prefix ACLOCAL_PATH=$prefix/share/aclocal
	export LD_LIBRARY_PATH=$prefix/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
}
