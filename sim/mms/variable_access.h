/* SPDX-License-Identifier: Apache-2.0
 *
 * VariableAccessSpecification (ISO 9506-2 14.5.1): a list of variables, each with an optional
 * alternate access, or the name of a variable list. Read puts it under [1], Write,
 * informationReport and defineNamedVariableList stand it bare.
 */
#pragma once

#include "sim/mms/alternate_access.h"
#include "sim/mms/vmd/vmd.h"

/* What a request names. With `list` set, members is NULL and count 0. */
typedef struct MmsVariables {
    const MmsObjectName *list;
    const VmdMember *members;
    unsigned count;
} MmsVariables;

/* Puts listOfVariable [0] or variableListName [1]. */
void mms_variables_put(BerWriter *writer, const MmsVariables *variables);

/* Puts the members of listOfVariable without the tag around them. */
void mms_members_put(BerWriter *writer, const VmdMember *members, unsigned count);

/* One entry of listOfVariable: the next VariableSpecification with its access. `supported` is
 * false for the forms that are no name (address, description, scattered, invalidated): the
 * member's name is then empty. False at the end of the list and on an error. */
bool mms_member_next(BerReader *list, MmsAccessStore *store, unsigned nesting,
                     VmdMember *member, bool *supported);

/* Arrays that a request is parsed into, kept by the association. */
typedef struct MmsScratch {
    VmdMember *members;
    bool *supported; /* beside members */
    unsigned capacity;
    unsigned limit; /* most members and selections of one request */
    MmsAccessStore *accesses;
    MmsObjectName list;
} MmsScratch;

void mms_scratch_init(MmsScratch *scratch, unsigned limit);
void mms_scratch_clear(MmsScratch *scratch);

/* Reads the CHOICE at the reader into the scratch; the result is valid until the next get. Too
 * many members: BER_OUT_OF_RANGE. `element` gets the whole element, for the echo. */
MmsVariables mms_variables_get(BerReader *reader, MmsScratch *scratch, unsigned nesting,
                               Slice *element);

/* The same for the content of a listOfVariable. */
MmsVariables mms_members_get(BerReader *list, MmsScratch *scratch, unsigned nesting);
