/* SPDX-License-Identifier: Apache-2.0
 *
 * The association control service element (ISO 8650-1 / X.227). AARQ and AARE carry the titles,
 * the result with its diagnostic and, as user information, the MMS initiate PDUs; RLRQ and RLRE
 * release; ABRT aborts. MMS data pass untouched.
 */
#include "sim/osi/layer.h"

#include "sim/ber/reader.h"

#include <glib.h>

enum {
    TAG_AARQ = 0x60,
    TAG_AARE = 0x61,
    TAG_RLRQ = 0x62,
    TAG_RLRE = 0x63,
    TAG_ABRT = 0x64,
    TAG_CONTEXT_NAME = 0xA1,
    TAG_USER_INFORMATION = 0xBE,
};

/* Of AARQ. */
enum {
    TAG_CALLED_TITLE = 0xA2,
    TAG_CALLED_QUALIFIER = 0xA3,
    TAG_CALLING_TITLE = 0xA6,
    TAG_CALLING_QUALIFIER = 0xA7,
    TAG_REQUIREMENTS = 0x8A,
    TAG_MECHANISM = 0x8B,
    TAG_AUTHENTICATION = 0xAC,
};

/* Of AARE. */
enum {
    TAG_RESULT = 0xA2,
    TAG_DIAGNOSTIC = 0xA3,
    TAG_RESPONDING_TITLE = 0xA4,
    TAG_RESPONDING_QUALIFIER = 0xA5,
    TAG_BY_USER = 0xA1,
    TAG_BY_PROVIDER = 0xA2,
};

enum { RESULT_ACCEPTED, RESULT_REJECTED_PERMANENT, RESULT_REJECTED_TRANSIENT };
enum {
    DIAGNOSTIC_CONTEXT_NAME = 2,
    DIAGNOSTIC_CALLED_TITLE = 7,
    DIAGNOSTIC_CALLED_QUALIFIER = 9
};
enum { ABORT_BY_USER = 0, ABORT_BY_PROVIDER = 1, ABORT_PROTOCOL_ERROR = 2 };
enum { EXTERNAL_SINGLE = 0xA0, EXTERNAL_OCTETS = 0x81 };

typedef struct Acse {
    OsiShared *shared;
    bool releasing; /* RLRQ was sent */
} Acse;

/* The fields of an APDU that are kept, each by its tag number: 0 to 30. */
typedef struct Fields {
    Slice values[31];
    uint32_t present;
} Fields;

static void
acse_init(void *state, OsiShared *shared)
{
    Acse *acse = state;

    acse->shared = shared;
}

static void
acse_clear(void *state)
{
    (void)state;
}

/* Takes an APDU apart by context tag number. No field may come twice; form and class other than
 * context are passed over, which leaves the field absent. */
static bool
parse_fields(Slice content, BerTag apdu, Fields *fields)
{
    BerReader reader = ber_reader(content);
    BerReader inner = ber_open(&reader, apdu);

    fields->present = 0;
    while (!ber_at_end(&inner)) {
        BerTag tag;
        Slice value = ber_get_any(&inner, &tag);
        uint32_t number = ber_tag_number(tag);

        if (inner.error != BER_OK || tag > 0xFF || !ber_tag_is_context(tag)) {
            continue;
        }
        if (fields->present & 1u << number) {
            ber_fail(&inner, BER_UNEXPECTED_TAG);
        }
        fields->present |= 1u << number;
        fields->values[number] = value;
    }
    ber_close_rest(&reader, &inner);
    return reader.error == BER_OK;
}

/* A field by its tag as written; empty when absent. */
static Slice
field(const Fields *fields, BerTag tag)
{
    uint32_t number = ber_tag_number(tag);

    return fields->present & 1u << number ? fields->values[number] : SLICE_NONE;
}

/* The content of the one element `tag` inside an explicitly tagged field; empty when it is
 * something else. */
static Slice
explicit_value(const Fields *fields, BerTag outer, BerTag tag)
{
    BerReader reader = ber_reader(field(fields, outer));

    return ber_get(&reader, tag);
}

static bool
explicit_integer(const Fields *fields, BerTag outer, int32_t *value)
{
    int64_t wide;

    if (!ber_decode_integer(explicit_value(fields, outer, BER_INTEGER), &wide) ||
        wide < INT32_MIN || wide > INT32_MAX) {
        return false;
    }
    *value = (int32_t)wide;
    return true;
}

/* AP-title form 2 and AE-qualifier form 2; directory names are not looked at. */
static void
parse_titles(const Fields *fields, BerTag title, BerTag qualifier, OsiAddress *address)
{
    Slice octets = explicit_value(fields, title, BER_OBJECT_IDENTIFIER);

    address->ap_title_size = (uint8_t)MIN(octets.size, OSI_OID_MAX);
    if (octets.size > 0) {
        memcpy(address->ap_title, octets.data, address->ap_title_size);
    }
    address->has_ae_qualifier = explicit_integer(fields, qualifier, &address->ae_qualifier);
}

/* The MMS PDU out of the first EXTERNAL; false when there is user information that is not one.
 */
static bool
parse_user_information(const Acse *acse, const Fields *fields, Slice *content)
{
    Slice information = field(fields, TAG_USER_INFORMATION);
    BerReader reader = ber_reader(information);
    BerReader external;

    *content = SLICE_NONE;
    if ((fields->present & 1u << ber_tag_number(TAG_USER_INFORMATION)) == 0) {
        return true;
    }
    external = ber_open(&reader, BER_EXTERNAL);
    if (ber_peek(&external) == BER_OBJECT_IDENTIFIER) {
        ber_skip(&external);
    }
    if (ber_peek(&external) == BER_INTEGER &&
        ber_get_integer(&external, BER_INTEGER, 0, INT32_MAX) != acse->shared->mms_context) {
        return false;
    }
    *content = ber_get(&external, ber_peek(&external) == EXTERNAL_OCTETS ? EXTERNAL_OCTETS
                                                                         : EXTERNAL_SINGLE);
    ber_close(&reader, &external);
    return reader.error == BER_OK;
}

static void
parse_authentication(const Fields *fields, OsiAuthentication *authentication)
{
    Slice bits;
    size_t count;

    *authentication = (OsiAuthentication){
        .required = ber_decode_bit_string(field(fields, TAG_REQUIREMENTS), &bits, &count) &&
                    count > 0 && (bits.data[0] & 0x80) != 0,
        .mechanism = field(fields, TAG_MECHANISM),
        .value = field(fields, TAG_AUTHENTICATION),
    };
}

/* Called titles that are there must be ours when that is checked; a missing one is normal. */
static int
check_called(const OsiParameters *parameters, const Fields *fields, const OsiAddress *called)
{
    const OsiAddress *local = &parameters->local;
    Slice title = field(fields, TAG_CALLED_TITLE);

    if ((parameters->checks & OSI_CHECK_AP_TITLE) && local->ap_title_size > 0 &&
        title.size > 0 &&
        !slice_equal(explicit_value(fields, TAG_CALLED_TITLE, BER_OBJECT_IDENTIFIER),
                     (Slice){ local->ap_title, local->ap_title_size })) {
        return DIAGNOSTIC_CALLED_TITLE;
    }
    if ((parameters->checks & OSI_CHECK_AE_QUALIFIER) && local->has_ae_qualifier &&
        field(fields, TAG_CALLED_QUALIFIER).size > 0 &&
        (!called->has_ae_qualifier || called->ae_qualifier != local->ae_qualifier)) {
        return DIAGNOSTIC_CALLED_QUALIFIER;
    }
    return 0;
}

static OsiStep
unwrap_aarq(Acse *acse, OsiPdu *pdu)
{
    OsiShared *shared = acse->shared;
    Fields fields;
    int diagnostic;

    if (!parse_fields(pdu->content, TAG_AARQ, &fields)) {
        return osi_fail(pdu, ABORT_PROTOCOL_ERROR, "malformed AARQ");
    }
    parse_titles(&fields, TAG_CALLED_TITLE, TAG_CALLED_QUALIFIER, &shared->called);
    parse_titles(&fields, TAG_CALLING_TITLE, TAG_CALLING_QUALIFIER, &shared->calling);
    if (!slice_equal(explicit_value(&fields, TAG_CONTEXT_NAME, BER_OBJECT_IDENTIFIER),
                     OSI_OID_MMS_CONTEXT)) {
        return osi_refuse(pdu, DIAGNOSTIC_CONTEXT_NAME, "application context is not MMS");
    }
    diagnostic = check_called(shared->parameters, &fields, &shared->called);
    if (diagnostic != 0) {
        return osi_refuse(pdu, diagnostic,
                          diagnostic == DIAGNOSTIC_CALLED_TITLE
                              ? "called AP-title is not ours"
                              : "called AE-qualifier is not ours");
    }
    if (!parse_user_information(acse, &fields, &pdu->content)) {
        return osi_fail(pdu, ABORT_PROTOCOL_ERROR, "malformed user information in AARQ");
    }
    parse_authentication(&fields, &pdu->authentication);
    return LAYER_NEXT;
}

/* The number of the result-source-diagnostic, and whether the peer's user or provider gave it.
 */
static int
parse_diagnostic(const Fields *fields)
{
    BerReader choice = ber_reader(field(fields, TAG_DIAGNOSTIC));
    BerTag tag;
    BerReader inner = ber_reader(ber_get_any(&choice, &tag));

    return (int)ber_get_integer(&inner, BER_INTEGER, INT32_MIN, INT32_MAX);
}

static OsiStep
unwrap_aare(Acse *acse, OsiPdu *pdu)
{
    bool accepted = pdu->primitive == OSI_ACCEPT;
    Fields fields;
    int32_t result;

    if (!parse_fields(pdu->content, TAG_AARE, &fields) ||
        !explicit_integer(&fields, TAG_RESULT, &result) ||
        !parse_user_information(acse, &fields, &pdu->content)) {
        return osi_fail(pdu, ABORT_PROTOCOL_ERROR, "malformed AARE");
    }
    if (accepted && result == RESULT_ACCEPTED) {
        return LAYER_NEXT;
    }
    return osi_ended(pdu, OSI_REFUSE, "acse", parse_diagnostic(&fields),
                     result == RESULT_REJECTED_TRANSIENT ? "association refused for now"
                                                         : "association refused");
}

/* With AARE in it, or without when a lower layer refused; then what it told stays. */
static OsiStep
unwrap_refusal(Acse *acse, OsiPdu *pdu)
{
    OsiReason before = pdu->reason;

    if (pdu->content.size == 0 || unwrap_aare(acse, pdu) == LAYER_NEXT) {
        return LAYER_NEXT;
    }
    pdu->reason = before;
    pdu->content = SLICE_NONE;
    return LAYER_NEXT;
}

/* ABRT is read as far as it can be; an abort is never answered. */
static OsiStep
unwrap_abrt(OsiPdu *pdu)
{
    Fields fields;
    int64_t source;

    if (parse_fields(pdu->content, TAG_ABRT, &fields) &&
        ber_decode_integer(field(&fields, 0x80), &source)) {
        bool by_user = source == ABORT_BY_USER;
        int64_t diagnostic = 0;

        ber_decode_integer(field(&fields, 0x81), &diagnostic);
        osi_ended(pdu, OSI_ABORT, by_user ? "user" : "acse", (int)(diagnostic & 0xFF),
                  by_user ? "aborted by the peer" : "aborted by the peer's provider");
    }
    pdu->content = SLICE_NONE;
    return LAYER_NEXT;
}

/* A missing APDU is forgiven. When both release at once, the peer's is answered here. */
static OsiStep
unwrap_release(Acse *acse, OsiPdu *pdu, BerTag tag)
{
    Fields fields;

    if (pdu->content.size > 0 && !parse_fields(pdu->content, tag, &fields)) {
        return osi_fail(pdu, ABORT_PROTOCOL_ERROR, "malformed release APDU");
    }
    pdu->content = SLICE_NONE;
    if (pdu->primitive == OSI_RELEASE && acse->releasing) {
        pdu->primitive = OSI_RELEASED;
        return LAYER_TURN;
    }
    return LAYER_NEXT;
}

static OsiStep
acse_unwrap(void *state, OsiPdu *pdu)
{
    switch (pdu->primitive) {
    case OSI_DATA:
        return LAYER_NEXT;
    case OSI_CONNECT:
        return unwrap_aarq(state, pdu);
    case OSI_ACCEPT:
        return unwrap_aare(state, pdu);
    case OSI_REFUSE:
        return unwrap_refusal(state, pdu);
    case OSI_RELEASE:
        return unwrap_release(state, pdu, TAG_RLRQ);
    case OSI_RELEASED:
        return unwrap_release(state, pdu, TAG_RLRE);
    default:
        return unwrap_abrt(pdu);
    }
}

static void
put_explicit_oid(BerWriter *writer, BerTag tag, Slice octets)
{
    BerMark outer;

    if (octets.size > 0) {
        outer = ber_put_open(writer, tag);
        ber_put(writer, BER_OBJECT_IDENTIFIER, octets);
        ber_put_close(writer, outer);
    }
}

static void
put_explicit_integer(BerWriter *writer, BerTag tag, int32_t value)
{
    BerMark outer = ber_put_open(writer, tag);

    ber_put_integer(writer, BER_INTEGER, value);
    ber_put_close(writer, outer);
}

static void
put_titles(BerWriter *writer, BerTag title, BerTag qualifier, const OsiAddress *address)
{
    put_explicit_oid(writer, title, (Slice){ address->ap_title, address->ap_title_size });
    if (address->has_ae_qualifier) {
        put_explicit_integer(writer, qualifier, address->ae_qualifier);
    }
}

static void
put_user_information(const Acse *acse, BerWriter *writer, Slice content)
{
    BerMark information;
    BerMark external;

    if (content.size == 0) {
        return;
    }
    information = ber_put_open(writer, TAG_USER_INFORMATION);
    external = ber_put_open(writer, BER_EXTERNAL);
    ber_put_integer(writer, BER_INTEGER, acse->shared->mms_context);
    ber_put(writer, EXTERNAL_SINGLE, content);
    ber_put_close(writer, external);
    ber_put_close(writer, information);
}

static void
put_aarq(Acse *acse, OsiPdu *pdu, BerWriter *writer)
{
    const OsiParameters *parameters = acse->shared->parameters;
    BerMark apdu = ber_put_open(writer, TAG_AARQ);

    put_explicit_oid(writer, TAG_CONTEXT_NAME, OSI_OID_MMS_CONTEXT);
    put_titles(writer, TAG_CALLED_TITLE, TAG_CALLED_QUALIFIER, &parameters->remote);
    put_titles(writer, TAG_CALLING_TITLE, TAG_CALLING_QUALIFIER, &parameters->local);
    put_user_information(acse, writer, osi_content(pdu));
    ber_put_close(writer, apdu);
}

/* The result-source-diagnostic is mandatory even on success. */
static void
put_result(BerWriter *writer, const OsiPdu *pdu)
{
    bool transient = (pdu->diagnostic & OSI_TRANSIENT) != 0;
    bool provider = (pdu->diagnostic & OSI_BY_PROVIDER) != 0;
    int32_t diagnostic = pdu->own ? pdu->reason.code : pdu->diagnostic & 0xFF;
    BerMark outer;

    put_explicit_integer(writer, TAG_RESULT,
                         pdu->primitive == OSI_ACCEPT ? RESULT_ACCEPTED
                         : transient                  ? RESULT_REJECTED_TRANSIENT
                                                      : RESULT_REJECTED_PERMANENT);
    outer = ber_put_open(writer, TAG_DIAGNOSTIC);
    put_explicit_integer(writer, provider ? TAG_BY_PROVIDER : TAG_BY_USER, diagnostic);
    ber_put_close(writer, outer);
}

static void
put_aare(Acse *acse, OsiPdu *pdu, BerWriter *writer)
{
    const OsiAddress *local = &acse->shared->parameters->local;
    const OsiAddress *called = &acse->shared->called;
    BerMark apdu = ber_put_open(writer, TAG_AARE);

    put_explicit_oid(writer, TAG_CONTEXT_NAME, OSI_OID_MMS_CONTEXT);
    put_result(writer, pdu);
    put_titles(writer, TAG_RESPONDING_TITLE, TAG_RESPONDING_QUALIFIER,
               local->ap_title_size > 0 ? local : called);
    put_user_information(acse, writer, osi_content(pdu));
    ber_put_close(writer, apdu);
}

static void
put_rlrq(Acse *acse, OsiPdu *pdu, BerWriter *writer)
{
    BerMark apdu = ber_put_open(writer, TAG_RLRQ);

    (void)pdu;
    acse->releasing = true;
    ber_put_integer(writer, 0x80, 0); /* normal */
    ber_put_close(writer, apdu);
}

static void
put_rlre(Acse *acse, OsiPdu *pdu, BerWriter *writer)
{
    BerMark apdu = ber_put_open(writer, TAG_RLRE);

    (void)acse;
    (void)pdu;
    ber_put_integer(writer, 0x80, 0); /* normal */
    ber_put_close(writer, apdu);
}

/* The diagnostic belongs to the authentication unit, which is not selected. */
static void
put_abrt(Acse *acse, OsiPdu *pdu, BerWriter *writer)
{
    BerMark apdu = ber_put_open(writer, TAG_ABRT);

    (void)acse;
    ber_put_integer(writer, 0x80, pdu->own ? ABORT_BY_PROVIDER : ABORT_BY_USER);
    ber_put_close(writer, apdu);
}

static void (*const builders[])(Acse *, OsiPdu *, BerWriter *) = {
    [OSI_CONNECT] = put_aarq, [OSI_ACCEPT] = put_aare,   [OSI_REFUSE] = put_aare,
    [OSI_RELEASE] = put_rlrq, [OSI_RELEASED] = put_rlre, [OSI_ABORT] = put_abrt,
};

static OsiStep
acse_wrap(void *state, OsiPdu *pdu)
{
    BerWriter writer;

    if (pdu->primitive == OSI_DATA) {
        return LAYER_NEXT;
    }
    writer = osi_begin(pdu);
    builders[pdu->primitive](state, pdu, &writer);
    osi_end(pdu, &writer);
    return LAYER_NEXT;
}

const OsiLayer osi_acse = {
    "acse", sizeof(Acse), acse_init, acse_clear, acse_unwrap, acse_wrap
};
