// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_read.h"

#include "tests/dwarf_probe.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* What a symbol must be, and how it was found. */
struct expected {
	const char *name, *text, *rank;
};

static void check_probe(struct probe *probe, const struct expected *expected)
{
	CU_ASSERT_STRING_EQUAL(probe_outcome(probe), "ok");
	for (; expected->name; expected++) {
		const char *text = probe_symbol(probe, expected->name);
		const char *rank = probe_rank(probe, expected->name);
		CU_ASSERT_STRING_EQUAL(text, expected->text);
		CU_ASSERT_STRING_EQUAL(rank, expected->rank);
		if (strcmp(text, expected->text) != 0 ||
		    strcmp(rank, expected->rank) != 0)
			fprintf(stderr, "%s: %s, %s\n", expected->name, text, rank);
	}
}

static void check(const char *compiler, const char *source,
		  const struct expected *expected)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	CU_ASSERT(fixture_compile(&fixture, compiler, "a.so", source));
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe, expected);
}

static void check_both(const char *flags, const char *source,
		       const struct expected *expected)
{
	char command[256];
	snprintf(command, sizeof(command), "gcc -g -w -fPIC -fsigned-char -shared %s",
		 flags);
	check(command, source, expected);
	snprintf(command, sizeof(command), "clang -g -w -fPIC -fsigned-char -shared %s",
		 flags);
	if (fixture_has_program("clang"))
		check(command, source, expected);
}

static void test_symbols_by_linkage_name(void)
{
	check_both("-O1",
		   "double renamed(float) __asm__(\"other\");\n"
		   "double renamed(float f) { return f; }\n"
		   "int other_name(const char *) __asm__(\"elsewhere\");\n"
		   "int call(void) { return other_name(\"x\"); }\n"
		   "__attribute__((weak)) int weak(void) { return 1; }\n",
		   (const struct expected[]){
			   { "other", "double other(float)", "definition" },
			   { "elsewhere", "int elsewhere(const char *)", "declaration" },
			   { "renamed", "not asked", "none" },
			   { "weak", "int weak(void)", "definition" },
			   { NULL, NULL, NULL },
		   });
}

static void test_symbols_by_address(void)
{
	check_both("-O1",
		   "int f(int *p) { return *p; }\n"
		   "int alias(int *) __attribute__((alias(\"f\")));\n"
		   "static long long inner(char c) { return c; }\n"
		   "long long outer(char) __attribute__((alias(\"inner\")));\n"
		   "short v = 3; extern short w __attribute__((alias(\"v\")));\n"
		   /* It takes no bytes, and stands where another object does. */
		   "int empty[0]; long long behind = 1;\n"
		   "extern long long same __attribute__((alias(\"behind\")));\n",
		   (const struct expected[]){
			   { "alias", "int alias(int *)", "address" },
			   { "outer", "int64_t outer(char)", "address" },
			   { "w", "short w", "address" },
			   { "same", "int64_t same", "address" },
			   { "behind", "int64_t behind", "definition" },
			   { NULL, NULL, NULL },
		   });
}

/* Two versions of one name have one debug entry each, both of another name. */
static void test_symbols_by_version(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	static const char map[] = "V1 { global: fn; local: fn_*; }; V2 { fn; } V1;";
	CU_ASSERT(fixture_write(&fixture, "map", map, sizeof(map) - 1));
	CU_ASSERT(fixture_compile(
		&fixture, "gcc -g -fPIC -fsigned-char -shared -Wl,--version-script=map",
		"a.so",
		"int fn_old(int a) { return a; } long long fn_new(char "
		"*a) { return *a; }\n"
		"__asm__(\".symver fn_old,fn@V1\"); "
		"__asm__(\".symver fn_new,fn@@V2\");\n"));
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe,
		    (const struct expected[]){
			    { "fn", "int fn(int) | int64_t fn(char *)", "address" },
			    { NULL, NULL, NULL },
		    });
}

/* At the address of an IFUNC stands the resolver, which has another type. */
static void test_symbols_of_resolvers(void)
{
	check_both("-O1",
		   "#include \"hallmark/interface.h\"\n"
		   "static int one(char *p) { return *p; }\n"
		   "static void *choose(void) { return one; }\n"
		   "int pick(char *) __attribute__((ifunc(\"choose\")));\n"
		   "HM_INTERFACE(pick);\n"
		   "int bare(char *) __attribute__((ifunc(\"choose\")));\n",
		   (const struct expected[]){
			   { "pick", "int pick(char *)", "declaration" },
			   { "bare", "untyped", "none" },
			   { NULL, NULL, NULL },
		   });
}

static void test_symbols_not_of_static_namesakes(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	static const char other[] = "static long long f(char *p) { return *p; } long "
				    "long g(char *p) { return f(p); }";
	CU_ASSERT(fixture_write(&fixture, "other.c", other, sizeof(other) - 1));
	CU_ASSERT(fixture_compile(&fixture, "gcc -g -fPIC -fsigned-char -shared other.c",
				  "a.so", "int f(int a) { return a; }"));
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe, (const struct expected[]){
				    { "f", "int f(int)", "definition" },
				    { "g", "int64_t g(char *)", "definition" },
				    { NULL, NULL, NULL },
			    });
}

/* Of two definitions the linker takes one, which need not be of the same type. */
static void test_symbols_that_the_linker_chose(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	static const char weak[] =
		"__attribute__((weak)) long long f(char *p) { return *p; }";
	CU_ASSERT(fixture_write(&fixture, "weak.c", weak, sizeof(weak) - 1));
	CU_ASSERT(fixture_compile(&fixture, "gcc -g -fPIC -fsigned-char -shared weak.c",
				  "a.so", "int f(int a) { return a; }"));
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe, (const struct expected[]){
				    { "f", "int f(int)", "definition" },
				    { NULL, NULL, NULL },
			    });
}

static void test_symbols_declared_in_blocks(void)
{
	check("gcc -g -O2 -fPIC -fsigned-char -shared",
	      "int run(int n) { extern int block(char, short); extern double value;\n"
	      "if (n) { extern long long nested; return nested > value; }\n"
	      "return block(1, 2); }\n",
	      (const struct expected[]){
		      { "block", "int block(char, short)", "declaration" },
		      { "value", "double value", "declaration" },
		      { "nested", "int64_t nested", "declaration" },
		      { NULL, NULL, NULL },
	      });
}

static void test_symbols_of_threads(void)
{
	/* GCC for AArch64 writes no location for what is thread-local. */
#ifdef __aarch64__
	static const char rank[] = "declaration";
#else
	static const char rank[] = "definition";
#endif
	check("gcc -g -O1 -fPIC -fsigned-char -shared",
	      "__thread long long own; extern __thread short other;\n"
	      "short *f(void) { return &other; }\n",
	      (const struct expected[]){
		      { "own", "int64_t own", rank },
		      { "other", "short other", "declaration" },
		      { NULL, NULL, NULL },
	      });
}

static void test_symbols_of_inlined_functions(void)
{
	check_both("-O2",
		   "struct s { int v; }; extern int used(struct s *);\n"
		   "int twice(struct s *s) { return s->v * 2; }\n"
		   "inline int once(struct s *s) { return s->v; }\n"
		   "extern inline int once(struct s *);\n"
		   "int all(struct s *s) { return twice(s) + once(s) + used(s); }\n",
		   (const struct expected[]){
			   { "twice", "int twice(struct s *)", "definition" },
			   { "once", "int once(struct s *)", "definition" },
			   { "used", "int used(struct s *)", "declaration" },
			   { NULL, NULL, NULL },
		   });
}

/* As an assembler describes functions: as if they took and gave nothing. */
static void test_symbols_not_of_assembler(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	static const char assembly[] =
		".globl f\n.type f,@function\nf:\n.long 0\n.size f,.-f\n"
		".section .note.GNU-stack,\"\",@progbits\n";
	CU_ASSERT(fixture_write(&fixture, "f.s", assembly, sizeof(assembly) - 1));
	CU_ASSERT(fixture_compile(&fixture,
				  "gcc -g -fPIC -fsigned-char -shared -Wa,-g f.s", "a.so",
				  "int f(int); int g(void) { return f(1); }"));
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe, (const struct expected[]){
				    { "f", "int f(int)", "declaration" },
				    { NULL, NULL, NULL },
			    });
}

static void test_markers(void)
{
	static const char source[] = "#include \"hallmark/interface.h\"\n"
				     "#ifdef __cplusplus\n"
				     "extern \"C\" {\n"
				     "#endif\n"
				     "struct s; extern int look(struct s *);\n"
				     "extern const int limits[2]; extern int open[];\n"
				     "HM_INTERFACE(look); HM_INTERFACE(limits);\n"
				     "HM_INTERFACE(open); HM_INTERFACE(look);\n"
				     "int unrelated(void) { return 1; }\n"
				     "#ifdef __cplusplus\n"
				     "}\n"
				     "#endif\n";
	static const char *const commands[] = {
		"gcc -g -O2 -fPIC -fsigned-char -shared",
		("gcc -g -O2 -fPIC -fsigned-char -shared -ffunction-sections "
		 "-fdata-sections "
		 "-Wl,--gc-sections"),
		"gcc -g -O2 -flto -fPIC -fsigned-char -shared",
		"clang -g -O2 -fPIC -fsigned-char -shared",
		"clang -g -O0 -gdwarf-4 -fPIC -fsigned-char -shared",
		"g++ -x c++ -g -O2 -flto -fPIC -fsigned-char -shared",
		"clang++ -x c++ -g -O2 -fPIC -fsigned-char -shared",
	};
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		SCOPED_FREE char *compiler = strdup(commands[i]);
		compiler[strcspn(compiler, " ")] = '\0';
		if (!fixture_has_program(compiler))
			continue;
		CU_ASSERT(fixture_compile(&fixture, commands[i], "a.so", source));
		probe_want(&probe, WANT_SYMBOL, "look");
		probe_read(&probe, &fixture, "a.so");
		CU_ASSERT_STRING_EQUAL(probe_outcome(&probe), "ok");
		CU_ASSERT_STRING_EQUAL(probe_symbol(&probe, "look"),
				       "int look(struct s *)");
		CU_ASSERT_STRING_EQUAL(probe_marker(&probe, "look"),
				       "int look(struct s *)");
		CU_ASSERT_STRING_EQUAL(probe_marker(&probe, "limits"),
				       "const int limits[2]");
		CU_ASSERT_STRING_EQUAL(probe_marker(&probe, "open"), "int open[]");
		CU_ASSERT_STRING_EQUAL(probe_marker(&probe, "unrelated"), "unmarked");
	}
}

static void test_wanted_types(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	CU_ASSERT(fixture_compile(
		&fixture, "gcc -g -O1 -fPIC -fsigned-char -shared", "a.so",
		"struct s { int v; }; typedef int fn(struct s *);\n"
		"typedef fn *pointer; typedef struct s record;\n"
		"static int local(char c) { return c; } pointer table;\n"
		"union u { int i; } u; enum e { A } e;\n"
		"int f(char c) { record r; return local(c) + !&r; }\n"));
	static const char *const names[] = { "fn",	 "pointer", "local",  "table",
					     "struct s", "union u", "enum e", "s" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		probe_want(&probe, WANT_TYPE, names[i]);
	probe_read(&probe, &fixture, "a.so");
	check_probe(&probe,
		    (const struct expected[]){
			    { "fn", "int fn(struct s *)", "definition" },
			    { "pointer", "int (*pointer)(struct s *)", "definition" },
			    { "local", "int local(char)", "declaration" },
			    { "table", "int (*table)(struct s *)", "definition" },
			    { "struct s", "struct s struct s", "definition" },
			    { "union u", "union u union u", "definition" },
			    { "enum e", "enum e enum e", "definition" },
			    { "s", "untyped", "none" },
			    { NULL, NULL, NULL },
		    });
}

static void test_symbols_of_relocatable_objects(void)
{
	static const char source[] =
		"int f(int a) { return a; } long long g(char *p) { return *p; }\n"
		"long long h(char *) __attribute__((alias(\"g\"))); int data = 1;\n"
		"extern int data2 __attribute__((alias(\"data\"))); extern int "
		"out(int);\n"
		"int call(void) { return out(1); }\n";
	static const char *const commands[] = {
		"gcc -g -fsigned-char -c -ffunction-sections",
		"gcc -g -fsigned-char -c -gz",
		"gcc -g -fsigned-char -c -gdwarf-4 -fdebug-types-section",
		"clang -g -O1 -fsigned-char -c",
	};
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		if (commands[i][0] == 'c' && !fixture_has_program("clang"))
			continue;
		CU_ASSERT(fixture_compile(&fixture, commands[i], "a.o", source));
		probe_read(&probe, &fixture, "a.o");
		check_probe(&probe, (const struct expected[]){
					    { "f", "int f(int)", "definition" },
					    { "g", "int64_t g(char *)", "definition" },
					    { "h", "int64_t h(char *)", "address" },
					    { "data2", "int data2", "address" },
					    { "out", "int out(int)", "declaration" },
					    { NULL, NULL, NULL },
				    });
	}
}

static const struct test_case cases[] = {
	{ "linkage names", test_symbols_by_linkage_name },
	{ "addresses", test_symbols_by_address },
	{ "versions", test_symbols_by_version },
	{ "resolvers", test_symbols_of_resolvers },
	{ "static namesakes", test_symbols_not_of_static_namesakes },
	{ "the linker's choice", test_symbols_that_the_linker_chose },
	{ "declarations in blocks", test_symbols_declared_in_blocks },
	{ "thread-local", test_symbols_of_threads },
	{ "inlined functions", test_symbols_of_inlined_functions },
	{ "assembler", test_symbols_not_of_assembler },
	{ "markers", test_markers },
	{ "wanted types", test_wanted_types },
	{ "relocatable objects", test_symbols_of_relocatable_objects },
	{ NULL, NULL },
};

const struct test_suite suite_dwarf_symbol = { .name = "dwarf_symbol", .cases = cases };
