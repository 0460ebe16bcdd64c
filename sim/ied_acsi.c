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
                                .send = send_unconfirmed,
                                .user = ied };
    ied_reports_open(ied, parameters);
}

void
ied_acsi_close(Ied *ied)
{
    ied_reports_close(ied);
}
