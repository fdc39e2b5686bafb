# SPDX-License-Identifier: BSD-3-Clause
# Completion of hallmark(1) for bash.

_hallmark() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local choices='' common='--help --version'
	case $before in
	--role) choices='host plugin library' ;;
	--toolchain) choices='exact abi' ;;
	--deny) choices='untyped warnings' ;;
	--package | --package-version | --init | --fini | --export | --accept | \
		--expect | --expect-optional) return ;;
	--debug-dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	esac
	if [[ -z $choices && $COMP_CWORD -eq 1 ]]; then
		choices="stamp unstamp show verify diff help $common"
	elif [[ -z $choices && $word == -* ]]; then
		case ${COMP_WORDS[1]} in
		stamp)
			choices="--package --package-version --role --init --fini --export
				--expect --expect-optional --require-types --toolchain
				--accept --deny --debug-dir --force --object --output $common"
			;;
		unstamp) choices="--force --output $common" ;;
		show) choices="--json --derive --check --debug-dir $common" ;;
		verify) choices="--host --json --derive --debug-dir $common" ;;
		diff) choices="--json --debug-dir $common" ;;
		esac
	fi
	if [[ -n $choices ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}

complete -o filenames -F _hallmark hallmark
