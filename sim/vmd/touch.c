/* SPDX-License-Identifier: Apache-2.0
 *
 * Who counts what clients touch is told here (VmdTouchWatch in vmd_ied.h).
 */
#include "sim/vmd/vmd_ied_private.h"

void
vmd_ied_on_touch(VmdIed *ied, const VmdTouchWatch *watch, void *user)
{
    ied->touch_watch = watch;
    ied->touch_user = user;
}

bool
vmd_ied_is_touch_watched(const VmdIed *ied)
{
    return ied->touch_watch != NULL;
}

void
vmd_ied_touch(const VmdIed *ied, VmdTouch touch, const NodeRef *ref)
{
    if (ied->touch_watch != NULL && ied->touch_watch->place != NULL) {
        ied->touch_watch->place(ied->touch_user, touch, ref);
    }
}

void
vmd_ied_touch_list(const VmdIed *ied, const VmdVariableList *list)
{
    if (ied->touch_watch != NULL && ied->touch_watch->data_set != NULL &&
        list->data_set != NULL) {
        ied->touch_watch->data_set(ied->touch_user, list->data_set);
    }
}
