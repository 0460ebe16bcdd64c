/* SPDX-License-Identifier: Apache-2.0
 *
 * The behaviours behind an IED's objects: made when the values are at their initial octets,
 * freed before those go (sim/acsi/server.h).
 */
#include "sim/ied_private.h"

static bool
send_unconfirmed(void *user, const VmdCaller *caller, Slice content)
{
    const IedAssociation *association = ied_association_of(user, caller);

    return association != NULL && mms_association_send_unconfirmed(association->mms, content);
}

void
ied_acsi_open(Ied *ied, const IedParameters *parameters)
{
    ied->server = (AcsiServer){ .vmd = ied->vmd,
                                .values = ied->values,
                                .model = ied->model,
                                .clock = ied->clock,
                                .events = ied->events,
                                .ied = ied->name,
                                .gates = ied->gates,
                                .shown = ied->shown,
                                .store = ied->store,
                                .send = send_unconfirmed,
                                .user = ied };
    ied->server.time = time_quality_new(&ied->server);
    time_quality_use(ied->server.time, &ied->clock_faults);
    ied->server.tracking = tracking_new(&ied->server);
    ied->data = acsi_data_new(&ied->server);
    ied_state_restore_lists(ied);
    vmd_ied_watch(ied->vmd, &ied_state_watch, ied);
    ied_reports_open(ied, parameters);
    ied->logging = logging_new(&ied->server, ied->reporting, &parameters->logs);
    ied->setting_groups = setting_groups_new(&ied->server);
    ied->publications = publications_new(&ied->server);
    ied_controls_open(ied);
}

void
ied_acsi_close(Ied *ied)
{
    ied_controls_close(ied);
    publications_free(ied->publications);
    g_clear_pointer(&ied->setting_groups, setting_groups_free);
    ied_state_settle(ied);
    g_clear_pointer(&ied->logging, logging_free);
    ied_reports_close(ied);
    vmd_ied_unwatch(ied->vmd, &ied_state_watch, ied);
    g_clear_pointer(&ied->data, acsi_data_free);
    g_clear_pointer(&ied->server.tracking, tracking_free);
    g_clear_pointer(&ied->server.time, time_quality_free);
}

void
ied_enter_clock_state(Ied *ied, ClockState state)
{
    if (ied->server.time != NULL) {
        time_quality_enter(ied->server.time, state);
    }
}

void
ied_shift_clock(Ied *ied, int64_t offset, double ppm)
{
    if (ied->server.time != NULL) {
        time_quality_shift(ied->server.time, offset, ppm);
    }
}

/* Faults outlive a power cycle: the list is of the IED, not of the clock. */

static void
clock_faults_changed(Ied *ied)
{
    if (ied->server.time != NULL) {
        time_quality_update(ied->server.time);
    }
}

void
ied_add_clock_fault(Ied *ied, ClockFault *fault)
{
    fault->next = ied->clock_faults;
    ied->clock_faults = fault;
    clock_faults_changed(ied);
}

void
ied_remove_clock_fault(Ied *ied, ClockFault *fault)
{
    ClockFault **place = &ied->clock_faults;

    while (*place != NULL && *place != fault) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        *place = fault->next;
        clock_faults_changed(ied);
    }
}

int64_t
ied_clock_now(const Ied *ied)
{
    return acsi_now(&ied->server);
}
