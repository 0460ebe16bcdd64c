/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/subscription.h"

#include "tests/hex.h"
#include "tests/sim/client/fake_server.h"
#include "tests/test.h"

/* Control blocks of the fake server: two instances of a URCB, and a BRCB. */
#define NAME_LIST_DOMAINS "A1 09 A0 04 1A 02 4C 44 81 01 00"
#define NAME_LIST_VARIABLES                                                                    \
    "A1 31 A0 2C 1A 04 4C 4C 4E 30 1A 0B 4C 4C 4E 30 24 52 50 24 75 30 31"                     \
    "1A 0B 4C 4C 4E 30 24 52 50 24 75 30 32 1A 0A 4C 4C 4E 30 24 42 52 24 62 31 81 01 00"
/* { RptID RptEna Resv DatSet OptFlds TrgOps IntgPd GI } */
#define TYPE_URCB                                                                              \
    "A6 78 80 01 00 A2 73 A2 71 A1 6F 30 0C 80 05 52 70 74 49 44 A1 03 8A 01"                  \
    "81 30 0C 80 06 52 70 74 45 6E 61 A1 02 83 00 30 0A 80 04 52 65 73 76 A1"                  \
    "02 83 00 30 0D 80 06 44 61 74 53 65 74 A1 03 8A 01 81 30 0E 80 07 4F 70"                  \
    "74 46 6C 64 73 A1 03 84 01 F6 30 0D 80 06 54 72 67 4F 70 73 A1 03 84 01"                  \
    "FA 30 0D 80 06 49 6E 74 67 50 64 A1 03 86 01 20 30 08 80 02 47 49 A1 02"                  \
    "83 00"
#define VALUE_URCB(ena, resv)                                                                  \
    "A4 2D A1 2B A2 29 8A 05 72 63 62 30 31 83 01 " ena " 83 01 " resv                         \
    " 8A 0B 4C 44 2F 4C 4C 4E 30 24 64 73 31 84 03 06 7C 00 84 02 02 40 86 01 00 83 01 00"
/* { ResvTms EntryID PurgeBuf } */
#define TYPE_BRCB                                                                              \
    "A6 39 80 01 00 A2 34 A2 32 A1 30 30 0E 80 07 52 65 73 76 54 6D 73 A1 03"                  \
    "85 01 10 30 0E 80 07 45 6E 74 72 79 49 44 A1 03 89 01 08 30 0E 80 08 50"                  \
    "75 72 67 65 42 75 66 A1 02 83 00"
#define VALUE_BRCB "A4 14 A1 12 A2 10 85 01 00 89 08 00 00 00 00 00 00 00 01 83 01 00"
#define DIRECTORY                                                                              \
    "AC 26 80 01 00 A1 21 30 0E A0 0C A1 0A 1A 02 4C 44 1A 04 41 24 53 54"                     \
    "30 0F A0 0D A1 0B 1A 02 4C 44 1A 05 42 24 53 54 24"

typedef struct Scene {
    Loop *loop;
    FakeServer *server;
    Client *client;
    ClientSubscription *subscription;

    unsigned taken;         /* instances that somebody else has */
    const char *refuses;    /* the attribute whose writing is refused */
    unsigned refusal;       /* the DataAccessError */
    const char *reports[3]; /* sent in front of the answer to RptEna */
    const char *raw;        /* as hex, instead of the type */
    char item[40];          /* of the last read or write */
    GString *written;       /* "u01$Resv u01$RptEna " */

    unsigned told;
    bool failed;
    ClientFailureKind kind;
    char text[160];
    unsigned reported;
    char first[400];
    char problem[160];
    unsigned done;
    bool frees_when_reported, frees_when_told, frees_client;
} Scene;

static void
put_report(BerWriter *writer, const char *name)
{
    g_autofree char *file = g_strdup_printf("report/%s.hex", name);
    g_autoptr(GByteArray) pdu = hex_load(file);

    ber_put_raw(writer, hex_slice(pdu));
}

/* The control block's name and attribute in a request. */
static void
find_item(Scene *scene, Slice body)
{
    const uint8_t *at = memmem(body.data, body.size, "LLN0$", 5);
    size_t size = 0;

    if (at != NULL) {
        size = MIN((size_t)at[-1] - 8, sizeof scene->item - 1);
        memcpy(scene->item, at + 8, size);
    }
    scene->item[size] = '\0';
}

static void
answer_write(Scene *scene, uint32_t invoke_id, BerWriter *writer)
{
    const char *dollar = strchr(scene->item, '$');
    const char *attribute = dollar != NULL ? dollar + 1 : "";
    g_autofree char *refused = g_strdup_printf("A5 03 80 01 %02X", scene->refusal);

    g_string_append_printf(scene->written, "%s ", scene->item);
    if (scene->refuses != NULL && g_str_equal(attribute, scene->refuses)) {
        fake_put_response(writer, invoke_id, refused);
        return;
    }
    for (unsigned i = 0; g_str_equal(attribute, "RptEna") && i < 3; i++) {
        if (scene->reports[i] != NULL) {
            put_report(writer, scene->reports[i]);
        }
        scene->reports[i] = NULL;
    }
    fake_put_response(writer, invoke_id, "A5 02 81 00");
}

static bool
answer(void *user, uint32_t invoke_id, BerTag tag, Slice body, BerWriter *writer)
{
    Scene *scene = user;
    bool buffered = memmem(body.data, body.size, "$BR$", 4) != NULL;

    find_item(scene, body);
    if (tag == 0xA1) {
        bool domains = memmem(body.data, body.size, "\x80\x01\x09", 3) != NULL;

        fake_put_response(writer, invoke_id, domains ? NAME_LIST_DOMAINS : NAME_LIST_VARIABLES);
    } else if (tag == 0xA6) {
        fake_put_response(writer, invoke_id,
                          scene->raw != NULL ? scene->raw
                          : buffered         ? TYPE_BRCB
                                             : TYPE_URCB);
    } else if (tag == 0xA4 && buffered) {
        fake_put_response(writer, invoke_id, VALUE_BRCB);
    } else if (tag == 0xA4) {
        bool taken = scene->item[2] - '0' <= (int)scene->taken;

        fake_put_response(writer, invoke_id,
                          taken ? VALUE_URCB("FF", "FF") : VALUE_URCB("00", "00"));
    } else if (tag == 0xAC) {
        fake_put_response(writer, invoke_id, DIRECTORY);
    } else if (tag == 0xA5) {
        answer_write(scene, invoke_id, writer);
    }
    return true;
}

static void
end_of(Scene *scene, const ClientFailure *failure)
{
    scene->failed = failure != NULL;
    if (failure != NULL) {
        scene->kind = failure->kind;
        g_strlcpy(scene->text, failure->text, sizeof scene->text);
    }
    loop_quit(scene->loop);
}

static void
free_all(Scene *scene)
{
    client_subscription_free(scene->subscription);
    scene->subscription = NULL;
    if (scene->frees_client) {
        client_free(scene->client);
        scene->client = NULL;
    }
    loop_quit(scene->loop);
}

static void
on_subscribed(void *user, ClientSubscription *subscription, const ClientFailure *failure)
{
    Scene *scene = user;

    (void)subscription;
    scene->told++;
    end_of(scene, failure);
    if (scene->frees_when_told) {
        free_all(scene);
    }
}

static void
on_reported(void *user, ClientSubscription *subscription, const ClientReport *report)
{
    Scene *scene = user;
    g_autofree char *json = client_report_json(report);

    (void)subscription;
    if (scene->reported++ == 0) {
        g_strlcpy(scene->first, json, sizeof scene->first);
    }
    if (scene->frees_when_reported) {
        free_all(scene);
    }
}

static void
on_problem(void *user, ClientSubscription *subscription, const char *text)
{
    Scene *scene = user;

    (void)subscription;
    g_strlcpy(scene->problem, text, sizeof scene->problem);
}

static const ClientSubscriptionUser callbacks = { .subscribed = on_subscribed,
                                                  .reported = on_reported,
                                                  .problem = on_problem };

static void
on_connected(void *user, Client *client, const ClientFailure *failure)
{
    (void)client;
    end_of(user, failure);
}

static void
begin(Scene *scene)
{
    ClientParameters parameters = { .host = "127.0.0.1", .timeout = 5 * CLOCK_SECOND };

    *scene = (Scene){ .loop = loop_new(NULL), .written = g_string_new(NULL) };
    scene->server = fake_server_new(scene->loop, answer, scene);
    parameters.loop = scene->loop;
    parameters.port = fake_server_port(scene->server);
    scene->client = client_connect(&parameters, on_connected, scene);
    loop_run(scene->loop);
    CU_ASSERT_FALSE_FATAL(scene->failed);
}

static void
subscribe(Scene *scene, const ClientSubscribe *wish)
{
    scene->subscription = client_subscribe(scene->client, wish, &callbacks, scene);
    CU_ASSERT_EQUAL(scene->told, 0);
    loop_run(scene->loop);
}

static void
end(Scene *scene)
{
    client_subscription_free(scene->subscription);
    client_free(scene->client);
    fake_server_free(scene->server);
    loop_free(scene->loop);
    g_string_free(scene->written, TRUE);
}

static void
on_done(void *user, const ClientFailure *failure)
{
    Scene *scene = user;

    scene->done++;
    end_of(scene, failure);
}

static void
a_free_instance_is_found_and_written_in_order(void)
{
    ClientSubscribe wish = {
        .reference = "LD/LLN0.RP.u", .gi = true, .intg_pd = 1000, .set = 1u << RCB_INTG_PD
    };
    Scene scene;

    begin(&scene);
    scene.taken = 1;
    subscribe(&scene, &wish);
    CU_ASSERT_FALSE(scene.failed);
    CU_ASSERT_STRING_EQUAL(client_subscription_name(scene.subscription), "LD/LLN0$RP$u02");
    CU_ASSERT_EQUAL(client_subscription_member_count(scene.subscription), 2);
    CU_ASSERT_STRING_EQUAL(client_subscription_member(scene.subscription, 0), "LD/A$ST");
    CU_ASSERT_STRING_EQUAL(scene.written->str,
                           "u02$Resv u02$TrgOps u02$IntgPd u02$RptEna u02$GI ");
    g_string_truncate(scene.written, 0);
    client_subscription_end(scene.subscription, on_done, &scene);
    loop_run(scene.loop);
    CU_ASSERT_EQUAL(scene.done, 1);
    CU_ASSERT_STRING_EQUAL(scene.written->str, "u02$RptEna u02$Resv ");
    end(&scene);
}

static void
no_free_instance_is_told(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.u" };
    Scene scene;

    begin(&scene);
    scene.taken = 2;
    subscribe(&scene, &wish);
    CU_ASSERT_TRUE(scene.failed);
    CU_ASSERT_EQUAL(scene.kind, CLIENT_NOT_FREE);
    CU_ASSERT_STRING_EQUAL(scene.written->str, "");
    end(&scene);
}

static void
who_was_slower_takes_the_next_instance(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.u" };
    Scene scene;

    begin(&scene);
    scene.refuses = "Resv";
    scene.refusal = MMS_DATA_TEMPORARILY_UNAVAILABLE;
    subscribe(&scene, &wish);
    CU_ASSERT_TRUE(scene.failed);
    CU_ASSERT_STRING_EQUAL(scene.text, "Resv: temporarily-unavailable");
    CU_ASSERT_STRING_EQUAL(scene.written->str, "u01$Resv u02$Resv ");
    end(&scene);
}

static void
a_refusal_names_its_attribute_and_gives_the_reservation_back(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0$RP$u01", .set = 1u << RCB_OPT_FLDS };
    Scene scene;

    begin(&scene);
    scene.refuses = "OptFlds";
    scene.refusal = MMS_DATA_TYPE_INCONSISTENT;
    subscribe(&scene, &wish);
    CU_ASSERT_TRUE(scene.failed);
    CU_ASSERT_EQUAL(scene.kind, CLIENT_VALUE_REFUSED);
    CU_ASSERT_STRING_EQUAL(scene.text, "OptFlds: type-inconsistent");
    CU_ASSERT_STRING_EQUAL(client_subscription_refused(scene.subscription), "OptFlds");
    CU_ASSERT_STRING_EQUAL(scene.written->str, "u01$Resv u01$OptFlds u01$Resv ");
    end(&scene);
}

static void
attributes_that_are_not_there_are_not_written(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01", .purge = true };
    Scene scene;

    begin(&scene);
    subscribe(&scene, &wish);
    CU_ASSERT_STRING_EQUAL(scene.text, "PurgeBuf: no attribute of this block");
    end(&scene);
}

static void
a_buffered_one_is_reserved_purged_and_resumed_in_order(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.BR.b1",
                             .purge = true,
                             .set = 1u << RCB_ENTRY_ID };
    Scene scene;

    begin(&scene);
    subscribe(&scene, &wish);
    CU_ASSERT_TRUE(scene.failed); /* the type has no RptEna */
    CU_ASSERT_STRING_EQUAL(client_subscription_refused(scene.subscription), "RptEna");
    CU_ASSERT_STRING_EQUAL(scene.written->str, "b1$ResvTms b1$PurgeBuf b1$EntryID b1$ResvTms ");
    end(&scene);
}

static void
references_that_mean_nothing_are_refused(void)
{
    static const char *const references[] = {
        "LD",
        "LD/LLN0",
        "LD/LLN0.RP.nothing",
        "LD/LLN0.ST.u01",
        "LD/LLN9.u01",
        "XX/LLN0.RP.u01",
        "LD/LLN0.BR.u01",
        "LD/LLN0.RP.u01.RptEna",
        "",
        "/",
        "LD/LLN0.u01[RP",
        "LD/.RP.u01",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(references); i++) {
        ClientSubscribe wish = { .reference = references[i] };
        Scene scene;

        begin(&scene);
        subscribe(&scene, &wish);
        CU_ASSERT_TRUE(scene.failed);
        CU_ASSERT_EQUAL(scene.kind, CLIENT_UNKNOWN_NAME);
        end(&scene);
    }
}

static void
reports_come_before_the_answer_to_rpt_ena(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01" };
    Scene scene;

    begin(&scene);
    scene.reports[0] = "urcb_data_change";
    subscribe(&scene, &wish);
    CU_ASSERT_FALSE(scene.failed);
    CU_ASSERT_EQUAL(scene.reported, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(scene.first, "\"reference\":\"IED1LD0/GGIO1$ST$Ind2\""));
    CU_ASSERT_STRING_EQUAL(scene.problem, "");
    end(&scene);
}

static void
a_lying_stream_is_told(void)
{
    static const struct {
        const char *reports[3], *problem;
        unsigned reported;
    } rows[] = {
        { { "urcb_data_change", "urcb_data_change" }, "SqNum 0 follows 0", 2 },
        { { "bare_refused" }, "a report with the RptID r that nobody subscribed", 0 },
        { { "segment_1" }, "a report with the RptID rcb02 that nobody subscribed", 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01" };
        Scene scene;

        begin(&scene);
        memcpy(scene.reports, rows[i].reports, sizeof scene.reports);
        subscribe(&scene, &wish);
        CU_ASSERT_EQUAL(scene.reported, rows[i].reported);
        CU_ASSERT_STRING_EQUAL(scene.problem, rows[i].problem);
        end(&scene);
    }
}

static void
another_rpt_id_and_segments(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01",
                             .rpt_id = "rcb02",
                             .set = 1u << RCB_RPT_ID };
    Scene scene;

    begin(&scene);
    scene.reports[0] = "segment_0";
    scene.reports[1] = "segment_1";
    subscribe(&scene, &wish);
    CU_ASSERT_EQUAL(scene.reported, 1);
    CU_ASSERT_STRING_EQUAL(scene.problem, "an inclusion of 3 members, but the data set has 2");
    CU_ASSERT_PTR_NOT_NULL(strstr(scene.first, "\"segments\":2"));
    end(&scene);
}

static void
it_may_be_freed_at_any_time(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01" };

    for (unsigned how = 0; how < 8; how++) {
        Scene scene;

        begin(&scene);
        scene.reports[0] = scene.reports[1] = "urcb_data_change";
        scene.frees_when_reported = (how & 1) != 0;
        scene.frees_when_told = (how & 1) == 0;
        scene.frees_client = (how & 2) != 0;
        if (how & 4) {
            scene.subscription = client_subscribe(scene.client, &wish, &callbacks, &scene);
            client_subscription_free(scene.subscription);
            scene.subscription = NULL;
            CU_ASSERT_EQUAL(scene.told, 0);
        } else {
            subscribe(&scene, &wish);
        }
        end(&scene);
    }
}

static void
a_malformed_control_block_is_a_bad_answer(void)
{
    ClientSubscribe wish = { .reference = "LD/LLN0.RP.u01" };
    Scene scene;

    begin(&scene);
    scene.raw = "A6 07 80 01 00 A2 02 83 00"; /* a BOOLEAN */
    subscribe(&scene, &wish);
    CU_ASSERT_TRUE(scene.failed);
    CU_ASSERT_EQUAL(scene.kind, CLIENT_BAD_ANSWER);
    end(&scene);
}

TEST_SUITE(client_subscription, TEST_CASE(a_free_instance_is_found_and_written_in_order),
           TEST_CASE(no_free_instance_is_told),
           TEST_CASE(who_was_slower_takes_the_next_instance),
           TEST_CASE(a_refusal_names_its_attribute_and_gives_the_reservation_back),
           TEST_CASE(attributes_that_are_not_there_are_not_written),
           TEST_CASE(a_buffered_one_is_reserved_purged_and_resumed_in_order),
           TEST_CASE(references_that_mean_nothing_are_refused),
           TEST_CASE(reports_come_before_the_answer_to_rpt_ena),
           TEST_CASE(a_lying_stream_is_told), TEST_CASE(another_rpt_id_and_segments),
           TEST_CASE(it_may_be_freed_at_any_time),
           TEST_CASE(a_malformed_control_block_is_a_bad_answer))
