#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# What hm_open() costs beside dlopen() and dlsym() of the same plugin. Plugins are made for
# it: COUNT functions of the host, each of which reaches WIDTH structs of its own.
#
#   equal               host and plugin agree on all
#   opaque to plugin    of every function, the plugin knows a struct by its tag only
#   opaque to host      of every function, the host does
#   break               one struct differs: the plugin is refused

set -euo pipefail
export LC_ALL=C

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$source")
build=${TEST_BUILD_DIR:-$top}
hallmark=${HALLMARK:-hallmark}
read -ra cc <<<"${CC:-cc} ${TEST_SANITIZE:-}"

# header COUNT WIDTH VARIANT: what both sides include. VARIANT is plain, opaque or break.
header() {
	awk -v count="$1" -v width="$2" -v variant="$3" '
		function tag(i, j) { return sprintf("box_%d_%d", i, j) }
		BEGIN {
			for (i = 0; i < count; i++) {
				for (j = width - 1; j >= 0; j--) {
					if (variant == "opaque" && j == width - 1) {
						print "struct " tag(i, j) ";"
						continue
					}
					print "struct " tag(i, j) " {"
					if (variant == "break" && i == 0 && j == width - 1)
						print "\tlong inserted;"
					printf "\tint number;\n\tconst char *name;\n"
					if (j < width - 1)
						print "\tstruct " tag(i, j + 1) " *next;"
					print "};"
				}
				print "int fn_" i "(struct " tag(i, 0) " *box, unsigned long size);"
			}
		}'
}

host_functions() { # COUNT NAME
	echo "#include \"$2.h\""
	awk -v count="$1" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "int fn_%d(struct box_%d_0 *box, unsigned long size)\n" \
				"{ return box->number + (int)size; }\n", i, i
	}'
}

plugin_functions() { # COUNT VARIANT
	echo "#include \"$2.h\""
	awk -v count="$1" 'BEGIN {
		print "int bench_entry(void);\nint bench_entry(void)\n{\n\tint sum = 0;"
		for (i = 0; i < count; i++)
			printf "\tsum += fn_%d(0, 1);\n", i
		print "\treturn sum;\n}"
	}'
}

make_host() { # COUNT WIDTH VARIANT NAME
	header "$1" "$2" "$3" >"$4.h"
	host_functions "$1" "$4" >"$4_functions.c"
	"${cc[@]}" -g -O1 -rdynamic -I"$top/include" -o "$4" "$source/open.c" "$4_functions.c" \
		-L"$build/.libs" -Wl,-rpath,"$build/.libs" -lhallmark
	"$hallmark" stamp --role host --package example.org/bench "$4"
}

make_plugin() { # COUNT WIDTH VARIANT
	header "$1" "$2" "$3" >"$3.h"
	plugin_functions "$1" "$3" >"$3.c"
	"${cc[@]}" -g -O1 -shared -fPIC -o "$3.so" "$3.c"
	"$hallmark" stamp --package "example.org/bench/$3" "$3.so"
	strip -g "$3.so"
}

measure() { # WHAT HOST VARIANT ROUNDS BUDGET
	local what=$1 host=$2 variant=$3 rounds=$4 budget=$5 expect=fits ours peer first
	[[ $variant != break ]] || expect=breaks
	read -r ours peer first < <("./$host" "$PWD/$variant.so" "$rounds" "$expect")
	printf '%s\t%s\t%s\tus\t%s\n' "$what" "$ours" "$peer" "$budget"
	printf '# the first one in the process, which reads the stamps of the host: %s us\n' "$first"
}

series() { # NAME COUNT WIDTH ROUNDS BUDGET-EQUAL BUDGET-OPAQUE
	mkdir "$1"
	cd "$1"
	make_host "$2" "$3" plain host
	for variant in plain opaque break; do
		make_plugin "$2" "$3" "$variant"
	done
	measure "$1, equal" host plain "$4" "$5"
	measure "$1, opaque to plugin" host opaque "$4" "$6"
	# The struct that a function takes is one that its own file knows.
	if (($3 > 1)); then
		make_host "$2" "$3" opaque unknowing
		measure "$1, opaque to host" unknowing plain "$4" "$6"
	fi
	measure "$1, one break" host break "$4" -
	cd ..
}

series 'small' 3 2 1001 1.5 1.5
series '100 symbols, 1,000 types' 100 10 301 - -
series '1,000 symbols, 10,000 types' 1000 10 301 1.2 1.5
series '10,000 symbols, 10,000 types' 10000 1 21 - -
