/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls about journals (see log.h).
 */
#include "sim/client/log.h"

#include <string.h>

#include "sim/acsi/codec/report.h"
#include "sim/client/internal.h"
#include "sim/mms/initialize_journal.h"
#include "sim/mms/read_journal.h"
#include "sim/mms/report_journal_status.h"
#include "sim/model/timestamp.h"

/* ReasonCode belongs to the value in front of it. */
static bool
take_reason(GArray *values, guint first, Slice tag, Slice data)
{
    BerReader reader = ber_reader(data);
    size_t bits;
    Slice octets;

    if (!slice_equals_string(tag, "ReasonCode") || values->len == first ||
        ber_peek(&reader) != 0x84) {
        return false;
    }
    octets = ber_get_bit_string(&reader, 0x84, &bits);
    g_array_index(values, ClientLogged, values->len - 1).reason =
        reader.error == BER_OK ? report_bits_get(octets.data, bits) : 0;
    return true;
}

static void
take_values(GArray *values, Slice variables)
{
    guint first = values->len;
    Slice tag, data;

    while (mms_journal_variable_next(&variables, &tag, &data)) {
        ClientLogged value = { .reference = tag, .data = data };

        if (!take_reason(values, first, tag, data)) {
            g_array_append_val(values, value);
        }
    }
}

/* What is wrong with the entries; NULL: nothing. `firsts` gets where each one's values begin.
 */
static const char *
take_entries(MmsJournalEntries *page, GArray *entries, GArray *values, GArray *firsts)
{
    VmdJournalEntry entry;

    while (mms_journal_entries_next(page, &entry)) {
        ClientLogEntry taken = { .place = entry.place,
                                 .time = binary_time_decode(entry.place.time) };
        guint first = values->len;

        if (entries->len > 0 &&
            memcmp(g_array_index(entries, ClientLogEntry, entries->len - 1).place.id,
                   entry.place.id, sizeof entry.place.id) == 0) {
            return "an entry of the log came twice";
        }
        take_values(values, entry.variables);
        taken.count = values->len - first;
        g_array_append_val(entries, taken);
        g_array_append_val(firsts, first);
    }
    if (page->reader.error != BER_OK) {
        return "malformed readJournal response";
    }
    return page->more_follows && entries->len == 0 ? "an empty page with more to follow" : NULL;
}

static void
finish_read(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(ClientLogEntry));
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ClientLogged));
    g_autoptr(GArray) firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    ClientFailure bad = client_bad_answer("malformed readJournal response");
    MmsJournalEntries page = { 0 };

    if (failure == NULL) {
        bad.text = mms_read_journal_get_response(answer, &page)
                       ? take_entries(&page, entries, values, firsts)
                       : bad.text;
        failure = bad.text != NULL ? &bad : NULL;
    }
    for (guint i = 0; i < entries->len; i++) {
        g_array_index(entries, ClientLogEntry, i).values =
            (const ClientLogged *)(void *)values->data + g_array_index(firsts, guint, i);
    }
    call->done.logged(call->user, failure, (const ClientLogEntry *)(void *)entries->data,
                      failure != NULL ? 0 : entries->len, page.more_follows);
}

void
client_read_log(Client *client, const char *domain, const char *item,
                const VmdJournalQuery *query, ClientLogRead done, void *user)
{
    ClientCall *call = client_call_new(client, finish_read, user);
    MmsReadJournalRequest request = { .journal =
                                          client_object_name(MMS_SCOPE_DOMAIN, domain, item),
                                      .query = *query };

    call->done.logged = done;
    client_call_send(call, mms_read_journal_put_request, &request);
}

void
client_log_continue(VmdJournalQuery *query, const VmdJournalPlace *last, unsigned taken)
{
    query->after = true;
    query->after_place = *last;
    query->count -= MIN(query->count, taken);
}

static void
finish_count(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed reportJournalStatus response");
    MmsJournalStatus status = { 0 };

    if (failure == NULL && !mms_report_journal_status_get_response(answer, &status)) {
        failure = &bad;
    }
    call->done.counted(call->user, failure, status.entries);
}

void
client_count_log(Client *client, const char *domain, const char *item, ClientLogCounted done,
                 void *user)
{
    ClientCall *call = client_call_new(client, finish_count, user);
    MmsObjectName name = client_object_name(MMS_SCOPE_DOMAIN, domain, item);

    call->done.counted = done;
    client_call_send(call, mms_report_journal_status_put_request, &name);
}

static void
finish_initialize(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed initializeJournal response");
    uint32_t deleted = 0;

    if (failure == NULL && !mms_initialize_journal_get_response(answer, &deleted)) {
        failure = &bad;
    }
    call->done.counted(call->user, failure, deleted);
}

void
client_initialize_log(Client *client, const char *domain, const char *item,
                      const VmdJournalLimit *limit, ClientLogCounted done, void *user)
{
    ClientCall *call = client_call_new(client, finish_initialize, user);
    MmsInitializeJournalRequest request = {
        .journal = client_object_name(MMS_SCOPE_DOMAIN, domain, item), .limit = *limit
    };

    call->done.counted = done;
    client_call_send(call, mms_initialize_journal_put_request, &request);
}
