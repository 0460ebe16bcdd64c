/* SPDX-License-Identifier: Apache-2.0
 *
 * Presentation contexts (see contexts.h). The initiator chooses the identifiers; any it likes
 * will do, and contexts that we do not know are refused one by one, not with the association.
 */
#include "sim/osi/contexts.h"

/* What became of a proposal; the number of a rejection is its provider reason. */
typedef enum Result {
    CONTEXT_ACCEPTED = 0,
    CONTEXT_NO_SUCH_SYNTAX = 1,
    CONTEXT_NO_BER = 2,
    CONTEXT_LOCAL_LIMIT = 3,
} Result;

enum { TAG_RESULT = 0x80, TAG_TRANSFER_SYNTAX = 0x81, TAG_REASON = 0x82 };
enum { ACCEPTANCE = 0, PROVIDER_REJECTION = 2 };

static bool
has_ber(BerReader *item)
{
    BerReader list = ber_open(item, BER_SEQUENCE);
    bool found = false;

    while (!ber_at_end(&list)) {
        found = slice_equal(ber_get(&list, BER_OBJECT_IDENTIFIER), OSI_OID_BER) || found;
    }
    ber_close(item, &list);
    return found;
}

/* The first proposal of each of our two abstract syntaxes is taken. */
static Result
judge(OsiShared *shared, int32_t identifier, Slice abstract, bool ber)
{
    int32_t *place = slice_equal(abstract, OSI_OID_ACSE)  ? &shared->acse_context
                     : slice_equal(abstract, OSI_OID_MMS) ? &shared->mms_context
                                                          : NULL;

    if (place == NULL) {
        return CONTEXT_NO_SUCH_SYNTAX;
    }
    if (!ber) {
        return CONTEXT_NO_BER;
    }
    if (*place != 0) {
        return CONTEXT_LOCAL_LIMIT;
    }
    *place = identifier;
    return CONTEXT_ACCEPTED;
}

bool
contexts_parse_proposals(Contexts *contexts, OsiShared *shared, Slice list)
{
    BerReader reader = ber_reader(list);

    shared->acse_context = shared->mms_context = 0;
    while (!ber_at_end(&reader)) {
        BerReader item = ber_open(&reader, BER_SEQUENCE);
        int32_t identifier = (int32_t)ber_get_integer(&item, BER_INTEGER, 1, INT32_MAX);
        Slice abstract = ber_get(&item, BER_OBJECT_IDENTIFIER);
        bool ber = has_ber(&item);

        ber_close(&reader, &item);
        if (reader.error != BER_OK) {
            return false;
        }
        if (contexts->count == CONTEXTS_MAX) {
            contexts->too_many = true;
            return true;
        }
        contexts->results[contexts->count++] =
            (uint8_t)judge(shared, identifier, abstract, ber);
    }
    /* One identifier cannot mean both. */
    return reader.error == BER_OK &&
           (shared->acse_context == 0 || shared->acse_context != shared->mms_context);
}

bool
contexts_are_accepted(Slice results)
{
    BerReader list = ber_reader(results);
    unsigned count = 0;

    while (!ber_at_end(&list)) {
        BerReader item = ber_open(&list, BER_SEQUENCE);

        if (ber_get_integer(&item, TAG_RESULT, 0, INT32_MAX) != ACCEPTANCE) {
            return false;
        }
        ber_close_rest(&list, &item);
        count++;
    }
    return list.error == BER_OK && count == 2;
}

static void
put_proposal(BerWriter *writer, int32_t identifier, Slice abstract)
{
    BerMark item = ber_put_open(writer, BER_SEQUENCE);
    BerMark list;

    ber_put_integer(writer, BER_INTEGER, identifier);
    ber_put(writer, BER_OBJECT_IDENTIFIER, abstract);
    list = ber_put_open(writer, BER_SEQUENCE);
    ber_put(writer, BER_OBJECT_IDENTIFIER, OSI_OID_BER);
    ber_put_close(writer, list);
    ber_put_close(writer, item);
}

void
contexts_put_proposals(const OsiShared *shared, BerWriter *writer)
{
    put_proposal(writer, shared->acse_context, OSI_OID_ACSE);
    put_proposal(writer, shared->mms_context, OSI_OID_MMS);
}

void
contexts_put_results(const Contexts *contexts, BerWriter *writer)
{
    for (unsigned i = 0; i < contexts->count; i++) {
        Result result = contexts->results[i];
        BerMark item = ber_put_open(writer, BER_SEQUENCE);

        if (result == CONTEXT_ACCEPTED) {
            ber_put_integer(writer, TAG_RESULT, ACCEPTANCE);
            ber_put(writer, TAG_TRANSFER_SYNTAX, OSI_OID_BER);
        } else {
            ber_put_integer(writer, TAG_RESULT, PROVIDER_REJECTION);
            ber_put_integer(writer, TAG_REASON, result);
        }
        ber_put_close(writer, item);
    }
}
