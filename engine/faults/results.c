/* SPDX-License-Identifier: Apache-2.0
 *
 * Responses with other results than were asked for: one too many or too few, values of another
 * type; and objects whose reads and writes end in a DataAccessError.
 */
#include "engine/faults/filter.h"

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

enum { READ = 0xA4 };

/* Read-Response [4] { [0] specification?, [1] listOfAccessResult }: what stands in front of the
 * list, and the list. */
static bool
read_results(Slice service, Slice *front, Slice *list)
{
    BerReader reader = ber_reader(service);

    *front = ber_peek(&reader) == 0xA0 ? ber_get_element(&reader) : SLICE_NONE;
    *list = ber_get(&reader, 0xA1);
    return reader.error == BER_OK;
}

/* Write-Response [5] is the list itself, and has no front. */
static void
put_results(Fault *fault, GatePass *pass, const FaultPdu *pdu, Slice front, Slice list)
{
    Pdu bytes;
    BerWriter writer;
    BerMark response, service;

    pdu_init(&bytes, front.size + list.size + 32);
    writer = ber_writer(&bytes, SIZE_MAX);
    response = ber_put_open(&writer, 0xA1);
    ber_put_unsigned(&writer, BER_INTEGER, pdu->invoke_id);
    service = ber_put_open(&writer, pdu->service_tag);
    if (pdu->service_tag == READ) {
        ber_put_raw(&writer, front);
        ber_put(&writer, 0xA1, list);
    } else {
        ber_put_raw(&writer, list);
    }
    ber_put_close(&writer, service);
    ber_put_close(&writer, response);
    fault_replace(fault, pass, pdu_content(&bytes));
    pdu_clear(&bytes);
}

/* The results in a buffer, the last one `copies` times. */
static void
gather(Slice list, int copies, Pdu *bytes, unsigned *count)
{
    BerReader reader = ber_reader(list);
    BerWriter writer = ber_writer(bytes, SIZE_MAX);

    *count = 0;
    while (!ber_at_end(&reader)) {
        Slice element = ber_get_element(&reader);
        bool last = ber_at_end(&reader);

        for (int i = 0; i < (last ? copies : 1); i++) {
            ber_put_raw(&writer, element);
            ++*count;
        }
    }
}

enum { BY, SERVICE };

static const FaultParameter count_parameters[] = {
    [BY] = { .name = "results",
             .kind = FAULT_CHOICE,
             .preset = "more",
             .choices = "more|fewer",
             .help = "the last result twice, or not at all" },
    [SERVICE] = { .name = "service",
                  .kind = FAULT_CHOICE,
                  .preset = "read",
                  .choices = "read|write",
                  .help = "whose results" },
    { 0 },
};

static GateVerdict
wrong_count(Fault *fault, GatePass *pass)
{
    bool more = fault_value(fault, BY)->choice == 0;
    const char *service = fault_value(fault, SERVICE)->text;
    Slice front = SLICE_NONE, list;
    FaultPdu pdu;
    Pdu bytes;
    unsigned count;

    if (!fault_is_response(pass, service, &pdu)) {
        return GATE_PASS;
    }
    list = pdu.service;
    if ((pdu.service_tag == READ && !read_results(pdu.service, &front, &list)) ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, list.size * 2);
    gather(list, more ? 2 : 0, &bytes, &count);
    put_results(fault, pass, &pdu, front, pdu_content(&bytes));
    pdu_clear(&bytes);
    fault_tell(fault, pass, "%s, invokeID %u: %u results, one %s", service, pdu.invoke_id,
               count, more ? "too many" : "too few");
    return GATE_PASS;
}

const FaultType fault_wrong_result_count = {
    .name = "wrong_result_count",
    .layer = "mms",
    .help = "a read or write is answered with one result too many or too few",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = count_parameters,
    .act = wrong_count,
};

/* Every value becomes a VisibleString "?", or TRUE where it was a string. */
static GateVerdict
wrong_type(Fault *fault, GatePass *pass)
{
    Slice front, list;
    BerReader reader;
    BerWriter writer;
    FaultPdu pdu;
    Pdu bytes;

    if (!fault_is_response(pass, "read", &pdu) || !read_results(pdu.service, &front, &list) ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, list.size + 8);
    writer = ber_writer(&bytes, SIZE_MAX);
    reader = ber_reader(list);
    while (!ber_at_end(&reader)) {
        Slice element = ber_get_element(&reader);

        if (element.size > 0 && element.data[0] == 0x80) {
            ber_put_raw(&writer, element); /* a DataAccessError stays one */
        } else if (element.size > 0 && element.data[0] == 0x8A) {
            ber_put_boolean(&writer, 0x83, true);
        } else {
            ber_put_string(&writer, 0x8A, "?");
        }
    }
    put_results(fault, pass, &pdu, front, pdu_content(&bytes));
    pdu_clear(&bytes);
    fault_tell(fault, pass, "read, invokeID %u: values of another type", pdu.invoke_id);
    return GATE_PASS;
}

const FaultType fault_wrong_type = {
    .name = "wrong_type",
    .layer = "mms",
    .help = "values in a read response have another type than they were declared with",
    .gates = FAULT_GATE(GATE_SEND),
    .act = wrong_type,
};

/* DataAccessError. */

enum { REFERENCE, ERROR, ACCESS };

static const FaultParameter access_parameters[] = {
    [REFERENCE] = { .name = "reference",
                    .kind = FAULT_POINT,
                    .preset = NULL,
                    .help = "the object; what is inside it, and what contains it, too" },
    [ERROR] = { .name = "error",
                .kind = FAULT_CHOICE,
                .preset = "hardware-fault",
                .choices = "object-invalidated|hardware-fault|temporarily-unavailable|"
                           "object-access-denied|object-undefined|invalid-address|"
                           "type-unsupported|type-inconsistent|object-attribute-inconsistent|"
                           "object-access-unsupported|object-non-existent|object-value-invalid",
                .help = "the DataAccessError" },
    [ACCESS] = { .name = "access",
                 .kind = FAULT_CHOICE,
                 .preset = "read",
                 .choices = "read|write|both",
                 .help = "what is refused" },
    { 0 },
};

typedef struct Refusing {
    IedRefusal refusal; /* first */
    Fault *fault;
} Refusing;

static bool
refuses(IedRefusal *refusal, uint64_t association, const char *reference)
{
    Fault *fault = ((Refusing *)(void *)refusal)->fault;
    GatePass pass = { .point = GATE_SERVE, .layer = "mms", .association = association };

    if (!fault_hits(fault, &pass)) {
        return false;
    }
    fault_tell(fault, &pass, "%s: %s", reference, fault_value(fault, ERROR)->text);
    return true;
}

static char *
check_reference(const FaultSpec *spec, const Device *device)
{
    g_autoptr(GError) error = NULL;
    NodeRef ref;

    if (!reference_resolve(device->server->model, spec->values[REFERENCE].text, &ref, &error)) {
        return g_strdup(error->message);
    }
    return ref.fc != FC_NONE ? NULL
                             : g_strdup("name a data object or an attribute, with its FC");
}

static void
begin_refusing(Fault *fault)
{
    Refusing *refusing = fault->state;
    unsigned access = fault_value(fault, ACCESS)->choice;
    NodeRef place;

    refusing->fault = fault;
    if (reference_resolve(fault->device->server->model, fault_value(fault, REFERENCE)->text,
                          &place, NULL)) {
        refusing->refusal = (IedRefusal){ .place = place,
                                          .reads = access != 1,
                                          .writes = access != 0,
                                          .error = (int)fault_value(fault, ERROR)->choice,
                                          .refuses = refuses };
        ied_add_refusal(fault->device->ied, &refusing->refusal);
    }
}

static void
end_refusing(Fault *fault)
{
    ied_remove_refusal(fault->device->ied, &((Refusing *)fault->state)->refusal);
}

const FaultType fault_data_access_error = {
    .name = "data_access_error",
    .layer = "mms",
    .help = "reads or writes of one object end in a DataAccessError",
    .parameters = access_parameters,
    .state_size = sizeof(Refusing),
    .check = check_reference,
    .begin = begin_refusing,
    .end = end_refusing,
};
