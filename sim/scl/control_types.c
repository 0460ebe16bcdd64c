/* SPDX-License-Identifier: Apache-2.0
 *
 * The attributes of control blocks (IEC 61850-8-1 clauses 15 to 20), one row each, with the
 * condition under which an edition or a Services element has them.
 */
#include "sim/scl/builder.h"

#include <string.h>

/* When an attribute is there. */
typedef enum When { ALWAYS, SINCE_EDITION_2, WITH_RESV_TMS, WITH_OWNER, WITH_SG_TIME } When;

typedef struct Attribute {
    ControlBlockKind kind;
    const char *name, *b_type;
    When when;
} Attribute;

/* In the order of the wire. References and identifiers are VisString65 in edition 1. */
static const Attribute attributes[] = {
    { CB_URCB, "RptID", "VisString129", ALWAYS },
    { CB_URCB, "RptEna", "BOOLEAN", ALWAYS },
    { CB_URCB, "Resv", "BOOLEAN", ALWAYS },
    { CB_URCB, "DatSet", "VisString129", ALWAYS },
    { CB_URCB, "ConfRev", "INT32U", ALWAYS },
    { CB_URCB, "OptFlds", "OptFlds", ALWAYS },
    { CB_URCB, "BufTm", "INT32U", ALWAYS },
    { CB_URCB, "SqNum", "INT8U", ALWAYS },
    { CB_URCB, "TrgOps", "TrgOps", ALWAYS },
    { CB_URCB, "IntgPd", "INT32U", ALWAYS },
    { CB_URCB, "GI", "BOOLEAN", ALWAYS },
    { CB_URCB, "Owner", "Octet64", WITH_OWNER },
    { CB_BRCB, "RptID", "VisString129", ALWAYS },
    { CB_BRCB, "RptEna", "BOOLEAN", ALWAYS },
    { CB_BRCB, "DatSet", "VisString129", ALWAYS },
    { CB_BRCB, "ConfRev", "INT32U", ALWAYS },
    { CB_BRCB, "OptFlds", "OptFlds", ALWAYS },
    { CB_BRCB, "BufTm", "INT32U", ALWAYS },
    { CB_BRCB, "SqNum", "INT16U", ALWAYS },
    { CB_BRCB, "TrgOps", "TrgOps", ALWAYS },
    { CB_BRCB, "IntgPd", "INT32U", ALWAYS },
    { CB_BRCB, "GI", "BOOLEAN", ALWAYS },
    { CB_BRCB, "PurgeBuf", "BOOLEAN", ALWAYS },
    { CB_BRCB, "EntryID", "EntryID", ALWAYS },
    { CB_BRCB, "TimeofEntry", "EntryTime", ALWAYS },
    { CB_BRCB, "ResvTms", "INT16", WITH_RESV_TMS },
    { CB_BRCB, "Owner", "Octet64", WITH_OWNER },
    { CB_LCB, "LogEna", "BOOLEAN", ALWAYS },
    { CB_LCB, "LogRef", "VisString129", ALWAYS },
    { CB_LCB, "DatSet", "VisString129", ALWAYS },
    { CB_LCB, "OldEntrTm", "EntryTime", ALWAYS },
    { CB_LCB, "NewEntrTm", "EntryTime", ALWAYS },
    { CB_LCB, "OldEntr", "EntryID", ALWAYS },
    { CB_LCB, "NewEntr", "EntryID", ALWAYS },
    { CB_LCB, "TrgOps", "TrgOps", ALWAYS },
    { CB_LCB, "IntgPd", "INT32U", ALWAYS },
    { CB_GOCB, "GoEna", "BOOLEAN", ALWAYS },
    { CB_GOCB, "GoID", "VisString129", ALWAYS },
    { CB_GOCB, "DatSet", "VisString129", ALWAYS },
    { CB_GOCB, "ConfRev", "INT32U", ALWAYS },
    { CB_GOCB, "NdsCom", "BOOLEAN", ALWAYS },
    { CB_GOCB, "DstAddress", "PhyComAddr", ALWAYS },
    { CB_GOCB, "MinTime", "INT32U", SINCE_EDITION_2 },
    { CB_GOCB, "MaxTime", "INT32U", SINCE_EDITION_2 },
    { CB_GOCB, "FixedOffs", "BOOLEAN", SINCE_EDITION_2 },
    { CB_MSVCB, "SvEna", "BOOLEAN", ALWAYS },
    { CB_MSVCB, "MsvID", "VisString129", ALWAYS },
    { CB_MSVCB, "DatSet", "VisString129", ALWAYS },
    { CB_MSVCB, "ConfRev", "INT32U", ALWAYS },
    { CB_MSVCB, "SmpRate", "INT16U", ALWAYS },
    { CB_MSVCB, "OptFlds", "SvOptFlds", ALWAYS },
    { CB_MSVCB, "SmpMod", "Enum", ALWAYS },
    { CB_MSVCB, "DstAddress", "PhyComAddr", ALWAYS },
    { CB_MSVCB, "noASDU", "INT8U", ALWAYS },
    { CB_USVCB, "SvEna", "BOOLEAN", ALWAYS },
    { CB_USVCB, "Resv", "BOOLEAN", ALWAYS },
    { CB_USVCB, "UsvID", "VisString129", ALWAYS },
    { CB_USVCB, "DatSet", "VisString129", ALWAYS },
    { CB_USVCB, "ConfRev", "INT32U", ALWAYS },
    { CB_USVCB, "SmpRate", "INT16U", ALWAYS },
    { CB_USVCB, "OptFlds", "SvOptFlds", ALWAYS },
    { CB_USVCB, "SmpMod", "Enum", ALWAYS },
    { CB_USVCB, "DstAddress", "PhyComAddr", ALWAYS },
    { CB_USVCB, "noASDU", "INT8U", ALWAYS },
    { CB_SGCB, "NumOfSG", "INT8U", ALWAYS },
    { CB_SGCB, "ActSG", "INT8U", ALWAYS },
    { CB_SGCB, "EditSG", "INT8U", ALWAYS },
    { CB_SGCB, "CnfEdit", "BOOLEAN", ALWAYS },
    { CB_SGCB, "LActTm", "Timestamp", ALWAYS },
    { CB_SGCB, "ResvTms", "INT16U", WITH_SG_TIME },
};

static const struct {
    const char *name;
    Fc fc;
} kinds[] = {
    [CB_URCB] = { "URCB", FC_RP },   [CB_BRCB] = { "BRCB", FC_BR },
    [CB_LCB] = { "LCB", FC_LG },     [CB_GOCB] = { "GoCB", FC_GO },
    [CB_MSVCB] = { "MSVCB", FC_MS }, [CB_USVCB] = { "USVCB", FC_US },
    [CB_SGCB] = { "SGCB", FC_SP },
};

static bool
is_present(const SclBuilder *builder, When when)
{
    const SclElement *groups = scl_services_find(builder, SCL_SETTING_GROUPS);

    switch (when) {
    case ALWAYS:
        return true;
    case SINCE_EDITION_2:
        return builder->edition != EDITION_1;
    case WITH_RESV_TMS:
        return builder->model->services.resv_tms;
    case WITH_OWNER:
        return builder->model->services.owner;
    case WITH_SG_TIME:
        return builder->edition != EDITION_1 &&
               scl_get_boolean(builder->notes, scl_child(groups, SCL_SG_EDIT), "resvTms",
                               false);
    }
    return false;
}

const Type *
scl_control_type(const SclBuilder *builder, ControlBlockKind kind)
{
    Component parts[20];
    unsigned count = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++) {
        const Attribute *row = &attributes[i];
        const char *b_type = row->b_type;

        if (row->kind != kind || !is_present(builder, row->when)) {
            continue;
        }
        if (builder->edition == EDITION_1 && strcmp(b_type, "VisString129") == 0) {
            b_type = "VisString65";
        }
        parts[count++] = (Component){ .name = row->name,
                                      .type = type_basic(b_type),
                                      .fc = (uint8_t)kinds[kind].fc };
    }
    return type_new_structure(builder->loader->types, kinds[kind].name, parts, count);
}

Fc
scl_control_fc(ControlBlockKind kind)
{
    return kinds[kind].fc;
}
