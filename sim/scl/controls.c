/* SPDX-License-Identifier: Apache-2.0
 *
 * Control blocks (IEC 61850-6 9.3.8 to 9.3.12, attributes of IEC 61850-8-1): which ones a
 * logical node has, instance by instance, and what stands in them before any client came.
 * GoEna, SvEna, RptEna and Resv start false; LogEna as the file says.
 */
#include "sim/scl/builder.h"

#include <string.h>

#include "sim/scl/value.h"

#define INSTANCES_MAX 99u /* names have two digits */

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

static const Type *
type_of(const SclBuilder *builder, ControlBlockKind kind)
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

static void
add_control(SclBuilder *builder, SclControl control, const char *name)
{
    if (*scl_get(control.element, "name") == '\0' && control.kind != CB_SGCB) {
        scl_note(builder->notes, control.element->line, "a control block without a name");
        return;
    }
    control.fc = kinds[control.kind].fc;
    if (builder->control_types[control.kind] == NULL) {
        builder->control_types[control.kind] = type_of(builder, control.kind);
    }
    control.type = builder->control_types[control.kind];
    control.name = type_pool_intern(builder->loader->types, name);
    if (!g_hash_table_add(builder->control_names,
                          g_strjoin(" ", fc_name(control.fc), name, NULL))) {
        scl_note(builder->notes, control.element->line,
                 "control block \"%s\" is left out: its name is taken", name);
        return;
    }
    g_array_append_val(builder->controls, control);
}

/* "IED/AP/LD/LN" of the client to which an instance is preassigned. */
static const char *
client_text(const SclBuilder *builder, const SclElement *client)
{
    g_autofree char *node = NULL;
    g_autofree char *text = NULL;

    if (client == NULL) {
        return NULL;
    }
    node = scl_node_name(scl_get(client, "prefix"), scl_get(client, "lnClass"),
                         scl_get(client, "lnInst"));
    text = g_strjoin("/", scl_get(client, "iedName"), scl_get(client, "apRef"),
                     scl_get(client, "ldInst"), node, NULL);
    return type_pool_intern(builder->loader->types, text);
}

static void
plan_report(SclBuilder *builder, SclControl control)
{
    const SclElement *element = control.element;
    const SclElement *enabled = scl_child(element, SCL_RPT_ENABLED);
    const SclElement *client = scl_child(enabled, SCL_CLIENT_LN);
    bool indexed = scl_get_boolean(builder->notes, element, "indexed", true);
    uint32_t count = scl_get_unsigned(builder->notes, enabled, "max", 1, UINT32_MAX);
    const char *name = scl_get(element, "name");

    if (count == 0 || count > INSTANCES_MAX) {
        scl_note(builder->notes, enabled->line, "max=\"%u\" of \"%s\": %s served", count, name,
                 count == 0 ? "no instance is" : "99 instances are");
    } else if (!indexed && count > 1) {
        scl_note(builder->notes, enabled->line,
                 "max=\"%u\" of \"%s\", which is not indexed: one instance is served", count,
                 name);
        count = 1;
    }
    control.kind =
        scl_get_boolean(builder->notes, element, "buffered", false) ? CB_BRCB : CB_URCB;
    for (control.instance = 1; control.instance <= MIN(count, INSTANCES_MAX);
         control.instance++) {
        g_autofree char *indexed_name = g_strdup_printf("%s%02u", name, control.instance);

        control.client = client_text(builder, client);
        client = client != NULL ? scl_sibling(client, SCL_CLIENT_LN) : NULL;
        add_control(builder, control, indexed ? indexed_name : name);
    }
}

static void
plan_goose(SclBuilder *builder, SclControl control)
{
    control.kind = CB_GOCB;
    if (strcmp(scl_get(control.element, "type"), "GSSE") == 0) {
        scl_note(builder->notes, control.element->line, "GSEControl \"%s\" is GSSE; left out",
                 scl_get(control.element, "name"));
        return;
    }
    add_control(builder, control, scl_get(control.element, "name"));
}

void
scl_controls_plan(SclBuilder *builder, uint16_t device, uint16_t node,
                  const SclElement *element)
{
    SclControl control = { .device = device, .node = node, .instance = 1 };
    bool has_settings = false;

    g_hash_table_remove_all(builder->control_names);
    for (const SclElement *child = element->first; child != NULL; child = child->next) {
        const char *name = scl_get(child, "name");

        control.element = child;
        if (child->tag == SCL_REPORT_CONTROL) {
            plan_report(builder, control);
        } else if (child->tag == SCL_LOG_CONTROL) {
            control.kind = CB_LCB;
            add_control(builder, control, name);
        } else if (child->tag == SCL_GSE_CONTROL) {
            plan_goose(builder, control);
        } else if (child->tag == SCL_SAMPLED_VALUE_CONTROL) {
            bool multicast = scl_get_boolean(builder->notes, child, "multicast", true);

            control.kind = multicast ? CB_MSVCB : CB_USVCB;
            add_control(builder, control, name);
        } else if (child->tag == SCL_SETTING_CONTROL && !has_settings) {
            control.kind = CB_SGCB;
            has_settings = true;
            add_control(builder, control, "SGCB");
        }
    }
}

/* A control block being filled. */
typedef struct Fill {
    SclBuilder *builder;
    const SclElement *element;
    ControlBlock *block;
} Fill;

static uint8_t *
octets_of(const Fill *fill, const char *name, NodeRef *leaf)
{
    return node_component(&fill->block->ref, slice_from_string(name), leaf)
               ? fill->builder->model->initial + leaf->offset
               : NULL;
}

/* Does nothing for an attribute that this edition lacks. */
static void
put_text(const Fill *fill, const char *name, const char *text)
{
    NodeRef leaf;
    uint8_t *octets = octets_of(fill, name, &leaf);

    if (octets != NULL) {
        scl_value_store(fill->builder->notes, fill->element->line, leaf.type, text, octets,
                        fill->builder->loader->strings);
    }
}

static void
put_number(const Fill *fill, const char *name, int64_t number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    put_text(fill, name, text);
}

/* A number of the file into an attribute; what does not fit is noted. */
static void
copy_number(const Fill *fill, const char *name, const char *source, uint32_t fallback,
            uint32_t max)
{
    put_number(fill, name,
               scl_get_unsigned(fill->builder->notes, fill->element, source, fallback, max));
}

static void
put_boolean(const Fill *fill, const char *name, bool value)
{
    put_text(fill, name, value ? "true" : "false");
}

typedef struct BitRow {
    const char *name; /* of the SCL attribute; NULL where the bit has none */
    bool fallback;
} BitRow;

static void
put_bits(const Fill *fill, const char *name, const SclElement *source, const BitRow *rows,
         unsigned count)
{
    NodeRef leaf;
    uint8_t *octets = octets_of(fill, name, &leaf);

    g_assert(octets != NULL && leaf.type->kind == VALUE_BIT_STRING);
    for (unsigned i = 0; i < count; i++) {
        if (rows[i].name != NULL &&
            scl_get_boolean(fill->builder->notes, source, rows[i].name, rows[i].fallback)) {
            octets[i / 8] |= (uint8_t)(0x80 >> i % 8);
        }
    }
}

static void
put_triggers(const Fill *fill)
{
    static const BitRow rows[] = { { NULL, false },   { "dchg", false },   { "qchg", false },
                                   { "dupd", false }, { "period", false }, { "gi", true } };

    put_bits(fill, "TrgOps", scl_child(fill->element, SCL_TRG_OPS), rows, G_N_ELEMENTS(rows));
}

static void
put_data_set(const Fill *fill)
{
    const ControlBlock *block = fill->block;
    const char *name = scl_get(fill->element, "datSet");
    const LogicalDevice *device = &fill->builder->model->devices[block->device];
    g_autofree char *text = NULL;

    if (*name == '\0') {
        return;
    }
    fill->block->data_set = scl_data_set_find(fill->builder, block->device, block->node, name);
    if (block->data_set == NULL) {
        if (block->instance == 1) {
            scl_note(fill->builder->notes, fill->element->line,
                     "datSet=\"%s\" of \"%s\" does not exist; the control block has none", name,
                     scl_get(fill->element, "name"));
        }
        return;
    }
    text = g_strjoin("/", device->domain, block->data_set->item, NULL);
    put_text(fill, "DatSet", text);
}

static void
fill_report(const Fill *fill)
{
    static const BitRow options[] = {
        { NULL, false },         { "seqNum", false },  { "timeStamp", false },
        { "reasonCode", false }, { "dataSet", false }, { "dataRef", false },
        { "bufOvfl", true },     { "entryID", false }, { "configRef", false },
    };
    const SclElement *element = fill->element;

    put_text(fill, "RptID", scl_get(element, "rptID"));
    put_data_set(fill);
    copy_number(fill, "ConfRev", "confRev", 0, UINT32_MAX);
    copy_number(fill, "BufTm", "bufTime", 0, UINT32_MAX);
    copy_number(fill, "IntgPd", "intgPd", 0, UINT32_MAX);
    put_bits(fill, "OptFlds", scl_child(element, SCL_OPT_FIELDS), options,
             G_N_ELEMENTS(options));
    put_triggers(fill);
    if (fill->block->client != NULL) {
        put_number(fill, "ResvTms", -1);
    }
}

static void
fill_log(const Fill *fill)
{
    const SclBuilder *builder = fill->builder;
    uint16_t at = fill->block->device;
    bool known = scl_log_device(builder, fill->element, &at);
    g_autofree char *item = scl_log_item(fill->element);
    g_autofree char *reference = g_strjoin("/", builder->model->devices[at].domain, item, NULL);

    if (!known) {
        scl_note(builder->notes, fill->element->line,
                 "ldInst=\"%s\" of LogControl \"%s\" does not exist; its own is taken",
                 scl_get(fill->element, "ldInst"), scl_get(fill->element, "name"));
    }
    put_boolean(fill, "LogEna",
                scl_get_boolean(fill->builder->notes, fill->element, "logEna", true));
    put_text(fill, "LogRef", reference);
    put_data_set(fill);
    put_triggers(fill);
    copy_number(fill, "IntgPd", "intgPd", 0, UINT32_MAX);
}

static void
put_address(const Fill *fill, const SclLayer2 *address)
{
    Fill inner = *fill;
    ControlBlock block = *fill->block;
    NodeRef leaf;

    if (!node_component(&block.ref, slice_from_string("DstAddress"), &block.ref)) {
        return;
    }
    inner.block = &block;
    if (address->has_mac) {
        Value value = { .kind = VALUE_OCTET_STRING, .string = { address->mac, 6 } };
        uint8_t *octets = octets_of(&inner, "Addr", &leaf);

        value_store(leaf.type, octets, &value, fill->builder->loader->strings);
    }
    put_number(&inner, "PRIORITY", address->priority);
    put_number(&inner, "VID", address->vlan_id);
    put_number(&inner, "APPID", address->app_id);
}

static void
put_layer2(const Fill *fill, SclTag tag)
{
    const SclBuilder *builder = fill->builder;
    const SclElement *connected =
        scl_addresses_find(builder->loader->addresses, scl_get(builder->ied, "name"),
                           scl_get(builder->access_point, "name"));
    SclLayer2 address;

    if (scl_layer2_read(builder->notes, connected, tag,
                        builder->model->devices[fill->block->device].inst, fill->block->name,
                        &address)) {
        put_address(fill, &address);
        put_number(fill, "MinTime", address.min_time);
        put_number(fill, "MaxTime", address.max_time);
    }
}

static void
fill_goose(const Fill *fill)
{
    put_text(fill, "GoID", scl_get(fill->element, "appID"));
    put_data_set(fill);
    copy_number(fill, "ConfRev", "confRev", 0, UINT32_MAX);
    put_boolean(fill, "NdsCom", fill->block->data_set == NULL);
    put_boolean(fill, "FixedOffs",
                scl_get_boolean(fill->builder->notes, fill->element, "fixedOffs", false));
    put_layer2(fill, SCL_GSE);
}

static void
fill_samples(const Fill *fill)
{
    static const BitRow options[] = { { "refreshTime", false },
                                      { "sampleSynchronized", true },
                                      { "sampleRate", false },
                                      { "dataSet", false },
                                      { "security", false } };
    static const char *const modes[] = { "SmpPerPeriod", "SmpPerSec", "SecPerSmp" };
    const SclElement *element = fill->element;
    const char *mode = scl_get(element, "smpMod");

    put_text(fill, "MsvID", scl_get(element, "smvID"));
    put_text(fill, "UsvID", scl_get(element, "smvID"));
    put_data_set(fill);
    copy_number(fill, "ConfRev", "confRev", 0, UINT32_MAX);
    copy_number(fill, "SmpRate", "smpRate", 0, UINT16_MAX);
    copy_number(fill, "noASDU", "nofASDU", 1, UINT8_MAX);
    put_bits(fill, "OptFlds", scl_child(element, SCL_SMV_OPTS), options, G_N_ELEMENTS(options));
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        if (strcmp(mode, modes[i]) == 0) {
            put_number(fill, "SmpMod", i);
        }
    }
    put_layer2(fill, SCL_SMV);
}

static void
fill_settings(const Fill *fill)
{
    copy_number(fill, "NumOfSG", "numOfSGs", 1, UINT8_MAX);
    copy_number(fill, "ActSG", "actSG", 1, UINT8_MAX);
    copy_number(fill, "ResvTms", "resvTms", 0, UINT16_MAX);
}

static void
fill_control(SclBuilder *builder, const SclControl *control, ControlBlock *block)
{
    static void (*const fills[])(const Fill *) = {
        [CB_URCB] = fill_report,   [CB_BRCB] = fill_report,   [CB_LCB] = fill_log,
        [CB_GOCB] = fill_goose,    [CB_MSVCB] = fill_samples, [CB_USVCB] = fill_samples,
        [CB_SGCB] = fill_settings,
    };
    const LogicalDevice *device = &builder->model->devices[control->device];
    const Fill fill = { builder, control->element, block };
    bool found;

    *block = (ControlBlock){ .kind = control->kind,
                             .name = control->name,
                             .base_name = control->name,
                             .instance = control->instance,
                             .device = control->device,
                             .node = control->node,
                             .client = control->client };
    if (control->kind == CB_URCB || control->kind == CB_BRCB) {
        block->base_name =
            type_pool_intern(builder->loader->types, scl_get(control->element, "name"));
    }
    block->ref = model_node_ref(device, &device->nodes[control->node]);
    found = node_component(&block->ref, slice_from_string(fc_name(control->fc)), &block->ref) &&
            node_component(&block->ref, slice_from_string(control->name), &block->ref);
    g_assert(found);
    fills[control->kind](&fill);
}

void
scl_controls_build(SclBuilder *builder)
{
    Model *model = builder->model;

    model->control_block_count = builder->controls->len;
    model->control_blocks = g_new0(ControlBlock, builder->controls->len);
    for (unsigned i = 0; i < builder->controls->len; i++) {
        fill_control(builder, &g_array_index(builder->controls, SclControl, i),
                     &model->control_blocks[i]);
    }
}
