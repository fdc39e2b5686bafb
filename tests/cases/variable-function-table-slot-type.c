// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: consumer-cc gcc
//: why  an exported table of functions, one of which takes one argument more
struct api {
    int version;
#ifdef OLD
    int (*read)(int fd);
#else
    int (*read)(int fd, long limit);
#endif
};
extern const struct api *const host_api;
#ifdef PROVIDER
static const struct api table = { 1, 0 };
const struct api *const host_api = &table;
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_api->read(0); }
#endif
