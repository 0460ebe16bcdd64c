/* SPDX-License-Identifier: Apache-2.0
 *
 * The runner: all registered suites, or those whose name contains the first argument.
 */
#include "tests/test.h"

#include <CUnit/Basic.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define SUITES_MAX 256

static struct {
    const char *name;
    const TestCase *cases;
    unsigned count;
} suites[SUITES_MAX];
static unsigned suite_count;

void
test_register(const char *suite, const TestCase *cases, unsigned count)
{
    if (suite_count == SUITES_MAX) {
        abort();
    }
    suites[suite_count].name = suite;
    suites[suite_count].cases = cases;
    suites[suite_count++].count = count;
}

static void
add_suite(unsigned at)
{
    CU_pSuite suite = CU_add_suite(suites[at].name, NULL, NULL);

    for (unsigned i = 0; i < suites[at].count; i++) {
        CU_add_test(suite, suites[at].cases[i].name, suites[at].cases[i].run);
    }
}

int
main(int argc, char **argv)
{
    unsigned failures;

    setlocale(LC_ALL, "C.UTF-8");
    if (CU_initialize_registry() != CUE_SUCCESS) {
        return 2;
    }
    for (unsigned i = 0; i < suite_count; i++) {
        if (argc < 2 || strstr(suites[i].name, argv[1]) != NULL) {
            add_suite(i);
        }
    }
    CU_basic_set_mode(getenv("TEST_VERBOSE") != NULL ? CU_BRM_VERBOSE : CU_BRM_NORMAL);
    CU_basic_run_tests();
    failures = CU_get_number_of_failures();
    if (CU_get_number_of_tests_run() == 0) {
        failures = 1;
    }
    CU_cleanup_registry();
    return failures > 0;
}
