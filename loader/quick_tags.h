/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_QUICK_TAGS_H
#define LOADER_QUICK_TAGS_H

#include "loader/glance.h"
#include "loader/host_tags.h"

/*
 * Whether each body of a tag that the plugin knows is either the one that the host knows,
 * or the host knows none. False also if that cannot be told without reading everything.
 */
bool quick_tags_agree(const struct glance *glance, const struct host_tags *host);

#endif
