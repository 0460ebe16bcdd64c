/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/status.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_server_tells_its_status(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "status_request", "status_response"));
    machine_free(machine);
}

static void
a_client_asks_and_reads_it(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsStatusRequest request = { false };
    MmsStatusResponse response;

    machine->association->last_invoke_id = 13;
    mms_association_request(machine->association, mms_status_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "status_request"));
    machine_take_text(machine, "A1 0F 02 01 0E A0 0A 80 01 02 81 01 03 82 02 04 F0");
    CU_ASSERT_TRUE(mms_status_get_response(&machine->answer, &response));
    CU_ASSERT_EQUAL(response.logical, 2);
    CU_ASSERT_EQUAL(response.physical, 3);
    machine->answer.tag = 0xA2;
    CU_ASSERT_FALSE(mms_status_get_response(&machine->answer, &response));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "status_request");
}

TEST_SUITE(mms_status, TEST_CASE(a_server_tells_its_status),
           TEST_CASE(a_client_asks_and_reads_it), TEST_CASE(truncations_and_bit_flips_end))
