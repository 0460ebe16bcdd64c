/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/define_named_variable_list.h"
#include "sim/mms/delete_named_variable_list.h"
#include "sim/mms/get_named_variable_list_attributes.h"
#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_list_is_defined_described_read_and_deleted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "define_named_variable_list_request",
                                   "define_named_variable_list_response"));
    /* Again: it exists. */
    machine_take_file(machine, "define_named_variable_list_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A2 0A 80 01 01 A2 05 A0 03 82 01 05"));
    machine_take_text(machine, "A0 1A 02 01 02 AC 15 A1 13 1A 07 49 45 44 31 4C 44 30 1A 08 4C"
                               "4C 4E 30 24 64 73 37");
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA,
                                     "get_named_variable_list_attributes_access_response"));
    machine_take_text(machine, "A0 1E 02 01 03 A4 19 A1 17 A1 15 A1 13 1A 07 49 45 44 31 4C 44"
                               "30 1A 08 4C 4C 4E 30 24 64 73 37");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA,
                                "A1 24 02 01 03 A4 1F A1 1D A2 18 A2 07 87 05 08 3F C0 00 00 84"
                                "03 03 00 00 91 08 65 F0 D1 80 80 00 00 0A 85 01 03"));
    CU_ASSERT_TRUE(machine_answers(machine, "delete_named_variable_list_request",
                                   "delete_named_variable_list_response"));
    /* Again: nothing matches. */
    machine_take_file(machine, "delete_named_variable_list_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 0B 02 01 03 AD 06 80 01 00 81 01 00"));
    machine_free(machine);
}

static void
a_fixed_list_is_described_and_stays(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "get_named_variable_list_attributes_request",
                                   "get_named_variable_list_attributes_response"));
    machine_take_text(machine, "A0 1F 02 01 03 AD 1A 80 01 00 A1 15 A1 13 1A 07 49 45 44 31 4C"
                               "44 30 1A 08 4C 4C 4E 30 24 64 73 39");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 0B 02 01 03 AD 06 80 01 01 81 01 00"));
    machine_take_file(machine, "delete_named_variable_list_domain_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 0B 02 01 03 AD 06 80 01 01 81 01 00"));
    machine_free(machine);
}

static void
scopes_are_deleted_whole(void)
{
    static const struct {
        const char *request;
        const char *answer;
    } rows[] = {
        { "A0 08 02 01 03 AD 03 80 01 01", "A1 0B 02 01 03 AD 06 80 01 00 81 01 00" },
        { "A0 08 02 01 03 AD 03 80 01 03", "A1 0B 02 01 03 AD 06 80 01 00 81 01 00" },
        { "A0 0B 02 01 03 AD 06 80 01 02 82 01 58",
          "A2 0F 80 01 03 A2 0A A0 03 87 01 02 A3 03 86 01 00" },
        /* The scope is left out: specific. */
        { "A0 0A 02 01 03 AD 05 A1 03 80 01 58", "A1 0B 02 01 03 AD 06 80 01 00 81 01 00" },
        /* Malformed: no names, none in the list, no domain, no such scope, wrong order. */
        { "A0 08 02 01 03 AD 03 80 01 00", "A4 06 80 01 03 81 01 04" },
        { "A0 0A 02 01 03 AD 05 80 01 00 A1 00", "A4 06 80 01 03 81 01 04" },
        { "A0 08 02 01 03 AD 03 80 01 02", "A4 06 80 01 03 81 01 04" },
        { "A0 08 02 01 03 AD 03 80 01 04", "A4 06 80 01 03 81 01 09" },
        { "A0 0D 02 01 03 AD 08 A1 03 80 01 58 80 01 00", "A4 06 80 01 03 81 01 04" },
        { "A0 0C 02 01 03 AD 07 80 01 00 A1 02 1A 00", "A4 06 80 01 03 81 01 04" },
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(machine_answers_text(machine, rows[i].request, rows[i].answer));
    }
    machine_free(machine);
}

static void
an_error_tells_how_many_were_deleted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine->fake->remove_error = MMS_OBJECT_CONSTRAINT_CONFLICT;
    CU_ASSERT_TRUE(machine_answers(machine, "delete_named_variable_list_request",
                                   "delete_named_variable_list_error"));
    machine_free(machine);
}

static void
bad_definitions_are_refused(void)
{
    static const struct {
        const char *request;
        const char *answer;
    } rows[] = {
        /* No member; an unknown one; one by address. */
        { "A0 0A 02 01 01 AB 05 82 01 58 A0 00", "A2 0A 80 01 01 A2 05 A0 03 82 01 06" },
        { "A0 11 02 01 01 AB 0C 82 01 58 A0 07 30 05 A0 03 80 01 58",
          "A2 0A 80 01 01 A2 05 A0 03 82 01 01" },
        { "A0 11 02 01 01 AB 0C 82 01 58 A0 07 30 05 A1 03 80 01 05",
          "A2 0A 80 01 01 A2 05 A0 03 87 01 01" },
        { "A0 08 02 01 01 AB 03 82 01 58", "A4 06 80 01 01 81 01 04" },
        { "A0 07 02 01 01 AB 02 A0 00", "A4 06 80 01 01 81 01 04" },
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(machine_answers_text(machine, rows[i].request, rows[i].answer));
    }
    machine_free(machine);
}

static void
a_client_defines_asks_and_deletes(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    MmsAssociation *association = machine->association;
    const MmsAccess third = { .kind = MMS_ACCESS_INDEX, .low = 3 };
    const MmsObjectName name = mms_object_name_domain("IED1LD0", "LLN0$ds7");
    const VmdMember members[] = { { mms_object_name_domain("IED1LD0", "GGIO1$MX$AnIn1"), NULL },
                                  { mms_object_name_domain("IED1LD0", "Array"), &third } };
    const MmsDefineNamedVariableListRequest define = { name, members, 2 };
    const MmsGetNamedVariableListAttributesRequest ask = { mms_object_name_domain("IED1LD0",
                                                                                  "LLN0$ds9") };
    const MmsDeleteNamedVariableListRequest delete = { MMS_DELETE_SPECIFIC, &name, 1,
                                                       SLICE_NONE };
    const MmsDeleteNamedVariableListRequest delete_domain = { MMS_DELETE_DOMAIN, NULL, 0,
                                                              slice_from_string("IED1LD0") };
    MmsGetNamedVariableListAttributesResponse attributes;
    MmsDeleteNamedVariableListResponse deleted;
    MmsAccessStore *store = mms_access_store_new(10);
    VmdMember member;
    bool supported;

    mms_association_request(association, mms_define_named_variable_list_put_request, &define,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "define_named_variable_list_request"));
    machine_take_file(machine, "define_named_variable_list_response");
    CU_ASSERT_TRUE(mms_define_named_variable_list_get_response(&machine->answer));

    mms_association_request(association, mms_get_named_variable_list_attributes_put_request,
                            &ask, machine_answered, machine);
    CU_ASSERT_TRUE(
        machine_sent_file(machine, OSI_DATA, "get_named_variable_list_attributes_request"));
    machine_take_file(machine, "get_named_variable_list_attributes_access_response");
    CU_ASSERT_TRUE_FATAL(
        mms_get_named_variable_list_attributes_get_response(&machine->answer, &attributes));
    CU_ASSERT_TRUE(attributes.deletable);
    CU_ASSERT_TRUE(mms_member_next(&attributes.members, store, 5, &member, &supported));
    CU_ASSERT_TRUE(supported);
    CU_ASSERT_TRUE(slice_equals_string(member.name.item, "GGIO1$MX$AnIn1"));
    CU_ASSERT_PTR_NULL(member.access);
    CU_ASSERT_TRUE(mms_member_next(&attributes.members, store, 5, &member, &supported));
    CU_ASSERT_PTR_NOT_NULL_FATAL(member.access);
    CU_ASSERT_EQUAL(member.access->low, 3);
    CU_ASSERT_FALSE(mms_member_next(&attributes.members, store, 5, &member, &supported));
    CU_ASSERT_EQUAL(attributes.members.error, BER_OK);

    mms_association_request(association, mms_delete_named_variable_list_put_request, &delete,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "delete_named_variable_list_request"));
    machine_take_file(machine, "delete_named_variable_list_response");
    CU_ASSERT_TRUE(mms_delete_named_variable_list_get_response(&machine->answer, &deleted));
    CU_ASSERT_EQUAL(deleted.matched, 1);
    CU_ASSERT_EQUAL(deleted.deleted, 1);
    association->last_invoke_id = 2;
    mms_association_request(association, mms_delete_named_variable_list_put_request,
                            &delete_domain, machine_answered, machine);
    CU_ASSERT_TRUE(
        machine_sent_file(machine, OSI_DATA, "delete_named_variable_list_domain_request"));
    mms_access_store_free(store);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "define_named_variable_list_request");
    machine_torture(OSI_SERVER, "get_named_variable_list_attributes_request");
    machine_torture(OSI_SERVER, "delete_named_variable_list_request");
    machine_torture(OSI_SERVER, "delete_named_variable_list_domain_request");
}

TEST_SUITE(mms_variable_lists, TEST_CASE(a_list_is_defined_described_read_and_deleted),
           TEST_CASE(a_fixed_list_is_described_and_stays), TEST_CASE(scopes_are_deleted_whole),
           TEST_CASE(an_error_tells_how_many_were_deleted),
           TEST_CASE(bad_definitions_are_refused), TEST_CASE(a_client_defines_asks_and_deletes),
           TEST_CASE(truncations_and_bit_flips_end))
