/* SPDX-License-Identifier: Apache-2.0
 *
 * events.jsonl in --out: the truth of a run, a JSON object a line. The first line tells the
 * run, the last one its end; between them stand the events, then the outcomes and what else
 * there is to say. results_read.c reads it back.
 */
#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "engine/output.h"
#include "engine/outputs/json.h"
#include "engine/text.h"

typedef struct EventLog {
    FILE *file;
    GString *line;
} EventLog;

static void
put_line(EventLog *log)
{
    g_string_append_c(log->line, '\n');
    fwrite(log->line->str, 1, log->line->len, log->file);
    g_string_truncate(log->line, 0);
}

static void
put_optional(JsonWriter *json, const char *name, const char *text)
{
    if (text != NULL) {
        json_put_string(json, name, text);
    }
}

/* Names and versions in turns. */
static void
put_pairs(JsonWriter *json, const char *name, const char *const *pairs)
{
    json_open_object(json, name);
    for (; pairs[0] != NULL && pairs[1] != NULL; pairs += 2) {
        json_put_string(json, pairs[0], pairs[1]);
    }
    json_close(json);
}

static void
put_list(JsonWriter *json, const char *name, const char *const *list)
{
    json_open_array(json, name);
    for (; *list != NULL; list++) {
        json_put_string(json, NULL, *list);
    }
    json_close(json);
}

static void
put_time(JsonWriter *json, const char *name, int64_t ns)
{
    g_autofree char *text = time_format(ns);

    json_put_string(json, name, text);
}

static void
log_facts(EventLog *log, const RunFacts *facts)
{
    JsonWriter json = json_writer(log->line);

    json_open_object(&json, NULL);
    json_put_string(&json, "event", "run");
    json_put_string(&json, "scenario", facts->scenario);
    json_put_string(&json, "path", facts->path);
    json_put_unsigned(&json, "seed", facts->seed);
    json_put_real(&json, "speed", facts->speed);
    json_put_boolean(&json, "stepped", facts->stepped);
    json_put_unsigned(&json, "ieds", facts->ied_count);
    if (facts->repetition != 0) {
        json_put_unsigned(&json, "repetition", facts->repetition);
    }
    put_optional(&json, "client", facts->client);
    put_time(&json, "started", facts->started);
    put_list(&json, "tags", facts->tags);
    put_list(&json, "sources", facts->sources);
    put_pairs(&json, "versions", facts->versions);
    json_close(&json);
    put_line(log);
}

static void *
open_log(const char *folder, const Results *results, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "events.jsonl", NULL);
    FILE *file = fopen(path, "we");
    EventLog *log;

    if (file == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, strerror(errno));
        return NULL;
    }
    log = g_new0(EventLog, 1);
    log->file = file;
    log->line = g_string_new(NULL);
    log_facts(log, &results->facts);
    fflush(file); /* what was played is known even if the run is killed */
    return log;
}

static void
log_event(void *output, const Event *event, int64_t at)
{
    EventLog *log = output;
    JsonWriter json = json_writer(log->line);

    json_open_object(&json, NULL);
    json_put_string(&json, "event", event_kind_name(event->kind));
    json_put_real(&json, "at", (double)at / 1e9);
    put_time(&json, "time", event->time);
    put_time(&json, "wall", event->wall);
    put_optional(&json, "ied", event->ied);
    put_optional(&json, "client", event->client);
    put_optional(&json, "address", event->address);
    if (event->association != 0) {
        json_put_unsigned(&json, "association", event->association);
    }
    put_optional(&json, "reference", event->reference);
    put_optional(&json, "value", event->value);
    json_close(&json);
    put_line(log);
}

static void
log_outcome(EventLog *log, const Outcome *outcome)
{
    JsonWriter json = json_writer(log->line);

    json_open_object(&json, NULL);
    json_put_string(&json, "event", "outcome");
    json_put_real(&json, "at", (double)outcome->at / 1e9);
    if (outcome->from != outcome->at) {
        json_put_real(&json, "from", (double)outcome->from / 1e9);
    }
    json_put_string(&json, "state", outcome_state_name(outcome->state));
    json_put_string(&json, "expected", outcome->what);
    put_optional(&json, "seen", outcome->seen);
    put_optional(&json, "last_pdus", outcome->last);
    if (outcome->file != NULL) {
        json_put_string(&json, "file", outcome->file);
        json_put_integer(&json, "line", outcome->line);
    }
    json_put_unsigned(&json, "times", outcome->times);
    put_optional(&json, "reason", outcome->reason);
    if (outcome->inconclusive) {
        json_put_boolean(&json, "inconclusive", true);
    }
    if (outcome->measure.metric != NULL) {
        json_put_measure(&json, &outcome->measure);
    }
    json_close(&json);
    put_line(log);
}

static void
log_table(EventLog *log, const ResultTable *table)
{
    JsonWriter json = json_writer(log->line);

    json_open_object(&json, NULL);
    json_put_string(&json, "event", "table");
    json_put_string(&json, "name", table->name);
    json_put_string(&json, "title", table->title);
    put_list(&json, "columns", (const char *const *)table->columns);
    json_open_array(&json, "rows");
    for (unsigned i = 0; i < table->rows->len; i++) {
        put_list(&json, NULL, table->rows->pdata[i]);
    }
    json_close(&json);
    json_put_unsigned(&json, "omitted", table->omitted);
    if (table->in_text) {
        json_put_boolean(&json, "in_text", true);
    }
    json_close(&json);
    put_line(log);
}

static void
log_end(EventLog *log, const Results *results)
{
    JsonWriter json = json_writer(log->line);

    json_open_object(&json, NULL);
    json_put_string(&json, "event", "end");
    json_put_string(&json, "end", run_end_name(results->end));
    put_optional(&json, "error", results->broken);
    put_time(&json, "zero", results->zero);
    json_put_unsigned(&json, "held", results->held);
    json_put_unsigned(&json, "failed", results->failed);
    json_put_unsigned(&json, "known", results->known);
    json_put_unsigned(&json, "associations", results->associations);
    json_put_boolean(&json, "nothing", results->nothing);
    json_put_boolean(&json, "values_omitted", results->values_omitted);
    json_put_real(&json, "duration", (double)results->duration / 1e9);
    json_put_real(&json, "wall_duration", (double)results->wall / 1e9);
    json_put_integer(&json, "status", results_status(results));
    json_close(&json);
    put_line(log);
}

static void
close_log(void *output, const Results *results)
{
    EventLog *log = output;

    for (unsigned i = 0; i < results->outcomes->len; i++) {
        log_outcome(log, results->outcomes->pdata[i]);
    }
    for (unsigned i = 0; i < results->tables->len; i++) {
        log_table(log, results->tables->pdata[i]);
    }
    log_end(log, results);
    if (ferror(log->file) | fclose(log->file)) {
        fprintf(stderr, "iedbench: events.jsonl could not be written whole\n");
    }
    g_string_free(log->line, TRUE);
    g_free(log);
}

const Output output_events_jsonl = {
    .name = "events_jsonl",
    .help = "every event and outcome as a JSON line, in --out",
    .file = "events.jsonl",
    .open = open_log,
    .event = log_event,
    .close = close_log,
};
