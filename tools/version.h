/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_VERSION_H
#define TOOLS_VERSION_H

/* Prints the name and version of the tool, and the licence, to stdout. */
void version_print(void);

#endif
