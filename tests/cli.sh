#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The command line: exit statuses, messages, JSON. Prints TAP.
#
#   HALLMARK=path/to/hallmark CC=gcc tests/cli.sh
set -u
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

hallmark=${HALLMARK:-hallmark} cc=${CC:-gcc}
include=${TEST_SOURCE_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}/include
work=$(mktemp -d) && trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 99
out='' err='' status=0
export LC_ALL=C

context() {
	printf '%s\n' "$out" | head -20 | sed 's/^./  out: &/'
	printf '%s\n' "$err" | head -20 | sed 's/^./  err: &/'
}

# run ARGUMENT...: the tool, its output and its exit status
run() {
	timeout 60 "$hallmark" "$@" >stdout 2>stderr
	status=$?
	out=$(<stdout) err=$(<stderr)
}

# check NAME WANTED-STATUS OUT-PATTERN ERR-PATTERN ARGUMENT...
# An empty pattern wants no output at all; "*" takes anything.
check() {
	local name=$1 wanted=$2 out_pattern=$3 err_pattern=$4
	shift 4
	run "$@"
	judge "$name" "$wanted" "$out_pattern" "$err_pattern"
}

matches() {
	case $2 in
	'') [[ -z $1 ]] ;;
	'*') true ;;
	*) grep -qE -- "$2" <<<"$1" ;;
	esac
}

judge() {
	local name=$1 wanted=$2
	if [[ $status != "$wanted" ]]; then
		not_ok "$name" "exit status $status, expected $wanted"
	elif ! matches "$out" "$3"; then
		not_ok "$name" "standard output is not like '$3'"
	elif ! matches "$err" "$4"; then
		not_ok "$name" "standard error is not like '$4'"
	else
		ok "$name"
	fi
}

# refuse NAME FILE CAUSE ARGUMENT...: exit status 2, one line that names file and cause
refuse() {
	local name=$1 file=$2 cause=$3
	shift 3
	run "$@"
	if [[ $(wc -l <stderr) -ne 1 ]]; then
		not_ok "$name" "not one line on standard error"
		return
	fi
	judge "$name" 2 '' "^hallmark: ([^ ]*/)?$file: .*($cause)"
}

# unchanged NAME FILE: the file is the one that `remember` saw, nothing was left beside it
remember() {
	cp -p "$1" remembered
	touch before after
	find . -maxdepth 1 -printf '%f\n' | sort >before
}
unchanged() {
	find . -maxdepth 1 -printf '%f\n' | sort >after
	if cmp -s "$2" remembered && diff before after >difference; then
		ok "$1"
	else
		not_ok "$1" "the file or its folder has changed" "$(cat difference)"
	fi
}

# json NAME EXPRESSION: a Python expression over `r`, what the last command printed
json() {
	if ! command -v python3 >/dev/null; then
		skip "$1" "no python3"
		return
	fi
	if python3 -c "import json,sys; r=json.load(sys.stdin); sys.exit(not ($2))" \
		<<<"$out" 2>python.err; then
		ok "$1"
	else
		not_ok "$1" "not true: $2" "$(tail -1 python.err)"
	fi
}

build() {
	# shellcheck disable=SC2086
	if ! $cc -g -O1 -fPIC "$@" >build.log 2>&1; then
		printf 'Bail out! cannot compile: %s\n' "$*"
		cat build.log
		exit 99
	fi
}

# ------------------------------------------------------------------------- fixtures

cat >host.c <<'SOURCE'
struct config {
	int level;
#ifdef NEW
	int mode;
#endif
	int limit;
};
enum color { RED, GREEN = 5, BLUE = -1 };
struct odd {
	unsigned flag : 1, width : 5;
	const char *name;
	union { long number; double fraction; };
	enum color color;
	struct odd *next;
};
int host_log(const struct config *config);
int host_log(const struct config *config) { return config->limit; }
int host_odd(struct odd *odd);
int host_odd(struct odd *odd) { return (int)odd->number + odd->color; }
int host_level = 3;
_Thread_local int host_errno;
_Noreturn void host_panic(const char *format, ...);
_Noreturn void host_panic(const char *format, ...) { (void)format; for (;;) ; }
SOURCE
cat >plugin.c <<'SOURCE'
struct config {
	int level;
#ifdef NEW
	int mode;
#endif
	int limit;
};
int host_log(const struct config *config);
int plugin_init(void);
int plugin_init(void) { return 0; }
int plugin_run(const struct config *config);
int plugin_run(const struct config *config) { return host_log(config); }
int plugin_data = 1;
SOURCE
echo 'int main(void) { return 0; }' >main.c
build -shared -Wl,-soname,host.so host.c -o host-plain.so
build -shared -Wl,-soname,host.so -DNEW host.c -o new-plain.so
build -shared plugin.c -o plugin-plain.so
build -c plugin.c -o plugin.o
build -pie main.c -o program
build -g0 -shared plugin.c -o bare.so
cp plugin-plain.so plain.so
echo 'no ELF file' >text.so
: >empty.so
head -c 700 plugin-plain.so >truncated.so
head -c 20 plugin-plain.so >header.so
head -c $(($(stat -c %s plugin-plain.so) - 64)) plugin-plain.so >tail.so
mkdir folder.so
mkfifo pipe.so

# ------------------------------------------------------------------ the tool itself

check "no command: usage, status 2" 2 '' '^Usage: hallmark'
check "--help names every command" 0 'stamp.*' '' --help
for command in stamp unstamp show verify diff; do
	check "--help lists $command" 0 "^  $command " '' --help
	check "$command --help" 0 "^Usage: hallmark $command" '' "$command" --help
	holds "$command --help fits a screen" test "$(wc -l <<<"$out")" -le 24
	holds "$command --help fits its lines" test "$(wc -L <<<"$out")" -le 80
	check "help $command" 0 "^Usage: hallmark $command" '' help "$command"
	check "$command --version" 0 '^hallmark [0-9(]' '' "$command" --version
	check "$command without a file" 2 '' '^hallmark: ' "$command"
	check "$command with an unknown option" 2 '' "unrecognized option '--bogus'" \
		"$command" --bogus plain.so
done
check "--version" 0 '^hallmark [0-9(]' '' --version
check "-h" 0 '^Usage' '' -h
check "-V" 0 '^hallmark' '' -V
check "unknown command" 2 '' "^hallmark: unknown command 'frobnicate'" frobnicate
check "unknown option" 2 '' "^hallmark: unknown option '--frobnicate'" --frobnicate
check "unknown command with an escape sequence" 2 '' 'x1b\[31m' $'\e[31m'
check "help of an unknown command" 2 '' 'unknown command' help frobnicate

# ------------------------------------------------------------------------- misuse

check "stamp: two files" 2 '' 'one file at a time' stamp plain.so bare.so
check "stamp: --object with -o" 2 '' '--object' stamp --object o.o -o x plugin.o
check "stamp: wrong role" 2 '' "--role.*'guest'" stamp --role guest plain.so
check "stamp: wrong --toolchain" 2 '' "--toolchain.*'any'" stamp --toolchain any plain.so
check "stamp: wrong --deny" 2 '' "--deny.*'all'" stamp --deny all plain.so
check "stamp: empty --expect" 2 '' "--expect" stamp --expect =int plain.so
check "stamp: --package without its value" 2 '' "requires an argument" stamp --package
check "unstamp: two files" 2 '' 'one file' unstamp plain.so bare.so
check "show: two files" 2 '' 'one file' show plain.so bare.so
check "show: --derive with --check" 2 '' 'not both' show --derive --check plain.so
check "verify: no host" 2 '' '--host' verify plain.so
check "verify: no plugin" 2 '' 'which plugin' verify --host plain.so
check "diff: one file" 2 '' 'two files' diff plain.so

# ----------------------------------------------------------------------- bad input

# Every command, every kind of file that it cannot use.
bad_files() {
	local command=$1 also=$2
	shift 2
	refuse "$command: missing file" missing.so 'No such file' "$@" missing.so
	refuse "$command: directory" folder.so 'directory' "$@" folder.so
	refuse "$command: named pipe" pipe.so 'not a regular file|special file|pipe' \
		"$@" pipe.so
	refuse "$command: not ELF" text.so 'not (an )?ELF' "$@" text.so
	refuse "$command: empty file" empty.so 'empty|not (an )?ELF|truncated' \
		"$@" empty.so
	refuse "$command: header cut off" header.so \
		'truncated|damaged|not (an )?ELF|too short' "$@" header.so
	refuse "$command: truncated" truncated.so 'truncated|damaged|beyond|end of' \
		"$@" truncated.so
	refuse "$command: its last bytes missing" tail.so \
		'truncated|damaged|beyond|end of' "$@" tail.so
	if [[ $also == stamp ]]; then
		refuse "$command: no stamp" plain.so 'no stamp|not stamped' "$@" plain.so
	fi
	if [[ $(id -u) == 0 ]]; then
		skip "$command: unreadable file" "root reads everything"
	else
		cp plain.so unreadable.so
		chmod 0 unreadable.so
		refuse "$command: unreadable file" unreadable.so 'Permission denied' \
			"$@" unreadable.so
		rm -f unreadable.so
	fi
}

cp host-plain.so host.so
check "stamp a host" 0 '' '' stamp --role host --package example.org/editor \
	--toolchain abi host.so
bad_files stamp '' stamp
bad_files unstamp stamp unstamp
bad_files show stamp show
bad_files "show --derive" '' show --derive
bad_files "show --check" stamp show --check
bad_files verify stamp verify --host host.so
bad_files "verify --derive" '' verify --derive --host host.so
bad_files diff '' diff host.so
refuse "diff: the old file is missing" missing.so 'No such file' diff missing.so host.so
refuse "verify: the host is missing" missing.so 'No such file' \
	verify --host missing.so host.so
refuse "verify: the host has no stamp" plain.so 'no stamp|not stamped' \
	verify --host plain.so host.so
refuse "verify: a library of the host has no stamp" plain.so 'no stamp|not stamped' \
	verify --host host.so --host plain.so host.so

remember plain.so
refuse "stamp: no debug information" bare.so 'debug information.*-g' stamp bare.so
refuse "show --derive: no debug information" bare.so 'debug information' \
	show --derive bare.so
refuse "diff: no debug information" bare.so 'debug information' diff host.so bare.so
refuse "stamp: package name with a space" plain.so 'package name.*space' \
	stamp --package 'a b' plain.so
refuse "stamp: package name with a control character" plain.so \
	'package name.*control' stamp --package $'a\tb' plain.so
refuse "stamp: package name that is not UTF-8" plain.so 'package name.*UTF-8' \
	stamp --package $'a\xff' plain.so
refuse "stamp: empty package name" plain.so 'package name' stamp --package '' plain.so
refuse "stamp: unknown init" plain.so "bogus_init" stamp --init bogus_init plain.so
refuse "stamp: init that is no function" plain.so "plugin_data" \
	stamp --init plugin_data plain.so
refuse "stamp: unknown fini" plain.so "bogus_fini" stamp --fini bogus_fini plain.so
refuse "stamp: unknown type of an expected symbol" plain.so "bogus_type" \
	stamp --role host --expect plugin_run=bogus_type plain.so
refuse "stamp: output in no folder" '.*' 'No such file' stamp -o none/out.so plain.so
refuse "stamp --object: a linked file" plain.so 'linked' \
	stamp --object note.o plain.so
refuse "stamp --object: one of the inputs" plugin.o 'name another file' \
	stamp --object plugin.o plugin.o
unchanged "a refused stamp writes nothing" plain.so

# -------------------------------------------------------------------------- stamp

cp plugin-plain.so plugin.so
check "stamp a plugin" 0 '' '' \
	stamp --package example.org/editor/spell --package-version 1.2 \
	--init plugin_init plugin.so
holds "readelf lists the note" bash -c \
	'readelf -n plugin.so 2>/dev/null | grep -q "Hallmark"'
cp plugin.so once.so
check "stamp it again" 0 '' '' \
	stamp --package example.org/editor/spell --package-version 1.2 \
	--init plugin_init plugin.so
holds "stamping twice gives the same bytes" cmp plugin.so once.so
check "stamp to another file" 0 '' '' \
	stamp --package example.org/editor/spell --package-version 1.2 \
	--init plugin_init -o other.so plain.so
holds "the other file is the same" cmp other.so once.so
holds "its input is as it was" cmp plain.so plugin-plain.so
check "unstamp" 0 '' '' unstamp other.so
holds "unstamp gives back the bytes" cmp other.so plugin-plain.so
refuse "unstamp twice" other.so 'has no stamp$' unstamp other.so

cp plugin-plain.so named.so
check "stamp without --package" 0 '' '' stamp named.so
check "the package is named after the file" 0 'package +named$' '' show named.so
check "a shared object is a plugin" 0 'role +plugin$' '' show named.so
check "stamp a program" 0 '' '' stamp program
check "a program is a host" 0 'role +host$' '' show program
check "a host's option on a plugin is pointed out" 0 '' 'warning: --accept' \
	stamp --accept '*' named.so
ln -s named.so link.so
check "stamp a symbolic link" 0 '' '' stamp --package by-link link.so
holds "the link is still one" test -L link.so
check "its target was stamped" 0 'package +by-link$' '' show named.so
ln named.so hard.so
remember named.so
refuse "stamp a file with hard links" named.so 'hard link' stamp named.so
unchanged "it is as it was" named.so
check "stamp --force parts them" 0 '' '' stamp --force named.so
rm -f hard.so

cat >untyped.s <<'SOURCE'
	.globl mystery
	.type mystery, @function
	.text
mystery:
	ret
	.section .note.GNU-stack,"",@progbits
SOURCE
if $cc -shared -g -fPIC plugin.c untyped.s -o untyped.so 2>/dev/null; then
	check "an untyped symbol is warned about, with a remedy" 0 '' \
		"^hallmark: untyped.so: warning: .*'mystery'" stamp untyped.so
	holds "the remedy" grep -q 'HM_INTERFACE' stderr
	refuse "--require-types makes it an error" untyped.so 'mystery' \
		stamp --require-types untyped.so
	check "show says untyped" 0 'mystery.*untyped' '' show untyped.so
else
	skip "untyped symbols" "the assembler does not take the fixture"
fi

# ------------------------------------------------- what the source says: HM_PLUGIN

cat >said.c <<'SOURCE'
#include <stddef.h>
#include <hallmark/interface.h>
#define BASE "example.org"
#ifdef __cplusplus
extern "C" {
#endif
int said_init(void);
int said_init(void) { return 0; }
void said_fini(void);
void said_fini(void) {}
#ifdef __cplusplus
}
#endif
HM_PLUGIN(BASE "/said", "2.5", said_init, FINI);
SOURCE
echo 'int unused(void); int unused(void) { return 1; }' >unused.c

# said NAME INIT-OR-FINI-PATTERN COMPILER...: the record survives the build
said() {
	local name=$1 fini=$2
	shift 2
	rm -f said.so
	if ! "$@" -g -fPIC -shared unused.c -o said.so >build.log 2>&1; then
		skip "HM_PLUGIN: $name" "cannot link: $(head -1 build.log)"
		return
	fi
	rm said.so
	"$@" -I"$include" -g -fPIC -ffunction-sections -shared -Wl,--gc-sections said.c \
		unused.c -o said.so
	run stamp said.so
	check "HM_PLUGIN: $name" 0 'package +example.org/said$' '' show said.so
	holds "HM_PLUGIN: $name: version" grep -qE 'version +2\.5$' stdout
	holds "HM_PLUGIN: $name: init" grep -qE 'init +said_init$' stdout
	if [[ -n $fini ]]; then
		holds "HM_PLUGIN: $name: fini" grep -qE "fini +$fini\$" stdout
	else
		holds "HM_PLUGIN: $name: no fini" bash -c '! grep -q "fini  " stdout'
	fi
}
said "gcc" said_fini gcc -O2 -DFINI=said_fini -Wall -Wextra -Werror -pedantic
said "gcc, C99, NULL" '' gcc -std=c99 -DFINI=NULL
said "gcc -flto" said_fini gcc -O2 -flto -DFINI=said_fini
said "gcc, 0" '' gcc -DFINI=0
said "gcc, gold" '' gcc -fuse-ld=gold -DFINI=NULL
said "gcc, mold" '' gcc -fuse-ld=mold -DFINI=NULL
said "clang" said_fini clang -O2 -DFINI=said_fini -Wall -Wextra -Werror
said "clang -flto" '' clang -flto -fuse-ld=lld -DFINI=NULL
said "C++" '' g++ -xc++ -DFINI=nullptr -Wall -Wextra -Werror
said "C++ by clang" said_fini clang++ -xc++ -DFINI=said_fini

$cc -I"$include" -DFINI=said_fini -g -fPIC -shared said.c -o said.so
run stamp --package example.org/other --package-version 3 --init said_fini said.so
check "the command line wins over HM_PLUGIN" 0 'package +example.org/other$' '' show said.so
holds "for the version" grep -qE 'version +3$' stdout
holds "for init" grep -qE 'init +said_fini$' stdout
holds "each option alone" grep -qE 'fini +said_fini$' stdout
$cc -I"$include" -DFINI=NULL -g -fPIC -c said.c -o said.o
check "HM_PLUGIN: stamp --object" 0 '' '' stamp --object said-note.o plugin.o said.o
$cc -shared said.o plugin.o said-note.o -o said.so
check "HM_PLUGIN: linked with its note object" 0 'package +example.org/said$' '' show said.so
check "HM_PLUGIN: show --derive" 0 'package +example.org/said$' '' show --derive said.so
check "HM_PLUGIN: fresh" 0 'fresh' '' show --check said.so
ar rc said.a said.o
check "HM_PLUGIN in an archive: stamp --object" 0 '' '' \
	stamp --object archive-note.o plugin.o said.a
$cc -shared plugin.o said.a archive-note.o -Wl,-u,said_init -o said.so
check "HM_PLUGIN in an archive: linked" 0 'package +example.org/said$' '' show said.so
$cc -g -shared plugin.o said.a -o not-taken.so
run stamp not-taken.so
check "HM_PLUGIN in a member that the link did not take" 0 'package +not-taken$' '' \
	show not-taken.so
$cc -g -pie main.c said.o -rdynamic -o with-plugin
run stamp with-plugin
check "HM_PLUGIN: a plugin within a program does not name it" 0 'package +with-plugin$' '' \
	show with-plugin
sed 's/BASE "example.org"/BASE "example.net"/; s/said_/said2_/g' said.c >said2.c
$cc -I"$include" -DFINI=NULL -g -fPIC -shared said.c said2.c -o twice.so
refuse "HM_PLUGIN: two sources disagree" twice.so 'two sources' stamp twice.so
sed 's/said_init, FINI/1+1, FINI/' said.c >odd.c
$cc -I"$include" -DFINI=NULL -g -fPIC -shared odd.c -o odd.so
refuse "HM_PLUGIN: no name of a function" odd.so "'1\+1'" stamp odd.so
sed 's/said_init, FINI/gone_init, FINI/' said.c >odd.c
$cc -I"$include" -DFINI=NULL -g -fPIC -shared odd.c -o odd.so
refuse "HM_PLUGIN: an init that is not there" odd.so "gone_init" stamp odd.so
sed 's/BASE "\/said"/"a b"/' said.c >odd.c
$cc -I"$include" -DFINI=NULL -g -fPIC -shared odd.c -o odd.so
refuse "HM_PLUGIN: a package name with a space" odd.so 'space' stamp odd.so
for wrong in '"", "1"' 'NULL, "1"' '"p", NULL' 'said_init, "1"'; do
	sed "s|BASE \"/said\", \"2.5\"|$wrong|" said.c >odd.c
	if $cc -I"$include" -DFINI=NULL -g -fPIC -c odd.c -o odd.o 2>build.log; then
		not_ok "HM_PLUGIN($wrong) does not compile" "it does"
	else
		ok "HM_PLUGIN($wrong) does not compile"
	fi
done

# ----------------------------------------------------------------- the object form

check "stamp --object" 0 '' '' \
	stamp --object note.o --package example.org/editor/spell plugin.o
build -shared plugin.o note.o -o linked.so
cat >uses.c <<'SOURCE'
#include <stdio.h>
int uses_run(int);
int uses_run(int value) { fprintf(stderr, "x"); return printf("%d\n", value); }
SOURCE
build -c uses.c -o uses.o
check "stamp --object: no warning about the C library" 0 '' '' \
	stamp --object uses-note.o uses.o
check "show --derive: nor is it of the boundary" 0 'not part of the boundary' '' \
	show --derive program
check "show a linked stamp" 0 'stamp +linked in' '' show linked.so
check "it fits its host" 0 '*' '' verify --host host.so linked.so
check "it is fresh" 0 'fresh' '' show --check linked.so
refuse "a linked stamp is not replaced by a section" linked.so 'linked' stamp linked.so
refuse "a linked stamp is not taken out" linked.so 'linked' unstamp linked.so
build -DNEW -shared plugin.c note.o -o left-over.so
check "a note object left over from an older build is stale" 1 'stale' '' \
	show --check left-over.so

# --------------------------------------------------------------------------- show

check "show" 0 'package +example.org/editor/spell$' '' show plugin.so
holds "show: version" grep -qE 'version +1\.2$' stdout
holds "show: init" grep -qE 'init +plugin_init$' stdout
holds "show: what it provides, in C" \
	grep -qF 'int plugin_run(const struct config *)' stdout
holds "show: what it requires, in C" grep -qF 'int host_log(const struct config *)' stdout
holds "show: types" grep -qE 'struct config: 8 bytes' stdout
holds "show: the machine" grep -qE 'machine +(32|64)-bit .*(little|big)-endian' stdout
check "show --json" 0 '*' '' show --json plugin.so
json "show --json: header" 'r["role"] == "plugin" and r["init"] == "plugin_init" and
	r["package"] == "example.org/editor/spell" and r["package_version"] == "1.2"'
json "show --json: hashes" 'len(r["toolchain"]["abi_digest"]) == 32 and
	all(len(t["digest"]) == 32 for t in r["tags"])'
json "show --json: symbols" \
	'{"plugin_init", "plugin_run", "plugin_data"} <= {s["name"] for s in r["provides"]}
	and "host_log" in {s["name"] for s in r["requires"]}'
json "show --json: members" \
	'[(m["name"], m["offset_bits"]) for t in r["types"] if t.get("tag") == "config"
	for m in t["members"]] == [("level", 0), ("limit", 32)]'
json "show --json: ids" 'all(t["id"] == i for i, t in enumerate(r["types"]))'
check "show --json of a host" 0 '*' '' show --json host.so
json "show --json: policy" 'r["policy"]["toolchain"] == "abi"'
json "show --json: bit-fields" \
	'[(m["offset_bits"], m["size_bits"]) for t in r["types"] if t.get("tag") == "odd"
	for m in t["members"] if "size_bits" in m] == [(0, 1), (1, 5)]
	or sys.byteorder == "big"'
json "show --json: enumerators" \
	'{e["name"]: e["value"] for t in r["types"] if t.get("tag") == "color"
	for e in t["enumerators"]} == {"RED": 0, "GREEN": 5, "BLUE": -1}'
json "show --json: kinds" \
	'{s["name"]: s["kind"] for s in r["provides"]}["host_errno"] == "thread-local object"
	and {s["name"]: s["kind"] for s in r["provides"]}["host_level"] == "object"'
check "show --derive of an unstamped file" 0 'derived' '' show --derive plain.so
check "show --derive --json" 0 '"form": "derived' '' show --derive --json plain.so
check "show --check: fresh" 0 'fresh' '' show --check plugin.so
check "show --check --json" 0 '"stale": false' '' show --check --json plugin.so
check "show --check of a host" 0 'fresh' '' show --check host.so
strip -o stripped.so plugin.so 2>/dev/null
refuse "show --check: no debug information" stripped.so 'debug information' \
	show --check stripped.so
check "show of a stripped file" 0 'example.org/editor/spell' '' show stripped.so

# ------------------------------------------------------------------------- verify

cp new-plain.so new.so
run stamp --role host --package example.org/editor --toolchain abi new.so
check "verify: fits" 0 '.' '' verify --host host.so plugin.so
check "verify: stripped" 0 '.' '' verify --host host.so stripped.so
check "verify: host and plugin exchanged" 0 '.' \
	'host.so: warning: it is stamped as a host, and plugin.so' verify --host plugin.so host.so
check "verify: a host against itself" 0 '.' '' verify --host host.so host.so
run stamp --role plugin -o no-host program
check "verify: a program that is no host" 1 'does not fit' \
	'no-host: warning: it is a program .* --role host' verify --host no-host plugin.so
check "verify: one that is" 1 'does not fit' '' verify --host program plugin.so
check "verify --json: fits" 0 '"verdict": "exact"' '' verify --json --host host.so plugin.so
json "verify --json: no findings" 'r["findings"] == [] and r["file"] == "plugin.so"'
check "verify: does not fit" 1 'struct config' '' verify --host new.so plugin.so
holds "verify names the member and both places" grep -qE 'limit' stdout
check "verify --json: does not fit" 1 '"verdict": "incompatible"' '' \
	verify --json --host new.so plugin.so
holds "the rule as checkers look for it" grep -q '"rule": "member-moved"' stdout
json "verify --json: all keys of a finding" \
	'all(set(f) == {"rule", "severity", "symbol", "path", "expected", "actual",
	"provider", "message"} and f["severity"] in ("note", "warning", "break")
	for f in r["findings"])'
check "verify --json: several plugins" 1 '*' '' \
	verify --json --host new.so plugin.so named.so
json "an array with files" '[p["file"] for p in r] == ["plugin.so", "named.so"]'
check "verify: unknown wins over incompatible" 2 'struct config' 'plain.so: ' \
	verify --host new.so plugin.so plain.so
check "verify --json: unknown" 2 '"verdict": "unknown"' 'plain.so: ' \
	verify --json --host new.so plain.so
json "verify --json: the error" '"plain.so" in r["error"] and r["findings"] == []'
check "verify --json: one of several unknown" 2 '*' 'plain.so: ' \
	verify --json --host new.so plugin.so plain.so
json "both are there" '[p["verdict"] for p in r] == ["incompatible", "unknown"]'
check "verify --json: bad host" 2 '"verdict": "unknown"' 'missing.so: ' \
	verify --json --host missing.so plugin.so
# Of plugins that need each other all are hosts, too.
printf 'int inner(void) { return 1; }\nint outer(void) { return inner(); }\n' >calls.c
build -shared calls.c -o calls.so && run stamp calls.so && ln -s calls.so again.so
cp calls.so copy.so
check "verify: a plugin does not come before itself" 0 '"verdict": "exact"' '' \
	verify --json --host host.so --host again.so calls.so
check "verify: its copy does" 0 '"rule": "symbol-interposed"' '' \
	verify --json --host host.so --host copy.so calls.so
# What is missing for one reason is told at once, each name with its own guess.
printf 'int host_lag(void), far(void);
int both(void) { return host_lag() + far(); }\n' >lacks.c
build -shared lacks.c -o lacks.so && run stamp lacks.so
check "verify: two symbols are missing" 1 \
	'^    host_lag \(did you mean host_log\?\), far$|^    far, host_lag \(did' '' \
	verify --host host.so lacks.so
holds "the reason once" [ "$(grep -c 'each is not provided by .*symbol-missing' stdout)" = 1 ]
check "verify --derive takes an unstamped plugin" 0 '"verdict": "exact"' '' \
	verify --json --derive --host host.so plain.so
check "verify --derive takes an unstamped host" 0 '"verdict": "exact"' '' \
	verify --json --derive --host host-plain.so plain.so
check "verify --derive: does not fit" 1 '"verdict": "incompatible"' '' \
	verify --json --derive --host new-plain.so plain.so
cp host-plain.so choosy.so
run stamp --role host --toolchain abi --accept 'example.com/*' choosy.so
check "verify: package not accepted" 1 '"rule": "package"' '' \
	verify --json --host choosy.so plugin.so
cp host-plain.so expecting.so
run stamp --role host --package example.org/editor --toolchain abi \
	--expect plugin_gone=host_log expecting.so
check "verify: an expected symbol is missing" 1 '"rule": "symbol-missing"' '' \
	verify --json --host expecting.so plugin.so
check "show: what it expects" 0 'int plugin_gone\(const struct config \*\)' '' \
	show expecting.so
check "show --check of a host that expects" 0 'fresh' '' show --check expecting.so

# expect NAME WANTED-STATUS RULE OPTION...: a host with these options against the plugin
expect() {
	local name=$1 wanted=$2 rule=$3
	shift 3
	check "$name: stamp" 0 '' '' stamp --role host --package example.org/editor \
		--toolchain abi -o wanting.so "$@" host-plain.so
	check "$name: verify" "$wanted" "$rule" '' verify --json --host wanting.so plugin.so
}
expect "an object of a base type" 0 '"verdict": "exact"' --expect plugin_data=int
expect "a base type by another spelling" 0 '"verdict": "exact"' --expect plugin_data=signed
expect "another base type" 1 '"rule": "size"' --expect 'plugin_data=signed long int'
expect "a constant object" 0 '"rule": "qualifier"' --expect 'plugin_data=const int'
expect "qualifiers in any order" 0 '"expected": "const volatile int"' \
	--expect 'plugin_data=volatile const int'
check "stamp: the same type with a qualifier and without" 2 '' \
	"two types are expected of 'plugin_data'" stamp --role host \
	--expect plugin_data=int --expect 'plugin_data=const int' host-plain.so
check "stamp: a qualifier before a function" 2 '' "no qualifier goes before 'host_log'" \
	stamp --role host --expect 'plugin_run=const host_log' host-plain.so
expect "the same twice" 0 '"verdict": "exact"' --expect plugin_data=int --expect plugin_data=int
expect "the type the second time" 1 '"rule": "size"' --expect plugin_data \
	--expect plugin_data=long
expect "twice, optional only once" 1 '"rule": "symbol-missing"' \
	--expect-optional plugin_gone=host_log --expect plugin_gone
expect "twice, optional twice" 0 '"verdict": "exact"' \
	--expect-optional plugin_gone=host_log --expect-optional plugin_gone
cat >entries.c <<'SOURCE'
int good(void) { return 0; }
void also_good(void) {}
int takes(int n) { return n; }
double gives(void) { return 0; }
SOURCE
build -Wno-missing-prototypes -shared entries.c -o entries.so
check "stamp: an init and a fini of the right types" 0 '' '' \
	stamp --init good --fini also_good -o entered.so entries.so
check "stamp: an init with a parameter is warned about" 0 '' \
	'warning: hm_open\(\) will refuse it: init must be int takes\(void\) or void' \
	stamp --init takes -o entered.so entries.so
refuse "verify: what hm_open() will not call" entered.so 'init function is int takes\(int' \
	verify --host host.so entered.so
objcopy --dump-section .note.hallmark=note plugin.so 2>/dev/null &&
	objcopy --add-section .note.hallmark=note entries.so older.so 2>/dev/null
refuse "verify: a stamp of another build" older.so 'does not define it; stamp the file again' \
	verify --host host.so older.so
check "stamp: and a fini with another result" 0 '' 'fini must be int gives\(void\)' \
	stamp --fini gives -o entered.so entries.so
check "stamp: init and fini are provided whatever --export says" 0 '' '' \
	stamp --init good --fini also_good --export takes -o entered.so entries.so
check "stamp: a pattern that nothing matches is pointed out" 0 '' \
	"warning: it exports no symbol like 'taken\*'" \
	stamp --export gives --export 'taken*' -o other-exports.so entries.so
run show entered.so
holds "show: they are, and what matches" grep -qx 'Provides (3):' stdout
cat >terse.c <<'SOURCE'
struct config { int level, limit; };
static inline int triple(int n) { return n * 3; }
int host_log(const struct config *config);
int terse_run(const struct config *config);
int terse_run(const struct config *config) { return host_log(config) + triple(config->level); }
SOURCE
for flags in -g1 -gline-tables-only; do
	$cc $flags -O2 -fPIC -shared terse.c -o terse.so 2>build.log || continue
	refuse "stamp: debug information without types, of $flags" terse.so \
		'without types.*compile it with -g ' stamp terse.so
	$cc $flags -O2 -fPIC -c terse.c -o terse.o
	build -shared terse.o entries.c -Wno-missing-prototypes -o half.so
	check "stamp: one unit of two has no types, by $flags" 0 '' \
		"the type of 'terse_run'.*is not known" stamp --package half half.so
	holds "its symbols alone are untyped" test "$(grep -c 'is not known' stderr)" = 2
	check "verify: and are compared as untyped, by $flags" 0 '"rule": "untyped"' '' \
		verify --json --host host.so half.so
done
{
	for ((i = 0; i < 300; i++)); do
		echo "struct s$i { struct { struct { int a, b; } c[3]; union { int d; long e; }; } f; };"
	done
	echo 'struct all {'
	for ((i = 0; i < 300; i++)); do echo "struct s$i m$i;"; done
	echo '}; int all_first(struct all *all); int all_first(struct all *all) { return all->m0.f.d; }'
} >many.c
build -gsplit-dwarf -shared many.c -o many.so
check "stamp: split debug information, many types before the first function" 0 '' '' \
	stamp --package many many.so
if $cc -g1 -flto -O1 -fPIC -c terse.c -o lto.o && $cc -shared -g -flto -fPIC lto.o -o lto.so; then
	check "stamp: compiled without types, linked by -flto -g" 0 '' \
		"the type of 'terse_run', which it provides, is not known" stamp lto.so
fi 2>build.log
$cc -g1 -g -O2 -fPIC -shared terse.c -o terse.so
check "stamp: -g behind -g1" 0 '' '' stamp --package terse terse.so
check "verify: its types are known" 0 '"verdict": "exact"' '' \
	verify --json --host host.so terse.so
check "stamp: two types for one expected symbol" 2 '' "plugin_data.*'int' and 'long'" \
	stamp --expect plugin_data=int --expect-optional plugin_data=long host-plain.so
run stamp --role host --toolchain abi --expect plugin_data -o wanting.so host-plain.so
judge "an expected symbol that the host does not declare is warned about" 0 '' \
	"warning: the type of 'plugin_data', which it expects, is not known"
check "verify: it is untyped" 0 '"rule": "untyped"' '' \
	verify --json --host wanting.so plugin.so
check "show --check: it is fresh" 0 'fresh' '' show --check wanting.so
run stamp --role host --toolchain abi --deny untyped --expect plugin_data -o wanting.so \
	host-plain.so
check "verify: it is denied" 1 '"rule": "untyped"' '' \
	verify --json --host wanting.so plugin.so
refuse "stamp --require-types: an expected symbol without a type" host-plain.so \
	"'plugin_data' is unknown" stamp --role host --require-types --expect plugin_data \
	-o wanting.so host-plain.so
refuse "stamp --require-types: more than one" host-plain.so \
	"'plugin_data' is unknown \(and of 1 more\)" stamp --role host --require-types \
	--expect plugin_data --expect plugin_gone -o wanting.so host-plain.so
refuse "stamp: an empty pattern of packages" host-plain.so 'accepted packages is empty' \
	stamp --accept '' -o wanting.so host-plain.so
check "a file without a name" 2 '' "^hallmark: '': .*No such file" show ''

# ------------------------------------------------------------- a host's stamp alone

check "show --stamp-only" 0 '' '' show --stamp-only -o host.stamp host.so
check "show of a stamp alone" 0 'stamp +alone' '' show host.stamp
check "show --json of a stamp alone" 0 '"form": "alone"' '' show --json host.stamp
holds "it is a small ELF file" test "$(stat -c %s host.stamp)" -lt 4096
holds "readelf finds nothing wrong with it" bash -c \
	'readelf -aW host.stamp 2>&1 >/dev/null | (! grep .)'
check "show --stamp-only of one" 0 '' '' show --stamp-only -o again.stamp host.stamp
holds "gives the same bytes" cmp host.stamp again.stamp
run show --stamp-only -o new.stamp new.so
same_report() {
	run verify --host "$2" "$4" && mv stdout report && run verify --host "$3" "$4"
	holds "$1" cmp stdout report
}
same_report "verify: the same report by a stamp alone: fits" host.so host.stamp plugin.so
same_report "verify: the same report by a stamp alone: does not" new.so new.stamp plugin.so
run show --stamp-only -o plugin.stamp plugin.so
check "verify: a stamp alone as plugin" 1 'struct config' '' \
	verify --host new.stamp plugin.stamp
check "show --stamp-only --derive" 0 '' '' \
	show --stamp-only --derive -o derived.stamp host-plain.so
check "it has a stamp" 0 'package +host-plain' '' show derived.stamp
check "show --stamp-only without -o" 2 '' 'go together' show --stamp-only host.so
check "show -o without --stamp-only" 2 '' 'go together' show -o x.stamp host.so
check "show --stamp-only with --check" 2 '' 'prints nothing' \
	show --stamp-only --check -o x.stamp host.so
refuse "show --stamp-only onto its input" host.so 'name another file' \
	show --stamp-only -o host.so host.so
refuse "show --stamp-only of a note object" note.o 'not linked' \
	show --stamp-only -o x.stamp note.o
refuse "show --stamp-only into no folder" '.*' 'No such file' \
	show --stamp-only -o none/x.stamp host.so
refuse "stamp a stamp alone" host.stamp 'no debug information' stamp host.stamp
build -shared plugin.c host.stamp -o swallowed.so
refuse "a stamp alone that was linked in" swallowed.so 'taken from another file, host.so' \
	verify --host host.so swallowed.so

cp plugin-plain.so fitting.so
check "stamp --against: fits, and says nothing" 0 '' '' stamp --against host.so fitting.so
check "it is stamped" 0 'package +fitting$' '' show fitting.so
check "stamp --against a stamp alone" 0 '' '' stamp --against host.stamp fitting.so
cp plugin-plain.so misfit.so
remember misfit.so
check "stamp --against: does not fit" 1 'struct config' '' stamp --against new.so misfit.so
unchanged "nothing was written" misfit.so
cp stdout report
check "stamp --against a stamp alone: does not fit" 1 'struct config' '' \
	stamp --against new.stamp misfit.so
holds "with the same report" cmp stdout report
check "stamp --against with -o" 1 'struct config' '' \
	stamp --against new.stamp -o misfit-out.so misfit.so
holds "nothing was written there either" test ! -e misfit-out.so
run stamp --package misfit misfit.so
run verify --host new.so misfit.so
holds "and it is what verify says" cmp stdout report
check "stamp --against: the package is not accepted" 1 'package' '' \
	stamp --against choosy.so --package example.org/x fitting.so
check "stamp --against: a symbol is missing" 1 'plugin_gone' '' \
	stamp --against expecting.so fitting.so
check "stamp --against a host and its library" 0 '' '' \
	stamp --against program --against host.so fitting.so
refuse "stamp --against: no such host" missing.so 'No such file' \
	stamp --against missing.so fitting.so
refuse "stamp --against: a host without stamp" plain.so 'no stamp' \
	stamp --against plain.so fitting.so
check "stamp --object --against: fits" 0 '' '' \
	stamp --object fitting.o --against host.stamp plugin.o uses.o
check "stamp --object --against: does not fit" 1 'struct config' '' \
	stamp --object misfit.o --against new.stamp plugin.o uses.o
holds "no object was written" test ! -e misfit.o

# --------------------------------------------------------------------------- diff

check "diff: a file against itself" 0 '.' '' diff host.so host.so
check "diff: unstamped files" 0 '"verdict": "exact"' '' \
	diff --json host-plain.so host-plain.so
echo 'static int unseen; int main(void) { return unseen; }' >quiet.c
build quiet.c -o quiet
check "diff: a program that provides nothing" 0 'quiet provides no symbols.*-rdynamic' '' \
	diff quiet host-plain.so
check "diff: a member was inserted" 1 'struct config' '' diff host-plain.so new-plain.so
check "diff --json" 1 '"rule": "member-moved"' '' diff --json host-plain.so new-plain.so
check "diff --json: unknown" 2 '"verdict": "unknown"' 'bare.so: ' \
	diff --json host-plain.so bare.so

# --------------------------------------------- what show says of all kinds of things

cat >rich.c <<'SOURCE'
#include <hallmark/interface.h>
struct hidden;
enum wide { WIDE = 0xffffffffffffffff };
typedef float quad __attribute__((vector_size(16)));
struct shapes {
	const volatile char name[4];
	int grid[2][3];
	_Alignas(32) double aligned;
	quad vector;
	enum wide wide;
	struct hidden *hidden;
	void (*old)();
	int open[];
};
int shapes_use(struct shapes *shapes, ...);
int shapes_use(struct shapes *shapes, ...) { return shapes->grid[0][0]; }
extern int elsewhere(void);
HM_INTERFACE(elsewhere);
extern int maybe(void) __attribute__((weak));
_Noreturn void stop(void);
void stop(void) { for (;;) maybe(); }
_Thread_local int each;
SOURCE
build -I"$include" -shared rich.c -o rich.so
check "a package of any letters" 0 '' '' stamp --role host \
	--package 'example.org/wörter-€-😀' --expect-optional later=shapes_use rich.so
check "show: the package" 0 'package +example.org/wörter-€-😀$' '' show rich.so
holds "show: thread-local" grep -qE '^ +_Thread_local int each$' stdout
holds "show: optional" grep -qE 'later\(struct shapes \*, \.\.\.\) +\(optional\)' stdout
holds "show: noreturn" grep -qE 'void stop\(void\) +\(does not return\)' stdout
holds "show: a weak reference" grep -qE 'int maybe\(void\) +\(weak\)' stdout
check "show --json of all that" 0 '"file": "rich.so"' '' show --json rich.so
json "types by kind" \
	'{"array", "vector", "enum", "pointer", "function"} <= {t["kind"] for t in r["types"]}'
json "arrays with a length and without" \
	'{t.get("length") for t in r["types"] if t["kind"] == "array"} == {2, 3, 4, None}'
json "an enumerator beyond 63 bits" \
	'"18446744073709551615" in [e["value"] for t in r["types"] for e in t.get("enumerators", [])]'
json "an opaque type" '[t["opaque"] for t in r["types"] if t.get("tag") == "hidden"] == [True]'
json "alignment" '[t["alignment"] for t in r["types"] if t.get("tag") == "shapes"] == [32]'
json "qualifiers" \
	'["const", "volatile"] in [t["element"].get("qualifiers") for t in r["types"] if "element" in t]'
json "no prototype" \
	'[t["variadic"] for t in r["types"] if t.get("prototyped") is False] == [False]'
json "flags" '[s["flags"] for s in r["expects"]] == [["optional"]] * 2'
json "no flags of a type that is unknown" \
	'all(s["type"] for s in r["requires"] if "outside" not in s["flags"])'

cat >gone.c <<'SOURCE'
int gone(void), lost(void);
int gone(void) { return 1; }
int lost(void) { return 2; }
SOURCE
if [[ $($cc -dumpmachine) == x86_64-* ]] && ! $cc -dM -E - </dev/null | grep -q __clang__; then
	build -shared -nostdlib -fcf-protection=full -Wl,-z,x86-64-v3 -mabi=ms gone.c -o v3.so
	check "stamp of unusual options" 0 '' '' stamp --package p v3.so
	check "show: options" 0 'options +default, but -mabi=ms$' '' show v3.so
	holds "show: what the machine needs" grep -qE 'IBT, SHSTK, needs x86-64-v3$' stdout
else
	skip "show: options of GCC on x86-64" "another compiler"
fi

# ------------------------------------------------------------------- what is not known

cat >user.c <<'SOURCE'
int gone(void), lost(void), use(void);
#ifdef BOTH
int use(void) { return gone() + lost(); }
#else
int use(void) { return gone(); }
#endif
SOURCE
build -shared gone.c -o libgone.so
build -shared user.c -o one.so -L. -lgone
build -shared -DBOTH user.c -o both.so -L. -lgone
rm libgone.so
for file in one.so both.so; do
	check "stamp of what needs a library that is gone" 0 '' '' stamp --package p $file
done
check "verify names what it could not decide" 0 'no --host given defines it: gone$' '' \
	verify --host host.so one.so
check "more than one" 0 'no --host given defines them: gone, lost$' '' verify --host host.so both.so
check "the same for programs" 0 '"undecided"' '' verify --json --host host.so both.so
json "undecided" 'r["undecided"] == ["gone", "lost"] and r["verdict"] != "incompatible"'

# ------------------------------------------------------- damaged stamps, odd output

# The descriptor begins 12 bytes behind the start of its owner's name: 4 bytes of magic
# number, then the version of the format.
offset=$(grep -obUa Hallmark plugin.so | tail -1 | cut -d: -f1)
with_note_byte() {
	cp plugin.so "$3"
	printf '%b' "$2" | dd of="$3" bs=1 seek=$((offset + $1)) conv=notrunc status=none
}
if [[ -n $offset ]]; then
	with_note_byte 60 '\xff' flipped.so
	refuse "show: a damaged stamp" flipped.so 'stamp' show flipped.so
	refuse "verify: a damaged stamp" flipped.so 'stamp' \
		verify --host host.so flipped.so
	with_note_byte 16 '\x63' newer.so
	refuse "show: a stamp of a newer format" newer.so 'newer|version' show newer.so
	refuse "verify: a stamp of a newer format" newer.so 'newer|version' \
		verify --host host.so newer.so
	refuse "verify: a host with such a stamp" newer.so 'newer|version' \
		verify --host newer.so plugin.so
else
	not_ok "the note can be found" "no Hallmark in plugin.so"
fi

# Headers that contradict the rest: byte 4 is the class, 5 the byte order, 16 the type, 18
# the machine.
with_byte() {
	cp plugin.so odd-header.so
	printf '%b' "$2" | dd of=odd-header.so bs=1 seek="$1" conv=notrunc status=none
}
with_byte 4 '\x07'
refuse "show: no such class" odd-header.so 'class' show odd-header.so
with_byte 5 '\x07'
refuse "show: no such byte order" odd-header.so 'class|byte order' show odd-header.so
with_byte 16 '\x77\x77'
refuse "show: no such type of file" odd-header.so 'kind|type' show odd-header.so
with_byte 18 '\xdc\xfe'
refuse "verify: another machine than its stamp is for" odd-header.so 'machine' \
	verify --host host.so odd-header.so

# A file cut off anywhere is refused, whatever was still there of it. (The last 40 bytes
# of the section form are what `unstamp` needs, no part of the ELF file: strip takes them.)
refused_when_cut() {
	local name=$1 file=$2 size length wrong=()
	shift 2
	size=$(stat -c %s "$file")
	for length in 1 4 16 40 63 64 65 200 $((size / 8)) $((size / 4)) $((size / 3)) \
		$((size / 2)) $((size * 2 / 3)) $((size * 3 / 4)) $((size * 7 / 8)) \
		$((size - 4096)) $((size - 1000)) $((size - 64)) $((size - 41)); do
		head -c "$length" "$file" >cut.so
		run "$@" cut.so
		[[ $status == 2 && $(wc -l <stderr) == 1 ]] || wrong+=("$length: $status")
	done
	if [[ ${#wrong[@]} == 0 ]]; then
		ok "$name"
	else
		not_ok "$name" "not refused when cut after (bytes: status)" "${wrong[@]}"
	fi
}
refused_when_cut "show: a section stamp, cut anywhere" plugin.so show
refused_when_cut "show: a linked stamp, cut anywhere" linked.so show
refused_when_cut "verify: a linked stamp, cut anywhere" linked.so verify --host host.so
refused_when_cut "show --derive: cut anywhere" plain.so show --derive
refused_when_cut "stamp: cut anywhere" plain.so stamp

odd=$'odd\xff\e[31m\nname.so'
cp plugin.so "$odd"
check "verify --json: a file name that is not UTF-8" 0 'odd.*xff' '' \
	verify --json --host host.so "$odd"
json "it is escaped" 'r["file"] == "odd\\xff\x1b[31m\nname.so"'
check "show: a file name that would write to the terminal" 0 \
	'odd.xff.x1b.31m.x0aname.so' '' show "$odd"
rm -f "$odd"
refuse "a missing file of such a name" 'odd.xff.x1b.31m.*name.so' 'No such file' \
	show "$odd"

if [[ -w /dev/full ]]; then
	"$hallmark" show plugin.so >/dev/full 2>stderr
	status=$? out='' err=$(<stderr)
	judge "a full disk behind standard output" 2 '' 'standard output: No space'
	"$hallmark" verify --json --host host.so plugin.so >/dev/full 2>stderr
	status=$? err=$(<stderr)
	judge "the same for verify --json" 2 '' 'standard output: No space'
fi
"$hallmark" show plugin.so >&- 2>stderr
status=$? err=$(<stderr)
judge "standard output closed" 2 '' 'standard output: '
cp plugin-plain.so closed.so
"$hallmark" stamp --package closed closed.so >&- 2>&- <&-
status=$?
if [[ $status == 0 ]]; then
	check "stamp with all standard streams closed" 0 'package +closed' '' \
		show closed.so
else
	not_ok "stamp with all standard streams closed" "exit status $status"
fi

done_testing
