#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Completions: each shell offers every command and every option that --help lists, and no
# others. Prints TAP.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C

hallmark=${HALLMARK:-hallmark}
source=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
folder=$source/tools/completion
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

# same NAME EXPECTED GOT: lists of words, in any order
same() {
	local difference
	difference=$(diff <(sort -u <<<"$2") <(sort -u <<<"$3"))
	if [[ -n $2 && -z $difference ]]; then ok "$1"; else not_ok "$1" "$difference"; fi
}

# help is one that --help need not list.
commands=$("$hallmark" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p')

# The long options of a command, one a line.
options() { # COMMAND
	"$hallmark" "$1" --help | sed -n '/^ *-/ { s/^ *//; s/   *.*//; p; }' |
		grep -o -- '--[a-z][a-z-]*'
}

in_bash() { # WORD...: what bash offers for the last one
	# shellcheck disable=SC2016
	bash --norc -c '. "$1/hallmark"; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_hallmark
		printf "%s\n" "${COMPREPLY[@]}"' bash "$folder" "$@"
}

in_fish() { # LINE
	fish --no-config -c "source '$folder/hallmark.fish'; complete -C '$1'" 2>&1 | cut -f 1
}

# zsh completes only in an editor: one on a terminal of its own, that writes down what is added.
in_zsh() { # LINE
	rm -f "$work/added"
	timeout 60 python3 - "$folder" "$1" "$work/added" <<'PYTHON'
import os, pty, select, sys, time

folder, line, added = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="dumb", PS1="", HOME="/nowhere", ZDOTDIR="/nowhere")
    os.execlp("zsh", "zsh", "-f", "-i")

def until(done):
    seen, end = b"", time.time() + 50
    while not done(seen) and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)

def words():
    return open(added).read().split("\n") if os.path.exists(added) else []

# compadd is what every completion ends in; -O and the like only ask it.
setup = r"""
unsetopt prompt_cr prompt_sp zle 2>/dev/null; setopt zle; PROMPT=
fpath=(%s $fpath); autoload -Uz compinit && compinit -u -D
compadd() {
	if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
	typeset -a hits
	builtin compadd -A hits "$@"
	print -rl -- $hits >&3
}
finish() { print -r -- "END" >&3 }
exec 3>%s
zle -C probe list-choices _main_complete
run() { zle probe; finish }
zle -N run; bindkey '^X' run
print REA''DY
""" % (folder, added)
os.write(terminal, setup.encode())
until(lambda seen: b"READY" in seen)
os.write(terminal, line.encode() + b"\x18")
until(lambda seen: "END" in words())
for word in words():
    if word.strip() and word != "END":
        print(word.strip())
os.close(terminal)
PYTHON
}

offered() { # SHELL WORD...: what a shell offers for the last word, one a line
	local shell=$1
	shift
	case $shell in
	bash) in_bash "$@" ;;
	fish) in_fish "$*" ;;
	zsh) in_zsh "$*" ;;
	esac
}

for shell in bash fish zsh; do
	if ! command -v $shell >/dev/null; then
		skip "$shell" "it is not installed"
		continue
	elif [[ $shell == zsh ]] && ! command -v python3 >/dev/null; then
		skip "$shell" "python3 is not installed"
		continue
	fi
	same "$shell: commands" "$commands"$'\nhelp' "$(offered $shell hallmark '' | grep -v '^-')"
	for command in $commands; do
		same "$shell: options of $command" "$(options "$command")" \
			"$(offered $shell hallmark "$command" -- | grep '^--')"
	done
	same "$shell: roles" $'host\nplugin\nlibrary' "$(offered $shell hallmark stamp --role '')"
	same "$shell: policies" $'exact\nabi' "$(offered $shell hallmark stamp --toolchain '')"
	touch "$work/plugin.so"
	same "$shell: files" plugin.so \
		"$(offered $shell hallmark verify "$work/plu" | sed 's|.*/||')"
done

done_testing
