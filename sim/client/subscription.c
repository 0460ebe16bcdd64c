/* SPDX-License-Identifier: Apache-2.0
 *
 * Subscriptions and what comes to them: which one a report is for, its segments, its members'
 * names, and whether SqNum counts on.
 */
#include "sim/client/subscription_internal.h"

#include <stdarg.h>

static void
free_member(void *pointer)
{
    SubscribedMember *member = pointer;

    g_free(member->reference);
    g_free(member->domain);
    g_free(member->item);
    g_free(member->component);
    client_type_free(member->type);
    g_free(member);
}

static void
unlink_from_client(ClientSubscription *subscription)
{
    ClientSubscription **link = &subscription->client->subscriptions;

    while (*link != subscription) {
        link = &(*link)->next;
    }
    *link = subscription->next;
    subscription->next = NULL;
}

static void
destroy(ClientSubscription *subscription)
{
    if (subscription->client != NULL) {
        unlink_from_client(subscription);
    }
    rcb_clear(&subscription->rcb);
    client_type_free(subscription->type);
    client_report_assembly_free(subscription->assembly);
    g_ptr_array_unref(subscription->candidates);
    g_ptr_array_unref(subscription->members);
    g_free((char *)subscription->wish.reference);
    g_free((char *)subscription->wish.rpt_id);
    g_free((char *)subscription->wish.dat_set);
    g_free(subscription->ln);
    g_free(subscription->fc);
    g_free(subscription->rcb_name);
    g_free(subscription->name);
    g_free(subscription->refused);
    g_free(subscription->rpt_id);
    g_free(subscription->failure_text);
    g_free(subscription);
}

static void
destroy_when_idle(ClientSubscription *subscription)
{
    if (subscription->freed && subscription->busy == 0 && subscription->calls == 0) {
        destroy(subscription);
    }
}

static void
enter(ClientSubscription *subscription)
{
    subscription->busy++;
}

static void
leave(ClientSubscription *subscription)
{
    subscription->busy--;
    destroy_when_idle(subscription);
}

ClientSubscription *
subscription_new(Client *client, const ClientSubscribe *wish,
                 const ClientSubscriptionUser *callbacks, void *user)
{
    ClientSubscription *subscription = g_new0(ClientSubscription, 1);

    subscription->client = client;
    subscription->callbacks = callbacks;
    subscription->user = user;
    subscription->wish = *wish;
    subscription->wish.reference = g_strdup(wish->reference);
    subscription->wish.rpt_id = g_strdup(wish->rpt_id);
    subscription->wish.dat_set = g_strdup(wish->dat_set);
    subscription->candidates = g_ptr_array_new_with_free_func(g_free);
    subscription->members = g_ptr_array_new_with_free_func(free_member);
    subscription->assembly = client_report_assembly_new();
    subscription->next = client->subscriptions;
    client->subscriptions = subscription;
    return subscription;
}

void
client_subscription_free(ClientSubscription *subscription)
{
    if (subscription == NULL || subscription->freed) {
        return;
    }
    subscription->freed = true;
    subscription->listening = false;
    destroy_when_idle(subscription);
}

void
client_forget_subscriptions(Client *client)
{
    while (client->subscriptions != NULL) {
        ClientSubscription *subscription = client->subscriptions;

        client->subscriptions = subscription->next;
        subscription->next = NULL;
        subscription->client = NULL;
        subscription->listening = false;
        subscription->calls = 0;
        destroy_when_idle(subscription);
    }
}

bool
subscription_resume(ClientSubscription *subscription)
{
    subscription->calls--;
    if (subscription->freed) {
        destroy_when_idle(subscription);
        return false;
    }
    return true;
}

void
subscription_tell(ClientSubscription *subscription, const ClientFailure *failure)
{
    if (subscription->told) {
        return;
    }
    subscription->told = true;
    enter(subscription);
    subscription->callbacks->subscribed(subscription->user, subscription, failure);
    leave(subscription);
}

void
subscription_tell_problem(ClientSubscription *subscription, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    if (subscription->callbacks->problem == NULL || subscription->freed) {
        return;
    }
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    subscription->callbacks->problem(subscription->user, subscription, text);
}

/* What the report does not say itself: references and types from the directory. */
static void
name_members(ClientSubscription *subscription, ClientReport *report)
{
    const GPtrArray *members = subscription->members;

    for (unsigned i = 0; i < report->count; i++) {
        ClientReportMember *member = &report->members[i];
        const SubscribedMember *known = NULL;

        if (member->index < members->len && report->member_count == members->len) {
            known = members->pdata[member->index];
        }
        if (known != NULL) {
            member->type = known->type;
            if (!(report->options & REPORT_DATA_REFERENCE)) {
                member->reference = slice_from_string(known->reference);
            }
        }
    }
}

static void
check_members(ClientSubscription *subscription, const ClientReport *report)
{
    const GPtrArray *members = subscription->members;
    char where[120];

    if (members->len > 0 && report->member_count != members->len) {
        subscription_tell_problem(subscription,
                                  "an inclusion of %u members, but the data set has %u",
                                  report->member_count, members->len);
        return;
    }
    for (unsigned i = 0; i < report->count; i++) {
        const ClientReportMember *member = &report->members[i];

        if (member->type != NULL && member->result == MMS_DATA_SUCCESS &&
            !client_type_matches(member->type, member->data, where, sizeof where)) {
            subscription_tell_problem(subscription, "%.*s: %s", (int)member->reference.size,
                                      (const char *)member->reference.data, where);
        }
    }
}

/* Counts from 0 when enabled, and one on with every report (IEC 61850-7-2 17.2.3.2.2.9). */
static void
check_sq_num(ClientSubscription *subscription, const ClientReport *report)
{
    uint32_t last = subscription->last_sq_num;
    uint32_t mask = subscription->rcb.buffered ? 0xFFFF : 0xFF;
    bool first = !subscription->has_sq_num;

    if (!(report->options & REPORT_SEQUENCE_NUMBER)) {
        return;
    }
    subscription->has_sq_num = true;
    subscription->last_sq_num = report->sq_num;
    if (first && report->sq_num != 0) {
        subscription_tell_problem(subscription, "the first report has SqNum %u, not 0",
                                  report->sq_num);
    } else if (!first && report->sq_num != ((last + 1) & mask)) {
        subscription_tell_problem(subscription, "SqNum %u follows %u", report->sq_num, last);
    }
}

static void
take_segment(ClientSubscription *subscription, const Report *segment)
{
    const char *problem;
    const ClientReport *found;
    ClientReport report;

    enter(subscription);
    found = client_report_assembly_take(subscription->assembly, segment, &problem);
    if (problem != NULL) {
        subscription_tell_problem(subscription, "%s", problem);
    }
    if (found != NULL && !subscription->freed) {
        report = *found;
        name_members(subscription, &report);
        check_sq_num(subscription, &report);
        check_members(subscription, &report);
        if (!subscription->freed) {
            subscription->callbacks->reported(subscription->user, subscription, &report);
        }
    }
    leave(subscription);
}

/* Several instances may share an RptID; the data set's name tells them apart when it comes. */
static ClientSubscription *
find_subscription(Client *client, const Report *report)
{
    ClientSubscription *found = NULL;

    for (ClientSubscription *it = client->subscriptions; it != NULL; it = it->next) {
        if (!it->listening || !slice_equals_string(report->rpt_id, it->rpt_id)) {
            continue;
        }
        if (!(report->options & REPORT_DATA_SET_NAME) || it->rcb.dat_set == NULL ||
            slice_equals_string(report->dat_set, it->rcb.dat_set)) {
            return it;
        }
        found = it;
    }
    return found;
}

static ClientSubscription *
find_listening(Client *client)
{
    ClientSubscription *it = client->subscriptions;

    while (it != NULL && !it->listening) {
        it = it->next;
    }
    return it;
}

void
client_take_report(Client *client, Slice content)
{
    ClientSubscription *any = find_listening(client);
    ClientSubscription *subscription;
    MmsInformationReport information;
    Report report;

    if (any == NULL || !mms_information_report_get(content, &information) ||
        !report_is(&information)) {
        return;
    }
    if (!report_get(&information, &report)) {
        enter(any);
        subscription_tell_problem(any, "a malformed report");
        leave(any);
        return;
    }
    subscription = find_subscription(client, &report);
    if (subscription != NULL) {
        take_segment(subscription, &report);
        return;
    }
    enter(any);
    subscription_tell_problem(any, "a report with the RptID %.*s that nobody subscribed",
                              (int)report.rpt_id.size, (const char *)report.rpt_id.data);
    leave(any);
}

const ClientRcb *
client_subscription_rcb(const ClientSubscription *subscription)
{
    return &subscription->rcb;
}

const char *
client_subscription_name(const ClientSubscription *subscription)
{
    return subscription->name;
}

const char *
client_subscription_refused(const ClientSubscription *subscription)
{
    return subscription->refused;
}

unsigned
client_subscription_member_count(const ClientSubscription *subscription)
{
    return subscription->members->len;
}

const char *
client_subscription_member(const ClientSubscription *subscription, unsigned index)
{
    const SubscribedMember *member = subscription->members->pdata[index];

    return member->reference;
}
