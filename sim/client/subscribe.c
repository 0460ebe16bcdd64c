/* SPDX-License-Identifier: Apache-2.0
 *
 * The first half of subscribing: which control block is meant, the attributes of a free
 * instance, and the directory of its data set.
 */
#include "sim/client/subscription_internal.h"

static void try_candidate(ClientSubscription *subscription);
static void ask_next_type(ClientSubscription *subscription);

static void
fail(ClientSubscription *subscription, ClientFailureKind kind, const char *text)
{
    ClientFailure failure = { .kind = kind, .text = text };

    subscription_fail(subscription, &failure);
}

/* "LLN0.BR.name", "LLN0$BR$name", "LLN0.name", "LLN0.name[BR]". */
static bool
split_reference(ClientSubscription *subscription, const char *text)
{
    g_autofree char *path = g_strdup(text);
    char *bracket = strchr(path, '[');
    g_auto(GStrv) parts = NULL;
    unsigned count;

    if (bracket != NULL) {
        size_t size = strlen(bracket);

        if (size != 4 || bracket[3] != ']') {
            return false;
        }
        subscription->fc = g_strndup(bracket + 1, 2);
        *bracket = '\0';
    }
    parts = g_strsplit_set(path, ".$", -1);
    count = g_strv_length(parts);
    if (count < 2 || count > 3 || (count == 3 && subscription->fc != NULL)) {
        return false;
    }
    subscription->ln = g_strdup(parts[0]);
    subscription->rcb_name = g_strdup(parts[count - 1]);
    if (count == 3) {
        subscription->fc = g_strdup(parts[1]);
    }
    return *subscription->ln != '\0' && *subscription->rcb_name != '\0' &&
           (subscription->fc == NULL || g_str_equal(subscription->fc, "BR") ||
            g_str_equal(subscription->fc, "RP"));
}

bool
subscription_try_next(ClientSubscription *subscription)
{
    if (subscription->candidate + 1 >= subscription->candidates->len) {
        return false;
    }
    subscription->candidate++;
    try_candidate(subscription);
    return true;
}

static void
on_member_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    ClientSubscription *subscription = user;
    SubscribedMember *member = subscription->members->pdata[subscription->at];

    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL && failure->kind != CLIENT_SERVICE_ERROR) {
        subscription_fail(subscription, failure);
        return;
    }
    if (type != NULL && member->has_index) {
        type = client_type_find(type, "(0)");
    }
    if (type != NULL && member->component != NULL) {
        type = client_type_find(type, member->component);
    }
    member->type = type != NULL ? client_type_copy(type) : NULL;
    subscription->at++;
    ask_next_type(subscription);
}

static void
ask_next_type(ClientSubscription *subscription)
{
    const SubscribedMember *member;

    if (!subscription->wish.names || subscription->at == subscription->members->len) {
        subscription_write(subscription);
        return;
    }
    member = subscription->members->pdata[subscription->at];
    subscription->calls++;
    client_get_type(subscription->client, member->domain, member->item, on_member_type,
                    subscription);
}

static void
on_directory(void *user, const ClientFailure *failure, bool deletable,
             const ClientName *members, unsigned count)
{
    ClientSubscription *subscription = user;

    (void)deletable;
    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL && failure->kind != CLIENT_SERVICE_ERROR) {
        subscription_fail(subscription, failure);
        return;
    }
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        SubscribedMember *member = g_new0(SubscribedMember, 1);

        member->reference = client_name_format(&members[i]);
        member->domain = g_strdup(members[i].domain);
        member->item = g_strdup(members[i].item);
        member->component = g_strdup(members[i].component);
        member->has_index = members[i].has_index;
        g_ptr_array_add(subscription->members, member);
    }
    subscription->at = 0;
    ask_next_type(subscription);
}

/* An RCB without a data set goes on: the server says what it thinks when it is enabled. */
static void
ask_directory(ClientSubscription *subscription)
{
    const char *dat_set = subscription->wish.set & 1u << RCB_DAT_SET
                              ? subscription->wish.dat_set
                              : subscription->rcb.dat_set;
    const char *slash = dat_set != NULL ? strchr(dat_set, '/') : NULL;
    g_autofree char *domain =
        slash != NULL ? g_strndup(dat_set, (size_t)(slash - dat_set)) : NULL;

    g_ptr_array_set_size(subscription->members, 0);
    if (slash == NULL && (dat_set == NULL || dat_set[0] != '@')) {
        subscription_write(subscription);
        return;
    }
    subscription->calls++;
    client_get_list(subscription->client,
                    slash != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_ASSOCIATION, domain,
                    slash != NULL ? slash + 1 : dat_set + 1, on_directory, subscription);
}

static void
on_rcb(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    ClientSubscription *subscription = user;
    ClientRcb *rcb = &subscription->rcb;

    (void)count;
    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL) {
        subscription_fail(subscription, failure);
    } else if (items[0].result != MMS_DATA_SUCCESS) {
        fail(subscription, CLIENT_VALUE_REFUSED, mms_data_error_name(items[0].result));
    } else if (!rcb_decode(rcb, subscription->type, items[0].data)) {
        fail(subscription, CLIENT_BAD_ANSWER, "the control block's value is no structure");
    } else if (subscription->candidates->len > 1 && !rcb_is_free(rcb)) {
        if (!subscription_try_next(subscription)) {
            fail(subscription, CLIENT_NOT_FREE,
                 "every instance is enabled, reserved or preassigned");
        }
    } else {
        ask_directory(subscription);
    }
}

static void
on_rcb_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    ClientSubscription *subscription = user;
    ClientName name = { .domain = subscription->rcb.domain, .item = subscription->rcb.item };

    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL) {
        subscription_fail(subscription, failure);
        return;
    }
    client_type_free(subscription->type);
    subscription->type = client_type_copy(type);
    subscription->calls++;
    client_read(subscription->client, &name, 1, on_rcb, subscription);
}

static void
try_candidate(ClientSubscription *subscription)
{
    ClientRcb *rcb = &subscription->rcb;

    g_free(rcb->item);
    rcb->item = g_strdup(subscription->candidates->pdata[subscription->candidate]);
    rcb->buffered = strstr(rcb->item, "$BR$") != NULL;
    g_free(subscription->name);
    subscription->name = g_strdup_printf("%s/%s", rcb->domain, rcb->item);
    subscription->calls++;
    client_get_type(subscription->client, rcb->domain, rcb->item, on_rcb_type, subscription);
}

static void
on_domain(void *user, const ClientFailure *failure, const ClientTarget *target)
{
    ClientSubscription *subscription = user;
    const GPtrArray *names = NULL;
    g_autoptr(GPtrArray) found = NULL;

    if (!subscription_resume(subscription)) {
        return;
    }
    if (failure != NULL) {
        subscription_fail(subscription, failure);
        return;
    }
    subscription->rcb.domain = g_strdup(target->name.domain);
    names = client_known_names(subscription->client, subscription->rcb.domain);
    found = rcb_find_names(names, subscription->ln, subscription->fc, subscription->rcb_name);
    for (unsigned i = 0; i < found->len; i++) {
        g_ptr_array_add(subscription->candidates, g_strdup(found->pdata[i]));
    }
    if (found->len == 0) {
        g_autofree char *text =
            g_strdup_printf("%s/%s has no report control block %s", subscription->rcb.domain,
                            subscription->ln, subscription->rcb_name);

        fail(subscription, CLIENT_UNKNOWN_NAME, text);
        return;
    }
    try_candidate(subscription);
}

static void
finish_bad_reference(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientSubscription *subscription = call->user;

    (void)answer;
    if (subscription_resume(subscription)) {
        subscription_tell(subscription, failure);
    }
}

ClientSubscription *
client_subscribe(Client *client, const ClientSubscribe *wish,
                 const ClientSubscriptionUser *callbacks, void *user)
{
    ClientSubscription *subscription = subscription_new(client, wish, callbacks, user);
    const char *slash = strchr(wish->reference, '/');

    subscription->calls++;
    if (slash == NULL || !split_reference(subscription, slash + 1)) {
        ClientCall *call = client_call_new(client, finish_bad_reference, subscription);

        call->failure =
            (ClientFailure){ .kind = CLIENT_UNKNOWN_NAME,
                             .text =
                                 "no control block's reference: LD/LN.BR.name, LD/LN.RP.name" };
        client_call_later(call);
    } else {
        g_autofree char *ln = g_strdup_printf("%.*s/%s", (int)(slash - wish->reference),
                                              wish->reference, subscription->ln);

        client_resolve(client, ln, on_domain, subscription);
    }
    return subscription;
}
