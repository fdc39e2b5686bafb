# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# What a test script says, as TAP. Sourced; the script ends with done_testing.

tap_count=0 tap_failures=0
# `report` and `adopt` may stand at the end of a pipe, and count in the script's own shell.
shopt -s lastpipe

ok() { # NAME
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

# What else to show where something failed, for a script to define.
context() { :; }

not_ok() { # NAME [REASON]...
	tap_count=$((tap_count + 1)) tap_failures=$((tap_failures + 1))
	echo "not ok $tap_count - $1"
	{ printf '%s\n' "${@:2}" && context; } | sed '/^$/d; s/^/# /'
}

skip() { # NAME REASON
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# Passes if the command succeeds, which runs in a shell of its own.
holds() { # NAME COMMAND...
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		ok "$name"
	else
		not_ok "$name" "failed: $*" "$(tail -n 30 <<<"$said")"
	fi
}

# Passes if standard input is empty.
report() { # NAME
	local found
	found=$(cat)
	if [[ -z $found ]]; then ok "$1"; else not_ok "$1" "$(head -n 30 <<<"$found")"; fi
}

# Takes the TAP on standard input as part of this script's own.
adopt() { # PREFIX
	local line planned=none before=$tap_count
	while IFS= read -r line; do
		case $line in
		1..*) planned=${line#1..} ;;
		'ok - '*) ok "$1: ${line#ok - }" ;;
		'not ok - '*) not_ok "$1: ${line#not ok - }" ;;
		*) echo "$line" ;;
		esac
	done
	[[ $planned == $((tap_count - before)) ]] ||
		not_ok "$1: runs to its end" "$((tap_count - before)) results, planned: $planned"
}

# The plan, and the script's exit status.
done_testing() {
	echo "1..$tap_count"
	[[ $tap_failures == 0 ]]
}
