/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_WHOLE_H
#define LOADER_WHOLE_H

/* The whole stamp of an open plugin, of which opening may have read a part only. */

#include "loader/plugin.h"

/*
 * Reads it from the plugin's file when it is asked for first. Lives as long as the
 * plugin. HM_ERR_CHANGED: the file is another one by now; HM_ERR_IO and others: it cannot
 * be read.
 */
struct hm_error *plugin_whole_stamp(struct hm_plugin *plugin, const struct stamp **ret);

#endif
