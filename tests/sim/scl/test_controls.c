/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static void
buffered_reports_have_their_attributes(void)
{
    g_autoptr(SclFile) file = load_feature("report_control.cid");
    Model *model = file->servers[0].model;
    g_autofree char *names = component_names(model, "BAYLD0/LLN0$BR$brcb02");

    CU_ASSERT_STRING_EQUAL(names, "RptID,RptEna,DatSet,ConfRev,OptFlds,BufTm,SqNum,TrgOps,"
                                  "IntgPd,GI,PurgeBuf,EntryID,TimeofEntry,ResvTms,Owner");
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$RptID", "Bay/ds"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$RptEna", "false"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$DatSet", "BAYLD0/LLN0$ds"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$ConfRev", "3"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$BufTm", "50"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$IntgPd", "2000"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb02$ResvTms", "0"));
}

static void
option_bits_stand_where_the_standard_has_them(void)
{
    g_autoptr(SclFile) file = load_feature("report_control.cid");
    Model *model = file->servers[0].model;
    const ControlBlock *block = find_control_block(model, "BAYLD0/LLN0$brcb01");
    NodeRef ref;

    CU_ASSERT_PTR_NOT_NULL_FATAL(block);
    CU_ASSERT_TRUE(node_component(&block->ref, slice_from_string("OptFlds"), &ref));
    CU_ASSERT_EQUAL(model->initial[ref.offset], 0x61);
    CU_ASSERT_EQUAL(model->initial[ref.offset + 1], 0x80);
    CU_ASSERT_TRUE(node_component(&block->ref, slice_from_string("TrgOps"), &ref));
    CU_ASSERT_EQUAL(model->initial[ref.offset], 0x68);
}

static void
instances_are_numbered_unless_not_indexed(void)
{
    g_autoptr(SclFile) file = load_feature("report_control.cid");
    Model *model = file->servers[0].model;
    const ControlBlock *third = find_control_block(model, "BAYLD0/LLN0$brcb03");
    const ControlBlock *plain = find_control_block(model, "BAYLD0/LLN0$plain");
    const ControlBlock *single = find_control_block(model, "BAYLD0/LLN0$single01");

    CU_ASSERT_PTR_NOT_NULL_FATAL(third);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plain);
    CU_ASSERT_PTR_NOT_NULL_FATAL(single);
    CU_ASSERT_EQUAL(third->kind, CB_BRCB);
    CU_ASSERT_EQUAL(third->instance, 3);
    CU_ASSERT_STRING_EQUAL(third->base_name, "brcb");
    CU_ASSERT_PTR_NOT_NULL(third->data_set);
    CU_ASSERT_EQUAL(third->ref.fc, FC_BR);
    CU_ASSERT_EQUAL(third->ref.level, 2);
    CU_ASSERT_TRUE(third->ref.flags & COMPONENT_CONTROL_BLOCK);
    CU_ASSERT_EQUAL(plain->kind, CB_URCB);
    CU_ASSERT_PTR_NULL(plain->data_set);
    CU_ASSERT_PTR_NULL(single->data_set);
    CU_ASSERT_EQUAL(model->control_block_count, 5);
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$RP$single01$DatSet", ""));
    CU_ASSERT_TRUE(has_note(file, 27, "is not indexed: one instance is served"));
    CU_ASSERT_TRUE(has_note(file, 29, "datSet=\"missing\" of \"single\" does not exist"));
    CU_ASSERT_TRUE(has_note(file, 34, "no instance is served"));
    CU_ASSERT_TRUE(has_note(file, 36, "its name is taken"));
}

static void
a_preassigned_instance_knows_its_client(void)
{
    g_autoptr(SclFile) file = load_feature("report_control.cid");
    Model *model = file->servers[0].model;

    CU_ASSERT_STRING_EQUAL(find_control_block(model, "BAYLD0/LLN0$brcb01")->client,
                           "HMI/AP1/LD0/IHMI1");
    CU_ASSERT_PTR_NULL(find_control_block(model, "BAYLD0/LLN0$brcb02")->client);
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$BR$brcb01$ResvTms", "-1"));
}

static void
edition_1_has_shorter_names_and_fewer_attributes(void)
{
    g_autoptr(SclFile) file = load_feature("ed1.icd");
    Model *model = file->servers[0].model;
    g_autofree char *report = component_names(model, "TEMPLATELD0/LLN0$BR$rcb01");
    g_autofree char *goose = component_names(model, "TEMPLATELD0/LLN0$GO$gcb");
    NodeRef ref;

    CU_ASSERT_EQUAL(file->edition, EDITION_1);
    CU_ASSERT_EQUAL(model->edition, EDITION_1);
    CU_ASSERT_STRING_EQUAL(report, "RptID,RptEna,DatSet,ConfRev,OptFlds,BufTm,SqNum,TrgOps,"
                                   "IntgPd,GI,PurgeBuf,EntryID,TimeofEntry");
    CU_ASSERT_STRING_EQUAL(goose, "GoEna,GoID,DatSet,ConfRev,NdsCom,DstAddress");
    CU_ASSERT_TRUE(model_find_item(model, slice_from_string("TEMPLATELD0"),
                                   slice_from_string("LLN0$BR$rcb01$DatSet"), &ref));
    CU_ASSERT_EQUAL(ref.type->length, 65);
}

static void
logs_goose_and_samples_are_described(void)
{
    static const struct {
        const char *item, *text;
    } rows[] = {
        { "LLN0$LG$lcb$LogEna", "false" },
        { "LLN0$LG$lcb$LogRef", "BAYLD0/LLN0$Events" },
        { "LLN0$LG$lcb$DatSet", "BAYLD0/LLN0$ds" },
        { "LLN0$LG$lcb$IntgPd", "5000" },
        { "LLN0$LG$far$LogEna", "true" },
        { "LLN0$LG$far$LogRef", "BAYLD1/LLN0$Other" },
        { "LLN0$LG$lost$LogRef", "BAYLD0/LLN0$Other" },
        { "LLN0$GO$gcb$GoID", "BAY/gcb" },
        { "LLN0$GO$gcb$DatSet", "BAYLD0/LLN0$ds" },
        { "LLN0$GO$gcb$ConfRev", "2" },
        { "LLN0$GO$gcb$NdsCom", "false" },
        { "LLN0$GO$gcb$DstAddress$PRIORITY", "4" },
        { "LLN0$GO$gcb$DstAddress$VID", "10" },
        { "LLN0$GO$gcb$DstAddress$APPID", "12289" },
        { "LLN0$GO$gcb$MinTime", "4" },
        { "LLN0$GO$gcb$MaxTime", "1000" },
        { "LLN0$GO$gcb$FixedOffs", "true" },
        { "LLN0$MS$msv$MsvID", "MU1" },
        { "LLN0$MS$msv$SmpRate", "80" },
        { "LLN0$MS$msv$SmpMod", "1" },
        { "LLN0$MS$msv$noASDU", "2" },
        { "LLN0$MS$msv$DstAddress$APPID", "16385" },
        { "LLN0$US$usv$UsvID", "MU2" },
        { "LLN0$US$usv$SmpRate", "0" },
        { "LLN0$SP$SGCB$NumOfSG", "4" },
        { "LLN0$SP$SGCB$ActSG", "1" },
    };
    g_autoptr(SclFile) file = load_feature("control_blocks.cid");

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("BAYLD0/", rows[i].item, NULL);

        CU_ASSERT_TRUE(is_initially(file, name, rows[i].text));
    }
    CU_ASSERT_TRUE(has_note(file, 40, "ldInst=\"LD9\" of LogControl \"lost\""));
    CU_ASSERT_TRUE(has_note(file, 44, "GSEControl \"old\" is GSSE"));
    CU_ASSERT_TRUE(has_note(file, 48, "smpRate=\"70000\""));
}

static void
setting_groups_have_one_block(void)
{
    g_autoptr(SclFile) file = load_feature("setting_groups.cid");
    Model *model = file->servers[0].model;
    g_autofree char *names = component_names(model, "BAYLD0/LLN0$SP$SGCB");

    CU_ASSERT_STRING_EQUAL(names, "NumOfSG,ActSG,EditSG,CnfEdit,LActTm,ResvTms");
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$SP$SGCB$ActSG", "2"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$SP$SGCB$ResvTms", "60"));
    CU_ASSERT_EQUAL(find_control_block(model, "BAYLD0/LLN0$SGCB")->kind, CB_SGCB);
}

static void
journals_come_from_logs_and_their_controls(void)
{
    static const struct {
        uint16_t device;
        const char *item;
    } rows[] = {
        { 0, "LLN0$Events" }, { 0, "LLN0$GeneralLog" }, { 1, "LLN0$Other" }, { 0, "LLN0$Other" }
    };
    g_autoptr(SclFile) file = load_feature("control_blocks.cid");
    const Model *model = file->servers[0].model;

    CU_ASSERT_EQUAL_FATAL(model->journal_count, G_N_ELEMENTS(rows));
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(model->journal_devices[i], rows[i].device);
        CU_ASSERT_STRING_EQUAL(model->journals[i], rows[i].item);
    }
}

TEST_SUITE(scl_controls, TEST_CASE(buffered_reports_have_their_attributes),
           TEST_CASE(option_bits_stand_where_the_standard_has_them),
           TEST_CASE(instances_are_numbered_unless_not_indexed),
           TEST_CASE(a_preassigned_instance_knows_its_client),
           TEST_CASE(edition_1_has_shorter_names_and_fewer_attributes),
           TEST_CASE(logs_goose_and_samples_are_described),
           TEST_CASE(setting_groups_have_one_block),
           TEST_CASE(journals_come_from_logs_and_their_controls))
