/* SPDX-License-Identifier: Apache-2.0
 *
 * TPKT (RFC 1006 6): version 03, a reserved octet, the length of the whole packet. Below it is
 * a byte stream in any chunks; above it COTP. A packet that lies whole in what was received is
 * handed up in place; only the pieces of a divided one are gathered.
 */
#include "sim/osi/layer.h"

#include <glib.h>

#define TPKT_VERSION 3
#define TPKT_HEADER 4
#define TPKT_SIZE_MIN 7 /* with the shortest TPDU: LI, code, and one octet */
#define TPKT_SIZE_MAX 65535
#define TPKT_KEEP 16384 /* a larger gathering buffer is not kept */

typedef struct Tpkt {
    OsiShared *shared;
    uint8_t *gathered;
    size_t size;
    size_t capacity;
    bool delivered; /* gathered was handed up and is to be emptied */
} Tpkt;

static void
tpkt_init(void *state, OsiShared *shared)
{
    Tpkt *tpkt = state;

    tpkt->shared = shared;
}

static void
forget(Tpkt *tpkt)
{
    g_clear_pointer(&tpkt->gathered, g_free);
    tpkt->capacity = 0;
}

static void
tpkt_clear(void *state)
{
    forget(state);
}

/* Takes octets from `bytes` until `wanted` are gathered; true when they are. Memory follows
 * what was received, not what was announced. */
static bool
gather(Tpkt *tpkt, Slice *bytes, size_t wanted)
{
    size_t count = wanted > tpkt->size ? MIN(wanted - tpkt->size, bytes->size) : 0;

    if (count > tpkt->capacity - tpkt->size) {
        tpkt->capacity = MAX(tpkt->size + count, MIN(2 * tpkt->capacity, TPKT_SIZE_MAX));
        tpkt->gathered = g_realloc(tpkt->gathered, tpkt->capacity);
    }
    if (count > 0) {
        memcpy(tpkt->gathered + tpkt->size, bytes->data, count);
        tpkt->size += count;
        *bytes = slice_from(*bytes, count);
    }
    return tpkt->size >= wanted;
}

/* The size of the packet that begins with these four octets; 0 when they are no header. */
static size_t
packet_size(const uint8_t *header)
{
    size_t size = (size_t)header[2] << 8 | header[3];

    return header[0] == TPKT_VERSION && size >= TPKT_SIZE_MIN ? size : 0;
}

static OsiStep
unwrap_gathered(Tpkt *tpkt, OsiPdu *pdu)
{
    Slice bytes = pdu->content;
    size_t size;

    tpkt->shared->partial_tpdu = true;
    if (!gather(tpkt, &bytes, TPKT_HEADER)) {
        return LAYER_MORE;
    }
    size = packet_size(tpkt->gathered);
    if (size == 0) {
        return osi_fail(pdu, 0, "not a TPKT header");
    }
    if (!gather(tpkt, &bytes, size)) {
        return LAYER_MORE;
    }
    tpkt->shared->partial_tpdu = false;
    tpkt->delivered = true;
    pdu->content = (Slice){ tpkt->gathered + TPKT_HEADER, size - TPKT_HEADER };
    pdu->rest = bytes;
    return LAYER_NEXT;
}

static OsiStep
tpkt_unwrap(void *state, OsiPdu *pdu)
{
    Tpkt *tpkt = state;
    Slice bytes = pdu->content;
    size_t size;

    if (tpkt->delivered) {
        tpkt->delivered = false;
        tpkt->size = 0;
        if (tpkt->capacity > TPKT_KEEP) {
            forget(tpkt);
        }
    }
    if (tpkt->size > 0 || bytes.size < TPKT_HEADER) {
        return bytes.size == 0 ? LAYER_MORE : unwrap_gathered(tpkt, pdu);
    }
    size = packet_size(bytes.data);
    if (size == 0) {
        return osi_fail(pdu, 0, "not a TPKT header");
    }
    if (size > bytes.size) {
        return unwrap_gathered(tpkt, pdu);
    }
    pdu->content = (Slice){ bytes.data + TPKT_HEADER, size - TPKT_HEADER };
    pdu->rest = (Slice){ bytes.data + size, bytes.size - size };
    return LAYER_NEXT;
}

static OsiStep
tpkt_wrap(void *state, OsiPdu *pdu)
{
    size_t size = osi_content(pdu).size + TPKT_HEADER;
    uint8_t *header;

    (void)state;
    if (pdu->own) {
        return LAYER_TURN; /* a broken framing has no answer but the close */
    }
    g_assert(size >= TPKT_SIZE_MIN && size <= TPKT_SIZE_MAX);
    header = pdu_prepend(pdu->bytes, TPKT_HEADER);
    header[0] = TPKT_VERSION;
    header[1] = 0;
    header[2] = (uint8_t)(size >> 8);
    header[3] = (uint8_t)size;
    return LAYER_NEXT;
}

const OsiLayer osi_tpkt = {
    "tpkt", sizeof(Tpkt), tpkt_init, tpkt_clear, tpkt_unwrap, tpkt_wrap
};
