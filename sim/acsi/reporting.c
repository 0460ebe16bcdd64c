/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of an IED's reporting: its control blocks by their place, the hooks, and how
 * attributes get into the arena (see reporting.h).
 */
#include "sim/acsi/reporting_private.h"

#define BUFFERED_OCTETS (256 * 1024)
#define PENDING_OCTETS (256 * 1024)
#define RESERVATION 30

bool
rcb_leaf(const Rcb *rcb, const char *name, NodeRef *leaf)
{
    return node_component(&rcb->block->ref, slice_from_string(name), leaf);
}

void
rcb_poke(const Rcb *rcb, const char *name, const Value *value)
{
    attribute_poke(rcb->reporting->values, rcb->block, name, value);
}

void
rcb_poke_number(const Rcb *rcb, const char *name, int64_t number)
{
    attribute_poke_number(rcb->reporting->values, rcb->block, name, number);
}

Slice
rcb_text(const Rcb *rcb, const char *name)
{
    return attribute_text(rcb->reporting->values, rcb->block, name);
}

void
rcb_tell_change(const Rcb *rcb)
{
    const Reporting *reporting = rcb->reporting;

    if (reporting->callbacks->changed != NULL) {
        reporting->callbacks->changed(reporting->user, rcb->block);
    }
}

void
rcb_emit(const Rcb *rcb, EventKind kind, const char *value)
{
    const Reporting *reporting = rcb->reporting;
    g_autofree char *reference = NULL;

    if (!event_wanted(reporting->events, kind)) {
        return;
    }
    reference = attribute_block_reference(reporting->model, rcb->block);
    event_emit(reporting->events,
               &(Event){ .kind = kind,
                         .ied = reporting->ied,
                         .client = rcb->owner != NULL ? rcb->owner->client : NULL,
                         .association = rcb->owner != NULL ? rcb->owner->association : 0,
                         .reference = reference,
                         .value = value });
}

void
rcb_emit_id(const Rcb *rcb, EventKind kind, uint64_t id)
{
    char text[17];

    if (event_wanted(rcb->reporting->events, kind)) {
        g_snprintf(text, sizeof text, "%016" G_GINT64_MODIFIER "x", id);
        rcb_emit(rcb, kind, text);
    }
}

static int64_t
number_of(const Rcb *rcb, const char *name)
{
    NodeRef leaf;
    Value value;

    if (!rcb_leaf(rcb, name, &leaf)) {
        return 0;
    }
    values_get(rcb->reporting->values, &leaf, &value);
    return value.kind == VALUE_BIT_STRING
               ? report_bits_get(value.bit_string.octets, value.bit_string.bits)
               : value.integer;
}

static Rcb *
rcb_new(Reporting *reporting, const ControlBlock *block)
{
    Rcb *rcb = g_new0(Rcb, 1);
    const VmdVariableList *list;

    rcb->reporting = reporting;
    rcb->block = block;
    rcb->buffered = block->kind == CB_BRCB;
    rcb->opt_flds = (unsigned)number_of(rcb, "OptFlds");
    rcb->trg_ops = (unsigned)number_of(rcb, "TrgOps");
    rcb->buf_tm = (uint32_t)number_of(rcb, "BufTm");
    rcb->intg_pd = (uint32_t)number_of(rcb, "IntgPd");
    rcb->conf_rev = (uint32_t)number_of(rcb, "ConfRev");
    rcb->resv_tms = (int16_t)number_of(rcb, "ResvTms");
    rcb->preassigned = rcb_preassigned_hosts(reporting, block);
    rcb->buffer.limit =
        rcb->buffered ? reporting->limits.buffered_octets : reporting->limits.pending_octets;
    if (rcb->preassigned != NULL) {
        rcb_show_nobody(rcb);
    }
    list = vmd_ied_find_list(reporting->vmd, NULL, rcb_text(rcb, "DatSet"));
    if (list != NULL) {
        rcb_use(rcb, list, NULL);
    }
    return rcb;
}

Rcb *
reporting_make(Reporting *reporting, RcbSlot *slot)
{
    if (slot->rcb == NULL) {
        slot->rcb = rcb_new(reporting, slot->block);
    }
    return slot->rcb;
}

Rcb *
reporting_get(Reporting *reporting, RcbSlot *slot)
{
    if (slot->rcb == NULL) {
        reporting_make(reporting, slot);
        report_keep_begin(slot->rcb);
    }
    return slot->rcb;
}

unsigned
reporting_slots(const Reporting *reporting, const NodeRef *ref, unsigned *first)
{
    uint32_t end = ref->offset + ref->type->size;
    unsigned low = 0, high = reporting->slot_count, count = 0;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        const NodeRef *block = &reporting->slots[middle].block->ref;

        if (block->offset + block->type->size <= ref->offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low + count < reporting->slot_count &&
           reporting->slots[low + count].block->ref.offset < end) {
        count++;
    }
    return count;
}

static void
forget(void *user, VmdCaller *caller)
{
    Reporting *reporting = user;

    for (unsigned i = 0; i < reporting->slot_count; i++) {
        Rcb *rcb = reporting->slots[i].rcb;

        if (rcb != NULL && rcb->owner == caller) {
            rcb_owner_gone(rcb);
            rcb_tell_change(rcb);
        }
        if (rcb != NULL && rcb->list_owner == caller) {
            rcb_disable(rcb, "its data set went with an association");
            rcb_use(rcb, NULL, NULL);
            rcb_poke(rcb, "DatSet", &(Value){ .kind = VALUE_VISIBLE_STRING });
            report_keep_changed(rcb);
            rcb_tell_change(rcb);
        }
    }
}

static bool
is_used(void *user, const VmdVariableList *list)
{
    const Reporting *reporting = user;

    for (const ReportSet *set = reporting->sets; set != NULL; set = set->next) {
        if (set->list == list) {
            return true;
        }
    }
    return false;
}

static const VmdWatch report_watch = { .forget = forget, .is_used = is_used };

static int
compare_slots(const void *left, const void *right)
{
    uint32_t a = ((const RcbSlot *)left)->block->ref.offset;
    uint32_t b = ((const RcbSlot *)right)->block->ref.offset;

    return a < b ? -1 : a > b;
}

static void
collect_slots(Reporting *reporting)
{
    const Model *model = reporting->model;

    reporting->slots = g_new0(RcbSlot, model->control_block_count + 1);
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if (block->kind == CB_URCB || block->kind == CB_BRCB) {
            reporting->slots[reporting->slot_count++].block = block;
        }
    }
    qsort(reporting->slots, reporting->slot_count, sizeof *reporting->slots, compare_slots);
    for (unsigned i = 0; i < reporting->slot_count; i++) {
        const ControlBlock *block = reporting->slots[i].block;

        g_autofree char *hosts = rcb_preassigned_hosts(reporting, block);

        /* A BRCB with a data set buffers from the beginning; one that names a dynamic set needs
         * a client. A preassigned one shows whose it is. */
        if (!report_keep_restore(reporting, &reporting->slots[i]) &&
            ((block->kind == CB_BRCB && block->data_set != NULL) || hosts != NULL)) {
            reporting_get(reporting, &reporting->slots[i]);
        }
    }
    g_clear_pointer(&reporting->initial, values_free);
}

static ReportLimits
choose_limits(const ReportLimits *given)
{
    ReportLimits limits = *given;

    limits.buffered_octets =
        limits.buffered_octets != 0 ? limits.buffered_octets : BUFFERED_OCTETS;
    limits.pending_octets = limits.pending_octets != 0 ? limits.pending_octets : PENDING_OCTETS;
    limits.reservation = limits.reservation != 0 ? limits.reservation : RESERVATION;
    return limits;
}

Reporting *
reporting_new(const ReportingParameters *parameters)
{
    Reporting *reporting = g_new0(Reporting, 1);

    reporting->vmd = parameters->vmd;
    reporting->values = parameters->values;
    reporting->model = values_model(parameters->values);
    reporting->clock = parameters->clock;
    reporting->events = parameters->events;
    reporting->ied = parameters->ied;
    reporting->gates = parameters->gates;
    reporting->limits = choose_limits(&parameters->limits);
    reporting->store = parameters->store;
    reporting->lasting = parameters->store != NULL && store_is_lasting(parameters->store);
    reporting->unsaved = g_ptr_array_new();
    reporting->callbacks = parameters->callbacks;
    reporting->user = parameters->user;
    reporting->intervals = g_array_new(FALSE, FALSE, sizeof(ReportInterval));
    reporting->items = g_array_new(FALSE, FALSE, sizeof(ReportItem));
    reporting->touched = g_ptr_array_new();
    reporting->inclusion = g_byte_array_new();
    pdu_init(&reporting->encoded, 0);
    pdu_init(&reporting->outgoing, 0);
    collect_slots(reporting);
    vmd_ied_hook(reporting->vmd, FC_RP, &report_control_hook, reporting);
    vmd_ied_hook(reporting->vmd, FC_BR, &report_control_hook, reporting);
    vmd_ied_watch(reporting->vmd, &report_watch, reporting);
    values_observe(reporting->values, report_trigger_observe, reporting);
    return reporting;
}

static void
rcb_free(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;

    report_keep_end(rcb);
    rcb_unschedule(rcb);
    rcb_forget_window(rcb);
    clock_disarm(reporting->clock, &rcb->integrity);
    clock_disarm(reporting->clock, &rcb->reservation);
    rcb->enabled = false;
    rcb_use(rcb, NULL, NULL);
    report_buffer_purge(&rcb->buffer);
    report_encode_end(rcb);
    g_free(rcb->preassigned);
    g_free(rcb->reserved_for);
    g_free(rcb);
}

void
reporting_free(Reporting *reporting)
{
    if (reporting == NULL) {
        return;
    }
    values_unobserve(reporting->values, report_trigger_observe, reporting);
    vmd_ied_unhook(reporting->vmd, FC_RP, &report_control_hook, reporting);
    vmd_ied_unhook(reporting->vmd, FC_BR, &report_control_hook, reporting);
    vmd_ied_unwatch(reporting->vmd, &report_watch, reporting);
    for (unsigned i = 0; i < reporting->slot_count; i++) {
        if (reporting->slots[i].rcb != NULL) {
            rcb_free(reporting->slots[i].rcb);
        }
    }
    g_free(reporting->slots);
    g_ptr_array_unref(reporting->unsaved);
    g_array_unref(reporting->intervals);
    g_array_unref(reporting->items);
    g_ptr_array_unref(reporting->touched);
    g_byte_array_unref(reporting->inclusion);
    pdu_clear(&reporting->encoded);
    pdu_clear(&reporting->outgoing);
    g_free(reporting);
}

size_t
reporting_memory(const Reporting *reporting)
{
    size_t octets = 0;

    for (unsigned i = 0; i < reporting->slot_count; i++) {
        octets += reporting->slots[i].rcb != NULL ? reporting->slots[i].rcb->buffer.octets : 0;
    }
    return octets;
}
