/* SPDX-License-Identifier: Apache-2.0
 *
 * The downward message buffer (see pdu.h). Growth doubles, and a missing headroom is made by
 * moving the content: rare, because PDU_HEADROOM covers every header of the data phase.
 */
#include "sim/base/pdu.h"

#include <glib.h>

void
pdu_init(Pdu *pdu, size_t room)
{
    *pdu = (Pdu){ .capacity = PDU_HEADROOM + room, .head = PDU_HEADROOM, .tail = PDU_HEADROOM };
    pdu->bytes = g_malloc(pdu->capacity);
}

void
pdu_clear(Pdu *pdu)
{
    g_free(pdu->bytes);
    *pdu = (Pdu){ 0 };
}

void
pdu_reset(Pdu *pdu)
{
    pdu->head = PDU_HEADROOM;
    pdu->tail = PDU_HEADROOM;
}

void
pdu_make_headroom(Pdu *pdu, size_t size)
{
    size_t content = pdu->tail - pdu->head;
    size_t head = PDU_HEADROOM + size;
    size_t capacity = MAX(pdu->capacity, head + content);

    pdu->bytes = g_realloc(pdu->bytes, capacity);
    memmove(pdu->bytes + head, pdu->bytes + pdu->head, content);
    pdu->capacity = capacity;
    pdu->head = head;
    pdu->tail = head + content;
}

void
pdu_grow(Pdu *pdu, size_t size)
{
    pdu->capacity = MAX(pdu->capacity * 2, pdu->tail + size);
    pdu->bytes = g_realloc(pdu->bytes, pdu->capacity);
}

void
pdu_append_slice(Pdu *pdu, Slice bytes)
{
    if (bytes.size > 0) {
        memcpy(pdu_append(pdu, bytes.size), bytes.data, bytes.size);
    }
}
