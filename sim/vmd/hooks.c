/* SPDX-License-Identifier: Apache-2.0
 *
 * What hangs on an IED's VMD: the behaviours behind its functional constraints, and those who
 * use its lists and want to know when an association ended (see vmd_ied.h).
 */
#include "sim/vmd/vmd_ied_private.h"

void
vmd_ied_hook(VmdIed *ied, Fc fc, const VmdHook *hook, void *user)
{
    HookPlace **place = &ied->hooks[fc];
    HookPlace *added = g_new(HookPlace, 1);

    while (*place != NULL) {
        place = &(*place)->next;
    }
    *added = (HookPlace){ .hook = hook, .user = user };
    *place = added;
}

void
vmd_ied_hook_first(VmdIed *ied, Fc fc, const VmdHook *hook, void *user)
{
    HookPlace *added = g_new(HookPlace, 1);

    *added = (HookPlace){ .hook = hook, .user = user, .next = ied->hooks[fc] };
    ied->hooks[fc] = added;
}

void
vmd_ied_unhook(VmdIed *ied, Fc fc, const VmdHook *hook, void *user)
{
    HookPlace **place = &ied->hooks[fc];
    HookPlace *gone;

    while (*place != NULL && ((*place)->hook != hook || (*place)->user != user)) {
        place = &(*place)->next;
    }
    gone = *place;
    if (gone != NULL) {
        *place = gone->next;
        g_free(gone);
    }
}

void
vmd_ied_watch(VmdIed *ied, const VmdWatch *watch, void *user)
{
    WatchPlace *added = g_new(WatchPlace, 1);

    *added = (WatchPlace){ .watch = watch, .user = user, .next = ied->watches };
    ied->watches = added;
}

void
vmd_ied_unwatch(VmdIed *ied, const VmdWatch *watch, void *user)
{
    WatchPlace **place = &ied->watches;
    WatchPlace *gone;

    while (*place != NULL && ((*place)->watch != watch || (*place)->user != user)) {
        place = &(*place)->next;
    }
    gone = *place;
    if (gone != NULL) {
        *place = gone->next;
        g_free(gone);
    }
}

void
vmd_hooks_clear(VmdIed *ied)
{
    for (unsigned fc = 0; fc < FC_COUNT; fc++) {
        while (ied->hooks[fc] != NULL) {
            vmd_ied_unhook(ied, fc, ied->hooks[fc]->hook, ied->hooks[fc]->user);
        }
    }
    while (ied->watches != NULL) {
        vmd_ied_unwatch(ied, ied->watches->watch, ied->watches->user);
    }
}

void
vmd_hooks_forget(VmdIed *ied, VmdCaller *caller)
{
    for (const WatchPlace *at = ied->watches; at != NULL; at = at->next) {
        if (at->watch->forget != NULL) {
            at->watch->forget(at->user, caller);
        }
    }
}

bool
vmd_list_is_used(const VmdIed *ied, const VmdVariableList *list)
{
    const WatchPlace *at = ied->watches;

    while (at != NULL && (at->watch->is_used == NULL || !at->watch->is_used(at->user, list))) {
        at = at->next;
    }
    return at != NULL;
}

void
vmd_hooks_listed(const VmdIed *ied)
{
    for (const WatchPlace *at = ied->watches; at != NULL; at = at->next) {
        if (at->watch->listed != NULL) {
            at->watch->listed(at->user);
        }
    }
}

static void
refresh_fc(const VmdIed *ied, unsigned fc, const NodeRef *ref)
{
    for (const HookPlace *at = ied->hooks[fc]; at != NULL; at = at->next) {
        if (at->hook->refresh != NULL) {
            at->hook->refresh(at->user, ref);
        }
    }
}

/* A whole logical node has every constraint inside. */
void
vmd_hooks_refresh(const VmdIed *ied, const NodeRef *ref)
{
    for (unsigned fc = 0; fc < FC_COUNT && ref->fc == FC_NONE; fc++) {
        refresh_fc(ied, fc, ref);
    }
    if (ref->fc != FC_NONE) {
        refresh_fc(ied, ref->fc, ref);
    }
}

void
vmd_ied_refresh(const VmdIed *ied, const NodeRef *ref)
{
    vmd_hooks_refresh(ied, ref);
}

MmsDataError
vmd_hooks_read(const VmdIed *ied, VmdCaller *caller, const NodeRef *ref)
{
    MmsDataError result = MMS_DATA_SUCCESS;

    for (const HookPlace *at = ref->fc != FC_NONE ? ied->hooks[ref->fc] : NULL;
         at != NULL && result == MMS_DATA_SUCCESS; at = at->next) {
        if (at->hook->read != NULL) {
            result = at->hook->read(at->user, caller, ref);
        }
    }
    return result;
}

bool
vmd_ied_is_locked(const VmdIed *ied, const VmdCaller *caller, const NodeRef *ref)
{
    const HookPlace *at = ref->fc != FC_NONE ? ied->hooks[ref->fc] : NULL;

    while (at != NULL &&
           (at->hook->is_locked == NULL || !at->hook->is_locked(at->user, caller, ref))) {
        at = at->next;
    }
    return at != NULL;
}

void
vmd_ied_track(VmdIed *ied, const VmdTracker *tracker, void *user)
{
    ied->tracker = tracker;
    ied->tracker_user = user;
}

MmsDataError
vmd_hooks_write(VmdIed *ied, VmdCaller *caller, const NodeRef *ref, const MmsAccess *access,
                Slice data)
{
    MmsDataError result = MMS_DATA_NOT_MINE;
    NodeRef place;

    for (const HookPlace *at = ref->fc != FC_NONE ? ied->hooks[ref->fc] : NULL;
         at != NULL && result == MMS_DATA_NOT_MINE; at = at->next) {
        if (at->hook->write != NULL) {
            result = vmd_access_place(ref, access, &place)
                         ? at->hook->write(at->user, caller, &place, data)
                         : MMS_DATA_OBJECT_ACCESS_UNSUPPORTED;
        }
    }
    return result;
}
