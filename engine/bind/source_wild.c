/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls and report control blocks by references with stars, of an IED or of a station:
 * station:control "CSWI*.Pos", bay:rcb "LD0/LLN0.BR.*". Their events are those of any of them.
 */
#include "engine/bind/control.h"
#include "engine/control_place.h"
#include "engine/bind/source.h"
#include "engine/bind/word_options.h"

#include "engine/reference_pattern.h"

/* What is gathered on the way. */
typedef struct Search {
    Device *device;
    Places *places;
    unsigned found; /* on this device */
    bool has_travel;
    int64_t travel;
} Search;

bool
bind_is_wild(lua_State *L)
{
    return bind_to_word(L, 1, WORD_STATION) != NULL ||
           reference_pattern_is(luaL_checkstring(L, 2));
}

/* Devices that have nothing are not meant; how far to go on. */
static unsigned
keep_device(GPtrArray *devices, unsigned at, bool has_something)
{
    if (!has_something) {
        g_ptr_array_remove_index(devices, at);
    }
    return has_something;
}

static void
add_control(void *user, const char *text)
{
    Search *search = user;
    g_autofree char *reference = NULL;
    NodeRef co;

    if (!control_place_find(search->device->server->model, text, &co)) {
        return;
    }
    reference = reference_format(search->device->server->model, &co, false);
    places_add(search->places, reference);
    search->found++;
    if (search->has_travel) {
        control_desk_set_travel(control_desk_get(search->device, &co, reference),
                                search->travel);
    }
}

static const BindOption wild_control_options[] = { { "travel", OPTION_TIME, false },
                                                   { NULL, OPTION_ANY, false } };

int
bind_push_wild_control(lua_State *L)
{
    const char *text = luaL_checkstring(L, 2);
    Search search = { 0 };
    GPtrArray *devices;

    lua_settop(L, 3);
    if (!bind_check_options(L, 3, wild_control_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "control", NULL), 1;
    }
    search.has_travel = bind_option_time(L, 3, "travel", &search.travel);
    devices = bind_to_devices(L, 1);
    if (devices == NULL) {
        return bind_refuse(L, "control takes an IED or a station, not %s", bind_describe(L, 1));
    }
    search.places = places_new();
    for (unsigned i = 0; i < devices->len;) {
        search.device = devices->pdata[i];
        search.found = 0;
        reference_pattern_expand(search.device->server->model, text, add_control, &search);
        i += keep_device(devices, i, search.found > 0);
    }
    return bind_push_wild_source(L, &bind_control_class, devices, text, search.places);
}

/* The parts of "LD0/LLN0.BR.brcb*"; without LD any is meant, and without FC either. */
typedef struct BlockName {
    char *device, *node, *name;
    Fc fc;
} BlockName;

static bool
split(const char *text, BlockName *block)
{
    const char *slash = strchr(text, '/');
    g_auto(GStrv) parts = g_strsplit_set(slash == NULL ? text : slash + 1, ".$", -1);
    unsigned count = g_strv_length(parts);

    *block = (BlockName){ .fc = FC_NONE };
    if (count < 2 || count > 3) {
        return false;
    }
    if (count == 3) {
        block->fc = fc_parse(slice_from_string(parts[1]));
        if (block->fc == FC_NONE) {
            return false;
        }
    }
    block->device = slash == NULL ? g_strdup("*") : g_strndup(text, (size_t)(slash - text));
    block->node = g_strdup(parts[0]);
    block->name = g_strdup(parts[count - 1]);
    return true;
}

static bool
fits(const Model *model, const ControlBlock *block, const BlockName *wanted)
{
    const LogicalDevice *owner = &model->devices[block->device];

    return (block->kind == CB_URCB || block->kind == CB_BRCB) &&
           (wanted->fc == FC_NONE || block->ref.fc == wanted->fc) &&
           (g_pattern_match_simple(wanted->device, owner->inst) ||
            g_pattern_match_simple(wanted->device, owner->domain)) &&
           g_pattern_match_simple(wanted->node, owner->nodes[block->node].name) &&
           (g_pattern_match_simple(wanted->name, block->name) ||
            g_pattern_match_simple(wanted->name, block->base_name));
}

static bool
add_blocks(const Model *model, const BlockName *wanted, Places *places)
{
    bool found = false;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if (fits(model, block, wanted)) {
            const LogicalDevice *owner = &model->devices[block->device];
            g_autofree char *reference =
                g_strdup_printf("%s/%s.%s.%s", owner->inst, owner->nodes[block->node].name,
                                fc_name(block->ref.fc), block->name);

            places_add(places, reference);
            found = true;
        }
    }
    return found;
}

int
bind_push_wild_rcb(lua_State *L)
{
    const char *text = luaL_checkstring(L, 2);
    GPtrArray *devices = bind_to_devices(L, 1);
    BlockName wanted;
    Places *places;
    bool sound;

    if (devices == NULL) {
        return bind_refuse(L, "rcb takes an IED or a station, not %s", bind_describe(L, 1));
    }
    places = places_new();
    sound = split(text, &wanted);
    for (unsigned i = 0; i < devices->len;) {
        const Device *device = devices->pdata[i];

        i += keep_device(devices, i,
                         sound && add_blocks(device->server->model, &wanted, places));
    }
    g_free(wanted.device);
    g_free(wanted.node);
    g_free(wanted.name);
    return bind_push_wild_source(L, &bind_rcb_class, devices, text, places);
}

const BindWordOptions bind_source_wild_options[] = {
    { bind_station_methods, "control", wild_control_options, NULL },
    { 0 },
};
