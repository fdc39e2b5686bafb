# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash

# Source packages of the distribution, for tests on real programs. Nothing of the system's
# own package configuration is written: lists and downloads go to a folder of the caller.

skip() {
	printf 'SKIP: %s\n' "$*"
	exit 77
}

fail() {
	printf 'FAIL: %s\n' "$*" >&2
	exit 1
}

pass() {
	printf 'pass: %s\n' "$*"
}

# The archives that the system knows, asked for sources instead of binaries.
write_source_lists() { # FOLDER
	local folder=$1 file
	mkdir -p "$folder"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[[ -r $file ]] || continue
		sed -n 's/^deb \(.*\)/deb-src \1/p' "$file" >"$folder/$(basename "$file" .list).list"
	done
	for file in /etc/apt/sources.list.d/*.sources; do
		[[ -r $file ]] || continue
		sed 's/^Types:.*/Types: deb-src/' "$file" >"$folder/$(basename "$file")"
	done
}

private_apt() { # TOOL FOLDER ARGUMENT...
	local tool=$1 folder=$2
	shift 2
	mkdir -p "$folder/lists/partial" "$folder/cache"
	"$tool" -q -o Dir::Etc::sourcelist=/dev/null \
		-o Dir::Etc::sourceparts="$folder/sources" \
		-o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=2 "$@"
}

# Newest first: an archive may list a version that its mirror no longer has.
source_versions() { # PACKAGE FOLDER
	private_apt apt-cache "$2" showsrc --only-source "$1" 2>/dev/null |
		sed -n 's/^Version: //p' | sort -ruV
}

# Downloads one version of a package and prints which.
download_source() { # PACKAGE FOLDER
	local version
	for version in $(source_versions "$1" "$2/apt"); do
		if (cd "$2/download" && private_apt apt-get "$2/apt" --download-only \
			source "$1=$version") >"$2/apt/source.log" 2>&1; then
			echo "$version"
			return
		fi
	done
	return 1
}

# Of several logs, in one line.
last_complaint() { # LOG...
	sed -n 's/^[EW]: //p' "$@" | tail -n 2 | paste -sd ';'
}

# Unpacks the source package as FOLDER/source and leaves its version in FOLDER/version;
# skips the test, with the reason, where that cannot be done.
fetch_source() { # PACKAGE FOLDER
	local package=$1 folder=$2 tool version
	[[ -e $folder/version ]] && return
	for tool in apt-get apt-cache dpkg-source; do
		type "$tool" >/dev/null 2>&1 || skip "no $tool, so no source package of $package"
	done
	mkdir -p "$folder/apt" "$folder/download"
	folder=$(realpath "$folder")
	write_source_lists "$folder/apt/sources"
	echo "E: no archive has it" >"$folder/apt/source.log"
	# A third party's archive without sources fails here and is of no concern.
	private_apt apt-get "$folder/apt" update >"$folder/apt/update.log" 2>&1 || :
	version=$(download_source "$package" "$folder") ||
		skip "no source package of $package: $(last_complaint "$folder"/apt/{source,update}.log)"
	rm -rf "$folder/source"
	dpkg-source --extract "$folder/download/${package}_${version#*:}.dsc" \
		"$folder/source" >"$folder/apt/extract.log" 2>&1 ||
		skip "cannot unpack $package: $(tail -n 1 "$folder/apt/extract.log")"
	echo "$version" >"$folder/version"
}
