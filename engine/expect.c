/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of expectations: idle until `after`, watching until decided; the rows say how.
 */
#include "engine/expect.h"

#include <string.h>

#include "engine/expect_private.h"

const ExpectType *const expect_types[] = { &expect_happens,
                                           &expect_never,
                                           &expect_in_order,
                                           &expect_any_of,
                                           &expect_all_of,
                                           &expect_both,
                                           &expect_exactly_one,
                                           &expect_takeover,
                                           &expect_threshold,
                                           &expect_each,
                                           NULL };

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

static const ExpectGround grounds[] = {
    { EVENT_ABORTED, EVENT_MASK(EVENT_ASSOCIATED), true, "nobody was associated there" },
    { EVENT_RELEASED, EVENT_MASK(EVENT_ASSOCIATED), true, "nobody was associated there" },
    /* What a state directory kept is an entry too, seen when it is sent. */
    { EVENT_ENTRY_LOST, EVENT_MASK(EVENT_ENTRY_MADE) | EVENT_MASK(EVENT_REPORT_SENT), false,
      "there was no entry" },
    { EVENT_BUFFER_OVERFLOWED, EVENT_MASK(EVENT_ENTRY_MADE) | EVENT_MASK(EVENT_REPORT_SENT),
      false, "there was no entry" },
};

/* NULL: that it never happens says enough. */
static const ExpectGround *
ground_of(const ExpectType *type, const EventPattern *pattern)
{
    if (type->counts || type->say != NULL) {
        return NULL;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(grounds); i++) {
        if (grounds[i].kind == pattern->kind) {
            return &grounds[i];
        }
    }
    return NULL;
}

void
expectation_add_pattern(Expectation *expectation, EventPattern *pattern)
{
    g_assert(expectation->patterns->len < EXPECT_PATTERNS_MAX);
    g_ptr_array_add(expectation->patterns, pattern_ref(pattern));
}

void
expectation_set_main(Expectation *expectation, EventPattern *pattern)
{
    expectation_add_pattern(expectation, pattern);
    expectation->ground = ground_of(expectation->type, pattern);
}

Expectation *
expectation_new(const ExpectType *type, EventPattern *pattern)
{
    Expectation *expectation = g_new0(Expectation, 1);

    expectation->type = type;
    expectation->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_unref);
    expectation->parts = g_ptr_array_new_with_free_func((GDestroyNotify)expectation_free);
    expectation->at_least = 1;
    expectation->at_most = UINT32_MAX;
    if (pattern != NULL) {
        expectation_set_main(expectation, pattern);
    }
    return expectation;
}

void
expectation_free(Expectation *expectation)
{
    if (expectation == NULL) {
        return;
    }
    if (expectation->own != NULL) {
        expectation->type->free(expectation->own);
    }
    g_ptr_array_unref(expectation->patterns);
    g_ptr_array_unref(expectation->parts);
    pattern_unref(expectation->after);
    pattern_unref(expectation->before);
    for (unsigned i = 0; i < G_N_ELEMENTS(expectation->near); i++) {
        g_free(expectation->near[i].text);
    }
    g_free(expectation->known);
    g_free(expectation->ended);
    g_free(expectation->said);
    g_free(expectation->measure.metric);
    g_free(expectation);
}

void
expectation_add_part(Expectation *expectation, Expectation *part)
{
    part->whole = expectation;
    g_ptr_array_add(expectation->parts, part);
}

const char *
expectation_lacks(const Expectation *expectation)
{
    const ExpectGround *ground = expectation->ground;

    return ground == NULL || expectation->grounded ||
                   (ground->if_others && expectation->owner->associations == 0)
               ? NULL
               : ground->lacks;
}

static bool
is_undecided(const Expectation *expectation)
{
    return expectation->state == EXPECT_IDLE || expectation->state == EXPECT_WATCHING;
}

static void
disarm(Expectation *expectation)
{
    Expectations *owner = expectation->owner;

    clock_disarm(expectation->wall ? owner->wall : owner->virtual, &expectation->timer);
    clock_disarm(owner->virtual, &expectation->opening);
    clock_disarm(owner->virtual, &expectation->closing);
    clock_disarm(owner->virtual, &expectation->step);
}

/* What a decided group does not need any more is not looked at. */
static void
drop_parts(const Expectation *expectation)
{
    for (unsigned i = 0; i < expectation->parts->len; i++) {
        Expectation *part = expectation->parts->pdata[i];

        if (is_undecided(part)) {
            disarm(part);
            part->state = EXPECT_DROPPED;
            drop_parts(part);
        }
    }
}

void
expectation_decide(Expectation *expectation, bool held, char *seen)
{
    Expectations *owner = expectation->owner;

    if (!is_undecided(expectation)) {
        g_free(seen);
        return;
    }
    disarm(expectation);
    expectation->state = held ? EXPECT_HELD : EXPECT_FAILED;
    drop_parts(expectation);
    if (expectation->whole != NULL) {
        g_free(expectation->said);
        expectation->said = seen;
        expectation->whole->type->part(expectation->whole, expectation);
        return;
    }
    owner->decided_count++;
    owner->decided(owner->user, expectation, held, seen);
}

void
expectation_decide_inconclusive(Expectation *expectation, const char *why)
{
    if (is_undecided(expectation)) {
        expectation->inconclusive = true;
        expectation_decide(expectation, false, g_strdup_printf("inconclusive: %s", why));
    }
}

/* Times. */

int64_t
expectation_now(const Expectation *expectation)
{
    return clock_now(expectation->owner->virtual);
}

static void
expire(Timer *timer)
{
    Expectation *expectation = (Expectation *)timer;

    expectation->type->expired(expectation);
}

static void
begin(Expectation *expectation)
{
    Clock *clock = expectation->wall ? expectation->owner->wall : expectation->owner->virtual;

    expectation->state = EXPECT_WATCHING;
    expectation->opened = clock_now(expectation->owner->virtual);
    if (expectation->within != 0) {
        clock_arm(clock, &expectation->timer, clock_now(clock) + expectation->within, expire);
    }
    if (expectation->type->begin != NULL) {
        expectation->type->begin(expectation);
    }
}

/* Its time, or that of the run, is over. What never began shows nothing of the client, which
 * fails what is to happen and leaves what is not to happen unjudged. */
static void
run_out(Expectation *expectation)
{
    if (expectation->state == EXPECT_IDLE) {
        expectation->inconclusive = !expectation->type->needs_bound;
        expectation_decide(expectation, false, expectation_seen(expectation));
    } else if (expectation->state == EXPECT_WATCHING) {
        expectation->type->expired(expectation);
    }
}

static void
open_at(Timer *timer)
{
    begin((Expectation *)((char *)timer - G_STRUCT_OFFSET(Expectation, opening)));
}

static void
close_at(Timer *timer)
{
    run_out((Expectation *)((char *)timer - G_STRUCT_OFFSET(Expectation, closing)));
}

static void
step_at(Timer *timer)
{
    Expectation *expectation =
        (Expectation *)((char *)timer - G_STRUCT_OFFSET(Expectation, step));

    expectation->type->step_over(expectation);
}

void
expectation_arm_step(Expectation *expectation, int64_t ns)
{
    clock_arm(expectation->owner->virtual, &expectation->step,
              expectation_now(expectation) + ns, step_at);
}

void
expectation_disarm_step(Expectation *expectation)
{
    clock_disarm(expectation->owner->virtual, &expectation->step);
}

/* Events. */

static uint64_t
matches_of(Expectation *expectation, const Event *event)
{
    unsigned least = UINT_MAX;
    uint64_t which = 0;

    for (unsigned i = 0; i < expectation->patterns->len; i++) {
        unsigned misses = pattern_misses(expectation->patterns->pdata[i], event);

        which |= misses == 0 ? UINT64_C(1) << i : 0;
        least = MIN(least, misses);
    }
    if (which == 0 && least != UINT_MAX) {
        expectation_keep_near(expectation, event, least, NULL);
    }
    return which;
}

static void
show_idle(Expectation *expectation, const Event *event)
{
    if (expectation->after != NULL && pattern_matches(expectation->after, event)) {
        begin(expectation);
    } else if (expectation->type->counts &&
               pattern_matches(expectation->patterns->pdata[0], event)) {
        expectation_keep_near(expectation, event, 0, ", too early");
    }
}

static void
show_watching(Expectation *expectation, const Event *event)
{
    uint64_t which;

    if (expectation->before != NULL && pattern_matches(expectation->before, event)) {
        expectation->ended = expectation_format_event(expectation, event);
        expectation->type->expired(expectation);
        return;
    }
    which = matches_of(expectation, event);
    if (which != 0) {
        expectation->count++;
        expectation->came |= which;
        expectation->type->seen(expectation, event, which);
    }
}

/* One that failed already hears of what it waited for, once: it was late. */
static void
show_late(Expectation *expectation, const Event *event)
{
    Outcome *outcome = expectation->outcome;

    if (outcome != NULL && outcome->seen != NULL && expectation->type->counts &&
        expectation->count == 0 && pattern_matches(expectation->patterns->pdata[0], event)) {
        g_autofree char *before = outcome->seen;
        g_autofree char *late = expectation_format_event(expectation, event);

        outcome->seen = g_strdup_printf("%s; too late: %s", before, late);
        expectation->count++;
    }
}

static void
show(Expectation *expectation, const Event *event)
{
    if (expectation->ground != NULL && !expectation->grounded &&
        (expectation->ground->kinds & EVENT_MASK(event->kind)) != 0) {
        expectation->grounded = pattern_covers(expectation->patterns->pdata[0], event);
    }
    switch (expectation->state) {
    case EXPECT_IDLE:
        show_idle(expectation, event);
        break;
    case EXPECT_WATCHING:
        show_watching(expectation, event);
        break;
    case EXPECT_FAILED:
        show_late(expectation, event);
        break;
    case EXPECT_HELD:
    case EXPECT_DROPPED:
        break;
    }
}

static void
handle(const Event *event, void *user)
{
    Expectations *expectations = user;

    expectations->associations += event->kind == EVENT_ASSOCIATED;
    for (unsigned i = 0; i < expectations->all->len; i++) {
        Expectation *expectation = expectations->all->pdata[i];

        if ((expectation->kinds & EVENT_MASK(event->kind)) != 0) {
            show(expectation, event);
        }
    }
}

/* The list. */

static uint64_t
kinds_of(const Expectation *expectation)
{
    uint64_t kinds = expectation->ground != NULL ? expectation->ground->kinds : 0;

    for (unsigned i = 0; i < expectation->patterns->len; i++) {
        kinds |= EVENT_MASK(((const EventPattern *)expectation->patterns->pdata[i])->kind);
    }
    kinds |= expectation->after != NULL ? EVENT_MASK(expectation->after->kind) : 0;
    kinds |= expectation->before != NULL ? EVENT_MASK(expectation->before->kind) : 0;
    return kinds;
}

uint64_t
expectations_mask(const GPtrArray *list)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < list->len; i++) {
        const Expectation *expectation = list->pdata[i];

        mask |= kinds_of(expectation) | expectations_mask(expectation->parts);
    }
    return mask;
}

static void
add_all(Expectations *expectations, const GPtrArray *list)
{
    for (unsigned i = 0; i < list->len; i++) {
        Expectation *expectation = list->pdata[i];

        add_all(expectations, expectation->parts);
        expectation->owner = expectations;
        expectation->kinds = kinds_of(expectation);
        expectation->state = EXPECT_IDLE;
        g_ptr_array_add(expectations->all, expectation);
    }
}

/* Events before time 0 count as well, unless it is told when it begins. */
static bool
begins_at_once(const Expectation *expectation)
{
    return expectation->after == NULL && expectation->after_time == 0;
}

Expectations *
expectations_new(GPtrArray *list, EventBus *bus, Clock *virtual, Clock *wall,
                 ExpectDecided decided, void *user)
{
    Expectations *expectations = g_new0(Expectations, 1);

    *expectations = (Expectations){ .list = list,
                                    .all = g_ptr_array_new(),
                                    .bus = bus,
                                    .virtual = virtual,
                                    .wall = wall,
                                    .decided = decided,
                                    .user = user };
    add_all(expectations, list);
    for (unsigned i = 0; i < expectations->all->len; i++) {
        Expectation *expectation = expectations->all->pdata[i];

        if (begins_at_once(expectation)) {
            expectation->state = EXPECT_WATCHING;
            expectation->opened = clock_now(virtual);
        }
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
    for (unsigned i = 0; i < expectations->all->len; i++) {
        disarm(expectations->all->pdata[i]);
    }
    g_ptr_array_unref(expectations->all);
    g_free(expectations);
}

void
expectations_zero(Expectations *expectations)
{
    expectations->zero_passed = true;
    expectations->zero = clock_now(expectations->virtual);
    for (unsigned i = 0; i < expectations->all->len; i++) {
        Expectation *expectation = expectations->all->pdata[i];

        if (!is_undecided(expectation)) {
            continue;
        }
        if (expectation->after_time != 0) {
            clock_arm(expectations->virtual, &expectation->opening,
                      expectations->zero + expectation->after_time, open_at);
        } else if (begins_at_once(expectation)) {
            begin(expectation);
        }
        if (expectation->before_time != 0) {
            clock_arm(expectations->virtual, &expectation->closing,
                      expectations->zero + expectation->before_time, close_at);
        }
    }
}

/* Parts come before their groups. */
void
expectations_end(Expectations *expectations)
{
    for (unsigned i = 0; i < expectations->all->len; i++) {
        run_out(expectations->all->pdata[i]);
    }
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

static bool
is_waited_for(const Expectation *expectation)
{
    if (!is_undecided(expectation)) {
        return false;
    }
    if (expectation->type->waits != NULL) {
        return expectation->type->waits(expectation);
    }
    return (expectation->state == EXPECT_WATCHING || expectation->after == NULL) &&
           (expectation->type->needs_bound || expectation->within != 0 ||
            expectation->before_time != 0);
}

unsigned
expectations_open(const Expectations *expectations)
{
    unsigned open = 0;

    for (unsigned i = 0; i < expectations->all->len; i++) {
        open += is_waited_for(expectations->all->pdata[i]);
    }
    return open;
}

unsigned
expectations_decided(const Expectations *expectations)
{
    return expectations->decided_count;
}
