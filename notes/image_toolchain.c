// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image.h"

#include "base/error.h"
#include "notes/image_notes.h"
#include "notes/image_reader.h"

#include <string.h>

/* Newer than some elf.h: x86-64 psABI and Linux's linker ABI extensions. */
#define NOTE_GNU_PROPERTY 5
#define PROPERTY_AARCH64_FEATURES 0xc0000000u
#define PROPERTY_X86_FEATURES 0xc0000002u
#define PROPERTY_X86_ISA_NEEDED 0xc0008002u

/* Addenda to the ABI for the Arm architecture, build attributes. */
#define SECTION_ATTRIBUTES 0x70000003u
#define ATTRIBUTES_VENDOR "aeabi"
#define ATTRIBUTES_VERSION 'A'
#define ATTRIBUTES_OF_FILE 1
#define TAG_CPU_RAW_NAME 4
#define TAG_CPU_NAME 5
#define TAG_ABI_VFP_ARGS 28
#define TAG_COMPATIBILITY 32

/* What is read in the byte order of the file. */
struct bytes {
	const uint8_t *at, *end;
	bool big_endian;
};

static size_t bytes_left(const struct bytes *bytes)
{
	return (size_t)(bytes->end - bytes->at);
}

static bool next_word(struct bytes *bytes, uint32_t *ret)
{
	uint32_t value = 0;
	if (bytes_left(bytes) < 4)
		return false;
	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)bytes->at[i] << 8 * (bytes->big_endian ? 3 - i : i);
	bytes->at += 4;
	*ret = value;
	return true;
}

struct facts {
	const struct image *image;
	struct toolchain *toolchain;
};

static void keep_property(const struct facts *facts, uint32_t type, uint32_t value)
{
	struct toolchain *toolchain = facts->toolchain;
	bool x86 = facts->image->machine == EM_X86_64 || facts->image->machine == EM_386;
	bool arm = facts->image->machine == EM_AARCH64;
	if (x86 && type == PROPERTY_X86_ISA_NEEDED)
		toolchain->isa_needed = value;
	if ((x86 && type == PROPERTY_X86_FEATURES) ||
	    (arm && type == PROPERTY_AARCH64_FEATURES))
		toolchain->features = value;
}

/* Properties are padded to the size of an address. */
static struct hm_error *visit_note(void *context, const struct note_sight *sight)
{
	const struct facts *facts = context;
	size_t alignment = facts->image->elf_class == ELFCLASS64 ? 8 : 4;
	const struct note *note = &sight->note;
	if (!note_is(note, ELF_NOTE_GNU, NOTE_GNU_PROPERTY) || !note->desc)
		return NULL;
	struct bytes bytes = { note->desc, note->desc + note->desc_size,
			       facts->image->data == ELFDATA2MSB };
	uint32_t type, size, value;
	while (next_word(&bytes, &type) && next_word(&bytes, &size)) {
		struct bytes property = bytes;
		size_t step = ((size_t)size + alignment - 1) & -alignment;
		if (step > bytes_left(&bytes))
			break;
		if (size == 4 && next_word(&property, &value))
			keep_property(facts, type, value);
		bytes.at += step;
	}
	return NULL;
}

static bool next_uleb(struct bytes *bytes, uint64_t *ret)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 63 && bytes->at < bytes->end; shift += 7) {
		uint8_t byte = *bytes->at++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*ret = value;
			return true;
		}
	}
	return false;
}

static bool skip_text(struct bytes *bytes)
{
	size_t length = strnlen((const char *)bytes->at, bytes_left(bytes));
	if (length == bytes_left(bytes))
		return false;
	bytes->at += length + 1;
	return true;
}

/* Attributes that are strings: two old ones, and the odd ones above 32. */
static bool is_text(uint64_t tag)
{
	return tag == TAG_CPU_RAW_NAME || tag == TAG_CPU_NAME ||
	       (tag > TAG_COMPATIBILITY && tag % 2);
}

static bool find_attribute(struct bytes bytes, uint64_t wanted, uint64_t *ret)
{
	uint64_t tag;
	while (next_uleb(&bytes, &tag)) {
		uint64_t value = 0;
		if (!is_text(tag) && !next_uleb(&bytes, &value))
			return false;
		if ((is_text(tag) || tag == TAG_COMPATIBILITY) && !skip_text(&bytes))
			return false;
		if (tag == wanted) {
			*ret = value;
			return true;
		}
	}
	return false;
}

/* Takes a part that begins with its own length, which counts from `start`. */
static bool next_part(struct bytes *bytes, const uint8_t *start, struct bytes *ret)
{
	uint32_t size;
	if (!next_word(bytes, &size) || size < (size_t)(bytes->at - start) ||
	    size > (size_t)(bytes->end - start))
		return false;
	*ret = (struct bytes){ bytes->at, start + size, bytes->big_endian };
	bytes->at = start + size;
	return true;
}

static void read_vendor(struct bytes vendor, struct toolchain *toolchain)
{
	struct bytes part;
	const char *name = (const char *)vendor.at;
	if (!skip_text(&vendor) || strcmp(name, ATTRIBUTES_VENDOR) != 0)
		return;
	while (bytes_left(&vendor)) {
		const uint8_t *start = vendor.at;
		uint64_t scope, value;
		if (!next_uleb(&vendor, &scope) || !next_part(&vendor, start, &part))
			return;
		/* An attribute that is not there has the value 0. */
		if (scope == ATTRIBUTES_OF_FILE)
			toolchain->arm_vfp_args =
				find_attribute(part, TAG_ABI_VFP_ARGS, &value)
					? (uint8_t)(value + 1)
					: 1;
	}
}

static void read_attributes(struct bytes bytes, struct toolchain *toolchain)
{
	struct bytes vendor;
	if (!bytes_left(&bytes) || *bytes.at++ != ATTRIBUTES_VERSION)
		return;
	while (next_part(&bytes, bytes.at, &vendor))
		read_vendor(vendor, toolchain);
}

static struct hm_error *read_arm(const struct image *image, struct toolchain *toolchain)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr header;
		Elf_Data *data;
		if (!gelf_getshdr(section, &header) ||
		    header.sh_type != SECTION_ATTRIBUTES)
			continue;
		TRY(image_bytes(image, header.sh_offset, header.sh_size, ELF_T_BYTE,
				"the build attributes", &data));
		struct bytes bytes = { data->d_buf,
				       (const uint8_t *)data->d_buf + data->d_size,
				       image->data == ELFDATA2MSB };
		read_attributes(bytes, toolchain);
	}
	return NULL;
}

struct hm_error *image_toolchain(const struct image *image, struct toolchain *toolchain)
{
	struct facts facts = { image, toolchain };
	toolchain->elf_class = image->elf_class;
	toolchain->data = image->data;
	toolchain->os_abi = image->os_abi;
	toolchain->machine = image->machine;
	toolchain->e_flags = image->e_flags;
	if (image->machine == EM_ARM)
		TRY(read_arm(image, toolchain));
	return image_visit_notes(image, visit_note, &facts);
}
