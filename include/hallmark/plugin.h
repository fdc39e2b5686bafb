/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HALLMARK_PLUGIN_H
#define HALLMARK_PLUGIN_H

/*
 * Loading plugins that fit.
 *
 * hm_open() reads a plugin's stamp, compares it with the stamps of the running host, and
 * only then loads it: of a plugin that is refused no code runs, no constructor and no
 * IFUNC resolver either, and nothing stays mapped.
 *
 * Threads: every function here may be called from any thread at any time, also from a
 * plugin's constructor, init function or destructor. No lock is held while code of a
 * plugin runs. The functions are no cancellation points and must not be called from a
 * signal handler. They leave errno as it was.
 *
 * fork: in the child plugins that are open stay open. What other threads were opening is
 * forgotten; opened again there, its init starts from the beginning. A thread that was in
 * dlopen() leaves the C library's own lock taken in the child, where every dlopen() then
 * waits for ever, and with it hm_open() and hm_close(); lookups need no lock. So fork a
 * child that is to open plugins while no other thread is opening or closing any, or let
 * it exec, which cures all of that.
 *
 * What a stamp cannot do: it shows that a plugin fits, not where it comes from. Open only
 * files that you would run.
 */

#include "hallmark/error.h"
#include "hallmark/interface.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An open plugin. One per file, however often and by whatever name it is opened. */
struct hm_plugin;

enum hm_open_flag {
	/* Bind functions when they are first called: RTLD_LAZY. Default: RTLD_NOW. */
	HM_OPEN_LAZY = 1 << 0,
	/*
	 * Offer the plugin's symbols to what is loaded later: RTLD_GLOBAL. Plugins that
	 * are opened later are checked against it too. Default: RTLD_LOCAL.
	 */
	HM_OPEN_GLOBAL = 1 << 1,
	/*
	 * Load a private, sealed copy of the file (a memfd), so that nobody can change it
	 * between the check and the load, or while it runs. Needs /proc. Not possible for
	 * plugins that find libraries by $ORIGIN.
	 */
	HM_OPEN_SEALED = 1 << 2,
	/*
	 * hm_close() may unload the plugin. A plugin that was opened once without this
	 * flag stays for ever.
	 */
	HM_OPEN_CLOSABLE = 1 << 3,
	/* Tighten the host's policy for this call; nothing loosens it. */
	HM_OPEN_TOOLCHAIN_EXACT = 1 << 4,
	HM_OPEN_DENY_UNTYPED = 1 << 5,
	HM_OPEN_DENY_WARNINGS = 1 << 6,
};

/*
 * How to open. Zero means the default everywhere, so start from HM_OPEN_OPTIONS. `size`
 * tells versions of this header apart: a smaller struct is taken as if zeros followed, a
 * larger one is refused unless the part not known here is zero.
 */
struct hm_open_options {
	size_t size;	/* sizeof(struct hm_open_options) */
	unsigned flags; /* enum hm_open_flag */
	/*
	 * Names of symbols that a plugin of this kind must provide, beyond those that the
	 * host's stamp requires of all. Their types are compared where the host's stamp
	 * expects them. May be NULL if the count is 0.
	 */
	const char *const *entry_points;
	size_t entry_point_count;
	/* Patterns as of fnmatch(3): the package must match one. None: every package. */
	const char *const *accept;
	size_t accept_count;
};

/*
 *	struct hm_open_options options = HM_OPEN_OPTIONS(.flags = HM_OPEN_LAZY);
 */
#define HM_OPEN_OPTIONS(...)                                        \
	{                                                           \
		.size = sizeof(struct hm_open_options), __VA_ARGS__ \
	}

/*
 * Opens the plugin at `path`, which is a file name as of open(2): there is no search.
 * `options` may be NULL. The strings are not kept.
 *
 * In this order: a file that is open already gives the same handle; the file is read and
 * its stamp found; the stamp is compared with those of the running program, of its
 * libraries and of plugins opened with HM_OPEN_GLOBAL; dlopen; what was loaded is
 * confirmed to be what was compared; every provided symbol is resolved; the init function
 * runs, once. If any of this fails, nothing is kept and a later call tries again.
 *
 * Threads that open the same file at the same time wait for one result. A thread that is
 * inside dlopen (in a constructor) never waits, since the C library's own lock is held.
 *
 * `ret`: the handle, owned by the library; valid for ever, or until the hm_close() that
 * matches the last hm_open(), if every one had HM_OPEN_CLOSABLE. Not written on failure.
 *
 * HM_ERR_ARGUMENT: NULL or empty path, unknown flag, option struct of a newer version.
 * HM_ERR_IO: the file cannot be read.
 * HM_ERR_FORMAT: it is no shared object, or is stamped as a host.
 * HM_ERR_NO_STAMP, HM_ERR_STAMP, HM_ERR_STAMP_VERSION: it has no stamp that can be used.
 * HM_ERR_HOST_NOT_STAMPED: neither the program nor a library of it has a host's stamp.
 * HM_ERR_INCOMPATIBLE: it does not fit; hm_error_finding() has the reasons.
 * HM_ERR_TYPE: its init or fini function is neither int(void) nor void(void).
 * HM_ERR_SYMBOL: the stamp names a symbol that the file does not define.
 * HM_ERR_PACKAGE_LOADED: its package is loaded from another file, or from this one as it
 *   was before it was replaced.
 * HM_ERR_DLOPEN: the dynamic linker refused it, a library is missing for example.
 * HM_ERR_CHANGED: the file was replaced while it was opened; code of the new file may
 *   have run. HM_OPEN_SEALED prevents that.
 * HM_ERR_INIT: its init function returned the number that the message tells.
 * HM_ERR_BUSY: called from a constructor, and another thread is in the plugin's init.
 * HM_ERR_CYCLE: called from the plugin's own constructor or init, or from that of one
 *   which it waits for.
 * HM_ERR_UNSUPPORTED: this build, or this system, cannot do what was asked.
 * HM_ERR_NOMEM.
 */
HM_API struct hm_error *hm_open(const char *path, const struct hm_open_options *options,
				struct hm_plugin **ret);

/*
 * Gives back one reference of a plugin opened with HM_OPEN_CLOSABLE. With the last one
 * the plugin's fini function runs and the object is unloaded, unless another plugin
 * depends on it: then that happens when the last of those is closed.
 *
 * HM_ERR_ARGUMENT: NULL; or the plugin stays for ever, since a caller opened it without
 *   HM_OPEN_CLOSABLE: the reference is kept.
 * HM_ERR_DLOPEN: the C library keeps the object in memory (it has unique symbols, was
 *   linked with -z nodelete, or is used by others). The handle is closed all the same.
 * HM_ERR_UNSUPPORTED.
 */
HM_API struct hm_error *hm_close(struct hm_plugin *plugin);

/*
 * The address of a symbol that the plugin provides. No lock, one probe of a hash table.
 * For a thread-local variable: its address in the calling thread. Of several versions of
 * a symbol, the default one. The type is not checked: see HM_LOOKUP().
 *
 * HM_ERR_ARGUMENT: NULL. HM_ERR_SYMBOL: the plugin's stamp provides no such symbol.
 * HM_ERR_NOMEM.
 */
HM_API struct hm_error *hm_lookup(const struct hm_plugin *plugin, const char *symbol,
				  void **ret);

/*
 * The same with the type checked twice: by the compiler, `ret` being a pointer to a
 * pointer to the symbol's declared type; and by the stamps, when the plugin was opened:
 * what the host was compiled for against what the plugin has. Needs HM_INTERFACE(symbol);
 * without it, it does not compile.
 *
 *	int (*check)(const char *word);
 *	struct hm_error *error = HM_LOOKUP(plugin, spell_check, &check);
 *
 * As hm_lookup(), and HM_ERR_TYPE: the host's stamp does not know the symbol, so that
 * nothing was compared; stamp the host again after adding the marker.
 */
#ifdef __cplusplus
#define HM_LOOKUP(plugin, symbol, ret)        \
	hm_lookup_expected((plugin), #symbol, \
			   true ? (ret) : (hm_interface_##symbol *)nullptr)
#else
#define HM_LOOKUP(plugin, symbol, ret)        \
	hm_lookup_expected((plugin), #symbol, \
			   (ret) + 0 * HM_SAME_TYPE(*(ret), hm_interface_##symbol[0]))
/* Compiles only if the types are the same. */
#define HM_SAME_TYPE(left, right)                                                  \
	sizeof(struct {                                                            \
		_Static_assert(__builtin_types_compatible_p(__typeof__(left),      \
							    __typeof__(right)),    \
			       "the variable is no pointer to the symbol's type"); \
		int unused;                                                        \
	})
#endif

/* What HM_LOOKUP() calls; `ret` points to a pointer. */
HM_API struct hm_error *hm_lookup_expected(const struct hm_plugin *plugin,
					   const char *symbol, void *ret);

/* The full package name, "example.org/editor/spell". Strings live as the handle. */
HM_API const char *hm_plugin_package(const struct hm_plugin *plugin);

/* The package's version as its author gave it; NULL if none. */
HM_API const char *hm_plugin_version(const struct hm_plugin *plugin);

/* The file that it was loaded from: absolute, without symbolic links. */
HM_API const char *hm_plugin_path(const struct hm_plugin *plugin);

/* The compilers that built it, "GCC 12.2.0"; "unknown" if the stamp does not tell. */
HM_API const char *hm_plugin_toolchain(const struct hm_plugin *plugin);

enum hm_symbol_kind {
	HM_SYMBOL_UNKNOWN,
	HM_SYMBOL_FUNCTION,
	HM_SYMBOL_OBJECT,
	HM_SYMBOL_TLS,
};

/* A symbol that a plugin provides. New members will be added at the end only. */
struct hm_symbol {
	const char *name;
	const char *version; /* NULL if none */
	enum hm_symbol_kind kind;
	/* Thread-local: NULL, since it differs by thread; hm_lookup() tells. */
	void *address;
};

/* How many symbols the plugin provides. */
HM_API size_t hm_plugin_symbol_count(const struct hm_plugin *plugin);

/* Number `index`, from 0, sorted by name; NULL behind the last. Lives as the handle. */
HM_API const struct hm_symbol *hm_plugin_symbol(const struct hm_plugin *plugin,
						size_t index);

/*
 * Writes the declaration of a symbol, "int spell_check(const char *)", as snprintf(3)
 * does: at most `size` bytes with the NUL, cut short if need be. Returns its full length
 * without the NUL; 0 if the type is not known. May read the plugin's file: if that has
 * been replaced or removed meanwhile, types are not known.
 */
HM_API size_t hm_plugin_symbol_type(const struct hm_plugin *plugin, size_t index,
				    char *buffer, size_t size);

/*
 * Calls `visit` for every open plugin, in the order in which they were opened, until it
 * returns another value than 0, and returns that. No lock is held; the plugin at hand is
 * not unloaded meanwhile.
 */
HM_API int hm_plugins(int (*visit)(const struct hm_plugin *plugin, void *context),
		      void *context);

/*
 * What hm_open() made of a file: for the operator's log. New members will be added at the
 * end only. All of it is valid during the call only.
 */
struct hm_event {
	/* As the caller of hm_open() spelled it. */
	const char *path;
	/* NULL if unknown. */
	const char *package;
	/* "exact", "compatible", "incompatible"; "unknown" if it did not come to that. */
	const char *verdict;
	/* Findings of all severities. */
	const struct hm_finding *findings;
	size_t finding_count;
	/* Symbols that nobody could place: no file at hand tells who defines them. */
	const char *const *undecided;
	size_t undecided_count;
	/* NULL if the plugin was opened. */
	const struct hm_error *error;
};

/*
 * Sets what is called after every hm_open() that did more than return a handle that was
 * there; NULL: nothing. One for the process, replaced by the next call. It is called by
 * the opening thread, without a lock, so by several threads at once.
 *
 * Without any code, the environment variable HALLMARK_REPORT writes the same as lines of
 * JSON: to the file that it names, or to standard error if it is "-". It is ignored in
 * programs that run with raised privileges.
 */
typedef void hm_observer_fn(const struct hm_event *event, void *context);
HM_API void hm_set_observer(hm_observer_fn *observer, void *context);

#ifdef __cplusplus
}
#endif

#endif
