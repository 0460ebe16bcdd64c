/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/prng.h"

#include <glib.h>
#include <math.h>

#include "tests/test.h"

static void
the_same_key_gives_the_same_stream(void)
{
    Prng a = prng_keyed(7, "IED1", "fault", 3);
    Prng b = prng_keyed(7, "IED1", "fault", 3);

    for (int i = 0; i < 100; i++) {
        CU_ASSERT_EQUAL(prng_next(&a), prng_next(&b));
    }
}

static void
every_part_of_the_key_counts(void)
{
    Prng streams[] = {
        prng_keyed(7, "IED1", "fault", 3),   prng_keyed(8, "IED1", "fault", 3),
        prng_keyed(7, "IED2", "fault", 3),   prng_keyed(7, "IED1", "noise", 3),
        prng_keyed(7, "IED1", "fault", 4),   prng_keyed(7, "IED", "1fault", 3),
        prng_keyed(7, NULL, "IED1fault", 3),
    };
    uint64_t drawn[G_N_ELEMENTS(streams)];

    for (unsigned i = 0; i < G_N_ELEMENTS(streams); i++) {
        drawn[i] = prng_next(&streams[i]);
        for (unsigned j = 0; j < i; j++) {
            CU_ASSERT_NOT_EQUAL(drawn[i], drawn[j]);
        }
    }
}

static void
the_stream_never_changes_between_versions(void)
{
    Prng prng = prng_keyed(1, "IED1", "golden", 1);
    Prng none = prng_keyed(1, NULL, NULL, 0);
    Prng empty = prng_keyed(1, "", "", 0);

    CU_ASSERT_EQUAL(prng_next(&prng), UINT64_C(0x5247ED90933B97B9));
    CU_ASSERT_EQUAL(prng_next(&prng), UINT64_C(0x09638D0B96F1B594));
    CU_ASSERT_EQUAL(prng_next(&none), prng_next(&empty));
}

static void
draws_are_spread_as_promised(void)
{
    enum { DRAWS = 60000 };
    Prng prng = prng_keyed(42, NULL, "spread", 0);
    unsigned counts[6] = { 0 };
    double sum = 0, squares = 0, units = 0;

    for (int i = 0; i < DRAWS; i++) {
        double normal = prng_normal(&prng);
        double unit = prng_unit(&prng);

        CU_ASSERT_TRUE(isfinite(normal) && unit >= 0 && unit < 1);
        sum += normal;
        squares += normal * normal;
        units += unit;
        counts[prng_below(&prng, 6)]++;
    }
    CU_ASSERT_DOUBLE_EQUAL(sum / DRAWS, 0, 0.03);
    CU_ASSERT_DOUBLE_EQUAL(squares / DRAWS, 1, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(units / DRAWS, 0.5, 0.01);
    for (int i = 0; i < 6; i++) {
        CU_ASSERT_DOUBLE_EQUAL(counts[i], DRAWS / 6, 500);
    }
}

TEST_SUITE(base_prng, TEST_CASE(the_same_key_gives_the_same_stream),
           TEST_CASE(every_part_of_the_key_counts),
           TEST_CASE(the_stream_never_changes_between_versions),
           TEST_CASE(draws_are_spread_as_promised))
