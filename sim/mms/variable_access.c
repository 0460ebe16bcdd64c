/* SPDX-License-Identifier: Apache-2.0
 *
 * VariableAccessSpecification (ISO 9506-2 14.5.1; see variable_access.h).
 *
 *   CHOICE { listOfVariable [0] IMPLICIT SEQUENCE OF SEQUENCE { VariableSpecification,
 *                                           alternateAccess [5] IMPLICIT AlternateAccess? },
 *            variableListName [1] ObjectName }
 */
#include "sim/mms/variable_access.h"

#include <glib.h>

#include "sim/mms/object_name.h"

enum { TAG_MEMBERS = 0xA0, TAG_LIST = 0xA1, TAG_NAME = 0xA0, TAG_ACCESS = 0xA5 };

void
mms_members_put(BerWriter *writer, const VmdMember *members, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        BerMark entry = ber_put_open(writer, BER_SEQUENCE);
        BerMark name = ber_put_open(writer, TAG_NAME);

        mms_object_name_put(writer, &members[i].name);
        ber_put_close(writer, name);
        if (members[i].access != NULL) {
            BerMark access = ber_put_open(writer, TAG_ACCESS);

            mms_alternate_access_put(writer, members[i].access);
            ber_put_close(writer, access);
        }
        ber_put_close(writer, entry);
    }
}

void
mms_variables_put(BerWriter *writer, const MmsVariables *variables)
{
    BerMark mark;

    if (variables->list != NULL) {
        mark = ber_put_open(writer, TAG_LIST);
        mms_object_name_put(writer, variables->list);
    } else {
        mark = ber_put_open(writer, TAG_MEMBERS);
        mms_members_put(writer, variables->members, variables->count);
    }
    ber_put_close(writer, mark);
}

/* The forms that name no variable: address [1], variableDescription [2],
 * scatteredAccessDescription [3], invalidated [4]. */
static void
skip_other_form(BerReader *entry)
{
    BerTag tag = ber_peek(entry);

    if (tag == 0x84) {
        ber_get_null(entry, tag);
    } else if (tag >= 0xA1 && tag <= 0xA3) {
        ber_skip(entry);
    } else {
        ber_fail(entry, BER_UNEXPECTED_TAG);
    }
}

bool
mms_member_next(BerReader *list, MmsAccessStore *store, unsigned nesting, VmdMember *member,
                bool *supported)
{
    BerReader entry;

    *member = (VmdMember){ 0 };
    if (ber_at_end(list)) {
        return false;
    }
    entry = ber_open(list, BER_SEQUENCE);
    *supported = ber_peek(&entry) == TAG_NAME;
    if (*supported) {
        BerReader name = ber_open(&entry, TAG_NAME);

        member->name = mms_object_name_get(&name);
        ber_close(&entry, &name);
    } else {
        skip_other_form(&entry);
    }
    if (entry.error == BER_OK && entry.at != entry.end) {
        BerReader access = ber_open(&entry, TAG_ACCESS);

        member->access = mms_alternate_access_get(&access, store, nesting);
        ber_close(&entry, &access);
    }
    ber_close(list, &entry);
    return list->error == BER_OK;
}

void
mms_scratch_init(MmsScratch *scratch, unsigned limit)
{
    *scratch = (MmsScratch){ .limit = limit, .accesses = mms_access_store_new(limit) };
}

void
mms_scratch_clear(MmsScratch *scratch)
{
    g_free(scratch->members);
    g_free(scratch->supported);
    mms_access_store_free(scratch->accesses);
    *scratch = (MmsScratch){ 0 };
}

static void
grow(MmsScratch *scratch)
{
    scratch->capacity = MAX(4, scratch->capacity * 2);
    scratch->members = g_renew(VmdMember, scratch->members, scratch->capacity);
    scratch->supported = g_renew(bool, scratch->supported, scratch->capacity);
}

MmsVariables
mms_members_get(BerReader *list, MmsScratch *scratch, unsigned nesting)
{
    unsigned count = 0;

    mms_access_store_reset(scratch->accesses);
    while (!ber_at_end(list)) {
        if (count == scratch->limit) {
            ber_fail(list, BER_OUT_OF_RANGE);
            break;
        }
        if (count == scratch->capacity) {
            grow(scratch);
        }
        if (mms_member_next(list, scratch->accesses, nesting, &scratch->members[count],
                            &scratch->supported[count])) {
            count++;
        }
    }
    return (MmsVariables){ .members = scratch->members, .count = count };
}

MmsVariables
mms_variables_get(BerReader *reader, MmsScratch *scratch, unsigned nesting, Slice *element)
{
    const uint8_t *start = reader->at;
    MmsVariables variables = { 0 };
    BerReader inner;

    if (ber_peek(reader) == TAG_LIST) {
        inner = ber_open(reader, TAG_LIST);
        scratch->list = mms_object_name_get(&inner);
        variables.list = &scratch->list;
    } else {
        inner = ber_open(reader, TAG_MEMBERS);
        variables = mms_members_get(&inner, scratch, nesting);
    }
    ber_close(reader, &inner);
    *element = (Slice){ start, (size_t)(reader->at - start) };
    return variables;
}
