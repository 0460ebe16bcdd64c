/* SPDX-License-Identifier: Apache-2.0
 *
 * AlternateAccess (ISO 9506-2 14.5.2; see alternate_access.h).
 *
 *   AlternateAccess ::= SEQUENCE OF CHOICE { unnamed Selection,
 *                                            named [5] { [0] componentName, Selection } }
 *   Selection ::= CHOICE { selectAlternateAccess [0] { component [0] | index [1] | range [2] |
 *                                                      all [3], AlternateAccess },
 *                          component [1] | index [2] | range [3] | all [4] }
 */
#include "sim/mms/alternate_access.h"

#include <glib.h>

#define CHUNK_SELECTIONS 32

struct MmsAccessStore {
    GPtrArray *chunks;
    unsigned used;
    unsigned limit;
};

MmsAccessStore *
mms_access_store_new(unsigned limit)
{
    MmsAccessStore *store = g_new0(MmsAccessStore, 1);

    store->chunks = g_ptr_array_new_with_free_func(g_free);
    store->limit = limit;
    return store;
}

void
mms_access_store_free(MmsAccessStore *store)
{
    if (store != NULL) {
        g_ptr_array_unref(store->chunks);
        g_free(store);
    }
}

void
mms_access_store_reset(MmsAccessStore *store)
{
    store->used = 0;
}

/* A zeroed selection; NULL when the store is full. */
static MmsAccess *
take_selection(MmsAccessStore *store)
{
    MmsAccess *chunk;
    MmsAccess *access;

    if (store->used == store->limit) {
        return NULL;
    }
    if (store->used == store->chunks->len * CHUNK_SELECTIONS) {
        g_ptr_array_add(store->chunks, g_new(MmsAccess, CHUNK_SELECTIONS));
    }
    chunk = g_ptr_array_index(store->chunks, store->used / CHUNK_SELECTIONS);
    access = &chunk[store->used++ % CHUNK_SELECTIONS];
    *access = (MmsAccess){ 0 };
    return access;
}

/* The four ways to select, whose context numbers begin at 0 inside selectAlternateAccess and at
 * 1 where nothing goes on inside. */
static void
get_selector(BerReader *reader, unsigned first, MmsAccess *access)
{
    BerTag tag = ber_peek(reader);

    if (tag == BER_CONTEXT(first)) {
        access->kind = MMS_ACCESS_COMPONENT;
        access->component = ber_get(reader, tag);
    } else if (tag == BER_CONTEXT(first + 1)) {
        access->kind = MMS_ACCESS_INDEX;
        access->low = ber_get_unsigned32(reader, tag);
    } else if (tag == BER_CONTEXT_CONSTRUCTED(first + 2)) {
        BerReader range = ber_open(reader, tag);

        access->kind = MMS_ACCESS_RANGE;
        access->low = ber_get_unsigned32(&range, 0x80);
        access->count = ber_get_unsigned32(&range, 0x81);
        if (access->count > UINT32_MAX - access->low) {
            ber_fail(&range, BER_OUT_OF_RANGE);
        }
        ber_close(reader, &range);
    } else {
        access->kind = MMS_ACCESS_ALL;
        ber_get_null(reader, BER_CONTEXT(first + 3));
    }
}

static void
get_selection(BerReader *reader, MmsAccessStore *store, unsigned nesting, MmsAccess *access)
{
    BerReader select;
    BerReader inner;

    if (ber_peek(reader) != 0xA0) {
        get_selector(reader, 1, access);
        return;
    }
    select = ber_open(reader, 0xA0);
    get_selector(&select, 0, access);
    inner = ber_open(&select, BER_SEQUENCE);
    if (nesting == 0) {
        ber_fail(&inner, BER_TOO_DEEP);
    } else {
        access->inner = mms_alternate_access_get(&inner, store, nesting - 1);
    }
    ber_close(&select, &inner);
    ber_close(reader, &select);
}

const MmsAccess *
mms_alternate_access_get(BerReader *content, MmsAccessStore *store, unsigned nesting)
{
    MmsAccess *first = NULL;
    MmsAccess *last = NULL;

    if (ber_at_end(content)) {
        ber_fail(content, BER_BAD_VALUE);
    }
    while (!ber_at_end(content)) {
        MmsAccess *access = take_selection(store);

        if (access == NULL) {
            ber_fail(content, BER_OUT_OF_RANGE);
            break;
        }
        if (ber_peek(content) == 0xA5) {
            BerReader named = ber_open(content, 0xA5);

            access->name = ber_get(&named, 0x80);
            get_selection(&named, store, nesting, access);
            ber_close(content, &named);
        } else {
            get_selection(content, store, nesting, access);
        }
        if (first == NULL) {
            first = access;
        } else {
            last->next = access;
        }
        last = access;
    }
    return content->error == BER_OK ? first : NULL;
}

static void
put_selector(BerWriter *writer, unsigned first, const MmsAccess *access)
{
    BerMark range;

    switch (access->kind) {
    case MMS_ACCESS_COMPONENT:
        ber_put(writer, BER_CONTEXT(first), access->component);
        break;
    case MMS_ACCESS_INDEX:
        ber_put_unsigned(writer, BER_CONTEXT(first + 1), access->low);
        break;
    case MMS_ACCESS_RANGE:
        range = ber_put_open(writer, BER_CONTEXT_CONSTRUCTED(first + 2));
        ber_put_unsigned(writer, 0x80, access->low);
        ber_put_unsigned(writer, 0x81, access->count);
        ber_put_close(writer, range);
        break;
    case MMS_ACCESS_ALL:
        ber_put_null(writer, BER_CONTEXT(first + 3));
        break;
    }
}

static void
put_selection(BerWriter *writer, const MmsAccess *access)
{
    BerMark select;
    BerMark inner;

    if (access->inner == NULL) {
        put_selector(writer, 1, access);
        return;
    }
    select = ber_put_open(writer, 0xA0);
    put_selector(writer, 0, access);
    inner = ber_put_open(writer, BER_SEQUENCE);
    mms_alternate_access_put(writer, access->inner);
    ber_put_close(writer, inner);
    ber_put_close(writer, select);
}

void
mms_alternate_access_put(BerWriter *writer, const MmsAccess *access)
{
    for (; access != NULL; access = access->next) {
        if (access->name.size > 0) {
            BerMark named = ber_put_open(writer, 0xA5);

            ber_put(writer, 0x80, access->name);
            put_selection(writer, access);
            ber_put_close(writer, named);
        } else {
            put_selection(writer, access);
        }
    }
}
