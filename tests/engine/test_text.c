/* SPDX-License-Identifier: Apache-2.0
 *
 * Durations, times and near names.
 */
#include "engine/text.h"

#include "tests/test.h"

static int64_t
parse(const char *text)
{
    int64_t ns = -1;

    return duration_parse(text, &ns) ? ns : -1;
}

static void
durations_have_units(void)
{
    CU_ASSERT_EQUAL(parse("10s"), INT64_C(10000000000));
    CU_ASSERT_EQUAL(parse("1.5s"), INT64_C(1500000000));
    CU_ASSERT_EQUAL(parse("100ms"), INT64_C(100000000));
    CU_ASSERT_EQUAL(parse("250us"), INT64_C(250000));
    CU_ASSERT_EQUAL(parse("2m"), INT64_C(120000000000));
    CU_ASSERT_EQUAL(parse("1h"), INT64_C(3600000000000));
    CU_ASSERT_EQUAL(parse("0.25"), INT64_C(250000000));
    CU_ASSERT_EQUAL(parse("5 s"), INT64_C(5000000000));
    CU_ASSERT_EQUAL(parse("0"), 0);
}

static void
what_is_no_duration_is_refused(void)
{
    static const char *const bad[] = { "",    "s",      "-1s",  "1x",   "1 sec", "inf",
                                       "nan", "1e300s", "0x10", "10s ", "+1s",   "1s1" };

    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        CU_ASSERT_EQUAL(parse(bad[i]), -1);
    }
}

static void
durations_are_shown_for_people(void)
{
    static const struct {
        int64_t ns;
        const char *text;
    } rows[] = {
        { 0, "0 s" },
        { 1500000000, "1.5 s" },
        { 100000000, "100 ms" },
        { 250000, "250 us" },
        { INT64_C(60000000000), "1 min" },
        { INT64_C(125000000000), "2 min 5 s" },
        { INT64_C(10000000000), "10 s" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = duration_format(rows[i].ns);

        CU_ASSERT_STRING_EQUAL(text, rows[i].text);
    }
}

static void
near_names_are_found_and_far_ones_are_not(void)
{
    static const char *const names[] = { "within", "after", "at_least", "wall", NULL };

    CU_ASSERT_STRING_EQUAL(suggest_name("withn", names), "within");
    CU_ASSERT_STRING_EQUAL(suggest_name("wihtin", names), "within");
    CU_ASSERT_STRING_EQUAL(suggest_name("AtLeast", names), "at_least");
    CU_ASSERT_PTR_NULL(suggest_name("banana", names));
    CU_ASSERT_PTR_NULL(suggest_name("x", names));
}

static void
times_have_nanoseconds(void)
{
    g_autofree char *text = time_format(INT64_C(1767323045678901234));

    CU_ASSERT_STRING_EQUAL(text, "2026-01-02T03:04:05.678901234Z");
}

static int64_t
moment(const char *text)
{
    int64_t ns = -1;

    return moment_parse(text, INT64_C(100000000000), &ns) ? ns : -1;
}

static void
moments_are_dates_or_count_from_now(void)
{
    CU_ASSERT_EQUAL(moment("1970-01-01T00:00:05.5Z"), INT64_C(5500000000));
    CU_ASSERT_EQUAL(moment("1970-01-01T01:00:05+01:00"), INT64_C(5000000000));
    CU_ASSERT_EQUAL(moment("10s"), INT64_C(110000000000));
    CU_ASSERT_EQUAL(moment("-1.5s"), INT64_C(98500000000));
    CU_ASSERT_EQUAL(moment(""), -1);
    CU_ASSERT_EQUAL(moment("-"), -1);
    CU_ASSERT_EQUAL(moment("--1s"), -1);
    CU_ASSERT_EQUAL(moment("yesterday"), -1);
}

TEST_SUITE(engine_text, TEST_CASE(durations_have_units),
           TEST_CASE(what_is_no_duration_is_refused), TEST_CASE(durations_are_shown_for_people),
           TEST_CASE(near_names_are_found_and_far_ones_are_not),
           TEST_CASE(times_have_nanoseconds), TEST_CASE(moments_are_dates_or_count_from_now))
