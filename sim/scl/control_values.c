/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in control blocks before any client came (IEC 61850-6 9.3.8 to 9.3.12): as the
 * file says, with the schema's defaults. GoEna, SvEna, RptEna and Resv start false.
 */
#include "sim/scl/builder.h"

#include <string.h>

#include "sim/scl/value.h"

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
    fill->block->reason_code =
        scl_get_boolean(fill->builder->notes, fill->element, "reasonCode", true);
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
                             .client = control->client,
                             .client_hosts = control->client_hosts };
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
