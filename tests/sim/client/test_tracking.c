/* SPDX-License-Identifier: Apache-2.0
 *
 * Service tracking as a client sees it: reports and logs over FC SR of a served IED, and the
 * services that only an association has.
 */
#include "sim/client/log.h"
#include "sim/client/subscription.h"
#include "tests/hex.h"
#include "tests/sim/client/bay.h"
#include "tests/test.h"

#define GIVE_UP (10 * CLOCK_SECOND)

/* Oper of GGIO1.SPCSO1: true, remote-control, "HMI", ctlNum 7. */
#define OPER                                                                                   \
    "A2 21 83 01 01 A2 08 85 01 03 89 03 48 4D 49 86 01 07 91 08 65 F0 D1 80 80 00 00 0A "     \
    "83 01 00 84 02 06 00"

typedef struct Scene {
    ClientBay bay;
    ClientSubscription *subscription;
    GString *log;       /* a line a member of a report */
    const char *awaits; /* ends the loop when a line has it; NULL: an answer does */
    Timer guard;
} Scene;

static void
give_up(Timer *timer)
{
    Scene *scene = (Scene *)(void *)((char *)timer - offsetof(Scene, guard));

    CU_FAIL("nothing came");
    loop_quit(scene->bay.loop);
}

/* Until an answer, or until a report has the text. */
static void
turn(Scene *scene, const char *awaits)
{
    Clock *wall = loop_wall(scene->bay.loop);

    scene->awaits = awaits;
    if (awaits != NULL && strstr(scene->log->str, awaits) != NULL) {
        return;
    }
    clock_arm(wall, &scene->guard, clock_now(wall) + GIVE_UP, give_up);
    loop_run(scene->bay.loop);
    clock_disarm(wall, &scene->guard);
}

static void
on_answer(Scene *scene)
{
    if (scene->awaits == NULL) {
        loop_quit(scene->bay.loop);
    }
}

static void
on_subscribed(void *user, ClientSubscription *subscription, const ClientFailure *failure)
{
    (void)subscription;
    CU_ASSERT_PTR_NULL(failure);
    on_answer(user);
}

static void
on_reported(void *user, ClientSubscription *subscription, const ClientReport *report)
{
    Scene *scene = user;

    (void)subscription;
    for (unsigned i = 0; i < report->count; i++) {
        const ClientReportMember *member = &report->members[i];
        g_autofree char *text = client_data_format_named(member->type, member->data);

        CU_ASSERT_EQUAL(member->reason, REPORT_DATA_UPDATE);
        g_string_append_printf(scene->log, "%.*s %s\n", (int)member->reference.size,
                               (const char *)member->reference.data, text);
    }
    if (scene->awaits != NULL && strstr(scene->log->str, scene->awaits) != NULL) {
        loop_quit(scene->bay.loop);
    }
}

static void
begin(Scene *scene)
{
    static const ClientSubscriptionUser callbacks = { .subscribed = on_subscribed,
                                                      .reported = on_reported };

    *scene = (Scene){ .log = g_string_new(NULL) };
    client_bay_begin(&scene->bay, "features/tracking.cid", NULL);
    scene->subscription = client_subscribe(
        scene->bay.client, &(ClientSubscribe){ .reference = "LD0/LLN0.RP.urcb", .names = true },
        &callbacks, scene);
    turn(scene, NULL);
}

static void
end(Scene *scene)
{
    client_subscription_free(scene->subscription);
    client_bay_end(&scene->bay);
    g_string_free(scene->log, TRUE);
}

/* Everything that stands in a line of the log between these two. */
static bool
heard(Scene *scene, const char *head, const char *tail)
{
    const char *line;

    turn(scene, head);
    line = strstr(scene->log->str, head);
    if (line != NULL) {
        g_autofree char *whole = g_strndup(line, strcspn(line, "\n"));

        if (strstr(whole, tail) != NULL) {
            return true;
        }
    }
    fprintf(stderr, "  no %s ... %s in\n%s", head, tail, scene->log->str);
    return false;
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    (void)items;
    (void)count;
    CU_ASSERT_PTR_NULL(failure);
    on_answer(user);
}

static void
write_item(Scene *scene, const char *item, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    Slice data = hex_slice(bytes);

    g_string_truncate(scene->log, 0);
    client_write(scene->bay.client, &(ClientName){ .domain = "TRKLD0", .item = item }, &data, 1,
                 on_written, scene);
    turn(scene, NULL);
}

static void
sTrk8_a_report_carries_a_tracked_operate(void)
{
    Scene scene;

    begin(&scene);
    write_item(&scene, "GGIO1$CO$SPCSO1$Oper", OPER);
    CU_ASSERT_TRUE(
        heard(&scene,
              "TRKLD0/LTRK1$SR$SpcTrk {objRef=\"TRKLD0/GGIO1.SPCSO1\" serviceType=46 "
              "errorCode=0 originatorID=x'484D49' t=",
              " ctlVal=true operTm=1970-01-01T00:00:00.000Z "
              "origin={orCat=3 orIdent=x'484D49'} ctlNum=7 T=2024-03-12T22:04:48.500Z "
              "Test=false Check=00 respAddCause=25}"));
    write_item(&scene, "GGIO1$CO$SPCSO1$Oper", "A2 03 83 01 00");
    CU_ASSERT_TRUE(heard(&scene,
                         "TRKLD0/LTRK1$SR$SpcTrk {objRef=\"TRKLD0/GGIO1.SPCSO1\" "
                         "serviceType=46 errorCode=10",
                         "respAddCause=25}"));
    end(&scene);
}

static void
sTrk3_writes_of_an_lcb_are_tracked(void)
{
    Scene scene;

    begin(&scene);
    write_item(&scene, "LLN0$LG$lcb$IntgPd", "86 01 64");
    CU_ASSERT_TRUE(heard(&scene,
                         "TRKLD0/LTRK1$SR$LocbTrk {objRef=\"TRKLD0/LLN0.lcb\" serviceType=28 "
                         "errorCode=4 ",
                         "logEna=true logRef=\"TRKLD0/LLN0$Services\" "
                         "datSet=\"TRKLD0/LLN0$tracks\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(scene.log->str, "intgPd=100}"));
    write_item(&scene, "LLN0$LG$lcb$LogEna", "83 01 00");
    CU_ASSERT_TRUE(heard(&scene,
                         "TRKLD0/LTRK1$SR$LocbTrk {objRef=\"TRKLD0/LLN0.lcb\" serviceType=28 "
                         "errorCode=0 ",
                         "logEna=false"));
    CU_ASSERT_PTR_NULL(strstr(scene.log->str, "oldEnt=x'0000000000000000'"));
    end(&scene);
}

static void
on_log(void *user, const ClientFailure *failure, ClientLog *log)
{
    g_autoptr(ClientLog) owned = log;

    if (failure == NULL) {
        CU_ASSERT_TRUE(owned->count > 0);
        CU_ASSERT_TRUE(owned->entries[0].values[0].reason == REPORT_DATA_UPDATE);
    }
    on_answer(user);
}

static void
query(Scene *scene, const char *item, bool after)
{
    g_string_truncate(scene->log, 0);
    client_read_log(scene->bay.client, "TRKLD0", item,
                    &(VmdJournalQuery){ .after = after, .after_place.id = { 0 } }, on_log,
                    scene);
    turn(scene, NULL);
}

/* The log is one of tracked services itself. */
static void
sTrk10_queries_of_logs_are_tracked(void)
{
    Scene scene;

    begin(&scene);
    query(&scene, "LLN0$Services", false);
    CU_ASSERT_TRUE(heard(&scene,
                         "GenTrk {objRef=\"TRKLD0/LLN0.Services\" serviceType=29 errorCode=0",
                         "originatorID=x'7F000001'"));
    query(&scene, "LLN0$Services", true);
    CU_ASSERT_TRUE(heard(&scene, "GenTrk {objRef=\"TRKLD0/LLN0.Services\" serviceType=30", ""));
    query(&scene, "LLN0$Nothing", false);
    CU_ASSERT_TRUE(
        heard(&scene, "GenTrk {objRef=\"TRKLD0/LLN0.Nothing\" serviceType=29 errorCode=1", ""));
    end(&scene);
}

static void
write_list(Scene *scene, const char *item, const char *first, const char *second)
{
    g_autoptr(GByteArray) one = hex_parse(first);
    g_autoptr(GByteArray) two = hex_parse(second);
    const Slice data[] = { hex_slice(one), hex_slice(two) };

    g_string_truncate(scene->log, 0);
    client_write_list(scene->bay.client, MMS_SCOPE_DOMAIN, "TRKLD0", item, data, 2, on_written,
                      scene);
    turn(scene, NULL);
}

static void
sTrk10_a_data_set_that_is_set_is_one_service(void)
{
    Scene scene;

    begin(&scene);
    write_list(&scene, "LLN0$descriptions", "8A 01 41", "85 01 01");
    CU_ASSERT_TRUE(heard(
        &scene, "GenTrk {objRef=\"TRKLD0/LLN0.descriptions\" serviceType=12 errorCode=0", ""));
    write_list(&scene, "LLN0$descriptions", "83 01 00", "85 01 01");
    CU_ASSERT_TRUE(heard(
        &scene, "GenTrk {objRef=\"TRKLD0/LLN0.descriptions\" serviceType=12 errorCode=10", ""));
    CU_ASSERT_PTR_NULL(strstr(scene.log->str, "serviceType=8"));
    end(&scene);
}

static void
sTrk10_a_write_to_nothing_is_tracked(void)
{
    Scene scene;

    begin(&scene);
    write_item(&scene, "LLN0$CF$Nothing$here", "83 01 00");
    CU_ASSERT_TRUE(heard(
        &scene, "GenTrk {objRef=\"TRKLD0/LLN0.Nothing.here\" serviceType=8 errorCode=1", ""));
    end(&scene);
}

static void
on_second(void *user, Client *client, const ClientFailure *failure)
{
    (void)client;
    CU_ASSERT_PTR_NULL(failure);
    on_answer(user);
}

static void
on_released(void *user, Client *client)
{
    (void)client;
    on_answer(user);
}

static Client *
second_client(Scene *scene)
{
    Client *client = client_connect(&(ClientParameters){ .loop = scene->bay.loop,
                                                         .host = "127.0.0.1",
                                                         .port = ied_port(scene->bay.ied) },
                                    on_second, scene);

    turn(scene, NULL);
    return client;
}

static void
sTrk10_associations_that_come_and_go_are_tracked(void)
{
    Scene scene;
    Client *other;

    begin(&scene);
    other = second_client(&scene);
    CU_ASSERT_TRUE(heard(&scene, "GenTrk {objRef=\"BAY\" serviceType=1 errorCode=0",
                         "originatorID=x'7F000001'"));
    client_release(other, on_released, &scene);
    turn(&scene, NULL);
    CU_ASSERT_TRUE(heard(&scene, "GenTrk {objRef=\"BAY\" serviceType=3 errorCode=0", ""));
    client_free(other);
    client_free(second_client(&scene));
    CU_ASSERT_TRUE(heard(&scene, "GenTrk {objRef=\"BAY\" serviceType=2 errorCode=0", ""));
    end(&scene);
}

TEST_SUITE(client_tracking, TEST_CASE(sTrk3_writes_of_an_lcb_are_tracked),
           TEST_CASE(sTrk8_a_report_carries_a_tracked_operate),
           TEST_CASE(sTrk10_queries_of_logs_are_tracked),
           TEST_CASE(sTrk10_a_data_set_that_is_set_is_one_service),
           TEST_CASE(sTrk10_a_write_to_nothing_is_tracked),
           TEST_CASE(sTrk10_associations_that_come_and_go_are_tracked))
