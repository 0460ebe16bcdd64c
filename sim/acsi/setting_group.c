/* SPDX-License-Identifier: Apache-2.0
 *
 * The SGCB as clients see it (IEC 61850-7-2 16.2.2, 8-1 16.1): one row an attribute, and what
 * may be done to the values under SG and SE (see setting_group.h).
 */
#include "sim/acsi/setting_group.h"

#include <glib.h>

#include "sim/acsi/attribute.h"
#include "sim/acsi/setting_bank.h"
#include "sim/acsi/setting_range.h"
#include "sim/acsi/tracking.h"
#include "sim/base/store.h"

/* Where the file gives ResvTms but no time: seconds. */
#define RESERVATION 60

/* What is kept of the SGCB: ActSG and LActTm. */
enum { ACTIVE_SIZE = 1 + 8 };

/* One logical device with an SGCB. */
typedef struct Sgcb {
    SettingGroups *groups;
    const ControlBlock *block;
    SettingBanks *banks;
    unsigned count, active;
    unsigned edited;   /* 0: nobody edits */
    VmdCaller *editor; /* while edited */
    unsigned seconds;  /* an edit may take; 0: without an end */
    Timer reservation; /* runs while somebody edits and `seconds` is not 0 */
} Sgcb;

struct SettingGroups {
    AcsiServer server;
    Sgcb *sgcbs;
    unsigned count;
};

static void
emit(const Sgcb *sgcb, EventKind kind, const VmdCaller *caller, const char *value)
{
    const AcsiServer *server = &sgcb->groups->server;
    g_autofree char *reference = NULL;

    if (!event_wanted(server->events, kind)) {
        return;
    }
    reference = attribute_block_reference(server->model, sgcb->block);
    event_emit(server->events,
               &(Event){ .kind = kind,
                         .ied = server->ied,
                         .client = caller != NULL ? caller->client : NULL,
                         .association = caller != NULL ? caller->association : 0,
                         .reference = reference,
                         .value = value });
}

static void
emit_group(const Sgcb *sgcb, EventKind kind, const VmdCaller *caller, unsigned group)
{
    char text[16];

    g_snprintf(text, sizeof text, "%u", group);
    emit(sgcb, kind, caller, text);
}

static void
poke_number(const Sgcb *sgcb, const char *name, unsigned number)
{
    attribute_poke_number(sgcb->groups->server.values, sgcb->block, name, number);
}

/* The values under SG become those of a group, in one change set. */
static void
show_group(Sgcb *sgcb, unsigned group, ChangeOrigin origin, const VmdCaller *caller)
{
    Values *values = sgcb->groups->server.values;

    change_open(values, origin, caller != NULL ? caller->association : 0);
    setting_banks_stage_active(sgcb->banks, group);
    change_commit(values);
}

static char *
key_of(const Sgcb *sgcb, unsigned group)
{
    const char *inst = sgcb->groups->server.model->devices[sgcb->block->device].inst;

    return group == 0 ? g_strdup_printf("settings/%s", inst)
                      : g_strdup_printf("settings/%s/%u", inst, group);
}

/* What survives a power cycle: which group is active, and what differs from the file. */
static void
keep(Sgcb *sgcb)
{
    const AcsiServer *server = &sgcb->groups->server;
    g_autofree char *active_key = key_of(sgcb, 0);
    Value since = attribute_get(server->values, sgcb->block, "LActTm");
    uint8_t active[ACTIVE_SIZE] = { (uint8_t)sgcb->active };

    if (server->store == NULL) {
        return;
    }
    if (since.kind == VALUE_UTC_TIME) {
        memcpy(active + 1, since.time, sizeof since.time);
    }
    setting_banks_save_active(sgcb->banks, sgcb->active);
    store_put(server->store, server->ied, active_key, SLICE_OF(active));
    for (unsigned group = 1; group <= sgcb->count; group++) {
        g_autoptr(GByteArray) octets = g_byte_array_new();
        g_autofree char *key = key_of(sgcb, group);

        setting_banks_put(sgcb->banks, group, octets);
        store_put(server->store, server->ied, key, (Slice){ octets->data, octets->len });
    }
}

/* As it was kept, if it was. */
static void
restore(Sgcb *sgcb)
{
    const AcsiServer *server = &sgcb->groups->server;
    g_autoptr(GByteArray) octets = g_byte_array_new();
    g_autofree char *active_key = key_of(sgcb, 0);
    Value since = { .kind = VALUE_UTC_TIME };

    if (server->store == NULL || !store_get(server->store, server->ied, active_key, octets) ||
        octets->len != ACTIVE_SIZE || octets->data[0] == 0 || octets->data[0] > sgcb->count) {
        return;
    }
    sgcb->active = octets->data[0];
    memcpy(since.time, octets->data + 1, sizeof since.time);
    attribute_poke(server->values, sgcb->block, "LActTm", &since);
    for (unsigned group = 1; group <= sgcb->count; group++) {
        g_autofree char *key = key_of(sgcb, group);

        if (store_get(server->store, server->ied, key, octets)) {
            setting_banks_take(sgcb->banks, group, (Slice){ octets->data, octets->len });
        }
    }
    setting_banks_restore_active(sgcb->banks, sgcb->active);
    poke_number(sgcb, "ActSG", sgcb->active);
}

static void
activate(Sgcb *sgcb, unsigned group, ChangeOrigin origin, const VmdCaller *caller)
{
    const AcsiServer *server = &sgcb->groups->server;
    Value now;

    setting_banks_save_active(sgcb->banks, sgcb->active);
    sgcb->active = group;
    acsi_stamp(server, &now);
    attribute_poke(server->values, sgcb->block, "LActTm", &now);
    poke_number(sgcb, "ActSG", group);
    show_group(sgcb, group, origin, caller);
    keep(sgcb);
    emit_group(sgcb, EVENT_GROUP_ACTIVATED, caller, group);
}

/* The edit buffer is given up or was stored. */
static void
end_edit(Sgcb *sgcb)
{
    clock_disarm(sgcb->groups->server.clock, &sgcb->reservation);
    sgcb->edited = 0;
    sgcb->editor = NULL;
    poke_number(sgcb, "EditSG", 0);
    poke_number(sgcb, "ResvTms", 0);
}

static void
drop_edit(Sgcb *sgcb, const char *why)
{
    const VmdCaller *editor = sgcb->editor;

    end_edit(sgcb);
    emit(sgcb, EVENT_EDIT_DROPPED, editor, why);
}

/* Without a word of the client. */
static void
lose_edit(Sgcb *sgcb, const char *why)
{
    drop_edit(sgcb, why);
    tracking_note_change(sgcb->groups->server.tracking, sgcb->block);
}

static void
reservation_over(Timer *timer)
{
    lose_edit((Sgcb *)(void *)((char *)timer - offsetof(Sgcb, reservation)), "ResvTms went by");
}

static void
begin_edit(Sgcb *sgcb, VmdCaller *caller, unsigned group)
{
    Clock *clock = sgcb->groups->server.clock;

    setting_banks_save_active(sgcb->banks, sgcb->active);
    setting_banks_begin_edit(sgcb->banks, group);
    sgcb->edited = group;
    sgcb->editor = caller;
    poke_number(sgcb, "EditSG", group);
    if (sgcb->seconds != 0) {
        clock_arm(clock, &sgcb->reservation, clock_now(clock) + sgcb->seconds * CLOCK_SECOND,
                  reservation_over);
    }
    emit_group(sgcb, EVENT_EDIT_BEGUN, caller, group);
}

/* What Services does not name is not offered; without Services everything is. */
static bool
offers(const Sgcb *sgcb, bool said)
{
    return said || !sgcb->groups->server.model->services.known;
}

static MmsDataError
write_act_sg(Sgcb *sgcb, VmdCaller *caller, const Value *value)
{
    if (!offers(sgcb, sgcb->groups->server.model->services.setting_groups)) {
        return MMS_DATA_OBJECT_ACCESS_UNSUPPORTED;
    }
    if (value->unsigned_ == 0 || value->unsigned_ > sgcb->count) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (change_is_open(sgcb->groups->server.values)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    activate(sgcb, (unsigned)value->unsigned_, CHANGE_CLIENT, caller);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_edit_sg(Sgcb *sgcb, VmdCaller *caller, const Value *value)
{
    if (!offers(sgcb, sgcb->groups->server.model->services.sg_edit)) {
        return MMS_DATA_OBJECT_ACCESS_UNSUPPORTED;
    }
    if (value->unsigned_ > sgcb->count) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (sgcb->edited != 0 && sgcb->editor != caller) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    if (value->unsigned_ != 0) {
        begin_edit(sgcb, caller, (unsigned)value->unsigned_);
    } else if (sgcb->edited != 0) {
        drop_edit(sgcb, "EditSG 0 written");
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_cnf_edit(Sgcb *sgcb, VmdCaller *caller, const Value *value)
{
    unsigned group = sgcb->edited;

    if (!offers(sgcb, sgcb->groups->server.model->services.sg_edit)) {
        return MMS_DATA_OBJECT_ACCESS_UNSUPPORTED;
    }
    if (!value->boolean) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (group == 0 || sgcb->editor != caller) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (change_is_open(sgcb->groups->server.values)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    setting_banks_save_edited(sgcb->banks, group);
    end_edit(sgcb);
    if (group == sgcb->active) {
        show_group(sgcb, group, CHANGE_CLIENT, caller);
    }
    keep(sgcb);
    emit_group(sgcb, EVENT_SETTINGS_EDITED, caller, group);
    return MMS_DATA_SUCCESS;
}

/* Every other attribute is nobody's to write. */
static const struct {
    const char *name;
    MmsDataError (*write)(Sgcb *sgcb, VmdCaller *caller, const Value *value);
} attributes[] = {
    { "ActSG", write_act_sg },
    { "EditSG", write_edit_sg },
    { "CnfEdit", write_cnf_edit },
};

static MmsDataError
write_attribute(Sgcb *sgcb, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    const char *name = attribute_name(sgcb->block, ref);
    Value value;

    for (unsigned i = 0; i < G_N_ELEMENTS(attributes) && name != NULL; i++) {
        if (strcmp(attributes[i].name, name) == 0) {
            MmsDataError result = attribute_decode(ref->type, data, &value);

            return result == MMS_DATA_SUCCESS ? attributes[i].write(sgcb, caller, &value)
                                              : result;
        }
    }
    return MMS_DATA_OBJECT_ACCESS_DENIED;
}

/* Of the logical device; NULL when it has none. */
static Sgcb *
find_sgcb(const SettingGroups *groups, uint16_t device)
{
    for (unsigned i = 0; i < groups->count; i++) {
        if (groups->sgcbs[i].block->device == device) {
            return &groups->sgcbs[i];
        }
    }
    return NULL;
}

/* Stored by the VMD unless out of range. */
static MmsDataError
check_range(const SettingGroups *groups, const NodeRef *ref, Slice data)
{
    MmsDataError result = setting_range_check(groups->server.values, ref, data);

    return result == MMS_DATA_SUCCESS ? MMS_DATA_NOT_MINE : result;
}

static MmsDataError
write_setpoint(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    const SettingGroups *groups = user;
    Sgcb *sgcb = ref->flags & COMPONENT_CONTROL_BLOCK ? find_sgcb(groups, ref->device) : NULL;

    return sgcb != NULL ? write_attribute(sgcb, caller, ref, data)
                        : check_range(groups, ref, data);
}

static void
refresh_sgcb(void *user, const NodeRef *ref)
{
    const SettingGroups *groups = user;
    const Sgcb *sgcb = find_sgcb(groups, ref->device);
    int64_t left;

    if (sgcb != NULL && clock_is_armed(&sgcb->reservation)) {
        left = sgcb->reservation.due - clock_now(groups->server.clock);
        poke_number(sgcb, "ResvTms",
                    left > 0 ? (unsigned)((left + CLOCK_SECOND - 1) / CLOCK_SECOND) : 0);
    }
}

static MmsDataError
write_edited(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    const SettingGroups *groups = user;
    const Sgcb *sgcb = find_sgcb(groups, ref->device);

    if (sgcb != NULL && (sgcb->edited == 0 || sgcb->editor != caller)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    return check_range(groups, ref, data);
}

static MmsDataError
read_edited(void *user, VmdCaller *caller, const NodeRef *ref)
{
    const Sgcb *sgcb = find_sgcb(user, ref->device);

    (void)caller;
    return sgcb != NULL && sgcb->edited == 0 ? MMS_DATA_TEMPORARILY_UNAVAILABLE
                                             : MMS_DATA_SUCCESS;
}

static void
forget(void *user, VmdCaller *caller)
{
    SettingGroups *groups = user;

    for (unsigned i = 0; i < groups->count; i++) {
        if (groups->sgcbs[i].editor == caller) {
            lose_edit(&groups->sgcbs[i], "the association ended");
        }
    }
}

/* Of the SGCB and of what is under SE. */
static bool
is_locked(void *user, const VmdCaller *caller, const NodeRef *ref)
{
    const Sgcb *sgcb = find_sgcb(user, ref->device);

    return sgcb != NULL && sgcb->edited != 0 && sgcb->editor != caller;
}

static const VmdHook setpoint_hook = { .write = write_setpoint,
                                       .refresh = refresh_sgcb,
                                       .is_locked = is_locked };
static const VmdHook edited_hook = { .write = write_edited,
                                     .read = read_edited,
                                     .is_locked = is_locked };
static const VmdWatch watch = { .forget = forget };

static void
sgcb_init(Sgcb *sgcb, SettingGroups *groups, const ControlBlock *block)
{
    Values *values = groups->server.values;
    NodeRef leaf;

    *sgcb = (Sgcb){ .groups = groups, .block = block };
    sgcb->count = (unsigned)attribute_number(values, block, "NumOfSG");
    sgcb->active = (unsigned)attribute_number(values, block, "ActSG");
    if (node_component(&block->ref, slice_from_string("ResvTms"), &leaf)) {
        sgcb->seconds = (unsigned)attribute_number(values, block, "ResvTms");
        sgcb->seconds = sgcb->seconds != 0 ? sgcb->seconds : RESERVATION;
        poke_number(sgcb, "ResvTms", 0);
    }
    sgcb->banks = setting_banks_new(values, block->device, sgcb->count);
    restore(sgcb);
}

SettingGroups *
setting_groups_new(const AcsiServer *server)
{
    SettingGroups *groups = g_new0(SettingGroups, 1);
    const Model *model = server->model;

    groups->server = *server;
    groups->sgcbs = g_new0(Sgcb, model->control_block_count + 1);
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if (block->kind == CB_SGCB && find_sgcb(groups, block->device) == NULL) {
            sgcb_init(&groups->sgcbs[groups->count], groups, block);
            groups->count++;
        }
    }
    groups->sgcbs = g_renew(Sgcb, groups->sgcbs, groups->count + 1);
    vmd_ied_hook(server->vmd, FC_SP, &setpoint_hook, groups);
    vmd_ied_hook(server->vmd, FC_SE, &edited_hook, groups);
    vmd_ied_watch(server->vmd, &watch, groups);
    return groups;
}

void
setting_groups_free(SettingGroups *groups)
{
    if (groups == NULL) {
        return;
    }
    vmd_ied_unhook(groups->server.vmd, FC_SP, &setpoint_hook, groups);
    vmd_ied_unhook(groups->server.vmd, FC_SE, &edited_hook, groups);
    vmd_ied_unwatch(groups->server.vmd, &watch, groups);
    for (unsigned i = 0; i < groups->count; i++) {
        clock_disarm(groups->server.clock, &groups->sgcbs[i].reservation);
        setting_banks_free(groups->sgcbs[i].banks);
    }
    g_free(groups->sgcbs);
    g_free(groups);
}

bool
setting_groups_activate(SettingGroups *groups, uint16_t device, unsigned group)
{
    Sgcb *sgcb = find_sgcb(groups, device);

    if (sgcb == NULL || group == 0 || group > sgcb->count) {
        return false;
    }
    activate(sgcb, group, CHANGE_DEVICE, NULL);
    tracking_note_change(groups->server.tracking, sgcb->block);
    return true;
}
