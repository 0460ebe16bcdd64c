/* SPDX-License-Identifier: Apache-2.0
 *
 * The sample model (tests/sim/model/sample.h) as a VMD, asked as the services ask it.
 */
#pragma once

#include "sim/vmd/vmd_ied.h"
#include "tests/sim/model/sample.h"

typedef struct VmdFixture {
    Model *model;
    Values *values;
    VmdIed *ied;
    const Vmd *vmd;
    VmdCaller caller, other; /* two associations */
    Pdu pdu;
} VmdFixture;

VmdFixture *vmd_fixture_new(void);
void vmd_fixture_free(VmdFixture *fixture);

/* A name in domain IED1LD0, or "Domain/item", "@item" of the association. */
MmsObjectName vmd_name(const char *text);

MmsDataError vmd_find(VmdFixture *fixture, const char *name, VmdVariable *variable);

/* Reads into fixture->pdu; `access` NULL, or AlternateAccess content in hex. */
MmsDataError vmd_read(VmdFixture *fixture, const char *name, const char *access);

/* Writes one item in a request of its own. */
MmsDataError vmd_write(VmdFixture *fixture, const char *name, const char *access,
                       const char *data);

/* What was read, as upper-case hex; and whether it is that of `expected`. */
bool vmd_read_gives(VmdFixture *fixture, const char *name, const char *access,
                    const char *expected);
