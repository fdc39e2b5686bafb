// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the struct has neither tag nor typedef, only its pointer type has a name
typedef struct {
#ifdef NEW
    int flags;
#endif
    int fd;
} *file_ref;
int host_use(file_ref f);
#ifdef PROVIDER
int host_use(file_ref f) { return f->fd; }
#endif
#ifdef CONSUMER
int plugin_run(file_ref f) { return host_use(f); }
#endif
