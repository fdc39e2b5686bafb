#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause

# `hallmark verify` of the stamped, stripped nginx and its mail module beside abicompat and
# abidiff, which read the debug information of the same files: processor time of whole
# processes, and memory. abidiff compares the server with one of another configuration.
#
# Takes the files of `make check-real`, and makes them where they are not there: that needs
# the network and some minutes. NGINX_FOLDER names another folder.

set -euo pipefail
export LC_ALL=C

source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${TEST_BUILD_DIR:-$(dirname "$source")}
hallmark=${HALLMARK:-hallmark}
folder=${NGINX_FOLDER:-$build/real/nginx}
read -ra cc <<<"${CC:-cc}"

if [[ ! -e $folder/compat/built || ! -e $folder/plain/built ]]; then
	bash "$source/../tests/real/nginx.sh" "$folder" >nginx.log 2>&1 || {
		echo "# no nginx to verify: $(tail -n 1 nginx.log)"
		exit 77
	}
fi
"${cc[@]}" -O2 -o process "$source/process.c"
server=$folder/compat/objs/nginx module=$folder/compat/objs/ngx_mail_module.so
for form in "$server" "$module"; do
	strip -o "stripped-$(basename "$form")" "$form"
done
"$hallmark" stamp --role host --package nginx.org/nginx --accept 'nginx.org/nginx/*' \
	-o nginx "$server"
"$hallmark" stamp --package nginx.org/nginx/mail -o mail.so "$module"
strip nginx mail.so

figure() { # WHAT OURS PEER UNIT BUDGET SCALE
	awk -v what="$1" -v ours="$2" -v peer="$3" -v unit="$4" -v budget="$5" -v scale="$6" \
		'BEGIN { printf "%s\t%.2f\t%.2f\t%s\t%s\n", what, ours / scale, peer / scale,
			unit, budget }'
}

# compare BUDGET PEER ARGUMENT...
compare() {
	local budget=$1 peer=$2 us kib peer_us peer_kib
	shift
	if ! command -v "$peer" >/dev/null; then
		echo "# $peer is missing"
		return
	fi
	# Peers say by bits 2 and 3 of their exit status that something differs.
	cat >tolerate <<-'SCRIPT'
		#!/bin/sh
		"$@"
		[ $(($? & 3)) = 0 ]
	SCRIPT
	chmod +x tolerate
	./process 5 "$hallmark" verify --host nginx mail.so --- ./tolerate "$@" >figures || {
		echo "# $peer failed"
		return
	}
	{ read -r us kib && read -r peer_us peer_kib; } <figures
	figure "nginx and module, $peer, time" "$us" "$peer_us" ms "$budget" 1000
	figure "nginx and module, $peer, memory" "$kib" "$peer_kib" MB - 1024
}

compare 0.01 abicompat --weak-mode "$module" "$server"
compare - abidiff "$server" "$folder/plain/objs/nginx"
