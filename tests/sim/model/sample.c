/* SPDX-License-Identifier: Apache-2.0
 *
 * The sample model (see sample.h).
 */
#include "tests/sim/model/sample.h"

enum { DO = COMPONENT_DATA_OBJECT, CB = COMPONENT_CONTROL_BLOCK };

const char *const sample_basic_types[] = {
    "BOOLEAN", "INT8",     "INT16",      "INT24",     "INT32",       "INT64",
    "INT8U",   "INT16U",   "INT24U",     "INT32U",    "INT64U",      "FLOAT32",
    "FLOAT64", "Dbpos",    "Tcmd",       "Check",     "Quality",     "TrgOps",
    "OptFlds", "Octet64",  "Octet6",     "EntryID",   "VisString64", "VisString255",
    "ObjRef",  "Currency", "Unicode255", "Timestamp", "EntryTime",   NULL,
};

typedef struct Builder {
    TypePool *pool;
    Fc fc;
} Builder;

static Component
part_flags(Builder *builder, const char *name, const Type *type, unsigned flags)
{
    return (Component){ .name = type_pool_intern(builder->pool, name),
                        .type = type,
                        .flags = (uint16_t)flags,
                        .fc = (uint8_t)builder->fc };
}

static Component
part(Builder *builder, const char *name, const Type *type)
{
    return part_flags(builder, name, type, 0);
}

#define STRUCT(builder, ...)                                                                   \
    type_new_structure((builder)->pool, "struct", (const Component[]){ __VA_ARGS__ },          \
                       sizeof((const Component[]){ __VA_ARGS__ }) / sizeof(Component))
#define LEAF(name, type) part(builder, name, type_basic(type))

static const Type *
mag(Builder *builder)
{
    return STRUCT(builder, LEAF("f", "FLOAT32"));
}

static Component
quality(Builder *builder)
{
    return part_flags(builder, "q", type_basic("Quality"), COMPONENT_QCHG);
}

static const Type *
cmv(Builder *builder)
{
    const Type *vector = STRUCT(builder, part(builder, "mag", mag(builder)));

    return STRUCT(builder, part_flags(builder, "cVal", vector, COMPONENT_DCHG),
                  quality(builder), LEAF("t", "Timestamp"));
}

static const Type *
mod_type(Builder *builder)
{
    static const struct EnumValue values[] = {
        { 5, "off" }, { 1, "on" }, { 2, "on-blocked" }, { 3, "test" }, { 4, "test/blocked" }
    };
    const Type *behaviour = type_new_enum(builder->pool, "BehKind", values, 5);

    return STRUCT(builder, part_flags(builder, "stVal", behaviour, COMPONENT_DCHG),
                  quality(builder), LEAF("t", "Timestamp"));
}

static Component
fc_part(Builder *builder, Fc fc, unsigned count, const Component *objects)
{
    const Type *type = type_new_structure(builder->pool, fc_name(fc), objects, count);
    Component component = part(builder, fc_name(fc), type);

    component.fc = (uint8_t)fc;
    return component;
}

#define FC(...)                                                                                \
    fc_part(builder, builder->fc,                                                              \
            sizeof((const Component[]){ __VA_ARGS__ }) / sizeof(Component),                    \
            (const Component[]){ __VA_ARGS__ })
#define OBJECT(name, ...) part_flags(builder, name, STRUCT(builder, __VA_ARGS__), DO)

static const Type *
lln0(Builder *builder)
{
    Component fcs[5];
    unsigned read_only = ACCESS_RO << COMPONENT_VALUE_KIND_SHIFT;

    builder->fc = FC_ST;
    fcs[0] = FC(part_flags(builder, "Mod", mod_type(builder), DO));
    builder->fc = FC_CF;
    fcs[1] = FC(OBJECT("Mod", part_flags(builder, "ctlModel", type_basic("Enum"), read_only)));
    builder->fc = FC_DC;
    fcs[2] = FC(OBJECT("NamPlt", LEAF("vendor", "VisString255"), LEAF("d", "Unicode255")));
    builder->fc = FC_SP;
    fcs[3] =
        FC(part_flags(builder, "SGCB",
                      STRUCT(builder, LEAF("NumOfSG", "INT8U"), LEAF("ActSG", "INT8U")), CB));
    builder->fc = FC_RP;
    fcs[4] = FC(part_flags(
        builder, "urcb01",
        STRUCT(builder, LEAF("RptID", "VisString129"), LEAF("RptEna", "BOOLEAN")), CB));
    return type_new_structure(builder->pool, "LLN0", fcs, 5);
}

static const Type *
mmxu(Builder *builder)
{
    Component fcs[3];
    const Type *element, *both;

    builder->fc = FC_MX;
    element = STRUCT(builder,
                     part(builder, "cVal", STRUCT(builder, part(builder, "mag", mag(builder)))),
                     quality(builder));
    both = STRUCT(builder, LEAF("i", "INT32"), LEAF("f", "FLOAT32"));
    fcs[0] =
        FC(OBJECT("TotW", part_flags(builder, "mag", both, COMPONENT_DCHG | COMPONENT_DUPD),
                  quality(builder), LEAF("t", "Timestamp")),
           OBJECT("A", part_flags(builder, "phsA", cmv(builder), DO),
                  part_flags(builder, "phsB", cmv(builder), DO)),
           OBJECT("HA",
                  part_flags(builder, "har", type_new_array(builder->pool, element, 4), DO)));
    builder->fc = FC_CF;
    fcs[1] = FC(OBJECT("TotW", LEAF("db", "INT32U"),
                       part(builder, "units", STRUCT(builder, LEAF("SIUnit", "Enum")))));
    builder->fc = FC_SV;
    fcs[2] = FC(OBJECT("TotW", LEAF("subEna", "BOOLEAN")));
    return type_new_structure(builder->pool, "MMXU", fcs, 3);
}

static Component
all_types(Builder *builder)
{
    Component parts[40];
    unsigned count = 0;

    while (sample_basic_types[count] != NULL) {
        parts[count] = LEAF(sample_basic_types[count], sample_basic_types[count]);
        count++;
    }
    return part_flags(builder, "All", type_new_structure(builder->pool, "All", parts, count),
                      DO);
}

static const Type *
ggio(Builder *builder)
{
    Component fcs[2];
    const Type *numbers = type_new_array(builder->pool, type_basic("INT16"), 3);

    builder->fc = FC_ST;
    fcs[0] = FC(all_types(builder));
    builder->fc = FC_CF;
    fcs[1] = FC(all_types(builder), OBJECT("Arr", part(builder, "vals", numbers)));
    return type_new_structure(builder->pool, "GGIO", fcs, 2);
}

static const Type *
cswi(Builder *builder)
{
    Component fcs[2];
    const Type *oper = STRUCT(builder, LEAF("ctlVal", "BOOLEAN"), LEAF("Test", "BOOLEAN"));

    builder->fc = FC_ST;
    fcs[0] = FC(OBJECT("Pos", part_flags(builder, "stVal", type_basic("Dbpos"), COMPONENT_DCHG),
                       quality(builder), LEAF("t", "Timestamp")));
    builder->fc = FC_CO;
    fcs[1] = FC(OBJECT("Pos", part(builder, "Oper", oper)));
    return type_new_structure(builder->pool, "CSWI", fcs, 2);
}

static const Type *
ptoc(Builder *builder)
{
    Component fcs[3];

    builder->fc = FC_ST;
    fcs[0] =
        FC(OBJECT("Str", LEAF("general", "BOOLEAN"), quality(builder), LEAF("t", "Timestamp")));
    builder->fc = FC_SG;
    fcs[1] = FC(OBJECT("StrVal", part(builder, "setMag", mag(builder))));
    builder->fc = FC_SE;
    fcs[2] = FC(OBJECT("StrVal", part(builder, "setMag", mag(builder))));
    return type_new_structure(builder->pool, "PTOC", fcs, 3);
}

static void
add_node(LogicalDevice *device, const char *name, const char *ln_class, const Type *type)
{
    LogicalNode *node = &device->nodes[device->node_count++];

    *node = (LogicalNode){
        .name = name, .prefix = "", .ln_class = ln_class, .inst = "1", .type = type
    };
}

static void
store(Model *model, const char *item, const char *text)
{
    NodeRef ref = sample_find(model, item);
    Value value;

    g_assert(value_parse(ref.type, text, &value) == VALUE_OK);
    g_assert(value_store(ref.type, model->initial + ref.offset, &value, model->strings) ==
             VALUE_OK);
}

static DataSetMember
member(Model *model, const char *item, const char *data_ref, int32_t index,
       const char *component)
{
    DataSetMember row = { .item = item, .data_ref = data_ref, .index = index };

    row.component = component;
    row.ref = sample_find(model, item);
    if (index >= 0) {
        g_assert(node_element(&row.ref, (uint32_t)index, &row.ref));
        g_assert(component == NULL ||
                 node_path(&row.ref, slice_from_string(component), &row.ref));
    }
    row.device = row.ref.device;
    return row;
}

static void
add_lists(Model *model)
{
    DataSetMember members[] = {
        member(model, "MMXU1$MX$TotW$mag", "IED1LD0/MMXU1$MX$TotW$mag", -1, NULL),
        member(model, "CSWI1$ST$Pos", "IED1LD0/CSWI1$ST$Pos", -1, NULL),
        member(model, "MMXU1$MX$HA$har", "IED1LD0/MMXU1$MX$HA$har(2)$cVal", 2, "cVal$mag"),
        member(model, "Protection/PTOC1$ST$Str$general", "Protection/PTOC1$ST$Str$general", -1,
               NULL),
    };

    members[3].item = "PTOC1$ST$Str$general";
    model->data_sets = g_new0(DataSet, 1);
    model->data_set_count = 1;
    model->data_sets[0] = (DataSet){ .name = "ds1", .item = "LLN0$ds1", .member_count = 4 };
    model->data_sets[0].members = g_memdup2(members, sizeof members);
    model->journals = g_new0(const char *, 1);
    model->journals[0] = "LLN0$Log";
    model->journal_devices = g_new0(uint16_t, 1);
    model->journal_count = 1;
}

static void
add_devices(Model *model)
{
    Builder builder = { .pool = model->types };

    model->devices = g_new0(LogicalDevice, 2);
    model->device_count = 2;
    model->devices[0] = (LogicalDevice){ .inst = "LD0", .domain = "IED1LD0" };
    model->devices[0].nodes = g_new0(LogicalNode, 4);
    add_node(&model->devices[0], "LLN0", "LLN0", lln0(&builder));
    add_node(&model->devices[0], "MMXU1", "MMXU", mmxu(&builder));
    add_node(&model->devices[0], "GGIO1", "GGIO", ggio(&builder));
    add_node(&model->devices[0], "CSWI1", "CSWI", cswi(&builder));
    model->devices[1] = (LogicalDevice){ .inst = "PROT", .domain = "Protection" };
    model->devices[1].nodes = g_new0(LogicalNode, 1);
    add_node(&model->devices[1], "PTOC1", "PTOC", ptoc(&builder));
}

Model *
sample_model(void)
{
    TypePool *types = type_pool_new();
    StringPool *strings = string_pool_new();
    Model *model = model_new(types, strings);

    type_pool_unref(types);
    string_pool_unref(strings);
    model->name = g_strdup("IED1");
    model->access_point = g_strdup("AP1");
    model->manufacturer = g_strdup("Acme");
    model->type = g_strdup("Bay");
    model->config_version = g_strdup("7");
    model->desc = g_strdup("");
    model->edition = EDITION_2;
    add_devices(model);
    g_assert(model_finish_layout(model));
    add_lists(model);
    store(model, "LLN0$ST$Mod$stVal", "on");
    store(model, "LLN0$DC$NamPlt$vendor", "Acme");
    store(model, "LLN0$SP$SGCB$NumOfSG", "2");
    store(model, "MMXU1$MX$TotW$mag$f", "1.5");
    store(model, "CSWI1$ST$Pos$stVal", "on");
    return model;
}

NodeRef
sample_find(const Model *model, const char *item)
{
    const char *slash = strchr(item, '/');
    Slice domain = slice_from_string("IED1LD0");
    NodeRef ref;

    if (slash != NULL) {
        domain = (Slice){ (const uint8_t *)item, (size_t)(slash - item) };
        item = slash + 1;
    }
    if (!model_find_item(model, domain, slice_from_string(item), &ref)) {
        g_error("sample: no %s", item);
    }
    return ref;
}
