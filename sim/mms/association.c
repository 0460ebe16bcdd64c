/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of an association (ISO 9506-2 8; see association.h): from the OSI primitives to the
 * protocol machine and back. Exactly one `ended` comes, before `finish`.
 */
#include "sim/mms/association_private.h"

#define DEFAULT_PDU_SIZE 65000
#define DEFAULT_PDU_SIZE_MIN 256
#define DEFAULT_OUTSTANDING 16
#define DEFAULT_NESTING 10
/* Leaves the reader's own limit, BER_DEPTH_MAX, room around the data. */
#define NESTING_MAX 24
#define DEFAULT_VARIABLES 4096

static MmsLimits
complete_limits(MmsLimits limits)
{
    if (limits.pdu_size == 0) {
        limits.pdu_size = DEFAULT_PDU_SIZE;
    }
    if (limits.pdu_size_min == 0) {
        limits.pdu_size_min = MIN(DEFAULT_PDU_SIZE_MIN, limits.pdu_size);
    }
    if (limits.outstanding_calling == 0) {
        limits.outstanding_calling = DEFAULT_OUTSTANDING;
    }
    if (limits.outstanding_called == 0) {
        limits.outstanding_called = DEFAULT_OUTSTANDING;
    }
    if (limits.nesting == 0) {
        limits.nesting = DEFAULT_NESTING;
    }
    limits.nesting = MIN(limits.nesting, NESTING_MAX);
    if (limits.variables_per_request == 0) {
        limits.variables_per_request = DEFAULT_VARIABLES;
    }
    if (limits.unserved_error == 0) {
        limits.unserved_error = MMS_SERVICE_OTHER;
    }
    return limits;
}

MmsAssociation *
mms_association_new_bare(const MmsParameters *parameters, const MmsUser *callbacks, void *user,
                         MmsWire wire, void *wire_user)
{
    MmsAssociation *association = g_new0(MmsAssociation, 1);

    association->client_name = g_strdup(parameters->client);
    association->caller.association = parameters->id;
    association->caller.client = association->client_name;
    association->vmd = parameters->vmd;
    association->gates = parameters->gates;
    association->callbacks = *callbacks;
    association->user = user;
    association->wire = wire;
    association->wire_user = wire_user;
    association->role = parameters->osi.role;
    association->limits = complete_limits(parameters->limits);
    association->negotiated.pdu_size = association->limits.pdu_size;
    association->pendings = g_ptr_array_new();
    association->outstanding = g_array_new(FALSE, FALSE, sizeof(MmsOutstanding));
    g_queue_init(&association->waiting);
    pdu_init(&association->response, 0);
    pdu_init(&association->outgoing, 0);
    mms_scratch_init(&association->scratch, association->limits.variables_per_request);
    return association;
}

static void
send_through_stack(void *wire_user, OsiPrimitive primitive, Pdu *pdu, int diagnostic)
{
    MmsAssociation *association = wire_user;

    osi_stack_send(association->stack, primitive, pdu, diagnostic);
}

static void
stack_transmits(void *user, Slice bytes)
{
    MmsAssociation *association = user;

    association->callbacks.transmit(association->user, bytes);
}

static void
stack_finishes(void *user)
{
    MmsAssociation *association = user;

    mms_association_lost(association, "the association is over");
    association->callbacks.finish(association->user);
}

MmsAssociation *
mms_association_new(const MmsParameters *parameters, const MmsUser *callbacks, void *user)
{
    static const OsiUser stack_user = { .indicate = mms_association_indicate,
                                        .transmit = stack_transmits,
                                        .finish = stack_finishes };
    MmsAssociation *association =
        mms_association_new_bare(parameters, callbacks, user, send_through_stack, NULL);

    association->wire_user = association;
    association->stack = osi_stack_new(&parameters->osi, &stack_user, association);
    if (parameters->gates != NULL) {
        osi_stack_set_gates(association->stack, parameters->gates, parameters->id);
    }
    return association;
}

/* What an end leaves behind; callable twice. */
static void
let_go(MmsAssociation *association)
{
    const Vmd *vmd = association->vmd;

    association->state = MMS_STATE_ENDED;
    association->conclude_wanted = false;
    mms_pending_drop_all(association);
    mms_request_lose_all(association);
    if (vmd != NULL && vmd->device != NULL && vmd->device->forget != NULL) {
        vmd->device->forget(vmd->object, &association->caller);
    }
    association->vmd = NULL;
}

void
mms_association_free(MmsAssociation *association)
{
    if (association == NULL) {
        return;
    }
    g_assert(association->serving == NULL);
    let_go(association);
    if (association->stack != NULL) {
        osi_stack_free(association->stack);
    }
    g_ptr_array_unref(association->pendings);
    g_array_unref(association->outstanding);
    mms_scratch_clear(&association->scratch);
    pdu_clear(&association->response);
    pdu_clear(&association->outgoing);
    g_free(association->items);
    g_free(association->client_name);
    g_free(association);
}

void
mms_association_end(MmsAssociation *association, MmsEnd how, const OsiReason *reason)
{
    if (association->state == MMS_STATE_ENDED) {
        return;
    }
    let_go(association);
    association->callbacks.ended(association->user, how, reason);
}

void
mms_association_fail(MmsAssociation *association, const char *text)
{
    const OsiReason reason = { .layer = "mms", .text = text };

    if (association->state == MMS_STATE_ENDED) {
        return;
    }
    mms_association_end(association, MMS_END_ABORTED, &reason);
    association->wire(association->wire_user, OSI_ABORT, NULL, 0);
}

BerWriter
mms_association_write(MmsAssociation *association)
{
    pdu_reset(&association->outgoing);
    return ber_writer(&association->outgoing, association->negotiated.pdu_size);
}

void
mms_association_send(MmsAssociation *association, Pdu *pdu)
{
    association->counters.pdus_out++;
    association->wire(association->wire_user, OSI_DATA, pdu, 0);
}

MmsEnd
mms_association_end_of(const MmsAssociation *association, MmsEnd how)
{
    return association->state >= MMS_STATE_CONCLUDED    ? MMS_END_RELEASED
           : association->state <= MMS_STATE_CONNECTING ? MMS_END_REFUSED
                                                        : how;
}

void
mms_association_connect(MmsAssociation *association)
{
    g_return_if_fail(association->role == OSI_CLIENT && association->state == MMS_STATE_IDLE);
    association->state = MMS_STATE_CONNECTING;
    association->initiate_unseen = true;
    mms_initiate_put_request(association);
    association->wire(association->wire_user, OSI_CONNECT, &association->outgoing, 0);
}

bool
mms_association_receive(MmsAssociation *association, Slice bytes)
{
    return osi_stack_receive(association->stack, bytes);
}

bool
mms_association_inject(MmsAssociation *association, const GatePass *pass)
{
    return osi_stack_inject(association->stack, pass);
}

void
mms_association_lost(MmsAssociation *association, const char *why)
{
    const OsiReason reason = { .layer = "user", .by_peer = true, .text = why };

    mms_association_end(association, mms_association_end_of(association, MMS_END_LOST),
                        &reason);
}

void
mms_association_conclude(MmsAssociation *association)
{
    if (association->state == MMS_STATE_OPEN) {
        association->conclude_wanted = true;
        mms_protocol_conclude_if_idle(association);
    } else if (association->state < MMS_STATE_OPEN) {
        mms_association_abort(association);
    }
}

void
mms_association_abort(MmsAssociation *association)
{
    static const OsiReason reason = { .layer = "user", .text = "aborted here" };

    if (association->state != MMS_STATE_ENDED) {
        mms_association_end(association, MMS_END_ABORTED, &reason);
        association->wire(association->wire_user, OSI_ABORT, NULL, 0);
    }
}

bool
mms_association_is_open(const MmsAssociation *association)
{
    return association->state == MMS_STATE_OPEN;
}

bool
mms_association_is_partial(const MmsAssociation *association)
{
    return association->stack != NULL && osi_stack_is_partial(association->stack);
}

const MmsNegotiated *
mms_association_negotiated(const MmsAssociation *association)
{
    return &association->negotiated;
}

const MmsCounters *
mms_association_counters(const MmsAssociation *association)
{
    return &association->counters;
}

const OsiAddress *
mms_association_calling(const MmsAssociation *association)
{
    return &association->calling;
}

VmdCaller *
mms_association_caller(MmsAssociation *association)
{
    return &association->caller;
}

void *
mms_association_user(const VmdCaller *caller)
{
    return ((const MmsAssociation *)(const void *)((const char *)caller -
                                                   offsetof(MmsAssociation, caller)))
        ->user;
}

bool
mms_association_send_unconfirmed(MmsAssociation *association, Slice content)
{
    BerWriter writer;

    if (association->state != MMS_STATE_OPEN) {
        return false;
    }
    writer = mms_association_write(association);
    ber_put(&writer, 0xA3, content);
    if (writer.overflow) {
        return false;
    }
    mms_association_send(association, &association->outgoing);
    return true;
}
