/* SPDX-License-Identifier: Apache-2.0
 *
 * An association's protocol machine on its own: MMS PDUs in, MMS PDUs out, no OSI stack.
 */
#pragma once

#include "sim/mms/association_private.h"
#include "tests/sim/mms/fake_vmd.h"

/* One primitive the machine sent. */
typedef struct MachineSent {
    OsiPrimitive primitive;
    int diagnostic;
    GByteArray *pdu;
} MachineSent;

typedef struct Machine {
    MmsAssociation *association;
    FakeVmd *fake; /* NULL: serves nothing */
    GPtrArray *sent;
    const char *refusal; /* what admit says */
    int refuses;         /* and what refuse does */
    unsigned associated;
    unsigned ended;
    MmsEnd end;
    char *end_text;
    unsigned unconfirmed;
    unsigned conclude_refused;
    GString *served;
    /* The last answer to a request of ours, and how many came. */
    MmsAnswer answer;
    GByteArray *answer_body;
    unsigned answers;
} Machine;

/* A server with a fake VMD, or a client without; nothing exchanged yet. `limits` may be NULL.
 */
Machine *machine_new(OsiRole role, const MmsLimits *limits);
void machine_free(Machine *machine);

/* The same with the initiate done (initiate_request.hex, initiate_response.hex) and forgotten.
 */
Machine *machine_open(OsiRole role);
Machine *machine_open_limited(OsiRole role, const MmsLimits *limits);

/* A primitive reaches the machine; an exact heap copy of the bytes. */
void machine_indicate(Machine *machine, OsiPrimitive primitive, Slice pdu);
void machine_take(Machine *machine, Slice pdu);
void machine_take_text(Machine *machine, const char *hex);
void machine_take_file(Machine *machine, const char *name);

/* Compares the oldest thing sent and forgets it. */
bool machine_sent(Machine *machine, OsiPrimitive primitive, const char *hex);
bool machine_sent_file(Machine *machine, OsiPrimitive primitive, const char *name);
bool machine_sent_nothing(const Machine *machine);

/* A request file goes in, exactly the response file comes out. */
bool machine_answers(Machine *machine, const char *request, const char *response);
bool machine_answers_text(Machine *machine, const char *request, const char *response);

/* An MmsAnswered; `user` is the machine. */
void machine_answered(void *user, const MmsAnswer *answer);

/* Gives every truncation and bit flip of a file under testdata/pdu/mms/ to fresh associations
 * and checks that what is sent is BER within the negotiated size. */
void machine_torture(OsiRole role, const char *name);
