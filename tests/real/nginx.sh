#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# nginx as host, its dynamic mail and stream modules as plugins: three verdicts that nginx's
# own check (a string of its configuration) gets right, right, and wrong, and one on modules
# of another compiler, which it does not look at. See README.md here.
#
#   nginx.sh [FOLDER]     FOLDER keeps source and builds between runs; default: real/nginx
#
# HALLMARK names the tool (default: hallmark in PATH), JOBS the number of compilers.

set -euo pipefail
export LC_ALL=C

# shellcheck source-path=SCRIPTDIR source=source.bash disable=SC1091
. "$(dirname "$0")/source.bash"

hallmark=${HALLMARK:-hallmark}
folder=${1:-real/nginx}
cc=${CC:-cc}
other=clang
[[ $cc == *clang* ]] && other=gcc

# What the two configurations have in common; without rewrite and gzip no library is needed.
common=(--with-mail=dynamic --with-stream=dynamic
	--without-http_rewrite_module --without-http_gzip_module)

build() { # NAME COMPILER OPTION...
	local name=$1 compiler=$2
	shift 2
	[[ -e $name/built ]] && return
	rm -rf "$name"
	cp -r source "$name"
	(
		cd "$name"
		./configure --with-cc="$compiler" --with-cc-opt='-g -O1' "${common[@]}" "$@"
		make -j"${JOBS:-2}"
		touch built
	) >"$name.log" 2>&1 || {
		tail -n 20 "$name.log" >&2
		fail "cannot build nginx ($name): the end of $PWD/$name.log is above"
	}
}

# What the compiler says, to hold our report against.
struct_size() { # TREE
	local tree=$1
	# shellcheck disable=SC2016
	printf '%s\n' '#include <ngx_config.h>' '#include <ngx_core.h>' '#include <stdio.h>' \
		'int main(void) { return printf("%zu", sizeof(struct ngx_connection_s)) < 0; }' |
		"$cc" -O0 -I"$tree/objs" -I"$tree/src/core" -I"$tree/src/event" \
			-I"$tree/src/event/modules" -I"$tree/src/os/unix" -x c - -o "$tree/size"
	"$tree/size"
}

stamp_server() { # TREE [NAME] [OPTION...]
	local tree=$1 name=${2:-$1}
	shift "$(($# < 2 ? $# : 2))"
	mkdir -p "stamped/$name"
	cp "$tree/objs/nginx" "stamped/$name/nginx"
	"$hallmark" stamp --role host --package nginx.org/nginx \
		--accept 'nginx.org/nginx/*' "$@" "stamped/$name/nginx"
}

stamp_module() { # TREE MODULE
	cp "$1/objs/ngx_$2_module.so" "stamped/$1/$2.so"
	"$hallmark" stamp --role plugin --package "nginx.org/nginx/$2" "stamped/$1/$2.so"
	strip -o "stamped/$1/$2.stripped.so" "stamped/$1/$2.so"
}

# The other form: a note object in the module's own link, which llvm-strip keeps too.
link_module() { # TREE MODULE
	local objects=("$1/objs/src/$2"/*.o "$1/objs/ngx_$2_module_modules.o")
	local strip=strip
	"$hallmark" stamp --object "stamped/$1/$2.note.o" --role plugin \
		--package "nginx.org/nginx/$2" "${objects[@]}"
	"$cc" -shared -o "stamped/$1/$2.linked.so" "${objects[@]}" "stamped/$1/$2.note.o"
	if type llvm-strip >/dev/null 2>&1; then
		strip=llvm-strip
	fi
	"$strip" -o "stamped/$1/$2.linked.stripped.so" "stamped/$1/$2.linked.so"
}

# Runs verify and leaves the text in `report` and the JSON in `json`.
verify() { # STATUS SERVER-TREE MODULE-FILE
	local status=0
	report=$("$hallmark" verify --host "stamped/$2/nginx" "$3" 2>&1) || status=$?
	[[ $status -eq $1 ]] || fail "$3 for the $2 server: exit status $status, not $1: $report"
	json=$("$hallmark" verify --json --host "stamped/$2/nginx" "$3" 2>&1) || :
}

expect_accepted() { # SERVER-TREE MODULE-FILE
	verify 0 "$@"
	[[ $json != *'"warning"'* && $json != *'"break"'* ]] ||
		fail "$2 for the $1 server: accepted, but with warnings: $json"
	pass "$2 fits the $1 server"
}

# The part of the report that stands below the first line that names a struct.
report_of() { # STRUCT
	awk -v name="struct $1 " '
		found && /^  [^ ]/ { exit }
		index($0, name) && /^  [^ ]/ { found = 1 }
		found' <<<"$report"
}

expect_rejected() { # SERVER-TREE MODULE-FILE
	local part word
	verify 1 "$@"
	part=$(report_of ngx_connection_s)
	[[ -n $part ]] || fail "$2: the report does not name ngx_connection_s: $report"
	for word in "$module_size bytes" "$host_size bytes" .ssl .udp .local_sockaddr \
		.buffer .requests .sendfile_task; do
		[[ $part == *"$word"* ]] || fail "$2: the report does not name $word: $part"
	done
	[[ $json == *'"member-moved"'* ]] || fail "$2: no member-moved in $json"
	pass "$2 does not fit the $1 server"
}

# Modules that another compiler built from the same configuration: fit, except where the
# host wants its own compiler.
expect_compilers_matter() { # TREE MODULE-FILE
	local word
	verify 0 "$1-abi" "$2"
	[[ $json != *'"break"'* && $json != *'"toolchain-exact"'* ]] ||
		fail "$2 for a server that asks for the ABI: $json"
	verify 1 "$1" "$2"
	[[ $json == *'"toolchain-exact"'* ]] || fail "$2: no toolchain-exact in $json"
	for word in GCC clang 'ABI settings are the same' '--toolchain abi'; do
		[[ $report == *"$word"* ]] ||
			fail "$2: the report does not say '$word': $report"
	done
	[[ $(grep -o '"severity": *"break"' <<<"$json" | wc -l) -eq 1 ]] ||
		fail "$2: more than the compiler differs: $json"
	pass "$2 fits the $1 server, unless that wants its own compiler"
}

test_compilers() {
	local module
	if ! type "$other" >/dev/null 2>&1; then
		printf 'SKIP: modules of another compiler: no %s\n' "$other"
		return
	fi
	build other "$other" --with-compat
	mkdir -p stamped/other
	stamp_server compat compat-abi --toolchain abi
	for module in mail stream; do
		stamp_module other "$module"
		expect_compilers_matter compat "stamped/other/$module.so"
		expect_compilers_matter compat "stamped/other/$module.stripped.so"
	done
	printf '%s\n' "$report"
}

# nginx's own opinion of a module.
nginx_says() { # SERVER-TREE MODULE-FILE
	mkdir -p run/logs
	printf 'load_module %s;\nevents {}\n' "$PWD/$2" >run/nginx.conf
	"$1/objs/nginx" -p "$PWD/run/" -c "$PWD/run/nginx.conf" -t 2>&1 || :
}

type "$hallmark" >/dev/null 2>&1 || fail "no hallmark: set HALLMARK to the tool"
case $hallmark in
*/*) hallmark=$(realpath "$hallmark") ;;
esac
for tool in "$cc" make strip; do
	type "$tool" >/dev/null 2>&1 || skip "no $tool to build nginx with"
done
fetch_source nginx "$folder"
cd "$folder"

build compat "$cc" --with-compat
build plain "$cc"
build option "$cc" --with-http_realip_module

rm -rf stamped
mkdir -p stamped/{compat,plain,option}
for tree in compat plain option; do
	stamp_server "$tree"
done
for tree in compat plain; do
	for module in mail stream; do
		stamp_module "$tree" "$module"
		link_module "$tree" "$module"
	done
done

host_size=$(struct_size compat)
module_size=$(struct_size plain)
if [[ $(<version) == 1.22.1-* && $(uname -m) == x86_64 ]]; then
	[[ $host_size/$module_size == 240/224 ]] ||
		fail "struct ngx_connection_s: $host_size and $module_size bytes, not 240 and 224"
fi

for form in '' .stripped .linked .linked.stripped; do
	for module in mail stream; do
		# a. Server and modules of one configuration.
		expect_accepted compat "stamped/compat/$module$form.so"
		expect_accepted plain "stamped/plain/$module$form.so"
		# b. A server with --with-compat, modules without.
		expect_rejected compat "stamped/plain/$module$form.so"
	done
	# c. A server with one more HTTP option, which the mail module never touches.
	expect_accepted option "stamped/plain/mail$form.so"
done

said=$(nginx_says compat plain/objs/ngx_mail_module.so)
[[ $said == *'is not binary compatible'* ]] || fail "nginx took the module of b: $said"
said=$(nginx_says option plain/objs/ngx_mail_module.so)
[[ $said == *'is not binary compatible'* ]] || fail "nginx took the module of c: $said"
pass "nginx itself refuses the modules of b, rightly, and of c, wrongly"
verify 1 compat stamped/plain/mail.so
report_of ngx_connection_s

test_compilers
