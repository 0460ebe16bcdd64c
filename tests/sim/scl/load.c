/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

#include "tests/path.h"

static char *
feature_path(const char *name)
{
    g_autofree char *relative = g_build_filename("testdata", "scl", "features", name, NULL);

    return test_path(relative);
}

SclFile *
load_feature(const char *name)
{
    g_autofree char *path = feature_path(name);
    g_autoptr(GError) error = NULL;
    SclFile *file = scl_load(path, false, 0, &error);

    if (file == NULL) {
        g_error("%s", error->message);
    }
    return file;
}

char *
load_failure(const char *name, bool strict)
{
    g_autofree char *path = feature_path(name);
    g_autoptr(GError) error = NULL;
    g_autoptr(SclFile) file = scl_load(path, strict, 0, &error);

    if (file != NULL) {
        return g_strdup("it loads");
    }
    CU_ASSERT_TRUE(g_str_has_prefix(error->message, path));
    return g_strdup(error->message + strlen(path) + 1);
}

bool
has_note(const SclFile *file, int line, const char *text)
{
    for (unsigned i = 0; i < file->note_count; i++) {
        if (file->notes[i].line == line && strstr(file->notes[i].text, text) != NULL) {
            return true;
        }
    }
    fprintf(stderr, "no note %d: %s\n", line, text);
    return false;
}

static bool
find_place(const Model *model, const char *name, NodeRef *ref)
{
    const char *slash = strchr(name, '/');
    Slice domain = { (const uint8_t *)name, (size_t)(slash - name) };

    return model_find_item(model, domain, slice_from_string(slash + 1), ref);
}

char *
model_text(Model *model, const char *name)
{
    NodeRef ref;
    Values *values;
    char *text;

    if (!find_place(model, name, &ref)) {
        return g_strdup("?");
    }
    values = values_new(model);
    text = values_format(values, &ref);
    values_free(values);
    return text;
}

char *
initial_text(const SclFile *file, const char *name)
{
    return model_text(file->servers[0].model, name);
}

bool
is_initially(const SclFile *file, const char *name, const char *expected)
{
    g_autofree char *text = initial_text(file, name);

    if (strcmp(text, expected) != 0) {
        fprintf(stderr, "%s is %s, not %s\n", name, text, expected);
        return false;
    }
    return true;
}

const DataSet *
find_data_set(const Model *model, const char *name)
{
    for (unsigned i = 0; i < model->data_set_count; i++) {
        const DataSet *set = &model->data_sets[i];
        g_autofree char *full =
            g_strjoin("/", model->devices[set->device].domain, set->item, NULL);

        if (strcmp(full, name) == 0) {
            return set;
        }
    }
    return NULL;
}

const ControlBlock *
find_control_block(const Model *model, const char *name)
{
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];
        const LogicalDevice *device = &model->devices[block->device];
        g_autofree char *full = g_strconcat(
            device->domain, "/", device->nodes[block->node].name, "$", block->name, NULL);

        if (strcmp(full, name) == 0) {
            return block;
        }
    }
    return NULL;
}

char *
component_names(const Model *model, const char *name)
{
    GString *text = g_string_new(NULL);
    NodeRef ref;

    if (find_place(model, name, &ref)) {
        for (uint32_t i = 0; i < ref.type->component_count; i++) {
            g_string_append_printf(text, "%s%s", i > 0 ? "," : "",
                                   ref.type->components[i].name);
        }
    }
    return g_string_free(text, FALSE);
}
