/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EDITOR_PLUGIN_H
#define EDITOR_PLUGIN_H

/* What every plugin gives to the editor. */

#include <editor.h>

/* The name in front of the plugin's marks. */
extern const char *const plugin_title;
HM_INTERFACE(plugin_title);

/* Marks the faults in lines `first` to `last`, and returns how many it found. */
size_t plugin_check(struct editor *editor, size_t first, size_t last);
HM_INTERFACE(plugin_check);

#endif
