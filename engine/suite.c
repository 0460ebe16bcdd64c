/* SPDX-License-Identifier: Apache-2.0
 *
 * The results of one command.
 */
#include "engine/suite.h"

#include <string.h>

#include "engine/command.h"

/* Runs whose events are kept; those of a failed one always are, up to twice as many. */
#define EVENTFUL_MAX 100

Suite *
suite_new(void)
{
    Suite *suite = g_new0(Suite, 1);

    suite->runs = g_ptr_array_new_with_free_func((GDestroyNotify)results_free);
    return suite;
}

void
suite_free(Suite *suite)
{
    if (suite != NULL) {
        g_ptr_array_unref(suite->runs);
        g_free(suite);
    }
}

void
suite_add(Suite *suite, Results *results)
{
    unsigned limit = results_status(results) == EXIT_HELD ? EVENTFUL_MAX : 2 * EVENTFUL_MAX;

    if (suite->runs->len >= limit) {
        results_drop_events(results);
    }
    g_ptr_array_add(suite->runs, results);
}

int
suite_status(const Suite *suite)
{
    int worst = EXIT_HELD;

    for (unsigned i = 0; i < suite->runs->len; i++) {
        int status = results_status(suite->runs->pdata[i]);

        if (status >= 128) {
            return status;
        }
        worst = status_worse(worst, status);
    }
    return worst;
}

void
suite_each_verdict(const Suite *suite,
                   void (*show)(void *user, const char *verdict, unsigned runs), void *user)
{
    static const char *const verdicts[] = { "PASSED",    "FAILED",           "BROKEN",
                                            "TIMED OUT", "NOTHING HAPPENED", "INTERRUPTED" };

    for (unsigned i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        unsigned count = 0;

        for (unsigned k = 0; k < suite->runs->len; k++) {
            count += strcmp(results_verdict(suite->runs->pdata[k]), verdicts[i]) == 0;
        }
        if (count > 0) {
            show(user, verdicts[i], count);
        }
    }
}
