/* SPDX-License-Identifier: Apache-2.0
 *
 * Random commits, lost associations, writes to report control blocks and resynchronisations,
 * held against a second, much simpler reading of the rules (report_oracle.h): every answer to a
 * write, every report with its values, and what was told to be lost must be what that reading
 * says. Each seed is its own run with its own limits, PDU sizes and edition.
 *
 * IEDBENCH_SEEDS=N runs N seeds, IEDBENCH_SEED=S only that one.
 */
#include "tests/sim/acsi/report_run.h"

enum { SEEDS = 4000, STEPS = 120, STORM = 400, RPT_IDS = 3, FAILURES = 3 };

static const char *const leaf_items[LEAVES] = {
    [IND1] = "GGIO1$ST$Ind1$stVal",      [IND1_Q] = "GGIO1$ST$Ind1$q",
    [IND2] = "GGIO1$ST$Ind2$stVal",      [IND2_Q] = "GGIO1$ST$Ind2$q",
    [IND3] = "GGIO1$ST$Ind3$stVal",      [IND3_Q] = "GGIO1$ST$Ind3$q",
    [ANALOGUE] = "GGIO1$MX$AnIn1$mag$f",
};

static void
step_commit(Run *run)
{
    g_autoptr(GString) text = g_string_new(NULL);
    unsigned chosen = 1 + run_draw(run, (1u << LEAVES) - 1);
    bool written[LEAVES] = { false };
    World before = run->world;

    for (unsigned i = 0; i < LEAVES; i++) {
        static const char *const texts[][2] = { { "false", "true" },
                                                { "good", "invalid" },
                                                { "0", "1" } };
        unsigned kind = i == ANALOGUE ? 2 : i % 2;

        if (chosen & 1u << i) {
            written[i] = true;
            run->world.leaves[i] = run_draw(run, 2);
            g_string_append_printf(text, "%s%s=%s", text->len > 0 ? " " : "", leaf_items[i],
                                   texts[kind][run->world.leaves[i]]);
        }
    }
    g_string_append_printf(run->script, "  commit %s\n", text->str);
    station_set(run->station, text->str);
    for (unsigned i = 0; i < BLOCKS; i++) {
        oracle_commit(&run->oracles[i], &before, &run->world, written, run_now(run));
    }
}

static void
step_time(Run *run)
{
    static const unsigned at_most[] = { 30, 30, 500, 3000 };
    unsigned milliseconds = run_draw(run, at_most[run_draw(run, G_N_ELEMENTS(at_most))]);

    g_string_append_printf(run->script, "  advance %u\n", milliseconds);
    station_advance(run->station, milliseconds);
    for (unsigned i = 0; i < BLOCKS; i++) {
        oracle_advance(&run->oracles[i], &run->world, run_now(run));
    }
}

/* Mostly whoever has the control block, else anybody. */
static int
draw_client(Run *run, unsigned block)
{
    const Oracle *oracle = &run->oracles[block];
    int somebody = (int)run_draw(run, 2);

    return oracle->owner >= 0 && run_draw(run, 4) > 0 ? oracle->owner : somebody;
}

/* A known id, sent or not; one that is gone or never was; none. */
static uint64_t
draw_entry(Run *run, const Oracle *oracle)
{
    unsigned which = run_draw(run, 6);

    if (oracle->count > 0 && which < 4) {
        return oracle->entries[run_draw(run, oracle->count)].id;
    }
    return which == 4 ? 0 : oracle->last_id - run_draw(run, 3);
}

static uint64_t
draw_value(Run *run, unsigned block, OracleAttribute attribute)
{
    static const unsigned windows[] = { 0, 0, 20, 100 };
    static const unsigned periods[] = { 0, 150, 400, 1000 };

    switch (attribute) {
    case WRITE_RPT_ID:
        return run_draw(run, RPT_IDS);
    case WRITE_DAT_SET:
        return run_draw(run, SET_UNKNOWN + 1);
    case WRITE_OPT_FLDS:
        return run_draw(run, 1 << REPORT_OPTION_BITS);
    case WRITE_TRG_OPS:
        return run_draw(run, 1 << REPORT_TRIGGER_BITS) & ~1u;
    case WRITE_BUF_TM:
        return windows[run_draw(run, G_N_ELEMENTS(windows))];
    case WRITE_INTG_PD:
        return periods[run_draw(run, G_N_ELEMENTS(periods))];
    case WRITE_ENTRY_ID:
        return draw_entry(run, &run->oracles[block]);
    case WRITE_RESV_TMS:
        return run_draw(run, 4);
    case WRITE_SQ_NUM:
        return 0;
    default:
        return run_draw(run, 4) > 0;
    }
}

static const char *const attribute_names[] = {
    [WRITE_RPT_ID] = "RptID",       [WRITE_RPT_ENA] = "RptEna",   [WRITE_RESV] = "Resv",
    [WRITE_DAT_SET] = "DatSet",     [WRITE_OPT_FLDS] = "OptFlds", [WRITE_BUF_TM] = "BufTm",
    [WRITE_TRG_OPS] = "TrgOps",     [WRITE_INTG_PD] = "IntgPd",   [WRITE_GI] = "GI",
    [WRITE_PURGE_BUF] = "PurgeBuf", [WRITE_ENTRY_ID] = "EntryID", [WRITE_RESV_TMS] = "ResvTms",
    [WRITE_SQ_NUM] = "SqNum",
};

/* What the number means on the wire. */
static MmsDataError
write_item(Run *run, int index, unsigned block, OracleAttribute attribute, uint64_t value)
{
    static const char *const sets[] = {
        [SET_DS] = "ds", [SET_OTHER] = "other", [SET_UNKNOWN] = "none"
    };
    g_autofree char *item =
        g_strconcat(block_names[block], "$", attribute_names[attribute], NULL);
    g_autofree char *text = NULL;
    StationClient *client = run_client(run, index);

    switch (attribute) {
    case WRITE_RPT_ID:
        text = run_rpt_id(run, block, (unsigned)value, false);
        return station_write_text(client, item, text);
    case WRITE_DAT_SET:
        text = value == SET_NONE ? g_strdup("")
                                 : g_strdup_printf("%sLD0/LLN0$%s", run->ied, sets[value]);
        return station_write_text(client, item, text);
    case WRITE_OPT_FLDS:
        return station_write_bits(client, item, (unsigned)value, REPORT_OPTION_BITS);
    case WRITE_TRG_OPS:
        return station_write_bits(client, item, (unsigned)value, REPORT_TRIGGER_BITS);
    case WRITE_BUF_TM:
    case WRITE_INTG_PD:
    case WRITE_SQ_NUM:
        return station_write_number(client, item, (unsigned)value);
    case WRITE_ENTRY_ID:
        text = g_strdup_printf("89 08 %016" G_GINT64_MODIFIER "X", value);
        return station_write(client, item, text);
    case WRITE_RESV_TMS:
        text = g_strdup_printf("85 01 %02X", (unsigned)value);
        return station_write(client, item, text);
    default:
        return station_write_flag(client, item, value != 0);
    }
}

static bool
has_attribute(const Oracle *oracle, OracleAttribute attribute)
{
    switch (attribute) {
    case WRITE_RESV:
        return !oracle->buffered;
    case WRITE_RESV_TMS:
        return oracle->buffered && oracle->shows_reservation;
    case WRITE_PURGE_BUF:
    case WRITE_ENTRY_ID:
        return oracle->buffered;
    default:
        return true;
    }
}

static void
write_value(Run *run, int client, unsigned block, OracleAttribute attribute, uint64_t value)
{
    Oracle *oracle = &run->oracles[block];
    MmsDataError expected, result;

    if (!has_attribute(oracle, attribute)) {
        return;
    }
    result = write_item(run, client, block, attribute, value);
    expected = oracle_write(oracle, &run->world, client, attribute, value, run_now(run));
    g_string_append_printf(run->script, "  %c writes %s$%s=%" G_GUINT64_FORMAT ": %d\n",
                           'A' + client, block_names[block], attribute_names[attribute], value,
                           (int)result);
    if (result != expected) {
        g_string_append_printf(run->script, "  (the rules say %d)\n", (int)expected);
        run_expect(run, false, block, "the answer to a write");
    }
}

static void
step_enable(Run *run)
{
    unsigned block = run_draw(run, BLOCKS);

    write_value(run, draw_client(run, block), block, WRITE_RPT_ENA, true);
}

static void
step_write(Run *run)
{
    unsigned block = run_draw(run, BLOCKS);
    OracleAttribute attribute = (OracleAttribute)run_draw(run, G_N_ELEMENTS(attribute_names));

    write_value(run, draw_client(run, block), block, attribute,
                draw_value(run, block, attribute));
}

/* As clients do after a lost link, disable, resume, enable; some do not come to the end. */
static void
step_resume(Run *run)
{
    unsigned block = 2 + run_draw(run, 2);
    int client = draw_client(run, block);
    unsigned parts = run_draw(run, 8);

    write_value(run, client, block, WRITE_RPT_ENA, false);
    if (parts & 3) {
        write_value(run, client, block, WRITE_ENTRY_ID, draw_value(run, block, WRITE_ENTRY_ID));
    }
    if (parts & 4) {
        write_value(run, client, block, WRITE_RPT_ENA, true);
    }
}

/* Disables, writes another attribute, and may enable again. */
static void
step_configure(Run *run)
{
    static const OracleAttribute attributes[] = { WRITE_RPT_ID,   WRITE_DAT_SET, WRITE_BUF_TM,
                                                  WRITE_TRG_OPS,  WRITE_INTG_PD, WRITE_OPT_FLDS,
                                                  WRITE_PURGE_BUF };
    OracleAttribute attribute = attributes[run_draw(run, G_N_ELEMENTS(attributes))];
    unsigned block = run_draw(run, BLOCKS);
    int client = draw_client(run, block);

    write_value(run, client, block, WRITE_RPT_ENA, false);
    write_value(run, client, block, attribute, draw_value(run, block, attribute));
    if (run_draw(run, 2)) {
        write_value(run, client, block, WRITE_RPT_ENA, true);
    }
}

static void
step_interrogate(Run *run)
{
    unsigned block = run_draw(run, BLOCKS);

    write_value(run, draw_client(run, block), block, WRITE_GI, true);
}

static void
draw_pdu_size(Run *run, StationClient *client)
{
    static const uint32_t sizes[] = { 65000, 65000, 65000, 65000, 230, 230, 190, TINY_PDU };

    client->pdu_size = sizes[run_draw(run, G_N_ELEMENTS(sizes))];
}

static void
step_lose(Run *run)
{
    int index = (int)run_draw(run, 2);
    StationClient *client = run_client(run, index);

    station_lose(client);
    draw_pdu_size(run, client);
    g_string_append_printf(run->script, "  %c is lost, and comes with PDUs of %u\n",
                           'A' + index, client->pdu_size);
    for (unsigned i = 0; i < BLOCKS; i++) {
        oracle_lose(&run->oracles[i], index, run_now(run));
    }
}

/* No association negotiates again, but so a report that is too large is followed by one that
 * is not. */
static void
step_resize(Run *run)
{
    int index = (int)run_draw(run, 2);
    StationClient *client = run_client(run, index);

    draw_pdu_size(run, client);
    g_string_append_printf(run->script, "  %c has PDUs of %u\n", 'A' + index, client->pdu_size);
}

/* A client stops reading, or goes on. */
static void
step_stall(Run *run)
{
    int index = (int)run_draw(run, 2);
    StationClient *client = run_client(run, index);

    client->ready = !client->ready;
    g_string_append_printf(run->script, "  %c %s\n", 'A' + index,
                           client->ready ? "reads" : "does not read");
    if (client->ready) {
        reporting_drained(run->station->reporting, &client->caller);
    }
}

static void read_is(Run *run, unsigned block, const char *attribute, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

static void
read_is(Run *run, unsigned block, const char *attribute, const char *format, ...)
{
    g_autofree char *item = g_strconcat(block_names[block], "$", attribute, NULL);
    g_autofree char *expected = NULL;
    const char *found = station_read(&run->station->b, item);
    va_list arguments;

    va_start(arguments, format);
    expected = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (strcmp(found, expected) != 0) {
        g_string_append_printf(run->script, "  %s reads %s, not %s\n", item, found, expected);
        run_expect(run, false, block, "a read");
    }
}

static void
step_read(Run *run)
{
    static const char *const owners[] = { "", "0A000001", "0A000002" };
    unsigned block = run_draw(run, BLOCKS);
    const Oracle *oracle = &run->oracles[block];
    uint64_t newest = oracle->count > 0 ? oracle->entries[oracle->count - 1].id : 0;
    bool has_owner = strcmp(run->ied, "BAY") == 0;
    int owner = oracle->owner >= 0 ? oracle->owner : oracle->host;

    read_is(run, block, "RptEna", "%s", oracle->enabled ? "true" : "false");
    read_is(run, block, "GI", "false");
    read_is(run, block, "SqNum", "%u", oracle->sq_num);
    read_is(run, block, "ConfRev", "%u", oracle->conf_rev);
    read_is(run, block, "IntgPd", "%d", (int)oracle->intg_pd);
    read_is(run, block, "Owner", "%s", has_owner ? owners[owner + 1] : "?");
    if (!oracle->buffered) {
        read_is(run, block, "Resv", "%s", oracle->owner >= 0 ? "true" : "false");
        return;
    }
    read_is(run, block, "EntryID", "%016" G_GINT64_MODIFIER "X",
            oracle->enabled ? oracle->sent_id : newest);
    if (has_owner) {
        read_is(run, block, "ResvTms", "%d", (int)oracle_seconds_left(oracle, run_now(run)));
    }
}

static const char *const ieds[] = { "BAY", "PLAIN" };

static void
begin(Run *run, const SclFile *file, uint64_t seed)
{
    static const size_t sizes[] = { 0, 150, 300, 700, 1500 };
    static const unsigned flds = REPORT_SEQUENCE_NUMBER | REPORT_REASON;
    uint64_t wanted = EVENT_MASK(EVENT_ENTRY_LOST) | EVENT_MASK(EVENT_BUFFER_OVERFLOWED) |
                      EVENT_MASK(EVENT_RESYNCED);
    ReportLimits limits = { 0 };

    *run = (Run){ .script = g_string_new(NULL) };
    run->prng = prng_keyed(seed, "station", "reports", 0);
    limits.buffered_octets = sizes[run_draw(run, G_N_ELEMENTS(sizes))];
    limits.pending_octets = sizes[run_draw(run, G_N_ELEMENTS(sizes))];
    limits.strict = run_draw(run, 4) == 0;
    limits.reservation = 1 + run_draw(run, 3);
    run->ied = ieds[run_draw(run, G_N_ELEMENTS(ieds))];
    run->station = station_new_from(file, run->ied, &limits);
    event_subscribe(run->station->events, wanted, run_take_note, run);
    draw_pdu_size(run, &run->station->a);
    draw_pdu_size(run, &run->station->b);
    g_string_append_printf(run->script, "  %s%s keeps %zu and %zu octets; PDUs of %u and %u\n",
                           run->ied, limits.strict ? ", strict," : "", limits.buffered_octets,
                           limits.pending_octets, run->station->a.pdu_size,
                           run->station->b.pdu_size);
    for (unsigned i = 0; i < BLOCKS; i++) {
        bool buffered = i >= 2;
        size_t limit = buffered ? limits.buffered_octets : limits.pending_octets;

        run->oracles[i] =
            (Oracle){ .buffered = buffered,
                      .strict = limits.strict,
                      .shows_reservation = !buffered || strcmp(run->ied, "BAY") == 0,
                      .limit = limit != 0 ? limit : SIZE_MAX,
                      .reservation = limits.reservation,
                      .opt_flds =
                          flds | (buffered ? REPORT_BUFFER_OVERFLOW | REPORT_ENTRY_ID : 0),
                      .trg_ops = 0x3E,
                      .set = SET_DS,
                      .conf_rev = buffered ? UINT32_MAX : 1,
                      .owner = -1,
                      .host = -1 };
    }
}

/* Every control block gets a RptID of its own, and belongs to nobody then. */
static void
name_blocks(Run *run)
{
    for (unsigned i = 0; i < BLOCKS; i++) {
        OracleAttribute reserve = i < 2 ? WRITE_RESV : WRITE_RESV_TMS;

        write_value(run, 0, i, reserve, 1);
        write_value(run, 0, i, WRITE_RPT_ID, 1);
        write_value(run, 0, i, reserve, 0);
    }
}

/* Enough commits for the sequence number of a URCB to come round. */
static void
storm(Run *run)
{
    for (unsigned i = 0; i < STORM && !run->failed; i++) {
        step_commit(run);
        run_settle(run);
    }
}

static void
report_failure(const Run *run, uint64_t seed)
{
    fprintf(stderr,
            "seed %" G_GUINT64_FORMAT " fails; only it: IEDBENCH_SEED=%" G_GUINT64_FORMAT
            " tests/unit report_property\n%s",
            seed, seed, run->script->str);
}

static bool
play(const SclFile *file, uint64_t seed)
{
    static void (*const steps[])(Run *) = {
        step_commit, step_commit,      step_commit, step_commit,    step_commit,    step_time,
        step_time,   step_time,        step_enable, step_enable,    step_write,     step_write,
        step_lose,   step_resume,      step_resume, step_configure, step_configure, step_read,
        step_stall,  step_interrogate, step_resize
    };
    static Run run;

    begin(&run, file, seed);
    name_blocks(&run);
    for (unsigned i = 0; i < STEPS && !run.failed; i++) {
        steps[run_draw(&run, G_N_ELEMENTS(steps))](&run);
        run_settle(&run);
    }
    if (run_draw(&run, 40) == 0) {
        storm(&run);
    }
    if (run.failed) {
        report_failure(&run, seed);
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
    SclFile *file = load_feature("reports.cid");
    unsigned failures = 0;

    for (uint64_t seed = first; seed < first + count && failures < FAILURES; seed++) {
        failures += !play(file, seed);
    }
    CU_ASSERT_EQUAL(failures, 0);
    scl_file_free(file);
}

TEST_SUITE(report_property, TEST_CASE(what_clients_receive_is_what_happened))
