/* SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins: who plays, and what a wrong one must fail in.
 */
#include "engine/stand_in.h"

#include <string.h>

#include "tests/test.h"

static char **
texts(const char *first, const char *second)
{
    const char *list[] = { first, second, NULL };

    return g_strdupv((char **)list);
}

static Results *
results_of(const char *what, const char *seen)
{
    Results *results = results_new(&(RunFacts){ .scenario = "x", .path = "x.lua" });

    results_add(results, OUTCOME_FAILED, g_strdup(what), g_strdup(seen), "x.lua", 3, 0);
    return results;
}

static void
the_first_correct_one_plays_unless_another_is_named(void)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)stand_in_free);

    CU_ASSERT_PTR_NULL(stand_in_find(all, NULL));
    g_ptr_array_add(all, stand_in_new("sleeps", texts("*", NULL), "x.lua", 1));
    CU_ASSERT_PTR_EQUAL(stand_in_find(all, NULL), all->pdata[0]);
    g_ptr_array_add(all, stand_in_new("reads", NULL, "x.lua", 2));
    g_ptr_array_add(all, stand_in_new("reads well", NULL, "x.lua", 3));
    CU_ASSERT_PTR_EQUAL(stand_in_find(all, NULL), all->pdata[1]);
    CU_ASSERT_PTR_EQUAL(stand_in_find(all, "reads well"), all->pdata[2]);
    CU_ASSERT_PTR_EQUAL(stand_in_find(all, "sleeps"), all->pdata[0]);
    CU_ASSERT_PTR_NULL(stand_in_find(all, "sleep"));
    g_ptr_array_unref(all);
}

static void
what_it_must_fail_in_is_known_by_what_was_expected_or_seen(void)
{
    static const struct {
        const char *pattern;
        bool fits;
    } rows[] = {
        { "A read B", true },    { "A read *", true },  { "A read B: nothing", true },
        { "*: nothing*", true }, { "A read", false },   { "A read B: something", false },
        { "A read B?*", true },  { "a read b", false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        StandIn *stand_in = stand_in_new("sleeps", texts(rows[i].pattern, NULL), "x.lua", 1);
        Results *results = results_of("A read B", "nothing");
        Outcome *outcome = results->outcomes->pdata[0];

        stand_in_excuse(stand_in, results, outcome);
        CU_ASSERT_EQUAL(outcome->state, rows[i].fits ? OUTCOME_KNOWN : OUTCOME_FAILED);
        CU_ASSERT_EQUAL(results->known, rows[i].fits ? 1 : 0);
        CU_ASSERT_EQUAL(results->failed, rows[i].fits ? 0 : 1);
        stand_in_conclude(stand_in, results, 0);
        CU_ASSERT_EQUAL(results->failed, rows[i].fits ? 0 : 2);
        results_free(results);
        stand_in_free(stand_in);
    }
}

static void
each_text_must_be_met(void)
{
    StandIn *stand_in = stand_in_new("sleeps", texts("A read *", "B read *"), "y.lua", 7);
    Results *results = results_of("A read B", NULL);
    const Outcome *missing;

    stand_in_excuse(stand_in, results, results->outcomes->pdata[0]);
    stand_in_conclude(stand_in, results, 5);
    CU_ASSERT_EQUAL_FATAL(results->outcomes->len, 2);
    missing = results->outcomes->pdata[1];
    CU_ASSERT_STRING_EQUAL(missing->what, "a client that sleeps is caught: B read *");
    CU_ASSERT_EQUAL(missing->state, OUTCOME_FAILED);
    CU_ASSERT_EQUAL(missing->line, 7);
    results_free(results);
    stand_in_free(stand_in);
}

static void
a_correct_one_has_no_excuse(void)
{
    StandIn *stand_in = stand_in_new("reads", NULL, "x.lua", 1);
    Results *results = results_of("A read B", "nothing");

    stand_in_excuse(stand_in, results, results->outcomes->pdata[0]);
    stand_in_conclude(stand_in, results, 0);
    CU_ASSERT_EQUAL(results->failed, 1);
    CU_ASSERT_EQUAL(results->outcomes->len, 1);
    results_free(results);
    stand_in_free(stand_in);
}

TEST_SUITE(stand_in, TEST_CASE(the_first_correct_one_plays_unless_another_is_named),
           TEST_CASE(what_it_must_fail_in_is_known_by_what_was_expected_or_seen),
           TEST_CASE(each_text_must_be_met), TEST_CASE(a_correct_one_has_no_excuse));
