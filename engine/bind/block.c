/* SPDX-License-Identifier: Apache-2.0
 *
 * bay:settings "LD0", bay:gocb and bay:svcb: control blocks other than those of reports, the
 * events of what clients do to them, and activate_group, which the device does itself.
 */
#include "engine/bind/source.h"

#include <string.h>

#include "engine/group_action.h"

static char *
reference_of(const Model *model, const ControlBlock *block, const char *separator)
{
    const LogicalDevice *device = &model->devices[block->device];

    return g_strdup_printf("%s/%s%s%s", device->inst, device->nodes[block->node].name,
                           separator, block->name);
}

static int
push_block(lua_State *L, const SourceClass *source_class, Device *device,
           const ControlBlock *block)
{
    g_autofree char *fc = g_strdup_printf(".%s.", fc_name(block->ref.fc));

    return bind_push_source(L, source_class, device,
                            reference_of(device->server->model, block, fc), false);
}

/* The SGCB of "LD0" or its MMS name; NULL: there is none. */
static const ControlBlock *
find_settings(const Model *model, const char *text)
{
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];
        const LogicalDevice *device = &model->devices[block->device];

        if (block->kind == CB_SGCB &&
            (strcmp(device->inst, text) == 0 || strcmp(device->domain, text) == 0)) {
            return block;
        }
    }
    return NULL;
}

int
bind_word_settings(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    const ControlBlock *block;

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, "settings", NULL), 1;
    }
    block = find_settings(device->server->model, text);
    return block == NULL ? bind_refuse(L, "%s has no setting groups in a logical device %s",
                                       device->name, text)
                         : push_block(L, &bind_settings_class, device, block);
}

static bool
is_of_word(ControlBlockKind kind, const char *word)
{
    return strcmp(word, "gocb") == 0 ? kind == CB_GOCB : kind == CB_MSVCB || kind == CB_USVCB;
}

/* "LD0/LLN0.gcb" or with its FC, with dots or $. */
static const ControlBlock *
find_publication(const Model *model, const char *word, const char *text)
{
    g_autofree char *dotted = g_strdelimit(g_strdup(text), "$", '.');

    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];
        g_autofree char *fc = g_strdup_printf(".%s.", fc_name(block->ref.fc));
        g_autofree char *whole = reference_of(model, block, fc);
        g_autofree char *brief = reference_of(model, block, ".");

        if (is_of_word(block->kind, word) &&
            (strcmp(dotted, whole) == 0 || strcmp(dotted, brief) == 0)) {
            return block;
        }
    }
    return NULL;
}

int
bind_word_publication(lua_State *L)
{
    const char *name = bind_row(L)->name;
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    const ControlBlock *block;

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    block = find_publication(device->server->model, name, text);
    return block == NULL
               ? bind_refuse(L, "%s has no such control block: %s", device->name, text)
               : push_block(L, strcmp(name, "gocb") == 0 ? &bind_gocb_class : &bind_svcb_class,
                            device, block);
}

const BindWord bind_settings_methods[] = {
    { "activated", "settings:activated { by=, value= }",
      "event: another group is active; value is its number", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "edit_begun", "settings:edit_begun { by=, value= }",
      "event: a client edits a group; value is its number", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "edited", "settings:edited { by=, value= }",
      "event: a client confirmed what it edited; value is the group", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "edit_dropped", "settings:edit_dropped { by=, value= }",
      "event: an edit was given up; value says why", bind_source_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWord bind_publication_methods[] = {
    { "enabled", "gocb:enabled { by= }, svcb:enabled { by= }", "event: a client enabled it",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { "disabled", "gocb:disabled { by=, value= }, svcb:disabled { by=, value= }",
      "event: it was disabled; value says why", bind_source_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

static const SourceEvent settings_events[] = { { "activated", EVENT_GROUP_ACTIVATED },
                                               { "edit_begun", EVENT_EDIT_BEGUN },
                                               { "edited", EVENT_SETTINGS_EDITED },
                                               { "edit_dropped", EVENT_EDIT_DROPPED },
                                               { NULL, 0 } };
static const SourceEvent gocb_events[] = { { "enabled", EVENT_GOCB_ENABLED },
                                           { "disabled", EVENT_GOCB_DISABLED },
                                           { NULL, 0 } };
static const SourceEvent svcb_events[] = { { "enabled", EVENT_SVCB_ENABLED },
                                           { "disabled", EVENT_SVCB_DISABLED },
                                           { NULL, 0 } };

/* NumOfSG as the file says. */
static unsigned
group_count(const Model *model, const ControlBlock *block)
{
    NodeRef leaf;

    return node_component(&block->ref, slice_from_string("NumOfSG"), &leaf)
               ? model->initial[leaf.offset]
               : 0;
}

static int
word_activate_group(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    lua_Integer group = luaL_checkinteger(L, 3);
    const ControlBlock *block;

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, "activate_group", NULL), 1;
    }
    block = find_settings(device->server->model, text);
    if (block == NULL) {
        return bind_refuse(L, "%s has no setting groups in a logical device %s", device->name,
                           text);
    }
    if (group < 1 || group > group_count(device->server->model, block)) {
        return bind_refuse(L, "%s has setting groups 1 to %d, not %d", text,
                           (int)group_count(device->server->model, block), (int)group);
    }
    bind_push_word(L, WORD_ACTION, "activate_group",
                   activate_group_new(device, block->device, (unsigned)group));
    return 1;
}

const BindWord bind_block_words[] = {
    { "activate_group", "activate_group(ied, \"LD0\", number)",
      "the device itself makes another setting group active", word_activate_group,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const SourceClass bind_settings_class = { .name = "settings",
                                          .what = "what bay:settings gives",
                                          .methods = bind_settings_methods,
                                          .events = settings_events };
const SourceClass bind_gocb_class = { .name = "gocb",
                                      .what = "a GOOSE control block",
                                      .methods = bind_publication_methods,
                                      .events = gocb_events };
const SourceClass bind_svcb_class = { .name = "svcb",
                                      .what = "a sampled value control block",
                                      .methods = bind_publication_methods,
                                      .events = svcb_events };
