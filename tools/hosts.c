// SPDX-License-Identifier: BSD-3-Clause
#include "tools/hosts.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/library.h"

void hosts_deinit(struct hosts *hosts)
{
	vector_for_each (host, &hosts->subjects)
		subject_deinit(host);
	vector_deinit(&hosts->subjects);
	vector_deinit(&hosts->parties);
	vector_deinit(&hosts->paths);
}

bool hosts_add(struct hosts *hosts, const char *path)
{
	return vector_push(&hosts->paths, path);
}

struct hm_error *hosts_open(struct hosts *hosts, const struct subject_options *options,
			    const char **culprit)
{
	struct subject_options wanted = *options;
	size_t count = hosts->paths.count;
	/* Reserved at once: parties point into the subjects. */
	if (!vector_reserve(&hosts->subjects, count) ||
	    !vector_reserve(&hosts->parties, count))
		return error_nomem();
	vector_for_each (path, &hosts->paths) {
		struct subject *host = &hosts->subjects.data[hosts->subjects.count];
		*host = (struct subject){ 0 };
		hosts->subjects.count++;
		*culprit = *path;
		wanted.role = host == hosts->subjects.data ? ROLE_HOST : ROLE_LIBRARY;
		TRY(subject_open(host, *path, &wanted));
		hosts->parties.data[hosts->parties.count++] = subject_party(host);
	}
	return NULL;
}

static void party_list_deinit(party_list *list)
{
	vector_deinit(list);
}

static void scope_search(struct library_search **search)
{
	library_search_destroy(*search);
}

/* Libraries are looked for as they would be loaded: for the hosts first. */
static struct hm_error *search_libraries(const struct hosts *hosts,
					 const struct subject *plugin,
					 struct library_search **ret)
{
	SCOPED(scope_search) struct library_search *search = NULL;
	TRY(library_search_create(&search));
	vector_for_each (host, &hosts->subjects)
		TRY(library_search_add(search, &host->image));
	TRY(library_search_add(search, &plugin->image));
	*ret = TAKE(search);
	return NULL;
}

/*
 * The hosts of a plugin. Plugins that others need are named as hosts, too, and all of
 * them verified at once: none comes before itself.
 */
static struct hm_error *other_parties(const struct hosts *hosts,
				      const struct subject *plugin, party_list *ret)
{
	for (size_t i = 0; i < hosts->parties.count; i++) {
		bool itself = i && subject_same_file(hosts->paths.data[i], plugin->path);
		if (!itself && !vector_push(ret, hosts->parties.data[i]))
			return error_nomem();
	}
	return NULL;
}

struct hm_error *hosts_verify(const struct hosts *hosts, const struct subject *plugin,
			      struct report *report)
{
	SCOPED(scope_search) struct library_search *search = NULL;
	SCOPED(party_list_deinit) party_list others = { 0 };
	TRY(search_libraries(hosts, plugin, &search));
	TRY(other_parties(hosts, plugin, &others));
	struct party party = subject_party(plugin);
	const struct verify_request request = {
		.hosts = others.data,
		.host_count = others.count,
		.plugin = &party,
		.library_defines = library_search_defines,
		.context = search,
	};
	return verify_plugin(&request, report);
}
