#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Note objects: made from archives and from objects of link-time optimisation, and what
# they leave of a linked file: all as it would have been. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

hallmark=${HALLMARK:-hallmark}
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
status=0
export LC_ALL=C

# note OUT ARGUMENT...: makes a note object
note() {
	rm -f "$1"
	timeout 60 "$hallmark" stamp --package example.org/p --object "$@" >stdout 2>stderr
	status=$?
}

# refuse NAME PATTERN FILE...: no note object, and one line that says why
refuse() {
	local name=$1 pattern=$2
	shift 2
	note refused.o "$@"
	if [[ $status != 2 ]]; then
		not_ok "$name" "exit status $status" "$(head -3 stderr)"
	elif [[ $(wc -l <stderr) != 1 ]] || ! grep -qE "^hallmark: .*($pattern)" stderr; then
		not_ok "$name" "not one line like '$pattern'" "$(head -3 stderr)"
	elif [[ -e refused.o ]]; then
		not_ok "$name" "an object was written"
	else
		ok "$name"
	fi
}

cat >one.c <<'SOURCE'
struct config { int level; long limit; };
int host_log(const struct config *config);
int one_run(struct config *config);
int one_run(struct config *config) { return host_log(config); }
struct config one_table[3];
int one_level = 1;
SOURCE
cat >a-second-source-whose-name-fits-no-header.c <<'SOURCE'
struct buffer { char *bytes; unsigned long size; };
int host_write(struct buffer *buffer);
int two_run(struct buffer *buffer, float number);
int two_run(struct buffer *buffer, float number) { return host_write(buffer) + number; }
__attribute__((visibility("hidden"))) int two_hidden(void);
int two_hidden(void) { return 2; }
SOURCE
two=a-second-source-whose-name-fits-no-header
gcc -g -O1 -fPIC -c one.c $two.c || exit 99
note plain.o one.o $two.o
[[ $status == 0 ]] || exit 99

# ----------------------------------------------------------------------------- archives

# archive NAME COMMAND...: makes ar.a; its note is that of its members
archive() {
	local name=$1
	shift
	rm -f ar.a
	if ! command -v "$1" >/dev/null; then
		skip "$name" "no $1"
		return
	fi
	if ! "$@" >build.log 2>&1; then
		skip "$name" "$(head -1 build.log)"
		return
	fi
	note from-ar.o ar.a
	holds "$name" cmp from-ar.o plain.o
}
archive "an archive" ar rc ar.a one.o $two.o
archive "an archive without a table of symbols" ar rcS ar.a one.o $two.o
archive "a thin archive" ar rcT ar.a one.o $two.o
archive "an archive by llvm-ar" llvm-ar rc ar.a one.o $two.o
archive "an archive in the form of the BSDs" llvm-ar rc --format=bsd ar.a one.o $two.o
mkdir -p folder/deep
cp one.o $two.o folder/deep
(cd folder && ar rcT thin.a deep/one.o deep/$two.o)
note from-ar.o folder/thin.a
holds "a thin archive of another folder" cmp from-ar.o plain.o
note from-ar.o one.o folder/thin.a
holds "an archive beside an object" test "$status" = 0
ar rcT "$work/folder/absolute.a" "$work/folder/deep/one.o" "$work/$two.o"
note from-ar.o folder/absolute.a
holds "a thin archive of paths" cmp from-ar.o plain.o
ar rc ar.a one.o $two.o
cp one.o "ar.a(one.o)"
cp $two.o "ar.a($two.o)"
strip "ar.a(one.o)"
note from-ar.o ar.a
holds "a file that is called like a member is none" cmp from-ar.o plain.o
rm -f ar.a\(*

cat >other.c <<'SOURCE'
int other_run(void);
int other_run(void) { return 1; }
SOURCE
gcc -g -fPIC -c other.c
ar rc ar.a one.o $two.o other.o
note from-ar.o ar.a
gcc -shared one.o from-ar.o -Wl,-u,two_run ar.a -o linked.so
holds "what the link does not take from an archive is not in the stamp" bash -c \
	"'$hallmark' show linked.so >shown && grep -q two_run shown && ! grep -q other_run shown"

refuse "an archive is its own output" 'name another file' --object ar.a ar.a
rm -f empty.a && ar rc empty.a
refuse "an empty archive" 'empty archive' empty.a
note from-ar.o one.o $two.o empty.a
holds "an empty archive beside objects" cmp from-ar.o plain.o
gcc -shared one.o -o one.so
ar rc linked.a one.so
refuse "an archive with a linked file" 'linked.a\(one.so\).* linked already' linked.a
echo 'no object' >text.txt
ar rc text.a one.o text.txt
refuse "an archive with a text" 'text.a\(text.txt\).* not an ELF' text.a
rm -f nested.a && ar rcT nested.a folder/thin.a one.o
[[ $(head -c 7 nested.a) == '!<thin>' ]] && note from-ar.o nested.a
holds "a thin archive of a thin one" test "$status" = 0
rm -f nested.a && ar rcT nested.a ar.a 2>/dev/null
refuse "a thin archive of an archive" 'archives in it|not an ELF|an archive' nested.a
rm folder/deep/one.o
refuse "a thin archive whose member is gone" 'deep/one.o.*No such file' folder/thin.a
cp one.o folder/deep

# hostile NAME PATTERN SED-SCRIPT: an archive with some bytes exchanged
ar rc ar.a one.o $two.o
hostile() {
	sed -E "$3" ar.a >hostile.a
	if cmp -s ar.a hostile.a; then
		not_ok "$1" "nothing was exchanged"
	else
		refuse "$1" "$2" hostile.a
	fi
}
size=$(stat -c %s one.o)
width=$(printf '%-10s' "$size")
hostile "a member of 9999999999 bytes" 'runs over the end' "s/$width\`/9999999999\`/"
hostile "a member of -1 bytes" 'no header' "s/$width\`/-1        \`/"
hostile "a member of x bytes" 'no header' "s/$width\`/x         \`/"
hostile "a member without a size" 'no header' "s/$width\`/          \`/"
hostile "a member that is one byte longer" 'no header|damaged' \
	"s/$width\`/$(printf '%-10s' $((size + 1)))\`/"
hostile "a header without its mark" 'no header' "s/$width\`/$width'/"
hostile "a long name beyond the table" 'no name' 's|/0              |/999999         |'
hostile "a long name of a huge number" 'no name' 's|/0              |/99999999999999 |'
hostile "a long name that is no number" 'no name' 's|/0              |/0x             |'
hostile "no table of long names" 'no name' 's|//              |/               |'
hostile "a long name without an end" 'without an end' "s|$two.o/|$two.oX|"
hostile "two tables of long names" 'second table' 's|/               |//              |'
hostile "an archive of another archive" 'archives in it' 's|/0              |/0:8            |'
hostile "a BSD name longer than its member" 'impossible name' \
	's|/0              |#1/99999999     |'
hostile "a BSD name of no number" 'impossible name' 's|/0              |#1/x            |'
hostile "a thin archive that has its members" '.' 's/^!<arch>/!<thin>/'
wrong=0
for ((length = 9; length < $(stat -c %s ar.a); length += 97)); do
	head -c "$length" ar.a >cut.a
	note refused.o cut.a
	[[ $status == 2 && $(wc -l <stderr) == 1 && ! -e refused.o ]] || wrong=$((wrong + 1))
done
holds "an archive that is cut off anywhere is refused" test "$wrong" = 0
ar rc slash.a one.o
sed 's|^one.o/  |../x/   |' slash.a >slashes.a
note from-ar.o slashes.a
holds "a member's name leads nowhere" test "$status" = 0

# ----------------------------------------------------------- link-time optimisation

gcc -g -O1 -fPIC -shared one.o $two.o plain.o -o plain.so
"$hallmark" show plain.so | sed 1d >plain.txt
for kind in slim fat; do
	flags=(-g -O1 -fPIC -flto)
	[[ $kind == fat ]] && flags+=(-ffat-lto-objects)
	if ! gcc "${flags[@]}" -c one.c -o one-$kind.o 2>build.log ||
		! gcc "${flags[@]}" -c $two.c -o two-$kind.o 2>build.log; then
		skip "$kind objects of gcc -flto" "$(head -1 build.log)"
		continue
	fi
	note $kind.o one-$kind.o two-$kind.o
	holds "$kind objects of gcc -flto" test "$status" = 0
	holds "$kind: nothing is untyped" test ! -s stderr
	holds "$kind: they link with their note" \
		gcc "${flags[@]}" -shared one-$kind.o two-$kind.o $kind.o -o $kind.so
	"$hallmark" show $kind.so | sed 1d >$kind.txt
	holds "$kind: the linked file has the same stamp" diff plain.txt $kind.txt
	holds "$kind: it is fresh" "$hallmark" show --check $kind.so
	holds "$kind: no symbol that is hidden" bash -c \
		"! '$hallmark' show $kind.o | grep two_hidden"
	gcc-ar rc $kind.a one-$kind.o two-$kind.o
	note from-ar.o $kind.a
	holds "$kind: an archive of them" cmp from-ar.o $kind.o
done
cat >said.c <<'SOURCE'
#include <hallmark/interface.h>
HM_PLUGIN("example.org/said", "1", said_init, NULL);
int said_init(void);
int said_init(void) { return 0; }
SOURCE
if gcc -g -fPIC -flto -I"$source/include" -c said.c -o said.o 2>/dev/null; then
	rm -f refused.o
	"$hallmark" stamp --object refused.o said.o 2>stderr
	status=$?
	holds "gcc -flto: HM_PLUGIN cannot be read" \
		test $status = 2 -a ! -e refused.o -a "$(grep -c -- --package stderr)" = 1
	note given.o said.o
	holds "gcc -flto: the command line can say it" test "$status" = 0
fi
if [[ -e one-slim.o ]]; then
	symbols=$(readelf -SW one-slim.o | grep -o '\.gnu\.lto_\.symtab[^ ]*')
	kinds=$(readelf -SW one-slim.o | grep -o '\.gnu\.lto_\.ext_symtab[^ ]*')
	objcopy --dump-section "$symbols=symbols" --dump-section "$kinds=kinds" one-slim.o
	damage() {
		objcopy --update-section "$2=$3" one-slim.o damaged.o
		refuse "gcc -flto: $1" 'damaged' damaged.o
	}
	head -c 5 symbols >bytes && damage "symbols without an end" "$symbols" bytes
	head -c -3 symbols >bytes && damage "symbols that are cut short" "$symbols" bytes
	tr '\0' '\377' <symbols >bytes && damage "symbols without names" "$symbols" bytes
	head -c 3 kinds >bytes && damage "too few kinds" "$kinds" bytes
	printf '\7' >bytes
	objcopy --update-section "$kinds=bytes" one-slim.o newer.o
	note newer-note.o newer.o
	holds "gcc -flto: kinds of a later version are not needed" test "$status" = 0
	objcopy --remove-section "$symbols" one-slim.o damaged.o
	refuse "gcc -flto: no symbols" 'without symbols' damaged.o
	ld -r one-slim.o two-slim.o -o both.o 2>/dev/null &&
		readelf -SW both.o | grep -q 'gnu.lto_.symtab' &&
		refuse "gcc -flto: several in one object" 'several objects' both.o
	gcc -g0 -O1 -fPIC -flto -c one.c -o bare.o
	refuse "gcc -flto without -g" 'no debug information' bare.o
fi
if clang -g -O1 -fPIC -flto -c one.c -o bitcode.o 2>/dev/null; then
	refuse "clang -flto" 'bitcode.o: .*LLVM bitcode.*stamp the linked file' bitcode.o
	rm -f bitcode.a && ar rc bitcode.a one.o bitcode.o
	refuse "clang -flto in an archive" 'bitcode.a\(bitcode.o\): .*LLVM bitcode' bitcode.a
else
	skip "clang -flto" "no clang"
fi

# ------------------------------------------ the linked file is as it would have been

cat >asm.s <<'SOURCE'
	.globl from_assembly
	.text
from_assembly:
	nop
SOURCE
cat >asm-stack.s <<'SOURCE'
	.globl from_stack
	.text
from_stack:
	nop
	.section .note.GNU-stack,"x",%progbits
SOURCE

# What a linked file says of itself as a whole.
facts() {
	readelf -hW "$1" | grep -E 'Flags|OS/ABI|Type|Machine'
	readelf -lW "$1" | grep -oE 'GNU_(STACK|PROPERTY).*' | sed -E 's/0x[0-9a-f]+//g'
	readelf -nW "$1" | grep -E 'Properties|x86|AArch64'
	readelf -AW "$1"
	readelf -dW "$1" | grep -E 'FLAGS|TEXTREL|BIND'
}

# neutral NAME COMPILER FLAGS OBJECT...: the last one is given to the link only
neutral() {
	local name=$1 compiler=$2 words=$3 linker
	shift 3
	note neutral-note.o "${@:1:$#-1}"
	if [[ $status != 0 ]]; then
		not_ok "$name" "$(head -3 stderr)"
		return
	fi
	for linker in bfd gold lld mold; do
		# shellcheck disable=SC2086 # a list of flags
		if ! $compiler -fuse-ld=$linker $words -shared "$@" -o without.so 2>build.log; then
			skip "$name: $linker" "it does not link: $(head -1 build.log | cut -c1-60)"
			continue
		fi
		# shellcheck disable=SC2086
		$compiler -fuse-ld=$linker $words -shared "$@" neutral-note.o -o with.so \
			2>build.log
		facts without.so >without.txt
		facts with.so >with.txt
		holds "$name: $linker" diff without.txt with.txt
	done
}

# case NAME COMPILER: objects by the flags given for each
if [[ $(gcc -dumpmachine) == x86_64* ]]; then
	for protection in full branch return none; do
		gcc -g -fPIC -fcf-protection=$protection -c one.c -o one-$protection.o
		gcc -g -fPIC -fcf-protection=$protection -c $two.c -o two-$protection.o
	done
	gcc -c asm.s -o asm.o
	gcc -c asm-stack.s -o asm-stack.o
	empty="two-full.o"
	neutral "IBT and SHSTK" gcc -nostdlib one-full.o $empty
	neutral "IBT alone" gcc -nostdlib one-branch.o two-branch.o
	neutral "SHSTK alone" gcc -nostdlib one-return.o $empty
	neutral "neither" gcc -nostdlib one-none.o two-none.o
	neutral "one of two" gcc -nostdlib one-full.o two-none.o
	neutral "first neither" gcc -nostdlib one-none.o $empty
	neutral "an object without any property" gcc -nostdlib asm.o one-full.o $empty
	neutral "an executable stack" gcc -nostdlib asm-stack.o one-full.o $empty
	neutral "an executable stack elsewhere in the link" gcc -nostdlib one-full.o asm-stack.o
	neutral "a stack that is executable by silence" gcc -nostdlib one-full.o asm.o
	neutral "forced IBT" gcc "-nostdlib -Wl,-z,ibt,-z,shstk" one-full.o $empty
	neutral "-z now, -z relro" gcc "-nostdlib -Wl,-z,now,-z,relro" one-full.o $empty
	neutral "ISA levels" gcc "-nostdlib -Wl,-z,x86-64-v2" one-full.o $empty
	rm -f mixed.a && ar rc mixed.a two-none.o asm-stack.o
	neutral "an archive that is weaker than what is linked" gcc -nostdlib mixed.a one-full.o \
		$empty
fi
neutral_by() {
	local machine=$1
	shift
	if ! command -v "$machine-gcc" >/dev/null; then
		skip "$machine" "no $machine-gcc"
		return
	fi
	for flags in "$@"; do
		# shellcheck disable=SC2086
		if ! "$machine-gcc" $flags -g -fPIC -c one.c -o one-cross.o 2>build.log; then
			skip "$machine $flags" "$(head -1 build.log)"
			continue
		fi
		# shellcheck disable=SC2086
		"$machine-gcc" $flags -g -fPIC -c $two.c -o two-cross.o
		neutral "$machine $flags" "$machine-gcc" "$flags -nostdlib" one-cross.o \
			two-cross.o
	done
}
neutral_by aarch64-linux-gnu -mbranch-protection=standard -mbranch-protection=bti \
	-mbranch-protection=none
neutral_by arm-linux-gnueabihf -mthumb -marm
neutral_by riscv64-linux-gnu -O1 '-march=rv64imac -mabi=lp64'
neutral_by i686-linux-gnu -fcf-protection=full
neutral_by s390x-linux-gnu -O1 -march=z13
neutral_by powerpc64le-linux-gnu -O1

# --------------------------------------------------------------- thousands of objects

mkdir many
for i in {1..1200}; do ln one.o "many/$i.o"; done
(
	ulimit -Sn 256
	note many.o many/*.o
	exit $status
)
holds "more objects than files may be open" test -e many.o

done_testing
