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

/* A query under way: the log so far, whose slices are those of the kept pages. */
typedef struct Reading {
    ClientLog log; /* first: what is handed over */
    GArray *entries, *values;
    GArray *firsts;   /* where each entry's values begin */
    GPtrArray *pages; /* GBytes */
    char *domain, *item;
    VmdJournalQuery query;
} Reading;

static Reading *
reading_new(const char *domain, const char *item, const VmdJournalQuery *query)
{
    Reading *reading = g_new0(Reading, 1);

    reading->entries = g_array_new(FALSE, FALSE, sizeof(ClientLogEntry));
    reading->values = g_array_new(FALSE, FALSE, sizeof(ClientLogged));
    reading->firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    reading->pages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    reading->domain = g_strdup(domain);
    reading->item = g_strdup(item);
    reading->query = *query;
    return reading;
}

void
client_log_free(ClientLog *log)
{
    Reading *reading = (Reading *)(void *)log;

    if (reading != NULL) {
        g_array_unref(reading->entries);
        g_array_unref(reading->values);
        g_array_unref(reading->firsts);
        g_ptr_array_unref(reading->pages);
        g_free(reading->domain);
        g_free(reading->item);
        g_free(reading);
    }
}

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

static bool
is_repeated(const Reading *reading, const VmdJournalEntry *entry)
{
    return reading->entries->len > 0 &&
           memcmp(g_array_index(reading->entries, ClientLogEntry, reading->entries->len - 1)
                      .place.id,
                  entry->place.id, sizeof entry->place.id) == 0;
}

/* What is wrong with a page; NULL: nothing. */
static const char *
take_entries(Reading *reading, MmsJournalEntries *page)
{
    guint before = reading->entries->len;
    VmdJournalEntry entry;

    while (mms_journal_entries_next(page, &entry)) {
        ClientLogEntry taken = { .place = entry.place,
                                 .time = binary_time_decode(entry.place.time) };
        guint first = reading->values->len;

        if (is_repeated(reading, &entry)) {
            return "an entry of the log came twice";
        }
        take_values(reading->values, entry.variables);
        taken.count = reading->values->len - first;
        g_array_append_val(reading->entries, taken);
        g_array_append_val(reading->firsts, first);
    }
    if (page->reader.error != BER_OK) {
        return "malformed readJournal response";
    }
    return page->more_follows && reading->entries->len == before
               ? "an empty page with more to follow"
               : NULL;
}

static const char *
take_page(Reading *reading, const MmsAnswer *answer, bool *more)
{
    GBytes *kept = g_bytes_new(answer->body.data, answer->body.size);
    MmsAnswer copy = *answer;
    MmsJournalEntries page;
    const char *wrong;

    copy.body.data = g_bytes_get_data(kept, &copy.body.size);
    g_ptr_array_add(reading->pages, kept);
    if (!mms_read_journal_get_response(&copy, &page)) {
        return "malformed readJournal response";
    }
    wrong = take_entries(reading, &page);
    *more = page.more_follows;
    return wrong == NULL && reading->entries->len > CLIENT_LOG_ENTRIES_MAX
               ? "more entries than a log can have"
               : wrong;
}

static void
ask_page(ClientCall *call)
{
    const Reading *reading = call->own;
    MmsReadJournalRequest request = {
        .journal = client_object_name(MMS_SCOPE_DOMAIN, reading->domain, reading->item),
        .query = reading->query,
    };

    client_call_send(call, mms_read_journal_put_request, &request);
}

/* The same query behind the last entry that came; what is left of a count. */
static bool
go_on(Reading *reading, guint before)
{
    guint came = reading->entries->len - before;

    reading->query.after = true;
    reading->query.after_place =
        g_array_index(reading->entries, ClientLogEntry, reading->entries->len - 1).place;
    reading->query.count -= MIN(reading->query.count, came);
    return !reading->query.to_count || reading->query.count > 0;
}

static void
hand_over(ClientCall *call)
{
    Reading *reading = g_steal_pointer(&call->own);

    for (guint i = 0; i < reading->entries->len; i++) {
        g_array_index(reading->entries, ClientLogEntry, i).values =
            (const ClientLogged *)(void *)reading->values->data +
            g_array_index(reading->firsts, guint, i);
    }
    reading->log.entries = (const ClientLogEntry *)(void *)reading->entries->data;
    reading->log.count = reading->entries->len;
    call->done.logged(call->user, NULL, &reading->log);
}

static void
finish_read(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    Reading *reading = call->own;
    guint before = reading->entries->len;
    ClientFailure bad = client_bad_answer(NULL);
    bool more = false;

    if (failure == NULL) {
        bad.text = take_page(reading, answer, &more);
        failure = bad.text != NULL ? &bad : NULL;
    }
    if (failure != NULL) {
        call->done.logged(call->user, failure, NULL);
    } else if (more && go_on(reading, before)) {
        ask_page(call);
    } else {
        hand_over(call);
    }
}

static void
clear_read(ClientCall *call)
{
    client_log_free(call->own);
}

void
client_read_log(Client *client, const char *domain, const char *item,
                const VmdJournalQuery *query, ClientLogRead done, void *user)
{
    ClientCall *call = client_call_new(client, finish_read, user);

    call->clear = clear_read;
    call->own = reading_new(domain, item, query);
    call->done.logged = done;
    ask_page(call);
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
