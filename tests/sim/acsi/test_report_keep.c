/* SPDX-License-Identifier: Apache-2.0
 *
 * Report control blocks over a power cycle: what comes back from a store, in memory and in a
 * file, and that what does not fit is dropped and told.
 */
#include <glib/gstdio.h>

#include "sim/acsi/report_buffer.h"
#include "sim/store/store_file.h"
#include "tests/sim/acsi/station.h"

#define BRCB "LLN0$BR$brcb01"
#define KEY "rcb/LD0/LLN0.BR.brcb01"

static bool
comes(StationClient *client, const char *expected)
{
    const char *found = station_reports(client);

    if (strcmp(found, expected) != 0) {
        fprintf(stderr, "  came \"%s\", not \"%s\"\n", found, expected);
    }
    return strcmp(found, expected) == 0;
}

static MmsDataError
resume(StationClient *client, const char *id)
{
    g_autofree char *text = g_strconcat("89 08 ", id, NULL);

    return station_write(client, BRCB "$EntryID", text);
}

static void
change(Station *station, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        bool is = strcmp(station_read(&station->a, "GGIO1$ST$Ind1$stVal"), "true") == 0;

        station_set(station, is ? "GGIO1$ST$Ind1$stVal=false" : "GGIO1$ST$Ind1$stVal=true");
        station_advance(station, 1);
    }
}

/* A client gets one entry of three, and goes. Returns the id of that entry. */
static char *
begin_buffer(Station *station)
{
    char *id;

    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    change(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    id = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    station_lose(&station->a);
    change(station, 2);
    return id;
}

/* The two entries after the known one come, once, and later ones go on after them. */
static void
check_buffer(Station *station, const char *id)
{
    g_autofree char *newest = g_strdup(station_read(&station->a, BRCB "$EntryID"));

    CU_ASSERT_TRUE(strcmp(newest, id) > 0);
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, "0:0d | 1:0d"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$EntryID", newest));
    change(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "2:0d"));
    CU_ASSERT_TRUE(strcmp(station_read(&station->a, BRCB "$EntryID"), newest) > 0);
}

static void
a_buffer_is_kept_in_memory(void)
{
    Store *store = store_memory_new();
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;

    station_restart(station, store, false);
    id = begin_buffer(station);
    station_restart(station, store, true);
    check_buffer(station, id);
    CU_ASSERT_PTR_NULL(strstr(station->log->str, "told"));
    station_restart(station, store, false);
    CU_ASSERT_NOT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    station_free(station);
    store_free(store);
}

static void
without_a_store_nothing_is_kept(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = begin_buffer(station);

    station_restart(station, NULL, true);
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_OBJECT_VALUE_INVALID);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

typedef struct Disk {
    char *folder;
    Store *store;
} Disk;

static void
disk_begin(Disk *disk)
{
    disk->folder = g_dir_make_tmp("iedbench-keep-XXXXXX", NULL);
    disk->store = store_file_open(disk->folder, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(disk->store);
}

/* As if the process had ended after its last commit. */
static void
disk_start_again(Disk *disk, Station *station)
{
    if (station->unsaved) {
        reporting_save(station->reporting);
    }
    store_commit(disk->store);
    station_restart(station, NULL, false);
    store_free(disk->store);
    disk->store = store_file_open(disk->folder, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(disk->store);
    station->unsaved = false;
    station_restart(station, disk->store, false);
}

static void
disk_end(Disk *disk, Station *station)
{
    g_autofree char *file = g_build_filename(disk->folder, STORE_FILE_NAME, NULL);

    station_free(station);
    store_free(disk->store);
    g_unlink(file);
    CU_ASSERT_EQUAL(g_rmdir(disk->folder), 0);
    g_free(disk->folder);
}

static void
a_buffer_is_kept_in_a_file(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;
    Disk disk;

    disk_begin(&disk);
    station_restart(station, disk.store, false);
    id = begin_buffer(station);
    disk_start_again(&disk, station);
    check_buffer(station, id);
    disk_start_again(&disk, station);
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, "0:0d | 1:0d | 2:0d"));
    CU_ASSERT_PTR_NULL(strstr(station->log->str, "told"));
    disk_end(&disk, station);
}

static void
a_purged_buffer_is_empty_and_its_ids_go_on(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;
    Disk disk;

    disk_begin(&disk);
    station_restart(station, disk.store, false);
    g_free(begin_buffer(station));
    id = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$PurgeBuf", true), MMS_DATA_SUCCESS);
    disk_start_again(&disk, station);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$EntryID", "0000000000000000"));
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, ""));
    change(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    CU_ASSERT_TRUE(strcmp(station_read(&station->a, BRCB "$EntryID"), id) > 0);
    disk_end(&disk, station);
}

static void
what_clients_configured_is_kept(void)
{
    Station *station = station_new("BAY");
    Disk disk;

    disk_begin(&disk);
    station_restart(station, disk.store, false);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 32"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$RptID", "mine"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 70), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", ""), MMS_DATA_SUCCESS);
    disk_start_again(&disk, station);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$RptID", "mine"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$BufTm", "70"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$DatSet", ""));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ConfRev", "1"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "50"));
    CU_ASSERT_EQUAL(station_write_number(&station->b, BRCB "$BufTm", 1),
                    MMS_DATA_TEMPORARILY_UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 1), MMS_DATA_SUCCESS);
    disk_end(&disk, station);
}

/* The IED of another file by the same name has its control block's attributes otherwise. */
static void
what_another_file_kept_is_dropped(void)
{
    Station *station = station_new("BAY");
    g_autoptr(GByteArray) octets = g_byte_array_new();
    Disk disk;

    disk_begin(&disk);
    station_restart(station, disk.store, false);
    g_free(begin_buffer(station));
    reporting_save(station->reporting);
    CU_ASSERT_TRUE(store_get(disk.store, "BAY", KEY, octets));
    for (unsigned i = 0; i < octets->len; i++) {
        if (octets->data[i] == BER_VISIBLE_STRING && octets->data[i + 1] == 64) {
            octets->data[i + 2] = octets->data[i + 2] == 'a' ? 'b' : 'a';
            break;
        }
    }
    station->unsaved = false;
    store_put(disk.store, "BAY", KEY, (Slice){ octets->data, octets->len });
    disk_start_again(&disk, station);
    CU_ASSERT_PTR_NOT_NULL(strstr(station->log->str,
                                  "told BAY: LD0/LLN0.BR.brcb01: what was kept of it is "
                                  "dropped: the SCL file or the data set is another one"));
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, ""));
    disk_end(&disk, station);
}

/* Whatever a setting or an entry was turned into, it is taken or told, and reports stay sound.
 */
static void
damaged_rows_never_crash(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(11);

    for (unsigned round = 0; round < 400; round++) {
        Store *store = store_memory_new();
        Station *station = station_new("BAY");
        g_autoptr(GByteArray) octets = g_byte_array_new();

        station_restart(station, store, false);
        g_free(begin_buffer(station));
        reporting_save(station->reporting);
        CU_ASSERT_TRUE_FATAL(store_get(store, "BAY", KEY, octets));
        for (unsigned i = 0; i < 1 + round % 3; i++) {
            octets->data[g_rand_int_range(random, 0, (int)octets->len)] =
                (uint8_t)g_rand_int_range(random, 0, 256);
        }
        store_put(store, "BAY", KEY,
                  (Slice){ octets->data, round % 5 == 0 ? octets->len / 2 : octets->len });
        station_restart(station, store, false);
        station_enables(&station->a, BRCB);
        CU_ASSERT_PTR_NULL(strstr(station_reports(&station->a), "malformed"));
        station_free(station);
        store_free(store);
    }
}

static ReportEntry *
make_entry(GByteArray *octets)
{
    static const uint8_t values[] = {
        0x83, 0x01, 0x01, 0x84, 0x02, 0x06, 0x40, 0x80, 0x01, 0x0A
    };
    static const ReportItem items[] = { { 0, 3, 1, REPORT_DATA_CHANGE },
                                        { 3, 4, 2, REPORT_QUALITY_CHANGE },
                                        { 7, 3, 9, REPORT_INTEGRITY } };
    ReportEntry *entry = g_new0(ReportEntry, 1);

    entry->body = report_body_new(items, 3, SLICE_OF(values));
    entry->interrogated = true;
    report_entry_put(entry, octets);
    return entry;
}

static bool
is_taken(Slice octets, unsigned members)
{
    ReportEntry entry;

    if (!report_entry_get(&(StoreEntry){ 7, 8, octets }, members, &entry)) {
        return false;
    }
    report_body_unref(entry.body);
    return true;
}

static void
an_entry_is_the_same_as_octets_and_back(void)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    g_autofree ReportEntry *entry = make_entry(octets);
    Slice whole = { octets->data, octets->len };
    ReportEntry back;

    CU_ASSERT_TRUE_FATAL(report_entry_get(&(StoreEntry){ 7, 8, whole }, 10, &back));
    CU_ASSERT_EQUAL(back.id, 7);
    CU_ASSERT_EQUAL(back.time, 8);
    CU_ASSERT_TRUE(back.interrogated);
    CU_ASSERT_EQUAL(back.body->size, entry->body->size);
    for (uint32_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(back.body->items[i].member, entry->body->items[i].member);
        CU_ASSERT_EQUAL(back.body->items[i].reason, entry->body->items[i].reason);
        CU_ASSERT_TRUE(
            slice_equal(report_body_value(back.body, i), report_body_value(entry->body, i)));
    }
    report_body_unref(back.body);
    report_body_unref(entry->body);
}

static void
a_cut_or_longer_entry_is_refused(void)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    g_autofree ReportEntry *entry = make_entry(octets);

    CU_ASSERT_FALSE(is_taken((Slice){ octets->data, octets->len }, 9));
    for (guint size = 0; size < octets->len; size++) {
        CU_ASSERT_FALSE(is_taken((Slice){ octets->data, size }, 10));
    }
    for (guint bit = 0; bit < octets->len * 8; bit++) {
        octets->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        is_taken((Slice){ octets->data, octets->len }, 10);
        octets->data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    g_byte_array_append(octets, (const uint8_t *)"", 1);
    CU_ASSERT_FALSE(is_taken((Slice){ octets->data, octets->len }, 10));
    report_body_unref(entry->body);
}

TEST_SUITE(report_keep, TEST_CASE(a_buffer_is_kept_in_memory),
           TEST_CASE(without_a_store_nothing_is_kept), TEST_CASE(a_buffer_is_kept_in_a_file),
           TEST_CASE(a_purged_buffer_is_empty_and_its_ids_go_on),
           TEST_CASE(what_clients_configured_is_kept),
           TEST_CASE(what_another_file_kept_is_dropped), TEST_CASE(damaged_rows_never_crash),
           TEST_CASE(an_entry_is_the_same_as_octets_and_back),
           TEST_CASE(a_cut_or_longer_entry_is_refused))
