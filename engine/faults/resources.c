/* SPDX-License-Identifier: Apache-2.0
 *
 * A device that is at its end: no association is free, no memory for an answer, no time to be
 * quick.
 */
#include "engine/faults/filter.h"

#include "sim/ber/writer.h"
#include "sim/mms/reject.h"

/* Associations. */

enum { LIMIT };

static void
begin_limit(Fault *fault)
{
    ied_limit_associations(fault->device->ied, fault_value(fault, LIMIT)->count);
}

static void
end_limit(Fault *fault)
{
    ied_limit_associations(fault->device->ied, UINT_MAX);
}

static GateVerdict
tell_refusal(Fault *fault, GatePass *pass)
{
    unsigned count = ied_association_count(fault->device->ied);

    if (pass->outbound && pass->primitive == OSI_REFUSE && g_strcmp0(pass->layer, "mms") == 0 &&
        count >= fault_value(fault, LIMIT)->count) {
        fault->acted++;
        fault_tell(fault, pass, "refused, with %u associations in use", count);
    }
    return GATE_PASS;
}

static const FaultParameter limit_parameters[] = {
    [LIMIT] = { .name = "limit",
                .kind = FAULT_COUNT,
                .preset = "0",
                .unit = "associations",
                .help = "that there are at most; those there are stay",
                .least = 0,
                .most = 65535 },
    { 0 },
};

const FaultType fault_out_of_associations = {
    .name = "out_of_associations",
    .layer = "device",
    .help = "whoever associates is refused, by an Initiate-Error: every association is in use",
    .gates = FAULT_GATE(GATE_SEND),
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = limit_parameters,
    .begin = begin_limit,
    .end = end_limit,
    .act = tell_refusal,
};

/* Memory. */

enum { OCTETS };

static GateVerdict
refuse_large(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;
    BerWriter writer;
    Pdu bytes;

    if (pass->bytes.size <= fault_value(fault, OCTETS)->count ||
        !fault_is_response(pass, NULL, &pdu) || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "no memory for %zu octets of %s, invokeID %u", pass->bytes.size,
               pdu.row->name, pdu.invoke_id);
    pdu_init(&bytes, 32);
    writer = ber_writer(&bytes, SIZE_MAX);
    mms_confirmed_error_put(&writer, pdu.invoke_id, MMS_MEMORY_UNAVAILABLE,
                            (MmsErrorDetail){ 0 });
    fault_replace(fault, pass, pdu_content(&bytes));
    pdu_clear(&bytes);
    return GATE_PASS;
}

static const FaultParameter memory_parameters[] = {
    [OCTETS] = { .name = "octets",
                 .kind = FAULT_COUNT,
                 .preset = "100",
                 .unit = "octets",
                 .help = "of an answer for which there is memory still" },
    { 0 },
};

const FaultType fault_out_of_memory = {
    .name = "out_of_memory",
    .layer = "device",
    .help = "a large answer becomes a ServiceError, resource/memory-unavailable",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = memory_parameters,
    .act = refuse_large,
};

/* Overload: one server, and a queue of all associations in front of it. */

enum { COST };

typedef struct Queue {
    int64_t busy_until;
} Queue;

/* Requests, and what the device sends of its own accord; the answers follow from the requests.
 */
static bool
is_work(const GatePass *pass)
{
    enum { REQUEST = 0xA0, UNCONFIRMED = 0xA3 };

    return pass->primitive == OSI_DATA && pass->bytes.size > 0 &&
           g_strcmp0(pass->layer, "mms") == 0 &&
           pass->bytes.data[0] == (pass->outbound ? UNCONFIRMED : REQUEST);
}

static GateVerdict
wait_in_queue(Fault *fault, GatePass *pass)
{
    Queue *queue = fault->state;
    int64_t now = clock_now(fault->stage->clock);

    if (!is_work(pass) || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    queue->busy_until = MAX(queue->busy_until, now) + fault_value(fault, COST)->time;
    fault_hold(fault, pass, queue->busy_until - now, false);
    fault_tell(fault, pass, "%s is done after %.3f ms",
               pass->outbound ? "a report" : "a request",
               (double)(queue->busy_until - now) / 1e6);
    return GATE_DROP;
}

static const FaultParameter overload_parameters[] = {
    [COST] = { .name = "cost",
               .kind = FAULT_TIME,
               .preset = "50ms",
               .help = "of each request and report; the next one waits for it" },
    { 0 },
};

const FaultType fault_overload = {
    .name = "overload",
    .layer = "device",
    .help = "the device does one thing at a time, slowly: the more is asked, the later all is",
    .gates = FAULT_GATE(GATE_RECEIVE) | FAULT_GATE(GATE_SEND),
    .parameters = overload_parameters,
    .state_size = sizeof(Queue),
    .act = wait_in_queue,
};
