/* SPDX-License-Identifier: Apache-2.0
 *
 * Results for programs: what a run was, what became of its expectations, how many events there
 * were of which kind, and what else it has to say. The events themselves are in events.jsonl.
 */
#include <math.h>

#include "engine/output.h"
#include "engine/outputs/json.h"
#include "engine/text.h"

static void
put_seconds(JsonWriter *json, const char *name, int64_t ns)
{
    json_put_real(json, name, (double)ns / 1e9);
}

static void
put_facts(JsonWriter *json, const RunFacts *facts)
{
    g_autofree char *started = time_format(facts->started);

    json_put_string(json, "scenario", facts->scenario);
    if (facts->repetition != 0) {
        json_put_unsigned(json, "repetition", facts->repetition);
    }
    if (facts->client != NULL) {
        json_put_string(json, "client", facts->client);
    }
    json_put_string(json, "path", facts->path);
    json_put_string(json, "started", started);
    json_put_unsigned(json, "seed", facts->seed);
    json_put_real(json, "speed", facts->speed);
    json_put_boolean(json, "stepped", facts->stepped);
    json_put_unsigned(json, "ieds", facts->ied_count);
    json_open_array(json, "tags");
    for (unsigned i = 0; facts->tags[i] != NULL; i++) {
        json_put_string(json, NULL, facts->tags[i]);
    }
    json_close(json);
    json_open_object(json, "versions");
    for (unsigned i = 0; facts->versions[i] != NULL; i += 2) {
        json_put_string(json, facts->versions[i], facts->versions[i + 1]);
    }
    json_close(json);
}

void
json_put_measure(JsonWriter *json, const OutcomeMeasure *measure)
{
    json_open_object(json, "measure");
    json_put_string(json, "metric", measure->metric);
    json_put_string(json, "of", measure->of);
    if (!isnan(measure->value)) {
        json_put_real(json, "value", measure->value);
    }
    json_put_string(json, "is", measure->is);
    json_put_real(json, "limit", measure->limit);
    json_put_string(json, "unit", measure->unit);
    json_put_unsigned(json, "samples", measure->samples);
    json_close(json);
}

static void
put_outcome(JsonWriter *json, const Outcome *outcome)
{
    json_open_object(json, NULL);
    json_put_string(json, "state", outcome_state_name(outcome->state));
    json_put_string(json, "expected", outcome->what);
    json_put_string(json, "seen", outcome->seen);
    if (outcome->last != NULL) {
        json_put_string(json, "last_pdus", outcome->last);
    }
    if (outcome->file != NULL) {
        json_put_string(json, "file", outcome->file);
        json_put_integer(json, "line", outcome->line);
    }
    put_seconds(json, "from", outcome->from);
    put_seconds(json, "at", outcome->at);
    json_put_unsigned(json, "times", outcome->times);
    json_put_boolean(json, "inconclusive", outcome->inconclusive);
    if (outcome->reason != NULL) {
        json_put_string(json, "known_failure", outcome->reason);
    }
    if (outcome->measure.metric != NULL) {
        json_put_measure(json, &outcome->measure);
    }
    json_close(json);
}

static void
put_table(JsonWriter *json, const ResultTable *table)
{
    json_open_object(json, table->name);
    json_put_string(json, "title", table->title);
    json_open_array(json, "rows");
    for (unsigned i = 0; i < table->rows->len; i++) {
        char *const *cells = table->rows->pdata[i];

        json_open_object(json, NULL);
        for (unsigned k = 0; table->columns[k] != NULL; k++) {
            json_put_string(json, table->columns[k], cells[k]);
        }
        json_close(json);
    }
    json_close(json);
    json_put_unsigned(json, "omitted", table->omitted);
    json_close(json);
}

static void
put_run(JsonWriter *json, const Results *results)
{
    g_autofree Outcome **sorted = results_sort(results);

    json_open_object(json, NULL);
    put_facts(json, &results->facts);
    json_put_string(json, "verdict", results_verdict(results));
    json_put_integer(json, "status", results_status(results));
    json_put_string(json, "end", run_end_name(results->end));
    json_put_string(json, "error", results->broken);
    put_seconds(json, "duration", results->duration);
    put_seconds(json, "wall_duration", results->wall);
    json_put_unsigned(json, "associations", results->associations);
    json_put_unsigned(json, "held", results->held);
    json_put_unsigned(json, "failed", results->failed);
    json_put_unsigned(json, "known", results->known);
    json_open_array(json, "outcomes");
    for (unsigned i = 0; sorted[i] != NULL; i++) {
        put_outcome(json, sorted[i]);
    }
    json_close(json);
    json_open_object(json, "events");
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        if (results->counts[kind] > 0) {
            json_put_unsigned(json, event_kind_name(kind), results->counts[kind]);
        }
    }
    json_close(json);
    json_open_object(json, "tables");
    for (unsigned i = 0; i < results->tables->len; i++) {
        put_table(json, results->tables->pdata[i]);
    }
    json_close(json);
    json_close(json);
}

static void
write_json(GString *text, const Suite *suite)
{
    JsonWriter json = json_writer(text);

    json_open_object(&json, NULL);
    json_put_integer(&json, "status", suite_status(suite));
    json_put_unsigned(&json, "not_run", suite->not_run);
    json_open_array(&json, "runs");
    for (unsigned i = 0; i < suite->runs->len; i++) {
        put_run(&json, suite->runs->pdata[i]);
    }
    json_close(&json);
    json_close(&json);
    g_string_append_c(text, '\n');
}

const Output output_json = {
    .name = "json",
    .help = "all results as one JSON object",
    .option = "json",
    .file = "results.json",
    .events = true,
    .write = write_json,
};
