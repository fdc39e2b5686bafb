// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"

#include <stdio.h>
#include <string.h>

static struct fixture home;
static char *program;

const char *host_program(void)
{
	return program;
}

static void show_log(const struct fixture *fixture, const char *what)
{
	size_t size;
	SCOPED_FREE char *log = fixture_read(fixture, "log", &size);
	fprintf(stderr, "%s:\n%s", what, log ? log : "");
}

int loader_suite_init(void)
{
	home = fixture_new();
	program = fixture_path(&home, "host");
	const char *source = fixture_source_dir(), *build = fixture_build_dir();
	if (fixture_run(&home,
			"%s -g -O1 -rdynamic %s -I'%s/include' -I'%s/tests' -o host "
			"'%s/tests/loader_host.c' -L'%s/.libs' -Wl,-rpath,'%s/.libs' "
			"-lhallmark -pthread && '%s' stamp --role host "
			"--package example.org/editor host",
			fixture_cc(), fixture_sanitize(), source, source, source, build,
			build, fixture_hallmark()) == 0)
		return 0;
	show_log(&home, "the host could not be built");
	return 1;
}

int loader_suite_cleanup(void)
{
	fixture_remove(&home);
	free(program);
	program = NULL;
	return 0;
}

bool plugin_build(const struct fixture *fixture, const struct plugin_recipe *recipe)
{
	const char *source = fixture_source_dir(), *name = recipe->name;
	if (fixture_run(fixture,
			"%s -g -O1 -shared -fPIC -I'%s/include' -I'%s/tests' "
			"-DNAME='\"%s\"' %s -o '%s.so' '%s/tests/loader_plugin.c'",
			fixture_cc(), source, source, name,
			recipe->flags ? recipe->flags : "", name, source) != 0) {
		show_log(fixture, name);
		return false;
	}
	if (recipe->unstamped)
		return true;
	if (fixture_run(fixture,
			"'%s' stamp --package 'example.org/%s' --init plugin_init "
			"--fini plugin_fini %s '%s.so'",
			fixture_hallmark(), name,
			recipe->stamp_flags ? recipe->stamp_flags : "", name) == 0)
		return true;
	show_log(fixture, name);
	return false;
}

bool plugin_build_with(const struct fixture *fixture, const char *name, const char *flags)
{
	return plugin_build(fixture,
			    &(struct plugin_recipe){ .name = name, .flags = flags });
}

bool plugin_build_plain(const struct fixture *fixture, const char *name)
{
	return plugin_build(fixture, &(struct plugin_recipe){ .name = name });
}

int host_run_with(const struct fixture *fixture, const char *before, const char *commands)
{
	int status = fixture_run(fixture, "%s '%s' %s", before, program, commands);
	if (status)
		show_log(fixture, commands);
	return status;
}

int host_run(const struct fixture *fixture, const char *commands)
{
	return host_run_with(fixture, "", commands);
}
