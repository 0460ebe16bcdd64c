/* SPDX-License-Identifier: Apache-2.0
 *
 * Log control blocks row by row, what they log, and logs as clients query them (conformance
 * cases sLog of IEC 61850-10).
 */
#include "sim/acsi/logging.h"

#include "sim/acsi/codec/report.h"
#include "sim/mms/read_journal.h"
#include "sim/model/timestamp.h"
#include "tests/sim/acsi/station.h"
#include "tests/test.h"

#define LCB "LLN0$LG$events$"
#define PLAIN "LLN0$LG$plain$"

typedef struct Logs {
    Station *station;
    Store *store;
    Logging *logging;
    AcsiServer server;
} Logs;

static void
begin(Logs *logs, size_t octets)
{
    logs->logging =
        logging_new(&logs->server, logs->station->reporting, &(LogLimits){ .octets = octets });
}

static Logs
open_logs(const char *ied, size_t octets)
{
    Logs logs = { .station = station_new_of("logs.cid", ied, &(ReportLimits){ 0 }),
                  .store = store_memory_new() };

    logs.server = (AcsiServer){ .vmd = logs.station->vmd,
                                .values = logs.station->values,
                                .model = logs.station->model,
                                .clock = logs.station->clock,
                                .events = logs.station->events,
                                .ied = ied,
                                .store = logs.store };
    begin(&logs, octets);
    return logs;
}

static void
close_logs(Logs *logs)
{
    logging_free(logs->logging);
    station_free(logs->station);
    store_free(logs->store);
}

typedef struct Taken {
    GString *text;
    unsigned room;
} Taken;

static void
append_variable(GString *text, Slice tag, Slice data)
{
    g_string_append_printf(text, " %.*s=", (int)tag.size, (const char *)tag.data);
    for (size_t i = 0; i < data.size; i++) {
        g_string_append_printf(text, "%02X", data.data[i]);
    }
}

/* "2: IED1LD0/GGIO1$ST$Ind2$stVal=8301FF ReasonCode=84020240". */
static bool
take(void *user, const VmdJournalEntry *entry)
{
    Slice variables = entry->variables;
    Taken *taken = user;
    Slice tag, data;

    if (taken->room == 0) {
        return false;
    }
    taken->room--;
    g_string_append_printf(taken->text, "%s%u:", taken->text->len > 0 ? " | " : "",
                           entry->place.id[7]);
    while (mms_journal_variable_next(&variables, &tag, &data)) {
        append_variable(taken->text, tag, data);
    }
    return true;
}

/* Entries as take writes them, " ..." when more are left, or the error. Lent until the next
 * call. */
static const char *
query_page(Logs *logs, const char *item, const VmdJournalQuery *query, unsigned room)
{
    static char answer[4096];
    const Vmd *vmd = vmd_ied_vmd(logs->station->vmd);
    g_autoptr(GString) text = g_string_new(NULL);
    Taken taken = { text, room };
    MmsObjectName name = { MMS_SCOPE_DOMAIN,
                           slice_from_string(logs->station->model->devices[0].domain),
                           slice_from_string(item) };
    bool more;
    MmsError error = vmd->journals->read(vmd->object, &logs->station->a.caller, &name, query,
                                         take, &taken, &more);

    if (error != MMS_OK) {
        g_string_printf(text, "error %04x", error);
    } else if (more) {
        g_string_append(text, " ...");
    }
    g_strlcpy(answer, text->str, sizeof answer);
    return answer;
}

static bool
gives(Logs *logs, const char *item, const char *expected)
{
    const char *found = query_page(logs, item, &(VmdJournalQuery){ 0 }, UINT_MAX);

    if (strcmp(found, expected) != 0) {
        fprintf(stderr, "  %s has %s, not %s\n", item, found, expected);
    }
    return strcmp(found, expected) == 0;
}

static const char *
query(Logs *logs, const VmdJournalQuery *wanted)
{
    return query_page(logs, "LLN0$EventLog", wanted, UINT_MAX);
}

/* Entries as their ids only: "1 2 3". */
static const char *
ids(const char *entries)
{
    static char answer[512];
    g_auto(GStrv) parts = g_strsplit(entries, " | ", 0);
    g_autoptr(GString) text = g_string_new(NULL);

    for (char **part = parts; *part != NULL && **part != '\0'; part++) {
        if (!g_ascii_isdigit(**part)) {
            return entries;
        }
        g_string_append_printf(text, "%s%d", text->len > 0 ? " " : "", atoi(*part));
    }
    if (g_str_has_suffix(entries, " ...")) {
        g_string_append(text, " ...");
    }
    g_strlcpy(answer, text->str, sizeof answer);
    return answer;
}

static VmdJournalPlace
place(int64_t milliseconds, uint8_t id)
{
    VmdJournalPlace made = { .id = { 0, 0, 0, 0, 0, 0, 0, id } };

    binary_time_encode(STATION_START + milliseconds * CLOCK_MILLISECOND, made.time);
    return made;
}

static VmdJournalQuery
between(int64_t from, int64_t to)
{
    VmdJournalQuery wanted = { .from_time = true, .to_time = true, .start = place(from, 0) };

    memcpy(wanted.stop, place(to, 0).time, sizeof wanted.stop);
    return wanted;
}

static VmdJournalQuery
after(uint8_t id)
{
    return (VmdJournalQuery){ .after = true, .after_place = place(0, id) };
}

/* Entries 1 to `count` at 100, 200, ... milliseconds. */
static void
make_entries(Logs *logs, unsigned count)
{
    for (unsigned i = 1; i <= count; i++) {
        station_advance(logs->station, 100);
        station_set(logs->station,
                    i % 2 ? "GGIO1$ST$Ind2$stVal=true" : "GGIO1$ST$Ind2$stVal=false");
    }
}

static bool
add_name(void *user, Slice name)
{
    g_string_append_printf(user, "%.*s ", (int)name.size, (const char *)name.data);
    return true;
}

/* What getNameList gives. Lent until the next call. */
static const char *
journals(Logs *logs)
{
    static char answer[200];
    const Vmd *vmd = vmd_ied_vmd(logs->station->vmd);
    g_autoptr(GString) names = g_string_new(NULL);
    bool more;

    CU_ASSERT_EQUAL(vmd->names->list(vmd->object, &logs->station->a.caller, MMS_CLASS_JOURNAL,
                                     MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"), SLICE_NONE,
                                     add_name, names, &more),
                    MMS_OK);
    CU_ASSERT_FALSE(more);
    g_strlcpy(answer, names->str, sizeof answer);
    return answer;
}

static void
sLog1_control_blocks_show_what_the_file_says(void)
{
    Logs logs = open_logs("BAY", 0);
    StationClient *a = &logs.station->a;

    CU_ASSERT_TRUE(station_reads(a, LCB "LogEna", "true"));
    CU_ASSERT_TRUE(station_reads(a, LCB "LogRef", "BAYLD0/LLN0$EventLog"));
    CU_ASSERT_TRUE(station_reads(a, LCB "DatSet", "BAYLD0/LLN0$ds"));
    CU_ASSERT_TRUE(station_reads(a, LCB "TrgOps", "dchg,qchg,gi"));
    CU_ASSERT_TRUE(station_reads(a, LCB "NewEntr", "0000000000000000"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "LogEna", "false"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "IntgPd", "1000"));
    CU_ASSERT_STRING_EQUAL(journals(&logs), "LLN0$EventLog LLN0$PlainLog ");
    /* Enabled in the file, but without a data set. */
    CU_ASSERT_TRUE(station_reads(a, "LLN0$LG$empty$LogEna", "false"));
    close_logs(&logs);
}

static void
sLog2_events_become_entries_with_value_and_reason(void)
{
    Logs logs = open_logs("BAY", 0);

    station_set(logs.station, "GGIO1$ST$Ind2$stVal=true GGIO1$ST$Ind2$q=invalid");
    station_set(logs.station, "GGIO1$ST$Ind2$stVal=true");
    CU_ASSERT_TRUE(gives(&logs, "LLN0$EventLog",
                         "1: BAYLD0/GGIO1$ST$Ind2$stVal=8301FF ReasonCode=84020240 "
                         "BAYLD0/GGIO1$ST$Ind2$q=8403034000 ReasonCode=84020220"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(logs.station->log->str, "log_queried LD0/LLN0.EventLog=1 entries\n"));
    close_logs(&logs);
}

static void
sLog2_without_reason_code_there_are_values_only(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);

    CU_ASSERT_EQUAL(station_write_flag(&logs.station->a, PLAIN "LogEna", true),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&logs.station->a, PLAIN "LogEna", "true"));
    station_set(logs.station, "GGIO1$ST$Ind2$stVal=true");
    CU_ASSERT_TRUE(gives(&logs, "LLN0$PlainLog",
                         "1: BAYLD0/GGIO1$ST$Ind2=A2128301FF840303000091080000000000000000"));
    CU_ASSERT_PTR_NOT_NULL(strstr(logs.station->log->str, "log_enabled LD0/LLN0.LG.plain\n"));
    CU_ASSERT_EQUAL(station_write_flag(&logs.station->a, PLAIN "LogEna", false),
                    MMS_DATA_SUCCESS);
    station_set(logs.station, "GGIO1$ST$Ind2$stVal=false");
    CU_ASSERT_STRING_EQUAL(ids(query_page(&logs, "LLN0$PlainLog", &all, 9)), "1");
    close_logs(&logs);
}

static void
sLog3_a_range_of_times_has_both_its_ends(void)
{
    VmdJournalQuery wanted;
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 5);
    wanted = between(200, 400);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "2 3 4");
    wanted = between(201, 399);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "3");
    wanted = between(501, 999);
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "");
    wanted = between(0, 99);
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "");
    wanted = (VmdJournalQuery){ .from_time = true, .start = place(400, 0) };
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "4 5");
    close_logs(&logs);
}

static void
sLog4_entries_after_one(void)
{
    VmdJournalQuery wanted;
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 5);
    wanted = after(3);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "4 5");
    wanted = after(5);
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "");
    wanted = after(0);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "1 2 3 4 5");
    /* The time alone: behind all of its moment. */
    wanted = (VmdJournalQuery){ .after = true, .after_place = place(200, 0) };
    memset(wanted.after_place.id, 0xFF, 8);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "3 4 5");
    wanted = (VmdJournalQuery){ .from_entry = true, .start = place(0, 2), .to_count = true };
    wanted.count = 2;
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "2 3");
    close_logs(&logs);
}

/* As a client does: the range again, and behind the last entry it got. */
static void
sLog5_pages_are_continued_to_the_end(void)
{
    VmdJournalQuery wanted = between(100, 400);
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 5);
    CU_ASSERT_STRING_EQUAL(ids(query_page(&logs, "LLN0$EventLog", &wanted, 2)), "1 2 ...");
    wanted.after = true;
    wanted.after_place = place(200, 2);
    CU_ASSERT_STRING_EQUAL(ids(query_page(&logs, "LLN0$EventLog", &wanted, 2)), "3 4");
    close_logs(&logs);
}

static bool
count_ascending(void *user, const VmdJournalEntry *entry)
{
    unsigned *count = user;

    ++*count;
    CU_ASSERT_EQUAL(entry->place.id[7], (uint8_t)*count);
    return true;
}

/* More entries than are read from the store at a time. */
static void
sLog5_long_logs_come_whole(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);
    const Vmd *vmd = vmd_ied_vmd(logs.station->vmd);
    MmsObjectName name = { MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"),
                           slice_from_string("LLN0$EventLog") };
    unsigned count = 0;
    bool more = true;

    make_entries(&logs, 200);
    CU_ASSERT_EQUAL(vmd->journals->read(vmd->object, &logs.station->a.caller, &name, &all,
                                        count_ascending, &count, &more),
                    MMS_OK);
    CU_ASSERT_EQUAL(count, 200);
    CU_ASSERT_FALSE(more);
    close_logs(&logs);
}

static void
sLog6_the_ends_shown_are_those_of_the_log(void)
{
    Logs logs = open_logs("BAY", 0);
    StationClient *a = &logs.station->a;

    make_entries(&logs, 3);
    CU_ASSERT_TRUE(station_reads(a, LCB "OldEntr", "0000000000000001"));
    CU_ASSERT_TRUE(station_reads(a, LCB "NewEntr", "0000000000000003"));
    CU_ASSERT_TRUE(station_reads(a, LCB "OldEntrTm", "2026-01-01T00:00:00.100Z"));
    CU_ASSERT_TRUE(station_reads(a, LCB "NewEntrTm", "2026-01-01T00:00:00.300Z"));
    close_logs(&logs);
}

static void
sLog7_the_oldest_entries_go_when_the_log_is_full(void)
{
    const VmdJournalQuery all = { 0 };
    VmdJournalQuery wanted;
    Logs logs = open_logs("BAY", 200);

    make_entries(&logs, 9);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &all)), "7 8 9");
    CU_ASSERT_TRUE(station_reads(&logs.station->a, LCB "OldEntr", "0000000000000007"));
    /* Who comes back after the gap gets what is left. */
    wanted = after(2);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &wanted)), "7 8 9");
    close_logs(&logs);
}

static void
sLog7_integrity_logs_all_members(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);

    CU_ASSERT_EQUAL(station_write_flag(&logs.station->a, PLAIN "LogEna", true),
                    MMS_DATA_SUCCESS);
    station_advance(logs.station, 2500);
    CU_ASSERT_STRING_EQUAL(ids(query_page(&logs, "LLN0$PlainLog", &all, 9)), "1 2");
    close_logs(&logs);
}

static void
sLogN1_unknown_logs_ranges_and_entries_are_refused(void)
{
    const VmdJournalQuery all = { 0 };
    VmdJournalQuery wanted;
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 2);
    CU_ASSERT_STRING_EQUAL(query_page(&logs, "LLN0$NoLog", &all, 9), "error 0702");
    wanted = after(3);
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "error 0702");
    wanted = (VmdJournalQuery){ .from_entry = true, .start = place(0, 9) };
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "error 0702");
    wanted = between(400, 100);
    CU_ASSERT_STRING_EQUAL(query(&logs, &wanted), "error 0400");
    close_logs(&logs);
}

static void
sLogN2_writes_out_of_place_are_refused(void)
{
    Logs logs = open_logs("BAY", 0);
    StationClient *a = &logs.station->a;

    CU_ASSERT_EQUAL(station_write_text(a, LCB "DatSet", "BAYLD0/LLN0$other"),
                    MMS_DATA_TEMPORARILY_UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_number(a, LCB "IntgPd", 5), MMS_DATA_TEMPORARILY_UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_bits(a, LCB "TrgOps", REPORT_DATA_CHANGE, 6),
                    MMS_DATA_TEMPORARILY_UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write(a, LCB "NewEntr", "89 08 00 00 00 00 00 00 00 00"),
                    MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(station_write_flag(a, "LLN0$LG$empty$LogEna", true),
                    MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "DatSet", "BAYLD0/LLN0$none"),
                    MMS_DATA_OBJECT_VALUE_INVALID);
    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "LogRef", "BAYLD0/LLN0$NoLog"),
                    MMS_DATA_OBJECT_VALUE_INVALID);
    CU_ASSERT_EQUAL(station_write_bits(a, PLAIN "TrgOps", REPORT_DATA_CHANGE, 7),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(a, "LLN0$LG$plain", "A2 00"), MMS_DATA_OBJECT_ACCESS_DENIED);
    close_logs(&logs);
}

static void
a_disabled_block_takes_another_data_set_log_and_triggers(void)
{
    Logs logs = open_logs("BAY", 0);
    StationClient *a = &logs.station->a;

    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "DatSet", "BAYLD0/LLN0$ds"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "LogRef", "BAYLD0/LLN0$EventLog"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_bits(a, PLAIN "TrgOps", REPORT_QUALITY_CHANGE, 6),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(a, PLAIN "IntgPd", 0), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(a, PLAIN "LogEna", true), MMS_DATA_SUCCESS);
    station_set(logs.station, "GGIO1$ST$Ind2$q=invalid");
    CU_ASSERT_TRUE(gives(&logs, "LLN0$EventLog",
                         "1: BAYLD0/GGIO1$ST$Ind2$q=8403034000 ReasonCode=84020220 | "
                         "2: BAYLD0/GGIO1$ST$Ind2$q=8403034000"));
    close_logs(&logs);
}

static void
what_log_settings_fix_nobody_writes(void)
{
    Logs logs = open_logs("FIXED", 0);
    StationClient *a = &logs.station->a;

    CU_ASSERT_EQUAL(station_write_flag(a, LCB "LogEna", false), MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(station_write_number(a, PLAIN "IntgPd", 5), MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "LogRef", ""), MMS_DATA_SUCCESS);
    close_logs(&logs);
}

static uint32_t
initialize(Logs *logs, const VmdJournalLimit *limit)
{
    const Vmd *vmd = vmd_ied_vmd(logs->station->vmd);
    MmsObjectName name = { MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"),
                           slice_from_string("LLN0$EventLog") };
    uint32_t deleted = 99;

    CU_ASSERT_EQUAL(vmd->journals->initialize(vmd->object, &logs->station->a.caller, &name,
                                              limit, &deleted),
                    MMS_OK);
    return deleted;
}

static void
a_log_is_cleared_up_to_a_time_an_entry_or_whole(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 9);
    CU_ASSERT_EQUAL(
        initialize(&logs, &(VmdJournalLimit){ .by_time = true, .before = place(300, 0) }), 2);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &all)), "3 4 5 6 7 8 9");
    CU_ASSERT_EQUAL(initialize(&logs, &(VmdJournalLimit){ .by_time = true,
                                                          .by_entry = true,
                                                          .before = place(600, 6) }),
                    3);
    CU_ASSERT_EQUAL(initialize(&logs, &(VmdJournalLimit){ 0 }), 4);
    CU_ASSERT_STRING_EQUAL(query(&logs, &all), "");
    make_entries(&logs, 2); /* the first finds the value there is */
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &all)), "10");
    close_logs(&logs);
}

static void
a_log_goes_on_after_a_new_start(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);

    make_entries(&logs, 2);
    logging_free(logs.logging);
    begin(&logs, 0);
    make_entries(&logs, 1);
    CU_ASSERT_STRING_EQUAL(ids(query(&logs, &all)), "1 2 3");
    close_logs(&logs);
}

static void
what_was_written_to_a_block_survives_a_power_cycle(void)
{
    const VmdJournalQuery all = { 0 };
    Logs logs = open_logs("BAY", 0);
    StationClient *a = &logs.station->a;

    CU_ASSERT_EQUAL(station_write_bits(a, PLAIN "TrgOps", REPORT_QUALITY_CHANGE, 6),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(a, PLAIN "IntgPd", 70000), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(a, PLAIN "DatSet", "BAYLD0/LLN0$ds"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(a, PLAIN "LogEna", true), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(a, LCB "LogEna", false), MMS_DATA_SUCCESS);
    logging_free(logs.logging);
    values_reset(logs.station->values);
    begin(&logs, 0);
    CU_ASSERT_TRUE(station_reads(a, PLAIN "LogEna", "true"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "TrgOps", "qchg"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "IntgPd", "70000"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "DatSet", "BAYLD0/LLN0$ds"));
    CU_ASSERT_TRUE(station_reads(a, PLAIN "LogRef", "BAYLD0/LLN0$PlainLog"));
    CU_ASSERT_TRUE(station_reads(a, LCB "LogEna", "false"));
    station_set(logs.station, "GGIO1$ST$Ind2$q=invalid");
    CU_ASSERT_STRING_EQUAL(query(&logs, &all), "");
    CU_ASSERT_STRING_EQUAL(ids(query_page(&logs, "LLN0$PlainLog", &all, 9)), "1");
    close_logs(&logs);
}

/* As another version, or a disk, may have left it. */
static void
what_was_kept_and_cannot_be_read_is_as_in_the_file(void)
{
    static const char *const kept[] = { "",          "1 2",
                                        "1 2 3",     "1 2 3\nBAYLD0/LLN0$PlainLog",
                                        "x 2 3\n\n", "\n\n\n\n" };

    for (unsigned i = 0; i < G_N_ELEMENTS(kept); i++) {
        Logs logs = open_logs("BAY", 0);

        logging_free(logs.logging);
        store_put(logs.store, "BAY", "lcb/LD0/LLN0.plain", slice_from_string(kept[i]));
        begin(&logs, 0);
        CU_ASSERT_TRUE(station_reads(&logs.station->a, PLAIN "LogEna", "false"));
        CU_ASSERT_TRUE(station_reads(&logs.station->a, PLAIN "IntgPd", "1000"));
        CU_ASSERT_TRUE(station_reads(&logs.station->a, PLAIN "LogRef", "BAYLD0/LLN0$PlainLog"));
        close_logs(&logs);
    }
}

TEST_SUITE(acsi_logging, TEST_CASE(sLog1_control_blocks_show_what_the_file_says),
           TEST_CASE(sLog2_events_become_entries_with_value_and_reason),
           TEST_CASE(sLog2_without_reason_code_there_are_values_only),
           TEST_CASE(sLog3_a_range_of_times_has_both_its_ends),
           TEST_CASE(sLog4_entries_after_one), TEST_CASE(sLog5_pages_are_continued_to_the_end),
           TEST_CASE(sLog5_long_logs_come_whole),
           TEST_CASE(sLog6_the_ends_shown_are_those_of_the_log),
           TEST_CASE(sLog7_the_oldest_entries_go_when_the_log_is_full),
           TEST_CASE(sLog7_integrity_logs_all_members),
           TEST_CASE(sLogN1_unknown_logs_ranges_and_entries_are_refused),
           TEST_CASE(sLogN2_writes_out_of_place_are_refused),
           TEST_CASE(a_disabled_block_takes_another_data_set_log_and_triggers),
           TEST_CASE(what_log_settings_fix_nobody_writes),
           TEST_CASE(a_log_is_cleared_up_to_a_time_an_entry_or_whole),
           TEST_CASE(a_log_goes_on_after_a_new_start),
           TEST_CASE(what_was_written_to_a_block_survives_a_power_cycle),
           TEST_CASE(what_was_kept_and_cannot_be_read_is_as_in_the_file))
