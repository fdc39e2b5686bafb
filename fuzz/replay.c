// SPDX-License-Identifier: BSD-3-Clause

/* Runs a target on files given by hand, for compilers without a fuzzer. */

#include "base/scope.h"
#include "fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool replay(const char *path)
{
	struct stat status;
	SCOPED_FILE FILE *file = fopen(path, "rbe");
	if (!file || fstat(fileno(file), &status))
		return false;
	size_t size = (size_t)status.st_size;
	SCOPED_FREE uint8_t *data = malloc(size ? size : 1);
	if (!data || fread(data, 1, size, file) != size)
		return false;
	LLVMFuzzerTestOneInput(data, size);
	return true;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (replay(argv[i]))
			continue;
		perror(argv[i]);
		return 2;
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}

/* Nothing is mutated here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	(void)data;
	return size < max_size ? size : max_size;
}
