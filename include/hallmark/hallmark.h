/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HALLMARK_HALLMARK_H
#define HALLMARK_HALLMARK_H

/* Everything that a host needs. A plugin needs hallmark/interface.h only. */

#include "hallmark/error.h"
#include "hallmark/interface.h"
#include "hallmark/plugin.h"

#endif
