# SPDX-License-Identifier: BSD-3-Clause
# Completion of hallmark(1) for fish.

set -l commands stamp unstamp show verify diff help
complete -c hallmark -n "not __fish_seen_subcommand_from $commands" -f -a "$commands"
complete -c hallmark -s h -l help -d "Show the options"
complete -c hallmark -s V -l version -d "Show the version"

set -l stamp "__fish_seen_subcommand_from stamp"
complete -c hallmark -n $stamp -l package -x -d "Full package name"
complete -c hallmark -n $stamp -l package-version -x -d "Version of the package"
complete -c hallmark -n $stamp -l role -x -a "host plugin library" -d "What the file is"
complete -c hallmark -n $stamp -l init -x -d "Function to run after loading"
complete -c hallmark -n $stamp -l fini -x -d "Function to run before unloading"
complete -c hallmark -n $stamp -l export -x -d "Provide only what matches"
complete -c hallmark -n $stamp -l expect -x -d "What a plugin must provide"
complete -c hallmark -n $stamp -l expect-optional -x -d "What a plugin may provide"
complete -c hallmark -n $stamp -l require-types -d "Untyped symbols are errors"
complete -c hallmark -n $stamp -l toolchain -x -a "exact abi" -d "Compilers to accept"
complete -c hallmark -n $stamp -l accept -x -d "Packages to accept"
complete -c hallmark -n $stamp -l deny -x -a "untyped warnings" -d "What to reject"
complete -c hallmark -n $stamp -l object -r -d "Write a note object"
complete -c hallmark -n $stamp -l against -r -d "Host, or its stamp, to fit"

set -l writes "__fish_seen_subcommand_from stamp unstamp"
complete -c hallmark -n $writes -s o -l output -r -d "Write another file"
complete -c hallmark -n $writes -l force -d "Although there are hard links"

set -l show "__fish_seen_subcommand_from show"
complete -c hallmark -n $show -l check -d "Whether it is stale"
complete -c hallmark -n $show -l stamp-only -d "Write the stamp alone"
complete -c hallmark -n $show -s o -l output -r -d "What to write it to"
complete -c hallmark -n "__fish_seen_subcommand_from show verify" -l derive \
	-d "From debug information"
complete -c hallmark -n "__fish_seen_subcommand_from verify" -l host -r \
	-d "Host, then its libraries"
complete -c hallmark -n "__fish_seen_subcommand_from show verify diff" -l json \
	-d "For programs"
complete -c hallmark -n "__fish_seen_subcommand_from stamp show verify diff" \
	-l debug-dir -x -a "(__fish_complete_directories)" -d "Separate debug files"
