/* SPDX-License-Identifier: Apache-2.0
 *
 * The seeds of a fuzz target: the annotated PDUs that the unit tests use too. libFuzzer wants
 * them as files of raw octets, so before it starts they are written to the folder that
 * FUZZ_CORPUS names.
 */
#include "tests/fuzz/fuzz.h"

#include "tests/hex.h"
#include "tests/path.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files of other kinds are their own octets. */
static GByteArray *
load_raw(const char *name)
{
    g_autofree char *relative = g_build_filename("testdata", "pdu", name, NULL);
    g_autofree char *path = test_path(relative);
    char *octets = NULL;
    size_t size = 0;

    if (!g_file_get_contents(path, &octets, &size, NULL)) {
        g_error("fuzz: cannot read %s", path);
    }
    return g_byte_array_new_take((guint8 *)octets, size);
}

static void
load_folder(GPtrArray *seeds, const char *folder)
{
    g_autofree char *relative = g_build_filename("testdata", "pdu", folder, NULL);
    g_autofree char *path = test_path(relative);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    }
    g_ptr_array_sort(names, compare_names);
    for (unsigned i = 0; i < names->len; i++) {
        bool annotated = g_str_has_suffix(names->pdata[i], ".hex");

        g_ptr_array_add(seeds,
                        annotated ? hex_load(names->pdata[i]) : load_raw(names->pdata[i]));
    }
}

GPtrArray *
fuzz_load_seeds(void)
{
    GPtrArray *seeds = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);

    for (const char *const *folder = fuzz_seeds; *folder != NULL; folder++) {
        load_folder(seeds, *folder);
    }
    if (seeds->len == 0) {
        g_error("fuzz: no seeds under testdata/pdu");
    }
    return seeds;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = g_getenv("FUZZ_CORPUS");
    g_autoptr(GPtrArray) seeds = corpus != NULL ? fuzz_load_seeds() : NULL;

    (void)argc;
    (void)argv;
    for (unsigned i = 0; seeds != NULL && i < seeds->len; i++) {
        GByteArray *seed = seeds->pdata[i];
        g_autofree char *name = g_strdup_printf("seed-%03u", i);
        g_autofree char *path = g_build_filename(corpus, name, NULL);

        g_file_set_contents(path, (const char *)seed->data, (gssize)seed->len, NULL);
    }
    return 0;
}
