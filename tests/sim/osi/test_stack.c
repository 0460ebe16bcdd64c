/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
a_golden_connect_is_indicated_and_accepted(void)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);
    g_autoptr(GByteArray) accept = hex_load("acse/accept.hex");
    BenchEnd end;

    bench_open(&end, &parameters);
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/cc.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "acse/connect.hex"));
    CU_ASSERT_EQUAL(bench_last(&end)->primitive, OSI_CONNECT);
    CU_ASSERT_EQUAL(bench_last(&end)->content->len, 40);
    CU_ASSERT_FALSE(osi_stack_is_open(end.stack));
    bench_send(&end, OSI_ACCEPT, slice_from(hex_slice(accept), 158 - 40));
    CU_ASSERT_TRUE(bench_sent_file(&end, "acse/accept.hex"));
    CU_ASSERT_TRUE(osi_stack_is_open(end.stack));
    bench_close(&end);
}

static void
a_golden_client_connects(void)
{
    OsiParameters parameters = bench_parameters(OSI_CLIENT);
    BenchEnd end;

    bench_open(&end, &parameters);
    bench_send_text(&end, OSI_CONNECT, "A8 00");
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/cc.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "acse/connect_plain.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "acse/accept.hex"));
    CU_ASSERT_EQUAL(bench_last(&end)->primitive, OSI_ACCEPT);
    CU_ASSERT_TRUE(osi_stack_is_open(end.stack));
    bench_close(&end);
}

static void
data_pass_both_ways_and_the_association_is_released(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    bench_associate(&client, &server, &of_client, &of_server);
    bench_send_text(&client, OSI_DATA, "A0 00");
    bench_run(&client, &server, 1, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_DATA, "A0 00"));
    bench_send_text(&server, OSI_DATA, "A1 00");
    bench_run(&client, &server, 1, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_DATA, "A1 00"));

    bench_send(&client, OSI_RELEASE, SLICE_NONE);
    CU_ASSERT_FALSE(osi_stack_is_open(client.stack));
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_RELEASE, ""));
    CU_ASSERT_FALSE(osi_stack_is_open(server.stack));
    bench_send(&server, OSI_RELEASED, SLICE_NONE);
    CU_ASSERT_EQUAL(server.finished, 1);
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(client.finished, 1);
    bench_close(&client);
    bench_close(&server);
}

static void
an_abort_reaches_the_other_side(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    bench_associate(&client, &server, &of_client, &of_server);
    bench_send(&client, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(client.finished, 1);
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_ABORT, ""));
    CU_ASSERT_STRING_EQUAL(bench_last(&server)->reason.layer, "user");
    CU_ASSERT_TRUE(bench_last(&server)->reason.by_peer);
    CU_ASSERT_EQUAL(server.finished, 1);
    CU_ASSERT_EQUAL(server.sent->len, 0);
    bench_send(&server, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(server.finished, 1);
    bench_close(&client);
    bench_close(&server);
}

TEST_SUITE(osi_stack, TEST_CASE(a_golden_connect_is_indicated_and_accepted),
           TEST_CASE(a_golden_client_connects),
           TEST_CASE(data_pass_both_ways_and_the_association_is_released),
           TEST_CASE(an_abort_reaches_the_other_side))
