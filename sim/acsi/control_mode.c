/* SPDX-License-Identifier: Apache-2.0
 *
 * Beh of the node, and of the switch that it moves, against Test of the command (IEC 61850-7-4
 * annex A): one row a behaviour.
 */
#include "sim/acsi/control_private.h"

typedef enum Reaction { REFUSED, DRIVEN, TESTED } Reaction;

enum { BEH_ON = 1, BEH_OFF = 5 };

/* By Test. TESTED: accepted and ended well without an output. */
static const Reaction reactions[BEH_OFF + 1][2] = {
    [BEH_ON] = { DRIVEN, REFUSED }, [2] = { TESTED, REFUSED },        [3] = { REFUSED, DRIVEN },
    [4] = { REFUSED, TESTED },      [BEH_OFF] = { REFUSED, REFUSED },
};

/* Mod brings a node out of any mode again. */
static bool
is_mod(const ControlObject *object)
{
    return strcmp(object->path, "Mod") == 0;
}

/* The first edition has no refusal of test commands: they are answered without an output. */
static Reaction
react(const ControlObject *object, int64_t beh, bool test)
{
    if (object->controls->server->model->edition == EDITION_1 && beh == BEH_ON && test) {
        return TESTED;
    }
    return reactions[beh][test];
}

/* What one node makes of the command. */
static Reaction
react_in(const ControlRequest *request, int64_t beh)
{
    if (beh < BEH_ON || beh > BEH_OFF) {
        beh = BEH_ON;
    }
    if (request->service == CONTROL_SBO) {
        return beh == BEH_OFF ? REFUSED : DRIVEN; /* a read carries no Test */
    }
    return react(request->object, beh, request->parameters.test);
}

bool
control_mode_allows(const ControlRequest *request, bool *silent)
{
    const ControlObject *object = request->object;
    int64_t own = BEH_ON, moved = BEH_ON;
    Reaction reaction, behind;

    *silent = false;
    if (is_mod(object)) {
        return true;
    }
    control_near_number(object, "Beh$stVal", &own);
    reaction = react_in(request, own);
    behind = control_node_number(object, control_moved_switch(object), "Beh$stVal", &moved)
                 ? react_in(request, moved)
                 : DRIVEN;
    *silent = reaction == TESTED || behind == TESTED;
    return reaction != REFUSED && behind != REFUSED;
}
