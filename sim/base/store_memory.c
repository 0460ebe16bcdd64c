/* SPDX-License-Identifier: Apache-2.0
 *
 * The store of a run without a state directory (see store.h): settings in a tree by owner and
 * key, logs as arrays in order of ids whose front moves as the oldest go. A closed log stays
 * for who opens it next.
 */
#include "sim/base/store_type.h"

typedef struct Memory {
    Store store;     /* first */
    GTree *settings; /* "owner\001key" to GBytes* */
    GTree *logs;     /* "owner\001name" to MemoryLog* */
} Memory;

typedef struct MemoryEntry {
    uint64_t id;
    int64_t time;
    size_t size;
    uint8_t octets[];
} MemoryEntry;

typedef struct MemoryLog {
    StoreLog log;       /* first */
    GPtrArray *entries; /* MemoryEntry*; those before `first` are gone */
    guint first;
} MemoryLog;

static char *
name_of(const char *owner, const char *key)
{
    return g_strconcat(owner, "\001", key, NULL);
}

static int
compare_names(gconstpointer left, gconstpointer right, gpointer user)
{
    (void)user;
    return strcmp(left, right);
}

static void
free_log(gpointer data)
{
    MemoryLog *log = data;

    for (guint i = log->first; i < log->entries->len; i++) {
        g_free(log->entries->pdata[i]);
    }
    g_ptr_array_unref(log->entries);
    g_free(log);
}

static void
memory_free(Store *store)
{
    Memory *memory = (Memory *)store;

    g_tree_unref(memory->settings);
    g_tree_unref(memory->logs);
    g_free(memory);
}

static void
memory_commit(Store *store)
{
    (void)store;
}

static void
memory_put(Store *store, const char *owner, const char *key, Slice value)
{
    g_tree_insert(((Memory *)store)->settings, name_of(owner, key),
                  g_bytes_new(value.data, value.size));
}

static bool
memory_get(Store *store, const char *owner, const char *key, GByteArray *octets)
{
    g_autofree char *name = name_of(owner, key);
    GBytes *bytes = g_tree_lookup(((Memory *)store)->settings, name);
    gsize size;

    if (bytes == NULL) {
        return false;
    }
    const uint8_t *data = g_bytes_get_data(bytes, &size);

    g_byte_array_append(octets, data, (guint)size);
    return true;
}

static void
memory_remove(Store *store, const char *owner, const char *key)
{
    g_autofree char *name = name_of(owner, key);

    g_tree_remove(((Memory *)store)->settings, name);
}

static void
memory_each(Store *store, const char *owner, const char *prefix, StoreVisitSetting visit,
            void *user)
{
    g_autofree char *begin = name_of(owner, prefix);
    GTreeNode *node = g_tree_lower_bound(((Memory *)store)->settings, begin);

    for (; node != NULL && g_str_has_prefix(g_tree_node_key(node), begin);
         node = g_tree_node_next(node)) {
        gsize size;
        const uint8_t *data = g_bytes_get_data(g_tree_node_value(node), &size);

        visit(user, (const char *)g_tree_node_key(node) + strlen(owner) + 1,
              (Slice){ data, size });
    }
}

static void
forget_in(GTree *tree, const char *owner)
{
    g_autofree char *begin = name_of(owner, "");
    GTreeNode *node;

    while ((node = g_tree_lower_bound(tree, begin)) != NULL &&
           g_str_has_prefix(g_tree_node_key(node), begin)) {
        g_tree_remove(tree, g_tree_node_key(node));
    }
}

static void
memory_forget(Store *store, const char *owner)
{
    forget_in(((Memory *)store)->settings, owner);
    forget_in(((Memory *)store)->logs, owner);
}

static StoreLog *
memory_open(Store *store, const char *owner, const char *log_name)
{
    g_autofree char *name = name_of(owner, log_name);
    MemoryLog *log = g_tree_lookup(((Memory *)store)->logs, name);

    if (log == NULL) {
        log = g_new0(MemoryLog, 1);
        log->entries = g_ptr_array_new();
        g_tree_insert(((Memory *)store)->logs, g_steal_pointer(&name), log);
    }
    return &log->log;
}

static void
memory_close(StoreLog *log)
{
    (void)log;
}

static void
memory_append(StoreLog *log, const StoreEntry *entry)
{
    MemoryEntry *own = g_malloc(sizeof *own + entry->octets.size);

    own->id = entry->id;
    own->time = entry->time;
    own->size = entry->octets.size;
    if (own->size > 0) {
        memcpy(own->octets, entry->octets.data, own->size);
    }
    g_ptr_array_add(((MemoryLog *)log)->entries, own);
}

/* The place of the first entry with this id or a higher one. */
static guint
place_of(const MemoryLog *log, uint64_t id)
{
    guint low = log->first, high = log->entries->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (((const MemoryEntry *)log->entries->pdata[middle])->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void
memory_drop(StoreLog *store_log, uint64_t from, uint64_t to)
{
    MemoryLog *log = (MemoryLog *)store_log;
    guint first = place_of(log, from);
    guint end = place_of(log, to + 1);

    for (guint i = first; i < end; i++) {
        MemoryEntry *entry = log->entries->pdata[i];

        store_log->count--;
        store_log->octets -= entry->size;
        g_free(entry);
    }
    if (first == log->first) {
        log->first = end;
    } else if (end > first) {
        g_ptr_array_remove_range(log->entries, first, end - first);
    }
    if (log->first > log->entries->len / 2) {
        g_ptr_array_remove_range(log->entries, 0, log->first);
        log->first = 0;
    }
}

static unsigned
memory_read(StoreLog *store_log, uint64_t after, unsigned limit, StoreVisitEntry visit,
            void *user)
{
    const MemoryLog *log = (const MemoryLog *)store_log;
    unsigned count = 0;

    for (guint i = place_of(log, after + 1); i < log->entries->len && count < limit; i++) {
        const MemoryEntry *entry = log->entries->pdata[i];

        if (!visit(user,
                   &(StoreEntry){ entry->id, entry->time, { entry->octets, entry->size } })) {
            break;
        }
        count++;
    }
    return count;
}

static uint64_t
memory_find(StoreLog *store_log, int64_t time)
{
    const MemoryLog *log = (const MemoryLog *)store_log;
    guint low = log->first, high = log->entries->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (((const MemoryEntry *)log->entries->pdata[middle])->time < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == log->entries->len ? 0 : ((const MemoryEntry *)log->entries->pdata[low])->id;
}

static const StoreType memory_type = {
    .free = memory_free,
    .commit = memory_commit,
    .put = memory_put,
    .get = memory_get,
    .remove = memory_remove,
    .each = memory_each,
    .forget = memory_forget,
    .open = memory_open,
    .close = memory_close,
    .append = memory_append,
    .drop = memory_drop,
    .read = memory_read,
    .find = memory_find,
};

Store *
store_memory_new(void)
{
    Memory *memory = g_new0(Memory, 1);

    memory->store.type = &memory_type;
    memory->settings =
        g_tree_new_full(compare_names, NULL, g_free, (GDestroyNotify)g_bytes_unref);
    memory->logs = g_tree_new_full(compare_names, NULL, g_free, free_log);
    return &memory->store;
}
