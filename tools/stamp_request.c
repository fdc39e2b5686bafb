// SPDX-License-Identifier: BSD-3-Clause
#include "tools/stamp_request.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

enum {
	OPTION_PACKAGE = OPTION_LONG,
	OPTION_PACKAGE_VERSION,
	OPTION_ROLE,
	OPTION_INIT,
	OPTION_FINI,
	OPTION_EXPORT,
	OPTION_EXPECT,
	OPTION_EXPECT_OPTIONAL,
	OPTION_REQUIRE_TYPES,
	OPTION_TOOLCHAIN,
	OPTION_ACCEPT,
	OPTION_DENY,
	OPTION_DEBUG_DIR,
	OPTION_FORCE,
	OPTION_OBJECT,
	OPTION_AGAINST,
};

const struct option stamp_long_options[] = {
	{ "package", required_argument, NULL, OPTION_PACKAGE },
	{ "package-version", required_argument, NULL, OPTION_PACKAGE_VERSION },
	{ "role", required_argument, NULL, OPTION_ROLE },
	{ "init", required_argument, NULL, OPTION_INIT },
	{ "fini", required_argument, NULL, OPTION_FINI },
	{ "export", required_argument, NULL, OPTION_EXPORT },
	{ "expect", required_argument, NULL, OPTION_EXPECT },
	{ "expect-optional", required_argument, NULL, OPTION_EXPECT_OPTIONAL },
	{ "require-types", no_argument, NULL, OPTION_REQUIRE_TYPES },
	{ "toolchain", required_argument, NULL, OPTION_TOOLCHAIN },
	{ "accept", required_argument, NULL, OPTION_ACCEPT },
	{ "deny", required_argument, NULL, OPTION_DENY },
	{ "debug-dir", required_argument, NULL, OPTION_DEBUG_DIR },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "object", required_argument, NULL, OPTION_OBJECT },
	{ "against", required_argument, NULL, OPTION_AGAINST },
	{ "output", required_argument, NULL, 'o' },
	COMMAND_COMMON_OPTIONS,
};

void stamp_request_deinit(struct stamp_request *request)
{
	vector_deinit(&request->exports);
	vector_deinit(&request->accepts);
	vector_deinit(&request->expects);
	hosts_deinit(&request->against);
}

static struct hm_error *set_text(const char **field, const char *option,
				 const char *value)
{
	if (!*value)
		return error_new(HM_ERR_ARGUMENT, "%s wants a value", option);
	*field = value;
	return NULL;
}

static struct hm_error *set_role(struct stamp_request *request, const char *name)
{
	for (unsigned role = 0; role < ROLE_COUNT; role++) {
		if (strcmp(stamp_role_name(role), name) != 0)
			continue;
		request->derive.role = (uint8_t)role;
		request->role_given = true;
		return NULL;
	}
	return error_new(HM_ERR_ARGUMENT, "--role is host, plugin or library, not '%s'",
			 name);
}

static struct hm_error *set_toolchain(struct stamp_request *request, const char *name)
{
	bool abi = !strcmp(name, "abi");
	request->host_option = "--toolchain";
	request->derive.toolchain_policy = abi ? TOOLCHAIN_ABI : TOOLCHAIN_EXACT;
	if (abi || !strcmp(name, "exact"))
		return NULL;
	return error_new(HM_ERR_ARGUMENT, "--toolchain is exact or abi, not '%s'", name);
}

static struct hm_error *set_deny(struct stamp_request *request, const char *name)
{
	request->host_option = "--deny";
	if (!strcmp(name, "untyped"))
		request->derive.deny_untyped = true;
	else if (!strcmp(name, "warnings"))
		request->derive.deny_warnings = true;
	else
		return error_new(HM_ERR_ARGUMENT,
				 "--deny is untyped or warnings, not '%s'", name);
	return NULL;
}

static struct derive_expect *expect_of(struct stamp_request *request, const char *name)
{
	vector_for_each (expect, &request->expects)
		if (strcmp(expect->name, name) == 0)
			return expect;
	return NULL;
}

/* What is expected twice is required if one of both says so. */
static struct hm_error *merge_expect(struct derive_expect *earlier,
				     const struct derive_expect *expect)
{
	if (!earlier->type) {
		earlier->type = expect->type;
		earlier->quals = expect->quals;
	}
	if (expect->type &&
	    (strcmp(earlier->type, expect->type) != 0 || earlier->quals != expect->quals))
		return error_new(
			HM_ERR_ARGUMENT,
			"two types are expected of '%s': '%s' and '%s'%s", expect->name,
			earlier->type, expect->type,
			earlier->quals != expect->quals ? ", qualified differently" : "");
	earlier->optional &= expect->optional;
	return NULL;
}

/* Takes the qualifiers off that stand before a type. */
static const char *take_qualifiers(const char *type, uint8_t *quals)
{
	static const struct {
		const char *text;
		uint8_t qual;
	} words[] = { { "const ", QUAL_CONST }, { "volatile ", QUAL_VOLATILE } };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *rest = text_past(type, words[i].text);
		if (!rest)
			continue;
		*quals |= words[i].qual;
		return take_qualifiers(rest, quals);
	}
	return type;
}

/* NAME or NAME=TYPE; parted in place. */
static struct hm_error *add_expect(struct stamp_request *request, char *value,
				   bool optional)
{
	struct derive_expect expect = { .name = value, .optional = optional };
	char *equals = strchr(value, '=');
	if (equals) {
		*equals = '\0';
		expect.type = take_qualifiers(equals + 1, &expect.quals);
	}
	if (!*expect.name || (expect.type && !*expect.type))
		return error_new(HM_ERR_ARGUMENT, "%s wants NAME or NAME=TYPE",
				 optional ? "--expect-optional" : "--expect");
	struct derive_expect *earlier = expect_of(request, expect.name);
	if (earlier)
		return merge_expect(earlier, &expect);
	return vector_push(&request->expects, expect) ? NULL : error_nomem();
}

static struct hm_error *add_export(struct stamp_request *request, const char *pattern)
{
	return vector_push(&request->exports, pattern) ? NULL : error_nomem();
}

static struct hm_error *add_accept(struct stamp_request *request, const char *pattern)
{
	request->host_option = "--accept";
	return vector_push(&request->accepts, pattern) ? NULL : error_nomem();
}

static struct hm_error *add_against(struct stamp_request *request, const char *path)
{
	return hosts_add(&request->against, path) ? NULL : error_nomem();
}

static struct hm_error *set_flag(bool *flag)
{
	*flag = true;
	return NULL;
}

struct hm_error *stamp_request_option(struct stamp_request *request, int option,
				      char *value)
{
	struct derive_options *derive = &request->derive;
	switch (option) {
	case OPTION_PACKAGE:
		derive->package = value;
		return NULL;
	case OPTION_PACKAGE_VERSION:
		return set_text(&derive->package_version, "--package-version", value);
	case OPTION_ROLE:
		return set_role(request, value);
	case OPTION_INIT:
		return set_text(&derive->init, "--init", value);
	case OPTION_FINI:
		return set_text(&derive->fini, "--fini", value);
	case OPTION_EXPORT:
		return add_export(request, value);
	case OPTION_EXPECT:
		return add_expect(request, value, false);
	case OPTION_EXPECT_OPTIONAL:
		return add_expect(request, value, true);
	case OPTION_REQUIRE_TYPES:
		return set_flag(&derive->require_types);
	case OPTION_TOOLCHAIN:
		return set_toolchain(request, value);
	case OPTION_ACCEPT:
		return add_accept(request, value);
	case OPTION_DENY:
		return set_deny(request, value);
	case OPTION_DEBUG_DIR:
		return set_text(&derive->debug_dir, "--debug-dir", value);
	case OPTION_FORCE:
		return set_flag(&request->put.force);
	case OPTION_OBJECT:
		return set_text(&request->object, "--object", value);
	case OPTION_AGAINST:
		return add_against(request, value);
	default:
		return set_text(&request->put.output, "--output", value);
	}
}

void stamp_request_finish(struct stamp_request *request)
{
	struct derive_options *derive = &request->derive;
	derive->exports = request->exports.data;
	derive->export_count = request->exports.count;
	derive->expects = request->expects.data;
	derive->expect_count = request->expects.count;
	derive->accept = request->accepts.data;
	derive->accept_count = request->accepts.count;
}
