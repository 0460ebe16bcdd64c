/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/model.h"

#include "sim/model/name_index.h"
#include "tests/sim/model/sample.h"
#include "tests/test.h"

static void
nodes_lie_one_behind_the_other(void)
{
    Model *model = sample_model();
    uint32_t offset = 0;
    uint32_t leaves = 0;

    for (unsigned i = 0; i < model->device_count; i++) {
        for (unsigned k = 0; k < model->devices[i].node_count; k++) {
            const LogicalNode *node = &model->devices[i].nodes[k];

            CU_ASSERT_EQUAL(node->offset, offset);
            CU_ASSERT_EQUAL(node->device, i);
            offset += node->type->size;
            leaves += node->type->leaf_count;
        }
    }
    CU_ASSERT_EQUAL(model->size, offset);
    /* Attributes of control blocks are no data: two of the SGCB, two of the URCB. */
    CU_ASSERT_EQUAL(model->leaf_count, leaves - 4);
    model_unref(model);
}

static void
devices_and_nodes_are_found_by_their_mms_names(void)
{
    Model *model = sample_model();
    const LogicalDevice *device = model_find_device(model, slice_from_string("Protection"));

    CU_ASSERT_PTR_EQUAL(device, &model->devices[1]);
    CU_ASSERT_PTR_NULL(model_find_device(model, slice_from_string("PROT")));
    CU_ASSERT_PTR_NULL(model_find_device(model, slice_from_string("LD0")));
    CU_ASSERT_PTR_NULL(model_find_device(model, SLICE_NONE));
    CU_ASSERT_PTR_EQUAL(model_find_node(device, slice_from_string("PTOC1")), device->nodes);
    CU_ASSERT_PTR_NULL(model_find_node(device, slice_from_string("LLN0")));
    CU_ASSERT_PTR_NULL(model_find_node(device, SLICE_NONE));
    model_unref(model);
}

static void
what_is_inside_an_attribute_inherits_from_it(void)
{
    Model *model = sample_model();
    NodeRef f = sample_find(model, "MMXU1$MX$TotW$mag$f");
    NodeRef object = sample_find(model, "MMXU1$MX$A$phsA");
    NodeRef inner = sample_find(model, "MMXU1$MX$A$phsA$cVal$mag$f");
    NodeRef control = sample_find(model, "LLN0$RP$urcb01$RptEna");
    NodeRef fixed = sample_find(model, "LLN0$CF$Mod$ctlModel");

    CU_ASSERT_EQUAL(f.flags, COMPONENT_DCHG | COMPONENT_DUPD);
    CU_ASSERT_EQUAL(f.fc, FC_MX);
    CU_ASSERT_EQUAL(object.flags, COMPONENT_DATA_OBJECT);
    CU_ASSERT_EQUAL(inner.flags, COMPONENT_DCHG);
    CU_ASSERT_TRUE(control.flags & COMPONENT_CONTROL_BLOCK);
    CU_ASSERT_EQUAL(control.fc, FC_RP);
    CU_ASSERT_EQUAL(fixed.flags, ACCESS_RO << COMPONENT_VALUE_KIND_SHIFT);
    model_unref(model);
}

static void
elements_are_steps_of_the_same_size(void)
{
    Model *model = sample_model();
    NodeRef array = sample_find(model, "MMXU1$MX$HA$har");
    NodeRef first, third, none = { 0 };

    CU_ASSERT_TRUE(node_element(&array, 0, &first));
    CU_ASSERT_TRUE(node_element(&array, 2, &third));
    CU_ASSERT_EQUAL(first.offset, array.offset);
    CU_ASSERT_EQUAL(third.offset, array.offset + 2 * array.type->element->size);
    CU_ASSERT_FALSE(node_element(&array, 4, &none));
    CU_ASSERT_FALSE(node_element(&array, UINT32_MAX, &none));
    CU_ASSERT_FALSE(node_element(&first, 0, &none));
    CU_ASSERT_PTR_NULL(none.type);
    CU_ASSERT_TRUE(node_path(&third, slice_from_string("cVal$mag$f"), &first));
    CU_ASSERT_FALSE(node_path(&third, slice_from_string("cVal$mag$"), &none));
    CU_ASSERT_FALSE(node_path(&third, SLICE_NONE, &none));
    model_unref(model);
}

static void
a_model_without_devices_has_nothing(void)
{
    TypePool *types = type_pool_new();
    StringPool *strings = string_pool_new();
    Model *model = model_new(types, strings);
    NodeRef ref;

    CU_ASSERT_TRUE(model_finish_layout(model));
    CU_ASSERT_EQUAL(model->size, 0);
    CU_ASSERT_FALSE(model_find_item(model, slice_from_string("LD"), SLICE_NONE, &ref));
    model_unref(model_ref(model));
    model_unref(model);
    string_pool_unref(strings);
    type_pool_unref(types);
}

static void
a_layout_past_the_limit_is_refused(void)
{
    TypePool *types = type_pool_new();
    StringPool *strings = string_pool_new();
    Model *model = model_new(types, strings);
    const Type *large = type_new_array(types, type_basic("INT64"), TYPE_SIZE_MAX / 16);

    model->devices = g_new0(LogicalDevice, 1);
    model->device_count = 1;
    model->devices[0] = (LogicalDevice){ .inst = "LD", .domain = "LD", .node_count = 3 };
    model->devices[0].nodes = g_new0(LogicalNode, 3);
    for (unsigned i = 0; i < 3; i++) {
        model->devices[0].nodes[i] = (LogicalNode){ .name = "X", .type = large };
    }
    CU_ASSERT_FALSE(model_finish_layout(model));
    model_unref(model);
    string_pool_unref(strings);
    type_pool_unref(types);
}

static void
a_name_index_finds_every_name_that_was_added(void)
{
    enum { COUNT = 5000 };
    uint32_t slots = name_index_slots(COUNT);
    g_autofree uint16_t *index = g_new0(uint16_t, slots);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    unsigned steps = 0;

    for (unsigned i = 0; i < COUNT; i++) {
        g_ptr_array_add(names, g_strdup_printf("name%u", i));
        name_index_add(index, slots, slice_from_string(names->pdata[i]), (uint16_t)i);
    }
    for (int32_t i = 0; i < COUNT; i++) {
        uint32_t at = name_hash(slice_from_string(names->pdata[i]));
        int32_t position;

        do {
            position = name_index_next(index, slots, &at);
            steps++;
        } while (position >= 0 && position != i);
        CU_ASSERT_EQUAL(position, i);
    }
    CU_ASSERT_TRUE(steps < 4 * COUNT); /* the hash spreads */
}

TEST_SUITE(model_model, TEST_CASE(nodes_lie_one_behind_the_other),
           TEST_CASE(devices_and_nodes_are_found_by_their_mms_names),
           TEST_CASE(what_is_inside_an_attribute_inherits_from_it),
           TEST_CASE(elements_are_steps_of_the_same_size),
           TEST_CASE(a_model_without_devices_has_nothing),
           TEST_CASE(a_layout_past_the_limit_is_refused),
           TEST_CASE(a_name_index_finds_every_name_that_was_added))
