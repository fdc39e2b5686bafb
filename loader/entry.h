/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_ENTRY_H
#define LOADER_ENTRY_H

/* A plugin's init and fini functions. */

#include "loader/module.h"

/* Calls init, if there is one, and returns what it does; 0 is success. */
int entry_init(const struct module *module);

/* Calls fini, if there is one. */
void entry_fini(const struct module *module);

#endif
