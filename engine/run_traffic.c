/* SPDX-License-Identifier: Apache-2.0
 *
 * What went over the wire in a run, as a table of its results: octets, PDUs and what became of
 * requests, an IED a row. Octets are counted as they pass GATE_BYTES, behind every fault.
 */
#include "engine/run_private.h"

#define ROWS_MAX 500

/* At the gate of one IED. */
typedef struct OctetCount {
    GateGuest guest; /* first */
    uint64_t in, out;
} OctetCount;

static GateVerdict
on_bytes(GateGuest *guest, GatePass *pass)
{
    OctetCount *count = (OctetCount *)guest;

    if (pass->outbound) {
        count->out += pass->bytes.size;
    } else {
        count->in += pass->bytes.size;
    }
    return GATE_PASS;
}

void
run_traffic_watch(Run *run, const Device *device)
{
    OctetCount *count = g_new0(OctetCount, 1);

    if (run->octets == NULL) {
        run->octets = g_ptr_array_new_with_free_func(g_free);
    }
    count->guest = (GateGuest){ .act = on_bytes, .watches = true };
    gate_add(&ied_gates(device->ied)[GATE_BYTES], &count->guest);
    g_ptr_array_add(run->octets, count);
}

static void
add_row(ResultTable *table, const Device *device, const OctetCount *octets)
{
    const MmsCounters *counters = ied_counters(device->ied);
    const uint64_t numbers[] = { octets->in,
                                 octets->out,
                                 counters->pdus_in,
                                 counters->pdus_out,
                                 counters->requests_served,
                                 counters->rejects_sent,
                                 counters->errors_sent };
    char cells[G_N_ELEMENTS(numbers)][24];
    const char *row[G_N_ELEMENTS(numbers) + 1] = { device->name };

    for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_snprintf(cells[i], sizeof cells[i], "%" G_GUINT64_FORMAT, numbers[i]);
        row[i + 1] = cells[i];
    }
    results_add_row(table, row);
}

void
run_traffic_tell(Run *run)
{
    static const char *const columns[] = { "IED",     "octets in", "octets out",
                                           "PDUs in", "PDUs out",  "requests served",
                                           "rejects", "errors",    NULL };
    const GPtrArray *devices = run->scenario->devices;
    ResultTable *table = results_add_table(run->results, "traffic", "Traffic", columns);

    for (unsigned i = 0; i < devices->len && i < ROWS_MAX; i++) {
        add_row(table, devices->pdata[i], run->octets->pdata[i]);
    }
    table->omitted = devices->len > ROWS_MAX ? devices->len - ROWS_MAX : 0;
}

void
run_traffic_close(Run *run)
{
    if (run->octets != NULL) {
        g_ptr_array_unref(run->octets);
    }
}
