/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs of a server (IEC 61850-7-2 17.3.5: QueryLogByTime, QueryLogAfter): journals, read
 * to their end.
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

/* What a query gave: entries in the order of the log. Owns everything in it. */
typedef struct ClientLog {
    const ClientLogEntry *entries;
    unsigned count;
} ClientLog;
void client_log_free(ClientLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientLog, client_log_free)

/* Asks page after page to the end of the query; the receiver frees the log. An entry that comes
 * twice in a row, a page without entries but with more to follow, and more than
 * CLIENT_LOG_ENTRIES_MAX entries are BAD_ANSWER. */
#define CLIENT_LOG_ENTRIES_MAX 1000000
typedef void (*ClientLogRead)(void *user, const ClientFailure *failure, ClientLog *log);
void client_read_log(Client *client, const char *domain, const char *item,
                     const VmdJournalQuery *query, ClientLogRead done, void *user);

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
