/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/walk.h"

#include "tests/hex.h"
#include "tests/sim/client/bay.h"
#include "tests/sim/client/fake_server.h"
#include "tests/test.h"

typedef struct Walked {
    Loop *loop;
    ClientWalkFigures figures;
    bool clean;
    GString *problems;
} Walked;

static void
on_problem(void *user, ClientWalkProblem problem, const char *name, const char *what)
{
    Walked *walked = user;

    g_string_append_printf(walked->problems, "%d %s: %s\n", problem, name, what);
}

static void
on_done(void *user, ClientWalk *walk)
{
    Walked *walked = user;

    walked->figures = *client_walk_figures(walk);
    walked->clean = client_walk_is_clean(walk);
    client_walk_free(walk);
    loop_quit(walked->loop);
}

static const ClientWalkUser walk_user = { .problem = on_problem, .done = on_done };

static Walked
walk_bay(const char *name, const MmsLimits *limits)
{
    Walked walked = { .problems = g_string_new(NULL) };
    ClientBay bay;
    const MmsCounters *server, *client;

    client_bay_begin(&bay, name, limits);
    walked.loop = bay.loop;
    client_walk_new(bay.client, &walk_user, &walked);
    loop_run(bay.loop);
    server = ied_counters(bay.ied);
    client = client_counters(bay.client);
    CU_ASSERT_EQUAL(server->pdus_in, client->pdus_out);
    CU_ASSERT_EQUAL(server->pdus_out, client->pdus_in);
    CU_ASSERT_EQUAL(server->rejects_sent, 0);
    client_bay_end(&bay);
    CU_ASSERT_STRING_EQUAL(walked.problems->str, "");
    CU_ASSERT_TRUE(walked.clean);
    g_string_free(walked.problems, TRUE);
    return walked;
}

static void
a_served_ied_is_clean(void)
{
    Walked walked = walk_bay("feeder.cid", NULL);

    CU_ASSERT_EQUAL(walked.figures.domains, 1);
    CU_ASSERT(walked.figures.types > 1000);
    CU_ASSERT(walked.figures.unedited > 0);
    CU_ASSERT_EQUAL(walked.figures.values + walked.figures.unedited,
                    walked.figures.types + walked.figures.members);
    CU_ASSERT_EQUAL(walked.figures.by_parts, 0);
    CU_ASSERT_EQUAL(walked.figures.lists, 4);
}

static void
a_small_pdu_is_walked_by_parts(void)
{
    const MmsLimits limits = { .pdu_size = 1200, .outstanding_calling = 2 };
    Walked whole = walk_bay("feeder.cid", NULL);
    Walked walked = walk_bay("feeder.cid", &limits);

    CU_ASSERT(walked.figures.by_parts > 0);
    CU_ASSERT_EQUAL(walked.figures.names, whole.figures.names);
    CU_ASSERT_EQUAL(walked.figures.leaves, whole.figures.leaves);
}

static void
arrays_are_walked(void)
{
    const MmsLimits limits = { .pdu_size = 600 };
    Walked whole = walk_bay("features/arrays.icd", NULL);
    Walked walked = walk_bay("features/arrays.icd", &limits);

    CU_ASSERT_EQUAL(walked.figures.names, whole.figures.names);
    CU_ASSERT(walked.figures.by_parts > 0);
}

/* The last VisibleString in a request. */
static void
last_string(Slice body, char *text, size_t size)
{
    for (size_t i = 0; i + 1 < body.size; i++) {
        if (body.data[i] == 0x1A && i + 2 + body.data[i + 1] <= body.size) {
            g_snprintf(text, size, "%.*s", (int)body.data[i + 1],
                       (const char *)&body.data[i + 2]);
        }
    }
}

/* The domain D has LN, a structure of ST, an INT8; LN$ST that is an INT16; and LN$ST2 that is
 * nothing of LN. All values are booleans, but for one that is refused. */
static const char *
answer_of(BerTag tag, Slice body)
{
    char name[80] = "";

    last_string(body, name, sizeof name);
    if (tag == 0xA1 && body.size > 4 && body.data[4] == 9) {
        return "A1 08 A0 03 1A 01 44 81 01 00"; /* the domain D */
    }
    if (tag == 0xA1 && body.size > 4 && body.data[4] == 0 && body.data[7] == 0x81) {
        /* LN, LN$ST, LN$ST2 of the domain */
        return "A1 18 A0 13 1A 02 4C 4E 1A 05 4C 4E 24 53 54 1A 06 4C 4E 24 53 54 32 81 01 00";
    }
    if (tag == 0xA1) {
        return "A1 05 A0 00 81 01 00";
    }
    if (tag == 0xA6) {
        return strcmp(name, "LN") == 0
                   ? "A6 14 80 01 00 A2 0F A2 0D A1 0B 30 09 80 02 53 54 A1 03 85 01 08"
                   : "A6 08 80 01 00 A2 03 85 01 10";
    }
    return strcmp(name, "LN$ST2") == 0 ? "A4 05 A1 03 80 01 03" /* denied */
                                       : "A4 05 A1 03 83 01 01";
}

static bool
answer_lies(void *user, uint32_t invoke_id, BerTag tag, Slice body, BerWriter *writer)
{
    (void)user;
    fake_put_response(writer, invoke_id, answer_of(tag, body));
    return true;
}

static void
on_connected(void *user, Client *client, const ClientFailure *failure)
{
    (void)client;
    CU_ASSERT_PTR_NULL(failure);
    loop_quit(user);
}

/* Walks a server that answers so; the problems told must be these. */
static void
walk_fake(FakeAnswer answer, int64_t timeout, const char *problems)
{
    Walked walked = { .loop = loop_new(NULL), .problems = g_string_new(NULL) };
    FakeServer *server = fake_server_new(walked.loop, answer, NULL);
    ClientParameters parameters = { .loop = walked.loop,
                                    .host = "127.0.0.1",
                                    .port = fake_server_port(server),
                                    .timeout = timeout };
    Client *client = client_connect(&parameters, on_connected, walked.loop);

    loop_run(walked.loop);
    client_walk_new(client, &walk_user, &walked);
    loop_run(walked.loop);
    CU_ASSERT_FALSE(walked.clean);
    CU_ASSERT_STRING_EQUAL(walked.problems->str, problems);
    client_free(client);
    fake_server_free(server);
    loop_free(walked.loop);
    g_string_free(walked.problems, TRUE);
}

static void
every_lie_is_told(void)
{
    walk_fake(answer_lies, 0,
              "0 D/LN: value: Data of tag 83 where structure of 1 is declared\n"
              "0 D/LN$ST: has another type than in the level above\n"
              "0 D/LN$ST: value: Data of tag 83 where INT16 is declared\n"
              "1 D/LN$ST2: value: object-access-denied\n"
              "0 D/LN$ST2: is not in the type of the level above\n");
}

/* The names of the domain are the last answers. */
static bool
answer_names_only(void *user, uint32_t invoke_id, BerTag tag, Slice body, BerWriter *writer)
{
    return tag != 0xA1 || answer_lies(user, invoke_id, tag, body, writer);
}

static void
a_silent_server_ends_the_walk(void)
{
    walk_fake(answer_names_only, CLOCK_SECOND,
              "2 D/LN: value: no answer in time\n"
              "2 D/LN: type: no answer in time\n"
              "2 D/LN$ST: value: no answer in time\n"
              "2 D/LN$ST: type: no answer in time\n"
              "2 D/LN$ST2: value: no answer in time\n"
              "2 D/LN$ST2: type: no answer in time\n");
}

static void
a_walk_dies_with_its_client(void)
{
    Walked walked = { .problems = g_string_new(NULL) };
    ClientBay bay;
    ClientWalk *walk;

    client_bay_begin(&bay, "feeder.cid", NULL);
    walk = client_walk_new(bay.client, &walk_user, &walked);
    while (client_walk_figures(walk)->types < 20) {
        g_main_context_iteration(NULL, TRUE);
    }
    client_free(bay.client);
    bay.client = NULL;
    client_walk_free(walk);
    client_bay_end(&bay);
    CU_ASSERT_STRING_EQUAL(walked.problems->str, "");
    g_string_free(walked.problems, TRUE);
}

static void
a_lost_server_ends_the_walk(void)
{
    Walked walked = { .problems = g_string_new(NULL) };
    ClientBay bay;
    ClientWalk *walk;

    client_bay_begin(&bay, "feeder.cid", NULL);
    walked.loop = bay.loop;
    walk = client_walk_new(bay.client, &walk_user, &walked);
    while (client_walk_figures(walk)->types < 20) {
        g_main_context_iteration(NULL, TRUE);
    }
    ied_abort_all(bay.ied);
    loop_run(bay.loop);
    CU_ASSERT_FALSE(walked.clean);
    CU_ASSERT(walked.figures.failures > 0);
    client_bay_end(&bay);
    g_string_free(walked.problems, TRUE);
}

TEST_SUITE(sim_client_walk, TEST_CASE(a_served_ied_is_clean),
           TEST_CASE(a_small_pdu_is_walked_by_parts), TEST_CASE(arrays_are_walked),
           TEST_CASE(every_lie_is_told), TEST_CASE(a_silent_server_ends_the_walk),
           TEST_CASE(a_walk_dies_with_its_client), TEST_CASE(a_lost_server_ends_the_walk))
