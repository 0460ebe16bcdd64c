/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/client.h"

#include "tests/hex.h"
#include "tests/sim/client/fake_server.h"
#include "tests/test.h"

/* What a test case sees of its one call. */
typedef struct Seen {
    Loop *loop;
    FakeServer *server;
    Client *client;
    const char *answer; /* service element, as hex; NULL: none is sent */
    unsigned requests;
    bool aborts, wrong_id;

    unsigned answers;
    bool failed;
    ClientFailureKind kind;
    char text[120];
    unsigned count;
    char first[120];
    unsigned ended;
    bool frees; /* the client, inside the callback */
} Seen;

static bool
answer_as_told(void *user, uint32_t invoke_id, BerTag tag, Slice body, BerWriter *writer)
{
    Seen *seen = user;

    (void)tag;
    (void)body;
    seen->requests++;
    if (seen->answer != NULL) {
        fake_put_response(writer, invoke_id + seen->wrong_id, seen->answer);
    }
    return !seen->aborts;
}

/* Notes a failure, and ends the wait. */
static void
note(Seen *seen, const ClientFailure *failure)
{
    seen->answers++;
    seen->failed = failure != NULL;
    if (failure != NULL) {
        seen->kind = failure->kind;
        g_strlcpy(seen->text, failure->text, sizeof seen->text);
    }
    if (seen->frees) {
        client_free(seen->client);
        seen->client = NULL;
    }
    loop_quit(seen->loop);
}

static void
on_connected(void *user, Client *client, const ClientFailure *failure)
{
    (void)client;
    note(user, failure);
}

static void
on_ended(void *user, Client *client, const char *why)
{
    Seen *seen = user;

    (void)client;
    (void)why;
    seen->ended++;
}

static void
connect_to(Seen *seen, int port, int64_t timeout)
{
    ClientParameters parameters = {
        .loop = seen->loop, .host = "127.0.0.1", .port = port, .timeout = timeout
    };

    seen->client = client_connect(&parameters, on_connected, seen);
    CU_ASSERT_EQUAL(seen->answers, 0);
    loop_run(seen->loop);
    CU_ASSERT_EQUAL(seen->answers, 1);
}

static void
begin_within(Seen *seen, const char *answer, int64_t timeout)
{
    *seen = (Seen){ .answer = answer };
    seen->loop = loop_new(NULL);
    seen->server = fake_server_new(seen->loop, answer_as_told, seen);
    connect_to(seen, fake_server_port(seen->server), timeout);
    if (seen->failed) {
        fprintf(stderr, "connect: %s\n", seen->text);
    }
    CU_ASSERT_FALSE(seen->failed);
    client_on_ended(seen->client, on_ended, seen);
    seen->answers = 0;
}

static void
begin(Seen *seen, const char *answer)
{
    begin_within(seen, answer, 5 * CLOCK_SECOND);
}

static void
end(Seen *seen)
{
    client_free(seen->client);
    fake_server_free(seen->server);
    loop_free(seen->loop);
}

static void
on_identified(void *user, const ClientFailure *failure, const ClientIdentity *identity)
{
    Seen *seen = user;

    if (identity != NULL) {
        g_snprintf(seen->first, sizeof seen->first, "%s %s %s", identity->vendor,
                   identity->model, identity->revision);
    }
    note(seen, failure);
}

static void
on_named(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Seen *seen = user;

    seen->count = count;
    if (count > 0) {
        g_strlcpy(seen->first, names[0], sizeof seen->first);
    }
    note(seen, failure);
}

static void
on_typed(void *user, const ClientFailure *failure, const ClientType *type)
{
    Seen *seen = user;

    if (type != NULL) {
        g_autofree char *text = client_type_format(type);

        g_strlcpy(seen->first, text, sizeof seen->first);
    }
    note(seen, failure);
}

static void
on_read(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Seen *seen = user;

    seen->count = count;
    if (count > 0 && items[0].result == MMS_DATA_SUCCESS && items[0].data.size > 0) {
        g_autofree char *text = client_data_format(items[0].data);

        g_strlcpy(seen->first, text, sizeof seen->first);
    } else if (count > 0) {
        g_strlcpy(seen->first, mms_data_error_name(items[0].result), sizeof seen->first);
    }
    note(seen, failure);
}

static void
on_listed(void *user, const ClientFailure *failure, bool deletable, const ClientName *members,
          unsigned count)
{
    Seen *seen = user;

    seen->count = count;
    if (count > 0) {
        g_snprintf(seen->first, sizeof seen->first, "%s/%s %d %u %s %d", members[0].domain,
                   members[0].item, members[0].has_index, members[0].index,
                   members[0].component != NULL ? members[0].component : "-", deletable);
    }
    note(seen, failure);
}

static void
on_done(void *user, const ClientFailure *failure)
{
    note(user, failure);
}

static void
on_deleted(void *user, const ClientFailure *failure, uint32_t matched, uint32_t deleted)
{
    Seen *seen = user;

    seen->count = matched * 10 + deleted;
    note(seen, failure);
}

/* Waits for the one answer of a call. */
static void
wait_for(Seen *seen)
{
    CU_ASSERT_EQUAL(seen->answers, 0);
    loop_run(seen->loop);
    CU_ASSERT_EQUAL(seen->answers, 1);
    seen->answers = 0;
}

static void
expect_failure(Seen *seen, ClientFailureKind kind, const char *text)
{
    wait_for(seen);
    CU_ASSERT_TRUE(seen->failed);
    CU_ASSERT_EQUAL(seen->kind, kind);
    if (text != NULL) {
        CU_ASSERT_STRING_EQUAL(seen->text, text);
    }
}

static void
nobody_listens_is_a_connect_failure(void)
{
    Seen seen = { 0 };
    FakeServer *server;
    int port;

    seen.loop = loop_new(NULL);
    server = fake_server_new(seen.loop, answer_as_told, &seen);
    port = fake_server_port(server);
    fake_server_free(server);
    connect_to(&seen, port, CLOCK_SECOND);
    CU_ASSERT_TRUE(seen.failed);
    CU_ASSERT_EQUAL(seen.kind, CLIENT_CONNECT);
    seen.answers = 0;
    client_identify(seen.client, on_identified, &seen);
    expect_failure(&seen, CLIENT_CLOSED, "not connected");
    client_free(seen.client);
    loop_free(seen.loop);
}

static void
identify_gives_the_three_strings(void)
{
    Seen seen;

    begin(&seen, "A2 0C 80 02 41 42 81 02 43 44 82 02 45 46");
    CU_ASSERT_EQUAL(client_negotiated(seen.client)->outstanding_calling, 5);
    client_identify(seen.client, on_identified, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_STRING_EQUAL(seen.first, "AB CD EF");
    /* initiate and identify, either way */
    CU_ASSERT_EQUAL(client_counters(seen.client)->pdus_out, 2);
    CU_ASSERT_EQUAL(client_counters(seen.client)->pdus_in, 2);
    end(&seen);
}

static void
an_answer_to_another_service_is_bad(void)
{
    Seen seen;

    begin(&seen, "A2 0C 80 02 41 42 81 02 43 44 82 02 45 46");
    client_get_type(seen.client, "D", "X", on_typed, &seen);
    wait_for(&seen);
    CU_ASSERT_TRUE(seen.failed);
    end(&seen);
}

static void
silence_ends_with_a_timeout(void)
{
    Seen seen;

    begin_within(&seen, NULL, CLOCK_SECOND);
    client_identify(seen.client, on_identified, &seen);
    expect_failure(&seen, CLIENT_TIMEOUT, NULL);
    end(&seen);
}

static void
an_answer_with_another_invoke_id_is_not_taken(void)
{
    Seen seen;

    begin_within(&seen, "A2 0C 80 02 41 42 81 02 43 44 82 02 45 46", CLOCK_SECOND);
    seen.wrong_id = true;
    client_identify(seen.client, on_identified, &seen);
    wait_for(&seen);
    CU_ASSERT_TRUE(seen.failed);
    end(&seen);
}

static void
an_abort_answers_every_call_once(void)
{
    Seen seen;

    begin(&seen, NULL);
    seen.aborts = true;
    client_identify(seen.client, on_identified, &seen);
    client_identify(seen.client, on_identified, &seen);
    while (seen.ended == 0) {
        g_main_context_iteration(NULL, TRUE);
    }
    CU_ASSERT_EQUAL(seen.answers, 2);
    CU_ASSERT_TRUE(seen.failed);
    CU_ASSERT_EQUAL(seen.kind, CLIENT_ABORTED);
    CU_ASSERT_FALSE(client_is_open(seen.client));
    end(&seen);
}

static void
free_inside_a_callback_is_safe(void)
{
    Seen seen;

    begin(&seen, "A2 0C 80 02 41 42 81 02 43 44 82 02 45 46");
    seen.frees = true;
    client_identify(seen.client, on_identified, &seen);
    client_identify(seen.client, on_identified, &seen);
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    client_resolve(seen.client, "LD/LN.DO", NULL, NULL);
    wait_for(&seen);
    CU_ASSERT_PTR_NULL(seen.client);
    end(&seen);
}

static void
on_released(void *user, Client *client)
{
    (void)client;
    note(user, NULL);
}

static void
release_concludes_and_tells(void)
{
    Seen seen;

    begin(&seen, NULL);
    client_release(seen.client, on_released, &seen);
    wait_for(&seen);
    CU_ASSERT_EQUAL(seen.ended, 0);
    CU_ASSERT_EQUAL(client_counters(seen.client)->pdus_out, 2);
    CU_ASSERT_EQUAL(client_counters(seen.client)->pdus_in, 2);
    client_release(seen.client, on_released, &seen);
    wait_for(&seen);
    end(&seen);
}

static void
names_come_in_order(void)
{
    Seen seen;

    begin(&seen, "A1 0B A0 06 1A 01 62 1A 01 61 81 01 00");
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_EQUAL(seen.count, 2);
    CU_ASSERT_STRING_EQUAL(seen.first, "b");
    end(&seen);
}

static void
capabilities_come_in_order_and_are_cut_off(void)
{
    Seen seen;

    begin(&seen, "BF 47 0B A0 06 1A 01 62 1A 01 61 81 01 00");
    client_get_capabilities(seen.client, on_named, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_STRING_EQUAL(seen.first, "b");
    end(&seen);
    begin(&seen, "BF 47 08 A0 03 1A 01 62 81 01 FF");
    client_get_capabilities(seen.client, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "a name came twice");
    end(&seen);
}

static void
a_list_of_names_that_repeats_is_cut_off(void)
{
    Seen seen;

    begin(&seen, "A1 0B A0 06 1A 01 62 1A 01 61 81 01 FF");
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "a name came twice");
    CU_ASSERT_EQUAL(seen.requests, 2);
    seen.answer = "A1 05 A0 00 81 01 FF";
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "an empty page of names with more to follow");
    seen.answer = "A1 02 A0 00"; /* moreFollows is TRUE when absent */
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "an empty page of names with more to follow");
    seen.answer = "A1 09 A0 04 1A 02 62 00 81 01 FF";
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, NULL);
    seen.answer = "A1 07 A0 02 1A 00 81 01 FF";
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, NULL);
    end(&seen);
}

/* One new name a page, for ever. */
static bool
answer_endlessly(void *user, uint32_t invoke_id, BerTag tag, Slice body, BerWriter *writer)
{
    Seen *seen = user;
    BerMark response = ber_put_open(writer, 0xA1);
    BerMark service, names;
    char name[24];

    (void)tag;
    (void)body;
    ber_put_unsigned(writer, BER_INTEGER, invoke_id);
    service = ber_put_open(writer, 0xA1);
    names = ber_put_open(writer, 0xA0);
    for (unsigned i = 0; i < 5000; i++) {
        g_snprintf(name, sizeof name, "n%u", seen->requests++);
        ber_put_string(writer, BER_VISIBLE_STRING, name);
    }
    ber_put_close(writer, names);
    ber_put_close(writer, service);
    ber_put_close(writer, response);
    return true;
}

static void
names_without_end_are_cut_off(void)
{
    Seen seen = { 0 };

    seen.loop = loop_new(NULL);
    seen.server = fake_server_new(seen.loop, answer_endlessly, &seen);
    connect_to(&seen, fake_server_port(seen.server), 30 * CLOCK_SECOND);
    seen.answers = 0;
    client_get_names(seen.client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_named, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "too many names");
    end(&seen);
}

static void
types_are_decoded_or_refused(void)
{
    Seen seen;

    begin(&seen, "A6 08 80 01 00 A2 03 85 01 20");
    client_get_type(seen.client, "D", "X", on_typed, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_STRING_EQUAL(seen.first, "INT32");
    seen.answer = "A6 08 80 01 00 A2 03 82 01 20";
    client_get_type(seen.client, NULL, "X", on_typed, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, NULL);
    end(&seen);
}

static void
reads_have_as_many_results_as_items(void)
{
    static const ClientName names[] = {
        { .domain = "D", .item = "X" },
        { .domain = "D", .item = "Y", .has_index = true, .index = 3, .component = "cVal$mag" },
    };
    Seen seen;

    begin(&seen, "A4 08 A1 06 85 01 05 80 01 0A");
    client_read(seen.client, names, 2, on_read, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_EQUAL(seen.count, 2);
    CU_ASSERT_STRING_EQUAL(seen.first, "5");
    client_read(seen.client, names, 1, on_read, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, "another number of results than was asked for");
    client_read_list(seen.client, MMS_SCOPE_DOMAIN, "D", "L", on_read, &seen);
    wait_for(&seen);
    CU_ASSERT_EQUAL(seen.count, 2);
    seen.answer = "A4 07 A1 05 85 01 05 80 01";
    client_read(seen.client, names, 2, on_read, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, NULL);
    end(&seen);
}

static void
writes_tell_each_result(void)
{
    static const uint8_t element[] = { 0x85, 0x01, 0x05 };
    static const ClientName name = { .domain = "D", .item = "X" };
    const Slice data = SLICE_OF(element);
    Seen seen;

    begin(&seen, "A5 03 80 01 03");
    client_write(seen.client, &name, &data, 1, on_read, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_STRING_EQUAL(seen.first, "object-access-denied");
    seen.answer = "A5 04 81 00 81 00";
    client_write(seen.client, &name, &data, 1, on_read, &seen);
    expect_failure(&seen, CLIENT_BAD_ANSWER, NULL);
    seen.answer = "A5 02 81 00";
    client_write_list(seen.client, MMS_SCOPE_ASSOCIATION, NULL, "L", &data, 1, on_read, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    end(&seen);
}

static void
lists_show_their_members(void)
{
    Seen seen;

    begin(&seen, "AC 22 80 01 FF A1 1D 30 1B A0 08 A1 06 1A 01 44 1A 01 58"
                 "A5 0F A0 0D 81 01 05 30 08 81 06 63 56 61 6C 24 66");
    client_get_list(seen.client, MMS_SCOPE_DOMAIN, "D", "L", on_listed, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    CU_ASSERT_EQUAL(seen.count, 1);
    CU_ASSERT_STRING_EQUAL(seen.first, "D/X 1 5 cVal$f 1");
    seen.answer = "8B 00";
    client_define_list(seen.client, MMS_SCOPE_ASSOCIATION, NULL, "L", NULL, 0, on_done, &seen);
    wait_for(&seen);
    CU_ASSERT_FALSE(seen.failed);
    seen.answer = "AD 06 80 01 01 81 01 00";
    client_delete_list(seen.client, MMS_SCOPE_DOMAIN, "D", "L", on_deleted, &seen);
    wait_for(&seen);
    CU_ASSERT_EQUAL(seen.count, 10);
    end(&seen);
}

static void
a_request_larger_than_the_pdu_is_not_sent(void)
{
    g_autofree ClientName *names = g_new0(ClientName, 5000);
    Seen seen;

    begin(&seen, NULL);
    for (unsigned i = 0; i < 5000; i++) {
        names[i] = (ClientName){ .domain = "DOMAIN", .item = "ITEM$WITH$A$NAME" };
    }
    client_read(seen.client, names, 5000, on_read, &seen);
    expect_failure(&seen, CLIENT_TOO_LARGE, NULL);
    CU_ASSERT_EQUAL(seen.requests, 0);
    end(&seen);
}

static void
a_cut_answers_every_call_and_tells_the_end(void)
{
    static const ClientCut ways[] = { CLIENT_CUT_ABORT, CLIENT_CUT_FIN, CLIENT_CUT_RESET };

    for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++) {
        Seen seen;

        begin(&seen, NULL);
        client_identify(seen.client, on_identified, &seen);
        client_cut(seen.client, ways[i]);
        CU_ASSERT_EQUAL(seen.answers, 0);
        expect_failure(&seen, CLIENT_ABORTED, NULL);
        CU_ASSERT_EQUAL(seen.ended, 1);
        CU_ASSERT_FALSE(client_is_open(seen.client));
        seen.answers = 0;
        client_identify(seen.client, on_identified, &seen);
        expect_failure(&seen, CLIENT_CLOSED, NULL);
        end(&seen);
    }
}

static void
who_pauses_gets_his_answer_later(void)
{
    Seen seen;

    begin(&seen, "A2 09 80 01 61 81 01 62 82 01 63");
    client_pause(seen.client);
    client_identify(seen.client, on_identified, &seen);
    while (seen.requests == 0) {
        g_main_context_iteration(NULL, TRUE);
    }
    for (unsigned i = 0; i < 50; i++) {
        g_main_context_iteration(NULL, FALSE);
    }
    CU_ASSERT_EQUAL(seen.answers, 0);
    client_resume(seen.client);
    wait_for(&seen);
    CU_ASSERT_STRING_EQUAL(seen.first, "a b c");
    end(&seen);
}

TEST_SUITE(sim_client_client, TEST_CASE(nobody_listens_is_a_connect_failure),
           TEST_CASE(identify_gives_the_three_strings),
           TEST_CASE(an_answer_to_another_service_is_bad),
           TEST_CASE(silence_ends_with_a_timeout),
           TEST_CASE(an_answer_with_another_invoke_id_is_not_taken),
           TEST_CASE(an_abort_answers_every_call_once),
           TEST_CASE(free_inside_a_callback_is_safe), TEST_CASE(release_concludes_and_tells),
           TEST_CASE(names_come_in_order),
           TEST_CASE(capabilities_come_in_order_and_are_cut_off),
           TEST_CASE(a_list_of_names_that_repeats_is_cut_off),
           TEST_CASE(names_without_end_are_cut_off), TEST_CASE(types_are_decoded_or_refused),
           TEST_CASE(reads_have_as_many_results_as_items), TEST_CASE(writes_tell_each_result),
           TEST_CASE(lists_show_their_members),
           TEST_CASE(a_request_larger_than_the_pdu_is_not_sent),
           TEST_CASE(a_cut_answers_every_call_and_tells_the_end),
           TEST_CASE(who_pauses_gets_his_answer_later))
