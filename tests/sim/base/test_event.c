/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/event.h"

#include <glib.h>

#include "tests/test.h"

typedef struct Listener {
    EventBus *bus;
    GString *log;
    const char *mark;
    unsigned id;
    bool leaves;
    struct Listener *brings; /* subscribes this one */
    const char *answers;     /* emits a mark with this text at the first event */
} Listener;

static int64_t
tick(void *user)
{
    int64_t *time = user;

    return ++*time;
}

static void
hear(const Event *event, void *user)
{
    Listener *listener = user;

    g_string_append_printf(listener->log, "%s:%s/%s ", listener->mark,
                           event_kind_name(event->kind),
                           event->value != NULL ? event->value : "");
    if (listener->leaves) {
        event_unsubscribe(listener->bus, listener->id);
    }
    if (listener->brings != NULL) {
        Listener *other = listener->brings;

        listener->brings = NULL;
        other->id = event_subscribe(other->bus, EVENT_MASK_ALL, hear, other);
    }
    if (listener->answers != NULL) {
        g_autofree char *text = g_strdup(listener->answers);

        listener->answers = NULL;
        event_emit(listener->bus, &(Event){ .kind = EVENT_MARK, .value = text });
        g_string_append(listener->log, "emitted ");
    }
}

static void
emit(EventBus *bus, EventKind kind, const char *value)
{
    event_emit(bus, &(Event){ .kind = kind, .value = value });
}

static void
only_wanted_kinds_reach_a_handler(void)
{
    int64_t time = 0;
    EventBus *bus = event_bus_new(tick, tick, &time);
    g_autoptr(GString) log = g_string_new(NULL);
    Listener one = { .bus = bus, .log = log, .mark = "1" };

    emit(bus, EVENT_READ, "lost");
    CU_ASSERT_EQUAL(time, 0);
    one.id = event_subscribe(bus, EVENT_MASK(EVENT_READ), hear, &one);
    CU_ASSERT_TRUE(event_wanted(bus, EVENT_READ));
    CU_ASSERT_FALSE(event_wanted(bus, EVENT_WROTE));
    emit(bus, EVENT_WROTE, "w");
    emit(bus, EVENT_READ, "r");
    CU_ASSERT_STRING_EQUAL(log->str, "1:read/r ");
    event_unsubscribe(bus, one.id);
    CU_ASSERT_FALSE(event_wanted(bus, EVENT_READ));
    event_bus_free(bus);
}

static void
what_a_handler_emits_comes_after_the_present_event(void)
{
    int64_t time = 0;
    EventBus *bus = event_bus_new(tick, tick, &time);
    g_autoptr(GString) log = g_string_new(NULL);
    Listener first = { .bus = bus, .log = log, .mark = "1", .answers = "again" };
    Listener second = { .bus = bus, .log = log, .mark = "2" };

    event_subscribe(bus, EVENT_MASK_ALL, hear, &first);
    event_subscribe(bus, EVENT_MASK_ALL, hear, &second);
    emit(bus, EVENT_CHANGED, "a");
    CU_ASSERT_STRING_EQUAL(log->str,
                           "1:changed/a emitted 2:changed/a 1:mark/again 2:mark/again ");
    event_bus_free(bus);
}

static void
handlers_come_and_go_while_an_event_is_delivered(void)
{
    int64_t time = 0;
    EventBus *bus = event_bus_new(tick, tick, &time);
    g_autoptr(GString) log = g_string_new(NULL);
    Listener late = { .bus = bus, .log = log, .mark = "3" };
    Listener first = { .bus = bus, .log = log, .mark = "1", .leaves = true, .brings = &late };
    Listener second = { .bus = bus, .log = log, .mark = "2" };

    first.id = event_subscribe(bus, EVENT_MASK_ALL, hear, &first);
    second.id = event_subscribe(bus, EVENT_MASK_ALL, hear, &second);
    emit(bus, EVENT_READ, "a");
    emit(bus, EVENT_READ, "b");
    CU_ASSERT_STRING_EQUAL(log->str, "1:read/a 2:read/a 2:read/b 3:read/b ");
    event_bus_free(bus);
}

static void
every_kind_has_a_name_of_its_own(void)
{
    for (int a = 0; a < EVENT_KINDS; a++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(event_kind_name(a));
        for (int b = 0; b < a; b++) {
            CU_ASSERT_STRING_NOT_EQUAL(event_kind_name(a), event_kind_name(b));
        }
    }
}

static void
associations_are_numbered_from_one(void)
{
    EventBus *bus = event_bus_new(tick, tick, NULL);

    CU_ASSERT_EQUAL(event_next_association(bus), 1);
    CU_ASSERT_EQUAL(event_next_association(bus), 2);
    event_bus_free(bus);
}

TEST_SUITE(base_event, TEST_CASE(only_wanted_kinds_reach_a_handler),
           TEST_CASE(what_a_handler_emits_comes_after_the_present_event),
           TEST_CASE(handlers_come_and_go_while_an_event_is_delivered),
           TEST_CASE(associations_are_numbered_from_one),
           TEST_CASE(every_kind_has_a_name_of_its_own))
