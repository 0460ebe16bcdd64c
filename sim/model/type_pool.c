/* SPDX-License-Identifier: Apache-2.0
 *
 * The arena of types, names and what else lasts as long as the models of one SCL file, and the
 * tables that find equal names and types while a file is read. Vendors' tools write one
 * LNodeType an instance; equal structures become one type here.
 */
#include "sim/model/type_pool.h"

#include <string.h>

enum { CHUNK_FIRST = 1024, CHUNK_MAX = 32768 };

typedef struct Chunk {
    struct Chunk *next;
    size_t size, used; /* of `octets` */
    _Alignas(max_align_t) uint8_t octets[];
} Chunk;

struct TypePool {
    Chunk *chunks; /* the one in use first */
    GHashTable *names;
    GHashTable *types;
    int references;
};

static guint
type_hash(gconstpointer key)
{
    const Type *type = key;
    uint32_t hash = (uint32_t)type->kind * 31 + type->element_count;

    hash = hash * 31 + g_direct_hash(type->element) + g_direct_hash(type->enumeration);
    for (uint32_t i = 0; i < type->component_count; i++) {
        hash = hash * 31 + g_direct_hash(type->components[i].type);
        hash = hash * 31 + g_direct_hash(type->components[i].name);
        hash = hash * 31 + type->components[i].flags;
    }
    return hash;
}

static gboolean
type_equal(gconstpointer left, gconstpointer right)
{
    const Type *a = left;
    const Type *b = right;

    if (a->kind != b->kind || a->element != b->element || a->enumeration != b->enumeration ||
        a->element_count != b->element_count || a->component_count != b->component_count) {
        return FALSE;
    }
    for (uint32_t i = 0; i < a->component_count; i++) {
        const Component *x = &a->components[i];
        const Component *y = &b->components[i];

        if (x->type != y->type || x->flags != y->flags || strcmp(x->name, y->name) != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

TypePool *
type_pool_new(void)
{
    TypePool *pool = g_new0(TypePool, 1);

    pool->references = 1;
    return pool;
}

TypePool *
type_pool_ref(TypePool *pool)
{
    pool->references++;
    return pool;
}

void
type_pool_seal(TypePool *pool)
{
    g_clear_pointer(&pool->names, g_hash_table_unref);
    g_clear_pointer(&pool->types, g_hash_table_unref);
}

void
type_pool_unref(TypePool *pool)
{
    Chunk *next;

    if (pool == NULL || --pool->references > 0) {
        return;
    }
    type_pool_seal(pool);
    for (Chunk *chunk = pool->chunks; chunk != NULL; chunk = next) {
        next = chunk->next;
        g_free(chunk);
    }
    g_free(pool);
}

static void
add_chunk(TypePool *pool, size_t needed)
{
    size_t size = pool->chunks == NULL ? CHUNK_FIRST : MIN(pool->chunks->size * 2, CHUNK_MAX);
    Chunk *chunk;

    size = MAX(size, needed);
    chunk = g_malloc0(sizeof *chunk + size);
    chunk->size = size;
    chunk->next = pool->chunks;
    pool->chunks = chunk;
}

static void *
allocate(TypePool *pool, size_t size, size_t alignment)
{
    Chunk *chunk = pool->chunks;
    size_t start = chunk == NULL ? 0 : (chunk->used + alignment - 1) / alignment * alignment;

    if (chunk == NULL || start > chunk->size || size > chunk->size - start) {
        add_chunk(pool, size);
        chunk = pool->chunks;
        start = 0;
    }
    chunk->used = start + size;
    return chunk->octets + start;
}

void *
type_pool_allocate(TypePool *pool, size_t size)
{
    return allocate(pool, size, sizeof(void *));
}

const void *
type_pool_copy(TypePool *pool, const void *items, size_t size, size_t count)
{
    void *copy = type_pool_allocate(pool, size * count);

    if (count > 0) {
        memcpy(copy, items, size * count);
    }
    return copy;
}

const char *
type_pool_intern(TypePool *pool, const char *text)
{
    const char *known;
    size_t size = strlen(text) + 1;
    char *copy;

    if (pool->names == NULL) {
        pool->names = g_hash_table_new(g_str_hash, g_str_equal);
    }
    known = g_hash_table_lookup(pool->names, text);
    if (known != NULL) {
        return known;
    }
    copy = allocate(pool, size, 1);
    memcpy(copy, text, size);
    g_hash_table_add(pool->names, copy);
    return copy;
}

const Type *
type_pool_find(const TypePool *pool, const Type *probe)
{
    return pool->types == NULL ? NULL : g_hash_table_lookup(pool->types, probe);
}

void
type_pool_add(TypePool *pool, const Type *type)
{
    if (pool->types == NULL) {
        pool->types = g_hash_table_new(type_hash, type_equal);
    }
    g_hash_table_add(pool->types, (gpointer)type);
}
