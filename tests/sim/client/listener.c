/* SPDX-License-Identifier: Apache-2.0
 *
 * See listener.h.
 */
#include "tests/sim/client/listener.h"

#include "tests/hex.h"
#include "tests/test.h"

#define GIVE_UP (10 * CLOCK_SECOND)

static void
give_up(Timer *timer)
{
    Listener *listener = (Listener *)(void *)((char *)timer - offsetof(Listener, guard));

    CU_FAIL("nothing came");
    loop_quit(listener->bay.loop);
}

static void
turn(Listener *listener, const char *awaits)
{
    Clock *wall = loop_wall(listener->bay.loop);

    listener->awaits = awaits;
    if (awaits != NULL && strstr(listener->log->str, awaits) != NULL) {
        return;
    }
    clock_arm(wall, &listener->guard, clock_now(wall) + GIVE_UP, give_up);
    loop_run(listener->bay.loop);
    clock_disarm(wall, &listener->guard);
}

void
listener_wait(Listener *listener)
{
    turn(listener, NULL);
}

void
listener_answered(Listener *listener)
{
    if (listener->awaits == NULL) {
        loop_quit(listener->bay.loop);
    }
}

static void
on_subscribed(void *user, ClientSubscription *subscription, const ClientFailure *failure)
{
    (void)subscription;
    CU_ASSERT_PTR_NULL(failure);
    listener_answered(user);
}

static void
note_member(GString *log, const ClientReportMember *member)
{
    g_autofree char *text = client_data_format_named(member->type, member->data);

    g_string_append_printf(log, "%.*s %s", (int)member->reference.size,
                           (const char *)member->reference.data, text);
    for (unsigned bit = 1; bit < REPORT_TRIGGER_BITS; bit++) {
        if (member->reason & 1u << bit) {
            g_string_append_printf(log, " %s", client_report_reason_name(bit));
        }
    }
    g_string_append_c(log, '\n');
}

static void
on_reported(void *user, ClientSubscription *subscription, const ClientReport *report)
{
    Listener *listener = user;

    (void)subscription;
    for (unsigned i = 0; i < report->count; i++) {
        note_member(listener->log, &report->members[i]);
    }
    if (listener->awaits != NULL && strstr(listener->log->str, listener->awaits) != NULL) {
        loop_quit(listener->bay.loop);
    }
}

void
listener_begin(Listener *listener, const char *file, const char *reference)
{
    static const ClientSubscriptionUser callbacks = { .subscribed = on_subscribed,
                                                      .reported = on_reported };

    *listener = (Listener){ .log = g_string_new(NULL) };
    client_bay_begin(&listener->bay, file, NULL);
    listener->subscription = client_subscribe(
        listener->bay.client, &(ClientSubscribe){ .reference = reference, .names = true },
        &callbacks, listener);
    listener_wait(listener);
}

void
listener_end(Listener *listener)
{
    client_subscription_free(listener->subscription);
    client_bay_end(&listener->bay);
    g_string_free(listener->log, TRUE);
}

bool
listener_hears(Listener *listener, const char *head, const char *tail)
{
    const char *line;

    turn(listener, head);
    line = strstr(listener->log->str, head);
    if (line != NULL) {
        g_autofree char *whole = g_strndup(line, strcspn(line, "\n"));

        if (strstr(whole, tail) != NULL) {
            return true;
        }
    }
    fprintf(stderr, "  no %s ... %s in\n%s", head, tail, listener->log->str);
    return false;
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    (void)items;
    (void)count;
    CU_ASSERT_PTR_NULL(failure);
    listener_answered(user);
}

void
listener_write(Listener *listener, const char *domain, const char *item, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    Slice data = hex_slice(bytes);

    g_string_truncate(listener->log, 0);
    client_write(listener->bay.client, &(ClientName){ .domain = domain, .item = item }, &data,
                 1, on_written, listener);
    listener_wait(listener);
}
