// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule object-became-const
//: direction expects
//: expect plugin_info=plugin_info_t
//: why  the host writes its handle into the descriptor, which the plugin now keeps read-only
typedef struct plugin_info { void *handle; int version; } plugin_info_t;
#ifdef OLD
#define RO
#else
#define RO const
#endif
#ifdef PROVIDER
RO plugin_info_t plugin_info = { 0, 2 };
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *), void *self) {
    plugin_info_t *info = lookup("plugin_info");
    info->handle = self;
    return info->version;
}
#endif
