/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/define_named_variable_list.h"

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
a_client_defines(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsAccess third = { .kind = MMS_ACCESS_INDEX, .low = 3 };
    const VmdMember members[] = { { mms_object_name_domain("IED1LD0", "GGIO1$MX$AnIn1"), NULL },
                                  { mms_object_name_domain("IED1LD0", "Array"), &third } };
    const MmsDefineNamedVariableListRequest define = {
        mms_object_name_domain("IED1LD0", "LLN0$ds7"), members, 2
    };

    mms_association_request(machine->association, mms_define_named_variable_list_put_request,
                            &define, machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "define_named_variable_list_request"));
    machine_take_file(machine, "define_named_variable_list_response");
    CU_ASSERT_TRUE(mms_define_named_variable_list_get_response(&machine->answer));
    machine->answer.tag = 0xAB;
    CU_ASSERT_FALSE(mms_define_named_variable_list_get_response(&machine->answer));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "define_named_variable_list_request");
}

TEST_SUITE(mms_define_named_variable_list,
           TEST_CASE(a_list_is_defined_described_read_and_deleted),
           TEST_CASE(bad_definitions_are_refused), TEST_CASE(a_client_defines),
           TEST_CASE(truncations_and_bit_flips_end))
