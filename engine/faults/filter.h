/* SPDX-License-Identifier: Apache-2.0
 *
 * Which PDUs a fault means: of which layer, in which direction, and, of MMS PDUs, of which kind
 * or service. The rows stand in a fault's parameters one behind the other, in this order.
 */
#pragma once

#include "engine/fault.h"
#include "sim/mms/service.h"

#define FAULT_LAYER_ROW                                                                        \
    {                                                                                          \
        .name = "layer", .kind = FAULT_CHOICE, .preset = "mms",                                \
        .choices = "tpkt|cotp|session|presentation|acse|mms",                                  \
        .help = "the layer whose PDUs are meant"                                               \
    }
#define FAULT_DIRECTION_ROW                                                                    \
    {                                                                                          \
        .name = "direction", .kind = FAULT_CHOICE, .preset = "out", .choices = "out|in",       \
        .help = "of the device's PDUs, or of the client's"                                     \
    }
#define FAULT_PDU_ROW                                                                          \
    {                                                                                          \
        .name = "pdu", .kind = FAULT_TEXT, .preset = "",                                       \
        .help = "of MMS: confirmed-response, report, ..., or a service such as read"           \
    }

/* What an MMS PDU is. */
typedef struct FaultPdu {
    const char *kind; /* "confirmed-request", ..., "report"; NULL: none of ours */
    bool has_invoke_id;
    uint32_t invoke_id;
    BerTag service_tag;    /* of a confirmed request or response; 0: none */
    const ServiceRow *row; /* of it; NULL: unknown */
    Slice service;         /* its content */
} FaultPdu;
FaultPdu fault_pdu_read(Slice mms);

/* Whether the pass is of the layer, direction and PDU that the rows from `first` on say. */
bool fault_filter_fits(const Fault *fault, const GatePass *pass, unsigned first);
/* The problem of a `pdu` that there is not, or one that is asked of another layer; or NULL. */
char *fault_filter_check(const FaultSpec *spec, unsigned first);

/* Whether an MMS PDU that leaves is the positive answer of a service (NULL or "": of any). */
bool fault_is_response(const GatePass *pass, const char *service, FaultPdu *pdu);
/* The PDU leaves in place of what would be served, at the end of this turn: nothing is sent
 * from inside a gate. */
void fault_answer(Fault *fault, const GatePass *pass, const Pdu *bytes);
/* The problem of a service that there is not, or NULL. */
char *fault_service_check(const char *service);
