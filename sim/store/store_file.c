/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of a process in one SQLite file (see store_file.h). Write-ahead logging with
 * synchronous=NORMAL: a transaction a turn survives the end of the process, and a loss of the
 * host's power can take the last ones but tears nothing. One process at a time has the file.
 * Any error of SQLite ends the keeping: it is told once, by store_check.
 */
#include "sim/store/store_file.h"

#include <errno.h>
#include <sqlite3.h>

#include "sim/base/store_type.h"

#define APPLICATION_ID 0x49454442 /* "IEDB" */
#define SCHEMA_VERSION 1

enum { BUSY_MILLISECONDS = 200 };

static const char schema[] =
    "CREATE TABLE setting (owner TEXT NOT NULL, key TEXT NOT NULL, octets BLOB NOT NULL,"
    "  PRIMARY KEY (owner, key)) WITHOUT ROWID;"
    "CREATE TABLE log (number INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL,"
    "  last_id INTEGER NOT NULL, UNIQUE (owner, name));"
    "CREATE TABLE entry (log INTEGER NOT NULL, id INTEGER NOT NULL, time INTEGER NOT NULL,"
    "  octets BLOB NOT NULL, PRIMARY KEY (log, id)) WITHOUT ROWID;"
    "CREATE INDEX entry_time ON entry (log, time);";

typedef enum Statement {
    BEGIN,
    COMMIT,
    PUT,
    GET,
    REMOVE,
    EACH,
    FORGET_SETTINGS,
    FORGET_ENTRIES,
    FORGET_LOGS,
    FIND_LOG,
    ADD_LOG,
    KEEP_LAST,
    SUM,
    APPEND,
    SUM_DROPPED,
    DROP,
    READ,
    FIND,
    STATEMENTS
} Statement;

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [PUT] = "INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)",
    [GET] = "SELECT octets FROM setting WHERE owner = ?1 AND key = ?2",
    [REMOVE] = "DELETE FROM setting WHERE owner = ?1 AND key = ?2",
    [EACH] = "SELECT key, octets FROM setting WHERE owner = ?1 AND key >= ?2"
             " AND substr(key, 1, length(?2)) = ?2 ORDER BY key",
    [FORGET_SETTINGS] = "DELETE FROM setting WHERE owner = ?1",
    [FORGET_ENTRIES] = "DELETE FROM entry WHERE log IN"
                       " (SELECT number FROM log WHERE owner = ?1)",
    [FORGET_LOGS] = "DELETE FROM log WHERE owner = ?1",
    [FIND_LOG] = "SELECT number, last_id FROM log WHERE owner = ?1 AND name = ?2",
    [ADD_LOG] = "INSERT INTO log (owner, name, last_id) VALUES (?1, ?2, 0)",
    [KEEP_LAST] = "UPDATE log SET last_id = ?2 WHERE number = ?1",
    [SUM] = "SELECT count(*), total(length(octets)), max(id) FROM entry WHERE log = ?1",
    [APPEND] = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4)",
    [SUM_DROPPED] = "SELECT count(*), total(length(octets)), max(id) FROM entry"
                    " WHERE log = ?1 AND id BETWEEN ?2 AND ?3",
    [DROP] = "DELETE FROM entry WHERE log = ?1 AND id BETWEEN ?2 AND ?3",
    [READ] = "SELECT id, time, octets FROM entry WHERE log = ?1 AND id > ?2 ORDER BY id"
             " LIMIT ?3",
    [FIND] = "SELECT id FROM entry WHERE log = ?1 AND time >= ?2 ORDER BY time, id LIMIT 1",
};

typedef struct File {
    Store store; /* first */
    sqlite3 *database;
    char *path;
    sqlite3_stmt *statements[STATEMENTS]; /* prepared when first used */
    bool in_transaction;
} File;

typedef struct FileLog {
    StoreLog log; /* first */
    char *owner, *name;
    int64_t number; /* 0: nothing in the file yet */
} FileLog;

static void
fail(File *file)
{
    if (file->store.failure == NULL) {
        file->store.failure =
            g_strdup_printf("%s: %s", file->path, sqlite3_errmsg(file->database));
    }
}

/* The statement with its parameters cleared; NULL after a failure. */
static sqlite3_stmt *
use(File *file, Statement which)
{
    sqlite3_stmt **statement = &file->statements[which];

    if (file->store.failure != NULL) {
        return NULL;
    }
    if (*statement == NULL &&
        sqlite3_prepare_v3(file->database, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                           statement, NULL) != SQLITE_OK) {
        fail(file);
        return NULL;
    }
    return *statement;
}

/* True when there is a row; what was bound stays bound until the next use. */
static bool
step(File *file, sqlite3_stmt *statement)
{
    int result = statement != NULL ? sqlite3_step(statement) : SQLITE_DONE;

    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        fail(file);
    }
    return result == SQLITE_ROW;
}

/* Runs to the end one that gives no rows. */
static void
finish(File *file, sqlite3_stmt *statement)
{
    step(file, statement);
    sqlite3_reset(statement);
}

static void
bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

static void
bind_octets(sqlite3_stmt *statement, int index, Slice octets)
{
    sqlite3_bind_blob64(statement, index, octets.size > 0 ? octets.data : (const void *)"",
                        octets.size, SQLITE_STATIC);
}

static Slice
column_octets(sqlite3_stmt *statement, int index)
{
    const uint8_t *octets = sqlite3_column_blob(statement, index);

    return (Slice){ octets, (size_t)sqlite3_column_bytes(statement, index) };
}

static void
begin(File *file)
{
    if (!file->in_transaction) {
        finish(file, use(file, BEGIN));
        file->in_transaction = file->store.failure == NULL;
    }
}

static void
file_commit(Store *store)
{
    File *file = (File *)store;

    if (file->in_transaction) {
        finish(file, use(file, COMMIT));
        file->in_transaction = false;
    }
}

static void
file_free(Store *store)
{
    File *file = (File *)store;

    for (unsigned i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(file->statements[i]);
    }
    sqlite3_close(file->database);
    g_free(file->path);
    g_free(file);
}

static void
file_put(Store *store, const char *owner, const char *key, Slice value)
{
    File *file = (File *)store;
    sqlite3_stmt *put = use(file, PUT);

    begin(file);
    bind_text(put, 1, owner);
    bind_text(put, 2, key);
    bind_octets(put, 3, value);
    finish(file, put);
}

static bool
file_get(Store *store, const char *owner, const char *key, GByteArray *octets)
{
    File *file = (File *)store;
    sqlite3_stmt *get = use(file, GET);
    bool found;

    bind_text(get, 1, owner);
    bind_text(get, 2, key);
    found = step(file, get);
    if (found) {
        Slice value = column_octets(get, 0);

        g_byte_array_append(octets, value.data, (guint)value.size);
    }
    sqlite3_reset(get);
    return found;
}

static void
file_remove(Store *store, const char *owner, const char *key)
{
    File *file = (File *)store;
    sqlite3_stmt *row = use(file, REMOVE);

    begin(file);
    bind_text(row, 1, owner);
    bind_text(row, 2, key);
    finish(file, row);
}

static void
file_each(Store *store, const char *owner, const char *prefix, StoreVisitSetting visit,
          void *user)
{
    File *file = (File *)store;
    sqlite3_stmt *each = use(file, EACH);

    bind_text(each, 1, owner);
    bind_text(each, 2, prefix);
    while (step(file, each)) {
        visit(user, (const char *)sqlite3_column_text(each, 0), column_octets(each, 1));
    }
    sqlite3_reset(each);
}

static void
file_forget(Store *store, const char *owner)
{
    static const Statement all[] = { FORGET_SETTINGS, FORGET_ENTRIES, FORGET_LOGS };
    File *file = (File *)store;

    begin(file);
    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
        sqlite3_stmt *forget = use(file, all[i]);

        bind_text(forget, 1, owner);
        finish(file, forget);
    }
}

static void
add_up(File *file, FileLog *log)
{
    sqlite3_stmt *sum = use(file, SUM);

    sqlite3_bind_int64(sum, 1, log->number);
    if (step(file, sum)) {
        log->log.count = (unsigned)sqlite3_column_int64(sum, 0);
        log->log.octets = (size_t)sqlite3_column_double(sum, 1);
        log->log.last_id =
            MAX(log->log.last_id, (uint64_t)MAX(sqlite3_column_int64(sum, 2), 0));
    }
    sqlite3_reset(sum);
}

static StoreLog *
file_open(Store *store, const char *owner, const char *name)
{
    File *file = (File *)store;
    FileLog *log = g_new0(FileLog, 1);
    sqlite3_stmt *find = use(file, FIND_LOG);

    log->owner = g_strdup(owner);
    log->name = g_strdup(name);
    bind_text(find, 1, owner);
    bind_text(find, 2, name);
    if (step(file, find)) {
        log->number = sqlite3_column_int64(find, 0);
        log->log.last_id = (uint64_t)MAX(sqlite3_column_int64(find, 1), 0);
    }
    sqlite3_reset(find);
    if (log->number != 0) {
        add_up(file, log);
    }
    return &log->log;
}

static void
file_close(StoreLog *store_log)
{
    FileLog *log = (FileLog *)store_log;

    g_free(log->owner);
    g_free(log->name);
    g_free(log);
}

static void
add_log(File *file, FileLog *log)
{
    sqlite3_stmt *add = use(file, ADD_LOG);

    bind_text(add, 1, log->owner);
    bind_text(add, 2, log->name);
    finish(file, add);
    log->number = sqlite3_last_insert_rowid(file->database);
}

static void
file_append(StoreLog *store_log, const StoreEntry *entry)
{
    FileLog *log = (FileLog *)store_log;
    File *file = (File *)store_log->store;
    sqlite3_stmt *append;

    begin(file);
    if (log->number == 0) {
        add_log(file, log);
    }
    append = use(file, APPEND);
    sqlite3_bind_int64(append, 1, log->number);
    sqlite3_bind_int64(append, 2, (int64_t)entry->id);
    sqlite3_bind_int64(append, 3, entry->time);
    bind_octets(append, 4, entry->octets);
    finish(file, append);
}

static void
bind_range(sqlite3_stmt *statement, const FileLog *log, uint64_t from, uint64_t to)
{
    sqlite3_bind_int64(statement, 1, log->number);
    sqlite3_bind_int64(statement, 2, (int64_t)MIN(from, INT64_MAX));
    sqlite3_bind_int64(statement, 3, (int64_t)MIN(to, INT64_MAX));
}

/* The highest id is found among the entries, unless it is dropped. */
static void
keep_last(File *file, const FileLog *log)
{
    sqlite3_stmt *keep = use(file, KEEP_LAST);

    sqlite3_bind_int64(keep, 1, log->number);
    sqlite3_bind_int64(keep, 2, (int64_t)log->log.last_id);
    finish(file, keep);
}

static void
file_drop(StoreLog *store_log, uint64_t from, uint64_t to)
{
    FileLog *log = (FileLog *)store_log;
    File *file = (File *)store_log->store;
    sqlite3_stmt *sum = use(file, SUM_DROPPED);
    sqlite3_stmt *drop = use(file, DROP);
    bool newest = false;

    begin(file);
    bind_range(sum, log, from, to);
    if (step(file, sum)) {
        store_log->count -= (unsigned)sqlite3_column_int64(sum, 0);
        store_log->octets -= (size_t)sqlite3_column_double(sum, 1);
        newest = (uint64_t)sqlite3_column_int64(sum, 2) == store_log->last_id;
    }
    sqlite3_reset(sum);
    bind_range(drop, log, from, to);
    finish(file, drop);
    if (newest) {
        keep_last(file, log);
    }
}

static unsigned
file_read(StoreLog *store_log, uint64_t after, unsigned limit, StoreVisitEntry visit,
          void *user)
{
    const FileLog *log = (const FileLog *)store_log;
    File *file = (File *)store_log->store;
    sqlite3_stmt *read = use(file, READ);
    unsigned count = 0;

    sqlite3_bind_int64(read, 1, log->number);
    sqlite3_bind_int64(read, 2, (int64_t)after);
    sqlite3_bind_int64(read, 3, limit);
    while (step(file, read)) {
        StoreEntry entry = { .id = (uint64_t)sqlite3_column_int64(read, 0),
                             .time = sqlite3_column_int64(read, 1),
                             .octets = column_octets(read, 2) };

        if (!visit(user, &entry)) {
            break;
        }
        count++;
    }
    sqlite3_reset(read);
    return count;
}

static uint64_t
file_find(StoreLog *store_log, int64_t time)
{
    File *file = (File *)store_log->store;
    sqlite3_stmt *find = use(file, FIND);
    uint64_t id = 0;

    sqlite3_bind_int64(find, 1, ((const FileLog *)store_log)->number);
    sqlite3_bind_int64(find, 2, time);
    if (step(file, find)) {
        id = (uint64_t)sqlite3_column_int64(find, 0);
    }
    sqlite3_reset(find);
    return id;
}

static const StoreType file_type = {
    .lasting = true,
    .free = file_free,
    .commit = file_commit,
    .put = file_put,
    .get = file_get,
    .remove = file_remove,
    .each = file_each,
    .forget = file_forget,
    .open = file_open,
    .close = file_close,
    .append = file_append,
    .drop = file_drop,
    .read = file_read,
    .find = file_find,
};

/* One number that a PRAGMA answers; -1 with a failure noted. */
static int
ask(File *file, const char *pragma)
{
    sqlite3_stmt *statement = NULL;
    int number = -1;

    if (sqlite3_prepare_v2(file->database, pragma, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int(statement, 0);
    } else {
        fail(file);
    }
    sqlite3_finalize(statement);
    return number;
}

static bool
run(File *file, const char *text)
{
    if (file->store.failure == NULL &&
        sqlite3_exec(file->database, text, NULL, NULL, NULL) != SQLITE_OK) {
        fail(file);
    }
    return file->store.failure == NULL;
}

static bool
make_schema(File *file)
{
    g_autofree char *marks = g_strdup_printf("PRAGMA application_id = %d;"
                                             "PRAGMA user_version = %d;",
                                             APPLICATION_ID, SCHEMA_VERSION);

    return run(file, schema) && run(file, marks) && run(file, "COMMIT");
}

/* A file of ours, or an empty one that becomes ours. The first statement takes the lock. */
static bool
check_schema(File *file)
{
    int application, version, tables;

    if (!run(file, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                   "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE")) {
        return false;
    }
    application = ask(file, "PRAGMA application_id");
    version = ask(file, "PRAGMA user_version");
    tables = ask(file, "SELECT count(*) FROM sqlite_master");
    if (file->store.failure != NULL) {
        return false;
    }
    if (application == 0 && version == 0 && tables == 0) {
        return make_schema(file);
    }
    if (application != APPLICATION_ID || version < 1) {
        file->store.failure = g_strdup_printf("%s: not a state of iedbench", file->path);
    } else if (version > SCHEMA_VERSION) {
        file->store.failure =
            g_strdup_printf("%s: schema %d is of a newer iedbench", file->path, version);
    }
    return run(file, "COMMIT");
}

/* Each statement fits the tables there are. */
static bool
prepare_all(File *file)
{
    for (unsigned i = 0; i < STATEMENTS; i++) {
        use(file, i);
    }
    return file->store.failure == NULL;
}

static bool
open_database(File *file)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

    if (sqlite3_open_v2(file->path, &file->database, flags, NULL) != SQLITE_OK) {
        fail(file);
        return false;
    }
    sqlite3_busy_timeout(file->database, BUSY_MILLISECONDS);
    if (check_schema(file) && prepare_all(file)) {
        return true;
    }
    if (sqlite3_errcode(file->database) == SQLITE_BUSY) {
        g_free(file->store.failure);
        file->store.failure = g_strdup_printf("%s: in use by another process", file->path);
    }
    return false;
}

Store *
store_file_open(const char *folder, GError **error)
{
    File *file;

    if (g_mkdir_with_parents(folder, 0777) != 0) {
        g_set_error(error, STORE_ERROR, 0, "%s: %s", folder, g_strerror(errno));
        return NULL;
    }
    file = g_new0(File, 1);
    file->store.type = &file_type;
    file->path = g_build_filename(folder, STORE_FILE_NAME, NULL);
    if (!open_database(file)) {
        store_check(&file->store, error);
        store_free(&file->store);
        return NULL;
    }
    return &file->store;
}
