/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_QUICK_H
#define LOADER_QUICK_H

/*
 * The way of nearly every plugin that fits: all closures that it requires are those that
 * the host provides, so nothing is to be found, and most of the stamp need not be read.
 */

#include "loader/attempt.h"

/*
 * Whether the file is one of those: then the attempt has been read and checked, and its
 * module's stamp lacks what is required, expected, tags and types. Else nothing has been
 * done, and nothing is said about the file.
 */
bool quick_check(struct attempt *attempt);

#endif
