/* SPDX-License-Identifier: Apache-2.0
 *
 * What is shown where a gate changes or drops leaves of a set, and what comes back.
 */
#include "sim/acsi/shown.h"

#include "tests/sim/acsi/plant.h"

typedef struct Liar {
    GateGuest guest; /* first */
    Gate gate;
    Plant *plant;
    const char *name;  /* of the leaf it means */
    const char *value; /* shown in its place; NULL: what was */
    unsigned passes;
} Liar;

static GateVerdict
lie(GateGuest *guest, GatePass *pass)
{
    Liar *liar = (Liar *)(void *)guest;
    ShownLeaf *leaf = (ShownLeaf *)pass->subject;
    g_autoptr(GString) item = g_string_new(NULL);

    model_append_item(liar->plant->model, &leaf->ref, item);
    if (strcmp(item->str, liar->name) != 0) {
        return GATE_PASS;
    }
    liar->passes++;
    if (liar->value == NULL) {
        return GATE_DROP;
    }
    CU_ASSERT_EQUAL(value_parse(leaf->ref.type, liar->value, leaf->value), VALUE_OK);
    leaf->changed = true;
    return GATE_PASS;
}

static Liar *
liar_new(const char *name, const char *value)
{
    Liar *liar = g_new0(Liar, 1);
    AcsiServer *server;

    liar->guest.act = lie;
    liar->name = name;
    liar->value = value;
    liar->plant = plant_new();
    server = &liar->plant->server;
    server->shown = shown_new(server->values, &liar->gate);
    change_open(server->values, CHANGE_DEVICE, 0);
    shown_begin(server->shown);
    change_commit(server->values);
    gate_add(&liar->gate, &liar->guest);
    return liar;
}

static void
liar_free(Liar *liar)
{
    Shown *shown = liar->plant->server.shown;

    plant_free(liar->plant);
    shown_free(shown);
    g_free(liar);
}

/* The gate has no guest any more, and what is true passes. */
static bool
be_honest(Liar *liar)
{
    Values *values = liar->plant->server.values;
    bool any;

    gate_remove(&liar->gate, &liar->guest);
    change_open(values, CHANGE_DEVICE, 0);
    any = shown_stage(liar->plant->server.shown, NULL);
    change_commit(values);
    return any;
}

static void
a_changed_leaf_shows_the_lie_and_the_truth_returns(void)
{
    Liar *liar = liar_new("GGIO1$ST$Ind1$q", "invalid,failure");

    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=questionable,oldData");
    CU_ASSERT_TRUE(
        plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=invalid,failure"));
    CU_ASSERT_TRUE(be_honest(liar));
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$q=questionable,oldData"));
    CU_ASSERT_FALSE(be_honest(liar));
    liar_free(liar);
}

static void
a_dropped_leaf_stays_and_the_latest_value_comes(void)
{
    Liar *liar = liar_new("GGIO1$ST$Ind1$stVal", NULL);

    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=true");
    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=false");
    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=false"));
    CU_ASSERT_EQUAL(liar->passes, 3);
    CU_ASSERT_TRUE(be_honest(liar));
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true"));
    liar_free(liar);
}

static void
nothing_is_kept_of_leaves_that_pass(void)
{
    Liar *liar = liar_new("GGIO1$ST$Ind2$stVal", "true");

    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_EQUAL(liar->passes, 0);
    CU_ASSERT_FALSE(be_honest(liar));
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true"));
    liar_free(liar);
}

/* The substitute is shown by the device, and the device lies about it. */
static void
a_lie_lies_over_substitution(void)
{
    Liar *liar = liar_new("GGIO1$ST$Ind1$q", "questionable");

    plant_set(liar->plant, "GGIO1$ST$Ind1$q=good,oscillatory");
    CU_ASSERT_EQUAL(
        plant_write(liar->plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subEna=true"),
        MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(
        plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=questionable"));
    CU_ASSERT_EQUAL(plant_write(liar->plant, "GGIO1$SV$Ind1$subEna=false"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$q=questionable"));
    CU_ASSERT_TRUE(be_honest(liar));
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$q=good,oscillatory"));
    liar_free(liar);
}

static void
a_power_cycle_begins_with_the_lie_and_ends_with_what_was_delivered(void)
{
    Liar *liar = liar_new("GGIO1$ST$Ind1$stVal", "true");
    AcsiServer *server = &liar->plant->server;

    plant_set(liar->plant, "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true"));
    acsi_data_free(liar->plant->data);
    values_reset(server->values);
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=false"));
    liar->plant->data = acsi_data_new(server);
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=true"));
    CU_ASSERT_TRUE(be_honest(liar));
    CU_ASSERT_TRUE(plant_shows(liar->plant, "GGIO1$ST$Ind1$stVal=false"));
    liar_free(liar);
}

TEST_SUITE(sim_acsi_shown, TEST_CASE(a_changed_leaf_shows_the_lie_and_the_truth_returns),
           TEST_CASE(a_dropped_leaf_stays_and_the_latest_value_comes),
           TEST_CASE(nothing_is_kept_of_leaves_that_pass),
           TEST_CASE(a_lie_lies_over_substitution),
           TEST_CASE(a_power_cycle_begins_with_the_lie_and_ends_with_what_was_delivered))
