/* SPDX-License-Identifier: Apache-2.0
 *
 * What passes on a connection, read again from its octets by a reader of its own, as somebody
 * on the wire would: TPKT, COTP, session, presentation, ACSE and MMS of both directions become
 * text. It knows nothing of the stack that sent or will take them, believes nothing, and shows
 * what is wrong with its place.
 */
#pragma once

#include "engine/traffic/trace_text.h"

typedef enum TraceLayer {
    TRACE_BYTES,
    TRACE_TPKT,
    TRACE_COTP,
    TRACE_SESSION,
    TRACE_PRESENTATION,
    TRACE_ACSE,
    TRACE_MMS,
    TRACE_LAYER_COUNT
} TraceLayer;

typedef struct TraceLayers {
    unsigned shown; /* bits (1 << TraceLayer) */
    unsigned trees; /* of them as trees */
} TraceLayers;

/* "mms" */
const char *trace_layer_name(TraceLayer layer);

/* One PDU of a layer: the text begins behind the layer's name, without an end of line; trees
 * have lines inside. Lent. */
typedef void (*TraceShow)(void *user, TraceLayer layer, bool outbound, const char *text);

typedef struct TraceDecoder TraceDecoder;

/* One a connection. */
TraceDecoder *trace_decoder_new(TraceLayers layers, TraceShow show, void *user);
void trace_decoder_free(TraceDecoder *decoder);
/* Octets in the pieces in which they passed. */
void trace_decoder_take(TraceDecoder *decoder, bool outbound, Slice octets);

/* For the files of the decoder: each appends what a PDU says, and returns what is inside. */

Slice trace_cotp(TraceText *out, Slice tpdu, bool *whole);
/* `kind` gets the letters of the SPDU: "CN", "DT" .. */
Slice trace_session(TraceText *out, Slice spdu, const char **kind);
Slice trace_presentation(TraceText *out, Slice ppdu, const char *kind, Slice *rest);
Slice trace_acse(TraceText *out, Slice apdu);
bool trace_is_acse(Slice pdu);

/* What decoding MMS needs to keep from PDU to PDU. */
typedef struct TraceMms TraceMms;
TraceMms *trace_mms_new(void);
void trace_mms_free(TraceMms *mms);
void trace_mms(TraceMms *mms, TraceText *out, Slice pdu);
