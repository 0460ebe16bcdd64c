/* SPDX-License-Identifier: Apache-2.0
 *
 * Log control blocks as clients see them (IEC 61850-7-2 17.3.2, 8-1 17.3): which attribute may
 * be written when, and what it does. One row an attribute.
 */
#include "sim/acsi/attribute.h"
#include "sim/acsi/logging_private.h"
#include "sim/model/timestamp.h"

typedef MmsDataError (*AttributeWrite)(Lcb *lcb, const VmdCaller *caller, const Value *value);

typedef struct AttributeRow {
    const char *name;
    AttributeWrite write; /* NULL: never, object-access-denied */
    unsigned fixed;       /* LogFixed bit that forbids it */
    bool while_enabled;   /* else temporarily-unavailable then */
} AttributeRow;

static void
use_data_set(Lcb *lcb, const VmdVariableList *list)
{
    Reporting *reporting = lcb->logging->reporting;

    if (lcb->set != NULL) {
        report_set_put(reporting, lcb->set);
    }
    lcb->set = list != NULL ? report_set_get(reporting, list) : NULL;
}

bool
lcb_resolve(Lcb *lcb)
{
    Logging *logging = lcb->logging;
    Value name = attribute_get(logging->server.values, lcb->block, "DatSet");
    Value log = attribute_get(logging->server.values, lcb->block, "LogRef");

    use_data_set(lcb, vmd_ied_find_list(logging->server.vmd, NULL, value_string(&name)));
    lcb->log = log_find(logging, value_string(&log));
    return lcb->set != NULL && lcb->log != NULL;
}

static void
show_enabled(const Lcb *lcb)
{
    attribute_poke(lcb->logging->server.values, lcb->block, "LogEna",
                   &(Value){ .kind = VALUE_BOOLEAN, .boolean = lcb->enabled });
}

void
lcb_enable(Lcb *lcb)
{
    lcb->enabled = true;
    lcb->taker.triggers = lcb->trg_ops;
    lcb->taker.take = lcb_take;
    report_set_attach(lcb->logging->reporting, lcb->set, &lcb->taker);
    lcb_arm_integrity(lcb);
    show_enabled(lcb);
}

void
lcb_disable(Lcb *lcb)
{
    if (lcb->enabled) {
        lcb->enabled = false;
        report_set_detach(lcb->logging->reporting, lcb->set, &lcb->taker);
    }
    lcb_arm_integrity(lcb);
    show_enabled(lcb);
}

static MmsDataError
write_log_ena(Lcb *lcb, const VmdCaller *caller, const Value *value)
{
    if (value->boolean == lcb->enabled) {
        return MMS_DATA_SUCCESS;
    }
    if (!value->boolean) {
        lcb_disable(lcb);
        lcb_emit(lcb, caller, EVENT_LOG_DISABLED);
        return MMS_DATA_SUCCESS;
    }
    if (!lcb_resolve(lcb)) {
        return MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT;
    }
    lcb_enable(lcb);
    lcb_emit(lcb, caller, EVENT_LOG_ENABLED);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_log_ref(Lcb *lcb, const VmdCaller *caller, const Value *value)
{
    Slice text = value_string(value);

    (void)caller;
    if (text.size > 0 && log_find(lcb->logging, text) == NULL) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    attribute_poke(lcb->logging->server.values, lcb->block, "LogRef", value);
    return MMS_DATA_SUCCESS;
}

/* An association's own data set goes with it, and a log stays. */
static MmsDataError
write_dat_set(Lcb *lcb, const VmdCaller *caller, const Value *value)
{
    Slice text = value_string(value);
    const VmdVariableList *list = vmd_ied_find_list(lcb->logging->server.vmd, NULL, text);

    (void)caller;
    if (text.size > 0 && (list == NULL || vmd_ied_list_count(list) > UINT16_MAX)) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    attribute_poke(lcb->logging->server.values, lcb->block, "DatSet", value);
    use_data_set(lcb, list);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_trg_ops(Lcb *lcb, const VmdCaller *caller, const Value *value)
{
    (void)caller;
    lcb->trg_ops = report_bits_get(value->bit_string.octets, value->bit_string.bits);
    attribute_poke(lcb->logging->server.values, lcb->block, "TrgOps", value);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_intg_pd(Lcb *lcb, const VmdCaller *caller, const Value *value)
{
    (void)caller;
    lcb->intg_pd = (uint32_t)value->unsigned_;
    attribute_poke(lcb->logging->server.values, lcb->block, "IntgPd", value);
    return MMS_DATA_SUCCESS;
}

static const AttributeRow attributes[] = {
    { "LogEna", write_log_ena, LOG_FIXED_LOG_ENA, true },
    { "LogRef", write_log_ref, 0, false },
    { "DatSet", write_dat_set, LOG_FIXED_DAT_SET, false },
    { "OldEntrTm", NULL, 0, false },
    { "NewEntrTm", NULL, 0, false },
    { "OldEntr", NULL, 0, false },
    { "NewEntr", NULL, 0, false },
    { "TrgOps", write_trg_ops, LOG_FIXED_TRG_OPS, false },
    { "IntgPd", write_intg_pd, LOG_FIXED_INTG_PD, false },
};

static const AttributeRow *
find_row(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(attributes) && name != NULL; i++) {
        if (strcmp(attributes[i].name, name) == 0) {
            return &attributes[i];
        }
    }
    return NULL;
}

static bool
lies_in(const ControlBlock *block, const NodeRef *ref)
{
    return block->ref.offset < ref->offset + ref->type->size &&
           ref->offset < block->ref.offset + block->ref.type->size;
}

/* A control block as a whole has attributes that nobody may write. */
static MmsDataError
write_attribute(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    Logging *logging = user;
    const AttributeRow *row;
    MmsDataError result;
    unsigned at = 0;
    Value value;
    Lcb *lcb;

    while (at < logging->lcb_count && !lies_in(logging->lcbs[at].block, ref)) {
        at++;
    }
    lcb = at < logging->lcb_count ? &logging->lcbs[at] : NULL;
    row = lcb != NULL ? find_row(attribute_name(lcb->block, ref)) : NULL;
    if (row == NULL || row->write == NULL ||
        logging->server.model->services.log_fixed & row->fixed) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (lcb->enabled && !row->while_enabled) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    result = attribute_decode(ref->type, data, &value);
    if (result == MMS_DATA_SUCCESS) {
        result = row->write(lcb, caller, &value);
        lcb_keep(lcb);
    }
    return result;
}

typedef struct End {
    uint64_t id;
    int64_t time;
} End;

static bool
note_end(void *user, const StoreEntry *entry)
{
    *(End *)user = (End){ entry->id, entry->time };
    return true;
}

static void
show_end(const Lcb *lcb, const char *id_name, const char *time_name, const End *end)
{
    Value id = { .kind = VALUE_OCTET_STRING, .string.size = 8 };
    Value time = { .kind = VALUE_BINARY_TIME };

    for (unsigned i = 0; i < 8; i++) {
        id.buffer[i] = (uint8_t)(end->id >> (56 - 8 * i));
    }
    if (end->id != 0) {
        binary_time_encode(end->time, time.time);
    }
    attribute_poke(lcb->logging->server.values, lcb->block, id_name, &id);
    attribute_poke(lcb->logging->server.values, lcb->block, time_name, &time);
}

/* The oldest and the newest entry of the log as they are now. */
static void
show_ends(Lcb *lcb)
{
    Value name = attribute_get(lcb->logging->server.values, lcb->block, "LogRef");
    Log *log = log_find(lcb->logging, value_string(&name));
    End oldest = { 0 };
    End newest = { 0 };

    if (log != NULL) {
        StoreLog *entries = log_entries(log);
        uint64_t last = store_log_last_id(entries);

        store_log_read(entries, 0, 1, note_end, &oldest);
        if (last > 0) {
            store_log_read(entries, last - 1, 1, note_end, &newest);
        }
    }
    show_end(lcb, "OldEntr", "OldEntrTm", &oldest);
    show_end(lcb, "NewEntr", "NewEntrTm", &newest);
}

static void
refresh(void *user, const NodeRef *ref)
{
    Logging *logging = user;

    for (unsigned i = 0; i < logging->lcb_count; i++) {
        if (lies_in(logging->lcbs[i].block, ref)) {
            show_ends(&logging->lcbs[i]);
        }
    }
}

const VmdHook log_control_hook = { .write = write_attribute, .refresh = refresh };
