/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline: a course is one run of an entry, from where its times count to its last play;
 * it has one timer, and the clock's heap is the order. A watch waits for what starts an entry.
 */
#include "engine/timeline.h"

#include "sim/base/prng.h"

/* More plays at one moment of virtual time than any timeline means. */
#define PLAYS_A_MOMENT 100000

typedef struct Course {
    Timer timer;
    Timeline *timeline;
    Entry *entry;
    int64_t base; /* its times count from here */
    int64_t turn; /* of the next play, without jitter */
    uint64_t played;
    Prng draw;
    unsigned place; /* in timeline->courses */
} Course;

typedef struct Watch {
    Entry *entry;
    uint64_t seen;     /* times that it was started */
    unsigned decided;  /* of the expectations */
    bool disappointed; /* one of them ended otherwise */
} Watch;

struct Timeline {
    Stage *stage;
    GPtrArray *entries;
    GPtrArray *courses; /* Course* */
    GPtrArray *watches; /* Watch* */
    unsigned subscription;
    unsigned left; /* finite courses that are still to be played */
    bool started;
    int64_t moment; /* of the last play, and how many there were */
    unsigned plays;
    TimelineHooks hooks;
};

Entry *
entry_new(int64_t at)
{
    Entry *entry = g_new0(Entry, 1);

    entry->at = (EntryTime){ at, at };
    entry->until = CLOCK_NEVER;
    entry->actions = g_ptr_array_new_with_free_func((GDestroyNotify)action_unref);
    entry->inner = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    return entry;
}

void
entry_free(Entry *entry)
{
    if (entry != NULL) {
        pattern_unref(entry->after);
        g_clear_pointer(&entry->decisions, g_ptr_array_unref);
        g_ptr_array_unref(entry->actions);
        g_ptr_array_unref(entry->inner);
        g_free(entry->key);
        g_free(entry);
    }
}

bool
entry_is_after(const Entry *entry)
{
    return entry->after != NULL || entry->decisions != NULL;
}

/* A course of it ends by itself. */
static bool
ends(const Entry *entry)
{
    return entry_is_after(entry) || entry->every.most == 0 || entry->times != 0 ||
           entry->until != CLOCK_NEVER;
}

bool
entry_is_finite(const Entry *entry)
{
    return !entry_is_after(entry) && ends(entry);
}

uint64_t
entries_mask(const GPtrArray *entries)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < entries->len; i++) {
        const Entry *entry = entries->pdata[i];

        mask |= entry->after != NULL ? EVENT_MASK(entry->after->kind) : 0;
        mask |= entries_mask(entry->inner);
    }
    return mask;
}

static int64_t
draw_time(Prng *draw, const EntryTime *time)
{
    return time->least +
           (time->most == time->least
                ? 0
                : (int64_t)prng_below(draw, (uint64_t)(time->most - time->least) + 1));
}

static void
end_course(Course *course)
{
    Timeline *timeline = course->timeline;

    clock_disarm(timeline->stage->clock, &course->timer);
    g_ptr_array_remove_index_fast(timeline->courses, course->place);
    if (course->place < timeline->courses->len) {
        ((Course *)timeline->courses->pdata[course->place])->place = course->place;
    }
    timeline->left -= ends(course->entry);
    g_free(course);
}

static bool
has_more(const Course *course)
{
    const Entry *entry = course->entry;

    return !entry_is_after(entry) && entry->every.most != 0 &&
           (entry->times == 0 || course->played < entry->times) &&
           course->turn - course->base <= entry->until;
}

static void play(Timer *timer);

/* The turn comes at its time, or a little beside it, but never before its base. */
static void
arm(Course *course)
{
    Clock *clock = course->timeline->stage->clock;
    int64_t jitter = course->entry->jitter;
    int64_t shift = jitter == 0 ? 0 : draw_time(&course->draw, &(EntryTime){ -jitter, jitter });

    clock_arm(clock, &course->timer, MAX(course->turn + shift, course->base), play);
}

static void
begin(Timeline *timeline, Entry *entry, int64_t base)
{
    Course *course = g_new0(Course, 1);

    course->timeline = timeline;
    course->entry = entry;
    course->base = base;
    course->draw = prng_keyed(timeline->stage->seed, entry->key, "timeline", entry->starts++);
    course->turn = base + draw_time(&course->draw, &entry->at);
    course->place = timeline->courses->len;
    g_ptr_array_add(timeline->courses, course);
    timeline->left += ends(entry);
    arm(course);
}

/* What happened before time 0 counts as if it happened then. */
static void
start_after(Timeline *timeline, Watch *watch)
{
    const Entry *entry = watch->entry;

    if (entry->times != 0 && watch->seen >= entry->times) {
        return;
    }
    watch->seen++;
    if (timeline->started) {
        begin(timeline, watch->entry, clock_now(timeline->stage->clock));
    }
}

static void
decide(Timeline *timeline, Watch *watch, bool held)
{
    const Entry *entry = watch->entry;
    bool was_disappointed = watch->disappointed;

    watch->decided++;
    watch->disappointed = watch->disappointed || !held;
    if (entry->outcome == ENTRY_FAILED) {
        if (watch->disappointed && !was_disappointed) {
            start_after(timeline, watch);
        }
    } else if (watch->decided == entry->decisions->len &&
               (entry->outcome == ENTRY_DECIDED || !watch->disappointed)) {
        start_after(timeline, watch);
    }
}

static Watch *
get_watch(Timeline *timeline, Entry *entry)
{
    Watch *watch;

    for (unsigned i = 0; i < timeline->watches->len; i++) {
        watch = timeline->watches->pdata[i];
        if (watch->entry == entry) {
            return watch;
        }
    }
    watch = g_new(Watch, 1);
    g_ptr_array_add(timeline->watches, watch);
    return watch;
}

/* Watching begins anew; what was decided before is known. */
static void
watch_for(Timeline *timeline, Entry *entry)
{
    Watch *watch = get_watch(timeline, entry);

    *watch = (Watch){ .entry = entry };
    for (unsigned i = 0;
         timeline->started && entry->decisions != NULL && i < entry->decisions->len; i++) {
        const Expectation *expectation = entry->decisions->pdata[i];

        if (expectation->state == EXPECT_HELD || expectation->state == EXPECT_FAILED) {
            decide(timeline, watch, expectation->state == EXPECT_HELD);
        }
    }
}

/* At a time it begins at once, after something it is watched for. */
static void
introduce(Timeline *timeline, Entry *entry, int64_t base)
{
    if (entry_is_after(entry)) {
        watch_for(timeline, entry);
    } else {
        begin(timeline, entry, base);
    }
}

/* Whoever plays on and on without letting time pass is stopped. */
static bool
runs_away(Timeline *timeline, const Entry *entry)
{
    int64_t now = clock_now(timeline->stage->clock);

    timeline->plays = now == timeline->moment ? timeline->plays + 1 : 0;
    timeline->moment = now;
    if (timeline->plays < PLAYS_A_MOMENT) {
        return false;
    }
    if (timeline->hooks.broken != NULL) {
        timeline->hooks.broken(timeline->hooks.user, entry->line,
                               "the timeline plays entries without end while no time passes");
    }
    return true;
}

static void
perform(Timeline *timeline, const Entry *entry)
{
    int64_t now = clock_now(timeline->stage->clock);

    for (unsigned i = 0; i < entry->actions->len; i++) {
        Action *action = entry->actions->pdata[i];

        action->type->perform(action, timeline->stage);
    }
    stage_commit(timeline->stage);
    for (unsigned i = 0; i < entry->inner->len; i++) {
        introduce(timeline, entry->inner->pdata[i], now);
    }
}

static void
play(Timer *timer)
{
    Course *course = (Course *)timer;
    Timeline *timeline = course->timeline;
    const Entry *entry = course->entry;

    course->played++;
    course->turn += draw_time(&course->draw, &entry->every);
    if (runs_away(timeline, entry)) {
        return;
    }
    if (has_more(course)) {
        arm(course);
    } else {
        end_course(course);
    }
    perform(timeline, entry);
    if (timeline->hooks.played != NULL) {
        timeline->hooks.played(timeline->hooks.user);
    }
}

/* Callbacks only mark: entries begin with a timer, which is due at once at the earliest. */
static void
see_event(const Event *event, void *user)
{
    Timeline *timeline = user;

    for (unsigned i = 0; i < timeline->watches->len; i++) {
        Watch *watch = timeline->watches->pdata[i];

        if (watch->entry->after != NULL && pattern_matches(watch->entry->after, event)) {
            start_after(timeline, watch);
        }
    }
}

void
timeline_decided(Timeline *timeline, const Expectation *expectation, bool held)
{
    for (unsigned i = 0; i < timeline->watches->len; i++) {
        Watch *watch = timeline->watches->pdata[i];

        if (watch->entry->decisions != NULL &&
            g_ptr_array_find(watch->entry->decisions, expectation, NULL)) {
            decide(timeline, watch, held);
        }
    }
}

static void
name_entries(const GPtrArray *entries, const char *outer)
{
    for (unsigned i = 0; i < entries->len; i++) {
        Entry *entry = entries->pdata[i];

        g_free(entry->key);
        entry->key = g_strdup_printf("%s%s%u", outer, *outer == '\0' ? "" : ".", i + 1);
        entry->starts = 0;
        name_entries(entry->inner, entry->key);
    }
}

Timeline *
timeline_new(Stage *stage, GPtrArray *entries, const TimelineHooks *hooks)
{
    Timeline *timeline = g_new0(Timeline, 1);
    uint64_t mask = entries_mask(entries);

    timeline->stage = stage;
    timeline->entries = entries;
    timeline->courses = g_ptr_array_new();
    timeline->watches = g_ptr_array_new_with_free_func(g_free);
    timeline->hooks = hooks != NULL ? *hooks : (TimelineHooks){ 0 };
    timeline->moment = CLOCK_NEVER;
    name_entries(entries, "");
    if (mask != 0) {
        timeline->subscription = event_subscribe(stage->events, mask, see_event, timeline);
    }
    for (unsigned i = 0; i < entries->len; i++) {
        if (entry_is_after(entries->pdata[i])) {
            introduce(timeline, entries->pdata[i], 0);
        }
    }
    return timeline;
}

void
timeline_free(Timeline *timeline)
{
    if (timeline == NULL) {
        return;
    }
    if (timeline->subscription != 0) {
        event_unsubscribe(timeline->stage->events, timeline->subscription);
    }
    while (timeline->courses->len > 0) {
        end_course(timeline->courses->pdata[timeline->courses->len - 1]);
    }
    g_ptr_array_unref(timeline->courses);
    g_ptr_array_unref(timeline->watches);
    g_free(timeline);
}

void
timeline_start(Timeline *timeline)
{
    int64_t zero = clock_now(timeline->stage->clock);

    timeline->started = true;
    for (unsigned i = 0; i < timeline->entries->len; i++) {
        if (!entry_is_after(timeline->entries->pdata[i])) {
            begin(timeline, timeline->entries->pdata[i], zero);
        }
    }
    for (unsigned i = 0; i < timeline->watches->len; i++) {
        const Watch *watch = timeline->watches->pdata[i];

        for (uint64_t k = 0; k < watch->seen; k++) {
            begin(timeline, watch->entry, zero);
        }
    }
}

bool
timeline_is_done(const Timeline *timeline)
{
    return timeline->started && timeline->left == 0 && timeline->stage->finite == 0;
}

int64_t
timeline_next(const Timeline *timeline)
{
    int64_t next = CLOCK_NEVER;

    for (unsigned i = 0; i < timeline->courses->len; i++) {
        const Course *course = timeline->courses->pdata[i];

        next = clock_is_armed(&course->timer) ? MIN(next, course->timer.due) : next;
    }
    return next;
}
