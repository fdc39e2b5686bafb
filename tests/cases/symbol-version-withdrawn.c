// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-version
//: consumer-links old
//: ld-flags -Wl,--version-script=symbol-two-nodes.map
//: why  the plugin is bound to host_open@V1; the new host has the same function, of the same type, in V2 only
struct door { int open; };
#ifdef PROVIDER
int host_version(void);
int host_version(void) { return 1; }
int host_open_it(struct door *d);
int host_open_it(struct door *d) { return d->open; }
#ifdef OLD
__asm__(".symver host_open_it,host_open@@V1");
#else
__asm__(".symver host_open_it,host_open@@V2");
#endif
#endif
#ifdef CONSUMER
int host_open(struct door *d);
int plugin_run(struct door *d) { return host_open(d); }
#endif
