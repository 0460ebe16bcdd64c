/* SPDX-License-Identifier: Apache-2.0
 *
 * The complete walk of servers, one after the other, with a line of figures each: what was
 * there, what did not fit its type or was refused, and how many MMS PDUs it took.
 */
#include <stdio.h>
#include <unistd.h>

#include "engine/command.h"
#include "engine/commands/browse.h"
#include "engine/commands/table.h"
#include "sim/base/json.h"
#include "sim/client/walk.h"

#define LINE_CLEAR "\r\033[K"
#define PROGRESS_INTERVAL (200 * CLOCK_MILLISECOND)

typedef struct Walked {
    Timer progress; /* first: the timer's callback finds the rest by it */
    ClientSession session;
    const BrowseOptions *options;
    ClientWalk *walk;
    unsigned problems;
    JsonWriter *json; /* NULL: people */
} Walked;

static const char *const problem_names[] = {
    [CLIENT_WALK_MISMATCH] = "mismatch",
    [CLIENT_WALK_REFUSAL] = "refusal",
    [CLIENT_WALK_FAILURE] = "failure",
};

static void
on_problem(void *user, ClientWalkProblem problem, const char *name, const char *what)
{
    Walked *walked = user;

    if (walked->problems++ >= (unsigned)walked->options->problems) {
        return;
    }
    if (clock_is_armed(&walked->progress)) {
        fputs(LINE_CLEAR, stderr);
    }
    if (walked->json == NULL) {
        printf("%s: %s: %s: %s\n", walked->session.address, problem_names[problem], name, what);
        return;
    }
    json_open_object(walked->json, NULL);
    json_put_string(walked->json, "kind", problem_names[problem]);
    json_put_string(walked->json, "name", name);
    json_put_string(walked->json, "what", what);
    json_close(walked->json);
}

static void
on_done(void *user, ClientWalk *walk)
{
    Walked *walked = user;

    (void)walk;
    client_session_wake(&walked->session);
}

static const ClientWalkUser walk_user = { .problem = on_problem, .done = on_done };

/* What is told of a walk; `header` NULL: only in JSON. */
enum {
    FIGURE_DOMAINS,
    FIGURE_NAMES,
    FIGURE_TYPES,
    FIGURE_VALUES,
    FIGURE_LEAVES,
    FIGURE_SETS,
    FIGURE_MEMBERS,
    FIGURE_PARTS,
    FIGURE_UNEDITED,
    FIGURE_MISMATCHES,
    FIGURE_REFUSALS,
    FIGURE_FAILURES,
    FIGURE_PROBLEMS,
    FIGURE_SENT,
    FIGURE_RECEIVED,
    FIGURES
};

static const struct {
    const char *name;
    const char *header;
} figures[FIGURES] = {
    [FIGURE_DOMAINS] = { "domains", ">LDs" },
    [FIGURE_NAMES] = { "names", ">NAMES" },
    [FIGURE_TYPES] = { "types", ">TYPES" },
    [FIGURE_VALUES] = { "values", ">VALUES" },
    [FIGURE_LEAVES] = { "leaves", ">LEAVES" },
    [FIGURE_SETS] = { "data_sets", ">SETS" },
    [FIGURE_MEMBERS] = { "members", NULL },
    [FIGURE_PARTS] = { "by_parts", ">PARTS" },
    [FIGURE_UNEDITED] = { "unedited", NULL },
    [FIGURE_MISMATCHES] = { "mismatches", NULL },
    [FIGURE_REFUSALS] = { "refusals", NULL },
    [FIGURE_FAILURES] = { "failures", NULL },
    [FIGURE_PROBLEMS] = { "problems", ">PROBLEMS" },
    [FIGURE_SENT] = { "pdus_sent", ">SENT" },
    [FIGURE_RECEIVED] = { "pdus_received", ">GOT" },
};

typedef struct Figures {
    uint64_t values[FIGURES];
    double seconds;
} Figures;

static void
take_figures(const Walked *walked, Figures *taken)
{
    const ClientWalkFigures *walk = client_walk_figures(walked->walk);
    const MmsCounters *counters = client_counters(walked->session.client);
    uint64_t *values = taken->values;

    values[FIGURE_DOMAINS] = walk->domains;
    values[FIGURE_NAMES] = walk->names;
    values[FIGURE_TYPES] = walk->types;
    values[FIGURE_VALUES] = walk->values;
    values[FIGURE_LEAVES] = walk->leaves;
    values[FIGURE_SETS] = walk->lists;
    values[FIGURE_MEMBERS] = walk->members;
    values[FIGURE_PARTS] = walk->by_parts;
    values[FIGURE_UNEDITED] = walk->unedited;
    values[FIGURE_MISMATCHES] = walk->mismatches;
    values[FIGURE_REFUSALS] = walk->refusals;
    values[FIGURE_FAILURES] = walk->failures;
    values[FIGURE_PROBLEMS] = (uint64_t)walk->mismatches + walk->refusals + walk->failures;
    values[FIGURE_SENT] = counters->pdus_out;
    values[FIGURE_RECEIVED] = counters->pdus_in;
}

static Table *
new_table(void)
{
    const char *headers[FIGURES + 3] = { "ADDRESS" };
    unsigned count = 1;

    for (unsigned i = 0; i < FIGURES; i++) {
        if (figures[i].header != NULL) {
            headers[count++] = figures[i].header;
        }
    }
    headers[count] = ">SECS";
    return table_new(headers);
}

static void
add_row(Table *table, const char *address, const Figures *taken)
{
    char texts[FIGURES + 1][24];
    const char *cells[FIGURES + 2] = { address };
    unsigned count = 1;

    for (unsigned i = 0; i < FIGURES; i++) {
        if (figures[i].header != NULL) {
            g_snprintf(texts[i], sizeof texts[i], "%" G_GUINT64_FORMAT, taken->values[i]);
            cells[count++] = texts[i];
        }
    }
    g_snprintf(texts[FIGURES], sizeof texts[FIGURES], "%.1f", taken->seconds);
    cells[count] = texts[FIGURES];
    table_add(table, cells);
}

static void
put_figures(JsonWriter *json, const Figures *taken)
{
    json_close(json); /* the list of problems */
    json_open_object(json, "figures");
    for (unsigned i = 0; i < FIGURES; i++) {
        json_put_unsigned(json, figures[i].name, taken->values[i]);
    }
    json_put_real(json, "seconds", taken->seconds);
    json_close(json);
    json_put_boolean(json, "clean", taken->values[FIGURE_PROBLEMS] == 0);
}

/* A live line on a terminal, gone when the walk is over. */
static void
show_progress(Timer *timer)
{
    Walked *walked = (Walked *)(void *)timer;
    const ClientWalkFigures *walk = client_walk_figures(walked->walk);
    Clock *wall = loop_wall(walked->session.loop);

    fprintf(stderr, "\r%s: %u names, %u types, %u values\033[K", walked->session.address,
            walk->names, walk->types, walk->values);
    clock_arm(wall, timer, clock_now(wall) + PROGRESS_INTERVAL, show_progress);
}

static void
end_progress(Walked *walked)
{
    if (clock_is_armed(&walked->progress)) {
        clock_disarm(loop_wall(walked->session.loop), &walked->progress);
        fputs(LINE_CLEAR, stderr);
    }
}

static bool
walk_server(Walked *walked, Figures *taken)
{
    int64_t start = g_get_monotonic_time();
    bool clean;

    walked->walk = client_walk_new(walked->session.client, &walk_user, walked);
    if (isatty(STDERR_FILENO)) {
        show_progress(&walked->progress);
    }
    client_session_wait(&walked->session);
    end_progress(walked);
    client_session_release(&walked->session);
    taken->seconds = (double)((g_get_monotonic_time() - start) / 1000) / 1000;
    take_figures(walked, taken);
    clean = client_walk_is_clean(walked->walk);
    if (walked->json == NULL && walked->problems > (unsigned)walked->options->problems) {
        printf("%s: and %u problems more\n", walked->session.address,
               walked->problems - (unsigned)walked->options->problems);
    }
    return clean;
}

/* Returns an exit status. */
static int
walk_one(const BrowseOptions *options, const char *address, Figures *taken)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);
    Walked walked = { .options = options, .json = options->client->json ? &json : NULL };
    int status;

    json_open_object(&json, NULL);
    json_put_string(&json, "address", address);
    json_open_array(&json, "problems");
    if (client_session_open(&walked.session, options->client, address, &status)) {
        status = walk_server(&walked, taken) ? EXIT_HELD : EXIT_NOT_HELD;
        put_figures(&json, taken);
        json_close(&json);
        if (walked.json != NULL) {
            puts(text->str);
        }
    }
    client_session_clear(&walked.session);
    client_walk_free(walked.walk);
    return status;
}

int
browse_walk(const BrowseOptions *options, char **addresses)
{
    g_autoptr(Table) table = new_table();
    Figures sum = { 0 };
    int worst = EXIT_HELD;

    for (unsigned i = 0; addresses[i] != NULL; i++) {
        Figures taken = { 0 };
        int status = walk_one(options, addresses[i], &taken);

        worst = MAX(worst, status);
        add_row(table, addresses[i], &taken);
        for (unsigned j = 0; j < FIGURES; j++) {
            sum.values[j] += taken.values[j];
        }
        sum.seconds += taken.seconds;
        fflush(stdout);
    }
    if (addresses[1] != NULL) {
        add_row(table, "all", &sum);
    }
    if (!options->client->json) {
        table_print(table, stdout);
    }
    return worst;
}
