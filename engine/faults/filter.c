/* SPDX-License-Identifier: Apache-2.0
 *
 * Which PDUs a fault means (see filter.h).
 */
#include "engine/faults/filter.h"

#include <string.h>

#include "engine/text.h"
#include "sim/ber/reader.h"

/* MMS PDUs by their outer tag (ISO 9506-2 7.1). */
static const struct {
    BerTag tag;
    const char *kind;
} kinds[] = {
    { 0xA0, "confirmed-request" },
    { 0xA1, "confirmed-response" },
    { 0xA2, "confirmed-error" },
    { 0xA3, "unconfirmed" },
    { 0xA4, "reject" },
    { 0x85, "cancel-request" },
    { 0x86, "cancel-response" },
    { 0xA7, "cancel-error" },
    { 0xA8, "initiate-request" },
    { 0xA9, "initiate-response" },
    { 0xAA, "initiate-error" },
    { 0x8B, "conclude-request" },
    { 0x8C, "conclude-response" },
    { 0xAD, "conclude-error" },
};

/* informationReport of the VMD's list RPT: an IEC 61850 report. */
static bool
is_report(Slice content)
{
    BerReader reader = ber_reader(content);
    BerReader report = ber_open(&reader, 0xA0);
    BerReader list = ber_open(&report, 0xA1);
    Slice name = ber_get(&list, 0x80);

    return list.error == BER_OK && slice_equal(name, slice_from_string("RPT"));
}

static void
read_service(FaultPdu *pdu, Slice content)
{
    BerReader reader = ber_reader(content);
    Slice octets = ber_get(&reader, BER_INTEGER);
    uint64_t id;

    if (reader.error != BER_OK || !ber_decode_unsigned(octets, &id) || id > UINT32_MAX) {
        return;
    }
    pdu->has_invoke_id = true;
    pdu->invoke_id = (uint32_t)id;
    pdu->service = ber_get_any(&reader, &pdu->service_tag);
    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        const ServiceRow *row = mms_service_row(number);

        if (row != NULL && row->serve != NULL &&
            pdu->service_tag ==
                (pdu->kind == kinds[0].kind ? row->request_tag : row->response_tag)) {
            pdu->row = row;
        }
    }
}

FaultPdu
fault_pdu_read(Slice mms)
{
    FaultPdu pdu = { 0 };
    BerReader reader = ber_reader(mms);
    BerTag tag;
    Slice content = ber_get_any(&reader, &tag);

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds) && reader.error == BER_OK; i++) {
        if (kinds[i].tag == tag) {
            pdu.kind = kinds[i].kind;
        }
    }
    if (tag == 0xA0 || tag == 0xA1) {
        read_service(&pdu, content);
    } else if (tag == 0xA3 && is_report(content)) {
        pdu.kind = "report";
    }
    return pdu;
}

static bool
pdu_is(const GatePass *pass, const char *wanted)
{
    FaultPdu pdu = fault_pdu_read(pass->bytes);

    return pdu.kind != NULL &&
           (strcmp(pdu.kind, wanted) == 0 ||
            (strcmp(wanted, "unconfirmed") == 0 && strcmp(pdu.kind, "report") == 0) ||
            (pdu.row != NULL && strcmp(pdu.row->name, wanted) == 0));
}

bool
fault_filter_fits(const Fault *fault, const GatePass *pass, unsigned first)
{
    const FaultValue *values = &fault->spec->values[first];
    const char *wanted = values[2].given ? values[2].text : NULL;

    return pass->bytes.size > 0 && pass->outbound == (values[1].choice == 0) &&
           strcmp(pass->layer, values[0].text) == 0 && (wanted == NULL || pdu_is(pass, wanted));
}

static char *
check_name(const char *name, bool kinds_too)
{
    const char *names[MMS_SERVICE_NUMBERS + G_N_ELEMENTS(kinds) + 2] = { NULL };
    unsigned count = 0;
    const char *near;

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds) && kinds_too; i++) {
        names[count++] = kinds[i].kind;
    }
    if (kinds_too) {
        names[count++] = "report";
    }
    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        const ServiceRow *row = mms_service_row(number);

        if (row != NULL && row->serve != NULL) {
            names[count++] = row->name;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return NULL;
        }
    }
    near = suggest_name(name, names);
    return g_strdup_printf("no such %s: %s%s%s%s", kinds_too ? "PDU or service" : "service",
                           name, near != NULL ? " (did you mean " : "",
                           near != NULL ? near : "", near != NULL ? "?)" : "");
}

char *
fault_filter_check(const FaultSpec *spec, unsigned first)
{
    const FaultValue *values = &spec->values[first];

    if (!values[2].given) {
        return NULL;
    }
    if (strcmp(values[0].text, "mms") != 0) {
        return g_strdup("pdu tells MMS PDUs apart: it goes with layer = \"mms\" only");
    }
    return check_name(values[2].text, true);
}

bool
fault_is_response(const GatePass *pass, const char *service, FaultPdu *pdu)
{
    if (!pass->outbound || pass->bytes.size == 0 || strcmp(pass->layer, "mms") != 0 ||
        pass->bytes.data[0] != 0xA1) {
        return false;
    }
    *pdu = fault_pdu_read(pass->bytes);
    return pdu->row != NULL &&
           (service == NULL || *service == '\0' || strcmp(pdu->row->name, service) == 0);
}

char *
fault_service_check(const char *service)
{
    return service == NULL || *service == '\0' ? NULL : check_name(service, false);
}

void
fault_answer(Fault *fault, const GatePass *pass, const Pdu *bytes)
{
    GatePass answer = { .point = GATE_SEND,
                        .layer = "mms",
                        .primitive = OSI_DATA,
                        .outbound = true,
                        .association = pass->association,
                        .bytes = pdu_content(bytes) };

    fault_hold(fault, &answer, 0, true);
}
