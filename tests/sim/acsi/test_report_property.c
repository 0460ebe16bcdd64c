/* SPDX-License-Identifier: Apache-2.0
 *
 * Random commits, disconnects, writes to report control blocks and resynchronisations, held
 * against a second, much simpler reading of the rules: a BRCB is a list of entries with a mark,
 * a URCB a list of what was not sent. What the clients receive must be what the lists say.
 * Every seed is its own run; a failing one is printed.
 *
 * IEDBENCH_SEEDS=N runs N seeds, IEDBENCH_SEED=S only that one.
 */
#include "sim/base/prng.h"
#include "tests/sim/acsi/report_oracle.h"
#include "tests/sim/acsi/station.h"

enum { SEEDS = 400, STEPS = 120, BLOCKS = 4 };

static const char *const block_names[BLOCKS] = { "LLN0$RP$urcb01", "LLN0$RP$urcb02",
                                                 "LLN0$BR$brcb01", "LLN0$BR$brcb02" };

typedef struct Run {
    Station *station;
    Prng prng;
    Oracle oracles[BLOCKS];
    int64_t now; /* ms since the start */
    bool failed;
    GString *script;
} Run;

static unsigned
draw(Run *run, unsigned below)
{
    return (unsigned)prng_below(&run->prng, below);
}

static StationClient *
client_at(Run *run, int index)
{
    return index == 0 ? &run->station->a : &run->station->b;
}

static void
expect(Run *run, bool holds, const char *what)
{
    if (!holds && !run->failed) {
        run->failed = true;
        g_string_append_printf(run->script, "  FAILED: %s\n", what);
    }
}

/* The next report of the block against the next unsent entry. */
static void
check_report(Run *run, Oracle *oracle, Report *report)
{
    Expected *entry;
    ReportedMember member;
    unsigned found[MEMBERS] = { 0 };
    uint64_t id = 0;

    expect(run, oracle->sent < oracle->count, "a report that nothing caused");
    expect(run, report->sq_num == oracle->sq_num, "SqNum");
    if (run->failed) {
        return;
    }
    entry = &oracle->entries[oracle->sent++];
    while (report_next(report, &member)) {
        found[member.index] = member.reason;
    }
    expect(run, memcmp(found, entry->reasons, sizeof found) == 0, "members and reasons");
    oracle->sq_num = (oracle->sq_num + 1) % (oracle->buffered ? 65536 : 256);
    if (oracle->buffered) {
        expect(run, report->buf_ovfl == oracle->overflow, "BufOvfl");
        oracle->overflow = false;
        for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
            id = id << 8 | report->entry_id[i];
        }
        expect(run, entry->id == 0 || entry->id == id, "an entry's id changed");
        entry->id = id;
        for (unsigned i = 0; i + 1 < oracle->sent; i++) {
            expect(run, oracle->entries[i].id < id || oracle->entries[i].id == 0, "ids grow");
        }
    }
}

static void
receive(Run *run, int index)
{
    StationClient *client = client_at(run, index);

    for (unsigned i = 0; i < client->pdus->len && !run->failed; i++) {
        GByteArray *pdu = client->pdus->pdata[i];
        MmsInformationReport information;
        unsigned block = 0;
        Report report;

        expect(run,
               mms_information_report_get((Slice){ pdu->data, pdu->len }, &information) &&
                   report_get(&information, &report),
               "malformed");
        while (!run->failed && block < BLOCKS &&
               !slice_equals_string(report.rpt_id, block_names[block])) {
            block++;
        }
        expect(run, block < BLOCKS && run->oracles[block].client == index, "whose report");
        if (!run->failed) {
            check_report(run, &run->oracles[block], &report);
        }
    }
    g_ptr_array_set_size(client->pdus, 0);
}

/* Everything that can be sent is sent, and then nothing may be missing. */
static void
settle(Run *run)
{
    station_turn(run->station);
    receive(run, 0);
    receive(run, 1);
    for (unsigned i = 0; i < BLOCKS; i++) {
        Oracle *oracle = &run->oracles[i];

        if (oracle->enabled && client_at(run, oracle->client)->ready) {
            expect(run, oracle->sent == oracle->count, "an entry did not come");
        }
        if (!oracle->buffered && oracle->enabled && oracle->sent == oracle->count) {
            oracle->sent = oracle->count = 0;
        }
    }
}

static void
step_commit(Run *run)
{
    static const struct {
        const char *item;
        unsigned member, reason;
    } leaves[] = { { "GGIO1$ST$Ind1$stVal", 0, REPORT_DATA_CHANGE },
                   { "GGIO1$ST$Ind1$q", 0, REPORT_QUALITY_CHANGE },
                   { "GGIO1$ST$Ind2$stVal", 1, REPORT_DATA_CHANGE },
                   { "GGIO1$ST$Ind2$q", 2, REPORT_QUALITY_CHANGE },
                   { "GGIO1$MX$AnIn1$mag$f", 3, REPORT_DATA_CHANGE },
                   { "GGIO1$ST$Ind3$stVal", 4, REPORT_DATA_CHANGE },
                   { "GGIO1$MX$AnIn1$q", 5, 0 } };
    g_autoptr(GString) text = g_string_new(NULL);
    unsigned reasons[MEMBERS + 1] = { 0 };
    unsigned chosen = 1 + draw(run, (1u << G_N_ELEMENTS(leaves)) - 1);

    for (unsigned i = 0; i < G_N_ELEMENTS(leaves); i++) {
        bool is_q = g_str_has_suffix(leaves[i].item, "$q");
        bool is_number = g_str_has_suffix(leaves[i].item, "$f");
        unsigned value = draw(run, 2);
        const char *now = station_read(&run->station->a, leaves[i].item);
        bool was = is_q        ? strcmp(now, "good") != 0
                   : is_number ? strcmp(now, "0") != 0
                               : strcmp(now, "true") == 0;

        if (!(chosen & 1u << i)) {
            continue;
        }
        g_string_append_printf(text, "%s%s=%s", text->len > 0 ? " " : "", leaves[i].item,
                               is_q        ? (value ? "invalid" : "good")
                               : is_number ? (value ? "1" : "0")
                                           : (value ? "true" : "false"));
        reasons[leaves[i].member] |= was != (value != 0) ? leaves[i].reason : 0;
        reasons[leaves[i].member] |= is_number ? REPORT_DATA_UPDATE : 0;
    }
    g_string_append_printf(run->script, "  commit %s\n", text->str);
    station_set(run->station, text->str);
    for (unsigned i = 0; i < BLOCKS; i++) {
        oracle_event(&run->oracles[i], reasons, run->now);
    }
}

static void
step_time(Run *run)
{
    unsigned milliseconds = draw(run, 4) == 0 ? 100 + draw(run, 400) : draw(run, 30);

    g_string_append_printf(run->script, "  advance %u\n", milliseconds);
    for (unsigned i = 0; i < milliseconds; i++) {
        station_advance(run->station, 1);
        run->now++;
        for (unsigned k = 0; k < BLOCKS; k++) {
            oracle_tick(&run->oracles[k], run->now);
        }
    }
}

static MmsDataError
write_flag(Run *run, int client, unsigned block, const char *attribute, bool value)
{
    g_autofree char *item = g_strconcat(block_names[block], "$", attribute, NULL);

    g_string_append_printf(run->script, "  %c writes %s=%d\n", 'A' + client, item, value);
    return station_write_flag(client_at(run, client), item, value);
}

static void
step_enable(Run *run)
{
    unsigned block = draw(run, BLOCKS);
    int client = (int)draw(run, 2);
    Oracle *oracle = &run->oracles[block];
    bool is_free = !oracle->enabled;
    bool accepted = write_flag(run, client, block, "RptEna", true) == MMS_DATA_SUCCESS;

    expect(run, accepted == is_free, "who may enable");
    if (!accepted) {
        return;
    }
    oracle->enabled = true;
    oracle->used = true;
    oracle->client = client;
    oracle->sq_num = 0;
    oracle_begin_period(oracle, run->now);
    if (oracle->buffered && !oracle->resynced) {
        oracle->sent = 0;
        oracle->overflow = true;
    }
}

static void
step_disable(Run *run)
{
    unsigned block = draw(run, BLOCKS);
    int client = (int)draw(run, 2);
    Oracle *oracle = &run->oracles[block];
    bool is_refused = oracle->enabled && oracle->client != client;
    MmsDataError result = write_flag(run, client, block, "RptEna", false);

    expect(run, (result != MMS_DATA_SUCCESS) == is_refused, "who may disable");
    if (result == MMS_DATA_SUCCESS && oracle->enabled) {
        receive(run, client);
        oracle_disable(oracle);
        if (!oracle->buffered) {
            expect(run, write_flag(run, client, block, "Resv", false) == MMS_DATA_SUCCESS,
                   "release");
        }
    }
}

static void
step_lose(Run *run)
{
    int client = (int)draw(run, 2);

    g_string_append_printf(run->script, "  %c is lost\n", 'A' + client);
    receive(run, client);
    station_lose(client_at(run, client));
    for (unsigned i = 0; i < BLOCKS; i++) {
        if (run->oracles[i].enabled && run->oracles[i].client == client) {
            oracle_disable(&run->oracles[i]);
        }
    }
}

static void
step_interrogate(Run *run)
{
    unsigned block = draw(run, BLOCKS);
    Oracle *oracle = &run->oracles[block];

    if (oracle->enabled) {
        expect(run, write_flag(run, oracle->client, block, "GI", true) == MMS_DATA_SUCCESS,
               "GI");
        if (oracle->triggers & REPORT_GENERAL_INTERROGATION) {
            receive(run, oracle->client);
            oracle_flush(oracle);
            oracle_all(oracle, REPORT_GENERAL_INTERROGATION);
        }
    }
}

/* Releases what the write reserved, so that any client may come next. */
static void
step_configure(Run *run)
{
    unsigned block = draw(run, BLOCKS), which = draw(run, 3);
    unsigned value = which == 0 ? draw(run, 64) & 0x3E : draw(run, 3) * (which == 1 ? 20 : 150);
    Oracle *oracle = &run->oracles[block];
    unsigned *own = which == 0   ? &oracle->triggers
                    : which == 1 ? &oracle->window_time
                                 : &oracle->period;
    static const char *const names[] = { "TrgOps", "BufTm", "IntgPd" };
    g_autofree char *item = g_strconcat(block_names[block], "$", names[which], NULL);
    MmsDataError result =
        which == 0 ? station_write_bits(&run->station->a, item, value, REPORT_TRIGGER_BITS)
                   : station_write_number(&run->station->a, item, value);

    g_string_append_printf(run->script, "  A writes %s=%u\n", item, value);
    expect(run, (result == MMS_DATA_SUCCESS) == !oracle->enabled, "who may configure");
    if (result != MMS_DATA_SUCCESS) {
        return;
    }
    if (*own != value) {
        *own = value;
        oracle_purge(oracle);
        if (which != 1) {
            oracle_begin_period(oracle, run->now);
        }
    }
    if (!oracle->buffered) {
        write_flag(run, 0, block, "Resv", false);
    }
}

static void
step_resume(Run *run)
{
    unsigned block = 2 + draw(run, 2);
    Oracle *oracle = &run->oracles[block];
    unsigned at = oracle->count > 0 ? draw(run, oracle->count) : 0;
    uint64_t id = oracle->count > 0 ? oracle->entries[at].id : 0;
    g_autofree char *item = g_strconcat(block_names[block], "$EntryID", NULL);
    g_autofree char *data = g_strdup_printf("89 08 %016" G_GINT64_MODIFIER "X", id);
    MmsDataError result;

    if (oracle->enabled) {
        return;
    }
    g_string_append_printf(run->script, "  A writes %s=%s\n", item, data);
    result = station_write(&run->station->a, item, data);
    expect(run, result == MMS_DATA_SUCCESS, "a known entry");
    oracle->resynced = id != 0;
    oracle->sent = id != 0 ? at + 1 : 0;
    oracle->overflow = id == 0;
}

static void
step_purge(Run *run)
{
    unsigned block = 2 + draw(run, 2);

    if (!run->oracles[block].enabled) {
        expect(run, write_flag(run, 0, block, "PurgeBuf", true) == MMS_DATA_SUCCESS, "purge");
        oracle_purge(&run->oracles[block]);
    }
}

/* A client stops reading, or goes on. */
static void
step_stall(Run *run)
{
    int index = (int)draw(run, 2);
    StationClient *client = client_at(run, index);

    client->ready = !client->ready;
    g_string_append_printf(run->script, "  %c %s\n", 'A' + index,
                           client->ready ? "reads" : "does not read");
    if (client->ready) {
        reporting_drained(run->station->reporting, &client->caller);
    }
}

static void
begin(Run *run, uint64_t seed)
{
    *run = (Run){ .station = station_new("PLAIN"), .script = g_string_new(NULL) };
    run->prng = prng_keyed(seed, "PLAIN", "reports", 0);
    for (unsigned i = 0; i < BLOCKS; i++) {
        g_autofree char *rpt_id = g_strconcat(block_names[i], "$RptID", NULL);
        g_autofree char *resv = g_strconcat(block_names[i], "$Resv", NULL);

        station_write_text(&run->station->a, rpt_id, block_names[i]);
        station_write_flag(&run->station->a, resv, false);
        run->oracles[i] = (Oracle){ .buffered = i >= 2, .triggers = 0x3E, .client = -1 };
    }
}

static bool
play(uint64_t seed)
{
    static void (*const steps[])(
        Run *) = { step_commit,    step_commit, step_commit,      step_commit,  step_time,
                   step_time,      step_enable, step_enable,      step_disable, step_lose,
                   step_configure, step_resume, step_interrogate, step_purge,   step_stall };
    Run run;

    begin(&run, seed);
    for (unsigned i = 0; i < STEPS && !run.failed; i++) {
        steps[draw(&run, G_N_ELEMENTS(steps))](&run);
        settle(&run);
    }
    if (run.failed) {
        fprintf(stderr, "seed %" G_GUINT64_FORMAT ":\n%s", seed, run.script->str);
    }
    station_free(run.station);
    g_string_free(run.script, TRUE);
    return !run.failed;
}

static void
what_clients_receive_is_what_happened(void)
{
    const char *one = g_getenv("IEDBENCH_SEED");
    const char *many = g_getenv("IEDBENCH_SEEDS");
    uint64_t first = one != NULL ? g_ascii_strtoull(one, NULL, 10) : 1;
    uint64_t count = one != NULL ? 1 : many != NULL ? g_ascii_strtoull(many, NULL, 10) : SEEDS;
    unsigned failures = 0;

    for (uint64_t seed = first; seed < first + count && failures < 3; seed++) {
        failures += !play(seed);
    }
    CU_ASSERT_EQUAL(failures, 0);
}

TEST_SUITE(report_property, TEST_CASE(what_clients_receive_is_what_happened))
