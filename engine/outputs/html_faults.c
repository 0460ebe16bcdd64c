/* SPDX-License-Identifier: Apache-2.0
 *
 * The faults in the picture of a run: a row for each fault of each IED, a bar from when it was
 * armed to when it was removed, a tick each time it acted.
 */
#include <string.h>

#include "engine/outputs/html.h"

#define ROW_HEIGHT 22.0
#define ROWS_MAX 24
#define LABEL_MAX 36

static bool
is_of_fault(const Event *event)
{
    return event->kind == EVENT_FAULT_ARMED || event->kind == EVENT_FAULT_ACTED ||
           event->kind == EVENT_FAULT_REMOVED;
}

static bool
is_same_row(const Event *a, const Event *b)
{
    return g_strcmp0(a->ied, b->ied) == 0 && g_strcmp0(a->reference, b->reference) == 0;
}

/* The first event of each row, in the order in which they were armed. */
static GPtrArray *
find_rows(const Results *results)
{
    GPtrArray *rows = g_ptr_array_new();

    for (unsigned i = 0; i < results->events->len; i++) {
        Event *event = results->events->pdata[i];
        bool known = !is_of_fault(event);

        for (unsigned k = 0; k < rows->len && !known; k++) {
            known = is_same_row(rows->pdata[k], event);
        }
        if (!known) {
            g_ptr_array_add(rows, event);
        }
    }
    return rows;
}

/* `to` NULL: it was never removed. */
static void
put_bar(GString *page, const Results *results, const HtmlScale *scale, const Event *from,
        const Event *to, double y)
{
    g_autofree char *armed = html_seconds(from->time - results->zero);
    g_autofree char *removed = to == NULL ? NULL : html_seconds(to->time - results->zero);
    double left = html_x(scale, from->time - results->zero);
    double right =
        to == NULL ? scale->left + scale->width : html_x(scale, to->time - results->zero);

    html_put(page,
             "<rect class=\"armed\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\"2\">"
             "<title>%s armed at %s s, %s%s%s</title></rect>\n",
             left, y + 4, MAX(right - left, 3), ROW_HEIGHT - 8, from->reference, armed,
             to == NULL ? "not removed" : "removed at ", removed, to == NULL ? "" : " s");
}

/* Several of one name may be armed at once: the first that was armed is taken for the first
 * that is removed. */
static void
put_row(GString *page, const Results *results, const HtmlScale *scale, const Event *row,
        double y)
{
    g_autoptr(HtmlSpots) spots = html_spots_new(scale);
    GQueue armed = G_QUEUE_INIT;
    g_autofree char *name = g_strdup_printf("%s %s", row->ied, row->reference);
    g_autofree char *label = html_shorten(name, LABEL_MAX);
    const Event *open;

    for (unsigned i = 0; i < results->events->len; i++) {
        Event *event = results->events->pdata[i];

        if (!is_of_fault(event) || !is_same_row(event, row)) {
            continue;
        }
        if (event->kind == EVENT_FAULT_ARMED) {
            g_queue_push_tail(&armed, event);
        } else if (event->kind == EVENT_FAULT_ACTED) {
            html_spots_add(spots, event, event->time - results->zero, false);
        } else if (!g_queue_is_empty(&armed)) {
            put_bar(page, results, scale, g_queue_pop_head(&armed), event, y);
        }
    }
    while ((open = g_queue_pop_head(&armed)) != NULL) {
        put_bar(page, results, scale, open, NULL, y);
    }
    html_put(page, "<text x=\"8\" y=\"%f\">%s</text>\n", y + ROW_HEIGHT / 2 + 4, label);
    html_put_spots(page, spots, "fault", y - 1, ROW_HEIGHT + 2);
}

static void
put_head(GString *page, const HtmlScale *scale, double y)
{
    html_put(page, "<text class=\"head\" x=\"8\" y=\"%f\">Faults</text>", y + 16);
    html_put(page,
             "<rect class=\"armed\" x=\"%f\" y=\"%f\" width=\"26\" height=\"12\" rx=\"2\"/>"
             "<text class=\"soft\" x=\"%f\" y=\"%f\">from armed to removed</text>",
             scale->left, y + 6, scale->left + 32, y + 16);
    html_put(page,
             "<path class=\"mark fault\" d=\"M%f %fv14\"/>"
             "<text class=\"soft\" x=\"%f\" y=\"%f\">it acted</text>\n",
             scale->left + 190, y + 5, scale->left + 197, y + 16);
}

double
html_put_faults(GString *page, const HtmlRun *run, const HtmlScale *scale, double y)
{
    g_autoptr(GPtrArray) rows = find_rows(run->results);

    if (rows->len == 0) {
        return y;
    }
    put_head(page, scale, y);
    y += 24;
    for (unsigned i = 0; i < MIN(rows->len, ROWS_MAX); i++) {
        put_row(page, run->results, scale, rows->pdata[i], y);
        y += ROW_HEIGHT;
    }
    if (rows->len > ROWS_MAX) {
        html_put(page,
                 "<text class=\"soft\" x=\"8\" y=\"%f\">and %u more, in the table of events"
                 "</text>\n",
                 y + 13, rows->len - ROWS_MAX);
        y += 18;
    }
    return y + 6;
}
