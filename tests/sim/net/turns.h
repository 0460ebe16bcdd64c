/* SPDX-License-Identifier: Apache-2.0
 *
 * Turning a loop in a test until something is true, or for at most some seconds.
 */
#pragma once

#include "sim/net/loop.h"
#include "tests/test.h"

#define TURNS_LIMIT (10 * G_USEC_PER_SEC)

/* A context of its own for every test. */
static inline Loop *
turns_new(GMainContext **context)
{
    *context = g_main_context_new();
    return loop_new(*context);
}

static inline void
turns_free(Loop *loop, GMainContext *context)
{
    loop_free(loop);
    g_main_context_unref(context);
}

static inline gboolean
turns_wake(void *user)
{
    (void)user;
    return G_SOURCE_CONTINUE;
}

/* Turns until *done; false when that takes too long. */
static inline bool
turns_until(GMainContext *context, const bool *done)
{
    int64_t end = g_get_monotonic_time() + TURNS_LIMIT;
    GSource *wake = g_timeout_source_new(100);

    g_source_set_callback(wake, turns_wake, NULL, NULL);
    g_source_attach(wake, context);
    while (!*done && g_get_monotonic_time() < end) {
        g_main_context_iteration(context, TRUE);
    }
    g_source_destroy(wake);
    g_source_unref(wake);
    return *done;
}

/* Turns while anything happens, but not into the future. */
static inline void
turns_settle(GMainContext *context)
{
    for (int i = 0; i < 50; i++) {
        g_main_context_iteration(context, FALSE);
    }
}
