/* SPDX-License-Identifier: Apache-2.0
 *
 * The HTML report: one file that needs nothing else, without a script, for eyes, keyboards and
 * screen readers.
 */
#include "engine/outputs/html.h"

#include <stdarg.h>
#include <string.h>

#include "engine/command.h"
#include "engine/output.h"
#include "engine/outputs/escape.h"
#include "engine/text.h"

/* Events in the table of a run, when it is alone, and when there are others. */
#define EVENTS_ALONE 2000
#define EVENTS_AMONG_OTHERS 200

/* "1.5", "-0.25", "12": at most two decimals where they matter, more for what is small. */
static void
put_number(GString *page, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    bool small = number != 0 && number > -0.1 && number < 0.1;

    g_ascii_formatd(text, sizeof text, small ? "%.4g" : "%.2f", number);
    if (!small) {
        size_t length = strlen(text);

        while (text[length - 1] == '0') {
            text[--length] = '\0';
        }
        if (text[length - 1] == '.') {
            text[--length] = '\0';
        }
    }
    g_string_append(page, strcmp(text, "-0") == 0 ? "0" : text);
}

void
html_put(GString *page, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    for (const char *at = format; *at != '\0'; at++) {
        if (*at != '%') {
            g_string_append_c(page, *at);
            continue;
        }
        switch (*++at) {
        case 's':
            escape_append_xml(page, va_arg(arguments, const char *));
            break;
        case 'r':
            g_string_append(page, va_arg(arguments, const char *));
            break;
        case 'd':
            g_string_append_printf(page, "%d", va_arg(arguments, int));
            break;
        case 'u':
            g_string_append_printf(page, "%u", va_arg(arguments, unsigned));
            break;
        case 'f':
            put_number(page, va_arg(arguments, double));
            break;
        default:
            g_assert(*at == '%');
            g_string_append_c(page, '%');
        }
    }
    va_end(arguments);
}

static const char *
class_of(const Results *results)
{
    return results_status(results) == EXIT_HELD ? "held" : "failed";
}

static void
put_fact(GString *page, const char *name, const char *value)
{
    html_put(page, "<div><dt>%s</dt><dd>%s</dd></div>", name, value);
}

static void
put_facts(GString *page, const Results *results)
{
    const RunFacts *facts = &results->facts;
    g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, facts->seed);
    g_autofree char *status = g_strdup_printf("%d", results_status(results));
    g_autofree char *duration = duration_format(results->duration);
    g_autofree char *wall = duration_format(results->wall);
    g_autofree char *started = time_format(facts->started);
    char *fraction = strchr(started, '.');
    g_autofree char *ieds = g_strdup_printf("%u", facts->ied_count);
    g_autofree char *associations = g_strdup_printf("%u", results->associations);
    g_autofree char *tags = g_strjoinv(", ", (char **)facts->tags);

    if (fraction != NULL) {
        g_strlcpy(fraction, " UTC", strlen(fraction));
    }
    html_put(page, "<dl class=\"facts\">");
    put_fact(page, "Exit status", status);
    put_fact(page, "Virtual time", duration);
    put_fact(page, "Wall time", wall);
    put_fact(page, "Started", started);
    put_fact(page, "Seed", seed);
    put_fact(page, "IEDs", ieds);
    put_fact(page, "Associations", associations);
    put_fact(page, "Scenario", facts->path);
    if (tags[0] != '\0') {
        put_fact(page, "Tags", tags);
    }
    for (unsigned i = 0; facts->versions[i] != NULL; i += 2) {
        put_fact(page, facts->versions[i], facts->versions[i + 1]);
    }
    html_put(page, "</dl>\n");
}

static void
put_run(GString *page, const Suite *suite, unsigned index)
{
    const Results *results = suite->runs->pdata[index];
    bool alone = suite->runs->len == 1;
    g_autofree char *label = results_label(results);
    g_autofree Outcome **sorted = results_sort(results);
    HtmlRun run = { .results = results,
                    .sorted = sorted,
                    .index = index + 1,
                    .events_max = alone ? EVENTS_ALONE : EVENTS_AMONG_OTHERS };

    if (!alone) {
        html_put(page,
                 "<details class=\"run\" id=\"r%u\"%r><summary><span class=\"verdict %r\">%s"
                 "</span> %s</summary>\n",
                 run.index, results_status(results) == EXIT_HELD ? "" : " open",
                 class_of(results), results_verdict(results), label);
    }
    html_put_failures(page, &run);
    html_put_picture(page, &run);
    html_put_outcomes(page, &run);
    html_put_tables(page, &run);
    html_put_events(page, &run);
    html_put(page, "<h3>About this run</h3>\n");
    put_facts(page, results);
    html_put(page, alone ? "" : "</details>\n");
}

/* What did not pass comes first. */
static void
put_runs(GString *page, const Suite *suite, bool passed)
{
    for (unsigned i = 0; i < suite->runs->len; i++) {
        if (passed == (results_status(suite->runs->pdata[i]) == EXIT_HELD)) {
            put_run(page, suite, i);
        }
    }
}

static void
put_line(GString *page, const Results *results, unsigned index)
{
    g_autofree char *label = results_label(results);
    g_autofree char *duration = duration_format(results->duration);
    g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, results->facts.seed);

    html_put(page,
             "<tr><td><span class=\"verdict %r\">%s</span></td><td><a href=\"#r%u\">%s</a>",
             class_of(results), results_verdict(results), index, label);
    html_put(page,
             "</td><td class=\"number\">%u</td><td class=\"number\">%u</td>"
             "<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n",
             results->held, results->failed, duration, seed);
}

static void
put_overview(GString *page, const Suite *suite)
{
    html_put(page, "<table><thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Scenario"
                   "</th><th scope=\"col\" class=\"number\">Held</th><th scope=\"col\" "
                   "class=\"number\">Failed</th><th scope=\"col\" class=\"number\">Took</th>"
                   "<th scope=\"col\" class=\"number\">Seed</th></tr></thead><tbody>\n");
    for (unsigned pass = 0; pass < 2; pass++) { /* what did not pass comes first */
        for (unsigned i = 0; i < suite->runs->len; i++) {
            bool passed = results_status(suite->runs->pdata[i]) == EXIT_HELD;

            if (passed == (pass == 1)) {
                put_line(page, suite->runs->pdata[i], i + 1);
            }
        }
    }
    html_put(page, "</tbody></table>\n");
    if (suite->not_run > 0) {
        html_put(page, "<p>%u more were not run after a failure.</p>\n", suite->not_run);
    }
}

static void
put_verdicts(void *user, const char *verdict, unsigned runs)
{
    g_autofree char *lower = g_ascii_strdown(verdict, -1);

    html_put(user, "<span class=\"verdict %r\">%u %s</span> ",
             strcmp(verdict, "PASSED") == 0 ? "held" : "failed", runs, lower);
}

static void
put_head(GString *page, const Suite *suite)
{
    const Results *only = suite->runs->len == 1 ? suite->runs->pdata[0] : NULL;
    g_autofree char *label =
        only == NULL ? g_strdup_printf("%u scenarios", suite->runs->len) : results_label(only);

    html_put(page,
             "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'\">\n<title>%s %s - iedbench</title>\n<style>%r</style>"
             "</head>\n<body><a class=\"skip\" href=\"#main\">Skip to the results</a>\n"
             "<header><h1>%s</h1><p>",
             only == NULL ? "" : results_verdict(only), label, html_style, label);
    if (only != NULL) {
        html_put(page, "<span class=\"verdict %r\">%s</span> %u held, %u failed",
                 class_of(only), results_verdict(only), only->held, only->failed);
        if (only->known > 0) {
            html_put(page, ", %u known to fail", only->known);
        }
    } else {
        suite_each_verdict(suite, put_verdicts, page);
    }
    html_put(page, "</p></header>\n<main id=\"main\">\n");
}

static void
write_html(GString *text, const Suite *suite)
{
    put_head(text, suite);
    if (suite->runs->len != 1) {
        put_overview(text, suite);
    }
    put_runs(text, suite, false);
    put_runs(text, suite, true);
    html_put(text, "</main></body></html>\n");
}

const Output output_html = {
    .name = "html",
    .help = "a report for people: one file with a picture of the run",
    .option = "html",
    .file = "report.html",
    .events = true,
    .write = write_html,
};
