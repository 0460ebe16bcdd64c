/* SPDX-License-Identifier: Apache-2.0
 *
 * What every kind of store has in common (see store.h): a failed one does nothing more, the
 * first write of a transaction is told, and logs count what they hold.
 */
#include "sim/base/store_type.h"

G_DEFINE_QUARK(store_error, store_error)

enum { TRIM_PAGE = 64 };

void
store_free(Store *store)
{
    if (store != NULL) {
        store_commit(store);
        g_free(store->failure);
        store->type->free(store);
    }
}

bool
store_is_lasting(const Store *store)
{
    return store->type->lasting;
}

void
store_watch(Store *store, void (*begun)(void *user), void *user)
{
    store->begun = begun;
    store->user = user;
}

bool
store_is_pending(const Store *store)
{
    return store->pending;
}

void
store_commit(Store *store)
{
    if (store->pending) {
        store->pending = false;
        store->type->commit(store);
    }
}

bool
store_check(const Store *store, GError **error)
{
    if (store->failure != NULL) {
        g_set_error_literal(error, STORE_ERROR, 0, store->failure);
    }
    return store->failure == NULL;
}

/* Whether the write may go on. */
static bool
begin(Store *store)
{
    if (store->failure != NULL) {
        return false;
    }
    if (!store->pending) {
        store->pending = true;
        if (store->begun != NULL) {
            store->begun(store->user);
        }
    }
    return true;
}

void
store_add_full(Store *store, StoreFull *full)
{
    full->next = store->full;
    store->full = full;
}

void
store_remove_full(Store *store, StoreFull *full)
{
    StoreFull **place = &store->full;

    while (*place != NULL && *place != full) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        *place = full->next;
    }
}

bool
store_is_full(Store *store, const char *owner, const char *what)
{
    for (StoreFull *at = store->full; at != NULL; at = at->next) {
        if (strcmp(at->owner, owner) == 0 && at->refuses(at, what)) {
            return true;
        }
    }
    return false;
}

void
store_put(Store *store, const char *owner, const char *key, Slice value)
{
    if (!store_is_full(store, owner, key) && begin(store)) {
        store->type->put(store, owner, key, value);
    }
}

bool
store_get(Store *store, const char *owner, const char *key, GByteArray *octets)
{
    g_byte_array_set_size(octets, 0);
    return store->failure == NULL && store->type->get(store, owner, key, octets);
}

void
store_remove(Store *store, const char *owner, const char *key)
{
    if (begin(store)) {
        store->type->remove(store, owner, key);
    }
}

void
store_each(Store *store, const char *owner, const char *prefix, StoreVisitSetting visit,
           void *user)
{
    if (store->failure == NULL) {
        store->type->each(store, owner, prefix, visit, user);
    }
}

void
store_forget(Store *store, const char *owner)
{
    if (begin(store)) {
        store->type->forget(store, owner);
    }
}

StoreLog *
store_log_open(Store *store, const char *owner, const char *name)
{
    StoreLog *log = store->type->open(store, owner, name);

    log->store = store;
    return log;
}

void
store_log_close(StoreLog *log)
{
    if (log != NULL) {
        log->store->type->close(log);
    }
}

void
store_log_append(StoreLog *log, const StoreEntry *entry)
{
    if (entry->id > log->last_id && entry->id <= INT64_MAX && begin(log->store)) {
        log->last_id = entry->id;
        log->count++;
        log->octets += entry->octets.size;
        log->store->type->append(log, entry);
    }
}

void
store_log_drop(StoreLog *log, uint64_t id)
{
    if (log->count > 0 && begin(log->store)) {
        log->store->type->drop(log, id, id);
    }
}

void
store_log_drop_until(StoreLog *log, uint64_t id)
{
    if (log->count > 0 && begin(log->store)) {
        log->store->type->drop(log, 0, id);
    }
}

void
store_log_clear(StoreLog *log)
{
    store_log_drop_until(log, INT64_MAX);
}

void
store_log_restart(StoreLog *log)
{
    store_log_clear(log);
    log->last_id = 0;
}

/* How far a trim goes. */
typedef struct Trim {
    size_t left, limit;
    unsigned count, dropped;
    uint64_t until, seen;
} Trim;

static bool
choose_dropped(void *user, const StoreEntry *entry)
{
    Trim *trim = user;

    if (trim->left <= trim->limit || trim->count - trim->dropped <= 1) {
        return false;
    }
    trim->left -= entry->octets.size;
    trim->until = entry->id;
    trim->dropped++;
    return true;
}

unsigned
store_log_trim(StoreLog *log, size_t octets)
{
    Trim trim = { .left = log->octets, .limit = octets, .count = log->count };

    while (trim.left > octets &&
           store_log_read(log, trim.until, TRIM_PAGE, choose_dropped, &trim) == TRIM_PAGE) {
    }
    if (trim.dropped > 0) {
        store_log_drop_until(log, trim.until);
    }
    return trim.dropped;
}

unsigned
store_log_count(const StoreLog *log)
{
    return log->count;
}

size_t
store_log_octets(const StoreLog *log)
{
    return log->octets;
}

uint64_t
store_log_last_id(const StoreLog *log)
{
    return log->last_id;
}

unsigned
store_log_read(StoreLog *log, uint64_t after, unsigned limit, StoreVisitEntry visit, void *user)
{
    if (log->store->failure != NULL || after > INT64_MAX) {
        return 0;
    }
    return log->store->type->read(log, after, limit, visit, user);
}

uint64_t
store_log_find(StoreLog *log, int64_t time)
{
    return log->store->failure != NULL ? 0 : log->store->type->find(log, time);
}
