// SPDX-License-Identifier: BSD-3-Clause
#include "verify/producer_option.h"

#include "base/error.h"
#include "verify/toolchain.h"

#include <string.h>

/* More than there are that matter; each is compared with all others. */
#define OPTIONS_MAX 128

enum option_form {
	FORM_VALUE, /* -mregparm=3 */
	FORM_ON,    /* -mrtd */
	FORM_OFF,   /* -mno-rtd */
	FORM_REST,  /* -ffixed-x18: each is an option of its own */
};

struct option_rule {
	const char *spelling;
	enum option_form form;
	const char *name; /* in the record */
};

/*
 * Options that change registers, stack or results of calls. Left out on purpose: what the
 * ELF header shows (-m32), what sizes and formats of types show (-mlong-double-128,
 * -fpack-struct, -fshort-enums, -funsigned-char, -mms-bitfields), and what chooses
 * instructions only (-march, -mtune, -mcpu); for -mavx see verify/producer_vector.c.
 */
static const struct option_rule rules[] = {
	/* All machines. */
	{ "-mabi=", FORM_VALUE, "-mabi" },
	{ "-mhard-float", FORM_ON, "-mhard-float" },
	{ "-msoft-float", FORM_OFF, "-mhard-float" },
	{ "-freg-struct-return", FORM_ON, "-freg-struct-return" },
	{ "-fpcc-struct-return", FORM_OFF, "-freg-struct-return" },
	{ "-ffixed-", FORM_REST, NULL },
	{ "-fcall-saved-", FORM_REST, NULL },
	{ "-fcall-used-", FORM_REST, NULL },
	/* x86; -mrtd also m68k. */
	{ "-mregparm=", FORM_VALUE, "-mregparm" },
	{ "-mrtd", FORM_ON, "-mrtd" },
	{ "-mno-rtd", FORM_OFF, "-mrtd" },
	{ "-msseregparm", FORM_ON, "-msseregparm" },
	{ "-mno-sseregparm", FORM_OFF, "-msseregparm" },
	{ "-mfp-ret-in-387", FORM_ON, "-mfp-ret-in-387" },
	{ "-mno-fp-ret-in-387", FORM_OFF, "-mfp-ret-in-387" },
	{ "-mvect8-ret-in-mem", FORM_ON, "-mvect8-ret-in-mem" },
	{ "-mno-vect8-ret-in-mem", FORM_OFF, "-mvect8-ret-in-mem" },
	{ "-mpreferred-stack-boundary=", FORM_VALUE, "-mpreferred-stack-boundary" },
	{ "-mincoming-stack-boundary=", FORM_VALUE, "-mincoming-stack-boundary" },
	/* ARM */
	{ "-mfloat-abi=", FORM_VALUE, "-mfloat-abi" },
	/* MIPS */
	{ "-mfp32", FORM_ON, "-mfp32" },
	{ "-mfp64", FORM_OFF, "-mfp32" },
	{ "-msingle-float", FORM_ON, "-msingle-float" },
	{ "-mdouble-float", FORM_OFF, "-msingle-float" },
	{ "-mnan=", FORM_VALUE, "-mnan" },
	/* PowerPC */
	{ "-maix-struct-return", FORM_OFF, "-msvr4-struct-return" },
	{ "-msvr4-struct-return", FORM_ON, "-msvr4-struct-return" },
};

void option_tally_deinit(struct option_tally *tally)
{
	vector_deinit(&tally->options);
}

static bool rule_fits(const struct option_rule *rule, const char *word, size_t length)
{
	size_t spelling = strlen(rule->spelling);
	bool open = rule->form == FORM_VALUE || rule->form == FORM_REST;
	if (open ? length <= spelling : length != spelling)
		return false;
	return memcmp(rule->spelling, word, spelling) == 0;
}

/* PowerPC says with -mabi= also which format long double has, which types show. */
static bool shows_in_types(const char *word, size_t length)
{
	return length > 10 && memcmp(word + length - 10, "longdouble", 10) == 0;
}

static struct hm_error *read_option(const char *word, size_t length, struct arena *arena,
				    struct abi_option *ret)
{
	*ret = (struct abi_option){ 0 };
	const struct option_rule *rule = NULL;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && !rule; i++)
		if (rule_fits(&rules[i], word, length))
			rule = &rules[i];
	if (!rule || shows_in_types(word, length))
		return NULL;
	struct abi_option option = { .name = rule->name };
	size_t spelling = strlen(rule->spelling);
	if (rule->form == FORM_VALUE)
		option.value = arena_copy(arena, word + spelling, length - spelling);
	else
		option.value = rule->form == FORM_OFF ? "off" : "on";
	if (rule->form == FORM_REST)
		option.name = arena_copy(arena, word, length);
	if (!option.name || !option.value)
		return error_nomem();
	*ret = option;
	return NULL;
}

static struct option_count *find_count(struct option_tally *tally, const char *name)
{
	vector_for_each (count, &tally->options)
		if (strcmp(count->option.name, name) == 0)
			return count;
	return NULL;
}

static struct hm_error *too_many_options(void)
{
	return error_new(HM_ERR_FORMAT,
			 "debug information is damaged: a compiler was given more than "
			 "%d options that the ABI depends on",
			 OPTIONS_MAX);
}

static struct hm_error *count_option(struct option_tally *tally,
				     const struct abi_option *option, bool exhaustive)
{
	struct option_count *known = find_count(tally, option->name);
	if (!known) {
		struct option_count fresh = { *option, 1, exhaustive, false };
		if (tally->options.count == OPTIONS_MAX)
			return too_many_options();
		return vector_push(&tally->options, fresh) ? NULL : error_nomem();
	}
	known->units++;
	known->exhaustive += exhaustive;
	known->differs |= strcmp(known->option.value, option->value) != 0;
	return NULL;
}

typedef VECTOR(struct abi_option) option_list;

static struct hm_error *add_own(option_list *own, const struct abi_option *option)
{
	if (own->count == OPTIONS_MAX)
		return too_many_options();
	return vector_push(own, *option) ? NULL : error_nomem();
}

static bool names_processor(const char *options)
{
	return strstr(options, "-march=") || strstr(options, "-mtune=");
}

struct hm_error *option_tally_add(struct option_tally *tally, const char *options,
				  bool gcc, struct arena *arena)
{
	if (!options) {
		tally->silent = true;
		return NULL;
	}
	bool exhaustive = gcc && names_processor(options);
	/* The last one counts, so the unit's own options come together first. */
	option_list own = { 0 };
	struct hm_error *error = NULL;
	for (const char *at = options; *at && !error; at += strspn(at, " ")) {
		struct abi_option option;
		size_t length = strcspn(at, " ");
		error = read_option(at, length, arena, &option);
		at += length;
		if (error || !option.name)
			continue;
		bool replaced = false;
		vector_for_each (known, &own) {
			if (strcmp(known->name, option.name) != 0)
				continue;
			known->value = option.value;
			replaced = true;
		}
		if (!replaced)
			error = add_own(&own, &option);
	}
	tally->units++;
	tally->exhaustive += exhaustive;
	for (size_t i = 0; i < own.count && !error; i++)
		error = count_option(tally, &own.data[i], exhaustive);
	vector_deinit(&own);
	return error;
}

static int compare_options(const void *a, const void *b)
{
	const struct abi_option *left = a, *right = b;
	return strcmp(left->name, right->name);
}

static bool says_default(const struct abi_option *option, uint16_t machine)
{
	const char *value = option_default(machine, option->name);
	return value && strcmp(value, option->value) == 0;
}

/* Whether the units without the option were compiled as those with it. */
static bool others_agree(const struct option_tally *tally,
			 const struct option_count *count, bool standard)
{
	size_t others = tally->units - count->units;
	return !others || (standard && tally->exhaustive - count->exhaustive == others);
}

struct hm_error *option_tally_finish(const struct option_tally *tally,
				     struct toolchain *ret)
{
	static const struct abi_option rest = { OPTION_REST, OPTION_DEFAULT };
	bool exhaustive =
		tally->units && tally->exhaustive == tally->units && !tally->silent;
	if (exhaustive && !vector_push(&ret->options, rest))
		return error_nomem();
	vector_for_each (count, &tally->options) {
		struct abi_option option = count->option;
		bool standard = says_default(&option, ret->machine);
		if (count->differs || !others_agree(tally, count, standard))
			option.value = "mixed";
		else if (standard && exhaustive)
			continue;
		if (!vector_push(&ret->options, option))
			return error_nomem();
	}
	if (ret->options.count)
		qsort(ret->options.data, ret->options.count, sizeof(*ret->options.data),
		      compare_options);
	return NULL;
}
