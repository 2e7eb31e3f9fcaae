// SPDX-License-Identifier: MIT
#include "libarchive.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define LIBARCHIVE_DEFINE(name) __typeof__(name) *sym_##name;
LIBARCHIVE_FUNCTIONS(LIBARCHIVE_DEFINE)

static const struct {
	const char *name;
	void *function; /* where its address goes */
} functions[] = {
#define LIBARCHIVE_ROW(name) { #name, &sym_##name },
	LIBARCHIVE_FUNCTIONS(LIBARCHIVE_ROW)
};

int load_libarchive(char **message)
{
	static bool loaded;
	void *library, *function;
	const char *text;
	size_t i;

	*message = NULL;
	if (loaded)
		return 0;
	library = dlopen(LIBARCHIVE_SONAME, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		goto fail;
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		function = dlsym(library, functions[i].name);
		if (!function)
			goto fail;
		/* POSIX has addresses of functions fit into those of data. */
		memcpy(functions[i].function, &function, sizeof(function));
	}
	/* It stays until the tool ends. */
	loaded = true;
	return 0;

fail:
	text = dlerror();
	*message = text ? strdup(text) : NULL;
	if (library)
		dlclose(library);
	return -ELIBACC;
}
