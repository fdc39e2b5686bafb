// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enumerator-value
//: why  the count at the end has another value: tables that the consumer sized with it are short
enum field { FIELD_NAME, FIELD_SIZE,
#ifdef NEW
    FIELD_OWNER,
#endif
    FIELD_COUNT };
void host_fill(enum field first, int *out);
#ifdef PROVIDER
void host_fill(enum field first, int *out) { for (int i = first; i < FIELD_COUNT; i++) out[i] = i; }
#endif
#ifdef CONSUMER
int plugin_run(void) { int v[FIELD_COUNT] = {0}; host_fill(FIELD_NAME, v); return v[FIELD_SIZE]; }
#endif
