/* SPDX-License-Identifier: Apache-2.0
 *
 * What a DOType must have by its common data class (IEC 61850-7-3 clause 7): only what every
 * edition asks for. A type without it is served as it is.
 */
#include "sim/scl/builder.h"

#include <string.h>

static const struct {
    const char *cdc;
    const char *names[5];
} classes[] = {
    { "SPS", { "stVal", "q", "t" } },
    { "DPS", { "stVal", "q", "t" } },
    { "INS", { "stVal", "q", "t" } },
    { "ENS", { "stVal", "q", "t" } },
    { "ACT", { "general", "q", "t" } },
    { "ACD", { "general", "dirGeneral", "q", "t" } },
    { "SEC", { "cnt", "sev", "t" } },
    { "BCR", { "actVal", "q", "t" } },
    { "VSS", { "stVal", "q", "t" } },
    { "ORS", { "stVal", "q", "t" } },
    { "TCS", { "stVal", "q", "t" } },
    { "MV", { "q", "t" } },
    { "CMV", { "q", "t" } },
    { "SAV", { "instMag", "q" } },
    { "SEQ", { "c1", "seqT" } },
    { "HMV", { "har", "numHar", "numCyc", "evalTm", "frequency" } },
    { "HWYE", { "phsAHar", "numHar", "numCyc", "evalTm", "frequency" } },
    { "SPC", { "ctlModel" } },
    { "DPC", { "ctlModel" } },
    { "INC", { "ctlModel" } },
    { "ENC", { "ctlModel" } },
    { "BSC", { "ctlModel" } },
    { "ISC", { "ctlModel" } },
    { "APC", { "ctlModel" } },
    { "BAC", { "ctlModel" } },
    { "SPG", { "setVal" } },
    { "ING", { "setVal" } },
    { "ENG", { "setVal" } },
    { "VSG", { "setVal" } },
    { "CUG", { "cur" } },
    { "ASG", { "setMag" } },
    { "CURVE", { "setCharact" } },
    { "DPL", { "vendor" } },
    { "LPL", { "vendor", "swRev" } },
};

static bool
has_child(const SclElement *type, const char *name)
{
    for (const SclElement *child = type->first; child != NULL; child = child->next) {
        if (strcmp(scl_get(child, "name"), name) == 0) {
            return true;
        }
    }
    return false;
}

static void
lint_type(SclNotes *notes, const SclElement *type)
{
    const char *cdc = scl_get(type, "cdc");
    unsigned at = 0;

    while (at < G_N_ELEMENTS(classes) && strcmp(classes[at].cdc, cdc) != 0) {
        at++;
    }
    for (unsigned i = 0; at < G_N_ELEMENTS(classes) && i < G_N_ELEMENTS(classes[at].names);
         i++) {
        const char *name = classes[at].names[i];

        if (name != NULL && !has_child(type, name)) {
            scl_note(notes, type->line, "DOType \"%s\" has no \"%s\", which a %s must have",
                     scl_get(type, "id"), name, cdc);
        }
    }
}

void
scl_lint_types(const SclLoader *loader)
{
    GHashTableIter iterator;
    void *value;

    g_hash_table_iter_init(&iterator, loader->templates->do_types);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        const SclElement *type = value;

        if (type->state == SCL_READY) {
            lint_type(loader->notes, type);
        }
    }
}
