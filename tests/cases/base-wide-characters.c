// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: if __WCHAR_MAX__ == 0x7fffffff
//: why  wchar_t is int, char16_t is unsigned short, char32_t is unsigned int: typedefs of C, no types of their own
#include <stddef.h>
#include <uchar.h>
#ifdef OLD
int host_text(const wchar_t *w, const char16_t *h, char32_t c);
#else
int host_text(const int *w, const unsigned short *h, unsigned int c);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_text(const wchar_t *w, const char16_t *h, char32_t c) { return w[0] + h[0] + (int)c; }
#else
int host_text(const int *w, const unsigned short *h, unsigned int c) { return w[0] + h[0] + (int)c; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_text(L"a", u"b", U'c'); }
#endif
