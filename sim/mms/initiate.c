/* SPDX-License-Identifier: Apache-2.0
 *
 * Initiate (ISO 9506-2 8.2): what both sides propose and what comes of it. PDU size,
 * outstanding requests and nesting are the smaller of the two, the parameter CBB the common
 * bits; servicesSupported is no bargain: each side tells what it serves, from the rows of
 * service.c.
 */
#include "sim/mms/association_private.h"

#define VERSION 1
#define CBB_BITS 11
#define CBB_BITS_MAX 18
#define CBB_VNAM 2

/* str1 (arrays), str2 (structures), vnam (named variables), valt (alternate access), vlis
 * (variable lists). */
static const uint32_t own_cbb = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 3 | 1u << 7;

typedef struct Proposal {
    bool has_pdu_size;
    int64_t pdu_size;
    int64_t outstanding_calling;
    int64_t outstanding_called;
    bool has_nesting;
    int64_t nesting;
    int64_t version;
    uint32_t cbb;
    size_t cbb_bits;
    Slice services;
    size_t service_bits;
} Proposal;

/* Wider than any field's range: what is too small or negative is refused by its own error. */
static int64_t
get_number(BerReader *reader, BerTag tag)
{
    return ber_get_integer(reader, tag, INT64_MIN, INT64_MAX);
}

static uint32_t
cbb_from_bits(Slice octets, size_t bits)
{
    uint32_t cbb = 0;

    for (size_t bit = 0; bit < MIN(bits, CBB_BITS_MAX); bit++) {
        if (octets.data[bit / 8] & (0x80 >> bit % 8)) {
            cbb |= 1u << bit;
        }
    }
    return cbb;
}

/* Reads an initiate PDU of either direction; both have the same fields. What later editions
 * added behind them is skipped. */
static bool
get_proposal(Slice pdu, BerTag tag, Proposal *proposal)
{
    BerReader reader = ber_reader(pdu);
    BerReader initiate = ber_open(&reader, tag);
    BerReader detail;
    Slice cbb;

    *proposal = (Proposal){ 0 };
    if (ber_peek(&initiate) == 0x80) {
        proposal->has_pdu_size = true;
        proposal->pdu_size = get_number(&initiate, 0x80);
    }
    proposal->outstanding_calling = get_number(&initiate, 0x81);
    proposal->outstanding_called = get_number(&initiate, 0x82);
    if (ber_peek(&initiate) == 0x83) {
        proposal->has_nesting = true;
        proposal->nesting = get_number(&initiate, 0x83);
    }
    detail = ber_open(&initiate, 0xA4);
    proposal->version = get_number(&detail, 0x80);
    cbb = ber_get_bit_string(&detail, 0x81, &proposal->cbb_bits);
    proposal->cbb = cbb_from_bits(cbb, proposal->cbb_bits);
    proposal->services = ber_get_bit_string(&detail, 0x82, &proposal->service_bits);
    while (!ber_at_end(&detail)) {
        ber_skip(&detail);
    }
    ber_close(&initiate, &detail);
    ber_close(&reader, &initiate);
    return reader.error == BER_OK && reader.at == reader.end;
}

static MmsError
judge(const MmsLimits *limits, const Proposal *proposal, bool serves)
{
    if (proposal->has_pdu_size && proposal->pdu_size < limits->pdu_size_min) {
        return MMS_INITIATE_MAX_SEGMENT;
    }
    if (proposal->outstanding_calling < 1) {
        return MMS_INITIATE_MAX_OUTSTANDING_CALLING;
    }
    if (proposal->outstanding_called < 0) {
        return MMS_INITIATE_MAX_OUTSTANDING_CALLED;
    }
    if (proposal->has_nesting && proposal->nesting < 1) {
        return MMS_INITIATE_NESTING_LEVEL;
    }
    if (proposal->version < VERSION) {
        return MMS_INITIATE_VERSION_INCOMPATIBLE;
    }
    if (serves && (proposal->cbb & own_cbb & 1u << CBB_VNAM) == 0) {
        return MMS_INITIATE_PARAMETER_CBB;
    }
    return MMS_OK;
}

static void
settle(MmsAssociation *association, const Proposal *proposal)
{
    const MmsLimits *limits = &association->limits;
    MmsNegotiated *negotiated = &association->negotiated;
    size_t bits = MIN(proposal->service_bits, sizeof negotiated->services * 8);

    *negotiated = (MmsNegotiated){
        .pdu_size = proposal->has_pdu_size ? (uint32_t)MIN(proposal->pdu_size, limits->pdu_size)
                                           : limits->pdu_size,
        .outstanding_calling =
            (uint16_t)MIN(proposal->outstanding_calling, limits->outstanding_calling),
        .outstanding_called =
            (uint16_t)MIN(proposal->outstanding_called, limits->outstanding_called),
        .nesting = proposal->has_nesting ? (uint8_t)MIN(proposal->nesting, limits->nesting)
                                         : limits->nesting,
        .version = VERSION,
        .parameter_cbb = proposal->cbb & own_cbb,
    };
    for (size_t bit = 0; bit < bits; bit++) {
        uint8_t mask = (uint8_t)(0x80 >> bit % 8);

        negotiated->services[bit / 8] |= proposal->services.data[bit / 8] & mask;
    }
}

static void
put_cbb(BerWriter *writer, uint32_t cbb, size_t bits)
{
    uint8_t octets[(CBB_BITS_MAX + 7) / 8] = { 0 };

    for (unsigned bit = 0; bit < bits; bit++) {
        if (cbb & 1u << bit) {
            octets[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
        }
    }
    ber_put_bit_string(writer, 0x81, octets, bits);
}

static void
put_services(BerWriter *writer, const Vmd *vmd, const MmsLimits *limits)
{
    uint8_t octets[(MMS_SERVICE_NUMBERS + 7) / 8] = { 0 };

    if (limits->has_services) {
        ber_put_bit_string(writer, 0x82, limits->services, MMS_SERVICE_NUMBERS);
        return;
    }

    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        const ServiceRow *row = mms_service_row(number);

        if (row != NULL && mms_service_is_offered(row, vmd)) {
            octets[number / 8] |= (uint8_t)(0x80 >> number % 8);
        }
    }
    ber_put_bit_string(writer, 0x82, octets, MMS_SERVICE_NUMBERS);
}

static void
put_initiate(MmsAssociation *association, BerTag tag, const MmsNegotiated *values,
             size_t cbb_bits)
{
    BerWriter writer = mms_association_write(association);
    BerMark initiate;
    BerMark detail;

    writer.limit = SIZE_MAX;
    initiate = ber_put_open(&writer, tag);
    ber_put_unsigned(&writer, 0x80, values->pdu_size);
    ber_put_unsigned(&writer, 0x81, values->outstanding_calling);
    ber_put_unsigned(&writer, 0x82, values->outstanding_called);
    ber_put_unsigned(&writer, 0x83, values->nesting);
    detail = ber_put_open(&writer, 0xA4);
    ber_put_unsigned(&writer, 0x80, values->version);
    put_cbb(&writer, values->parameter_cbb, cbb_bits);
    put_services(&writer, association->vmd, &association->limits);
    ber_put_close(&writer, detail);
    ber_put_close(&writer, initiate);
}

void
mms_initiate_put_request(MmsAssociation *association)
{
    const MmsLimits *limits = &association->limits;
    const MmsNegotiated proposal = {
        .pdu_size = limits->pdu_size,
        .outstanding_calling = limits->outstanding_calling,
        .outstanding_called = limits->outstanding_called,
        .nesting = limits->nesting,
        .version = VERSION,
        .parameter_cbb = own_cbb,
    };

    put_initiate(association, 0xA8, &proposal, CBB_BITS);
}

MmsError
mms_initiate_refuse(MmsAssociation *association, MmsError error)
{
    BerWriter writer = mms_association_write(association);

    mms_service_error_put(&writer, 0xAA, error, (MmsErrorDetail){ 0 });
    return error;
}

MmsError
mms_initiate_accept(MmsAssociation *association, Slice pdu)
{
    Proposal proposal;
    MmsError error = MMS_INITIATE_OTHER;

    if (get_proposal(pdu, 0xA8, &proposal)) {
        error = judge(&association->limits, &proposal, association->vmd != NULL);
    }
    if (error != MMS_OK) {
        return mms_initiate_refuse(association, error);
    }
    settle(association, &proposal);
    put_initiate(association, 0xA9, &association->negotiated,
                 CLAMP(proposal.cbb_bits, CBB_BITS, CBB_BITS_MAX));
    return MMS_OK;
}

bool
mms_initiate_get_response(MmsAssociation *association, Slice pdu)
{
    Proposal answer;

    if (!get_proposal(pdu, 0xA9, &answer) ||
        judge(&association->limits, &answer, false) != MMS_OK) {
        return false;
    }
    settle(association, &answer);
    return true;
}

MmsError
mms_initiate_get_error(Slice pdu)
{
    BerReader reader = ber_reader(pdu);

    return mms_service_error_get(&reader, 0xAA);
}
