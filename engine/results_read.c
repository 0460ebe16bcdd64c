/* SPDX-License-Identifier: Apache-2.0
 *
 * events.jsonl becomes results again (see outputs/events_jsonl.c for what stands in it). Each
 * line is an object; what kind of line it is decides who takes it.
 */
#include "engine/results_read.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/command.h"
#include "engine/text.h"

#define LINE_MAX_OCTETS (16 * 1024 * 1024)

typedef struct Reader {
    Results *results;
    JsonObject *object; /* of the present line */
    bool ended;
    bool garbled; /* the present line is no JSON */
} Reader;

/* Members of any other type than the one asked for count as absent. */

static const char *
get_string(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node != NULL && json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : NULL;
}

static double
get_real(JsonObject *object, const char *name, double otherwise)
{
    JsonNode *node = json_object_get_member(object, name);
    GType type = node == NULL ? G_TYPE_INVALID : json_node_get_value_type(node);

    return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double(node)
                                                         : otherwise;
}

static int64_t
get_integer(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node != NULL && json_node_get_value_type(node) == G_TYPE_INT64
               ? json_node_get_int(node)
               : 0;
}

static bool
get_boolean(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node != NULL && json_node_get_value_type(node) == G_TYPE_BOOLEAN &&
           json_node_get_boolean(node);
}

/* Seconds with a fraction, exact to the ns for weeks. */
static int64_t
get_seconds(JsonObject *object, const char *name, int64_t otherwise)
{
    double seconds = get_real(object, name, NAN);

    return isfinite(seconds) && fabs(seconds) < 9e9 ? (int64_t)llround(seconds * 1e9)
                                                    : otherwise;
}

static int64_t
get_time(JsonObject *object, const char *name)
{
    const char *text = get_string(object, name);
    int64_t ns = 0;

    return text != NULL && time_parse(text, &ns) ? ns : 0;
}

/* A list of strings, NULL-terminated; empty when there is none. Free with g_strfreev. */
static char **
get_list(JsonNode *node)
{
    JsonArray *array =
        node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    unsigned length = array == NULL ? 0 : json_array_get_length(array);
    char **list = g_new0(char *, length + 1);

    for (unsigned i = 0; i < length; i++) {
        JsonNode *element = json_array_get_element(array, i);

        list[i] = g_strdup(json_node_get_value_type(element) == G_TYPE_STRING
                               ? json_node_get_string(element)
                               : "");
    }
    return list;
}

/* The members of an object in their order, names and values in turns. */
static char **
get_pairs(JsonNode *node)
{
    GPtrArray *pairs = g_ptr_array_new();

    if (node != NULL && JSON_NODE_HOLDS_OBJECT(node)) {
        JsonObject *object = json_node_get_object(node);
        g_autoptr(GList) names = json_object_get_members(object);

        for (GList *at = names; at != NULL; at = at->next) {
            const char *value = get_string(object, at->data);

            g_ptr_array_add(pairs, g_strdup(at->data));
            g_ptr_array_add(pairs, g_strdup(value != NULL ? value : ""));
        }
    }
    g_ptr_array_add(pairs, NULL);
    return (char **)g_ptr_array_free(pairs, FALSE);
}

/* The lines. Each returns what is wrong, or NULL. */

static const char *
take_run(Reader *reader)
{
    JsonObject *object = reader->object;
    g_auto(GStrv) tags = get_list(json_object_get_member(object, "tags"));
    g_auto(GStrv) sources = get_list(json_object_get_member(object, "sources"));
    g_auto(GStrv) versions = get_pairs(json_object_get_member(object, "versions"));
    const char *scenario = get_string(object, "scenario");
    const char *path = get_string(object, "path");

    if (reader->results != NULL) {
        return "a second run in one log";
    }
    reader->results =
        results_new(&(RunFacts){ .scenario = scenario != NULL ? scenario : "?",
                                 .path = path != NULL ? path : "",
                                 .seed = (uint64_t)get_integer(object, "seed"),
                                 .speed = get_real(object, "speed", 1),
                                 .stepped = get_boolean(object, "stepped"),
                                 .ied_count = (unsigned)get_integer(object, "ieds"),
                                 .repetition = (unsigned)get_integer(object, "repetition"),
                                 .client = get_string(object, "client"),
                                 .started = get_time(object, "started"),
                                 .tags = (const char *const *)tags,
                                 .sources = (const char *const *)sources,
                                 .versions = (const char *const *)versions });
    return NULL;
}

static void
take_measure(OutcomeMeasure *measure, JsonObject *object)
{
    const char *of = get_string(object, "of"), *is = get_string(object, "is"),
               *unit = get_string(object, "unit");

    measure->metric = g_strdup(get_string(object, "metric"));
    measure->of = g_intern_string(of != NULL ? of : "");
    measure->is = g_intern_string(is != NULL ? is : "");
    measure->unit = g_intern_string(unit != NULL ? unit : "");
    measure->value = get_real(object, "value", NAN);
    measure->limit = get_real(object, "limit", NAN);
    measure->samples = (uint64_t)get_integer(object, "samples");
}

static const char *
take_outcome(Reader *reader)
{
    JsonObject *object = reader->object;
    JsonNode *measure = json_object_get_member(object, "measure");
    const char *name = get_string(object, "state"), *what = get_string(object, "expected");
    OutcomeState state = OUTCOME_FAILED;
    Outcome *outcome;

    while (state < OUTCOME_STATES && g_strcmp0(name, outcome_state_name(state)) != 0) {
        state++;
    }
    if (state == OUTCOME_STATES || what == NULL) {
        return "an outcome without a state or without what was expected";
    }
    outcome = results_add(reader->results, state, g_strdup(what),
                          g_strdup(get_string(object, "seen")), get_string(object, "file"),
                          (int)get_integer(object, "line"), get_seconds(object, "at", 0));
    outcome->from = get_seconds(object, "from", outcome->at);
    outcome->times = (unsigned)MAX(1, get_integer(object, "times"));
    outcome->reason = g_strdup(get_string(object, "reason"));
    outcome->last = g_strdup(get_string(object, "last_pdus"));
    outcome->inconclusive = get_boolean(object, "inconclusive");
    if (measure != NULL && JSON_NODE_HOLDS_OBJECT(measure)) {
        take_measure(&outcome->measure, json_node_get_object(measure));
    }
    return NULL;
}

static const char *
take_table(Reader *reader)
{
    JsonObject *object = reader->object;
    g_auto(GStrv) columns = get_list(json_object_get_member(object, "columns"));
    JsonNode *rows = json_object_get_member(object, "rows");
    const char *name = get_string(object, "name"), *title = get_string(object, "title");
    ResultTable *table;

    if (name == NULL || title == NULL || rows == NULL || !JSON_NODE_HOLDS_ARRAY(rows)) {
        return "a table without name, title or rows";
    }
    table = results_add_table(reader->results, name, title, (const char *const *)columns);
    table->omitted = (unsigned)get_integer(object, "omitted");
    table->in_text = get_boolean(object, "in_text");
    for (unsigned i = 0; i < json_array_get_length(json_node_get_array(rows)); i++) {
        g_auto(GStrv) cells = get_list(json_array_get_element(json_node_get_array(rows), i));

        if (g_strv_length(cells) != g_strv_length(columns)) {
            return "a row that has not as many cells as its table has columns";
        }
        results_add_row(table, (const char *const *)cells);
    }
    return NULL;
}

static const char *
take_end(Reader *reader)
{
    JsonObject *object = reader->object;
    Results *results = reader->results;
    const char *name = get_string(object, "end"), *broken = get_string(object, "error");
    RunEnd end = RUN_COMPLETE;

    while (end < RUN_ENDS && g_strcmp0(name, run_end_name(end)) != 0) {
        end++;
    }
    if (end == RUN_ENDS) {
        return "an end of no known kind";
    }
    if (broken != NULL) {
        results_break(results, broken);
    }
    results->end = end;
    results->zero = get_time(object, "zero");
    results->associations = (unsigned)get_integer(object, "associations");
    results->nothing = get_boolean(object, "nothing");
    results->values_omitted = get_boolean(object, "values_omitted");
    results->duration = get_seconds(object, "duration", 0);
    results->wall = get_seconds(object, "wall_duration", 0);
    results->status = (int)get_integer(object, "status");
    reader->ended = true;
    return NULL;
}

static const char *
take_event(Reader *reader, const char *name)
{
    JsonObject *object = reader->object;
    Event event = { .time = get_time(object, "time"),
                    .wall = get_time(object, "wall"),
                    .ied = get_string(object, "ied"),
                    .client = get_string(object, "client"),
                    .association = (uint64_t)get_integer(object, "association"),
                    .reference = get_string(object, "reference"),
                    .value = get_string(object, "value") };

    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        if (strcmp(event_kind_name(kind), name) == 0) {
            event.kind = kind;
            results_add_event(reader->results, &event);
            return NULL;
        }
    }
    return "an event of no known kind";
}

static const char *
take_line(Reader *reader, JsonNode *node)
{
    static const struct {
        const char *name;
        const char *(*take)(Reader *reader);
    } lines[] = {
        { "run", take_run },
        { "outcome", take_outcome },
        { "table", take_table },
        { "end", take_end },
    };
    const char *name;

    if (node == NULL || !JSON_NODE_HOLDS_OBJECT(node)) {
        return "no JSON object";
    }
    reader->object = json_node_get_object(node);
    name = get_string(reader->object, "event");
    if (name == NULL) {
        return "an object that is no event";
    }
    if (reader->results == NULL && strcmp(name, "run") != 0) {
        return "the first line of a log is the run";
    }
    if (reader->ended) {
        return "there is something behind the end";
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        if (strcmp(lines[i].name, name) == 0) {
            return lines[i].take(reader);
        }
    }
    return take_event(reader, name);
}

static bool
is_at_end(GDataInputStream *stream)
{
    GBufferedInputStream *buffered = G_BUFFERED_INPUT_STREAM(stream);

    return g_buffered_input_stream_get_available(buffered) == 0 &&
           g_buffered_input_stream_fill(buffered, -1, NULL, NULL) <= 0;
}

/* What is wrong with a line, or NULL. */
static char *
parse_line(Reader *reader, JsonParser *parser, const char *line, gsize length)
{
    g_autoptr(GError) error = NULL;

    if (length > LINE_MAX_OCTETS) {
        return g_strdup("a line that is too long");
    }
    if (!json_parser_load_from_data(parser, line, (gssize)length, &error)) {
        reader->garbled = true;
        return g_strdup(error->message);
    }
    return g_strdup(take_line(reader, json_parser_get_root(parser)));
}

/* False with error; true at the end of the file, too. The last line of a killed run may be cut
 * off. */
static bool
read_lines(Reader *reader, GDataInputStream *stream, const char *path, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new();

    for (unsigned number = 1;; number++) {
        gsize length = 0;
        g_autoptr(GError) failure = NULL;
        g_autofree char *line = g_data_input_stream_read_line(stream, &length, NULL, &failure);
        g_autofree char *wrong = NULL;

        if (line == NULL) {
            bool good = failure == NULL;

            if (!good) {
                g_propagate_error(error, g_steal_pointer(&failure));
            }
            return good;
        }
        wrong = parse_line(reader, parser, line, length);
        if (wrong != NULL) {
            if (reader->garbled && reader->results != NULL && is_at_end(stream)) {
                return true;
            }
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", path, number,
                        wrong);
            return false;
        }
    }
}

Results *
results_read(const char *path, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) octets = g_file_read(file, NULL, error);
    g_autoptr(GDataInputStream) stream = NULL;
    Reader reader = { 0 };

    if (octets == NULL) {
        return NULL;
    }
    stream = g_data_input_stream_new(G_INPUT_STREAM(octets));
    if (!read_lines(&reader, stream, path, error)) {
        g_clear_pointer(&reader.results, results_free);
    } else if (reader.results == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: it is empty", path);
    } else if (!reader.ended) {
        results_break(reader.results, "the log has no end: the run was killed");
        reader.results->status = EXIT_START;
    }
    return reader.results;
}
