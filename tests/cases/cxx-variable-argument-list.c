// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  GCC writes the tag of a va_list another way in C++
#include <stdarg.h>
#ifdef __cplusplus
extern "C"
#endif
int host_vlog(const char *format, va_list list);
#ifdef PROVIDER
int host_vlog(const char *format, va_list list) { return *format + va_arg(list, int); }
#endif
#ifdef CONSUMER
int plugin_run(const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int result = host_vlog(format, list);
	va_end(list);
	return result;
}
#endif
