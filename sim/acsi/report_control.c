/* SPDX-License-Identifier: Apache-2.0
 *
 * Report control blocks as clients see them (IEC 61850-7-2 17.2, 8-1 17.1): which attribute may
 * be written when, what it does, and the refusal when not. One row an attribute; an attribute
 * that an edition lacks is not in the control block's type, so nobody can name it.
 */
#include "sim/acsi/attribute.h"
#include "sim/acsi/report_set.h"

typedef MmsDataError (*AttributeWrite)(Rcb *rcb, VmdCaller *caller, const Value *value);

typedef struct AttributeRow {
    const char *name;
    AttributeWrite write; /* NULL: never, object-access-denied */
    unsigned fixed;       /* ReportFixed bit that forbids it */
    bool while_enabled;   /* else temporarily-unavailable then */
    bool takes;           /* settles the reservation itself; else a success reserves */
} AttributeRow;

static MmsDataError
write_rpt_id(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    if (!slice_equal(rcb_text(rcb, "RptID"), value_string(value))) {
        rcb_poke(rcb, "RptID", value);
        rcb_purge(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_dat_set(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    Slice text = value_string(value);
    bool is_own = text.size > 0 && text.data[0] == '@';
    const VmdVariableList *list = vmd_ied_find_list(rcb->reporting->vmd, caller, text);

    if (text.size > 0 && (list == NULL || vmd_ied_list_count(list) > UINT16_MAX)) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (slice_equal(rcb_text(rcb, "DatSet"), text) && (!is_own || rcb->list_owner == caller)) {
        return MMS_DATA_SUCCESS;
    }
    rcb_poke(rcb, "DatSet", value);
    rcb_use(rcb, list, is_own ? caller : NULL);
    rcb->conf_rev = rcb->conf_rev == UINT32_MAX ? 1 : rcb->conf_rev + 1;
    rcb_poke_number(rcb, "ConfRev", rcb->conf_rev);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_opt_flds(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    rcb->opt_flds = report_bits_get(value->bit_string.octets, value->bit_string.bits);
    rcb_poke(rcb, "OptFlds", value);
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_trg_ops(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    unsigned triggers = report_bits_get(value->bit_string.octets, value->bit_string.bits);

    (void)caller;
    if (triggers != rcb->trg_ops) {
        rcb->trg_ops = triggers;
        rcb_poke(rcb, "TrgOps", value);
        rcb_purge(rcb);
        rcb_update_active(rcb);
        rcb_arm_integrity(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_buf_tm(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    if (value->unsigned_ != rcb->buf_tm) {
        rcb->buf_tm = (uint32_t)value->unsigned_;
        rcb_poke(rcb, "BufTm", value);
        rcb_purge(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_intg_pd(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    if (value->unsigned_ != rcb->intg_pd) {
        rcb->intg_pd = (uint32_t)value->unsigned_;
        rcb_poke(rcb, "IntgPd", value);
        rcb_purge(rcb);
        rcb_arm_integrity(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_rpt_ena(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    if (!value->boolean) {
        rcb_disable(rcb, "written by the client");
        return MMS_DATA_SUCCESS;
    }
    return rcb->enabled ? MMS_DATA_TEMPORARILY_UNAVAILABLE : rcb_enable(rcb, caller);
}

static MmsDataError
write_resv(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    if (value->boolean) {
        rcb_reserve(rcb, caller, 0);
    } else {
        rcb_release(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_resv_tms(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    if (rcb->resv_tms < 0) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (value->integer < 0) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (value->integer > 0) {
        rcb_reserve(rcb, caller, (int)value->integer);
    } else {
        rcb_release(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_gi(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    if (!value->boolean) {
        return rcb->enabled ? MMS_DATA_TEMPORARILY_UNAVAILABLE : MMS_DATA_SUCCESS;
    }
    if (!rcb->enabled) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    rcb_emit(rcb, EVENT_GI_REQUESTED, NULL);
    if (rcb->trg_ops & REPORT_GENERAL_INTERROGATION) {
        rcb_flush_window(rcb);
        rcb_report_all(rcb, REPORT_GENERAL_INTERROGATION);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_purge_buf(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    (void)caller;
    if (value->boolean) {
        rcb_purge(rcb);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
write_entry_id(Rcb *rcb, VmdCaller *caller, const Value *value)
{
    Slice octets = value_string(value);
    uint64_t id = 0;

    (void)caller;
    for (size_t i = 0; i < octets.size; i++) {
        id = id << 8 | octets.data[i];
    }
    rcb->resynced = id != 0 && report_buffer_resume(&rcb->buffer, id);
    if (!rcb->resynced) {
        report_buffer_rewind(&rcb->buffer);
        rcb->buffer.overflow = true;
        return id == 0 ? MMS_DATA_SUCCESS : MMS_DATA_OBJECT_VALUE_INVALID;
    }
    rcb->buffer.overflow = false;
    rcb_emit_id(rcb, EVENT_RESYNCED, id);
    return MMS_DATA_SUCCESS;
}

static const AttributeRow attributes[] = {
    { .name = "RptID", .write = write_rpt_id, .fixed = REPORT_FIXED_RPT_ID },
    { .name = "RptEna", .write = write_rpt_ena, .while_enabled = true },
    { .name = "Resv", .write = write_resv, .takes = true },
    { .name = "DatSet", .write = write_dat_set, .fixed = REPORT_FIXED_DAT_SET },
    { .name = "ConfRev" },
    { .name = "OptFlds", .write = write_opt_flds, .fixed = REPORT_FIXED_OPT_FLDS },
    { .name = "BufTm", .write = write_buf_tm, .fixed = REPORT_FIXED_BUF_TM },
    { .name = "SqNum" },
    { .name = "TrgOps", .write = write_trg_ops, .fixed = REPORT_FIXED_TRG_OPS },
    { .name = "IntgPd", .write = write_intg_pd, .fixed = REPORT_FIXED_INTG_PD },
    { .name = "GI", .write = write_gi, .while_enabled = true },
    { .name = "PurgeBuf", .write = write_purge_buf },
    { .name = "EntryID", .write = write_entry_id },
    { .name = "TimeofEntry" },
    { .name = "ResvTms", .write = write_resv_tms, .takes = true },
    { .name = "Owner" },
};

static const AttributeRow *
find_row(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++) {
        if (strcmp(attributes[i].name, name) == 0) {
            return &attributes[i];
        }
    }
    return NULL;
}

/* Whether the attribute may be written now, whatever the value. */
static MmsDataError
check(const Rcb *rcb, const AttributeRow *row, const VmdCaller *caller)
{
    const Reporting *reporting = rcb->reporting;

    if (row->write == NULL || reporting->model->services.report_fixed & row->fixed) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (!rcb_is_mine(rcb, caller) || (rcb->enabled && !row->while_enabled)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    if (reporting->limits.strict && rcb->owner == NULL && !row->takes && !row->while_enabled &&
        rcb_shows_reservation(rcb)) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    return MMS_DATA_SUCCESS;
}

/* A control block as a whole has attributes that nobody may write. */
static MmsDataError
write_attribute(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    Reporting *reporting = user;
    MmsDataError result = MMS_DATA_OBJECT_ACCESS_DENIED;
    const AttributeRow *row = NULL;
    unsigned first;
    const char *name;
    Value value;
    Rcb *rcb;

    if (!type_is_leaf(ref->type) || reporting_slots(reporting, ref, &first) != 1) {
        return result;
    }
    rcb = reporting_get(reporting, &reporting->slots[first]);
    name = attribute_name(rcb->block, ref);
    row = name != NULL ? find_row(name) : NULL;
    result = row == NULL ? MMS_DATA_OBJECT_ACCESS_DENIED : check(rcb, row, caller);
    if (result == MMS_DATA_SUCCESS) {
        result = attribute_decode(ref->type, data, &value);
    }
    if (result == MMS_DATA_SUCCESS) {
        result = row->write(rcb, caller, &value);
        report_keep_changed(rcb);
    }
    if (result == MMS_DATA_SUCCESS && !row->takes && !row->while_enabled) {
        rcb_reserve_implicitly(rcb, caller);
    }
    return result;
}

static void
refresh(void *user, const NodeRef *ref)
{
    const Reporting *reporting = user;
    unsigned first;
    unsigned count = reporting_slots(reporting, ref, &first);

    for (unsigned i = first; i < first + count; i++) {
        if (reporting->slots[i].rcb != NULL) {
            rcb_refresh(reporting->slots[i].rcb);
        }
    }
}

static bool
is_locked(void *user, const VmdCaller *caller, const NodeRef *ref)
{
    const Reporting *reporting = user;
    unsigned first;

    return reporting_slots(reporting, ref, &first) == 1 &&
           reporting->slots[first].rcb != NULL &&
           !rcb_is_mine(reporting->slots[first].rcb, caller);
}

const VmdHook report_control_hook = { .write = write_attribute,
                                      .refresh = refresh,
                                      .is_locked = is_locked };
