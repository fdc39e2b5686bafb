// SPDX-License-Identifier: BSD-3-Clause
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Runs the suites and prints TAP. CUnit's own runners return success when tests fail and
 * say nothing of a suite whose init failed, so the counting is done here, from its
 * callbacks.
 *
 *	suite               every suite, each in a process of its own
 *	suite NAME...       these only, in this process: for a debugger
 *	suite --list        their names
 */

#define SUITE(name) extern const struct test_suite suite_##name;
#include "tests/suites.h"
#undef SUITE

static const struct test_suite *const suites[] = {
#define SUITE(name) &suite_##name,
#include "tests/suites.h"
#undef SUITE
};

#define SUITE_COUNT (sizeof(suites) / sizeof(suites[0]))

struct tally {
	unsigned passed, failed;
};

/* Shared with the child that runs a suite: what it reported survives its crash. */
static struct tally *current;

static unsigned case_count(const struct test_suite *suite)
{
	unsigned count = 0;
	while (suite->cases[count].name)
		count++;
	return count;
}

static void on_test_done(const CU_pTest test, const CU_pSuite suite,
			 const CU_pFailureRecord failures)
{
	printf("%sok - %s: %s\n", failures ? "not " : "", suite->pName, test->pName);
	for (CU_pFailureRecord at = failures; at; at = at->pNext)
		printf("# %s:%u: %s\n", at->strFileName ? at->strFileName : "?",
		       at->uiLineNumber, at->strCondition ? at->strCondition : "?");
	fflush(stdout);
	if (failures)
		current->failed++;
	else
		current->passed++;
}

/* False if CUnit could not run the suite; the tests count by themselves. */
static bool run_cunit(const struct test_suite *suite)
{
	if (CU_initialize_registry() != CUE_SUCCESS)
		return false;
	CU_pSuite registered = CU_add_suite(suite->name, suite->init, suite->cleanup);
	bool added = registered != NULL;
	for (const struct test_case *at = suite->cases; added && at->name; at++)
		added = CU_add_test(registered, at->name, at->run) != NULL;
	CU_set_error_action(CUEA_IGNORE);
	CU_set_test_complete_handler(on_test_done);
	bool ran = added && CU_run_all_tests() == CUE_SUCCESS &&
		   CU_get_number_of_suites_failed() == 0;
	if (!ran)
		printf("# %s: %s\n", suite->name, CU_get_error_msg());
	CU_cleanup_registry();
	return ran;
}

static void report_lost(const struct test_suite *suite, const char *how, int number)
{
	unsigned reported = current->passed + current->failed;
	printf("# %s: %s %d after %u of %u tests\n", suite->name, how, number, reported,
	       case_count(suite));
	for (unsigned i = reported; i < case_count(suite); i++) {
		printf("not ok - %s: %s # did not finish\n", suite->name,
		       suite->cases[i].name);
		current->failed++;
	}
	if (reported < case_count(suite))
		return;
	/* Every test had passed: a leak found at exit, or a cleanup that failed. */
	printf("not ok - %s: end of the suite\n", suite->name);
	current->failed++;
}

static void run_forked(const struct test_suite *suite)
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		exit(run_cunit(suite) ? 0 : 98);
	int status;
	if (child < 0 || waitpid(child, &status, 0) != child)
		report_lost(suite, "no process, error", child);
	else if (WIFSIGNALED(status))
		report_lost(suite, "killed by signal", WTERMSIG(status));
	else if (WEXITSTATUS(status) ||
		 current->passed + current->failed != case_count(suite))
		report_lost(suite, "exit status", WEXITSTATUS(status));
}

static void run_suite(const struct test_suite *suite, bool forked, struct tally *total)
{
	*current = (struct tally){ 0 };
	if (forked)
		run_forked(suite);
	else if (!run_cunit(suite))
		report_lost(suite, "CUnit error", CU_get_error());
	printf("# %s: %u passed, %u failed\n", suite->name, current->passed,
	       current->failed);
	total->passed += current->passed;
	total->failed += current->failed;
}

static const struct test_suite *find_suite(const char *name)
{
	for (size_t i = 0; i < SUITE_COUNT; i++)
		if (strcmp(suites[i]->name, name) == 0)
			return suites[i];
	return NULL;
}

static int run_named(char **names, struct tally *total)
{
	for (; *names; names++) {
		const struct test_suite *suite = find_suite(*names);
		if (!suite) {
			fprintf(stderr, "%s: no such suite; --list shows them\n", *names);
			return 2;
		}
		run_suite(suite, false, total);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct tally total = { 0 };
	current = mmap(NULL, sizeof(*current), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (current == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		for (size_t i = 0; i < SUITE_COUNT; i++)
			puts(suites[i]->name);
		return 0;
	}
	if (argc > 1) {
		int status = run_named(argv + 1, &total);
		if (status)
			return status;
	} else {
		for (size_t i = 0; i < SUITE_COUNT; i++)
			run_suite(suites[i], true, &total);
	}
	printf("1..%u\n# total: %u passed, %u failed\n", total.passed + total.failed,
	       total.passed, total.failed);
	return total.failed || !total.passed;
}
