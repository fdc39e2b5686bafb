#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The line that tells on a terminal what takes long: what it says, that it is taken off
# again, and that nobody else sees it. Seconds pass when the test says so. Prints TAP.
# shellcheck disable=SC2317 # functions that are called by way of variables
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C
hallmark=${HALLMARK:-hallmark}
read -ra cc <<<"${CC:-cc}"

if [[ -n ${TEST_SANITIZE:-} ]]; then
	echo 'a sanitizer wants to be loaded first' && exit 77
fi
if ! command -v python3 >/dev/null; then
	echo 'python3 is not installed' && exit 77
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99

cat >clock.c <<'SOURCE'
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
/* SECONDS pass as soon as somebody waits for one. */
int setitimer(__itimer_which_t which, const struct itimerval *timer, struct itimerval *old)
{
	const char *seconds = getenv("SECONDS_PASS");
	(void)which, (void)old;
	for (int left = seconds ? atoi(seconds) : 0; timer->it_value.tv_sec && left; left--)
		raise(SIGALRM);
	return 0;
}
SOURCE
cat >terminal.py <<'SOURCE'
import os, subprocess, sys
master, slave = os.openpty()
with open("out", "wb") as out:
    status = subprocess.call(sys.argv[1:], stdout=out, stderr=slave)
os.close(slave)
seen = b""
try:
    while part := os.read(master, 4096):
        seen += part
except OSError:  # nobody has the terminal open any more
    pass
print(seen.decode("ascii", "backslashreplace").replace("\x1b", "ESC").replace("\r", "CR"), end="")
sys.exit(status)
SOURCE
echo 'int provided(int n); int provided(int n) { return n; }' >plain.c
"${cc[@]}" -shared -fPIC -o clock.so clock.c && "${cc[@]}" -g -shared -fPIC -o plain.so plain.c &&
	objcopy --dump-section .debug_abbrev=abbrev plain.so && : >empty &&
	objcopy --update-section .debug_abbrev=empty plain.so damaged.so || exit 99

# on_terminal SECONDS FILE: what stands on it in the end goes to `seen`.
on_terminal() {
	env LD_PRELOAD="$dir/clock.so" SECONDS_PASS="$1" python3 terminal.py \
		"$hallmark" show --derive "$2" >seen
}

shows() { # SECONDS FILE EXPECTED
	on_terminal "$1" "$2" && [[ $(<seen) == "$3" ]] && grep -q provided out
}

line='CRhallmark: reading debug information, plain.so: '
holds "nothing before a second has passed" shows 0 plain.so ''
holds "a line after a second, taken off in the end" \
	shows 1 plain.so "${line}1 sCRESC[K"
holds "a line a second" shows 3 plain.so "${line}1 s${line}2 s${line}3 sCRESC[K"
many() { on_terminal 11 plain.so && grep -q "9 s${line}10 s${line}11 sCR" seen; }
holds "more than nine" many

no_terminal() {
	LD_PRELOAD=$dir/clock.so SECONDS_PASS=2 "$hallmark" show --derive plain.so 2>err |
		grep -q provided && [[ ! -s err ]]
}
holds "nothing where no terminal is" no_terminal

odd=$'a\e[2Jb.so'
cp plain.so "$odd"
escapes() {
	on_terminal 1 "$odd"
	[[ $(<seen) == 'CRhallmark: reading debug information, a\x1b[2Jb.so: 1 sCRESC[K'* ]]
}
holds "a name that would write to the terminal" escapes

long=$(printf 'l%.0s' {1..100}).so
cp plain.so "$long"
cut_short() {
	on_terminal 1 "$long" && [[ $(<seen) =~ ^CRhallmark:.*l1\ sCRESC ]] &&
		[[ $(wc -c <seen) -lt 90 ]]
}
holds "a name too long for the line" cut_short

refuses() {
	! on_terminal 1 damaged.so && [[ $(<seen) == *': 1 sCRESC[Khallmark: damaged.so: '* ]]
}
holds "a message stands on a line of its own" refuses
done_testing
