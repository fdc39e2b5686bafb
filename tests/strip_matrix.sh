#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# What other people's tools do to a stamped file: every linker, every kind of file, every
# strip, both forms of the stamp. In each cell the file loads and runs, its verdicts are
# what they were, and eu-elflint finds no fault that it does not find without a stamp (with
# another note of that size, where it is linked in: mold's PT_NOTE, and what patchelf moves,
# depend on it). One loss is known: llvm-strip removes what no segment holds, and so the
# section form.
#
#   strip_matrix.sh [--table]     TAP, or a table to read (make strip-matrix)
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"
export LC_ALL=C

hallmark=${HALLMARK:-hallmark}
cc=${CC:-gcc}
source=${TEST_SOURCE_DIR:?}
library=${TEST_BUILD_DIR:?}/.libs
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

linkers=(bfd gold lld mold)
kinds=(shared pie no-pie)
forms=(section linked)
tools=(none 'strip' 'strip -g' 'dh_strip' 'eu-strip' 'eu-strip -f' 'llvm-strip'
	'llvm-strip -g' 'objcopy --strip-all' 'debuglink' 'patchelf' 'chrpath' 'dwz'
	'debugedit')
# Ways to lay out a shared object, and the tools that care.
layouts=(relr separate-code noseparate-code gc-sections link-strip no-build-id 64k-sections
	no-names no-sections)
layout_tools=(none strip eu-strip llvm-strip patchelf)

has() { command -v "$1" >/dev/null; }

layout_flags() { # LAYOUT
	case $1 in
	relr) echo -Wl,-z,pack-relative-relocs ;;
	separate-code | noseparate-code) echo "-Wl,-z,$1" ;;
	gc-sections) echo -Wl,--gc-sections ;;
	no-build-id) echo -Wl,--build-id=none ;;
	link-strip) echo -Wl,-s ;;
	64k-sections) echo "$work/many.o" ;;
	esac
}

# alter LAYOUT FILE: what no linker does.
alter() {
	local table index
	table=$(readelf -h "$2" | awk '/Start of section headers/ { print $5 }')
	case $1 in
	# Two sections lose their names: there is more than one of the same name then.
	no-names)
		for index in $(readelf --wide --sections "$2" |
			sed -n 's/^ *\[ *\([0-9]*\)\] \.\(comment\|eh_frame_hdr\) .*/\1/p'); do
			zero "$2" $((table + 64 * index)) 4
		done
		;;
	# What sstrip leaves: e_shoff, and the fields from e_shentsize on.
	no-sections) zero "$2" 40 8 && zero "$2" 58 6 ;;
	esac
}

zero() { # FILE OFFSET COUNT
	dd if=/dev/zero of="$1" bs=1 seek="$2" count="$3" conv=notrunc status=none
}

# apply TOOL FILE: status 77 if the tool is not there.
apply() {
	local program=${1%% *} file=$2
	case $1 in
	none) return ;;
	dh_strip) program='strip' ;;
	debuglink) program=objcopy ;;
	esac
	has "$program" || return 77
	case $1 in
	# What debhelper and rpm remove besides.
	dh_strip)
		strip --remove-section=.comment --remove-section=.note --strip-unneeded "$file"
		;;
	'eu-strip -f') eu-strip -f "$file.debug" "$file" ;;
	debuglink)
		objcopy --only-keep-debug "$file" "$file.debug" &&
			objcopy --strip-debug "$file" &&
			objcopy --add-gnu-debuglink="$file.debug" "$file"
		;;
	patchelf)
		# What it moves of a program with a sanitizer's run-time overlaps.
		[[ -z ${TEST_SANITIZE:-} ]] || return 77
		patchelf --set-rpath "$library:/a/folder/that/has/a/longer/name" "$file"
		;;
	chrpath) chrpath -r "$library" "$file" ;;
	# It gives up on a file that it could not make smaller.
	dwz) dwz "$file" 2>"$file.dwz" || grep -q 'not beneficial' "$file.dwz" ;;
	debugedit) debugedit -b "$source" -d /usr/src/debug "$file" ;;
	*) $1 "$file" ;;
	esac
}

compile() { # OUT SOURCE FLAG...
	local out=$1 from=$2
	shift 2
	# shellcheck disable=SC2086 # words
	$cc -g -O1 ${TEST_SANITIZE:-} -I"$source/include" "$@" -c "$source/tests/strip/$from" \
		-o "$out"
}

# link LINKER KIND OUT OBJECT... [-- FLAG...]
link() {
	local linker=$1 kind=$2 out=$3 objects=() libs=()
	shift 3
	while [[ $# -gt 0 && $1 != -- ]]; do
		objects+=("$1")
		shift
	done
	[[ $# -eq 0 ]] || shift
	case $kind in
	shared) kind=-shared ;;
	*)
		kind=-$kind
		libs=(-rdynamic -L"$library" -lhallmark -ldl)
		;;
	esac
	# shellcheck disable=SC2086
	$cc ${TEST_SANITIZE:-} "$kind" -fuse-ld="$linker" "$@" "${objects[@]}" "${libs[@]}" \
		-Wl,-rpath,"$library:/nowhere" -o "$out"
}

stamp() { "$hallmark" stamp --package example.org/strip "$@"; }

# An ordinary note, as large as the one in NOTE.o.
ordinary_note() { # NOTE.o OUT.o
	local size
	size=$((16#$(readelf --wide --sections "$1" |
		sed -n 's/.*\.note\.hallmark *NOTE *\([^ ]* *\)\{2\}\([^ ]*\).*/\2/p')))
	$cc -x assembler -c -o "$2" - <<-SOURCE
		.section .note.ordinary, "a", %note
		.balign 4
		.long 9, $((size - 24)), 1
		.asciz "Ordinary"
		.balign 4
		.skip $((size - 24))
		.section .note.GNU-stack, "", %progbits
	SOURCE
}

# More sections than a field of the ELF header can count.
many_sections() { # OUT.o
	awk 'BEGIN {
		for (i = 0; i < 65300; i++)
			printf ".section s.%d, \"\", %%progbits\n.byte 1\n", i
		print ".section .note.GNU-stack, \"\", %progbits"
	}' | $cc -x assembler -c -o "$1" -
}

# The objects of all links, their notes, and what the subjects are verified against.
prepare() {
	cd "$work" || return
	compile plugin.o plugin.c -fPIC && compile host.o host.c -fPIE &&
		compile host-new.o host.c -fPIE -DNEW &&
		compile plugin-new.o plugin.c -fPIC -DNEW &&
		stamp --object plugin-note.o plugin.o &&
		stamp --role host --object host-note.o host.o &&
		ordinary_note plugin-note.o plugin-other.o &&
		ordinary_note host-note.o host-other.o &&
		many_sections many.o &&
		link bfd pie host host.o && stamp --role host host &&
		link bfd pie host-new host-new.o && stamp --role host host-new &&
		link bfd shared plugin.so plugin.o && stamp plugin.so &&
		link bfd shared plugin-new.so plugin-new.o && stamp plugin-new.so
}

# The verdicts of a subject, with their findings, whatever its folder.
verdicts() { # KIND FILE
	local peers=("$work/plugin.so" "$work/plugin-new.so")
	if [[ $1 == shared ]]; then
		"$hallmark" verify --json --host "$work/host" "$2" &&
			"$hallmark" verify --json --host "$work/host-new" "$2"
	else
		"$hallmark" verify --json --host "$2" "${peers[@]}"
	fi | sed "s|${2%/*}/||g"
}

runs() { # KIND FILE [unchecked]
	case $1 in
	shared) "$work/host" "$2" ${3:+"$3"} ;;
	*) "$2" "$work/plugin.so" ${3:+"$3"} ;;
	esac
}

# Whether there is such a file. With many sections gold takes long, and mold 1.10 counts them
# in a field that cannot hold their number.
possible() { # LINKER LAYOUT FORM
	case "$*" in
	'gold 64k-sections '* | 'mold 64k-sections '* | *' link-strip section' | *' no-sections section') return 1 ;;
	esac
}

# What eu-elflint says, without numbers, which a further section changes. That it does not
# know the owner of a note is no fault of the file.
faults() {
	eu-elflint "$1" | sed "/unknown .*note type .* owner name 'Hallmark'/d
		s/0x[0-9a-f]*//g; s/[0-9]*//g; s/\[ *\]//g" | sort -u
}

# judge GROUP KIND FILE LOSS: prints why a cell is not as it should be, "lost" for the known loss.
judge() {
	local group=$1 kind=$2 file=$3 loss=$4
	if [[ $loss == yes ]]; then
		"$hallmark" show "$file" >"$file.out" 2>&1
		[[ $? == 2 ]] && grep -q 'has no stamp.*stamp --object' "$file.out" ||
			echo 'does not say that the stamp is lost'
		runs "$kind" "$file" unchecked 2>&1 || echo 'does not run unchecked'
		runs "$kind" "$file" >"$file.out" 2>&1 && echo 'loads without a stamp'
		grep -q 'stamp' "$file.out" || echo 'loading does not tell of the stamp'
	else
		runs "$kind" "$file" 2>&1 || echo 'does not run'
		verdicts "$kind" "$file" >"$file.verdicts" 2>&1
		cmp "$group/verdicts" "$file.verdicts" 2>&1
	fi
	[[ ! -e $file.faults ]] || faults "$file" | comm -13 "$file.faults" -
}

# One cell: applies the tool to the stamped file and to the same without a stamp. Prints
# one line, and keeps the reason of a failure in a file of that name.
cell() { # GROUP KIND FORM TOOL NUMBER
	local group=$1 kind=$2 form=$3 tool=$4 number=$5 loss=no status
	local file=$group/$number/subject plain=$group/$number/plain
	mkdir "$group/$number" && cp "$group/subject" "$file"
	apply "$tool" "$file" >"$file.log" 2>&1
	status=$?
	if [[ $status == 77 ]]; then
		printf '%s\tskip\t%s is not installed\n' "$tool" "${tool%% *}"
		return
	elif [[ $status != 0 ]]; then
		cp "$group/plain" "$plain"
		if ! apply "$tool" "$plain" >/dev/null 2>&1; then
			printf '%s\tskip\tit cannot do that to this file, stamped or not\n' "$tool"
			return
		fi
		echo 'fails' >>"$file.log"
	else
		# Of many sections it takes its time to think.
		if has eu-elflint && [[ $group != *64k-sections* ]]; then
			cp "$group/plain" "$plain"
			apply "$tool" "$plain" >/dev/null 2>&1
			faults "$plain" >"$file.faults"
		fi
		[[ $form == section && $tool == llvm-strip ]] && loss=yes
		judge "$group" "$kind" "$file" "$loss" >"$file.log"
	fi
	if [[ -s $file.log ]]; then
		printf '%s\tfail\t%s\n' "$tool" "$(tr '\n' ';' <"$file.log")"
	elif [[ $loss == yes ]]; then
		printf '%s\tlost\t\n' "$tool"
	else
		printf '%s\tok\t\n' "$tool"
	fi
}

# group LINKER KIND LAYOUT FORM: a row of cells, one a line: TOOL, RESULT, REASON.
group() {
	local linker=$1 kind=$2 layout=$3 form=$4 name=plugin role=() flags=() number=0 tool
	local row=("${tools[@]}") group=$work/$1.$2.$3.$4
	[[ $kind == shared ]] || name=host role=(--role host)
	[[ $layout == plain ]] || row=("${layout_tools[@]}")
	case $layout in
	64k-sections) row=(none strip llvm-strip) ;;
	no-sections) row=(none) ;;
	esac
	possible "$linker" "$layout" "$form" || return
	local plain=("$work/$name.o")
	mkdir "$group"
	read -ra flags <<<"$(layout_flags "$layout")"
	if ! has "ld.$linker" && ! has "$linker"; then
		printf '%s\tskip\tld.'"$linker"' is not installed\n' "${row[@]}"
		return
	fi
	[[ $form != linked ]] || plain+=("$work/$name-other.o")
	if ! link "$linker" "$kind" "$group/plain" "${plain[@]}" -- "${flags[@]}" \
		>"$group/log" 2>&1 || grep -q 'warning: .*ignored' "$group/log" ||
		! alter "$layout" "$group/plain" ||
		! runs "$kind" "$group/plain" unchecked >"$group/log" 2>&1; then
		printf '%s\tskip\tno such files with this linker and C library\n' "${row[@]}"
		return
	fi
	if [[ $form == linked ]]; then
		link "$linker" "$kind" "$group/subject" "$work/$name.o" "$work/$name-note.o" \
			-- "${flags[@]}" && alter "$layout" "$group/subject"
	else
		cp "$group/plain" "$group/subject" && stamp "${role[@]}" "$group/subject"
	fi >"$group/log" 2>&1 || {
		printf '%s\tfail\tcannot be made: '"$(tr '\n%' ';_' <"$group/log")"'\n' "${row[@]}"
		return
	}
	verdicts "$kind" "$group/subject" >"$group/verdicts" 2>&1
	if ! grep -q '"compatible"\|"exact"' "$group/verdicts" ||
		! grep -q '"incompatible"' "$group/verdicts"; then
		printf '%s\tfail\tthe verdicts are wrong to begin with\n' "${row[@]}"
		return
	fi
	for tool in "${row[@]}"; do
		number=$((number + 1))
		cell "$group" "$kind" "$form" "$tool" "$number"
	done
}

all_groups() {
	local linker kind form layout
	for form in "${forms[@]}"; do
		for linker in "${linkers[@]}"; do
			for kind in "${kinds[@]}"; do
				echo "$linker $kind plain $form"
			done
		done
		for linker in "${linkers[@]}"; do
			for layout in "${layouts[@]}"; do
				echo "$linker shared $layout $form"
			done
		done
	done
}

run_groups() {
	local linker kind layout form
	while read -r linker kind layout form; do
		while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n; done
		group "$linker" "$kind" "$layout" "$form" >"$work/$linker.$kind.$layout.$form.cells" &
	done < <(all_groups)
	wait
}

# Every cell as LINKER KIND LAYOUT FORM, then its line, all between tabs.
all_cells() {
	local linker kind layout form
	while read -r linker kind layout form; do
		sed "s/^/$linker\t$kind\t$layout\t$form\t/" "$work/$linker.$kind.$layout.$form.cells"
	done < <(all_groups)
}

print_tap() {
	local linker kind layout form tool result reason name
	while IFS=$'\t' read -r linker kind layout form tool result reason; do
		name="$form form, $linker, $kind"
		[[ $layout == plain ]] || name+=", $layout"
		name+=": $tool"
		case $result in
		ok) ok "$name" ;;
		lost) ok "$name (lost, and says so)" ;;
		skip) skip "$name" "$reason" ;;
		*) not_ok "$name" "$reason" ;;
		esac
	done < <(all_cells)
	done_testing
}

print_table() {
	all_cells | awk -F '\t' '
	function show(result) { return result == "skip" ? "-" : result == "fail" ? "FAIL" : result }
	function once(list, word) { if (!((list, word) in seen)) {
		seen[list, word]; words[list, ++size[list]] = word } }
	{
		row = $3 == "plain" ? $5 : $3 ", " $5
		once("row", row); once("column", $1 " " $2); once("form", $4)
		cell[$4, row, $1 " " $2] = show($6)
		if ($6 == "fail") { failures[++failed] = $4 " " $1 " " $2 " " row ": " $7 }
		if ($6 == "skip") skipped[$7]++
	}
	END {
		for (f = 1; f <= size["form"]; f++) {
			form = words["form", f]
			printf "%s form", form
			for (c = 1; c <= size["column"]; c++) {
				split(words["column", c], part, " ")
				linkers = linkers sprintf(" %6s", part[1])
				kinds = kinds sprintf(" %6s", part[2])
			}
			printf "%*s%s\n%28s%s\n", 28 - length(form " form"), "", linkers, "", kinds
			linkers = kinds = ""
			for (r = 1; r <= size["row"]; r++) {
				row = words["row", r]
				printf "%-28s", row
				for (c = 1; c <= size["column"]; c++)
					printf " %6s", cell[form, row, words["column", c]]
				print ""
			}
			print ""
		}
		print "ok: loads, runs, same verdicts; lost: has no stamp any more, and says so"
		for (reason in skipped) print "-: " reason
		for (i = 1; i <= failed; i++) print "FAIL " failures[i]
		exit failed > 0
	}'
}

prepare >"$work/log" 2>&1 || {
	echo 'Bail out! cannot build what the matrix is made of'
	sed 's/^/# /' "$work/log"
	exit 99
}
run_groups
if [[ ${1:-} == --table ]]; then
	print_table
else
	print_tap
fi
