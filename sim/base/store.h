/* SPDX-License-Identifier: Apache-2.0
 *
 * What IEDs keep over a power cycle, whoever keeps it: memory for the time of a run, or a file
 * (sim/store). Two shapes are enough: settings, octets under a name, and logs, entries in the
 * order of their ids (the buffer of a BRCB, a journal). Writes of one turn of the loop become
 * lasting together, at store_commit. A store that fails goes on forgetting: writes do nothing,
 * reads find nothing, and store_check says why.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"

typedef struct Store Store;
typedef struct StoreLog StoreLog;

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);

Store *store_memory_new(void);
/* Commits and frees; every log was closed. */
void store_free(Store *store);

/* It outlives the process. */
bool store_is_lasting(const Store *store);

/* `begun` is called by the first write after a commit, so that its owner commits later. */
void store_watch(Store *store, void (*begun)(void *user), void *user);
/* Something was written since the last commit. */
bool store_is_pending(const Store *store);
void store_commit(Store *store);
/* False with the first failure there was. */
bool store_check(const Store *store, GError **error);

/* Who has no room left for an owner, as a fault may say: asked before a setting is put, and
 * before a journal gets an entry, with the name of either; true: it is not written. Lent until
 * it is removed. Other entries (buffers of reports) are not asked about. */
typedef struct StoreFull StoreFull;
struct StoreFull {
    const char *owner;
    bool (*refuses)(StoreFull *full, const char *what);
    StoreFull *next;
};
void store_add_full(Store *store, StoreFull *full);
void store_remove_full(Store *store, StoreFull *full);
/* For journals, before an entry. */
bool store_is_full(Store *store, const char *owner, const char *what);

/* Settings of an owner (an IED). Getting replaces what is in `octets`. */
void store_put(Store *store, const char *owner, const char *key, Slice value);
bool store_get(Store *store, const char *owner, const char *key, GByteArray *octets);
void store_remove(Store *store, const char *owner, const char *key);
/* Those whose key begins so, in order of their keys. The store must not be changed inside. */
typedef void (*StoreVisitSetting)(void *user, const char *key, Slice value);
void store_each(Store *store, const char *owner, const char *prefix, StoreVisitSetting visit,
                void *user);

/* Everything of an owner goes, ids too; none of his logs is open. */
void store_forget(Store *store, const char *owner);

typedef struct StoreEntry {
    uint64_t id;  /* ascending, from 1; below 2^63 */
    int64_t time; /* ns since 1970, never before that of the entry before */
    Slice octets; /* lent */
} StoreEntry;

/* A log comes into being with its first entry. Opened once at a time. */
StoreLog *store_log_open(Store *store, const char *owner, const char *name);
void store_log_close(StoreLog *log);

/* The id must be above every id before; an entry that is not is left out. */
void store_log_append(StoreLog *log, const StoreEntry *entry);
void store_log_drop(StoreLog *log, uint64_t id);
/* The oldest go, up to and with this id. */
void store_log_drop_until(StoreLog *log, uint64_t id);
/* The oldest go until no more than so many octets are left; the newest stays. Returns how many
 * went. */
unsigned store_log_trim(StoreLog *log, size_t octets);
void store_log_clear(StoreLog *log);
/* Empty, and any id may come as the first. */
void store_log_restart(StoreLog *log);

unsigned store_log_count(const StoreLog *log);
size_t store_log_octets(const StoreLog *log);
/* The highest id ever appended, dropped or not; 0: none. */
uint64_t store_log_last_id(const StoreLog *log);

/* Visits entries behind an id in their order, at most `limit`; `visit` ends it with false. The
 * store must not be changed inside. Returns how many were visited: with fewer than `limit` the
 * end is reached, or visit ended it. */
typedef bool (*StoreVisitEntry)(void *user, const StoreEntry *entry);
unsigned store_log_read(StoreLog *log, uint64_t after, unsigned limit, StoreVisitEntry visit,
                        void *user);
/* The id of the first entry at that time or later; 0: there is none. */
uint64_t store_log_find(StoreLog *log, int64_t time);
