#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The same sources and the same compiler give the same stamp, byte by byte: whatever the
# folder, the order of the objects, the number of jobs, the time. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

hallmark=${HALLMARK:-hallmark}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
export LC_ALL=C
unset SOURCE_DATE_EPOCH

# Eight sources that share a header, each with types of its own, some with the same tag as
# another's, and a function that each declares otherwise: that is where order could show.
mkdir sources
cat >sources/common.h <<'SOURCE'
#include <stddef.h>
enum mode { MODE_OFF, MODE_ON = 4 };
struct opaque;
struct config { int level; enum mode mode; struct config *next; struct opaque *hidden; };
union value { int number; double real; };
int host_log(const struct config *config, union value value);
SOURCE
for i in {1..8}; do
	cat >"sources/unit$i.c" <<-SOURCE
		#include "common.h"
		struct own$i { struct config config; char name[$i]; struct own$i *next; };
		int host_call(struct own$i *own);
		struct shared { int first$((i % 3)); union value values[$((i % 2 + 1))]; };
		$([[ $i != 3 ]] || echo 'struct opaque { int here; };')
		int unit${i}_run(struct own$i *own, struct shared *shared, struct opaque *opaque);
		int unit${i}_run(struct own$i *own, struct shared *shared, struct opaque *opaque)
		{
			union value value = { .number = (int)sizeof(*shared) };
			(void)opaque;
			return host_log(&own->config, value) + value.number + host_call(own);
		}
		struct shared unit${i}_table[2];
		int unit${i}_callback(int (*call)(struct own$i *own, enum mode mode));
		int unit${i}_callback(int (*call)(struct own$i *own, enum mode mode))
		{
			return call(NULL, MODE_ON);
		}
	SOURCE
done
cat >sources/Makefile <<'SOURCE'
CC = gcc
CFLAGS = -g -O1 -fPIC
OBJECTS = $(patsubst %,unit%.o,$(ORDER))
all: stamped.so linked.so
stamped.so: $(OBJECTS)
	$(CC) $(CFLAGS) -shared $(OBJECTS) -o $@
	$(HALLMARK) stamp --package example.org/p --package-version 1 $@
note.o: $(OBJECTS)
	$(HALLMARK) stamp --package example.org/p --package-version 1 --object $@ $(OBJECTS)
linked.so: $(OBJECTS) note.o
	$(CC) $(CFLAGS) -shared $(OBJECTS) note.o -o $@
SOURCE

# build FOLDER ORDER MAKE-ARGUMENT...
build() {
	local folder=$1 order=$2
	shift 2
	mkdir -p "$folder" && cp sources/* "$folder" &&
		make -s -C "$folder" HALLMARK="$hallmark" ORDER="$order" "$@" >"$folder/log" 2>&1 &&
		objcopy --dump-section .note.hallmark="$folder/section" "$folder/stamped.so" \
			/dev/null 2>/dev/null &&
		objcopy --dump-section .note.hallmark="$folder/linked" "$folder/linked.so" \
			/dev/null 2>/dev/null &&
		"$hallmark" show --stamp-only -o "$folder/stamped.stamp" "$folder/stamped.so" &&
		"$hallmark" show --json "$folder/linked.so" | sed 1,2d >"$folder/json"
}

# same NAME FOLDER ORDER MAKE-ARGUMENT...: another build gives the same in every form
same() {
	local name=$1 folder=$2 file
	shift
	if ! build "$@"; then
		not_ok "$name" "does not build" "$(tail -3 "$folder/log")"
		return
	fi
	for file in section linked note.o stamped.stamp json; do
		if cmp "first/$file" "$folder/$file" >difference 2>&1; then
			ok "$name: $file"
		else
			not_ok "$name: $file" "$(<difference)"
		fi
	done
}

order='1 2 3 4 5 6 7 8'
if ! build first "$order" -j1; then
	echo "Bail out! cannot build: $(tail -3 first/log)"
	exit 99
fi
same "once more" again "$order" -j1
same "-j8" jobs "$order" -j8
same "in another folder" "elsewhere/a folder" "$order"
same "in a folder of a longer name" "$(printf 'long%.0s' {1..50})" "$order"
same "in the reverse order" reverse '8 7 6 5 4 3 2 1'
same "in no order" shuffled '5 2 8 1 7 3 6 4'
same "no order, -j8, elsewhere" elsewhere/shuffled '3 8 2 6 1 5 7 4' -j8
SOURCE_DATE_EPOCH=1 same "SOURCE_DATE_EPOCH" epoch "$order"
SOURCE_DATE_EPOCH=4000000000 same "SOURCE_DATE_EPOCH, far in the future" future "$order"
TZ=Asia/Kolkata LANG=C.UTF-8 same "another time zone and language" zone "$order"
same "paths mapped" mapped "$order" CFLAGS="-g -O1 -fPIC -ffile-prefix-map=$work=/usr/src"
same "paths mapped to nothing" unmapped "$order" \
	CFLAGS="-g -O1 -fPIC -ffile-prefix-map=$work/unmapped=."
same "compressed" compressed "$order" CFLAGS='-g -gz -O1 -fPIC'
same "with line tables of macros" macros "$order" CFLAGS='-g3 -O1 -fPIC'

# It must be possible to fail.
sed -i 's/int level;/long level;/' sources/common.h
if build other "$order" && ! cmp -s first/section other/section; then
	ok "another type gives another stamp"
else
	not_ok "another type gives another stamp"
fi

done_testing
