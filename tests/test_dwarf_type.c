// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_read.h"

#include "tests/dwarf_probe.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* One source, and what the types of its symbols and the bodies of its tags must be. */
struct expected {
	const char *name; /* "struct s": the body of that tag */
	const char *text;
};

static const char *const compilers[] = {
	"gcc -O0 -gdwarf-5", "gcc -O2 -gdwarf-5",   "gcc -O0 -gdwarf-4",
	"gcc -O2 -gdwarf-4", "clang -O0 -gdwarf-5", "clang -O2 -gdwarf-4",
};

static void check_one(const char *compiler, const char *source,
		      const struct expected *expected)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	char command[256];
	snprintf(command, sizeof(command), "%s -w -fsigned-char -fPIC -shared", compiler);
	CU_ASSERT(fixture_compile(&fixture, command, "a.so", source));
	probe_read(&probe, &fixture, "a.so");
	CU_ASSERT_STRING_EQUAL(probe_outcome(&probe), "ok");
	for (; expected->name; expected++) {
		bool tag = strchr(expected->name, ' ');
		const char *got = tag ? probe_body(&probe, expected->name)
				      : probe_symbol(&probe, expected->name);
		CU_ASSERT_STRING_EQUAL(got, expected->text);
		if (strcmp(got, expected->text) != 0)
			fprintf(stderr, "%s: %s: %s, expected %s\n", compiler,
				expected->name, got, expected->text);
	}
}

static void check(const char *source, const struct expected *expected)
{
	for (size_t i = 0; i < sizeof(compilers) / sizeof(compilers[0]); i++)
		if (compilers[i][0] == 'g' || fixture_has_program("clang"))
			check_one(compilers[i], source, expected);
}

static void test_types_base(void)
{
	check("_Bool b; char c; signed char sc; unsigned char uc; short s;\n"
	      "unsigned short us; int i; unsigned u; long long ll; unsigned long long "
	      "ull;\n"
	      "__int128 w; unsigned __int128 uw; float f; double d;\n"
	      "float _Complex fc; double _Complex dc;\n"
	      "__CHAR16_TYPE__ c16; void *p; void **pp;\n",
	      (const struct expected[]){
		      { "b", "_Bool b" },
		      { "c", "char c" },
		      { "uc", "unsigned char uc" },
		      { "s", "short s" },
		      { "us", "unsigned short us" },
		      { "i", "int i" },
		      { "u", "unsigned int u" },
		      { "w", "__int128 w" },
		      { "f", "float f" },
		      { "d", "double d" },
		      { "fc", "float _Complex fc" },
		      { "dc", "double _Complex dc" },
		      { "c16", "unsigned short c16" },
		      { "p", "void *p" },
		      { "pp", "void **pp" },
		      { NULL, NULL },
	      });
}

static void test_types_qualifiers_stand_on_edges(void)
{
	check("struct s { const int a; volatile char *b; const char *const c; };\n"
	      "typedef const struct s *handle; typedef handle list[2];\n"
	      "handle h; volatile list l; const int table[2][3];\n"
	      "typedef int pair[2]; const pair constant = {1, 2};\n"
	      "void take(const int a, char *restrict const b, const volatile void *c) "
	      "{}\n"
	      "const int give(void) { return 1; }\n"
	      "int get(struct s *s) { return s->a; }\n",
	      (const struct expected[]){
		      { "h", "const struct s *h" },
		      { "l", "const struct s *volatile l[2]" },
		      { "table", "const int table[2][3]" },
		      { "constant", "const int constant[2]" },
		      { "take", "void take(int, char *, const volatile void *)" },
		      { "give", "int give(void)" },
		      { "struct s", "size 24 aligned 8: const int a @0; "
				    "volatile char *b @64; const char *const c @128" },
		      { NULL, NULL },
	      });
}

static void test_types_arrays(void)
{
	check("struct f { int n; long tail[]; }; struct z { int n; long none[0]; };\n"
	      "int one[3]; int two[2][5]; extern int open[]; int zero[0];\n"
	      "int (*row(int n))[3][4] { return 0; }\n"
	      "int *use(struct f *f, struct z *z) { return open + (f && z); }\n"
	      "int open[6];\n"
	      "int vla(int n, int a[n], int (*b)[n]) { return a[0]; }\n"
	      "typedef float quad __attribute__((vector_size(16))); quad q;\n",
	      (const struct expected[]){
		      { "one", "int one[3]" },
		      { "two", "int two[2][5]" },
		      { "open", "int open[6]" },
		      { "zero", "int zero[]" },
		      { "row", "int (*row(int))[3][4]" },
		      { "vla", "int vla(int, int *, int (*)[])" },
		      { "q", "float __attribute__((vector_size(16))) q" },
		      { NULL, NULL },
	      });
}

static void test_types_bit_fields_absolute(void)
{
	check("struct b { int a : 3; int : 2; unsigned b : 7; long long c : 40;\n"
	      "char d; unsigned e : 1; _Bool f : 1; };\n"
	      "struct __attribute__((packed)) p { char a; int b : 30; int c : 31; };\n"
	      "union u { int a : 5; long b; };\n"
	      "int f(struct b *b, struct p *p, union u *u) { return b->a + p->b + u->a; "
	      "}\n",
	      (const struct expected[]){
		      { "struct b", "size 16 aligned 8: int a @0:3; unsigned int b @5:7; "
				    "int64_t c @12:40; char d @56; unsigned int e @64:1; "
				    "_Bool f @65:1" },
		      { "struct p", "size 9 aligned 1: char a @0; int b @8:30; "
				    "int c @38:31" },
		      { "union u", "size 8 aligned 8: int a @0:5; int64_t b @0" },
		      { NULL, NULL },
	      });
}

static void test_types_anonymous_members(void)
{
	check("struct a { int x; union { int i; float f; }; struct { short s, t; }; };\n"
	      "typedef struct { int v; } value; typedef struct { int v; } *pointer;\n"
	      "value global; int f(struct a *a, value v, pointer p) { return a->i; }\n",
	      (const struct expected[]){
		      { "struct a", "size 12 aligned 4: int x @0; union {...} @32; "
				    "struct {...} @64" },
		      { NULL, NULL },
	      });
}

static void test_types_enums(void)
{
	check("enum s { A = -1, B = 200 }; enum u { C, D = 0xffffffff };\n"
	      "enum w { E = 0x1ffffffff }; enum __attribute__((packed)) t { F, G = 200 "
	      "};\n"
	      "enum s vs; enum u vu; enum w vw; enum t vt; enum { ANON } va;\n",
	      (const struct expected[]){
		      { "vs", "enum s vs" },
		      { "enum s", "size 4 signed: A = -1; B = 200" },
		      { "enum u", "size 4: C = 0; D = 4294967295" },
		      { "enum w", "size 8: E = 8589934591" },
		      { "enum t", "size 1: F = 0; G = 200" },
		      { NULL, NULL },
	      });
}

static void test_types_functions(void)
{
	check("struct s; typedef int callback(struct s *, ...);\n"
	      "int proto(int a, char b) { return a; }\n"
	      "int variadic(const char *f, ...) { return 0; }\n"
	      "int empty() { return 1; } int old(a, b) int a; char b; { return a; }\n"
	      "void none(void) {} callback *hook; int (*table[3])(void);\n"
	      "int take(callback c, int f(int)) { return !c; }\n"
	      "void (*signal_like(int n, void (*h)(int)))(int) { return h; }\n"
	      "__attribute__((noreturn)) void leave(int n) { for (;;) ; }\n"
	      "void (*leaver)(void) __attribute__((noreturn));\n",
	      (const struct expected[]){
		      { "proto", "int proto(int, char)" },
		      { "variadic", "int variadic(const char *, ...)" },
		      { "none", "void none(void)" },
		      { "hook", "int (*hook)(struct s *, ...)" },
		      { "table", "int (*table[3])(void)" },
		      { "take", "int take(int (*)(struct s *, ...), int (*)(int))" },
		      { "signal_like", "void (*signal_like(int, void (*)(int)))(int)" },
		      { "leave", "noreturn void leave(int)" },
		      { "leaver", "void (*leaver)(void)" },
		      { "struct s", "opaque" },
		      { NULL, NULL },
	      });
}

static void test_types_without_prototype(void)
{
	/* GCC marks the definition with empty brackets as it marks "...". */
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	CU_ASSERT(fixture_compile(&fixture, "gcc -g -O1 -w -fPIC -shared", "a.so",
				  "int open(); int close(); int old(a) int a; "
				  "{ return open(a) + close(); }"));
	probe_read(&probe, &fixture, "a.so");
	CU_ASSERT_STRING_EQUAL(probe_symbol(&probe, "open"), "int open()");
	vector_for_each (type, &probe.graph.types)
		if (type->kind == TYPE_FUNCTION) {
			CU_ASSERT(type->flags & TYPE_UNPROTOTYPED);
			CU_ASSERT_FALSE(type->flags & TYPE_VARIADIC);
		}
}

static void test_types_cycles(void)
{
	check("struct ops; struct object { struct ops *ops; struct object *next; };\n"
	      "struct ops { int (*open)(struct object *, struct ops *);\n"
	      "struct object *(*parent)(const struct object *); struct inner {\n"
	      "struct ops *back; } in; };\n"
	      "int run(struct object *o) { return o->ops->open(o, o->ops); }\n",
	      (const struct expected[]){
		      { "run", "int run(struct object *)" },
		      { "struct object", "size 16 aligned 8: struct ops *ops @0; "
					 "struct object *next @64" },
		      { "struct ops",
			"size 24 aligned 8: int (*open)(struct object *, struct ops *) "
			"@0; "
			"struct object *(*parent)(const struct object *) @64; "
			"struct inner in @128" },
		      { NULL, NULL },
	      });
}

/* DWARF 4 has a word for neither. */
static void test_types_atomic_and_alignment(void)
{
	static const char source[] =
		"typedef int wide __attribute__((aligned(32)));\n"
		"struct s { char a; _Alignas(16) int b; _Atomic int c; wide *d; };\n"
		"struct s object; _Alignas(64) int aligned; int f(wide *w) { return *w; "
		"}\n"
		"_Atomic long counter; int g(_Atomic int x) { return x; }\n"
		"int (*h)(_Atomic int);\n";
	static const struct expected expected[] = {
		{ "aligned", "int aligned aligned 64" },
		{ "counter", "_Atomic int64_t counter" },
		/* Parameters are taken without their qualifiers, by functions and by
		 * pointers to them alike. */
		{ "g", "int g(int)" },
		{ "h", "int (*h)(int)" },
		{ NULL, NULL },
	};
	check_one("gcc -O1 -gdwarf-5", source, expected);
	if (fixture_has_program("clang"))
		check_one("clang -O1 -gdwarf-5", source, expected);
}

static void test_types_floats_by_format(void)
{
	static const struct {
		const char *flags, *source;
		unsigned format;
		uint64_t size;
	} table[] = {
		{ "", "long double x;", FLOAT_X87, 16 },
		{ "", "__float128 x;", FLOAT_IEEE, 16 },
		{ "", "_Float128 x;", FLOAT_IEEE, 16 },
		{ "", "_Float64x x;", FLOAT_X87, 16 },
		{ "-mlong-double-128", "long double x;", FLOAT_IEEE, 16 },
		{ "-mlong-double-64", "long double x;", FLOAT_IEEE, 8 },
		{ "", "_Float64 x;", FLOAT_IEEE, 8 },
		{ "", "_Complex long double x;", FLOAT_X87, 32 },
		{ "", "_Complex _Float128 x;", FLOAT_IEEE, 32 },
	};
#ifdef __x86_64__
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		char command[128];
		snprintf(command, sizeof(command), "gcc -g -fPIC -shared %s",
			 table[i].flags);
		CU_ASSERT(fixture_compile(&fixture, command, "a.so", table[i].source));
		probe_want(&probe, WANT_SYMBOL, "x");
		probe_read(&probe, &fixture, "a.so");
		CU_ASSERT_EQUAL_FATAL(probe.result.sightings.count, 1);
		const struct type *type = graph_type(&probe.graph, probe.types[0].id);
		CU_ASSERT_EQUAL(type->format, table[i].format);
		CU_ASSERT_EQUAL(type->size, table[i].size);
	}
#else
	(void)table;
#endif
}

/* No compiler leaves a name out; found by fuzzing. */
static void test_types_enumerator_without_name(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	CU_ASSERT_EQUAL_FATAL(
		fixture_run(&fixture,
			    "echo 'enum e { nameless, first = 0, last } x;' >a.c && "
			    "gcc -g -fPIC -S a.c && "
			    "sed -i 's/\"nameless\"/\"\"/' a.s && "
			    "gcc -shared -nostdlib a.s -o a.so"),
		0);
	probe_want(&probe, WANT_SYMBOL, "x");
	probe_read(&probe, &fixture, "a.so");
	CU_ASSERT_STRING_EQUAL(probe_body(&probe, "enum e"),
			       "size 4: first = 0; last = 1");
}

static void test_types_of_cxx(void)
{
	static const char source[] =
		"namespace a { struct base { virtual int v(); int x; static int n; };\n"
		"class derived : public base { struct inner { short s; } in;\n"
		"public: int v(); int method(int); enum class color : unsigned char { "
		"red } c; };\n"
		"template<class T, int N> struct arr { T data[N]; };\n"
		"int derived::method(int i) { return i + in.s; }\n"
		"int base::v() { return 1; } int derived::v() { return 2; }\n"
		"struct shared : virtual base { shared(short); virtual ~shared(); };\n"
		"shared::shared(short) {} shared::~shared() {} }\n"
		"extern \"C\" { struct plain { int p; };\n"
		"int api(a::derived &d, const plain *p, a::arr<int, 3> &&t, "
		"decltype(nullptr))"
		" { return d.method(p->p) + t.data[0]; } }\n";
	static const char *const compilers_cxx[] = {
		"g++ -gdwarf-5 -x c++",
		"g++ -gdwarf-4 -fdebug-types-section -x c++",
		"clang++ -gdwarf-5 -x c++",
		"clang++ -gdwarf-5 -fdebug-types-section -x c++",
	};
	for (size_t i = 0; i < sizeof(compilers_cxx) / sizeof(compilers_cxx[0]); i++) {
		bool clang = compilers_cxx[i][0] == 'c';
		if (fixture_has_program(clang ? "clang++" : "g++"))
			check_one(
				compilers_cxx[i], source,
				(const struct expected[]){
					{ "api", "int api(struct a::derived *, "
						 "const struct plain *, struct "
						 "a::arr<int, 3> *, "
						 "void *)" },
					{ "struct a::derived",
					  "size 16 aligned 8: struct a::base @0; "
					  "struct a::derived::inner in @96; "
					  "enum a::derived::color c @112" },
					{ "struct a::base",
					  "size 16 aligned 8: void *_vptr @0; "
					  "int x @64" },
					{ "struct plain", "size 4 aligned 4: int p @0" },
					{ "_ZN1a6sharedC2Es",
					  "void _ZN1a6sharedC2Es(struct a::shared *, "
					  "short)" },
					{ "_ZN1a6sharedD2Ev",
					  "void _ZN1a6sharedD2Ev(struct a::shared *)" },
					{ NULL, NULL },
				});
	}
}

/* A tag that one unit declares and another one completes, in a header or in its source.
 */
static void test_types_completed_from_headers_of_other_units(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	static const char shared[] =
		"struct shared { int s; struct deep { int d; } deep; };";
	static const char a[] =
		"struct shared; struct own;\n"
		"int api(struct shared *s, struct own *o) { return s && o; }";
	static const char b[] =
		"#include \"shared.h\"\nstruct own { int x; };\n"
		"static int hidden(struct shared *s, struct own *o) { return s->s + "
		"o->x; }\n"
		"__attribute__((visibility(\"hidden\"))) int user(void *p) "
		"{ return hidden(p, p); }";
	CU_ASSERT(fixture_write(&fixture, "shared.h", shared, sizeof(shared) - 1));
	CU_ASSERT(fixture_write(&fixture, "a.c", a, sizeof(a) - 1));
	CU_ASSERT(fixture_write(&fixture, "b.c", b, sizeof(b) - 1));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "gcc -g -fPIC -shared -o a.so a.c b.c"), 0);
	probe_read(&probe, &fixture, "a.so");
	CU_ASSERT_STRING_EQUAL(probe_body(&probe, "struct shared"),
			       "size 8 aligned 4: int s @0; struct deep deep @32");
	CU_ASSERT_STRING_EQUAL(probe_body(&probe, "struct own"), "opaque");
}

static void test_types_of_older_dwarf_are_reticent(void)
{
	static const char *const commands[] = { "gcc -gdwarf-5 -fPIC -shared",
						"gcc -gdwarf-4 -fPIC -shared" };
	for (size_t i = 0; i < 2; i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		CU_ASSERT(fixture_compile(&fixture, commands[i], "a.so", "int x;"));
		probe_want(&probe, WANT_SYMBOL, "x");
		probe_read(&probe, &fixture, "a.so");
		CU_ASSERT_EQUAL_FATAL(probe.result.sightings.count, 1);
		CU_ASSERT_EQUAL(probe.result.sightings.data[0].reticent, i == 1);
	}
}

static const struct test_case cases[] = {
	/* These state sizes and offsets of LP64. */
	{ "base types", test_types_base },
	{ "qualifiers", test_types_qualifiers_stand_on_edges },
	{ "bit-fields", test_types_bit_fields_absolute },
	{ "cycles", test_types_cycles },
	{ "atomic and alignment", test_types_atomic_and_alignment },
	{ "C++", test_types_of_cxx },
	{ "arrays", test_types_arrays },
	{ "anonymous members", test_types_anonymous_members },
	{ "enums", test_types_enums },
	{ "functions", test_types_functions },
	{ "without prototype", test_types_without_prototype },
	{ "enumerator without name", test_types_enumerator_without_name },
	{ "float formats", test_types_floats_by_format },
	{ "completed from headers", test_types_completed_from_headers_of_other_units },
	{ "reticent", test_types_of_older_dwarf_are_reticent },
	{ NULL, NULL },
};

enum {
	LP64_CASES = 6,
};

const struct test_suite suite_dwarf_type = {
	.name = "dwarf_type",
	.cases = &cases[sizeof(long) == 8 ? 0 : LP64_CASES],
};
