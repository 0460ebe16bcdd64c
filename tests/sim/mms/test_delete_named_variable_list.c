/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/delete_named_variable_list.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
a_fixed_list_stays(void)
{
    Machine *machine = machine_open(OSI_SERVER);

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
a_client_deletes_by_name_and_by_scope(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsObjectName name = mms_object_name_domain("IED1LD0", "LLN0$ds7");
    const MmsDeleteNamedVariableListRequest by_name = { MMS_DELETE_SPECIFIC, &name, 1,
                                                        SLICE_NONE };
    const MmsDeleteNamedVariableListRequest by_domain = { MMS_DELETE_DOMAIN, NULL, 0,
                                                          slice_from_string("IED1LD0") };
    MmsDeleteNamedVariableListResponse deleted;

    machine->association->last_invoke_id = 2;
    mms_association_request(machine->association, mms_delete_named_variable_list_put_request,
                            &by_name, machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "delete_named_variable_list_request"));
    machine_take_file(machine, "delete_named_variable_list_response");
    CU_ASSERT_TRUE(mms_delete_named_variable_list_get_response(&machine->answer, &deleted));
    CU_ASSERT_EQUAL(deleted.matched, 1);
    CU_ASSERT_EQUAL(deleted.deleted, 1);
    machine->association->last_invoke_id = 2;
    mms_association_request(machine->association, mms_delete_named_variable_list_put_request,
                            &by_domain, machine_answered, machine);
    CU_ASSERT_TRUE(
        machine_sent_file(machine, OSI_DATA, "delete_named_variable_list_domain_request"));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "delete_named_variable_list_request");
    machine_torture(OSI_SERVER, "delete_named_variable_list_domain_request");
}

TEST_SUITE(mms_delete_named_variable_list, TEST_CASE(a_fixed_list_stays),
           TEST_CASE(scopes_are_deleted_whole), TEST_CASE(an_error_tells_how_many_were_deleted),
           TEST_CASE(a_client_deletes_by_name_and_by_scope),
           TEST_CASE(truncations_and_bit_flips_end))
