#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# greeter/, built with each build system that is there: it runs, it is installed with its
# stamps, and they follow the sources. Prints TAP. Needs a build tree: TEST_SOURCE_DIR and
# TEST_BUILD_DIR.

# shellcheck disable=SC2119,SC2120,SC2317 # functions that check() calls
set -u
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS

if [[ -n ${TEST_SANITIZE:-} ]]; then
	echo 'the run-time of a sanitizer, linked in, has symbols of its own' && exit 77
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=installed.bash
. "$here/installed.bash"
. "$here/../tests/tap.bash"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

check() { # NAME COMMAND...
	holds "$system: $1" "${@:2}"
}

# How each is configured in its folder build/, built, and installed.
configure_make() { :; }
build_make() { make -C build -f ../plain.mk VPATH=..; }
install_make() { make -C build -f ../plain.mk VPATH=.. install DESTDIR="$1" PREFIX=/opt; }

configure_autotools() { autoreconf -i && (cd build && ../configure --prefix=/opt); }
build_autotools() { make -C build; }
install_autotools() { make -C build install pkglibdir=/opt/lib/greeter DESTDIR="$1"; }

configure_cmake() {
	LDFLAGS=${TEST_SANITIZE:-} cmake -B build -DCMAKE_INSTALL_PREFIX=/opt "$@"
}
build_cmake() { cmake --build build; }
install_cmake() { DESTDIR=$1 cmake --install build; }

configure_meson() {
	LDFLAGS=${TEST_SANITIZE:-} meson setup --prefix=/opt --libdir=lib build
}
build_meson() { meson compile -C build; }
install_meson() { DESTDIR=$1 meson install -C build; }

has() {
	local program
	for program; do
		command -v "$program" >/dev/null || { skip "$system" "$program is not installed"; return 1; }
	done
}

plugin() { # FOLDER
	if [[ -e $1/.libs/hello.so ]]; then echo "$1/.libs/hello.so"; else echo "$1/hello.so"; fi
}

runs() { [[ $(build/host "./$(plugin build)") == 'limit 10' ]]; }

# Installed and stripped, they still have the verdict that they had.
installs() {
	local root=$PWD/root/opt
	"install_$kind" "$PWD/root" &&
		hallmark verify --host build/host "$(plugin build)" >built &&
		strip root/opt/bin/host root/opt/lib/greeter/hello.so &&
		hallmark verify --host "$root/bin/host" "$root/lib/greeter/hello.so" >installed &&
		diff built installed && grep fits built
}

# A struct changes, and with it the stamps: the host that was installed knows.
follows() {
	sed -i 's/int level;/int level; int mode;/' greeter.h &&
		"build_$kind" && hallmark show --check build/host &&
		hallmark show --check "$(plugin build)" && runs &&
		! hallmark verify --host root/opt/bin/host "$(plugin build)" >verdict &&
		grep -q 'struct config differs' verdict
}

start() { # NAME KIND
	system=$1 kind=$2
	mkdir "$work/$1" && cp -r "$here/greeter/." "$work/$1" && cd "$work/$1" &&
		chmod -R u+w . && mkdir build
}

try() { # NAME KIND [ARGUMENT-TO-CONFIGURE]...
	start "$1" "$2" || exit 99
	check 'is configured' "configure_$kind" "${@:3}"
	check 'builds' "build_$kind"
	check 'runs' runs
	check 'is installed with its stamps' installs
	check 'stamps again what has changed' follows
}

# A module that is linked to a library of the same tree is linked again to be installed.
relinks() {
	cat >>Makefile.am <<-'END'
		lib_LTLIBRARIES = libwords.la
		libwords_la_SOURCES = words.c
		hello_la_LIBADD += libwords.la
	END
	echo 'int words(int number); int words(int number) { return number; }' >words.c
	sed -i 's/limit = limit/limit = words(limit)/; 1a int words(int number);' hello.c
	configure_autotools && build_autotools && install_autotools "$PWD/root" >log 2>&1 &&
		grep 'relinking' log && readelf -d root/opt/lib/greeter/hello.so | grep libwords &&
		hallmark verify --host build/host root/opt/lib/greeter/hello.so
}

# Without shared libraries there is no plugin, but no failure either.
builds_static() {
	sed -i 's/disable-static/disable-shared/' configure.ac
	configure_autotools && build_autotools && build/host missing.so 2>&1 | grep missing.so
}

cmake_section() {
	sed -i 's|greeter/hello)|greeter/hello SECTION)|' CMakeLists.txt
	configure_cmake && build_cmake -v && runs && readelf -l build/hello.so >segments &&
		! grep note.hallmark segments
}

cmake_against() {
	sed -i 's|greeter/hello)|greeter/hello AGAINST host.stamp)|' CMakeLists.txt
	cc -g -rdynamic -o host host.c "-I$(pkg-config --variable=includedir hallmark)" \
		"-L$(pkg-config --variable=libdir hallmark)" -lhallmark &&
		hallmark stamp host && hallmark show --stamp-only -o host.stamp host &&
		configure_cmake && build_cmake && runs || return
	sed -i 's/int level;/int level; int mode;/' greeter.h
	! build_cmake >log 2>&1 && grep 'struct config differs' log
}

cmake_finds_version() {
	sed -i "s/Hallmark REQUIRED/Hallmark $(pkg-config --modversion hallmark) EXACT REQUIRED/" \
		CMakeLists.txt
	configure_cmake
}

# A variable of make takes not every character of a file's name.
takes_names() {
	cat >names.mk <<-'END'
		include $(shell pkg-config --variable=rules hallmark)
		c++-x.y-stamp.o: hello.o
		c___x_y_STAMP = --package example.org/named
	END
	cc -g -c hello.c "-I$(pkg-config --variable=includedir hallmark)" &&
		make -f names.mk c++-x.y-stamp.o &&
		hallmark show c++-x.y-stamp.o | grep example.org/named
}

# As --disable-shared installs it: last, since the installation is not mended.
cmake_archive() {
	local folder
	folder=$(pkg-config --variable=libdir hallmark)
	rm "$folder"/libhallmark.so*
	ar -M <<-END
		CREATE $folder/libhallmark.a
		ADDLIB $TEST_BUILD_DIR/.libs/libcore.a
		ADDLIB $TEST_BUILD_DIR/.libs/libloader.a
		SAVE
	END
	configure_cmake && build_cmake && runs && ! readelf -d build/host | grep libhallmark
}

cmake_refuses() { # WORDS LINE
	echo "$2" >>CMakeLists.txt
	! configure_cmake >log 2>&1 && grep -- "$1" log
}

system=install
install_hallmark "$work/root" || exit 99

try make make
start make-names make
check 'options of a file with another name' takes_names
system=autotools
if has autoreconf libtoolize; then
	try autotools autotools
	start autotools-relink autotools
	check 'a module that is linked again is installed with its stamp' relinks
	start autotools-static autotools
	check 'builds without shared libraries' builds_static
fi
system=cmake
if has cmake; then
	try cmake cmake -G 'Unix Makefiles'
	start cmake-section cmake
	check 'stamps the linked file' cmake_section
	start cmake-against cmake
	check 'fails where the host would refuse' cmake_against
	start cmake-refuses cmake
	check 'says that PACKAGE is missing' cmake_refuses 'PACKAGE is missing' \
		'hallmark_stamp(hello)'
	start cmake-version cmake
	check 'is found by its version' cmake_finds_version
	start cmake-too-old cmake
	check 'says that it is too old' cmake_refuses 'version: [0-9]' \
		'find_package(Hallmark 9.0 REQUIRED)'
fi
system=cmake-ninja
if has cmake ninja; then
	try cmake-ninja cmake -G Ninja
fi
system=meson
if has meson ninja; then
	try meson meson
fi
system=cmake-archive
if has cmake; then
	start cmake-archive cmake
	check 'links the archive where there is no shared library' cmake_archive
fi
done_testing
