/* SPDX-License-Identifier: Apache-2.0
 *
 * What faults do to what an IED has and keeps: associations, logs, room, its revision, its
 * address.
 */
#include <unistd.h>

#include "tests/sim/bay.h"

#define ACCEPTED 0x0E
#define POSITION "LD0/XCBR1.Pos"

static void
set_position(const Bay *bay, uint8_t octet)
{
    Value value = { .kind = VALUE_BIT_STRING,
                    .bit_string = { .bits = 2, .octets = { octet } } };
    Point point;

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(ied_model(bay->ied), POSITION, &point, NULL));
    CU_ASSERT_EQUAL(ied_set(bay->ied, &point, &(IedSet){ .value = &value }), VALUE_OK);
}

static char *
shown(const Bay *bay, const char *reference)
{
    NodeRef ref;

    CU_ASSERT_TRUE_FATAL(reference_resolve(ied_model(bay->ied), reference, &ref, NULL));
    return values_format(ied_values(bay->ied), &ref);
}

static void
a_limit_refuses_whoever_comes_later(void)
{
    Bay bay;
    int first, second;

    bay_begin(&bay, EVENT_MASK(EVENT_REFUSED), 0, 0);
    first = peer_new(&bay);
    ied_limit_associations(bay.ied, 1);
    second = peer_connect(&bay);
    CU_ASSERT_NOT_EQUAL(peer_associate(&bay, second), ACCEPTED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bay.log->str, "every association is in use"));
    CU_ASSERT_TRUE(peer_reads(&bay, first));
    close(second);
    ied_limit_associations(bay.ied, UINT_MAX);
    second = peer_connect(&bay);
    CU_ASSERT_EQUAL(peer_associate(&bay, second), ACCEPTED);
    close(first);
    close(second);
    bay_end(&bay);
}

static void
a_wiped_log_is_empty_and_goes_on(void)
{
    Bay bay;

    bay_begin(&bay, 0, 0, 0);
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 0);
    set_position(&bay, 0x40);
    set_position(&bay, 0x80);
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 2);
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 0);
    set_position(&bay, 0x40);
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 1);
    ied_power_off(bay.ied, &(IedPowerOff){ .keep = false });
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 0);
    bay_end(&bay);
}

typedef struct Full {
    StoreFull full; /* first */
    GString *refused;
} Full;

static bool
refuse(StoreFull *full, const char *what)
{
    g_string_append_printf(((Full *)(void *)full)->refused, "%s\n", what);
    return true;
}

static void
nothing_is_logged_without_room(void)
{
    Bay bay;
    Full full = { .full = { .refuses = refuse }, .refused = g_string_new(NULL) };

    bay_begin(&bay, 0, 0, 0);
    ied_add_full(bay.ied, &full.full);
    set_position(&bay, 0x40);
    ied_remove_full(bay.ied, &full.full);
    CU_ASSERT_STRING_EQUAL(full.refused->str, "FEEDER1LD0/LLN0$Events\n");
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 0);
    set_position(&bay, 0x80);
    CU_ASSERT_EQUAL(ied_wipe_logs(bay.ied), 1);
    g_string_free(full.refused, TRUE);
    bay_end(&bay);
}

static void
another_revision_lasts_until_the_next_restart(void)
{
    static const char conf_rev[] = "LD0/LLN0.BR.brcbStatus01.ConfRev";
    static const char config_rev[] = "LD0/LLN0.NamPlt.configRev";
    Bay bay;

    bay_begin(&bay, 0, 0, 0);
    {
        g_autofree char *before = shown(&bay, conf_rev), *after = NULL, *text = NULL;

        ied_power_off(bay.ied, &(IedPowerOff){ .keep = false });
        ied_revise(bay.ied, 7, "changed");
        CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
        after = shown(&bay, conf_rev);
        text = shown(&bay, config_rev);
        CU_ASSERT_EQUAL(atoi(after), atoi(before) + 7);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "changed"));
        ied_power_off(bay.ied, &(IedPowerOff){ .keep = false });
        CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
        g_free(after);
        after = shown(&bay, conf_rev);
        CU_ASSERT_STRING_EQUAL(after, before);
    }
    bay_end(&bay);
}

static void
a_listener_goes_to_another_address_and_comes_back(void)
{
    Bay bay;
    int port;

    bay_begin(&bay, 0, 0, 0);
    port = ied_port(bay.ied);
    CU_ASSERT_TRUE(ied_move_listener(bay.ied, "127.0.0.2", port, NULL));
    CU_ASSERT_STRING_EQUAL(ied_address(bay.ied), "127.0.0.2");
    CU_ASSERT_EQUAL(ied_port(bay.ied), port);
    CU_ASSERT_FALSE(ied_move_listener(bay.ied, "192.0.2.1", port, NULL));
    CU_ASSERT_STRING_EQUAL(ied_address(bay.ied), "127.0.0.2");
    CU_ASSERT_TRUE(ied_move_listener(bay.ied, NULL, -1, NULL));
    CU_ASSERT_TRUE(ied_move_listener(bay.ied, NULL, -1, NULL));
    CU_ASSERT_STRING_EQUAL(ied_address(bay.ied), "127.0.0.1");
    CU_ASSERT_EQUAL(ied_port(bay.ied), port);
    bay_end(&bay);
}

TEST_SUITE(ied_fault_device, TEST_CASE(a_limit_refuses_whoever_comes_later),
           TEST_CASE(a_wiped_log_is_empty_and_goes_on),
           TEST_CASE(nothing_is_logged_without_room),
           TEST_CASE(another_revision_lasts_until_the_next_restart),
           TEST_CASE(a_listener_goes_to_another_address_and_comes_back))
