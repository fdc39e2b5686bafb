// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_notes.h"

#include "base/error.h"
#include "notes/image_reader.h"

/* A stretch of the file that holds notes. */
struct stretch {
	uint64_t offset, size, alignment;
	bool linked;
};

struct visit {
	const struct image *image;
	note_visit_fn *call;
	void *context;
};

static struct hm_error *visit_stretch(const struct visit *visit,
				      const struct stretch *stretch)
{
	struct note_sight sight = { .linked = stretch->linked };
	Elf_Data *data;
	if (!stretch->size)
		return NULL;
	TRY(image_bytes(visit->image, stretch->offset, stretch->size, ELF_T_BYTE,
			"a note", &data));
	struct notes notes = { data->d_buf, data->d_size, stretch->alignment,
			       visit->image->data == ELFDATA2MSB, 0 };
	while (notes_next(&notes, &sight.note)) {
		sight.offset = stretch->offset + sight.note.desc_offset;
		TRY(visit->call(visit->context, &sight));
	}
	return NULL;
}

static struct hm_error *visit_segments(const struct visit *visit)
{
	Elf *elf = visit->image->elf;
	size_t count;
	if (elf_getphdrnum(elf, &count) != 0)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(elf, (int)i, &segment) || segment.p_type != PT_NOTE)
			continue;
		struct stretch stretch = { segment.p_offset, segment.p_filesz,
					   segment.p_align, true };
		TRY(visit_stretch(visit, &stretch));
	}
	return NULL;
}

static struct hm_error *visit_sections(const struct visit *visit)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(visit->image->elf, section))) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		struct stretch stretch = { header.sh_offset, header.sh_size,
					   header.sh_addralign,
					   (header.sh_flags & SHF_ALLOC) != 0 };
		TRY(visit_stretch(visit, &stretch));
	}
	return NULL;
}

struct hm_error *image_visit_notes(const struct image *image, note_visit_fn *visit,
				   void *context)
{
	struct visit all = { image, visit, context };
	TRY(visit_segments(&all));
	return visit_sections(&all);
}
