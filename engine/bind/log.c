/* SPDX-License-Identifier: Apache-2.0
 *
 * bay:log "LD0/LLN0.EventLog" and the events of logs: log:queried { by= }. A log control block,
 * "LD0/LLN0.LG.lcb1", is named likewise: lcb:enabled().
 */
#include <string.h>

#include "engine/bind/source.h"

/* "LD0/LLN0.EventLog" as events have it, of that or the MMS form; NULL: no such log. */
static char *
find_log(const Model *model, const char *text)
{
    g_auto(GStrv) sides = g_strsplit(text, "/", 2);
    g_autofree char *item = NULL;

    if (g_strv_length(sides) != 2) {
        return NULL;
    }
    item = g_strdelimit(g_strdup(sides[1]), ".", '$');
    for (unsigned i = 0; i < model->journal_count; i++) {
        const LogicalDevice *owner = &model->devices[model->journal_devices[i]];

        if ((strcmp(owner->inst, sides[0]) == 0 || strcmp(owner->domain, sides[0]) == 0) &&
            strcmp(model->journals[i], item) == 0) {
            return g_strdup_printf("%s/%s", owner->inst, g_strdelimit(item, "$", '.'));
        }
    }
    return NULL;
}

/* "LD0/LLN0.LG.name" of a log control block. */
static char *
find_block(const Model *model, const char *text)
{
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];
        const LogicalDevice *owner = &model->devices[block->device];
        g_autofree char *name = g_strdup_printf("%s/%s.LG.%s", owner->inst,
                                                owner->nodes[block->node].name, block->name);

        if (block->kind == CB_LCB && strcmp(name, text) == 0) {
            return g_steal_pointer(&name);
        }
    }
    return NULL;
}

int
bind_word_log(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    char *reference;

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, "log", NULL), 1;
    }
    reference = find_log(device->server->model, text);
    if (reference == NULL) {
        reference = find_block(device->server->model, text);
    }
    return reference != NULL ? bind_push_source(L, &bind_log_class, device, reference, false)
                             : bind_refuse(L, "%s has no log %s, and no log control block",
                                           device->name, text);
}

static const SourceEvent events[] = {
    { "queried", EVENT_LOG_QUERIED },
    { "initialized", EVENT_LOG_INITIALIZED },
    { "enabled", EVENT_LOG_ENABLED },
    { "disabled", EVENT_LOG_DISABLED },
    { NULL, 0 },
};

const BindWord bind_log_methods[] = {
    { "queried", "log:queried { by=, value= }",
      "event: a client queried it; value is how many entries it got, \"5 entries\"",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { "initialized", "log:initialized { by=, value= }",
      "event: a client deleted entries of it; value says how many", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "enabled", "lcb:enabled { by= }", "event: a client enabled the log control block",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { "disabled", "lcb:disabled { by= }", "event: a client disabled the log control block",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

const SourceClass bind_log_class = {
    .name = "log", .what = "a log", .methods = bind_log_methods, .events = events
};
