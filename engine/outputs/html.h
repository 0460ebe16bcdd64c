/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the HTML report. html.c is the page, html_picture.c the timeline of a run,
 * html_spots.c the marks, html_faults.c the faults and html_values.c the values in it,
 * html_tables.c what is told in tables, html_style.c how it all looks. Every text of others
 * goes through html_put's %s, which escapes it.
 */
#pragma once

#include "engine/suite.h"

/* Appends a format: %s escaped text (NULL is nothing), %r markup as it is, %d int, %u unsigned,
 * %f a double with at most two decimals, %% a per cent sign. */
void html_put(GString *page, const char *format, ...);

extern const char html_style[];

/* What of a run there is room for. */
typedef struct HtmlRun {
    const Results *results;
    Outcome **sorted; /* all outcomes, in the scenario's order */
    unsigned index;   /* on this page, from 1 on: parts of ids */
    unsigned events_max;
} HtmlRun;

/* "held", "failed", ...: the class of an outcome, and a word and a sign for it. */
const char *html_outcome_sign(const Outcome *outcome);
const char *html_outcome_word(const Outcome *outcome);
/* Seconds from time 0, "1.234". */
char *html_seconds(int64_t ns);

/* A <figure> with what happened when, and the expectations under it. */
void html_put_picture(GString *page, const HtmlRun *run);

/* Where times and rows of the picture lie. */
typedef struct HtmlScale {
    int64_t first, last; /* ns from time 0 */
    double left, width;
} HtmlScale;

double html_x(const HtmlScale *scale, int64_t at);
/* A text of at most so many characters, with an ellipsis where it is cut; g_free. */
char *html_shorten(const char *text, unsigned characters);

/* The values of a run, one below the other from `y` on; returns where they end. */
double html_put_values(GString *page, const HtmlRun *run, const HtmlScale *scale, double y);

/* The faults of a run, a row each, likewise. */
double html_put_faults(GString *page, const HtmlRun *run, const HtmlScale *scale, double y);

/* The events of one row as marks. What falls on the same spot is one mark that counts. */
typedef struct HtmlSpots HtmlSpots;
HtmlSpots *html_spots_new(const HtmlScale *scale);
void html_spots_free(HtmlSpots *spots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlSpots, html_spots_free)
/* `at` is ns from time 0. */
void html_spots_add(HtmlSpots *spots, const Event *event, int64_t at, bool bad);
bool html_spots_are_empty(const HtmlSpots *spots);
void html_put_spots(GString *page, const HtmlSpots *spots, const char *class, double top,
                    double height);

void html_put_failures(GString *page, const HtmlRun *run);
void html_put_outcomes(GString *page, const HtmlRun *run);
void html_put_tables(GString *page, const HtmlRun *run);
void html_put_events(GString *page, const HtmlRun *run);
