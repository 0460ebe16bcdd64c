/* SPDX-License-Identifier: Apache-2.0
 *
 * What coverage says to people and programs (see coverage_tell.h).
 */
#include "engine/coverage_tell.h"

#define IEDS_SHOWN 20
#define NEVER_SHOWN 8   /* printed */
#define NEVER_TOLD 1000 /* in results */

static void
print_figure(FILE *stream, CoverageFigure figure)
{
    g_autofree char *text = figure.total == 0
                                ? g_strdup("-")
                                : g_strdup_printf("%u/%u", figure.touched, figure.total);

    fprintf(stream, "  %11s", text);
}

static void
print_row(const Coverage *coverage, const char *ied, FILE *stream)
{
    fprintf(stream, "%-16s", ied != NULL ? ied : "all");
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        print_figure(stream, coverage_get(coverage, ied, kind));
    }
    fputc('\n', stream);
}

typedef struct Names {
    GString *text;
    unsigned count, most;
} Names;

static void
add_never(void *user, const char *name, bool touched)
{
    Names *names = user;

    if (touched) {
        return;
    }
    if (names->count++ < names->most) {
        g_string_append_printf(names->text, "%s%s", names->text->len > 0 ? ", " : "", name);
    }
}

char *
coverage_never(const Coverage *coverage, unsigned ied, CoverageKind kind, unsigned most)
{
    Names names = { .text = g_string_new(NULL), .most = most };

    coverage_each(coverage, ied, kind, add_never, &names);
    if (names.count > most) {
        g_string_append_printf(names.text, "%sand %u more", most > 0 ? " " : "",
                               names.count - most);
    }
    return g_string_free(names.text, FALSE);
}

static bool
is_few(CoverageKind kind)
{
    return kind >= COVERAGE_DATA_SETS;
}

void
coverage_print(const Coverage *coverage, FILE *stream)
{
    unsigned count = coverage_ied_count(coverage);

    fprintf(stream, "%-16s", "# coverage");
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        fprintf(stream, "  %11s", coverage_kind_name(kind));
    }
    fputc('\n', stream);
    for (unsigned i = 0; i < count && i < IEDS_SHOWN; i++) {
        print_row(coverage, coverage_ied_name(coverage, i), stream);
    }
    if (count != 1) {
        print_row(coverage, NULL, stream);
    }
    for (unsigned i = 0; i < count && i < IEDS_SHOWN; i++) {
        for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
            g_autofree char *never =
                is_few(kind) ? coverage_never(coverage, i, kind, NEVER_SHOWN) : NULL;

            if (never != NULL && never[0] != '\0') {
                fprintf(stream, "never touched: %s %s: %s\n", coverage_ied_name(coverage, i),
                        coverage_kind_title(kind), never);
            }
        }
    }
}

static void
add_row(ResultTable *table, const Coverage *coverage, int ied, CoverageKind kind)
{
    const char *name = ied < 0 ? NULL : coverage_ied_name(coverage, (unsigned)ied);
    CoverageFigure figure = coverage_get(coverage, name, kind);
    g_autofree char *touched = g_strdup_printf("%u", figure.touched);
    g_autofree char *total = g_strdup_printf("%u", figure.total);
    g_autofree char *percent = g_strdup_printf("%.1f", coverage_percent(figure));
    g_autofree char *never = ied < 0 || kind == COVERAGE_ATTRIBUTES
                                 ? NULL
                                 : coverage_never(coverage, (unsigned)ied, kind, NEVER_TOLD);

    if (figure.total == 0) {
        return; /* the IED offers nothing of the kind */
    }
    results_add_row(table, (const char *const[]){ name != NULL ? name : "all",
                                                  coverage_kind_name(kind), touched, total,
                                                  percent, never, NULL });
}

ResultTable *
coverage_tell(const Coverage *coverage, Results *results)
{
    static const char *const columns[] = { "ied",     "what",          "touched", "of",
                                           "percent", "never touched", NULL };
    ResultTable *table = results_add_table(results, "coverage", "Client coverage", columns);
    unsigned count = coverage_ied_count(coverage);

    for (int ied = count == 1 ? 0 : -1; ied < (int)MIN(count, IEDS_SHOWN); ied++) {
        for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
            add_row(table, coverage, ied, kind);
        }
    }
    table->omitted = count > IEDS_SHOWN ? (count - IEDS_SHOWN) * COVERAGE_KINDS : 0;
    return table;
}
