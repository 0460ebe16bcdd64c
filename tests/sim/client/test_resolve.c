/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/client/bay.h"
#include "tests/test.h"

typedef struct Resolved {
    ClientBay bay;
    char text[200];
} Resolved;

static void
on_resolved(void *user, const ClientFailure *failure, const ClientTarget *target)
{
    Resolved *resolved = user;

    if (failure != NULL) {
        CU_ASSERT_EQUAL(failure->kind, CLIENT_UNKNOWN_NAME);
        g_snprintf(resolved->text, sizeof resolved->text, "! %s", failure->text);
    } else {
        const ClientName *name = &target->name;
        g_autofree char *index =
            name->has_index ? g_strdup_printf("(%u)", name->index) : g_strdup("");

        g_snprintf(resolved->text, sizeof resolved->text, "%s%s %s%s%s%s",
                   target->is_list ? "list " : "", name->domain != NULL ? name->domain : "-",
                   name->item, index, name->component != NULL ? " " : "",
                   name->component != NULL ? name->component : "");
    }
    loop_quit(resolved->bay.loop);
}

static void
expect(Resolved *resolved, const char *reference, const char *text)
{
    resolved->text[0] = '\0';
    client_resolve(resolved->bay.client, reference, on_resolved, resolved);
    CU_ASSERT_EQUAL(resolved->text[0], '\0');
    loop_run(resolved->bay.loop);
    if (strcmp(resolved->text, text) != 0) {
        fprintf(stderr, "%s: found \"%s\", expected \"%s\"\n", reference, resolved->text, text);
        CU_FAIL("resolved otherwise");
    }
}

static void
every_form_finds_its_variable(void)
{
    static const struct {
        const char *reference, *text;
    } rows[] = {
        { "LD0/MMXU1.TotW", "FEEDER1LD0 MMXU1$MX$TotW" },
        { "LD0/MMXU1.TotW.mag.f", "FEEDER1LD0 MMXU1$MX$TotW$mag$f" },
        { "FEEDER1LD0/MMXU1.TotW.mag.f[MX]", "FEEDER1LD0 MMXU1$MX$TotW$mag$f" },
        { "LD0/MMXU1.TotW[CF]", "FEEDER1LD0 MMXU1$CF$TotW" },
        { "LD0/MMXU1.MX.TotW", "FEEDER1LD0 MMXU1$MX$TotW" },
        { "FEEDER1LD0/MMXU1$MX$TotW", "FEEDER1LD0 MMXU1$MX$TotW" },
        { "LD0/MMXU1[MX]", "FEEDER1LD0 MMXU1$MX" },
        { "LD0/MMXU1$MX", "FEEDER1LD0 MMXU1$MX" },
        { "LD0/MMXU1", "FEEDER1LD0 MMXU1" },
        { "LD0/XCBR1.Pos.ctlModel", "FEEDER1LD0 XCBR1$CF$Pos$ctlModel" },
        { "LD0/MHAI1.HA.phsAHar(3).cVal.mag[MX]",
          "FEEDER1LD0 MHAI1$MX$HA$phsAHar(3) cVal$mag" },
        { "LD0/MHAI1$MX$HA$phsAHar(3)", "FEEDER1LD0 MHAI1$MX$HA$phsAHar(3)" },
        { "LD0/LLN0.dsMeas", "list FEEDER1LD0 LLN0$dsMeas" },
        { "FEEDER1LD0/LLN0$dsMeas", "list FEEDER1LD0 LLN0$dsMeas" },
        { "@mine", "list - mine" },
        { "Temperature", "- Temperature" },
    };
    Resolved resolved = { 0 };

    client_bay_begin(&resolved.bay, "feeder.cid", NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        expect(&resolved, rows[i].reference, rows[i].text);
    }
    client_bay_end(&resolved.bay);
}

static void
what_is_unknown_is_told(void)
{
    static const char *const senseless[] = {
        "",  "/",        "LD0/",     "/MMXU1",     "LD0/MMXU1[",     "LD0/a[XX]",
        "@", "LD0/a..b", "LD0/a(1)", "LD0/a.b(x)", "LD0/a.b(1).c(2)"
    };
    Resolved resolved = { 0 };

    client_bay_begin(&resolved.bay, "feeder.cid", NULL);
    expect(&resolved, "LD7/MMXU1.TotW", "! the server has no logical device LD7");
    expect(&resolved, "LD0/MMXU7", "! FEEDER1LD0 has no logical node MMXU7");
    expect(&resolved, "LD0/MMXU1.TotX",
           "! FEEDER1LD0 has no variable and no data set MMXU1$TotX");
    for (unsigned i = 0; i < G_N_ELEMENTS(senseless); i++) {
        expect(&resolved, senseless[i], "! no reference: LD/LN.DO.DA[FC] or LD/LN$FC$DO$DA");
    }
    client_bay_end(&resolved.bay);
}

TEST_SUITE(sim_client_resolve, TEST_CASE(every_form_finds_its_variable),
           TEST_CASE(what_is_unknown_is_told))
