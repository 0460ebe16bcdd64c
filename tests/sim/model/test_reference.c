/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/reference.h"

#include <stdio.h>

#include "tests/sim/model/sample.h"
#include "tests/test.h"

static void
every_form_leads_to_the_same_place(void)
{
    static const char *const texts[] = {
        "LD0/MMXU1.TotW.mag.f",      "LD0/MMXU1.MX.TotW.mag.f",     "LD0/MMXU1.TotW.mag.f[MX]",
        "LD0/MMXU1.TotW.mag.f [MX]", "IED1LD0/MMXU1$MX$TotW$mag$f", "LD0/MMXU1$MX$TotW$mag$f",
        "IED1LD0/MMXU1.TotW.mag.f",
    };
    Model *model = sample_model();
    NodeRef expected = sample_find(model, "MMXU1$MX$TotW$mag$f");

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        NodeRef ref = { 0 };

        CU_ASSERT_TRUE(reference_resolve(model, texts[i], &ref, NULL));
        CU_ASSERT_EQUAL(ref.offset, expected.offset);
        CU_ASSERT_PTR_EQUAL(ref.type, expected.type);
        CU_ASSERT_EQUAL(ref.level, 4);
        CU_ASSERT_EQUAL(ref.fc, FC_MX);
    }
    model_unref(model);
}

static void
places_are_formatted_as_people_write_them(void)
{
    static const struct {
        const char *text, *formatted, *item;
    } rows[] = {
        { "LD0/MMXU1", "LD0/MMXU1", "MMXU1" },
        { "LD0/MMXU1[MX]", "LD0/MMXU1 [MX]", "MMXU1$MX" },
        { "LD0/MMXU1.TotW[CF]", "LD0/MMXU1.TotW [CF]", "MMXU1$CF$TotW" },
        { "LD0/MMXU1.TotW.units.SIUnit", "LD0/MMXU1.TotW.units.SIUnit [CF]",
          "MMXU1$CF$TotW$units$SIUnit" },
        { "LD0/MMXU1.HA.har(3).cVal.mag.f", "LD0/MMXU1.HA.har(3).cVal.mag.f [MX]",
          "MMXU1$MX$HA$har(3)$cVal$mag$f" },
        { "LD0/MMXU1.HA.har(0)", "LD0/MMXU1.HA.har(0) [MX]", "MMXU1$MX$HA$har(0)" },
        { "LD0/MMXU1.HA.har", "LD0/MMXU1.HA.har [MX]", "MMXU1$MX$HA$har" },
        { "LD0/GGIO1.Arr.vals(2)", "LD0/GGIO1.Arr.vals(2) [CF]", "GGIO1$CF$Arr$vals(2)" },
        { "Protection/PTOC1.StrVal.setMag.f", "PROT/PTOC1.StrVal.setMag.f [SG]",
          "PTOC1$SG$StrVal$setMag$f" },
        { "PROT/PTOC1.SE.StrVal.setMag.f", "PROT/PTOC1.StrVal.setMag.f [SE]",
          "PTOC1$SE$StrVal$setMag$f" },
        { "LD0/LLN0.urcb01.RptID", "LD0/LLN0.urcb01.RptID [RP]", "LLN0$RP$urcb01$RptID" },
    };
    Model *model = sample_model();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = NULL;
        g_autoptr(GString) item = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        NodeRef ref = { 0 };

        CU_ASSERT_TRUE(reference_resolve(model, rows[i].text, &ref, &error));
        CU_ASSERT_PTR_NULL_FATAL(error);
        text = reference_format(model, &ref, true);
        CU_ASSERT_STRING_EQUAL(text, rows[i].formatted);
        model_append_item(model, &ref, item);
        CU_ASSERT_STRING_EQUAL(item->str, rows[i].item);
    }
    model_unref(model);
}

static void
errors_name_the_unknown_part_and_what_stands_there(void)
{
    static const struct {
        const char *text;
        int code;
        const char *message;
    } rows[] = {
        { "MMXU1.TotW", REFERENCE_SYNTAX,
          "MMXU1.TotW: no '/': a reference is LD/LN.DO, as in LD0/MMXU1.TotW" },
        { "LD1/MMXU1.TotW", REFERENCE_UNKNOWN,
          "LD1/MMXU1.TotW: no logical device 'LD1'; did you mean 'LD0'?" },
        { "LD0/MMXU2.TotW", REFERENCE_UNKNOWN,
          "LD0/MMXU2.TotW: no logical node 'MMXU2'; did you mean 'MMXU1'?" },
        { "LD0/Nothing.TotW", REFERENCE_UNKNOWN,
          "LD0/Nothing.TotW: no logical node 'Nothing'; there is LLN0, MMXU1, GGIO1, CSWI1" },
        { "LD0/RESERVEMMXU7.TotW", REFERENCE_UNKNOWN,
          "LD0/RESERVEMMXU7.TotW: no logical node 'RESERVEMMXU7'; there is LD0/MMXU1" },
        { "LD0/MMXU1.totw.mag", REFERENCE_UNKNOWN,
          "LD0/MMXU1.totw.mag: no data object 'totw'; did you mean 'TotW'?" },
        { "LD0/MMXU1.TotW.magn.f", REFERENCE_UNKNOWN,
          "LD0/MMXU1.TotW.magn.f: no attribute 'magn'; did you mean 'mag'?" },
        { "LD0/MMXU1.TotW.mag.g", REFERENCE_UNKNOWN,
          "LD0/MMXU1.TotW.mag.g: no attribute 'g'; did you mean 'i'?" },
        { "LD0/MMXU1.TotW.mag.f.x", REFERENCE_UNKNOWN,
          "LD0/MMXU1.TotW.mag.f.x: no attribute 'x'" },
        { "LD0/MMXU1.TotW", REFERENCE_AMBIGUOUS,
          "LD0/MMXU1.TotW: stands under MX, CF, SV: say which, as in LD0/MMXU1.TotW[MX]" },
        { "LD0/MMXU1.TotW[ST]", REFERENCE_UNKNOWN,
          "LD0/MMXU1.TotW[ST]: MMXU1 has no data of FC ST" },
        { "LD0/MMXU1.TotW[XX]", REFERENCE_SYNTAX,
          "LD0/MMXU1.TotW[XX]: no functional constraint in the brackets" },
        { "LD0/MMXU1.TotW[MX", REFERENCE_SYNTAX,
          "LD0/MMXU1.TotW[MX: the bracket is not closed at the end" },
        { "LD0/MMXU1.HA.har(4)", REFERENCE_UNKNOWN,
          "LD0/MMXU1.HA.har(4): 'har' has the elements (0) to (3)" },
        { "LD0/MMXU1.HA.har.q", REFERENCE_UNKNOWN,
          "LD0/MMXU1.HA.har.q: 'har' is an array: choose an element, (0) to (3)" },
        { "LD0/MMXU1.TotW.mag(0)", REFERENCE_UNKNOWN,
          "LD0/MMXU1.TotW.mag(0): 'mag' is no array" },
        { "LD0/MMXU1.HA.har(x)", REFERENCE_SYNTAX,
          "LD0/MMXU1.HA.har(x): an element is written name(number)" },
        { "LD0/MMXU1.HA.har(99999999999)", REFERENCE_SYNTAX,
          "LD0/MMXU1.HA.har(99999999999): an element is written name(number)" },
        { "LD0/MMXU1..mag", REFERENCE_SYNTAX,
          "LD0/MMXU1..mag: a name is missing between separators" },
        { "LD0/", REFERENCE_UNKNOWN,
          "LD0/: no logical node ''; there is LLN0, MMXU1, GGIO1, CSWI1" },
        { "LD0/MMXU1.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u", REFERENCE_SYNTAX,
          "LD0/MMXU1.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u: too many parts" },
    };
    Model *model = sample_model();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        NodeRef ref;

        CU_ASSERT_FALSE(reference_resolve(model, rows[i].text, &ref, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_EQUAL(error->domain, REFERENCE_ERROR);
        CU_ASSERT_EQUAL(error->code, rows[i].code);
        if (strcmp(error->message, rows[i].message) != 0) {
            fprintf(stderr, "\n  %s\n", error->message);
            CU_FAIL("message");
        }
    }
    model_unref(model);
}

static void
a_data_object_stands_for_its_main_value_with_q_and_t(void)
{
    static const struct {
        const char *text, *value, *q, *t;
    } rows[] = {
        { "LD0/MMXU1.TotW", "LD0/MMXU1.TotW.mag.f", "LD0/MMXU1.TotW.q", "LD0/MMXU1.TotW.t" },
        { "LD0/MMXU1.TotW.mag", "LD0/MMXU1.TotW.mag.f", "LD0/MMXU1.TotW.q",
          "LD0/MMXU1.TotW.t" },
        { "LD0/MMXU1.TotW.mag.i", "LD0/MMXU1.TotW.mag.i", "LD0/MMXU1.TotW.q",
          "LD0/MMXU1.TotW.t" },
        { "LD0/MMXU1.A.phsB", "LD0/MMXU1.A.phsB.cVal.mag.f", "LD0/MMXU1.A.phsB.q",
          "LD0/MMXU1.A.phsB.t" },
        { "LD0/MMXU1.A.phsA.cVal", "LD0/MMXU1.A.phsA.cVal.mag.f", "LD0/MMXU1.A.phsA.q",
          "LD0/MMXU1.A.phsA.t" },
        { "LD0/MMXU1.HA.har(2)", "LD0/MMXU1.HA.har(2).cVal.mag.f", "LD0/MMXU1.HA.har(2).q",
          NULL },
        { "LD0/CSWI1.Pos", "LD0/CSWI1.Pos.stVal", "LD0/CSWI1.Pos.q", "LD0/CSWI1.Pos.t" },
        { "LD0/CSWI1.Pos.q", "LD0/CSWI1.Pos.q", NULL, "LD0/CSWI1.Pos.t" },
        { "LD0/CSWI1.Pos.t", "LD0/CSWI1.Pos.t", "LD0/CSWI1.Pos.q", NULL },
        { "LD0/CSWI1.Pos.Oper.ctlVal", "LD0/CSWI1.Pos.Oper.ctlVal", NULL, NULL },
        { "LD0/LLN0.Mod", "LD0/LLN0.Mod.stVal", "LD0/LLN0.Mod.q", "LD0/LLN0.Mod.t" },
        { "LD0/LLN0.Mod.ctlModel", "LD0/LLN0.Mod.ctlModel", NULL, NULL },
        { "LD0/LLN0.NamPlt", "LD0/LLN0.NamPlt.vendor", NULL, NULL },
        { "PROT/PTOC1.Str", "PROT/PTOC1.Str.general", "PROT/PTOC1.Str.q", "PROT/PTOC1.Str.t" },
        { "PROT/PTOC1.StrVal", "PROT/PTOC1.StrVal.setMag.f", NULL, NULL },
    };
    Model *model = sample_model();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = NULL;
        g_autofree char *q = NULL;
        g_autofree char *t = NULL;
        g_autoptr(GError) error = NULL;
        Point point;

        CU_ASSERT_TRUE(reference_resolve_point(model, rows[i].text, &point, &error));
        CU_ASSERT_PTR_NULL_FATAL(error);
        value = reference_format(model, &point.value, false);
        CU_ASSERT_STRING_EQUAL(value, rows[i].value);
        CU_ASSERT_EQUAL(point.has_q, rows[i].q != NULL);
        CU_ASSERT_EQUAL(point.has_t, rows[i].t != NULL);
        q = point.has_q ? reference_format(model, &point.q, false) : NULL;
        t = point.has_t ? reference_format(model, &point.t, false) : NULL;
        CU_ASSERT_EQUAL(g_strcmp0(q, rows[i].q), 0);
        CU_ASSERT_EQUAL(g_strcmp0(t, rows[i].t), 0);
    }
    model_unref(model);
}

static void
an_object_without_a_main_value_names_its_parts(void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "LD0/MMXU1.A", "LD0/MMXU1.A: has no value of its own; choose one of phsA, phsB" },
        { "LD0/MMXU1.HA.har", "LD0/MMXU1.HA.har: has no value of its own" },
        { "LD0/MMXU1.TotW[CF]",
          "LD0/MMXU1.TotW[CF]: has no value of its own; choose one of db, units" },
        { "LD0/MMXU1", "LD0/MMXU1: has no value of its own; choose one of MX, CF, SV" },
        { "LD0/GGIO1.All", "LD0/GGIO1.All: has no value of its own; choose one of BOOLEAN, "
                           "INT8, INT16, INT24, INT32, INT64, INT8U, INT16U, ..." },
        { "LD0/MMXU1.Hz", "LD0/MMXU1.Hz: no data object 'Hz'; did you mean 'HA'?" },
    };
    Model *model = sample_model();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        Point point;

        CU_ASSERT_FALSE(reference_resolve_point(model, rows[i].text, &point, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_STRING_EQUAL(error->message, rows[i].message);
    }
    model_unref(model);
}

TEST_SUITE(model_reference, TEST_CASE(every_form_leads_to_the_same_place),
           TEST_CASE(places_are_formatted_as_people_write_them),
           TEST_CASE(errors_name_the_unknown_part_and_what_stands_there),
           TEST_CASE(a_data_object_stands_for_its_main_value_with_q_and_t),
           TEST_CASE(an_object_without_a_main_value_names_its_parts))
