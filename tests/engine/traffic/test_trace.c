/* SPDX-License-Identifier: Apache-2.0
 *
 * Decoded PDUs as text: the golden PDUs as lines, pieces of a stream, what is malformed and
 * where; the last PDUs of an association.
 */
#include "engine/traffic/trace.h"
#include "engine/traffic/trace_ring.h"

#include <glib/gstdio.h>

#include "tests/hex.h"
#include "tests/test.h"

static void
append(void *user, TraceLayer layer, bool outbound, const char *text)
{
    g_string_append_printf(user, "%s%s%s\n", outbound ? "> " : "", trace_layer_name(layer),
                           text);
}

/* An MMS PDU as it travels: TPKT, DT, data of the session, one PDV list. */
static GByteArray *
wrap(Slice mms)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    size_t list = 9 + mms.size;
    const uint8_t head[] = { 3,
                             0,
                             0,
                             0,
                             2,
                             0xF0,
                             0x80,
                             1,
                             0,
                             1,
                             0,
                             0x61,
                             0x82,
                             (uint8_t)((list + 2) >> 8),
                             (uint8_t)(list + 2),
                             0x30,
                             0x82,
                             (uint8_t)((list - 2) >> 8),
                             (uint8_t)(list - 2),
                             2,
                             1,
                             3,
                             0xA0,
                             0x82,
                             (uint8_t)(mms.size >> 8),
                             (uint8_t)mms.size };

    g_byte_array_append(bytes, head, sizeof head);
    g_byte_array_append(bytes, mms.data, (guint)mms.size);
    bytes->data[2] = (uint8_t)(bytes->len >> 8);
    bytes->data[3] = (uint8_t)bytes->len;
    return g_steal_pointer(&bytes);
}

static char *
decode(unsigned shown, unsigned trees, Slice octets, size_t piece)
{
    GString *text = g_string_new(NULL);
    TraceDecoder *decoder = trace_decoder_new((TraceLayers){ shown, trees }, append, text);

    while (octets.size > 0) {
        trace_decoder_take(decoder, false, slice_first(octets, piece));
        octets = slice_from(octets, piece);
    }
    trace_decoder_free(decoder);
    return g_string_free(text, FALSE);
}

static char *
mms_line(const char *file)
{
    g_autoptr(GByteArray) pdu = hex_load(file);
    g_autoptr(GByteArray) packet = wrap(hex_slice(pdu));

    return decode(1u << TRACE_MMS, 0, hex_slice(packet), SIZE_MAX);
}

static void
services_and_reports_say_what_they_are_about(void)
{
    static const struct {
        const char *file, *line;
    } rows[] = {
        { "mms/initiate_request.hex", "mms initiate-request pdu-size 65000 outstanding-calling "
                                      "5 outstanding-called 5 nesting 10 version 1\n" },
        { "mms/read_access_request.hex",
          "mms confirmed-request 24 read IED1LD0/Array(2..4) IED1LD0/Array(15) "
          "IED1LD0/Array(16) IED1LD0/GGIO1$MX$AnIn1$mag$f\n" },
        { "mms/read_access_response.hex",
          "mms confirmed-response 24 read [2 3 4] 15 object-non-existent 1.5\n" },
        { "mms/write_oper_request.hex",
          "mms confirmed-request 15 write IED1LD0/GGIO1$CO$SPCSO1$Oper {true {2 x'4F5031'} 1 "
          "2024-03-12T22:04:48.500Z false 11}\n" },
        { "mms/write_denied_response.hex",
          "mms confirmed-response 4 write object-access-denied\n" },
        { "mms/get_name_list_continue_request.hex",
          "mms confirmed-request 21 getNameList namedVariable IED1LD0 after "
          "GGIO1$CF$Ind1$blkEna\n" },
        { "mms/define_named_variable_list_request.hex",
          "mms confirmed-request 1 defineNamedVariableList IED1LD0/LLN0$ds7 "
          "IED1LD0/GGIO1$MX$AnIn1 IED1LD0/Array(3)\n" },
        { "mms/read_journal_response.hex",
          "mms confirmed-response 8 readJournal 1 entries ; IED1LD0/GGIO1$ST$Ind1$stVal true "
          "ReasonCode 010000\n" },
        { "mms/get_name_list_error.hex", "mms confirmed-error 6 access/object-non-existent\n" },
        { "mms/reject_unrecognized_service.hex",
          "mms reject 7 confirmed-request/unrecognized-service\n" },
        { "mms/cancel_request.hex", "mms cancel-request 5\n" },
        { "report/data_change.hex",
          "mms unconfirmed report rcb01 SqNum 0 DatSet IED1LD0/LLN0$ds1 1 of 2 members: "
          "IED1LD0/GGIO1$ST$Ind2 {true good 2026-05-10T03:48:16.000Z} (data-change)\n" },
        { "report/segment_1.hex",
          "mms unconfirmed report rcb02 SqNum 7 SubSqNum 1, the last 2 of 3 members: #1 false "
          "#2 2024-03-12T22:04:48.500Z!not-synchronized\n" },
        { "control/termination_error_report.hex",
          "mms unconfirmed CommandTermination- IED1LD0/CSWI1$CO$Pos$Oper {true {3 x'4F5031'} 7 "
          "2024-03-12T22:04:48.500Z false 01} IED1LD0/CSWI1$CO$Pos$Oper Error "
          "timeout-test-not-ok AddCause 16 time-limit-over orCat remote-control ctlNum 7\n" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *line = mms_line(rows[i].file);

        CU_ASSERT_STRING_EQUAL(line, rows[i].line);
        if (strcmp(line, rows[i].line) != 0) {
            fprintf(stderr, "%s: %s", rows[i].file, line);
        }
    }
}

/* The connect, and one request, in pieces of any size. */
static void
a_stream_is_read_however_it_is_cut(void)
{
    static const unsigned all = (1u << TRACE_LAYER_COUNT) - 2; /* but the bytes */
    static const size_t pieces[] = { 1, 2, 3, 7, 100, SIZE_MAX };
    g_autoptr(GByteArray) stream = g_byte_array_new();
    g_autoptr(GByteArray) connect = hex_load("acse/connect.hex");
    g_autoptr(GByteArray) read = hex_load("mms/read_request.hex");
    g_autoptr(GByteArray) wrapped = wrap(hex_slice(read));

    g_byte_array_append(stream, connect->data, connect->len);
    g_byte_array_append(stream, wrapped->data, wrapped->len);
    for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autofree char *text = decode(all, 0, hex_slice(stream), pieces[i]);

        CU_ASSERT_PTR_NOT_NULL(strstr(text, "session CN calling-ssel 00 01"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "context 1 acse context 3 mms"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "acse AARQ called-ap-title 1.1.1.999"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "mms initiate-request"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "mms confirmed-request 3 read IED1LD0/GGIO1"));
        CU_ASSERT_PTR_NULL(strstr(text, "MALFORMED"));
    }
}

static void
pieces_of_a_tsdu_come_together(void)
{
    g_autoptr(GByteArray) pdu = hex_load("mms/read_request.hex");
    g_autoptr(GByteArray) whole = wrap(hex_slice(pdu));
    const uint8_t first[] = { 3, 0, 0, 7 + 9, 2, 0xF0, 0 };
    const uint8_t second[] = { 3, 0, 0, (uint8_t)(whole->len - 9), 2, 0xF0, 0x80 };
    g_autoptr(GByteArray) stream = g_byte_array_new();
    g_autofree char *text = NULL;

    g_byte_array_append(stream, first, sizeof first);
    g_byte_array_append(stream, whole->data + 7, 9);
    g_byte_array_append(stream, second, sizeof second);
    g_byte_array_append(stream, whole->data + 16, whole->len - 16);
    text = decode(1u << TRACE_MMS | 1u << TRACE_COTP, 0, hex_slice(stream), SIZE_MAX);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "cotp DT more follows 9 octets\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "mms confirmed-request 3 read IED1LD0"));
}

static void
a_tree_has_a_row_for_each_fact(void)
{
    g_autoptr(GByteArray) pdu = hex_load("mms/write_request.hex");
    g_autoptr(GByteArray) packet = wrap(hex_slice(pdu));
    g_autofree char *text =
        decode(1u << TRACE_MMS, 1u << TRACE_MMS, hex_slice(packet), SIZE_MAX);

    CU_ASSERT_STRING_EQUAL(text, "mms confirmed-request\n"
                                 "             invokeID: 4\n"
                                 "             service: write\n"
                                 "             variable: IED1LD0/GGIO1$CF$Ind1$blkEna\n"
                                 "             value: true\n");
}

static void
what_is_malformed_is_shown_with_its_place(void)
{
    /* The name of the variable claims 40 octets more than there are. */
    g_autoptr(GByteArray) pdu = hex_load("mms/write_request.hex");
    g_autoptr(GByteArray) packet = NULL;
    g_autofree char *text = NULL;
    const uint8_t http[] = "GET / HTTP/1.1\r\n";
    unsigned at = 0;

    while (pdu->data[at] != 0x1A) {
        at++;
    }
    pdu->data[at + 1] = 0x70;
    packet = wrap(hex_slice(pdu));
    text = decode(1u << TRACE_MMS, 0, hex_slice(packet), SIZE_MAX);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "confirmed-request 4 write MALFORMED at octet "));
    g_free(text);
    text = decode(1u << TRACE_MMS, 0, (Slice){ http, sizeof http - 1 }, 5);
    CU_ASSERT_STRING_EQUAL(text,
                           "tpkt MALFORMED at octet 0: not a TPKT header, nothing more can be "
                           "read: 47 45 54 20 2F\n");
}

static void
a_line_has_a_bounded_length(void)
{
    g_autoptr(GByteArray) names = g_byte_array_new();
    g_autoptr(GByteArray) packet = NULL;
    g_autofree char *text = NULL;
    const uint8_t head[] = { 0xA1, 0x82, 0x17, 0x7B, 2,    1,    1,   0xA1,
                             0x82, 0x17, 0x74, 0xA0, 0x82, 0x17, 0x70 };

    g_byte_array_append(names, head, sizeof head);
    for (unsigned i = 0; i < 1000; i++) {
        const uint8_t name[] = { 0x1A, 4, 'N', 'A', 'M', 'E' };

        g_byte_array_append(names, name, sizeof name);
    }
    packet = wrap(hex_slice(names));
    text = decode(1u << TRACE_MMS, 0, hex_slice(packet), SIZE_MAX);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "getNameList 1000 names, more follow NAME NAME"));
    CU_ASSERT_TRUE(strlen(text) < 700 && g_str_has_suffix(text, " ...\n"));
}

static void
layers_are_named(void)
{
    static const char *const bad[] = { "mss", "mms:treee", "mms,,cotp", "", ":tree" };
    TraceLayers layers;

    CU_ASSERT_TRUE(trace_layers_parse("mms,cotp", &layers, NULL));
    CU_ASSERT_EQUAL(layers.shown, 1u << TRACE_MMS | 1u << TRACE_COTP);
    CU_ASSERT_EQUAL(layers.trees, 0);
    CU_ASSERT_TRUE(trace_layers_parse("all,mms:tree", &layers, NULL));
    CU_ASSERT_EQUAL(layers.shown, (1u << TRACE_LAYER_COUNT) - 1);
    CU_ASSERT_EQUAL(layers.trees, 1u << TRACE_MMS);
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;

        CU_ASSERT_FALSE(trace_layers_parse(bad[i], &layers, &error));
        CU_ASSERT_PTR_NOT_NULL(error);
    }
}

static void
pass(Gate *gates, uint64_t association, bool outbound, const char *file)
{
    g_autoptr(GByteArray) pdu = hex_load(file);
    g_autoptr(GByteArray) packet = wrap(hex_slice(pdu));

    gate_pass(&gates[GATE_BYTES], &(GatePass){ .point = GATE_BYTES,
                                               .association = association,
                                               .outbound = outbound,
                                               .bytes = hex_slice(packet) });
}

static void
the_last_pdus_of_an_association_are_kept(void)
{
    Gate gates[2][GATE_POINTS] = { 0 };
    TraceRing *ring = trace_ring_new();
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *none = NULL;
    g_autofree char *any = NULL;

    trace_ring_watch(ring, gates[0], "FEEDER1");
    trace_ring_watch(ring, gates[1], "FEEDER2");
    for (unsigned i = 0; i < 20; i++) {
        pass(gates[0], 1, false, "mms/identify_request.hex");
    }
    pass(gates[0], 1, false, "mms/read_request.hex");
    pass(gates[0], 1, true, "mms/read_response.hex");
    pass(gates[1], 2, false, "mms/status_request.hex");
    first = trace_last(ring, NULL, 1);
    second = trace_last(ring, "FEEDER1", 0);
    none = trace_last(ring, "FEEDER3", 0);
    any = trace_last(ring, NULL, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(first);
    CU_ASSERT_STRING_EQUAL(first, second);
    CU_ASSERT_TRUE(g_str_has_suffix(
        first, "<- confirmed-request 3 read IED1LD0/GGIO1$MX$AnIn1\n"
               "-> confirmed-response 3 read {{1.5} good 2024-03-12T22:04:48.500Z}"));
    CU_ASSERT_EQUAL(g_str_has_prefix(first, "<- confirmed-request 1 identify\n"), true);
    CU_ASSERT_PTR_NULL(none);
    CU_ASSERT_STRING_EQUAL(any, "<- confirmed-request 14 status");
    trace_ring_free(ring);
}

TEST_SUITE(trace, TEST_CASE(services_and_reports_say_what_they_are_about),
           TEST_CASE(a_stream_is_read_however_it_is_cut),
           TEST_CASE(pieces_of_a_tsdu_come_together), TEST_CASE(a_tree_has_a_row_for_each_fact),
           TEST_CASE(what_is_malformed_is_shown_with_its_place),
           TEST_CASE(a_line_has_a_bounded_length), TEST_CASE(layers_are_named),
           TEST_CASE(the_last_pdus_of_an_association_are_kept))
