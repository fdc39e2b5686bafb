// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: provider-flags -fshort-enums
//: why  the provider's enum is one byte, so it clears one byte of the consumer's four
enum level { LOW, MID, HIGH };
void host_level(enum level *l);
#ifdef PROVIDER
void host_level(enum level *l) { *l = LOW; }
#endif
#ifdef CONSUMER
int plugin_run(void) { enum level l = HIGH; host_level(&l); return l; }
#endif
