// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: baseline exact
//: direction expects
//: expect plugin_info=const struct plugin_info
//: why  the host says that it only reads the descriptor, which the plugin may keep read-only or not
struct plugin_info { const char *name; int version; };
#ifdef PROVIDER
#ifdef OLD
const struct plugin_info plugin_info = { "spell", 2 };
#else
struct plugin_info plugin_info = { "spell", 2 };
#endif
#endif
#ifdef CONSUMER
int host_main(const struct plugin_info *info) { return info->version; }
#endif
