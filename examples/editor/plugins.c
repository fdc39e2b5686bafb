// SPDX-License-Identifier: BSD-3-Clause
#include "plugins.h"
#include "session.h"

#include <editor_plugin.h>
#include <hallmark/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plugin {
	char *path;
	/* Why it was refused; NULL: it is usable, and the rest is set. */
	struct hm_error *error;
	struct hm_plugin *handle;
	const char *const *title;
	size_t (*check)(struct editor *editor, size_t first, size_t last);
};

static const char *const entry_points[] = { "plugin_check", "plugin_title" };

static struct hm_error *plugin_open(struct plugin *plugin)
{
	struct hm_open_options options =
		HM_OPEN_OPTIONS(.entry_points = entry_points, .entry_point_count = 2);
	struct hm_error *error;

	error = hm_open(plugin->path, &options, &plugin->handle);
	if (!error)
		error = HM_LOOKUP(plugin->handle, plugin_title, &plugin->title);
	if (!error)
		error = HM_LOOKUP(plugin->handle, plugin_check, &plugin->check);
	return error;
}

bool plugins_open(struct plugins *plugins, const char *path)
{
	struct plugin *list, *plugin;

	list = reallocarray(plugins->list, plugins->count + 1, sizeof(*list));
	if (!list)
		return false;
	plugins->list = list;
	plugin = &list[plugins->count];
	*plugin = (struct plugin){ .path = strdup(path) };
	if (!plugin->path)
		return false;
	plugins->count++;

	plugin->error = plugin_open(plugin);
	if (plugin->error)
		fprintf(stderr, "editor: goes on without a plugin:\n%s\n",
			hm_error_message(plugin->error));
	return !plugin->error;
}

void plugins_check(struct editor *editor, size_t first, size_t last)
{
	for (size_t i = 0; i < editor->plugins.count; i++) {
		const struct plugin *plugin = &editor->plugins.list[i];

		if (plugin->error)
			continue;
		editor->speaker = *plugin->title;
		plugin->check(editor, first, last);
		editor->speaker = NULL;
	}
}

/* The rules that were broken, each once: findings of one rule need not stand together. */
static void print_rules(const struct hm_error *error)
{
	const struct hm_finding *finding, *earlier;

	for (size_t i = 0; (finding = hm_error_finding(error, i)); i++) {
		size_t j = 0;

		if (finding->severity != HM_BREAK)
			continue;
		while ((earlier = hm_error_finding(error, j)) != finding &&
		       strcmp(earlier->rule, finding->rule) != 0)
			j++;
		if (earlier == finding)
			printf(" %s", finding->rule);
	}
}

void plugins_list(const struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++) {
		const struct plugin *plugin = &plugins->list[i];

		printf("%s: ", plugin->path);
		if (plugin->error) {
			enum hm_error_code code = hm_error_code(plugin->error);

			printf("rejected, %s", hm_error_code_name(code));
			print_rules(plugin->error);
		} else {
			printf("accepted, %s", hm_plugin_package(plugin->handle));
		}
		putchar('\n');
	}
}

void plugins_clear(struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++) {
		hm_error_free(plugins->list[i].error);
		free(plugins->list[i].path);
	}
	free(plugins->list);
	*plugins = (struct plugins){ 0 };
}
