#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# Hallmark built for other machines and run there, by the kernel or by qemu's user mode:
#
#   suite    the unit tests, run on that machine
#   stamps   files cross-built from the verdict cases: stamped here and on that machine, the
#            stamps are the same bytes, and so is what verify says
#   native   files compiled on that machine, by its own compiler: the same stamp as the
#            cross-built ones
#
#   machines.sh [FOLDER [MACHINE...]]    FOLDER keeps what was fetched and built
#
# Names of machines are Debian's: i386 arm64 s390x by default. HALLMARK is the tool of this
# machine. Nothing is installed: libraries and compilers of the machine are unpacked below
# FOLDER and seen in a name space of their own.

# shellcheck disable=SC2030,SC2031 # PATH is the machine's in some subshells only
set -u
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=source.bash disable=SC1091
. "$here/source.bash"

hallmark=$(command -v "${HALLMARK:-hallmark}") || skip "no tool ${HALLMARK:-hallmark}"
hallmark=$(realpath "$hallmark")
mkdir -p "${1:-real/machines}" && folder=$(cd "${1:-real/machines}" && pwd) || exit 1
shift $(($# > 0))
machines=("$@")
[[ $# -gt 0 ]] || machines=(i386 arm64 s390x)

# What the library, the tool and the tests are built with, and the machine's own compiler.
packages=(libc6-dev libelf-dev libdw-dev libssl-dev libjansson-dev libcunit1-dev gcc-12)
# Cases that are compiled by that compiler, which is slow where it is emulated.
native_cases=(struct-insert-middle bitfield-order-swapped enum-added-at-end
	cycle-vtable-takes-itself array-member-bound-changes)
case_flags=(-g -O1 -w -fPIC -shared -DUNIT=1 -DOLD)

triplet() { # MACHINE
	case $1 in
	i386) echo i686-linux-gnu ;;
	arm64) echo aarch64-linux-gnu ;;
	armhf) echo arm-linux-gnueabihf ;;
	ppc64el) echo powerpc64le-linux-gnu ;;
	*) echo "$1-linux-gnu" ;;
	esac
}

emulator() { # MACHINE
	case $1 in
	i386) echo '' ;;
	arm64) echo qemu-aarch64-static ;;
	armhf) echo qemu-arm-static ;;
	ppc64el) echo qemu-ppc64le-static ;;
	*) echo "qemu-$1-static" ;;
	esac
}

# Class, byte order, type (of programs and of those for any address) and machine, as in the
# ELF header.
signature() { # MACHINE
	case $1 in
	arm64) printf '%s\n' '\x02\x01 \x02\x00 \xb7\x00' ;;
	armhf) printf '%s\n' '\x01\x01 \x02\x00 \x28\x00' ;;
	ppc64el) printf '%s\n' '\x02\x01 \x02\x00 \x15\x00' ;;
	riscv64) printf '%s\n' '\x02\x01 \x02\x00 \xf3\x00' ;;
	s390x) printf '%s\n' '\x02\x02 \x00\x02 \x00\x16' ;;
	esac
}

# The line that has the kernel run a machine's programs by an emulator.
interpreter() { # MACHINE
	local class type number zeros ones
	[[ -n $(emulator "$1") ]] || return 0
	read -r class type number <<<"$(signature "$1")"
	zeros=$(printf '\\x00%.0s' {1..9}) ones=$(printf '\\xff%.0s' {1..7})
	printf '%s' ":machine:M::\\x7fELF$class\\x01$zeros$type$number" \
		":$ones\\x00$ones\\xff\\xfe\\xfe\\xff\\xff:$(command -v "$(emulator "$1")"):F"
}

# Runs a command where the machine's programs run as if they were this one's: its libraries
# lie over ours, its programs go to the emulator. Only in a name space of that command.
on_machine() { # MACHINE COMMAND...
	local root=$folder/$1/root line
	line=$(interpreter "$1")
	shift
	# shellcheck disable=SC2016 # expanded inside
	unshare --user --map-root-user --mount bash -c '
		mount -t overlay overlay -o "lowerdir=$1/usr/lib:/usr/lib" /usr/lib || exit 99
		mount --rbind /dev "$1/dev" || exit 99
		if [[ -n $2 ]]; then
			mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc &&
				printf "%s" "$2" >/proc/sys/fs/binfmt_misc/register || exit 99
		fi
		shift 2
		exec "$@"' bash "$root" "$line" "$@"
}

# Prints what is missing for a machine.
obstacle() { # MACHINE
	local compiler emulator
	compiler=$(triplet "$1")-g++ emulator=$(emulator "$1")
	if ! command -v "$compiler" >/dev/null; then
		echo "$compiler is not installed (g++-$(triplet "$1") and gcc-$(triplet "$1"))"
	elif [[ -n $emulator ]] && ! command -v "$emulator" >/dev/null; then
		echo "$emulator is not installed (qemu-user-static)"
	elif ! command -v apt-get >/dev/null; then
		echo "there is no apt-get"
	fi
}

# Its packages, unpacked.
fetch_root() { # MACHINE
	local machine=$1 root=$folder/$1/root apt=$folder/$1/apt file directory
	[[ ! -e $root/complete ]] || return 0
	mkdir -p "$apt/cache/archives/partial" "$apt/sources" && : >"$apt/status"
	cp /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list "$apt/sources/" \
		2>/dev/null
	[[ ! -s /etc/apt/sources.list ]] || cp /etc/apt/sources.list "$apt/sources/system.list"
	local options=(-o Dir::State::status="$apt/status" -o APT::Architecture="$machine"
		-o APT::Architectures="$machine" -o APT::Install-Recommends=false)
	# Archives without this machine fail here and are of no concern.
	private_apt apt-get "$apt" "${options[@]}" update || :
	private_apt apt-get "$apt" "${options[@]}" --yes --download-only install \
		"${packages[@]}" || return
	for directory in bin sbin lib; do
		mkdir -p "$root/usr/$directory" "$root/tmp" "$root/dev" &&
			ln -sfn "usr/$directory" "$root/$directory"
	done
	for file in "$apt"/cache/archives/*.deb; do
		dpkg-deb --fsys-tarfile "$file" |
			tar -C "$root" -x --keep-directory-symlink --no-same-owner || return
	done
	touch "$root/complete"
}

# What tests call gcc, strip and so on, for that machine.
write_programs() { # MACHINE
	local machine=$1 bin=$folder/$1/bin target name
	target=$(triplet "$machine")
	mkdir -p "$bin"
	for name in gcc g++ cpp; do
		command -v "$target-$name" >/dev/null || continue
		printf '#!/bin/sh\nexec %s --sysroot=%s "$@"\n' "$target-$name" \
			"$folder/$machine/root" >"$bin/$name"
	done
	printf '#!/bin/sh\nexec /usr/bin/clang --target=%s --sysroot=%s "$@"\n' "$target" \
		"$folder/$machine/root" >"$bin/clang"
	chmod +x "$bin"/*
	ln -sfn gcc "$bin/cc"
	# Where these look for linkers of other machines.
	for name in lld mold; do
		command -v "$name" >/dev/null &&
			ln -sfn "$(command -v "$name")" "$bin/$target-ld.$name"
	done
	for name in ar as ld ld.bfd ld.gold nm objcopy objdump ranlib readelf strip; do
		command -v "$target-$name" >/dev/null &&
			ln -sfn "$(command -v "$target-$name")" "$bin/$name"
	done
	return 0
}

build() { # MACHINE
	local machine=$1 root=$folder/$1/root target library
	target=$(triplet "$machine")
	library=$root/usr/lib/$target
	[[ $machine != i386 ]] || library=$root/usr/lib/i386-linux-gnu
	mkdir -p "$folder/$machine/build"
	(
		cd "$folder/$machine/build" || exit
		export PATH=$folder/$machine/bin:$PATH PKG_CONFIG_SYSROOT_DIR=$root
		export PKG_CONFIG_LIBDIR=$library/pkgconfig:$root/usr/share/pkgconfig
		[[ -e Makefile ]] || "$source/configure" --quiet --host="$target" CC=gcc || exit
		make -j"${JOBS:-2}" && make -j"${JOBS:-2}" tests/suite
	)
}

# What an emulator does not do as the machine does: open /proc/self/exe of a file that was
# replaced, for one.
emulated='loader_host: host_replaced_while_running'

# Its unit tests; prints how many passed, failed and were skipped.
run_suite() { # MACHINE
	local machine=$1 build=$folder/$1/build log=$folder/$1/suite.log
	(
		cd "$build" || exit
		PATH=$folder/$machine/bin:$PATH CC=gcc HALLMARK=$build/hallmark \
			on_machine "$machine" tests/suite
	) >"$log" 2>&1
	[[ -z $(emulator "$machine") ]] ||
		sed -i "s/^not ok - $emulated.*/ok - $emulated # SKIP emulated/" "$log"
	grep -q '^# total: ' "$log" || echo 'not ok - the suite did not finish' >>"$log"
	printf '%d %d %d\n' "$(grep '^ok' "$log" | grep -vc '# SKIP')" \
		"$(grep -c '^not ok' "$log")" "$(grep -c '^ok.*# SKIP' "$log")"
}

stamp_with() { # TOOL OUT FILE
	"$1" stamp --package example.org/machine -o "$2" "$3"
}

# By the cross compiler.
compile() { # MACHINE CASE SIDE OUT
	(cd "$source/tests/cases" && "$folder/$1/bin/gcc" "${case_flags[@]}" "-D$3" "$2.c" -o "$4")
}

# Counts the files that are the same as those beside them, and others, which the log names.
count_same() { # LOG NAME.here...
	local log=$1 file same=0 other=0
	shift
	for file in "$@"; do
		if cmp "$file" "${file%here}there" >>"$log" 2>&1; then
			same=$((same + 1))
		else
			other=$((other + 1))
		fi
	done
	echo "$same $other"
}

# Stamps and reports by their tool and by ours.
compare_stamps() { # MACHINE
	local work=$folder/$1/stamps log=$folder/$1/stamps.log path name side
	rm -rf "$work" && mkdir "$work"
	for path in "$source"/tests/cases/*.c; do
		name=$(basename "$path" .c)
		for side in PROVIDER CONSUMER; do
			compile "$1" "$name" $side "$work/$name.$side" &&
				stamp_with "$hallmark" "$work/$name.$side.here" "$work/$name.$side"
		done
		(cd "$work" && cp "$name.PROVIDER.here" host && cp "$name.CONSUMER.here" plugin &&
			"$hallmark" verify --json --host host plugin >"$name.report.here")
	done >"$log" 2>&1
	# shellcheck disable=SC2016
	(cd "$work" && on_machine "$1" bash -c '
		for file in *ER.here; do
			"$1" stamp --package example.org/machine -o "${file%here}there" \
				"${file%.here}"
		done
		for file in *.report.here; do
			cp "${file%report.here}PROVIDER.there" host
			cp "${file%report.here}CONSUMER.there" plugin
			"$1" verify --json --host host plugin >"${file%here}there"
		done' bash "$folder/$1/build/hallmark") >>"$log" 2>&1
	count_same "$log" "$work"/*.here
}

dump_note() { # MACHINE FILE OUT
	"$folder/$1/bin/objcopy" --dump-section ".note.hallmark=$3" "$2" /dev/null
}

# The same sources by the machine's own compiler and tool, both in its own root.
compare_native() { # MACHINE
	local work=$folder/$1/root/tmp log=$folder/$1/native.log name
	rm -f "$work"/*
	for name in "${native_cases[@]}"; do
		compile "$1" "$name" PROVIDER "$work/$name" &&
			stamp_with "$hallmark" "$work/$name.stamped" "$work/$name" &&
			dump_note "$1" "$work/$name.stamped" "$work/$name.here"
		cp "$source/tests/cases/$name.c" "$work/"
	done >"$log" 2>&1
	cp "$folder/$1/build/hallmark" "$work/"
	# shellcheck disable=SC2016
	on_machine "$1" bash -c 'root=$1 flags=$2
		shift 2
		for name; do
			chroot "$root" /usr/bin/gcc-12 $flags -DPROVIDER "/tmp/$name.c" -o "/tmp/$name" &&
			chroot "$root" /tmp/hallmark stamp --package example.org/machine "/tmp/$name"
		done' bash "$folder/$1/root" "${case_flags[*]}" "${native_cases[@]}" >>"$log" 2>&1
	for name in "${native_cases[@]}"; do
		dump_note "$1" "$work/$name" "$work/$name.there"
	done >>"$log" 2>&1
	count_same "$log" "$work"/*.here
}

# One row of the table; fails if anything is not as it should be.
machine() { # MACHINE
	local reason passed failed skipped same other native_same native_other
	printf '%-8s ' "$1"
	reason=$(obstacle "$1")
	if [[ -n $reason ]]; then
		echo "skipped: $reason"
		return
	fi
	mkdir -p "$folder/$1"
	if ! { fetch_root "$1" && write_programs "$1" && build "$1"; } \
		>"$folder/$1/build.log" 2>&1; then
		echo "cannot be built: see $folder/$1/build.log"
		return 1
	elif ! on_machine "$1" "$folder/$1/build/hallmark" --version >"$folder/$1/run.log" 2>&1; then
		echo "skipped: its programs do not run here: $(tail -n 1 "$folder/$1/run.log")"
		return
	fi
	read -r passed failed skipped <<<"$(run_suite "$1")"
	printf '%6d %6d %7d ' "$passed" "$failed" "$skipped"
	read -r same other <<<"$(compare_stamps "$1")"
	printf '%6d %6d ' "$same" "$other"
	read -r native_same native_other <<<"$(compare_native "$1")"
	printf '%6d %6d\n' "$native_same" "$native_other"
	[[ $passed -gt 0 && $same -gt 0 && $native_same -gt 0 &&
		$((failed + other + native_other)) == 0 ]]
}

status=0
printf '%-8s %21s %13s %13s\n' '' 'suite' 'stamps' 'native'
printf '%-8s %6s %6s %7s %6s %6s %6s %6s\n' machine passed failed skipped same other same other
for name in "${machines[@]}"; do
	machine "$name" || status=1
done
exit $status
