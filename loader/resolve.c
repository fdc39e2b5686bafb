// SPDX-License-Identifier: BSD-3-Clause
#include "loader/resolve.h"

#include "base/error.h"
#include "base/scope.h"

#include <dlfcn.h>
#include <string.h>

/*
 * Where a thread-local variable stands in the calling thread's block of its object. glibc
 * and others give the object's number, and __tls_get_addr() is part of the ABI.
 */
#if defined(__GLIBC__) && !defined(__s390__)
#define HAVE_TLS_POSITION 1

struct tls_position {
	unsigned long module, offset;
};

void *__tls_get_addr(struct tls_position *position);

/* What the ABI of the machine has the offset begin at: TLS_DTV_OFFSET of its libc. */
#if defined(__powerpc__) || defined(__mips__) || defined(__m68k__)
#define TLS_BIAS 0x8000
#elif defined(__riscv)
#define TLS_BIAS 0x800
#else
#define TLS_BIAS 0
#endif
#endif

static void *symbol_address(void *handle, const char *name, const char *version)
{
	return version ? dlvsym(handle, name, version) : dlsym(handle, name);
}

static struct hm_error *not_found(const struct module *module,
				  const struct stamp_symbol *symbol)
{
	return error_new(HM_ERR_SYMBOL,
			 "%s: the stamp says that it provides %s%s%s, but the dynamic "
			 "linker does not find it there",
			 module->linker_name, symbol->name, symbol->version ? "@" : "",
			 symbol->version ? symbol->version : "");
}

/* dlsym() would allocate the object's block for this thread, which may never need it. */
static struct hm_error *place_thread_local(struct module *module,
					   const struct stamp_symbol *symbol,
					   struct resolved *resolved)
{
#ifdef HAVE_TLS_POSITION
	const ElfW(Sym) *found =
		mapped_find_symbol(&module->mapped, symbol->name, symbol->version);
	if (!found || dlinfo(module->handle, RTLD_DI_TLS_MODID, &resolved->tls_module) ||
	    !resolved->tls_module)
		return not_found(module, symbol);
	resolved->tls_offset = found->st_value - TLS_BIAS;
	return NULL;
#else
	(void)resolved;
	return symbol_address(module->handle, symbol->name, symbol->version)
		       ? NULL
		       : not_found(module, symbol);
#endif
}

static struct hm_error *resolve_symbol(struct module *module,
				       const struct stamp_symbol *symbol,
				       struct resolved *ret)
{
	*ret = (struct resolved){
		.symbol =
			{
				.name = symbol->name,
				.version = symbol->version,
				.kind = (enum hm_symbol_kind)symbol->kind,
			},
	};
	if (symbol->kind == SYMBOL_TLS)
		return place_thread_local(module, symbol, ret);
	ret->symbol.address =
		symbol_address(module->handle, symbol->name, symbol->version);
	return ret->symbol.address ? NULL : not_found(module, symbol);
}

static uint64_t name_hash(const char *name)
{
	return hash_bytes(0, name, strlen(name));
}

/* What dlsym() would find: the symbol without version, or the default one. */
static bool answers_to_name(const struct stamp_symbol *symbol)
{
	return !symbol->version || symbol->flags & SYMBOL_DEFAULT;
}

struct hm_error *resolve_module(struct module *module)
{
	const stamp_symbols *provides = &module->stamp.provides;
	if (!vector_reserve(&module->symbols, provides->count))
		return error_nomem();
	for (size_t i = 0; i < provides->count; i++) {
		const struct stamp_symbol *symbol = &provides->data[i];
		TRY(resolve_symbol(module, symbol, &module->symbols.data[i]));
		module->symbols.count++;
		if (answers_to_name(symbol) &&
		    !index_add(&module->by_name, name_hash(symbol->name), (uint32_t)i))
			return error_nomem();
	}
	return NULL;
}

static bool match_name(const void *context, uint32_t value, const void *key)
{
	const struct module *module = context;
	return strcmp(module->symbols.data[value].symbol.name, key) == 0;
}

const struct resolved *module_find(const struct module *module, const char *name)
{
	uint32_t found =
		index_find(&module->by_name, name_hash(name), match_name, module, name);
	return found == INDEX_NONE ? NULL : &module->symbols.data[found];
}

struct hm_error *module_address(const struct module *module,
				const struct resolved *resolved, void **ret)
{
	if (resolved->symbol.kind != HM_SYMBOL_TLS) {
		*ret = resolved->symbol.address;
		return NULL;
	}
#ifdef HAVE_TLS_POSITION
	(void)module;
	*ret = __tls_get_addr(&(struct tls_position){
		.module = resolved->tls_module,
		.offset = resolved->tls_offset,
	});
	return NULL;
#else
	*ret = symbol_address(module->handle, resolved->symbol.name,
			      resolved->symbol.version);
	return *ret ? NULL
		    : error_new(HM_ERR_SYMBOL, "%s: not found in this thread",
				resolved->symbol.name);
#endif
}
