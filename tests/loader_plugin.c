// SPDX-License-Identifier: BSD-3-Clause
#include "loader_api.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A plugin for tests/loader_host.c; macros make variants of it. Every piece of it that
 * runs leaves a mark: a byte at the end of the file NAME.WHAT.
 */
#ifndef NAME
#define NAME "plugin"
#endif

static void mark(const char *what)
{
	char path[256];
	snprintf(path, sizeof(path), "%s.%s", NAME, what);
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0 || write(fd, "x", 1) != 1)
		_exit(97);
	close(fd);
}

int spell_count = 3;
#ifndef NO_THREAD_LOCAL
__thread int spell_depth = 5;
#endif

#ifdef OTHER_ENTRY
long spell_check(long number)
{
	return number;
}
#else
int spell_check(const struct config *config, const char *word)
{
	return host_log(config, word) + (int)strlen(word);
}
#endif

#ifdef NEEDS
/* A function that no host of the tests has. */
int NEEDS(void);
int call_missing(void)
{
	return NEEDS();
}
#endif

#ifdef PROVIDES
int PROVIDES(void)
{
	return 42;
}
#endif

#if defined(__x86_64__) && defined(__linux__)
/* A resolver runs before the object is relocated: no library, so bare system calls. */
static long system_call(long number, long first, long second)
{
	long result = number;
	__asm__ volatile("syscall"
			 : "+a"(result)
			 : "D"(first), "S"(second)
			 : "rcx", "r11", "memory");
	return result;
}

static int chosen(void)
{
	return 7;
}

static int (*choose(void))(void)
{
	const long creat = 85, close = 3;
	system_call(close, system_call(creat, (long)NAME ".resolver", 0666), 0);
	return chosen;
}

int resolved_late(void) __attribute__((ifunc("choose")));
/* Without its type there is a finding, and stamps are read in full. */
HM_INTERFACE(resolved_late);
#endif

__attribute__((constructor)) static void construct(void)
{
	mark("constructor");
#ifdef CONSTRUCTOR_SLEEPS
	usleep(CONSTRUCTOR_SLEEPS);
#endif
#ifdef CONSTRUCTOR_OPENS
	char code[16];
	snprintf(code, sizeof(code), "opened-%d", host_open(CONSTRUCTOR_OPENS));
	mark(code);
#endif
}

__attribute__((destructor)) static void destruct(void)
{
	mark("destructor");
}

#ifdef INIT_TAKES
int plugin_init(int number);
int plugin_init(int number)
{
	mark("init");
	return number;
}
#elif defined(INIT_VOID)
void plugin_init(void);
void plugin_init(void)
{
	mark("init");
}
#else
int plugin_init(void);
int plugin_init(void)
{
	mark("init");
#ifdef INIT_MEETS
	host_meet(1, 2);
#endif
#ifdef INIT_SLEEPS
	usleep(INIT_SLEEPS);
#endif
#ifdef INIT_FORKS
	/*
	 * The child opens what another thread of its parent is opening. That one is in
	 * its init by now: inside the C library, it would leave a lock that nobody gives
	 * back.
	 */
	while (access(INIT_FORKS_BEHIND, F_OK) != 0)
		usleep(1000);
	pid_t child = fork();
	if (child == 0) {
		alarm(20);
		_exit(host_open(INIT_FORKS));
	}
	int status;
	if (waitpid(child, &status, 0) == child && status == 0)
		mark("child");
#endif
#ifdef INIT_OPENS
	char code[16];
	snprintf(code, sizeof(code), "opened-%d", host_open(INIT_OPENS));
	mark(code);
#endif
#ifdef INIT_FAILS
	/* Once: the file is a sign that it has failed before. */
	if (access(NAME ".failed", F_OK) != 0) {
		mark("failed");
		return INIT_FAILS;
	}
#endif
	return 0;
}
#endif

void plugin_fini(void);
void plugin_fini(void)
{
	mark("fini");
}
