/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast a run goes: whoever watches it, or the scenario itself, makes its time stand still,
 * go on, go from entry to entry, hurry ahead, or change speed. Each shows a mark among the
 * events, so that a run explains its times.
 */
#pragma once

#include "engine/clock.h"
#include "engine/timeline.h"

typedef struct Pace {
    Timer lasting; /* wall: the end of a pause */
    RunClock *clock;
    Stage *stage;
    const Timeline *timeline;
    bool stepped;                   /* nobody could resume by hand */
    bool (*can_resume)(void *user); /* somebody is there who can; may be NULL */
    void (*changed)(void *user);    /* may be NULL */
    void *user;
} Pace;

/* What is given is lent. */
void pace_init(Pace *pace, RunClock *clock, Stage *stage, const Timeline *timeline);
void pace_clear(Pace *pace);

/* For `lasting` ns of wall time; 0: until somebody resumes, and not at all when nobody could.
 */
void pace_pause(Pace *pace, int64_t lasting);
void pace_resume(Pace *pace);
bool pace_is_paused(const Pace *pace);
/* Plays up to the next entry of the timeline, or, when none is due, whatever comes next, and
 * stands still there. */
void pace_step(Pace *pace);
/* Hurries to a time, ns from time 0, and goes on from there as before. Never backwards. */
void pace_seek(Pace *pace, int64_t time);
/* PACE_SPEED_LEAST to PACE_SPEED_MOST. */
void pace_set_speed(Pace *pace, double speed);

#define PACE_SPEED_LEAST 0.001
#define PACE_SPEED_MOST 1000.0

/* The same as actions of the timeline. `text`: shown when it pauses, may be NULL. */
Action *pace_pause_action_new(const char *text, int64_t lasting);
Action *pace_resume_action_new(void);
Action *pace_seek_action_new(int64_t time);
Action *pace_speed_action_new(double speed);
