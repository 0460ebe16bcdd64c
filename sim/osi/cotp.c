/* SPDX-License-Identifier: Apache-2.0
 *
 * COTP class 0 over TCP (ISO 8073 / X.224, RFC 1006). CR and CC agree on the TPDU size and name
 * the TSAPs; DT carries a TSDU in one or more pieces, the last one with EOT; DR refuses a CR;
 * ER answers what class 0 does not know. There is no release: the transport is closed.
 */
#include "sim/osi/layer.h"

#include <glib.h>

enum {
    COTP_CR = 0xE0,
    COTP_CC = 0xD0,
    COTP_DR = 0x80,
    COTP_DT = 0xF0,
    COTP_ER = 0x70,
};

enum {
    PARAMETER_TPDU_SIZE = 0xC0,
    PARAMETER_CALLING_TSAP = 0xC1,
    PARAMETER_CALLED_TSAP = 0xC2,
    PARAMETER_ALTERNATIVE_CLASSES = 0xC7,
};

enum { DR_NO_SUCH_TSAP = 3, DR_NEGOTIATION_FAILED = 130, DR_BAD_HEADER = 138 };
enum { ER_BAD_CODE = 2, ER_BAD_VALUE = 3 };

#define DT_HEADER 3
#define EOT 0x80
#define SIZE_LOG2_MIN 7
#define SIZE_LOG2_MAX 13
#define TSDU_MAX 131072
#define TSDU_KEEP 16384 /* a larger reassembly buffer is not kept */

/* One TCP connection carries one transport connection, so a constant reference will do. */
#define REFERENCE_CLIENT 1
#define REFERENCE_SERVER 2

typedef enum CotpState {
    COTP_LISTENING,   /* server: waits for CR */
    COTP_IDLE,        /* client: nothing sent yet */
    COTP_CR_SENT,     /* client: waits for CC */
    COTP_CR_RECEIVED, /* server: the answer to CR is being made */
    COTP_OPEN,
    COTP_CLOSED
} CotpState;

#define IN(state) (1u << (state))

typedef struct Cotp {
    OsiShared *shared;
    CotpState state;
    uint16_t peer_reference;
    uint8_t size_log2;     /* of CC: 0 when CR named none */
    size_t tpdu_max;       /* largest TPDU that we send, header included */
    Slice calling, called; /* TSAP-ids of the CR, while it is answered */
    Pdu kept;              /* client: the connect TSDU that waits for CC */
    GByteArray *tsdu;      /* pieces of a TSDU; NULL until the first divided one */
    size_t empty_pieces;
    bool delivered; /* tsdu was handed up and is to be emptied */
} Cotp;

/* The variable part of CR and CC. */
typedef struct Parameters {
    Slice size, calling, called, alternatives;
} Parameters;

static void
cotp_init(void *state, OsiShared *shared)
{
    Cotp *cotp = state;
    uint8_t own = shared->parameters->tpdu_size_log2;

    cotp->shared = shared;
    cotp->state = shared->parameters->role == OSI_SERVER ? COTP_LISTENING : COTP_IDLE;
    cotp->size_log2 = own == 0 ? SIZE_LOG2_MAX : CLAMP(own, SIZE_LOG2_MIN, SIZE_LOG2_MAX);
    cotp->tpdu_max = (size_t)1 << cotp->size_log2;
}

static void
forget(Cotp *cotp)
{
    g_clear_pointer(&cotp->tsdu, g_byte_array_unref);
    cotp->delivered = false;
}

static void
cotp_clear(void *state)
{
    Cotp *cotp = state;

    forget(cotp);
    pdu_clear(&cotp->kept);
}

/* Unknown parameters are passed over, of one given twice the last holds. */
static bool
parse_parameters(Slice bytes, Parameters *parameters)
{
    *parameters = (Parameters){ 0 };
    while (bytes.size > 0) {
        Slice value;

        if (bytes.size < 2 || bytes.data[1] > bytes.size - 2) {
            return false;
        }
        value = (Slice){ bytes.data + 2, bytes.data[1] };
        switch (bytes.data[0]) {
        case PARAMETER_TPDU_SIZE:
            parameters->size = value;
            break;
        case PARAMETER_CALLING_TSAP:
            parameters->calling = value;
            break;
        case PARAMETER_CALLED_TSAP:
            parameters->called = value;
            break;
        case PARAMETER_ALTERNATIVE_CLASSES:
            parameters->alternatives = value;
            break;
        default:
            break;
        }
        bytes = slice_from(bytes, 2 + value.size);
    }
    return true;
}

/* min(requested, own). Without a request RFC 1006 lets both send as much as they like, so our
 * own size holds and CC names none. */
static void
agree_on_size(Cotp *cotp, Slice requested)
{
    uint8_t wish;

    if (requested.size == 0) {
        cotp->size_log2 = 0;
        return;
    }
    wish = (uint8_t)CLAMP(requested.data[0], SIZE_LOG2_MIN, SIZE_LOG2_MAX);
    if (cotp->size_log2 == 0 || wish < cotp->size_log2) {
        cotp->size_log2 = wish;
    }
    cotp->tpdu_max = (size_t)1 << cotp->size_log2;
}

static bool
offers_class_0(uint8_t option, Slice alternatives)
{
    if (option >> 4 == 0) {
        return true;
    }
    for (size_t i = 0; i < alternatives.size; i++) {
        if (alternatives.data[i] >> 4 == 0) {
            return true;
        }
    }
    return false;
}

static OsiStep
unwrap_cr(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    OsiShared *shared = cotp->shared;
    Parameters parameters;

    cotp->state = COTP_CR_RECEIVED;
    cotp->peer_reference = (uint16_t)(header.data[4] << 8 | header.data[5]);
    if (!parse_parameters(slice_from(header, 7), &parameters)) {
        return osi_refuse(pdu, DR_BAD_HEADER, "malformed CR parameters");
    }
    osi_selector_set(&shared->calling.tsel, parameters.calling);
    osi_selector_set(&shared->called.tsel, parameters.called);
    if (!offers_class_0(header.data[6], parameters.alternatives)) {
        return osi_refuse(pdu, DR_NEGOTIATION_FAILED, "class 0 not offered");
    }
    if (!osi_selector_is(shared, OSI_CHECK_TSEL, &shared->parameters->local.tsel,
                         parameters.called)) {
        return osi_refuse(pdu, DR_NO_SUCH_TSAP, "called TSEL is not ours");
    }
    agree_on_size(cotp, parameters.size);
    cotp->calling = parameters.calling;
    cotp->called = parameters.called;
    pdu->primitive = OSI_ACCEPT;
    return LAYER_TURN;
}

static OsiStep
unwrap_cc(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    Parameters parameters;

    if (header.data[6] >> 4 != 0 || !parse_parameters(slice_from(header, 7), &parameters)) {
        return osi_fail(pdu, 0, "malformed CC");
    }
    cotp->peer_reference = (uint16_t)(header.data[4] << 8 | header.data[5]);
    agree_on_size(cotp, parameters.size);
    cotp->state = COTP_OPEN;
    pdu->primitive = OSI_CONNECT;
    pdu->bytes = &cotp->kept;
    return LAYER_TURN;
}

static OsiStep
unwrap_dr(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    bool open = cotp->state == COTP_OPEN;

    cotp->state = COTP_CLOSED;
    pdu->content = SLICE_NONE;
    return osi_ended(pdu, open ? OSI_ABORT : OSI_REFUSE, "cotp", header.data[6],
                     "disconnect request");
}

static OsiStep
unwrap_er(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    cotp->state = COTP_CLOSED;
    pdu->content = SLICE_NONE;
    return osi_ended(pdu, OSI_ABORT, "cotp", header.data[4], "TPDU error");
}

/* One piece of several: keeps it, and with the last one hands up all. An empty piece counts as
 * one octet, so that nobody can send them for ever. */
static OsiStep
gather(Cotp *cotp, OsiPdu *pdu, Slice data, bool last)
{
    size_t limit = cotp->shared->parameters->tsdu_max;

    if (cotp->tsdu == NULL) {
        cotp->tsdu = g_byte_array_new();
    }
    cotp->empty_pieces += data.size == 0;
    if (cotp->tsdu->len + cotp->empty_pieces + data.size > (limit == 0 ? TSDU_MAX : limit)) {
        return osi_fail(pdu, ER_BAD_VALUE, "TSDU too long");
    }
    g_byte_array_append(cotp->tsdu, data.data, (guint)data.size);
    cotp->shared->partial_tsdu = !last;
    if (!last) {
        return LAYER_MORE;
    }
    cotp->empty_pieces = 0;
    cotp->delivered = true;
    pdu->content = (Slice){ cotp->tsdu->data, cotp->tsdu->len };
    return LAYER_NEXT;
}

/* Empties what was handed up before. */
static void
recycle(Cotp *cotp)
{
    if (cotp->tsdu->len > TSDU_KEEP) {
        forget(cotp);
    } else {
        g_byte_array_set_size(cotp->tsdu, 0);
        cotp->delivered = false;
    }
}

static OsiStep
unwrap_dt(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    Slice data = slice_from(pdu->content, header.size);
    bool last = (header.data[2] & EOT) != 0;

    if (header.size != DT_HEADER) {
        return osi_fail(pdu, ER_BAD_VALUE, "DT header is not of class 0");
    }
    if (last && !cotp->shared->partial_tsdu) {
        pdu->content = data;
        return LAYER_NEXT;
    }
    return gather(cotp, pdu, data, last);
}

/* What may come, when, and how long its header must at least be (LI not counted). */
static const struct TpduRow {
    uint8_t code;
    uint8_t mask;
    uint8_t length_min;
    unsigned states;
    OsiStep (*unwrap)(Cotp *cotp, OsiPdu *pdu, Slice header);
    const char *name;
} tpdus[] = {
    { COTP_DT, 0xFF, 2, IN(COTP_OPEN), unwrap_dt, "DT out of place" },
    { COTP_CR, 0xF0, 6, IN(COTP_LISTENING), unwrap_cr, "CR out of place" },
    { COTP_CC, 0xF0, 6, IN(COTP_CR_SENT), unwrap_cc, "CC out of place" },
    { COTP_DR, 0xFF, 6, IN(COTP_CR_SENT) | IN(COTP_OPEN), unwrap_dr, "DR out of place" },
    { COTP_ER, 0xFF, 4, IN(COTP_CR_SENT) | IN(COTP_OPEN), unwrap_er, "ER out of place" },
};

static OsiStep
unwrap_header(Cotp *cotp, OsiPdu *pdu, Slice header)
{
    uint8_t code = header.size > 1 ? header.data[1] : 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(tpdus); i++) {
        if ((code & tpdus[i].mask) != tpdus[i].code) {
            continue;
        }
        if (header.size <= tpdus[i].length_min) {
            return osi_fail(pdu, ER_BAD_VALUE, "TPDU header too short");
        }
        if ((IN(cotp->state) & tpdus[i].states) == 0) {
            return osi_fail(pdu, ER_BAD_CODE, tpdus[i].name);
        }
        return tpdus[i].unwrap(cotp, pdu, header);
    }
    return osi_fail(pdu, ER_BAD_CODE, "TPDU unknown in class 0");
}

static OsiStep
cotp_unwrap(void *state, OsiPdu *pdu)
{
    Cotp *cotp = state;
    size_t header_size = pdu->content.size > 0 ? pdu->content.data[0] + (size_t)1 : 0;

    if (cotp->delivered) {
        recycle(cotp);
    }
    if (header_size < 2 || header_size > pdu->content.size || header_size == 256) {
        return osi_fail(pdu, ER_BAD_VALUE, "bad TPDU header length");
    }
    return unwrap_header(cotp, pdu, slice_first(pdu->content, header_size));
}

static void
put_octets(Pdu *pdu, const uint8_t *octets, size_t size)
{
    pdu_append_slice(pdu, (Slice){ octets, size });
}

static void
put_parameter(Pdu *pdu, uint8_t code, Slice value)
{
    uint8_t head[] = { code, (uint8_t)value.size };

    put_octets(pdu, head, sizeof head);
    pdu_append_slice(pdu, value);
}

/* The octets that CR, CC and DR begin with; `last` is the class or the reason. LI stands in
 * front and is filled at the end. */
static BerWriter
begin_tpdu(OsiPdu *pdu, uint8_t code, uint16_t destination, uint16_t source, uint8_t last)
{
    uint8_t head[] = { 0,
                       code,
                       (uint8_t)(destination >> 8),
                       (uint8_t)destination,
                       (uint8_t)(source >> 8),
                       (uint8_t)source,
                       last };
    BerWriter writer = osi_begin(pdu);

    put_octets(writer.pdu, head, sizeof head);
    return writer;
}

static OsiStep
end_tpdu(OsiPdu *pdu, BerWriter *writer)
{
    Pdu *bytes = writer->pdu;

    bytes->bytes[bytes->head] = (uint8_t)(bytes->tail - bytes->head - 1);
    osi_end(pdu, writer);
    return LAYER_NEXT;
}

static void
put_negotiation(Cotp *cotp, Pdu *bytes, Slice calling, Slice called)
{
    if (cotp->size_log2 != 0) {
        put_parameter(bytes, PARAMETER_TPDU_SIZE, (Slice){ &cotp->size_log2, 1 });
    }
    if (calling.size > 0) {
        put_parameter(bytes, PARAMETER_CALLING_TSAP, calling);
    }
    if (called.size > 0) {
        put_parameter(bytes, PARAMETER_CALLED_TSAP, called);
    }
}

/* CR; the connect TSDU waits. */
static OsiStep
wrap_cr(Cotp *cotp, OsiPdu *pdu)
{
    const OsiParameters *parameters = cotp->shared->parameters;
    Slice tsdu = osi_content(pdu);
    BerWriter writer;

    pdu_init(&cotp->kept, tsdu.size);
    pdu_append_slice(&cotp->kept, tsdu);
    writer = begin_tpdu(pdu, COTP_CR, 0, REFERENCE_CLIENT, 0);
    put_negotiation(cotp, writer.pdu, osi_selector_slice(&parameters->local.tsel),
                    osi_selector_slice(&parameters->remote.tsel));
    cotp->state = COTP_CR_SENT;
    return end_tpdu(pdu, &writer);
}

static OsiStep
wrap_cc(Cotp *cotp, OsiPdu *pdu)
{
    BerWriter writer = begin_tpdu(pdu, COTP_CC, cotp->peer_reference, REFERENCE_SERVER, 0);

    put_negotiation(cotp, writer.pdu, cotp->calling, cotp->called);
    cotp->calling = cotp->called = SLICE_NONE;
    cotp->state = COTP_OPEN;
    return end_tpdu(pdu, &writer);
}

static OsiStep
wrap_dr(Cotp *cotp, OsiPdu *pdu)
{
    BerWriter writer =
        begin_tpdu(pdu, COTP_DR, cotp->peer_reference, 0, (uint8_t)pdu->reason.code);

    cotp->state = COTP_CLOSED;
    return end_tpdu(pdu, &writer);
}

/* Without the rejected TPDU, which is optional and which dissectors do not expect (ISO 8073
 * 13.12). */
static OsiStep
wrap_er(Cotp *cotp, OsiPdu *pdu)
{
    uint8_t er[] = { 4, COTP_ER, (uint8_t)(cotp->peer_reference >> 8),
                     (uint8_t)cotp->peer_reference, (uint8_t)pdu->reason.code };
    BerWriter writer = osi_begin(pdu);

    pdu_append_slice(writer.pdu, SLICE_OF(er));
    osi_end(pdu, &writer);
    cotp->state = COTP_CLOSED;
    return LAYER_NEXT;
}

/* Puts the DT header on; what does not fit the TPDU is held back. */
static OsiStep
wrap_dt(Cotp *cotp, OsiPdu *pdu)
{
    Pdu *bytes = pdu->bytes;
    size_t size = bytes->tail - bytes->head;
    size_t room = cotp->tpdu_max - DT_HEADER;
    uint8_t *header;

    if (size > room) {
        pdu->held = size - room;
        bytes->tail -= pdu->held;
    }
    header = pdu_prepend(bytes, DT_HEADER);
    header[0] = DT_HEADER - 1;
    header[1] = COTP_DT;
    header[2] = size > room ? 0 : EOT;
    return size > room ? LAYER_MORE : LAYER_NEXT;
}

static OsiStep
cotp_wrap(void *state, OsiPdu *pdu)
{
    Cotp *cotp = state;

    switch (cotp->state) {
    case COTP_OPEN:
        if (pdu->primitive == OSI_ABORT && pdu->own) {
            return wrap_er(cotp, pdu);
        }
        /* No layer above has anything to say: only a fault aborts so. */
        return pdu->primitive == OSI_ABORT && osi_content(pdu).size == 0 ? wrap_dr(cotp, pdu)
                                                                         : wrap_dt(cotp, pdu);
    case COTP_CR_RECEIVED:
        return pdu->primitive == OSI_ACCEPT ? wrap_cc(cotp, pdu) : wrap_dr(cotp, pdu);
    case COTP_IDLE:
        return pdu->primitive == OSI_CONNECT ? wrap_cr(cotp, pdu) : LAYER_TURN;
    default:
        return LAYER_TURN; /* an abort before or after there was a connection */
    }
}

const OsiLayer osi_cotp = {
    "cotp", sizeof(Cotp), cotp_init, cotp_clear, cotp_unwrap, cotp_wrap
};
