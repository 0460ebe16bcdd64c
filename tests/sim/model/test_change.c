/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/values.h"

#include "tests/sim/model/sample.h"
#include "tests/test.h"

/* What an observer saw of the last commit. */
typedef struct Seen {
    unsigned calls, count, changed;
    uint32_t offsets[64];
    ChangeOrigin origin;
    uint64_t association;
} Seen;

static void
observe(void *user, Values *values, const ChangeSet *set)
{
    Seen *seen = user;

    CU_ASSERT_FALSE(change_is_open(values));
    seen->calls++;
    seen->count = set->count;
    seen->changed = 0;
    seen->origin = set->origin;
    seen->association = set->association;
    for (unsigned i = 0; i < set->count; i++) {
        seen->changed += set->leaves[i].changed;
        if (i < 64) {
            seen->offsets[i] = set->leaves[i].ref.offset;
        }
    }
}

static ValueResult
set(Values *values, const char *item, const char *text)
{
    NodeRef ref = sample_find(values_model(values), item);
    Value value;
    ValueResult result = value_parse(ref.type, text, &value);

    return result != VALUE_OK ? result : change_set(values, &ref, &value);
}

static void
expect(Values *values, const char *item, const char *text)
{
    NodeRef ref = sample_find(values_model(values), item);
    g_autofree char *found = values_format(values, &ref);

    CU_ASSERT_STRING_EQUAL(found, text);
}

static Values *
values_of_sample(Seen *seen)
{
    Model *model = sample_model();
    Values *values = values_new(model);

    model_unref(model);
    *seen = (Seen){ 0 };
    values_observe(values, observe, seen);
    return values;
}

static void
staged_values_show_at_the_commit_and_together(void)
{
    Seen seen;
    Values *values = values_of_sample(&seen);

    change_open(values, CHANGE_CLIENT, 7);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$stVal", "off"), VALUE_OK);
    CU_ASSERT_EQUAL(set(values, "MMXU1$MX$TotW$mag$f", "2.5"), VALUE_OK);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$q", "good"), VALUE_OK);
    expect(values, "CSWI1$ST$Pos$stVal", "on");
    CU_ASSERT_EQUAL(change_commit(values), 2);
    expect(values, "CSWI1$ST$Pos$stVal", "off");
    expect(values, "MMXU1$MX$TotW$mag$f", "2.5");
    CU_ASSERT_EQUAL(seen.calls, 1);
    CU_ASSERT_EQUAL(seen.count, 3);
    CU_ASSERT_EQUAL(seen.changed, 2);
    CU_ASSERT_EQUAL(seen.origin, CHANGE_CLIENT);
    CU_ASSERT_EQUAL(seen.association, 7);
    CU_ASSERT_TRUE(seen.offsets[0] < seen.offsets[1] && seen.offsets[1] < seen.offsets[2]);
    values_free(values);
}

static void
the_last_value_for_a_leaf_counts(void)
{
    Seen seen;
    Values *values = values_of_sample(&seen);

    change_open(values, CHANGE_SCENARIO, 0);
    for (unsigned i = 0; i < 40; i++) {
        g_autofree char *text = g_strdup_printf("name %u", i % 20);

        set(values, "LLN0$DC$NamPlt$vendor", text);
        set(values, "CSWI1$ST$Pos$stVal", i % 2 ? "off" : "bad");
    }
    CU_ASSERT_EQUAL(change_commit(values), 2);
    CU_ASSERT_EQUAL(seen.count, 2);
    expect(values, "LLN0$DC$NamPlt$vendor", "name 19");
    expect(values, "CSWI1$ST$Pos$stVal", "off");
    values_free(values);
}

static void
discarded_values_leave_nothing(void)
{
    Seen seen;
    Values *values = values_of_sample(&seen);

    change_open(values, CHANGE_SCENARIO, 0);
    set(values, "LLN0$DC$NamPlt$vendor", "nobody");
    change_discard(values);
    CU_ASSERT_FALSE(change_is_open(values));
    expect(values, "LLN0$DC$NamPlt$vendor", "Acme");
    CU_ASSERT_EQUAL(seen.calls, 0);
    change_open(values, CHANGE_SCENARIO, 0);
    CU_ASSERT_EQUAL(change_commit(values), 0);
    CU_ASSERT_EQUAL(seen.calls, 0);
    values_free(values);
}

static void
strings_are_owned_once_written(void)
{
    Seen seen;
    Values *values = values_of_sample(&seen);
    size_t memory = 0;

    for (unsigned i = 0; i < 100; i++) {
        g_autofree char *text = g_strdup_printf("vendor %03u", i);

        change_open(values, CHANGE_SCENARIO, 0);
        set(values, "LLN0$DC$NamPlt$vendor", text);
        set(values, "LLN0$DC$NamPlt$d", "ü");
        CU_ASSERT_EQUAL(change_commit(values), i == 0 ? 2 : 1);
        memory = i == 0 ? values_memory(values) : memory;
    }
    CU_ASSERT_EQUAL(values_memory(values), memory);
    expect(values, "LLN0$DC$NamPlt", "{vendor: vendor 099, d: ü}");
    change_open(values, CHANGE_SCENARIO, 0);
    set(values, "LLN0$DC$NamPlt$vendor", "");
    CU_ASSERT_EQUAL(change_commit(values), 1);
    expect(values, "LLN0$DC$NamPlt", "{vendor: , d: ü}");
    values_free(values);
}

static void
two_ieds_of_one_model_do_not_share_values(void)
{
    Seen seen;
    Values *first = values_of_sample(&seen);
    Values *second = values_new(values_model(first));

    change_open(first, CHANGE_SCENARIO, 0);
    set(first, "LLN0$DC$NamPlt$vendor", "changed");
    set(first, "CSWI1$ST$Pos$stVal", "off");
    change_commit(first);
    expect(second, "LLN0$DC$NamPlt$vendor", "Acme");
    expect(second, "CSWI1$ST$Pos$stVal", "on");
    values_free(first);
    expect(second, "LLN0$DC$NamPlt$vendor", "Acme");
    values_free(second);
}

static void
observers_come_and_go(void)
{
    Seen seen, other = { 0 };
    Values *values = values_of_sample(&seen);

    values_observe(values, observe, &other);
    values_unobserve(values, observe, &seen);
    values_unobserve(values, observe, &seen);
    change_open(values, CHANGE_DEVICE, 0);
    set(values, "CSWI1$ST$Pos$stVal", "off");
    change_commit(values);
    CU_ASSERT_EQUAL(seen.calls, 0);
    CU_ASSERT_EQUAL(other.calls, 1);
    values_free(values);
}

static void
numbers_of_another_kind_are_taken_when_they_fit(void)
{
    Seen seen;
    Values *values = values_of_sample(&seen);
    NodeRef f = sample_find(values_model(values), "MMXU1$MX$TotW$mag$f");
    NodeRef i = sample_find(values_model(values), "MMXU1$MX$TotW$mag$i");
    Value real = { .kind = VALUE_FLOAT, .real = 12.0 };
    Value half = { .kind = VALUE_FLOAT, .real = 12.5 };
    Value integer = { .kind = VALUE_INTEGER, .integer = -3 };
    Value huge = { .kind = VALUE_FLOAT, .real = 1e300 };
    Value truth = { .kind = VALUE_BOOLEAN, .boolean = true };

    change_open(values, CHANGE_SCENARIO, 0);
    CU_ASSERT_EQUAL(change_set(values, &i, &real), VALUE_OK);
    CU_ASSERT_EQUAL(change_set(values, &i, &half), VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(change_set(values, &i, &huge), VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(change_set(values, &i, &truth), VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(change_set(values, &f, &integer), VALUE_OK);
    CU_ASSERT_EQUAL(change_set(values, &f, &huge), VALUE_INVALID);
    CU_ASSERT_EQUAL(change_set(values, &f, &truth), VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(change_commit(values), 2);
    expect(values, "MMXU1$MX$TotW$mag", "{i: 12, f: -3}");
    values_free(values);
}

/* Pos.stVal brings TotW.mag.f with it; a second rule sees that and counts. */
typedef struct Follower {
    unsigned first, second;
    bool drops;
} Follower;

static void
follow(void *user, Values *values, ChangeOrigin origin)
{
    NodeRef position = sample_find(values_model(values), "CSWI1$ST$Pos$stVal");
    NodeRef power = sample_find(values_model(values), "MMXU1$MX$TotW$mag$f");
    Follower *follower = user;
    Value value;

    CU_ASSERT_EQUAL(origin, CHANGE_DEVICE);
    follower->first = change_count(values);
    if (!change_get(values, &position, &value)) {
        return;
    }
    if (follower->drops) {
        change_drop(values, change_find(values, position.offset));
    }
    value = (Value){ .kind = VALUE_FLOAT, .real = value.bit_string.octets[0] == 0x40 ? 1 : 2 };
    CU_ASSERT_EQUAL(change_set(values, &power, &value), VALUE_OK);
    CU_ASSERT_EQUAL(change_count(values), follower->first);
}

static void
count_leaves(void *user, Values *values, ChangeOrigin origin)
{
    Follower *follower = user;

    (void)origin;
    follower->second = change_count(values);
    for (unsigned i = 1; i < follower->second; i++) {
        CU_ASSERT_TRUE(change_leaf(values, i - 1)->offset < change_leaf(values, i)->offset);
    }
}

static void
what_a_rule_stages_belongs_to_the_same_commit(void)
{
    Follower follower = { 0 };
    Seen seen;
    Values *values = values_of_sample(&seen);

    values_add_rule(values, follow, &follower);
    values_add_rule(values, count_leaves, &follower);
    change_open(values, CHANGE_DEVICE, 0);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$q", "test"), VALUE_OK);
    CU_ASSERT_EQUAL(set(values, "MMXU1$MX$TotW$mag$f", "77"), VALUE_OK);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$stVal", "off"), VALUE_OK);
    CU_ASSERT_EQUAL(change_commit(values), 3);
    CU_ASSERT_EQUAL(follower.first, 3);
    CU_ASSERT_EQUAL(follower.second, 3);
    CU_ASSERT_EQUAL(seen.calls, 1);
    expect(values, "MMXU1$MX$TotW$mag$f", "1");
    change_open(values, CHANGE_DEVICE, 0);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$stVal", "on"), VALUE_OK);
    CU_ASSERT_EQUAL(change_commit(values), 2);
    CU_ASSERT_EQUAL(follower.second, 2);
    expect(values, "MMXU1$MX$TotW$mag$f", "2");
    values_remove_rule(values, follow, &follower);
    change_open(values, CHANGE_DEVICE, 0);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$stVal", "off"), VALUE_OK);
    CU_ASSERT_EQUAL(change_commit(values), 1);
    values_free(values);
}

static void
a_leaf_that_a_rule_drops_keeps_its_value(void)
{
    Follower follower = { .drops = true };
    Seen seen;
    Values *values = values_of_sample(&seen);

    values_add_rule(values, follow, &follower);
    change_open(values, CHANGE_DEVICE, 0);
    CU_ASSERT_EQUAL(set(values, "CSWI1$ST$Pos$stVal", "off"), VALUE_OK);
    CU_ASSERT_EQUAL(change_commit(values), 1);
    CU_ASSERT_EQUAL(seen.count, 1);
    expect(values, "CSWI1$ST$Pos$stVal", "on");
    expect(values, "MMXU1$MX$TotW$mag$f", "1");
    values_free(values);
}

TEST_SUITE(model_change, TEST_CASE(staged_values_show_at_the_commit_and_together),
           TEST_CASE(the_last_value_for_a_leaf_counts),
           TEST_CASE(discarded_values_leave_nothing), TEST_CASE(strings_are_owned_once_written),
           TEST_CASE(two_ieds_of_one_model_do_not_share_values),
           TEST_CASE(observers_come_and_go),
           TEST_CASE(numbers_of_another_kind_are_taken_when_they_fit),
           TEST_CASE(what_a_rule_stages_belongs_to_the_same_commit),
           TEST_CASE(a_leaf_that_a_rule_drops_keeps_its_value))
