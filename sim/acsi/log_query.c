/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs as clients query them (IEC 61850-7-2 17.3.5, 8-1 20.2): QueryLogByTime and QueryLogAfter
 * are ranges of a readJournal. Ids ascend and are never given again, so a client that comes
 * back after its entry was overwritten gets what is left behind it; one that names an entry
 * that never was is refused.
 */
#include "sim/acsi/logging_private.h"
#include "sim/model/timestamp.h"

/* Entries read from the store at a time. */
enum { PAGE = 64 };

typedef struct Reading {
    VmdJournalSink sink;
    void *user;
    int64_t stop;  /* the last time that is wanted */
    uint64_t left; /* entries wanted */
    uint64_t last; /* id given last */
    uint32_t given;
    bool full, over; /* the page is; the range is */
} Reading;

static uint64_t
id_of(const uint8_t octets[8])
{
    uint64_t id = 0;

    for (unsigned i = 0; i < 8; i++) {
        id = id << 8 | octets[i];
    }
    return id;
}

static void
put_id(uint64_t id, uint8_t octets[8])
{
    for (unsigned i = 0; i < 8; i++) {
        octets[i] = (uint8_t)(id >> (56 - 8 * i));
    }
}

static bool
give(void *user, const StoreEntry *entry)
{
    Reading *reading = user;
    VmdJournalEntry given = { .variables = entry->octets };

    reading->over = entry->time > reading->stop || reading->left == 0;
    if (reading->over) {
        return false;
    }
    binary_time_encode(entry->time, given.place.time);
    put_id(entry->id, given.place.id);
    reading->full = !reading->sink(reading->user, &given);
    if (reading->full) {
        return false;
    }
    reading->last = entry->id;
    reading->left--;
    reading->given++;
    return true;
}

/* The id behind which entries of that time and later stand. */
static uint64_t
before_time(StoreLog *entries, int64_t time)
{
    uint64_t first = store_log_find(entries, time);

    return first > 0 ? first - 1 : store_log_last_id(entries);
}

/* Where to begin: the id before. False when the named entry never was. */
static bool
find_start(StoreLog *entries, const VmdJournalQuery *query, uint64_t *before)
{
    uint64_t last = store_log_last_id(entries);
    uint64_t named = id_of(query->after ? query->after_place.id : query->start.id);

    *before = 0;
    if (query->after && named == UINT64_MAX) {
        *before = before_time(entries,
                              binary_time_decode(query->after_place.time) + CLOCK_MILLISECOND);
    } else if (query->after) {
        *before = named;
    } else if (query->from_entry) {
        *before = named > 0 ? named - 1 : 0;
    } else if (query->from_time) {
        *before = before_time(entries, binary_time_decode(query->start.time));
    }
    return !((query->after && named != UINT64_MAX) || query->from_entry) || named <= last;
}

static bool
is_possible(const VmdJournalQuery *query)
{
    return !query->from_time || !query->to_time ||
           binary_time_decode(query->start.time) <= binary_time_decode(query->stop);
}

static MmsError
read_log(void *user, VmdCaller *caller, unsigned journal, const VmdJournalQuery *query,
         VmdJournalSink sink, void *sink_user, bool *more)
{
    Logging *logging = user;
    Log *log = &logging->logs[journal];
    StoreLog *entries = log_entries(log);
    Reading reading = { .sink = sink,
                        .user = sink_user,
                        .stop = query->to_time ? binary_time_decode(query->stop) : INT64_MAX,
                        .left = query->to_count ? query->count : UINT64_MAX };
    char text[32];

    if (!is_possible(query)) {
        return MMS_SERVICE_OTHER;
    }
    if (!find_start(entries, query, &reading.last)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    while (store_log_read(entries, reading.last, PAGE, give, &reading) == PAGE) {
    }
    *more = reading.full;
    g_snprintf(text, sizeof text, "%u entries", reading.given);
    log_emit(log, caller, EVENT_LOG_QUERIED, text);
    return MMS_OK;
}

static MmsError
initialize(void *user, VmdCaller *caller, unsigned journal, const VmdJournalLimit *limit,
           uint32_t *deleted)
{
    Logging *logging = user;
    Log *log = &logging->logs[journal];
    StoreLog *entries = log_entries(log);
    unsigned before = store_log_count(entries);
    uint64_t last = 0;
    char text[32];

    if (!limit->by_time && !limit->by_entry) {
        store_log_clear(entries);
    } else {
        last = limit->by_entry ? id_of(limit->before.id)
                               : before_time(entries, binary_time_decode(limit->before.time));
        last -= limit->by_entry && last > 0;
        store_log_drop_until(entries, last);
    }
    *deleted = before - store_log_count(entries);
    g_snprintf(text, sizeof text, "%u entries", *deleted);
    log_emit(log, caller, EVENT_LOG_INITIALIZED, text);
    return MMS_OK;
}

static uint32_t
count(void *user, unsigned journal)
{
    Logging *logging = user;

    return store_log_count(log_entries(&logging->logs[journal]));
}

const VmdJournalKeeper log_keeper = { .read = read_log,
                                      .initialize = initialize,
                                      .count = count };
