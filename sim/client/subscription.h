/* SPDX-License-Identifier: Apache-2.0
 *
 * A client's subscription to a report control block (IEC 61850-7-2 17, 8-1 17): finds a free
 * instance, reads the RCB and the data set's directory, writes what was asked for in the order
 * that every server takes, enables, and gives the reports whole.
 */
#pragma once

#include "sim/client/report.h"

typedef enum RcbAttribute {
    RCB_RPT_ID,
    RCB_RPT_ENA,
    RCB_RESV,
    RCB_DAT_SET,
    RCB_CONF_REV,
    RCB_OPT_FLDS,
    RCB_BUF_TM,
    RCB_SQ_NUM,
    RCB_TRG_OPS,
    RCB_INTG_PD,
    RCB_GI,
    RCB_PURGE_BUF,
    RCB_ENTRY_ID,
    RCB_TIME_OF_ENTRY,
    RCB_RESV_TMS,
    RCB_OWNER,
    RCB_ATTRIBUTES,
} RcbAttribute;

/* "RptID"; the standard's name, as it stands in the MMS item. */
const char *rcb_attribute_name(RcbAttribute attribute);

/* A report control block as it was read. */
typedef struct ClientRcb {
    char *domain;
    char *item; /* "LLN0$BR$brcbStatus01" */
    bool buffered;
    unsigned has; /* bit of each RcbAttribute that is there and well-formed */
    char *rpt_id;
    char *dat_set; /* "IED1LD0/LLN0$ds1", "@name" or "" */
    char *owner;   /* hex */
    bool rpt_ena, resv, gi, purge_buf;
    uint32_t conf_rev, buf_tm, sq_num, intg_pd;
    unsigned opt_flds, trg_ops;
    uint8_t entry_id[REPORT_ENTRY_ID_SIZE];
    int64_t time_of_entry;
    int32_t resv_tms;
} ClientRcb;

/* What is written before enabling: the attributes whose bit stands in `set`. */
typedef struct ClientSubscribe {
    const char *reference; /* "LD0/LLN0.BR.brcbStatus01", or without the index: a free instance;
                            * the FC may be left out, the MMS form with $ is taken too */
    unsigned set;
    const char *rpt_id;
    const char *dat_set; /* "LD/LN$name" of this server, or "@name" */
    unsigned opt_flds, trg_ops;
    uint32_t buf_tm, intg_pd;               /* ms */
    uint8_t entry_id[REPORT_ENTRY_ID_SIZE]; /* reports begin behind this one */
    int32_t resv_tms;                       /* s; not set: 60, if that is possible */
    bool purge;                             /* a buffered one forgets what it holds */
    bool gi;                                /* a general interrogation when enabled; TrgOps gets
                                             * the trigger for it unless they are set */
    bool names;                             /* also the members' types: values get names */
} ClientSubscribe;

typedef struct ClientSubscription ClientSubscription;

typedef struct ClientSubscriptionUser {
    /* Once: enabled, or why not. Reports may come before it. */
    void (*subscribed)(void *user, ClientSubscription *subscription,
                       const ClientFailure *failure);
    void (*reported)(void *user, ClientSubscription *subscription, const ClientReport *report);
    /* Something about the reports is wrong: a gap in SqNum, segments missing, a value of
     * another type. The report still comes when there is one. May be NULL. */
    void (*problem)(void *user, ClientSubscription *subscription, const char *text);
} ClientSubscriptionUser;

/* `client` is open; texts are copied. The subscription is the caller's; it may be freed in its
 * callbacks and may outlive the client, being silent then. */
ClientSubscription *client_subscribe(Client *client, const ClientSubscribe *wish,
                                     const ClientSubscriptionUser *callbacks, void *user);
void client_subscription_free(ClientSubscription *subscription);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientSubscription, client_subscription_free)

/* As read before anything was written; empty until then. */
const ClientRcb *client_subscription_rcb(const ClientSubscription *subscription);
/* "IED1LD0/LLN0$BR$brcbStatus01"; NULL until found. */
const char *client_subscription_name(const ClientSubscription *subscription);
/* Which attribute the server refused; NULL when it was something else. */
const char *client_subscription_refused(const ClientSubscription *subscription);
/* Members of the data set, with "IED1LD0/GGIO1$ST$Ind1"; 0 until known. */
unsigned client_subscription_member_count(const ClientSubscription *subscription);
const char *client_subscription_member(const ClientSubscription *subscription, unsigned index);

/* One more general interrogation of an enabled RCB. */
void client_subscription_interrogate(ClientSubscription *subscription, ClientDone done,
                                     void *user);
/* Disables and gives the reservation back; no reports come behind `done`. */
void client_subscription_end(ClientSubscription *subscription, ClientDone done, void *user);
