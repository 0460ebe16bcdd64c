/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "tests/sim/model/check.h"
#include "tests/sim/vmd/fixture.h"
#include "tests/test.h"

/* A page that takes so many names. */
typedef struct Page {
    GPtrArray *names;
    unsigned room;
} Page;

static bool
take(void *user, Slice name)
{
    Page *page = user;

    if (page->room == 0) {
        return false;
    }
    page->room--;
    g_ptr_array_add(page->names, g_strndup((const char *)name.data, name.size));
    return true;
}

static MmsError
list_page(VmdFixture *fixture, MmsObjectClass object_class, MmsScope scope, const char *domain,
          const char *after, Page *page, bool *more)
{
    return fixture->vmd->names->list(fixture->ied, &fixture->caller, object_class, scope,
                                     slice_from_string(domain), slice_from_string(after), take,
                                     page, more);
}

/* All names, asked for in pages of so many. */
static GPtrArray *
list_all(VmdFixture *fixture, MmsObjectClass object_class, MmsScope scope, const char *domain,
         unsigned page_size)
{
    Page page = { .names = g_ptr_array_new_with_free_func(g_free) };
    bool more = true;

    while (more) {
        const char *after = page.names->len == 0 ? "" : page.names->pdata[page.names->len - 1];
        g_autofree char *copy = g_strdup(after);

        page.room = page_size;
        CU_ASSERT_EQUAL_FATAL(
            list_page(fixture, object_class, scope, domain, copy, &page, &more), MMS_OK);
        if (more) {
            CU_ASSERT_EQUAL_FATAL(page.room, 0);
        }
    }
    return page.names;
}

static char *
joined(GPtrArray *names, unsigned most)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < names->len && i < most; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", (char *)names->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

static void
variables_are_flattened_in_mms_order(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    g_autoptr(GPtrArray) names =
        list_all(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "IED1LD0", 1000);
    g_autoptr(GPtrArray) other =
        list_all(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "Protection", 1000);
    g_autofree char *first = joined(names, 12);
    g_autofree char *all = joined(other, 1000);

    CU_ASSERT_STRING_EQUAL(first, "LLN0 LLN0$ST LLN0$ST$Mod LLN0$ST$Mod$stVal LLN0$ST$Mod$q "
                                  "LLN0$ST$Mod$t LLN0$CF LLN0$CF$Mod LLN0$CF$Mod$ctlModel "
                                  "LLN0$DC LLN0$DC$NamPlt LLN0$DC$NamPlt$vendor");
    CU_ASSERT_STRING_EQUAL(all, "PTOC1 PTOC1$ST PTOC1$ST$Str PTOC1$ST$Str$general "
                                "PTOC1$ST$Str$q PTOC1$ST$Str$t PTOC1$SG PTOC1$SG$StrVal "
                                "PTOC1$SG$StrVal$setMag PTOC1$SG$StrVal$setMag$f PTOC1$SE "
                                "PTOC1$SE$StrVal PTOC1$SE$StrVal$setMag "
                                "PTOC1$SE$StrVal$setMag$f");
    vmd_fixture_free(fixture);
}

static void
pages_of_any_size_are_complete_and_without_duplicates(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    g_autoptr(GPtrArray) names =
        list_all(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "IED1LD0", 1000);

    for (unsigned size = 1; size < names->len + 2; size += size < 12 ? 1 : 37) {
        g_autoptr(GPtrArray) paged =
            list_all(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "IED1LD0", size);

        CU_ASSERT_EQUAL_FATAL(paged->len, names->len);
        for (unsigned i = 0; i < names->len; i++) {
            CU_ASSERT_STRING_EQUAL(paged->pdata[i], names->pdata[i]);
        }
    }
    vmd_fixture_free(fixture);
}

static void
every_name_is_found_and_its_value_has_its_type(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    g_autoptr(GPtrArray) names =
        list_all(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "IED1LD0", 1000);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Pdu description;

    pdu_init(&description, 1024);
    for (unsigned i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        BerWriter writer = ber_writer(&description, 65000);
        VmdVariable variable;

        CU_ASSERT_TRUE(g_hash_table_add(seen, names->pdata[i]));
        CU_ASSERT_EQUAL_FATAL(vmd_find(fixture, name, &variable), MMS_DATA_SUCCESS);
        pdu_reset(&description);
        fixture->vmd->variables->describe(fixture->ied, &variable, &writer);
        CU_ASSERT_EQUAL(vmd_read(fixture, name, NULL), MMS_DATA_SUCCESS);
        if (!check_data(pdu_content(&description), pdu_content(&fixture->pdu))) {
            fprintf(stderr, "\n  %s\n", name);
            CU_FAIL("value and type differ");
        }
    }
    pdu_clear(&description);
    vmd_fixture_free(fixture);
}

static void
a_name_to_continue_behind_must_exist(void)
{
    static const char *const unknown[] = {
        "LLN", "LLN0$",    "LLN0$XX",           "LLN0$ST$Mod$stVal$x",
        "$",   "LLN0$$ST", "MMXU1$MX$HA$har$q", "lln0"
    };
    VmdFixture *fixture = vmd_fixture_new();
    Page page = { .names = g_ptr_array_new_with_free_func(g_free), .room = 1 };
    bool more;

    for (unsigned i = 0; i < G_N_ELEMENTS(unknown); i++) {
        CU_ASSERT_EQUAL(list_page(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN,
                                  "IED1LD0", unknown[i], &page, &more),
                        MMS_OBJECT_NON_EXISTENT);
    }
    CU_ASSERT_EQUAL(page.names->len, 0);
    CU_ASSERT_EQUAL(
        list_page(fixture, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, "", "IED2LD0", &page, &more),
        MMS_OBJECT_NON_EXISTENT);
    CU_ASSERT_EQUAL(
        list_page(fixture, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_VMD, "", "x", &page, &more),
        MMS_OBJECT_NON_EXISTENT);
    /* Behind the last name is an empty page, no error. */
    CU_ASSERT_EQUAL(
        list_page(fixture, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, "", "Protection", &page, &more),
        MMS_OK);
    CU_ASSERT_FALSE(more);
    g_ptr_array_unref(page.names);
    vmd_fixture_free(fixture);
}

static void
every_class_and_scope_has_its_answer(void)
{
    static const struct {
        MmsObjectClass object_class;
        MmsScope scope;
        const char *domain;
        MmsError error;
        const char *names;
    } rows[] = {
        { MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, "", MMS_OK, "IED1LD0 Protection" },
        { MMS_CLASS_DOMAIN, MMS_SCOPE_DOMAIN, "IED1LD0", MMS_OK, "" },
        { MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_VMD, "", MMS_OK, "" },
        { MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_ASSOCIATION, "", MMS_OK, "" },
        { MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN, "LD0", MMS_OBJECT_NON_EXISTENT, "" },
        { MMS_CLASS_NAMED_VARIABLE_LIST, MMS_SCOPE_VMD, "", MMS_OK, "" },
        { MMS_CLASS_NAMED_VARIABLE_LIST, MMS_SCOPE_DOMAIN, "IED1LD0", MMS_OK, "LLN0$ds1" },
        { MMS_CLASS_NAMED_VARIABLE_LIST, MMS_SCOPE_DOMAIN, "Protection", MMS_OK, "" },
        { MMS_CLASS_NAMED_VARIABLE_LIST, MMS_SCOPE_ASSOCIATION, "", MMS_OK, "" },
        { MMS_CLASS_JOURNAL, MMS_SCOPE_DOMAIN, "IED1LD0", MMS_OK, "LLN0$Log" },
        { MMS_CLASS_JOURNAL, MMS_SCOPE_DOMAIN, "Protection", MMS_OK, "" },
        { MMS_CLASS_JOURNAL, MMS_SCOPE_VMD, "", MMS_OK, "" },
        { MMS_CLASS_SEMAPHORE, MMS_SCOPE_VMD, "", MMS_OBJECT_ACCESS_UNSUPPORTED, "" },
        { MMS_CLASS_PROGRAM_INVOCATION, MMS_SCOPE_VMD, "", MMS_OBJECT_ACCESS_UNSUPPORTED, "" },
        { (MmsObjectClass)99, MMS_SCOPE_VMD, "", MMS_OBJECT_ACCESS_UNSUPPORTED, "" },
    };
    VmdFixture *fixture = vmd_fixture_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Page page = { .names = g_ptr_array_new_with_free_func(g_free), .room = 100 };
        g_autofree char *names = NULL;
        bool more = true;

        CU_ASSERT_EQUAL(list_page(fixture, rows[i].object_class, rows[i].scope, rows[i].domain,
                                  "", &page, &more),
                        rows[i].error);
        CU_ASSERT_FALSE(more);
        names = joined(page.names, 100);
        CU_ASSERT_STRING_EQUAL(names, rows[i].names);
        g_ptr_array_unref(page.names);
    }
    vmd_fixture_free(fixture);
}

static void
the_device_tells_who_it_is(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    const VmdDevice *device = fixture->vmd->device;
    const char *vendor, *model, *revision;
    int logical = 9, physical = 9;

    device->identify(fixture->ied, &vendor, &model, &revision);
    CU_ASSERT_STRING_EQUAL(vendor, "Acme");
    CU_ASSERT_STRING_EQUAL(model, "Bay");
    CU_ASSERT_STRING_EQUAL(revision, "7");
    device->status(fixture->ied, &logical, &physical);
    CU_ASSERT_EQUAL(logical + physical, 0);
    CU_ASSERT_STRING_EQUAL(device->capability(fixture->ied, 0), "IEC 61850-8-1:2011");
    CU_ASSERT_PTR_NULL(device->capability(fixture->ied, 1));
    vmd_fixture_free(fixture);
}

TEST_SUITE(vmd_names, TEST_CASE(variables_are_flattened_in_mms_order),
           TEST_CASE(pages_of_any_size_are_complete_and_without_duplicates),
           TEST_CASE(every_name_is_found_and_its_value_has_its_type),
           TEST_CASE(a_name_to_continue_behind_must_exist),
           TEST_CASE(every_class_and_scope_has_its_answer),
           TEST_CASE(the_device_tells_who_it_is))
