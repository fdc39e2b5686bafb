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
 * In a host, a marked symbol that the host neither defines nor refers to is one that it
 * may look up in plugins: see HM_LOOKUP() in hallmark/plugin.h.
 */
#ifdef __cplusplus
/* C++ lets a typedef be repeated, an array not: the arrays are numbered. */
#define HM_INTERFACE(symbol) \
	HM_INTERFACE_COUNTED(symbol, hm_interface_##symbol, _##symbol, __COUNTER__)
#define HM_INTERFACE_COUNTED(symbol, type, name, number) \
	HM_INTERFACE_NUMBERED(symbol, type, name, number)
#define HM_INTERFACE_NUMBERED(symbol, type, name, number) \
	typedef decltype(&symbol) type;                   \
	__extension__ static type hm_interface_##number##name[0] __attribute__((used))
#else
#define HM_INTERFACE(symbol)                                              \
	__extension__ static __typeof__(&symbol) hm_interface_##symbol[0] \
		__attribute__((used))
#endif

/*
 * HM_PLUGIN(package, version, init, fini) says in a plugin's source what `hallmark stamp`
 * takes as options otherwise; an option that is given wins:
 *
 *	HM_PLUGIN("example.org/editor/spell", "1.2", spell_init, NULL);
 *
 * `package` and `version` are string literals, "" for no version. `init` and `fini` are
 * names of functions with C linkage that the plugin exports, NULL for none. It stands
 * once, outside functions, in any source of the plugin.
 *
 * It makes a note that is not loaded and refers to nothing, so that it neither costs
 * anything at run time nor keeps anything in the link. Objects of gcc -flto without
 * -ffat-lto-objects have it only once they are linked.
 */
#define HM_PLUGIN(package, version, init, fini) \
	HM_PLUGIN_NOTE(package, version, init, fini)

/* The arguments have been expanded. Strings are put together by the assembler. */
#define HM_PLUGIN_NOTE(package, version, init, fini)                   \
	HM_PLUGIN_ASSERT(sizeof("" package) > 1 && sizeof("" version), \
			 "HM_PLUGIN: the package has no name");        \
	__asm__(".pushsection .note.hallmark.plugin,\"\",%note\n"      \
		"\t.balign 4\n"                                        \
		"\t.4byte 9, 771f - 770f, 0x4850\n"                    \
		"\t.asciz \"Hallmark\"\n"                              \
		"\t.balign 4\n"                                        \
		"770:\n"                                               \
		"\t.ascii " #package "\n\t.byte 0\n"                   \
		"\t.ascii " #version "\n\t.byte 0\n"                   \
		"\t.asciz \"" #init "\"\n"                             \
		"\t.asciz \"" #fini "\"\n"                             \
		"771:\n"                                               \
		"\t.balign 4\n"                                        \
		"\t.popsection")

#ifdef __cplusplus
#define HM_PLUGIN_ASSERT(condition, text) static_assert(condition, text)
#else
#define HM_PLUGIN_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#endif

#endif
