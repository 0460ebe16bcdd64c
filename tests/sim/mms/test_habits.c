/* SPDX-License-Identifier: Apache-2.0
 *
 * Habits of servers (MmsLimits): what some do otherwise, and may or may not.
 */
#include "sim/mms/association.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

#define DOMAIN_NAMES "A0 15 02 01 06 A1 10 A0 03 80 01 00 A1 09 81 07 49 45 44 31 4C 44 30"

static void
set_names(Machine *machine)
{
    g_ptr_array_set_size(machine->fake->names, 0);
    for (unsigned i = 0; i < 3; i++) {
        g_ptr_array_add(machine->fake->names, g_strdup_printf("N%u", i));
    }
}

static void
a_page_has_so_many_names_at_most(void)
{
    Machine *machine = machine_open_limited(OSI_SERVER, &(MmsLimits){ .names_per_page = 2 });

    set_names(machine);
    CU_ASSERT_TRUE(machine_answers_text(
        machine, DOMAIN_NAMES, "A1 12 02 01 06 A1 0D A0 08 1A 02 4E 30 1A 02 4E 31 81 01 FF"));
    machine_free(machine);
}

static void
more_follows_is_left_out_where_it_is_true(void)
{
    Machine *machine = machine_open_limited(
        OSI_SERVER, &(MmsLimits){ .names_per_page = 2, .more_follows_omitted = true });

    set_names(machine);
    CU_ASSERT_TRUE(machine_answers_text(machine, DOMAIN_NAMES,
                                        "A1 0F 02 01 06 A1 0A A0 08 1A 02 4E 30 1A 02 4E 31"));
    CU_ASSERT_TRUE(machine_answers_text(
        machine,
        "A0 19 02 01 06 A1 14 A0 03 80 01 00 A1 09 81 07 49 45 44 31 4C 44 30 82 02 4E 31",
        "A1 0E 02 01 06 A1 09 A0 04 1A 02 4E 32 81 01 00"));
    machine_free(machine);
}

static void
an_unserved_service_ends_in_its_error(void)
{
    Machine *machine = machine_open_limited(
        OSI_SERVER, &(MmsLimits){ .unserved = { 0x20 }, .unserved_error = 0x0C0B });

    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 05 02 01 06 82 00",
                                        "A2 0A 80 01 06 A2 05 A0 03 8C 01 0B"));
    machine_free(machine);
    machine = machine_open_limited(OSI_SERVER, &(MmsLimits){ .unserved = { 0x20 } });
    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 05 02 01 06 82 00",
                                        "A2 0A 80 01 06 A2 05 A0 03 84 01 00"));
    machine_free(machine);
}

static void
services_are_advertised_as_it_says(void)
{
    static const MmsLimits limits = {
        .has_services = true,
        .services = { 0xEE, 0x1C, 0, 0, 4, 8, 0, 0, 0x79, 0xEF, 0x18 },
    };
    Machine *machine = machine_new(OSI_SERVER, &limits);
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");

    machine_indicate(machine, OSI_CONNECT, hex_slice(request));
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ACCEPT,
                                "A9 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 "
                                "01 81 03 05 F1 00 82 0C 03 EE 1C 00 00 04 08 00 00 79 EF 18"));
    machine_free(machine);
}

TEST_SUITE(mms_habits, TEST_CASE(a_page_has_so_many_names_at_most),
           TEST_CASE(more_follows_is_left_out_where_it_is_true),
           TEST_CASE(an_unserved_service_ends_in_its_error),
           TEST_CASE(services_are_advertised_as_it_says))
