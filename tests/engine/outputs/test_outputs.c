/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents are the same from a run and from its log, and stay well-formed whatever a client
 * calls itself.
 */
#include "engine/output.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/evidence.h"
#include "engine/outputs/escape.h"
#include "engine/results_read.h"
#include "tests/test.h"

#define HOSTILE "a<b>&\"'\x01\x1b[31m\xff\xc3(\n\t]]>\xef\xbf\xbe </script>#\\ \xc2\x85"

static char *
temporary_folder(void)
{
    return g_dir_make_tmp("iedbench-outputs-XXXXXX", NULL);
}

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *name;

    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            remove_folder(path);
        } else {
            g_unlink(path);
        }
    }
    g_rmdir(folder);
}

static void
add_events(Results *results)
{
    for (unsigned i = 0; i < 3 * RESULTS_POINTS_MAX; i++) {
        g_autofree char *value = g_strdup_printf("%u", i);
        g_autofree char *reference = g_strdup_printf("LD0/MMXU%u.TotW.mag.f", i % 20);

        results_add_event(results, &(Event){ .kind = EVENT_CHANGED,
                                             .time = results->zero + i * INT64_C(1000003),
                                             .wall = i,
                                             .ied = "FEEDER1",
                                             .reference = reference,
                                             .value = value });
    }
    results_add_event(results, &(Event){ .kind = EVENT_ASSOCIATED,
                                         .time = results->zero + 7,
                                         .ied = HOSTILE,
                                         .client = HOSTILE,
                                         .association = 1 });
}

static Results *
make_results(void)
{
    static const char *const tags[] = { "smoke", NULL };
    static const char *const versions[] = { "iedbench", "0", "Lua", HOSTILE, NULL };
    static const char *const columns[] = { "what", "how " HOSTILE, NULL };
    static const char *const cells[] = { HOSTILE, "2" };
    Results *results = results_new(&(RunFacts){ .scenario = HOSTILE,
                                                .path = HOSTILE,
                                                .seed = UINT64_MAX,
                                                .speed = 0.1,
                                                .ied_count = 3,
                                                .repetition = 2,
                                                .started = INT64_C(1767225600123456789),
                                                .tags = tags,
                                                .versions = versions });
    Outcome *measured;

    results->zero = INT64_C(1767225600987654321);
    results_add(results, OUTCOME_HELD, g_strdup("held"), g_strdup(HOSTILE), "a.lua", 3, 1);
    results_add(results, OUTCOME_HELD, g_strdup("held"), NULL, "a.lua", 3, 2);
    results_add(results, OUTCOME_FAILED, g_strdup(HOSTILE), g_strdup(HOSTILE), HOSTILE, 4,
                INT64_C(86400123456789))
        ->last = g_strdup("<- read a<b>&\"\n-> confirmed-response 1 \\");
    results_add(results, OUTCOME_OPEN, g_strdup("open"), NULL, NULL, 0, -5);
    results_add(results, OUTCOME_KNOWN, g_strdup("known"), NULL, "a.lua", 9, 6)->reason =
        g_strdup("because of " HOSTILE);
    measured = results_add(results, OUTCOME_FAILED, g_strdup("slow"), NULL, "a.lua", 10, 7);
    measured->from = 3;
    measured->inconclusive = true;
    measured->measure =
        (OutcomeMeasure){ g_strdup("termination"), "max", "<=", "s", NAN, 0.5, 17 };
    results_add_row(results_add_table(results, "coverage", "Coverage " HOSTILE, columns),
                    cells);
    results->associations = 1;
    results->duration = INT64_C(86400123456789);
    results->wall = 12345;
    add_events(results);
    return results;
}

static Suite *
suite_of(Results *results)
{
    Suite *suite = suite_new();

    suite_add(suite, results);
    return suite;
}

static const Output *
find_output(const char *name)
{
    unsigned i = 0;

    while (strcmp(outputs[i]->name, name) != 0) {
        i++;
    }
    return outputs[i];
}

/* All that goes into the log: every leaf, not only those of the picture. */
static void
write_log(const char *folder, const Results *results)
{
    const Output *log = find_output("events_jsonl");
    void *stream = log->open(folder, results, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    for (unsigned i = 0; i < results->events->len; i++) {
        log->event(stream, results->events->pdata[i], 0);
    }
    for (unsigned i = 0; i < results->series->len; i++) {
        const ResultSeries *series = results->series->pdata[i];

        for (unsigned k = 0; k < series->events->len; k++) {
            log->event(stream, series->events->pdata[k], 0);
        }
    }
    log->close(stream, results);
}

static Results *
read_log(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "events.jsonl", NULL);

    return results_read(path, error);
}

static void
documents_made_of_the_log_are_those_of_the_run(void)
{
    g_autofree char *folder = temporary_folder();
    Results *results = make_results();
    g_autoptr(Suite) live = suite_of(results);
    g_autoptr(Suite) again = NULL;

    results->counts[EVENT_CHANGED] = 0;
    for (unsigned i = 0; i < results->series->len; i++) {
        results->counts[EVENT_CHANGED] +=
            ((ResultSeries *)results->series->pdata[i])->events->len;
    }
    write_log(folder, results);
    again = suite_of(read_log(folder, NULL));
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);

        if (outputs[i]->write != NULL) {
            outputs[i]->write(one, live);
            outputs[i]->write(other, again);
            CU_ASSERT_STRING_EQUAL(one->str, other->str);
            CU_ASSERT_TRUE(g_utf8_validate(one->str, (gssize)one->len, NULL));
            CU_ASSERT_TRUE(one->len > 100);
        }
    }
    remove_folder(folder);
}

static void
times_and_seeds_survive_the_log_exactly(void)
{
    g_autofree char *folder = temporary_folder();
    g_autoptr(Results) results = make_results();
    g_autoptr(Results) again = NULL;
    const Outcome *failed;

    write_log(folder, results);
    again = read_log(folder, NULL);
    CU_ASSERT_EQUAL(again->facts.seed, UINT64_MAX);
    CU_ASSERT_EQUAL(again->facts.started, INT64_C(1767225600123456789));
    CU_ASSERT_EQUAL(again->zero, results->zero);
    CU_ASSERT_EQUAL(again->duration, INT64_C(86400123456789));
    failed = again->outcomes->pdata[1];
    CU_ASSERT_EQUAL(failed->state, OUTCOME_FAILED);
    CU_ASSERT_EQUAL(failed->at, INT64_C(86400123456789));
    CU_ASSERT_EQUAL(failed->line, 4);
    CU_ASSERT_EQUAL(((Outcome *)again->outcomes->pdata[0])->times, 2);
    CU_ASSERT_EQUAL(again->series->len, RESULTS_SERIES_MAX);
    CU_ASSERT_TRUE(again->values_omitted);
    CU_ASSERT_EQUAL(results_status(again), results_status(results));
    remove_folder(folder);
}

static void
count_cases(GMarkupParseContext *context, const char *element, const char **names,
            const char **values, gpointer user, GError **error)
{
    (void)context;
    (void)names;
    (void)values;
    (void)error;
    *(unsigned *)user += strcmp(element, "testcase") == 0;
}

static void
junit_is_well_formed_whatever_a_client_is_called(void)
{
    const GMarkupParser parser = { .start_element = count_cases };
    g_autoptr(Suite) suite = suite_of(make_results());
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    unsigned cases = 0;
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, 0, &cases, NULL);

    find_output("junit")->write(text, suite);
    CU_ASSERT_TRUE(g_markup_parse_context_parse(context, text->str, (gssize)text->len, &error));
    CU_ASSERT_TRUE(g_markup_parse_context_end_parse(context, &error));
    CU_ASSERT_EQUAL(cases, 6);
    CU_ASSERT_PTR_NULL(strstr(text->str, "\x1b"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text->str, "failures=\"2\" errors=\"0\" skipped=\"2\""));
}

static void
the_report_needs_nothing_else_and_shows_no_markup_of_others(void)
{
    g_autoptr(Suite) suite = suite_of(make_results());
    g_autoptr(GString) page = g_string_new(NULL);

    find_output("html")->write(page, suite);
    CU_ASSERT_PTR_NULL(strstr(page->str, "http:"));
    CU_ASSERT_PTR_NULL(strstr(page->str, "https:"));
    CU_ASSERT_PTR_NULL(strstr(page->str, "<script"));
    CU_ASSERT_PTR_NULL(strstr(page->str, "</script"));
    CU_ASSERT_PTR_NULL(strstr(page->str, "src="));
    CU_ASSERT_PTR_NULL(strstr(page->str, "a<b>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "a&lt;b&gt;"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "Failed expectations (2)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, " 2 failed, 1 known to fail"));
}

static void
the_report_of_very_many_events_is_bounded(void)
{
    Results *results = make_results();
    g_autoptr(Suite) suite = suite_of(results);
    g_autoptr(GString) page = g_string_new(NULL);

    for (unsigned i = 0; i < 100000; i++) {
        g_autofree char *ied = g_strdup_printf("IED%u", i % 300);

        results_add_event(results, &(Event){ .kind = i % EVENT_KINDS,
                                             .time = results->zero + i * INT64_C(864000001),
                                             .ied = ied,
                                             .reference = "LD0/XCBR1.Pos",
                                             .value = "on" });
    }
    for (unsigned i = 0; i < 200; i++) {
        results_add(results, OUTCOME_HELD, g_strdup_printf("%u", i), NULL, NULL, 0, i);
    }
    find_output("html")->write(page, suite);
    CU_ASSERT_TRUE(page->len < 3000000);
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "The first 2000 of"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "events.jsonl has all"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "all other IEDs"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "more, in the table below"));
}

static unsigned
count_of(const char *text, const char *part)
{
    unsigned count = 0;

    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* Armed twice at once and removed once: two bars, of which one goes on to the end. */
static void
a_fault_is_a_bar_until_it_is_removed_and_a_tick_each_time_it_acted(void)
{
    static const struct {
        EventKind kind;
        int64_t at;
    } rows[] = {
        { EVENT_FAULT_ARMED, 1 },   { EVENT_FAULT_ARMED, 2 }, { EVENT_FAULT_ACTED, 3 },
        { EVENT_FAULT_REMOVED, 4 }, { EVENT_FAULT_ACTED, 5 }, { EVENT_FAULT_ACTED, 5 },
    };
    Results *results = results_new(&(RunFacts){ .scenario = "a" });
    g_autoptr(Suite) suite = suite_of(results);
    g_autoptr(GString) page = g_string_new(NULL);

    results->duration = 10 * INT64_C(1000000000);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        results_add_event(results, &(Event){ .kind = rows[i].kind,
                                             .time = rows[i].at * INT64_C(1000000000),
                                             .ied = "FEEDER1",
                                             .reference = "latency",
                                             .value = "delayed" });
    }
    find_output("html")->write(page, suite);
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "latency armed at 1.000 s, removed at 4.000 s"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page->str, "latency armed at 2.000 s, not removed"));

    /* One of them stands in the legend; two acts at one time are one tick. */
    CU_ASSERT_EQUAL(count_of(page->str, "class=\"armed\""), 3);
    CU_ASSERT_EQUAL(count_of(page->str, "class=\"mark fault\""), 3);
}

static void
texts_are_escaped_for_xml_and_tap(void)
{
    g_autoptr(GString) xml = g_string_new(NULL), tap = g_string_new(NULL);

    escape_append_xml(xml, "<a b=\"c\">&'\n\x02\xff");
    CU_ASSERT_STRING_EQUAL(xml->str,
                           "&lt;a b=&quot;c&quot;&gt;&amp;&#39;&#10;\xef\xbf\xbd\xef\xbf\xbd");
    escape_append_tap(tap, "a # TODO\nb\\c\x7f");
    CU_ASSERT_STRING_EQUAL(tap->str, "a \\# TODO b\\\\c\xef\xbf\xbd");
    escape_append_xml(xml, NULL);
    escape_append_tap(tap, NULL);
}

static void
expect_refused(const char *content, const char *message)
{
    g_autofree char *folder = temporary_folder();
    g_autofree char *path = g_build_filename(folder, "events.jsonl", NULL);
    g_autofree char *whole = g_strdup_printf("%s:%s", path, message);
    g_autoptr(GError) error = NULL;
    g_autoptr(Results) results = NULL;

    g_file_set_contents(path, content, -1, NULL);
    results = results_read(path, &error);
    CU_ASSERT_PTR_NULL(results);
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    if (!g_str_has_prefix(error->message, whole)) {
        CU_ASSERT_STRING_EQUAL(error->message, whole);
    }
    remove_folder(folder);
}

#define RUN "{\"event\":\"run\",\"scenario\":\"x\"}\n"

static void
what_is_no_log_is_refused_with_its_line(void)
{
    expect_refused("", " it is empty");
    expect_refused("nothing\n", "1: ");
    expect_refused("[1]\n", "1: no JSON object");
    expect_refused("{}\n", "1: an object that is no event");
    expect_refused("{\"event\":\"read\"}\n", "1: the first line of a log is the run");
    expect_refused(RUN RUN, "2: a second run in one log");
    expect_refused(RUN "{\"event\":\"readd\"}\n", "2: an event of no known kind");
    expect_refused(RUN "{\"event\":\"outcome\",\"state\":\"odd\",\"expected\":\"a\"}\n",
                   "2: an outcome without a state");
    expect_refused(RUN
                   "{\"event\":\"table\",\"name\":\"a\",\"title\":\"b\",\"columns\":[\"c\"],"
                   "\"rows\":[[]]}\n",
                   "2: a row that has not as many cells");
    expect_refused(RUN "{\"event\":\"end\",\"end\":\"odd\"}\n", "2: an end of no known kind");
    expect_refused(RUN "{\"event\":\"end\",\"end\":\"complete\"}\n{\"event\":\"read\"}\n",
                   "3: there is something behind the end");
    expect_refused(RUN "{\"event\":\"read\"\n{\"event\":\"read\"}\n", "2: ");
}

/* A log of a killed run may be cut anywhere. */
static void
every_cut_of_a_log_is_read_or_refused(void)
{
    g_autofree char *folder = temporary_folder();
    g_autofree char *path = g_build_filename(folder, "events.jsonl", NULL);
    static const char content[] =
        RUN "{\"event\":\"read\",\"time\":\"2026-01-01T00:00:00.000000000Z\"}\n"
            "{\"event\":\"outcome\",\"state\":\"failed\",\"expected\":\"a\",\"at\":1}\n"
            "{\"event\":\"end\",\"end\":\"complete\",\"failed\":1}\n";
    unsigned killed = 0;

    for (size_t size = 0; size < sizeof content - 1; size++) {
        g_autoptr(Results) results = NULL;

        g_file_set_contents(path, content, (gssize)size, NULL);
        results = results_read(path, NULL);
        CU_ASSERT_EQUAL(results != NULL, size >= strlen(RUN) - 1);
        killed += results != NULL && results->end == RUN_BROKEN && results_status(results) == 3;
    }
    CU_ASSERT_EQUAL(killed, (unsigned)(sizeof content - 1 - strlen(RUN)));
    remove_folder(folder);
}

static void
the_worst_run_of_a_suite_counts(void)
{
    g_autoptr(Suite) suite = suite_new();
    Results *failed = results_new(&(RunFacts){ .scenario = "b" });

    CU_ASSERT_EQUAL(suite_status(suite), 0);
    suite_add(suite, results_new(&(RunFacts){ .scenario = "a" }));
    CU_ASSERT_EQUAL(suite_status(suite), 0);
    results_add(failed, OUTCOME_FAILED, g_strdup("x"), NULL, NULL, 0, 0);
    suite_add(suite, failed);
    suite_add(suite, results_new(&(RunFacts){ .scenario = "c" }));
    CU_ASSERT_EQUAL(suite_status(suite), 1);
}

TEST_SUITE(engine_outputs, TEST_CASE(documents_made_of_the_log_are_those_of_the_run),
           TEST_CASE(times_and_seeds_survive_the_log_exactly),
           TEST_CASE(junit_is_well_formed_whatever_a_client_is_called),
           TEST_CASE(the_report_needs_nothing_else_and_shows_no_markup_of_others),
           TEST_CASE(the_report_of_very_many_events_is_bounded),
           TEST_CASE(a_fault_is_a_bar_until_it_is_removed_and_a_tick_each_time_it_acted),
           TEST_CASE(texts_are_escaped_for_xml_and_tap),
           TEST_CASE(what_is_no_log_is_refused_with_its_line),
           TEST_CASE(every_cut_of_a_log_is_read_or_refused),
           TEST_CASE(the_worst_run_of_a_suite_counts))
