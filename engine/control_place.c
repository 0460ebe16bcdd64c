/* SPDX-License-Identifier: Apache-2.0
 *
 * See control_place.h: controllable is what has SBO, SBOw, Oper or Cancel (IEC 61850-8-1 20.1).
 */
#include "engine/control_place.h"

#include <glib.h>

static bool
is_controllable(const NodeRef *ref)
{
    for (unsigned service = 0; ref->fc == FC_CO && service < CONTROL_SERVICES; service++) {
        if (ref->type->kind == VALUE_STRUCTURE &&
            type_component(ref->type, slice_from_string(control_service_name(service))) !=
                NULL) {
            return true;
        }
    }
    return false;
}

bool
control_place_find(const Model *model, const char *reference, NodeRef *co)
{
    g_autofree char *under_co = g_strdup_printf("%s[CO]", reference);

    return (reference_resolve(model, reference, co, NULL) && is_controllable(co)) ||
           (reference_resolve(model, under_co, co, NULL) && is_controllable(co));
}
