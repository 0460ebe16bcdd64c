/* SPDX-License-Identifier: Apache-2.0
 *
 * Where things that come with iedbench lie.
 */
#include "engine/data.h"

/* Beside the program, when a whole installation was put elsewhere: PREFIX/share/iedbench. */
static char *
moved_root(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program == NULL ? NULL : g_path_get_dirname(program);

    return folder == NULL ? NULL : g_build_filename(folder, "..", "share", "iedbench", NULL);
}

char **
data_roots(const char *folder)
{
    GPtrArray *roots = g_ptr_array_new();
    const char *set = g_getenv("IEDBENCH_DATA");
    char *moved = moved_root();

    if (set != NULL && *set != '\0') {
        g_ptr_array_add(roots, g_strdup(set));
    }
    if (folder != NULL) { /* scenarios/x.lua and scenarios/reporting/x.lua */
        g_ptr_array_add(roots, g_build_filename(folder, "..", NULL));
        g_ptr_array_add(roots, g_build_filename(folder, "..", "..", NULL));
    }
    g_ptr_array_add(roots, g_strdup(IEDBENCH_DATADIR));
    if (moved != NULL) {
        g_ptr_array_add(roots, moved);
    }
    g_ptr_array_add(roots, NULL);
    return (char **)g_ptr_array_free(roots, FALSE);
}

char **
data_library_roots(const char *folder)
{
    g_auto(GStrv) roots = data_roots(folder);
    GPtrArray *libraries = g_ptr_array_new();

    g_ptr_array_add(libraries, g_strdup(folder));
    for (char **root = roots; *root != NULL; root++) {
        g_ptr_array_add(libraries, g_build_filename(*root, "lua", NULL));
    }
    g_ptr_array_add(libraries, NULL);
    return (char **)g_ptr_array_free(libraries, FALSE);
}
