/* SPDX-License-Identifier: Apache-2.0
 *
 * The MMS protocol machine in either role, fed with anything: as one initiate PDU, as one PDU
 * on an open association, and as the PDUs that stand behind one another in the input. Whatever
 * comes, `ended` comes at most once, nothing is sent behind it but the abort, what is sent is
 * one BER element within the negotiated size, and every request of ours is answered once.
 */
#include "sim/acsi/codec/report.h"
#include "sim/mms/association_private.h"
#include "sim/mms/data.h"
#include "sim/mms/get_name_list.h"
#include "sim/mms/get_named_variable_list_attributes.h"
#include "sim/mms/get_variable_access_attributes.h"
#include "sim/mms/identify.h"
#include "sim/mms/information_report.h"
#include "sim/mms/initialize_journal.h"
#include "sim/mms/read.h"
#include "sim/mms/read_journal.h"
#include "sim/mms/report_journal_status.h"
#include "sim/mms/status.h"
#include "sim/mms/write.h"
#include "tests/fuzz/fuzz.h"
#include "tests/hex.h"
#include "tests/sim/mms/fake_vmd.h"

#define PDU_SIZE 400
#define REQUESTS 6

const char *const fuzz_seeds[] = { "mms", "report", NULL };

typedef struct End {
    MmsAssociation *association;
    FakeVmd *fake;
    unsigned ended;
    unsigned asked;
    unsigned answered;
} End;

static void
wire(void *wire_user, OsiPrimitive primitive, Pdu *pdu, int diagnostic)
{
    BerReader reader = ber_reader(pdu == NULL ? SLICE_NONE : pdu_content(pdu));
    End *end = wire_user;

    (void)diagnostic;
    g_assert(end->ended == 0 || primitive >= OSI_REFUSE);
    if (primitive == OSI_DATA) {
        g_assert(pdu_content(pdu).size <= PDU_SIZE);
        ber_skip(&reader);
        g_assert(reader.error == BER_OK && reader.at == reader.end);
    }
}

static void
note_end(void *user, MmsEnd how, const OsiReason *reason)
{
    End *end = user;

    (void)how;
    g_assert(reason->layer != NULL);
    g_assert(end->ended++ == 0);
}

static void
walk_results(MmsResults results)
{
    MmsDataError result;
    Slice data;

    while (mms_results_next(&results, &result, &data)) {
        mms_data_check(data, 10);
    }
}

static void
walk_report(const MmsInformationReport *information)
{
    ReportedMember member;
    Report report;
    unsigned count = 0;

    if (report_get(information, &report)) {
        while (report_next(&report, &member)) {
            count++;
        }
        g_assert(count == report.included_count);
    }
}

static void
note_unconfirmed(void *user, Slice content)
{
    MmsAccessStore *store = mms_access_store_new(100);
    MmsInformationReport report;
    VmdMember member;
    bool supported;

    (void)user;
    if (mms_information_report_get(content, &report)) {
        while (mms_member_next(&report.members, store, 5, &member, &supported)) {
        }
        walk_results(report.results);
        walk_report(&report);
    }
    mms_access_store_free(store);
}

static void
note_served(void *user, const MmsServed *served)
{
    (void)user;
    g_assert(served->result != MMS_DATA_LATER);
}

static void
walk_entries(MmsJournalEntries *entries)
{
    VmdJournalEntry entry;
    Slice tag, data;

    while (mms_journal_entries_next(entries, &entry)) {
        while (mms_journal_variable_next(&entry.variables, &tag, &data)) {
            mms_data_check(data, 10);
        }
    }
}

/* Every decoder of the client's side on every answer. */
static void
note_answer(void *user, const MmsAnswer *answer)
{
    MmsGetNamedVariableListAttributesResponse list;
    MmsGetVariableAccessAttributesResponse type;
    MmsIdentifyResponse identity;
    MmsStatusResponse status;
    MmsWriteResults written;
    MmsDataError result;
    MmsResults results;
    MmsJournalEntries entries;
    MmsJournalStatus journal;
    MmsNames names;
    uint32_t deleted;
    Slice name;
    End *end = user;

    end->answered++;
    if (mms_read_get_response(answer, &results)) {
        walk_results(results);
    }
    if (mms_write_get_response(answer, &written)) {
        while (mms_write_results_next(&written, &result)) {
        }
    }
    if (mms_get_name_list_get_response(answer, &names)) {
        while (mms_names_next(&names, &name)) {
        }
    }
    if (mms_read_journal_get_response(answer, &entries)) {
        walk_entries(&entries);
    }
    mms_initialize_journal_get_response(answer, &deleted);
    mms_report_journal_status_get_response(answer, &journal);
    mms_identify_get_response(answer, &identity);
    mms_status_get_response(answer, &status);
    mms_get_variable_access_attributes_get_response(answer, &type);
    mms_get_named_variable_list_attributes_get_response(answer, &list);
}

static void
open_end(End *end, OsiRole role)
{
    static const MmsUser callbacks = { .ended = note_end,
                                       .unconfirmed = note_unconfirmed,
                                       .served = note_served };
    MmsParameters parameters = {
        .osi = { .role = role }, .limits = { .pdu_size = PDU_SIZE, .variables_per_request = 10 }
    };

    *end = (End){ .fake = fake_vmd_new() };
    fake_vmd_add_journal(end->fake, 3);
    parameters.vmd = &end->fake->vmd;
    end->association = mms_association_new_bare(&parameters, &callbacks, end, wire, end);
}

static void
indicate(End *end, OsiPrimitive primitive, Slice content)
{
    const OsiIndication indication = { .primitive = primitive,
                                       .content = content,
                                       .reason = { .layer = "fuzz" } };

    mms_association_indicate(end->association, &indication);
}

static void
connect_end(End *end, OsiRole role, Slice pdu)
{
    if (role == OSI_CLIENT) {
        mms_association_connect(end->association);
        indicate(end, OSI_ACCEPT, pdu);
    } else {
        indicate(end, OSI_CONNECT, pdu);
    }
}

static void
close_end(End *end)
{
    mms_association_free(end->association);
    g_assert(end->asked == end->answered);
    fake_vmd_free(end->fake);
}

/* Takes PDUs until the input is through; a request that waits is completed between them. */
static void
feed(End *end, Slice input)
{
    BerReader reader = ber_reader(input);

    indicate(end, OSI_DATA, input);
    while (!ber_at_end(&reader)) {
        Slice pdu = ber_get_element(&reader);
        MmsPending *pending = end->fake->pending;

        if (reader.error == BER_OK) {
            indicate(end, OSI_DATA, pdu);
        }
        if (pending != NULL && end->fake->pending == pending) {
            end->fake->pending = NULL;
            mms_pending_complete(pending, MMS_DATA_SUCCESS,
                                 SLICE_OF(((uint8_t[]){ 0x83, 1, 0 })));
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t initiate[] = { 0xA8, 0x26, 0x80, 0x03, 0x00, 0xFD, 0xE8, 0x81,
                                        0x01, 0x05, 0x82, 0x01, 0x05, 0x83, 0x01, 0x0A,
                                        0xA4, 0x16, 0x80, 0x01, 0x01, 0x81, 0x03, 0x05,
                                        0xF9, 0x00, 0x82, 0x0C, 0x03, 0x00, 0x00, 0x00,
                                        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x18 };
    const Slice input = { data, size };
    uint8_t opening[sizeof initiate];

    memcpy(opening, initiate, sizeof initiate);
    for (OsiRole role = OSI_SERVER; role <= OSI_CLIENT; role++) {
        End end;

        open_end(&end, role);
        connect_end(&end, role, input);
        close_end(&end);
        open_end(&end, role);
        opening[0] = role == OSI_CLIENT ? 0xA9 : 0xA8;
        connect_end(&end, role, SLICE_OF(opening));
        for (unsigned i = 0; i < REQUESTS; i++) {
            end.asked += mms_association_request(end.association, mms_identify_put_request,
                                                 NULL, note_answer, &end) != 0;
        }
        feed(&end, input);
        close_end(&end);
    }
    return 0;
}
