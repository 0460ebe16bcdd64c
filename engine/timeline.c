/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline: one timer an entry; the clock's heap is the order.
 */
#include "engine/timeline.h"

struct Timeline {
    Stage *stage;
    GPtrArray *entries;
    int64_t zero;
    unsigned left; /* finite entries that are still to be played */
    bool started;
    void (*played)(void *user);
    void *user;
};

Entry *
entry_new(int64_t at)
{
    Entry *entry = g_new0(Entry, 1);

    entry->at = at;
    entry->until = CLOCK_NEVER;
    entry->actions = g_ptr_array_new_with_free_func((GDestroyNotify)action_unref);
    return entry;
}

void
entry_free(Entry *entry)
{
    if (entry != NULL) {
        g_ptr_array_unref(entry->actions);
        g_free(entry);
    }
}

bool
entry_is_finite(const Entry *entry)
{
    return entry->every == 0 || entry->times != 0 || entry->until != CLOCK_NEVER;
}

static bool
has_more(const Entry *entry, int64_t next)
{
    return entry->every != 0 && (entry->times == 0 || entry->played < entry->times) &&
           next <= entry->until;
}

static void
play(Timer *timer)
{
    Entry *entry = (Entry *)timer;
    Timeline *timeline = entry->timeline;
    int64_t next = entry->at + (int64_t)(++entry->played) * entry->every;

    for (unsigned i = 0; i < entry->actions->len; i++) {
        Action *action = entry->actions->pdata[i];

        action->type->perform(action, timeline->stage);
    }
    stage_commit(timeline->stage);
    if (has_more(entry, next)) {
        clock_arm(timeline->stage->clock, timer, timeline->zero + next, play);
    } else {
        timeline->left--;
    }
    if (timeline->played != NULL) {
        timeline->played(timeline->user);
    }
}

Timeline *
timeline_new(Stage *stage, GPtrArray *entries, void (*played)(void *user), void *user)
{
    Timeline *timeline = g_new0(Timeline, 1);

    timeline->stage = stage;
    timeline->entries = entries;
    timeline->played = played;
    timeline->user = user;
    return timeline;
}

void
timeline_free(Timeline *timeline)
{
    if (timeline == NULL) {
        return;
    }
    for (unsigned i = 0; i < timeline->entries->len; i++) {
        clock_disarm(timeline->stage->clock, &((Entry *)timeline->entries->pdata[i])->timer);
    }
    g_free(timeline);
}

void
timeline_start(Timeline *timeline)
{
    timeline->zero = clock_now(timeline->stage->clock);
    timeline->started = true;
    for (unsigned i = 0; i < timeline->entries->len; i++) {
        Entry *entry = timeline->entries->pdata[i];

        entry->timeline = timeline;
        entry->played = 0;
        timeline->left += entry_is_finite(entry);
        clock_arm(timeline->stage->clock, &entry->timer, timeline->zero + entry->at, play);
    }
}

bool
timeline_is_done(const Timeline *timeline)
{
    return timeline->started && timeline->left == 0 && timeline->stage->finite == 0;
}
