// SPDX-License-Identifier: BSD-3-Clause
#include "notes/segments.h"

#include <stdint.h>

/* The C library aborts a thread for which it cannot allocate its thread-local data. */
#define TLS_SIZE_MAX (256ull << 20)

bool segment_is_mappable(const GElf_Phdr *segment)
{
	uint64_t align = segment->p_align ? segment->p_align : 1;
	return segment->p_filesz <= segment->p_memsz && !(align & (align - 1)) &&
	       !((segment->p_vaddr - segment->p_offset) & (align - 1));
}

bool segments_have_code(const GElf_Phdr *segments, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (segments[i].p_type == PT_LOAD && segments[i].p_flags & PF_X)
			return true;
	return false;
}

/* The end in memory, up to the next page as the linker rounds it. */
static bool find_end(const GElf_Phdr *segment, uint64_t *ret)
{
	uint64_t page = segment->p_align ? segment->p_align : 1;
	uint64_t end;
	if (__builtin_add_overflow(segment->p_vaddr, segment->p_memsz, &end) ||
	    __builtin_add_overflow(end, page - 1, ret))
		return false;
	*ret &= ~(page - 1);
	return true;
}

/*
 * Where a segment begins for another one: what is read-only after relocation is protected
 * by whole pages, and mold begins it where thread-local data without contents would
 * stand.
 */
static uint64_t find_start(const GElf_Phdr *load, const GElf_Phdr *inner)
{
	uint64_t page = load->p_align ? load->p_align : 1;
	return inner->p_type == PT_GNU_RELRO ? load->p_vaddr & ~(page - 1)
					     : load->p_vaddr;
}

/* The loaded segment that has all of another one; NULL if none has. */
static const GElf_Phdr *find_home(const GElf_Phdr *segments, size_t count,
				  const GElf_Phdr *inner)
{
	for (size_t i = 0; i < count; i++) {
		const GElf_Phdr *load = &segments[i];
		uint64_t end;
		if (load->p_type == PT_LOAD && find_end(load, &end) &&
		    inner->p_vaddr >= find_start(load, inner) && inner->p_vaddr <= end &&
		    inner->p_memsz <= end - inner->p_vaddr)
			return load;
	}
	return NULL;
}

/* The part behind p_filesz takes no room where the segment stands. */
static const char *tls_fault(const GElf_Phdr *segments, size_t count,
			     const GElf_Phdr *tls)
{
	GElf_Phdr start = *tls;
	start.p_memsz = tls->p_filesz;
	const GElf_Phdr *home = find_home(segments, count, &start);
	if (!segment_is_mappable(tls) || tls->p_memsz > TLS_SIZE_MAX)
		return "thread-local data of impossible size or alignment";
	if (tls->p_filesz &&
	    (!home || !(home->p_flags & PF_R) ||
	     tls->p_offset - tls->p_vaddr != home->p_offset - home->p_vaddr ||
	     tls->p_vaddr - home->p_vaddr > home->p_filesz ||
	     tls->p_filesz > home->p_filesz - (tls->p_vaddr - home->p_vaddr)))
		return "no loaded segment has the thread-local data";
	return NULL;
}

/* The dynamic linker looks for the table where this says, and hands it on to others. */
static const char *table_fault(const GElf_Phdr *segments, size_t count,
			       const GElf_Phdr *table, uint64_t table_offset)
{
	const GElf_Phdr *home = find_home(segments, count, table);
	bool right = home && home->p_flags & PF_R && table->p_offset == table_offset &&
		     table->p_offset - table->p_vaddr == home->p_offset - home->p_vaddr;
	return right ? NULL : "the program headers are not where one of them says";
}

static const char *inner_fault(const GElf_Phdr *segments, size_t count,
			       const GElf_Phdr *inner)
{
	if (inner->p_type == PT_TLS)
		return tls_fault(segments, count, inner);
	if (inner->p_type != PT_DYNAMIC && inner->p_type != PT_GNU_RELRO)
		return NULL;
	const GElf_Phdr *home = find_home(segments, count, inner);
	if (!home)
		return "no loaded segment has the dynamic section or what is read-only "
		       "after relocation";
	/* What is read-only later is written first, and says R. */
	unsigned flags = inner->p_type == PT_DYNAMIC ? inner->p_flags : PF_R | PF_W;
	return home->p_flags & PF_R && !(flags & ~home->p_flags)
		       ? NULL
		       : "the dynamic section, or what is read-only after relocation, "
			 "cannot be written";
}

/* gABI chapter 5, "Program Header": sorted by address; linkers lay the file out alike. */
static const char *load_fault(const GElf_Phdr *load, const GElf_Phdr *before)
{
	uint64_t end;
	if (!find_end(load, &end))
		return "a segment ends behind the last address";
	if (load->p_filesz < load->p_memsz && !(load->p_flags & PF_W))
		return "a segment that cannot be written is longer than in the file";
	if (before && (load->p_vaddr < before->p_vaddr + before->p_memsz ||
		       load->p_offset < before->p_offset + before->p_filesz))
		return "segments overlap, or are not in the order of their addresses";
	return NULL;
}

const char *segments_fault(const GElf_Phdr *segments, size_t count, uint64_t table_offset)
{
	const GElf_Phdr *before = NULL;
	for (size_t i = 0; i < count; i++) {
		const GElf_Phdr *segment = &segments[i];
		bool load = segment->p_type == PT_LOAD;
		const char *fault;
		if (segment->p_type == PT_PHDR)
			fault = table_fault(segments, count, segment, table_offset);
		else
			fault = load ? load_fault(segment, before)
				     : inner_fault(segments, count, segment);
		if (fault)
			return fault;
		if (load)
			before = segment;
	}
	return NULL;
}
