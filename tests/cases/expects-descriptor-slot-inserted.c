// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: direction expects
//: expect plugin_info=plugin_info_t
//: why  the plugin's exported descriptor has a slot more before init than the host expects
typedef struct plugin_info {
    int version;
    const char *name;
#ifdef NEW
    const char *author;
#endif
    int (*init)(void *host);
} plugin_info_t;
#ifdef PROVIDER
static int start(void *host) { return !host; }
plugin_info_t plugin_info = { .version = 1, .name = "spell", .init = start };
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *), void *self) {
    plugin_info_t *info = lookup("plugin_info");
    return info->init(self);
}
#endif
