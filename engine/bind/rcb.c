/* SPDX-License-Identifier: Apache-2.0
 *
 * bay:rcb "LD0/LLN0.BR.brcbMeas" and the events of report control blocks: rcb:enabled(),
 * rcb:report_sent { by= }. Without an index every instance is meant.
 */
#include "engine/bind/source.h"

#include <string.h>

/* "LD0/LLN0.BR.name", without the FC, or the MMS form, into its parts; false: none of these. */
static bool
split(const char *text, char **device, char **node, char **fc, char **name)
{
    g_auto(GStrv) sides = g_strsplit(text, "/", 2);
    g_auto(GStrv) parts = NULL;
    unsigned count;

    if (g_strv_length(sides) != 2) {
        return false;
    }
    parts = g_strsplit_set(sides[1], ".$", -1);
    count = g_strv_length(parts);
    if (count < 2 || count > 3) {
        return false;
    }
    *device = g_strdup(sides[0]);
    *node = g_strdup(parts[0]);
    *fc = count == 3 ? g_strdup(parts[1]) : NULL;
    *name = g_strdup(parts[count - 1]);
    return true;
}

static bool
is_meant(const Model *model, const ControlBlock *block, const char *device, const char *node,
         const char *fc)
{
    const LogicalDevice *owner = &model->devices[block->device];

    return (block->kind == CB_URCB || block->kind == CB_BRCB) &&
           (strcmp(owner->inst, device) == 0 || strcmp(owner->domain, device) == 0) &&
           strcmp(owner->nodes[block->node].name, node) == 0 &&
           (fc == NULL || strcmp(fc_name(block->ref.fc), fc) == 0);
}

/* The events' form of the reference; NULL: the model has no such block. */
static char *
find_block(const Model *model, const char *text, bool *instances)
{
    g_autofree char *device = NULL, *node = NULL, *fc = NULL, *name = NULL;

    if (!split(text, &device, &node, &fc, &name)) {
        return NULL;
    }
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        *instances = strcmp(block->name, name) != 0;
        if (is_meant(model, block, device, node, fc) &&
            (!*instances || strcmp(block->base_name, name) == 0)) {
            const LogicalDevice *owner = &model->devices[block->device];

            return g_strdup_printf("%s/%s.%s.%s", owner->inst, node, fc_name(block->ref.fc),
                                   name);
        }
    }
    return NULL;
}

int
bind_word_rcb(lua_State *L)
{
    const char *text = luaL_checkstring(L, 2);
    bool instances = false;
    char *reference;
    Device *device;

    if (bind_is_wild(L)) {
        return bind_push_wild_rcb(L);
    }
    device = bind_to_device(L, 1);
    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, "rcb", NULL), 1;
    }
    reference = find_block(device->server->model, text, &instances);
    if (reference == NULL) {
        return bind_refuse(L, "%s has no report control block %s", device->name, text);
    }
    return bind_push_source(L, &bind_rcb_class, device, reference, instances);
}

static const SourceEvent events[] = {
    { "enabled", EVENT_RCB_ENABLED },
    { "disabled", EVENT_RCB_DISABLED },
    { "reserved", EVENT_RESERVED },
    { "gi_requested", EVENT_GI_REQUESTED },
    { "resynced", EVENT_RESYNCED },
    { "report_sent", EVENT_REPORT_SENT },
    { "entry_made", EVENT_ENTRY_MADE },
    { "entry_lost", EVENT_ENTRY_LOST },
    { "buffer_overflowed", EVENT_BUFFER_OVERFLOWED },
    { NULL, 0 },
};

const BindWord bind_rcb_methods[] = {
    { "enabled", "rcb:enabled { by= }", "event: a client enabled it", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "disabled", "rcb:disabled { by=, value= }", "event: reporting ended; value says why",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { "reserved", "rcb:reserved { by= }", "event: a client reserved it", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "gi_requested", "rcb:gi_requested { by= }",
      "event: a client asked for a general interrogation", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "resynced", "rcb:resynced { by=, value= }",
      "event: a client wrote a known EntryID, which is the value", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "report_sent", "rcb:report_sent { by=, value= }",
      "event: a report left; value is its SqNum", bind_source_event, BIND_LOAD | BIND_TASK },
    { "entry_made", "rcb:entry_made { value= }",
      "event: it has a new entry, sent or not; value is its EntryID", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { "entry_lost", "rcb:entry_lost()", "event: an entry went before it was sent",
      bind_source_event, BIND_LOAD | BIND_TASK },
    { "buffer_overflowed", "rcb:buffer_overflowed()",
      "event: the first entry not yet sent was lost", bind_source_event,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const SourceClass bind_rcb_class = { .name = "rcb",
                                     .what = "a report control block",
                                     .methods = bind_rcb_methods,
                                     .events = events };
