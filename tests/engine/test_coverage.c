/* SPDX-License-Identifier: Apache-2.0
 *
 * Client coverage: what touches cover, what they do not, and how it is counted, named and told.
 */
#include "engine/coverage_tell.h"

#include <string.h>
#include <unistd.h>

#include "engine/coverage_private.h"
#include "tests/sim/bay.h"
#include "tests/test.h"

typedef struct Watched {
    Bay bay;
    Coverage *coverage;
} Watched;

static void
watch(Watched *watched)
{
    bay_begin(&watched->bay, 0, 0, 0);
    watched->coverage = coverage_new(watched->bay.bus);
    coverage_watch(watched->coverage, watched->bay.ied);
}

static void
unwatch(Watched *watched)
{
    ied_on_touch(watched->bay.ied, NULL, NULL);
    coverage_free(watched->coverage);
    bay_end(&watched->bay);
}

static CoverageFigure
figure(const Watched *watched, CoverageKind kind)
{
    return coverage_get(watched->coverage, "BAY", kind);
}

static unsigned
touched(const Watched *watched, CoverageKind kind)
{
    return figure(watched, kind).touched;
}

/* A client reads a variable, or writes TRUE to it. */
static void
ask(const Watched *watched, const char *item, bool writes)
{
    int fd = peer_new(&watched->bay);
    uint8_t answer[1024];
    size_t invoke_at;
    Wire wire;

    if (writes) {
        wire_write_flag(&wire, "FEEDER1LD0", item);
    } else {
        wire_read(&wire, "FEEDER1LD0", item, &invoke_at);
    }
    CU_ASSERT_TRUE(peer_ask(&watched->bay, fd, &wire, answer) > 0);
    close(fd);
}

static void
note(const Watched *watched, EventKind kind, const char *reference)
{
    event_emit(watched->bay.bus,
               &(Event){ .kind = kind, .ied = "BAY", .reference = reference });
}

/* As if an accepted service had touched the place. */
static void
touch(const Watched *watched, VmdTouch kind, const char *reference)
{
    Covered *covered = watched->coverage->ieds->pdata[0];
    NodeRef ref;

    CU_ASSERT_TRUE_FATAL(reference_resolve(covered->model, reference, &ref, NULL));
    for (uint32_t at = ref.offset; at < ref.offset + ref.type->size; at++) {
        covered->marks[kind][at / 8] |= (uint8_t)(1 << at % 8);
    }
}

static void
every_kind_is_found_by_its_name(void)
{
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        CU_ASSERT_EQUAL(coverage_kind_find(coverage_kind_name(kind)), kind);
        CU_ASSERT_TRUE(strlen(coverage_kind_title(kind)) > 3);
    }
    CU_ASSERT_EQUAL(coverage_kind_find("files"), COVERAGE_KINDS);
}

static void
nothing_is_touched_before_anybody_came(void)
{
    Watched watched;

    watch(&watched);
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        CU_ASSERT_EQUAL(touched(&watched, kind), 0);
        CU_ASSERT_TRUE(figure(&watched, kind).total > 0);
        CU_ASSERT_EQUAL(coverage_percent(figure(&watched, kind)), 0);
    }
    CU_ASSERT_EQUAL(figure(&watched, COVERAGE_DATA_SETS).total, 4);
    CU_ASSERT_EQUAL(figure(&watched, COVERAGE_RCBS).total, 5);
    CU_ASSERT_EQUAL(figure(&watched, COVERAGE_SETTINGS).total, 1);
    CU_ASSERT_EQUAL(figure(&watched, COVERAGE_LOGS).total, 1);
    CU_ASSERT_EQUAL(coverage_get(watched.coverage, "ANOTHER", COVERAGE_POINTS).total, 0);
    CU_ASSERT_EQUAL(coverage_percent((CoverageFigure){ 0 }), 100);
    unwatch(&watched);
}

static void
a_leaf_that_is_read_covers_what_it_is_in_and_no_neighbour(void)
{
    Watched watched;

    watch(&watched);
    ask(&watched, "MMXU1$MX$TotW$mag$f", false);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_DEVICES), 1);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_NODES), 1);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_POINTS), 1);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_ATTRIBUTES), 1);
    for (unsigned kind = COVERAGE_DATA_SETS; kind < COVERAGE_KINDS; kind++) {
        CU_ASSERT_EQUAL(touched(&watched, kind), 0);
    }
    unwatch(&watched);
}

static void
what_is_refused_covers_nothing(void)
{
    Watched watched;

    watch(&watched);
    ask(&watched, "MMXU1$MX$TotW$mag$i2", false);
    ask(&watched, "XCBR1$ST$Pos$stVal", true);
    ask(&watched, "CSWI1$CO$Pos$Oper$Test", true);
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        CU_ASSERT_EQUAL(touched(&watched, kind), 0);
    }
    unwatch(&watched);
}

static void
writing_a_setting_is_no_point_and_no_control(void)
{
    Watched watched;

    watch(&watched);
    touch(&watched, VMD_TOUCH_WRITE, "LD0/MMXU1.TotW.db [CF]");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_ATTRIBUTES), 1);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_POINTS), 0);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_CONTROLS), 0);
    unwatch(&watched);
}

static void
controls_are_covered_by_writing_and_not_by_reading(void)
{
    Watched watched;

    watch(&watched);
    touch(&watched, VMD_TOUCH_READ, "LD0/CSWI1.Pos.Oper [CO]");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_CONTROLS), 0);
    touch(&watched, VMD_TOUCH_WRITE, "LD0/CSWI1.Pos.Oper [CO]");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_CONTROLS), 1);
    unwatch(&watched);
}

static void
reported_points_are_covered(void)
{
    Watched watched;

    watch(&watched);
    touch(&watched, VMD_TOUCH_REPORT, "LD0/XCBR1.Pos [ST]");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_POINTS), 1);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_ATTRIBUTES), 3);
    unwatch(&watched);
}

static void
a_whole_node_covers_all_that_is_in_it(void)
{
    Watched watched;
    g_autofree char *never = NULL;

    watch(&watched);
    ask(&watched, "XCBR1$ST", false);
    never = coverage_never(watched.coverage, 0, COVERAGE_POINTS, 1000);
    CU_ASSERT_PTR_NULL(strstr(never, "LD0/XCBR1."));
    CU_ASSERT_PTR_NOT_NULL(strstr(never, "LD0/CSWI1.Pos"));
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_NODES), 1);
    unwatch(&watched);
}

static void
find_block(void *user, const char *name, bool is_touched)
{
    if (strstr(name, ".brcbMeas") != NULL) {
        g_string_printf(user, "%s%s", is_touched ? "touched " : "", name);
    }
}

static void
instances_are_one_block_and_those_enabled_are_named(void)
{
    Watched watched;
    GString *block = g_string_new(NULL);

    watch(&watched);
    note(&watched, EVENT_RCB_ENABLED, "LD0/LLN0.BR.brcbMeas02");
    note(&watched, EVENT_RCB_ENABLED, "LD0/LLN0.BR.brcbMeas02");
    note(&watched, EVENT_RCB_ENABLED, "LD0/LLN0.BR.brcbNone01");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_RCBS), 1);
    coverage_each(watched.coverage, 0, COVERAGE_RCBS, find_block, block);
    CU_ASSERT_TRUE(
        g_str_has_prefix(block->str, "touched LD0/LLN0.BR.brcbMeas (brcbMeas02 1 of "));
    g_string_free(block, TRUE);
    unwatch(&watched);
}

static void
logs_are_covered_by_queries_and_setting_groups_by_reading(void)
{
    Watched watched;

    watch(&watched);
    note(&watched, EVENT_LOG_QUERIED, "LD0/LLN0.Others");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_LOGS), 0);
    note(&watched, EVENT_LOG_QUERIED, "LD0/LLN0.Events");
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_LOGS), 1);
    ask(&watched, "LLN0$SP$SGCB$ActSG", false);
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_SETTINGS), 1);
    unwatch(&watched);
}

static void
events_of_other_ieds_cover_nothing(void)
{
    Watched watched;

    watch(&watched);
    event_emit(watched.bay.bus, &(Event){ .kind = EVENT_LOG_QUERIED,
                                          .ied = "ANOTHER",
                                          .reference = "LD0/LLN0.Events" });
    event_emit(watched.bay.bus,
               &(Event){ .kind = EVENT_RCB_ENABLED, .reference = "LD0/LLN0.BR.brcbMeas02" });
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_LOGS) + touched(&watched, COVERAGE_RCBS), 0);
    unwatch(&watched);
}

/* Points of nodes of devices would count three times. */
static void
the_total_counts_nothing_twice(void)
{
    unsigned total = 0;
    Watched watched;

    watch(&watched);
    ask(&watched, "MMXU1$MX$TotW$mag$f", false);
    note(&watched, EVENT_LOG_QUERIED, "LD0/LLN0.Events");
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        total += coverage_kind_in_total(kind) ? figure(&watched, kind).total : 0;
    }
    CU_ASSERT_EQUAL(touched(&watched, COVERAGE_KINDS), 2);
    CU_ASSERT_EQUAL(figure(&watched, COVERAGE_KINDS).total, total);
    CU_ASSERT_FALSE(coverage_kind_in_total(COVERAGE_NODES));
    CU_ASSERT_TRUE(coverage_kind_in_total(COVERAGE_RCBS));
    unwatch(&watched);
}

/* Whether a walk over bits says the same as one that jumps over empty octets. */
static void
any_place_is_found_whatever_its_bits_lie_beside(void)
{
    Watched watched;
    Covered *covered;

    watch(&watched);
    covered = watched.coverage->ieds->pdata[0];
    for (uint32_t bit = 0; bit < 40; bit++) {
        memset(covered->marks[VMD_TOUCH_READ], 0, 8);
        covered->marks[VMD_TOUCH_READ][bit / 8] = (uint8_t)(1 << bit % 8);
        for (uint32_t from = 0; from < 40; from++) {
            for (uint32_t size = 1; size < 20; size++) {
                bool inside = from <= bit && bit < from + size;

                CU_ASSERT_EQUAL(covered_any(covered, 1u << VMD_TOUCH_READ, from, size), inside);
                CU_ASSERT_FALSE(covered_any(covered, 1u << VMD_TOUCH_WRITE, from, size));
            }
        }
    }
    unwatch(&watched);
}

static void
what_was_never_touched_is_named_up_to_a_number(void)
{
    Watched watched;
    g_autofree char *few = NULL, *all = NULL;

    watch(&watched);
    few = coverage_never(watched.coverage, 0, COVERAGE_DATA_SETS, 1);
    all = coverage_never(watched.coverage, 0, COVERAGE_DATA_SETS, 4);
    CU_ASSERT_STRING_EQUAL(few, "LD0/LLN0.dsStatus and 3 more");
    CU_ASSERT_STRING_EQUAL(all, "LD0/LLN0.dsStatus, LD0/LLN0.dsMeas, LD0/LLN0.dsProt, "
                                "LD0/LLN0.dsGoose");
    unwatch(&watched);
}

static void
the_table_has_a_row_a_kind_with_its_figures(void)
{
    Watched watched;
    g_autoptr(Results) results = results_new(&(RunFacts){ .scenario = "x", .path = "x.lua" });
    const ResultTable *table;
    char *const *row;

    watch(&watched);
    note(&watched, EVENT_LOG_QUERIED, "LD0/LLN0.Events");
    table = coverage_tell(watched.coverage, results);
    CU_ASSERT_EQUAL_FATAL(table->rows->len, COVERAGE_KINDS);
    row = table->rows->pdata[COVERAGE_LOGS];
    CU_ASSERT_STRING_EQUAL(row[0], "BAY");
    CU_ASSERT_STRING_EQUAL(row[1], "logs");
    CU_ASSERT_STRING_EQUAL(row[2], "1");
    CU_ASSERT_STRING_EQUAL(row[3], "1");
    CU_ASSERT_STRING_EQUAL(row[4], "100.0");
    row = table->rows->pdata[COVERAGE_DATA_SETS];
    CU_ASSERT_STRING_EQUAL(row[4], "0.0");
    CU_ASSERT_TRUE(g_str_has_prefix(row[5], "LD0/LLN0.dsStatus, "));
    unwatch(&watched);
}

TEST_SUITE(engine_coverage, TEST_CASE(every_kind_is_found_by_its_name),
           TEST_CASE(nothing_is_touched_before_anybody_came),
           TEST_CASE(a_leaf_that_is_read_covers_what_it_is_in_and_no_neighbour),
           TEST_CASE(what_is_refused_covers_nothing),
           TEST_CASE(writing_a_setting_is_no_point_and_no_control),
           TEST_CASE(controls_are_covered_by_writing_and_not_by_reading),
           TEST_CASE(reported_points_are_covered),
           TEST_CASE(a_whole_node_covers_all_that_is_in_it),
           TEST_CASE(instances_are_one_block_and_those_enabled_are_named),
           TEST_CASE(logs_are_covered_by_queries_and_setting_groups_by_reading),
           TEST_CASE(events_of_other_ieds_cover_nothing),
           TEST_CASE(the_total_counts_nothing_twice),
           TEST_CASE(any_place_is_found_whatever_its_bits_lie_beside),
           TEST_CASE(what_was_never_touched_is_named_up_to_a_number),
           TEST_CASE(the_table_has_a_row_a_kind_with_its_figures))
