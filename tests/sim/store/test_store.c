/* SPDX-License-Identifier: Apache-2.0
 *
 * Stores in memory and in a file give the same answers; the file's are there after a new start,
 * and what cannot be a store of ours is refused with its reason.
 */
#include "sim/store/store_file.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

static char *
make_folder(void)
{
    return g_dir_make_tmp("iedbench-store-XXXXXX", NULL);
}

static char *
file_of(const char *folder)
{
    return g_build_filename(folder, STORE_FILE_NAME, NULL);
}

static void
remove_folder(char *folder)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

    for (unsigned i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *file = file_of(folder);
        g_autofree char *path = g_strconcat(file, endings[i], NULL);

        g_unlink(path);
    }
    CU_ASSERT_EQUAL(g_rmdir(folder), 0);
    g_free(folder);
}

static Store *
open_file(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_file_open(folder, &error);

    if (store == NULL) {
        fprintf(stderr, "  %s\n", error->message);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(store);
    return store;
}

static bool
append_id(void *user, const StoreEntry *entry)
{
    g_string_append_printf(user, "%s%u@%d=%.*s", ((GString *)user)->len > 0 ? " " : "",
                           (unsigned)entry->id, (int)entry->time, (int)entry->octets.size,
                           (const char *)entry->octets.data);
    return true;
}

/* "3@30=c 4@40=d" of the entries behind an id. */
static bool
reads(StoreLog *log, uint64_t after, unsigned limit, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);

    store_log_read(log, after, limit, append_id, text);
    if (strcmp(text->str, expected) != 0) {
        fprintf(stderr, "  reads \"%s\", not \"%s\"\n", text->str, expected);
    }
    return strcmp(text->str, expected) == 0;
}

static void
append(StoreLog *log, uint64_t id, const char *text)
{
    store_log_append(log, &(StoreEntry){ id, (int64_t)id * 10, slice_from_string(text) });
}

static bool
holds(Store *store, const char *owner, const char *key, const char *expected)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();

    return store_get(store, owner, key, octets)
               ? expected != NULL &&
                     slice_equals_string((Slice){ octets->data, octets->len }, expected)
               : expected == NULL;
}

static void
append_setting(void *user, const char *key, Slice value)
{
    g_string_append_printf(user, "%s=%.*s ", key, (int)value.size, (const char *)value.data);
}

static void
use_settings(Store *store)
{
    g_autoptr(GString) text = g_string_new(NULL);

    store_put(store, "A", "rcb/1", slice_from_string("one"));
    store_put(store, "A", "rcb/2", slice_from_string("two"));
    store_put(store, "A", "sg", SLICE_NONE);
    store_put(store, "B", "rcb/1", slice_from_string("other"));
    store_put(store, "A", "rcb/1", slice_from_string("new"));
    CU_ASSERT_TRUE(holds(store, "A", "rcb/1", "new"));
    CU_ASSERT_TRUE(holds(store, "A", "sg", ""));
    CU_ASSERT_TRUE(holds(store, "A", "rcb", NULL));
    store_each(store, "A", "rcb/", append_setting, text);
    CU_ASSERT_STRING_EQUAL(text->str, "rcb/1=new rcb/2=two ");
    store_remove(store, "A", "rcb/2");
    store_remove(store, "A", "rcb/9");
    CU_ASSERT_TRUE(holds(store, "A", "rcb/2", NULL));
}

static void
use_log(Store *store)
{
    StoreLog *log = store_log_open(store, "A", "log");

    CU_ASSERT_TRUE(reads(log, 0, 9, ""));
    for (unsigned i = 1; i <= 6; i++) {
        char text[2] = { (char)('a' + i - 1), '\0' };

        append(log, i, text);
    }
    append(log, 6, "again");
    CU_ASSERT_TRUE(reads(log, 4, 9, "5@50=e 6@60=f"));
    CU_ASSERT_TRUE(reads(log, 0, 2, "1@10=a 2@20=b"));
    CU_ASSERT_EQUAL(store_log_find(log, 25), 3);
    CU_ASSERT_EQUAL(store_log_find(log, 61), 0);
    store_log_drop(log, 3);
    store_log_drop(log, 33);
    store_log_drop_until(log, 1);
    CU_ASSERT_TRUE(reads(log, 0, 9, "2@20=b 4@40=d 5@50=e 6@60=f"));
    CU_ASSERT_EQUAL(store_log_find(log, 25), 4);
    CU_ASSERT_EQUAL(store_log_count(log), 4);
    CU_ASSERT_EQUAL(store_log_octets(log), 4);
    CU_ASSERT_EQUAL(store_log_trim(log, 2), 2);
    CU_ASSERT_TRUE(reads(log, 0, 9, "5@50=e 6@60=f"));
    CU_ASSERT_EQUAL(store_log_trim(log, 0), 1);
    CU_ASSERT_TRUE(reads(log, 0, 9, "6@60=f"));
    store_log_drop(log, 6);
    CU_ASSERT_EQUAL(store_log_last_id(log), 6);
    append(log, 5, "old");
    append(log, 7, "g");
    CU_ASSERT_TRUE(reads(log, 0, 9, "7@70=g"));
    store_log_clear(log);
    CU_ASSERT_EQUAL(store_log_count(log), 0);
    store_log_close(log);
}

static void
forget_everything(Store *store)
{
    StoreLog *log = store_log_open(store, "A", "log");

    append(log, 10, "x");
    store_log_close(log);
    store_forget(store, "A");
    CU_ASSERT_TRUE(holds(store, "A", "rcb/1", NULL));
    CU_ASSERT_TRUE(holds(store, "B", "rcb/1", "other"));
    log = store_log_open(store, "A", "log");
    CU_ASSERT_EQUAL(store_log_last_id(log), 0);
    CU_ASSERT_TRUE(reads(log, 0, 9, ""));
    store_log_close(log);
}

static void
memory_keeps_settings_and_logs(void)
{
    Store *store = store_memory_new();
    StoreLog *log;

    CU_ASSERT_FALSE(store_is_lasting(store));
    use_settings(store);
    use_log(store);
    log = store_log_open(store, "A", "log");
    CU_ASSERT_EQUAL(store_log_last_id(log), 7);
    store_log_close(log);
    forget_everything(store);
    store_free(store);
}

static void
a_file_keeps_them_over_a_new_start(void)
{
    char *folder = make_folder();
    Store *store = open_file(folder);
    StoreLog *log;

    CU_ASSERT_TRUE(store_is_lasting(store));
    use_settings(store);
    use_log(store);
    store_free(store);
    store = open_file(folder);
    CU_ASSERT_TRUE(holds(store, "A", "rcb/1", "new"));
    CU_ASSERT_TRUE(holds(store, "B", "rcb/1", "other"));
    log = store_log_open(store, "A", "log");
    CU_ASSERT_EQUAL(store_log_last_id(log), 7);
    CU_ASSERT_EQUAL(store_log_count(log), 0);
    append(log, 8, "h");
    append(log, 9, "ij");
    store_log_close(log);
    store_free(store);
    store = open_file(folder);
    log = store_log_open(store, "A", "log");
    CU_ASSERT_EQUAL(store_log_octets(log), 3);
    CU_ASSERT_TRUE(reads(log, 0, 9, "8@80=h 9@90=ij"));
    store_log_close(log);
    forget_everything(store);
    store_free(store);
    remove_folder(folder);
}

/* Whatever is drawn, both kinds give the same entries. */
static void
file_and_memory_agree(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20260101);
    char *folder = make_folder();
    Store *stores[2] = { store_memory_new(), open_file(folder) };
    StoreLog *logs[2];
    uint64_t id = 0;

    for (unsigned k = 0; k < 2; k++) {
        logs[k] = store_log_open(stores[k], "A", "log");
    }
    for (unsigned i = 0; i < 2000; i++) {
        unsigned what = (unsigned)g_rand_int_range(random, 0, 20);
        uint64_t some = (uint64_t)g_rand_int_range(random, 0, (int)id + 2);
        GString *texts[2] = { g_string_new(NULL), g_string_new(NULL) };

        id += (uint64_t)g_rand_int_range(random, 1, 4);
        for (unsigned k = 0; k < 2; k++) {
            if (what < 14) {
                append(logs[k], id, what % 2 == 0 ? "even" : "uneven");
            } else if (what < 17) {
                store_log_drop(logs[k], some);
            } else if (what == 17) {
                store_log_drop_until(logs[k], some / 4);
            } else if (what == 18) {
                store_log_trim(logs[k], 2000);
            } else {
                store_commit(stores[k]);
            }
            store_log_read(logs[k], some, 20, append_id, texts[k]);
        }
        CU_ASSERT_STRING_EQUAL(texts[0]->str, texts[1]->str);
        CU_ASSERT_EQUAL(store_log_count(logs[0]), store_log_count(logs[1]));
        CU_ASSERT_EQUAL(store_log_octets(logs[0]), store_log_octets(logs[1]));
        CU_ASSERT_EQUAL(store_log_find(logs[0], (int64_t)some * 10),
                        store_log_find(logs[1], (int64_t)some * 10));
        g_string_free(texts[0], TRUE);
        g_string_free(texts[1], TRUE);
    }
    for (unsigned k = 0; k < 2; k++) {
        store_log_close(logs[k]);
        store_free(stores[k]);
    }
    remove_folder(folder);
}

static void
count_begun(void *user)
{
    (*(unsigned *)user)++;
}

static void
the_first_write_of_a_transaction_is_told(void)
{
    char *folder = make_folder();
    Store *store = open_file(folder);
    unsigned begun = 0;

    store_watch(store, count_begun, &begun);
    store_put(store, "A", "a", slice_from_string("1"));
    store_put(store, "A", "b", slice_from_string("2"));
    CU_ASSERT_EQUAL(begun, 1);
    CU_ASSERT_TRUE(store_is_pending(store));
    store_commit(store);
    CU_ASSERT_FALSE(store_is_pending(store));
    store_remove(store, "A", "a");
    CU_ASSERT_EQUAL(begun, 2);
    store_free(store);
    remove_folder(folder);
}

/* A child writes 0 to 9, a transaction each, and is killed in the middle of the tenth. */
static void
what_was_committed_survives_a_kill(void)
{
    char *folder = make_folder();
    Store *store;
    StoreLog *log;
    pid_t child = fork();
    int status;

    CU_ASSERT_TRUE_FATAL(child >= 0);
    if (child == 0) {
        store = store_file_open(folder, NULL);
        log = store_log_open(store, "A", "log");
        for (unsigned i = 1; i <= 9; i++) {
            append(log, i, "x");
            store_commit(store);
        }
        append(log, 10, "x");
        kill(getpid(), SIGKILL);
    }
    waitpid(child, &status, 0);
    CU_ASSERT_TRUE(WIFSIGNALED(status));
    store = open_file(folder);
    log = store_log_open(store, "A", "log");
    CU_ASSERT_EQUAL(store_log_count(log), 9);
    CU_ASSERT_EQUAL(store_log_last_id(log), 9);
    store_log_close(log);
    store_free(store);
    remove_folder(folder);
}

static bool
is_refused(const char *folder, const char *why)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_file_open(folder, &error);

    if (store != NULL) {
        store_free(store);
        return false;
    }
    if (strstr(error->message, why) == NULL) {
        fprintf(stderr, "  said: %s\n", error->message);
    }
    return strstr(error->message, why) != NULL;
}

static void
change_file(const char *folder, const char *text)
{
    g_autofree char *path = file_of(folder);
    sqlite3 *database = NULL;

    CU_ASSERT_EQUAL(sqlite3_open(path, &database), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(database, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static void
a_store_in_use_is_refused(void)
{
    char *folder = make_folder();
    Store *store = open_file(folder);

    CU_ASSERT_TRUE(is_refused(folder, "in use by another process"));
    store_free(store);
    store_free(open_file(folder));
    remove_folder(folder);
}

static void
what_is_no_store_of_ours_is_refused(void)
{
    char *folder = make_folder();
    g_autofree char *path = file_of(folder);

    g_file_set_contents(path,
                        "This is a text, and long enough to be looked at as a header.\n"
                        "SQLite wants a hundred octets of it before it says no, so more.",
                        -1, NULL);
    CU_ASSERT_TRUE(is_refused(folder, "not a database"));
    g_unlink(path);
    change_file(folder, "CREATE TABLE something (a)");
    CU_ASSERT_TRUE(is_refused(folder, "not a state of iedbench"));
    g_unlink(path);
    store_free(open_file(folder));
    change_file(folder, "PRAGMA user_version = 77");
    CU_ASSERT_TRUE(is_refused(folder, "schema 77 is of a newer iedbench"));
    change_file(folder, "PRAGMA user_version = 1; DROP TABLE entry");
    CU_ASSERT_TRUE(is_refused(folder, "no such table: entry"));
    remove_folder(folder);
    CU_ASSERT_TRUE(is_refused("/dev/null/state", "/dev/null/state: "));
}

/* Octets overwritten anywhere: refused or failed or answered, never a crash. */
static void
a_damaged_file_fails_and_never_crashes(void)
{
    char *folder = make_folder();
    g_autofree char *path = file_of(folder);
    g_autofree char *sound = NULL;
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    Store *store = open_file(folder);
    StoreLog *log;
    gsize size;

    use_settings(store);
    log = store_log_open(store, "A", "log");
    for (unsigned i = 1; i <= 300; i++) {
        append(log, i, "an entry of some length, so that there are several pages of them");
    }
    store_log_close(log);
    store_free(store);
    CU_ASSERT_TRUE_FATAL(g_file_get_contents(path, &sound, &size, NULL));
    for (unsigned i = 0; i < 200; i++) {
        g_autofree char *bad = g_memdup2(sound, size);

        for (unsigned k = 0; k < 30; k++) {
            bad[g_rand_int_range(random, 0, (int)size)] =
                (char)g_rand_int_range(random, 0, 256);
        }
        g_file_set_contents(path, bad, (gssize)size, NULL);
        store = store_file_open(folder, NULL);
        if (store != NULL) {
            g_autoptr(GString) text = g_string_new(NULL);

            log = store_log_open(store, "A", "log");
            store_log_read(log, 0, 1000, append_id, text);
            append(log, store_log_last_id(log) + 1, "more");
            store_log_trim(log, 100);
            store_log_close(log);
            store_each(store, "A", "", append_setting, text);
            store_free(store);
        }
    }
    remove_folder(folder);
}

TEST_SUITE(store, TEST_CASE(memory_keeps_settings_and_logs),
           TEST_CASE(a_file_keeps_them_over_a_new_start), TEST_CASE(file_and_memory_agree),
           TEST_CASE(the_first_write_of_a_transaction_is_told),
           TEST_CASE(what_was_committed_survives_a_kill), TEST_CASE(a_store_in_use_is_refused),
           TEST_CASE(what_is_no_store_of_ours_is_refused),
           TEST_CASE(a_damaged_file_fails_and_never_crashes))
