#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Whatever shape a file has: stamping moves nothing, stamping twice gives the same bytes,
# and unstamp gives back the original ones. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

export HALLMARK=${HALLMARK:-hallmark}
hallmark=$HALLMARK
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
export LC_ALL=C

# The stamp of a file with debug information, to be put into files that have none.
stamp() {
	"$hallmark" stamp --package "example.org/${2:-shape}" --debug-dir debug "$1"
}

# What of the original file is still there: all but the ELF header.
moved_nothing() {
	local size
	size=$(stat -c %s "$1")
	cmp <(tail -c +65 "$1") <(head -c "$size" "$2" | tail -c +65)
}

# round FILE: stamp, again, another stamp, the first one again, unstamp
round() {
	cp "$1" work.elf || return
	stamp work.elf && cp work.elf stamped.elf && moved_nothing "$1" stamped.elf &&
		stamp work.elf && cmp work.elf stamped.elf &&
		stamp work.elf other && ! cmp -s work.elf stamped.elf &&
		stamp work.elf && cmp work.elf stamped.elf &&
		readelf -aW work.elf >/dev/null 2>complaints && ! [[ -s complaints ]] &&
		"$hallmark" unstamp -o back.elf work.elf && cmp back.elf "$1" &&
		"$hallmark" unstamp work.elf && cmp work.elf "$1" &&
		! "$hallmark" unstamp work.elf 2>/dev/null && cmp work.elf "$1"
}

# Runs the stamped program, if this machine can.
runs() {
	[[ $1 != runs ]] || { cp shape.elf run.elf && stamp run.elf && ./run.elf; }
}

# shape NAME runs|- COMMAND...: a command that makes shape.elf
shape() {
	local name=$1 how=$2
	shift 2
	rm -f ./*.elf
	if ! command -v "${1#env }" >/dev/null; then
		skip "$name" "no $1"
	elif ! "$@" >build.log 2>&1; then
		skip "$name" "$(tail -1 build.log | cut -c1-80)"
	elif { round shape.elf && runs "$how"; } >held 2>&1; then
		ok "$name"
	else
		not_ok "$name" "$(head -9 held)" "$(head -3 complaints)"
	fi
}

cat >shape.c <<'SOURCE'
struct config { int level; long limit; };
int shape_run(struct config *config);
int shape_run(struct config *config) { return config->level; }
struct config shape_table[3];
_Thread_local int shape_thread;
#ifdef PROGRAM
int main(void) { return shape_run(shape_table); }
#endif
SOURCE

# after COMMAND...: makes a library, then runs commands on it
after() {
	gcc -g -O1 -fPIC -shared shape.c -o shape.elf && sh -c "$1"
}

for linker in bfd gold lld mold; do
	shape "a library by $linker" - \
		gcc -g -O1 -fPIC -shared -fuse-ld=$linker shape.c -o shape.elf
	shape "a program by $linker" runs gcc -g -DPROGRAM -pie -fPIE -fuse-ld=$linker \
		shape.c -o shape.elf
	shape "a program at a fixed address by $linker" runs \
		gcc -g -DPROGRAM -no-pie -fno-pie -fuse-ld=$linker shape.c -o shape.elf
	shape "separate code by $linker" runs gcc -g -DPROGRAM -fuse-ld=$linker \
		-Wl,-z,separate-code shape.c -o shape.elf
	shape "compressed debug sections by $linker" - gcc -g -gz -fPIC -shared \
		-fuse-ld=$linker shape.c -o shape.elf
done
shape "a static program" runs gcc -g -DPROGRAM -static shape.c -o shape.elf
shape "a static program for any address" runs gcc -g -DPROGRAM -static-pie shape.c -o shape.elf
shape "packed relative relocations" - \
	gcc -g -fPIC -shared -Wl,-z,pack-relative-relocs shape.c -o shape.elf
shape "RELR by lld" - gcc -g -fPIC -shared -fuse-ld=lld -Wl,--pack-dyn-relocs=relr \
	shape.c -o shape.elf
shape "no build-id" - gcc -g -fPIC -shared -Wl,--build-id=none shape.c -o shape.elf
shape "executable stack" - gcc -g -fPIC -shared -Wl,-z,execstack shape.c -o shape.elf
shape "no hash table of GNU" - gcc -g -fPIC -shared -Wl,--hash-style=sysv shape.c -o shape.elf
shape "big pages" - gcc -g -fPIC -shared -Wl,-z,max-page-size=65536 shape.c -o shape.elf
shape "one segment" - gcc -g -fPIC -shared -Wl,-N shape.c -o shape.elf
shape "garbage collected" - \
	gcc -g -fPIC -shared -ffunction-sections -Wl,--gc-sections shape.c -o shape.elf
shape "link-time optimisation" - gcc -g -O2 -flto -fPIC -shared shape.c -o shape.elf
shape "clang" - clang -g -O1 -fPIC -shared shape.c -o shape.elf
shape "clang -flto" - clang -g -O1 -flto -fuse-ld=lld -fPIC -shared shape.c -o shape.elf
shape "split debug information" - gcc -g -gsplit-dwarf -fPIC -shared shape.c -o shape.elf
shape "type units" - gcc -g -fdebug-types-section -fPIC -shared shape.c -o shape.elf

mkdir -p debug
separate='objcopy --only-keep-debug shape.elf debug/shape.debug'
shape "strip" - after "$separate && strip shape.elf &&
	objcopy --add-gnu-debuglink=debug/shape.debug shape.elf"
shape "eu-strip" - after 'eu-strip -f debug/shape.debug shape.elf'
shape "eu-strip -g" - after 'eu-strip -g -f debug/shape.debug shape.elf'
shape "llvm-strip" - after "$separate && llvm-strip shape.elf &&
	objcopy --add-gnu-debuglink=debug/shape.debug shape.elf"
shape "objcopy" - after 'objcopy shape.elf'
shape "objcopy: compressed" - after 'objcopy --compress-debug-sections shape.elf'
shape "one more section" - after 'echo more >more && objcopy --add-section .more=more shape.elf'
shape "patchelf" - after 'patchelf --set-rpath /opt/a/long/path/to/somewhere shape.elf'
shape "dwz" - after 'dwz shape.elf'
for more in 1 2 3 5 7 4095; do
	shape "$more bytes behind the end" - after "head -c $more /dev/zero >>shape.elf"
done
shape "a text behind the end" - after 'echo "appended by hand" >>shape.elf'
# The trailer is the last thing in a file, so that another's is not taken for ours.
shape "a false trailer behind the end" - after \
	'{ printf HALLMARK; head -c 32 /dev/zero; } >>shape.elf'
shape "another file's note and trailer behind the end" - after \
	'cp shape.elf more && "$HALLMARK" stamp --package example.org/q more &&
	tail -c 400 more >>shape.elf'
shape "section headers in front" - after "python3 -c '
import struct
b = bytearray(open(\"shape.elf\", \"rb\").read())
at, = struct.unpack_from(\"<Q\", b, 40)
n, = struct.unpack_from(\"<H\", b, 60)
table = b[at:at + 64 * n]
b[at:at + 64 * n] = bytes(64 * n)
b += bytes(-len(b) % 8)
struct.pack_into(\"<Q\", b, 40, len(b))
b += table + b\"behind the section headers\"
open(\"shape.elf\", \"wb\").write(b)'"
for machine in i686-linux-gnu aarch64-linux-gnu arm-linux-gnueabihf s390x-linux-gnu \
	powerpc64le-linux-gnu riscv64-linux-gnu mips-linux-gnu; do
	shape "$machine" - "$machine-gcc" -g -O1 -fPIC -shared shape.c -o shape.elf
	shape "$machine: a program" - "$machine-gcc" -g -O1 -DPROGRAM shape.c -o shape.elf
done

# Where strip makes a symbol for each section, the note's cannot go: its place stays empty.
for machine in s390x-linux-gnu aarch64-linux-gnu riscv64-linux-gnu; do
	name="$machine: strip -g, then stamped again"
	if ! "$machine-gcc" -g -fPIC -shared shape.c -o shape.elf 2>/dev/null; then
		skip "$name" "no $machine-gcc"
		continue
	fi
	cp shape.elf debug/shape.debug && stamp shape.elf && "$machine-strip" -g shape.elf &&
		"$machine-objcopy" --add-gnu-debuglink=debug/shape.debug shape.elf &&
		stamp shape.elf other >held 2>&1 && "$hallmark" show shape.elf >shown 2>&1 &&
		"$hallmark" unstamp shape.elf >>held 2>&1
	if [[ $? == 0 ]] && grep -q 'example.org/other' shown &&
		! "$hallmark" show shape.elf >/dev/null 2>&1 &&
		! readelf -aW shape.elf 2>&1 >/dev/null | grep .; then
		ok "$name"
	else
		not_ok "$name" "$(head -3 held)" "$(head -3 shown)"
	fi
done

# Damaged since: never a crash, and the file stays as it is or loses its stamp.
after true && cp shape.elf plain.elf && stamp shape.elf && cp shape.elf stamped.elf
size=$(stat -c %s stamped.elf) plain=$(stat -c %s plain.elf) wrong=()
for ((at = plain; at < size; at += (size - plain) / 150 + 1)); do
	cp stamped.elf hit.elf
	printf '\377' | dd of=hit.elf bs=1 seek=$at conv=notrunc status=none
	cp hit.elf before.elf
	timeout 30 "$hallmark" unstamp hit.elf >out 2>err
	case $? in
	0) timeout 30 "$hallmark" show hit.elf >/dev/null 2>&1
		[[ $? == 2 ]] || wrong+=("byte $at: a stamp is still there") ;;
	2) cmp -s hit.elf before.elf || wrong+=("byte $at: refused, and yet changed") ;;
	*) wrong+=("byte $at: exit status $?") ;;
	esac
done
if [[ ${#wrong[@]} == 0 ]]; then
	ok "unstamp of a file that was damaged since"
else
	not_ok "unstamp of a file that was damaged since" "${wrong[@]:0:8}"
fi

done_testing
