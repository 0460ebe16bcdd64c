/* SPDX-License-Identifier: Apache-2.0
 *
 * The marks of one row of the picture (see html.h): what falls on the same spot is one mark
 * that counts, so that a picture of ten thousand events is no larger than one of a hundred.
 */
#include "engine/outputs/html.h"
#include "engine/pattern.h"

#define SPOT 4.0   /* how near marks may stand */
#define TOLD_MAX 6 /* events of one mark that its title tells */

/* What fell on one spot. */
typedef struct Spot {
    unsigned count;
    bool bad;
    GString *told;
} Spot;

struct HtmlSpots {
    HtmlScale scale;
    unsigned count, events;
    Spot spots[];
};

HtmlSpots *
html_spots_new(const HtmlScale *scale)
{
    unsigned count = (unsigned)(scale->width / SPOT) + 1;
    HtmlSpots *spots = g_malloc0(sizeof *spots + count * sizeof(Spot));

    spots->scale = *scale;
    spots->count = count;
    return spots;
}

void
html_spots_free(HtmlSpots *spots)
{
    for (unsigned i = 0; i < spots->count; i++) {
        if (spots->spots[i].told != NULL) {
            g_string_free(spots->spots[i].told, TRUE);
        }
    }
    g_free(spots);
}

void
html_spots_add(HtmlSpots *spots, const Event *event, int64_t at, bool bad)
{
    unsigned place = (unsigned)((html_x(&spots->scale, at) - spots->scale.left) / SPOT);
    Spot *spot = &spots->spots[MIN(place, spots->count - 1)];

    spots->events++;
    spot->bad = spot->bad || bad;
    if (spot->count++ == 0) {
        spot->told = g_string_new(NULL);
    }
    if (spot->count <= TOLD_MAX) {
        g_autofree char *text = event_format(event);

        g_string_append_printf(spot->told, "%s%.3f s: %s", spot->count > 1 ? "\n" : "",
                               (double)at / 1e9, text);
    }
}

bool
html_spots_are_empty(const HtmlSpots *spots)
{
    return spots->events == 0;
}

static void
put_spot(GString *page, const Spot *spot, const char *class, double x, double top,
         double height)
{
    if (spot->bad) {
        html_put(page, "<path class=\"bad\" d=\"M%f %fl4 9h-8z\">", x, top + 8);
    } else {
        html_put(page, "<path class=\"mark %r\" d=\"M%f %fv%f\">", class, x, top + 6,
                 height - 12);
    }
    html_put(page, "<title>%s", spot->told->str);
    if (spot->count > TOLD_MAX) {
        html_put(page, "\nand %u more", spot->count - TOLD_MAX);
    }
    html_put(page, "</title></path>\n");
}

void
html_put_spots(GString *page, const HtmlSpots *spots, const char *class, double top,
               double height)
{
    for (unsigned i = 0; i < spots->count; i++) {
        if (spots->spots[i].count > 0) {
            put_spot(page, &spots->spots[i], class, spots->scale.left + i * SPOT + SPOT / 2,
                     top, height);
        }
    }
}
