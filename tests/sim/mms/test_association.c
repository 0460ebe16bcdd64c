/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/association.h"

#include "sim/mms/identify.h"
#include "sim/mms/object_name.h"
#include "sim/mms/read.h"
#include "tests/hex.h"
#include "tests/sim/mms/fake_vmd.h"
#include "tests/sim/osi/bench.h"
#include "tests/test.h"

/* One end of two associations over real stacks, wired back to back. */
typedef struct End {
    MmsAssociation *association;
    GByteArray *sent;
    unsigned associated, ended, finished, unconfirmed, answers;
    MmsEnd end;
    char *layer;
    MmsAnswerKind kind;
    MmsError error;
    GByteArray *body;
} End;

static void
transmit(void *user, Slice bytes)
{
    End *end = user;

    g_byte_array_append(end->sent, bytes.data, (guint)bytes.size);
}

static void
associated(void *user)
{
    ((End *)user)->associated++;
}

static void
ended(void *user, MmsEnd how, const OsiReason *reason)
{
    End *end = user;

    CU_ASSERT_EQUAL(end->finished, 0);
    end->ended++;
    end->end = how;
    g_free(end->layer);
    end->layer = g_strdup(reason->layer);
}

static void
finish(void *user)
{
    End *end = user;

    CU_ASSERT_EQUAL(end->ended, 1);
    end->finished++;
}

static void
unconfirmed(void *user, Slice content)
{
    (void)content;
    ((End *)user)->unconfirmed++;
}

static void
answered(void *user, const MmsAnswer *answer)
{
    End *end = user;

    end->answers++;
    end->kind = answer->kind;
    end->error = answer->error;
    g_byte_array_set_size(end->body, 0);
    if (answer->body.size > 0) {
        g_byte_array_append(end->body, answer->body.data, (guint)answer->body.size);
    }
}

static void
open_end(End *end, OsiRole role, const Vmd *vmd, MmsLimits limits)
{
    static const MmsUser callbacks = { .transmit = transmit,
                                       .associated = associated,
                                       .ended = ended,
                                       .finish = finish,
                                       .unconfirmed = unconfirmed };
    const MmsParameters parameters = {
        .osi = bench_parameters(role), .limits = limits, .vmd = vmd, .client = "tester"
    };

    *end = (End){ .sent = g_byte_array_new(), .body = g_byte_array_new() };
    end->association = mms_association_new(&parameters, &callbacks, end);
}

static void
close_end(End *end)
{
    mms_association_free(end->association);
    g_byte_array_unref(end->sent);
    g_byte_array_unref(end->body);
    g_free(end->layer);
}

static bool
hand_over(End *from, End *to)
{
    g_autoptr(GByteArray) bytes = from->sent;

    from->sent = g_byte_array_new();
    if (bytes->len > 0 && to->finished == 0) {
        mms_association_receive(to->association, hex_slice(bytes));
    }
    return bytes->len > 0;
}

static void
run(End *client, End *server)
{
    while (hand_over(client, server) | hand_over(server, client)) {
    }
}

static void
an_association_is_made_used_and_released(void)
{
    FakeVmd *fake = fake_vmd_new();
    MmsIdentifyResponse identity;
    MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE, .tag = 0xA2 };
    End client, server;

    open_end(&client, OSI_CLIENT, NULL, (MmsLimits){ 0 });
    open_end(&server, OSI_SERVER, &fake->vmd, (MmsLimits){ 0 });
    mms_association_connect(client.association);
    CU_ASSERT_FALSE(mms_association_is_open(client.association));
    run(&client, &server);
    CU_ASSERT_EQUAL(client.associated, 1);
    CU_ASSERT_EQUAL(server.associated, 1);
    CU_ASSERT_TRUE(mms_association_is_open(client.association));
    mms_association_request(client.association, mms_identify_put_request, NULL, answered,
                            &client);
    run(&client, &server);
    CU_ASSERT_EQUAL(client.answers, 1);
    answer.body = hex_slice(client.body);
    CU_ASSERT_TRUE(mms_identify_get_response(&answer, &identity));
    CU_ASSERT_TRUE(mms_association_send_unconfirmed(
        server.association, SLICE_OF(((uint8_t[]){ 0xA0, 4, 0xA0, 0, 0xA0, 0 }))));
    run(&client, &server);
    CU_ASSERT_EQUAL(client.unconfirmed, 1);
    mms_association_conclude(client.association);
    run(&client, &server);
    CU_ASSERT_EQUAL(client.end, MMS_END_RELEASED);
    CU_ASSERT_EQUAL(server.end, MMS_END_RELEASED);
    CU_ASSERT_EQUAL(client.finished, 1);
    CU_ASSERT_EQUAL(server.finished, 1);
    CU_ASSERT_EQUAL(fake->forgotten, 1);
    /* initiate, identify, report, conclude: what one sent the other received. */
    CU_ASSERT_EQUAL(mms_association_counters(client.association)->pdus_out, 3);
    CU_ASSERT_EQUAL(mms_association_counters(client.association)->pdus_in, 4);
    CU_ASSERT_EQUAL(mms_association_counters(server.association)->pdus_out, 4);
    CU_ASSERT_EQUAL(mms_association_counters(server.association)->pdus_in, 3);
    close_end(&client);
    close_end(&server);
    fake_vmd_free(fake);
}

static void
a_refused_initiate_reaches_the_client_with_its_reason(void)
{
    FakeVmd *fake = fake_vmd_new();
    End client, server;

    open_end(&client, OSI_CLIENT, NULL, (MmsLimits){ .pdu_size = 500 });
    open_end(&server, OSI_SERVER, &fake->vmd, (MmsLimits){ .pdu_size_min = 1000 });
    mms_association_connect(client.association);
    run(&client, &server);
    CU_ASSERT_EQUAL(client.end, MMS_END_REFUSED);
    CU_ASSERT_STRING_EQUAL(client.layer, "mms");
    CU_ASSERT_EQUAL(server.end, MMS_END_REFUSED);
    CU_ASSERT_EQUAL(client.finished, 1);
    CU_ASSERT_EQUAL(server.finished, 1);
    CU_ASSERT_EQUAL(mms_association_counters(client.association)->pdus_out, 1);
    CU_ASSERT_EQUAL(mms_association_counters(client.association)->pdus_in, 1);
    close_end(&client);
    close_end(&server);
    fake_vmd_free(fake);
}

static void
an_abort_reaches_the_other_side_and_loses_requests(void)
{
    FakeVmd *fake = fake_vmd_new();
    End client, server;

    open_end(&client, OSI_CLIENT, NULL, (MmsLimits){ 0 });
    open_end(&server, OSI_SERVER, &fake->vmd, (MmsLimits){ 0 });
    mms_association_connect(client.association);
    run(&client, &server);
    mms_association_request(client.association, mms_identify_put_request, NULL, answered,
                            &client);
    mms_association_abort(server.association);
    run(&client, &server);
    CU_ASSERT_EQUAL(client.end, MMS_END_ABORTED);
    CU_ASSERT_EQUAL(server.end, MMS_END_ABORTED);
    CU_ASSERT_EQUAL(client.answers, 1);
    CU_ASSERT_EQUAL(client.kind, MMS_ANSWER_LOST);
    CU_ASSERT_EQUAL(client.finished, 1);
    close_end(&client);
    close_end(&server);
    fake_vmd_free(fake);
}

static void
a_large_value_travels_in_segments(void)
{
    static uint8_t octets[60000];
    FakeVmd *fake = fake_vmd_new();
    FakeVariable *plant = fake_vmd_find(fake, "Plant");
    const VmdMember member = { .name = { .item = slice_from_string("Plant") } };
    const MmsReadRequest read = { .variables = { .members = &member, .count = 1 } };
    End client, server;
    Pdu pdu;
    BerWriter writer;

    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, SIZE_MAX);
    ber_put(&writer, 0x89, SLICE_OF(octets));
    g_byte_array_set_size(plant->data, 0);
    g_byte_array_append(plant->data, pdu_content(&pdu).data, (guint)pdu_content(&pdu).size);
    pdu_clear(&pdu);
    open_end(&client, OSI_CLIENT, NULL, (MmsLimits){ 0 });
    open_end(&server, OSI_SERVER, &fake->vmd, (MmsLimits){ 0 });
    mms_association_connect(client.association);
    run(&client, &server);
    for (unsigned i = 0; i < 3; i++) {
        mms_association_request(client.association, mms_read_put_request, &read, answered,
                                &client);
        run(&client, &server);
        CU_ASSERT_EQUAL(client.kind, MMS_ANSWER_RESPONSE);
        CU_ASSERT_TRUE(client.body->len > sizeof octets);
    }
    CU_ASSERT_EQUAL(client.answers, 3);
    close_end(&client);
    close_end(&server);
    fake_vmd_free(fake);
}

static void
a_peer_that_hangs_up_while_connecting_is_a_refusal(void)
{
    End client;

    open_end(&client, OSI_CLIENT, NULL, (MmsLimits){ 0 });
    mms_association_connect(client.association);
    mms_association_lost(client.association, "connection reset");
    CU_ASSERT_EQUAL(client.ended, 1);
    CU_ASSERT_EQUAL(client.end, MMS_END_REFUSED);
    close_end(&client);
}

TEST_SUITE(mms_association, TEST_CASE(an_association_is_made_used_and_released),
           TEST_CASE(a_refused_initiate_reaches_the_client_with_its_reason),
           TEST_CASE(an_abort_reaches_the_other_side_and_loses_requests),
           TEST_CASE(a_large_value_travels_in_segments),
           TEST_CASE(a_peer_that_hangs_up_while_connecting_is_a_refusal))
