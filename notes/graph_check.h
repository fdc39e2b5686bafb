/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_GRAPH_CHECK_H
#define NOTES_GRAPH_CHECK_H

#include "notes/graph.h"

/*
 * What everyone who walks a graph relies upon, checked in linear time for a graph whose
 * edges and slices are in range:
 * - no type contains itself by value, and containment is not deep;
 * - pointers, arrays, functions and types without a tag form no cycle and no long chain:
 *   every cycle goes through a struct or union that has a tag;
 * - an anonymous member is a struct or union with a body;
 * - structs written out in full have not vastly more members than are listed.
 * HM_ERR_STAMP says which type breaks a rule.
 */
struct hm_error *graph_check(const struct graph *graph);

#endif
