#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# How the time of whole processes grows: once, twice, four and eight times as many types,
# symbols, or compile units that include the same header. The figure is the exponent of the
# power that fits best: 1 is linear. What a process costs that has next to nothing to do is
# taken off before.

set -euo pipefail
export LC_ALL=C

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hallmark=${HALLMARK:-hallmark}
read -ra cc <<<"${CC:-cc}"
# shellcheck source-path=SCRIPTDIR source=generate.bash disable=SC1091
. "$source/generate.bash"
# More is no longer linear; below it, caches and the allocator's steps show.
budget=1.25

"${cc[@]}" -O2 -o process "$source/process.c"

# make_pair FUNCTIONS TYPES UNITS: host.so, plugin.so; stamped: host.st, plugin.st
make_pair() {
	local functions=$1 types=$2 units=$3 unit objects=()
	generate_header "$functions" "$types" >api.h
	for ((unit = 0; unit < units; unit++)); do
		if ((unit == 0)); then
			generate_host "$functions" "$types" >unit.c
		else
			generate_plugin "$functions" "user_$unit" >unit.c
		fi
		"${cc[@]}" -g -O0 -fPIC -c unit.c -o "unit$unit.o"
		objects+=("unit$unit.o")
	done
	generate_plugin "$functions" >plugin.c
	"${cc[@]}" -shared -o host.so "${objects[@]}"
	"${cc[@]}" -g -O0 -fPIC -shared -o plugin.so plugin.c
	rm -f "${objects[@]}"
	"$hallmark" stamp --role library --package example.org/bench -o host.st host.so
	"$hallmark" stamp --package example.org/bench/plugin -o plugin.st plugin.so
}

# took_us: of stamping and of verifying, the least of several
took_us() {
	./process 7 \
		"$hallmark" stamp --package example.org/bench -o out host.so \
		--- "$hallmark" verify --host host.st plugin.st | awk '{ print $1 }' | paste -sd ' '
}

# Reads "SIZE TIME-OF-STAMP TIME-OF-VERIFY"; prints both exponents.
fit() {
	awk -v stamp="$1" -v verify="$2" '
		function log_of(us) { return log(us > 1 ? us : 1) }
		{
			x = log($1); sx += x; sxx += x * x; n++
			s = log_of($2 - stamp); ss += s; xs += x * s
			v = log_of($3 - verify); sv += v; xv += x * v
		}
		END {
			below = n * sxx - sx * sx
			printf "%.2f %.2f\n", (n * xs - sx * ss) / below, (n * xv - sx * sv) / below
		}'
}

grow() { # WHAT FUNCTIONS TYPES UNITS, each of the last three may have k in it
	local what=$1 functions=$2 types=$3 units=$4 k times stamp verify
	: >times.txt
	for k in 1 2 4 8; do
		make_pair "$((${functions//k/$k}))" "$((${types//k/$k}))" "$((${units//k/$k}))"
		times=$(took_us)
		echo "$k $times" >>times.txt
		printf '# %s, %d times: stamp %.1f ms, verify %.1f ms\n' "$what" "$k" \
			"$(awk -v us="${times% *}" 'BEGIN { print us / 1000 }')" \
			"$(awk -v us="${times#* }" 'BEGIN { print us / 1000 }')"
	done
	read -r stamp verify < <(fit "${empty% *}" "${empty#* }" <times.txt)
	printf 'stamp, growth with %s\t%s\t-\tpower\t%s\n' "$what" "$stamp" "$budget"
	[[ $what == 'compile units' ]] ||
		printf 'verify, growth with %s\t%s\t-\tpower\t%s\n' "$what" "$verify" "$budget"
}

make_pair 1 1 1
empty=$(took_us)
grow types 1 '4000*k' 1
grow symbols '4000*k' 0 1
grow 'compile units' 100 20 '10*k'
