/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline of a run as a picture (SVG): a lane an IED for what happened to it, what clients
 * did there and what went out; below it values and expectations over the same time. What falls
 * on the same spot is one mark that counts, so that a picture of ten thousand events is no
 * larger than one of a hundred.
 */
#include <math.h>
#include <string.h>

#include "engine/outputs/html.h"
#include "engine/pattern.h"

#define LEFT 285.0
#define WIDTH 825.0
#define WHOLE 1180.0
#define LANE_HEIGHT 26.0
#define IEDS_MAX 12
#define BARS_MAX 60

/* Faults have rows of their own (html_faults.c). */
typedef enum Lane { LANE_DEVICE, LANE_CLIENT, LANE_REPORT, LANE_FAULT, LANES } Lane;

static const struct {
    const char *title, *class;
} lanes[LANE_FAULT] = {
    [LANE_DEVICE] = { "Scenario and devices", "device" },
    [LANE_CLIENT] = { "Clients", "client" },
    [LANE_REPORT] = { "Reports and answers", "report" },
};

/* What has no row here happens to a device. */
static const struct {
    Lane lane;
    bool bad;
} kinds[EVENT_KINDS] = {
    [EVENT_CONNECTED] = { LANE_CLIENT, false },
    [EVENT_REFUSED] = { LANE_CLIENT, true },
    [EVENT_ASSOCIATED] = { LANE_CLIENT, false },
    [EVENT_RELEASED] = { LANE_CLIENT, false },
    [EVENT_ABORTED] = { LANE_CLIENT, true },
    [EVENT_READ] = { LANE_CLIENT, false },
    [EVENT_WROTE] = { LANE_CLIENT, false },
    [EVENT_BROWSED] = { LANE_CLIENT, false },
    [EVENT_RCB_ENABLED] = { LANE_CLIENT, false },
    [EVENT_RCB_DISABLED] = { LANE_CLIENT, false },
    [EVENT_RESERVED] = { LANE_CLIENT, false },
    [EVENT_GI_REQUESTED] = { LANE_CLIENT, false },
    [EVENT_RESYNCED] = { LANE_CLIENT, false },
    [EVENT_REPORT_SENT] = { LANE_REPORT, false },
    [EVENT_BUFFER_OVERFLOWED] = { LANE_REPORT, true },
    [EVENT_ENTRY_LOST] = { LANE_REPORT, true },
    [EVENT_LOG_ENABLED] = { LANE_CLIENT, false },
    [EVENT_LOG_DISABLED] = { LANE_CLIENT, false },
    [EVENT_LOG_QUERIED] = { LANE_CLIENT, false },
    [EVENT_LOG_INITIALIZED] = { LANE_CLIENT, false },
    [EVENT_POWERED_OFF] = { LANE_DEVICE, true },
    [EVENT_EDIT_BEGUN] = { LANE_CLIENT, false },
    [EVENT_SETTINGS_EDITED] = { LANE_CLIENT, false },
    [EVENT_EDIT_DROPPED] = { LANE_CLIENT, false },
    [EVENT_GOCB_ENABLED] = { LANE_CLIENT, false },
    [EVENT_GOCB_DISABLED] = { LANE_CLIENT, false },
    [EVENT_SVCB_ENABLED] = { LANE_CLIENT, false },
    [EVENT_SVCB_DISABLED] = { LANE_CLIENT, false },
    [EVENT_SELECTED] = { LANE_CLIENT, false },
    [EVENT_OPERATED] = { LANE_CLIENT, false },
    [EVENT_CANCELLED] = { LANE_CLIENT, false },
    [EVENT_COMMAND_REFUSED] = { LANE_REPORT, true },
    [EVENT_COMMAND_TERMINATED] = { LANE_REPORT, false },
    [EVENT_SELECT_EXPIRED] = { LANE_REPORT, true },
    [EVENT_CLIENT_WARNING] = { LANE_CLIENT, true },
    [EVENT_FAULT_ARMED] = { LANE_FAULT, false },
    [EVENT_FAULT_ACTED] = { LANE_FAULT, false },
    [EVENT_FAULT_REMOVED] = { LANE_FAULT, false },
};

typedef struct Picture {
    GString *page;
    const HtmlRun *run;
    HtmlScale scale;
    const char *ieds[IEDS_MAX]; /* interned by the results: equal when the same */
    unsigned ied_count;
    bool others; /* there are more IEDs, in one lane together */
    double y;
} Picture;

double
html_x(const HtmlScale *scale, int64_t at)
{
    double part = (double)(at - scale->first) / (double)(scale->last - scale->first);

    return scale->left + scale->width * CLAMP(part, 0, 1);
}

char *
html_shorten(const char *text, unsigned characters)
{
    g_autofree char *start = NULL;

    if (text == NULL || (unsigned)g_utf8_strlen(text, -1) <= characters) {
        return g_strdup(text);
    }
    start = g_utf8_substring(text, 0, MAX(characters, 1) - 1);
    return g_strconcat(start, "\xe2\x80\xa6", NULL);
}

static bool
is_drawn(const Event *event)
{
    return event->kind != EVENT_LISTENING;
}

static void
find_times(Picture *picture)
{
    const Results *results = picture->run->results;
    HtmlScale *scale = &picture->scale;

    *scale = (HtmlScale){ 0, results->duration, LEFT, WIDTH };
    for (unsigned i = 0; i < results->events->len; i++) {
        const Event *event = results->events->pdata[i];

        if (is_drawn(event)) {
            scale->first = MIN(scale->first, event->time - results->zero);
            scale->last = MAX(scale->last, event->time - results->zero);
        }
    }
    for (unsigned i = 0; i < results->outcomes->len; i++) {
        scale->last = MAX(scale->last, ((Outcome *)results->outcomes->pdata[i])->at);
    }
    scale->last = MAX(scale->last, scale->first + 1000000); /* a millisecond at least */
}

static void
find_ieds(Picture *picture)
{
    const Results *results = picture->run->results;

    for (unsigned i = 0; i < results->events->len; i++) {
        const Event *event = results->events->pdata[i];
        unsigned k = 0;

        if (event->ied == NULL || !is_drawn(event)) {
            continue;
        }
        while (k < picture->ied_count && strcmp(picture->ieds[k], event->ied) != 0) {
            k++;
        }
        if (k == IEDS_MAX) {
            picture->others = true;
        } else if (k == picture->ied_count) {
            picture->ieds[picture->ied_count++] = event->ied;
        }
    }
}

/* The row of an event's IED: 0 for none, then the known ones, then all others. */
static unsigned
row_of(const Picture *picture, const Event *event)
{
    if (event->ied == NULL) {
        return 0;
    }
    for (unsigned i = 0; i < picture->ied_count; i++) {
        if (strcmp(picture->ieds[i], event->ied) == 0) {
            return i + 1;
        }
    }
    return IEDS_MAX + 1;
}

/* A distance of 1, 2 or 5 times a power of ten, of which about eight fit. */
static double
tick_of(double seconds)
{
    double about = seconds / 8, power = pow(10, floor(log10(about)));
    double times = about / power;

    return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
}

static void
put_axis(Picture *picture, double top, double bottom)
{
    const HtmlScale *scale = &picture->scale;
    double tick = tick_of((double)(scale->last - scale->first) / 1e9);
    long first = (long)ceil((double)scale->first / 1e9 / tick - 1e-9);
    long last = (long)floor((double)scale->last / 1e9 / tick + 1e-9);
    int decimals = (int)CLAMP(-floor(log10(tick) + 1e-9), 0, 6);

    for (long i = first; i <= last && i < first + 100; i++) {
        double x = html_x(scale, (int64_t)llround((double)i * tick * 1e9));
        g_autofree char *label = g_strdup_printf("%.*f s", decimals, (double)i * tick);

        html_put(picture->page, "<line class=\"%r\" x1=\"%f\" y1=\"%f\" x2=\"%f\" y2=\"%f\"/>",
                 i == 0 ? "zero" : "grid", x, top, x, bottom);
        html_put(picture->page,
                 "<text class=\"soft\" text-anchor=\"middle\" x=\"%f\" y=\"%f\">%s</text>\n", x,
                 top - 6, label);
    }
}

/* Associations, from their beginning to their end, behind what clients do. */
static void
put_associations(const Picture *picture, unsigned row, double top)
{
    const Results *results = picture->run->results;
    g_autoptr(GHashTable) begun = g_hash_table_new(NULL, NULL);
    GHashTableIter still;
    void *begin;

    for (unsigned i = 0; i < results->events->len; i++) {
        const Event *event = results->events->pdata[i];
        void *key = GSIZE_TO_POINTER((gsize)event->association);
        const Event *first = g_hash_table_lookup(begun, key);

        if (row_of(picture, event) != row || event->association == 0) {
            continue;
        }
        if (event->kind == EVENT_ASSOCIATED) {
            g_hash_table_insert(begun, key, (void *)event);
        } else if (first != NULL &&
                   (event->kind == EVENT_RELEASED || event->kind == EVENT_ABORTED)) {
            double x = html_x(&picture->scale, first->time - results->zero);
            double end = html_x(&picture->scale, event->time - results->zero);

            html_put(picture->page,
                     "<rect class=\"span\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\"/>\n", x,
                     top + 4, MAX(end - x, 1), LANE_HEIGHT - 8);
            g_hash_table_remove(begun, key);
        }
    }
    g_hash_table_iter_init(&still, begun);
    while (g_hash_table_iter_next(&still, NULL, &begin)) {
        double x = html_x(&picture->scale, ((const Event *)begin)->time - results->zero);

        html_put(picture->page,
                 "<rect class=\"span\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\"/>\n", x,
                 top + 4, LEFT + WIDTH - x, LANE_HEIGHT - 8);
    }
}

/* The marks of one lane of one IED. */
static void
put_lane(Picture *picture, Lane lane, unsigned row, const char *name)
{
    const Results *results = picture->run->results;
    g_autoptr(HtmlSpots) spots = html_spots_new(&picture->scale);

    for (unsigned i = 0; i < results->events->len; i++) {
        const Event *event = results->events->pdata[i];

        if (kinds[event->kind].lane == lane && row_of(picture, event) == row &&
            is_drawn(event)) {
            html_spots_add(spots, event, event->time - results->zero, kinds[event->kind].bad);
        }
    }
    if (html_spots_are_empty(spots)) {
        return;
    }
    html_put(picture->page, "<text x=\"8\" y=\"%f\">%s</text>\n",
             picture->y + LANE_HEIGHT / 2 + 4, name);
    if (lane == LANE_CLIENT) {
        put_associations(picture, row, picture->y);
    }
    html_put_spots(picture->page, spots, lanes[lane].class, picture->y, LANE_HEIGHT);
    picture->y += LANE_HEIGHT;
}

static void
put_lanes(Picture *picture, Lane lane)
{
    double top = picture->y;
    g_autoptr(GString) before = picture->page;

    picture->page = g_string_new(NULL);
    picture->y += 22;
    put_lane(picture, lane, 0, "scenario");
    for (unsigned i = 0; i < picture->ied_count; i++) {
        g_autofree char *name = html_shorten(picture->ieds[i], 34);

        put_lane(picture, lane, i + 1, name);
    }
    if (picture->others) {
        put_lane(picture, lane, IEDS_MAX + 1, "all other IEDs");
    }
    if (picture->page->len > 0) {
        html_put(before, "<text class=\"head\" x=\"8\" y=\"%f\">%s</text>\n", top + 16,
                 lanes[lane].title);
        g_string_append_len(before, picture->page->str, (gssize)picture->page->len);
        picture->y += 6;
    } else {
        picture->y = top;
    }
    g_string_free(picture->page, TRUE);
    picture->page = g_steal_pointer(&before);
}

static void
put_bar(Picture *picture, const Outcome *outcome)
{
    const char *class = outcome_state_name(outcome->state);
    g_autofree char *what = html_shorten(outcome->what, 36);
    g_autofree char *at = html_seconds(outcome->at);
    double from = html_x(&picture->scale, outcome->from);
    double to = html_x(&picture->scale, outcome->at);

    html_put(picture->page, "<text class=\"sign %r\" x=\"8\" y=\"%f\">%s</text>", class,
             picture->y + 13, html_outcome_sign(outcome));
    html_put(picture->page, "<text x=\"24\" y=\"%f\">%s</text>", picture->y + 13, what);
    html_put(picture->page,
             "<rect class=\"bar %r\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"8\" rx=\"2\">"
             "<title>%s: %s, decided at %s s</title></rect>\n",
             class, MIN(from, to - 4), picture->y + 5, MAX(to - from, 4), outcome->what,
             html_outcome_word(outcome), at);
    picture->y += 18;
}

/* Failed ones first, as there may not be room for all. */
static void
put_bars(Picture *picture)
{
    static const OutcomeState order[] = { OUTCOME_FAILED, OUTCOME_OPEN, OUTCOME_KNOWN,
                                          OUTCOME_HELD };
    unsigned count = picture->run->results->outcomes->len, drawn = 0;

    if (count == 0) {
        return;
    }
    html_put(picture->page,
             "<text class=\"head\" x=\"8\" y=\"%f\">Expectations and checks</text>\n",
             picture->y + 16);
    picture->y += 22;
    for (unsigned k = 0; k < G_N_ELEMENTS(order); k++) {
        for (unsigned i = 0; i < count && drawn < BARS_MAX; i++) {
            if (picture->run->sorted[i]->state == order[k]) {
                put_bar(picture, picture->run->sorted[i]);
                drawn++;
            }
        }
    }
    if (count > drawn) {
        html_put(
            picture->page,
            "<text class=\"soft\" x=\"24\" y=\"%f\">and %u more, in the table below</text>\n",
            picture->y + 13, count - drawn);
        picture->y += 18;
    }
}

static void
put_caption(GString *page, const HtmlRun *run)
{
    const Results *results = run->results;
    unsigned told[LANES] = { 0 };

    for (unsigned i = 0; i < results->events->len; i++) {
        const Event *event = results->events->pdata[i];

        told[kinds[event->kind].lane] += is_drawn(event);
    }
    html_put(page,
             "<figcaption id=\"c%u\">%u events of scenario and devices, %u of clients, %u "
             "reports and answers, %u of faults, %u values, %u expectations and checks over "
             "time. The tables below say the same in words. A triangle is something that went "
             "wrong.",
             run->index, told[LANE_DEVICE], told[LANE_CLIENT], told[LANE_REPORT],
             told[LANE_FAULT], results->series->len, results->outcomes->len);
    if (results->events->len == RESULTS_EVENTS_MAX) {
        html_put(page, " Only the first %u events are drawn; events.jsonl has all.",
                 RESULTS_EVENTS_MAX);
    }
    html_put(page, "</figcaption>\n");
}

void
html_put_picture(GString *page, const HtmlRun *run)
{
    Picture picture = { .page = g_string_new(NULL), .run = run, .y = 26 };
    g_autoptr(GString) axis = g_string_new(NULL);
    GString *body;

    find_times(&picture);
    find_ieds(&picture);
    for (Lane lane = 0; lane < LANE_FAULT; lane++) {
        put_lanes(&picture, lane);
    }
    picture.y = html_put_faults(picture.page, run, &picture.scale, picture.y);
    picture.y = html_put_values(picture.page, run, &picture.scale, picture.y);
    put_bars(&picture);
    body = picture.page;
    picture.page = axis;
    put_axis(&picture, 24, picture.y + 2);
    html_put(page, "<h3>What happened when</h3>\n<figure>");
    put_caption(page, run);
    html_put(
        page,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\"><svg "
        "viewBox=\"0 0 %f %f\" role=\"img\" aria-labelledby=\"c%u\">\n%r%r</svg></div>"
        "</figure>\n",
        WHOLE, picture.y + 8, run->index, axis->str, body->str);
    g_string_free(body, TRUE);
}
