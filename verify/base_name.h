/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_BASE_NAME_H
#define VERIFY_BASE_NAME_H

/*
 * The one spelling of an integer type among those that C allows and compilers record:
 * "unsigned long" of "long unsigned int". Any other name is returned as it is.
 */
const char *base_name(const char *name);

#endif
