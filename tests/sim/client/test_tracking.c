/* SPDX-License-Identifier: Apache-2.0
 *
 * Service tracking as a client sees it: reports and logs over FC SR of a served IED, and the
 * services that only an association has.
 */
#include "sim/client/log.h"
#include "tests/hex.h"
#include "tests/sim/client/listener.h"
#include "tests/test.h"

#define FILE_NAME "features/tracking.cid"

/* Oper of GGIO1.SPCSO1: true, remote-control, "HMI", ctlNum 7. */
#define OPER                                                                                   \
    "A2 21 83 01 01 A2 08 85 01 03 89 03 48 4D 49 86 01 07 91 08 65 F0 D1 80 80 00 00 0A "     \
    "83 01 00 84 02 06 00"

static void
sTrk8_a_report_carries_a_tracked_operate(void)
{
    Listener listener;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    listener_write(&listener, "TRKLD0", "GGIO1$CO$SPCSO1$Oper", OPER);
    CU_ASSERT_TRUE(
        listener_hears(&listener,
                       "TRKLD0/LTRK1$SR$SpcTrk {objRef=\"TRKLD0/GGIO1.SPCSO1\" serviceType=46 "
                       "errorCode=0 originatorID=x'484D49' t=",
                       " ctlVal=true operTm=1970-01-01T00:00:00.000Z "
                       "origin={orCat=3 orIdent=x'484D49'} ctlNum=7 T=2024-03-12T22:04:48.500Z "
                       "Test=false Check=00 respAddCause=25} data-update"));
    listener_write(&listener, "TRKLD0", "GGIO1$CO$SPCSO1$Oper", "A2 03 83 01 00");
    CU_ASSERT_TRUE(listener_hears(&listener,
                                  "TRKLD0/LTRK1$SR$SpcTrk {objRef=\"TRKLD0/GGIO1.SPCSO1\" "
                                  "serviceType=46 errorCode=10",
                                  "respAddCause=25}"));
    listener_end(&listener);
}

static void
sTrk3_writes_of_an_lcb_are_tracked(void)
{
    Listener listener;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    listener_write(&listener, "TRKLD0", "LLN0$LG$lcb$IntgPd", "86 01 64");
    CU_ASSERT_TRUE(
        listener_hears(&listener,
                       "TRKLD0/LTRK1$SR$LocbTrk {objRef=\"TRKLD0/LLN0.lcb\" serviceType=28 "
                       "errorCode=4 ",
                       "logEna=true logRef=\"TRKLD0/LLN0.Services\" "
                       "datSet=\"TRKLD0/LLN0.tracks\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(listener.log->str, "intgPd=100}"));
    listener_write(&listener, "TRKLD0", "LLN0$LG$lcb$LogEna", "83 01 00");
    CU_ASSERT_TRUE(
        listener_hears(&listener,
                       "TRKLD0/LTRK1$SR$LocbTrk {objRef=\"TRKLD0/LLN0.lcb\" serviceType=28 "
                       "errorCode=0 ",
                       "logEna=false"));
    CU_ASSERT_PTR_NULL(strstr(listener.log->str, "oldEnt=x'0000000000000000'"));
    listener_end(&listener);
}

static void
on_log(void *user, const ClientFailure *failure, ClientLog *log)
{
    g_autoptr(ClientLog) owned = log;

    if (failure == NULL) {
        CU_ASSERT_TRUE(owned->count > 0);
        CU_ASSERT_TRUE(owned->entries[0].values[0].reason == REPORT_DATA_UPDATE);
    }
    listener_answered(user);
}

static void
query(Listener *listener, const char *item, bool after)
{
    g_string_truncate(listener->log, 0);
    client_read_log(listener->bay.client, "TRKLD0", item,
                    &(VmdJournalQuery){ .after = after, .after_place.id = { 0 } }, on_log,
                    listener);
    listener_wait(listener);
}

/* The log is one of tracked services itself. */
static void
sTrk10_queries_of_logs_are_tracked(void)
{
    Listener listener;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    query(&listener, "LLN0$Services", false);
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.Services\" serviceType=29 errorCode=0",
        "originatorID=x'7F000001'"));
    query(&listener, "LLN0$Services", true);
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.Services\" serviceType=30", ""));
    query(&listener, "LLN0$Nothing", false);
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.Nothing\" serviceType=29 errorCode=1", ""));
    listener_end(&listener);
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    (void)items;
    (void)count;
    CU_ASSERT_PTR_NULL(failure);
    listener_answered(user);
}

static void
write_list(Listener *listener, const char *item, const char *first, const char *second)
{
    g_autoptr(GByteArray) one = hex_parse(first);
    g_autoptr(GByteArray) two = hex_parse(second);
    const Slice data[] = { hex_slice(one), hex_slice(two) };

    g_string_truncate(listener->log, 0);
    client_write_list(listener->bay.client, MMS_SCOPE_DOMAIN, "TRKLD0", item, data, 2,
                      on_written, listener);
    listener_wait(listener);
}

static void
sTrk10_a_data_set_that_is_set_is_one_service(void)
{
    Listener listener;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    write_list(&listener, "LLN0$descriptions", "8A 01 41", "85 01 01");
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.descriptions\" serviceType=12 errorCode=0",
        ""));
    write_list(&listener, "LLN0$descriptions", "83 01 00", "85 01 01");
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.descriptions\" serviceType=12 errorCode=10",
        ""));
    CU_ASSERT_PTR_NULL(strstr(listener.log->str, "serviceType=8"));
    listener_end(&listener);
}

static void
sTrk10_a_write_to_nothing_is_tracked(void)
{
    Listener listener;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    listener_write(&listener, "TRKLD0", "LLN0$CF$Nothing$here", "83 01 00");
    CU_ASSERT_TRUE(listener_hears(
        &listener, "GenTrk {objRef=\"TRKLD0/LLN0.Nothing.here\" serviceType=8 errorCode=1",
        ""));
    listener_end(&listener);
}

static void
on_second(void *user, Client *client, const ClientFailure *failure)
{
    (void)client;
    CU_ASSERT_PTR_NULL(failure);
    listener_answered(user);
}

static void
on_released(void *user, Client *client)
{
    (void)client;
    listener_answered(user);
}

static Client *
second_client(Listener *listener)
{
    Client *client = client_connect(&(ClientParameters){ .loop = listener->bay.loop,
                                                         .host = "127.0.0.1",
                                                         .port = ied_port(listener->bay.ied) },
                                    on_second, listener);

    listener_wait(listener);
    return client;
}

static void
sTrk10_associations_that_come_and_go_are_tracked(void)
{
    Listener listener;
    Client *other;

    listener_begin(&listener, FILE_NAME, "LD0/LLN0.RP.urcb");
    other = second_client(&listener);
    CU_ASSERT_TRUE(listener_hears(&listener, "GenTrk {objRef=\"BAY\" serviceType=1 errorCode=0",
                                  "originatorID=x'7F000001'"));
    client_release(other, on_released, &listener);
    listener_wait(&listener);
    CU_ASSERT_TRUE(
        listener_hears(&listener, "GenTrk {objRef=\"BAY\" serviceType=3 errorCode=0", ""));
    client_free(other);
    client_free(second_client(&listener));
    CU_ASSERT_TRUE(
        listener_hears(&listener, "GenTrk {objRef=\"BAY\" serviceType=2 errorCode=0", ""));
    listener_end(&listener);
}

TEST_SUITE(client_tracking, TEST_CASE(sTrk3_writes_of_an_lcb_are_tracked),
           TEST_CASE(sTrk8_a_report_carries_a_tracked_operate),
           TEST_CASE(sTrk10_queries_of_logs_are_tracked),
           TEST_CASE(sTrk10_a_data_set_that_is_set_is_one_service),
           TEST_CASE(sTrk10_a_write_to_nothing_is_tracked),
           TEST_CASE(sTrk10_associations_that_come_and_go_are_tracked))
