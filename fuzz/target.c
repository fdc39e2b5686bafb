// SPDX-License-Identifier: BSD-3-Clause
#include "fuzz/target.h"

#include "base/scope.h"
#include "tests/stamp_repair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void target_expect(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

static bool write_all(int fd, const uint8_t *data, size_t size)
{
	while (size) {
		ssize_t written = write(fd, data, size);
		if (written <= 0)
			return false;
		data += written;
		size -= (size_t)written;
	}
	return true;
}

int target_file(const uint8_t *data, size_t size)
{
	SCOPED_FD int fd = memfd_create("input", MFD_CLOEXEC);
	if (fd < 0 || !write_all(fd, data, size))
		return -1;
	return TAKE_FD(fd);
}

bool target_image(const uint8_t *data, size_t size, struct image *ret)
{
	SCOPED_FD int fd = target_file(data, size);
	struct hm_error *error = fd < 0 ? NULL : image_open_fd(fd, "input.so", ret);
	if (fd < 0 || error) {
		hm_error_free(error);
		return false;
	}
	TAKE_FD(fd);
	return true;
}

size_t target_second_stamp(const uint8_t *data, size_t size)
{
	const size_t magic = sizeof(TARGET_MAGIC) - 1;
	if (size <= magic)
		return size;
	const uint8_t *second = memmem(data + magic, size - magic, TARGET_MAGIC, magic);
	return second ? (size_t)(second - data) : size;
}

size_t target_stamp_size(const uint8_t *data, size_t size)
{
	if (size < 16 || memcmp(data, TARGET_MAGIC, sizeof(TARGET_MAGIC) - 1) != 0)
		return 0;
	uint32_t said = stamp_repair_load(data + 8);
	return said <= size ? said : 0;
}
