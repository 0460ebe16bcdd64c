/* SPDX-License-Identifier: Apache-2.0
 *
 * The presentation protocol, normal mode, kernel (ISO 8823-1 / X.226). CP, CPA and CPR settle
 * which context identifiers mean ACSE and MMS in BER; after that every PDU is user data, fully
 * encoded; ARU and ARP abort. The initiator chooses the identifiers, we follow.
 */
#include "sim/osi/contexts.h"

#include <glib.h>

enum {
    TAG_MODE = 0xA0,
    TAG_NORMAL = 0xA2,
    TAG_CALLING_PSEL = 0x81,
    TAG_CALLED_PSEL = 0x82,
    TAG_RESPONDING_PSEL = 0x83,
    TAG_CONTEXTS = 0xA4,
    TAG_RESULTS = 0xA5,
    TAG_PROVIDER_REASON = 0x8A,
    TAG_USER_DATA = 0x61,
    TAG_ARU = 0xA0,
    TAG_SINGLE = 0xA0, /* single-ASN1-type of a PDV list */
    TAG_OCTETS = 0x81, /* octet-aligned */
};

enum { MODE_NORMAL = 1 };

/* Provider reasons of CPR and of ARP. */
enum { CPR_LOCAL_LIMIT = 2, CPR_UNKNOWN_ADDRESS = 3, CPR_MODE = 0, CPR_UNREADABLE = 6 };
enum { ARP_UNRECOGNIZED = 1, ARP_UNEXPECTED = 2, ARP_BAD_VALUE = 6 };

#define CLIENT_ACSE_CONTEXT 1
#define CLIENT_MMS_CONTEXT 3

typedef struct Presentation {
    OsiShared *shared;
    Contexts contexts; /* server: as the client proposed them */
} Presentation;

/* The normal mode parameters of CP, CPA and CPR. */
typedef struct Parameters {
    Slice calling, called, contexts, results, user_data;
    int64_t provider_reason;
} Parameters;

static void
presentation_init(void *state, OsiShared *shared)
{
    Presentation *presentation = state;

    presentation->shared = shared;
    shared->acse_context = CLIENT_ACSE_CONTEXT;
    shared->mms_context = CLIENT_MMS_CONTEXT;
}

static void
presentation_clear(void *state)
{
    (void)state;
}

static void
take_once(BerReader *reader, Slice *place)
{
    BerTag tag;

    if (place->data != NULL) {
        ber_fail(reader, BER_UNEXPECTED_TAG);
    }
    *place = ber_get_any(reader, &tag);
}

/* Reads to the end of `reader`; what is not known is passed over. */
static void
parse_parameters(BerReader *reader, Parameters *parameters)
{
    while (!ber_at_end(reader)) {
        switch (ber_peek(reader)) {
        case TAG_CALLING_PSEL:
            take_once(reader, &parameters->calling);
            break;
        case TAG_CALLED_PSEL:
            take_once(reader, &parameters->called);
            break;
        case TAG_CONTEXTS:
            take_once(reader, &parameters->contexts);
            break;
        case TAG_RESULTS:
            take_once(reader, &parameters->results);
            break;
        case TAG_PROVIDER_REASON:
            parameters->provider_reason =
                ber_get_integer(reader, TAG_PROVIDER_REASON, 0, INT32_MAX);
            break;
        case TAG_USER_DATA:
            take_once(reader, &parameters->user_data);
            break;
        default:
            ber_skip(reader);
            break;
        }
    }
}

/* One PDV list: which context, and the value's encoding, single-ASN1-type or octet-aligned. */
static Slice
parse_pdv(BerReader *lists, int32_t *context)
{
    BerReader pdv = ber_open(lists, BER_SEQUENCE);
    Slice value;

    if (ber_peek(&pdv) == BER_OBJECT_IDENTIFIER) {
        ber_skip(&pdv); /* the transfer syntax, said once more */
    }
    *context = (int32_t)ber_get_integer(&pdv, BER_INTEGER, 0, INT32_MAX);
    value = ber_get(&pdv, ber_peek(&pdv) == TAG_OCTETS ? TAG_OCTETS : TAG_SINGLE);
    ber_close(lists, &pdv);
    return value;
}

/* The one PDV that user data outside of the data phase holds; false when there is none of the
 * ACSE context. */
static bool
parse_acse_value(const OsiShared *shared, Slice lists, Slice *value)
{
    BerReader reader = ber_reader(lists);
    int32_t context;

    *value = parse_pdv(&reader, &context);
    return reader.error == BER_OK && context == shared->acse_context && value->size > 0;
}

/* CP or CPA: a SET, so mode and parameters come in any order. */
static bool
parse_connect(Slice content, int64_t *mode, bool *normal, Parameters *parameters)
{
    BerReader reader = ber_reader(content);
    BerReader set = ber_open(&reader, BER_SET);

    *mode = MODE_NORMAL;
    *normal = false;
    while (!ber_at_end(&set)) {
        BerTag tag = ber_peek(&set);

        if (tag == TAG_MODE) {
            BerReader inner = ber_open(&set, TAG_MODE);

            *mode = ber_get_integer(&inner, 0x80, 0, INT32_MAX);
            ber_close_rest(&set, &inner);
        } else if (tag == TAG_NORMAL && !*normal) {
            BerReader inner = ber_open(&set, TAG_NORMAL);

            parse_parameters(&inner, parameters);
            ber_close(&set, &inner);
            *normal = true;
        } else {
            ber_skip(&set);
        }
    }
    ber_close(&reader, &set);
    return reader.error == BER_OK;
}

static OsiStep
unwrap_cp(Presentation *presentation, OsiPdu *pdu)
{
    OsiShared *shared = presentation->shared;
    Parameters parameters = { 0 };
    int64_t mode;
    bool normal;

    if (!parse_connect(pdu->content, &mode, &normal, &parameters)) {
        return osi_fail(pdu, ARP_UNRECOGNIZED, "malformed CP");
    }
    if (mode != MODE_NORMAL) {
        return osi_refuse(pdu, CPR_MODE, "presentation mode is not normal");
    }
    if (!normal || parameters.user_data.size == 0 ||
        !contexts_parse_proposals(&presentation->contexts, shared, parameters.contexts)) {
        return osi_fail(pdu, ARP_BAD_VALUE, "incomplete CP");
    }
    osi_selector_set(&shared->calling.psel, parameters.calling);
    osi_selector_set(&shared->called.psel, parameters.called);
    if (!osi_selector_is(shared, OSI_CHECK_PSEL, &shared->parameters->local.psel,
                         parameters.called)) {
        return osi_refuse(pdu, CPR_UNKNOWN_ADDRESS, "called PSEL is not ours");
    }
    if (presentation->contexts.too_many) {
        return osi_refuse(pdu, CPR_LOCAL_LIMIT, "too many presentation contexts");
    }
    if (shared->acse_context == 0 || shared->mms_context == 0) {
        return osi_refuse(pdu, CPR_UNREADABLE, "no ACSE or no MMS context in BER");
    }
    if (!parse_acse_value(shared, parameters.user_data, &pdu->content)) {
        return osi_fail(pdu, ARP_BAD_VALUE, "CP without an ACSE PDU");
    }
    return LAYER_NEXT;
}

static OsiStep
unwrap_cpa(Presentation *presentation, OsiPdu *pdu)
{
    Parameters parameters = { 0 };
    int64_t mode;
    bool normal;

    if (!parse_connect(pdu->content, &mode, &normal, &parameters) || mode != MODE_NORMAL ||
        !parse_acse_value(presentation->shared, parameters.user_data, &pdu->content)) {
        return osi_fail(pdu, ARP_UNRECOGNIZED, "malformed CPA");
    }
    if (!contexts_are_accepted(parameters.results)) {
        return osi_fail(pdu, ARP_BAD_VALUE, "presentation context not accepted");
    }
    return LAYER_NEXT;
}

/* A refusal needs no answer, so what cannot be read of it is passed over. */
static OsiStep
unwrap_cpr(Presentation *presentation, OsiPdu *pdu)
{
    Parameters parameters = { .provider_reason = -1 };
    BerReader reader = ber_reader(pdu->content);
    BerReader inner = ber_open(&reader, BER_SEQUENCE);

    parse_parameters(&inner, &parameters);
    if (inner.error == BER_OK && parameters.provider_reason >= 0) {
        osi_ended(pdu, OSI_REFUSE, "presentation", (int)parameters.provider_reason,
                  "presentation refused");
    }
    if (!parse_acse_value(presentation->shared, parameters.user_data, &pdu->content)) {
        pdu->content = SLICE_NONE;
    }
    return LAYER_NEXT;
}

/* ARU with an ABRT in it, or ARP; neither is answered. */
static OsiStep
unwrap_abort(Presentation *presentation, OsiPdu *pdu)
{
    BerReader reader = ber_reader(pdu->content);
    bool by_user = ber_peek(&reader) == TAG_ARU;
    BerReader inner = ber_open(&reader, by_user ? TAG_ARU : BER_SEQUENCE);
    Slice user_data = SLICE_NONE;

    while (!ber_at_end(&inner)) {
        BerTag tag;
        Slice value = ber_get_any(&inner, &tag);
        int64_t code;

        if (by_user && tag == TAG_USER_DATA) {
            user_data = value;
        } else if (!by_user && tag == 0x80 && ber_decode_integer(value, &code)) {
            osi_ended(pdu, OSI_ABORT, "presentation", (int)(code & 0xFF),
                      "presentation aborted");
        }
    }
    if (!parse_acse_value(presentation->shared, user_data, &pdu->content)) {
        pdu->content = SLICE_NONE;
    }
    return LAYER_NEXT;
}

/* FN and DN; their user data may be missing. */
static OsiStep
unwrap_release(Presentation *presentation, OsiPdu *pdu)
{
    BerReader reader = ber_reader(pdu->content);
    Slice user_data;

    if (pdu->content.size == 0) {
        return LAYER_NEXT;
    }
    user_data = ber_get(&reader, TAG_USER_DATA);
    if (reader.error != BER_OK ||
        !parse_acse_value(presentation->shared, user_data, &pdu->content)) {
        return osi_fail(pdu, ARP_UNRECOGNIZED, "malformed user data in a release");
    }
    return LAYER_NEXT;
}

/* User data of the MMS context; the PDV lists behind the first come as a rest. */
static OsiStep
unwrap_data(Presentation *presentation, OsiPdu *pdu)
{
    BerReader reader = ber_reader(pdu->content);
    Slice lists = pdu->content;
    int32_t context;

    if (!pdu->again) {
        lists = ber_get(&reader, TAG_USER_DATA);
        if (reader.error != BER_OK || reader.at != reader.end) {
            return osi_fail(pdu, ARP_UNRECOGNIZED, "malformed presentation user data");
        }
        reader = ber_reader(lists);
    }
    pdu->content = parse_pdv(&reader, &context);
    if (reader.error != BER_OK) {
        return osi_fail(pdu, ARP_BAD_VALUE, "malformed PDV list");
    }
    if (context != presentation->shared->mms_context) {
        return osi_fail(pdu, ARP_UNEXPECTED, "data not of the MMS context");
    }
    pdu->rest = (Slice){ reader.at, (size_t)(reader.end - reader.at) };
    return LAYER_NEXT;
}

static OsiStep
presentation_unwrap(void *state, OsiPdu *pdu)
{
    switch (pdu->primitive) {
    case OSI_CONNECT:
        return unwrap_cp(state, pdu);
    case OSI_ACCEPT:
        return unwrap_cpa(state, pdu);
    case OSI_REFUSE:
        return unwrap_cpr(state, pdu);
    case OSI_DATA:
        return unwrap_data(state, pdu);
    case OSI_RELEASE:
    case OSI_RELEASED:
        return unwrap_release(state, pdu);
    default:
        return unwrap_abort(state, pdu);
    }
}

/* 61 { 30 { pcid, A0 { value } } } in a message that is being built. */
static void
put_acse_value(const OsiShared *shared, BerWriter *writer, Slice value)
{
    BerMark user_data = ber_put_open(writer, TAG_USER_DATA);
    BerMark list = ber_put_open(writer, BER_SEQUENCE);

    ber_put_integer(writer, BER_INTEGER, shared->acse_context);
    ber_put(writer, TAG_SINGLE, value);
    ber_put_close(writer, list);
    ber_put_close(writer, user_data);
}

static void
put_selector(BerWriter *writer, BerTag tag, const OsiSelector *selector)
{
    if (selector->size > 0) {
        ber_put(writer, tag, osi_selector_slice(selector));
    }
}

static void
put_mode(BerWriter *writer)
{
    BerMark mode = ber_put_open(writer, TAG_MODE);

    ber_put_integer(writer, 0x80, MODE_NORMAL);
    ber_put_close(writer, mode);
}

static void
put_cp(Presentation *presentation, OsiPdu *pdu, BerWriter *writer)
{
    const OsiShared *shared = presentation->shared;
    BerMark set = ber_put_open(writer, BER_SET);
    BerMark normal;
    BerMark proposals;

    put_mode(writer);
    normal = ber_put_open(writer, TAG_NORMAL);
    put_selector(writer, TAG_CALLING_PSEL, &shared->parameters->local.psel);
    put_selector(writer, TAG_CALLED_PSEL, &shared->parameters->remote.psel);
    proposals = ber_put_open(writer, TAG_CONTEXTS);
    contexts_put_proposals(shared, writer);
    ber_put_close(writer, proposals);
    put_acse_value(shared, writer, osi_content(pdu));
    ber_put_close(writer, normal);
    ber_put_close(writer, set);
}

static void
put_results(const Presentation *presentation, BerWriter *writer)
{
    BerMark results = ber_put_open(writer, TAG_RESULTS);

    contexts_put_results(&presentation->contexts, writer);
    ber_put_close(writer, results);
}

static void
put_responding(const OsiShared *shared, BerWriter *writer)
{
    const OsiSelector *own = &shared->parameters->local.psel;

    put_selector(writer, TAG_RESPONDING_PSEL, own->size > 0 ? own : &shared->called.psel);
}

static void
put_cpa(Presentation *presentation, OsiPdu *pdu, BerWriter *writer)
{
    BerMark set = ber_put_open(writer, BER_SET);
    BerMark normal;

    put_mode(writer);
    normal = ber_put_open(writer, TAG_NORMAL);
    put_responding(presentation->shared, writer);
    put_results(presentation, writer);
    put_acse_value(presentation->shared, writer, osi_content(pdu));
    ber_put_close(writer, normal);
    ber_put_close(writer, set);
}

/* By our provider with a reason, or for the user with its AARE. */
static void
put_cpr(Presentation *presentation, OsiPdu *pdu, BerWriter *writer)
{
    BerMark sequence = ber_put_open(writer, BER_SEQUENCE);

    put_responding(presentation->shared, writer);
    if (presentation->contexts.count > 0 && !presentation->contexts.too_many) {
        put_results(presentation, writer);
    }
    if (pdu->own) {
        ber_put_integer(writer, TAG_PROVIDER_REASON, pdu->reason.code);
    } else {
        put_acse_value(presentation->shared, writer, osi_content(pdu));
    }
    ber_put_close(writer, sequence);
}

static void
put_abort(Presentation *presentation, OsiPdu *pdu, BerWriter *writer)
{
    BerMark abort = ber_put_open(writer, pdu->own ? BER_SEQUENCE : TAG_ARU);

    if (pdu->own) {
        ber_put_integer(writer, 0x80, pdu->reason.code);
    } else {
        put_acse_value(presentation->shared, writer, osi_content(pdu));
    }
    ber_put_close(writer, abort);
}

static void
put_release(Presentation *presentation, OsiPdu *pdu, BerWriter *writer)
{
    put_acse_value(presentation->shared, writer, osi_content(pdu));
}

static void (*const builders[])(Presentation *, OsiPdu *, BerWriter *) = {
    [OSI_CONNECT] = put_cp,      [OSI_ACCEPT] = put_cpa,       [OSI_REFUSE] = put_cpr,
    [OSI_RELEASE] = put_release, [OSI_RELEASED] = put_release, [OSI_ABORT] = put_abort,
};

/* Puts tag and definite length in front of the content. */
static void
prepend_header(Pdu *pdu, uint8_t tag)
{
    size_t length = pdu->tail - pdu->head;
    unsigned extra = length < 0x80 ? 0 : length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : 4;
    uint8_t *at = pdu_prepend(pdu, 2 + extra);

    *at++ = tag;
    *at++ = extra == 0 ? (uint8_t)length : (uint8_t)(0x80 | extra);
    while (extra > 0) {
        extra--;
        *at++ = (uint8_t)(length >> (8 * extra));
    }
}

static void
prepend_context(Pdu *pdu, int32_t context)
{
    unsigned size = context < 0x80 ? 1 : context < 0x8000 ? 2 : context < 0x800000 ? 3 : 4;
    uint8_t *at = pdu_prepend(pdu, 2 + size);

    *at++ = BER_INTEGER;
    *at++ = (uint8_t)size;
    while (size > 0) {
        size--;
        *at++ = (uint8_t)(context >> (8 * size));
    }
}

/* In place, from the inside out: no octet of the content moves. */
static OsiStep
wrap_data(const OsiShared *shared, Pdu *bytes)
{
    prepend_header(bytes, TAG_SINGLE);
    prepend_context(bytes, shared->mms_context);
    prepend_header(bytes, BER_SEQUENCE);
    prepend_header(bytes, TAG_USER_DATA);
    return LAYER_NEXT;
}

static OsiStep
presentation_wrap(void *state, OsiPdu *pdu)
{
    Presentation *presentation = state;
    BerWriter writer;

    if (pdu->primitive == OSI_DATA) {
        return wrap_data(presentation->shared, pdu->bytes);
    }
    writer = osi_begin(pdu);
    builders[pdu->primitive](presentation, pdu, &writer);
    osi_end(pdu, &writer);
    return LAYER_NEXT;
}

const OsiLayer osi_presentation = {
    "presentation",     sizeof(Presentation), presentation_init,
    presentation_clear, presentation_unwrap,  presentation_wrap
};
