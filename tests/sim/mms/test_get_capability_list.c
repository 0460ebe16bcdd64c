/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/get_capability_list.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
capabilities_come_in_order_and_end(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "get_capability_list_request",
                                   "get_capability_list_response"));
    CU_ASSERT_TRUE(machine_answers_text(
        machine, "A0 06 02 01 14 BF 47 00",
        "A1 1A 02 01 14 BF 47 14 A0 0F 1A 05 66 69 72 73 74 1A 06 73 65 63 6F 6E 64 81 01 00"));
    /* Behind the last one, and behind one that is not there. */
    CU_ASSERT_TRUE(machine_answers_text(machine,
                                        "A0 0E 02 01 14 BF 47 08 1A 06 73 65 63 6F 6E 64",
                                        "A1 0B 02 01 14 BF 47 05 A0 00 81 01 00"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 09 02 01 14 BF 47 03 1A 01 78",
                                        "A2 0A 80 01 14 A2 05 A0 03 87 01 02"));
    machine_free(machine);
}

static void
a_client_asks_and_reads_the_page(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsGetCapabilityListRequest request = { slice_from_string("first") };
    MmsNames names;
    Slice name;

    machine->association->last_invoke_id = 19;
    mms_association_request(machine->association, mms_get_capability_list_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "get_capability_list_request"));
    machine_take_file(machine, "get_capability_list_response");
    CU_ASSERT_TRUE_FATAL(mms_get_capability_list_get_response(&machine->answer, &names));
    CU_ASSERT_FALSE(names.more_follows);
    CU_ASSERT_TRUE(mms_names_next(&names, &name));
    CU_ASSERT_TRUE(slice_equals_string(name, "second"));
    CU_ASSERT_FALSE(mms_names_next(&names, &name));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "get_capability_list_request");
}

TEST_SUITE(mms_get_capability_list, TEST_CASE(capabilities_come_in_order_and_end),
           TEST_CASE(a_client_asks_and_reads_the_page),
           TEST_CASE(truncations_and_bit_flips_end))
