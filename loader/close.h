/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_CLOSE_H
#define LOADER_CLOSE_H

#include "loader/plugin.h"

/*
 * Each gives up a reference of the caller, and closes the plugin if nothing keeps it any
 * more: of one that depended on it; of an hm_open() that found it open, and failed.
 */
void plugin_drop(struct hm_plugin *plugin);
void plugin_unclaim(struct hm_plugin *plugin);

#endif
