#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every rule has its chapter in doc/rules.md, in the order of verify/rule.c, and no chapter
# is about a rule that does not exist. Prints TAP.
set -u
export LC_ALL=C
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}

in_code=$(sed -nE 's/^[[:space:]]*\[RULE_[A-Z_]+\] *= *\{ *"([a-z-]+)".*/\1/p' \
	"$source/verify/rule.c")
in_doc=$(sed -n '/^## The rules$/,/^## Limits$/s/^### //p' "$source/doc/rules.md")

echo 1..2
status=0
name="verify/rule.c has a table of rules"
if [[ -n $in_code ]]; then
	echo "ok 1 - $name"
else
	echo "not ok 1 - $name"
	status=1
fi
name="doc/rules.md has a chapter for each, in the same order"
if difference=$(diff <(echo "$in_code") <(echo "$in_doc")); then
	echo "ok 2 - $name"
else
	echo "not ok 2 - $name"
	while IFS= read -r line; do echo "# $line"; done <<<"$difference"
	status=1
fi
exit $status
