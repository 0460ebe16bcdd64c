/* SPDX-License-Identifier: Apache-2.0
 *
 * Named variables of an IED: every level of LN$FC$DO$DA is one (IEC 61850-8-1 7.3). What
 * reading and writing mean depends on the functional constraint: one row each. Stored data are
 * read from the arena and written, where the FC and the SCL file allow it, through the change
 * set; neighbouring items of one request gather in one.
 */
#include "sim/vmd/vmd_ied_private.h"

/* `access` NULL: the whole place; else it was checked. */
typedef MmsDataError (*FcRead)(VmdIed *ied, VmdCaller *caller, const NodeRef *ref,
                               const MmsAccess *access, BerWriter *writer);
typedef MmsDataError (*FcWrite)(VmdIed *ied, VmdCaller *caller, const NodeRef *ref,
                                const MmsAccess *access, Slice data);

/* NULL read: from the arena. NULL write: object-access-denied. A row whose items take part in
 * the gathered change set says so; any other item closes the set first, and so do control
 * blocks under SP. */
typedef struct FcRow {
    FcRead read;
    FcWrite write;
    bool gathers;
} FcRow;

static MmsDataError
write_stored(VmdIed *ied, VmdCaller *caller, const NodeRef *ref, const MmsAccess *access,
             Slice data)
{
    MmsDataError result;
    unsigned mark;

    if (!ied->gathering) {
        if (change_is_open(ied->values)) {
            return MMS_DATA_TEMPORARILY_UNAVAILABLE;
        }
        change_open(ied->values, CHANGE_CLIENT, caller->association);
        ied->gathering = true;
    }
    mark = change_mark(ied->values);
    result = access == NULL ? vmd_place_decode(ied->values, ref, data)
                            : vmd_access_decode(ied->values, ref, access, data);
    if (result != MMS_DATA_SUCCESS) {
        change_rewind(ied->values, mark);
    }
    return result;
}

static const FcRow rows[FC_COUNT + 1] = {
    [FC_CF] = { .write = write_stored, .gathers = true },
    [FC_DC] = { .write = write_stored, .gathers = true },
    [FC_SP] = { .write = write_stored, .gathers = true },
    [FC_SV] = { .write = write_stored, .gathers = true },
    [FC_SE] = { .write = write_stored, .gathers = true },
    [FC_BL] = { .write = write_stored, .gathers = true },
};

/* A variable's flags: FC, level and component flags. */
VmdVariable
vmd_variable_of(const VmdIed *ied, const NodeRef *ref)
{
    const LogicalDevice *device = &ied->model->devices[ref->device];

    return (VmdVariable){ .type = ref->type,
                          .place = &device->nodes[ref->node],
                          .offset = ref->offset,
                          .flags = ref->fc | (uint32_t)ref->level << 8 |
                                   (uint32_t)ref->flags << 16 };
}

NodeRef
vmd_ied_place(const VmdIed *ied, const VmdVariable *variable)
{
    const LogicalNode *node = variable->place;

    return (NodeRef){ .type = variable->type,
                      .offset = variable->offset,
                      .device = node->device,
                      .node = (uint16_t)(node - ied->model->devices[node->device].nodes),
                      .fc = (uint8_t)variable->flags,
                      .level = (uint8_t)(variable->flags >> 8),
                      .flags = (uint16_t)(variable->flags >> 16) };
}

MmsDataError
vmd_ied_find(const VmdIed *ied, const MmsObjectName *name, NodeRef *ref)
{
    return name->scope == MMS_SCOPE_DOMAIN &&
                   model_find_item(ied->model, name->domain, name->item, ref)
               ? MMS_DATA_SUCCESS
               : MMS_DATA_OBJECT_NON_EXISTENT;
}

static MmsDataError
find(void *object, VmdCaller *caller, const MmsObjectName *name, VmdVariable *variable)
{
    const VmdIed *ied = object;
    NodeRef ref;
    MmsDataError result = vmd_ied_find(ied, name, &ref);

    (void)caller;
    if (result == MMS_DATA_SUCCESS) {
        *variable = vmd_variable_of(ied, &ref);
    }
    return result;
}

static MmsDataError
check_access(void *object, const VmdVariable *variable, const MmsAccess *access)
{
    NodeRef ref = vmd_ied_place(object, variable);

    return vmd_access_check(&ref, access);
}

static void
describe(void *object, const VmdVariable *variable, BerWriter *writer)
{
    (void)object;
    type_describe(variable->type, writer);
}

static MmsDataError
read_place(VmdIed *ied, VmdCaller *caller, const NodeRef *ref, const MmsAccess *access,
           BerWriter *writer)
{
    MmsDataError result;

    vmd_hooks_refresh(ied, ref);
    result = vmd_hooks_read(ied, caller, ref);
    if (result != MMS_DATA_SUCCESS) {
        return result;
    }
    if (rows[ref->fc].read != NULL) {
        return rows[ref->fc].read(ied, caller, ref, access, writer);
    }
    if (access == NULL) {
        values_encode(ied->values, ref, writer);
    } else {
        vmd_access_encode(ied->values, ref, access, writer);
    }
    return MMS_DATA_SUCCESS;
}

/* What of the place was touched: what one selection leads to, else all of it. */
static void
tell_touch(const VmdIed *ied, VmdTouch touch, const NodeRef *ref, const MmsAccess *access)
{
    NodeRef part;

    if (ied->touch_watch != NULL) {
        vmd_access_place(ref, access, &part);
        vmd_ied_touch(ied, touch, &part);
    }
}

static MmsDataError
read_variable(void *object, VmdCaller *caller, const VmdVariable *variable,
              const MmsAccess *access, BerWriter *writer)
{
    VmdIed *ied = object;
    NodeRef ref = vmd_ied_place(ied, variable);
    MmsDataError result = read_place(ied, caller, &ref, access, writer);

    if (result == MMS_DATA_SUCCESS) {
        tell_touch(ied, VMD_TOUCH_READ, &ref, access);
    }
    return result;
}

static void
close_gathered(VmdIed *ied)
{
    if (ied->gathering) {
        ied->gathering = false;
        change_commit(ied->values);
    }
}

static void
write_open(void *object, VmdCaller *caller, const VmdVariableList *list)
{
    VmdIed *ied = object;

    (void)caller;
    close_gathered(ied);
    ied->written_list = list;
    ied->written = MMS_DATA_SUCCESS;
}

static void
note_member(VmdIed *ied, MmsDataError result)
{
    if (ied->written == MMS_DATA_SUCCESS) {
        ied->written = result;
    }
}

static MmsDataError
write_place(VmdIed *ied, VmdCaller *caller, const NodeRef *ref, const MmsAccess *access,
            Slice data)
{
    const FcRow *row = &rows[ref->fc];
    MmsDataError result;

    if (!row->gathers || ref->flags & COMPONENT_CONTROL_BLOCK) {
        close_gathered(ied);
    }
    result = vmd_hooks_write(ied, caller, ref, access, data);
    if (result != MMS_DATA_NOT_MINE) {
        return result;
    }
    return row->write == NULL ? MMS_DATA_OBJECT_ACCESS_DENIED
                              : row->write(ied, caller, ref, access, data);
}

static MmsDataError
write_variable(void *object, VmdCaller *caller, const VmdVariable *variable,
               const MmsAccess *access, Slice data)
{
    VmdIed *ied = object;
    NodeRef ref = vmd_ied_place(ied, variable);
    MmsDataError result = write_place(ied, caller, &ref, access, data);

    if (result == MMS_DATA_SUCCESS || result == MMS_DATA_LATER) {
        tell_touch(ied, VMD_TOUCH_WRITE, &ref, access);
    }
    if (ied->written_list != NULL) {
        note_member(ied, result);
    } else if (ied->tracker != NULL) {
        vmd_access_place(&ref, access, &ref);
        ied->tracker->wrote(ied->tracker_user, caller, &ref, data, result);
    }
    return result;
}

static void
write_missed(void *object, VmdCaller *caller, const MmsObjectName *name, bool is_list,
             MmsDataError result)
{
    VmdIed *ied = object;

    if (ied->written_list != NULL) {
        note_member(ied, result);
    } else if (ied->tracker != NULL && is_list) {
        ied->tracker->wrote_list(ied->tracker_user, caller, name, result);
        ied->tracker->written(ied->tracker_user, caller);
    } else if (ied->tracker != NULL) {
        ied->tracker->missed(ied->tracker_user, caller, name, result);
    }
}

static void
write_close(void *object, VmdCaller *caller)
{
    VmdIed *ied = object;
    const VmdVariableList *list = ied->written_list;

    close_gathered(ied);
    ied->written_list = NULL;
    if (ied->tracker == NULL) {
        return;
    }
    if (list != NULL) {
        bool own = vmd_list_is_of(caller, list);
        MmsObjectName name =
            vmd_list_name(ied, list, own ? MMS_SCOPE_ASSOCIATION : MMS_SCOPE_DOMAIN);

        ied->tracker->wrote_list(ied->tracker_user, caller, &name, ied->written);
    }
    ied->tracker->written(ied->tracker_user, caller);
}

const VmdVariables vmd_ied_variables = {
    .find = find,
    .check_access = check_access,
    .describe = describe,
    .read = read_variable,
    .write_open = write_open,
    .write = write_variable,
    .write_close = write_close,
    .write_missed = write_missed,
};
