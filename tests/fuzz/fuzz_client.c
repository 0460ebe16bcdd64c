/* SPDX-License-Identifier: Apache-2.0
 *
 * What a server sends to the client, fed with anything: the input as a TypeDescription, as a
 * Data held against a type, shown for people and as JSON, as the text of a value, and as a
 * report that comes twice, whole or as a segment. What was parsed from text has exactly its
 * type.
 */
#include "sim/acsi/codec/control.h"
#include "sim/client/client.h"
#include "sim/client/report.h"
#include "tests/fuzz/fuzz.h"
#include "tests/hex.h"

const char *const fuzz_seeds[] = { "client", "mms", "report", "control", NULL };

static void
show(const ClientType *type, Slice data)
{
    g_autofree char *text = client_data_format_named(type, data);
    g_autofree char *json = client_data_json_named(type, data);
    char where[40];

    g_assert(text != NULL && json != NULL);
    client_type_matches(type, data, where, sizeof where);
}

static void
parse(const ClientType *type, const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    Pdu pdu;

    pdu_init(&pdu, 0);
    if (client_data_parse(type, text, &pdu, &error)) {
        g_assert(client_type_matches(type, pdu_content(&pdu), NULL, 0));
    } else {
        g_assert(error != NULL && pdu_content(&pdu).size == 0);
    }
    pdu_clear(&pdu);
}

/* The segments behind one another in the input, each a whole unconfirmed PDU. */
static void
assemble(Slice input)
{
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    BerReader reader = ber_reader(input);

    while (!ber_at_end(&reader)) {
        Slice content = ber_get(&reader, 0xA3);
        MmsInformationReport information;
        const ClientReport *whole;
        const char *problem;
        Report report;

        if (reader.error != BER_OK || !mms_information_report_get(content, &information) ||
            !report_get(&information, &report)) {
            return;
        }
        whole = client_report_assembly_take(assembly, &report, &problem);
        if (whole != NULL) {
            g_autoptr(ClientReport) copy = client_report_copy(whole);
            g_autofree char *json = client_report_json(whole);
            g_autofree char *again = client_report_json(copy);

            g_assert(g_str_equal(json, again));
        }
    }
}

/* LastApplError, CommandTermination, and the structures of controls. */
static void
read_control(Slice input)
{
    static const char *const names[] = { "ctlVal", "operTm", "origin", "ctlNum", "T", "Test" };
    BerReader reader = ber_reader(input);
    Slice content = ber_get(&reader, 0xA3);
    MmsInformationReport information;
    ControlParameters parameters;
    ControlLayout layout = { 0 };
    ControlNotice notice;

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        control_layout_add(&layout, names[i], false);
    }
    if (mms_information_report_get(content, &information) &&
        control_notice_get(&information, &notice) && notice.is_termination) {
        control_get(notice.oper, &layout, &parameters);
    }
    control_get(input, &layout, &parameters);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char description[] =
        "A2 31 A1 2F 30 1A 80 03 6D 61 67 A1 13 A2 11 A1 0F 30 0D 80 01 66 A1 08"
        "A7 06 02 01 20 02 01 08 30 08 80 01 71 A1 03 84 01 F3 30 07 80 01 74 A1 02 91 00";
    const Slice input = { data, size };
    g_autoptr(GByteArray) bytes = hex_parse(description);
    g_autoptr(ClientType) known = client_type_decode(hex_slice(bytes));
    g_autoptr(ClientType) type = client_type_decode(input);

    if (type != NULL) {
        g_autofree char *text = client_type_format(type);
        g_autoptr(ClientType) copy = client_type_copy(type);

        g_assert(text != NULL && client_type_equal(type, copy));
        client_type_leaves(type);
        show(type, input);
        parse(type, data, size);
    }
    show(known, input);
    parse(known, data, size);
    assemble(input);
    read_control(input);
    return 0;
}
