/* SPDX-License-Identifier: Apache-2.0
 *
 * The trigger options of data attributes (IEC 61850-6 9.5.4). Some tools export templates that
 * have lost every one of them, although the control blocks beside them wait for changes: to the
 * letter such a device would never report an event. There the options are those that the common
 * data classes of IEC 61850-7-3 give status and measured values.
 */
#include "sim/scl/templates.h"

#include <string.h>

static bool
is_true(const SclElement *element, const char *name)
{
    const char *text = scl_get(element, name);

    return strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

/* Whether `element` or something inside it has this tag and a trigger by events. */
static bool
has_trigger(const SclElement *element, SclTag tag)
{
    if (element->tag == tag &&
        (is_true(element, "dchg") || is_true(element, "qchg") || is_true(element, "dupd"))) {
        return true;
    }
    for (const SclElement *inner = element->first; inner != NULL; inner = inner->next) {
        if (has_trigger(inner, tag)) {
            return true;
        }
    }
    return false;
}

static bool
has_attributes(const SclElement *types)
{
    SCL_EACH(type, types, SCL_DO_TYPE)
    {
        if (scl_child(type, SCL_DA) != NULL) {
            return true;
        }
    }
    return false;
}

bool
scl_triggers_are_lost(const SclElement *root, SclNotes *notes)
{
    const SclElement *types = scl_child(root, SCL_DATA_TYPE_TEMPLATES);

    if (types == NULL || !has_attributes(types) || has_trigger(types, SCL_DA) ||
        !has_trigger(root, SCL_TRG_OPS)) {
        return false;
    }
    scl_note(notes, types->line,
             "control blocks wait for changes, but no attribute has dchg, qchg or dupd; served "
             "with those of its common data class");
    return true;
}

/* By name, as 7-3 has it: what belongs to a value, but is none, triggers nothing. */
static unsigned
usual_flags(const char *name)
{
    static const char *const silent[] = { "t",    "origin", "ctlNum", "instMag", "instCVal",
                                          "frTm", "sev",    "addr",   "addInfo" };

    for (unsigned i = 0; i < G_N_ELEMENTS(silent); i++) {
        if (strcmp(name, silent[i]) == 0) {
            return 0;
        }
    }
    if (strcmp(name, "q") == 0) {
        return COMPONENT_QCHG;
    }
    return strcmp(name, "frVal") == 0 ? COMPONENT_DUPD : COMPONENT_DCHG;
}

unsigned
scl_trigger_flags(const SclTemplates *templates, const SclElement *attribute, Fc fc)
{
    SclNotes *notes = templates->notes;
    unsigned flags = 0;

    if (templates->lost_triggers) {
        return attribute->tag == SCL_DA && (fc == FC_ST || fc == FC_MX)
                   ? usual_flags(scl_get(attribute, "name"))
                   : 0;
    }
    flags |= scl_get_boolean(notes, attribute, "dchg", false) ? COMPONENT_DCHG : 0;
    flags |= scl_get_boolean(notes, attribute, "qchg", false) ? COMPONENT_QCHG : 0;
    flags |= scl_get_boolean(notes, attribute, "dupd", false) ? COMPONENT_DUPD : 0;
    return flags;
}
