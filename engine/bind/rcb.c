/* SPDX-License-Identifier: Apache-2.0
 *
 * bay:rcb "LD0/LLN0.BR.brcbMeas" and the events of report control blocks: rcb:enabled(),
 * rcb:report_sent { by= }. Without an index every instance is meant.
 */
#include "engine/bind/bind.h"

#include <string.h>

/* What bay:rcb gave. */
typedef struct RcbWord {
    Device *device;
    char *reference; /* "LD0/LLN0.BR.brcbMeas", as events have it */
    bool instances;  /* of any index */
} RcbWord;

void
bind_rcb_free(void *thing)
{
    RcbWord *rcb = thing;

    g_free(rcb->reference);
    g_free(rcb);
}

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
    Device *device = bind_to_device(L, 1);
    const char *text = luaL_checkstring(L, 2);
    bool instances = false;
    char *reference;
    RcbWord *rcb;

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, "rcb", NULL), 1;
    }
    reference = find_block(device->server->model, text, &instances);
    if (reference == NULL) {
        return bind_refuse(L, "%s has no report control block %s", device->name, text);
    }
    rcb = g_new0(RcbWord, 1);
    *rcb = (RcbWord){ device, reference, instances };
    bind_push_word(L, WORD_RCB, "rcb", rcb);
    return 1;
}

/* A method and the event it means. */
static const struct {
    const char *method;
    EventKind kind;
} kinds[] = {
    { "enabled", EVENT_RCB_ENABLED },   { "disabled", EVENT_RCB_DISABLED },
    { "reserved", EVENT_RESERVED },     { "gi_requested", EVENT_GI_REQUESTED },
    { "resynced", EVENT_RESYNCED },     { "report_sent", EVENT_REPORT_SENT },
    { "entry_lost", EVENT_ENTRY_LOST }, { "buffer_overflowed", EVENT_BUFFER_OVERFLOWED },
};

static EventKind
kind_of(const char *method)
{
    unsigned i = 0;

    while (strcmp(kinds[i].method, method) != 0) {
        i++;
        g_assert(i < G_N_ELEMENTS(kinds));
    }
    return kinds[i].kind;
}

static int
rcb_event(lua_State *L)
{
    static const BindOption options[] = { { "by", OPTION_STRING, false },
                                          { "value", OPTION_STRING, false },
                                          { NULL, OPTION_ANY, false } };
    const char *name = bind_row(L)->name;
    Word *word = bind_to_word(L, 1, WORD_RCB);
    const char *client = NULL, *value = NULL;
    const RcbWord *rcb;
    EventPattern *pattern;

    if (word == NULL) {
        bind_problem(L, "write rcb:%s() with what bay:rcb gave", name);
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    rcb = word->thing;
    lua_settop(L, 2);
    pattern = pattern_new(kind_of(name), rcb->device->name);
    pattern_add_device(pattern, rcb->device);
    pattern->reference = g_strdup(rcb->reference);
    pattern->instances = rcb->instances;
    bind_push_word(L, WORD_PATTERN, name, pattern);
    if (!bind_check_options(L, 2, options, false)) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    if (bind_option_string(L, 2, "by", &client)) {
        pattern->client = g_strdup(client);
    }
    if (bind_option_string(L, 2, "value", &value)) {
        pattern->value = g_strdup(value);
    }
    lua_pushvalue(L, 3);
    return 1;
}

const BindWord bind_rcb_methods[] = {
    { "enabled", "rcb:enabled { by= }", "event: a client enabled it", rcb_event,
      BIND_LOAD | BIND_TASK },
    { "disabled", "rcb:disabled { by=, value= }", "event: reporting ended; value says why",
      rcb_event, BIND_LOAD | BIND_TASK },
    { "reserved", "rcb:reserved { by= }", "event: a client reserved it", rcb_event,
      BIND_LOAD | BIND_TASK },
    { "gi_requested", "rcb:gi_requested { by= }",
      "event: a client asked for a general interrogation", rcb_event, BIND_LOAD | BIND_TASK },
    { "resynced", "rcb:resynced { by=, value= }",
      "event: a client wrote a known EntryID, which is the value", rcb_event,
      BIND_LOAD | BIND_TASK },
    { "report_sent", "rcb:report_sent { by=, value= }",
      "event: a report left; value is its SqNum", rcb_event, BIND_LOAD | BIND_TASK },
    { "entry_lost", "rcb:entry_lost()", "event: an entry went before it was sent", rcb_event,
      BIND_LOAD | BIND_TASK },
    { "buffer_overflowed", "rcb:buffer_overflowed()",
      "event: the first entry not yet sent was lost", rcb_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

static int
index_rcb(lua_State *L)
{
    const char *key = luaL_checkstring(L, 2);

    if (lua_getfield(L, lua_upvalueindex(1), key) == LUA_TNIL) {
        const char **names = bind_names(bind_rcb_methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        return bind_refuse(L, "a report control block has no %s%s", key, near);
    }
    return 1;
}

void
bind_open_rcb(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.rcb");
    bind_push_methods(L, bind_rcb_methods);
    lua_pushcclosure(L, index_rcb, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
