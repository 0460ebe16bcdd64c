/* SPDX-License-Identifier: Apache-2.0
 *
 * One message on its way down the layers: its content, with headroom in front so that every
 * layer puts its header on without copying, and room to grow behind.
 */
#pragma once

#include "sim/base/slice.h"

/* Enough for presentation, session, COTP and TPKT headers of a data PDU, with reserve. */
#define PDU_HEADROOM 64

typedef struct Pdu {
    uint8_t *bytes; /* owned */
    size_t capacity;
    size_t head; /* the content is bytes[head] up to, not including, bytes[tail] */
    size_t tail;
} Pdu;

/* Begins an empty PDU with PDU_HEADROOM in front and `room` bytes behind. */
void pdu_init(Pdu *pdu, size_t room);
void pdu_clear(Pdu *pdu);

/* Empties the content and restores the headroom; memory is kept. */
void pdu_reset(Pdu *pdu);

/* Make room for at least `size` bytes in front of (behind) the content, which may move. */
void pdu_make_headroom(Pdu *pdu, size_t size);
void pdu_grow(Pdu *pdu, size_t size);

/* Makes `size` new bytes in front of (behind) the content and returns them; they hold nothing
 * yet. */
static inline uint8_t *
pdu_prepend(Pdu *pdu, size_t size)
{
    if (size > pdu->head) {
        pdu_make_headroom(pdu, size);
    }
    pdu->head -= size;
    return pdu->bytes + pdu->head;
}

static inline uint8_t *
pdu_append(Pdu *pdu, size_t size)
{
    uint8_t *place;

    if (size > pdu->capacity - pdu->tail) {
        pdu_grow(pdu, size);
    }
    place = pdu->bytes + pdu->tail;
    pdu->tail += size;
    return place;
}

/* Copies bytes behind the content. */
void pdu_append_slice(Pdu *pdu, Slice bytes);

/* Lends the content; valid until the PDU is next changed. */
static inline Slice
pdu_content(const Pdu *pdu)
{
    return (Slice){ pdu->bytes + pdu->head, pdu->tail - pdu->head };
}
