/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

#include "sim/scl/builder.h"
#include "tests/path.h"

static void
editions_follow_version_revision_and_release(void)
{
    CU_ASSERT_EQUAL(scl_edition("", "", ""), EDITION_1);
    CU_ASSERT_EQUAL(scl_edition("2003", "A", "1"), EDITION_1);
    CU_ASSERT_EQUAL(scl_edition("2007", "A", ""), EDITION_2);
    CU_ASSERT_EQUAL(scl_edition("2007", "B", ""), EDITION_2);
    CU_ASSERT_EQUAL(scl_edition("2007", "B", "3"), EDITION_2);
    CU_ASSERT_EQUAL(scl_edition("2007", "B", "4"), EDITION_2_1);
    CU_ASSERT_EQUAL(scl_edition("2007", "C", "5"), EDITION_2_1);
}

static void
a_server_at_shares_the_model(void)
{
    g_autoptr(SclFile) file = load_feature("server_at.scd");

    CU_ASSERT_EQUAL_FATAL(file->server_count, 2);
    CU_ASSERT_STRING_EQUAL(file->servers[0].name, "BAY");
    CU_ASSERT_STRING_EQUAL(file->servers[0].access_point, "AP1");
    CU_ASSERT_STRING_EQUAL(file->servers[0].ip, "10.0.1.1");
    CU_ASSERT_STRING_EQUAL(file->servers[1].name, "BAY@AP2");
    CU_ASSERT_STRING_EQUAL(file->servers[1].ip, "10.0.2.1");
    CU_ASSERT_PTR_EQUAL(file->servers[0].model, file->servers[1].model);
    CU_ASSERT_TRUE(has_note(file, 35, "\"AP9\", which has no Server"));
}

static void
every_access_point_with_a_server_is_one(void)
{
    g_autoptr(SclFile) file = load_feature("two_servers.cid");

    CU_ASSERT_EQUAL_FATAL(file->server_count, 2);
    CU_ASSERT_STRING_EQUAL(file->servers[0].name, "BAY");
    CU_ASSERT_STRING_EQUAL(file->servers[0].model->devices[0].domain, "BAYPROT");
    CU_ASSERT_STRING_EQUAL(file->servers[1].name, "BAY@P2");
    CU_ASSERT_STRING_EQUAL(file->servers[1].model->devices[0].domain, "BAYCTRL");
    CU_ASSERT_EQUAL(file->ied_count, 2);
    CU_ASSERT_EQUAL(file->client_only_count, 1);
    CU_ASSERT_EQUAL(file->servers[0].data_object_count, 4);
}

static void
nothing_to_serve_is_no_error(void)
{
    g_autoptr(SclFile) drawn = load_feature("no_ied.ssd");
    g_autoptr(SclFile) client = load_feature("no_server.icd");

    CU_ASSERT_EQUAL(drawn->ied_count, 0);
    CU_ASSERT_EQUAL(drawn->server_count, 0);
    CU_ASSERT_EQUAL(client->ied_count, 1);
    CU_ASSERT_EQUAL(client->server_count, 0);
    CU_ASSERT_EQUAL(client->client_only_count, 1);
}

static void
services_of_the_access_point_come_first(void)
{
    g_autoptr(SclFile) file = load_feature("services.cid");
    const Model *model = file->servers[0].model;
    const ModelServices *services = &model->services;

    CU_ASSERT_TRUE(services->known);
    CU_ASSERT_EQUAL(services->dyn_associations, 7);
    CU_ASSERT_TRUE(services->dyn_data_sets);
    CU_ASSERT_EQUAL(services->dyn_data_set_max, 9);
    CU_ASSERT_EQUAL(services->data_set_attributes_max, 40);
    CU_ASSERT_TRUE(services->set_data_set_value);
    CU_ASSERT_FALSE(services->sg_edit);
    CU_ASSERT_TRUE(services->file_handling);
    CU_ASSERT_FALSE(services->resv_tms);
    CU_ASSERT_STRING_EQUAL(model->manufacturer, "maker");
    CU_ASSERT_STRING_EQUAL(model->type, "kind");
    CU_ASSERT_STRING_EQUAL(model->config_version, "7");
    CU_ASSERT_STRING_EQUAL(model->desc, "words");
}

static void
an_ied_may_be_of_an_older_edition(void)
{
    g_autoptr(SclFile) file = load_feature("services.cid");

    CU_ASSERT_EQUAL(file->edition, EDITION_2_1);
    CU_ASSERT_EQUAL(file->servers[0].model->edition, EDITION_1);
}

static void
strict_refuses_with_the_first_note(void)
{
    g_autofree char *error = load_failure("data_sets.cid", true);
    g_autofree char *clean = load_failure("bom.cid", true);

    CU_ASSERT_STRING_EQUAL(error,
                           "14: data set \"GGIO1$mine\" has 5 members; Services allow 3");
    CU_ASSERT_STRING_EQUAL(clean, "it loads");
}

static void
our_own_station_needs_no_liberty(void)
{
    static const char *const names[] = { "testdata/scl/substation.scd",
                                         "testdata/scl/feeder.cid" };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = test_path(names[i]);
        g_autoptr(GError) error = NULL;
        g_autoptr(SclFile) file = scl_load(path, true, 0, &error);

        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        CU_ASSERT_STRING_EQUAL(file->servers[0].name, "FEEDER1");
        CU_ASSERT_TRUE(is_initially(file, "FEEDER1LD0/XCBR1$ST$Pos$stVal", "on"));
        CU_ASSERT_TRUE(is_initially(file, "FEEDER1LD0/RREC1$ST$AutoRecSt$stVal", "Ready"));
        CU_ASSERT_TRUE(is_initially(file, "FEEDER1LD0/MMXU1$MX$TotW$mag$f", "4.2"));
    }
}

/* A feature file cut anywhere is refused or served, and ends. */
static void
load_piece(Slice bytes, void *user)
{
    g_autoptr(SclFile) file = scl_load_bytes("piece", bytes, false, NULL);

    (*(unsigned *)user)++;
}

static void
cut_and_flipped_files_end(void)
{
    g_autofree char *path = test_path("testdata/scl/features/ldname.scd");
    g_autofree char *text = NULL;
    unsigned count = 0;
    size_t size;

    CU_ASSERT_TRUE_FATAL(g_file_get_contents(path, &text, &size, NULL));
    for (size_t i = 0; i < size; i += 7) {
        char kept = text[i];

        load_piece((Slice){ (const uint8_t *)text, i }, &count);
        text[i] = (char)(kept ^ 1 << i % 8);
        load_piece((Slice){ (const uint8_t *)text, size }, &count);
        text[i] = kept;
    }
    CU_ASSERT_TRUE(count > 100);
}

TEST_SUITE(scl_scl, TEST_CASE(editions_follow_version_revision_and_release),
           TEST_CASE(a_server_at_shares_the_model),
           TEST_CASE(every_access_point_with_a_server_is_one),
           TEST_CASE(nothing_to_serve_is_no_error),
           TEST_CASE(services_of_the_access_point_come_first),
           TEST_CASE(an_ied_may_be_of_an_older_edition),
           TEST_CASE(strict_refuses_with_the_first_note),
           TEST_CASE(our_own_station_needs_no_liberty), TEST_CASE(cut_and_flipped_files_end))
