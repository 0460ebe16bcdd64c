/* SPDX-License-Identifier: Apache-2.0
 *
 * A subscription for the files that make it: subscribe.c finds and reads, subscribe_write.c
 * writes, subscription.c takes the reports. Every answer of the client goes through
 * subscription_resume first: the subscription may have been freed meanwhile.
 */
#pragma once

#include "sim/client/internal.h"
#include "sim/client/rcb.h"

/* One member of the data set. */
typedef struct SubscribedMember {
    char *reference;
    char *domain, *item, *component; /* as ClientName */
    bool has_index;
    ClientType *type;
} SubscribedMember;

struct ClientSubscription {
    Client *client; /* NULL: gone */
    const ClientSubscriptionUser *callbacks;
    void *user;
    ClientSubscription *next;

    ClientSubscribe wish;     /* texts owned */
    char *ln, *fc, *rcb_name; /* of the wish's reference; fc may be NULL */
    GPtrArray *candidates;    /* item names, owned */
    unsigned candidate;
    ClientRcb rcb;
    ClientType *type; /* of the candidate */
    char *name;
    char *refused;
    GPtrArray *members;
    unsigned at; /* the member whose type is asked for, or the step of writing */

    ClientReportAssembly *assembly;
    char *rpt_id;   /* what reports of it carry */
    bool listening; /* since RptEna was sent */
    bool reserved;  /* by what we wrote */
    bool has_sq_num;
    uint32_t last_sq_num;

    unsigned calls; /* outstanding ones */
    unsigned busy;  /* callbacks being run */
    bool freed;
    bool told;          /* subscribed() was called */
    char *failure_text; /* why it failed, while the reservation is given back */
    ClientFailure failure;
    ClientDone done; /* of interrogate or end */
    void *done_user;
};

ClientSubscription *subscription_new(Client *client, const ClientSubscribe *wish,
                                     const ClientSubscriptionUser *callbacks, void *user);
/* False when it was freed, which is then done. */
bool subscription_resume(ClientSubscription *subscription);
void subscription_tell_problem(ClientSubscription *subscription, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
/* The answer of subscribing: NULL, or why not. */
void subscription_tell(ClientSubscription *subscription, const ClientFailure *failure);

/* A candidate was read and its data set known: writes and enables. */
void subscription_write(ClientSubscription *subscription);
/* The next candidate, when there is one. */
bool subscription_try_next(ClientSubscription *subscription);
/* Fails with a text, giving back what was reserved. */
void subscription_fail(ClientSubscription *subscription, const ClientFailure *failure);
