/* SPDX-License-Identifier: Apache-2.0
 *
 * One association of an IED: a connection, the MMS machine above it, the guard that bounds how
 * long a peer may take for the handshake, for an unfinished PDU and for the release behind a
 * conclude, and the events.
 */
#include "sim/ied_private.h"

#include "sim/net/pipe.h"

#define RELEASE_TEXT "no release came behind the conclude"
#define INACTIVE_TEXT "nothing passed for too long"
#define HANDSHAKE_TEXT "no association came about in time"

static IedAssociation *
of_guard(Timer *timer)
{
    return (IedAssociation *)(void *)((char *)timer - offsetof(IedAssociation, guard));
}

void
ied_emit(Ied *ied, EventKind kind, const IedAssociation *association, const char *reference,
         const char *value)
{
    Event event = { .kind = kind, .ied = ied->name, .reference = reference, .value = value };

    if (association != NULL) {
        event.client = connection_peer(association->connection);
        event.association = association->id;
    }
    event_emit(ied->events, &event);
}

void
ied_association_add_counters(const IedAssociation *association, MmsCounters *sum)
{
    const MmsCounters *own = mms_association_counters(association->mms);

    sum->pdus_in += own->pdus_in;
    sum->pdus_out += own->pdus_out;
    sum->requests_served += own->requests_served;
    sum->rejects_sent += own->rejects_sent;
    sum->rejects_received += own->rejects_received;
    sum->errors_sent += own->errors_sent;
}

static void
forget(IedAssociation *association)
{
    Ied *ied = association->ied;

    ied_association_add_counters(association, &ied->ended);
    clock_disarm(loop_wall(ied->loop), &association->guard);
    clock_disarm(ied->clock, &association->inactive);
    *association->place = association->next;
    if (association->next != NULL) {
        association->next->place = association->place;
    }
    ied->connection_count--;
    mms_association_free(association->mms);
    g_free(association);
}

static void
arm_guard(IedAssociation *association, TimerFire fire)
{
    Clock *wall = loop_wall(association->ied->loop);

    clock_arm(wall, &association->guard, clock_now(wall) + association->ied->handshake_timeout,
              fire);
}

static void
handshake_over(Timer *timer)
{
    IedAssociation *association = of_guard(timer);
    Connection *connection = association->connection;

    if (event_wanted(association->ied->events, EVENT_REFUSED)) {
        ied_emit(association->ied, EVENT_REFUSED, association, NULL, HANDSHAKE_TEXT);
    }
    association->ied->totals.refused++;
    association->ended = true;
    connection_close(connection, false);
    forget(association);
}

/* The device closes what is idle for too long, without a word of MMS. */
static void
inactive_over(Timer *timer)
{
    IedAssociation *association =
        (IedAssociation *)(void *)((char *)timer - offsetof(IedAssociation, inactive));

    mms_association_lost(association->mms, INACTIVE_TEXT);
    connection_finish(association->connection);
}

static void
note_activity(IedAssociation *association, bool outbound)
{
    const Ied *ied = association->ied;
    const IedHabits *habits = &ied->parameters.habits;

    if (habits->inactivity > 0 && association->associated &&
        !(outbound && habits->inactivity_of_requests)) {
        clock_arm(ied->clock, &association->inactive,
                  clock_now(ied->clock) + habits->inactivity, inactive_over);
    }
}

static void
unfinished_over(Timer *timer)
{
    IedAssociation *association = of_guard(timer);

    if (mms_association_is_open(association->mms)) {
        mms_association_abort(association->mms);
    } else {
        mms_association_lost(association->mms, RELEASE_TEXT);
        connection_finish(association->connection);
    }
}

/* Every whole PDU gives the peer new time for the next one, which may have begun already. */
static void
connection_received(void *user, Slice bytes)
{
    IedAssociation *association = user;
    uint64_t before = mms_association_counters(association->mms)->pdus_in;
    bool waits;

    if (!mms_association_receive(association->mms, bytes) || !association->associated) {
        return;
    }
    note_activity(association, false);
    waits = mms_association_is_partial(association->mms) ||
            !mms_association_is_open(association->mms);
    if (!waits || mms_association_counters(association->mms)->pdus_in != before) {
        clock_disarm(loop_wall(association->ied->loop), &association->guard);
    }
    if (waits && !clock_is_armed(&association->guard)) {
        arm_guard(association, unfinished_over);
    }
}

static void
connection_closed(void *user, const char *why)
{
    IedAssociation *association = user;

    /* One that only looked whether somebody listens was never refused. */
    association->ended |= !association->associated;
    mms_association_lost(association->mms, why);
    forget(association);
}

static const ConnectionUser connection_user = { .received = connection_received,
                                                .closed = connection_closed };

static void
mms_transmit(void *user, Slice bytes)
{
    IedAssociation *association = user;

    connection_send(association->connection, bytes);
    note_activity(association, true);
}

static const char *
mms_admit(void *user)
{
    const Ied *ied = ((IedAssociation *)user)->ied;

    return ied->association_count < MIN(ied->associations_max, ied->associations_limit)
               ? NULL
               : "every association is in use";
}

static int
mms_refuse(void *user)
{
    IedAssociation *association = user;

    return ied_fault_refuses(association->ied, association);
}

/* "ap_title=1.1.1.999 ae_qualifier=12", as far as the AARQ said it. */
static char *
format_calling(const IedAssociation *association)
{
    const OsiAddress *calling = mms_association_calling(association->mms);
    g_autofree char *title = osi_title_format(calling);
    GString *text = g_string_new(NULL);

    if (title != NULL) {
        g_string_append_printf(text, "ap_title=%s", title);
    }
    if (calling->has_ae_qualifier) {
        g_string_append_printf(text, "%sae_qualifier=%d", text->len > 0 ? " " : "",
                               calling->ae_qualifier);
    }
    return g_string_free(text, text->len == 0);
}

static void
mms_associated(void *user)
{
    IedAssociation *association = user;
    Ied *ied = association->ied;

    association->associated = true;
    ied->association_count++;
    ied->totals.associated++;
    clock_disarm(loop_wall(ied->loop), &association->guard);
    note_activity(association, false);
    tracking_note_association(ied->server.tracking, connection_peer(association->connection),
                              SERVICE_ASSOCIATE, STATUS_NO_ERROR);
    if (event_wanted(ied->events, EVENT_ASSOCIATED)) {
        g_autofree char *calling = format_calling(association);

        ied_emit(ied, EVENT_ASSOCIATED, association, NULL, calling);
    }
}

static void
emit_end(IedAssociation *association, EventKind kind, const OsiReason *reason)
{
    g_autofree char *text = NULL;

    if (!event_wanted(association->ied->events, kind)) {
        return;
    }
    if (kind != EVENT_RELEASED && reason != NULL && reason->text != NULL) {
        text = g_strdup_printf("%s%s: %s", reason->layer != NULL ? reason->layer : "user",
                               reason->by_peer ? " (peer)" : "", reason->text);
    }
    ied_emit(association->ied, kind, association, NULL, text);
}

static void
track_end(const IedAssociation *association, MmsEnd how, bool was_associated)
{
    Tracking *tracking = association->ied->server.tracking;
    const char *client = connection_peer(association->connection);

    if (was_associated) {
        tracking_note_association(tracking, client,
                                  how == MMS_END_RELEASED ? SERVICE_RELEASE : SERVICE_ABORT,
                                  STATUS_NO_ERROR);
    } else if (how != MMS_END_LOST) {
        tracking_note_association(tracking, client, SERVICE_ASSOCIATE,
                                  STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT);
    }
}

static void
mms_ended(void *user, MmsEnd how, const OsiReason *reason)
{
    IedAssociation *association = user;
    Ied *ied = association->ied;
    bool was_associated = association->associated && !association->ended;

    if (association->ended) {
        return;
    }
    association->ended = true;
    association->associated = false;
    clock_disarm(loop_wall(ied->loop), &association->guard);
    clock_disarm(ied->clock, &association->inactive);
    ied->association_count -= was_associated;
    track_end(association, how, was_associated);
    if (was_associated) {
        ied->totals.released += how == MMS_END_RELEASED;
        emit_end(association, how == MMS_END_RELEASED ? EVENT_RELEASED : EVENT_ABORTED, reason);
    } else if (how != MMS_END_LOST) {
        ied->totals.refused++;
        emit_end(association, EVENT_REFUSED, reason);
    }
}

static void
mms_finish(void *user)
{
    connection_finish(((IedAssociation *)user)->connection);
}

/* "LD0/MMXU1.TotW.mag.f"; the FC stands behind where the place is more than a leaf. */
static char *
format_served(const Ied *ied, const MmsObjectName *name)
{
    NodeRef ref;

    if (name == NULL) {
        return NULL;
    }
    if (name->scope == MMS_SCOPE_DOMAIN &&
        model_find_item(ied->model, name->domain, name->item, &ref)) {
        return reference_format(ied->model, &ref, ref.type->kind == VALUE_STRUCTURE);
    }
    return g_strdup_printf("%.*s%s%.*s", (int)name->domain.size,
                           (const char *)name->domain.data, name->domain.size > 0 ? "/" : "",
                           (int)name->item.size, (const char *)name->item.data);
}

static void
mms_served(void *user, const MmsServed *served)
{
    static const EventKind kinds[] = { [MMS_SERVED_READ] = EVENT_READ,
                                       [MMS_SERVED_WRITE] = EVENT_WROTE,
                                       [MMS_SERVED_BROWSE] = EVENT_BROWSED };
    IedAssociation *association = user;
    EventKind kind = kinds[served->kind];
    g_autofree char *reference = NULL;
    const char *value = NULL;

    if (!event_wanted(association->ied->events, kind)) {
        return;
    }
    reference = format_served(association->ied, served->name);
    if (kind != EVENT_BROWSED) {
        value = served->result == MMS_DATA_SUCCESS ? "success"
                                                   : mms_data_error_name(served->result);
    }
    ied_emit(association->ied, kind, association, reference, value);
}

static const MmsUser mms_user = { .transmit = mms_transmit,
                                  .admit = mms_admit,
                                  .refuse = mms_refuse,
                                  .associated = mms_associated,
                                  .ended = mms_ended,
                                  .finish = mms_finish,
                                  .served = mms_served };

static IedAssociation *
association_new(Ied *ied)
{
    IedAssociation *association = g_new0(IedAssociation, 1);

    association->ied = ied;
    association->id = event_next_association(ied->events);
    association->next = ied->associations;
    association->place = &ied->associations;
    if (association->next != NULL) {
        association->next->place = &association->next;
    }
    ied->associations = association;
    ied->connection_count++;
    association->number = ++ied->totals.connected;
    return association;
}

static void
begin(IedAssociation *association)
{
    Ied *ied = association->ied;
    MmsParameters parameters = {
        .osi = { .role = OSI_SERVER,
                 .local = ied->address,
                 .checks = ied->checks,
                 .tpdu_size_log2 = ied->parameters.habits.tpdu_size_log2 },
        .limits = ied->limits,
        .vmd = vmd_ied_vmd(ied->vmd),
        .id = association->id,
        .client = connection_peer(association->connection),
        .gates = ied->gates,
    };

    association->mms = mms_association_new(&parameters, &mms_user, association);
    connection_set_gates(association->connection, ied->gates, association->id);
    arm_guard(association, handshake_over);
    if (event_wanted(ied->events, EVENT_CONNECTED)) {
        ied_emit(ied, EVENT_CONNECTED, association, NULL, NULL);
    }
}

void
ied_association_accept(Ied *ied, int fd)
{
    IedAssociation *association = association_new(ied);
    const IedHabits *habits = &ied->parameters.habits;

    association->connection = connection_new(ied->loop, fd, &connection_user, association);
    connection_set_probes(fd, habits->keepalive, habits->keepalive_interval,
                          habits->keepalive_count);
    begin(association);
}

Connection *
ied_association_connect(Ied *ied, const char *name, const ConnectionUser *callbacks, void *user)
{
    IedAssociation *association = association_new(ied);
    Connection *client;

    pipe_new(ied->loop, &(PipeEnd){ ied->name, &connection_user, association },
             &(PipeEnd){ name, callbacks, user }, &association->connection, &client);
    begin(association);
    return client;
}

void
ied_association_abort(IedAssociation *association)
{
    if (!association->ended) {
        mms_association_abort(association->mms);
    }
}

void
ied_association_free(IedAssociation *association)
{
    ied_association_abort(association);
    connection_flush(association->connection);
    connection_close(association->connection, false);
    forget(association);
}

Connection *
ied_association_lose(IedAssociation *association, const char *why)
{
    Connection *connection = association->connection;

    mms_association_lost(association->mms, why);
    forget(association);
    return connection;
}

IedAssociation *
ied_association_of(const Ied *ied, const VmdCaller *caller)
{
    IedAssociation *at = ied->associations;

    while (at != NULL && mms_association_caller(at->mms) != caller) {
        at = at->next;
    }
    return at;
}
