/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/hex.h"
#include "tests/sim/scl/load.h"

static void
addresses_are_read_whole(void)
{
    static const uint8_t title[] = { 0x2B, 0xCE, 0x0F, 0x17 };
    g_autoptr(SclFile) file = load_feature("addresses.scd");
    const SclServer *server = &file->servers[0];

    CU_ASSERT_STRING_EQUAL(server->ip, "10.0.7.1");
    CU_ASSERT_EQUAL(server->port, 10102);
    CU_ASSERT_TRUE(hex_equal((Slice){ server->osi.tsel.octets, server->osi.tsel.size },
                             (Slice){ (const uint8_t *)"\0\1", 2 }));
    CU_ASSERT_TRUE(hex_equal((Slice){ server->osi.ssel.octets, server->osi.ssel.size },
                             (Slice){ (const uint8_t *)"\0\2", 2 }));
    CU_ASSERT_TRUE(hex_equal((Slice){ server->osi.psel.octets, server->osi.psel.size },
                             (Slice){ (const uint8_t *)"\0\0\0\3", 4 }));
    CU_ASSERT_TRUE(
        hex_equal((Slice){ server->osi.ap_title, server->osi.ap_title_size }, SLICE_OF(title)));
    CU_ASSERT_TRUE(server->osi.has_ae_qualifier);
    CU_ASSERT_EQUAL(server->osi.ae_qualifier, 23);
    CU_ASSERT_TRUE(has_note(file, 21, "a second address for access point \"AP1\" of \"BAY\""));
}

static void
wrong_addresses_are_left_out(void)
{
    g_autoptr(SclFile) file = load_feature("addresses.scd");
    const SclServer *server = &file->servers[1];

    CU_ASSERT_PTR_NULL(server->ip);
    CU_ASSERT_EQUAL(server->port, 102);
    CU_ASSERT_EQUAL(server->osi.tsel.size, 0);
    CU_ASSERT_EQUAL(server->osi.ap_title_size, 0);
    CU_ASSERT_FALSE(server->osi.has_ae_qualifier);
    for (int line = 28; line <= 32; line++) {
        CU_ASSERT_TRUE(has_note(file, line, "\" is no "));
    }
    CU_ASSERT_PTR_NULL(file->servers[2].ip);
    CU_ASSERT_EQUAL(file->servers[2].port, 102);
}

TEST_SUITE(scl_communication, TEST_CASE(addresses_are_read_whole),
           TEST_CASE(wrong_addresses_are_left_out))
