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
    case GATE_CONTROL:
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

int
ied_fault_refuses(Ied *ied, const IedAssociation *association)
{
    IedAdmission admission = { .diagnostic = 1 };
    GatePass pass = { .point = GATE_ASSOCIATE,
                      .association = association->id,
                      .subject = &admission };

    if (gate_pass(&ied->gates[GATE_ASSOCIATE], &pass) == GATE_PASS) {
        return 0;
    }
    return admission.error != 0 ? -admission.error : admission.diagnostic;
}

void
ied_set_osi(Ied *ied, const OsiAddress *address, unsigned checks)
{
    ied->address = address != NULL ? *address : ied->parameters.address;
    ied->checks = address != NULL ? checks : ied->parameters.checks;
}

bool
ied_move_listener(Ied *ied, const char *host, int port, GError **error)
{
    g_autofree char *now = g_strdup(ied_address(ied));
    const char *to;
    Listener *old;

    if (now == NULL) {
        return true;
    }
    if (ied->first_host == NULL) {
        ied->first_host = g_strdup(now);
        ied->first_port = ied_port(ied);
    }
    to = port < 0 ? ied->first_host : host != NULL ? host : now;
    port = port < 0 ? ied->first_port : port;
    if (port == ied_port(ied) && strcmp(to, now) == 0) {
        return true;
    }
    old = g_ptr_array_steal_index(ied->listeners, 0);
    if (!ied_listen(ied, to, port, error)) {
        g_ptr_array_insert(ied->listeners, 0, old);
        return false;
    }
    listener_free(old);
    g_ptr_array_insert(ied->listeners, 0,
                       g_ptr_array_steal_index(ied->listeners, ied->listeners->len - 1));
    return true;
}

void
ied_abort_association(Ied *ied, uint64_t association)
{
    IedAssociation *found = find_association(ied, association);

    if (found != NULL) {
        ied_association_abort(found);
    }
}

/* Refused reads and writes hang on the functional constraint of their place. */

static bool
touches(const NodeRef *a, const NodeRef *b)
{
    return a->device == b->device && a->node == b->node &&
           a->offset < b->offset + b->type->size && b->offset < a->offset + a->type->size;
}

static MmsDataError
judge(Ied *ied, const VmdCaller *caller, const NodeRef *ref, bool writes)
{
    for (IedRefusal *at = ied->refusals; at != NULL; at = at->next) {
        g_autofree char *reference = NULL;

        if (!(writes ? at->writes : at->reads) || !touches(&at->place, ref)) {
            continue;
        }
        reference = reference_format(ied->model, ref, true);
        if (at->refuses(at, caller->association, reference)) {
            return (MmsDataError)at->error;
        }
    }
    return writes ? MMS_DATA_NOT_MINE : MMS_DATA_SUCCESS;
}

static MmsDataError
judge_write(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    (void)data;
    return judge(user, caller, ref, true);
}

static MmsDataError
judge_read(void *user, VmdCaller *caller, const NodeRef *ref)
{
    return judge(user, caller, ref, false);
}

static const VmdHook refusal_hook = { .write = judge_write, .read = judge_read };

static bool
is_hooked(const Ied *ied, unsigned fc)
{
    const IedRefusal *at = ied->refusals;

    while (at != NULL && at->place.fc != fc) {
        at = at->next;
    }
    return at != NULL;
}

void
ied_add_refusal(Ied *ied, IedRefusal *refusal)
{
    if (!is_hooked(ied, refusal->place.fc)) {
        vmd_ied_hook_first(ied->vmd, refusal->place.fc, &refusal_hook, ied);
    }
    refusal->next = ied->refusals;
    ied->refusals = refusal;
}

void
ied_remove_refusal(Ied *ied, IedRefusal *refusal)
{
    IedRefusal **place = &ied->refusals;

    while (*place != NULL && *place != refusal) {
        place = &(*place)->next;
    }
    if (*place == NULL) {
        return;
    }
    *place = refusal->next;
    if (!is_hooked(ied, refusal->place.fc)) {
        vmd_ied_unhook(ied->vmd, refusal->place.fc, &refusal_hook, ied);
    }
}

void
ied_show_leaf(Ied *ied, const NodeRef *leaf)
{
    bool alone = acsi_change_open(&ied->server);

    shown_stage_leaf(ied->shown, leaf);
    acsi_change_close(&ied->server, alone);
}

bool
ied_show(Ied *ied, const NodeRef *place)
{
    bool alone = acsi_change_open(&ied->server);
    bool any = shown_stage(ied->shown, place);

    acsi_change_close(&ied->server, alone);
    return any;
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
