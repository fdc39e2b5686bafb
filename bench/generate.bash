# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash

# Sources of any size: a header that both sides include, a host that defines its functions,
# a plugin that calls them all. FUNCTIONS of them, each of which takes the first of a chain
# of TYPES structs of its own.

generate_header() { # FUNCTIONS TYPES
	awk -v functions="$1" -v types="$2" '
		function tag(i, j) { return "struct box_" i "_" j }
		BEGIN {
			for (i = 0; i < functions; i++) {
				for (j = types - 1; j >= 0; j--) {
					printf "%s {\n\tint number;\n\tconst char *name;\n", tag(i, j)
					if (j < types - 1)
						printf "\t%s *next;\n", tag(i, j + 1)
					print "};"
				}
				printf "int fn_%d(%s, unsigned long size);\n", i,
					types ? tag(i, 0) " *box" : "int box"
			}
		}'
}

# Each includes the header as "api.h".
generate_host() { # FUNCTIONS TYPES
	awk -v functions="$1" -v types="$2" 'BEGIN {
		print "#include \"api.h\""
		for (i = 0; i < functions; i++)
			printf "int fn_%d(%s, unsigned long size)\n{ return %s + (int)size; }\n", i,
				types ? "struct box_" i "_0 *box" : "int box",
				types ? "box->number" : "box"
	}'
}

generate_plugin() { # FUNCTIONS [ENTRY]
	awk -v functions="$1" -v entry="${2:-bench_entry}" 'BEGIN {
		printf "#include \"api.h\"\nint %s(void);\nint %s(void)\n{\n", entry, entry
		print "\tint sum = 0;"
		for (i = 0; i < functions; i++)
			printf "\tsum += fn_%d(0, 1);\n", i
		print "\treturn sum;\n}"
	}'
}
