/* SPDX-License-Identifier: Apache-2.0
 *
 * The values in the picture: a step line for numbers, a band with its texts for all else. A
 * value holds until the next one.
 */
#include <math.h>
#include <string.h>

#include "engine/outputs/html.h"

#define ROW_HEIGHT 44.0
#define PAD 7.0
#define CHARACTER 6.6 /* how wide one is, about */

typedef struct Range {
    double least, most;
} Range;

/* Whether all of them are numbers; then their range. */
static bool
find_range(const ResultSeries *series, Range *range)
{
    *range = (Range){ INFINITY, -INFINITY };
    for (unsigned i = 0; i < series->events->len; i++) {
        const char *text = ((const Event *)series->events->pdata[i])->value;
        char *end;
        double value = g_ascii_strtod(text, &end);

        if (end == text || *end != '\0' || !isfinite(value)) {
            return false;
        }
        range->least = MIN(range->least, value);
        range->most = MAX(range->most, value);
    }
    return series->events->len > 0;
}

static double
y_of(const Range *range, double value, double top)
{
    double height = ROW_HEIGHT - 2 * PAD;

    if (range->most <= range->least) {
        return top + PAD + height / 2;
    }
    return top + PAD + height * (range->most - value) / (range->most - range->least);
}

static void
put_line(GString *page, const HtmlRun *run, const ResultSeries *series, const HtmlScale *scale,
         const Range *range, double top)
{
    double before = 0;

    html_put(page, "<path class=\"line\" d=\"");
    for (unsigned i = 0; i < series->events->len; i++) {
        const Event *event = series->events->pdata[i];
        double x = html_x(scale, event->time - run->results->zero);
        double y = y_of(range, g_ascii_strtod(event->value, NULL), top);

        if (i == 0) {
            html_put(page, "M%f %f", x, y);
        } else if (y != before) {
            html_put(page, "H%fV%f", x, y);
        }
        before = y;
    }
    html_put(page, "H%f\"/>\n", scale->left + scale->width);
    html_put(page, "<text class=\"soft\" x=\"%f\" y=\"%f\">%f</text>",
             scale->left + scale->width + 6, top + PAD + 4, range->most);
    if (range->most > range->least) {
        html_put(page, "<text class=\"soft\" x=\"%f\" y=\"%f\">%f</text>\n",
                 scale->left + scale->width + 6, top + ROW_HEIGHT - PAD + 4, range->least);
    }
}

static void
put_band(GString *page, const Event *event, double from, double to, double top)
{
    unsigned room = (unsigned)MAX(0, (to - from - 6) / CHARACTER);

    html_put(page,
             "<rect class=\"band\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\"><title>%s"
             "</title></rect>",
             from, top + PAD, MAX(to - from, 1), ROW_HEIGHT - 2 * PAD, event->value);
    if (room >= 2) {
        g_autofree char *text = html_shorten(event->value, room);

        html_put(page, "<text x=\"%f\" y=\"%f\">%s</text>\n", from + 4,
                 top + ROW_HEIGHT / 2 + 4, text);
    }
}

static void
put_bands(GString *page, const HtmlRun *run, const ResultSeries *series, const HtmlScale *scale,
          double top)
{
    for (unsigned i = 0; i < series->events->len; i++) {
        const Event *event = series->events->pdata[i];
        const Event *next = i + 1 < series->events->len ? series->events->pdata[i + 1] : NULL;
        double from = html_x(scale, event->time - run->results->zero);
        double to = next == NULL ? scale->left + scale->width
                                 : html_x(scale, next->time - run->results->zero);

        if (next == NULL || to - from >= 0.5) {
            put_band(page, event, from, to, top);
        }
    }
}

static void
put_series(GString *page, const HtmlRun *run, const ResultSeries *series,
           const HtmlScale *scale, double top)
{
    g_autofree char *reference = html_shorten(series->reference, 34);
    Range range;

    html_put(page, "<text x=\"8\" y=\"%f\">%s<title>%s %s</title></text>",
             top + ROW_HEIGHT / 2 - 2, reference, series->ied, series->reference);
    html_put(page, "<text class=\"soft\" x=\"8\" y=\"%f\">%s</text>\n",
             top + ROW_HEIGHT / 2 + 12, series->ied);
    if (find_range(series, &range)) {
        put_line(page, run, series, scale, &range, top);
    } else {
        put_bands(page, run, series, scale, top);
    }
}

double
html_put_values(GString *page, const HtmlRun *run, const HtmlScale *scale, double y)
{
    const GPtrArray *series = run->results->series;

    if (series->len == 0) {
        return y;
    }
    html_put(page, "<text class=\"head\" x=\"8\" y=\"%f\">Values</text>\n", y + 16);
    y += 22;
    for (unsigned i = 0; i < series->len; i++) {
        put_series(page, run, series->pdata[i], scale, y);
        y += ROW_HEIGHT;
    }
    if (run->results->values_omitted) {
        html_put(page,
                 "<text class=\"soft\" x=\"8\" y=\"%f\">There were more values than the "
                 "first %d points, or %d changes of one, that are drawn here.</text>\n",
                 y + 14, RESULTS_SERIES_MAX, RESULTS_POINTS_MAX);
        y += 22;
    }
    return y + 6;
}
