/* SPDX-License-Identifier: Apache-2.0
 *
 * References with stars: what they stand for, and which events fit them.
 */
#include "engine/places.h"
#include "engine/reference_pattern.h"

#include <string.h>

#include "engine/pattern.h"
#include "tests/engine/support.h"
#include "tests/test.h"

static bool
covers(const Places *places, const char *reference)
{
    return places_cover(places, reference, strlen(reference));
}

static void
a_place_covers_itself_what_it_is_in_and_what_is_in_it(void)
{
    Places *places = places_new();

    places_add(places, "LD0/XCBR1.Pos");
    places_add(places, "LD0/XCBR1.Pos");
    places_add(places, "LD0/MHAI1.HA.phsAHar(3).cVal");
    CU_ASSERT_EQUAL(places_count(places), 2);
    CU_ASSERT_TRUE(covers(places, "LD0/XCBR1.Pos"));
    CU_ASSERT_TRUE(covers(places, "LD0/XCBR1.Pos.stVal"));
    CU_ASSERT_TRUE(covers(places, "LD0/XCBR1"));
    CU_ASSERT_TRUE(covers(places, "LD0"));
    CU_ASSERT_TRUE(covers(places, "LD0/MHAI1.HA.phsAHar"));
    CU_ASSERT_TRUE(covers(places, "LD0/MHAI1.HA.phsAHar(3)"));
    CU_ASSERT_TRUE(covers(places, "LD0/MHAI1.HA.phsAHar(3).cVal.mag.f"));
    CU_ASSERT_FALSE(covers(places, "LD0/MHAI1.HA.phsAHar(4)"));
    CU_ASSERT_FALSE(covers(places, "LD0/XCBR1.Pos2"));
    CU_ASSERT_FALSE(covers(places, "LD0/XCBR1.Po"));
    CU_ASSERT_FALSE(covers(places, "LD0/XCBR10.Pos"));
    CU_ASSERT_FALSE(covers(places, ""));
    CU_ASSERT_TRUE(places_cover(places, "LD0/XCBR1.Pos [ST]", strlen("LD0/XCBR1.Pos")));
    CU_ASSERT_STRING_EQUAL(places_first(places), "LD0/XCBR1.Pos");
    places_unref(places);
}

static void
append(void *user, const char *reference)
{
    g_string_append_printf(user, "%s ", reference);
}

static bool
expands(const EngineStage *stage, const char *text, const char *wanted)
{
    GString *found = g_string_new(NULL);
    bool same;

    reference_pattern_expand(stage->file->servers[0].model, text, append, found);
    same = strcmp(found->str, wanted) == 0;
    if (!same) {
        fprintf(stderr, "%s: expected \"%s\", was \"%s\"\n", text, wanted, found->str);
    }
    g_string_free(found, TRUE);
    return same;
}

static void
stars_stand_for_names_of_each_level(void)
{
    EngineStage stage;

    engine_stage_open(&stage);
    CU_ASSERT_TRUE(expands(&stage, "PTOC*", "LD0/PTOC1 LD0/PTOC2 "));
    CU_ASSERT_TRUE(expands(&stage, "LD?/PTOC?.Str", "LD0/PTOC1.Str LD0/PTOC2.Str "));
    CU_ASSERT_TRUE(expands(&stage, "XCBR1.Blk*", "LD0/XCBR1.BlkOpn LD0/XCBR1.BlkCls "));
    CU_ASSERT_TRUE(expands(&stage, "XCBR*.Blk*.q", "LD0/XCBR1.BlkOpn.q LD0/XCBR1.BlkCls.q "));
    CU_ASSERT_TRUE(expands(&stage, "XCBR*.Pos[ST]", "LD0/XCBR1.Pos[ST] "));
    CU_ASSERT_TRUE(expands(&stage, "XCBR*.Pos [ST]", "LD0/XCBR1.Pos[ST] "));
    CU_ASSERT_TRUE(expands(&stage, "MMXU*.MX.TotW", "LD0/MMXU1.MX.TotW "));
    CU_ASSERT_TRUE(
        expands(&stage, "XCBR1.CO.Blk*", "LD0/XCBR1.CO.BlkOpn LD0/XCBR1.CO.BlkCls "));
    CU_ASSERT_TRUE(expands(&stage, "FEEDER1LD0/LTMS*", "LD0/LTMS1 "));
    engine_stage_close(&stage);
}

static void
an_fc_stands_before_the_names_or_behind_them(void)
{
    CU_ASSERT_EQUAL(reference_pattern_fc("LD0/XCBR*.ST.Pos"), FC_ST);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*.CO.*"), FC_CO);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*.Pos [MX]"), FC_MX);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*.Pos"), FC_NONE);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*.Po.stVal"), FC_NONE);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*"), FC_NONE);
    CU_ASSERT_EQUAL(reference_pattern_fc("XCBR*[S"), FC_NONE);
}

static void
what_is_nowhere_stands_for_nothing(void)
{
    EngineStage stage;

    engine_stage_open(&stage);
    CU_ASSERT_TRUE(expands(&stage, "XSWI*.Pos", ""));
    CU_ASSERT_TRUE(expands(&stage, "LD1/XCBR*", ""));
    CU_ASSERT_TRUE(expands(&stage, "XCBR1.Nothing*", ""));
    CU_ASSERT_TRUE(expands(&stage, "XCBR1.Nothing.x*", ""));
    CU_ASSERT_TRUE(expands(&stage, "[ST]/XCBR*", ""));
    CU_ASSERT_TRUE(expands(&stage, "*/", ""));
    CU_ASSERT_TRUE(expands(&stage, "", ""));
    engine_stage_close(&stage);
}

static bool
matches(const EventPattern *pattern, const char *reference)
{
    return pattern_matches(pattern, &(Event){ .kind = EVENT_CHANGED, .reference = reference });
}

static void
an_event_fits_any_of_the_places_under_their_fc(void)
{
    EventPattern *pattern = pattern_new(EVENT_CHANGED, "A"), *copy;
    g_autofree char *text = NULL;

    pattern_set_reference(pattern, "XCBR*.Pos");
    pattern_add_place(pattern, "LD0/XCBR1.Pos.stVal [ST]");
    pattern_add_place(pattern, "LD0/XCBR2.Pos.stVal [ST]");
    copy = pattern_copy(pattern);
    pattern_unref(pattern);
    CU_ASSERT_TRUE(matches(copy, "LD0/XCBR1.Pos.stVal [ST]"));
    CU_ASSERT_TRUE(matches(copy, "LD0/XCBR2.Pos.stVal"));
    CU_ASSERT_TRUE(matches(copy, "LD0/XCBR2"));
    CU_ASSERT_FALSE(matches(copy, "LD0/XCBR1.Pos.q [ST]"));
    CU_ASSERT_FALSE(matches(copy, "LD0/XCBR3.Pos.stVal [ST]"));
    CU_ASSERT_FALSE(matches(copy, NULL));
    text = pattern_format(copy);
    CU_ASSERT_STRING_EQUAL(text, "A changed XCBR*.Pos");
    pattern_set_reference(copy, "XCBR*.Pos [ST]");
    CU_ASSERT_FALSE(matches(copy, "LD0/XCBR1 [MX]"));
    CU_ASSERT_TRUE(matches(copy, "LD0/XCBR1 [ST]"));
    g_free(text);
    text = pattern_format(copy);
    CU_ASSERT_STRING_EQUAL(text, "A changed XCBR*.Pos [ST]");
    pattern_set_reference(copy, "XCBR*.ST.Pos");
    copy->fc = FC_ST;
    g_free(text);
    text = pattern_format(copy);
    CU_ASSERT_STRING_EQUAL(text, "A changed XCBR*.ST.Pos");
    pattern_unref(copy);
}

TEST_SUITE(engine_places, TEST_CASE(a_place_covers_itself_what_it_is_in_and_what_is_in_it),
           TEST_CASE(stars_stand_for_names_of_each_level),
           TEST_CASE(an_fc_stands_before_the_names_or_behind_them),
           TEST_CASE(what_is_nowhere_stands_for_nothing),
           TEST_CASE(an_event_fits_any_of_the_places_under_their_fc))
