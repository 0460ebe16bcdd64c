/* SPDX-License-Identifier: Apache-2.0
 *
 * The defined context set of the presentation layer (ISO 8823-1 8.2): what a CP proposes, and
 * what CPA or CPR says about it.
 */
#pragma once

#include "sim/ber/reader.h"
#include "sim/osi/layer.h"

#define CONTEXTS_MAX 32

typedef struct Contexts {
    uint8_t results[CONTEXTS_MAX]; /* one per proposal, in its order */
    unsigned count;
    bool too_many; /* more than CONTEXTS_MAX were proposed: no result list can be given */
} Contexts;

/* Client: the content of the context definition list, ACSE and MMS in BER. */
void contexts_put_proposals(const OsiShared *shared, BerWriter *writer);

/* Server: reads the content of a context definition list and notes in `shared` the identifiers
 * of ACSE and MMS, 0 for one that was not proposed in BER. False when malformed. */
bool contexts_parse_proposals(Contexts *contexts, OsiShared *shared, Slice list);

/* Server: the content of the result list. */
void contexts_put_results(const Contexts *contexts, BerWriter *writer);

/* Client: whether a result list accepts both of our proposals. */
bool contexts_are_accepted(Slice results);
