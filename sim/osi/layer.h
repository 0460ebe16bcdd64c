/* SPDX-License-Identifier: Apache-2.0
 *
 * What a layer of the OSI stack is, to stack.c and to the layers themselves; nobody else
 * includes this. A layer takes its header off (unwrap) or puts it on (wrap), and answers what
 * is to happen next; only stack.c calls it. Abbreviations of the standards (CR, CN, CP, AARQ,
 * ...) name the PDUs in the files.
 */
#pragma once

#include "sim/ber/writer.h"
#include "sim/osi/stack.h"

/* The answer of a layer to the walk. */
typedef enum OsiStep {
    LAYER_NEXT, /* up or down to the neighbour with what `pdu` now holds */
    /* Up: nothing yet, more is needed. Down: a first piece goes on, `held` octets behind it
     * come back to this layer's wrap. */
    LAYER_MORE,
    /* Up: answered here; the walk turns and goes down from this layer's own wrap. Down: nothing
     * goes further. */
    LAYER_TURN,
    /* Up only: the peer broke the protocol; `reason` says how. The walk turns with ABORT, the
     * user is told, the transport closed. */
    LAYER_ABORT,
} OsiStep;

/* What the layers of one association know together. */
typedef struct OsiShared {
    const OsiParameters *parameters;
    OsiAddress calling; /* server: as received in the connect; client: own */
    OsiAddress called;
    int32_t acse_context; /* presentation context identifiers, as the initiator chose them */
    int32_t mms_context;
    bool partial_tpdu; /* received octets wait for the rest of their TPKT */
    bool tampered;     /* a fault took or made something: states need not fit any more */
    bool partial_tsdu; /* received DTs wait for the one with EOT */
} OsiShared;

/* Enough for one that is read, one that is written, and one whose pieces are being sent. */
#define OSI_SPARES 3

/* One message on its way through the layers. */
typedef struct OsiPdu {
    OsiPrimitive primitive;
    Slice content; /* up: the layer's input, then its output */
    Slice rest;    /* up: input left over, for which unwrap is called again */
    bool again;    /* up: this input is such a rest */
    Pdu *bytes;    /* down: the content; NULL when there is none */
    size_t held;   /* down: see LAYER_MORE */
    bool own;      /* down: the walk turned at this very layer */
    int diagnostic;
    OsiReason reason; /* `layer` is filled by the walk when a layer left it NULL */
    OsiAuthentication authentication;
    Pdu *whole; /* down: what was divided; its tail is still to be sent */
    Pdu *spare; /* OSI_SPARES of them, for osi_begin */
} OsiPdu;

typedef struct OsiLayer {
    const char *name;
    size_t state_size; /* zero-initialised before init */
    void (*init)(void *state, OsiShared *shared);
    void (*clear)(void *state);
    OsiStep (*unwrap)(void *state, OsiPdu *pdu);
    OsiStep (*wrap)(void *state, OsiPdu *pdu);
} OsiLayer;

extern const OsiLayer osi_tpkt;
extern const OsiLayer osi_cotp;
extern const OsiLayer osi_session;
extern const OsiLayer osi_presentation;
extern const OsiLayer osi_acse;

/* The ASN.1 OBJECT IDENTIFIERs of the profile, content octets. */
#define OSI_OID_ACSE ((Slice){ (const uint8_t *)"\x52\x01\x00\x01", 4 })
#define OSI_OID_MMS ((Slice){ (const uint8_t *)"\x28\xCA\x22\x02\x01", 5 })
#define OSI_OID_MMS_CONTEXT ((Slice){ (const uint8_t *)"\x28\xCA\x22\x02\x03", 5 })
#define OSI_OID_BER ((Slice){ (const uint8_t *)"\x51\x01", 2 })

/* Begins a new message in a buffer other than the one that holds the present content, which so
 * may be copied into it; osi_end makes it the content. Rare messages only: data are wrapped in
 * place. */
BerWriter osi_begin(OsiPdu *pdu);
void osi_end(OsiPdu *pdu, BerWriter *writer);

/* The content on the way down; empty when there is none. */
static inline Slice
osi_content(const OsiPdu *pdu)
{
    return pdu->bytes == NULL ? SLICE_NONE : pdu_content(pdu->bytes);
}

/* The peer's mistake: `code` in the layer's own terms. */
static inline OsiStep
osi_fail(OsiPdu *pdu, int code, const char *text)
{
    pdu->reason = (OsiReason){ .code = code, .text = text };
    return LAYER_ABORT;
}

/* The connect cannot be granted: the answer is this layer's refusal. */
static inline OsiStep
osi_refuse(OsiPdu *pdu, int code, const char *text)
{
    pdu->primitive = OSI_REFUSE;
    pdu->reason = (OsiReason){ .code = code, .text = text };
    return LAYER_TURN;
}

/* The peer ended the association. */
static inline OsiStep
osi_ended(OsiPdu *pdu, OsiPrimitive primitive, const char *layer, int code, const char *text)
{
    pdu->primitive = primitive;
    pdu->reason = (OsiReason){ .layer = layer, .by_peer = true, .code = code, .text = text };
    return LAYER_NEXT;
}

/* Keeps a selector; octets that do not fit are cut off, see osi_selector_is. */
static inline void
osi_selector_set(OsiSelector *selector, Slice octets)
{
    selector->size = (uint8_t)(octets.size < OSI_SELECTOR_MAX ? octets.size : OSI_SELECTOR_MAX);
    if (selector->size > 0) {
        memcpy(selector->octets, octets.data, selector->size);
    }
}

static inline Slice
osi_selector_slice(const OsiSelector *selector)
{
    return (Slice){ selector->octets, selector->size };
}

/* Whether `octets` may call us: `check` off, nothing configured, or equal. */
static inline bool
osi_selector_is(const OsiShared *shared, OsiCheck check, const OsiSelector *local, Slice octets)
{
    return (shared->parameters->checks & check) == 0 || local->size == 0 ||
           slice_equal(osi_selector_slice(local), octets);
}
