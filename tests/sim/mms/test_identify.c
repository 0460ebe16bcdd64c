/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/identify.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_server_identifies_itself(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_free(machine);
}

static void
responses_are_read_with_and_without_syntaxes(void)
{
    static const struct {
        const char *body;
        bool good;
    } rows[] = {
        { "80 01 41 81 01 42 82 01 43", true },
        { "80 00 81 00 82 00 A3 07 06 05 28 CA 22 02 01", true },
        { "80 01 41 81 01 42", false },
        { "81 01 42 80 01 41 82 01 43", false },
        { "80 01 41 81 01 42 82 01 43 84 00", false },
        { "", false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].body);
        const MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE,
                                   .tag = 0xA2,
                                   .body = hex_slice(bytes) };
        MmsIdentifyResponse response;

        CU_ASSERT_EQUAL(mms_identify_get_response(&answer, &response), rows[i].good);
    }
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "identify_request");
}

TEST_SUITE(mms_identify, TEST_CASE(a_server_identifies_itself),
           TEST_CASE(responses_are_read_with_and_without_syntaxes),
           TEST_CASE(truncations_and_bit_flips_end))
