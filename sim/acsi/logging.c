/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of an IED's logging (see logging.h).
 */
#include "sim/acsi/attribute.h"
#include "sim/acsi/logging_private.h"

#define OCTETS ((size_t)1 << 20)

static bool
note_time(void *user, const StoreEntry *entry)
{
    *(int64_t *)user = entry->time;
    return true;
}

StoreLog *
log_entries(Log *log)
{
    Logging *logging = log->logging;
    g_autofree char *name = NULL;
    uint64_t last;

    if (log->entries == NULL) {
        name = g_strconcat("log ", log->reference, NULL);
        log->entries = store_log_open(logging->server.store, logging->server.ied, name);
        last = store_log_last_id(log->entries);
        if (last > 0) {
            store_log_read(log->entries, last - 1, 1, note_time, &log->last_time);
        }
    }
    return log->entries;
}

Log *
log_find(Logging *logging, Slice reference)
{
    for (unsigned i = 0; i < logging->server.model->journal_count; i++) {
        if (slice_equals_string(reference, logging->logs[i].reference)) {
            return &logging->logs[i];
        }
    }
    return NULL;
}

static void
emit(const Logging *logging, const VmdCaller *caller, EventKind kind, const char *reference,
     const char *value)
{
    event_emit(logging->server.events,
               &(Event){ .kind = kind,
                         .ied = logging->server.ied,
                         .client = caller != NULL ? caller->client : NULL,
                         .association = caller != NULL ? caller->association : 0,
                         .reference = reference,
                         .value = value });
}

void
log_emit(const Log *log, const VmdCaller *caller, EventKind kind, const char *value)
{
    const Model *model = log->logging->server.model;
    const LogicalDevice *device = &model->devices[model->journal_devices[log->journal]];
    g_autofree char *reference = NULL;

    if (event_wanted(log->logging->server.events, kind)) {
        reference = g_strdup_printf("%s/%s", device->inst, model->journals[log->journal]);
        emit(log->logging, caller, kind, g_strdelimit(reference, "$", '.'), value);
    }
}

void
lcb_emit(const Lcb *lcb, const VmdCaller *caller, EventKind kind)
{
    const LogicalDevice *device = &lcb->logging->server.model->devices[lcb->block->device];
    g_autofree char *reference = NULL;

    if (event_wanted(lcb->logging->server.events, kind)) {
        reference = g_strdup_printf("%s/%s.LG.%s", device->inst,
                                    device->nodes[lcb->block->node].name, lcb->block->name);
        emit(lcb->logging, caller, kind, reference, NULL);
    }
}

static void
open_logs(Logging *logging)
{
    const Model *model = logging->server.model;

    logging->logs = g_new0(Log, MAX(model->journal_count, 1));
    for (unsigned i = 0; i < model->journal_count; i++) {
        logging->logs[i] = (Log){
            .logging = logging,
            .journal = i,
            .reference = g_strjoin("/", model->devices[model->journal_devices[i]].domain,
                                   model->journals[i], NULL),
        };
    }
}

static void
open_lcb(Logging *logging, Lcb *lcb, const ControlBlock *block)
{
    const Values *values = logging->server.values;
    Value triggers;

    lcb->logging = logging;
    lcb->block = block;
    lcb_restore(lcb);
    triggers = attribute_get(values, block, "TrgOps");
    lcb->trg_ops = triggers.kind == VALUE_BIT_STRING
                       ? report_bits_get(triggers.bit_string.octets, triggers.bit_string.bits)
                       : 0;
    lcb->intg_pd = (uint32_t)attribute_get(values, block, "IntgPd").integer;
    if (lcb_resolve(lcb) && attribute_get(values, block, "LogEna").boolean) {
        lcb_enable(lcb);
    } else {
        lcb_disable(lcb);
    }
}

static void
open_lcbs(Logging *logging)
{
    const Model *model = logging->server.model;
    unsigned count = 0;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        count += model->control_blocks[i].kind == CB_LCB;
    }
    logging->lcbs = g_new0(Lcb, MAX(count, 1));
    for (unsigned i = 0; i < model->control_block_count; i++) {
        if (model->control_blocks[i].kind == CB_LCB) {
            open_lcb(logging, &logging->lcbs[logging->lcb_count++], &model->control_blocks[i]);
        }
    }
}

/* A data set that a log is made of stays. */
static bool
is_used(void *user, const VmdVariableList *list)
{
    const Logging *logging = user;

    for (unsigned i = 0; i < logging->lcb_count; i++) {
        if (logging->lcbs[i].set != NULL && logging->lcbs[i].set->list == list) {
            return true;
        }
    }
    return false;
}

static const VmdWatch log_watch = { .is_used = is_used };

Logging *
logging_new(const AcsiServer *server, Reporting *reporting, const LogLimits *limits)
{
    Logging *logging = g_new0(Logging, 1);

    logging->server = *server;
    logging->reporting = reporting;
    logging->limits.octets = limits->octets != 0 ? limits->octets : OCTETS;
    pdu_init(&logging->encoded, 0);
    open_logs(logging);
    open_lcbs(logging);
    vmd_ied_hook(server->vmd, FC_LG, &log_control_hook, logging);
    vmd_ied_watch(server->vmd, &log_watch, logging);
    vmd_ied_keep_journals(server->vmd, &log_keeper, logging);
    return logging;
}

unsigned
logging_wipe(Logging *logging)
{
    unsigned count = 0;

    for (unsigned i = 0; i < logging->server.model->journal_count; i++) {
        StoreLog *entries = log_entries(&logging->logs[i]);

        count += store_log_count(entries);
        store_log_clear(entries);
    }
    return count;
}

void
logging_free(Logging *logging)
{
    if (logging == NULL) {
        return;
    }
    vmd_ied_keep_journals(logging->server.vmd, NULL, NULL);
    vmd_ied_unwatch(logging->server.vmd, &log_watch, logging);
    vmd_ied_unhook(logging->server.vmd, FC_LG, &log_control_hook, logging);
    for (unsigned i = 0; i < logging->lcb_count; i++) {
        Lcb *lcb = &logging->lcbs[i];

        clock_disarm(logging->server.clock, &lcb->integrity);
        if (lcb->set != NULL) {
            report_set_detach(logging->reporting, lcb->set, &lcb->taker);
            report_set_put(logging->reporting, lcb->set);
        }
    }
    for (unsigned i = 0; i < logging->server.model->journal_count; i++) {
        g_clear_pointer(&logging->logs[i].entries, store_log_close);
        g_free(logging->logs[i].reference);
    }
    g_free(logging->lcbs);
    g_free(logging->logs);
    pdu_clear(&logging->encoded);
    g_free(logging);
}
