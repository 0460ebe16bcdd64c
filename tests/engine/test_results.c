/* SPDX-License-Identifier: Apache-2.0
 *
 * From outcomes to a verdict and an exit status.
 */
#include "engine/results.h"

#include "engine/command.h"
#include "engine/exec.h"
#include "tests/test.h"

static int
status_of(unsigned held, unsigned failed, unsigned open, RunEnd end, bool nothing)
{
    Results *results = results_new(&(RunFacts){ .scenario = "x" });
    int status;

    for (unsigned i = 0; i < held + failed + open; i++) {
        OutcomeState state = i < held            ? OUTCOME_HELD
                             : i < held + failed ? OUTCOME_FAILED
                                                 : OUTCOME_OPEN;

        results_add(results, state, g_strdup("what"), NULL, "x.lua", (int)i + 1, 0);
    }
    results->end = end;
    results->nothing = nothing;
    status = results_status(results);
    results_free(results);
    return status;
}

static void
the_status_says_how_it_went(void)
{
    CU_ASSERT_EQUAL(status_of(3, 0, 0, RUN_COMPLETE, false), EXIT_HELD);
    CU_ASSERT_EQUAL(status_of(0, 0, 0, RUN_COMPLETE, false), EXIT_HELD);
    CU_ASSERT_EQUAL(status_of(3, 1, 0, RUN_COMPLETE, false), EXIT_NOT_HELD);
    CU_ASSERT_EQUAL(status_of(3, 1, 0, RUN_COMPLETE, true), EXIT_NOT_HELD);
    CU_ASSERT_EQUAL(status_of(3, 0, 0, RUN_COMPLETE, true), EXIT_NOTHING);
    CU_ASSERT_EQUAL(status_of(3, 0, 2, RUN_MAX_TIME, false), EXIT_MAX_TIME);
    CU_ASSERT_EQUAL(status_of(3, 0, 2, RUN_MAX_TIME, true), EXIT_MAX_TIME);
    CU_ASSERT_EQUAL(status_of(3, 1, 2, RUN_MAX_TIME, false), EXIT_NOT_HELD);
    CU_ASSERT_EQUAL(status_of(3, 1, 0, RUN_BROKEN, true), EXIT_USAGE);
}

static void
the_worst_status_counts_in_its_order(void)
{
    static const int worst_first[] = { EXIT_START,   EXIT_USAGE,    EXIT_NOT_HELD,
                                       EXIT_NOTHING, EXIT_MAX_TIME, EXIT_HELD };

    for (unsigned i = 0; i < G_N_ELEMENTS(worst_first); i++) {
        for (unsigned k = i; k < G_N_ELEMENTS(worst_first); k++) {
            CU_ASSERT_EQUAL(status_worse(worst_first[i], worst_first[k]), worst_first[i]);
            CU_ASSERT_EQUAL(status_worse(worst_first[k], worst_first[i]), worst_first[i]);
        }
    }
}

static void
a_check_that_holds_again_counts_up_and_a_failure_stands_alone(void)
{
    Results *results = results_new(&(RunFacts){ .scenario = "x" });
    const Outcome *first;

    first = results_add(results, OUTCOME_HELD, g_strdup("a"), NULL, "x.lua", 5, 0);
    CU_ASSERT_PTR_EQUAL(
        results_add(results, OUTCOME_HELD, g_strdup("a"), g_strdup("seen"), "x.lua", 5, 1),
        first);
    CU_ASSERT_EQUAL(first->times, 2);
    results_add(results, OUTCOME_FAILED, g_strdup("a"), NULL, "x.lua", 5, 2);
    results_add(results, OUTCOME_FAILED, g_strdup("a"), NULL, "x.lua", 5, 3);
    results_add(results, OUTCOME_HELD, g_strdup("a"), NULL, "x.lua", 6, 4);
    CU_ASSERT_EQUAL(results->outcomes->len, 4);
    CU_ASSERT_EQUAL(results->held, 2);
    CU_ASSERT_EQUAL(results->failed, 2);
    results_free(results);
}

static void
a_known_failure_fails_no_run(void)
{
    Results *results = results_new(&(RunFacts){ .scenario = "x" });

    results_add(results, OUTCOME_KNOWN, g_strdup("a"), NULL, "x.lua", 5, 0);
    CU_ASSERT_EQUAL(results_status(results), EXIT_HELD);
    CU_ASSERT_EQUAL(results->known, 1);
    CU_ASSERT_EQUAL(results->failed, 0);
    CU_ASSERT_STRING_EQUAL(outcome_state_name(OUTCOME_KNOWN), "known");
    results_free(results);
}

static void
names_of_ieds_become_variables(void)
{
    g_autofree char *plain = exec_variable("FEEDER1");
    g_autofree char *odd = exec_variable("station.scd/bay-1@AP2");

    CU_ASSERT_STRING_EQUAL(plain, "IEDBENCH_FEEDER1");
    CU_ASSERT_STRING_EQUAL(odd, "IEDBENCH_STATION_SCD_BAY_1_AP2");
}

TEST_SUITE(engine_results, TEST_CASE(the_status_says_how_it_went),
           TEST_CASE(the_worst_status_counts_in_its_order),
           TEST_CASE(a_check_that_holds_again_counts_up_and_a_failure_stands_alone),
           TEST_CASE(a_known_failure_fails_no_run), TEST_CASE(names_of_ieds_become_variables))
