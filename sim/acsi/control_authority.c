/* SPDX-License-Identifier: Apache-2.0
 *
 * Who may control: the level in orCat against Loc, LocKey, LocSta and MltLev of the node, else
 * of LLN0 (IEC 61850-7-4 annex B). What a file lacks forbids nothing.
 */
#include "sim/acsi/control_private.h"

typedef enum Level { ANY, FREE, MAINTENANCE, BAY, STATION, REMOTE } Level;

static const Level levels[CONTROL_CATEGORIES] = {
    [CONTROL_NOT_SUPPORTED] = ANY,
    [CONTROL_BAY] = BAY,
    [CONTROL_STATION] = STATION,
    [CONTROL_REMOTE] = REMOTE,
    [CONTROL_AUTOMATIC_BAY] = BAY,
    [CONTROL_AUTOMATIC_STATION] = STATION,
    [CONTROL_AUTOMATIC_REMOTE] = REMOTE,
    [CONTROL_MAINTENANCE] = MAINTENANCE,
    [CONTROL_PROCESS] = FREE,
};

typedef struct Authority {
    bool has_loc, has_loc_sta, has_mlt_lev;
    bool loc_key, loc, loc_sta, mlt_lev;
} Authority;

static bool
flag(const ControlObject *object, const char *path, bool *value)
{
    int64_t number = 0;
    bool found = control_near_number(object, path, &number);

    *value = number != 0;
    return found;
}

/* MltLev is a setting; false when there is none. */
static bool
find_levels(const ControlObject *object, bool *multiple)
{
    const Model *model = object->controls->server->model;
    const LogicalDevice *device = &model->devices[object->co.device];
    const LogicalNode *nodes[] = { &device->nodes[object->co.node],
                                   model_find_node(device, slice_from_string("LLN0")) };
    NodeRef at;

    for (unsigned i = 0; i < G_N_ELEMENTS(nodes); i++) {
        if (nodes[i] == NULL) {
            continue;
        }
        at = model_node_ref(device, nodes[i]);
        if (node_path(&at, slice_from_string("SP$MltLev$setVal"), &at)) {
            *multiple = control_number(object->controls, &at) != 0;
            return true;
        }
    }
    return false;
}

/* Which of the remote levels has the authority, and that only one has it, is said by a file
 * that has MltLev; without it all of them have it until Loc or LocSta is TRUE. */
static bool
allows(const Authority *authority, Level level)
{
    bool exclusive = authority->has_mlt_lev && !authority->mlt_lev;

    if (level == FREE || authority->loc_key) {
        return level == FREE; /* with the key only at the apparatus itself */
    }
    if (level == MAINTENANCE || authority->loc) {
        return level == MAINTENANCE || level == BAY;
    }
    switch (level) {
    case BAY:
        return !authority->has_loc || !exclusive;
    case STATION:
        return !authority->has_loc_sta || authority->loc_sta || !exclusive;
    case REMOTE:
        return !authority->loc_sta;
    default:
        return true;
    }
}

bool
control_has_authority(const ControlRequest *request)
{
    const ControlObject *object = request->object;
    Authority authority = { 0 };

    if (strcmp(object->path, "LocSta") == 0 || strcmp(object->path, "Mod") == 0) {
        return true;
    }
    flag(object, "LocKey$stVal", &authority.loc_key);
    authority.has_loc = flag(object, "Loc$stVal", &authority.loc);
    authority.has_loc_sta = flag(object, "LocSta$stVal", &authority.loc_sta);
    authority.has_mlt_lev = find_levels(object, &authority.mlt_lev);
    return allows(&authority, levels[request->parameters.origin.category]);
}
