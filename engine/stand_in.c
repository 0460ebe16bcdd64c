/* SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins for the client under test, and what the wrong ones among them must fail in.
 */
#include "engine/stand_in.h"

#include <string.h>

StandIn *
stand_in_new(const char *name, char **fails, const char *file, int line)
{
    StandIn *stand_in = g_new0(StandIn, 1);

    stand_in->name = g_strdup(name);
    stand_in->fails = fails;
    stand_in->caught = g_new0(bool, fails == NULL ? 1 : g_strv_length(fails) + 1);
    stand_in->file = g_strdup(file);
    stand_in->line = line;
    return stand_in;
}

void
stand_in_free(StandIn *stand_in)
{
    g_free(stand_in->name);
    g_strfreev(stand_in->fails);
    g_free(stand_in->caught);
    g_free(stand_in->file);
    g_free(stand_in);
}

StandIn *
stand_in_find(const GPtrArray *stand_ins, const char *name)
{
    for (unsigned i = 0; i < stand_ins->len; i++) {
        StandIn *stand_in = stand_ins->pdata[i];

        if (name == NULL ? stand_in->fails == NULL : strcmp(stand_in->name, name) == 0) {
            return stand_in;
        }
    }
    return name == NULL && stand_ins->len > 0 ? stand_ins->pdata[0] : NULL;
}

void
stand_in_excuse(StandIn *stand_in, Results *results, Outcome *outcome)
{
    g_autofree char *whole = NULL, *reason = NULL;

    if (stand_in->fails == NULL || outcome->state != OUTCOME_FAILED) {
        return;
    }
    whole = g_strdup_printf("%s: %s", outcome->what,
                            outcome->seen != NULL ? outcome->seen : "nothing");
    reason = g_strdup_printf("the client is wrong on purpose: it %s", stand_in->name);
    for (unsigned i = 0; stand_in->fails[i] != NULL; i++) {
        if (g_pattern_match_simple(stand_in->fails[i], outcome->what) ||
            g_pattern_match_simple(stand_in->fails[i], whole)) {
            stand_in->caught[i] = true;
            results_excuse(results, outcome, reason);
        }
    }
}

void
stand_in_conclude(const StandIn *stand_in, Results *results, int64_t at)
{
    for (unsigned i = 0; stand_in->fails != NULL && stand_in->fails[i] != NULL; i++) {
        if (!stand_in->caught[i]) {
            results_add(results, OUTCOME_FAILED,
                        g_strdup_printf("a client that %s is caught: %s", stand_in->name,
                                        stand_in->fails[i]),
                        g_strdup("no expectation like this failed"), stand_in->file,
                        stand_in->line, at);
        }
    }
}
