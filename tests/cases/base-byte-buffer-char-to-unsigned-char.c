// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: both-flags -fsigned-char
//: rule signedness
//: baseline exact
//: why  a pointer to bytes is a buffer, whichever char it is spelled with
#ifdef OLD
typedef char byte;
#else
typedef unsigned char byte;
#endif
int host_write(const byte *data, unsigned long size);
#ifdef PROVIDER
int host_write(const byte *data, unsigned long size) { return data[0] != size; }
#endif
#ifdef CONSUMER
int plugin_run(void) { byte b[4] = {0}; return host_write(b, sizeof b); }
#endif
