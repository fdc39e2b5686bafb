/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PLUGINS_H
#define PLUGINS_H

/* The plugins that the user asked for, those that were refused included. */

#include <stdbool.h>
#include <stddef.h>

struct editor;
struct plugin;

struct plugins {
	struct plugin *list;
	size_t count;
};

/*
 * Opens a plugin and finds its entry points. What is refused is remembered with the
 * reason, and the reason is printed; the editor goes on without it.
 */
bool plugins_open(struct plugins *plugins, const char *path);

/* Lets every usable plugin check some lines, counted from 1. */
void plugins_check(struct editor *editor, size_t first, size_t last);

/* One line for each plugin: accepted, or rejected and why. */
void plugins_list(const struct plugins *plugins);

void plugins_clear(struct plugins *plugins);

#endif
