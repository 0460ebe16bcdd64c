/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/get_named_variable_list_attributes.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_fixed_list_is_described(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "get_named_variable_list_attributes_request",
                                   "get_named_variable_list_attributes_response"));
    machine_free(machine);
}

static void
unknown_lists_are_refused(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 08 02 01 02 AC 03 82 01 58",
                                        "A2 0A 80 01 02 A2 05 A0 03 87 01 02"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 0A 02 01 02 AC 05 A0 03 80 01 58",
                                        "A4 06 80 01 02 81 01 04"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 0B 02 01 02 AC 06 82 01 58 82 01 58",
                                        "A4 06 80 01 02 81 01 04"));
    machine_free(machine);
}

static void
a_description_that_does_not_fit_is_a_resource_error(void)
{
    const MmsLimits limits = { .pdu_size = 65, .pdu_size_min = 60 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

    machine_take_file(machine, "get_named_variable_list_attributes_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A2 0A 80 01 02 A2 05 A0 03 83 01 00"));
    machine_free(machine);
}

static void
a_client_asks_and_walks_the_members(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsGetNamedVariableListAttributesRequest ask = { mms_object_name_domain("IED1LD0",
                                                                                  "LLN0$ds9") };
    MmsGetNamedVariableListAttributesResponse attributes;
    MmsAccessStore *store = mms_access_store_new(10);
    VmdMember member;
    bool supported;

    machine->association->last_invoke_id = 1;
    mms_association_request(machine->association,
                            mms_get_named_variable_list_attributes_put_request, &ask,
                            machine_answered, machine);
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
    mms_access_store_free(store);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "get_named_variable_list_attributes_request");
}

TEST_SUITE(mms_get_named_variable_list_attributes, TEST_CASE(a_fixed_list_is_described),
           TEST_CASE(unknown_lists_are_refused),
           TEST_CASE(a_description_that_does_not_fit_is_a_resource_error),
           TEST_CASE(a_client_asks_and_walks_the_members),
           TEST_CASE(truncations_and_bit_flips_end))
