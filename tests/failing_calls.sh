#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Makes every single call fail that stamping, verifying and opening make for memory, files
# and the disk, and then all calls from each one on. Each time there must be an error with
# a message or the result as ever; no crash, nothing left behind, and the file whole.
# Prints TAP. FAULT_STEP=N tries one in N of what `hallmark` does, from a start that
# changes from kind to kind; 1, the default, tries all, but one in 50 within libraries.
# shellcheck disable=SC2317 # functions that are called by way of variables
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
build=${TEST_BUILD_DIR:-$source}
hallmark=${HALLMARK:-$build/hallmark}
read -ra cc <<<"${CC:-cc}"
step=${FAULT_STEP:-1}

if [[ -n ${TEST_SANITIZE:-} ]]; then
	echo 'a sanitizer has an allocator of its own' && exit 77
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99

cat >plugin.c <<'SOURCE'
#include "loader_api.h"
int spell_count = 3;
int plugin_init(void);
int plugin_init(void) { return 0; }
int spell_check(const struct config *config, const char *word)
{
	return host_log(config, word) + host_level;
}
SOURCE
{
	"${cc[@]}" -shared -fPIC -o failing_calls.so "$source/tests/failing_calls.c" -ldl &&
		"${cc[@]}" -g -O1 -shared -fPIC -I"$source/include" -I"$source/tests" \
			-o plain.so plugin.c &&
		"${cc[@]}" -g -O1 -rdynamic -I"$source/include" -I"$source/tests" -o host \
			"$source/tests/failing_open.c" -L"$build/.libs" -Wl,-rpath,"$build/.libs" \
			-lhallmark -ldl &&
		"$hallmark" stamp --role host --package example.org/editor host &&
		"$hallmark" stamp --package example.org/spell --init plugin_init \
			-o stamped.so plain.so &&
		"${cc[@]}" -g -O1 -fPIC -I"$source/include" -I"$source/tests" -c plugin.c &&
		"$hallmark" stamp --object note.o --package example.org/spell \
			--init plugin_init plugin.o &&
		"${cc[@]}" -shared -o linked.so plugin.o note.o
} >build.log 2>&1 || {
	if grep -q '__libc_malloc' build.log; then
		echo 'the C library does not give its allocator another name' && exit 77
	fi
	cat build.log && exit 99
}
preload=$dir/failing_calls.so

# run FAULT COMMAND...: sets `rc`, `fired`, `live` and `descriptors`.
run() {
	local fault=$1
	shift
	rm -f report
	FAULT=$fault FAULT_REPORT=$dir/report LD_PRELOAD=$preload "$@" >out 2>err
	rc=$?
	fired=1 live=0 descriptors=0
	[[ -s report ]] && read -r fired live descriptors <report
}

files='open read short-read write short-write mmap fsync rename'

# What every command owes, whatever failed. `normal` is what it gives when nothing fails.
judge() { # FAULT
	[[ $rc == 0 || $rc == 2 ]] || echo "$1: exit status $rc: $(tail -n 1 err)"
	[[ $rc != 2 || -s err ]] || echo "$1: fails without a message"
	[[ -s report ]] || echo "$1: did not get to its end"
	[[ $live -le $normal_live ]] || echo "$1: $live blocks left instead of $normal_live"
	[[ $descriptors == "$normal_descriptors" ]] ||
		echo "$1: $descriptors descriptors left instead of $normal_descriptors"
}

# The file is the old one or the new one, and nothing else is there.
judge_file() { # FAULT
	local wanted=plain.so
	[[ $rc == 0 ]] && wanted=stamped.so
	cmp -s target/file.so "$wanted" || echo "$1: exit status $rc, but the file is not $wanted"
	[[ $(ls -A target) == file.so ]] || echo "$1: left behind: $(ls -A target)"
}

judge_stamp() { # FAULT
	judge "$1"
	judge_file "$1"
}

stamp_command() {
	rm -rf target && mkdir target && cp plain.so target/file.so
	run "$1" "$hallmark" stamp --package example.org/spell --init plugin_init target/file.so
}

verify_command() {
	run "$1" "$hallmark" verify --host host stamped.so
}

# faults COMMAND JUDGE KIND...: every fault of a command; the numbers go to `tried`,
# `failed`.
faults() {
	local command=$1 judge=$2 kind number persistent start=1
	shift 2
	"$command" malloc:0
	normal_live=$live normal_descriptors=$descriptors
	tried=0 failed=0
	for kind in "$@"; do
		for persistent in '' +; do
			start=$((start % step + 1))
			for ((number = start; ; number += step)); do
				"$command" "$kind:$number$persistent"
				[[ $fired == 1 ]] || break
				tried=$((tried + 1))
				failed=$((failed + (rc != 0)))
				"$judge" "$kind:$number$persistent"
			done
		done
	done
	((tried)) || echo 'no fault at all'
}

# shellcheck disable=SC2086 # a list
faults stamp_command judge_stamp own-malloc $files >found
report "hallmark stamp: $tried faults, $failed refusals" <found
# libdw 0.188 and libcrypto 3.0 read through NULL when memory runs out within them; what
# is promised then is the file.
step=$((step * 50))
faults stamp_command judge_file malloc >found 2>/dev/null
step=$((step / 50))
report "hallmark stamp, libraries: $tried faults, $failed refusals, the file whole" <found
# shellcheck disable=SC2086
faults verify_command judge malloc $files >found
report "hallmark verify: $tried faults, $failed refusals" <found

# In the host, within one process: all of them. A stamp that was linked in is found and
# read in another way.
for how in stamped linked 'stamped sealed' 'linked sealed'; do
	read -r plugin flags <<<"$how"
	tried=0 failed=0
	for kind in malloc $files; do
		for persistent in '' +; do
			# shellcheck disable=SC2086 # each may be nothing
			LD_PRELOAD=$preload ./host "./$plugin.so" $kind $persistent $flags \
				>out 2>err || {
				echo "$kind$persistent: $(tail -n 3 err)"
				continue
			}
			read -r here refused <out
			tried=$((tried + here)) failed=$((failed + refused))
		done
	done >found
	report "hm_open, $how: $tried faults, $failed refusals" <found
done

done_testing
