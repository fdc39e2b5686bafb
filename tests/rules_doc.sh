#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every rule has its chapter in doc/rules.md, in the order of verify/rule.c, and no chapter
# is about a rule that does not exist. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}

in_code=$(sed -nE 's/^[[:space:]]*\[RULE_[A-Z_]+\] *= *\{ *"([a-z-]+)".*/\1/p' \
	"$source/verify/rule.c")
in_doc=$(sed -n '/^## The rules$/,/^## Limits$/s/^### //p' "$source/doc/rules.md")

holds 'verify/rule.c has a table of rules' test -n "$in_code"
diff <(echo "$in_code") <(echo "$in_doc") |
	report 'doc/rules.md has a chapter for each, in the same order'
done_testing
