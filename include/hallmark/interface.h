/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HALLMARK_INTERFACE_H
#define HALLMARK_INTERFACE_H

/*
 * Marks for source code that crosses the boundary. This header needs nothing else, so a
 * plugin's SDK may carry a copy of it.
 */

/*
 * HM_INTERFACE(symbol) forces the type of a declared function or variable into the debug
 * information of every compile unit that includes it. It belongs into the public header,
 * behind the declaration:
 *
 *	int host_log(const struct config *config);
 *	HM_INTERFACE(host_log);
 *
 * Compilers record the type of an extern symbol only where they see a use that they care
 * about (GCC: any use; clang: calls of functions, from -O1 on). The mark makes that
 * certain: it emits no relocation and no data (a zero-length array), may be repeated, and
 * survives link-time optimisation and --gc-sections. In C++ it stands inside extern "C".
 *
 * In a host, a marked symbol that the host neither defines nor links against is one that
 * it looks up in plugins: see HM_LOOKUP() in hallmark/plugin.h.
 */
#ifdef __cplusplus
#define HM_INTERFACE(symbol)                                            \
	__extension__ static decltype(&symbol) hm_interface_##symbol[0] \
		__attribute__((used))
#else
#define HM_INTERFACE(symbol)                                              \
	__extension__ static __typeof__(&symbol) hm_interface_##symbol[0] \
		__attribute__((used))
#endif

#endif
