/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_HOSTS_H
#define TOOLS_HOSTS_H

/* What plugins are compared with: a host, and the stamped libraries that it is linked to.
 */

#include "base/vector.h"
#include "tools/subject.h"
#include "verify/report.h"
#include "verify/verify.h"

typedef VECTOR(struct party) party_list;

struct hosts {
	VECTOR(const char *) paths;
	/* Empty until they were opened; both in the order of the paths. */
	VECTOR(struct subject) subjects;
	party_list parties;
};

/* A zeroed list is empty. */
void hosts_deinit(struct hosts *hosts);

/* The host first. False when memory runs out. */
bool hosts_add(struct hosts *hosts, const char *path);

/* On failure `culprit` is the file that the error concerns. */
struct hm_error *hosts_open(struct hosts *hosts, const struct subject_options *options,
			    const char **culprit);

/* The verdict on a plugin, or a library; the hosts must be open. */
struct hm_error *hosts_verify(const struct hosts *hosts, const struct subject *plugin,
			      struct report *report);

#endif
