/* SPDX-License-Identifier: Apache-2.0
 *
 * The session protocol, kernel and duplex functional units, version 2 (ISO 8327-1 / X.225). An
 * SPDU is SI, LI, parameters alike in form, and, of DATA TRANSFER, user information behind it.
 * CN, AC and RF open; GT with DT carries data; FN and DN release; AB aborts.
 */
#include "sim/osi/layer.h"

#include <glib.h>

/* SPDU identifiers (8.3); 1 is GIVE TOKENS before another SPDU, else DATA TRANSFER. */
enum {
    SI_DT = 1,
    SI_PT = 2,
    SI_NF = 8,
    SI_FN = 9,
    SI_DN = 10,
    SI_RF = 12,
    SI_CN = 13,
    SI_AC = 14,
    SI_AB = 25,
    SI_AA = 26,
};

enum {
    PI_CONNECT_ITEM = 5,
    PI_TRANSPORT_DISCONNECT = 17,
    PI_PROTOCOL_OPTIONS = 19,
    PI_REQUIREMENTS = 20,
    PI_VERSION = 22,
    PI_ENCLOSURE = 25,
    PI_REASON = 50,
    PI_CALLING_SSEL = 51,
    PI_CALLED_SSEL = 52, /* of AC: responding */
    PI_USER_DATA = 193,
    PI_EXTENDED_USER_DATA = 194, /* of CN, 513 to 10240 octets */
};

/* Reason codes of RF (8.3.5.10). */
enum {
    RF_BY_USER = 2,
    RF_UNKNOWN_SSEL = 129,
    RF_VERSION = 132,
    RF_BY_PROVIDER = 133,
};

#define REQUIREMENT_DUPLEX 0x02
#define VERSION_2 0x02
#define DISCONNECT_RELEASED 0x01 /* the transport connection is not kept */
#define ABORT_BY_USER 0x0B       /* released, user abort, no reason */
#define ABORT_PROTOCOL_ERROR 0x05
#define ENCLOSURE_WHOLE 0x03
#define LENGTH_LONG 0xFF
#define USER_DATA_MAX 65000
#define CN_USER_DATA_SHORT 512

typedef enum SessionState {
    SESSION_LISTENING, /* server: waits for CN */
    SESSION_IDLE,      /* client */
    SESSION_CN_SENT,
    SESSION_CN_RECEIVED,
    SESSION_OPEN,
    SESSION_FN_SENT,
    SESSION_FN_RECEIVED,
    SESSION_FN_BOTH, /* both released at once, the peer's FN is not answered yet */
    SESSION_CLOSED,
} SessionState;

#define IN(state) (1u << (state))
#define IN_DATA (IN(SESSION_OPEN) | IN(SESSION_FN_SENT))          /* they may come */
#define IN_DATA_SENT (IN(SESSION_OPEN) | IN(SESSION_FN_RECEIVED)) /* they may be sent */
#define IN_RELEASE (IN(SESSION_FN_RECEIVED) | IN(SESSION_FN_BOTH))
#define IN_ANY                                                                                 \
    (IN(SESSION_CN_SENT) | IN(SESSION_CN_RECEIVED) | IN(SESSION_OPEN) | IN(SESSION_FN_SENT) |  \
     IN(SESSION_FN_RECEIVED) | IN(SESSION_FN_BOTH))

typedef struct Session {
    OsiShared *shared;
    SessionState state;
} Session;

/* The parameters that matter here, of whichever SPDU. */
typedef struct Parameters {
    Slice version, requirements, calling, called, reason, enclosure, user_data;
} Parameters;

static void
session_init(void *state, OsiShared *shared)
{
    Session *session = state;

    session->shared = shared;
    session->state = shared->parameters->role == OSI_SERVER ? SESSION_LISTENING : SESSION_IDLE;
}

static void
session_clear(void *state)
{
    (void)state;
}

/* Takes code, length and value from the front: SPDUs and parameters have one form (8.2.5). */
static bool
take_item(Slice *bytes, uint8_t *code, Slice *value)
{
    size_t header = 2;
    size_t length;

    if (bytes->size < header) {
        return false;
    }
    *code = bytes->data[0];
    length = bytes->data[1];
    if (length == LENGTH_LONG) {
        header = 4;
        if (bytes->size < header) {
            return false;
        }
        length = (size_t)bytes->data[2] << 8 | bytes->data[3];
    }
    if (length > bytes->size - header) {
        return false;
    }
    *value = (Slice){ bytes->data + header, length };
    *bytes = slice_from(*bytes, header + length);
    return true;
}

static Slice *
find_place(Parameters *parameters, uint8_t code)
{
    switch (code) {
    case PI_VERSION:
        return &parameters->version;
    case PI_REQUIREMENTS:
        return &parameters->requirements;
    case PI_REASON:
        return &parameters->reason;
    case PI_CALLING_SSEL:
        return &parameters->calling;
    case PI_CALLED_SSEL:
        return &parameters->called;
    case PI_ENCLOSURE:
        return &parameters->enclosure;
    case PI_USER_DATA:
    case PI_EXTENDED_USER_DATA:
        return &parameters->user_data;
    default:
        return NULL;
    }
}

/* Any order; unknown ones are passed over, of the known none may come twice. A connect item in
 * a connect item is an unknown one. */
static bool
parse_parameters(Slice bytes, bool nested, Parameters *parameters)
{
    while (bytes.size > 0) {
        uint8_t code;
        Slice value;
        Slice *place;

        if (!take_item(&bytes, &code, &value)) {
            return false;
        }
        if (code == PI_CONNECT_ITEM && !nested) {
            if (!parse_parameters(value, true, parameters)) {
                return false;
            }
            continue;
        }
        place = find_place(parameters, code);
        if (place != NULL && place->data != NULL) {
            return false;
        }
        if (place != NULL) {
            *place = value;
        }
    }
    return true;
}

/* Without the parameter the kernel's partner is taken to want what everybody wants. */
static bool
wants_duplex(const Parameters *parameters)
{
    Slice bits = parameters->requirements;

    return bits.size == 0 || (bits.data[bits.size - 1] & REQUIREMENT_DUPLEX) != 0;
}

static OsiStep
unwrap_cn(Session *session, OsiPdu *pdu, const Parameters *parameters)
{
    OsiShared *shared = session->shared;

    osi_selector_set(&shared->calling.ssel, parameters->calling);
    osi_selector_set(&shared->called.ssel, parameters->called);
    if (!osi_selector_is(shared, OSI_CHECK_SSEL, &shared->parameters->local.ssel,
                         parameters->called)) {
        return osi_refuse(pdu, RF_UNKNOWN_SSEL, "called SSEL is not ours");
    }
    if (parameters->version.size > 0 &&
        (parameters->version.data[parameters->version.size - 1] & VERSION_2) == 0) {
        return osi_refuse(pdu, RF_VERSION, "session version 2 not offered");
    }
    if (!wants_duplex(parameters)) {
        return osi_refuse(pdu, RF_BY_PROVIDER, "session without duplex");
    }
    pdu->content = parameters->user_data;
    return LAYER_NEXT;
}

static OsiStep
unwrap_ac(Session *session, OsiPdu *pdu, const Parameters *parameters)
{
    (void)session;
    if (!wants_duplex(parameters)) {
        return osi_fail(pdu, 0, "session accepted without duplex");
    }
    pdu->content = parameters->user_data;
    return LAYER_NEXT;
}

/* The reason code's value is one octet, behind it the user data (8.3.5.10). */
static OsiStep
unwrap_rf(Session *session, OsiPdu *pdu, const Parameters *parameters)
{
    Slice reason = parameters->reason;

    (void)session;
    pdu->content =
        parameters->user_data.size > 0 ? parameters->user_data : slice_from(reason, 1);
    return osi_ended(pdu, OSI_REFUSE, "session", reason.size > 0 ? reason.data[0] : 0,
                     "session refused");
}

static OsiStep
unwrap_ab(Session *session, OsiPdu *pdu, const Parameters *parameters)
{
    (void)session;
    pdu->content = parameters->user_data;
    return osi_ended(pdu, OSI_ABORT, "session", 0, "session aborted");
}

static OsiStep
unwrap_user_data(Session *session, OsiPdu *pdu, const Parameters *parameters)
{
    (void)session;
    pdu->content = parameters->user_data;
    return LAYER_NEXT;
}

typedef struct SpduRow {
    uint8_t si;
    unsigned states;
    SessionState next;
    OsiPrimitive primitive;
    OsiStep (*unwrap)(Session *session, OsiPdu *pdu, const Parameters *parameters);
} SpduRow;

/* What may come, when. Negotiated release is never selected, so no release is refused with NF;
 * our AB never keeps the transport, so nobody answers it with AA. */
static const SpduRow spdus[] = {
    { SI_CN, IN(SESSION_LISTENING), SESSION_CN_RECEIVED, OSI_CONNECT, unwrap_cn },
    { SI_AC, IN(SESSION_CN_SENT), SESSION_OPEN, OSI_ACCEPT, unwrap_ac },
    { SI_RF, IN(SESSION_CN_SENT), SESSION_CLOSED, OSI_REFUSE, unwrap_rf },
    { SI_FN, IN(SESSION_OPEN), SESSION_FN_RECEIVED, OSI_RELEASE, unwrap_user_data },
    { SI_FN, IN(SESSION_FN_SENT), SESSION_FN_BOTH, OSI_RELEASE, unwrap_user_data },
    { SI_DN, IN(SESSION_FN_SENT), SESSION_CLOSED, OSI_RELEASED, unwrap_user_data },
    { SI_AB, IN_ANY, SESSION_CLOSED, OSI_ABORT, unwrap_ab },
    { .si = SI_NF },
    { .si = SI_AA },
};

/* What the user may send, when. */
static const struct SendRow {
    OsiPrimitive primitive;
    unsigned states;
    SessionState next;
} sends[] = {
    { OSI_CONNECT, IN(SESSION_IDLE), SESSION_CN_SENT },
    { OSI_ACCEPT, IN(SESSION_CN_RECEIVED), SESSION_OPEN },
    { OSI_REFUSE, IN(SESSION_CN_RECEIVED), SESSION_CLOSED },
    { OSI_RELEASE, IN(SESSION_OPEN), SESSION_FN_SENT },
    { OSI_RELEASED, IN(SESSION_FN_RECEIVED), SESSION_CLOSED },
    { OSI_RELEASED, IN(SESSION_FN_BOTH), SESSION_FN_SENT },
    { OSI_ABORT, IN_ANY, SESSION_CLOSED },
};

static OsiStep
unwrap_spdu(Session *session, OsiPdu *pdu, uint8_t si, Slice value)
{
    Parameters parameters = { 0 };
    bool known = false;

    for (unsigned i = 0; i < G_N_ELEMENTS(spdus); i++) {
        known = known || spdus[i].si == si;
        if (spdus[i].si != si || (IN(session->state) & spdus[i].states) == 0) {
            continue;
        }
        if (!parse_parameters(value, false, &parameters)) {
            return osi_fail(pdu, 0, "malformed SPDU parameters");
        }
        session->state = spdus[i].next;
        pdu->primitive = spdus[i].primitive;
        return spdus[i].unwrap(session, pdu, &parameters);
    }
    return osi_fail(pdu, 0, known ? "SPDU out of place" : "SPDU not of the selected units");
}

/* DATA TRANSFER behind its GIVE TOKENS; `bytes` begins with DT itself. */
static OsiStep
unwrap_dt(Session *session, OsiPdu *pdu, Slice bytes)
{
    Parameters parameters = { 0 };
    uint8_t si;
    Slice value;

    if ((IN(session->state) & IN_DATA) == 0) {
        return osi_fail(pdu, 0, "data without a session");
    }
    if (!take_item(&bytes, &si, &value) || si != SI_DT ||
        !parse_parameters(value, false, &parameters)) {
        return osi_fail(pdu, 0, "malformed data SPDU");
    }
    if (parameters.enclosure.size > 0 && parameters.enclosure.data[0] != ENCLOSURE_WHOLE) {
        return osi_fail(pdu, 0, "segmented session data");
    }
    pdu->primitive = OSI_DATA;
    pdu->content = bytes;
    return LAYER_NEXT;
}

static OsiStep
session_unwrap(void *state, OsiPdu *pdu)
{
    static const uint8_t data_prefix[] = { SI_DT, 0, SI_DT, 0 };
    Session *session = state;
    Slice bytes = pdu->content;
    uint8_t si;
    Slice value;

    if (pdu->reason.layer != NULL) {
        return LAYER_NEXT; /* the transport ended */
    }
    if (session->state == SESSION_OPEN && bytes.size > sizeof data_prefix &&
        memcmp(bytes.data, data_prefix, sizeof data_prefix) == 0) {
        pdu->primitive = OSI_DATA;
        pdu->content = slice_from(bytes, sizeof data_prefix);
        return LAYER_NEXT;
    }
    if (!take_item(&bytes, &si, &value)) {
        return osi_fail(pdu, 0, "bad SPDU length");
    }
    if (si == SI_DT || si == SI_PT) {
        return unwrap_dt(session, pdu, bytes);
    }
    if (bytes.size > 0) {
        return osi_fail(pdu, 0, "octets behind an SPDU");
    }
    return unwrap_spdu(session, pdu, si, value);
}

static void
put_item(Pdu *pdu, uint8_t code, Slice value)
{
    uint8_t head[] = { code, LENGTH_LONG, (uint8_t)(value.size >> 8), (uint8_t)value.size };

    g_assert(value.size <= UINT16_MAX);
    if (value.size < LENGTH_LONG) {
        head[1] = (uint8_t)value.size;
        pdu_append_slice(pdu, (Slice){ head, 2 });
    } else {
        pdu_append_slice(pdu, SLICE_OF(head));
    }
    pdu_append_slice(pdu, value);
}

static void
put_octet(Pdu *pdu, uint8_t code, uint8_t value)
{
    put_item(pdu, code, (Slice){ &value, 1 });
}

/* The connect item and the requirement that CN and AC share: version 2, duplex. */
static void
put_connect_item(Pdu *pdu)
{
    static const uint8_t item[] = { PI_PROTOCOL_OPTIONS, 1, 0, PI_VERSION, 1, VERSION_2 };
    static const uint8_t requirements[] = { 0, REQUIREMENT_DUPLEX };

    put_item(pdu, PI_CONNECT_ITEM, SLICE_OF(item));
    put_item(pdu, PI_REQUIREMENTS, SLICE_OF(requirements));
}

static void
put_selector(Pdu *pdu, uint8_t code, const OsiSelector *selector)
{
    if (selector->size > 0) {
        put_item(pdu, code, osi_selector_slice(selector));
    }
}

static void
put_user_data(Pdu *pdu, uint8_t code, Slice content)
{
    g_assert(content.size <= USER_DATA_MAX);
    if (content.size > 0) {
        put_item(pdu, code, content);
    }
}

static uint8_t
put_cn(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    const OsiParameters *parameters = session->shared->parameters;
    Slice content = osi_content(pdu);

    put_connect_item(bytes);
    put_selector(bytes, PI_CALLING_SSEL, &parameters->local.ssel);
    put_selector(bytes, PI_CALLED_SSEL, &parameters->remote.ssel);
    put_user_data(bytes,
                  content.size > CN_USER_DATA_SHORT ? PI_EXTENDED_USER_DATA : PI_USER_DATA,
                  content);
    return SI_CN;
}

static uint8_t
put_ac(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    const OsiSelector *own = &session->shared->parameters->local.ssel;

    put_connect_item(bytes);
    put_selector(bytes, PI_CALLED_SSEL, own->size > 0 ? own : &session->shared->called.ssel);
    put_user_data(bytes, PI_USER_DATA, osi_content(pdu));
    return SI_AC;
}

/* Refused by the user with its CPR behind the reason code, or by ourselves. */
static uint8_t
put_rf(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    Slice content = osi_content(pdu);
    g_autofree uint8_t *reason = g_malloc(content.size + 1);

    (void)session;
    reason[0] = pdu->own ? (uint8_t)pdu->reason.code : RF_BY_USER;
    if (content.size > 0) {
        memcpy(reason + 1, content.data, content.size);
    }
    put_octet(bytes, PI_TRANSPORT_DISCONNECT, DISCONNECT_RELEASED);
    put_item(bytes, PI_REASON, (Slice){ reason, content.size + 1 });
    return SI_RF;
}

static uint8_t
put_fn(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    (void)session;
    put_user_data(bytes, PI_USER_DATA, osi_content(pdu));
    return SI_FN;
}

static uint8_t
put_dn(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    (void)session;
    put_user_data(bytes, PI_USER_DATA, osi_content(pdu));
    return SI_DN;
}

static uint8_t
put_ab(Session *session, const OsiPdu *pdu, Pdu *bytes)
{
    (void)session;
    put_octet(bytes, PI_TRANSPORT_DISCONNECT, pdu->own ? ABORT_PROTOCOL_ERROR : ABORT_BY_USER);
    put_user_data(bytes, PI_USER_DATA, osi_content(pdu));
    return SI_AB;
}

static OsiStep
wrap_dt(OsiPdu *pdu)
{
    uint8_t *prefix = pdu_prepend(pdu->bytes, 4);

    prefix[0] = SI_DT;
    prefix[1] = 0;
    prefix[2] = SI_DT;
    prefix[3] = 0;
    return LAYER_NEXT;
}

static uint8_t (*const builders[])(Session *, const OsiPdu *, Pdu *) = {
    [OSI_CONNECT] = put_cn, [OSI_ACCEPT] = put_ac,   [OSI_REFUSE] = put_rf,
    [OSI_RELEASE] = put_fn, [OSI_RELEASED] = put_dn, [OSI_ABORT] = put_ab,
};

static OsiStep
wrap_spdu(Session *session, OsiPdu *pdu)
{
    BerWriter writer = osi_begin(pdu);
    Pdu *bytes = writer.pdu;
    uint8_t si = builders[pdu->primitive](session, pdu, bytes);
    size_t length = bytes->tail - bytes->head;
    size_t header = length < LENGTH_LONG ? 2 : 4;
    uint8_t *head = pdu_prepend(bytes, header);

    g_assert(length <= UINT16_MAX);
    head[0] = si;
    if (header == 2) {
        head[1] = (uint8_t)length;
    } else {
        head[1] = LENGTH_LONG;
        head[2] = (uint8_t)(length >> 8);
        head[3] = (uint8_t)length;
    }
    osi_end(pdu, &writer);
    return LAYER_NEXT;
}

static OsiStep
session_wrap(void *state, OsiPdu *pdu)
{
    Session *session = state;

    if (pdu->primitive == OSI_DATA) {
        g_assert(session->shared->tampered || IN(session->state) & (IN_DATA | IN_RELEASE));
        return IN(session->state) & IN_DATA_SENT ? wrap_dt(pdu) : LAYER_TURN;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(sends); i++) {
        if (sends[i].primitive == pdu->primitive &&
            (IN(session->state) & sends[i].states) != 0) {
            session->state = sends[i].next;
            return wrap_spdu(session, pdu);
        }
    }
    if (pdu->primitive == OSI_ABORT && pdu->own) {
        session->state = SESSION_CLOSED;
        return wrap_spdu(session, pdu); /* bytes before any CN: told what is wrong */
    }
    g_assert(session->shared->tampered || pdu->primitive == OSI_ABORT);
    return LAYER_TURN;
}

const OsiLayer osi_session = { "session",     sizeof(Session), session_init,
                               session_clear, session_unwrap,  session_wrap };
