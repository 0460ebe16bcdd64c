/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of expectations: idle until `after`, watching until decided; the rows say how.
 */
#include "engine/expect.h"

#include <string.h>

#include "engine/text.h"

#define NEAR_MAX 3

struct Expectations {
    GPtrArray *list;
    EventBus *bus;
    Clock *virtual, *wall;
    unsigned subscription;
    ExpectDecided decided;
    void *user;
    bool zero;
    unsigned decided_count;
    unsigned associations; /* with whomever */
};

extern const ExpectType expect_happens;
extern const ExpectType expect_never;

const ExpectType *const expect_types[] = { &expect_happens, &expect_never, NULL };

const ExpectType *
expect_type_find(const char *name)
{
    for (unsigned i = 0; expect_types[i] != NULL; i++) {
        if (strcmp(expect_types[i]->name, name) == 0) {
            return expect_types[i];
        }
    }
    return NULL;
}

Expectation *
expectation_new(const ExpectType *type, EventPattern *pattern)
{
    Expectation *expectation = g_new0(Expectation, 1);

    expectation->type = type;
    expectation->pattern = pattern_ref(pattern);
    expectation->at_least = 1;
    expectation->at_most = UINT32_MAX;
    expectation->near = g_string_new(NULL);
    if (!type->counts && (pattern->kind == EVENT_ABORTED || pattern->kind == EVENT_RELEASED)) {
        expectation->witness = pattern_copy(pattern);
        expectation->witness->kind = EVENT_ASSOCIATED;
        g_clear_pointer(&expectation->witness->value, g_free);
    }
    return expectation;
}

void
expectation_free(Expectation *expectation)
{
    if (expectation != NULL) {
        pattern_unref(expectation->pattern);
        pattern_unref(expectation->after);
        pattern_unref(expectation->witness);
        g_string_free(expectation->near, TRUE);
        g_free(expectation);
    }
}

char *
expectation_format(const Expectation *expectation)
{
    g_autofree char *pattern = pattern_format(expectation->pattern);
    GString *text = g_string_new(expectation->type->verb);

    g_string_append(text, pattern);
    if (expectation->at_least > 1) {
        g_string_append_printf(text, " at least %u times", expectation->at_least);
    }
    if (expectation->at_most != UINT32_MAX) {
        g_string_append_printf(text, " at most %u times", expectation->at_most);
    }
    if (expectation->within != 0) {
        g_autofree char *within = duration_format(expectation->within);

        g_string_append_printf(text, " within %s%s", within,
                               expectation->wall ? " (wall time)" : "");
    }
    if (expectation->after != NULL) {
        g_autofree char *after = pattern_format(expectation->after);

        g_string_append_printf(text, " after %s", after);
    }
    if (expectation->after_time != 0) {
        g_autofree char *after = duration_format(expectation->after_time);

        g_string_append_printf(text, " after %s", after);
    }
    return g_string_free(text, FALSE);
}

char *
expectation_seen(const Expectation *expectation)
{
    GString *text = g_string_new(NULL);

    if (expectation->state == EXPECT_IDLE) {
        g_string_append(text, "what it comes after never happened");
    } else if (expectation->count > 0) {
        g_string_append_printf(text, "%u time%s", expectation->count,
                               expectation->count == 1 ? "" : "s");
    } else {
        g_string_append(text, "nothing");
    }
    if (expectation->near_count > 0) {
        g_string_append_printf(text, "; but %s%s", expectation->near->str,
                               expectation->near_count > NEAR_MAX ? " ..." : "");
    }
    return g_string_free(text, FALSE);
}

bool
expectation_is_inconclusive(const Expectation *expectation)
{
    return expectation->witness != NULL && !expectation->witnessed &&
           expectation->owner->associations > 0;
}

static void
disarm(Expectation *expectation)
{
    Expectations *owner = expectation->owner;

    clock_disarm(expectation->wall ? owner->wall : owner->virtual, &expectation->timer);
    clock_disarm(owner->virtual, &expectation->opening);
}

void
expectation_decide(Expectation *expectation, bool held, char *seen)
{
    if (expectation->state == EXPECT_HELD || expectation->state == EXPECT_FAILED) {
        g_free(seen);
        return;
    }
    disarm(expectation);
    expectation->state = held ? EXPECT_HELD : EXPECT_FAILED;
    expectation->owner->decided_count++;
    expectation->owner->decided(expectation->owner->user, expectation, held, seen);
}

static void
expire(Timer *timer)
{
    Expectation *expectation = (Expectation *)timer;

    expectation->type->expired(expectation);
}

static void
arm_within(Expectation *expectation)
{
    Clock *clock = expectation->wall ? expectation->owner->wall : expectation->owner->virtual;

    if (expectation->within != 0) {
        clock_arm(clock, &expectation->timer, clock_now(clock) + expectation->within, expire);
    }
}

static void
open_at(Timer *timer)
{
    Expectation *expectation =
        (Expectation *)((char *)timer - G_STRUCT_OFFSET(Expectation, opening));

    expectation->state = EXPECT_WATCHING;
    arm_within(expectation);
}

static void
keep_near(Expectation *expectation, const Event *event)
{
    if (expectation->near_count++ < NEAR_MAX) {
        g_autofree char *text = event_format(event);

        g_string_append_printf(expectation->near, "%s%s",
                               expectation->near->len > 0 ? ", " : "", text);
    }
}

static void
show(Expectation *expectation, const Event *event)
{
    if (expectation->witness != NULL && pattern_matches(expectation->witness, event)) {
        expectation->witnessed = true;
    }
    if (expectation->state == EXPECT_IDLE) {
        if (expectation->after != NULL && pattern_matches(expectation->after, event)) {
            expectation->state = EXPECT_WATCHING;
            arm_within(expectation);
        }
        return;
    }
    if (expectation->state != EXPECT_WATCHING || event->kind != expectation->pattern->kind) {
        return;
    }
    if (!pattern_matches(expectation->pattern, event)) {
        keep_near(expectation, event);
        return;
    }
    expectation->count++;
    expectation->type->seen(expectation, event);
}

static void
handle(const Event *event, void *user)
{
    Expectations *expectations = user;

    expectations->associations += event->kind == EVENT_ASSOCIATED;
    for (unsigned i = 0; i < expectations->list->len; i++) {
        show(expectations->list->pdata[i], event);
    }
}

uint64_t
expectations_mask(const GPtrArray *list)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < list->len; i++) {
        const Expectation *expectation = list->pdata[i];

        mask |= EVENT_MASK(expectation->pattern->kind);
        mask |= expectation->after != NULL ? EVENT_MASK(expectation->after->kind) : 0;
        mask |= expectation->witness != NULL ? EVENT_MASK(EVENT_ASSOCIATED) : 0;
    }
    return mask;
}

Expectations *
expectations_new(GPtrArray *list, EventBus *bus, Clock *virtual, Clock *wall,
                 ExpectDecided decided, void *user)
{
    Expectations *expectations = g_new0(Expectations, 1);

    *expectations = (Expectations){ .list = list,
                                    .bus = bus,
                                    .virtual = virtual,
                                    .wall = wall,
                                    .decided = decided,
                                    .user = user };
    for (unsigned i = 0; i < list->len; i++) {
        Expectation *expectation = list->pdata[i];

        expectation->owner = expectations;
        expectation->state = expectation->after == NULL && expectation->after_time == 0
                                 ? EXPECT_WATCHING
                                 : EXPECT_IDLE;
    }
    expectations->subscription =
        event_subscribe(bus, expectations_mask(list), handle, expectations);
    return expectations;
}

void
expectations_free(Expectations *expectations)
{
    if (expectations == NULL) {
        return;
    }
    event_unsubscribe(expectations->bus, expectations->subscription);
    for (unsigned i = 0; i < expectations->list->len; i++) {
        disarm(expectations->list->pdata[i]);
    }
    g_free(expectations);
}

void
expectations_zero(Expectations *expectations)
{
    expectations->zero = true;
    for (unsigned i = 0; i < expectations->list->len; i++) {
        Expectation *expectation = expectations->list->pdata[i];

        if (expectation->after_time != 0) {
            clock_arm(expectations->virtual, &expectation->opening,
                      clock_now(expectations->virtual) + expectation->after_time, open_at);
        } else if (expectation->state == EXPECT_WATCHING && expectation->after == NULL) {
            arm_within(expectation);
        }
    }
}

void
expectations_end(Expectations *expectations)
{
    for (unsigned i = 0; i < expectations->list->len; i++) {
        Expectation *expectation = expectations->list->pdata[i];

        if (expectation->state == EXPECT_IDLE) {
            expectation_decide(expectation, false, expectation_seen(expectation));
        } else {
            expectation->type->expired(expectation);
        }
    }
}

static bool
is_undecided(const Expectation *expectation)
{
    return expectation->state == EXPECT_IDLE || expectation->state == EXPECT_WATCHING;
}

void
expectations_each_open(const Expectations *expectations,
                       void (*each)(void *user, const Expectation *expectation), void *user)
{
    for (unsigned i = 0; i < expectations->list->len; i++) {
        if (is_undecided(expectations->list->pdata[i])) {
            each(user, expectations->list->pdata[i]);
        }
    }
}

unsigned
expectations_open(const Expectations *expectations)
{
    unsigned open = 0;

    for (unsigned i = 0; i < expectations->list->len; i++) {
        const Expectation *expectation = expectations->list->pdata[i];

        open += is_undecided(expectation) &&
                (expectation->state == EXPECT_WATCHING || expectation->after == NULL) &&
                (expectation->type->needs_bound || expectation->within != 0);
    }
    return open;
}

unsigned
expectations_decided(const Expectations *expectations)
{
    return expectations->decided_count;
}
