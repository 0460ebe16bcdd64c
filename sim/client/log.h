/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs of a server (IEC 61850-7-2 17.3.5: QueryLogByTime, QueryLogAfter): journals, read a page
 * a call.
 */
#pragma once

#include "sim/client/client.h"

/* A value that an entry holds; lent. */
typedef struct ClientLogged {
    Slice reference; /* "IED1LD0/GGIO1$ST$Ind1$stVal" */
    Slice data;      /* the whole Data element */
    unsigned reason; /* REPORT_DATA_CHANGE... of the ReasonCode behind it; 0: not said */
} ClientLogged;

typedef struct ClientLogEntry {
    VmdJournalPlace place;
    int64_t time; /* ns since 1970 */
    const ClientLogged *values;
    unsigned count;
} ClientLogEntry;

/* One page, `more` to follow: ask again behind its last entry (client_log_continue). An entry
 * that does not come behind the one before, and a page without entries but with more to
 * follow, are BAD_ANSWER. */
typedef void (*ClientLogRead)(void *user, const ClientFailure *failure,
                              const ClientLogEntry *entries, unsigned count, bool more);
void client_read_log(Client *client, const char *domain, const char *item,
                     const VmdJournalQuery *query, ClientLogRead done, void *user);
/* The same query, behind this entry of it; `taken` entries of it came. */
void client_log_continue(VmdJournalQuery *query, const VmdJournalPlace *last, unsigned taken);

typedef void (*ClientLogCounted)(void *user, const ClientFailure *failure, uint32_t entries);
void client_count_log(Client *client, const char *domain, const char *item,
                      ClientLogCounted done, void *user);
/* Deletes entries; `entries`: how many went. */
void client_initialize_log(Client *client, const char *domain, const char *item,
                           const VmdJournalLimit *limit, ClientLogCounted done, void *user);

/* "BAYLD0", "LLN0$EventLog" of what people write: "LD0/LLN0.EventLog", with LD a domain or the
 * unique end of one. */
typedef void (*ClientLogFound)(void *user, const ClientFailure *failure, const char *domain,
                               const char *item);
void client_find_log(Client *client, const char *reference, ClientLogFound done, void *user);
