/* SPDX-License-Identifier: Apache-2.0
 *
 * What a kind of store fills in (see store.h). The counts of logs and the checks of ids are
 * kept in store.c for every kind.
 */
#pragma once

#include "sim/base/store.h"

typedef struct StoreType {
    bool lasting;
    void (*free)(Store *store);
    void (*commit)(Store *store);
    void (*put)(Store *store, const char *owner, const char *key, Slice value);
    bool (*get)(Store *store, const char *owner, const char *key, GByteArray *octets);
    void (*remove)(Store *store, const char *owner, const char *key);
    void (*each)(Store *store, const char *owner, const char *prefix, StoreVisitSetting visit,
                 void *user);
    void (*forget)(Store *store, const char *owner);
    /* Fills count, octets and last_id. */
    StoreLog *(*open)(Store *store, const char *owner, const char *name);
    void (*close)(StoreLog *log);
    void (*append)(StoreLog *log, const StoreEntry *entry);
    /* The entries from one id to another, both included. */
    void (*drop)(StoreLog *log, uint64_t from, uint64_t to);
    unsigned (*read)(StoreLog *log, uint64_t after, unsigned limit, StoreVisitEntry visit,
                     void *user);
    uint64_t (*find)(StoreLog *log, int64_t time);
} StoreType;

/* Both begin what an implementation allocates. */
struct Store {
    const StoreType *type;
    void (*begun)(void *user);
    void *user;
    bool pending;
    char *failure;   /* the first one; NULL: none */
    StoreFull *full; /* lent */
};

struct StoreLog {
    Store *store;
    unsigned count;
    size_t octets;
    uint64_t last_id;
};
