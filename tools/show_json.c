// SPDX-License-Identifier: BSD-3-Clause
#include "tools/show_json.h"

#include "base/scope.h"
#include "tools/json.h"
#include "tools/symbol_words.h"
#include "tools/type_json.h"
#include "verify/typename.h"

static json_t *declaration_json(const struct graph *graph,
				const struct stamp_symbol *symbol)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	typename_declare(&text, graph, symbol->type, symbol->name);
	return text.failed ? NULL : json_text_sized((char *)text.data, text.size);
}

static bool put_type(json_t *object, const struct graph *graph,
		     const struct stamp_symbol *symbol)
{
	if (symbol->type.id == TYPE_NONE)
		return json_put(object, "type", json_null());
	return json_put(object, "declaration", declaration_json(graph, symbol)) &&
	       json_put(object, "type", type_ref_json(graph, symbol->type)) &&
	       json_put_digest(object, "digest", &symbol->digest);
}

static json_t *flags_json(unsigned flags)
{
	SCOPED_JSON json_t *array = json_array();
	for (unsigned bit = 0; bit < 8; bit++) {
		const char *word = flags & 1u << bit ? symbol_flag_word(1u << bit) : NULL;
		if (word && !json_append(array, json_string(word)))
			return NULL;
	}
	return TAKE(array);
}

static json_t *symbol_json(const struct graph *graph, const struct stamp_symbol *symbol)
{
	SCOPED_JSON json_t *object = json_object();
	if (json_put_text(object, "name", symbol->name) &&
	    json_put_known(object, "version", symbol->version) &&
	    json_put_known(object, "version_file", symbol->file) &&
	    json_put_text(object, "kind", symbol_kind_word(symbol->kind)) &&
	    json_put(object, "flags", flags_json(symbol->flags)) &&
	    put_type(object, graph, symbol))
		return TAKE(object);
	return NULL;
}

static json_t *symbols_json(const struct graph *graph, const stamp_symbols *symbols)
{
	SCOPED_JSON json_t *array = json_array();
	vector_for_each (symbol, symbols) {
		if (!json_append(array, symbol_json(graph, symbol)))
			return NULL;
	}
	return TAKE(array);
}

static json_t *compilers_json(const struct toolchain *toolchain)
{
	SCOPED_JSON json_t *array = json_array();
	vector_for_each (compiler, &toolchain->compilers) {
		json_t *object = json_object();
		bool done =
			json_put_known(object, "family", compiler->family) &&
			json_put_known(object, "version", compiler->version) &&
			json_put_known(object, "language", compiler->language) &&
			json_put_known(object, "optimisation", compiler->optimisation);
		if (!json_append(array, object) || !done)
			return NULL;
	}
	return TAKE(array);
}

static json_t *options_json(const struct toolchain *toolchain)
{
	SCOPED_JSON json_t *object = json_object();
	vector_for_each (option, &toolchain->options) {
		SCOPED_JSON json_t *name = json_text(option->name);
		if (!name ||
		    !json_put_text(object, json_string_value(name), option->value))
			return NULL;
	}
	return TAKE(object);
}

static json_t *toolchain_json(const struct stamp *stamp)
{
	const struct toolchain *toolchain = &stamp->toolchain;
	SCOPED_JSON json_t *object = json_object();
	if (json_put(object, "compilers", compilers_json(toolchain)) &&
	    json_put(object, "options", options_json(toolchain)) &&
	    json_put_number(object, "elf_class", toolchain->elf_class) &&
	    json_put_number(object, "data_encoding", toolchain->data) &&
	    json_put_number(object, "machine", toolchain->machine) &&
	    json_put_number(object, "os_abi", toolchain->os_abi) &&
	    json_put_number(object, "e_flags", toolchain->e_flags) &&
	    json_put_number(object, "isa_needed", toolchain->isa_needed) &&
	    json_put_number(object, "features", toolchain->features) &&
	    json_put_number(object, "arm_vfp_args", toolchain->arm_vfp_args) &&
	    json_put_digest(object, "exact_digest", &stamp->toolchain_digest) &&
	    json_put_digest(object, "abi_digest", &stamp->abi_digest))
		return TAKE(object);
	return NULL;
}

static json_t *policy_json(const struct policy *policy)
{
	SCOPED_JSON json_t *object = json_object();
	bool abi = policy->toolchain == TOOLCHAIN_ABI;
	json_t *accept = json_array();
	bool done = true;
	vector_for_each (pattern, &policy->accept)
		done = done && json_append(accept, json_text(*pattern));
	if (json_put(object, "accept", accept) && done &&
	    json_put_text(object, "toolchain", abi ? "abi" : "exact") &&
	    json_put_bool(object, "deny_untyped", policy->deny_untyped) &&
	    json_put_bool(object, "deny_warnings", policy->deny_warnings))
		return TAKE(object);
	return NULL;
}

static json_t *tags_json(const struct stamp *stamp)
{
	SCOPED_JSON json_t *array = json_array();
	vector_for_each (tag, &stamp->tags) {
		json_t *object = json_object();
		bool done = json_put_text(object, "kind", type_kind_name(tag->kind)) &&
			    json_put_text(object, "tag", tag->tag) &&
			    json_put_number(object, "type", tag->type) &&
			    json_put_digest(object, "digest", &tag->digest);
		if (!json_append(array, object) || !done)
			return NULL;
	}
	return TAKE(array);
}

json_t *show_json(const struct subject *subject, const char *form)
{
	const struct stamp *stamp = &subject->stamp;
	const struct graph *graph = &stamp->graph;
	SCOPED_JSON json_t *object = json_object();
	if (json_put_text(object, "file", subject->path) &&
	    json_put_text(object, "form", form) &&
	    json_put_text(object, "role", stamp_role_name(stamp->role)) &&
	    json_put_text(object, "package", stamp->package) &&
	    json_put_known(object, "package_version", stamp->package_version) &&
	    json_put_known(object, "init", stamp->init) &&
	    json_put_known(object, "fini", stamp->fini) &&
	    json_put(object, "policy", policy_json(&stamp->policy)) &&
	    json_put(object, "toolchain", toolchain_json(stamp)) &&
	    json_put(object, "provides", symbols_json(graph, &stamp->provides)) &&
	    json_put(object, "requires", symbols_json(graph, &stamp->requires)) &&
	    json_put(object, "expects", symbols_json(graph, &stamp->expects)) &&
	    json_put(object, "tags", tags_json(stamp)) &&
	    json_put(object, "types", types_json(graph)))
		return TAKE(object);
	return NULL;
}
