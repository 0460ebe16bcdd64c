/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of one decoded PDU, as a line or as a tree: decoders say facts once, the form is
 * decided here. A line has a bounded length, and so has a tree.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"
#include "sim/ber/reader.h"

typedef struct TraceText {
    GString *text; /* lent */
    bool tree;
    unsigned depth;
    size_t limit; /* octets of text */
    bool full;    /* the limit was passed; nothing more is added */
} TraceText;

/* Words behind what stands there: the kind of PDU, a service. */
void trace_say(TraceText *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A fact that speaks for itself: in a line its value only, in a tree a row "name: value". */
void trace_fact(TraceText *out, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* A fact whose name stands in the line too. */
void trace_named(TraceText *out, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* What follows is inside of this, until close: in a line only `mark` shows it (may be ""). */
void trace_open(TraceText *out, const char *name, const char *mark);
void trace_close(TraceText *out);

/* Octets that should be text, quoted where they are not plain; hex, cut off. Free with g_free.
 */
char *trace_quote(Slice octets);
char *trace_hex(Slice octets);

/* What is wrong with the octets of a PDU, and where. */
void trace_malformed(TraceText *out, Slice pdu, const uint8_t *at, const char *what);
/* The first place where the elements do not fit into one another; false when all of them do. */
bool trace_find_fault(Slice elements, const uint8_t **at, BerError *error);
/* Any elements at all, with tags and contents. */
void trace_elements(TraceText *out, Slice elements);
