/* SPDX-License-Identifier: Apache-2.0
 *
 * The lists that clients defined in the domains, as octets and back, for who keeps them over a
 * power cycle: the requests that would define them anew (ISO 9506-2 14.11), one after another.
 */
#include "sim/mms/object_name.h"
#include "sim/mms/variable_access.h"
#include "sim/model/type.h"
#include "sim/vmd/vmd_ied_private.h"

enum { TAG_MEMBERS = 0xA0 };

static void
put_list(const VmdIed *ied, const VmdVariableList *list, BerWriter *writer)
{
    MmsObjectName name =
        mms_object_name_domain(ied->model->devices[list->device].domain, list->item);
    BerMark all = ber_put_open(writer, BER_SEQUENCE);
    BerMark members;

    mms_object_name_put(writer, &name);
    members = ber_put_open(writer, TAG_MEMBERS);
    for (unsigned i = 0; i < list->count; i++) {
        const ListMember *row = &list->members[i];
        VmdMember member = { .name = mms_object_name_domain(row->domain, row->item),
                             .access = row->access };

        mms_members_put(writer, &member, 1);
    }
    ber_put_close(writer, members);
    ber_put_close(writer, all);
}

void
vmd_ied_put_lists(const VmdIed *ied, BerWriter *writer)
{
    for (unsigned i = 0; i < ied->lists->len; i++) {
        put_list(ied, ied->lists->pdata[i], writer);
    }
}

/* False when the octets are none, or this model cannot have such a list. */
static bool
take_list(VmdIed *ied, BerReader *reader, MmsScratch *scratch)
{
    BerReader all = ber_open(reader, BER_SEQUENCE);
    MmsObjectName name = mms_object_name_get(&all);
    BerReader list = ber_open(&all, TAG_MEMBERS);
    MmsVariables members = mms_members_get(&list, scratch, TYPE_DEPTH_MAX);
    VmdCaller nobody = { 0 };

    ber_close(&all, &list);
    ber_close(reader, &all);
    if (reader->error != BER_OK || name.scope != MMS_SCOPE_DOMAIN) {
        return false;
    }
    for (unsigned i = 0; i < members.count; i++) {
        if (!scratch->supported[i]) {
            return false;
        }
    }
    return vmd_list_define(ied, &nobody, &name, members.members, members.count) == MMS_OK;
}

unsigned
vmd_ied_take_lists(VmdIed *ied, Slice octets)
{
    BerReader reader = ber_reader(octets);
    MmsScratch scratch;
    unsigned failed = 0;

    mms_scratch_init(&scratch, UINT16_MAX);
    while (!ber_at_end(&reader)) {
        failed += !take_list(ied, &reader, &scratch);
    }
    mms_scratch_clear(&scratch);
    return failed;
}

void
vmd_ied_drop_lists(VmdIed *ied)
{
    g_ptr_array_set_size(ied->lists, 0);
}
