/* SPDX-License-Identifier: Apache-2.0
 *
 * Substitution as clients see it: what one writes comes in the reports of who has subscribed.
 */
#include "tests/sim/client/listener.h"
#include "tests/test.h"

#define IND1 "BAYLD0/GGIO1$ST$Ind1 {stVal="

static void
sSub2_a_report_brings_the_substitute(void)
{
    Listener listener;

    listener_begin(&listener, "features/data.cid", "LD0/LLN0.RP.urcb");
    listener_write(&listener, "BAYLD0", "GGIO1$SV$Ind1$subVal", "83 01 01");
    CU_ASSERT_STRING_EQUAL(listener.log->str, "");
    listener_write(&listener, "BAYLD0", "GGIO1$SV$Ind1$subEna", "83 01 01");
    CU_ASSERT_TRUE(listener_hears(
        &listener, IND1 "true q=good|substituted t=", "data-change quality-change"));
    listener_end(&listener);
}

static void
sSub3_a_report_brings_the_value_of_the_process_back(void)
{
    Listener listener;

    listener_begin(&listener, "features/data.cid", "LD0/LLN0.RP.urcb");
    listener_write(&listener, "BAYLD0", "GGIO1$SV$Ind1$subVal", "83 01 01");
    listener_write(&listener, "BAYLD0", "GGIO1$SV$Ind1$subEna", "83 01 01");
    CU_ASSERT_TRUE(listener_hears(&listener, IND1 "true q=good|substituted t=", ""));
    listener_write(&listener, "BAYLD0", "GGIO1$SV$Ind1$subEna", "83 01 00");
    CU_ASSERT_TRUE(
        listener_hears(&listener, IND1 "false q=good t=", "data-change quality-change"));
    listener_end(&listener);
}

TEST_SUITE(client_substitution, TEST_CASE(sSub2_a_report_brings_the_substitute),
           TEST_CASE(sSub3_a_report_brings_the_value_of_the_process_back))
