// SPDX-License-Identifier: BSD-3-Clause
#include "notes/runtime.h"

#include "base/text.h"

#include <stddef.h>
#include <string.h>

struct runtime_library {
	const char *name;
	/* `name` is how the SONAME begins, not all of it. */
	bool prefix;
	bool versioned;
};

/* Asked for every symbol of a file, so the most likely one comes first. */
static const struct runtime_library libraries[] = {
	/* The GNU C library and its dynamic linkers. */
	{ "libc.so.6", false, true },
	{ "libc.so.6.1", false, true },
	{ "libm.so.6", false, true },
	{ "libm.so.6.1", false, true },
	{ "libmvec.so.1", false, true },
	{ "libpthread.so.0", false, true },
	{ "libdl.so.2", true, true },
	{ "librt.so.1", false, true },
	{ "libutil.so.1", false, true },
	{ "libanl.so.1", false, true },
	{ "libnsl.so.1", false, true },
	{ "libresolv.so.2", false, true },
	{ "libthread_db.so.1", false, true },
	{ "libBrokenLocale.so.1", false, true },
	{ "libc_malloc_debug.so.0", false, true },
	{ "ld-linux", true, true },
	{ "ld.so.1", false, true },
	{ "ld64.so.", true, true },
	/* musl, and systems whose C library has no number or another one. */
	{ "libc.so", false, false },
	{ "libc.so.", true, false },
	{ "libc.musl-", true, false },
	{ "ld-musl-", true, false },
	{ "libm.so", false, false },
	{ "libdl.so", false, false },
	{ "libthr.so.3", false, false },
	/* Run-time libraries of GCC and LLVM. */
	{ "libgcc_s.so.", true, true },
	{ "libstdc++.so.", true, true },
	{ "libatomic.so.", true, true },
	{ "libgomp.so.", true, true },
	{ "libitm.so.", true, true },
	{ "libquadmath.so.", true, true },
	{ "libgfortran.so.", true, true },
	{ "libssp.so.", true, true },
	{ "libc++.so.", true, false },
	{ "libc++abi.so.", true, false },
	{ "libunwind.so.", true, false },
	{ "libomp.so", true, false },
	{ "libasan.so.", true, false },
	{ "libhwasan.so.", true, false },
	{ "liblsan.so.", true, false },
	{ "libtsan.so.", true, false },
	{ "libubsan.so.", true, false },
	{ "libclang_rt.", true, false },
	/* Ours: its interface keeps by versions what it promises. */
	{ "libhallmark.so.", true, true },
};

static bool library_matches(const struct runtime_library *library, const char *soname)
{
	if (library->prefix)
		return strncmp(library->name, soname, strlen(library->name)) == 0;
	return strcmp(library->name, soname) == 0;
}

static const struct runtime_library *library_find(const char *soname)
{
	if (!soname || soname[0] != 'l')
		return NULL;
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		if (library_matches(&libraries[i], soname))
			return &libraries[i];
	return NULL;
}

bool runtime_is_library(const char *soname)
{
	return library_find(soname) != NULL;
}

bool runtime_is_versioned_library(const char *soname)
{
	const struct runtime_library *library = library_find(soname);
	return library && library->versioned;
}

/*
 * Names that linkers and start-up files define or ask for, and that compilers emit calls
 * of. All but "data_start" are reserved for the implementation; "end", "edata" and
 * "etext" are not here, since a program may well mean something of its own by them.
 */
static const char *const startup_symbols[] = {
	"_DYNAMIC",
	"_GLOBAL_OFFSET_TABLE_",
	"_IO_stdin_used",
	"_ITM_deregisterTMCloneTable",
	"_ITM_registerTMCloneTable",
	"_Jv_RegisterClasses",
	"_PROCEDURE_LINKAGE_TABLE_",
	"_TLS_MODULE_BASE_",
	"__BSS_END__",
	"__DATA_BEGIN__",
	"__SDATA_BEGIN__",
	"__TMC_END__",
	"__aeabi_unwind_cpp_pr0",
	"__aeabi_unwind_cpp_pr1",
	"__aeabi_unwind_cpp_pr2",
	"__bss_end__",
	"__bss_start",
	"__bss_start__",
	"__cxa_finalize",
	"__data_start",
	"__deregister_frame_info",
	"__dso_handle",
	"__end__",
	"__exidx_end",
	"__exidx_start",
	"__fini_array_end",
	"__fini_array_start",
	"__global_pointer$",
	"__gmon_start__",
	"__gnu_local_gp",
	"__init_array_end",
	"__init_array_start",
	"__libc_csu_fini",
	"__libc_csu_init",
	"__preinit_array_end",
	"__preinit_array_start",
	"__register_frame_info",
	"__rel_iplt_end",
	"__rel_iplt_start",
	"__rela_iplt_end",
	"__rela_iplt_start",
	"__stack_chk_fail",
	"__stack_chk_fail_local",
	"__stack_chk_guard",
	"__tls_get_addr",
	"___tls_get_addr",
	"_bss_end__",
	"_edata",
	"_end",
	"_etext",
	"_fbss",
	"_fdata",
	"_fini",
	"_fp_hw",
	"_ftext",
	"_gp",
	"_gp_disp",
	"_init",
	"_start",
	"data_start",
};

bool runtime_is_startup_symbol(const char *name)
{
	/* Asked for every symbol of a file: one character settles nearly all of them. */
	if (name[0] != '_')
		return strcmp(name, "data_start") == 0;
	for (size_t i = 0; i < sizeof(startup_symbols) / sizeof(startup_symbols[0]); i++)
		if (strcmp(startup_symbols[i], name) == 0)
			return true;
	return false;
}

/* Itanium C++ ABI, 5.1.4: <special-name>, as the letters behind "_Z". */
static const char *const special_names[] = {
	"TV", "TT", "TI", "TS", /* virtual table, VTT, typeinfo, its name */
	"TC",			/* construction virtual table */
	"Th", "Tv", "Tc",	/* thunks */
	"TW", "TH",		/* thread-local wrapper and initialiser */
	"TA",			/* template parameter object */
	"GV", "GR",		/* guard variable, lifetime-extended temporary */
};

/* Calls that compilers put into functions: profiling, sanitizers, decimal arithmetic. */
static const char *const inserted_calls[] = {
	"__fentry__",
	"__x86_indirect_thunk_",
	"__x86_return_thunk",
	"__sanitizer_cov_",
	"__asan_",
	"__hwasan_",
	"__tsan_",
	"__ubsan_handle_",
	"__gcov_",
	"__cyg_profile_func_",
	"__llvm_profile_",
	"__bid",
	"__dpd_",
};

static bool is_inserted_call(const char *name)
{
	for (size_t i = 0; i < sizeof(inserted_calls) / sizeof(inserted_calls[0]); i++)
		if (text_begins(name, inserted_calls[i]))
			return true;
	return false;
}

bool runtime_is_compiler_made(const char *name)
{
	if (name[0] != '_')
		return false;
	if (name[1] != 'Z')
		return is_inserted_call(name);
	for (size_t i = 0; i < sizeof(special_names) / sizeof(special_names[0]); i++)
		if (text_begins(name + 2, special_names[i]))
			return true;
	return false;
}
