// SPDX-License-Identifier: BSD-3-Clause
#include "loader/whole.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/state.h"
#include "notes/image.h"

/* From the path: a sealed copy has been read in full. */
static struct hm_error *read_stamp(const struct hm_plugin *plugin, struct stamp *stamp)
{
	struct image image;
	TRY(image_open(plugin->path, &image));
	struct hm_error *error = image_stamp(&image, stamp);
	image_deinit(&image);
	if (error || stamp->checksum == plugin->module.stamp.checksum)
		return error;
	stamp_deinit(stamp);
	return error_new(
		HM_ERR_CHANGED,
		"%s: the file has been replaced since it was loaded, and with it "
		"went the rest of its stamp",
		plugin->path);
}

static struct stamp *stored(struct hm_plugin *plugin)
{
	state_lock();
	struct stamp *whole = plugin->whole;
	state_unlock();
	return whole;
}

/* Two threads may both have read it; the first one stays. */
static const struct stamp *store(struct hm_plugin *plugin, struct stamp **candidate)
{
	state_lock();
	if (!plugin->whole)
		plugin->whole = TAKE(*candidate);
	const struct stamp *whole = plugin->whole;
	state_unlock();
	return whole;
}

struct hm_error *plugin_whole_stamp(struct hm_plugin *plugin, const struct stamp **ret)
{
	*ret = plugin->module.stamp_is_partial ? stored(plugin) : &plugin->module.stamp;
	if (*ret)
		return NULL;
	struct stamp *stamp = calloc(1, sizeof(*stamp));
	struct hm_error *error = stamp ? read_stamp(plugin, stamp) : error_nomem();
	if (error) {
		free(stamp);
		return error;
	}
	*ret = store(plugin, &stamp);
	if (stamp)
		stamp_deinit(stamp);
	free(stamp);
	return NULL;
}
