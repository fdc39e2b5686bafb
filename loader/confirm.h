/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_CONFIRM_H
#define LOADER_CONFIRM_H

#include "hallmark/error.h"
#include "loader/module.h"
#include "loader/source.h"

/*
 * Finds the object that dlopen has loaded, module->mapped, and whether it is the file
 * that was checked. HM_ERR_CHANGED if it is not, or if that cannot be told.
 */
struct hm_error *confirm_loaded(struct module *module, const struct source *source);

#endif
