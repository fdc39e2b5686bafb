// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-removed
//: why  the provider allocates a struct without mtime; the consumer reads past its end
struct entry {
    const char *name;
    long bytes;
#ifdef OLD
    long mtime;
#endif
};
struct entry *host_stat(const char *name);
#ifdef PROVIDER
static struct entry only;
struct entry *host_stat(const char *name) { only.name = name; return &only; }
#endif
#ifdef CONSUMER
long plugin_age(const char *n) { return host_stat(n)->bytes; }
#endif
