/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/get_variable_access_attributes.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_variable_tells_its_type(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "get_variable_access_attributes_request",
                                   "get_variable_access_attributes_response"));
    CU_ASSERT_STRING_EQUAL(machine->served->str, "browsed IED1LD0/GGIO1$MX$AnIn1 success;");
    machine_free(machine);
}

static void
unknown_variables_and_addresses_are_refused(void)
{
    static const struct {
        const char *request;
        const char *answer;
    } rows[] = {
        { "A0 0A 02 01 05 A6 05 A0 03 80 01 58", "A2 0A 80 01 05 A2 05 A0 03 87 01 02" },
        { "A0 0A 02 01 05 A6 05 A1 03 80 01 05", "A2 0A 80 01 05 A2 05 A0 03 87 01 01" },
        { "A0 07 02 01 05 A6 02 A0 00", "A4 06 80 01 05 81 01 04" },
        { "A0 0A 02 01 05 A6 05 A2 03 80 01 05", "A4 06 80 01 05 81 01 04" },
        { "A0 0F 02 01 05 A6 0A A0 03 80 01 58 A0 03 80 01 58", "A4 06 80 01 05 81 01 04" },
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(machine_answers_text(machine, rows[i].request, rows[i].answer));
    }
    machine_free(machine);
}

static void
a_client_asks_and_gets_the_type_element(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsGetVariableAccessAttributesRequest request = { mms_object_name_domain(
        "IED1LD0", "GGIO1$MX$AnIn1") };
    MmsGetVariableAccessAttributesResponse response;

    machine->association->last_invoke_id = 4;
    mms_association_request(machine->association,
                            mms_get_variable_access_attributes_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(
        machine_sent_file(machine, OSI_DATA, "get_variable_access_attributes_request"));
    machine_take_file(machine, "get_variable_access_attributes_response");
    CU_ASSERT_TRUE_FATAL(
        mms_get_variable_access_attributes_get_response(&machine->answer, &response));
    CU_ASSERT_FALSE(response.deletable);
    CU_ASSERT_EQUAL(response.type.data[0], 0xA2);
    CU_ASSERT_EQUAL(response.type.size, 51);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "get_variable_access_attributes_request");
}

TEST_SUITE(mms_get_variable_access_attributes, TEST_CASE(a_variable_tells_its_type),
           TEST_CASE(unknown_variables_and_addresses_are_refused),
           TEST_CASE(a_client_asks_and_gets_the_type_element),
           TEST_CASE(truncations_and_bit_flips_end))
