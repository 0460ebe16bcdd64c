/* SPDX-License-Identifier: Apache-2.0
 *
 * What clients received, held against the oracle (see report_run.h).
 */
#include "tests/sim/acsi/report_run.h"

const char *const block_names[BLOCKS] = { "LLN0$RP$urcb01", "LLN0$RP$urcb02", "LLN0$BR$brcb01",
                                          "LLN0$BR$brcb02" };

unsigned
run_draw(Run *run, unsigned below)
{
    return (unsigned)prng_below(&run->prng, below);
}

StationClient *
run_client(Run *run, int index)
{
    return index == 0 ? &run->station->a : &run->station->b;
}

int64_t
run_now(const Run *run)
{
    return clock_now(run->station->clock);
}

bool
run_expect(Run *run, bool holds, unsigned block, const char *what)
{
    if (!holds && !run->failed) {
        run->failed = true;
        g_string_append_printf(run->script, "  FAILED: %s: %s\n", block_names[block], what);
    }
    return holds;
}

void
run_take_note(const Event *event, void *user)
{
    Run *run = user;

    for (unsigned i = 0; i < BLOCKS; i++) {
        if (strcmp(strrchr(event->reference, '.') + 1, strrchr(block_names[i], '$') + 1) != 0) {
            continue;
        }
        run->lost[i] += event->kind == EVENT_ENTRY_LOST;
        run->overflows[i] += event->kind == EVENT_BUFFER_OVERFLOWED;
        run->resyncs[i] += event->kind == EVENT_RESYNCED;
        if (event->kind == EVENT_ENTRY_LOST) {
            run->last_lost[i] = g_ascii_strtoull(event->value, NULL, 16);
        }
    }
}

/* The text of a RptID by its number; 0 is empty, which a report shows as the block's name. */
char *
run_rpt_id(const Run *run, unsigned block, unsigned which, bool in_report)
{
    if (which == 0) {
        return in_report ? g_strdup_printf("%sLD0/%s", run->ied, block_names[block])
                         : g_strdup("");
    }
    return g_strdup_printf("%s/%u", block_names[block], which);
}

static void
check_member(Run *run, unsigned block, const ReportedMember *member, unsigned options)
{
    const Oracle *oracle = &run->oracles[block];
    const Expected *entry = &oracle->entries[oracle->sent];
    Partial *partial = &run->partial[block];
    uint8_t octets[24];
    size_t size;

    if (!run_expect(run,
                    member->index < MEMBERS && entry->reasons[member->index] != 0 &&
                        !partial->found[member->index],
                    block, "a member that nothing put there")) {
        return;
    }
    partial->found[member->index] = true;
    size = oracle_octets(oracle->set, member->index, entry->values[member->index], octets);
    run_expect(run, slice_equal(member->data, (Slice){ octets, size }), block,
               "a member's value");
    run_expect(run,
               member->reason == (options & REPORT_REASON ? entry->reasons[member->index] : 0),
               block, "a member's reason");
    run_expect(run, (member->data_ref.size > 0) == ((options & REPORT_DATA_REFERENCE) != 0),
               block, "a member's reference");
}

static void
check_head(Run *run, unsigned block, const Report *report)
{
    const Oracle *oracle = &run->oracles[block];
    const Expected *entry = &oracle->entries[oracle->sent];
    unsigned forced = oracle->buffered ? 0 : REPORT_BUFFER_OVERFLOW | REPORT_ENTRY_ID;
    unsigned options = oracle->opt_flds & ~(forced | REPORT_SEGMENTATION | 1u);
    bool is_last = !report->more_segments_follow;
    uint64_t id = 0;

    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        id = id << 8 | report->entry_id[i];
    }
    run_expect(run, (report->options & ~(unsigned)REPORT_SEGMENTATION) == options, block,
               "OptFlds of the report");
    run_expect(run, report->sq_num == (options & REPORT_SEQUENCE_NUMBER ? oracle->sq_num : 0),
               block, "SqNum");
    run_expect(run, report->buf_ovfl == (options & REPORT_BUFFER_OVERFLOW && oracle->overflow),
               block, "BufOvfl");
    run_expect(run, id == (options & REPORT_ENTRY_ID ? entry->id : 0), block, "EntryID");
    run_expect(run, !(options & REPORT_TIME_STAMP) || report->time_of_entry == entry->time,
               block, "TimeOfEntry");
    run_expect(run, !(options & REPORT_CONF_REVISION) || report->conf_rev == oracle->conf_rev,
               block, "ConfRev");
    run_expect(run, report->member_count == (oracle->set == SET_DS ? MEMBERS : 1), block,
               "size of the inclusion");
    run_expect(run, report->sub_sq_num == run->partial[block].segments, block, "SubSqNum");
    run_expect(run,
               ((report->options & REPORT_SEGMENTATION) != 0) ==
                   (!is_last || run->partial[block].segments > 0),
               block, "the segmentation bit");
}

/* A report, or a segment of one, against the next unsent entry. */
static void
check_report(Run *run, unsigned block, Report *report)
{
    Oracle *oracle = &run->oracles[block];
    Partial *partial = &run->partial[block];
    ReportedMember member;

    if (!run_expect(run, oracle->sent < oracle->count, block, "a report that nothing caused")) {
        return;
    }
    check_head(run, block, report);
    while (!run->failed && report_next(report, &member)) {
        check_member(run, block, &member, report->options);
    }
    partial->segments++;
    if (report->more_segments_follow || run->failed) {
        return;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        run_expect(run, partial->found[i] == (oracle->entries[oracle->sent].reasons[i] != 0),
                   block, "a member is missing");
    }
    *partial = (Partial){ 0 };
    oracle_sent(oracle);
}

static void
receive(Run *run, int index)
{
    StationClient *client = run_client(run, index);

    for (unsigned i = 0; i < client->pdus->len && !run->failed; i++) {
        GByteArray *pdu = client->pdus->pdata[i];
        MmsInformationReport information;
        bool found = false;
        Report report;

        if (!run_expect(
                run,
                mms_information_report_get((Slice){ pdu->data, pdu->len }, &information) &&
                    report_get(&information, &report),
                0, "malformed")) {
            return;
        }
        for (unsigned block = 0; block < BLOCKS && !found; block++) {
            const Oracle *oracle = &run->oracles[block];
            g_autofree char *id = run_rpt_id(run, block, oracle->rpt_id, true);

            found = slice_equals_string(report.rpt_id, id) && oracle->enabled &&
                    oracle->owner == index;
            if (found) {
                check_report(run, block, &report);
            }
        }
        run_expect(run, found, 0, "a report of no enabled control block");
    }
    g_ptr_array_set_size(client->pdus, 0);
}

/* Everything that can be sent is sent; then nothing may be missing, nor lost untold. */
void
run_settle(Run *run)
{
    station_turn(run->station);
    receive(run, 0);
    receive(run, 1);
    for (unsigned i = 0; i < BLOCKS && !run->failed; i++) {
        Oracle *oracle = &run->oracles[i];
        const StationClient *client = oracle->enabled ? run_client(run, oracle->owner) : NULL;

        while (client != NULL && client->ready && client->pdu_size == TINY_PDU &&
               oracle->sent < oracle->count) {
            oracle_too_large(oracle);
        }
        run_expect(run, client == NULL || !client->ready || oracle->sent == oracle->count, i,
                   "an entry did not come");
        run_expect(run, run->partial[i].segments == 0, i, "a last segment did not come");
        run_expect(run, run->lost[i] == oracle->lost, i, "entries that were lost");
        run_expect(run, run->last_lost[i] == oracle->last_lost, i, "which entry was lost");
        run_expect(run, run->overflows[i] == oracle->overflows, i, "overflows that were told");
        run_expect(run, run->resyncs[i] == oracle->resyncs, i, "resynchronisations");
    }
}
