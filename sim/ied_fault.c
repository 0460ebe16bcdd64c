/* SPDX-License-Identifier: Apache-2.0
 *
 * What faults do to an IED beside its gates (see ied.h): connections end or stall, nobody is
 * accepted, and what was taken at a gate goes on later.
 */
#include "sim/ied_private.h"
#include "sim/net/listener.h"

#define CUT_TEXT "the link was cut on purpose"

static IedAssociation *
find_association(const Ied *ied, uint64_t id)
{
    IedAssociation *at = ied->associations;

    while (at != NULL && at->id != id) {
        at = at->next;
    }
    return at;
}

bool
ied_inject(Ied *ied, const GatePass *pass)
{
    IedAssociation *association = find_association(ied, pass->association);

    if (association == NULL) {
        return false;
    }
    switch (pass->point) {
    case GATE_BYTES:
        connection_inject(association->connection, pass->outbound, pass->bytes);
        return true;
    case GATE_RECEIVE:
    case GATE_SEND:
        return mms_association_inject(association->mms, pass);
    case GATE_REPORT:
        return mms_association_send_unconfirmed(association->mms, pass->bytes);
    default:
        g_assert_not_reached();
    }
}

void
ied_withhold(Ied *ied, uint64_t association, int by)
{
    IedAssociation *found = find_association(ied, association);

    if (found != NULL) {
        connection_withhold(found->connection, by);
    }
}

static void
cut(Ied *ied, IedAssociation *association, IedCut how)
{
    Connection *connection = ied_association_lose(association, CUT_TEXT);

    if (how == IED_CUT_SILENCE) {
        ied_power_forsake(ied, connection);
    } else {
        connection_close(connection, how == IED_CUT_RESET);
    }
}

void
ied_cut(Ied *ied, uint64_t association, IedCut how)
{
    IedAssociation *next;

    for (IedAssociation *at = ied->associations; at != NULL; at = next) {
        next = at->next;
        if (association == 0 || at->id == association) {
            cut(ied, at, how);
        }
    }
}

void
ied_pause(Ied *ied, uint64_t association, bool paused)
{
    for (IedAssociation *at = ied->associations; at != NULL; at = at->next) {
        if (association == 0 || at->id == association) {
            (paused ? connection_pause : connection_resume)(at->connection);
        }
    }
}

void
ied_pause_listening(Ied *ied, bool refuse)
{
    ied->deaf = refuse ? IED_REFUSES : IED_HANGS;
    for (unsigned i = 0; i < ied->listeners->len && !ied->off; i++) {
        listener_pause(g_ptr_array_index(ied->listeners, i), refuse);
    }
}

bool
ied_resume_listening(Ied *ied, GError **error)
{
    bool listens = true;

    ied->deaf = IED_LISTENS;
    for (unsigned i = 0; i < ied->listeners->len && listens && !ied->off; i++) {
        listens = listener_resume(g_ptr_array_index(ied->listeners, i), error);
    }
    return listens;
}

const char *
ied_client(const Ied *ied, uint64_t association)
{
    const IedAssociation *found = find_association(ied, association);

    return found == NULL ? "" : connection_peer(found->connection);
}

uint64_t
ied_connection_number(const Ied *ied, uint64_t association)
{
    const IedAssociation *found = find_association(ied, association);

    return found == NULL ? 0 : found->number;
}

void
ied_each_connection(const Ied *ied, void (*each)(void *user, uint64_t association), void *user)
{
    for (const IedAssociation *at = ied->associations; at != NULL; at = at->next) {
        each(user, at->id);
    }
}
