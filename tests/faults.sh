#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# What goes wrong while a file is stamped in place: it is the old file or the new one,
# whole, with its owner, mode and attributes, and nothing else is left. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

hallmark=${HALLMARK:-hallmark} cc=${CC:-gcc}
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
work=$(mktemp -d) && trap 'cleanup' EXIT
cd "$work" || exit 99
status=0 mounted='' running=''
export LC_ALL=C

cleanup() {
	[[ -z $running ]] || kill "$running" 2>/dev/null
	[[ -z $mounted ]] || umount "$mounted"
	cd / && chmod -R u+rwx "$work" && rm -rf "$work"
}

# run ARGUMENT...: the tool; its status and what it says
run() {
	timeout 60 "$hallmark" "$@" >stdout 2>stderr
	status=$?
}

# expect NAME STATUS [PATTERN]: how the last run ended, and what its one line says
expect() {
	if [[ $status != "$2" ]]; then
		not_ok "$1" "exit status $status, expected $2" "$(head -3 stderr)"
	elif [[ -n ${3:-} ]] && ! { [[ $(wc -l <stderr) == 1 ]] && grep -qE "$3" stderr; }; then
		not_ok "$1" "not one line like '$3'" "$(head -3 stderr)"
	else
		ok "$1"
	fi
}

# A folder for what is stamped, and nothing else, so that strays show.
fresh() {
	rm -rf box
	mkdir box && cp plain.so box/a.so
}
whole() { cmp -s "$1" plain.so || cmp -s "$1" stamped.so; }
alone() { [[ $(ls -A "$1") == "${2:-a.so}" ]]; }

cat >plain.c <<'SOURCE'
struct config { int level, limit; };
int host_log(const struct config *config);
int run(const struct config *config);
int run(const struct config *config) { return host_log(config); }
SOURCE
$cc -g -O1 -fPIC -shared plain.c -o plain.so || exit 99
stamp=(stamp --package example.org/a)
"$hallmark" "${stamp[@]}" -o stamped.so plain.so || exit 99
fresh

# ------------------------------------------- at every system call: killed, or an error

# faulty WHAT AT: the tool, with a fault at that call
faulty() {
	timeout 60 env LD_PRELOAD="$work/preload.so" FAULT="$1" FAULT_AT="$2" \
		FAULT_COUNT="$work/calls" "$hallmark" "${stamp[@]}" box/a.so >stdout 2>stderr
	status=$?
} 2>/dev/null

# sweep NAME WHAT: a fault at each call in turn, then one behind the last
sweep() {
	local name=$1 what=$2 at total wrong=() strays=0
	fresh
	faulty none 0
	total=$(<calls)
	for ((at = 1; at <= total + 1; at++)); do
		fresh
		faulty "$what" "$at"
		whole box/a.so || wrong+=("call $at: the file is neither old nor new")
		alone box || strays=$((strays + 1))
		case $what:$status in
		kill:137 | *:2) [[ $what == kill ]] || cmp -s box/a.so plain.so ||
			wrong+=("call $at: an error, and yet the file is new") ;;
		*:0) cmp -s box/a.so stamped.so || wrong+=("call $at: done, and yet it is old") ;;
		*) wrong+=("call $at: exit status $status") ;;
		esac
		[[ $status != 2 || $(wc -l <stderr) == 1 ]] || wrong+=("call $at: $(head -2 stderr)")
	done
	[[ $total -gt 10 ]] || wrong+=("only $total calls were seen")
	# A file must have a name beside the target before it can take its place: a kill
	# between the two calls leaves that name.
	if [[ $what == kill && -z ${FAULT_NO_TMPFILE:-} ]]; then
		[[ $strays -le 1 ]] || wrong+=("$strays times something was left behind")
	elif [[ $what != kill ]]; then
		[[ $strays == 0 ]] || wrong+=("$strays times something was left behind")
	fi
	if [[ ${#wrong[@]} == 0 ]]; then ok "$name"; else not_ok "$name" "${wrong[@]:0:8}"; fi
}

if [[ -n ${TEST_SANITIZE:-} ]]; then
	skip "faults at every system call" "sanitizers do not go with a preloaded library"
elif ! $cc -shared -fPIC "$source/tests/faults_preload.c" -o preload.so -ldl 2>build.log; then
	skip "faults at every system call" "cannot be preloaded: $(head -1 build.log)"
else
	sweep "killed at any call" kill
	sweep "an I/O error at any call" 5
	sweep "no space at any call" 28
	sweep "no permission at any call" 13
	export FAULT_NO_TMPFILE=1
	sweep "killed at any call, where every file has a name" kill
	sweep "an I/O error at any call, where every file has a name" 5
	unset FAULT_NO_TMPFILE
fi

# A kill from outside, at moments of its own.
broken=0
for i in {1..40}; do
	fresh
	"$hallmark" "${stamp[@]}" box/a.so 2>/dev/null &
	sleep "0.0$((RANDOM % 30 + 10))"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	whole box/a.so || broken=$((broken + 1))
done
holds "killed at random moments" test "$broken" = 0

# ------------------------------------------------------------------- no room, no right

fresh
(
	ulimit -f 4
	trap '' XFSZ
	"$hallmark" "${stamp[@]}" box/a.so >stdout 2>stderr
)
status=$?
expect "a file that may not grow" 2 'a\.so: .*(too large|No space)'
holds "it is the old one" cmp box/a.so plain.so
holds "nothing was left" alone box
(
	ulimit -f 4
	"$hallmark" "${stamp[@]}" box/a.so >stdout 2>stderr
) 2>/dev/null
holds "killed because the file may not grow: the old one" cmp box/a.so plain.so
holds "nothing was left of that" alone box

mkdir small
if [[ $EUID != 0 ]]; then
	skip "a full disk" "only root can mount one"
elif ! mount -t tmpfs -o size=64k tmpfs small 2>mount.log; then
	skip "a full disk" "cannot be mounted: $(head -1 mount.log)"
else
	mounted=$work/small
	cp plain.so small/a.so
	head -c 1M /dev/zero >small/filler 2>/dev/null
	run "${stamp[@]}" small/a.so
	expect "a full disk" 2 'a\.so: .*No space'
	holds "the file is the old one" cmp small/a.so plain.so
	rm small/filler
	holds "nothing was left on it" alone small
	run "${stamp[@]}" small/a.so
	expect "with room again" 0
	head -c 1M /dev/zero >small/filler 2>/dev/null
	cp small/a.so before.so
	run unstamp small/a.so
	expect "unstamp on a full disk" 2 'No space'
	holds "it has its stamp still" cmp small/a.so before.so
	rm small/filler
	mount -o remount,ro "$mounted"
	run "${stamp[@]}" --package-version 2 small/a.so
	expect "a disk that is read-only" 2 'a\.so: .*Read-only'
	umount "$mounted" && mounted=''
fi

# as_nobody COMMAND...: without root's rights
as_nobody() {
	if [[ $EUID == 0 ]]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}
run_as_nobody() {
	as_nobody timeout 60 "$hallmark" "$@" >stdout 2>stderr
	status=$?
}
chmod 755 "$work"
# By way of another program: setpriv itself still has the right to search every folder.
if ! as_nobody timeout 60 "$hallmark" --version >/dev/null 2>&1; then
	skip "a read-only folder" "the tool cannot be run without root's rights"
else
	fresh
	chmod 755 box && chmod 666 box/a.so
	[[ $EUID != 0 ]] || chown 65534 box/a.so
	chmod 555 box
	run_as_nobody "${stamp[@]}" box/a.so
	expect "a read-only folder" 2 'a\.so: .*Permission denied'
	holds "the file is the old one" cmp box/a.so plain.so
	holds "nothing was left" alone box
	chmod 755 box
	if [[ $EUID == 0 ]]; then
		fresh
		chmod 777 box && chmod 644 box/a.so
		run_as_nobody "${stamp[@]}" box/a.so
		expect "another's file in a folder of everybody" 2 'owner cannot be kept'
		holds "the file is the old one" cmp box/a.so plain.so
		holds "nothing was left" alone box
		fresh
		chmod 777 box && chmod 600 box/a.so
		run_as_nobody "${stamp[@]}" box/a.so
		expect "another's file that cannot be read" 2 'Permission denied'
	fi
fi

# ----------------------------------------------------------- owners, modes, attributes

for mode in 755 444 600 4755 2711 1777; do
	fresh
	[[ $EUID != 0 ]] || chown 1234:5678 box/a.so
	chmod "$mode" box/a.so
	before=$(stat -c '%a %u %g' box/a.so)
	run "${stamp[@]}" box/a.so
	holds "mode $mode and owner are kept" test "$(stat -c '%a %u %g' box/a.so)" = "$before"
	holds "mode $mode: it is the new file" cmp box/a.so stamped.so
	run unstamp box/a.so
	holds "unstamp keeps mode $mode and owner" \
		test "$(stat -c '%a %u %g' box/a.so)" = "$before"
done
fresh
chmod 640 box/a.so
(umask 077 && "$hallmark" "${stamp[@]}" -o box/out.so box/a.so)
holds "-o gives the mode of the input" test "$(stat -c %a box/out.so)" = 640
chmod 4755 box/a.so
run "${stamp[@]}" -o box/out2.so box/a.so
holds "-o gives no set-user-ID bit away" test "$(stat -c %a box/out2.so)" = 755

# attributes set|get NAME [VALUE] FILE
attributes() {
	python3 -c '
import os, sys
if sys.argv[1] == "set":
    os.setxattr(sys.argv[4], sys.argv[2], sys.argv[3].encode())
else:
    print(os.getxattr(sys.argv[3], sys.argv[2]).decode())' "$@"
}
fresh
if ! attributes set user.origin here box/a.so 2>/dev/null; then
	skip "extended attributes are kept" "neither python3 nor attributes here"
else
	run "${stamp[@]}" box/a.so
	holds "extended attributes are kept" test "$(attributes get user.origin box/a.so)" = here
	run unstamp box/a.so
	holds "unstamp keeps them" test "$(attributes get user.origin box/a.so)" = here
fi
fresh
if chattr +i box/a.so 2>/dev/null; then
	run "${stamp[@]}" box/a.so
	chattr -i box/a.so
	expect "an immutable file" 2 'a\.so: .*not permitted'
	holds "nothing was left beside it" alone box
else
	skip "an immutable file" "this file system, or this user, has none"
fi

# -------------------------------------------------------------------------- links, use

fresh
mkdir elsewhere
ln -s ../box/a.so elsewhere/one.so
ln -s one.so elsewhere/two.so
run "${stamp[@]}" elsewhere/two.so
expect "a symbolic link to a symbolic link" 0
holds "both are links still" test -L elsewhere/one.so -a -L elsewhere/two.so
holds "the target was stamped" cmp box/a.so stamped.so
holds "nothing was left beside the target" alone box
ln -s nowhere.so elsewhere/dangling.so
run "${stamp[@]}" elsewhere/dangling.so
expect "a dangling link" 2 'dangling.so: .*No such file'
run "${stamp[@]}" -o elsewhere/dangling.so plain.so
expect "a dangling link as output" 2 'dangling.so: .*No such file'
ln -s loop.so elsewhere/loop.so
run "${stamp[@]}" elsewhere/loop.so
expect "a link to itself" 2 'loop.so: .*symbolic links'
mkdir folder
run "${stamp[@]}" -o folder plain.so
expect "a folder as output" 2 'folder: .*not a file'
fresh
ln box/a.so elsewhere/hard.so
run "${stamp[@]}" box/a.so
expect "a file with hard links" 2 'hard links.*--force'
holds "it is the old one" cmp box/a.so plain.so
run "${stamp[@]}" --force box/a.so
expect "the same with --force" 0
holds "it is the new one" cmp box/a.so stamped.so
holds "the other name leads to the old one" cmp elsewhere/hard.so plain.so
ln -f box/a.so elsewhere/hard.so
run unstamp box/a.so
expect "unstamp a file with hard links" 2 'hard links.*--force'
run unstamp --force box/a.so
holds "unstamp --force" cmp box/a.so plain.so

cat >host.c <<'SOURCE'
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	puts("running");
	fflush(stdout);
	pause();
	return 0;
}
SOURCE
$cc -g host.c -o host || exit 99
mkfifo started
./host >started &
running=$!
read -r _ <started
run stamp --role host host
expect "a program that runs" 0
holds "it runs on" kill -0 "$running"
holds "its file has a stamp" "$hallmark" show host
kill "$running"
wait "$running" 2>/dev/null
running=''
holds "the new file runs" bash -c './host >started & pid=$!; read -r line <started
	kill $pid; test "$line" = running'

# --------------------------------------------------------------------- several at once

fresh
for i in {1..8}; do
	"$hallmark" stamp --package "example.org/p$i" -o "p$i.so" plain.so || exit 99
done
for round in {1..5}; do
	fresh
	pids=()
	for i in {1..8}; do
		"$hallmark" stamp --package "example.org/p$i" box/a.so 2>"err$i" &
		pids+=($!)
	done
	done=0 odd=0
	for i in {1..8}; do
		wait "${pids[i - 1]}"
		case $? in
		0) done=$((done + 1)) ;;
		2) grep -q 'replaced while it was read; try again' "err$i" || odd=$((odd + 1)) ;;
		*) odd=$((odd + 1)) ;;
		esac
	done
	same=0
	for i in {1..8}; do cmp -s box/a.so "p$i.so" && same=$((same + 1)); done
	holds "eight at once, $round: one of the eight, whole" test "$same" = 1
	holds "eight at once, $round: the others say why not" test "$done" -ge 1 -a "$odd" = 0
	holds "eight at once, $round: nothing was left" alone box
done

done_testing
