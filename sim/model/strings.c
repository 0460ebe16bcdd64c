/* SPDX-License-Identifier: Apache-2.0
 *
 * The string pool (see strings.h): one buffer in which a handle is an offset. A string stands
 * there behind its length: one octet, or FF and four. Equal ones are found through an open hash
 * of handles that string_pool_seal gives back.
 */
#include "sim/model/strings.h"

#include <glib.h>

#include "sim/model/name_index.h"

struct StringPool {
    uint8_t *octets;
    uint32_t size, capacity;
    StringHandle *slots; /* NULL until something is put */
    uint32_t slot_count, used;
    int references;
};

StringPool *
string_pool_new(void)
{
    StringPool *pool = g_new0(StringPool, 1);

    pool->references = 1;
    pool->size = 1; /* handle 0: the empty string */
    pool->capacity = 1;
    pool->octets = g_malloc0(1);
    return pool;
}

StringPool *
string_pool_ref(StringPool *pool)
{
    pool->references++;
    return pool;
}

void
string_pool_unref(StringPool *pool)
{
    if (pool == NULL || --pool->references > 0) {
        return;
    }
    g_free(pool->octets);
    g_free(pool->slots);
    g_free(pool);
}

Slice
string_pool_get(const StringPool *pool, StringHandle handle)
{
    const uint8_t *at;
    uint32_t size;

    g_assert(handle < pool->size);
    at = pool->octets + handle;
    if (*at < 0xFF) {
        return (Slice){ at + 1, *at };
    }
    memcpy(&size, at + 1, sizeof size);
    return (Slice){ at + 5, size };
}

static void
enter(StringPool *pool, StringHandle handle)
{
    uint32_t at = name_hash(string_pool_get(pool, handle));

    while (pool->slots[at & (pool->slot_count - 1)] != 0) {
        at++;
    }
    pool->slots[at & (pool->slot_count - 1)] = handle;
    pool->used++;
}

static void
grow_slots(StringPool *pool)
{
    g_autofree StringHandle *old = pool->slots;
    uint32_t old_count = pool->slot_count;

    pool->slot_count = MAX(64, old_count * 2);
    pool->slots = g_new0(StringHandle, pool->slot_count);
    pool->used = 0;
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i] != 0) {
            enter(pool, old[i]);
        }
    }
}

static StringHandle
append(StringPool *pool, Slice octets)
{
    uint32_t head = octets.size < 0xFF ? 1 : 5;
    StringHandle handle = pool->size;
    uint8_t *at;

    g_assert(octets.size < STRING_OWNED - head - pool->size);
    pool->size += head + (uint32_t)octets.size;
    if (pool->size > pool->capacity) {
        pool->capacity = MAX(pool->size, pool->capacity + pool->capacity / 2);
        pool->octets = g_realloc(pool->octets, pool->capacity);
    }
    at = pool->octets + handle;
    *at = head == 1 ? (uint8_t)octets.size : 0xFF;
    if (head > 1) {
        uint32_t size = (uint32_t)octets.size;

        memcpy(at + 1, &size, sizeof size);
    }
    memcpy(at + head, octets.data, octets.size);
    return handle;
}

StringHandle
string_pool_put(StringPool *pool, Slice octets)
{
    uint32_t at;
    StringHandle handle;

    if (octets.size == 0) {
        return 0;
    }
    if (pool->used >= pool->slot_count / 4 * 3) {
        grow_slots(pool);
    }
    at = name_hash(octets);
    while ((handle = pool->slots[at & (pool->slot_count - 1)]) != 0) {
        if (slice_equal(string_pool_get(pool, handle), octets)) {
            return handle;
        }
        at++;
    }
    handle = append(pool, octets);
    enter(pool, handle);
    return handle;
}

void
string_pool_seal(StringPool *pool)
{
    g_clear_pointer(&pool->slots, g_free);
    pool->slot_count = 0;
    pool->used = 0;
    pool->capacity = pool->size;
    pool->octets = g_realloc(pool->octets, pool->capacity);
}

size_t
string_pool_memory(const StringPool *pool)
{
    return sizeof *pool + pool->capacity + pool->slot_count * sizeof *pool->slots;
}
