// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: both-flags -fsigned-char
//: provider-flags -funsigned-char
//: rule signedness
//: why  same source, but plain char in the struct is unsigned in the provider
struct reading { char celsius; char valid; };
int host_log_reading(const struct reading *r);
#ifdef PROVIDER
int host_log_reading(const struct reading *r) { return r->celsius < 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { struct reading r = { -4, 1 }; return host_log_reading(&r); }
#endif
