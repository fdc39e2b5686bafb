/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_FAILING_CALLS_H
#define TESTS_FAILING_CALLS_H

/*
 * A library to be preloaded that makes one call fail, or, from it on, all of its kind.
 * Programs reach it by dlsym(); in others it is armed by the environment:
 *
 *	FAULT=KIND:NUMBER	the call that fails, from 1 on
 *	FAULT=KIND:NUMBER+	that one and all behind it
 *	FAULT_REPORT=FILE	gets "fired LIVE DESCRIPTORS" at exit; fired is 0 or 1
 *
 * Kinds: malloc (with calloc, realloc, strdup), own-malloc (those that the program and
 * libhallmark.so call), open, read, short-read, write, short-write, mmap, fsync, rename.
 */

#include <stdbool.h>

void faults_arm(const char *fault);

/* Whether a call has failed since. */
bool faults_disarm(void);

/* Blocks that the program and libhallmark.so have asked for and not given back. */
long faults_live(void);

/* Open descriptors. */
int faults_descriptors(void);

#endif
