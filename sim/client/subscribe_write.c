/* SPDX-License-Identifier: Apache-2.0
 *
 * The second half of subscribing, and its end: attributes written one by one, so that a refusal
 * names its own, in the order that servers of every edition take: the reservation first, what
 * purges the buffer before the EntryID, then RptEna, then GI (IEC 61850-7-2 17.2.2).
 */
#include "sim/client/subscription_internal.h"

static const RcbAttribute steps[] = {
    RCB_RESV,    RCB_RESV_TMS, RCB_RPT_ID,    RCB_DAT_SET,  RCB_OPT_FLDS, RCB_BUF_TM,
    RCB_TRG_OPS, RCB_INTG_PD,  RCB_PURGE_BUF, RCB_ENTRY_ID, RCB_RPT_ENA,  RCB_GI,
};

/* Seconds that a buffered RCB stays ours after the link is lost, unless told otherwise. */
#define RESV_TMS_USUAL 60

static void write_next(ClientSubscription *subscription);

static bool
has(const ClientSubscription *subscription, RcbAttribute attribute)
{
    return (subscription->rcb.has & 1u << attribute) != 0;
}

static bool
is_set(const ClientSubscription *subscription, RcbAttribute attribute)
{
    return (subscription->wish.set & 1u << attribute) != 0;
}

static bool
is_wanted(const ClientSubscription *subscription, RcbAttribute attribute)
{
    const ClientRcb *rcb = &subscription->rcb;

    switch (attribute) {
    case RCB_RESV:
        return !rcb->buffered && has(subscription, RCB_RESV) && !rcb->resv;
    case RCB_RESV_TMS:
        return is_set(subscription, RCB_RESV_TMS) ||
               (has(subscription, RCB_RESV_TMS) && rcb->resv_tms == 0);
    case RCB_PURGE_BUF:
        return subscription->wish.purge;
    case RCB_RPT_ENA:
        return true;
    case RCB_GI:
        return subscription->wish.gi;
    default:
        return is_set(subscription, attribute);
    }
}

/* What the wishes need besides: triggers for GI and for integrity reports, the usual ResvTms.
 */
static void
complete_wish(ClientSubscription *subscription)
{
    ClientSubscribe *wish = &subscription->wish;
    unsigned triggers = is_set(subscription, RCB_TRG_OPS) ? 0 : subscription->rcb.trg_ops;
    unsigned needed = triggers;

    if (is_set(subscription, RCB_TRG_OPS)) {
        needed = 0;
    } else {
        needed |= wish->gi ? REPORT_GENERAL_INTERROGATION : 0;
        needed |= is_set(subscription, RCB_INTG_PD) && wish->intg_pd > 0 ? REPORT_INTEGRITY : 0;
    }
    if (needed != triggers) {
        wish->trg_ops = needed;
        wish->set |= 1u << RCB_TRG_OPS;
    }
    if (!is_set(subscription, RCB_RESV_TMS)) {
        wish->resv_tms = RESV_TMS_USUAL;
    }
}

static void
send_write(ClientSubscription *subscription, RcbAttribute attribute, Slice data,
           ClientRead done)
{
    g_autofree char *item =
        g_strdup_printf("%s$%s", subscription->rcb.item, rcb_attribute_name(attribute));
    ClientName name = { .domain = subscription->rcb.domain, .item = item };

    subscription->calls++;
    client_write(subscription->client, &name, &data, 1, done, subscription);
}

static void
on_given_back(void *user, const ClientFailure *ignored, const ClientItem *items, unsigned count)
{
    ClientSubscription *subscription = user;

    (void)ignored;
    (void)items;
    (void)count;
    if (subscription_resume(subscription)) {
        subscription_tell(subscription, &subscription->failure);
    }
}

/* Resv false, or ResvTms 0. */
static void
give_back(ClientSubscription *subscription, ClientRead done)
{
    static const uint8_t resv_false[] = { 0x83, 0x01, 0x00 };
    static const uint8_t resv_tms_0[] = { 0x85, 0x01, 0x00 };

    subscription->reserved = false;
    if (subscription->rcb.buffered) {
        send_write(subscription, RCB_RESV_TMS, SLICE_OF(resv_tms_0), done);
    } else {
        send_write(subscription, RCB_RESV, SLICE_OF(resv_false), done);
    }
}

void
subscription_fail(ClientSubscription *subscription, const ClientFailure *failure)
{
    subscription->listening = false;
    if (!subscription->reserved) {
        subscription_tell(subscription, failure);
        return;
    }
    g_free(subscription->failure_text);
    subscription->failure_text = g_strdup(failure->text);
    subscription->failure = *failure;
    subscription->failure.text = subscription->failure_text;
    give_back(subscription, on_given_back);
}

static void
refuse(ClientSubscription *subscription, RcbAttribute attribute, const char *why)
{
    g_autofree char *text = g_strdup_printf("%s: %s", rcb_attribute_name(attribute), why);
    ClientFailure failure = { .kind = CLIENT_VALUE_REFUSED, .text = text };

    g_free(subscription->refused);
    subscription->refused = g_strdup(rcb_attribute_name(attribute));
    subscription_fail(subscription, &failure);
}

/* An implicit ResvTms that the server does not let us write is no reason to give up. */
static bool
may_be_refused(const ClientSubscription *subscription, RcbAttribute attribute,
               MmsDataError result)
{
    return attribute == RCB_RESV_TMS && !is_set(subscription, RCB_RESV_TMS) &&
           result != MMS_DATA_TEMPORARILY_UNAVAILABLE;
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    ClientSubscription *subscription = user;
    RcbAttribute attribute = steps[subscription->at];
    bool reserving = attribute == RCB_RESV || attribute == RCB_RESV_TMS;

    (void)count;
    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL) {
        subscription_fail(subscription, failure);
        return;
    }
    if (items[0].result == MMS_DATA_SUCCESS) {
        subscription->reserved |= reserving;
    } else if (reserving && items[0].result == MMS_DATA_TEMPORARILY_UNAVAILABLE &&
               subscription_try_next(subscription)) {
        return; /* somebody else was faster */
    } else if (!may_be_refused(subscription, attribute, items[0].result)) {
        refuse(subscription, attribute, mms_data_error_name(items[0].result));
        return;
    }
    subscription->at++;
    write_next(subscription);
}

/* Reports may come in front of the answer to RptEna. */
static void
begin_listening(ClientSubscription *subscription)
{
    const ClientRcb *rcb = &subscription->rcb;
    const char *rpt_id =
        is_set(subscription, RCB_RPT_ID) ? subscription->wish.rpt_id : rcb->rpt_id;

    g_free(subscription->rpt_id);
    subscription->rpt_id =
        g_strdup(rpt_id != NULL && rpt_id[0] != '\0' ? rpt_id : subscription->name);
    if (is_set(subscription, RCB_DAT_SET)) {
        g_free(subscription->rcb.dat_set);
        subscription->rcb.dat_set = g_strdup(subscription->wish.dat_set);
    }
    subscription->listening = true;
}

static void
write_next(ClientSubscription *subscription)
{
    RcbAttribute attribute;
    BerWriter writer;
    Pdu pdu;

    while (subscription->at < G_N_ELEMENTS(steps) &&
           !is_wanted(subscription, steps[subscription->at])) {
        subscription->at++;
    }
    if (subscription->at == G_N_ELEMENTS(steps)) {
        subscription_tell(subscription, NULL);
        return;
    }
    attribute = steps[subscription->at];
    if (!has(subscription, attribute)) {
        refuse(subscription, attribute, "no attribute of this block");
        return;
    }
    if (attribute == RCB_RPT_ENA) {
        begin_listening(subscription);
    }
    pdu_init(&pdu, 64);
    writer = ber_writer(&pdu, 4096);
    rcb_put_attribute(&writer, attribute, &subscription->wish);
    send_write(subscription, attribute, pdu_content(&pdu), on_written);
    pdu_clear(&pdu);
}

void
subscription_write(ClientSubscription *subscription)
{
    subscription->at = 0;
    complete_wish(subscription);
    write_next(subscription);
}

/* The answer to interrogate and end. */
static void
finish_done(ClientSubscription *subscription, const ClientFailure *failure,
            const ClientItem *items)
{
    ClientFailure refused = { .kind = CLIENT_VALUE_REFUSED };

    if (failure == NULL && items[0].result != MMS_DATA_SUCCESS) {
        refused.text = mms_data_error_name(items[0].result);
        failure = &refused;
    }
    subscription->done(subscription->done_user, failure);
}

static void
on_interrogated(void *user, const ClientFailure *failure, const ClientItem *items,
                unsigned count)
{
    ClientSubscription *subscription = user;

    (void)count;
    if (subscription_resume(subscription)) {
        finish_done(subscription, failure, items);
    }
}

void
client_subscription_interrogate(ClientSubscription *subscription, ClientDone done, void *user)
{
    static const uint8_t gi_true[] = { 0x83, 0x01, 0xFF };

    g_return_if_fail(subscription->client != NULL);
    subscription->done = done;
    subscription->done_user = user;
    send_write(subscription, RCB_GI, SLICE_OF(gi_true), on_interrogated);
}

static void
on_unreserved(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    on_interrogated(user, failure, items, count);
}

static void
on_disabled(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    ClientSubscription *subscription = user;

    (void)count;
    if (!subscription_resume(subscription)) {
        return;
    }
    subscription->listening = false;
    if (failure == NULL && items[0].result == MMS_DATA_SUCCESS && subscription->reserved) {
        give_back(subscription, on_unreserved);
    } else {
        finish_done(subscription, failure, items);
    }
}

void
client_subscription_end(ClientSubscription *subscription, ClientDone done, void *user)
{
    static const uint8_t rpt_ena_false[] = { 0x83, 0x01, 0x00 };

    g_return_if_fail(subscription->client != NULL);
    subscription->done = done;
    subscription->done_user = user;
    send_write(subscription, RCB_RPT_ENA, SLICE_OF(rpt_ena_false), on_disabled);
}
