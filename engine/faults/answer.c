/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers of confirmed services that do not come, come late, twice, or with the invokeID of
 * nobody; and requests that are refused with an error or a reject, whatever they ask.
 */
#include "engine/faults/filter.h"

#include <string.h>

#include "engine/faults/refusal.h"
#include "sim/mms/reject.h"

enum { SERVICE, EXTRA };

#define SERVICE_ROW                                                                            \
    {                                                                                          \
        .name = "service", .kind = FAULT_TEXT, .preset = "",                                   \
        .help = "only of this service, as read; without it of any"                             \
    }

static char *
check(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return fault_service_check(spec->values[SERVICE].text);
}

static bool
is_meant(Fault *fault, const GatePass *pass, FaultPdu *pdu)
{
    return fault_is_response(pass, fault_value(fault, SERVICE)->text, pdu) &&
           fault_hits(fault, pass);
}

static const FaultParameter service_only[] = { [SERVICE] = SERVICE_ROW, { 0 } };

static GateVerdict
no_answer(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;

    if (!is_meant(fault, pass, &pdu)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "no answer to %s, invokeID %u", pdu.row->name, pdu.invoke_id);
    return GATE_DROP;
}

const FaultType fault_no_answer = {
    .name = "no_answer",
    .layer = "mms",
    .help = "a request is served and never answered",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = service_only,
    .check = check,
    .act = no_answer,
};

static const FaultParameter late_parameters[] = {
    [SERVICE] = SERVICE_ROW,
    [EXTRA] = { .name = "delay", .kind = FAULT_TIME, .preset = "2s", .help = "how late it is" },
    { 0 },
};

static GateVerdict
late_answer(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;

    if (!is_meant(fault, pass, &pdu)) {
        return GATE_PASS;
    }
    fault_hold(fault, pass, fault_value(fault, EXTRA)->time, true);
    fault_tell(fault, pass, "the answer to %s, invokeID %u, comes %.3f s late", pdu.row->name,
               pdu.invoke_id, (double)fault_value(fault, EXTRA)->time / 1e9);
    return GATE_DROP;
}

const FaultType fault_late_answer = {
    .name = "late_answer",
    .layer = "mms",
    .help = "a request is answered late; the answers to others overtake it",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = late_parameters,
    .check = check,
    .act = late_answer,
};

static GateVerdict
answer_twice(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;

    if (is_meant(fault, pass, &pdu)) {
        fault_hold(fault, pass, 0, true);
        fault_tell(fault, pass, "answered %s, invokeID %u, twice", pdu.row->name,
                   pdu.invoke_id);
    }
    return GATE_PASS;
}

const FaultType fault_answer_twice = {
    .name = "answer_twice",
    .layer = "mms",
    .help = "a request is answered twice",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = service_only,
    .check = check,
    .act = answer_twice,
};

/* The same PDU with another invokeID. */
static void
renumber(Fault *fault, GatePass *pass, uint32_t invoke_id)
{
    BerReader reader = ber_reader(pass->bytes);
    BerReader response = ber_open(&reader, 0xA1);
    BerWriter writer;
    BerMark outer;
    Pdu bytes;

    pdu_init(&bytes, pass->bytes.size + 8);
    writer = ber_writer(&bytes, SIZE_MAX);
    outer = ber_put_open(&writer, 0xA1);
    ber_skip(&response);
    ber_put_unsigned(&writer, BER_INTEGER, invoke_id);
    while (!ber_at_end(&response)) {
        ber_put_raw(&writer, ber_get_element(&response));
    }
    ber_put_close(&writer, outer);
    fault_replace(fault, pass, pdu_content(&bytes));
    pdu_clear(&bytes);
}

static const FaultParameter renumber_parameters[] = {
    [SERVICE] = SERVICE_ROW,
    [EXTRA] = { .name = "offset",
                .kind = FAULT_COUNT,
                .preset = "1000",
                .help = "what is added to the invokeID" },
    { 0 },
};

static GateVerdict
wrong_invoke_id(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;

    if (is_meant(fault, pass, &pdu)) {
        uint32_t wrong = pdu.invoke_id + fault_value(fault, EXTRA)->count;

        renumber(fault, pass, wrong);
        fault_tell(fault, pass, "answered %s with invokeID %u, not %u", pdu.row->name, wrong,
                   pdu.invoke_id);
    }
    return GATE_PASS;
}

const FaultType fault_wrong_invoke_id = {
    .name = "wrong_invoke_id",
    .layer = "mms",
    .help = "an answer has the invokeID of no request",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = renumber_parameters,
    .check = check,
    .act = wrong_invoke_id,
};

/* Refusals in place of serving. */

static bool
is_asked(Fault *fault, const GatePass *pass)
{
    const char *wanted = fault_value(fault, SERVICE)->text;
    const MmsRequest *request = pass->subject;
    const ServiceRow *row = mms_service_find(request->tag);

    return (wanted == NULL || *wanted == '\0' ||
            (row != NULL && strcmp(row->name, wanted) == 0)) &&
           fault_hits(fault, pass);
}

static char *
check_error(const FaultSpec *spec, const Device *device)
{
    char *problem = fault_error_check(spec->values[EXTRA].text);

    return problem != NULL ? problem : check(spec, device);
}

static GateVerdict
service_error(Fault *fault, GatePass *pass)
{
    const MmsRequest *request = pass->subject;
    const char *wanted = fault_value(fault, EXTRA)->text;
    BerWriter writer;
    Pdu bytes;

    if (!is_asked(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, 32);
    writer = ber_writer(&bytes, SIZE_MAX);
    mms_confirmed_error_put(&writer, request->invoke_id, fault_error_of(wanted),
                            (MmsErrorDetail){ 0 });
    fault_answer(fault, pass, &bytes);
    pdu_clear(&bytes);
    fault_tell(fault, pass, "answered invokeID %u with %s", request->invoke_id, wanted);
    return GATE_DROP;
}

static const FaultParameter error_parameters[] = {
    [SERVICE] = SERVICE_ROW,
    [EXTRA] = { .name = "error",
                .kind = FAULT_TEXT,
                .preset = "resource/memory-unavailable",
                .help = "class and code of the ServiceError" },
    { 0 },
};

const FaultType fault_service_error = {
    .name = "service_error",
    .layer = "mms",
    .help = "a request is answered with a ServiceError",
    .gates = FAULT_GATE(GATE_SERVE),
    .parameters = error_parameters,
    .check = check_error,
    .act = service_error,
};

static const FaultParameter reject_parameters[] = {
    [SERVICE] = SERVICE_ROW,
    [EXTRA] = { .name = "reason",
                .kind = FAULT_TEXT,
                .preset = "other",
                .help = "of the confirmed request (ISO 9506-2 7.3): other, invalid-argument, "
                        "...; of another PDU with its name: pdu-error/invalid-pdu" },
    { 0 },
};

static char *
check_reject(const FaultSpec *spec, const Device *device)
{
    char *problem = fault_reject_check(spec->values[EXTRA].text);

    return problem != NULL ? problem : check(spec, device);
}

/* Which of them have an invokeID that can be given back (ISO 9506-2 7.3). */
static bool
has_invoke_id(int reason)
{
    enum { UNCONFIRMED = 0x84, PDU_ERROR, CONCLUDE_REQUEST = 0x89 };
    int of = reason >> 8;

    return of != UNCONFIRMED && of != PDU_ERROR && of < CONCLUDE_REQUEST;
}

static GateVerdict
reject_request(Fault *fault, GatePass *pass)
{
    const MmsRequest *request = pass->subject;
    int reason = fault_reject_of(fault_value(fault, EXTRA)->text);
    BerWriter writer;
    Pdu bytes;

    if (!is_asked(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, 32);
    writer = ber_writer(&bytes, SIZE_MAX);
    mms_reject_put(&writer, has_invoke_id(reason) ? &request->invoke_id : NULL, reason);
    fault_answer(fault, pass, &bytes);
    pdu_clear(&bytes);
    fault_tell(fault, pass, "rejected invokeID %u: %s", request->invoke_id,
               fault_value(fault, EXTRA)->text);
    return GATE_DROP;
}

const FaultType fault_reject_request = {
    .name = "reject_request",
    .layer = "mms",
    .help = "a request is answered with a reject",
    .gates = FAULT_GATE(GATE_SERVE),
    .parameters = reject_parameters,
    .check = check_reject,
    .act = reject_request,
};
