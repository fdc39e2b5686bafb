// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/state.h"

#include <stdbool.h>
#include <string.h>

/* Marks the object that a DT_NEEDED name means; its index, or 0 if it was marked. */
static size_t reach(const mapped_list *objects, const char *needed, bool *reached)
{
	for (size_t i = 0; i < objects->count; i++) {
		if (!mapped_is(&objects->data[i], needed))
			continue;
		size_t found = reached[i] ? 0 : i;
		reached[i] = true;
		return found;
	}
	return 0;
}

static size_t reach_all(const mapped_list *objects, const struct mapped *from,
			bool *reached)
{
	size_t last = 0;
	vector_for_each (needed, &from->needed) {
		size_t found = reach(objects, *needed, reached);
		last = found > last ? found : last;
	}
	return last;
}

/*
 * The dynamic linker appends what dlopen brings to what the process was started with. So
 * the last object that the program needs, directly or not, ends what is searched for
 * every reference; preloaded objects stand before it.
 */
static size_t startup_count(const mapped_list *objects)
{
	SCOPED_FREE bool *reached = calloc(objects->count + 1, sizeof(*reached));
	SCOPED_FREE bool *done = calloc(objects->count + 1, sizeof(*done));
	if (!reached || !done || !objects->count)
		return objects->count;
	reached[0] = true;
	size_t last = 0;
	for (size_t i = 0; i <= last; i++) {
		if (!reached[i] || done[i])
			continue;
		done[i] = true;
		size_t found = reach_all(objects, &objects->data[i], reached);
		if (found > last)
			last = found;
		/* One before it may have been reached only now. */
		i = (size_t)-1;
	}
	return last + 1;
}

static struct hm_error *list_startup(mapped_list *ret)
{
	mapped_list all = { 0 };
	TRY(mapped_all(&all));
	size_t count = startup_count(&all);
	for (size_t i = count; i < all.count; i++)
		mapped_deinit(&all.data[i]);
	all.count = count;
	*ret = all;
	return NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool append_party(struct host *host, size_t object, const struct party *party)
{
	if (!vector_reserve(&host->party_objects, 1) ||
	    !vector_push(&host->parties, *party))
		return false;
	vector_push(&host->party_objects, object);
	return true;
}

static struct hm_error *add_party(struct host *host, size_t number)
{
	const struct mapped *object = &host->objects.data[number];
	struct stamp *stamp;
	TRY(host_object_stamp(object, &stamp));
	if (!vector_push(&host->stamped, stamp != NULL))
		return error_nomem();
	if (!stamp)
		return NULL;
	struct party party = {
		.name = *object->name ? base_name(object->name)
				      : program_invocation_short_name,
		.stamp = stamp,
		.soname = object->soname,
		.needed = object->needed.data,
		.needed_count = object->needed.count,
	};
	if (append_party(host, number, &party))
		return NULL;
	stamp_deinit(stamp);
	free(stamp);
	return error_nomem();
}

/* Whether an object that nobody knows types of is asked before one that was compared. */
static bool unstamped_before_stamped(const struct host *host)
{
	bool unstamped = false;
	for (size_t i = 0; i < host->stamped.count; i++) {
		if (host->stamped.data[i] && unstamped)
			return true;
		unstamped |= !host->stamped.data[i];
	}
	return false;
}

/* The policy is that of the first party: puts the first host's stamp there. */
static bool host_comes_first(struct host *host)
{
	for (size_t i = 0; i < host->parties.count; i++) {
		struct party found = host->parties.data[i];
		if (found.stamp->role != ROLE_HOST)
			continue;
		size_t object = host->party_objects.data[i];
		memmove(host->parties.data + 1, host->parties.data, i * sizeof(found));
		memmove(host->party_objects.data + 1, host->party_objects.data,
			i * sizeof(object));
		host->parties.data[0] = found;
		host->party_objects.data[0] = object;
		return true;
	}
	return false;
}

static struct hm_error *host_init(struct host *host)
{
	TRY(list_startup(&host->objects));
	for (size_t i = 0; i < host->objects.count; i++)
		TRY(add_party(host, i));
	host->first_unstamped_matters = unstamped_before_stamped(host);
	if (host_comes_first(host))
		return host_index_init(&host->index, host->parties.data,
				       host->parties.count)
			       ? NULL
			       : error_nomem();
	return error_new(HM_ERR_HOST_NOT_STAMPED,
			 "this program (%s) has no host's stamp to compare plugins with; "
			 "compile it with -g and run: hallmark stamp --role host "
			 "--package NAME %s",
			 program_invocation_short_name, program_invocation_short_name);
}

static void host_destroy(struct host *host)
{
	if (!host)
		return;
	vector_for_each (party, &host->parties) {
		struct stamp *stamp = (struct stamp *)party->stamp;
		stamp_deinit(stamp);
		free(stamp);
	}
	host_index_deinit(&host->index);
	vector_deinit(&host->parties);
	vector_deinit(&host->party_objects);
	vector_deinit(&host->stamped);
	mapped_list_deinit(&host->objects);
	free(host);
}

static void scope_host(struct host **host)
{
	host_destroy(*host);
}

static struct host *stored_host(void)
{
	state_lock();
	struct host *host = loader_state.host;
	state_unlock();
	return host;
}

/* Two threads may both have read it; the first one stays. */
static const struct host *store_host(struct host **candidate)
{
	state_lock();
	if (!loader_state.host)
		loader_state.host = TAKE(*candidate);
	const struct host *host = loader_state.host;
	state_unlock();
	return host;
}

struct hm_error *host_get(const struct host **ret)
{
	*ret = stored_host();
	if (*ret)
		return NULL;
	SCOPED(scope_host) struct host *host = calloc(1, sizeof(*host));
	if (!host)
		return error_nomem();
	TRY(host_init(host));
	*ret = store_host(&host);
	return NULL;
}
