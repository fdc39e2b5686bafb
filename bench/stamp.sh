#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# What stamping costs, in processor time of whole processes: beside strip, which every build runs, beside
# pahole, which makes BTF of the same debug information, and beside abidw, which writes an
# ABI's types down. All write to a file; where memory can hold it, so that the fsync of the
# stamp is left out.
#
#   plugin     about a megabyte with its debug information, made here
#   programs   what of python3.11-dbg, libc6-dbg, linux-image-*-dbg and nginx is installed;
#              NGINX names an nginx with debug information
#
# A peer that is not installed is said to be missing.

set -euo pipefail
export LC_ALL=C

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hallmark=${HALLMARK:-hallmark}
read -ra cc <<<"${CC:-cc}"

"${cc[@]}" -O2 -o process "$source/process.c"
out=$PWD
if [[ -w /dev/shm ]]; then
	out=$(mktemp -d /dev/shm/hallmark-bench-XXXXXX)
	trap 'rm -rf "$out"' EXIT
else
	echo '# no memory to write to: the fsync of the stamp counts'
fi

has() { command -v "$1" >/dev/null; }

milliseconds() { awk -v us="$1" 'BEGIN { printf "%.1f\n", us / 1000 }'; }
megabytes() { awk -v kib="$1" 'BEGIN { printf "%.1f\n", kib / 1024 }'; }

# compare NAME ROUNDS TIME-BUDGET MEMORY-BUDGET PEER OURS... --- THEIRS...
compare() {
	local name=$1 rounds=$2 budget=$3 memory_budget=$4 peer=$5 file
	local us kib peer_us='' peer_kib=''
	shift 5
	if ! has "$peer"; then
		echo "# $name: $peer is missing"
		return
	fi
	if ! ./process "$rounds" "$@" >figures 2>complaint; then
		echo "# $name: $(head -n 1 complaint)"
		return
	fi
	{ read -r us kib && read -r peer_us peer_kib; } <figures
	printf '%s, time\t%s\t%s\tms\t%s\n' "$name" "$(milliseconds "$us")" \
		"$(milliseconds "$peer_us")" "$budget"
	printf '%s, memory\t%s\t%s\tMB\t%s\n' "$name" "$(megabytes "$kib")" \
		"$(megabytes "$peer_kib")" "$memory_budget"
}

# A plugin as they are: one header of types for all its sources, a few entry points each, and
# much that nobody sees from outside.
header() {
	awk 'BEGIN {
		print "#include <stdio.h>\n#include <string.h>"
		for (i = 0; i < 150; i++) {
			printf "enum mode_%d { OFF_%d, ON_%d, AUTO_%d = %d };\n", i, i, i, i, i + 9
			printf "struct item_%d {\n\tint level;\n\tconst char *name;\n" \
				"\tstruct item_%d *next;\n\tstruct item_%d *parent;\n" \
				"\tenum mode_%d mode;\n\tdouble weight[%d];\n" \
				"\tunsigned flags : 5, kind : 3;\n};\n", i, (i + 1) % 150, (i * 7) % 150, i, i + 1
			printf "int host_%d(struct item_%d *item, size_t size);\n", i, i
		}
	}' >plugin.h
}

unit() { # NUMBER
	awk -v unit="$1" 'BEGIN {
		print "#include \"plugin.h\""
		for (i = 0; i < 150; i++) {
			type = (unit * 15 + i) % 150
			printf "static int work_%d(struct item_%d *item, FILE *file, int depth)\n{\n" \
				"\tint sum = 0;\n\tconst char *previous = NULL;\n" \
				"\tfor (struct item_%d *i = item; i; i = i == item ? NULL : item) {\n" \
				"\t\tsize_t length = strlen(i->name);\n\t\tdouble scale = i->weight[0] * depth;\n" \
				"\t\tif (i->mode == ON_%d && i->level > (int)length)\n" \
				"\t\t\tsum += fprintf(file, \"%%s %%s %%g\\n\", previous ? previous : \"\", i->name, scale);\n" \
				"\t\telse if (i->kind == %d)\n\t\t\tsum -= host_%d(i, length + %d);\n" \
				"\t\tprevious = i->name;\n\t}\n\treturn sum;\n}\n",
				i, type, type, type, i % 8, type, i
		}
		for (i = 0; i < 6; i++) {
			printf "int run_%d_%d(struct item_%d *item, FILE *file);\n" \
				"int run_%d_%d(struct item_%d *item, FILE *file)\n{\n\tint sum = 0;\n",
				unit, i, i, unit, i, i
			for (j = i * 25; j < i * 25 + 25; j++)
				printf "\tsum += work_%d((void *)item, file, %d);\n", j, j
			print "\treturn sum;\n}"
		}
	}'
}

make_plugin() {
	local number
	header
	for number in {1..6}; do
		unit "$number" >"unit$number.c"
	done
	"${cc[@]}" -g -O2 -shared -fPIC -o plugin.so unit*.c
}

# A file, whose debug information may stand apart.
against() { # NAME FILE DEBUG ROUNDS BUDGET
	local name=$1 file=$2 debug=$3 rounds=$4 budget=$5
	local stamp=("$hallmark" stamp --package example.org/bench -o "$out/stamped" "$file")
	compare "$name: stamp, pahole" "$rounds" "$budget" - pahole "${stamp[@]}" \
		--- pahole --btf_encode_detached="$out/btf" "$debug"
	compare "$name: stamp, abidw" 1 - - abidw "${stamp[@]}" \
		--- abidw --no-show-locs --out-file "$out/abi" "$file"
	compare "$name: show --derive, pahole" "$rounds" - - pahole "$hallmark" show --derive \
		"$file" --- pahole --btf_encode_detached="$out/btf" "$debug"
}

debug_file() { # FILE: the one that its build-id names
	local id
	id=$(readelf -n "$1" 2>/dev/null | sed -n 's/.*Build ID: //p')
	echo "/usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug"
}

# Reads to the end: a reader that stops early would fail the pipeline now and then.
has_debug_information() {
	readelf -SW "$1" | grep -c '\.debug_info' >/dev/null
}

make_plugin
size=$(stat -c %s plugin.so)
echo "# plugin: $((size / 1024)) KB, $(readelf -SW plugin.so | grep -c '\.debug_') debug sections"
compare 'plugin: stamp, strip' 21 5 - strip \
	"$hallmark" stamp --package example.org/bench -o "$out/stamped" plugin.so \
	--- strip -o "$out/stripped" plugin.so
against plugin plugin.so plugin.so 21 1

nginx=${NGINX:-$(command -v nginx || :)}
if [[ -n $nginx ]] && has_debug_information "$nginx"; then
	against nginx "$nginx" "$nginx" 9 1
else
	echo '# nginx: none with debug information; NGINX names one'
fi
python=$(command -v python3.11d || :)
if [[ -n $python ]] && has_debug_information "$python"; then
	against python3.11d "$python" "$python" 5 1
elif [[ -n $python && -e $(debug_file "$python") ]]; then
	against python3.11d "$python" "$(debug_file "$python")" 5 1
else
	echo '# python3.11-dbg is not installed'
fi
libc=$("${cc[@]}" -print-file-name=libc.so.6)
if [[ -e $(debug_file "$libc") ]]; then
	against libc "$libc" "$(debug_file "$libc")" 5 -
else
	echo '# libc6-dbg is not installed'
fi
kernel=$(find /usr/lib/debug/boot -name 'vmlinux-*' 2>/dev/null | sort -V | tail -n 1)
if [[ -n $kernel ]]; then
	compare 'kernel: show --derive, pahole' 1 - - pahole "$hallmark" show --derive "$kernel" \
		--- pahole --btf_encode_detached="$out/btf" "$kernel"
else
	echo '# no kernel with debug information is installed (linux-image-*-dbg)'
fi
