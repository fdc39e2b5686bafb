// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/*
 * Many threads, and plugins that open plugins. The host ends itself after a minute, so
 * that a deadlock is a failure.
 */

/* The numbers of hallmark/error.h, as plugins leave them in their marks. */
#define OPENED_BUSY "opened-16"
#define OPENED_CYCLE "opened-17"

static void test_threads_same_plugin(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell", "-DINIT_SLEEPS=200000"));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 64 spell.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test $(wc -c <spell.init) = 1"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test $(wc -c <spell.constructor) = 1"), 0);
}

static void test_threads_same_failure(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell",
				    "-DINIT_SLEEPS=300000 -DINIT_FAILS=4"));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 32 spell.so"), 0);
	/* One result for all that came while it was opened. */
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test $(wc -c <spell.init) = 1"), 0);
}

static void test_constructor_opens_another(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "outer",
				    "-DCONSTRUCTOR_OPENS='\"inner.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "inner", ""));
	CU_ASSERT_EQUAL(host_run(&fixture, "open outer.so marks outer.opened-0 1 "
					   "marks inner.init 1 open inner.so call"),
			0);
}

static void test_init_opens_another(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "outer", "-DINIT_OPENS='\"inner.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "inner", ""));
	CU_ASSERT_EQUAL(host_run(&fixture, "open outer.so marks outer.opened-0 1 "
					   "marks inner.init 1 open inner.so call"),
			0);
}

static void test_opens_itself(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "a", "-DINIT_OPENS='\"a.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", "-DCONSTRUCTOR_OPENS='\"b.so\"'"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open a.so marks a." OPENED_CYCLE " 1 call "
					   "open b.so marks b." OPENED_CYCLE " 1 call"),
			0);
}

static void test_ring_in_one_thread(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "a", "-DINIT_OPENS='\"b.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", "-DINIT_OPENS='\"a.so\"'"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open a.so marks a.opened-0 1 "
					   "marks b." OPENED_CYCLE " 1 open b.so call"),
			0);
}

/* Each init waits until the other runs, then opens the other's plugin. */
static void test_ring_across_threads(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(
		plugin_build_with(&fixture, "a", "-DINIT_MEETS -DINIT_OPENS='\"b.so\"'"));
	CU_ASSERT(
		plugin_build_with(&fixture, "b", "-DINIT_MEETS -DINIT_OPENS='\"a.so\"'"));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 2 a.so b.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "cat a." OPENED_CYCLE " b." OPENED_CYCLE
				    " 2>&1 | grep -q x && cat a.opened-0 b.opened-0 2>&1 "
				    "| grep -q x"),
			0);
}

/*
 * One thread is in a constructor, so it holds the C library's lock; another one is in an
 * init. The constructor opens the other's plugin.
 */
static void test_constructor_meets_init(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "a", "-DCONSTRUCTOR_OPENS='\"b.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", "-DINIT_SLEEPS=1000000"));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 2 later:a.so b.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -e a." OPENED_BUSY), 0);
}

/* The same against a plugin that waits for the C library's lock: it is taken over. */
static void test_constructor_takes_over(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "a",
				    "-DCONSTRUCTOR_SLEEPS=400000 "
				    "-DCONSTRUCTOR_OPENS='\"b.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", ""));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 2 a.so later:b.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -e a.opened-0 && "
					      "test $(wc -c <b.init) = 1 && "
					      "test $(wc -c <b.constructor) = 1"),
			0);
}

/* A constructor that a plain dlopen() has started holds that lock without our knowing. */
static void test_foreign_constructor(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "a",
				    "-DCONSTRUCTOR_SLEEPS=400000 "
				    "-DCONSTRUCTOR_OPENS='\"b.so\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", ""));
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 2 plain:./a.so later:b.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -e a.opened-0 && "
					      "test $(wc -c <b.init) = 1"),
			0);
}

static void test_init_forks(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(
		&fixture, "a",
		"-DINIT_FORKS='\"b.so\"' -DINIT_FORKS_BEHIND='\"b.init\"'"));
	CU_ASSERT(plugin_build_with(&fixture, "b", "-DINIT_SLEEPS=300000"));
	/* More threads would wait, and after a while look for themselves, by dlopen(). */
	CU_ASSERT_EQUAL(host_run(&fixture, "threads 2 b.so a.so"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -e a.child"), 0);
}

/* Copies of a few plugins under many names, a third of them cut off. */
static bool build_many(const struct fixture *fixture, int count)
{
	if (!plugin_build_plain(fixture, "spell"))
		return false;
	return fixture_run(fixture,
			   "for i in $(seq %d); do cp spell.so p$i.so; "
			   "if [ $((i %% 3)) = 0 ]; then truncate -s 9000 p$i.so; else "
			   "'%s' stamp --package example.org/p$i --init plugin_init "
			   "--fini plugin_fini p$i.so || exit 1; fi; done",
			   count, fixture_hallmark()) == 0;
}

static void test_threads_many_plugins(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_many(&fixture, 50));
	CU_ASSERT_EQUAL(host_run(&fixture, "storm 64 200 p 50 descriptors"), 0);
	/* All good ones share their marks: 34 of them, one init each. */
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test $(wc -c <spell.init) = 34"), 0);
}

/*
 * ThreadSanitizer counts synchronisation in numbers that run out; then it maps its tables
 * anew, which systems with strict accounting of memory refuse.
 */
static bool has_thread_sanitizer(void)
{
	return strstr(fixture_sanitize(), "thread");
}

static void test_threads_many_plugins_closing(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_many(&fixture, 12));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 has_thread_sanitizer()
					 ? "flags closable storm 16 20 p 12 descriptors"
					 : "flags closable storm 32 100 p 12 descriptors "
					   "unmapped /p1.so unmapped /p2.so"),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "cmp spell.init spell.fini && "
					      "cmp spell.constructor spell.destructor"),
			0);
}

static const struct test_case cases[] = {
	{ "threads_same_plugin", test_threads_same_plugin },
	{ "threads_same_failure", test_threads_same_failure },
	{ "constructor_opens_another", test_constructor_opens_another },
	{ "init_opens_another", test_init_opens_another },
	{ "opens_itself", test_opens_itself },
	{ "ring_in_one_thread", test_ring_in_one_thread },
	{ "ring_across_threads", test_ring_across_threads },
	{ "constructor_meets_init", test_constructor_meets_init },
	{ "constructor_takes_over", test_constructor_takes_over },
	{ "foreign_constructor", test_foreign_constructor },
	{ "init_forks", test_init_forks },
	{ "threads_many_plugins", test_threads_many_plugins },
	{ "threads_many_plugins_closing", test_threads_many_plugins_closing },
	{ NULL, NULL },
};

const struct test_suite suite_loader_threads = {
	"loader_threads",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
