/* SPDX-License-Identifier: Apache-2.0
 *
 * The device lies about what it can in getCapabilityList (ISO 9506-2 10.6): it has no
 * capability at all, or one that it does not have. What the initiate response says is
 * `negotiate`.
 */
#include "engine/faults/filter.h"

#include "sim/ber/writer.h"

#define LIST_TAG 0xBF47

enum { CAPABILITY, MORE };

static const FaultParameter parameters[] = {
    [CAPABILITY] = { .name = "capability",
                     .kind = FAULT_TEXT,
                     .preset = "",
                     .help = "the one that is listed; not given: none is" },
    [MORE] = { .name = "more",
               .kind = FAULT_FLAG,
               .preset = "false",
               .help = "moreFollows, for ever" },
    { 0 },
};

/* [71] { [0] SEQUENCE OF MMSString, [1] moreFollows DEFAULT TRUE } */
static void
put_list(const Fault *fault, BerWriter *writer)
{
    const FaultValue *capability = fault_value(fault, CAPABILITY);
    BerMark service = ber_put_open(writer, LIST_TAG);
    BerMark list = ber_put_open(writer, 0xA0);

    if (capability->given) {
        ber_put_string(writer, BER_VISIBLE_STRING, capability->text);
    }
    ber_put_close(writer, list);
    ber_put_boolean(writer, 0x81, fault_value(fault, MORE)->flag);
    ber_put_close(writer, service);
}

/* In place of serving: what a client asks behind a name that there is not is answered, too. */
static GateVerdict
act(Fault *fault, GatePass *pass)
{
    const FaultValue *capability = fault_value(fault, CAPABILITY);
    const MmsRequest *request = pass->subject;
    BerWriter writer;
    BerMark response;
    Pdu bytes;

    if (request->tag != LIST_TAG || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, 64);
    writer = ber_writer(&bytes, SIZE_MAX);
    response = ber_put_open(&writer, 0xA1);
    ber_put_unsigned(&writer, BER_INTEGER, request->invoke_id);
    put_list(fault, &writer);
    ber_put_close(&writer, response);
    fault_answer(fault, pass, &bytes);
    pdu_clear(&bytes);
    fault_tell(fault, pass, "invokeID %u: its capabilities are %s", request->invoke_id,
               capability->given ? capability->text : "none");
    return GATE_DROP;
}

const FaultType fault_wrong_capabilities = {
    .name = "wrong_capabilities",
    .layer = "mms",
    .help = "the list of capabilities (getCapabilityList) is a lie",
    .gates = FAULT_GATE(GATE_SERVE),
    .parameters = parameters,
    .act = act,
};
