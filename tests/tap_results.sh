#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# tap.bash and tap, on which the verdict of every other script rests: what fails in a
# script is a failure of `make check`, whichever way it fails. Prints TAP.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/tap.bash"
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99

# says NAME STATUS SCRIPT LINE...: what the script prints as TAP, and its exit status
says() {
	local name=$1 wanted=$2 status
	printf '. "%s/tap.bash"\n%s\ndone_testing\n' "$here" "$3" >script.sh
	bash script.sh >got 2>&1
	status=$?
	{
		[[ $status == "$wanted" ]] || echo "exit status $status, expected $wanted"
		diff <(printf '%s\n' "${@:4}") got
	} | report "$name"
}

says 'all is well' 0 'ok a; skip b why; holds c true; report d </dev/null' \
	'ok 1 - a' 'ok 2 - b # SKIP why' 'ok 3 - c' 'ok 4 - d' '1..4'
says 'not_ok: each line is a comment' 1 $'ok a; not_ok b "x\ny" "" z' \
	'ok 1 - a' 'not ok 2 - b' '# x' '# y' '# z' '1..2'
says 'holds: the command and what it said' 1 'holds a eval "echo x; false"' \
	'not ok 1 - a' '# failed: eval echo x; false' '# x' '1..1'
says 'report at the end of a pipe' 1 'echo x | report a' 'not ok 1 - a' '# x' '1..1'
says 'context' 1 'context() { echo more; }; not_ok a' 'not ok 1 - a' '# more' '1..1'
says 'adopt' 1 $'printf "ok - a\nnot ok - b\n# why\n1..2\n" | adopt p; ok c' \
	'ok 1 - p: a' 'not ok 2 - p: b' '# why' 'ok 3 - c' '1..3'
says 'adopt: it ended early' 1 'echo "ok - a" | adopt p' \
	'ok 1 - p: a' 'not ok 2 - p: runs to its end' '# 1 results, planned: none' '1..2'
says 'adopt: it did less than planned' 1 $'printf "ok - a\n1..2\n" | adopt p' \
	'ok 1 - p: a' 'not ok 2 - p: runs to its end' '# 1 results, planned: 2' '1..2'

# runs NAME STATUS SCRIPT LINE: how tap, which make calls, ends, and the last line it prints
runs() {
	local status
	printf '%s\n' "$3" >script.sh
	bash "$here/tap" ./script.sh >got 2>&1
	status=$?
	{
		[[ $status == "$2" ]] || echo "exit status $status, expected $2"
		[[ $(tail -n 1 got) == "$4" ]] || tail -n 1 got
	} | report "tap: $1"
}

runs 'a script without TAP passes' 0 'echo done' 'ok 1 - script'
runs 'it fails' 0 'exit 3' 'not ok 1 - script # exit status 3'
runs 'it is skipped' 0 'echo why; exit 77' 'ok 1 - script # SKIP why'
runs 'the failure is counted already' 0 'echo "not ok 1 - a"; echo 1..1; exit 1' '1..1'
runs 'a failure that no line tells of' 1 'echo "ok 1 - a"; echo 1..1; exit 1' '1..1'
runs 'it went wrong' 99 'echo "not ok 1 - a"; exit 99' 'not ok 1 - a'
done_testing
