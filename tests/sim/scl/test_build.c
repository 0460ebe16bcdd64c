/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/scl/builder.h"

#include "tests/sim/scl/load.h"

static void
node_names_are_prefix_class_and_instance(void)
{
    g_autofree char *zero = scl_node_name("X", "LLN0", "0");
    g_autofree char *switch_name = scl_node_name("Q0", "CSWI", "12");

    CU_ASSERT_STRING_EQUAL(zero, "LLN0");
    CU_ASSERT_STRING_EQUAL(switch_name, "Q0CSWI12");
}

static void
a_node_remembers_its_parts(void)
{
    g_autoptr(SclFile) file = load_feature("nested_sdo.icd");
    const LogicalDevice *device = &file->servers[0].model->devices[0];
    const LogicalNode *node = model_find_node(device, slice_from_string("BayMMXU12"));

    CU_ASSERT_PTR_NOT_NULL_FATAL(node);
    CU_ASSERT_STRING_EQUAL(node->prefix, "Bay");
    CU_ASSERT_STRING_EQUAL(node->ln_class, "MMXU");
    CU_ASSERT_STRING_EQUAL(node->inst, "12");
    CU_ASSERT_EQUAL(device->nodes[0].offset, 0);
    CU_ASSERT_EQUAL(node->offset, device->nodes[0].type->size);
}

static void
domains_are_ied_and_inst_or_the_ld_name(void)
{
    g_autoptr(SclFile) file = load_feature("ldname.scd");
    const Model *model = file->servers[0].model;

    CU_ASSERT_EQUAL_FATAL(model->device_count, 2);
    CU_ASSERT_STRING_EQUAL(model->devices[0].domain, "STATION_CONTROL");
    CU_ASSERT_STRING_EQUAL(model->devices[0].inst, "LD0");
    CU_ASSERT_STRING_EQUAL(model->devices[1].domain, "BAYLD1");
}

static void
control_blocks_follow_the_data_of_their_constraint(void)
{
    g_autoptr(SclFile) file = load_feature("control_blocks.cid");
    g_autofree char *node = component_names(file->servers[0].model, "BAYLD0/LLN0");
    g_autofree char *logs = component_names(file->servers[0].model, "BAYLD0/LLN0$LG");

    CU_ASSERT_STRING_EQUAL(node, "ST,CF,SP,LG,GO,MS,US");
    CU_ASSERT_STRING_EQUAL(logs, "lcb,far,lost");
}

/* Attributes of control blocks are no data, and the SG that an SE implies is not counted. */
static void
leaves_are_counted_as_the_file_has_them(void)
{
    g_autoptr(SclFile) reports = load_feature("report_control.cid");
    g_autoptr(SclFile) plain = load_feature("bom.cid");
    g_autoptr(SclFile) settings = load_feature("setting_groups.cid");

    CU_ASSERT_EQUAL(plain->servers[0].model->leaf_count, 13);
    CU_ASSERT_EQUAL(reports->servers[0].model->leaf_count, 13);
    CU_ASSERT_EQUAL(settings->servers[0].model->leaf_count, 13);
}

TEST_SUITE(scl_build, TEST_CASE(node_names_are_prefix_class_and_instance),
           TEST_CASE(a_node_remembers_its_parts),
           TEST_CASE(domains_are_ied_and_inst_or_the_ld_name),
           TEST_CASE(control_blocks_follow_the_data_of_their_constraint),
           TEST_CASE(leaves_are_counted_as_the_file_has_them))
