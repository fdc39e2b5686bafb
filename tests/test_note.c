// SPDX-License-Identifier: BSD-3-Clause
#include "notes/note.h"

#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const uint8_t little[] = {
	/* "Hallmark", 8 bytes, type "HM": the descriptor begins at 24 in both alignments
	 */
	9,
	0,
	0,
	0,
	8,
	0,
	0,
	0,
	0x4d,
	0x48,
	0,
	0,
	'H',
	'a',
	'l',
	'l',
	'm',
	'a',
	'r',
	'k',
	0,
	0,
	0,
	0,
	1,
	2,
	3,
	4,
	5,
	6,
	7,
	8,
	/* "GNU", 3 bytes, type 3, not padded at the end */
	4,
	0,
	0,
	0,
	3,
	0,
	0,
	0,
	3,
	0,
	0,
	0,
	'G',
	'N',
	'U',
	0,
	7,
	8,
	9,
};

static void test_notes_next_both_alignments(void)
{
	static const uint64_t alignments[] = { 0, 1, 4, 8 };
	for (size_t i = 0; i < 4; i++) {
		struct notes notes = { little, sizeof(little), alignments[i], false, 0 };
		struct note note;
		CU_ASSERT_FATAL(notes_next(&notes, &note));
		CU_ASSERT(note_is(&note, "Hallmark", 0x484d));
		CU_ASSERT(!note_is(&note, "Hallmark", 1));
		CU_ASSERT(!note_is(&note, "Hallmar", 0x484d));
		CU_ASSERT_EQUAL(note.desc_offset, 24);
		CU_ASSERT_PTR_EQUAL(note.desc, little + 24);
		CU_ASSERT_EQUAL(note.desc_size, 8);
		CU_ASSERT_FATAL(notes_next(&notes, &note));
		CU_ASSERT(note_is(&note, "GNU", 3));
		CU_ASSERT_EQUAL(note.desc_size, 3);
		CU_ASSERT(!notes_next(&notes, &note));
	}
}

static void test_notes_next_big_endian(void)
{
	static const uint8_t big[] = {
		0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 3, 'G', 'N', 'U', 0, 1, 2, 3, 4,
	};
	struct notes notes = { big, sizeof(big), 4, true, 0 };
	struct note note;
	CU_ASSERT_FATAL(notes_next(&notes, &note));
	CU_ASSERT(note_is(&note, "GNU", 3));
	CU_ASSERT_EQUAL(note.desc_size, 4);
	CU_ASSERT(!notes_next(&notes, &note));
}

static void test_notes_next_over_the_end(void)
{
	for (size_t size = 0; size < 32; size++) {
		struct notes notes = { little, size, 4, false, 0 };
		struct note note;
		/* As long as there is a name, there is a note, but not its descriptor. */
		CU_ASSERT_EQUAL(notes_next(&notes, &note), size >= 21);
		if (size >= 21)
			CU_ASSERT_PTR_NULL(note.desc);
		if (size >= 21)
			CU_ASSERT(!notes_next(&notes, &note));
	}
}

static void test_notes_next_huge_sizes(void)
{
	uint8_t bytes[32];
	for (unsigned field = 0; field < 8; field += 4) {
		memcpy(bytes, little, sizeof(bytes));
		memset(bytes + field, 0xff, 4);
		struct notes notes = { bytes, sizeof(bytes), 8, false, 0 };
		struct note note;
		while (notes_next(&notes, &note))
			CU_ASSERT_PTR_NULL(note.desc);
	}
}

static const struct test_case cases[] = {
	{ "test_notes_next_both_alignments", test_notes_next_both_alignments },
	{ "test_notes_next_big_endian", test_notes_next_big_endian },
	{ "test_notes_next_over_the_end", test_notes_next_over_the_end },
	{ "test_notes_next_huge_sizes", test_notes_next_huge_sizes },
	{ NULL, NULL },
};

const struct test_suite suite_note = { .name = "note", .cases = cases };
