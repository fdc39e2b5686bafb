/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_RESOLVE_H
#define LOADER_RESOLVE_H

#include "hallmark/error.h"
#include "loader/module.h"

/* Finds the address of every provided symbol of a loaded module. HM_ERR_SYMBOL. */
struct hm_error *resolve_module(struct module *module);

#endif
